#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/core/ratings.hpp>
#include <headway/io/detail/row_reader.hpp>
#include <headway/io/detail/spellings.hpp>

namespace headway::io::detail {

/// Keeps understood rows and, when all are there, settles what needs to be seen together: spellings of one name, rare names, dates that
/// can be read in two ways, dates far from the others. The result does not depend on the order of the rows.
class reading_builder {
public:
  reading_builder(const rubric_words& words, const read_options& options, const std::string& source, const char* function)
      : reader{words, options, source, function}, function_{function} {}

  row_reader reader;

  /// Understands and keeps one row.
  void row(const row_input& in) {
    const understood_row* understood = reader.row(in);
    if (understood == nullptr) { return; }
    const understood_row& r = *understood;
    community_.push_back(r.community);
    round_.push_back(r.round);
    date_.push_back(r.date);
    line_.push_back(in.line);
    if (r.mode == score_mode::consensus || r.mode == score_mode::moderated) {
      agreed_.push_back({community_.size() - 1, reader.agreed(in, r)});
      return;
    }
    const std::size_t row = out_.size();
    place_.push_back(community_.size() - 1);
    sector_.push_back(r.sector);
    role_.push_back(r.role);
    asked_at_.push_back(r.asked_at);
    any_asked_ = any_asked_ || r.asked_at != no_label;
    out_.rater.push_back(r.rater == no_label ? ratings::no_rater : r.rater);
    out_.dimension.push_back(static_cast<std::uint16_t>(r.dimension));
    out_.score.push_back(r.score.code());
    out_.mode.push_back(static_cast<std::uint8_t>(r.mode));
    if (!r.written.text.empty()) { out_.off_scale.push_back({row, r.written}); }
    if (reader.columns().has(column_role::reason)) {
      if (std::string reason = reader.free_text(in, column_role::reason); !reason.empty()) { out_.reasons.push_back({row, std::move(reason)}); }
    }
  }

  /// The reading; the builder is spent.
  [[nodiscard]] reading finish() {
    reading out;
    out.source = reader.source();
    settle_communities();
    settle_rounds();
    settle_sectors();
    settle_raters();
    settle_roles();
    settle_dates();
    for (const std::size_t place : place_) { out_.line.push_back(line_[place]); }
    for (auto& [place, record] : agreed_) {
      record.community = community_[place];
      record.round = static_cast<std::uint16_t>(round_[place]);
      record.day = day_of(place);
      out_.consensus.push_back(std::move(record));
    }
    if (reader.rows_read == 0) { reader.add(0, row_reader::none, codes::no_data_rows, {}, "there is a header and nothing below it"); }
    auto& problems = reader.problems.kept();
    std::stable_sort(problems.begin(), problems.end(), [](const problem& a, const problem& b) { return a.line != b.line ? a.line < b.line : a.column < b.column; });
    out.ratings = std::move(out_);
    out.problems = std::move(reader.problems);
    out.rows_read = reader.rows_read;
    out.rows_left_out = reader.rows_left_out;
    out.columns = reader.columns().uses();
    return out;
  }

private:
  struct agreed_row {
    std::size_t place;
    consensus_record record;
  };

  /// Column of a role, for problems.
  [[nodiscard]] int at(column_role role) const noexcept { return reader.columns()[role]; }

