#pragma once

/// \file
/// Answers on an ordered scale with what explains them, as columns, and the same packed for a fit: equal rows once, with how often they occur.

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/error.hpp>

namespace headway::models {

/// One block of random effects as it meets the rows: which of its effects each row has. Effects of one block share one standard deviation.
struct random_term {
  std::string name{};
  std::size_t effects{};                   ///< how many there are, e.g. raters
  std::vector<std::uint32_t> effect{};     ///< per row (or per entry, see `start`) the effect, or `none`
  std::vector<double> coefficient{};       ///< per entry what it is multiplied by; empty: 1
  std::vector<std::size_t> start{};        ///< first entry of every row and the end, where rows have other than one entry; empty: one a row
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
};

/// Answers and what explains them, column by column. Rows with a negative answer are left out.
struct model_rows {
  std::size_t levels{};                          ///< of the scale, 2 to 16
  std::vector<std::int8_t> answer{};             ///< 0 to levels - 1, or negative
  std::vector<double> weight{};                  ///< per row, positive; empty: 1
  std::size_t fixed_terms{};
  std::vector<double> fixed{};                   ///< rows x fixed_terms, row by row: what coefficients multiply; no constant, the thresholds are free
  std::vector<std::string> fixed_names{};
  std::size_t scale_terms{};
  std::vector<double> scale{};                   ///< rows x scale_terms: the log of the scale is linear in these
  std::vector<std::string> scale_names{};
  std::size_t threshold_sets{1};
  std::vector<std::uint16_t> threshold_set{};    ///< per row which thresholds it answers by; empty: all by the first
  std::vector<random_term> random{};
};

/// Rows packed for a fit. Rows with the same effects stand together as a pattern; rows that are equal in everything are one row with a weight.
/// The order of the input never matters: packing sorts. Threads: immutable. Since 0.1. Checked by `rows_test`.
class packed_rows {
public:
  /// One packed row.
  struct row {
    double weight;
    std::uint32_t fixed; ///< which distinct row of fixed and scale terms
    std::uint16_t set;
    std::uint8_t answer;
  };

  /// \throws error invalid_argument for columns of unequal length, a weight that is not positive or a number that is not finite; out_of_range, with the row, for an answer, set or effect past
  /// its end
  explicit packed_rows(const model_rows& in) : levels_{in.levels}, fixed_terms_{in.fixed_terms}, scale_terms_{in.scale_terms}, sets_{in.threshold_sets} {
    check_columns(in);
    std::size_t first = 0;
    for (const random_term& term : in.random) {
      block_first_.push_back(first);
      first += term.effects;
    }
    block_first_.push_back(first);
    pack(in);
  }

  /// Some of the patterns alone, with the effects they have, renumbered in the same order; blocks, terms and sets stay as many.
  /// \param of packed rows \param keep positions of patterns there, increasing \throws error out_of_range for a position past the end
  packed_rows(const packed_rows& of, std::span<const std::uint32_t> keep)
      : levels_{of.levels_}, fixed_terms_{of.fixed_terms_}, scale_terms_{of.scale_terms_}, sets_{of.sets_}, fixed_rows_{of.fixed_rows_}, fixed_{of.fixed_} {
    std::vector<std::uint32_t> now(of.effects() + 1, 0); // first whether an effect is kept, then how many are before it
    for (const std::uint32_t p : keep) {
      check::bounded(p, 0, static_cast<std::int64_t>(of.patterns()) - 1, "packed_rows", "keep");
      for (std::size_t e = of.entry_start_[p]; e < of.entry_start_[p + 1]; ++e) { now[of.entry_effect_[e]] = 1; }
    }
    std::exclusive_scan(now.begin(), now.end(), now.begin(), std::uint32_t{0});
    for (const std::size_t first : of.block_first_) { block_first_.push_back(now[first]); }
    level_weight_.assign(sets_ * levels_, 0.0);
    entry_start_.push_back(0);
    for (const std::uint32_t p : keep) {
      for (std::size_t e = of.entry_start_[p]; e < of.entry_start_[p + 1]; ++e) {
        entry_effect_.push_back(now[of.entry_effect_[e]]);
        entry_coefficient_.push_back(of.entry_coefficient_[e]);
      }
      entry_start_.push_back(entry_effect_.size());
      row_start_.push_back(rows_.size());
      for (std::size_t r = of.row_start_[p]; r < of.row_start_[p + 1]; ++r) {
        rows_.push_back(of.rows_[r]);
        total_weight_ += rows_.back().weight;
        level_weight_[rows_.back().set * levels_ + rows_.back().answer] += rows_.back().weight;
      }
    }
    row_start_.push_back(rows_.size());
  }

