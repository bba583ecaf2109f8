#ifndef HEADWAY_TESTS_CAPI_CHECK_H
#define HEADWAY_TESTS_CAPI_CHECK_H

/* The little that the C tests share: checks that print where they failed and go on. A program ends with `return finish();`. */

#include <headway.h>

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks_done;
static int checks_failed;

#define CHECK(condition) check_that((condition) != 0, #condition, __FILE__, __LINE__)
/* The call succeeds. */
#define OK(call) check_status((call), HEADWAY_OK, #call, __FILE__, __LINE__)
/* The call fails with this status, and `err` says the same. */
#define FAILS(status, call) check_status((call), (status), #call, __FILE__, __LINE__)
#define SAME_TEXT(text, length, expected) check_text((text), (length), (expected), __FILE__, __LINE__)
#define SAME(value, expected) check_number((int64_t)(value), (int64_t)(expected), #value, __FILE__, __LINE__)
/* The message of `err` holds these words. */
#define SAYS(words) check_message((words), __FILE__, __LINE__)

static headway_error err;

static inline int check_that(int good, const char *what, const char *file, int line) {
  ++checks_done;
  if (!good) {
    ++checks_failed;
    printf("%s:%d: %s\n", file, line, what);
  }
  return good;
}

static inline int check_status(headway_status status, headway_status expected, const char *call, const char *file, int line) {
  ++checks_done;
  if (status != expected || (err.struct_size == sizeof err && err.status != status)) {
    ++checks_failed;
    printf("%s:%d: %s gave %s (err: %s), not %s: %s: %s: %s\n", file, line, call, headway_status_name(status), headway_status_name(err.status),
           headway_status_name(expected), err.function, err.argument, err.message);
    return 0;
  }
  return 1;
}

static inline int check_text(const char *text, size_t length, const char *expected, const char *file, int line) {
  ++checks_done;
  if (text == NULL || length != strlen(expected) || memcmp(text, expected, length) != 0) {
    ++checks_failed;
    printf("%s:%d: \"%.*s\", not \"%s\"\n", file, line, (int)length, text == NULL ? "" : text, expected);
    return 0;
  }
  return 1;
}

static inline int check_number(int64_t value, int64_t expected, const char *what, const char *file, int line) {
  ++checks_done;
  if (value != expected) {
    ++checks_failed;
    printf("%s:%d: %s is %" PRId64 ", not %" PRId64 "\n", file, line, what, value, expected);
    return 0;
  }
  return 1;
}

static inline int check_message(const char *words, const char *file, int line) {
  ++checks_done;
  if (strstr(err.message, words) == NULL) {
    ++checks_failed;
    printf("%s:%d: the message \"%s\" does not say \"%s\"\n", file, line, err.message, words);
    return 0;
  }
  return 1;
}

/* The path of a file in tests/data. */
static inline const char *data_file(const char *name) {
  static char path[1024];
  snprintf(path, sizeof path, "%s/%s", HEADWAY_TEST_DATA, name);
  return path;
}

static inline int finish(void) {
  printf("%d checks, %d failed\n", checks_done, checks_failed);
  return checks_failed == 0 && checks_done != 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
