#ifndef HEADWAY_TESTS_CAPI_DUMP_H
#define HEADWAY_TESTS_CAPI_DUMP_H

/* Writes tables as text in which nothing is rounded or lost, so that the tables of two programs can be compared byte by byte. The format is
 * described in tests/parity_faces.py. */

#include "check.h"

static inline void dump_text(FILE *out, const char *text, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    const unsigned char c = (unsigned char)text[i];
    if (c < 0x20 || c == 0x7F || c == '\\') {
      fprintf(out, "\\x%02x", c);
    } else {
      fputc(c, out);
    }
  }
}

static inline void *dump_room(size_t count, size_t size) {
  void *room = calloc(count == 0 ? 1 : count, size);
  if (room == NULL) { exit(EXIT_FAILURE); }
  return room;
}

static inline void dump_table(FILE *out, const char *label, const headway_table *table) {
  static const char *const kinds[] = {"", "integer", "real", "text", "boolean"};
  size_t rows = 0, columns = 0, copied = 0;
  OK(headway_table_rows(table, &rows, &err));
  OK(headway_table_columns(table, &columns, &err));
  fprintf(out, "table %s\nrows %zu\n", label, rows);
  uint8_t *valid = dump_room(rows, sizeof *valid);
  int64_t *integers = dump_room(rows, sizeof *integers);
  double *reals = dump_room(rows, sizeof *reals);
  const char **texts = dump_room(rows, sizeof *texts);
  size_t *lengths = dump_room(rows, sizeof *lengths);
  for (size_t c = 0; c < columns; ++c) {
    const char *name = NULL;
    size_t length = 0;
    int32_t type = 0;
    OK(headway_table_column_name(table, c, &name, &length, &err));
    OK(headway_table_column_type(table, c, &type, &err));
    OK(headway_table_read_valid(table, c, 0, valid, rows, &copied, &err));
    if (type == HEADWAY_COLUMN_REAL) {
      OK(headway_table_read_reals(table, c, 0, reals, rows, &copied, &err));
    } else if (type == HEADWAY_COLUMN_TEXT) {
      OK(headway_table_read_texts(table, c, 0, texts, lengths, rows, &copied, &err));
    } else {
      OK(headway_table_read_integers(table, c, 0, integers, rows, &copied, &err));
    }
    SAME(copied, rows);
    fputs("column ", out);
    dump_text(out, name, length);
    fprintf(out, " %s\n", kinds[type]);
    for (size_t row = 0; row < rows; ++row) {
      if (!valid[row]) {
        fputc('-', out);
      } else if (type == HEADWAY_COLUMN_REAL) {
        uint64_t bits = 0;
        memcpy(&bits, &reals[row], sizeof bits);
        fprintf(out, "%016" PRIx64, bits);
      } else if (type == HEADWAY_COLUMN_TEXT) {
        fputc('=', out);
        dump_text(out, texts[row], lengths[row]);
      } else {
        fprintf(out, "%" PRId64, integers[row]);
      }
      fputc('\n', out);
    }
  }
  free(valid);
  free(integers);
  free(reals);
  free(texts);
  free(lengths);
}

#endif
