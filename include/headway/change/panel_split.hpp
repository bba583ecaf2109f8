#pragma once

/// \file
/// What a change of everybody's marks is made of: the same people's change, who left, who joined, and the mix of sectors. On plain lists of people.

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

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/change/people.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/numeric/special.hpp>

namespace headway::change {

/// What is summed up of the marks of one round: the share of people at a level or above, or the mean level. Both are linear, so their change splits
/// exactly. The mean treats steps as equal; the shares do not. Since 0.1. Checked by `panel_split_test`.
struct mark_summary {
  std::size_t at_least{0}; ///< 0-based level, from 1; 0: the mean level
  /// Whether it is the mean level.
  [[nodiscard]] constexpr bool is_mean() const noexcept { return at_least == 0; }
  /// What one mark counts. \param level 0-based
  [[nodiscard]] constexpr double value(std::int8_t level) const noexcept {
    return is_mean() ? static_cast<double>(level) : static_cast<std::size_t>(level) >= at_least ? 1.0 : 0.0;
  }
  friend constexpr bool operator==(const mark_summary&, const mark_summary&) = default;
};

/// How a change is split. Values are part of the C ABI and never reused.
enum class split_kind : std::int32_t {
  everybody = 0,         ///< not at all: later less earlier
  people = 1,            ///< by who stayed, left and joined
  sectors = 2,           ///< by what changed within sectors and how the mix of sectors changed
  people_and_sectors = 3 ///< by both
};

/// A part of a change. Values are part of the C ABI and never reused.
enum class split_part : std::int32_t {
  everybody = 0,      ///< the whole
  stayed = 1,         ///< what the same people's marks did
  left = 2,           ///< what it did that those who left marked otherwise than those who stayed
  joined = 3,         ///< what it did that those who joined mark otherwise than those who stayed
  within_sectors = 4, ///< what changed within sectors that were heard in both rounds
  sector_mix = 5,     ///< what it did that these sectors sent more or fewer people
  heard_once = 6      ///< what it did that some sectors were heard in one of the rounds only
};

/// The code of a split as written in tables: "everybody", "people", "sectors", "people_and_sectors".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `panel_split_test`.
[[nodiscard]] constexpr std::string_view name(split_kind value) noexcept {
  constexpr std::array<std::string_view, 4> names{"everybody", "people", "sectors", "people_and_sectors"};
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view{};
}

/// The code of a part as written in tables: "everybody", "stayed", "left", "joined", "within_sectors", "sector_mix", "heard_once".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `panel_split_test`.
[[nodiscard]] constexpr std::string_view name(split_part value) noexcept {
  constexpr std::array<std::string_view, 7> names{"everybody", "stayed", "left", "joined", "within_sectors", "sector_mix", "heard_once"};
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view{};
}

/// One part of a change, with where it may lie for the people these stand for. Since 0.1. Checked by `panel_split_test`.
struct change_part {
  split_kind split{};
  split_part part{};
  /// ok; no_data (nobody marked in one round); not_comparable (nobody stayed, no sector was heard twice, or, with a value, sectors heard once);
  /// value_only (one person behind it); mostly_prior (two to four).
  headway::status status{status::no_data};
  std::optional<double> estimate{};        ///< in shares (-1 to 1), or in levels for the mean
  std::optional<double> standard_error{};
  std::optional<numeric::interval> range{};
  std::uint32_t n_from{};                  ///< marks of the earlier round behind it
  std::uint32_t n_to{};                    ///< marks of the later round behind it
  friend bool operator==(const change_part&, const change_part&) = default;
};

/// Number of parts `panel_split` gives.
inline constexpr std::size_t change_parts = 12;

/// The parts of a change, always in this order: everybody; by people stayed, left, joined; by sectors within_sectors, sector_mix, heard_once; by both
/// stayed, left, joined, sector_mix, heard_once. The parts of each split add up to everybody. Since 0.1. Checked by `panel_split_test`.
struct panel_split_result {
  std::array<change_part, change_parts> parts{};
  /// One of them. \return nullptr for a pair that does not exist
  [[nodiscard]] const change_part* find(split_kind split, split_part part) const noexcept {
    const auto at = std::find_if(parts.begin(), parts.end(), [&](const change_part& p) { return p.split == split && p.part == part; });
    return at == parts.end() ? nullptr : &*at;
  }
  friend bool operator==(const panel_split_result&, const panel_split_result&) = default;
};

/// Options of `panel_split`. Since 0.1.
struct panel_split_options {
  confidence_level confidence{0.95};
};

namespace detail {

/// What one group of sectors adds up to: people and sums of values of those who stayed (in each round), left and joined.
struct split_cell {
  double stayed_before{};
  double stayed_before_sum{};
  double stayed_after{};
  double stayed_after_sum{};
  double left{};
  double left_sum{};
  double joined{};
  double joined_sum{};

