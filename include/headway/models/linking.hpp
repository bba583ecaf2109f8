#pragma once

/// \file
/// What marks link: which communities, rounds, dimensions and sectors can be compared through the people who marked, and which only by assumption.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/score.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/models/many_facet.hpp>
#include <headway/models/rows.hpp>

namespace headway::models {

/// Members that marks link with one another. Since 0.1.
struct linked_part {
  std::vector<std::uint32_t> members{}; ///< of the facet that is compared, in order
  std::size_t through{};                ///< members of the other facet
  std::size_t shared{};                 ///< of these, how many stand with two or more of `members`: all that links them
  std::size_t n{};                      ///< rows
};

/// A link that is not there yet: one member of the other facet standing with both. Since 0.1.
struct missing_link {
  std::uint32_t from{};
  std::uint32_t to{};
  std::uint64_t pairs{}; ///< how many more pairs of members would be comparable
};

/// How the members of one facet are linked through those of another. Since 0.1.
struct facet_links {
  std::vector<linked_part> parts{}; ///< in the order of their first members
  std::size_t members{};            ///< with at least one row
  std::uint64_t pairs{};            ///< of members
  std::uint64_t comparable{};       ///< pairs in the same part
  std::optional<missing_link> best{}; ///< the single link that would make most pairs comparable; none where all are
};

namespace detail {

/// Sets that are joined. The root of a set is its lowest member.
class joined_sets {
public:
  explicit joined_sets(std::size_t n) : above_(n) { std::iota(above_.begin(), above_.end(), std::size_t{0}); }
  [[nodiscard]] std::size_t root(std::size_t i) noexcept {
    while (above_[i] != i) { i = above_[i] = above_[above_[i]]; }
    return i;
  }
  void join(std::size_t a, std::size_t b) noexcept {
    a = root(a);
    b = root(b);
    above_[(std::max)(a, b)] = (std::min)(a, b);
  }

private:
  std::vector<std::size_t> above_;
};

inline std::uint64_t pairs_of(std::uint64_t n) noexcept { return n < 2 ? 0 : n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n; }

} // namespace detail

/// How the members of one facet are linked through those of another.
/// Definition: two members are linked when somebody of the other facet stands with both, and so is whoever is linked with either. Members of different parts share nobody, so their difference cannot be told from
/// the difference of those they stand with. The best single link joins the two parts with the most members, from the member with the most rows in each (the first of equals).
/// Missing and edge cases: a row without `through` links nothing, but its member counts; a row without `of` is left out; members without rows are in no part.
/// \param of member of the compared facet, one a row, or `random_term::none` \param members how many there are \param through of the other, likewise \param others how many
/// \throws error invalid_argument for columns of different lengths; out_of_range, with the row, for a member past the last
/// Cost: O(rows + members), up to the inverse of Ackermann's function. Threads: safe. Since 0.1. Reference: Linacre 1989 on disconnected subsets; Tarjan 1975 for the sets. Checked by `linking_test`.
[[nodiscard]] inline facet_links linking(std::span<const std::uint32_t> of, std::size_t members, std::span<const std::uint32_t> through, std::size_t others) {
  constexpr std::uint32_t none = random_term::none;
  check::same_length(through.size(), of.size(), "linking", "through");
  const auto refuse = [](const char* argument, std::uint32_t member, std::size_t row) {
    throw error{error_category::out_of_range, "linking", argument, "there is no member " + std::to_string(member), static_cast<std::int64_t>(row)};
  };
  std::vector<std::size_t> rows(members);
  std::vector<std::uint32_t> first(others, none); // whom each stands with first
  std::vector<bool> shared(others);
  detail::joined_sets sets{members + others};
  for (std::size_t i = 0; i < of.size(); ++i) {
    if (of[i] == none) { continue; }
    if (of[i] >= members) { refuse("of", of[i], i); }
    ++rows[of[i]];
    const std::uint32_t other = through[i];
    if (other == none) { continue; }
    if (other >= others) { refuse("through", other, i); }
    sets.join(of[i], members + other);
    if (first[other] == none) { first[other] = of[i]; }
    if (first[other] != of[i]) { shared[other] = true; }
  }
  facet_links out;
  std::vector<std::size_t> part(members, members);
  for (std::uint32_t m = 0; m < members; ++m) {
    if (rows[m] == 0) { continue; }
    std::size_t& at = part[sets.root(m)]; // the root is the lowest member: of this facet
    if (at == members) {
      at = out.parts.size();
      out.parts.emplace_back();
    }
    out.parts[at].members.push_back(m);
    out.parts[at].n += rows[m];
    ++out.members;
  }
  for (std::size_t o = 0; o < others; ++o) {
    if (first[o] == none) { continue; }
    linked_part& one = out.parts[part[sets.root(members + o)]];
    ++one.through;
    one.shared += shared[o] ? 1u : 0u;
  }
  out.pairs = detail::pairs_of(out.members);
  for (const linked_part& one : out.parts) { out.comparable += detail::pairs_of(one.members.size()); }
  if (out.parts.size() > 1) {
    std::vector<std::size_t> order(out.parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::partial_sort(order.begin(), order.begin() + 2, order.end(), [&](std::size_t a, std::size_t b) {
      const std::size_t in_a = out.parts[a].members.size(), in_b = out.parts[b].members.size();
      return in_a != in_b ? in_a > in_b : a < b;
    });
    const auto [from, to] = std::minmax(order[0], order[1]);
    const auto most_rows = [&](std::size_t at) {
      const auto& own = out.parts[at].members;
      return *std::max_element(own.begin(), own.end(), [&](std::uint32_t a, std::uint32_t b) { return rows[a] < rows[b]; });
    };
    out.best = missing_link{most_rows(from), most_rows(to), static_cast<std::uint64_t>(out.parts[from].members.size()) * out.parts[to].members.size()};
  }
  return out;
}

namespace detail {

/// A facet as the table of links writes it.
struct linking_facet {
  std::string_view name{};
  std::string one{};       ///< one member, in words
  std::string many{};
  std::string alike{};     ///< what has to be assumed of its members where nothing links them
  std::span<const std::uint32_t> element{};
  std::size_t members{};
  std::function<std::string(std::uint32_t)> label{};
};

/// What an audience is told of links.
struct linking_shown {
  bool rows{true};       ///< how many people and marks stand behind each part
  bool best_link{true};  ///< which link would help most; none is possible where members have one of the others by nature
};

inline table empty_linking_table() {
  table out;
  for (const char* column : {"of", "through"}) { out.add(column, column_type::text); }
  for (const char* column : {"parts", "part", "members"}) { out.add(column, column_type::integer); }
  out.add("labels", column_type::text);
  for (const char* column : {"through_members", "shared", "n", "pairs", "comparable"}) { out.add(column, column_type::integer); }
  for (const char* column : {"link_from", "link_to"}) { out.add(column, column_type::text); }
  out.add("link_pairs", column_type::integer);
  out.add("words", column_type::text);
  return out;
}

inline std::string linking_words(const facet_links& links, const linking_facet& of, const linking_facet& through, const linking_shown& shown) {
  if (links.members == 1) { return "There is one " + of.one + "."; }
  if (links.parts.size() == 1) {
    std::string out = "All " + std::to_string(links.members) + " " + of.many + " are linked through " + through.many + ".";
    if (shown.rows && links.parts[0].shared == 1) { out += " Every link rests on one " + through.one + "."; }
    return out;
  }
  std::size_t others = 0;
  for (const linked_part& part : links.parts) { others += part.through; }
  std::string out = others == 0 ? "No mark says which " + through.one + " it is of: " : "Nothing links " + std::to_string(links.parts.size()) + " parts, which share no " + through.one + ": ";
  out += of.many + " of different parts are compared on the assumption that " + through.alike + ".";
  if (shown.best_link && others != 0) {
    out += " One " + through.one + " with marks of both " + of.label(links.best->from) + " and " + of.label(links.best->to) + " would make " + std::to_string(links.best->pairs) + " more " +
           (links.best->pairs == 1 ? "pair" : "pairs") + " of " + of.many + " comparable.";
  }
  return out;
}

/// Adds what links one facet through another: a row for both, then one a part.
inline void append_linking(table& out, const linking_facet& of, const linking_facet& through, const linking_shown& shown) {
  const facet_links links = linking(of.element, of.members, through.element, through.members);
  if (links.members == 0) { return; }
  const auto told = [](bool tell, std::uint64_t value) { return tell ? std::optional{static_cast<std::int64_t>(value)} : std::nullopt; };
  linked_part all;
  for (const linked_part& part : links.parts) {
    all.through += part.through;
    all.shared += part.shared;
    all.n += part.n;
  }
  const bool link = shown.best_link && links.best && all.through > 0;
  out.push_row(of.name, through.name, static_cast<std::int64_t>(links.parts.size()), std::nullopt, static_cast<std::int64_t>(links.members), std::nullopt, told(shown.rows, all.through), told(shown.rows, all.shared),
               told(shown.rows, all.n), static_cast<std::int64_t>(links.pairs), static_cast<std::int64_t>(links.comparable), link ? std::optional{of.label(links.best->from)} : std::nullopt,
               link ? std::optional{of.label(links.best->to)} : std::nullopt, told(link, links.best ? links.best->pairs : 0), linking_words(links, of, through, shown));
  for (std::size_t p = 0; p < links.parts.size(); ++p) {
    const linked_part& part = links.parts[p];
    std::string labels;
    for (const std::uint32_t m : part.members) { labels += (labels.empty() ? "" : "; ") + of.label(m); }
    const std::uint64_t pairs = pairs_of(part.members.size());
    out.push_row(of.name, through.name, std::nullopt, static_cast<std::int64_t>(p + 1), static_cast<std::int64_t>(part.members.size()), labels, told(shown.rows, part.through), told(shown.rows, part.shared),
                 told(shown.rows, part.n), static_cast<std::int64_t>(pairs), static_cast<std::int64_t>(pairs), std::nullopt, std::nullopt, std::nullopt, std::nullopt);
  }
}

} // namespace detail

/// What the marks of a study link, two facets at a time. For every pair a row with how many `parts` there are, then a row a part with its `labels`. members, through_members (people never stand
/// with labels, only counted), shared (those of them that stand with two or more members), n (marks), pairs of members and how many of them are comparable; link_from, link_to and link_pairs: the single link that would
/// make most pairs comparable, and how many; words: what is comparable only by assumption.
/// Pairs: communities, rounds, dimensions, assessments (a community in a round) and sectors through people; communities, rounds and dimensions through sectors; communities through dimensions and rounds,
/// dimensions through rounds. An assessment linked with the next of the same community has people who came back.
/// Missing and edge cases: own marks that are levels count. People without a code link nothing. Without sectors their pairs are left out. Linked two at a time, facets can still be confounded three at a time.
/// \param rules who will see it: beyond the room it is not said how many people and marks there are, from which those who stayed could be counted, and pairs with sectors are left out
/// \throws error as `disclosure::check_rules`
/// Cost: O(rows + members) a pair. Threads: safe. Since 0.1. Reference: as `linking`. Checked by `linking_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table linking_table(const study<Dimensions, Levels>& of, const disclosure::rules& rules = {}) {
  disclosure::check_rules(rules);
  const study_data& data = of.data();
  const ratings_view rows = data.rows(score_mode::individual);
  const auto rounds = static_cast<std::uint32_t>(data.rounds().size());
  std::vector<std::uint32_t> community, round, dimension, rater, sector, assessment;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows.score[i] < 0) { continue; }
    community.push_back(rows.community[i]);
    round.push_back(rows.round[i]);
    dimension.push_back(rows.dimension[i]);
    rater.push_back(rows.rater[i] == ratings::no_rater ? random_term::none : rows.rater[i]);
    sector.push_back(rows.sector[i] == ratings::no_sector ? random_term::none : rows.sector[i]);
    assessment.push_back(rows.community[i] * rounds + rows.round[i]);
  }
  const auto place = [&data](std::uint32_t c) { return data.communities()[c].name; };
  const auto when = [&data](std::uint32_t r) { return data.rounds()[r].label; };
  const detail::linking_facet communities{"community", "community", "communities", "communities stand equally high on average", community, data.communities().size(), place};
  const detail::linking_facet round_facet{"round", "round", "rounds", "rounds stand equally high on average", round, rounds, when};
  const detail::linking_facet dimensions{"dimension", "dimension", "dimensions", "dimensions stand equally high on average", dimension, of.rubric().size(),
                                         [&of](std::uint32_t d) { return of.rubric()[dimension_id{d}].name; }};
  const detail::linking_facet people{"rater", "person", "people", "people are equally severe on average", rater, data.raters().size(), [](std::uint32_t) { return std::string{}; }};
  const detail::linking_facet sectors{"sector", "sector", "sectors", "sectors mark alike on average", sector, data.sectors().size(), [&data](std::uint32_t s) { return data.sectors()[s]; }};
  const detail::linking_facet assessments{"assessment", "assessment", "assessments", "", assessment, data.communities().size() * rounds,
                                          [&](std::uint32_t a) { return place(a / rounds) + " " + when(a % rounds); }};

  const bool room = rules.audience == disclosure::audience::room;
  const bool by_sector = room && std::any_of(sector.begin(), sector.end(), [](std::uint32_t s) { return s != random_term::none; });
  table out = detail::empty_linking_table();
  const auto add = [&](const detail::linking_facet& one, const detail::linking_facet& through, bool can_link = true) { detail::append_linking(out, one, through, {room, can_link}); };
  add(communities, people);
  add(assessments, people);
  add(round_facet, people);
  add(dimensions, people);
  if (by_sector) {
    add(sectors, people, false); // a person has one sector
    add(communities, sectors);
    add(round_facet, sectors);
    add(dimensions, sectors);
  }
  add(communities, dimensions);
  add(communities, round_facet);
  add(dimensions, round_facet);
  return out;
}

