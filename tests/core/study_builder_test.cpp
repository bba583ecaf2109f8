// Joining readings: one canonical study whatever the order of rows and sources, and nothing that points outside its lists.

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <headway/core/study_builder.hpp>
#include <support/study_maker.hpp>

using namespace headway;
using test::plain_rubric;
using test::reordered;
using test::study_maker;

namespace {

const rubric<>& sheet() {
  static const rubric<> r{plain_rubric(3, 5)};
  return r;
}

study<> build(std::vector<reading> parts) {
  study_builder<> builder{sheet()};
  for (reading& part : parts) { builder.add(std::move(part)); }
  return builder.build();
}

std::string text_of(const study<>& s) {
  std::string out;
  const ratings_view rows = s->rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out += s->communities()[rows.community[i]].name + " " + s->rounds()[rows.round[i]].label + " " + std::to_string(rows.dimension[i]) + " " +
           (rows.rater[i] == ratings::no_rater ? "-" : s->raters()[rows.rater[i]]) + " " + (rows.sector[i] == ratings::no_sector ? "-" : s->sectors()[rows.sector[i]]) + " " +
           std::to_string(rows.score[i]);
    if (const written_mark* mark = s->find_off_scale(i)) { out += " \"" + mark->text + "\""; }
    if (const std::string* reason = s->find_reason(i)) { out += " (" + *reason + ")"; }
    out += "\n";
  }
  return out;
}

std::vector<std::string> codes_of(const study<>& s) {
  std::vector<std::string> out;
  for (const problem& p : s->problems().kept()) { out.push_back(std::to_string(p.line) + " " + p.code); }
  return out;
}

/// What a row that is not sound is answered with.
struct refusal {
  std::string argument;
  std::int64_t row;
  error_category category;
};

refusal refused(const std::function<void(ratings&)>& spoil) {
  study_maker maker;
  maker.person("A", "R1", "p1", "s1", {0, 1, 2}).agreed("A", "R1", 0, 1);
  reading input = maker.input();
  spoil(input.ratings);
  study_builder<> builder{sheet()};
  builder.add(maker.input());
  try {
    builder.add(std::move(input));
  } catch (const error& e) {
    BOOST_TEST(builder.build()->rows().size() == 3u); // what was added before is still there
    return {e.argument(), e.row(), e.category()};
  }
  return {"taken", 0, {}};
}

bool operator==(const refusal& a, const refusal& b) { return a.argument == b.argument && a.row == b.row && a.category == b.category; }

constexpr auto out_of_range = error_category::out_of_range;
constexpr auto invalid_argument = error_category::invalid_argument;

