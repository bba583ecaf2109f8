// The words of the built-in rubrics: complete, short, plain text, and no two cells that say the same.

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include <headway/rubrics/conditions_for_change.hpp>
#include <headway/rubrics/system_behaviours.hpp>
#include <headway/rubrics/system_maturity.hpp>

namespace {

namespace data = headway::rubrics::detail;

template <class Visit>
void for_each_rubric(Visit visit) {
  visit(data::system_maturity_data);
  visit(data::system_behaviours_data);
  visit(data::conditions_for_change_data);
}

bool plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::size_t words(std::string_view text) {
  return text.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

} // namespace

BOOST_AUTO_TEST_SUITE(rubric_data)

BOOST_AUTO_TEST_CASE(each_rubric_says_what_it_is_and_whose_words_it_uses) {
  std::set<std::string_view> ids;
  for_each_rubric([&](const auto& rubric) {
    BOOST_TEST_CONTEXT(rubric.id) {
      BOOST_TEST(ids.insert(rubric.id).second);
      BOOST_TEST(rubric.edition == "headway-1");
      BOOST_TEST(rubric.language == "en-GB");
      BOOST_TEST((rubric.title.find("headway's own wording") != std::string_view::npos));
      BOOST_TEST((rubric.source.find("not the published text") != std::string_view::npos));
    }
  });
}

BOOST_AUTO_TEST_CASE(levels_run_from_one_to_five_with_labels_of_their_own) {
  for_each_rubric([](const auto& rubric) {
    std::set<std::string_view> labels;
    for (std::size_t i = 0; i < rubric.levels.size(); ++i) {
      BOOST_TEST(rubric.levels[i].value == static_cast<int>(i) + 1);
      BOOST_TEST(!rubric.levels[i].label.empty());
      BOOST_TEST(labels.insert(rubric.levels[i].label).second);
    }
  });
}

BOOST_AUTO_TEST_CASE(dimensions_are_numbered_and_keyed) {
  for_each_rubric([](const auto& rubric) {
    std::set<std::string_view> keys;
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < rubric.dimensions.size(); ++i) {
      const auto& dimension = rubric.dimensions[i];
      BOOST_TEST_CONTEXT(rubric.id << " " << dimension.key) {
        BOOST_TEST(dimension.number == static_cast<int>(i) + 1);
        BOOST_TEST(keys.insert(dimension.key).second);
        BOOST_TEST(names.insert(dimension.name).second);
        BOOST_TEST(!dimension.key.empty());
        BOOST_TEST(dimension.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
        BOOST_TEST(plain_ascii(dimension.name));
        BOOST_TEST(plain_ascii(dimension.question));
        BOOST_TEST(dimension.question.ends_with('?'));
        BOOST_TEST(words(dimension.question) <= 22u);
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(every_cell_is_one_short_sentence_said_once) {
  std::set<std::string_view> said;
  for_each_rubric([&](const auto& rubric) {
    for (const auto& dimension : rubric.dimensions) {
      for (const std::string_view descriptor : dimension.descriptors) {
        BOOST_TEST_CONTEXT(rubric.id << " " << dimension.key << ": " << descriptor) {
          BOOST_TEST(said.insert(descriptor).second);
          BOOST_TEST(plain_ascii(descriptor));
          BOOST_TEST(descriptor.ends_with('.'));
          BOOST_TEST(descriptor.find('.') == descriptor.size() - 1);
          BOOST_TEST(descriptor.size() <= 160u);
          BOOST_TEST(words(descriptor) <= 22u);
        }
      }
    }
  });
  BOOST_TEST(said.size() == 135u);
}

BOOST_AUTO_TEST_CASE(behaviours_stand_in_three_groups_of_three) {
  const auto& dimensions = data::system_behaviours_data.dimensions;
  constexpr std::string_view groups[] = {"Perspective", "Power", "Participation"};
  for (std::size_t i = 0; i < dimensions.size(); ++i) { BOOST_TEST(dimensions[i].group == groups[i / 3]); }
}

BOOST_AUTO_TEST_CASE(every_condition_says_what_helps_and_what_hinders) {
  std::set<std::string_view> said;
  for (const auto& dimension : data::conditions_for_change_data.dimensions) {
    BOOST_TEST_CONTEXT(dimension.key) {
      for (const std::string_view text : {dimension.helps, dimension.hinders}) {
        BOOST_TEST(!text.empty());
        BOOST_TEST(plain_ascii(text));
        BOOST_TEST(text.ends_with('.'));
        BOOST_TEST(said.insert(text).second);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
