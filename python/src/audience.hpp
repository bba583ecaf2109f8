#pragma once

#include <string>

#include <headway/disclosure/audience.hpp>

namespace headway::python {

/// The rules of an audience by its name.
inline disclosure::rules rules_of(const std::string& audience) { return disclosure::rules_for(disclosure::find_audience(audience)); }

} // namespace headway::python
