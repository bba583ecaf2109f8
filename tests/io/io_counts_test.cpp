#include <boost/test/unit_test.hpp>

#include <headway/io/counts.hpp>
#include <headway/io/csv.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "support/samples.hpp"

using namespace headway;
using namespace headway::test;

namespace {

/// The same counts as a map from names, so that two ways of counting can be compared.
using named_counts = std::map<std::tuple<std::string, std::string, std::size_t, std::string, int>, std::uint64_t>;

template <std::size_t Levels>
named_counts named(const io::counted_ratings<Levels>& c) {
  named_counts out;
  const auto& shape = c.counts.shape();
  for (std::size_t p = 0; p < shape.communities; ++p) {
    for (std::size_t r = 0; r < shape.rounds; ++r) {
      for (std::size_t d = 0; d < shape.dimensions; ++d) {
        for (std::size_t s = 0; s < shape.sectors; ++s) {
          const auto cell = c.counts[c.counts.cell(p, r, d, s)];
          const auto put = [&](int code, std::uint32_t n) {
            if (n != 0) { out[{c.communities[p].key + "|" + c.communities[p].name, c.rounds[r], d, c.sectors.empty() ? "" : c.sectors[s], code}] += n; }
          };
          for (std::size_t k = 0; k < cell.levels().size(); ++k) { put(static_cast<int>(k), cell.levels()[k]); }
          for (std::size_t k = 0; k < missing_reasons; ++k) { put(-1 - static_cast<int>(k), cell.missing[k]); }
        }
      }
    }
  }
  return out;
}

named_counts named(const reading& r, bool by_sector) {
  named_counts out;
  const ratings& x = r.ratings;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (static_cast<score_mode>(x.mode[i]) != score_mode::individual) { continue; }
    const community& c = x.communities[x.community[i]];
    out[{c.key + "|" + c.name, x.rounds[x.round[i]], x.dimension[i], by_sector && x.sector[i] != ratings::no_sector ? x.sectors[x.sector[i]] : "", x.score[i]}] += 1;
  }
  return out;
}

using key = std::tuple<std::uint64_t, std::uint32_t, std::string>;
/// Problems of single rows; those of the whole file and of free text are told apart by their codes.
std::multiset<key> of_rows(const problem_list& problems) {
  std::multiset<key> out;
  for (const problem& p : problems.kept()) {
    if (p.line == 0 || (p.column_name == "comment" && (p.code == "formula_like"))) { continue; }
    if (p.code == "unknown_community" || p.code == "new_category" || p.code == "future_date" || p.code == "ambiguous_date" || p.code == "lookalike" || p.code == "community_name_mismatch") { continue; }
    if (p.code == "case_or_space" && p.message.starts_with("elsewhere")) { continue; }
    out.emplace(p.line, p.column, p.code);
  }
  return out;
}

