#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <headway/core/study.hpp>

namespace headway {

/// Joins readings into the canonical columns of `study_data`; what `study_builder` is made of.
class study_assembler {
public:
  study_assembler(std::size_t dimensions, std::size_t levels) : dimensions_{dimensions}, levels_{levels} {}

  /// Takes one reading.
  /// \throws error as `study_builder::add`
  void add(reading&& input) {
    check_rows(input);
    parts_.push_back(std::move(input));
  }

  /// The study's columns from all readings so far; those stay, so it can be called again.
  /// \throws error as `study_builder::build`
  [[nodiscard]] std::shared_ptr<const study_data> build() {
    out_ = std::make_shared<study_data>(); // parts_ stays as it is, so a build that throws can be tried again
    out_->dimensions_ = dimensions_;
    community_map_.clear();
    round_map_.clear();
    rater_map_.clear();
    sector_map_.clear();
    keys_.clear();
    for (const reading& part : parts_) { out_->problems_.append(part.problems); }
    name_communities();
    collect_days();
    name_rounds();
    name_labels(&ratings::raters, &ratings::rater, rater_map_, out_->raters_);
    name_labels(&ratings::sectors, &ratings::sector, sector_map_, out_->sectors_);
    name_roles();
    sort_rows();
    fill_rows();
    drop_unused_sectors();
    fill_consensus();
    fill_assessments();
    sort_problems();
    return out_;
  }

private:
  struct key {
    std::uint64_t high; ///< mode, community, round
    std::uint64_t low;  ///< dimension, rater, asked_at
    std::uint32_t part;
    std::uint64_t row;
    [[nodiscard]] bool same_place(const key& other) const noexcept { return high == other.high && low == other.low; }
  };