  void add(const split_cell& other, double times) noexcept {
    stayed_before += times * other.stayed_before;
    stayed_before_sum += times * other.stayed_before_sum;
    stayed_after += times * other.stayed_after;
    stayed_after_sum += times * other.stayed_after_sum;
    left += times * other.left;
    left_sum += times * other.left_sum;
    joined += times * other.joined;
    joined_sum += times * other.joined_sum;
  }
  [[nodiscard]] double n_before() const noexcept { return stayed_before + left; }
  [[nodiscard]] double n_after() const noexcept { return stayed_after + joined; }
  [[nodiscard]] double sum_before() const noexcept { return stayed_before_sum + left_sum; }
  [[nodiscard]] double sum_after() const noexcept { return stayed_after_sum + joined_sum; }
  [[nodiscard]] bool heard_twice() const noexcept { return n_before() > 0.0 && n_after() > 0.0; }
};

inline constexpr std::size_t first_by_sectors = 4; ///< the parts from here on compare people within their sectors

/// Values of the parts, and which of them exist.
struct split_values {
  std::array<double, change_parts> value{};
  std::array<bool, change_parts> known{};
  std::size_t heard_twice{}; ///< groups that the parts by sectors are about
  void set(std::size_t part, double v) noexcept {
    value[part] = v;
    known[part] = true;
  }
};

/// The parts from sums by group: formulas only.
inline split_values split_from(std::span<const split_cell> cells) noexcept {
  split_values out;
  split_cell all;
  split_cell common; // the groups heard in both rounds
  for (const split_cell& cell : cells) {
    all.add(cell, 1.0);
    if (cell.heard_twice()) {
      common.add(cell, 1.0);
      ++out.heard_twice;
    }
  }
  if (!all.heard_twice()) { return out; }
  const double before = all.sum_before() / all.n_before();
  const double after = all.sum_after() / all.n_after();
  out.set(0, after - before);

  if (all.stayed_before > 0.0 && all.stayed_after > 0.0) {
    const double same_before = all.stayed_before_sum / all.stayed_before;
    const double same_after = all.stayed_after_sum / all.stayed_after;
    out.set(1, same_after - same_before);
    out.set(2, all.left > 0.0 ? -(all.left / all.n_before()) * (all.left_sum / all.left - same_before) : 0.0);
    out.set(3, all.joined > 0.0 ? (all.joined / all.n_after()) * (all.joined_sum / all.joined - same_after) : 0.0);
  }

  if (!common.heard_twice()) { return out; }
  double within = 0.0;
  double mix = 0.0;
  double stayed = 0.0;
  double left = 0.0;
  double joined = 0.0;
  bool everywhere = true; // somebody stayed in every group heard twice
  bool once = false;      // some group was heard in one round only
  for (const split_cell& cell : cells) {
    if (!cell.heard_twice()) {
      once = once || cell.n_before() > 0.0 || cell.n_after() > 0.0;
      continue;
    }
    const double weight_before = cell.n_before() / common.n_before();
    const double weight_after = cell.n_after() / common.n_after();
    const double mean_before = cell.sum_before() / cell.n_before();
    const double mean_after = cell.sum_after() / cell.n_after();
    const double weight = 0.5 * (weight_before + weight_after);
    within += weight * (mean_after - mean_before);
    mix += 0.5 * (mean_before + mean_after) * (weight_after - weight_before);
    everywhere = everywhere && cell.stayed_before > 0.0 && cell.stayed_after > 0.0;
    if (!everywhere) { continue; }
    const double same_before = cell.stayed_before_sum / cell.stayed_before;
    const double same_after = cell.stayed_after_sum / cell.stayed_after;
    stayed += weight * (same_after - same_before);
    left -= weight * (mean_before - same_before);
    joined += weight * (mean_after - same_after);
  }
  const double common_change = common.sum_after() / common.n_after() - common.sum_before() / common.n_before();
  out.set(4, within);
  out.set(5, mix);
  out.set(6, once ? (after - before) - common_change : 0.0);
  if (everywhere) {
    out.set(7, stayed);
    out.set(8, left);
    out.set(9, joined);
    out.set(10, mix);
    out.set(11, out.value[6]);
  }
  return out;
}

/// People who are alike in everything that counts here.
struct split_people {
  std::int8_t before;
  std::int8_t after;
  std::uint16_t group_before;
  std::uint16_t group_after;
  std::uint32_t people;
  /// 0 stayed, 1 left, 2 joined.
  [[nodiscard]] std::size_t stratum() const noexcept { return before < 0 ? 2 : after < 0 ? 1 : 0; }
};

/// Everybody with a mark, alike people together, in an order that does not depend on that of the list.
inline std::vector<split_people> alike(std::span<const person_marks> people) {
  std::vector<std::uint64_t> keys; // mark before (0: none), mark after, group before, group after
  for (const person_marks& p : people) {
    if (!p.marked_before() && !p.marked_after()) { continue; }
    const std::uint64_t before = p.marked_before() ? static_cast<std::uint64_t>(p.before) + 1 : 0;
    const std::uint64_t after = p.marked_after() ? static_cast<std::uint64_t>(p.after) + 1 : 0;
    keys.push_back(before << 40 | after << 32 | (before > 0 ? std::uint64_t{p.group_before} << 16 : 0) | (after > 0 ? p.group_after : std::uint16_t{0}));
  }
  std::sort(keys.begin(), keys.end());
  std::vector<split_people> out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0 && keys[i] == keys[i - 1]) {
      ++out.back().people;
      continue;
    }
    out.push_back({static_cast<std::int8_t>(static_cast<int>(keys[i] >> 40) - 1), static_cast<std::int8_t>(static_cast<int>(keys[i] >> 32 & 0xFFu) - 1),
                   static_cast<std::uint16_t>(keys[i] >> 16 & 0xFFFFu), static_cast<std::uint16_t>(keys[i] & 0xFFFFu), 1});
  }
  return out;
}

