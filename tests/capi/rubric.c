/* Rubrics: built in, from text, from a file; every accessor; every refusal. */

#include "check.h"

static const char two_questions[] =
    "{\"schema\": \"headway-rubric\", \"version\": 1, \"id\": \"two\", \"edition\": \"1\", \"title\": \"Two \\u00e9\", \"language\": \"cy\",\n"
    " \"source\": \"made for this test\",\n"
    " \"levels\": [{\"value\": -1, \"label\": \"less\"}, {\"value\": 0, \"label\": \"same\"}, {\"value\": 1, \"label\": \"more\"}],\n"
    " \"groups\": [{\"key\": \"g\", \"name\": \"Group\"}],\n"
    " \"dimensions\": [\n"
    "  {\"number\": 1, \"key\": \"pace\", \"name\": \"Pace\", \"group\": \"g\", \"question\": \"How fast?\", \"helps\": \"time\", \"hinders\": \"haste\",\n"
    "   \"descriptors\": {\"-1\": \"slow\", \"0\": \"right\", \"1\": \"fast\"}},\n"
    "  {\"number\": 7, \"key\": \"trust\", \"name\": \"Trust\"}]}";

static void check_two_questions(const headway_rubric *rubric) {
  const char *text = NULL;
  size_t length = 0, count = 0;
  int32_t number = 99;
  OK(headway_rubric_id(rubric, &text, &length, &err));
  SAME_TEXT(text, length, "two");
  OK(headway_rubric_edition(rubric, &text, &length, &err));
  SAME_TEXT(text, length, "1");
  OK(headway_rubric_language(rubric, &text, &length, &err));
  SAME_TEXT(text, length, "cy");
  OK(headway_rubric_title(rubric, &text, &length, &err));
  SAME_TEXT(text, length, "Two \xC3\xA9");
  OK(headway_rubric_source(rubric, &text, &length, &err));
  SAME_TEXT(text, length, "made for this test");

  OK(headway_rubric_levels(rubric, &count, &err));
  SAME(count, 3);
  OK(headway_rubric_level_value(rubric, 0, &number, &err));
  SAME(number, -1);
  OK(headway_rubric_level_value(rubric, 2, &number, &err));
  SAME(number, 1);
  OK(headway_rubric_level_label(rubric, 1, &text, &length, &err));
  SAME_TEXT(text, length, "same");

  OK(headway_rubric_dimensions(rubric, &count, &err));
  SAME(count, 2);
  OK(headway_rubric_dimension_number(rubric, 1, &number, &err));
  SAME(number, 7);
  OK(headway_rubric_dimension_key(rubric, 1, &text, &length, &err));
  SAME_TEXT(text, length, "trust");
  OK(headway_rubric_dimension_name(rubric, 0, &text, &length, &err));
  SAME_TEXT(text, length, "Pace");
  OK(headway_rubric_dimension_group(rubric, 0, &text, &length, &err));
  SAME_TEXT(text, length, "Group");
  OK(headway_rubric_dimension_question(rubric, 0, &text, &length, &err));
  SAME_TEXT(text, length, "How fast?");
  OK(headway_rubric_dimension_helps(rubric, 0, &text, &length, &err));
  SAME_TEXT(text, length, "time");
  OK(headway_rubric_dimension_hinders(rubric, 0, &text, &length, &err));
  SAME_TEXT(text, length, "haste");
  OK(headway_rubric_dimension_hinders(rubric, 1, &text, &length, &err));
  SAME_TEXT(text, length, "");
  OK(headway_rubric_descriptor(rubric, 0, 2, &text, &length, &err));
  SAME_TEXT(text, length, "fast");
  OK(headway_rubric_descriptor(rubric, 1, 2, &text, &length, &err));
  SAME_TEXT(text, length, "");

  OK(headway_rubric_find_dimension(rubric, HEADWAY_TEXT("trust"), &count, &err));
  SAME(count, 1);
  OK(headway_rubric_find_dimension(rubric, HEADWAY_TEXT("1"), &count, &err));
  SAME(count, 0);
  OK(headway_rubric_find_dimension(rubric, HEADWAY_TEXT(" PACE "), &count, &err));
  SAME(count, 0);
}