/// What plain columns link, two facets at a time: the table of `linking_table` for every pair, each facet through those after it. Labels stand in it as given.
/// \param facets two or more, the compared ones first; kinds and signs do not matter
/// \throws error invalid_argument for fewer than two facets, a name used twice or columns of different lengths; out_of_range, with the row, for an element past its labels
/// Cost: O(rows + elements) a pair. Threads: safe. Since 0.1. Reference: as `linking`. Checked by `linking_test`.
[[nodiscard]] inline table linking_table(std::span<const facet> facets) {
  check::that(facets.size() > 1, "linking", "facets", "must be two or more: members of one are linked through another");
  std::vector<detail::linking_facet> all;
  for (const facet& one : facets) {
    check::same_length(one.element.size(), facets[0].element.size(), "linking", one.name);
    for (const auto& other : all) { check::that(other.name != one.name, "linking", "facets", "names " + one.name + " twice"); }
    for (std::size_t i = 0; i < one.element.size(); ++i) {
      if (one.element[i] != random_term::none && one.element[i] >= one.labels.size()) {
        throw error{error_category::out_of_range, "linking", one.name, "there is no element " + std::to_string(one.element[i]), static_cast<std::int64_t>(i)};
      }
    }
    all.push_back({one.name, "element of " + one.name, "elements of " + one.name, "elements of " + one.name + " have equal measures on average", one.element, one.labels.size(),
                   [&one](std::uint32_t e) { return one.labels[e]; }});
  }
  table out = detail::empty_linking_table();
  for (std::size_t f = 0; f < all.size(); ++f) {
    for (std::size_t g = f + 1; g < all.size(); ++g) { detail::append_linking(out, all[f], all[g], {}); }
  }
  return out;
}

} // namespace headway::models
