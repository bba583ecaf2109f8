#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <headway/core/counts.hpp>
#include <headway/core/round.hpp>
#include <headway/io/detail/csv_input.hpp>
#include <headway/io/detail/lane.hpp>
#include <headway/io/detail/row_reader.hpp>
#include <headway/io/detail/spellings.hpp>

namespace headway::io::detail {

/// Counts by the numbers of names as they appear, in a table that grows.
class growing_counts {
public:
  growing_counts(std::size_t dimensions, std::size_t levels, std::size_t cell_limit, const char* function)
      : cell_limit_{cell_limit}, function_{function}, shape_{0, 4, dimensions, 1}, table_{shape_, levels} {}

  /// Makes room for these numbers. \throws error limit
  void hold(std::size_t community, std::size_t round, std::size_t sector) {
    if (HEADWAY_LIKELY(community < shape_.communities && round < shape_.rounds && sector < shape_.sectors)) { return; }
    counts_shape larger = shape_;
    while (larger.communities <= community) { larger.communities = larger.communities == 0 ? 16 : larger.communities * 2; }
    while (larger.rounds <= round) { larger.rounds *= 2; }
    while (larger.sectors <= sector) { larger.sectors *= 2; }
    const double cells = static_cast<double>(larger.communities) * static_cast<double>(larger.rounds) * static_cast<double>(larger.dimensions) * static_cast<double>(larger.sectors);
    if (cells > static_cast<double>(cell_limit_)) {
      throw error{error_category::limit, function_, "source", "more than " + std::to_string(cell_limit_) + " cells of community, round, dimension and sector; raise cell_limit, or count part of the input at a time"};
    }
    table_ = table_.grown(larger);
    shape_ = larger;
  }
  void add(std::size_t community, std::size_t round, std::size_t dimension, std::size_t sector, score s) noexcept { table_.add(table_.cell(community, round, dimension, sector), s); }
  [[nodiscard]] const counts<dynamic>& table() const noexcept { return table_; }
  [[nodiscard]] counts<dynamic>& table() noexcept { return table_; }

private:
  std::size_t cell_limit_;
  const char* function_;
  counts_shape shape_;
  counts<dynamic> table_;
};

/// Counts the rows of one run of text; several, for the parts of one file, are joined afterwards in their order.
class counting_pass {
public:
  counting_pass(const rubric_words& words, const read_options& options, const std::string& source, const char* function, bool by_sector, std::size_t cell_limit)
      : reader{words, options, source, function},
        by_sector_{by_sector}, field_limit_{options.field_limit}, counted{words.size(), words.levels.size(), cell_limit, function} {
    reader.name_raters = false;
  }

  row_reader reader;

  /// Takes the header; `quiet` when another pass has reported on it already.
  void header(const csv_record& record, bool quiet) {
    reader.header(record.fields, record.line);
    if (quiet) { reader.problems = {}; }
    plan();
  }

  /// Counts one record.
  void record(const csv_record& record) {
    const std::uint64_t problems_before = reader.problems.total();
    if (!look_at_record(reader, record, field_limit_)) { return; }
    const row_input in = as_row(record);
    const understood_row* r = reader.row(in);
    if (r == nullptr) { return; }
    if (r->mode != score_mode::individual) {
      ++other_modes;
      return;
    }
    const std::size_t sector = by_sector_ ? r->sector + 1u : 0u; // 0: no sector is given (`no_label` + 1 wraps to it)
    counted.hold(r->community, r->round, sector);
    counted.add(r->community, r->round, r->dimension, sector, r->score);
    if (reader.problems.total() == problems_before && record.breaks == 0) { learn(in, *r); }
  }