/// Rows of every kind: named and unnamed people, repeated, off the scale, with reasons, of several modes.
reading everything(std::mt19937& draw) {
  reading input;
  input.source = "all.csv";
  ratings& r = input.ratings;
  r.communities = {{"A", "Alderwick"}, {"B", "B"}};
  r.rounds = {"R2", "R10", "R1"};
  r.raters = {"p1", "p2", "p10", "nobody's"};
  r.roles = {"lead", "", "member", ""};
  r.sectors = {"housing", "council"};
  for (std::uint64_t i = 0; i < 60; ++i) {
    r.community.push_back(static_cast<std::uint32_t>(draw() % 2));
    r.round.push_back(static_cast<std::uint16_t>(draw() % 3));
    r.rater.push_back(draw() % 3 == 0 ? ratings::no_rater : static_cast<std::uint32_t>(draw() % 3));
    r.sector.push_back(draw() % 4 == 0 ? ratings::no_sector : static_cast<std::uint16_t>(draw() % 2));
    r.dimension.push_back(static_cast<std::uint16_t>(draw() % 2));
    const auto kind = draw() % 8;
    r.score.push_back(kind < 5 ? static_cast<std::int8_t>(kind) : kind == 5 ? std::int8_t{-2} : std::int8_t{-6});
    if (kind > 5) { r.off_scale.push_back({i, {kind == 6 ? "2-3" : "3+", kind == 6, kind == 6 ? 2.0 : 0.0, kind == 6 ? 3.0 : 0.0}}); }
    if (draw() % 5 == 0) { r.reasons.push_back({i, draw() % 2 == 0 ? "because" : "who knows"}); }
    const bool then = draw() % 6 == 0;
    r.mode.push_back(static_cast<std::uint8_t>(then ? score_mode::then_test : score_mode::individual));
    r.asked_at.push_back(then ? std::uint16_t{1} : ratings::no_round);
    r.day.push_back(draw() % 3 == 0 ? INT32_MIN : static_cast<std::int32_t>(19000 + 100 * r.round.back() + draw() % 2));
    r.line.push_back(i + 2);
  }
  for (int i = 0; i < 12; ++i) {
    consensus_record c;
    c.community = static_cast<std::uint32_t>(draw() % 2);
    c.round = static_cast<std::uint16_t>(draw() % 3);
    c.dimension = static_cast<std::uint16_t>(draw() % 2);
    c.score = score::at_level(draw() % 3);
    c.people_in_room = static_cast<std::int32_t>(draw() % 4) - 1;
    c.reason = draw() % 2 == 0 ? "" : "seen";
    c.evidence = draw() % 2 == 0 ? "minutes" : "";
    r.consensus.push_back(c);
  }
  return input;
}

} // namespace

BOOST_AUTO_TEST_SUITE(study_builder_test)

BOOST_AUTO_TEST_CASE(rows_stand_in_canonical_order) {
  study_maker maker;
  maker.person("Carrow", "R2", "p10", "z", {1}).person("Carrow", "R2", "p2", "a", {2}).person("Alderwick", "R10", "p2", "a", {3}).person("Alderwick", "R2", "p2", "a", {4, 0});
  const study<> s = build({maker.input()});
  BOOST_TEST(text_of(s) == "Alderwick R2 0 p2 a 4\nAlderwick R2 1 p2 a 0\nAlderwick R10 0 p2 a 3\nCarrow R2 0 p2 a 2\nCarrow R2 0 p10 z 1\n");
  BOOST_TEST(s->sectors()[0] == "a");
  BOOST_TEST(s->raters()[1] == "p10");
}

