/* Arrow, both ways and by hand: what is exported is read cell by cell from the plain buffers, and read back as marks. */

#include "arrow_abi.h"
#include "check.h"
#include "sample.h"

static int bit(const void *bits, int64_t i) { return (((const uint8_t *)bits)[i / 8] >> (i % 8)) & 1; }

/* Every cell of the exported array is that of the table. */
static void same_cells(const headway_table *table, const struct ArrowSchema *schema, const struct ArrowArray *array) {
  size_t rows = 0, columns = 0, copied = 0;
  OK(headway_table_rows(table, &rows, &err));
  OK(headway_table_columns(table, &columns, &err));
  CHECK(strcmp(schema->format, "+s") == 0);
  SAME(schema->n_children, columns);
  SAME(array->n_children, columns);
  SAME(array->length, rows);
  SAME(array->offset, 0);
  for (size_t c = 0; c < columns; ++c) {
    const struct ArrowSchema *field = schema->children[c];
    const struct ArrowArray *values = array->children[c];
    const char *name = NULL;
    size_t length = 0;
    int32_t type = 0;
    OK(headway_table_column_name(table, c, &name, &length, &err));
    SAME_TEXT(name, length, field->name);
    OK(headway_table_column_type(table, c, &type, &err));
    static const char *const formats[] = {"", "l", "g", "u", "b"};
    if (!CHECK(strcmp(field->format, formats[type]) == 0)) { continue; }
    SAME(values->length, rows);
    SAME(values->n_buffers, type == HEADWAY_COLUMN_TEXT ? 3 : 2);
    int64_t nulls = 0;
    for (size_t row = 0; row < rows; ++row) {
      uint8_t valid = 0;
      const int64_t at = (int64_t)row + values->offset;
      OK(headway_table_read_valid(table, c, row, &valid, 1, &copied, &err));
      const int has = values->buffers[0] == NULL || bit(values->buffers[0], at);
      SAME(has, valid);
      nulls += !has;
      if (!valid) { continue; }
      int64_t integer = 0;
      double real = 0;
      const char *text = NULL;
      if (type == HEADWAY_COLUMN_REAL) {
        OK(headway_table_read_reals(table, c, row, &real, 1, &copied, &err));
        CHECK(memcmp(&real, (const double *)values->buffers[1] + at, sizeof real) == 0);
      } else if (type == HEADWAY_COLUMN_TEXT) {
        const int32_t *offsets = values->buffers[1];
        OK(headway_table_read_texts(table, c, row, &text, &length, 1, &copied, &err));
        CHECK((size_t)(offsets[at + 1] - offsets[at]) == length && memcmp((const char *)values->buffers[2] + offsets[at], text, length) == 0);
      } else {
        OK(headway_table_read_integers(table, c, row, &integer, 1, &copied, &err));
        SAME(type == HEADWAY_COLUMN_BOOLEAN ? bit(values->buffers[1], at) : ((const int64_t *)values->buffers[1])[at], integer);
      }
    }
    CHECK(values->null_count == nulls || values->null_count == -1);
  }
}

static void exported_buffers(headway_table *table) {
  struct ArrowArrayStream stream, second;
  struct ArrowSchema schema;
  struct ArrowArray array, none;
  OK(headway_table_to_arrow(table, &stream, &err));
  OK(headway_table_to_arrow(table, &second, &err)); /* any number of times */
  second.release(&second);
  CHECK(second.release == NULL);
  CHECK(stream.get_schema(&stream, &schema) == 0);
  CHECK(stream.get_next(&stream, &array) == 0 && array.release != NULL);
  CHECK(stream.get_next(&stream, &none) == 0 && none.release == NULL); /* one batch */
  stream.release(&stream);
  CHECK(stream.release == NULL);
  same_cells(table, &schema, &array); /* schema and array outlive the stream */
  schema.release(&schema);
  CHECK(schema.release == NULL);

  /* values lent without a copy outlive the table */
  size_t n = 0;
  OK(headway_table_find_column(table, HEADWAY_TEXT("n"), &n, &err));
  int64_t first = 0;
  size_t copied = 0;
  OK(headway_table_read_integers(table, n, 0, &first, 1, &copied, &err));
  headway_table_destroy(table);
  SAME(((const int64_t *)array.children[n]->buffers[1])[0], first);
  array.release(&array);
  CHECK(array.release == NULL);
}

struct text {
  char *bytes;
  size_t length;
  size_t room;
};