  /// Counts as many whole rows as go by the fast lane, from the scanner's place on. The caller takes the next record the general way and comes back.
  void fast_lane(csv_scanner& scanner, csv_input& input, char separator) {
    if (!reader.has_met_every_column()) { return; }
    for (;;) {
      const csv_scanner::lane lane = scanner.walk(width_ + 1);
      if (lane.nul || lane.count < width_) { return; }
      const bool with_cr = lane.base[lane.positions[width_ - 1]] == '\r';
      const std::size_t stride = width_ + (with_cr ? 1 : 0);
      const std::size_t rows = whole_rows(lane, stride, with_cr, separator);
      if (rows == 0) { return; }
      look(lane, stride, rows);
      for (std::size_t from = 0; from < rows;) { // good rows, then a bad one the general way, and on
        std::size_t to = any_bad_ ? from : rows;
        while (to < rows && bad_[to] == 0) { ++to; }
        if (to > from) {
          add(from, to);
          scanner.took((to - from) * stride, to - from, with_cr);
          reader.passed_by(to - from);
          if (lane.high && std::find(wide_.begin() + static_cast<std::ptrdiff_t>(from), wide_.begin() + static_cast<std::ptrdiff_t>(to), 1u) != wide_.begin() + static_cast<std::ptrdiff_t>(to)) { input.saw_utf8(); }
        }
        if (to == rows) { break; }
        const csv_record* one = scanner.next();
        if (one == nullptr) { return; }
        input.check_encoding(*one);
        record(*one);
        from = to + 1;
      }
    }
  }

  /// Takes over what `next`, which counted the text right after this one's, has found.
  void join(counting_pass& next, std::uint64_t lines_before) {
    std::vector<std::uint32_t> place(next.reader.communities.size());
    std::vector<std::uint32_t> round(next.reader.rounds.size());
    std::vector<std::uint32_t> sector(next.reader.sectors.size());
    for (std::uint32_t i = 0; i < place.size(); ++i) {
      const auto& [key, name] = next.reader.communities[i];
      place[i] = reader.communities
                   .add(key == no_label ? no_label : reader.community_keys.add(next.reader.community_keys[key]),
                        name == no_label ? no_label : reader.community_names.add(next.reader.community_names[name]))
                   .first;
    }
    for (std::uint32_t i = 0; i < round.size(); ++i) { round[i] = reader.rounds.add(next.reader.rounds[i]); }
    for (std::uint32_t i = 0; i < sector.size(); ++i) { sector[i] = reader.sectors.add(next.reader.sectors[i]); }
    next.each_cell([&](std::uint32_t c, std::uint32_t r, std::size_t d, std::size_t s, const std::uint32_t* level, const std::uint32_t* missing) {
      const std::size_t at_sector = s == 0 ? 0 : sector[s - 1] + std::size_t{1};
      counted.hold(place[c], round[r], at_sector);
      counts<dynamic>& table = counted.table();
      const std::size_t cell = table.cell(place[c], round[r], d, at_sector);
      for (std::size_t k = 0; k < table.levels(); ++k) { table.by_level()[cell * table.levels() + k] += level[k]; }
      for (std::size_t k = 0; k < missing_reasons; ++k) { table.by_reason()[cell * missing_reasons + k] += missing[k]; }
    });
    other_modes += next.other_modes;
    reader.join(next.reader, lines_before);
  }

  /// Calls `take(community, round, dimension, sector, level counts, missing counts)` for every cell that is not empty.
  template <class Take>
  void each_cell(Take&& take) const {
    const counts<dynamic>& table = counted.table();
    const counts_shape& shape = table.shape();
    std::size_t cell = 0;
    for (std::uint32_t c = 0; c < shape.communities; ++c) {
      for (std::uint32_t r = 0; r < shape.rounds; ++r) {
        for (std::size_t d = 0; d < shape.dimensions; ++d) {
          for (std::size_t s = 0; s < shape.sectors; ++s, ++cell) {
            const std::uint32_t* level = table.by_level().data() + cell * table.levels();
            const std::uint32_t* missing = table.by_reason().data() + cell * missing_reasons;
            const auto some = [](std::uint32_t n) { return n != 0; };
            if (std::any_of(level, level + table.levels(), some) || std::any_of(missing, missing + missing_reasons, some)) { take(c, r, d, s, level, missing); }
          }
        }
      }
    }
  }

  std::uint64_t other_modes{}; ///< rows that are not one person's own mark, so not counted

private:
  static constexpr std::size_t most_rows = csv_scanner::window / 4;
  static constexpr std::uint32_t see_reason = 0xFFu; ///< the score is empty: the reason decides
  static constexpr std::uint32_t no_reason = 0xFEu;
  static constexpr std::uint32_t first_reason = 16;  ///< smaller codes are levels

  using values = std::array<std::uint32_t, most_rows>;

  /// A column that the lane looks at, and where its numbers go.
  struct part {
    column_role role;
    std::size_t field;
    lane_column texts{};
  };