BOOST_AUTO_TEST_CASE(the_order_of_rows_never_changes_a_study) {
  std::mt19937 draw{12};
  for (int i = 0; i < 60; ++i) {
    const reading input = everything(draw);
    const study<> first = build({input});
    std::vector<std::size_t> order(input.ratings.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (int k = 0; k < 10; ++k) {
      std::shuffle(order.begin(), order.end(), draw);
      reading shuffled = reordered(input, order);
      std::shuffle(shuffled.ratings.consensus.begin(), shuffled.ratings.consensus.end(), draw);
      const study<> other = build({shuffled});
      BOOST_REQUIRE(first->same_data(other.data()));
      BOOST_REQUIRE(text_of(first) == text_of(other));
      BOOST_REQUIRE(first->problems().total() == other->problems().total());
    }
  }
}

BOOST_AUTO_TEST_CASE(the_order_of_labels_never_changes_a_study) {
  std::mt19937 draw{13};
  const reading input = everything(draw);
  reading relabelled = input;
  ratings& r = relabelled.ratings;
  const auto reverse = [](auto& names, auto& ids, auto none) {
    std::reverse(names.begin(), names.end());
    for (auto& id : ids) {
      if (id != none) { id = static_cast<std::remove_reference_t<decltype(id)>>(names.size() - 1 - id); }
    }
  };
  reverse(r.communities, r.community, std::uint32_t{0xFFFFFFFF});
  reverse(r.rounds, r.round, ratings::no_round);
  std::vector<std::string> same_names = r.rounds;
  reverse(same_names, r.asked_at, ratings::no_round);
  std::reverse(r.roles.begin(), r.roles.end());
  reverse(r.raters, r.rater, ratings::no_rater);
  reverse(r.sectors, r.sector, ratings::no_sector);
  for (consensus_record& c : r.consensus) {
    c.community = static_cast<std::uint32_t>(r.communities.size() - 1 - c.community);
    c.round = static_cast<std::uint16_t>(r.rounds.size() - 1 - c.round);
  }
  BOOST_TEST(build({input})->same_data(build({relabelled}).data()));
}

BOOST_AUTO_TEST_CASE(however_rows_are_spread_over_sources_the_marks_are_the_same) {
  study_maker whole;
  study_maker one;
  study_maker two;
  std::mt19937 draw{14};
  for (int i = 0; i < 40; ++i) {
    const std::string place = draw() % 2 == 0 ? "A" : "B";
    const std::string when = "R" + std::to_string(1 + draw() % 3);
    const auto d = draw() % 3;
    const int level = static_cast<int>(draw() % 5);
    const std::string who = "p" + std::to_string(i);
    whole.add(place, when, who, "s", d, level);
    (draw() % 2 == 0 ? one : two).add(place, when, who, "s", d, level);
  }
  const study<> s = build({whole.input()});
  BOOST_TEST(s->same_data(build({one.input(), two.input()}).data()));
  BOOST_TEST(s->same_data(build({two.input(), one.input()}).data()));
}

BOOST_AUTO_TEST_CASE(the_same_mark_twice_is_one_mark) {
  study_maker maker;
  maker.add("A", "R1", "p1", "", 0, 3).add("A", "R1", "p1", "s", 0, 3).add("A", "R1", "p2", "s", 0, 3);
  reading input = maker.input();
  input.source = "scores.csv";
  input.ratings.line = {2, 7, 9};
  input.ratings.reasons = {{0, "seen"}, {1, "heard"}};
  const study<> s = build({input});
  BOOST_TEST(text_of(s) == "A R1 0 p1 s 3 (heard / seen)\nA R1 0 p2 s 3\n");
  BOOST_REQUIRE(s->problems().kept().size() == 1u);
  const problem& p = s->problems().kept()[0];
  BOOST_TEST(p.source == "scores.csv");
  BOOST_TEST(p.line == 7u);
  BOOST_TEST(p.code == "duplicate_same");
  BOOST_TEST((p.severity == severity::warning));
  BOOST_TEST(p.value == "4");
  BOOST_TEST(p.message == "the same person and dimension as line 2, with the same mark");
}

BOOST_AUTO_TEST_CASE(marks_that_disagree_are_all_kept_and_none_is_counted) {
  study_maker maker;
  maker.add("A", "R1", "p1", "s", 0, 3).add("A", "R1", "p1", "s", 0, missing_reason::dont_know).add("A", "R1", "p1", "s", 0, missing_reason::off_scale).add("A", "R1", "p1", "s", 0, 3);
  reading input = maker.input();
  input.ratings.off_scale = {{2, {"2-3", true, 2, 3}}};
  reading elsewhere = study_maker{}.add("A", "R1", "p1", "s", 0, 1).input();
  input.source = "one.csv";
  elsewhere.source = "two.csv";
  elsewhere.ratings.line = {5};
  const study<> s = build({input, elsewhere});
  BOOST_TEST(text_of(s) == "A R1 0 p1 s -6 \"2 / 2-3 / 4 / dont_know\"\n");
  BOOST_TEST(!s->find_off_scale(0)->has_interval);
  BOOST_TEST(codes_of(s) == (std::vector<std::string>{"2 duplicate_conflict", "3 duplicate_conflict", "4 duplicate_conflict", "5 duplicate_conflict"}), boost::test_tools::per_element());
  BOOST_TEST(s->problems().kept()[3].source == "two.csv");
  BOOST_TEST(s->problems().kept()[3].message == "the same person and dimension as line 1 of one.csv, with another mark");
}

BOOST_AUTO_TEST_CASE(marks_in_other_modes_rounds_or_asked_at_are_not_repeats) {
  study_maker maker;
  maker.add("A", "R1", "p1", "s", 0, 3).add("A", "R2", "p1", "s", 0, 2).add("A", "R1", "p1", "s", 0, 1).add("A", "R1", "p1", "s", 0, 0).add("A", "R1", "p1", "s", 0, 4);
  reading input = maker.input();
  input.ratings.mode = {0, 0, 3, 3, 4};
  input.ratings.asked_at = {ratings::no_round, ratings::no_round, 1, ratings::no_round, ratings::no_round};
  const study<> s = build({input});
  BOOST_TEST(s->rows().size() == 5u);
  BOOST_TEST(s->rows(score_mode::then_test).size() == 2u);
  BOOST_TEST(s->rows(score_mode::judge).size() == 1u);
  BOOST_TEST(s->rows(community_id{0}, round_id{0}).size() == 1u); // only the individual mark
  BOOST_TEST(s->problems().total() == 0u);
  BOOST_REQUIRE(s->asked_at().size() == 5u);
  BOOST_TEST(s->asked_at()[2] == 1);
}

BOOST_AUTO_TEST_CASE(unnamed_people_are_never_one_person) {
  study_maker maker;
  maker.add("A", "R1", "", "s", 0, 3).add("A", "R1", "", "s", 0, 3).add("A", "R1", "", "", 0, 1);
  const study<> s = build({maker.input()});
  BOOST_TEST(text_of(s) == "A R1 0 - - 1\nA R1 0 - s 3\nA R1 0 - s 3\n");
  BOOST_TEST(s->problems().total() == 0u);
  BOOST_TEST(s->assessments()[0].people == 0u);
  BOOST_TEST(s->assessments()[0].has_individuals);
  BOOST_TEST(s->raters().empty());
}

BOOST_AUTO_TEST_CASE(a_community_is_known_by_key_and_name_or_by_either) {
  const auto one_row = [](community c) {
    reading input = study_maker{}.add("x", "R1", c.key + c.name, "s", 0, 1).input();
    input.ratings.communities = {c};
    return input;
  };
  const reading both = one_row({"ALD", "Alderwick"});
  const reading key = one_row({"ALD", "ALD"});
  const reading name = one_row({"Alderwick", "Alderwick"});
  for (const auto& parts : {std::vector<reading>{both, key, name}, {key, name, both}, {name, both, key}}) {
    const study<> s = build(parts);
    BOOST_REQUIRE(s->communities().size() == 1u);
    BOOST_TEST((s->communities()[0] == community{"ALD", "Alderwick"}));
    BOOST_TEST(s->rows(community_id{0}, round_id{0}).size() == 3u);
    BOOST_TEST(s->find_community("ALD").value == 0u);
    BOOST_TEST(s->find_community("alderwick").value == 0u);
  }
  BOOST_TEST(build({key, name})->communities().size() == 2u); // nobody said that they are one

  // a key that is another's name stays a key
  const study<> crossed = build({one_row({"X", "Y"}), one_row({"Y", "Z"}), one_row({"Y", "Y"})});
  BOOST_REQUIRE(crossed->communities().size() == 2u);
  BOOST_TEST(crossed->rows(crossed->find_community("X"), round_id{0}).size() == 1u);
  BOOST_TEST(crossed->rows(crossed->find_community("Z"), round_id{0}).size() == 2u);
  BOOST_TEST(crossed->problems().total() == 0u);
}

BOOST_AUTO_TEST_CASE(a_name_that_two_keys_share_is_nobodys_to_give_away) {
  const auto one_row = [](community c, const std::string& who) {
    reading input = study_maker{}.add("x", "R1", who, "s", 0, 1).input();
    input.ratings.communities = {c};
    input.source = who + ".csv";
    return input;
  };
  const study<> s = build({one_row({"N1", "Newport"}, "a"), one_row({"N2", "Newport"}, "b"), one_row({"Newport", "Newport"}, "c"), one_row({"Newport", "Newport"}, "d")});
  BOOST_REQUIRE(s->communities().size() == 3u);
  BOOST_TEST((s->communities()[0] == community{"N1", "Newport"}));
  BOOST_TEST(s->rows(community_id{2}, round_id{0}).size() == 2u);
  BOOST_REQUIRE(s->problems().kept().size() == 1u);
  BOOST_TEST(s->problems().kept()[0].code == "shared_community_name");
  BOOST_TEST(s->problems().kept()[0].source == "c.csv");
}

BOOST_AUTO_TEST_CASE(rounds_go_by_day_when_all_have_one_and_by_label_otherwise) {
  const auto labels = [](const study<>& s) {
    std::string out;
    for (const headway::round& r : s->rounds()) { out += r.label + " "; }
    return out;
  };
  study_maker maker;
  maker.add("A", "spring", "p1", "s", 0, 1).add("A", "autumn", "p1", "s", 0, 1).add("A", "R10", "p1", "s", 0, 1).add("A", "R9", "p1", "s", 0, 1);
  reading input = maker.input();
  BOOST_TEST(labels(build({input})) == "R9 R10 autumn spring ");
  input.ratings.day = {100, 300, 50, 400};
  BOOST_TEST(labels(build({input})) == "R10 spring autumn R9 ");
  BOOST_TEST(build({input})->rounds()[0].first_day.days() == 50);
  input.ratings.day[3] = INT32_MIN; // one round without a day: the days settle nothing
  BOOST_TEST(labels(build({input})) == "R9 R10 autumn spring ");
}

BOOST_AUTO_TEST_CASE(one_odd_date_does_not_move_a_round) {
  study_maker maker;
  for (int i = 0; i < 5; ++i) { maker.add("A", "R1", "p" + std::to_string(i), "s", 0, 1).add("A", "R2", "p" + std::to_string(i), "s", 0, 1); }
  reading input = maker.input();
  input.ratings.day = {100, 500, 100, 500, 100, 500, 100, 500, 100, 1}; // the last person's second round is dated before the first
  const study<> s = build({input});
  BOOST_TEST(s->rounds()[0].label == "R1");
  BOOST_TEST(s->rounds()[1].first_day.days() == 500);
  BOOST_TEST(s->assessments()[1].day.days() == 500);

  // marks given later about an earlier round do not date it
  reading then = study_maker{}.add("A", "R1", "p1", "s", 0, 1).add("A", "R2", "p1", "s", 0, 1).add("A", "R1", "p1", "s", 0, 0).add("A", "R1", "p2", "s", 0, 0).input();
  then.ratings.mode = {0, 0, 3, 3};
  then.ratings.day = {100, 500, 600, 600};
  const study<> t = build({then});
  BOOST_TEST(t->rounds()[0].label == "R1");
  BOOST_TEST(t->rounds()[0].first_day.days() == 100);
}

BOOST_AUTO_TEST_CASE(a_study_of_agreed_marks_only) {
  const study<> s = study_maker{}.agreed("A", "R1", 0, 3).agreed("A", "R1", 1, {}, consensus_outcome::no_agreement).agreed("B", "R2", 2, 1).build(plain_rubric(3, 5));
  BOOST_TEST(s->rows().size() == 0u);
  BOOST_REQUIRE(s->assessments().size() == 2u);
  BOOST_TEST(!s->assessments()[0].has_individuals);
  BOOST_TEST(s->assessments()[0].has_consensus);
  BOOST_TEST(s->assessments()[0].people == 0u);
  BOOST_TEST(s->find_consensus(community_id{0}, round_id{0}, dimension_id{0})->score.level() == 3u);
  BOOST_TEST((s->find_consensus(community_id{0}, round_id{0}, dimension_id{1})->outcome == consensus_outcome::no_agreement));
  BOOST_TEST(s->rows(community_id{1}, round_id{0}).size() == 0u);
}

BOOST_AUTO_TEST_CASE(agreed_marks_given_twice_are_settled_like_peoples_marks) {
  reading input = study_maker{}.agreed("A", "R1", 0, 3).agreed("A", "R1", 0, 3).agreed("A", "R1", 1, 1).agreed("A", "R1", 1, 2).agreed("A", "R1", 1, {}, consensus_outcome::no_agreement).input();
  auto& c = input.ratings.consensus;
  for (std::size_t i = 0; i < c.size(); ++i) { c[i].line = i + 2; }
  c[0].reason = "seen";
  c[1].reason = "heard";
  c[1].people_in_room = 8;
  c[3].evidence = "minutes";
  const study<> s = build({input});
  BOOST_REQUIRE(s->consensus().size() == 2u);
  BOOST_TEST(s->consensus()[0].score.level() == 3u);
  BOOST_TEST(s->consensus()[0].reason == "heard / seen");
  BOOST_TEST(s->consensus()[0].people_in_room == 8);
  BOOST_TEST(!s->consensus()[1].score.has_level());
  BOOST_TEST(s->consensus()[1].written.text == "2 / 3 / no_agreement");
  BOOST_TEST(s->consensus()[1].evidence == "minutes");
  BOOST_TEST(codes_of(s) == (std::vector<std::string>{"3 duplicate_same", "5 duplicate_conflict", "6 duplicate_conflict"}), boost::test_tools::per_element());
  BOOST_TEST(s->problems().kept()[0].message == "a second agreed mark for the same community, round and dimension, the first is in line 2");
  reading moderated = study_maker{}.agreed("A", "R1", 0, 3).agreed("A", "R1", 0, 4).input();
  moderated.ratings.consensus[1].mode = score_mode::moderated;
  const study<> m = build({moderated});
  BOOST_TEST(m->problems().total() == 0u);
  BOOST_TEST(m->find_consensus(community_id{0}, round_id{0}, dimension_id{0})->score.level() == 3u);
  BOOST_TEST(m->find_consensus(community_id{0}, round_id{0}, dimension_id{0}, score_mode::moderated)->score.level() == 4u);
}

BOOST_AUTO_TEST_CASE(rows_that_point_outside_their_lists_are_refused_by_row) {
  BOOST_TEST((refused([](ratings&) {}) == refusal{"taken", 0, {}}));
  BOOST_TEST((refused([](ratings& r) { r.community[1] = 1; }) == refusal{"community", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.round[2] = 1; }) == refusal{"round", 2, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.rater[0] = 1; }) == refusal{"rater", 0, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.sector[0] = 1; }) == refusal{"sector", 0, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.dimension[1] = 3; }) == refusal{"dimension", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.score[1] = 5; }) == refusal{"score", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.score[1] = -7; }) == refusal{"score", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.score[1] = -128; }) == refusal{"score", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.mode[1] = 1; }) == refusal{"mode", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.mode[1] = 200; }) == refusal{"mode", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.asked_at = {0, 1, ratings::no_round}; }) == refusal{"asked_at", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.day = {0, 0, date::last_days + 1}; }) == refusal{"day", 2, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.communities[0].key = ""; }) == refusal{"communities", 0, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.off_scale = {{3, {}}}; }) == refusal{"off_scale", 0, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.off_scale = {{1, {}}, {0, {}}}; }) == refusal{"off_scale", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.reasons = {{1, "a"}, {1, "b"}}; }) == refusal{"reasons", 1, out_of_range}));
  BOOST_TEST((refused([](ratings& r) { r.reasons = {{9, "a"}}; }) == refusal{"reasons", 0, out_of_range}));
  for (const auto& spoil : std::vector<std::function<void(consensus_record&)>>{
         [](consensus_record& c) { c.community = 1; }, [](consensus_record& c) { c.round = 1; }, [](consensus_record& c) { c.dimension = 3; },
         [](consensus_record& c) { c.score = score::at_level(5); }, [](consensus_record& c) { c.score = score::from_code(-7); },
         [](consensus_record& c) { c.mode = score_mode::individual; }, [](consensus_record& c) { c.outcome = static_cast<consensus_outcome>(3); },
         [](consensus_record& c) { c.day = date{INT32_MAX}; }}) {
    BOOST_TEST((refused([&](ratings& r) { spoil(r.consensus[0]); }) == refusal{"consensus", error::no_row, out_of_range}));
  }
}

