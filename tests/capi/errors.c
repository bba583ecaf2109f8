/* The error struct: what is written, what is not, and how texts that are too long are cut. */

#include "check.h"

static void a_success_says_so(void) {
  size_t count = 0;
  headway_rubric *rubric = NULL;
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_levels(NULL, &count, &err));
  CHECK(strcmp(err.function, "headway_rubric_levels") == 0);
  CHECK(strcmp(err.argument, "rubric") == 0);
  CHECK(strcmp(err.message, "is NULL") == 0);
  SAME(err.row, -1);
  OK(headway_rubric_levels(rubric, &count, &err));
  SAME(err.status, HEADWAY_OK);
  CHECK(err.function[0] == '\0' && err.argument[0] == '\0' && err.message[0] == '\0');
  CHECK(headway_rubric_levels(rubric, &count, NULL) == HEADWAY_OK);
  CHECK(headway_rubric_levels(NULL, &count, NULL) == HEADWAY_INVALID_ARGUMENT);
  headway_rubric_destroy(rubric);
}

/* Whatever room the caller says there is, nothing is written past it. */
static void only_the_room_given_is_written(void) {
  size_t count = 0;
  union {
    headway_error error;
    unsigned char bytes[2 * sizeof(headway_error)];
  } store;
  for (uint32_t size = 0; size <= sizeof store; ++size) {
    memset(&store, 0xA5, sizeof store);
    store.error.struct_size = size;
    int refused = headway_rubric_levels(NULL, &count, &store.error) == HEADWAY_INVALID_ARGUMENT; /* whatever struct_size is */
    CHECK(refused);
    int untouched = store.error.struct_size == size;
    for (size_t i = size < sizeof store.error.struct_size ? sizeof store.error.struct_size : size; i < sizeof store; ++i) {
      untouched = untouched && store.bytes[i] == 0xA5;
    }
    CHECK(untouched);
    if (size >= offsetof(headway_error, row)) { SAME(store.error.status, HEADWAY_INVALID_ARGUMENT); }
    if (size >= sizeof store.error) { CHECK(strcmp(store.error.message, "is NULL") == 0); }
  }
}

static void init_sets_every_byte(void) {
  headway_error fresh;
  memset(&fresh, 0xA5, sizeof fresh);
  headway_error_init(&fresh, sizeof fresh);
  SAME(fresh.struct_size, sizeof fresh);
  SAME(fresh.status, HEADWAY_OK);
  SAME(fresh.row, -1);
  CHECK(fresh.function[0] == '\0' && fresh.message[sizeof fresh.message - 1] == '\0');
  headway_error_init(NULL, sizeof fresh);
  memset(&fresh, 0xA5, sizeof fresh);
  headway_error_init(&fresh, 3); /* no room even for struct_size */
  CHECK(((unsigned char *)&fresh)[0] == 0xA5);
}

/* Messages that do not fit end with a whole character: the list of all communities, with names of two-byte characters at every offset. */
static void long_texts_are_cut_between_characters(void) {
  headway_rubric *rubric = NULL;
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
  for (int shift = 0; shift < 2; ++shift) {
    char text[4000] = "community,round,rater,dimension,score\n";
    size_t length = strlen(text);
    for (int i = 0; i < 12; ++i) {
      length += (size_t)sprintf(text + length, "%s%02d", shift ? "x" : "", i);
      for (int k = 0; k < 28; ++k) { length += (size_t)sprintf(text + length, "\xC3\xA9"); }
      length += (size_t)sprintf(text + length, ",R1,a,1,3\n");
    }
    headway_ratings *ratings = NULL;
    headway_study *study = NULL;
    size_t position = 0;
    OK(headway_ratings_read_csv_text(rubric, text, length, NULL, 0, NULL, &ratings, &err));
    OK(headway_study_create(rubric, (const headway_ratings *const[]){ratings}, 1, &study, &err));
    FAILS(HEADWAY_NOT_FOUND, headway_study_find_community(study, HEADWAY_TEXT("somewhere else"), &position, &err));
    const size_t end = strlen(err.message);
    CHECK(end == sizeof err.message - 1 || end == sizeof err.message - 2); /* full */
    size_t pairs = 0;
    for (size_t i = 0; i < end; ++i) {
      const unsigned char c = (unsigned char)err.message[i];
      if (c == 0xC3) {
        CHECK(i + 1 < end && (unsigned char)err.message[i + 1] == 0xA9);
        ++pairs;
      }
    }
    CHECK(pairs > 200);
    headway_study_destroy(study);
    headway_ratings_destroy(ratings);
  }
  headway_rubric_destroy(rubric);
}

static void names_of_statuses(void) {
  static const char *const names[] = {"ok",    "invalid_argument", "out_of_range", "not_found", "incompatible", "io",
                                      "parse", "limit",            "cancelled",    "out_of_memory", "internal"};
  for (headway_status status = HEADWAY_OK; status <= HEADWAY_INTERNAL; ++status) {
    CHECK(strcmp(headway_status_name(status), names[status]) == 0);
  }
  CHECK(strcmp(headway_status_name(-1), "unknown") == 0);
  CHECK(strcmp(headway_status_name(INT32_MAX), "unknown") == 0);
  CHECK(strlen(headway_version()) >= 5);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  a_success_says_so();
  only_the_room_given_is_written();
  init_sets_every_byte();
  long_texts_are_cut_between_characters();
  names_of_statuses();
  return finish();
}
