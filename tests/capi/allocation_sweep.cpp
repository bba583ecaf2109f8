// Every function of the C interface with memory running out at every point.
//
// operator new is replaced by one that fails at the N-th allocation, once or from then on. Each call is made with N = 1, 2, 3, ... until it gets by
// without the failure; until then it must say HEADWAY_OUT_OF_MEMORY, leave its outputs as they were and keep no memory.

#include "arrow_abi.h"
#include "support/sanitized.hpp"

#include <headway.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <limits>
#include <new>
#include <string>
#include <vector>

namespace {

bool counting = false;      // whether a call is under test
bool from_then_on = false;  // whether everything after the N-th allocation fails too
long left = 0;              // allocations until the failure
long live = 0;              // allocations not yet freed
bool failed = false;        // whether one has failed by throwing
bool failed_quietly = false; // whether one has failed by returning nullptr, which standard algorithms live with

/// Whether the allocation now asked for is to fail.
bool runs_out() noexcept {
  if (!counting) { return false; }
  --left;
  return left == 0 || (from_then_on && left < 0);
}

void* take(std::size_t size, std::size_t alignment) noexcept {
  void* memory = alignment <= alignof(std::max_align_t) ? std::malloc(size == 0 ? 1 : size) : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory != nullptr) { ++live; }
  return memory;
}

void* take_or_throw(std::size_t size, std::size_t alignment = alignof(std::max_align_t)) {
  if (runs_out()) {
    failed = true;
    throw std::bad_alloc{};
  }
  if (void* memory = take(size, alignment)) { return memory; }
  throw std::bad_alloc{};
}

void* take_quietly(std::size_t size) noexcept {
  if (runs_out()) {
    failed_quietly = true;
    return nullptr;
  }
  return take(size, alignof(std::max_align_t));
}

void give_back(void* memory) noexcept {
  if (memory == nullptr) { return; }
  --live;
  std::free(memory);
}

} // namespace

