#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/text.hpp>
#include <headway/base/types.hpp>
#include <headway/core/problem.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/rubric.hpp>
#include <headway/fwd.hpp>

namespace headway {

/// A run of rows of a study, column by column; valid as long as the study.
struct ratings_view {
  std::span<const std::uint32_t> community{};
  std::span<const std::uint16_t> round{};
  std::span<const std::uint16_t> dimension{};
  std::span<const std::uint32_t> rater{};
  std::span<const std::uint16_t> sector{};
  std::span<const std::int8_t> score{};
  std::span<const std::uint8_t> mode{};
  std::size_t first_row{}; ///< position of the first row in the study
  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return score.size(); }
};

/// One community in one round: that it was assessed, and when.
struct assessment {
  community_id community{};
  round_id round{};
  date day{};               ///< the day most rows give (the earliest of equals), or none
  std::uint32_t people{};   ///< people with at least one individual row
  bool has_individuals{};   ///< false when only an agreed mark is known
  bool has_consensus{};
  friend bool operator==(const assessment&, const assessment&) = default;
};

/// What stands in a study apart from its rubric: sorted columns and the lists their ids point to. Immutable once built.
/// Order is canonical: communities by name, rounds by first day (by label where a day is missing), raters and sectors by label, rows by
/// (mode, community, round, dimension, rater); so the order of input rows never changes a result.
class study_data {
public:
  /// Every community, by name.
  [[nodiscard]] std::span<const community> communities() const noexcept { return {communities_.data(), communities_.size()}; }
  /// Every round, by first day.
  [[nodiscard]] std::span<const round> rounds() const noexcept { return {rounds_.data(), rounds_.size()}; }
  /// The label of every rater.
  [[nodiscard]] std::span<const std::string> raters() const noexcept { return {raters_.data(), raters_.size()}; }
  /// One role per rater; empty texts where none is known.
  [[nodiscard]] std::span<const std::string> roles() const noexcept { return {roles_.data(), roles_.size()}; }
  /// The label of every sector.
  [[nodiscard]] std::span<const std::string> sectors() const noexcept { return {sectors_.data(), sectors_.size()}; }
  /// Every (community, round) that was assessed, in order.
  [[nodiscard]] std::span<const assessment> assessments() const noexcept { return {assessments_.data(), assessments_.size()}; }
  /// Agreed and moderated marks, ordered by community, round, dimension, mode.
  [[nodiscard]] std::span<const consensus_record> consensus() const noexcept { return {consensus_.data(), consensus_.size()}; }
  /// Marks off the scale, by row.
  [[nodiscard]] std::span<const row_mark> off_scale() const noexcept { return {off_scale_.data(), off_scale_.size()}; }
  /// Reasons individuals gave, by row.
  [[nodiscard]] std::span<const row_text> reasons() const noexcept { return {reasons_.data(), reasons_.size()}; }
  /// Then-test rows: the round in which the mark was given; empty when the study has none.
  [[nodiscard]] std::span<const std::uint16_t> asked_at() const noexcept { return {asked_at_.data(), asked_at_.size()}; }
  /// Everything that was not as expected in the inputs.
  [[nodiscard]] const problem_list& problems() const noexcept { return problems_; }