/// A long text with everything in it: mostly plain rows, odd ones strewn in.
std::string long_text(unsigned seed, std::size_t rows, const std::string& end, bool quotes, bool with_reason) {
  std::mt19937 random{seed};
  const auto pick = [&](const auto& list) { return std::string{list[random() % std::size(list)]}; };
  static const char* const places[] = {"Alderwick", "Brackenmoor", "Carrow Sands", "Pentre \xC5\xB4yn", "A place with a rather long name"};
  static const char* const names[] = {"Vision", "Collaboration", "Finance", "Service delivery", "Workforce development", "Planning/Strategy/Programming"};
  static const char* const numbers[] = {"1", "2", "6", "7", "8", "5"};
  std::string out = std::string{"community,round,round_date,rater_id,sector,dimension_no,dimension,score"} + (with_reason ? ",missing_reason" : "") + ",comment" + end;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t d = random() % std::size(names);
    const auto odd = random() % 400;
    std::string community = pick(places), round = "R" + std::to_string(1 + random() % 3), day = "2023-09-1" + std::to_string(random() % 9), rater = "P-" + std::to_string(random() % 500);
    std::string sector = random() % 2 ? "council" : "health", number = numbers[d], name = names[d], score = std::to_string(1 + random() % 5), reason, comment;
    if (with_reason && random() % 20 == 0) {
      score = "";
      reason = random() % 2 ? "dont_know" : "blank";
    }
    switch (odd) {
    case 0: score = "6"; break;
    case 1: score = " 3"; break;
    case 2: rater = ""; break;
    case 3: rater = "somebody@example.org"; break;
    case 4: rater = " P-1"; break;
    case 5: sector = ""; break;
    case 6: name = "Visoin"; break;
    case 7: number = "3"; break;
    case 8: day = "31/02/2023"; break;
    case 9: out += end; break;
    case 10: out += ",,,,,,,,," + end; break;
    case 11: out += "short,row" + end; break;
    case 12: comment = "a,b"; break;
    case 13: community = "alderwick"; break;
    case 14: comment = quotes ? "\"quoted \"\"text\"\" over" + end + "two lines\"" : "plain"; break;
    case 15: comment = quotes ? "stray \" quote" : "=plain"; break;
    case 16: comment = "caf\xC3\xA9"; break;
    case 17: rater = "P\xC3\xA9"; break;
    case 18: score = "DK"; break;
    case 19: rater = "=1"; break;
    case 20: community = ""; break;
    case 21: reason = with_reason ? "dont_know" : ""; break;
    case 22: comment = "nul " + std::string(1, '\0') + " byte"; break;
    case 23: comment = "good \xC3\xA9 bad \xFF"; break;
    default: break;
    }
    out += community + "," + round + "," + day + "," + rater + "," + sector + "," + number + "," + name + "," + score + (with_reason ? "," + reason : "") + "," + comment + end;
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_counts_test)

