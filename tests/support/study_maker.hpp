#pragma once

#include <headway/core/study_builder.hpp>
#include <headway/core/table.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headway::test {

/// A rubric of numbered dimensions "d1", "d2", ... on the scale first, first + 1, ...
inline rubric_fields plain_rubric(std::size_t dimensions, std::size_t levels, std::int32_t first = 1) {
  rubric_fields fields;
  fields.id = "plain";
  fields.edition = "1";
  fields.language = "en";
  for (std::size_t k = 0; k < levels; ++k) { fields.levels.push_back({first + static_cast<std::int32_t>(k), ""}); }
  for (std::size_t d = 1; d <= dimensions; ++d) {
    dimension one;
    one.number = static_cast<std::int32_t>(d);
    one.key = "d" + std::to_string(d);
    one.name = "Dimension " + std::to_string(d);
    fields.dimensions.push_back(std::move(one));
  }
  return fields;
}

/// A mark as a test writes it: a 0-based level, or a reason.
struct mark {
  mark(int level) : code{score::at_level(static_cast<std::size_t>(level)).code()} {} // NOLINT(google-explicit-constructor)
  mark(missing_reason reason) : code{score::missing(reason).code()} {}               // NOLINT(google-explicit-constructor)
  std::int8_t code;
};

/// Builds studies from a few words. Empty rater: nobody in particular; empty sector: not stated.
class study_maker {
public:
  study_maker& add(const std::string& community, const std::string& round, const std::string& rater, const std::string& sector, std::size_t dimension, mark m) {
    ratings& r = input_.ratings;
    r.community.push_back(community_id_of(community));
    r.round.push_back(position(r.rounds, round, ratings::no_round));
    r.rater.push_back(position(r.raters, rater, ratings::no_rater));
    r.sector.push_back(position(r.sectors, sector, ratings::no_sector));
    r.dimension.push_back(static_cast<std::uint16_t>(dimension));
    r.score.push_back(m.code);
    r.mode.push_back(0);
    return *this;
  }
  /// One person's marks on dimensions 0, 1, ...
  study_maker& person(const std::string& community, const std::string& round, const std::string& rater, const std::string& sector, const std::vector<mark>& marks) {
    for (std::size_t d = 0; d < marks.size(); ++d) { add(community, round, rater, sector, d, marks[d]); }
    return *this;
  }
  /// People of one sector with these marks on dimension 0, named prefix1, prefix2, ...
  study_maker& people(const std::string& community, const std::string& round, const std::string& prefix, const std::string& sector, const std::vector<mark>& marks) {
    for (std::size_t i = 0; i < marks.size(); ++i) { add(community, round, prefix + std::to_string(i + 1), sector, 0, marks[i]); }
    return *this;
  }
  study_maker& agreed(const std::string& community, const std::string& round, std::size_t dimension, std::optional<int> level,
                      consensus_outcome outcome = consensus_outcome::agreed, const std::string& minority_view = {}) {
    consensus_record c;
    c.community = community_id_of(community);
    c.round = position(input_.ratings.rounds, round, ratings::no_round);
    c.dimension = static_cast<std::uint16_t>(dimension);
    c.outcome = outcome;
    if (level) { c.score = score::at_level(static_cast<std::size_t>(*level)); }
    c.minority_view = minority_view;
    input_.ratings.consensus.push_back(std::move(c));
    return *this;
  }
  /// The reading, e.g. to shuffle it.
  [[nodiscard]] const reading& input() const { return input_; }
  template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] study<Dimensions, Levels> build(const rubric_fields& fields) const {
    return study_builder<Dimensions, Levels>{rubric<Dimensions, Levels>{fields}}.add(input_).build();
  }
  [[nodiscard]] study<> build(const rubric_fields& fields) const { return build<dynamic, dynamic>(fields); }

private:
  template <class Id> static Id position(std::vector<std::string>& names, const std::string& name, Id none) {
    if (name.empty()) { return none; }
    const auto at = std::find(names.begin(), names.end(), name);
    if (at != names.end()) { return static_cast<Id>(at - names.begin()); }
    names.push_back(name);
    return static_cast<Id>(names.size() - 1);
  }
  std::uint32_t community_id_of(const std::string& name) {
    auto& all = input_.ratings.communities;
    const auto at = std::find_if(all.begin(), all.end(), [&](const community& c) { return c.name == name; });
    if (at != all.end()) { return static_cast<std::uint32_t>(at - all.begin()); }
    all.push_back({name, name});
    return static_cast<std::uint32_t>(all.size() - 1);
  }
  reading input_;
};

/// The same rows in another order: row i becomes row order[i] of the old.
inline reading reordered(const reading& from, const std::vector<std::size_t>& order) {
  reading out = from;
  const auto pick = [&](auto& to, const auto& values) {
    if (values.empty()) { return; }
    for (std::size_t i = 0; i < order.size(); ++i) { to[i] = values[order[i]]; }
  };
  ratings& r = out.ratings;
  const ratings& f = from.ratings;
  pick(r.community, f.community);
  pick(r.round, f.round);
  pick(r.rater, f.rater);
  pick(r.sector, f.sector);
  pick(r.dimension, f.dimension);
  pick(r.score, f.score);
  pick(r.mode, f.mode);
  pick(r.asked_at, f.asked_at);
  pick(r.day, f.day);
  pick(r.line, f.line);
  r.off_scale.clear();
  r.reasons.clear();
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const row_mark& m : f.off_scale) {
      if (m.row == order[i]) { r.off_scale.push_back({i, m.mark}); }
    }
    for (const row_text& t : f.reasons) {
      if (t.row == order[i]) { r.reasons.push_back({i, t.text}); }
    }
  }
  return out;
}

/// A number of a table; fails the caller by throwing where there is none.
inline std::int64_t integer(const table& t, const char* column, std::size_t row) {
  const table_column& c = t.at(column);
  check::that(c.valid()[row] == 1, "test", column, "row " + std::to_string(row) + " has no value");
  return c.integers()[row];
}
/// A text of a table; empty where there is none.
inline std::string text_at(const table& t, const char* column, std::size_t row) { return t.at(column).texts()[row]; }
/// Whether a cell has a value.
inline bool has(const table& t, const char* column, std::size_t row) { return t.at(column).valid()[row] == 1; }

} // namespace headway::test