static int32_t keep(const char *piece, size_t length, void *payload) {
  struct text *text = payload;
  if (text->length + length > text->room) {
    text->room = 2 * (text->length + length);
    text->bytes = realloc(text->bytes, text->room);
    if (text->bytes == NULL) { exit(EXIT_FAILURE); }
  }
  memcpy(text->bytes + text->length, piece, length);
  text->length += length;
  return 0;
}

/* The tidy text of a study of one input. */
static struct text written(const headway_rubric *rubric, const headway_ratings *ratings) {
  struct text text = {NULL, 0, 0};
  headway_study *study = NULL;
  OK(headway_study_create(rubric, &ratings, 1, &study, &err));
  OK(headway_study_write_tidy(study, keep, &text, &err));
  headway_study_destroy(study);
  return text;
}

static void marks_through_arrow(const headway_rubric *rubric) {
  headway_ratings *ratings = NULL, *again = NULL;
  headway_study *study = NULL;
  headway_table *table = NULL;
  struct ArrowArrayStream stream;
  const char *path = data_file("samples/scores_long_dirty.csv");
  OK(headway_ratings_read_csv(rubric, path, strlen(path), NULL, &ratings, &err));
  OK(headway_study_create(rubric, (const headway_ratings *const[]){ratings}, 1, &study, &err));
  OK(headway_study_ratings(study, &table, &err));
  OK(headway_table_to_arrow(table, &stream, &err));
  headway_table_destroy(table);
  headway_study_destroy(study);
  OK(headway_ratings_from_arrow(rubric, &stream, HEADWAY_TEXT("exported"), NULL, &again, &err));
  CHECK(stream.release == NULL);
  const struct text expected = written(rubric, ratings), text = written(rubric, again);
  CHECK(text.length == expected.length && memcmp(text.bytes, expected.bytes, text.length) == 0);
  free(expected.bytes);
  free(text.bytes);
  const char *source = NULL;
  size_t length = 0;
  OK(headway_ratings_source(again, &source, &length, &err));
  SAME_TEXT(source, length, "exported");
  headway_ratings_destroy(ratings);
  headway_ratings_destroy(again);
}

/* A stream made by hand: batches of three rows with the whole numbers of three columns, then the end or a failure. */
enum { columns_made = 3, rows_made = 3 };
static const char *const names_made[columns_made] = {"rater", "dimension", "score"};

struct maker {
  int batches;    /* still to come */
  int fails_with; /* errno number of get_next after them, or 0 */
  int released;   /* how often */
  int64_t values[columns_made][rows_made];
};

static void drop_schema(struct ArrowSchema *schema) {
  for (int64_t i = 0; i < schema->n_children; ++i) {
    if (schema->children[i]->release != NULL) { schema->children[i]->release(schema->children[i]); }
    free(schema->children[i]);
  }
  free(schema->children);
  schema->release = NULL;
}

static void drop_array(struct ArrowArray *array) {
  for (int64_t i = 0; i < array->n_children; ++i) {
    if (array->children[i]->release != NULL) { array->children[i]->release(array->children[i]); }
    free(array->children[i]);
  }
  free(array->children);
  free(array->buffers);
  array->release = NULL;
}

static void *zeroed(size_t size) {
  void *memory = calloc(1, size);
  if (memory == NULL) { exit(EXIT_FAILURE); }
  return memory;
}

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  (void)stream;
  *out = (struct ArrowSchema){"+s", "", NULL, 0, columns_made, zeroed(columns_made * sizeof(void *)), NULL, drop_schema, NULL};
  for (int i = 0; i < columns_made; ++i) {
    out->children[i] = zeroed(sizeof *out);
    *out->children[i] = (struct ArrowSchema){"l", names_made[i], NULL, 2, 0, NULL, NULL, drop_schema, NULL};
  }
  return 0;
}

static int give_batch(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  struct maker *maker = stream->private_data;
  memset(out, 0, sizeof *out);
  if (maker->batches-- == 0) { return maker->fails_with; }
  *out = (struct ArrowArray){rows_made, 0, 0, 1, columns_made, zeroed(sizeof(void *)), zeroed(columns_made * sizeof(void *)), NULL, drop_array, NULL};
  for (int i = 0; i < columns_made; ++i) {
    out->children[i] = zeroed(sizeof *out);
    *out->children[i] = (struct ArrowArray){rows_made, 0, 0, 2, 0, zeroed(2 * sizeof(void *)), NULL, NULL, drop_array, NULL};
    out->children[i]->buffers[1] = maker->values[i];
  }
  return 0;
}

static const char *say_why(struct ArrowArrayStream *stream) {
  (void)stream;
  return "the line was cut";
}

static void count_release(struct ArrowArrayStream *stream) {
  ++((struct maker *)stream->private_data)->released;
  stream->release = NULL;
}