/* `program` is the path of this program: the file for the test stands beside it */
static void text_round_trip(const char *program) {
  headway_rubric *rubric = NULL, *again = NULL;
  OK(headway_rubric_from_json(HEADWAY_TEXT(two_questions), NULL, 0, &rubric, &err));
  check_two_questions(rubric);

  size_t length = 0;
  OK(headway_rubric_to_json(rubric, NULL, 0, &length, &err));
  CHECK(length > 100);
  char *json = malloc(length + 1);
  if (json == NULL) { exit(EXIT_FAILURE); }
  memset(json, '#', length + 1);
  size_t written = 4711;
  FAILS(HEADWAY_LIMIT, headway_rubric_to_json(rubric, json, length - 1, &written, &err));
  SAME(written, 4711);
  CHECK(json[0] == '#');
  OK(headway_rubric_to_json(rubric, json, length, &written, &err));
  SAME(written, length);
  CHECK(json[length] == '#');
  OK(headway_rubric_from_json(json, length, HEADWAY_TEXT("again.json"), &again, &err));
  headway_rubric_destroy(rubric); /* one never needs the other */
  check_two_questions(again);
  headway_rubric_destroy(again);

  /* the same text from a file */
  char path[1024];
  snprintf(path, sizeof path, "%s.json", program);
  FILE *file = fopen(path, "wb");
  CHECK(file != NULL && fwrite(json, 1, length, file) == length);
  if (file != NULL) { fclose(file); }
  free(json);
  rubric = NULL;
  OK(headway_rubric_read_json(path, strlen(path), &rubric, &err));
  check_two_questions(rubric);
  headway_rubric_destroy(rubric);
  remove(path);
}

static void built_in(void) {
  static const char *const ids[] = {"system_maturity", "system_behaviours", "conditions_for_change"};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; ++i) {
    headway_rubric *rubric = NULL;
    size_t count = 0, length = 0;
    const char *text = NULL;
    OK(headway_rubric_builtin(ids[i], strlen(ids[i]), &rubric, &err));
    OK(headway_rubric_id(rubric, &text, &length, &err));
    SAME_TEXT(text, length, ids[i]);
    OK(headway_rubric_dimensions(rubric, &count, &err));
    SAME(count, 9);
    OK(headway_rubric_levels(rubric, &count, &err));
    SAME(count, 5);
    for (size_t d = 0; d < 9; ++d) {
      for (size_t l = 0; l < 5; ++l) {
        OK(headway_rubric_descriptor(rubric, d, l, &text, &length, &err));
        CHECK(length > 20);
      }
    }
    headway_rubric_destroy(rubric);
  }
}