  /// The rows of a reading must be sound whoever made them: ids inside their dictionaries, levels on the scale.
  void check_rows(const reading& input) const {
    const ratings& r = input.ratings;
    const auto fail = [](const char* column, std::size_t row, const std::string& message) {
      throw error{error_category::out_of_range, "study_builder", column, message, static_cast<std::int64_t>(row)};
    };
    for (const auto& [length, column] : {std::pair{r.community.size(), "community"}, {r.round.size(), "round"}, {r.rater.size(), "rater"},
                                         {r.sector.size(), "sector"}, {r.dimension.size(), "dimension"}, {r.mode.size(), "mode"}}) {
      check::same_length(length, r.size(), "study_builder", column);
    }
    for (const auto& [length, column] : {std::pair{r.day.size(), "day"}, {r.line.size(), "line"}, {r.asked_at.size(), "asked_at"}}) {
      if (length != 0) { check::same_length(length, r.size(), "study_builder", column); }
    }
    for (std::size_t i = 0; i < r.communities.size(); ++i) {
      if (r.communities[i].key.empty() || r.communities[i].name.empty()) { fail("communities", i, "has no key or no name; where there is only one of them, give it twice"); }
    }
    const auto in_calendar = [](date day) { return !day.has_value() || (day.days() >= date::first_days && day.days() <= date::last_days); };
    for (std::size_t i = 0; i < r.day.size(); ++i) {
      if (!in_calendar(date{r.day[i]})) { fail("day", i, std::to_string(r.day[i]) + " days from 1970 lie outside the years 1 to 9999"); }
    }
    for (std::size_t i = 0; i < r.size(); ++i) {
      if (r.community[i] >= r.communities.size()) { fail("community", i, "is not in the list of communities"); }
      if (r.round[i] >= r.rounds.size()) { fail("round", i, "is not in the list of rounds"); }
      if (r.rater[i] != ratings::no_rater && r.rater[i] >= r.raters.size()) { fail("rater", i, "is not in the list of raters"); }
      if (r.sector[i] != ratings::no_sector && r.sector[i] >= r.sectors.size()) { fail("sector", i, "is not in the list of sectors"); }
      if (r.dimension[i] >= dimensions_) { fail("dimension", i, std::to_string(r.dimension[i]) + " where the rubric has " + std::to_string(dimensions_)); }
      const score s = score::from_code(r.score[i]);
      if (s.has_level() ? s.level() >= levels_ : r.score[i] < -static_cast<int>(missing_reasons)) {
        fail("score", i, "code " + std::to_string(r.score[i]) + " where the scale has " + std::to_string(levels_) + " levels");
      }
      const auto mode = static_cast<score_mode>(r.mode[i]);
      if (mode != score_mode::individual && mode != score_mode::then_test && mode != score_mode::judge) {
        fail("mode", i, "rows are individual, then_test or judge; agreed marks are consensus records");
      }
      if (!r.asked_at.empty() && r.asked_at[i] != ratings::no_round && r.asked_at[i] >= r.rounds.size()) { fail("asked_at", i, "is not in the list of rounds"); }
    }
    for (const consensus_record& c : r.consensus) {
      const bool sound = c.community < r.communities.size() && c.round < r.rounds.size() && c.dimension < dimensions_ &&
                         (c.score.has_level() ? c.score.level() < levels_ : c.score.code() >= -static_cast<int>(missing_reasons)) &&
                         (c.mode == score_mode::consensus || c.mode == score_mode::moderated) && !name(c.outcome).empty() && in_calendar(c.day);
      if (!sound) { throw error{error_category::out_of_range, "study_builder", "consensus", "a record points outside its lists or its scale"}; }
    }
    const auto ordered = [&](const auto& entries, const char* column) {
      for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].row >= r.size()) { fail(column, i, "points past the rows"); }
        if (i > 0 && entries[i].row <= entries[i - 1].row) { fail(column, i, "is not in the order of the rows, one entry a row at most"); }
      }
    };
    ordered(r.off_scale, "off_scale");
    ordered(r.reasons, "reasons");
  }

  /// One source may name a community by key and name, another by only one of them: they are the same when either agrees. A name that two
  /// keys share says nothing by itself, so it stays apart, with a problem.
  void name_communities() {
    constexpr std::size_t shared = static_cast<std::size_t>(-1);
    std::vector<community> all;
    std::map<std::string, std::size_t, std::less<>> by_key;
    std::map<std::string, std::size_t, std::less<>> by_name;
    const auto find = [&](const community& c) -> std::optional<std::size_t> {
      if (const auto at = by_key.find(c.key); at != by_key.end()) { return at->second; }
      if (c.key != c.name) { return std::nullopt; }
      const auto at = by_name.find(c.name);
      return at == by_name.end() ? std::nullopt : std::optional{at->second};
    };
    for (const bool with_both : {true, false}) { // sources that know key and name settle which belong together
      for (const reading& part : parts_) {
        for (const community& c : part.ratings.communities) {
          if ((c.key != c.name) != with_both) { continue; }
          const auto known = find(c);
          if (known && *known != shared) { continue; }
          if (known) { add_shared_name(part, c); }
          by_key.emplace(c.key, all.size());
          if (const auto [at, is_new] = by_name.emplace(c.name, all.size()); !is_new) { at->second = shared; }
          all.push_back(c);
        }
      }
    }
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return std::tie(all[a].name, all[a].key) < std::tie(all[b].name, all[b].key); });
    std::vector<std::uint32_t> position(all.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      position[order[i]] = static_cast<std::uint32_t>(i);
      out_->communities_.push_back(all[order[i]]);
    }
    for (const reading& part : parts_) {
      std::vector<std::uint32_t> map;
      for (const community& c : part.ratings.communities) { map.push_back(position[*find(c)]); }
      community_map_.push_back(std::move(map));
    }
  }

  void add_shared_name(const reading& part, const community& c) {
    problem p;
    p.source = part.source;
    p.code = "shared_community_name";
    p.severity = severity::error;
    p.value = text::shown(c.name);
    p.message = "several communities have this name; use their keys";
    p.what_was_done = "kept apart from them, as a community of its own";
    out_->problems_.add(std::move(p));
  }

  /// Problems found while joining stand among those of their own line.
  void sort_problems() {
    std::map<std::string, std::size_t> source_order;
    for (const reading& part : parts_) { source_order.emplace(part.source, source_order.size()); }
    auto& all = out_->problems_.kept();
    std::stable_sort(all.begin(), all.end(), [&](const problem& a, const problem& b) {
      return std::tuple{source_order[a.source], a.line, a.column} < std::tuple{source_order[b.source], b.line, b.column};
    });
  }

  /// How often each day is given for one community's round.
  struct seen_days {
    std::map<date, std::size_t> individual;
    std::map<std::pair<std::uint16_t, score_mode>, date> agreed; ///< of every agreed mark the earliest day that is given for it
    /// The day of the round: one odd date must not move it, so the day most people's rows give; where they give none, most agreed marks.
    [[nodiscard]] date day() const {
      if (!individual.empty()) { return most_frequent(individual); }
      std::map<date, std::size_t> how_often;
      for (const auto& [mark, day] : agreed) { ++how_often[day]; }
      return most_frequent(how_often);
    }
    void agree(const std::pair<std::uint16_t, score_mode>& mark, date day) {
      const auto [at, is_new] = agreed.emplace(mark, day);
      if (!is_new && day < at->second) { at->second = day; }
    }
  };

  /// The days of every community's round that was held, by community and label. Then-tests and judges mark on other days.
  void collect_days() {
    days_.clear();
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const ratings& r = parts_[p].ratings;
      std::map<std::pair<std::uint32_t, std::uint16_t>, seen_days> seen;
      for (std::size_t i = 0; i < r.size(); ++i) {
        if (static_cast<score_mode>(r.mode[i]) != score_mode::individual) { continue; }
        seen_days& here = seen[{r.community[i], r.round[i]}];
        if (!r.day.empty() && date{r.day[i]}.has_value()) { ++here.individual[date{r.day[i]}]; }
      }
      for (const consensus_record& c : r.consensus) {
        seen_days& here = seen[{c.community, c.round}];
        if (c.day.has_value()) { here.agree({c.dimension, c.mode}, c.day); }
      }
      for (const auto& [place, from] : seen) {
        seen_days& into = days_[{community_map_[p][place.first], r.rounds[place.second]}];
        for (const auto& [day, n] : from.individual) { into.individual[day] += n; }
        for (const auto& [mark, day] : from.agreed) { into.agree(mark, day); }
      }
    }
  }

  void name_rounds() {
    std::map<std::string, date> first;
    for (const reading& part : parts_) {
      for (const std::string& label : part.ratings.rounds) { first[label]; }
    }
    for (const auto& [place, seen] : days_) {
      date& known = first[place.second];
      if (const date day = seen.day(); day.has_value() && (!known.has_value() || day < known)) { known = day; }
    }
    std::vector<round> all;
    bool dated = true;
    for (const auto& [label, day] : first) {
      all.push_back({label, day});
      dated = dated && day.has_value();
    }
    std::sort(all.begin(), all.end(), [&](const round& a, const round& b) {
      if (dated && a.first_day != b.first_day) { return a.first_day < b.first_day; }
      return natural_less(a.label, b.label);
    });
    check::that(all.size() < ratings::no_round, "study_builder", "round", "more than 65534 rounds");
    std::map<std::string, std::uint16_t> position;
    for (std::size_t i = 0; i < all.size(); ++i) { position[all[i].label] = static_cast<std::uint16_t>(i); }
    for (const reading& part : parts_) {
      std::vector<std::uint16_t> map;
      for (const std::string& label : part.ratings.rounds) { map.push_back(position[label]); }
      round_map_.push_back(std::move(map));
    }
    out_->rounds_ = std::move(all);
  }

  static date most_frequent(const std::map<date, std::size_t>& how_often) {
    date best;
    std::size_t most = 0;
    for (const auto& [day, n] : how_often) {
      if (n > most) {
        most = n;
        best = day;
      }
    }
    return best;
  }

  /// Raters and sectors that occur in a row, sorted; `map` leads from a source's ids to the study's.
  template <class Id>
  void name_labels(std::vector<std::string> ratings::*labels, std::vector<Id> ratings::*ids, std::vector<std::vector<Id>>& map, std::vector<std::string>& names) {
    constexpr Id none = static_cast<Id>(-1);
    std::vector<std::vector<bool>> used;
    for (const reading& part : parts_) {
      std::vector<bool> in_use((part.ratings.*labels).size());
      for (const Id id : part.ratings.*ids) {
        if (id != none) { in_use[id] = true; }
      }
      for (std::size_t i = 0; i < in_use.size(); ++i) {
        if (in_use[i]) { names.push_back((part.ratings.*labels)[i]); }
      }
      used.push_back(std::move(in_use));
    }
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) { return natural_less(a, b); });
    names.erase(std::unique(names.begin(), names.end()), names.end());
    check::that(names.size() < none, "study_builder", "labels", "too many different labels for one study");
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const auto& from = parts_[p].ratings.*labels;
      std::vector<Id> to(from.size(), none);
      for (std::size_t i = 0; i < from.size(); ++i) {
        if (used[p][i]) {
          to[i] = static_cast<Id>(std::lower_bound(names.begin(), names.end(), from[i], [](const std::string& a, const std::string& b) { return natural_less(a, b); }) - names.begin());
        }
      }
      map.push_back(std::move(to));
    }
  }

  void name_roles() {
    out_->roles_.assign(out_->raters_.size(), {});
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const auto& roles = parts_[p].ratings.roles;
      for (std::size_t i = 0; i < roles.size() && i < rater_map_[p].size(); ++i) {
        if (const std::uint32_t to = rater_map_[p][i]; to != ratings::no_rater && !roles[i].empty()) { out_->roles_[to] = roles[i]; }
      }
    }
  }

  [[nodiscard]] std::uint16_t asked_at(const key& k) const {
    const ratings& r = parts_[k.part].ratings;
    if (r.asked_at.empty() || r.asked_at[k.row] == ratings::no_round) { return ratings::no_round; }
    return round_map_[k.part][r.asked_at[k.row]];
  }

  void sort_rows() {
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const ratings& r = parts_[p].ratings;
      for (std::size_t i = 0; i < r.size(); ++i) {
        const std::uint64_t community = community_map_[p][r.community[i]];
        const std::uint64_t round = round_map_[p][r.round[i]];
        const std::uint64_t rater = r.rater[i] == ratings::no_rater ? ratings::no_rater : rater_map_[p][r.rater[i]];
        key k{(std::uint64_t{r.mode[i]} << 48) | (community << 16) | round, (std::uint64_t{r.dimension[i]} << 48) | (rater << 16), static_cast<std::uint32_t>(p), i};
        k.low |= asked_at(k);
        keys_.push_back(k);
      }
    }
    const auto score_of = [&](const key& k) { return parts_[k.part].ratings.score[k.row]; };
    const auto sector_of = [&](const key& k) { return sector(k); };
    std::sort(keys_.begin(), keys_.end(), [&](const key& a, const key& b) {
      if (!a.same_place(b)) { return std::tie(a.high, a.low) < std::tie(b.high, b.low); }
      if (unnamed(a)) { // nothing but what they said tells unnamed people apart
        const auto left = std::tuple{score_of(a), sector_of(a), text_at(mark_of(a)), text_at(reason_of(a))};
        const auto right = std::tuple{score_of(b), sector_of(b), text_at(mark_of(b)), text_at(reason_of(b))};
        if (left != right) { return left < right; }
      }
      return std::tie(a.part, a.row) < std::tie(b.part, b.row);
    });
  }

  [[nodiscard]] static bool unnamed(const key& k) noexcept { return ((k.low >> 16) & 0xFFFFFFFFu) == ratings::no_rater; }
  [[nodiscard]] std::uint16_t sector(const key& k) const {
    const std::uint16_t id = parts_[k.part].ratings.sector[k.row];
    return id == ratings::no_sector ? id : sector_map_[k.part][id];
  }
  [[nodiscard]] std::uint64_t line_of(const key& k) const {
    const auto& lines = parts_[k.part].ratings.line;
    return lines.empty() ? k.row + 1 : lines[k.row];
  }
  [[nodiscard]] const written_mark* mark_of(const key& k) const {
    const auto& marks = parts_[k.part].ratings.off_scale;
    const auto at = std::lower_bound(marks.begin(), marks.end(), k.row, [](const row_mark& m, std::uint64_t row) { return m.row < row; });
    return at != marks.end() && at->row == k.row ? &at->mark : nullptr;
  }
  [[nodiscard]] const std::string* reason_of(const key& k) const {
    const auto& reasons = parts_[k.part].ratings.reasons;
    const auto at = std::lower_bound(reasons.begin(), reasons.end(), k.row, [](const row_text& t, std::uint64_t row) { return t.row < row; });
    return at != reasons.end() && at->row == k.row ? &at->text : nullptr;
  }

  [[nodiscard]] static std::string_view text_at(const written_mark* mark) { return mark != nullptr ? std::string_view{mark->text} : std::string_view{}; }
  [[nodiscard]] static std::string_view text_at(const std::string* reason) { return reason != nullptr ? std::string_view{*reason} : std::string_view{}; }

  /// Different texts in the order of their bytes, so that it does not matter which came first.
  [[nodiscard]] static std::string joined(const std::set<std::string>& texts) {
    std::string out;
    for (const std::string& each : texts) {
      if (!each.empty()) { out += (out.empty() ? "" : " / ") + each; }
    }
    return out;
  }

  void fill_rows() {
    study_data& out = *out_;
    const std::size_t cells = out.communities_.size() * out.rounds_.size() * dimensions_;
    std::vector<std::size_t> how_many(cells + 1);
    bool any_asked = false;
    for (std::size_t i = 0; i < keys_.size();) {
      std::size_t end = i + 1;
      while (end < keys_.size() && keys_[end].same_place(keys_[i]) && !unnamed(keys_[i])) { ++end; }
      const key& k = keys_[i];
      const ratings& r = parts_[k.part].ratings;
      const std::size_t row = out.score_.size();
      out.mode_.push_back(r.mode[k.row]);
      out.community_.push_back(static_cast<std::uint32_t>((k.high >> 16) & 0xFFFFFFFFu));
      out.round_.push_back(static_cast<std::uint16_t>(k.high & 0xFFFFu));
      out.dimension_.push_back(static_cast<std::uint16_t>(k.low >> 48));
      out.rater_.push_back(static_cast<std::uint32_t>((k.low >> 16) & 0xFFFFFFFFu));
      out.sector_.push_back(sector(k));
      out.asked_at_.push_back(static_cast<std::uint16_t>(k.low & 0xFFFFu));
      any_asked = any_asked || out.asked_at_.back() != ratings::no_round;
      out.score_.push_back(r.score[k.row]);
      if (const written_mark* mark = mark_of(k)) { out.off_scale_.push_back({row, *mark}); }
      if (const std::string* reason = reason_of(k)) { out.reasons_.push_back({row, *reason}); }
      if (end > i + 1) { settle_repeats(i, end, row); }
      if (static_cast<score_mode>(out.mode_.back()) == score_mode::individual) {
        ++how_many[(out.community_.back() * out.rounds_.size() + out.round_.back()) * dimensions_ + out.dimension_.back() + 1];
      }
      i = end;
    }
    if (!any_asked) { out.asked_at_.clear(); }
    std::partial_sum(how_many.begin(), how_many.end(), how_many.begin());
    out.offsets_ = std::move(how_many);
  }

  /// Two different marks stand in the column of the scores, where the source has columns.
  static void point_at_score(problem& p, const reading& part) {
    for (std::size_t i = 0; i < part.columns.size(); ++i) {
      if (part.columns[i].taken_for == "score") {
        p.column = static_cast<std::uint32_t>(i + 1);
        p.column_name = part.columns[i].header;
      }
    }
  }

  /// The same person marked the same dimension more than once. Equal marks are one mark; different marks are nobody's to choose between,
  /// so all are kept as text and none is counted.
  void settle_repeats(std::size_t first, std::size_t end, std::size_t row) {
    study_data& out = *out_;
    const auto text_of = [&](const key& k) {
      const score s = score::from_code(parts_[k.part].ratings.score[k.row]);
      const written_mark* mark = mark_of(k);
      if (mark != nullptr) { return mark->text; }
      return s.has_level() ? level_text(s.level()) : std::string{name(s.reason())};
    };
    std::set<std::string> marks;
    std::set<std::string> reasons;
    for (std::size_t j = first; j < end; ++j) {
      marks.insert(text_of(keys_[j]));
      reasons.emplace(text_at(reason_of(keys_[j])));
      out.sector_.back() = (std::min)(out.sector_.back(), sector(keys_[j])); // where one row says nothing, the other does
    }
    const bool differ = marks.size() > 1;
    if (!out.reasons_.empty() && out.reasons_.back().row == row) { out.reasons_.pop_back(); }
    if (std::string why = joined(reasons); !why.empty()) { out.reasons_.push_back({row, std::move(why)}); }
    for (std::size_t j = first + 1; j < end; ++j) {
      const key& k = keys_[j];
      problem p;
      p.source = parts_[k.part].source;
      p.line = line_of(k);
      p.code = differ ? "duplicate_conflict" : "duplicate_same";
      p.severity = differ ? severity::error : severity::warning;
      p.value = text_of(k);
      p.message = "the same person and dimension as line " + std::to_string(line_of(keys_[first])) +
                  (parts_[k.part].source == parts_[keys_[first].part].source ? "" : " of " + parts_[keys_[first].part].source) +
                  (differ ? ", with another mark" : ", with the same mark");
      p.what_was_done = differ ? "both marks kept as text, neither counted; keep the right one and read again" : "counted once";
      if (differ) { point_at_score(p, parts_[k.part]); }
      out.problems_.add(std::move(p));
    }
    if (!differ) { return; }
    out.score_.back() = score::missing(missing_reason::off_scale).code();
    if (!out.off_scale_.empty() && out.off_scale_.back().row == row) { out.off_scale_.pop_back(); }
    out.off_scale_.push_back({row, written_mark{joined(marks), false, 0.0, 0.0}});
  }

  [[nodiscard]] std::string level_text(std::size_t level) const { return level < values_.size() ? std::to_string(values_[level]) : std::to_string(level + 1); }

  struct agreed {
    consensus_record record;
    std::size_t part;
  };

  /// A sector that only a repeated row named is gone with that row.
  void drop_unused_sectors() {
    std::vector<std::uint16_t> position(out_->sectors_.size(), ratings::no_sector);
    for (const std::uint16_t s : out_->sector_) {
      if (s != ratings::no_sector) { position[s] = 0; }
    }
    std::vector<std::string> kept;
    for (std::size_t s = 0; s < position.size(); ++s) {
      if (position[s] == ratings::no_sector) { continue; }
      position[s] = static_cast<std::uint16_t>(kept.size());
      kept.push_back(std::move(out_->sectors_[s]));
    }
    out_->sectors_ = std::move(kept);
    for (std::uint16_t& s : out_->sector_) {
      if (s != ratings::no_sector) { s = position[s]; }
    }
  }

  void fill_consensus() {
    std::vector<agreed> all;
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      for (const consensus_record& from : parts_[p].ratings.consensus) {
        consensus_record c = from;
        c.community = community_map_[p][from.community];
        c.round = round_map_[p][from.round];
        all.push_back({std::move(c), p});
      }
    }
    const auto place = [](const agreed& a) { return std::tuple{a.record.community, a.record.round, a.record.dimension, a.record.mode}; };
    std::stable_sort(all.begin(), all.end(), [&](const agreed& a, const agreed& b) { return place(a) < place(b); });
    for (std::size_t first = 0; first < all.size();) {
      std::size_t end = first + 1;
      while (end < all.size() && place(all[end]) == place(all[first])) { ++end; }
      out_->consensus_.push_back(all[first].record);
      consensus_record& kept = out_->consensus_.back();
      if (end > first + 1) { settle_agreed(std::span{all}.subspan(first, end - first), kept); }
      if (kept.outcome == consensus_outcome::agreed && !kept.minority_view.empty()) { kept.outcome = consensus_outcome::minority_view; }
      first = end;
    }
  }

  /// Several records of one agreed mark. As with people's marks, equal ones are one and different ones are nobody's to choose between.
  void settle_agreed(std::span<const agreed> all, consensus_record& kept) {
    const auto text_of = [&](const consensus_record& c) {
      if (c.score.has_level()) { return level_text(c.score.level()); }
      return !c.written.text.empty() ? c.written.text : std::string{c.outcome == consensus_outcome::no_agreement ? name(c.outcome) : name(c.score.reason())};
    };
    const auto texts = [&](std::string consensus_record::*field) {
      std::set<std::string> out;
      for (const agreed& each : all) { out.insert(each.record.*field); }
      return out;
    };
    const consensus_record first = kept;
    std::set<std::string> marks;
    for (const agreed& each : all) {
      const consensus_record& c = each.record;
      marks.insert(text_of(c));
      kept.outcome = (std::min)(kept.outcome, c.outcome);
      kept.people_in_room = (std::max)(kept.people_in_room, c.people_in_room);
      if (c.day.has_value() && (!kept.day.has_value() || c.day < kept.day)) { kept.day = c.day; }
    }
    const bool differ = marks.size() > 1 || std::any_of(all.begin(), all.end(), [&](const agreed& each) { return each.record.outcome != first.outcome; });
    kept.reason = joined(texts(&consensus_record::reason));
    kept.evidence = joined(texts(&consensus_record::evidence));
    kept.minority_view = joined(texts(&consensus_record::minority_view));
    if (differ) {
      kept.score = score::missing(missing_reason::off_scale);
      kept.written = {joined(marks), false, 0.0, 0.0};
    }
    for (const agreed& each : all.subspan(1)) {
      problem p;
      p.source = parts_[each.part].source;
      p.line = each.record.line;
      p.code = differ ? "duplicate_conflict" : "duplicate_same";
      p.severity = differ ? severity::error : severity::warning;
      p.value = text_of(each.record);
      p.message = "a second agreed mark for the same community, round and dimension" + (first.line != 0 ? ", the first is in line " + std::to_string(first.line) : std::string{});
      p.what_was_done = differ ? "the room's mark is not shown for this dimension until one of them is removed" : "kept once, with the reasons of all";
      out_->problems_.add(std::move(p));
    }
  }

  void fill_assessments() {
    study_data& out = *out_;
    std::map<std::string_view, std::uint16_t> position;
    for (std::size_t i = 0; i < out.rounds_.size(); ++i) { position[out.rounds_[i].label] = static_cast<std::uint16_t>(i); }
    for (const auto& [place, seen] : days_) {
      assessment a;
      a.community = {place.first};
      a.round = {position[place.second]};
      a.day = seen.day();
      const ratings_view rows = out.rows(a.community, a.round);
      a.has_individuals = rows.size() != 0;
      std::vector<std::uint32_t> people(rows.rater.begin(), rows.rater.end());
      std::sort(people.begin(), people.end());
      people.erase(std::unique(people.begin(), people.end()), people.end());
      if (!people.empty() && people.back() == ratings::no_rater) { people.pop_back(); }
      a.people = static_cast<std::uint32_t>(people.size());
      out.assessments_.push_back(a);
    }
    std::sort(out.assessments_.begin(), out.assessments_.end(), [](const assessment& a, const assessment& b) { return std::tie(a.community, a.round) < std::tie(b.community, b.round); });
    for (assessment& a : out.assessments_) {
      const auto at = std::lower_bound(out.consensus_.begin(), out.consensus_.end(), std::pair{a.community.value, a.round.value}, [](const consensus_record& c, const auto& wanted) {
        return std::pair{c.community, std::uint32_t{c.round}} < wanted;
      });
      a.has_consensus = at != out.consensus_.end() && at->community == a.community.value && at->round == a.round.value;
    }
  }

  template <std::size_t D, std::size_t L> requires(dimension_extent<D> && level_extent<L>) friend class study_builder;

  std::size_t dimensions_;
  std::size_t levels_;
  std::vector<std::int32_t> values_; ///< what people write for each level
  std::vector<reading> parts_;
  std::map<std::pair<std::uint32_t, std::string>, seen_days> days_; ///< by the study's community and the round's label
  std::vector<std::vector<std::uint32_t>> community_map_;
  std::vector<std::vector<std::uint16_t>> round_map_;
  std::vector<std::vector<std::uint32_t>> rater_map_;
  std::vector<std::vector<std::uint16_t>> sector_map_;
  std::vector<key> keys_;
  std::shared_ptr<study_data> out_;
};