  void settle_communities() {
    std::vector<std::uint64_t> rows(reader.communities.size());
    for (const std::uint32_t c : community_) { ++rows[c]; }
    const settled_communities settled = settle_community_spellings(reader.communities, reader.community_keys, reader.community_names, rows);
    std::vector<std::uint64_t> rows_of(settled.communities.size());
    for (std::size_t p = 0; p < rows.size(); ++p) {
      if (rows[p] != 0) { rows_of[settled.community_of[p]] += rows[p]; }
    }
    const std::uint64_t most = rows_of.empty() ? 0 : *std::max_element(rows_of.begin(), rows_of.end());
    // in order of first appearance
    std::vector<std::uint32_t> position(settled.communities.size(), no_label);
    for (std::size_t i = 0; i < community_.size(); ++i) {
      const std::uint32_t pair = community_[i];
      const std::uint32_t c = settled.community_of[pair];
      const auto& [key, name] = reader.communities[pair];
      const community& kept = settled.communities[c];
      if (key != no_label && settled.key_differs[pair]) {
        reader.add(line_[i], at(column_role::community_key), codes::case_or_space, reader.community_keys[key], "elsewhere it is \"" + text::shown(kept.key) + "\"");
      }
      if (name != no_label && settled.name_differs[pair] != 0) {
        const bool loose = settled.name_differs[pair] == 1;
        reader.add(line_[i], at(column_role::community), loose ? codes::case_or_space : codes::community_name_mismatch, reader.community_names[name],
                   loose ? "elsewhere it is \"" + text::shown(kept.name) + "\"" : "the key \"" + text::shown(kept.key) + "\" is \"" + text::shown(kept.name) + "\" elsewhere");
      }
      if (rows_of[c] == 1 && most >= 10) {
        const column_role role = key != no_label ? column_role::community_key : column_role::community;
        reader.add(line_[i], at(role), codes::unknown_community, key != no_label ? reader.community_keys[key] : reader.community_names[name],
                   "in this row only: a new community, or a slip");
      }
      if (position[c] == no_label) {
        position[c] = static_cast<std::uint32_t>(out_.communities.size());
        out_.communities.push_back(kept);
      }
      community_[i] = position[c];
    }
    std::vector<std::string> names;
    for (const community& c : out_.communities) { names.push_back(c.name); }
    report_lookalikes(names, at(column_role::community) != row_reader::none ? column_role::community : column_role::community_key, [&](std::size_t i) { return community_[i]; }, community_.size(),
                      [&](std::size_t i) { return line_[i]; });
    for (const std::size_t place : place_) { out_.community.push_back(community_[place]); }
  }

  void settle_rounds() {
    std::vector<std::uint64_t> rows(reader.rounds.size());
    for (const std::uint32_t r : round_) { ++rows[r]; }
    for (const std::uint32_t r : asked_at_) {
      if (r != no_label) { ++rows[r]; }
    }
    const std::vector<std::uint32_t> kept = settle_spellings(reader.rounds, rows);
    std::vector<std::uint32_t> position(reader.rounds.size(), no_label);
    const auto settle = [&](std::uint32_t value, std::uint64_t line, column_role role) {
      if (kept[value] != value) { reader.add(line, at(role), codes::case_or_space, reader.rounds[value], "elsewhere it is \"" + text::shown(reader.rounds[kept[value]]) + "\""); }
      std::uint32_t& place = position[kept[value]];
      if (place == no_label) {
        place = static_cast<std::uint32_t>(out_.rounds.size());
        out_.rounds.emplace_back(reader.rounds[kept[value]]);
        check_number(out_.rounds.size(), "rounds");
      }
      return place;
    };
    for (std::size_t i = 0; i < round_.size(); ++i) { round_[i] = settle(round_[i], line_[i], column_role::round); }
    for (const std::size_t place : place_) { out_.round.push_back(static_cast<std::uint16_t>(round_[place])); }
    if (any_asked_) {
      for (std::size_t i = 0; i < asked_at_.size(); ++i) {
        out_.asked_at.push_back(asked_at_[i] == no_label ? ratings::no_round : static_cast<std::uint16_t>(settle(asked_at_[i], line_[place_[i]], column_role::asked_at)));
      }
    }
  }