  /// Says in which columns the lane looks.
  void plan() {
    const columns_found& at = reader.columns();
    width_ = at.headers().size();
    for (const column_role role : {column_role::community_key, column_role::community, column_role::round, column_role::dimension_number, column_role::dimension_key,
                                   column_role::dimension, column_role::sector, column_role::score, column_role::missing_reason, column_role::mode, column_role::asked_at,
                                   column_role::date, column_role::role, column_role::written}) {
      if (at.has(role)) { parts_.push_back({role, static_cast<std::size_t>(at[role])}); }
    }
    if (at.has(column_role::rater)) { rater_ = static_cast<std::size_t>(at[column_role::rater]); }
    sector_.fill(0);
    round_.fill(0);
    reason_.fill(no_reason);
  }

  /// Remembers the texts of a row without a problem.
  void learn(const row_input& in, const understood_row& r) {
    if (in.fields.size() != width_) { return; }
    const bool has_reason = reader.columns().has(column_role::missing_reason);
    for (part& p : parts_) {
      const std::string_view text = in.fields[p.field];
      const std::uint32_t code = r.score.has_level() ? static_cast<std::uint32_t>(r.score.level()) : first_reason + static_cast<std::uint32_t>(r.score.reason()) - 1;
      switch (p.role) {
      case column_role::community_key:
      case column_role::community: p.texts.learn(text, r.community); break;
      case column_role::round: p.texts.learn(text, r.round); break;
      case column_role::dimension_number:
      case column_role::dimension_key:
      case column_role::dimension: p.texts.learn(text, text.empty() ? any_dimension : r.dimension); break;
      case column_role::sector: p.texts.learn(text, by_sector_ ? r.sector + 1u : 0u); break;
      case column_role::score: p.texts.learn(text, text.empty() && has_reason ? see_reason : code); break;
      case column_role::missing_reason:
        if (text.empty()) {
          p.texts.learn(text, no_reason);
        } else if (code >= first_reason && in.fields[static_cast<std::size_t>(reader.columns()[column_role::score])].empty()) {
          p.texts.learn(text, code);
        }
        break;
      case column_role::written:
        if (text.empty()) { p.texts.learn(text, 0); }
        break;
      default: p.texts.learn(text, 0); break;
      }
    }
  }

  /// How many rows from the start of the lane have the right width and end in a line end, without quotes or @ anywhere, and stand far enough from the
  /// end of the text to be read in words of 16 bytes.
  [[nodiscard]] static std::size_t whole_rows(const csv_scanner::lane& lane, std::size_t stride, bool with_cr, char separator) noexcept {
    const std::size_t possible = (std::min)(lane.count / stride, most_rows);
    const auto far_enough = [&](std::uint32_t line_end) { return std::size_t{line_end} + 17 <= lane.size; };
    if (lane.line_feeds != 0 && lane.line_feeds == lane.count / stride && possible == lane.line_feeds && far_enough(lane.positions[possible * stride - 1])) {
      // nothing but separators and LF, as many LF as rows: it is enough that each stands where its row ends
      const std::uint32_t* at = lane.positions + stride - 1;
      unsigned different = 0;
      for (std::size_t r = 0; r < possible; ++r, at += stride) { different |= static_cast<unsigned>(lane.base[*at] ^ '\n'); }
      if (different == 0) { return possible; }
    }
    const std::size_t separators = stride - (with_cr ? 2 : 1);
    const std::uint32_t* at = lane.positions;
    for (std::size_t r = 0; r < possible; ++r, at += stride) {
      bool good = lane.base[at[stride - 1]] == '\n' && far_enough(at[stride - 1]);
      if (with_cr) { good = good && lane.base[at[stride - 2]] == '\r' && at[stride - 1] == at[stride - 2] + 1; }
      for (std::size_t k = 0; k < separators; ++k) { good = good & (lane.base[at[k]] == separator); }
      if (!good) { return r; }
    }
    return possible;
  }