  /// All rows.
  [[nodiscard]] ratings_view rows() const noexcept { return slice(0, score_.size()); }
  /// The rows of one mode.
  [[nodiscard]] ratings_view rows(score_mode mode) const noexcept {
    const auto range = std::equal_range(mode_.begin(), mode_.end(), static_cast<std::uint8_t>(mode));
    return slice(static_cast<std::size_t>(range.first - mode_.begin()), static_cast<std::size_t>(range.second - mode_.begin()));
  }
  /// The individual rows of one community in one round. Cost: constant.
  [[nodiscard]] ratings_view rows(community_id c, round_id r) const noexcept {
    const std::size_t first = (c.value * rounds_.size() + r.value) * dimensions_;
    return slice(offsets_[first], offsets_[first + dimensions_]);
  }
  /// The individual rows of one community, round and dimension. Cost: constant.
  [[nodiscard]] ratings_view rows(community_id c, round_id r, dimension_id d) const noexcept {
    const std::size_t at = (c.value * rounds_.size() + r.value) * dimensions_ + d.value;
    return slice(offsets_[at], offsets_[at + 1]);
  }
  /// The community's round, or nullptr when it was not assessed. Cost: O(log assessments).
  [[nodiscard]] const assessment* find_assessment(community_id c, round_id r) const noexcept {
    const auto before = [c](const assessment& a, round_id key) { return a.community.value != c.value ? a.community.value < c.value : a.round.value < key.value; };
    const auto at = std::lower_bound(assessments_.begin(), assessments_.end(), r, before);
    return at != assessments_.end() && at->community == c && at->round == r ? &*at : nullptr;
  }
  /// The agreed mark of a cell, or nullptr. A moderated mark is only given when asked for. Cost: O(log records).
  [[nodiscard]] const consensus_record* find_consensus(community_id c, round_id r, dimension_id d, score_mode mode = score_mode::consensus) const noexcept {
    const auto before = [&](const consensus_record& a, score_mode m) {
      if (a.community != c.value) { return a.community < c.value; }
      if (a.round != r.value) { return a.round < r.value; }
      if (a.dimension != d.value) { return a.dimension < d.value; }
      return a.mode < m;
    };
    const auto at = std::lower_bound(consensus_.begin(), consensus_.end(), mode, before);
    return at != consensus_.end() && at->community == c.value && at->round == r.value && at->dimension == d.value && at->mode == mode ? &*at : nullptr;
  }
  /// What was written in a row whose mark is off the scale, or nullptr. \param row position in rows()
  [[nodiscard]] const written_mark* find_off_scale(std::size_t row) const noexcept {
    const auto at = std::lower_bound(off_scale_.begin(), off_scale_.end(), row, [](const row_mark& a, std::size_t r) { return a.row < r; });
    return at != off_scale_.end() && at->row == row ? &at->mark : nullptr;
  }
  /// Why a person gave a mark, or nullptr. \param row position in rows()
  [[nodiscard]] const std::string* find_reason(std::size_t row) const noexcept {
    const auto at = std::lower_bound(reasons_.begin(), reasons_.end(), row, [](const row_text& a, std::size_t r) { return a.row < r; });
    return at != reasons_.end() && at->row == row ? &at->text : nullptr;
  }

  /// A community by key or name (also when case and blanks differ).
  /// \throws error not_found with the nearest name
  [[nodiscard]] community_id find_community(std::string_view text) const;
  /// A round by label. \throws error not_found with those that exist
  [[nodiscard]] round_id find_round(std::string_view text) const;

  /// Everything but problems and line numbers: the same marks from another file are the same study.
  [[nodiscard]] bool same_data(const study_data& other) const;

private:
  template <std::size_t D, std::size_t L> requires(dimension_extent<D> && level_extent<L>) friend class study_builder;
  friend class study_assembler;

  [[nodiscard]] ratings_view slice(std::size_t first, std::size_t last) const noexcept {
    const std::size_t n = last - first;
    return {{community_.data() + first, n}, {round_.data() + first, n}, {dimension_.data() + first, n}, {rater_.data() + first, n}, {sector_.data() + first, n},
            {score_.data() + first, n},     {mode_.data() + first, n},  first};
  }

  std::size_t dimensions_{};
  std::vector<headway::community> communities_;
  std::vector<headway::round> rounds_;
  std::vector<std::string> raters_;
  std::vector<std::string> roles_;
  std::vector<std::string> sectors_;
  std::vector<std::uint32_t> community_;
  std::vector<std::uint16_t> round_;
  std::vector<std::uint16_t> dimension_;
  std::vector<std::uint32_t> rater_;
  std::vector<std::uint16_t> sector_;
  std::vector<std::int8_t> score_;
  std::vector<std::uint8_t> mode_;
  std::vector<std::uint16_t> asked_at_;
  std::vector<std::size_t> offsets_; ///< first individual row of every (community, round, dimension), and the end
  std::vector<row_mark> off_scale_;
  std::vector<row_text> reasons_;
  std::vector<consensus_record> consensus_;
  std::vector<assessment> assessments_;
  problem_list problems_;
};