/// Makes a study from a rubric and any number of readings: joins their lists, puts rows in canonical order and settles marks given twice
/// (equal marks are counted once; different ones are kept as text and not counted; both are problem records).
/// Threads: one builder, one thread. Since 0.1. Checked by `study_builder_test`.
template <std::size_t Dimensions, std::size_t Levels> requires(dimension_extent<Dimensions> && level_extent<Levels>)
class study_builder {
public:
  explicit study_builder(headway::rubric<Dimensions, Levels> rubric) : rubric_{std::move(rubric)}, assembler_{rubric_.size(), rubric_.levels()} {
    for (std::size_t i = 0; i < rubric_.levels(); ++i) { assembler_.values_.push_back(rubric_.scale().value(i)); }
  }

  /// Adds what a reader understood.
  /// \throws error out_of_range when an id or level of the reading points outside its lists or the rubric; invalid_argument for columns of unequal length
  study_builder& add(reading input) {
    assembler_.add(std::move(input));
    return *this;
  }

  /// The study; the builder is empty afterwards. A study without rows is allowed: every figure then says so.
  /// Cost: O(rows log rows) time, about 40 bytes a row while building.
  [[nodiscard]] study<Dimensions, Levels> build() {
    study<Dimensions, Levels> out{rubric_, assembler_.build()};
    study_assembler fresh{rubric_.size(), rubric_.levels()};
    fresh.values_ = assembler_.values_;
    assembler_ = std::move(fresh);
    return out;
  }

private:
  headway::rubric<Dimensions, Levels> rubric_;
  study_assembler assembler_;
};

} // namespace headway
