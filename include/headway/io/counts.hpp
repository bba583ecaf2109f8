#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <headway/core/counts.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/rubric.hpp>
#include <headway/io/detail/counting.hpp>
#include <headway/io/detail/mapped_file.hpp>
#include <headway/io/detail/progress.hpp>
#include <headway/io/options.hpp>

/// \file
/// From a tidy file straight to counts, for files with more rows than need to be kept.

namespace headway::io {

/// How a file is counted. Since 0.1. Checked by `io_counts_test`.
struct count_options {
  read_options read{};
  std::size_t threads{1};                        ///< at most; a file with quotes or that cannot be mapped, and any file with `progress`, is counted by one
  bool by_sector{false};                         ///< whether sectors are told apart
  std::size_t cell_limit{std::size_t{1} << 26};  ///< most cells of community, round, dimension and sector to make room for
};

/// Counts of a file, and the names of what is counted, each list in its natural order whatever the order of the rows.
/// Since 0.1. Checked by `io_counts_test`.
template <std::size_t Levels>
struct counted_ratings {
  headway::counts<Levels> counts;
  std::vector<community> communities{};
  std::vector<std::string> rounds{};
  std::vector<std::string> sectors{};   ///< empty when sectors are not told apart; an empty name first when some rows have none
  problem_list problems{};
  std::uint64_t rows_read{};
  std::uint64_t rows_left_out{};
  std::uint64_t rows_other_mode{};      ///< agreed marks, then-tests and judges: read, never counted among people's own marks
  std::vector<reading::column_use> columns{};
  std::string separator{};
  std::string encoding{};
  std::string line_end{};
};

namespace detail {

/// One text counted by one thread, from its first byte.
class counting_run {
public:
  counting_run(const rubric_words& words, const count_options& options, const std::string& source, const char* function)
      : input{source, options.read, function}, pass{words, options.read, source, function, options.by_sector, options.cell_limit} {}

  void take(std::string_view block, bool last) {
    input.feed(
      block, last, [&](const csv_record& record) { pass.header(record, false); }, [&](const csv_record& record) { pass.record(record); },
      [&](csv_scanner& scanner) { pass.fast_lane(scanner, input, input.separator()); });
  }
  /// Counts a later part of a text whose header `first` has read.
  void take_part(const counting_run& first, std::string_view header_text, std::string_view part, std::uint64_t offset) {
    csv_input heading{first.pass.reader.source(), first.pass.reader.options(), "io::count_ratings"};
    heading.feed(
      header_text, true, [&](const csv_record& record) { pass.header(record, true); }, [](const csv_record&) {});
    input.start_inside(first.input, offset);
    take(part, true);
  }