/// A study: one rubric, and who marked what, when, with the agreed marks beside. Validated and immutable; copies share their data.
/// Threads: every member is safe to call from any number of threads. Since 0.1. Checked by `study_test`.
template <std::size_t Dimensions, std::size_t Levels> requires(dimension_extent<Dimensions> && level_extent<Levels>)
class study {
public:
  /// Made by `study_builder`.
  study(headway::rubric<Dimensions, Levels> rubric, std::shared_ptr<const study_data> data)
      : rubric_{std::make_shared<const headway::rubric<Dimensions, Levels>>(std::move(rubric))}, data_{std::move(data)} {}

  /// What was asked, and on which scale.
  [[nodiscard]] const headway::rubric<Dimensions, Levels>& rubric() const noexcept { return *rubric_; }
  /// The columns, and the lists their ids point to.
  [[nodiscard]] const study_data& data() const noexcept { return *data_; }
  /// The same as data(): `study->communities()`.
  [[nodiscard]] const study_data* operator->() const noexcept { return data_.get(); }
  /// The same study with both extents known only at run time; shares the data.
  [[nodiscard]] study<dynamic, dynamic> to_dynamic() const { return {rubric_->to_dynamic(), data_}; }

private:
  std::shared_ptr<const headway::rubric<Dimensions, Levels>> rubric_;
  std::shared_ptr<const study_data> data_;
};

inline community_id study_data::find_community(std::string_view text) const {
  const std::string folded = text::fold(text);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < communities_.size(); ++i) {
    if (text == communities_[i].key || text == communities_[i].name) { return {static_cast<std::uint32_t>(i)}; }
  }
  for (std::size_t i = 0; i < communities_.size(); ++i) {
    if (folded == text::fold(communities_[i].key) || folded == text::fold(communities_[i].name)) { return {static_cast<std::uint32_t>(i)}; }
    names.push_back(communities_[i].name);
  }
  std::string message = "\"" + text::shown(text) + "\" is not in this study";
  if (const auto near = text::nearest(text, names)) {
    message += "; did you mean \"" + text::shown(names[*near]) + "\"?";
  } else {
    message += names.empty() ? "; it has none" : "; it has ";
    for (std::size_t i = 0; i < names.size() && i < 12; ++i) { message += (i ? ", " : "") + text::shown(names[i]); }
    if (names.size() > 12) { message += ", ..."; }
  }
  throw error{error_category::not_found, "study", "community", message};
}

inline round_id study_data::find_round(std::string_view text) const {
  std::string message = "\"" + text::shown(text) + "\" is not in this study; it has ";
  for (std::size_t i = 0; i < rounds_.size(); ++i) {
    if (text == rounds_[i].label) { return {static_cast<std::uint32_t>(i)}; }
    if (i < 12) { message += (i ? ", " : "") + text::shown(rounds_[i].label); }
  }
  throw error{error_category::not_found, "study", "round", rounds_.empty() ? "the study has no rounds" : message};
}

inline bool study_data::same_data(const study_data& other) const {
  const auto stripped = [](std::vector<consensus_record> records) {
    for (consensus_record& record : records) { record.line = 0; }
    return records;
  };
  return communities_ == other.communities_ && rounds_ == other.rounds_ && raters_ == other.raters_ && roles_ == other.roles_ &&
         sectors_ == other.sectors_ && community_ == other.community_ && round_ == other.round_ && dimension_ == other.dimension_ &&
         rater_ == other.rater_ && sector_ == other.sector_ && score_ == other.score_ && mode_ == other.mode_ && asked_at_ == other.asked_at_ &&
         off_scale_ == other.off_scale_ && reasons_ == other.reasons_ && assessments_ == other.assessments_ &&
         stripped(consensus_) == stripped(other.consensus_);
}

} // namespace headway