  /// Looks up the texts of the rows; marks as bad those that are not all known or do not agree.
  void look(const csv_scanner::lane& lane, std::size_t stride, std::size_t rows) {
    std::fill_n(bad_.begin(), rows, 0u);
    bool placed = false;
    bool measured = false;
    for (part& p : parts_) {
      const auto into = [&](values& v) { p.texts.look(lane, stride, p.field, rows, v.data()); };
      switch (p.role) {
      case column_role::community_key:
      case column_role::community:
        into(placed ? other_ : place_);
        if (placed) { agree(place_, rows); }
        placed = true;
        break;
      case column_role::round: into(round_); break;
      case column_role::dimension_number:
      case column_role::dimension_key:
      case column_role::dimension:
        into(measured ? other_ : dimension_);
        if (measured) { agree_or_any(dimension_, rows); }
        measured = true;
        break;
      case column_role::sector: into(sector_); break;
      case column_role::score: into(score_); break;
      case column_role::missing_reason: into(reason_); break;
      default:
        into(other_);
        for (std::size_t r = 0; r < rows; ++r) { bad_[r] |= other_[r] >> 31; }
        break;
      }
    }
    if (rater_ != no_field) { check_codes(lane, stride, rater_, rows, bad_.data()); }
    if (lane.high) { check_text(lane, stride, rows); }
    if (reader.columns().has(column_role::missing_reason)) {
      for (std::size_t r = 0; r < rows; ++r) { // the score, or the reason why there is none
        const bool by_reason = score_[r] == see_reason;
        bad_[r] |= (reason_[r] >> 31) | static_cast<std::uint32_t>(!by_reason && reason_[r] != no_reason);
        score_[r] = by_reason ? (reason_[r] == no_reason ? first_reason : reason_[r]) : score_[r];
      }
    }
    std::uint32_t any = 0;
    for (std::size_t r = 0; r < rows; ++r) { // `lane_unknown` is the only number with the highest bit
      bad_[r] |= (place_[r] | round_[r] | dimension_[r] | sector_[r] | score_[r]) >> 31;
      any |= bad_[r];
    }
    any_bad_ = any != 0;
  }
  void agree(const values& first, std::size_t rows) noexcept {
    for (std::size_t r = 0; r < rows; ++r) { bad_[r] |= static_cast<std::uint32_t>(first[r] != other_[r]); }
  }
  void agree_or_any(values& first, std::size_t rows) noexcept {
    for (std::size_t r = 0; r < rows; ++r) {
      if (first[r] == any_dimension) { first[r] = other_[r]; }
      bad_[r] |= static_cast<std::uint32_t>(first[r] != other_[r] && other_[r] != any_dimension);
    }
  }
  /// Rows with bytes above 0x7F must be UTF-8 throughout, as the general way checks; `wide_` says which have any.
  void check_text(const csv_scanner::lane& lane, std::size_t stride, std::size_t rows) {
    const std::uint32_t* at = lane.positions;
    for (std::size_t r = 0; r < rows; ++r, at += stride) {
      const std::uint32_t first = at[-1] + 1; // there is one before the lane's first
      const std::string_view raw{lane.base + first, std::size_t{at[stride - 1]} - first};
      wide_[r] = static_cast<std::uint32_t>(std::any_of(raw.begin(), raw.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
      if (wide_[r] != 0 && text::first_invalid_utf8(raw)) { bad_[r] = 1; }
    }
  }

  void add(std::size_t from, std::size_t to) noexcept {
    counts<dynamic>& table = counted.table();
    const counts_shape shape = table.shape();
    const std::size_t levels = table.levels();
    std::uint32_t* const by_level = table.by_level().data();
    std::uint32_t* const by_reason = table.by_reason().data();
    for (std::size_t r = from; r < to; ++r) {
      cell_[r] = ((std::uint64_t{place_[r]} * shape.rounds + round_[r]) * shape.dimensions + dimension_[r]) * shape.sectors + sector_[r];
    }
    for (std::size_t r = from; r < to; ++r) { // apart from the above, so that many far-off counters can be on their way at once
      if (HEADWAY_LIKELY(score_[r] < first_reason)) {
        ++by_level[cell_[r] * levels + score_[r]];
      } else {
        ++by_reason[cell_[r] * missing_reasons + score_[r] - first_reason];
      }
    }
  }

  static constexpr std::size_t no_field = static_cast<std::size_t>(-1);
  static constexpr std::uint32_t any_dimension = 0x7FFFFFFEu;

  bool by_sector_;
  std::size_t field_limit_;
  std::size_t width_{};
  std::size_t rater_{no_field};
  std::vector<part> parts_;
  values bad_{};
  values wide_{};
  bool any_bad_{};
  std::array<std::uint64_t, most_rows> cell_{};
  values place_{};
  values round_{};
  values dimension_{};
  values sector_{};
  values score_{};
  values reason_{};
  values other_{};

public:
  growing_counts counted;
};

} // namespace headway::io::detail
