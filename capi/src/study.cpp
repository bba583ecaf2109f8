// headway_study_*: joined, checked inputs.

#include "guard.hpp"
#include "handle.hpp"

#include <cstdint>
#include <span>

#include <headway/core/study_builder.hpp>
#include <headway/core/study_tables.hpp>
#include <headway/io/tidy.hpp>

using namespace headway::capi;

namespace {

using headway::study_data;

const headway::study<>& of(const headway_study* study) { return needed(study, "study").value; }
const study_data& data_of(const headway_study* study) { return of(study).data(); }

void put_text(const char** text, size_t* length, std::string_view value) {
  needed(text, "text");
  needed(length, "length");
  *text = value.data();
  *length = value.size();
}

/// Runs an accessor that counts something in a study.
template <class Count>
headway_status count_in(const char* function, const headway_study* study, size_t* count, headway_error* err, Count how_many) noexcept {
  return guarded(function, err, [&] {
    const study_data& data = data_of(study);
    needed(count, "count") = how_many(data);
  });
}

/// Runs an accessor that finds a text in a study.
template <class Find>
headway_status text_in(const char* function, const headway_study* study, const char** text, size_t* length, headway_error* err, Find find) noexcept {
  return guarded(function, err, [&] {
    const study_data& data = data_of(study);
    put_text(text, length, find(data));
  });
}

/// Runs a function that makes a table of a study.
template <class Make>
headway_status table_of(const char* function, const headway_study* study, headway_table** table, headway_error* err, Make make) noexcept {
  return guarded(function, err, [&] {
    const headway::study<>& object = of(study);
    needed(table, "table");
    give_table(table, make(object));
  });
}

} // namespace

extern "C" {

headway_status headway_study_create(const headway_rubric* rubric, const headway_ratings* const* readings, size_t count, headway_study** study,
                                    headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const auto& asked = needed(rubric, "rubric").value;
    buffer_of(readings, count, "readings");
    needed(study, "study");
    headway::study_builder<headway::dynamic, headway::dynamic> builder{*asked};
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = static_cast<std::int64_t>(i);
      if (readings[i] == nullptr) { fail(headway::error_category::invalid_argument, "readings", "is NULL", row); }
      if (readings[i]->rubric != asked && *readings[i]->rubric != *asked) {
        fail(headway::error_category::incompatible, "readings",
             "was read with the rubric \"" + headway::text::shown(readings[i]->rubric->id()) + "\", which is not the one given here", row);
      }
      builder.add(readings[i]->value);
    }
    give(study, builder.build(), asked);
  });
}

void headway_study_destroy(headway_study* study) noexcept { delete study; }

headway_status headway_study_rubric(const headway_study* study, headway_rubric** rubric, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway_study& object = needed(study, "study");
    needed(rubric, "rubric");
    give(rubric, object.rubric);
  });
}

headway_status headway_study_communities(const headway_study* study, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, study, count, err, [](const study_data& data) { return data.communities().size(); });
}
headway_status headway_study_community_key(const headway_study* study, size_t community, const char** text, size_t* length,
                                           headway_error* err) noexcept {
  return text_in(__func__, study, text, length, err, [&](const study_data& data) -> std::string_view {
    return data.communities()[position_of(community, data.communities().size(), "community")].key;
  });
}
headway_status headway_study_community_name(const headway_study* study, size_t community, const char** text, size_t* length,
                                            headway_error* err) noexcept {
  return text_in(__func__, study, text, length, err, [&](const study_data& data) -> std::string_view {
    return data.communities()[position_of(community, data.communities().size(), "community")].name;
  });
}
headway_status headway_study_find_community(const headway_study* study, const char* name, size_t name_length, size_t* community,
                                            headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const study_data& data = data_of(study);
    needed(community, "community");
    *community = data.find_community(text_of(name, name_length, "name")).value;
  });
}

headway_status headway_study_rounds(const headway_study* study, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, study, count, err, [](const study_data& data) { return data.rounds().size(); });
}
headway_status headway_study_round_label(const headway_study* study, size_t round, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, study, text, length, err, [&](const study_data& data) -> std::string_view {
    return data.rounds()[position_of(round, data.rounds().size(), "round")].label;
  });
}
headway_status headway_study_round_day(const headway_study* study, size_t round, int32_t* known, int32_t* days, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const study_data& data = data_of(study);
    const headway::date day = data.rounds()[position_of(round, data.rounds().size(), "round")].first_day;
    needed(known, "known");
    needed(days, "days") = day.has_value() ? day.days() : 0;
    *known = day.has_value() ? 1 : 0;
  });
}
headway_status headway_study_find_round(const headway_study* study, const char* label, size_t label_length, size_t* round,
                                        headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const study_data& data = data_of(study);
    needed(round, "round");
    *round = data.find_round(text_of(label, label_length, "label")).value;
  });
}

headway_status headway_study_assessed(const headway_study* study, size_t community, size_t round, int32_t* assessed, uint32_t* people,
                                      headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const study_data& data = data_of(study);
    const auto c = static_cast<std::uint32_t>(position_of(community, data.communities().size(), "community"));
    const auto r = static_cast<std::uint32_t>(position_of(round, data.rounds().size(), "round"));
    needed(assessed, "assessed");
    const headway::assessment* found = data.find_assessment({c}, {r});
    needed(people, "people") = found == nullptr ? 0 : found->people;
    *assessed = found == nullptr ? 0 : 1;
  });
}
headway_status headway_study_raters(const headway_study* study, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, study, count, err, [](const study_data& data) { return data.raters().size(); });
}
headway_status headway_study_sectors(const headway_study* study, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, study, count, err, [](const study_data& data) { return data.sectors().size(); });
}
headway_status headway_study_sector_name(const headway_study* study, size_t sector, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, study, text, length, err, [&](const study_data& data) -> std::string_view {
    return data.sectors()[position_of(sector, data.sectors().size(), "sector")];
  });
}
headway_status headway_study_rows(const headway_study* study, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, study, count, err, [](const study_data& data) { return data.rows().size(); });
}

headway_status headway_study_problems(const headway_study* study, uint64_t* total, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway::problem_list& problems = data_of(study).problems();
    needed(table, "table");
    give_table(table, headway::to_table(problems));
    if (total != nullptr) { *total = problems.total(); }
  });
}
headway_status headway_study_ratings(const headway_study* study, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, table, err, [](const headway::study<>& object) { return headway::ratings_table(object); });
}
headway_status headway_study_consensus(const headway_study* study, const char* community, size_t community_length, const char* round,
                                       size_t round_length, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, table, err, [&](const headway::study<>& object) {
    return headway::consensus_table(object, {std::string{text_of(community, community_length, "community")}, std::string{text_of(round, round_length, "round")}});
  });
}

headway_status headway_study_write_tidy(const headway_study* study, headway_sink write, void* payload, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway::study<>& object = of(study);
    if (write == nullptr) { fail(headway::error_category::invalid_argument, "write", "is NULL"); }
    headway::io::write_tidy(object, [&](std::string_view piece) {
      if (write(piece.data(), piece.size(), payload) != 0) { fail(headway::error_category::cancelled, "write", "the caller asked to stop"); }
    });
  });
}

} // extern "C"