BOOST_AUTO_TEST_CASE(samples_are_counted_as_they_are_read) {
  for (const char* file : {"scores_long.csv", "scores_long_dirty.csv", "scores_long_dirty_semicolon_bom_crlf.csv", "scores_long_dirty_broken.csv", "consensus_with_reasons.csv", "then_test_long.csv"}) {
    for (const bool by_sector : {false, true}) {
      const reading r = io::read_ratings(sample_path(file), sample_rubric());
      const auto c = io::count_ratings(sample_path(file), sample_rubric(), {.by_sector = by_sector});
      BOOST_TEST((named(c) == named(r, by_sector)), file);
      BOOST_TEST(c.rows_read == r.rows_read);
      BOOST_TEST(c.rows_left_out == r.rows_left_out);
      BOOST_TEST(c.rows_read == c.rows_left_out + c.rows_other_mode + std::accumulate(c.counts.by_level().begin(), c.counts.by_level().end(), 0u) +
                                  std::accumulate(c.counts.by_reason().begin(), c.counts.by_reason().end(), 0u));
      BOOST_TEST(c.separator == r.separator);
      BOOST_TEST(c.line_end == r.line_end);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_fast_lane_changes_nothing) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    for (const std::string end : {"\n", "\r\n"}) {
      const std::string text = long_text(seed, 6000, end, seed % 2 == 0, seed > 2);
      const reading r = io::read_ratings_text(text, "text", sample_rubric());
      for (const bool by_sector : {false, true}) {
        const auto c = io::count_ratings_text(text, "text", sample_rubric(), {.by_sector = by_sector});
        BOOST_TEST((named(c) == named(r, by_sector)));
        BOOST_TEST((of_rows(c.problems) == of_rows(r.problems)));
        BOOST_TEST(c.rows_read == r.rows_read);
        BOOST_TEST(c.rows_left_out == r.rows_left_out);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(threads_give_the_same_bits) {
  for (const bool with_reason : {false, true}) {
    const std::string text = long_text(9, 40'000, "\n", false, with_reason);
    BOOST_REQUIRE(text.size() > (std::size_t{1} << 20));
    const auto one = io::count_ratings_text(text, "text", sample_rubric(), {.by_sector = true});
    for (const std::size_t threads : {2u, 3u, 7u}) {
      const auto many = io::count_ratings_text(text, "text", sample_rubric(), {.threads = threads, .by_sector = true});
      BOOST_TEST((many.counts == one.counts));
      BOOST_TEST((many.communities == one.communities));
      BOOST_TEST((many.rounds == one.rounds));
      BOOST_TEST((many.sectors == one.sectors));
      BOOST_TEST((many.problems.kept() == one.problems.kept()));
      BOOST_TEST(many.problems.total() == one.problems.total());
      BOOST_TEST(many.rows_read == one.rows_read);
      BOOST_TEST(many.rows_left_out == one.rows_left_out);
      BOOST_TEST(many.line_end == one.line_end);
    }
  }
}

BOOST_AUTO_TEST_CASE(blocks_give_the_same_counts) {
  const std::string text = long_text(5, 3000, "\n", true, true);
  const io::detail::rubric_words words{sample_rubric()};
  const io::count_options options{};
  const auto whole = io::count_ratings_text(text, "text", sample_rubric());
  for (const std::size_t block : {std::size_t{61}, std::size_t{4096}, std::size_t{100'000}}) {
    io::detail::counting_run run{words, options, "text", "io::count_ratings"};
    for (std::size_t i = 0; i < text.size(); i += block) { run.take(std::string_view{text}.substr(i, block), false); }
    run.take({}, true);
    const auto pieces = io::detail::settle_counts<dynamic>(run, false);
    BOOST_TEST((pieces.counts == whole.counts));
    BOOST_TEST((pieces.problems.kept() == whole.problems.kept()));
  }
}

BOOST_AUTO_TEST_CASE(row_order_does_not_change_the_counts) {
  std::vector<std::string> lines = lines_of(file_bytes(sample_path("scores_long.csv")));
  std::reverse(lines.begin() + 1, lines.end());
  std::string text;
  for (const std::string& line : lines) { text += line + "\n"; }
  const auto a = io::count_ratings(sample_path("scores_long.csv"), sample_rubric());
  const auto b = io::count_ratings_text(text, "text", sample_rubric());
  BOOST_TEST((a.counts == b.counts));
  BOOST_TEST((a.communities == b.communities));
}

BOOST_AUTO_TEST_CASE(static_rubric_counts_alike) {
  const rubric<9, 5> fixed{sample_rubric().fields()};
  const auto a = io::count_ratings(sample_path("scores_long.csv"), fixed);
  const auto b = io::count_ratings(sample_path("scores_long.csv"), sample_rubric());
  BOOST_TEST((std::ranges::equal(a.counts.by_level(), b.counts.by_level())));
  BOOST_TEST((std::ranges::equal(a.counts.by_reason(), b.counts.by_reason())));
}

BOOST_AUTO_TEST_CASE(limits_and_errors) {
  std::string text = "community,round,dimension,score\n";
  for (int i = 0; i < 100; ++i) { text += "C" + std::to_string(i) + ",R1,1,3\n"; }
  BOOST_CHECK_EXCEPTION(static_cast<void>(io::count_ratings_text(text, "text", sample_rubric(), {.cell_limit = 1000})), error, [](const error& e) { return e.category() == error_category::limit; });
  BOOST_CHECK_EXCEPTION(static_cast<void>(io::count_ratings(sample_path("nowhere.csv"), sample_rubric())), error, [](const error& e) { return e.category() == error_category::io; });
  BOOST_CHECK_EXCEPTION(static_cast<void>(io::count_ratings_text("a,b\n", "text", sample_rubric())), error, [](const error& e) { return e.category() == error_category::not_found; });
  const auto nothing = io::count_ratings_text("community,round,dimension,score\n", "text", sample_rubric());
  BOOST_TEST(nothing.counts.cells() == 0u);
  BOOST_TEST(nothing.problems.kept().at(0).code == "no_data_rows");
}

BOOST_AUTO_TEST_SUITE_END()