BOOST_AUTO_TEST_CASE(columns_of_unequal_length_are_refused) {
  BOOST_TEST((refused([](ratings& r) { r.community.pop_back(); }) == refusal{"community", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.round.push_back(0); }) == refusal{"round", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.rater.clear(); }) == refusal{"rater", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.sector.clear(); }) == refusal{"sector", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.dimension.clear(); }) == refusal{"dimension", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.mode.clear(); }) == refusal{"mode", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.day = {0}; }) == refusal{"day", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.line = {0}; }) == refusal{"line", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.asked_at = {0}; }) == refusal{"asked_at", error::no_row, invalid_argument}));
  BOOST_TEST((refused([](ratings& r) { r.score.clear(); }) == refusal{"community", error::no_row, invalid_argument}));
}

BOOST_AUTO_TEST_CASE(a_builder_is_empty_after_it_built) {
  study_builder<> builder{sheet()};
  builder.add(study_maker{}.add("A", "R1", "p1", "s", 0, 3).input());
  BOOST_TEST(builder.build()->rows().size() == 1u);
  const study<> nothing = builder.build();
  BOOST_TEST(nothing->rows().size() == 0u);
  BOOST_TEST(nothing->communities().empty());
  builder.add(study_maker{}.add("A", "R1", "p1", "s", 0, 3).add("A", "R1", "p1", "s", 0, 1).input());
  BOOST_TEST(text_of(builder.build()) == "A R1 0 p1 s -6 \"2 / 4\"\n"); // it still knows what people write for each level
}

