#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/agreement/consensus_against.hpp>
#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/text.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>

/// \file
/// Social decision schemes: which way of coming from people's own marks to the room's predicts the agreed marks best.

namespace headway::agreement {

/// How a room may come to one mark. Values are part of the C ABI and never reused.
enum class decision_rule : std::int32_t {
  median = 1,       ///< the middle mark; with two middle marks either
  mode = 2,         ///< the most common mark; any of several
  rounded_mean = 3, ///< the mean of the levels, rounded; a half either way
  highest = 4,      ///< the highest mark anybody gave
  lowest = 5,       ///< the lowest
  majority = 6,     ///< the mark of more than half of the people; without one, any mark somebody gave
  convenor = 7      ///< the mark of the person who convenes or chairs, where roles are known
};

/// How many rules there are.
inline constexpr std::size_t decision_rules_count = 7;

/// The code of a rule: "median", "mode", "rounded_mean", "highest", "lowest", "majority", "convenor"; "unknown" for another value.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `decision_rules_test`.
[[nodiscard]] constexpr std::string_view name(decision_rule rule) noexcept {
  constexpr std::array<std::string_view, decision_rules_count + 1> names{"unknown", "median", "mode", "rounded_mean", "highest", "lowest", "majority", "convenor"};
  const auto index = static_cast<std::size_t>(rule);
  return index < names.size() ? names[index] : names[0];
}

/// One rule and how well it predicts. Since 0.1. Checked by `decision_rules_test`.
struct decision_rule_fit {
  decision_rule rule{};
  headway::status status{status::no_data}; ///< ok; no_data: nothing to predict (for `convenor`: no mark of one is known); hidden
  double hits{};                           ///< agreed marks it predicts, an "either" counted as its share
  double log_likelihood{};                 ///< of the agreed marks, averaged over how often rooms depart from the rule
  double weight{};                         ///< posterior probability of the rule among those compared, each as likely before
};

/// All rules over the same agreed marks. Since 0.1. Checked by `decision_rules_test`.
struct decision_rules_result {
  headway::status status{status::no_data}; ///< ok, or no_data: no agreed mark has two individual ones
  std::uint32_t marks{};                   ///< agreed marks compared
  std::uint32_t telling{};                 ///< of them, those that not all rules predict alike
  std::vector<decision_rule_fit> rules{};  ///< in the order of `decision_rule`
};

/// Options of `decision_rules`. Since 0.1.
struct decision_rules_options {
  std::string convenor{};   ///< the role of the person who convenes; empty: "convenor", "convener", "facilitator" or "chair"
  bool use_convenor{true};  ///< false where one person's marks may not be told
};

/// The levels a rule predicts from individual marks, each with its share.
/// Definition: see `decision_rule`. \param counts people per level, lowest first, 2 to 16 levels \param rule any but `convenor`
/// \return shares that sum to 1 over the first counts.size() entries, or all 0 when nobody is counted
/// \throws error out_of_range for levels; invalid_argument for `convenor` or an unknown rule
/// Cost: a few passes over the levels. Threads: safe. Since 0.1. Reference: Davis (1973). Checked by `decision_rules_test`.
[[nodiscard]] inline std::array<double, most_levels> predict(decision_rule rule, std::span<const std::uint32_t> counts) {
  numeric::detail::level_counts(counts, "predict");
  check::that(rule >= decision_rule::median && rule <= decision_rule::majority, "predict", "rule", "must be one that rests on counts alone, 1 to 6");
  std::array<double, most_levels> out{};
  const std::uint64_t n = numeric::total(counts);
  if (n == 0) { return out; }
  const auto among = [&](auto chosen) {
    double size = 0.0;
    for (std::size_t k = 0; k < counts.size(); ++k) { size += chosen(k) ? 1.0 : 0.0; }
    for (std::size_t k = 0; k < counts.size(); ++k) { out[k] = chosen(k) ? 1.0 / size : 0.0; }
  };
  const std::uint32_t most = *std::max_element(counts.begin(), counts.end());
  const numeric::level_range used = detail::chosen_levels(counts);
  switch (rule) {
  case decision_rule::median: {
    const numeric::level_range middle = numeric::median(counts);
    out[middle.low] += 0.5;
    out[middle.high] += 0.5;
    break;
  }
  case decision_rule::mode: among([&](std::size_t k) { return counts[k] == most; }); break;
  case decision_rule::rounded_mean: {
    std::uint64_t sum = 0;
    for (std::size_t k = 0; k < counts.size(); ++k) { sum += k * counts[k]; }
    const std::uint64_t whole = sum / n; // twice the rest against n: whole numbers, so a half is a half
    const std::uint64_t rest = 2 * (sum % n);
    out[whole] += rest < n ? 1.0 : rest == n ? 0.5 : 0.0;
    if (rest >= n) { out[whole + 1] += rest == n ? 0.5 : 1.0; }
    break;
  }
  case decision_rule::highest: out[used.high] = 1.0; break;
  case decision_rule::lowest: out[used.low] = 1.0; break;
  case decision_rule::majority: {
    const bool clear = 2 * std::uint64_t{most} > n;
    among([&](std::size_t k) { return clear ? counts[k] == most : counts[k] > 0; });
    break;
  }
  case decision_rule::convenor: break;
  }
  return out;
}

namespace detail {

/// log of the integral over e from 0 to 1 of prod (1 - e) q_i + e u_i: every mark follows the rule but for a share e of them, which is unknown.
/// The product is sum_j c_j (1 - e)^(m - j) e^j, and the integral of such a term is 1 / ((m + 1) C(m, j)).
inline double log_averaged(std::span<const double> q, std::span<const double> u) {
  const std::size_t m = q.size();
  std::vector<double> c(1, 1.0);
  double scale = 0.0;
  for (std::size_t i = 0; i < m; ++i) {
    c.push_back(0.0);
    for (std::size_t j = c.size(); j-- > 0;) { c[j] = c[j] * q[i] + (j > 0 ? c[j - 1] * u[i] : 0.0); }
    const double largest = *std::max_element(c.begin(), c.end());
    for (double& each : c) { each /= largest; } // many marks would underflow
    scale += std::log(largest);
  }
  double log_ways = 0.0; // of C(m, j)
  double sum = 0.0;
  for (std::size_t j = 0; j <= m; ++j) {
    if (j > 0) { log_ways += std::log(static_cast<double>(m - j + 1)) - std::log(static_cast<double>(j)); }
    sum += c[j] * std::exp(-log_ways);
  }
  return scale + std::log(sum) - std::log(static_cast<double>(m + 1));
}

/// The levels at which a round's convenor stood, each with its share; all 0 where no mark of one is known.
template <std::size_t Dimensions, std::size_t Levels>
std::array<double, most_levels> convenor_marks(const study<Dimensions, Levels>& of, const consensus_record& record, const std::vector<bool>& is_convenor) {
  std::array<double, most_levels> out{};
  double n = 0.0;
  const ratings_view rows = of->rows(community_id{record.community}, round_id{record.round}, dimension_id{record.dimension});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows.rater[i] == ratings::no_rater || !is_convenor[rows.rater[i]] || rows.score[i] < 0) { continue; }
    out[static_cast<std::size_t>(rows.score[i])] += 1.0;
    n += 1.0;
  }
  for (double& each : out) { each = n > 0.0 ? each / n : 0.0; }
  return out;
}

} // namespace detail