static void refusals(void) {
  headway_rubric *const untouched = (headway_rubric *)(uintptr_t)16;
  headway_rubric *rubric = untouched;
  FAILS(HEADWAY_NOT_FOUND, headway_rubric_builtin(HEADWAY_TEXT("system_maturty"), &rubric, &err));
  SAYS("did you mean \"system_maturity\"?");
  FAILS(HEADWAY_NOT_FOUND, headway_rubric_builtin(NULL, 0, &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_builtin(NULL, 3, &rubric, &err));
  CHECK(strcmp(err.argument, "id") == 0);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), NULL, &err));
  FAILS(HEADWAY_IO, headway_rubric_read_json(HEADWAY_TEXT("no/such/file.json"), &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_read_json(HEADWAY_TEXT("rubric\0.json"), &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_read_json(HEADWAY_TEXT("\xFF.json"), &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_read_json(NULL, 0, &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_read_json(HEADWAY_TEXT("x.json"), NULL, &err));
  FAILS(HEADWAY_PARSE, headway_rubric_from_json(HEADWAY_TEXT("{\n  oops"), HEADWAY_TEXT("mine.json"), &rubric, &err));
  SAYS("2");
  FAILS(HEADWAY_PARSE, headway_rubric_from_json(NULL, 0, NULL, 0, &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_from_json(NULL, 7, NULL, 0, &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_from_json(HEADWAY_TEXT("{}"), NULL, 2, &rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_from_json(HEADWAY_TEXT(two_questions), NULL, 0, NULL, &err));
  CHECK(rubric == untouched);

  OK(headway_rubric_from_json(HEADWAY_TEXT(two_questions), NULL, 0, &rubric, &err));
  const char *const no_text = "unset";
  const char *text = no_text;
  size_t length = 4711, count = 4711;
  int32_t number = 4711;

  typedef headway_status (*text_of_rubric)(const headway_rubric *, const char **, size_t *, headway_error *);
  static const text_of_rubric of_rubric[] = {headway_rubric_id, headway_rubric_edition, headway_rubric_language, headway_rubric_title,
                                             headway_rubric_source};
  for (size_t i = 0; i < sizeof of_rubric / sizeof *of_rubric; ++i) {
    FAILS(HEADWAY_INVALID_ARGUMENT, of_rubric[i](NULL, &text, &length, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_rubric[i](rubric, NULL, &length, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_rubric[i](rubric, &text, NULL, &err));
  }
  typedef headway_status (*text_of_dimension)(const headway_rubric *, size_t, const char **, size_t *, headway_error *);
  static const text_of_dimension of_dimension[] = {
      headway_rubric_dimension_key,   headway_rubric_dimension_name,    headway_rubric_dimension_group, headway_rubric_dimension_question,
      headway_rubric_dimension_helps, headway_rubric_dimension_hinders, headway_rubric_level_label};
  for (size_t i = 0; i < sizeof of_dimension / sizeof *of_dimension; ++i) {
    FAILS(HEADWAY_INVALID_ARGUMENT, of_dimension[i](NULL, 0, &text, &length, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_dimension[i](rubric, 0, NULL, &length, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_dimension[i](rubric, 0, &text, NULL, &err));
    FAILS(HEADWAY_OUT_OF_RANGE, of_dimension[i](rubric, 3, &text, &length, &err));
    SAYS("3 is not allowed; it must be 0 to");
    FAILS(HEADWAY_OUT_OF_RANGE, of_dimension[i](rubric, SIZE_MAX, &text, &length, &err));
  }
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_descriptor(NULL, 0, 0, &text, &length, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_rubric_descriptor(rubric, 2, 0, &text, &length, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_rubric_descriptor(rubric, 0, 3, &text, &length, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_rubric_descriptor(rubric, 1, 3, &text, &length, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_descriptor(rubric, 0, 0, NULL, &length, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_descriptor(rubric, 0, 0, &text, NULL, &err));
  CHECK(text == no_text);
  SAME(length, 4711);

  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_levels(NULL, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_levels(rubric, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_dimensions(NULL, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_dimensions(rubric, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_level_value(NULL, 0, &number, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_level_value(rubric, 0, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_rubric_level_value(rubric, 3, &number, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_dimension_number(NULL, 0, &number, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_dimension_number(rubric, 0, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_rubric_dimension_number(rubric, 2, &number, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_rubric_find_dimension(rubric, HEADWAY_TEXT("Trusst"), &count, &err));
  SAYS("did you mean \"Trust\"?");
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_find_dimension(rubric, NULL, 1, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_find_dimension(NULL, HEADWAY_TEXT("x"), &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_find_dimension(rubric, HEADWAY_TEXT("trust"), NULL, &err));
  SAME(count, 4711);
  SAME(number, 4711);

  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_to_json(NULL, NULL, 0, &length, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_to_json(rubric, NULL, 10, &length, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_rubric_to_json(rubric, NULL, 0, NULL, &err));
  headway_rubric_destroy(rubric);
  headway_rubric_destroy(NULL);
}

int main(int count, char **arguments) {
  if (count < 1) { return EXIT_FAILURE; }
  headway_error_init(&err, sizeof err);
  built_in();
  text_round_trip(arguments[0]);
  refusals();
  return finish();
}