BOOST_AUTO_TEST_CASE(a_build_that_fails_can_be_tried_again) {
  study_builder<> builder{sheet()};
  reading many = study_maker{}.add("A", "R1", "p1", "s", 0, 3).input();
  many.problems.add({.code = "seen_before"});
  many.ratings.rounds.clear();
  for (int i = 0; i < 65535; ++i) { many.ratings.rounds.push_back("R" + std::to_string(i)); }
  builder.add(std::move(many));
  for (int i = 0; i < 2; ++i) {
    BOOST_CHECK_EXCEPTION((void)builder.build(), error, [](const error& e) { return e.argument() == "round" && e.message() == "more than 65534 rounds"; });
  }
}

BOOST_AUTO_TEST_CASE(problems_stand_in_the_order_of_their_lines_and_none_is_forgotten) {
  reading input = study_maker{}.add("A", "R1", "p1", "s", 0, 3).add("A", "R1", "p1", "s", 0, 3).input();
  input.source = "one.csv";
  input.ratings.line = {2, 5};
  input.problems.add({.source = "one.csv", .line = 9, .code = "later"});
  input.problems.add({.source = "one.csv", .line = 3, .code = "earlier"});
  BOOST_TEST(codes_of(build({input})) == (std::vector<std::string>{"3 earlier", "5 duplicate_same", "9 later"}), boost::test_tools::per_element());
  for (std::size_t i = 0; i < problem_list::most_kept; ++i) { input.problems.add({.source = "one.csv", .line = 20, .code = "many"}); }
  BOOST_TEST(build({input})->problems().total() == problem_list::most_kept + 3);
}

BOOST_AUTO_TEST_SUITE_END()