  /// Levels of the scale.
  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }
  /// Terms with a coefficient on the predictor.
  [[nodiscard]] std::size_t fixed_terms() const noexcept { return fixed_terms_; }
  /// Terms with a coefficient on the log of the scale.
  [[nodiscard]] std::size_t scale_terms() const noexcept { return scale_terms_; }
  /// Sets of thresholds.
  [[nodiscard]] std::size_t threshold_sets() const noexcept { return sets_; }
  /// Distinct rows of fixed and scale terms.
  [[nodiscard]] std::size_t fixed_rows() const noexcept { return fixed_rows_; }
  /// Terms of a distinct row: fixed ones, then scale ones.
  [[nodiscard]] std::span<const double> fixed_row(std::size_t i) const noexcept { return std::span{fixed_}.subspan(i * (fixed_terms_ + scale_terms_), fixed_terms_ + scale_terms_); }
  /// Random effects in all, the blocks one after the other.
  [[nodiscard]] std::size_t effects() const noexcept { return block_first_.back(); }
  /// The first effect of each block, and the end.
  [[nodiscard]] std::span<const std::size_t> block_first() const noexcept { return block_first_; }
  /// Number of blocks.
  [[nodiscard]] std::size_t blocks() const noexcept { return block_first_.size() - 1; }
  /// Number of patterns: sets of effects that rows share.
  [[nodiscard]] std::size_t patterns() const noexcept { return entry_start_.size() - 1; }
  /// The first entry of each pattern, and the end.
  [[nodiscard]] std::span<const std::size_t> entry_start() const noexcept { return entry_start_; }
  /// The effect of each entry.
  [[nodiscard]] std::span<const std::uint32_t> entry_effect() const noexcept { return entry_effect_; }
  /// What the effect of each entry is multiplied by.
  [[nodiscard]] std::span<const double> entry_coefficient() const noexcept { return entry_coefficient_; }
  /// The first row of each pattern, and the end.
  [[nodiscard]] std::span<const std::size_t> row_start() const noexcept { return row_start_; }
  /// The packed rows, pattern by pattern.
  [[nodiscard]] std::span<const row> rows() const noexcept { return rows_; }
  /// Sum of the weights.
  [[nodiscard]] double total_weight() const noexcept { return total_weight_; }
  /// How often each level was chosen by rows of a set. \param set less than threshold_sets()
  [[nodiscard]] std::span<const double> level_weight(std::size_t set) const noexcept { return std::span{level_weight_}.subspan(set * levels_, levels_); }

private:
  static void check_columns(const model_rows& in) {
    const std::size_t n = in.answer.size();
    check::bounded(static_cast<std::int64_t>((std::min)(in.levels, most_levels + 1)), fewest_levels, most_levels, "packed_rows", "levels");
    check::bounded(static_cast<std::int64_t>(in.threshold_sets), 1, 65'535, "packed_rows", "threshold_sets");
    if (!in.weight.empty()) { check::same_length(in.weight.size(), n, "packed_rows", "weight"); }
    if (!in.threshold_set.empty()) { check::same_length(in.threshold_set.size(), n, "packed_rows", "threshold_set"); }
    check::same_length(in.fixed.size(), n * in.fixed_terms, "packed_rows", "fixed");
    check::same_length(in.scale.size(), n * in.scale_terms, "packed_rows", "scale");
    check::that(n < 0xFFFFFFFFu, "packed_rows", "answer", "has more rows than a fit can take");
    const auto refuse = [](const char* argument, std::size_t row, const std::string& why) {
      throw error{error_category::out_of_range, "packed_rows", argument, why, static_cast<std::int64_t>(row)};
    };
    for (std::size_t i = 0; i < n; ++i) {
      if (in.answer[i] >= static_cast<int>(in.levels)) { refuse("answer", i, "level " + std::to_string(in.answer[i]) + " where the scale has " + std::to_string(in.levels)); }
      if (!in.threshold_set.empty() && in.threshold_set[i] >= in.threshold_sets) { refuse("threshold_set", i, "there is no such set"); }
      if (!in.weight.empty() && !(in.weight[i] > 0.0 && in.weight[i] < 1e15)) { refuse("weight", i, "a weight must be positive"); }
    }
    for (std::size_t i = 0; i < in.fixed.size(); ++i) {
      if (!(in.fixed[i] > -1e15 && in.fixed[i] < 1e15)) { refuse("fixed", i / in.fixed_terms, "a term must be a number between -1e15 and 1e15"); }
    }
    for (std::size_t i = 0; i < in.scale.size(); ++i) {
      if (!(in.scale[i] > -1e15 && in.scale[i] < 1e15)) { refuse("scale", i / in.scale_terms, "a term must be a number between -1e15 and 1e15"); }
    }
    for (const random_term& term : in.random) {
      if (term.start.empty()) {
        check::same_length(term.effect.size(), n, "packed_rows", term.name);
      } else {
        check::same_length(term.start.size(), n + 1, "packed_rows", term.name);
        check::that(term.start.front() == 0 && term.start.back() == term.effect.size() && std::is_sorted(term.start.begin(), term.start.end()), "packed_rows", term.name,
                    "its rows must begin at 0, follow one another and end with its entries");
      }
      if (!term.coefficient.empty()) { check::same_length(term.coefficient.size(), term.effect.size(), "packed_rows", term.name); }
      for (std::size_t i = 0; i < term.effect.size(); ++i) {
        if (term.effect[i] != random_term::none && term.effect[i] >= term.effects) { refuse(term.name.c_str(), i, "there is no effect " + std::to_string(term.effect[i])); }
        if (!term.coefficient.empty() && !(term.coefficient[i] > -1e6 && term.coefficient[i] < 1e6)) { refuse(term.name.c_str(), i, "a coefficient must be a number between -1e6 and 1e6"); }
      }
    }
  }

  /// Numbers rows of `width` values so that equal rows have equal numbers, in the order of the values.
  template <class Value> static std::vector<std::uint32_t> number_rows(const std::vector<Value>& values, std::size_t width, std::size_t n, std::vector<std::uint32_t>& first) {
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0u);
    const auto at = [&](std::uint32_t i) { return values.begin() + static_cast<std::ptrdiff_t>(i * width); };
    const auto end = [&](std::uint32_t i) { return at(i) + static_cast<std::ptrdiff_t>(width); };
    if (width > 0) {
      std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const auto differ = std::mismatch(at(a), end(a), at(b));
        return differ.first == end(a) ? a < b : *differ.first < *differ.second;
      });
    }
    std::vector<std::uint32_t> out(n);
    for (std::size_t k = 0; k < n; ++k) {
      if (first.empty() || !std::equal(at(order[k]), end(order[k]), at(first.back()))) { first.push_back(order[k]); }
      out[order[k]] = static_cast<std::uint32_t>(first.size() - 1);
    }
    return out;
  }

  void pack(const model_rows& in) {
    const std::size_t n = in.answer.size();
    const std::size_t terms = fixed_terms_ + scale_terms_;
    std::vector<double> both(n * terms);
    for (std::size_t i = 0; i < n; ++i) {
      std::copy_n(in.fixed.begin() + static_cast<std::ptrdiff_t>(i * fixed_terms_), fixed_terms_, both.begin() + static_cast<std::ptrdiff_t>(i * terms));
      std::copy_n(in.scale.begin() + static_cast<std::ptrdiff_t>(i * scale_terms_), scale_terms_, both.begin() + static_cast<std::ptrdiff_t>(i * terms + fixed_terms_));
    }
    std::vector<std::uint32_t> first;
    const std::vector<std::uint32_t> fixed_of = number_rows(both, terms, n, first);
    fixed_rows_ = first.size();
    for (const std::uint32_t i : first) { fixed_.insert(fixed_.end(), both.begin() + static_cast<std::ptrdiff_t>(i * terms), both.begin() + static_cast<std::ptrdiff_t>((i + 1) * terms)); }

    // the effects of every row, each once with its coefficients added up, in order
    std::vector<std::size_t> start{0};
    std::vector<std::pair<std::uint32_t, double>> entries;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t b = 0; b < in.random.size(); ++b) {
        const random_term& term = in.random[b];
        const std::size_t last = term.start.empty() ? i + 1 : term.start[i + 1];
        const std::size_t from = entries.size();
        for (std::size_t e = term.start.empty() ? i : term.start[i]; e < last; ++e) {
          const double coefficient = term.coefficient.empty() ? 1.0 : term.coefficient[e];
          if (term.effect[e] != random_term::none && (coefficient < 0.0 || coefficient > 0.0)) { entries.emplace_back(static_cast<std::uint32_t>(block_first_[b] + term.effect[e]), coefficient); }
        }
        std::sort(entries.begin() + static_cast<std::ptrdiff_t>(from), entries.end());
        std::size_t kept = from;
        for (std::size_t e = from; e < entries.size(); ++e) {
          if (kept > from && entries[kept - 1].first == entries[e].first) {
            entries[kept - 1].second += entries[e].second;
          } else {
            entries[kept++] = entries[e];
          }
        }
        entries.resize(kept);
      }
      start.push_back(entries.size());
    }
    const auto set_of = [&](std::size_t i) { return in.threshold_set.empty() ? std::uint16_t{0} : in.threshold_set[i]; };
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < n; ++i) {
      if (in.answer[i] >= 0) { order.push_back(i); }
    }
    const auto compare = [&](std::uint32_t a, std::uint32_t b) {
      return std::lexicographical_compare_three_way(entries.begin() + static_cast<std::ptrdiff_t>(start[a]), entries.begin() + static_cast<std::ptrdiff_t>(start[a + 1]),
                                                    entries.begin() + static_cast<std::ptrdiff_t>(start[b]), entries.begin() + static_cast<std::ptrdiff_t>(start[b + 1]));
    };
    const auto rest = [&](std::uint32_t i) { return std::tuple{fixed_of[i], set_of(i), in.answer[i]}; };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto entries_order = compare(a, b);
      return entries_order != 0 ? entries_order < 0 : rest(a) != rest(b) ? rest(a) < rest(b) : (in.weight.empty() ? a < b : in.weight[a] < in.weight[b]);
    });
    level_weight_.assign(sets_ * levels_, 0.0);
    entry_start_.push_back(0);
    for (std::size_t k = 0; k < order.size(); ++k) {
      const std::uint32_t i = order[k];
      const double weight = in.weight.empty() ? 1.0 : in.weight[i];
      total_weight_ += weight;
      level_weight_[set_of(i) * levels_ + static_cast<std::size_t>(in.answer[i])] += weight;
      const bool same = k > 0 && compare(order[k - 1], i) == 0;
      if (!same) {
        for (std::size_t e = start[i]; e < start[i + 1]; ++e) {
          entry_effect_.push_back(entries[e].first);
          entry_coefficient_.push_back(entries[e].second);
        }
        entry_start_.push_back(entry_effect_.size());
        row_start_.push_back(rows_.size());
      }
      if (same && rest(order[k - 1]) == rest(i)) {
        rows_.back().weight += weight;
      } else {
        rows_.push_back({weight, fixed_of[i], set_of(i), static_cast<std::uint8_t>(in.answer[i])});
      }
    }
    row_start_.push_back(rows_.size());
  }

  std::size_t levels_;
  std::size_t fixed_terms_;
  std::size_t scale_terms_;
  std::size_t sets_;
  std::size_t fixed_rows_{};
  std::vector<double> fixed_;
  std::vector<std::size_t> block_first_;
  std::vector<std::size_t> entry_start_;
  std::vector<std::uint32_t> entry_effect_;
  std::vector<double> entry_coefficient_;
  std::vector<std::size_t> row_start_;
  std::vector<row> rows_;
  double total_weight_{};
  std::vector<double> level_weight_;
};

} // namespace headway::models