/// Which way of coming from people's own marks to the room's predicts the agreed marks best.
/// Definition: every rule predicts shares q over the levels for every agreed mark (`predict`; the convenor's own mark, any level where none is known). A room
/// follows its rule but for a share e of its marks, which are then at any level: P = (1 - e) q + e / levels, and for a mark written as a range the sum over
/// its levels. The likelihood is averaged over e from 0 to 1, each as likely; weights are those likelihoods over their sum.
/// Missing and edge cases: only agreed marks that are ok in `of` count, moderated ones do not. Rules that predict the same have the same weight: with
/// few dimensions and people who agree nothing tells median, mode and mean apart, see `telling`. The convenor's rule is compared where a role says
/// who that is.
/// Choose it over the mean shift: a room that takes the loudest voice and one that takes the middle may shift by as much.
/// Why numbers can differ: published decision schemes use fixed mixtures or a fixed error.
/// \param of from `consensus_against`
/// Cost: O(marks^2). Threads: safe. Since 0.1. Reference: Davis (1973), Psychological Review 80. Checked by `decision_rules_test` against quadrature.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] decision_rules_result decision_rules(const consensus_against_result<Dimensions, Levels>& of, const decision_rules_options& options = {}) {
  const auto roles = of.of->roles();
  std::vector<bool> is_convenor(roles.size());
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const std::string role = text::fold(roles[i]);
    is_convenor[i] = options.convenor.empty() ? role == "convenor" || role == "convener" || role == "facilitator" || role == "chair" : role == text::fold(options.convenor);
  }
  const std::size_t levels = of.of.rubric().levels();
  std::array<std::vector<double>, decision_rules_count> follows; // by rule: the share of the agreed level or levels
  std::vector<double> anywhere;
  decision_rules_result out;
  bool convenor_known = false;
  for (const auto& row : of.rows) {
    const consensus_record& record = of.of->consensus()[row.record];
    if (row.status != status::ok || record.mode != score_mode::consensus) { continue; }
    ++out.marks;
    bool alike = true;
    std::array<double, most_levels> first{};
    for (std::size_t r = 0; r < decision_rules_count; ++r) {
      const auto rule = static_cast<decision_rule>(r + 1);
      std::array<double, most_levels> q{};
      if (rule != decision_rule::convenor) {
        q = predict(rule, row.counts.levels());
        if (r == 0) { first = q; }
        alike = alike && q == first;
      } else {
        q = detail::convenor_marks(of.of, record, is_convenor);
        const bool known = std::any_of(q.begin(), q.end(), [](double share) { return share > 0.0; });
        convenor_known = convenor_known || known;
        if (!known) { std::fill_n(q.begin(), levels, 1.0 / static_cast<double>(levels)); }
      }
      double sum = 0.0;
      for (std::uint32_t k = row.mark->low; k <= row.mark->high; ++k) { sum += q[k]; }
      follows[r].push_back(sum);
    }
    out.telling += alike ? 0u : 1u;
    anywhere.push_back(static_cast<double>(row.mark->high - row.mark->low + 1) / static_cast<double>(levels));
  }
  out.status = out.marks == 0 ? status::no_data : status::ok;
  double largest = 0.0;
  for (std::size_t r = 0; r < decision_rules_count; ++r) {
    decision_rule_fit fit{.rule = static_cast<decision_rule>(r + 1), .status = out.status};
    if (fit.rule == decision_rule::convenor) { fit.status = !options.use_convenor ? status::hidden : convenor_known ? out.status : status::no_data; }
    if (fit.status == status::ok) {
      for (const double share : follows[r]) { fit.hits += share; }
      fit.log_likelihood = detail::log_averaged(follows[r], anywhere);
      largest = out.rules.empty() ? fit.log_likelihood : (std::max)(largest, fit.log_likelihood);
    }
    out.rules.push_back(fit);
  }
  double sum = 0.0;
  for (decision_rule_fit& fit : out.rules) {
    if (fit.status != status::ok) { continue; }
    fit.weight = std::exp(fit.log_likelihood - largest);
    sum += fit.weight;
  }
  for (decision_rule_fit& fit : out.rules) { fit.weight = sum > 0.0 ? fit.weight / sum : 0.0; }
  return out;
}