/// One person's share in the sums: in at most two groups.
inline void add_person(std::span<split_cell> cells, const split_people& p, const mark_summary& summary, double times) noexcept {
  split_cell part;
  switch (p.stratum()) {
  case 0:
    part.stayed_before = 1.0;
    part.stayed_before_sum = summary.value(p.before);
    cells[p.group_before].add(part, times);
    part = {};
    part.stayed_after = 1.0;
    part.stayed_after_sum = summary.value(p.after);
    cells[p.group_after].add(part, times);
    break;
  case 1:
    part.left = 1.0;
    part.left_sum = summary.value(p.before);
    cells[p.group_before].add(part, times);
    break;
  default:
    part.joined = 1.0;
    part.joined_sum = summary.value(p.after);
    cells[p.group_after].add(part, times);
    break;
  }
}

/// A person nobody is: of one stratum, in every group as large a part of a person as the group has of the stratum. Of shares, one below the level and one
/// at it; of means, one half a level (who stayed) or a level (the others) off the mean of the stratum: beside its own mean somebody who is alone in a group
/// would seem to vary as little as nobody does.
inline std::vector<split_cell> one_more(std::span<const split_cell> cells, std::size_t stratum, const mark_summary& summary, bool up) {
  std::vector<split_cell> out(cells.size());
  split_cell all;
  for (const split_cell& cell : cells) { all.add(cell, 1.0); }
  const double end = up ? 1.0 : 0.0;
  const double off = up ? 1.0 : -1.0;
  for (std::size_t g = 0; g < cells.size(); ++g) {
    const split_cell& cell = cells[g];
    const auto mean = [](double sum, double n) { return n > 0.0 ? sum / n : 0.0; };
    if (stratum == 0) {
      out[g].stayed_before = cell.stayed_before / all.stayed_before;
      out[g].stayed_after = cell.stayed_after / all.stayed_after;
      out[g].stayed_before_sum = out[g].stayed_before * (summary.is_mean() ? mean(all.stayed_before_sum, all.stayed_before) - 0.5 * off : 1.0 - end);
      out[g].stayed_after_sum = out[g].stayed_after * (summary.is_mean() ? mean(all.stayed_after_sum, all.stayed_after) + 0.5 * off : end);
    } else if (stratum == 1) {
      out[g].left = cell.left / all.left;
      out[g].left_sum = out[g].left * (summary.is_mean() ? mean(all.left_sum, all.left) + off : end);
    } else {
      out[g].joined = cell.joined / all.joined;
      out[g].joined_sum = out[g].joined * (summary.is_mean() ? mean(all.joined_sum, all.joined) + off : end);
    }
  }
  return out;
}

