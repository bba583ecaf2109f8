#ifndef HEADWAY_TESTS_CAPI_ARRAYS_H
#define HEADWAY_TESTS_CAPI_ARRAYS_H

/* Reading single cells of result tables in tests. Include after check.h. */

/* The number in a cell of a real column; -999 and a failed check where there is none. */
static inline double real_at(const headway_table *table, const char *name, size_t row) {
  size_t column = 0, copied = 0;
  double value = -999.0;
  uint8_t valid = 0;
  OK(headway_table_find_column(table, name, strlen(name), &column, &err));
  OK(headway_table_read_valid(table, column, row, &valid, 1, &copied, &err));
  CHECK(valid == 1);
  OK(headway_table_read_reals(table, column, row, &value, 1, &copied, &err));
  return valid ? value : -999.0;
}

/* The whole number in a cell of an integer column. */
static inline int64_t integer_at(const headway_table *table, const char *name, size_t row) {
  size_t column = 0, copied = 0;
  int64_t value = -999;
  OK(headway_table_find_column(table, name, strlen(name), &column, &err));
  OK(headway_table_read_integers(table, column, row, &value, 1, &copied, &err));
  return value;
}

/* Whether a cell has a value. */
static inline int has_value(const headway_table *table, const char *name, size_t row) {
  size_t column = 0, copied = 0;
  uint8_t valid = 0;
  OK(headway_table_find_column(table, name, strlen(name), &column, &err));
  OK(headway_table_read_valid(table, column, row, &valid, 1, &copied, &err));
  return valid == 1;
}

/* Whether the text in a cell is this one. */
static inline int text_is(const headway_table *table, const char *name, size_t row, const char *wanted) {
  size_t column = 0, copied = 0, length = 0;
  const char *text = NULL;
  OK(headway_table_find_column(table, name, strlen(name), &column, &err));
  OK(headway_table_read_texts(table, column, row, &text, &length, 1, &copied, &err));
  return length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

/* How many rows a table has. */
static inline size_t rows_of(const headway_table *table) {
  size_t rows = 0;
  OK(headway_table_rows(table, &rows, &err));
  return rows;
}

/* Whether two numbers are the same but for this much. */
static inline int close_to(double value, double wanted, double within) { return value - wanted <= within && wanted - value <= within; }

#endif