  void settle_sectors() {
    std::vector<std::uint64_t> rows(reader.sectors.size());
    for (const std::uint32_t s : sector_) {
      if (s != no_label) { ++rows[s]; }
    }
    const std::vector<std::uint32_t> kept = settle_spellings(reader.sectors, rows);
    std::vector<std::uint64_t> rows_of(rows.size());
    for (std::size_t s = 0; s < rows.size(); ++s) { rows_of[kept[s]] += rows[s]; }
    const std::vector<std::uint32_t> close = close_to_frequent(reader.sectors, rows_of);
    std::vector<std::uint32_t> position(rows.size(), no_label);
    for (std::size_t i = 0; i < sector_.size(); ++i) {
      const std::uint32_t s = sector_[i];
      if (s == no_label) {
        out_.sector.push_back(ratings::no_sector);
        continue;
      }
      const std::uint64_t line = line_[place_[i]];
      if (kept[s] != s) { reader.add(line, at(column_role::sector), codes::case_or_space, reader.sectors[s], "elsewhere it is \"" + text::shown(reader.sectors[kept[s]]) + "\""); }
      if (close[kept[s]] != no_label) {
        reader.add(line, at(column_role::sector), codes::new_category, reader.sectors[s], "rare, and close to \"" + text::shown(reader.sectors[close[kept[s]]]) + "\"");
      }
      std::uint32_t& place = position[kept[s]];
      if (place == no_label) {
        place = static_cast<std::uint32_t>(out_.sectors.size());
        out_.sectors.emplace_back(reader.sectors[kept[s]]);
        check_number(out_.sectors.size(), "sectors");
      }
      out_.sector.push_back(static_cast<std::uint16_t>(place));
    }
    report_lookalikes(out_.sectors, column_role::sector, [&](std::size_t i) { return out_.sector[i] == ratings::no_sector ? no_label : out_.sector[i]; }, out_.sector.size(),
                      [&](std::size_t i) { return line_[place_[i]]; });
  }

  void settle_raters() {
    for (std::uint32_t i = 0; i < reader.raters.size(); ++i) { out_.raters.emplace_back(reader.raters[i]); }
    report_lookalikes(out_.raters, column_role::rater, [&](std::size_t i) { return out_.rater[i]; }, out_.rater.size(), [&](std::size_t i) { return line_[place_[i]]; });
  }

  /// The role most of a person's rows give, the first in order of letters of equals.
  void settle_roles() {
    if (!reader.columns().has(column_role::role)) { return; }
    std::vector<std::map<std::string_view, std::size_t>> seen(out_.raters.size());
    for (std::size_t i = 0; i < role_.size(); ++i) {
      if (role_[i] != no_label && out_.rater[i] != ratings::no_rater) { ++seen[out_.rater[i]][reader.roles[role_[i]]]; }
    }
    out_.roles.resize(out_.raters.size());
    for (std::size_t r = 0; r < seen.size(); ++r) {
      std::size_t most = 0;
      for (const auto& [role, n] : seen[r]) {
        if (n > most) {
          most = n;
          out_.roles[r] = role;
        }
      }
    }
  }

  [[nodiscard]] date day_of(std::size_t place) const { return date_[place] == no_label ? date{} : reader.dates.entries()[date_[place]].text.day; }

  /// Dates are those of the round: of then-tests and judges nothing is kept, because theirs are other days.
  void settle_dates() {
    if (!reader.columns().has(column_role::date)) { return; }
    std::vector<bool> counts(community_.size(), true);
    for (std::size_t i = 0; i < place_.size(); ++i) { counts[place_[i]] = static_cast<score_mode>(out_.mode[i]) == score_mode::individual; }
    settle_ambiguous_dates(counts);
    // the day most rows of a community's round give, the earliest of equals
    pair_dictionary cells; // community and round
    pair_dictionary days;  // cell and entry of the date
    std::vector<std::uint64_t> rows;
    std::vector<std::uint32_t> cell_of(community_.size());
    for (std::size_t i = 0; i < community_.size(); ++i) {
      cell_of[i] = cells.add(community_[i], round_[i]).first;
      if (!counts[i] || !day_of(i).has_value()) { continue; }
      const auto [d, added] = days.add(cell_of[i], static_cast<std::uint32_t>(day_of(i).days()));
      if (added) { rows.push_back(0); }
      ++rows[d];
    }
    std::vector<date> usual(cells.size());
    std::vector<std::uint64_t> most(cells.size());
    for (std::uint32_t d = 0; d < days.size(); ++d) {
      const std::uint32_t c = days[d].first;
      const date day{static_cast<std::int32_t>(days[d].second)};
      if (rows[d] > most[c] || (rows[d] == most[c] && day < usual[c])) {
        most[c] = rows[d];
        usual[c] = day;
      }
    }
    for (std::size_t i = 0; i < community_.size(); ++i) {
      const date day = day_of(i);
      if (counts[i] && day.has_value() && day.days() > usual[cell_of[i]].days() + 366) {
        reader.add(line_[i], at(column_role::date), codes::future_date, reader.dates.text(date_[i]), "most rows of this community and round say " + usual[cell_of[i]].to_string());
      }
    }
    for (const std::size_t place : place_) { out_.day.push_back(counts[place] && day_of(place).has_value() ? day_of(place).days() : INT32_MIN); }
  }