/// Variances of the parts that one stratum of people brings in, by leaving out one person after another.
class left_out {
public:
  /// \param total weight of everybody in the stratum
  explicit left_out(double total) noexcept : total_{total} {}
  /// \param whole,without the parts with and without a person of this weight \param times how many such persons there are
  void add(const split_values& whole, const split_values& without, double weight, double times) noexcept {
    for (std::size_t i = 0; i < change_parts; ++i) {
      lost_[i] = lost_[i] || !without.known[i] || (i >= first_by_sectors && without.heard_twice != whole.heard_twice);
      const double influence = (total_ - weight) / weight * (whole.value[i] - without.value[i]);
      sum_[i] += times * weight * influence;
      squares_[i] += times * weight * influence * influence;
    }
  }
  /// Whether every replicate had the part.
  [[nodiscard]] bool known(std::size_t part) const noexcept { return !lost_[part] && total_ > 1.0; }
  [[nodiscard]] double variance(std::size_t part) const noexcept {
    return (std::max)(0.0, (squares_[part] - sum_[part] * sum_[part] / total_) / (total_ * (total_ - 1.0)));
  }

private:
  double total_;
  std::array<double, change_parts> sum_{};
  std::array<double, change_parts> squares_{};
  std::array<bool, change_parts> lost_{};
};

} // namespace detail

