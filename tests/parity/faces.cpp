// Every table of the sample studies from C++, in the format and order of tests/parity_faces.py, which compares it with C and Python.
//
//   faces <folder> <file>   writes the tables of the samples in <folder> to <file>
//
// The rubric is the static one, so this also compares static with dynamic extents: C and Python know only the latter.

#include <headway/agreement/shared_agreement.hpp>
#include <headway/change/shared_bounds.hpp>
#include <headway/change/shared_change.hpp>
#include <headway/change/shared_panel.hpp>
#include <headway/change/shared_path.hpp>
#include <headway/change/shared_response_shift.hpp>
#include <headway/core/study_builder.hpp>
#include <headway/core/study_tables.hpp>
#include <headway/design/shared_design.hpp>
#include <headway/io/csv.hpp>
#include <headway/models/compare_fits.hpp>
#include <headway/models/cumulative_link.hpp>
#include <headway/models/many_facet.hpp>
#include <headway/models/linking.hpp>
#include <headway/models/shared_fit.hpp>
#include <headway/profile/influence.hpp>
#include <headway/profile/shared.hpp>
#include <headway/rubrics/rubrics.hpp>

#include <bit>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace headway;
using study_type = study<9, 5>;

std::string hex(std::uint64_t value, std::size_t digits) {
  std::string out(digits, '0');
  for (std::size_t i = digits; i > 0; value >>= 4) { out[--i] = "0123456789abcdef"[value & 15]; }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (u < 0x20 || u == 0x7F || c == '\\') {
      out += "\\x" + hex(u, 2);
    } else {
      out += c;
    }
  }
  return out;
}

constexpr std::string_view kind_of(column_type type) {
  switch (type) {
  case column_type::integer: return "integer";
  case column_type::real: return "real";
  case column_type::text: return "text";
  case column_type::boolean: return "boolean";
  }
  return "";
}

std::string cell(const table_column& column, std::size_t row) {
  if (column.valid()[row] == 0) { return "-"; }
  switch (column.type()) {
  case column_type::real: return hex(std::bit_cast<std::uint64_t>(column.reals()[row]), 16);
  case column_type::text: return "=" + escaped(column.texts()[row]);
  case column_type::integer:
  case column_type::boolean: break;
  }
  return std::to_string(column.integers()[row]);
}

/// Writes labelled tables to a file.
class dump {
public:
  explicit dump(const std::string& path) : out_{path, std::ios::binary} { out_ << "headway dump 1\n"; }

  void put(const std::string& label, const table& t) {
    out_ << "table " << label << "\nrows " << t.rows() << '\n';
    for (const table_column& column : t.columns()) {
      out_ << "column " << escaped(column.name()) << ' ' << kind_of(column.type()) << '\n';
      for (std::size_t row = 0; row < column.size(); ++row) { out_ << cell(column, row) << '\n'; }
    }
  }

  /// Whether everything was written.
  [[nodiscard]] bool finish() {
    out_ << "end\n";
    out_.close();
    return !out_.fail();
  }

private:
  std::ofstream out_;
};

study_type read_study(const std::string& folder, const std::string& marks, const std::string& agreed, const std::string& then_test = {}) {
  const auto rubric = rubrics::system_maturity();
  study_builder<9, 5> builder{rubric};
  builder.add(io::read_ratings(folder + "/" + marks, rubric)).add(io::read_consensus(folder + "/" + agreed, rubric));
  if (!then_test.empty()) { builder.add(io::read_ratings(folder + "/" + then_test, rubric)); }
  return builder.build();
}

void own_tables(dump& out, const std::string& name, const study_type& study) {
  out.put(name + " / problems", to_table(study->problems()));
  out.put(name + " / ratings", ratings_table(study));
}

void whole_study(dump& out, const study_type& study, disclosure::audience who) {
  const disclosure::rules rules = disclosure::rules_for(who);
  const auto label = [&](const std::string& what) { return "sample / " + what + " / " + std::string{name(who)}; };
  out.put(label("consensus"), profile::shared_consensus(study, {}, rules));
  out.put(label("coverage"), profile::shared_coverage(study, {}, rules));
  out.put(label("turnover"), profile::shared_turnover(study, {}, rules));
  out.put(label("consensus shift"), agreement::shared_consensus_shift(study, {}, rules));
  out.put(label("decision rules"), agreement::shared_decision_rules(study, {}, rules));
  out.put(label("linking"), models::linking_table(study, rules));
  out.put(label("profile"), profile::shared_profile_all(study, rules));
  out.put(label("profile by sector"), profile::shared_profile_all(study, rules, {.by_sector = true}));
}

void one_community(dump& out, const study_type& study, const std::string& key, disclosure::audience who) {
  const disclosure::rules rules = disclosure::rules_for(who);
  const auto rounds = study->rounds();
  for (std::size_t r = 0; r < rounds.size(); ++r) {
    const std::string& round = rounds[r].label;
    const auto label = [&](const std::string& what) { return "sample / " + what + " / " + key + " / " + round + " / " + std::string{name(who)}; };
    out.put(label("profile"), profile::shared_profile(study, {key, round}, rules));
    out.put(label("profile by sector"), profile::shared_profile(study, {key, round}, rules, {.by_sector = true}));
    out.put(label("cumulative"), profile::shared_cumulative(study, {key, round}, rules));
    out.put(label("agenda"), profile::shared_agenda(study, {key, round}, rules));
    out.put(label("influence"), profile::shared_influence(study, {key, round}, rules));
    out.put(label("sectors"), agreement::shared_sectors(study, {key, round}, rules));
    out.put(label("sector split"), agreement::shared_sector_split(study, {key, round}, rules));
    out.put(label("sector pairs"), agreement::shared_sector_pairs(study, {key, round}, rules));
    out.put(label("consensus against"), agreement::shared_consensus_against(study, {key, round}, rules));
    out.put(label("decision rules"), agreement::shared_decision_rules(study, {key, round}, rules));
    out.put(label("prompts"), agreement::shared_prompts(study, {key, round}, rules, 3));
    for (std::size_t later = r + 1; later < rounds.size(); ++later) {
      const std::string& to = rounds[later].label;
      const auto pair = [&](const std::string& what) { return "sample / " + what + " / " + key + " / " + round + " / " + to + " / " + std::string{name(who)}; };
      out.put(pair("rounds"), profile::shared_rounds(study, {key, round, to}, rules));
      out.put(pair("change"), change::shared_change(study, {key, round, to}, rules));
      out.put(pair("panel"), change::shared_panel(study, {key, round, to}, rules));
      out.put(pair("bounds"), change::shared_bounds(study, {key, round, to}, rules));
      out.put(pair("response shift"), change::shared_response_shift(study, {key, round, to}, rules));
    }
  }
  out.put("sample / path / " + key + " / " + std::string{name(who)}, change::shared_path(study, key, rules));
}