static struct ArrowArrayStream stream_of(struct maker *maker) {
  return (struct ArrowArrayStream){give_schema, give_batch, say_why, count_release, maker};
}

static int32_t stop(double done, void *payload) {
  *(double *)payload = done;
  return 1;
}

static void streams_made_by_hand(const headway_rubric *rubric) {
  const struct maker fresh = {2, 0, 0, {{1, 2, 3}, {1, 1, 2}, {5, 4, 9}}};
  struct maker maker = fresh;
  struct ArrowArrayStream stream = stream_of(&maker);
  headway_ratings *ratings = NULL;
  headway_read_options options;
  headway_read_options_init(&options, sizeof options);
  options.community = "Alderwick";
  options.community_length = 9;
  options.round = "R1";
  options.round_length = 2;
  OK(headway_ratings_from_arrow(rubric, &stream, NULL, 0, &options, &ratings, &err));
  CHECK(stream.release == NULL && maker.released == 1);
  size_t rows = 0, line = 0, copied = 0;
  OK(headway_ratings_rows(ratings, &rows, &err));
  SAME(rows, 2 * rows_made);
  headway_table *problems = NULL;
  int64_t lines[2] = {0, 0};
  OK(headway_ratings_problems(ratings, NULL, &problems, &err)); /* the 9, once a batch; rows are counted over all of them */
  OK(headway_table_find_column(problems, HEADWAY_TEXT("line"), &line, &err));
  OK(headway_table_read_integers(problems, line, 0, lines, 2, &copied, &err));
  CHECK(copied == 2 && lines[0] == 3 && lines[1] == 6);
  headway_table_destroy(problems);
  headway_ratings_destroy(ratings);
  ratings = NULL;

  /* whatever is wrong with the other arguments, the stream is released, once */
  headway_read_options wrong = options;
  wrong.dates = 9;
  for (int which = 0; which < 4; ++which) {
    maker = fresh;
    stream = stream_of(&maker);
    FAILS(which == 2 ? HEADWAY_OUT_OF_RANGE : HEADWAY_INVALID_ARGUMENT,
          headway_ratings_from_arrow(which == 0 ? NULL : rubric, &stream, NULL, which == 1 ? 3 : 0, which == 2 ? &wrong : &options,
                                     which == 3 ? NULL : &ratings, &err));
    CHECK(stream.release == NULL && maker.released == 1 && ratings == NULL);
  }
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_from_arrow(rubric, &stream, NULL, 0, &options, &ratings, &err)); /* released already */
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_from_arrow(rubric, NULL, NULL, 0, &options, &ratings, &err));

  maker = fresh; /* the stream fails half-way */
  maker.batches = 1;
  maker.fails_with = 5;
  stream = stream_of(&maker);
  FAILS(HEADWAY_IO, headway_ratings_from_arrow(rubric, &stream, NULL, 0, &options, &ratings, &err));
  SAYS("the line was cut");
  CHECK(maker.released == 1 && ratings == NULL);

  maker = fresh; /* a column is missing: there is no community now */
  stream = stream_of(&maker);
  FAILS(HEADWAY_NOT_FOUND, headway_ratings_from_arrow(rubric, &stream, NULL, 0, NULL, &ratings, &err));
  CHECK(maker.released == 1 && ratings == NULL);

  maker = fresh;
  stream = stream_of(&maker);
  double heard = 4711;
  options.progress = stop;
  options.progress_payload = &heard;
  FAILS(HEADWAY_CANCELLED, headway_ratings_from_arrow(rubric, &stream, NULL, 0, &options, &ratings, &err));
  CHECK(maker.released == 1 && ratings == NULL && heard < 0);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  headway_rubric *rubric = NULL;
  headway_study *study = sample_study(&rubric);
  headway_table *table = NULL;
  OK(headway_profile_compute_all(study, NULL, &table, &err));
  struct ArrowArrayStream stream;
  memset(&stream, 0x5A, sizeof stream);
  const struct ArrowArrayStream before = stream;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_to_arrow(NULL, &stream, &err));
  CHECK(memcmp(&stream, &before, sizeof stream) == 0);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_to_arrow(table, NULL, &err));
  exported_buffers(table);
  OK(headway_study_ratings(study, &table, &err));
  OK(headway_table_to_arrow(table, &stream, &err));
  headway_table_destroy(table);
  stream.release(&stream); /* never read at all */
  marks_through_arrow(rubric);
  streams_made_by_hand(rubric);
  headway_study_destroy(study);
  headway_rubric_destroy(rubric);
  return finish();
}