  void settle_ambiguous_dates(const std::vector<bool>& counts) {
    bool day_first = false;
    bool month_first = false;
    bool ambiguous = false;
    for (std::size_t i = 0; i < date_.size(); ++i) {
      if (date_[i] == no_label) { continue; }
      const date_text& text = reader.dates.entries()[date_[i]].text;
      day_first = day_first || text.shows_day_first;
      month_first = month_first || text.shows_month_first;
      ambiguous = ambiguous || text.ambiguous;
    }
    if (!ambiguous) { return; }
    for (date_entry& entry : reader.dates.entries()) {
      if (entry.text.ambiguous && day_first != month_first) { entry.text.day = day_first ? entry.text.day_first : entry.text.month_first; }
    }
    for (std::size_t i = 0; i < date_.size(); ++i) {
      if (date_[i] == no_label || !counts[i]) { continue; }
      const date_text& text = reader.dates.entries()[date_[i]].text;
      if (!text.ambiguous) { continue; }
      reader.add(line_[i], at(column_role::date), codes::ambiguous_date, reader.dates.text(date_[i]), text.day_first.to_string() + " or " + text.month_first.to_string(),
                 text.day.has_value() ? "read as " + text.day.to_string() + ", as the other dates of the file are written" : "row kept without a date; the dates option settles it");
    }
  }

  /// Names that look alike but are written with different characters, reported in every row of the rarer one.
  template <class LabelOf, class LineOf>
  void report_lookalikes(const std::vector<std::string>& names, column_role role, LabelOf label_of, std::size_t rows, LineOf line_of) {
    const std::vector<std::uint32_t> twin = lookalikes(names);
    if (std::all_of(twin.begin(), twin.end(), [](std::uint32_t t) { return t == no_label; })) { return; }
    for (std::size_t i = 0; i < rows; ++i) {
      const std::uint32_t label = label_of(i);
      if (label < twin.size() && twin[label] != no_label) {
        reader.add(line_of(i), at(role), codes::lookalike, names[label], "looks like \"" + text::shown(names[twin[label]]) + "\", which is written with other characters");
      }
    }
  }

  void check_number(std::size_t n, const char* what) const {
    if (n >= 0xFFFFu) { throw error{error_category::limit, function_, "source", "more than 65534 different " + std::string{what}}; }
  }

  const char* function_;
  ratings out_;
  std::vector<std::uint32_t> community_; ///< of every kept row, agreed marks too
  std::vector<std::uint32_t> round_;
  std::vector<std::uint32_t> date_;
  std::vector<std::uint64_t> line_;
  std::vector<std::size_t> place_;       ///< of every row of `out_`: its position in the four above
  std::vector<std::uint32_t> sector_;
  std::vector<std::uint32_t> role_;
  std::vector<std::uint32_t> asked_at_;
  std::vector<agreed_row> agreed_;
  bool any_asked_{};
};

} // namespace headway::io::detail