  csv_input input;
  counting_pass pass;
};

/// Cuts `text` after line ends into at most `parts` pieces of about the same size. The text has no quotes, so every line end ends a row.
[[nodiscard]] inline std::vector<std::string_view> cut_at_lines(std::string_view text, std::size_t parts) {
  std::vector<std::string_view> out;
  for (std::size_t left = parts; left > 1 && !text.empty(); --left) {
    const std::size_t end = text.find('\n', text.size() / left);
    if (end == std::string_view::npos) { break; }
    out.push_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) { out.push_back(text); }
  return out;
}

/// Counts a whole text with several threads; false when it has to be done by one (quotes, bare CR line ends, or any trouble on the way).
[[nodiscard]] inline bool count_in_parts(const rubric_words& words, const count_options& options, const std::string& source, const char* function, std::string_view text,
                                         std::unique_ptr<counting_run>& out) {
  constexpr std::size_t worth_it = std::size_t{1} << 20;
  if (options.threads < 2 || text.size() < worth_it || text.find('"') != std::string_view::npos || text.substr(0, 5) == "sep=;") { return false; }
  std::size_t header_end = text.find_first_not_of("\r\n\xEF\xBB\xBF");
  header_end = header_end == std::string_view::npos ? header_end : text.find('\n', header_end);
  if (header_end == std::string_view::npos || text.substr(0, header_end).find("sep=") != std::string_view::npos) { return false; }
  const std::string_view header = text.substr(0, header_end + 1);
  const std::vector<std::string_view> parts = cut_at_lines(text.substr(header.size()), options.threads);
  std::vector<std::unique_ptr<counting_run>> runs;
  for (std::size_t i = 0; i < parts.size(); ++i) { runs.push_back(std::make_unique<counting_run>(words, options, source, function)); }
  std::vector<std::uint8_t> failed(parts.size());
  try {
    if (parts.empty()) { return false; }
    runs[0]->take(header, false); // errors about the header are those of the one-thread way
  } catch (const error&) { return false; }
  std::vector<std::thread> threads;
  const auto work = [&](std::size_t i) noexcept {
    try {
      if (i == 0) {
        runs[0]->take(parts[0], true);
      } else {
        runs[i]->take_part(*runs[0], header, parts[i], static_cast<std::uint64_t>(parts[i].data() - text.data()));
      }
    } catch (...) { failed[i] = 1; }
  };
  std::size_t started = 1;
  try {
    for (; started < parts.size(); ++started) { threads.emplace_back(work, started); }
  } catch (...) { std::fill(failed.begin() + static_cast<std::ptrdiff_t>(started), failed.end(), std::uint8_t{1}); }
  work(0);
  for (std::thread& t : threads) { t.join(); }
  if (std::find(failed.begin(), failed.end(), std::uint8_t{1}) != failed.end()) { return false; }
  std::uint64_t lines = runs[0]->input.scanner().line() - 1;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    runs[0]->pass.join(runs[i]->pass, lines);
    runs[0]->input.scanner().join_ends(runs[i]->input.scanner());
    lines += runs[i]->input.scanner().line() - 1;
  }
  out = std::move(runs[0]);
  return true;
}

/// What the whole of a counted text comes to: names settled and in order, one problem for each spelling that was joined.
template <std::size_t Levels>
[[nodiscard]] counted_ratings<Levels> settle_counts(counting_run& run, bool by_sector) {
  counting_pass& pass = run.pass;
  row_reader& reader = pass.reader;
  std::vector<std::uint64_t> pair_rows(reader.communities.size());
  std::vector<std::uint64_t> round_rows(reader.rounds.size());
  std::vector<std::uint64_t> sector_rows(reader.sectors.size());
  bool some_without_sector = false;
  pass.each_cell([&](std::uint32_t c, std::uint32_t r, std::size_t, std::size_t s, const std::uint32_t* level, const std::uint32_t* missing) {
    const std::size_t levels = pass.counted.table().levels();
    const std::uint64_t rows = std::accumulate(level, level + levels, std::uint64_t{0}) + std::accumulate(missing, missing + missing_reasons, std::uint64_t{0});
    pair_rows[c] += rows;
    round_rows[r] += rows;
    if (s == 0) {
      some_without_sector = true;
    } else {
      sector_rows[s - 1] += rows;
    }
  });

  const columns_found& at = reader.columns();
  const auto rows_say = [](std::uint64_t n) { return std::to_string(n) + (n == 1 ? " row; " : " rows; "); };
  const settled_communities settled = settle_community_spellings(reader.communities, reader.community_keys, reader.community_names, pair_rows);
  std::vector<std::uint64_t> rows_of(settled.communities.size());
  for (std::size_t p = 0; p < pair_rows.size(); ++p) {
    if (pair_rows[p] != 0) { rows_of[settled.community_of[p]] += pair_rows[p]; }
  }
  const std::uint64_t most = rows_of.empty() ? 0 : *std::max_element(rows_of.begin(), rows_of.end());
  for (std::uint32_t p = 0; p < pair_rows.size(); ++p) {
    if (pair_rows[p] == 0) { continue; }
    const auto& [key, name] = reader.communities[p];
    const community& kept = settled.communities[settled.community_of[p]];
    if (key != no_label && settled.key_differs[p]) {
      reader.add(0, at[column_role::community_key], codes::case_or_space, reader.community_keys[key], rows_say(pair_rows[p]) + "elsewhere it is \"" + text::shown(kept.key) + "\"");
    }
    if (name != no_label && settled.name_differs[p] != 0) {
      const bool loose = settled.name_differs[p] == 1;
      reader.add(0, at[column_role::community], loose ? codes::case_or_space : codes::community_name_mismatch, reader.community_names[name],
                 rows_say(pair_rows[p]) + "elsewhere it is \"" + text::shown(kept.name) + "\"");
    }
    if (rows_of[settled.community_of[p]] == 1 && most >= 10) {
      reader.add(0, at[key != no_label ? column_role::community_key : column_role::community], codes::unknown_community, key != no_label ? kept.key : kept.name, "in one row only: a new community, or a slip");
    }
  }
  const auto settle_names = [&](const label_column& names, const std::vector<std::uint64_t>& rows, column_role role, std::vector<std::string>& out) {
    const std::vector<std::uint32_t> kept = settle_spellings(names, rows);
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      if (rows[i] == 0) { continue; }
      if (kept[i] == i) {
        order.push_back(i);
      } else {
        reader.add(0, at[role], codes::case_or_space, names[i], rows_say(rows[i]) + "elsewhere it is \"" + text::shown(names[kept[i]]) + "\"");
      }
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return natural_less(names[a], names[b]); });
    std::vector<std::size_t> position(names.size());
    for (const std::uint32_t i : order) {
      position[i] = out.size();
      out.emplace_back(names[i]);
    }
    for (std::uint32_t i = 0; i < names.size(); ++i) { position[i] = position[kept[i]]; }
    return position;
  };
  std::vector<community> communities;
  std::vector<std::uint32_t> order(settled.communities.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(settled.communities[a].name, settled.communities[a].key) < std::tie(settled.communities[b].name, settled.communities[b].key);
  });
  std::vector<std::size_t> community_at(settled.communities.size());
  for (const std::uint32_t c : order) {
    community_at[c] = communities.size();
    communities.push_back(settled.communities[c]);
  }
  std::vector<std::string> rounds;
  std::vector<std::string> sectors;
  const std::vector<std::size_t> round_at = settle_names(reader.rounds, round_rows, column_role::round, rounds);
  if (by_sector && some_without_sector) { sectors.emplace_back(); }
  std::vector<std::size_t> sector_at(sector_rows.size());
  if (by_sector) { sector_at = settle_names(reader.sectors, sector_rows, column_role::sector, sectors); }

  const counts<dynamic>& table = pass.counted.table();
  const std::size_t levels = table.levels();
  counted_ratings<Levels> out{.counts = counts<Levels>{{communities.size(), rounds.size(), table.shape().dimensions, by_sector ? sectors.size() : 1}, levels}};
  pass.each_cell([&](std::uint32_t c, std::uint32_t r, std::size_t d, std::size_t s, const std::uint32_t* level, const std::uint32_t* missing) {
    const std::size_t cell = out.counts.cell(community_at[settled.community_of[c]], round_at[r], d, s == 0 ? 0 : sector_at[s - 1]);
    for (std::size_t k = 0; k < levels; ++k) { out.counts.by_level()[cell * levels + k] += level[k]; }
    for (std::size_t k = 0; k < missing_reasons; ++k) { out.counts.by_reason()[cell * missing_reasons + k] += missing[k]; }
  });
  out.communities = std::move(communities);
  out.rounds = std::move(rounds);
  out.sectors = std::move(sectors);
  if (reader.rows_read == 0) { reader.add(0, row_reader::none, codes::no_data_rows, {}, "there is a header and nothing below it"); }
  if (run.input.scanner().ends().mixed()) { reader.add(0, row_reader::none, codes::mixed_line_ends, {}, "the file uses more than one kind of line end"); }
  out.problems = std::move(reader.problems);
  std::stable_sort(out.problems.kept().begin(), out.problems.kept().end(), [](const problem& a, const problem& b) { return a.line != b.line ? a.line < b.line : a.column < b.column; });
  out.rows_read = reader.rows_read;
  out.rows_left_out = reader.rows_left_out;
  out.rows_other_mode = pass.other_modes;
  out.columns = at.uses();
  reading described;
  run.input.describe(described);
  out.separator = described.separator;
  out.encoding = described.encoding;
  out.line_end = described.line_end;
  return out;
}

