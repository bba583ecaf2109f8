#include "bind.hpp"
#include "marks.hpp"
#include "numbers.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include <headway/exact/adjust.hpp>
#include <headway/exact/bowker.hpp>
#include <headway/exact/change_words.hpp>
#include <headway/exact/friedman.hpp>
#include <headway/exact/joint_flip.hpp>
#include <headway/exact/k_sample.hpp>
#include <headway/exact/marginal_homogeneity.hpp>
#include <headway/exact/net_movers.hpp>
#include <headway/exact/page.hpp>
#include <headway/exact/paired_change.hpp>
#include <headway/exact/sign_test.hpp>
#include <headway/exact/signed_rank.hpp>
#include <headway/exact/stuart_maxwell.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/exact/two_sample.hpp>

namespace headway::python {

namespace {

exact::zero_rule zeros_of(bool pratt) { return pratt ? exact::zero_rule::pratt : exact::zero_rule::wilcoxon; }
exact::tail_rule tail_of(bool all_of_it) { return all_of_it ? exact::tail_rule::exact : exact::tail_rule::mid_p; }

/// The counts of two lists of marks.
exact::transitions pair_of(const py::array& before, const py::array& after, const std::vector<double>& levels, const char* function) {
  const mark_array first = marks_of(before, levels, function, "before");
  const mark_array second = marks_of(after, levels, function, "after");
  return exact::detail::transitions_of(first.level, second.level, levels.size(), function);
}

/// A table of people x rounds or people x dimensions.
template <class Array> void two_dimensional(const Array& array, const char* function, const char* argument, const char* columns) {
  if (array.ndim() != 2) {
    throw error{error_category::invalid_argument, function, argument, "has " + std::to_string(array.ndim()) + " dimensions; it must have 2, people x " + columns};
  }
}

exact::table_test_options table_test(double confidence, std::uint32_t draws, std::uint64_t seed_value) {
  return {.confidence = confidence_level{confidence}, .draws = draws, .random_seed = seed{seed_value}};
}

exact::rounds_test_options rounds_test(double confidence, double power, std::uint32_t draws, std::uint64_t seed_value) {
  return {.confidence = confidence_level{confidence}, .power = power, .draws = draws, .random_seed = seed{seed_value}};
}

exact::two_sample_options two_groups(double confidence, double power, std::uint32_t draws, std::uint64_t seed_value) {
  return {.confidence = confidence_level{confidence}, .power = power, .draws = draws, .random_seed = seed{seed_value}};
}

exact::k_sample_options several_groups(bool equal, double confidence, double power, std::uint32_t draws, std::uint64_t seed_value) {
  return {.confidence = confidence_level{confidence},
          .weights = equal ? exact::group_weights::equal : exact::group_weights::people,
          .power = power,
          .draws = draws,
          .random_seed = seed{seed_value}};
}

} // namespace

void bind_exact(py::module_& module) {
  module.def("paired_change", [](const py::array& before, const py::array& after, const std::vector<double>& levels, double confidence, bool exact_tail, double power) {
    const mark_array first = marks_of(before, levels, "paired_change", "before");
    const mark_array second = marks_of(after, levels, "paired_change", "after");
    return share(unlocked([&] {
      return to_table(exact::paired_change(std::span<const std::int8_t>{first.level}, second.level, levels.size(), {confidence_level{confidence}, tail_of(exact_tail), power}));
    }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("confidence"), py::arg("exact_tail"), py::arg("power"), "Change between two marks of the same people.");
  module.def("transitions", [](const py::array& before, const py::array& after, const std::vector<double>& levels) {
    const exact::transitions of = pair_of(before, after, levels, "transitions");
    const bool consecutive = levels.back() - levels.front() == static_cast<double>(levels.size() - 1) && levels.front() == std::floor(levels.front());
    return share(to_table(of, consecutive ? static_cast<std::int64_t>(levels.front()) : 1));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), "Who went from which level to which.");
  module.def("change_in_words", [](const py::array& before, const py::array& after, const std::vector<double>& levels, double confidence, bool exact_tail,
                                   std::optional<double> p_adjusted) {
    const exact::transitions of = pair_of(before, after, levels, "change_in_words");
    return share(unlocked([&] { return to_table(exact::change_in_words(of, {confidence_level{confidence}, tail_of(exact_tail), p_adjusted})); }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("confidence"), py::arg("exact_tail"), py::arg("p_adjusted"), "A change in plain words.");
  module.def("net_movers", [](const py::array& before, const py::array& after, const std::vector<double>& levels, double confidence, bool exact_tail) {
    const exact::transitions of = pair_of(before, after, levels, "net_movers");
    return share(unlocked([&] { return to_table(exact::net_movers(of, {confidence_level{confidence}, tail_of(exact_tail)})); }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("confidence"), py::arg("exact_tail"), "How many moved, net.");
  module.def("sign_test", [](const py::array& before, const py::array& after, const std::vector<double>& levels, double confidence, bool exact_tail, double power) {
    const exact::transitions of = pair_of(before, after, levels, "sign_test");
    return share(unlocked([&] { return to_table(exact::sign_test(of, {confidence_level{confidence}, tail_of(exact_tail), power})); }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("confidence"), py::arg("exact_tail"), py::arg("power"), "The sign test.");
  module.def("sign_test_values", [](const number_array& differences, double confidence, bool exact_tail, double power) {
    return share(unlocked([&] { return to_table(exact::sign_test(numbers_of(differences), {confidence_level{confidence}, tail_of(exact_tail), power})); }));
  }, py::arg("differences"), py::arg("confidence"), py::arg("exact_tail"), py::arg("power"), "The sign test of measured differences.");
  module.def("signed_rank", [](const py::array& before, const py::array& after, const std::vector<double>& levels, bool pratt, double confidence, double power) {
    const exact::transitions of = pair_of(before, after, levels, "signed_rank");
    return share(unlocked([&] { return to_table(exact::signed_rank(of, {zeros_of(pratt), confidence_level{confidence}, power})); }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("pratt"), py::arg("confidence"), py::arg("power"), "Wilcoxon's signed-rank test.");
  module.def("signed_rank_values", [](const number_array& differences, bool pratt, double confidence, double power) {
    return share(unlocked([&] { return to_table(exact::signed_rank(numbers_of(differences), {zeros_of(pratt), confidence_level{confidence}, power})); }));
  }, py::arg("differences"), py::arg("pratt"), py::arg("confidence"), py::arg("power"), "Wilcoxon's signed-rank test of measured differences.");
  module.def("bowker", [](const py::array& before, const py::array& after, const std::vector<double>& levels, double confidence, std::uint32_t draws, std::uint64_t seed_value) {
    const exact::transitions of = pair_of(before, after, levels, "bowker");
    return share(unlocked([&] { return to_table(exact::bowker(of, table_test(confidence, draws, seed_value))); }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("confidence"), py::arg("draws"), py::arg("seed"), "Bowker's test of symmetry.");
  module.def("stuart_maxwell", [](const py::array& before, const py::array& after, const std::vector<double>& levels, double confidence, std::uint32_t draws,
                                  std::uint64_t seed_value) {
    const exact::transitions of = pair_of(before, after, levels, "stuart_maxwell");
    return share(unlocked([&] { return to_table(exact::stuart_maxwell(of, table_test(confidence, draws, seed_value))); }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("confidence"), py::arg("draws"), py::arg("seed"), "The Stuart-Maxwell test of equal margins.");
  module.def("marginal_homogeneity", [](const py::array& before, const py::array& after, const std::vector<double>& levels, const std::vector<std::int64_t>& scores,
                                        double confidence) {
    const exact::transitions of = pair_of(before, after, levels, "marginal_homogeneity");
    return share(unlocked([&] { return to_table(exact::marginal_homogeneity(of, scores, {confidence_level{confidence}})); }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("scores"), py::arg("confidence"), "Whether the mean score moved.");
  module.def("friedman", [](const py::array& marks, const std::vector<double>& levels, double confidence, std::uint32_t draws, std::uint64_t seed_value) {
    two_dimensional(marks, "friedman", "marks", "rounds");
    const mark_array given = marks_of(marks, levels, "friedman", "marks");
    return share(unlocked([&] {
      return to_table(exact::friedman(given.level, given.shape[0], given.shape[1], levels.size(), rounds_test(confidence, 0.8, draws, seed_value)));
    }));
  }, py::arg("marks"), py::arg("levels"), py::arg("confidence"), py::arg("draws"), py::arg("seed"), "Friedman's test.");
  module.def("friedman_values", [](const number_array& values, double confidence, std::uint32_t draws, std::uint64_t seed_value) {
    two_dimensional(values, "friedman", "marks", "rounds");
    return share(unlocked([&] {
      return to_table(exact::friedman(numbers_of(values), static_cast<std::size_t>(values.shape(0)), static_cast<std::size_t>(values.shape(1)),
                                      rounds_test(confidence, 0.8, draws, seed_value)));
    }));
  }, py::arg("values"), py::arg("confidence"), py::arg("draws"), py::arg("seed"), "Friedman's test of measured values.");
  module.def("page", [](const py::array& marks, const std::vector<double>& levels, double confidence, double power, std::uint32_t draws, std::uint64_t seed_value) {
    two_dimensional(marks, "page", "marks", "rounds");
    const mark_array given = marks_of(marks, levels, "page", "marks");
    return share(unlocked([&] {
      return to_table(exact::page(given.level, given.shape[0], given.shape[1], levels.size(), rounds_test(confidence, power, draws, seed_value)));
    }));
  }, py::arg("marks"), py::arg("levels"), py::arg("confidence"), py::arg("power"), py::arg("draws"), py::arg("seed"), "Page's test.");
  module.def("page_values", [](const number_array& values, double confidence, double power, std::uint32_t draws, std::uint64_t seed_value) {
    two_dimensional(values, "page", "marks", "rounds");
    return share(unlocked([&] {
      return to_table(exact::page(numbers_of(values), static_cast<std::size_t>(values.shape(0)), static_cast<std::size_t>(values.shape(1)),
                                  rounds_test(confidence, power, draws, seed_value)));
    }));
  }, py::arg("values"), py::arg("confidence"), py::arg("power"), py::arg("draws"), py::arg("seed"), "Page's test of measured values.");
  module.def("joint_flip", [](const py::array& before, const py::array& after, const std::vector<double>& levels, double confidence, std::uint32_t draws,
                              std::uint64_t seed_value) {
    two_dimensional(before, "joint_flip", "before", "dimensions");
    two_dimensional(after, "joint_flip", "after", "dimensions");
    const mark_array first = marks_of(before, levels, "joint_flip", "before");
    const mark_array second = marks_of(after, levels, "joint_flip", "after");
    if (first.shape != second.shape) { throw error{error_category::invalid_argument, "joint_flip", "after", "has another shape than before"}; }
    return share(unlocked([&] {
      return to_table(exact::joint_flip(first.level, second.level, first.shape[0], first.shape[1], levels.size(),
                                        {.confidence = confidence_level{confidence}, .draws = draws, .random_seed = seed{seed_value}}));
    }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("confidence"), py::arg("draws"), py::arg("seed"), "All dimensions of the same people together.");
  module.def("two_sample", [](const py::array& x, const py::array& y, const std::vector<double>& levels, double confidence, double power, std::uint32_t draws,
                              std::uint64_t seed_value) {
    const mark_array first = marks_of(x, levels, "two_sample", "x");
    const mark_array second = marks_of(y, levels, "two_sample", "y");
    return share(unlocked([&] { return to_table(exact::two_sample(first.level, second.level, levels.size(), two_groups(confidence, power, draws, seed_value), levels)); }));
  }, py::arg("x"), py::arg("y"), py::arg("levels"), py::arg("confidence"), py::arg("power"), py::arg("draws"), py::arg("seed"), "Two groups on one scale.");
  module.def("two_sample_values", [](const number_array& x, const number_array& y, double confidence, double power, std::uint32_t draws, std::uint64_t seed_value) {
    return share(unlocked([&] { return to_table(exact::two_sample(numbers_of(x), numbers_of(y), two_groups(confidence, power, draws, seed_value))); }));
  }, py::arg("x"), py::arg("y"), py::arg("confidence"), py::arg("power"), py::arg("draws"), py::arg("seed"), "Two groups of measured values.");
  module.def("two_sample_counts", [](const std::vector<std::uint32_t>& counts, const std::vector<double>& levels, double confidence, double power, std::uint32_t draws,
                                     std::uint64_t seed_value) {
    const std::span<const std::uint32_t> both{counts};
    return share(unlocked([&] {
      return to_table(exact::two_sample(both.first(levels.size()), both.subspan(levels.size()), two_groups(confidence, power, draws, seed_value), levels));
    }));
  }, py::arg("counts"), py::arg("levels"), py::arg("confidence"), py::arg("power"), py::arg("draws"), py::arg("seed"), "Two groups of people per level.");
  module.def("k_sample_counts", [](const std::vector<std::uint32_t>& counts, std::size_t groups, std::size_t levels, bool equal, double confidence, std::uint32_t draws,
                                   std::uint64_t seed_value) {
    return share(unlocked([&] { return to_table(exact::k_sample(counts, groups, levels, several_groups(equal, confidence, 0.8, draws, seed_value))); }));
  }, py::arg("counts"), py::arg("groups"), py::arg("levels"), py::arg("equal"), py::arg("confidence"), py::arg("draws"), py::arg("seed"), "Several groups on one scale.");
  module.def("k_sample_values", [](const number_array& values, const std::vector<std::uint32_t>& group, std::size_t groups, bool equal, double confidence,
                                   std::uint32_t draws, std::uint64_t seed_value) {
    return share(unlocked([&] { return to_table(exact::k_sample(numbers_of(values), group, groups, several_groups(equal, confidence, 0.8, draws, seed_value))); }));
  }, py::arg("values"), py::arg("group"), py::arg("groups"), py::arg("equal"), py::arg("confidence"), py::arg("draws"), py::arg("seed"), "Several groups of measured values.");
  module.def("between_share", [](const std::vector<std::uint32_t>& counts, std::size_t groups, std::size_t levels, bool equal, double confidence, std::uint32_t draws,
                                 std::uint64_t seed_value) {
    return share(unlocked([&] { return to_table(exact::between_share(counts, groups, levels, several_groups(equal, confidence, 0.8, draws, seed_value))); }));
  }, py::arg("counts"), py::arg("groups"), py::arg("levels"), py::arg("equal"), py::arg("confidence"), py::arg("draws"), py::arg("seed"), "How much lies between groups.");
  module.def("jonckheere_counts", [](const std::vector<std::uint32_t>& counts, std::size_t groups, std::size_t levels, double confidence, double power,
                                     std::uint32_t draws, std::uint64_t seed_value) {
    return share(unlocked([&] { return to_table(exact::jonckheere(counts, groups, levels, several_groups(false, confidence, power, draws, seed_value))); }));
  }, py::arg("counts"), py::arg("groups"), py::arg("levels"), py::arg("confidence"), py::arg("power"), py::arg("draws"), py::arg("seed"), "Groups that may rise in order.");
  module.def("jonckheere_values", [](const number_array& values, const std::vector<std::uint32_t>& group, std::size_t groups, double confidence, double power,
                                     std::uint32_t draws, std::uint64_t seed_value) {
    return share(unlocked([&] { return to_table(exact::jonckheere(numbers_of(values), group, groups, several_groups(false, confidence, power, draws, seed_value))); }));
  }, py::arg("values"), py::arg("group"), py::arg("groups"), py::arg("confidence"), py::arg("power"), py::arg("draws"), py::arg("seed"),
     "Groups of measured values that may rise in order.");
  module.def("adjust_p", [](const number_array& p, std::int32_t method) {
    return share(exact::adjusted_table(numbers_of(p), static_cast<exact::adjustment>(method)));
  }, py::arg("p"), py::arg("method"), "P values adjusted for being several.");
}

} // namespace headway::python
