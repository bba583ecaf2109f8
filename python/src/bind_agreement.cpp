#include "bind.hpp"
#include "marks.hpp"

#include <pybind11/stl.h>

#include <headway/agreement/chance_corrected.hpp>
#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/cohen.hpp>
#include <headway/agreement/conger.hpp>
#include <headway/agreement/krippendorff.hpp>
#include <headway/agreement/unit_counts.hpp>
#include <headway/exact/transitions.hpp>

namespace headway::python {

namespace {

/// Units x raters.
mark_array units_by_raters(const py::array& marks, const std::vector<double>& levels, const char* function) {
  if (marks.ndim() != 2) {
    throw error{error_category::invalid_argument, function, "ratings", "has " + std::to_string(marks.ndim()) + " dimensions; it must have 2, units x raters"};
  }
  return marks_of(marks, levels, function, "ratings");
}

/// Units x levels.
agreement::unit_counts units_by_levels(const py::array& counts, std::size_t levels, const char* function) {
  if (counts.ndim() != 2 || counts.shape(1) != static_cast<py::ssize_t>(levels)) {
    throw error{error_category::invalid_argument, function, "counts", "must have 2 dimensions, units x " + std::to_string(levels) + " levels"};
  }
  const std::vector<std::uint32_t> rows = counts_of(counts, function, "counts");
  return agreement::units_of_counts(rows, static_cast<std::size_t>(counts.shape(0)), levels);
}

/// Levels x levels, of two raters.
exact::transitions square_of(const py::array& table, std::size_t levels, const char* function) {
  if (table.ndim() != 2 || table.shape(0) != table.shape(1) || table.shape(0) != static_cast<py::ssize_t>(levels)) {
    throw error{error_category::invalid_argument, function, "table", "must be " + std::to_string(levels) + " x " + std::to_string(levels)};
  }
  return {counts_of(table, function, "table"), levels};
}

/// What every coefficient is told, as Python gives it.
struct call {
  const char* function;
  std::string form; ///< what `data` is: "ratings", "counts" or "table"
  py::array data;
  std::vector<double> levels;
  agreement::agreement_weights weights;
  agreement::coefficient_options options;
};

call call_of(const char* function, const std::string& form, const py::array& data, const std::vector<double>& levels, std::int32_t weights, const std::vector<double>& own_weights,
             std::int32_t interval, std::int32_t ends, double confidence, std::uint32_t replicates, std::uint64_t seed, std::size_t threads) {
  call out{function, form, data, levels, {static_cast<agreement::weight_set>(weights), levels}, {}};
  if (!own_weights.empty()) { out.weights = agreement::agreement_weights::own(own_weights); }
  out.options.interval = static_cast<agreement::interval_method>(interval);
  out.options.ends = static_cast<agreement::bootstrap_ends>(ends);
  out.options.confidence = confidence_level{confidence};
  out.options.replicates = replicates;
  out.options.random_seed = headway::seed{seed};
  out.options.threads = threads;
  return out;
}

/// Calls f with whatever the data are, without the interpreter's lock.
template <class Function> shared_table with_data(const call& c, Function f) {
  if (c.form == "counts") {
    const agreement::unit_counts units = units_by_levels(c.data, c.levels.size(), c.function);
    return share(unlocked([&] { return to_table(f(units)); }));
  }
  if (c.form == "table") {
    const exact::transitions table = square_of(c.data, c.levels.size(), c.function);
    return share(unlocked([&] { return to_table(f(table)); }));
  }
  const mark_array marks = units_by_raters(c.data, c.levels, c.function);
  return share(unlocked([&] { return to_table(f(std::span<const std::int8_t>{marks.level}, marks.shape[0], marks.shape[1], c.levels.size())); }));
}

template <class Function> shared_table with_marks(const call& c, Function f) {
  const mark_array marks = units_by_raters(c.data, c.levels, c.function);
  return share(unlocked([&] { return to_table(f(std::span<const std::int8_t>{marks.level}, marks.shape[0], marks.shape[1], c.levels.size())); }));
}

shared_table percent_agreement(const call& c) {
  return with_data(c, [&](const auto&... data) { return agreement::percent_agreement(data..., c.weights, c.options); });
}
shared_table brennan_prediger(const call& c) {
  return with_data(c, [&](const auto&... data) { return agreement::brennan_prediger(data..., c.weights, c.options); });
}
shared_table fleiss_kappa(const call& c) {
  return with_data(c, [&](const auto&... data) { return agreement::fleiss_kappa(data..., c.weights, c.options); });
}
shared_table gwet_ac(const call& c) {
  return with_data(c, [&](const auto&... data) { return agreement::gwet_ac(data..., c.weights, c.options); });
}
shared_table conger_kappa(const call& c) {
  return with_marks(c, [&](const auto&... data) { return agreement::conger_kappa(data..., c.weights, c.options); });
}
shared_table light_kappa(const call& c) {
  return with_marks(c, [&](const auto&... data) { return agreement::light_kappa(data..., c.weights); });
}
shared_table cohen_kappa(const call& c) {
  if (c.form == "table") {
    const exact::transitions table = square_of(c.data, c.levels.size(), c.function);
    return share(unlocked([&] { return to_table(agreement::cohen_kappa(table, c.weights, c.options)); }));
  }
  return with_marks(c, [&](const auto&... data) { return agreement::cohen_kappa(data..., c.weights, c.options); });
}

/// A coefficient under its name.
void add(py::module_& module, const char* name, shared_table (*make)(const call&), const char* words) {
  module.def(name,
             [name, make](const std::string& form, const py::array& data, const std::vector<double>& levels, std::int32_t weights, const std::vector<double>& own_weights,
                          std::int32_t interval, std::int32_t ends, double confidence, std::uint32_t replicates, std::uint64_t seed, std::size_t threads) {
               return make(call_of(name, form, data, levels, weights, own_weights, interval, ends, confidence, replicates, seed, threads));
             },
             py::arg("form"), py::arg("data"), py::arg("levels"), py::arg("weights"), py::arg("own_weights"), py::arg("interval"), py::arg("ends"), py::arg("confidence"),
                 py::arg("replicates"),
             py::arg("seed"), py::arg("threads"), words);
}

} // namespace

void bind_agreement(py::module_& module) {
  add(module, "percent_agreement", percent_agreement, "Percent agreement.");
  add(module, "brennan_prediger", brennan_prediger, "Brennan and Prediger's coefficient.");
  add(module, "fleiss_kappa", fleiss_kappa, "Fleiss's kappa.");
  add(module, "gwet_ac", gwet_ac, "Gwet's AC1 or AC2.");
  add(module, "conger_kappa", conger_kappa, "Conger's kappa.");
  add(module, "cohen_kappa", cohen_kappa, "Cohen's kappa.");
  add(module, "light_kappa", light_kappa, "Light's kappa.");
  module.def("krippendorff_alpha",
             [](const std::string& form, const py::array& data, const std::vector<double>& levels, std::int32_t metric, std::int32_t weights,
                const std::vector<double>& own_weights,
                std::int32_t interval, std::int32_t ends, double confidence, std::uint32_t replicates, std::uint64_t seed, std::size_t threads) {
               const call c = call_of("krippendorff_alpha", form, data, levels, weights, own_weights, interval, ends, confidence, replicates, seed, threads);
               const auto distance =
                   metric == 0 ? agreement::alpha_distance::weighted(c.weights) : agreement::alpha_distance{static_cast<agreement::alpha_metric>(metric), c.levels};
               return with_data(c, [&](const auto&... given) { return agreement::krippendorff_alpha(given..., distance, c.options); });
             },
             py::arg("form"), py::arg("data"), py::arg("levels"), py::arg("metric"), py::arg("weights"), py::arg("own_weights"), py::arg("interval"), py::arg("ends"),
                 py::arg("confidence"),
             py::arg("replicates"), py::arg("seed"), py::arg("threads"), "Krippendorff's alpha.");
  module.def("fleiss_by_level", [](const std::string& form, const py::array& data, const std::vector<double>& levels) {
    if (form == "counts") {
      const agreement::unit_counts units = units_by_levels(data, levels.size(), "fleiss_by_level");
      return share(unlocked([&] { return to_table(agreement::fleiss_by_level(units)); }));
    }
    const mark_array marks = units_by_raters(data, levels, "fleiss_by_level");
    return share(unlocked([&] { return to_table(agreement::fleiss_by_level(agreement::count_units(marks.level, marks.shape[0], marks.shape[1], levels.size()))); }));
  }, py::arg("form"), py::arg("data"), py::arg("levels"), "Fleiss's kappa of every level.");
}

} // namespace headway::python