void* operator new(std::size_t size) { return take_or_throw(size); }
void* operator new[](std::size_t size) { return take_or_throw(size); }
void* operator new(std::size_t size, std::align_val_t alignment) { return take_or_throw(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return take_or_throw(size, static_cast<std::size_t>(alignment)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take_quietly(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return take_quietly(size); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { give_back(memory); }

namespace {

headway_error err;
int problems = 0;

void complain(const char* name, long n, const char* what) {
  ++problems;
  std::printf("%s, allocation %ld%s: %s (%s: %s)\n", name, n, from_then_on ? " and later" : "", what, headway_status_name(err.status), err.message);
}

/// Outputs a call may write; a call that fails must leave every byte of them.
struct outputs {
  void* object;
  const char* text;
  std::size_t length;
  std::size_t size[5];
  std::int32_t number[2];
  std::uint32_t people;
  std::uint64_t total;
  ArrowArrayStream stream;
};

using call = std::function<headway_status(outputs&)>;
using undo = std::function<void(outputs&)>;

/// The allocation to fail after the n-th: the next, but from `all` on one in fifty of those before; in instrumented code, where throwing is slow, one in sixteen from
/// the start.
long after(long n, long all = 400) { return n + 1 + (headway::test::sanitized ? n / 16 : n < all ? 0 : n / 50); }

/// Makes a call with every allocation failing in turn.
/// \param all how many first ones are tried without a gap
void sweep(const char* name, const call& make, const undo& take_back, long all = 400) {
  for (const bool rest_too : {false, true}) {
    from_then_on = rest_too;
    long n = 1;
    for (;; n = after(n, all)) {
      outputs out;
      std::memset(&out, 0x5A, sizeof out);
      outputs before;
      std::memcpy(&before, &out, sizeof out);
      failed = failed_quietly = false;
      left = n;
      const long live_before = live;
      counting = true;
      const headway_status status = make(out);
      counting = false;
      if (err.status != status) { complain(name, n, "err says something else than the call returned"); }
      if (status == HEADWAY_OK) {
        if (failed) { complain(name, n, "a failed allocation was passed over in silence"); }
        take_back(out);
        if (live != live_before) { complain(name, n, "memory is left when the result is gone"); }
        if (!failed && !failed_quietly) { break; }
        continue;
      }
      if (status != HEADWAY_OUT_OF_MEMORY) { complain(name, n, "failed, but does not say that memory has run out"); }
      if (!failed && !failed_quietly) {
        complain(name, n, "failed although every allocation succeeded");
        break;
      }
      if (live != live_before) { complain(name, n, "memory is left after the failure"); }
      if (std::memcmp(&out, &before, sizeof out) != 0) { complain(name, n, "an output was written"); }
    }
    std::printf("%-40s %5ld allocations%s\n", name, n - 1, rest_too ? ", and all later ones" : "");
  }
}

const undo nothing_to_undo = [](outputs&) {};

template <class Object> Object** slot(outputs& out) { return reinterpret_cast<Object**>(&out.object); }
const undo drop_rubric = [](outputs& out) { headway_rubric_destroy(*slot<headway_rubric>(out)); };
const undo drop_ratings = [](outputs& out) { headway_ratings_destroy(*slot<headway_ratings>(out)); };
const undo drop_study = [](outputs& out) { headway_study_destroy(*slot<headway_study>(out)); };
const undo drop_fit = [](outputs& out) { headway_fit_destroy(*slot<headway_fit>(out)); };
const undo drop_table = [](outputs& out) { headway_table_destroy(*slot<headway_table>(out)); };
const undo drop_stream = [](outputs& out) { out.stream.release(&out.stream); };
const undo drop_counts = [](outputs& out) { headway_counts_destroy(*slot<headway_counts>(out)); };

/// A made-up study small enough to be made some thousands of times: two rounds, six people, problems of several kinds.
constexpr char marks[] =
    "community,round,date,rater,sector,role,dimension,score,comment\n"
    "Alderwick,R1,2024-02-29,person number one of the council,council,lead,Vision,3,a comment that is longer than a short text\n"
    "Alderwick,R1,2024-02-29,person number two of the council,council,,Vision,2-3,\n"
    "Alderwick,R1,2024-02-29,person number one of the charity,charity with a long name,,Vision,5,\n"
    "Alderwick,R1,2024-02-29,person number two of the charity,charity with a long name,,Collaboration,7,\n"
    "Alderwick,R1,2024-02-29,person number two of the charity,charity with a long name,,Visoin,4,\n"
    "Alderwick,R2,2025-02-28,person number one of the council,council,lead,Vision,4,\n"
    "Alderwick,R2,2025-02-28,person number one of the council,council,lead,Vision,5,\n"
    "Alderwick,R2,2025-02-28,person number one of the charity,charity with a long name,,Vision,,\n"
    "Alderwick,R2,2025-02-28,person number one of the charity,charity with a long name,,Collaboration,2,\n";
constexpr char agreed[] =
    "community,round,dimension,outcome,consensus_score,people_in_room,reason,minority_view\n"
    "Alderwick,R1,Vision,agreed,4,9,a reason that is longer than a short text,one person saw it in another light altogether\n"
    "Alderwick,R2,Vision,no agreement,2-3,9,,\n";
constexpr char rubric_text[] =
    R"({"schema": "headway-rubric", "version": 1, "id": "two", "edition": "1", "title": "Two questions with a long title", "language": "en",
        "levels": [{"value": 1, "label": "a label that is longer than a short text"}, {"value": 2, "label": "more"}],
        "dimensions": [{"number": 1, "key": "pace", "name": "Pace", "descriptors": {"1": "slow and slower than that", "2": "fast"}},
                       {"number": 2, "key": "trust", "name": "Trust"}]})";

std::int32_t swallow(const char*, std::size_t, void*) { return 0; }
std::int32_t go_on(double, void*) { return 0; }

void must(headway_status status) {
  if (status != HEADWAY_OK) {
    std::printf("the set-up failed: %s: %s\n", err.function, err.message);
    std::exit(EXIT_FAILURE);
  }
}

struct fixture {
  headway_rubric* rubric{};
  headway_ratings* ratings{};
  headway_ratings* consensus{};
  headway_study* study{};
  headway_table* table{};

  fixture() {
    must(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
    must(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(marks), HEADWAY_TEXT("marks.csv"), nullptr, &ratings, &err));
    must(headway_consensus_read_csv_text(rubric, HEADWAY_TEXT(agreed), HEADWAY_TEXT("agreed.csv"), nullptr, &consensus, &err));
    const headway_ratings* const inputs[] = {ratings, consensus};
    must(headway_study_create(rubric, inputs, 2, &study, &err));
    must(headway_profile_compute_all(study, nullptr, &table, &err));
  }
  fixture(const fixture&) = delete;
  fixture& operator=(const fixture&) = delete;
  ~fixture() {
    headway_table_destroy(table);
    headway_study_destroy(study);
    headway_ratings_destroy(consensus);
    headway_ratings_destroy(ratings);
    headway_rubric_destroy(rubric);
  }
};

void write_file(const std::string& path, const char* text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr || std::fputs(text, file) < 0 || std::fclose(file) != 0) { must(HEADWAY_IO); }
}

void sweep_rubrics(const fixture& f, const std::string& program) {
  const std::string path = program + ".json";
  write_file(path, rubric_text);
  sweep("headway_rubric_builtin", [](outputs& out) {
    return headway_rubric_builtin(HEADWAY_TEXT("conditions_for_change"), slot<headway_rubric>(out), &err);
  }, drop_rubric);
  sweep("headway_rubric_read_json", [&](outputs& out) {
    return headway_rubric_read_json(path.data(), path.size(), slot<headway_rubric>(out), &err);
  }, drop_rubric);
  sweep("headway_rubric_from_json", [](outputs& out) {
    return headway_rubric_from_json(HEADWAY_TEXT(rubric_text), HEADWAY_TEXT("a name that is not short.json"), slot<headway_rubric>(out), &err);
  }, drop_rubric);
  headway_rubric* small = nullptr;
  must(headway_rubric_from_json(HEADWAY_TEXT(rubric_text), nullptr, 0, &small, &err));
  sweep("headway_rubric_to_json", [&](outputs& out) {
    return headway_rubric_to_json(small, nullptr, 0, &out.length, &err);
  }, nothing_to_undo);
  headway_rubric_destroy(small);
  sweep("headway_rubric_find_dimension", [&](outputs& out) {
    return headway_rubric_find_dimension(f.rubric, HEADWAY_TEXT("Planning Strategy Programming"), &out.size[0], &err);
  }, nothing_to_undo);
  sweep("headway_rubric_title", [&](outputs& out) {
    return headway_rubric_title(f.rubric, &out.text, &out.length, &err);
  }, nothing_to_undo);
  std::remove(path.c_str());
}

void sweep_readers(const fixture& f, const std::string& program) {
  headway_read_options options;
  headway_read_options_init(&options, sizeof options);
  const headway_text header{HEADWAY_TEXT("comment")};
  const headway_text role{HEADWAY_TEXT("reason")};
  options.community = "a community that is nowhere named";
  options.community_length = std::strlen(options.community);
  options.mapping_headers = &header;
  options.mapping_roles = &role;
  options.mapping_count = 1;
  options.progress = go_on;
  const std::string marks_path = program + ".marks.csv";
  const std::string agreed_path = program + ".agreed.csv";
  write_file(marks_path, marks);
  write_file(agreed_path, agreed);
  sweep("headway_ratings_read_csv", [&](outputs& out) {
    return headway_ratings_read_csv(f.rubric, marks_path.data(), marks_path.size(), &options, slot<headway_ratings>(out), &err);
  }, drop_ratings);
  sweep("headway_ratings_read_csv_text", [&](outputs& out) {
    return headway_ratings_read_csv_text(f.rubric, HEADWAY_TEXT(marks), nullptr, 0, nullptr, slot<headway_ratings>(out), &err);
  }, drop_ratings);
  sweep("headway_consensus_read_csv", [&](outputs& out) {
    return headway_consensus_read_csv(f.rubric, agreed_path.data(), agreed_path.size(), nullptr, slot<headway_ratings>(out), &err);
  }, drop_ratings);
  sweep("headway_consensus_read_csv_text", [&](outputs& out) {
    return headway_consensus_read_csv_text(f.rubric, HEADWAY_TEXT(agreed), nullptr, 0, nullptr, slot<headway_ratings>(out), &err);
  }, drop_ratings);
  std::remove(marks_path.c_str());
  std::remove(agreed_path.c_str());

  const std::int64_t offsets[] = {0, 20, 40};
  const std::int32_t codes[] = {0, 1, 1};
  const std::int64_t ones[] = {1, 2, 3};
  const auto column = [](std::int32_t type, const char* name) {
    headway_column out{};
    out.struct_size = sizeof out;
    out.type = type;
    out.name = name;
    out.name_length = std::strlen(name);
    return out;
  };
  headway_column rater = column(HEADWAY_COLUMN_TEXT, "rater");
  rater.text = "somebody of the citysomebody of the fund";
  rater.offsets = offsets;
  rater.codes = codes;
  rater.codes_count = 2;
  headway_column dimension = column(HEADWAY_COLUMN_INTEGER, "dimension");
  dimension.integers = ones;
  headway_column score = column(HEADWAY_COLUMN_INTEGER, "score");
  score.integers = ones;
  headway_column round = column(HEADWAY_COLUMN_INTEGER, "round");
  round.integers = ones;
  const headway_column* const columns[] = {&rater, &dimension, &score, &round};
  sweep("headway_ratings_from_columns", [&](outputs& out) {
    headway_read_options own = options;
    own.mapping_count = 0;
    return headway_ratings_from_columns(f.rubric, columns, 4, 3, HEADWAY_TEXT("a survey with a long name"), &own, slot<headway_ratings>(out), &err);
  }, drop_ratings);
  headway_table* table = nullptr;
  must(headway_study_ratings(f.study, &table, &err));
  sweep("headway_ratings_from_arrow", [&](outputs& out) {
    counting = false;
    ArrowArrayStream stream;
    must(headway_table_to_arrow(table, &stream, &err));
    counting = true;
    return headway_ratings_from_arrow(f.rubric, &stream, HEADWAY_TEXT("a stream with a long name"), nullptr, slot<headway_ratings>(out), &err);
  }, drop_ratings);
  headway_table_destroy(table);
  sweep("headway_ratings_problems", [&](outputs& out) {
    return headway_ratings_problems(f.ratings, &out.total, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_ratings_columns", [&](outputs& out) {
    return headway_ratings_columns(f.ratings, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_ratings_rows", [&](outputs& out) { return headway_ratings_rows(f.ratings, &out.length, &err); }, nothing_to_undo);
}

void sweep_studies(const fixture& f) {
  const headway_ratings* const inputs[] = {f.ratings, f.consensus};
  sweep("headway_study_create", [&](outputs& out) {
    return headway_study_create(f.rubric, inputs, 2, slot<headway_study>(out), &err);
  }, drop_study);
  sweep("headway_study_rubric", [&](outputs& out) { return headway_study_rubric(f.study, slot<headway_rubric>(out), &err); }, drop_rubric);
  sweep("headway_study_find_community", [&](outputs& out) {
    return headway_study_find_community(f.study, HEADWAY_TEXT(" alderwick "), &out.length, &err);
  }, nothing_to_undo);
  sweep("headway_study_find_round", [&](outputs& out) {
    return headway_study_find_round(f.study, HEADWAY_TEXT("R2"), &out.length, &err);
  }, nothing_to_undo);
  sweep("headway_study_community_name", [&](outputs& out) {
    return headway_study_community_name(f.study, 0, &out.text, &out.length, &err);
  }, nothing_to_undo);
  sweep("headway_study_assessed", [&](outputs& out) {
    return headway_study_assessed(f.study, 0, 1, &out.number[0], &out.people, &err);
  }, nothing_to_undo);
  sweep("headway_study_problems", [&](outputs& out) {
    return headway_study_problems(f.study, &out.total, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_study_ratings", [&](outputs& out) { return headway_study_ratings(f.study, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_study_consensus", [&](outputs& out) {
    return headway_study_consensus(f.study, HEADWAY_TEXT("Alderwick"), HEADWAY_TEXT("R1"), slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_study_write_tidy", [&](outputs&) { return headway_study_write_tidy(f.study, swallow, nullptr, &err); }, nothing_to_undo);
}

void sweep_profiles(const fixture& f) {
  headway_profile_options by_sector;
  headway_profile_options_init(&by_sector, sizeof by_sector);
  by_sector.by_sector = 1;
  by_sector.audience = HEADWAY_AUDIENCE_PARTNERS;
  headway_profile_options partners;
  headway_profile_options_init(&partners, sizeof partners);
  partners.audience = HEADWAY_AUDIENCE_PARTNERS;
  sweep("headway_profile_compute", [&](outputs& out) {
    return headway_profile_compute(f.study, HEADWAY_TEXT("Alderwick"), HEADWAY_TEXT("R1"), &by_sector, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_compute_all", [&](outputs& out) {
    return headway_profile_compute_all(f.study, &by_sector, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_cumulative", [&](outputs& out) {
    return headway_profile_cumulative(f.study, nullptr, 0, nullptr, 0, &partners, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_agenda", [&](outputs& out) {
    return headway_profile_agenda(f.study, nullptr, 0, nullptr, 0, &partners, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_agenda for the room", [&](outputs& out) {
    return headway_profile_agenda(f.study, nullptr, 0, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_rounds", [&](outputs& out) {
    return headway_profile_rounds(f.study, nullptr, 0, nullptr, 0, nullptr, 0, &partners, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_coverage", [&](outputs& out) {
    return headway_profile_coverage(f.study, nullptr, 0, &partners, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_turnover", [&](outputs& out) {
    return headway_profile_turnover(f.study, nullptr, 0, &partners, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_consensus", [&](outputs& out) {
    return headway_profile_consensus(f.study, nullptr, 0, nullptr, 0, &partners, slot<headway_table>(out), &err);
  }, drop_table);
}

void sweep_fits(const fixture& f) {
  headway_ordinal_options asked;
  headway_ordinal_options_init(&asked, sizeof asked);
  const std::int32_t block = HEADWAY_BLOCK_RATER;
  asked.blocks = &block;
  asked.block_count = 1;
  asked.method = HEADWAY_DRAWS_NORMAL; // fewer evaluations
  asked.draws = 2;
  sweep("headway_models_fit_ordinal", [&](outputs& out) { return headway_models_fit_ordinal(f.study, &asked, slot<headway_fit>(out), &err); }, drop_fit, 50);
  headway_fit* fit = nullptr;
  must(headway_models_fit_ordinal(f.study, &asked, &fit, &err));
  for (std::int32_t which = HEADWAY_FIT_BLOCKS; which <= HEADWAY_FIT_LEFT_OUT; ++which) {
    sweep("headway_fit_study_table", [&](outputs& out) { return headway_fit_study_table(fit, which, HEADWAY_AUDIENCE_ROOM, slot<headway_table>(out), &err); }, drop_table);
  }
  sweep("headway_models_linking", [&](outputs& out) { return headway_models_linking(f.study, HEADWAY_AUDIENCE_ROOM, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_fit_simulate", [&](outputs& out) { return headway_fit_simulate(fit, 1, slot<headway_table>(out), &err); }, drop_table);
  const std::uint32_t people = 1;
  headway_design_options next;
  headway_design_options_init(&next, sizeof next);
  next.people = &people;
  next.people_count = 1;
  next.panels = 10;
  sweep("headway_design_next_panel", [&](outputs& out) { return headway_design_next_panel(fit, &next, HEADWAY_AUDIENCE_ROOM, slot<headway_table>(out), &err); }, drop_table, 50);
  sweep("headway_design_people_needed", [&](outputs& out) { return headway_design_people_needed(fit, &next, HEADWAY_AUDIENCE_ROOM, slot<headway_table>(out), &err); }, drop_table, 50);
  sweep("headway_design_could_have_shown", [&](outputs& out) { return headway_design_could_have_shown(fit, &next, HEADWAY_AUDIENCE_ROOM, slot<headway_table>(out), &err); }, drop_table, 50);
  sweep("headway_design_generalizability", [&](outputs& out) { return headway_design_generalizability(fit, &next, HEADWAY_AUDIENCE_ROOM, slot<headway_table>(out), &err); }, drop_table);
  headway_fit_destroy(fit);
}

void sweep_changes(const fixture& f) {
  sweep("headway_change_compute", [&](outputs& out) {
    return headway_change_compute(f.study, nullptr, 0, nullptr, 0, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  headway_change_options partners;
  headway_change_options_init(&partners, sizeof partners);
  partners.audience = HEADWAY_AUDIENCE_PARTNERS;
  sweep("headway_change_panel", [&](outputs& out) {
    return headway_change_panel(f.study, nullptr, 0, nullptr, 0, nullptr, 0, &partners, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_change_bounds", [&](outputs& out) {
    return headway_change_bounds(f.study, nullptr, 0, nullptr, 0, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_change_response_shift", [&](outputs& out) {
    return headway_change_response_shift(f.study, nullptr, 0, nullptr, 0, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_change_path", [&](outputs& out) { return headway_change_path(f.study, nullptr, 0, nullptr, slot<headway_table>(out), &err); }, drop_table);
  const std::int8_t before[] = {1, 2, 1, 3, 0, 2}, after[] = {2, 2, 3, 4, 1, 1};
  const std::uint16_t group[] = {0, 1, 0, 1, 0, 1};
  sweep("headway_change_same_people", [&](outputs& out) {
    return headway_change_same_people(before, after, 3, 2, 5, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_change_panel_split", [&](outputs& out) {
    return headway_change_panel_split(before, after, group, group, 6, 5, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
}

void sweep_rooms(const fixture& f) {
  headway_room_options partners;
  headway_room_options_init(&partners, sizeof partners);
  partners.audience = HEADWAY_AUDIENCE_PARTNERS;
  headway_room_options few;
  headway_room_options_init(&few, sizeof few);
  few.draws = 99;
  sweep("headway_agreement_sectors", [&](outputs& out) {
    return headway_agreement_sectors(f.study, nullptr, 0, nullptr, 0, &few, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_agreement_sector_pairs", [&](outputs& out) {
    return headway_agreement_sector_pairs(f.study, nullptr, 0, nullptr, 0, &few, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_profile_influence", [&](outputs& out) {
    return headway_profile_influence(f.study, nullptr, 0, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_agreement_consensus_against", [&](outputs& out) {
    return headway_agreement_consensus_against(f.study, nullptr, 0, nullptr, 0, &partners, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_agreement_decision_rules", [&](outputs& out) {
    return headway_agreement_decision_rules(f.study, nullptr, 0, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_agreement_prompts", [&](outputs& out) {
    return headway_agreement_prompts(f.study, nullptr, 0, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
}

void sweep_tables_and_counts(const fixture& f) {
  sweep("headway_agreement_place_agreement", [&](outputs& out) {
    return headway_agreement_place_agreement(f.study, nullptr, 0, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_table_find_column", [&](outputs& out) {
    return headway_table_find_column(f.table, HEADWAY_TEXT("dispersion_unbiased"), &out.length, &err);
  }, nothing_to_undo);
  sweep("headway_table_read_texts", [&](outputs& out) {
    return headway_table_read_texts(f.table, 0, 0, &out.text, &out.size[0], 1, &out.length, &err);
  }, nothing_to_undo);
  sweep("headway_table_to_arrow", [&](outputs& out) { return headway_table_to_arrow(f.table, &out.stream, &err); }, drop_stream);
  const std::int8_t before[] = {1, 2, 1, 3, 0, 2}, after[] = {2, 2, 3, 4, 1, 1};
  sweep("headway_exact_paired_change", [&](outputs& out) { return headway_exact_paired_change(before, after, 6, 5, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_mean_difference_interval", [&](outputs& out) {
    return headway_exact_mean_difference_interval(before, 6, after, 6, 5, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_median_difference_interval", [&](outputs& out) {
    return headway_exact_median_difference_interval(before, 6, after, 6, 5, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  const std::uint32_t people[] = {2, 0, 3, 1, 1, 4};
  sweep("headway_agreement_within_place", [&](outputs& out) { return headway_agreement_within_place(people, 6, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_agreement_r_wg_j", [&](outputs& out) { return headway_agreement_r_wg_j(people, 2, 3, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_agreement_group_icc", [&](outputs& out) { return headway_agreement_group_icc(people, 2, 3, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_agreement_leik", [&](outputs& out) { return headway_agreement_leik(people, 6, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_transitions", [&](outputs& out) { return headway_exact_transitions(before, after, 6, 5, 1, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_change_in_words", [&](outputs& out) {
    return headway_exact_change_in_words(before, after, 6, 5, nullptr, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_net_movers", [&](outputs& out) { return headway_exact_net_movers(before, after, 6, 5, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_sign_test", [&](outputs& out) { return headway_exact_sign_test(before, after, 6, 5, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_signed_rank", [&](outputs& out) { return headway_exact_signed_rank(before, after, 6, 5, 0, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_bowker", [&](outputs& out) { return headway_exact_bowker(before, after, 6, 5, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_stuart_maxwell", [&](outputs& out) { return headway_exact_stuart_maxwell(before, after, 6, 5, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_marginal_homogeneity", [&](outputs& out) {
    return headway_exact_marginal_homogeneity(before, after, 6, 5, nullptr, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_friedman", [&](outputs& out) { return headway_exact_friedman(before, 2, 3, 5, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_page", [&](outputs& out) { return headway_exact_page(before, 2, 3, 5, nullptr, slot<headway_table>(out), &err); }, drop_table);
  const std::uint32_t group[] = {0, 1, 0, 1, 0, 1};
  const std::uint32_t two_groups[] = {2, 1, 0, 1, 1, 0, 0, 2, 1, 0};
  sweep("headway_exact_two_sample", [&](outputs& out) {
    return headway_exact_two_sample(before, 6, after, 6, 5, nullptr, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_two_sample_counts", [&](outputs& out) {
    return headway_exact_two_sample_counts(two_groups, two_groups + 5, 5, nullptr, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_k_sample", [&](outputs& out) {
    return headway_exact_k_sample(before, group, 6, 2, 5, HEADWAY_GROUPS_BY_PEOPLE, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_between_share", [&](outputs& out) {
    return headway_exact_between_share(before, group, 6, 2, 5, HEADWAY_GROUPS_EQUAL, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_jonckheere", [&](outputs& out) {
    return headway_exact_jonckheere(before, group, 6, 2, 5, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_joint_flip", [&](outputs& out) { return headway_exact_joint_flip(before, after, 3, 2, 5, nullptr, slot<headway_table>(out), &err); }, drop_table);
  const double numbers[] = {0.5, 0.2, -1.0, 0.25};
  sweep("headway_exact_sign_test_values", [&](outputs& out) { return headway_exact_sign_test_values(numbers, 4, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_signed_rank_values", [&](outputs& out) {
    return headway_exact_signed_rank_values(numbers, 4, 0, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_friedman_values", [&](outputs& out) { return headway_exact_friedman_values(numbers, 2, 2, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_page_values", [&](outputs& out) { return headway_exact_page_values(numbers, 2, 2, nullptr, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_two_sample_values", [&](outputs& out) {
    return headway_exact_two_sample_values(numbers, 2, numbers + 2, 2, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_jonckheere_values", [&](outputs& out) {
    return headway_exact_jonckheere_values(numbers, group, 4, 2, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_exact_adjust_p", [&](outputs& out) { return headway_exact_adjust_p(numbers, 2, HEADWAY_ADJUST_HOMMEL, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_holm", [&](outputs& out) { return headway_exact_holm(numbers, 2, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_exact_benjamini_hochberg", [&](outputs& out) { return headway_exact_benjamini_hochberg(numbers, 2, slot<headway_table>(out), &err); }, drop_table);
  headway_model_rows columns;
  std::memset(&columns, 0, sizeof columns);
  columns.struct_size = sizeof columns;
  const std::uint32_t* const grouped[] = {group};
  const std::size_t two = 2;
  columns.answer = before;
  columns.group = grouped;
  columns.group_effects = &two;
  columns.rows = 6;
  columns.levels = 5;
  columns.groups = 1;
  sweep("headway_models_cumulative_link", [&](outputs& out) { return headway_models_cumulative_link(&columns, nullptr, slot<headway_fit>(out), &err); }, drop_fit);
  headway_model_facets marked;
  std::memset(&marked, 0, sizeof marked);
  marked.struct_size = sizeof marked;
  const std::int32_t fixed = 1;
  marked.answer = before;
  marked.element = grouped;
  marked.elements = &two;
  marked.fixed = &fixed;
  marked.rows = 6;
  marked.levels = 5;
  marked.facets = 1;
  sweep("headway_models_many_facet", [&](outputs& out) { return headway_models_many_facet(&marked, nullptr, slot<headway_fit>(out), &err); }, drop_fit);
  const std::uint32_t* const twice[] = {group, group};
  const std::size_t both[] = {2, 2};
  headway_model_facets linked = marked;
  linked.element = twice;
  linked.elements = both;
  linked.fixed = nullptr;
  linked.facets = 2;
  sweep("headway_models_linking_columns", [&](outputs& out) { return headway_models_linking_columns(&linked, slot<headway_table>(out), &err); }, drop_table);
  headway_fit* fit = nullptr;
  must(headway_models_many_facet(&marked, nullptr, &fit, &err));
  sweep("headway_fit_table", [&](outputs& out) { return headway_fit_table(fit, HEADWAY_FIT_MEASURES, slot<headway_table>(out), &err); }, drop_table);
  const headway_fit* const same[] = {fit, fit};
  sweep("headway_models_compare", [&](outputs& out) { return headway_models_compare(same, 2, slot<headway_table>(out), &err); }, drop_table);
  headway_fit_destroy(fit);
  sweep("headway_learning_reliable_change", [&](outputs& out) {
    return headway_learning_reliable_change(numbers, numbers, 4, 1.0, 0.8, 0.0, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_learning_clinical_cutoffs", [&](outputs& out) {
    return headway_learning_clinical_cutoffs(1.0, 1.0, 2.0, 1.0, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_learning_goal_attainment", [&](outputs& out) {
    return headway_learning_goal_attainment(numbers, nullptr, 4, 0.3, 0.0, 0.6, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_agreement_krippendorff_alpha", [&](outputs& out) {
    return headway_agreement_krippendorff_alpha(before, 3, 2, 5, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  sweep("headway_agreement_conger_kappa", [&](outputs& out) {
    return headway_agreement_conger_kappa(before, 2, 3, 5, nullptr, slot<headway_table>(out), &err);
  }, drop_table);
  const std::int8_t ten[] = {0, 0, 1, 1, 2, 2, 1, 2, 0, 0};
  headway_agreement_options draws;
  headway_agreement_options_init(&draws, sizeof draws);
  draws.interval = HEADWAY_INTERVAL_BOOTSTRAP_UNITS;
  draws.ends = HEADWAY_ENDS_BCA;
  draws.replicates = 100;
  sweep("headway_agreement_gwet_ac", [&](outputs& out) { return headway_agreement_gwet_ac(ten, 5, 2, 3, &draws, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_agreement_cohen_kappa", [&](outputs& out) { return headway_agreement_cohen_kappa(ten, 5, 2, 3, &draws, slot<headway_table>(out), &err); }, drop_table);
  const double gap = std::numeric_limits<double>::quiet_NaN();
  const double measured[] = {9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, gap, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};
  const auto sweep_numbers = [&](const char* name, auto function) {
    sweep(name, [&](outputs& out) { return function(measured, 6, 4, nullptr, slot<headway_table>(out), &err); }, drop_table);
  };
  sweep_numbers("headway_agreement_icc", headway_agreement_icc);
  sweep_numbers("headway_agreement_icc_sources", headway_agreement_icc_sources);
  sweep_numbers("headway_agreement_kendall_w", headway_agreement_kendall_w);
  sweep_numbers("headway_agreement_cronbach_alpha", headway_agreement_cronbach_alpha);
  sweep_numbers("headway_agreement_item_statistics", headway_agreement_item_statistics);
  sweep_numbers("headway_agreement_guttman_lambda", headway_agreement_guttman_lambda);
  sweep_numbers("headway_agreement_omega", headway_agreement_omega);
  sweep_numbers("headway_agreement_omega_loadings", headway_agreement_omega_loadings);
  sweep("headway_counts_create", [](outputs& out) {
    return headway_counts_create(3, 2, 9, 2, 5, slot<headway_counts>(out), &err);
  }, drop_counts);
  headway_counts* counts = nullptr;
  headway_count_options options;
  headway_count_options_init(&options, sizeof options);
  options.by_sector = 1;
  const auto read = [&](headway_counts** counted) { return headway_counts_read_csv_text(f.rubric, HEADWAY_TEXT(marks), nullptr, 0, &options, counted, &err); };
  sweep("headway_counts_read_csv_text", [&](outputs& out) { return read(slot<headway_counts>(out)); }, drop_counts);
  must(read(&counts));
  sweep("headway_counts_names", [&](outputs& out) { return headway_counts_names(counts, slot<headway_table>(out), &err); }, drop_table);
  sweep("headway_counts_problems", [&](outputs& out) { return headway_counts_problems(counts, &out.total, slot<headway_table>(out), &err); }, drop_table);
  headway_counts_destroy(counts);
  must(headway_counts_create(3, 2, 9, 2, 5, &counts, &err));
  const std::uint32_t community[] = {0, 2};
  const std::uint16_t zero[] = {0, 1};
  const std::int8_t score[] = {4, -1};
  sweep("headway_counts_add", [&](outputs&) {
    return headway_counts_add(counts, community, zero, zero, zero, score, 2, &err);
  }, nothing_to_undo);
  sweep("headway_counts_merge with itself", [&](outputs&) { return headway_counts_merge(counts, counts, &err); }, nothing_to_undo);
  headway_counts_destroy(counts);
}

/// Filling an error must not need memory either: refusals whose message cannot be made say that memory has run out.
void sweep_refusals(const fixture& f) {
  for (const bool rest_too : {false, true}) {
    from_then_on = rest_too;
    for (long n = 1;; n = after(n)) {
      failed = failed_quietly = false;
      std::size_t position = 7;
      left = n;
      const long live_before = live;
      counting = true;
      const headway_status status = headway_study_find_community(f.study, HEADWAY_TEXT("Alderwik, or how was it called"), &position, &err);
      counting = false;
      const bool right = status == (failed ? HEADWAY_OUT_OF_MEMORY : HEADWAY_NOT_FOUND) && err.status == status && err.message[0] != '\0';
      if (!right || position != 7 || live != live_before) { complain("a refusal", n, "is not reported as it should"); }
      if (!failed && !failed_quietly) { break; }
    }
  }
}

} // namespace

int main(int, char** arguments) {
  headway_error_init(&err, sizeof err);
  const long live_before = live;
  {
    const fixture f;
    const std::string program = arguments[0];
    sweep_rubrics(f, program);
    sweep_readers(f, program);
    sweep_studies(f);
    sweep_profiles(f);
    sweep_fits(f);
    sweep_changes(f);
    sweep_rooms(f);
    sweep_tables_and_counts(f);
    sweep_refusals(f);
  }
  if (live != live_before) {
    ++problems;
    std::printf("%ld allocations are left at the end\n", live - live_before);
  }
  std::printf("%d problems\n", problems);
  return problems == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