/// What a change of everybody's marks is made of.
/// Definition, with m a linear summary, S, L, J those who marked both times, only before and only after, and n their numbers:
/// people: stayed m(S after) - m(S before); left -(n_L / n_before)(m(L) - m(S before)); joined (n_J / n_after)(m(J) - m(S after)).
/// sectors (Kitagawa 1955), over the sectors s heard in both rounds, with w the share of their marks that comes from s:
/// within_sectors sum (w_s1 + w_s2) / 2 (m_s2 - m_s1); sector_mix sum (m_s1 + m_s2) / 2 (w_s2 - w_s1); heard_once is what is left of the whole.
/// people_and_sectors (the symmetric split into three factors, Das Gupta 1993), m_s = mean of those who stayed + what the others add to it:
/// each sector's stayed, left and joined with the weight (w_s1 + w_s2) / 2, and sector_mix and heard_once as above.
/// The parts of each split add up to the whole. A sector heard in one round only is never compared with anything and no mark is made up for it: what it
/// does to the whole stands in heard_once, with the status not_comparable.
/// Interval: people stand for others like them. Jackknife over people, who are left out with both their marks, so the tie between a person's two marks is
/// kept; apart for S, L and J, whose numbers are taken as given. The variance each of the three brings in is never taken to be smaller than with one more
/// person, half of them a step up and half a step down, so that people who agree do not make it zero. Student's t with Satterthwaite's degrees of
/// freedom, from the people of S, L and J less one, or for parts by sectors less one a sector they are in; cut at what is possible. benchmarks/coverage has how often it holds the truth.
/// Missing: a mark that is not a level is none: whoever gave it left or joined on this dimension. People without a code cannot be followed and are
/// among L and J. A person who changed sector counts in each round where they were.
/// Choose it over a difference of means whenever people changed; choose `exact::paired_change` for a test of the same people.
/// Why numbers can differ: R DasGuptR splits rates of whole populations and knows no person twice; with S empty its three-way split has no counterpart here.
/// \param people one entry a person \param groups number of groups of sectors \param levels 2 to 16 \param summary what is split
/// \throws error out_of_range for levels, a summary past the scale, or with the person's row for a mark past the scale or a group past `groups`
/// Cost: O(different people x groups). Threads: safe. Determinism: any order of people gives the same bits. Since 0.1.
/// Reference: Kitagawa 1955; Das Gupta 1993; Melitz & Polanec 2015 (people); Satterthwaite 1946. Checked by `panel_split_test`.
[[nodiscard]] inline panel_split_result panel_split(std::span<const person_marks> people, std::size_t groups, std::size_t levels, const mark_summary& summary,
                                                    const panel_split_options& options = {}) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "panel_split", "levels");
  check::bounded(static_cast<std::int64_t>((std::min)(summary.at_least, most_levels)), 0, static_cast<std::int64_t>(levels) - 1, "panel_split", "at_least");
  for (std::size_t i = 0; i < people.size(); ++i) {
    const person_marks& p = people[i];
    const std::int8_t highest = (std::max)(p.before, p.after);
    const bool inside = (!p.marked_before() || p.group_before < groups) && (!p.marked_after() || p.group_after < groups);
    if (highest >= static_cast<int>(levels) || !inside) {
      throw error{error_category::out_of_range, "panel_split", "people",
                  inside ? "level " + std::to_string(highest) + " where the scale has " + std::to_string(levels) : "a group that is not one of the " + std::to_string(groups),
                  static_cast<std::int64_t>(i)};
    }
  }

  const std::vector<detail::split_people> each = detail::alike(people);
  std::vector<detail::split_cell> cells(groups);
  std::array<std::uint32_t, 3> strata{};
  for (const detail::split_people& p : each) {
    detail::add_person(cells, p, summary, p.people);
    strata[p.stratum()] += p.people;
  }
  const detail::split_values whole = detail::split_from(cells);
  std::array<double, 3> groups_of{}; // that people of a stratum are in
  for (const detail::split_cell& cell : cells) {
    groups_of[0] += cell.stayed_before > 0.0 ? 1.0 : 0.0;
    groups_of[1] += cell.left > 0.0 ? 1.0 : 0.0;
    groups_of[2] += cell.joined > 0.0 ? 1.0 : 0.0;
  }

  // leaving out one person after another: among these people, and among them and half a person more at each end
  std::array<double, change_parts> variance{};
  std::array<double, change_parts> for_freedom{};
  if (whole.known[0]) {
    std::vector<detail::split_cell> more = cells;
    std::array<std::array<std::vector<detail::split_cell>, 2>, 3> added;
    for (std::size_t stratum = 0; stratum < strata.size(); ++stratum) {
      for (std::size_t up = 0; up < 2 && strata[stratum] > 0; ++up) {
        added[stratum][up] = detail::one_more(cells, stratum, summary, up == 1);
        for (std::size_t g = 0; g < groups; ++g) { more[g].add(added[stratum][up][g], 0.5); }
      }
    }
    const detail::split_values whole_more = detail::split_from(more);
    std::vector<detail::split_cell> without;
    for (std::size_t stratum = 0; stratum < strata.size(); ++stratum) {
      const std::uint32_t n = strata[stratum];
      if (n == 0) { continue; }
      detail::left_out plain{static_cast<double>(n)};
      detail::left_out with_more{n + 1.0};
      for (const detail::split_people& p : each) {
        if (p.stratum() != stratum) { continue; }
        if (n > 1) {
          without = cells;
          detail::add_person(without, p, summary, -1.0);
          plain.add(whole, detail::split_from(without), 1.0, p.people);
        }
        without = more;
        detail::add_person(without, p, summary, -1.0);
        with_more.add(whole_more, detail::split_from(without), 1.0, p.people);
      }
      for (const auto& one : added[stratum]) {
        without = more;
        for (std::size_t g = 0; g < groups; ++g) { without[g].add(one[g], -0.5); }
        with_more.add(whole_more, detail::split_from(without), 0.5, 1.0);
      }
      for (std::size_t i = 0; i < change_parts; ++i) {
        const double v = (std::max)(with_more.variance(i), plain.known(i) ? plain.variance(i) : 0.0);
        variance[i] += v;
        const double means = i < detail::first_by_sectors ? 1.0 : groups_of[stratum]; // that the people of the stratum are compared with
        for_freedom[i] += v * v / (std::max)(1.0, n - means);
      }
    }
  }

  detail::split_cell all;
  detail::split_cell common;
  bool once = false;
  for (const detail::split_cell& cell : cells) {
    all.add(cell, 1.0);
    if (cell.heard_twice()) {
      common.add(cell, 1.0);
    } else {
      once = once || cell.n_before() > 0.0 || cell.n_after() > 0.0;
    }
  }
  panel_split_result out;
  const auto count = [](double n) { return static_cast<std::uint32_t>(n); };
  const auto put = [&](std::size_t i, split_kind split, split_part part, double n_from, double n_to, double fewest) {
    change_part& p = out.parts[i];
    p.split = split;
    p.part = part;
    p.n_from = count(n_from);
    p.n_to = count(n_to);
    if (!whole.known[i]) {
      p.status = whole.known[0] ? status::not_comparable : status::no_data;
      return;
    }
    p.estimate = whole.value[i];
    p.status = fewest < 2.0 ? status::value_only : fewest < 5.0 ? status::mostly_prior : status::ok;
    if (p.status == status::value_only) { return; }
    p.standard_error = std::sqrt(variance[i]);
    const double limit = summary.is_mean() ? static_cast<double>(levels - 1) : 1.0;
    const double half = variance[i] > 0.0
                            ? numeric::student_t_quantile(0.5 + 0.5 * options.confidence.value(), (std::max)(1.0, variance[i] * variance[i] / for_freedom[i])) * *p.standard_error
                            : 0.0;
    p.range = numeric::interval{(std::max)(-limit, *p.estimate - half), (std::min)(limit, *p.estimate + half)};
  };
  const double stayed = strata[0];
  const double least = (std::min)(all.n_before(), all.n_after());
  const double least_common = (std::min)(common.n_before(), common.n_after());
  const auto some = [](double n, double other) { return n > 0.0 ? (std::min)(n, other) : other; }; // nobody left: nothing rests on them
  put(0, split_kind::everybody, split_part::everybody, all.n_before(), all.n_after(), least);
  put(1, split_kind::people, split_part::stayed, stayed, stayed, stayed);
  put(2, split_kind::people, split_part::left, all.left, 0.0, some(all.left, stayed));
  put(3, split_kind::people, split_part::joined, 0.0, all.joined, some(all.joined, stayed));
  put(4, split_kind::sectors, split_part::within_sectors, common.n_before(), common.n_after(), least_common);
  put(5, split_kind::sectors, split_part::sector_mix, common.n_before(), common.n_after(), least_common);
  put(6, split_kind::sectors, split_part::heard_once, all.n_before() - common.n_before(), all.n_after() - common.n_after(), least_common);
  const double stayed_common = (std::min)(common.stayed_before, common.stayed_after);
  put(7, split_kind::people_and_sectors, split_part::stayed, common.stayed_before, common.stayed_after, stayed_common);
  put(8, split_kind::people_and_sectors, split_part::left, common.left, 0.0, some(common.left, stayed_common));
  put(9, split_kind::people_and_sectors, split_part::joined, 0.0, common.joined, some(common.joined, stayed_common));
  put(10, split_kind::people_and_sectors, split_part::sector_mix, common.n_before(), common.n_after(), least_common);
  put(11, split_kind::people_and_sectors, split_part::heard_once, all.n_before() - common.n_before(), all.n_after() - common.n_after(), least_common);
  for (const std::size_t i : {std::size_t{6}, std::size_t{11}}) {
    if (once && out.parts[i].estimate) { out.parts[i].status = status::not_comparable; }
  }
  return out;
}

