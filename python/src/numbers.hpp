#pragma once

#include <cstddef>
#include <span>

#include <pybind11/numpy.h>

#include "bind.hpp"

namespace headway::python {

/// Measured numbers, NaN for none.
using number_array = py::array_t<double, py::array::c_style | py::array::forcecast>;

inline std::span<const double> numbers_of(const number_array& array) { return {array.data(), static_cast<std::size_t>(array.size())}; }

} // namespace headway::python
