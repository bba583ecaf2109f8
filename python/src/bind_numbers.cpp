#include "bind.hpp"

#include <pybind11/numpy.h>

#include <headway/agreement/cronbach_alpha.hpp>
#include <headway/agreement/guttman_lambda.hpp>
#include <headway/agreement/icc.hpp>
#include <headway/agreement/kendall_w.hpp>
#include <headway/agreement/omega.hpp>

namespace headway::python {

namespace {

/// A table of numbers, row by row; an array of doubles in that order is taken as it is.
struct number_table {
  py::array_t<double, py::array::c_style | py::array::forcecast> array;
  std::size_t rows{};
  std::size_t columns{};

  number_table(const py::array& given, const char* function, const char* argument, const char* axes) {
    if (given.ndim() != 2) {
      throw error{error_category::invalid_argument, function, argument, "has " + std::to_string(given.ndim()) + " dimensions; it must have 2, " + axes};
    }
    const char kind = given.dtype().kind();
    if (kind != 'i' && kind != 'u' && kind != 'f') {
      throw error{error_category::invalid_argument, function, argument, "must hold numbers; this is an array of kind '" + std::string(1, kind) + "'"};
    }
    array = decltype(array)::ensure(given);
    if (!array) { throw py::error_already_set{}; }
    rows = static_cast<std::size_t>(array.shape(0));
    columns = static_cast<std::size_t>(array.shape(1));
  }
  [[nodiscard]] std::span<const double> values() const { return {array.data(), rows * columns}; }
};

number_table ratings_of(const py::array& given, const char* function) { return {given, function, "ratings", "units x raters"}; }
number_table scores_of(const py::array& given, const char* function) { return {given, function, "scores", "people x items"}; }

agreement::icc_result icc_of(const py::array& ratings, double confidence, double null_value, const char* function) {
  const number_table table = ratings_of(ratings, function);
  const std::span<const double> values = table.values();
  return unlocked([&] { return agreement::icc(values, table.rows, table.columns, {confidence_level{confidence}, null_value}); });
}

agreement::item_covariance covariance_of(const py::array& scores, std::int32_t gaps, const char* function) {
  const number_table table = scores_of(scores, function);
  const std::span<const double> values = table.values();
  try {
    return unlocked([&] { return agreement::covariance_of_items(values, table.rows, table.columns, static_cast<agreement::item_gaps>(gaps)); });
  } catch (const error& e) { throw error{e.category(), function, e.argument(), e.message(), e.row()}; }
}

} // namespace

void bind_numbers(py::module_& module) {
  module.def("icc", [](const py::array& ratings, double confidence, double null_value) { return share(to_table(icc_of(ratings, confidence, null_value, "icc"))); },
             py::arg("ratings"), py::arg("confidence"), py::arg("null_value"), "Intraclass correlations.");
  module.def("icc_sources", [](const py::array& ratings) { return share(sources_table(icc_of(ratings, 0.95, 0.0, "icc_sources"))); }, py::arg("ratings"),
             "What intraclass correlations rest on.");
  module.def("kendall_w", [](const py::array& ratings, std::int32_t gaps, double confidence, std::uint64_t most_steps, std::uint32_t draws, std::uint64_t seed, std::size_t threads) {
    const number_table table = ratings_of(ratings, "kendall_w");
    const std::span<const double> values = table.values();
    agreement::kendall_w_options options;
    options.confidence = confidence_level{confidence};
    options.gaps = static_cast<agreement::gap_rule>(gaps);
    options.most_steps = most_steps;
    options.draws = draws;
    options.random_seed = headway::seed{seed};
    options.threads = threads;
    return share(unlocked([&] { return to_table(agreement::kendall_w(values, table.rows, table.columns, options)); }));
  }, py::arg("ratings"), py::arg("gaps"), py::arg("confidence"), py::arg("most_steps"), py::arg("draws"), py::arg("seed"), py::arg("threads"), "Kendall's W.");
  module.def("cronbach_alpha", [](const py::array& scores, std::int32_t gaps, double confidence) {
    return share(to_table(agreement::cronbach_alpha(covariance_of(scores, gaps, "cronbach_alpha"), {confidence_level{confidence}})));
  }, py::arg("scores"), py::arg("gaps"), py::arg("confidence"), "Cronbach's alpha.");
  module.def("item_statistics", [](const py::array& scores, std::int32_t gaps) { return share(to_table(item_statistics(covariance_of(scores, gaps, "item_statistics")))); },
             py::arg("scores"), py::arg("gaps"), "Items beside the others.");
  module.def("guttman_lambda", [](const py::array& scores, std::int32_t gaps, bool standardized, std::size_t most_exact) {
    const agreement::item_covariance from = covariance_of(scores, gaps, "guttman_lambda");
    agreement::guttman_lambda_options options;
    options.standardized = standardized;
    options.most_exact = most_exact;
    return share(unlocked([&] { return to_table(agreement::guttman_lambda(from, options)); }));
  }, py::arg("scores"), py::arg("gaps"), py::arg("standardized"), py::arg("most_exact"), "Guttman's lambdas.");
  module.def("omega", [](const py::array& scores, std::int32_t gaps) {
    const agreement::item_covariance from = covariance_of(scores, gaps, "omega");
    return share(unlocked([&] { return to_table(agreement::omega(from)); }));
  }, py::arg("scores"), py::arg("gaps"), "McDonald's omega.");
  module.def("omega_loadings", [](const py::array& scores, std::int32_t gaps) {
    const agreement::item_covariance from = covariance_of(scores, gaps, "omega_loadings");
    return share(unlocked([&] { return loadings_table(agreement::omega(from)); }));
  }, py::arg("scores"), py::arg("gaps"), "The factor behind omega.");
}

} // namespace headway::python