/// The same from plain lists: people with marks and, where it is known, the group of sectors they spoke from.
/// \param before,after one mark a person each: 0-based levels, negative for none \param group_before,group_after groups counted from 0, as long as the marks, or
/// empty: everybody is in one group \param levels 2 to 16 \param summary what is split
/// \throws error as the first; invalid_argument for unequal lengths
/// Cost: as the first. Threads: safe. Since 0.1. Checked by `panel_split_test`.
[[nodiscard]] inline panel_split_result panel_split(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::span<const std::uint16_t> group_before,
                                                    std::span<const std::uint16_t> group_after, std::size_t levels, const mark_summary& summary,
                                                    const panel_split_options& options = {}) {
  check::same_length(after.size(), before.size(), "panel_split", "after");
  if (!group_before.empty()) { check::same_length(group_before.size(), before.size(), "panel_split", "group_before"); }
  if (!group_after.empty()) { check::same_length(group_after.size(), before.size(), "panel_split", "group_after"); }
  std::vector<person_marks> people(before.size());
  std::size_t groups = 1;
  for (std::size_t i = 0; i < before.size(); ++i) {
    people[i].before = before[i];
    people[i].after = after[i];
    if (!group_before.empty() && before[i] >= 0) { people[i].group_before = group_before[i]; }
    if (!group_after.empty() && after[i] >= 0) { people[i].group_after = group_after[i]; }
    groups = (std::max)({groups, people[i].group_before + std::size_t{1}, people[i].group_after + std::size_t{1}});
  }
  return panel_split(std::span<const person_marks>{people}, groups, levels, summary, options);
}

/// The parts as a table, in their order: split, part, estimate, standard_error, low, high, n_from, n_to, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `panel_split_test`.
[[nodiscard]] inline table to_table(const panel_split_result& result) {
  table out;
  for (const char* column : {"split", "part"}) { out.add(column, column_type::text); }
  for (const char* column : {"estimate", "standard_error", "low", "high"}) { out.add(column, column_type::real); }
  for (const char* column : {"n_from", "n_to"}) { out.add(column, column_type::integer); }
  out.add("status", column_type::text);
  for (const change_part& p : result.parts) {
    const auto end = [&](double numeric::interval::*which) { return p.range ? std::optional{(*p.range).*which} : std::nullopt; };
    out.push_row(name(p.split), name(p.part), p.estimate, p.standard_error, end(&numeric::interval::lower), end(&numeric::interval::upper), p.n_from, p.n_to, name(p.status));
  }
  return out;
}

} // namespace headway::change