/// A model of one community of the sample.
void fitted(dump& out, const study_type& study) {
  const models::ordinal_fit fit = models::fit_ordinal(study, {.community = "BRA", .draws = 100});
  for (const disclosure::audience who : {disclosure::audience::room, disclosure::audience::partners, disclosure::audience::public_}) {
    const disclosure::rules rules = disclosure::rules_for(who);
    const auto label = [&](const std::string& what) { return "sample / fit / " + what + " / " + std::string{name(who)}; };
    out.put(label("blocks"), models::shared_blocks(fit, rules));
    out.put(label("levels"), models::shared_levels(fit, rules));
    out.put(label("change"), models::shared_change(fit, rules));
    out.put(label("severity"), models::shared_severity(fit, rules));
    out.put(label("misfit"), models::shared_misfit(fit, rules));
    out.put(label("sector use"), models::shared_sector_use(fit, rules));
    out.put(label("panel"), models::shared_panel(fit, rules));
    out.put(label("claims"), models::shared_claims(fit, rules));
    out.put(label("turns"), models::shared_turns(fit, rules));
    out.put(label("stayers"), models::shared_stayers(fit, rules));
    out.put(label("left out"), models::shared_left_out(fit, rules));
    const design::design_options next{.people = {2, 5}, .panels = 40};
    out.put(label("next panel"), design::shared_next_panel(fit, rules, next));
    out.put(label("people needed"), design::shared_people_needed(fit, rules, next));
    out.put(label("could have shown"), design::shared_could_have_shown(fit, rules, next));
    out.put(label("generalizability"), design::shared_generalizability(fit, rules, next));
  }
  out.put("sample / fit / severity named", models::severity_table(fit, models::people_shown::named));
  out.put("sample / fit / misfit named", models::misfit_table(fit, models::people_shown::named));
  out.put("sample / fit / diagnostics", models::diagnostics_table(fit));
  out.put("sample / fit / draws", models::draws_table(fit));
  out.put("sample / fit / simulate", models::simulated_table(fit, seed{2}));
}

/// Models of columns that all three faces make alike.
void columns(dump& out) {
  models::model_rows rows;
  rows.levels = 5;
  rows.fixed_terms = 1;
  rows.random = {{"group 0", 6, {}, {}, {}}};
  models::facet group{"facet 0", {"0", "1", "2", "3", "4", "5"}, {}, models::facet_kind::drawn, true};
  models::facet part{"facet 1", {"0", "1"}, {}, models::facet_kind::fixed, false};
  for (std::uint32_t i = 0; i < 120; ++i) {
    const std::uint32_t y = (i % 6 + 2 * (i * i % 3) + (5 * i + i / 7) % 3) / 2;
    rows.answer.push_back(static_cast<std::int8_t>(y < 4 ? y : 4));
    rows.fixed.push_back(i * i % 3);
    rows.random[0].effect.push_back(i % 6);
    group.element.push_back(i % 6);
    part.element.push_back(i * i % 3);
  }
  const auto fit = models::cumulative_link(rows);
  out.put("columns / summary", models::summary_table(fit));
  out.put("columns / parameters", models::coefficients_table(fit));
  out.put("columns / effects", models::effects_table(fit));
  models::model_rows plain = rows;
  plain.random.clear();
  const std::array beside{models::compared(fit), models::compared(models::cumulative_link(plain))};
  out.put("columns / compare", models::comparison_table(beside));
  const auto facets = models::many_facet(rows.answer, 5, {group, part});
  out.put("facets / summary", models::summary_table(facets.fit));
  out.put("facets / measures", models::measures_table(facets));
  out.put("facets / facets", models::facets_table(facets));
  out.put("facets / steps", models::steps_table(facets));
  const std::array linked{group, part};
  out.put("facets / linking", models::linking_table(linked));
}

} // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "faces <folder> <file>\n";
    return 2;
  }
  try {
    const std::string folder = arguments[1];
    dump out{arguments[2]};
    constexpr std::array audiences{disclosure::audience::room, disclosure::audience::partners, disclosure::audience::public_};
    const study_type study = read_study(folder, "scores_long.csv", "consensus_with_reasons.csv", "then_test_long.csv");
    own_tables(out, "sample", study);
    for (const disclosure::audience who : audiences) { whole_study(out, study, who); }
    for (const community& place : study->communities()) {
      for (const disclosure::audience who : audiences) { one_community(out, study, place.key, who); }
    }
    fitted(out, study);
    own_tables(out, "dirty", read_study(folder, "scores_long_dirty.csv", "consensus_with_reasons_dirty.csv"));
    columns(out);
    return out.finish() ? 0 : 1;
  } catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
}