[[nodiscard]] inline std::unique_ptr<counting_run> count_text(const rubric_words& words, const count_options& options, std::string_view text, const std::string& source, const char* function) {
  std::unique_ptr<counting_run> run;
  if (!options.read.progress && count_in_parts(words, options, source, function, text, run)) { return run; }
  run = std::make_unique<counting_run>(words, options, source, function);
  take_telling(text, options.read, function, [&](std::string_view block, bool last) { run->take(block, last); });
  return run;
}

[[nodiscard]] inline std::unique_ptr<counting_run> count_file(const rubric_words& words, const count_options& options, const std::string& path, const char* function) {
  if (const mapped_file whole{path}; whole.valid()) { return count_text(words, options, whole.bytes(), path, function); }
  auto run = std::make_unique<counting_run>(words, options, path, function);
  each_block(path, function, telling(options.read, function, [&](std::string_view block, bool last) { run->take(block, last); }));
  return run;
}

} // namespace detail

/// Counts the marks of a tidy long file without keeping its rows: what `read_ratings` understands, a row at a time.
/// Definition: an element of the counts is the number of people's own marks with that score in that cell (community, round, dimension and, when asked for,
/// sector). Agreed marks, then-tests and judges are read but not counted.
/// Missing and edge cases: as `read_ratings` for each row, with the same problems at the same line and field; free text (reason) is not looked at. Two things need all rows at once and are the
/// study's business, not done here: rows given twice are counted twice, and dates are not compared with each other. Names that differ only in capitals or
/// blanks are joined when all is counted, with one problem (line 0) for each spelling.
/// Choose it over `read_ratings` when the file is too large to keep, or only distributions are wanted.
/// \param path a file, or anything that can be read from start to end \param rubric the dimensions and levels that are allowed
/// \throws error as `read_ratings`; limit for more cells than `cell_limit`
/// Cost: one pass; memory for the cells and the different names, not for rows. With several threads the result is the same to the last bit.
/// Threads: safe. Since 0.1. Checked by `io_counts_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] counted_ratings<Levels> count_ratings(const std::string& path, const rubric<Dimensions, Levels>& rubric, const count_options& options = {}) {
  const detail::rubric_words words{rubric};
  return detail::settle_counts<Levels>(*detail::count_file(words, options, path, "io::count_ratings"), options.by_sector);
}

/// Counts the marks of text in memory, as `count_ratings` does those of a file. \param source what to call it in problems
/// \throws error as `count_ratings`, without io
/// Since 0.1. Checked by `io_counts_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] counted_ratings<Levels> count_ratings_text(std::string_view text, const std::string& source, const rubric<Dimensions, Levels>& rubric, const count_options& options = {}) {
  const detail::rubric_words words{rubric};
  return detail::settle_counts<Levels>(*detail::count_text(words, options, text, source, "io::count_ratings_text"), options.by_sector);
}

} // namespace headway::io