namespace detail {

/// What a rule is in words, after "as if the room took".
constexpr std::string_view rule_words(decision_rule rule) noexcept {
  switch (rule) {
  case decision_rule::median: return "the middle of people's marks";
  case decision_rule::mode: return "the most common mark";
  case decision_rule::rounded_mean: return "the mean of the marks";
  case decision_rule::highest: return "the highest mark";
  case decision_rule::lowest: return "the lowest mark";
  case decision_rule::majority: return "the mark of a majority";
  case decision_rule::convenor: return "the convenor's mark";
  }
  return "";
}

/// Hits to the nearest half: "7", "6 and a half".
inline std::string hits_words(double hits) {
  const auto halves = static_cast<std::uint64_t>(std::floor(2.0 * hits + 0.5));
  return halves % 2 == 0 ? std::to_string(halves / 2) : halves == 1 ? std::string{"half of one"} : std::to_string(halves / 2) + " and a half";
}

} // namespace detail

/// The rules as a table, one row each in the order of `decision_rule`: rule, marks (agreed marks compared), telling (of them, not predicted alike by all rules),
/// hits, log_likelihood, weight, words, status, hidden_reason.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `decision_rules_test`.
[[nodiscard]] inline table to_table(const decision_rules_result& result) {
  table out;
  out.add("rule", column_type::text);
  for (const char* column : {"marks", "telling"}) { out.add(column, column_type::integer); }
  for (const char* column : {"hits", "log_likelihood", "weight"}) { out.add(column, column_type::real); }
  for (const char* column : {"words", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  for (const decision_rule_fit& fit : result.rules) {
    const bool known = fit.status == status::ok;
    const auto real = [&](double value) { return known ? std::optional{value} : std::nullopt; };
    std::optional<std::string> words;
    if (known) {
      words = detail::hits_words(fit.hits) + " of " + std::to_string(result.marks) + (result.marks == 1 ? " agreed mark is" : " agreed marks are") + " as if the room took " +
              std::string{detail::rule_words(fit.rule)} + ".";
    } else if (fit.status == status::no_data) {
      words = result.marks == 0 ? "No agreed mark can be set against people's own." : "No convenor's own mark is known.";
    }
    out.push_row(name(fit.rule), result.marks, result.telling, real(fit.hits), real(fit.log_likelihood), real(fit.weight), words, name(fit.status),
                 fit.status == status::hidden ? std::optional{std::string{"one person's marks could be told"}} : std::nullopt);
  }
  return out;
}

} // namespace headway::agreement
