#ifndef HEADWAY_H
#define HEADWAY_H

/// \file
/// The C interface of headway: ratings in, checked studies, and tables out.
///
/// Every function keeps these rules, so its own comment only adds to them.
///
/// - It returns HEADWAY_OK or the kind of error. On an error nothing has changed and no output has been written; `err`, when it
///   is not NULL, says what was wrong. A NULL pointer where an object or output is needed is HEADWAY_INVALID_ARGUMENT, never a crash.
///   Any call can return HEADWAY_OUT_OF_MEMORY.
/// - Text is UTF-8 as pointer and length in bytes, without a closing NUL; length 0 with NULL is the empty text. Text that comes out
///   belongs to the object it came from and lives as long.
/// - An object that a function makes (its last pointer before `err`) is the caller's, to be freed with its own `_destroy`, which
///   takes NULL. It does not need the objects it was made from.
/// - Objects never change (but for `headway_counts`), so any number of threads may use one at the same time. No function keeps
///   state of its own, prints, or looks at the locale.
/// - A position counts from 0. A missing mark is never a number: it is counted by reason, and a figure that cannot be given has
///   a word for it in the column `status`.
/// - Structs that the caller fills begin with `struct_size`: set every byte to 0 (`= {0}` or the `_init` function), then `struct_size`
///   to sizeof the struct. 0 in a field is its default. Later versions add fields at the end and take the older, shorter struct.
/// - Since 0.1, where nothing else is said.

#include <stddef.h>
#include <stdint.h>

#if defined(HEADWAY_C_STATIC)
#define HEADWAY_API
#elif defined(_WIN32) && defined(HEADWAY_C_BUILD)
#define HEADWAY_API __declspec(dllexport)
#elif defined(_WIN32)
#define HEADWAY_API __declspec(dllimport)
#elif defined(__GNUC__)
#define HEADWAY_API __attribute__((visibility("default")))
#else
#define HEADWAY_API
#endif

#if defined(__cplusplus)
#define HEADWAY_NOEXCEPT noexcept
extern "C" {
#else
#define HEADWAY_NOEXCEPT
#endif

/// A text literal as the two arguments pointer and length: `headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err)`.
#define HEADWAY_TEXT(literal) (literal), (sizeof(literal) - 1)

/* ------------------------------------------------------------------------------------------------------------------ errors */

/// What a call came to: one of the HEADWAY_ codes below. Codes are never given another meaning; later versions may add some.
typedef int32_t headway_status;

#define HEADWAY_OK 0
#define HEADWAY_INVALID_ARGUMENT 1 /* an argument is of the wrong form */
#define HEADWAY_OUT_OF_RANGE 2     /* a value is outside its allowed range */
#define HEADWAY_NOT_FOUND 3        /* a name is not in the study or rubric */
#define HEADWAY_INCOMPATIBLE 4     /* two objects do not fit together */
#define HEADWAY_IO 5               /* a file or stream cannot be opened, read or written */
#define HEADWAY_PARSE 6            /* text is not of the format it claims to be */
#define HEADWAY_LIMIT 7            /* a stated limit is exceeded */
#define HEADWAY_CANCELLED 8        /* a callback asked to stop */
#define HEADWAY_OUT_OF_MEMORY 9    /* an allocation failed */
#define HEADWAY_INTERNAL 10        /* a defect of headway itself; please report it */

/// What went wrong, in a struct of the caller's: nothing in it needs freeing. After a call that returned HEADWAY_OK it says "no error".
/// A library that knows fewer or more fields than the caller writes only what both know. One thread, one struct.
typedef struct headway_error {
  uint32_t struct_size;   ///< sizeof(headway_error), set by the caller; with 0 nothing is written
  headway_status status;  ///< the category of the error, as the call returned it
  int64_t row;            ///< row of the argument at fault, from 0; -1 when it is not about a row
  char function[64];      ///< the function that was called
  char argument[64];      ///< the argument at fault, or empty
  char message[512];      ///< the value, what is allowed, the nearest match; one line, cut at a whole character when too long
} headway_error;

/// Makes a struct ready for its first use.
/// \param err the struct; NULL does nothing
/// \param struct_size sizeof *err; too small for its first field does nothing
HEADWAY_API void headway_error_init(headway_error *err, size_t struct_size) HEADWAY_NOEXCEPT;

/// The word for a status: "ok", "invalid_argument", ..., "internal", or "unknown". Closed by a NUL, never freed.
HEADWAY_API const char *headway_status_name(headway_status status) HEADWAY_NOEXCEPT;

/// The version of the library that is running, such as "0.1.0". Closed by a NUL, never freed.
HEADWAY_API const char *headway_version(void) HEADWAY_NOEXCEPT;

/* ----------------------------------------------------------------------------------------------------------------- objects */

/// Ordered levels and named dimensions: what is asked.
typedef struct headway_rubric headway_rubric;
/// One input as it was understood: its marks or agreed marks, and everything in it that was not as expected.
typedef struct headway_ratings headway_ratings;
/// One rubric and any number of inputs, joined, checked and put in order.
typedef struct headway_study headway_study;
/// A result: named columns of equal length.
typedef struct headway_table headway_table;
/// How often each level was chosen in each cell of a programme: a running count, the one object that changes.
typedef struct headway_counts headway_counts;
/// A fitted model of columns, or of a study.
typedef struct headway_fit headway_fit;

/// A text in an array of texts: UTF-8, without a closing NUL. These two fields will never change.
typedef struct headway_text {
  const char *data; ///< may be NULL when length is 0
  size_t length;    ///< in bytes
} headway_text;

/* From the Arrow C data interface; the caller includes its own definition. */
struct ArrowArrayStream;

/* ------------------------------------------------------------------------------------------------------------------ rubric */

/// A rubric that comes with headway.
/// \param id "system_maturity", "system_behaviours" or "conditions_for_change"
/// \return HEADWAY_NOT_FOUND for another id, with the nearest one in the message
HEADWAY_API headway_status headway_rubric_builtin(const char *id, size_t id_length, headway_rubric **rubric, headway_error *err) HEADWAY_NOEXCEPT;

/// Reads a rubric of your own from a JSON file (docs/rubrics.md has the format).
/// \return HEADWAY_IO when the file cannot be read, HEADWAY_PARSE with line and column in the message when it is not a rubric
HEADWAY_API headway_status headway_rubric_read_json(const char *path, size_t path_length, headway_rubric **rubric, headway_error *err) HEADWAY_NOEXCEPT;

/// The same for JSON text in memory.
/// \param source what messages call the text; empty for "text"
HEADWAY_API headway_status headway_rubric_from_json(const char *text, size_t text_length, const char *source, size_t source_length,
                                                    headway_rubric **rubric, headway_error *err) HEADWAY_NOEXCEPT;

/// Writes a rubric as JSON text; reading it gives an equal rubric.
/// \param buffer receives the text, without a closing NUL; may be NULL when capacity is 0
/// \param capacity bytes of the buffer; 0 asks only for the length
/// \param length receives the length of the whole text
/// \return HEADWAY_LIMIT when capacity is neither 0 nor enough; then nothing is written
HEADWAY_API headway_status headway_rubric_to_json(const headway_rubric *rubric, char *buffer, size_t capacity, size_t *length,
                                                  headway_error *err) HEADWAY_NOEXCEPT;

/// Frees a rubric; NULL is fine. Studies made from it stay whole.
HEADWAY_API void headway_rubric_destroy(headway_rubric *rubric) HEADWAY_NOEXCEPT;

/// The stable name of a rubric.
HEADWAY_API headway_status headway_rubric_id(const headway_rubric *rubric, const char **text, size_t *length, headway_error *err) HEADWAY_NOEXCEPT;
/// Which wording it has; marks are comparable within one edition. May be empty.
HEADWAY_API headway_status headway_rubric_edition(const headway_rubric *rubric, const char **text, size_t *length, headway_error *err) HEADWAY_NOEXCEPT;
/// The language tag of its words, such as "en-GB". May be empty.
HEADWAY_API headway_status headway_rubric_language(const headway_rubric *rubric, const char **text, size_t *length, headway_error *err) HEADWAY_NOEXCEPT;
/// Its title. May be empty.
HEADWAY_API headway_status headway_rubric_title(const headway_rubric *rubric, const char **text, size_t *length, headway_error *err) HEADWAY_NOEXCEPT;
/// Whose dimensions and whose words they are. May be empty.
HEADWAY_API headway_status headway_rubric_source(const headway_rubric *rubric, const char **text, size_t *length, headway_error *err) HEADWAY_NOEXCEPT;

/// Number of levels of the scale, 2 to 16.
HEADWAY_API headway_status headway_rubric_levels(const headway_rubric *rubric, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// The number people write for a level.
/// \param level position, the lowest level is 0
HEADWAY_API headway_status headway_rubric_level_value(const headway_rubric *rubric, size_t level, int32_t *value, headway_error *err) HEADWAY_NOEXCEPT;
/// The label of a level. May be empty.
/// \param level position, the lowest level is 0
HEADWAY_API headway_status headway_rubric_level_label(const headway_rubric *rubric, size_t level, const char **text, size_t *length,
                                                      headway_error *err) HEADWAY_NOEXCEPT;

/// Number of dimensions, at least 1.
HEADWAY_API headway_status headway_rubric_dimensions(const headway_rubric *rubric, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// The position of the dimension with this number, key or name.
/// \return HEADWAY_NOT_FOUND when there is none, with the nearest name in the message
HEADWAY_API headway_status headway_rubric_find_dimension(const headway_rubric *rubric, const char *name, size_t name_length, size_t *dimension,
                                                         headway_error *err) HEADWAY_NOEXCEPT;
/// The number of a dimension as printed on its sheet.
HEADWAY_API headway_status headway_rubric_dimension_number(const headway_rubric *rubric, size_t dimension, int32_t *number,
                                                           headway_error *err) HEADWAY_NOEXCEPT;
/// The stable short name of a dimension.
HEADWAY_API headway_status headway_rubric_dimension_key(const headway_rubric *rubric, size_t dimension, const char **text, size_t *length,
                                                        headway_error *err) HEADWAY_NOEXCEPT;
/// The name of a dimension as people see it.
HEADWAY_API headway_status headway_rubric_dimension_name(const headway_rubric *rubric, size_t dimension, const char **text, size_t *length,
                                                         headway_error *err) HEADWAY_NOEXCEPT;
/// The group of dimensions it belongs to. May be empty.
HEADWAY_API headway_status headway_rubric_dimension_group(const headway_rubric *rubric, size_t dimension, const char **text, size_t *length,
                                                          headway_error *err) HEADWAY_NOEXCEPT;
/// The question asked of the room. May be empty.
HEADWAY_API headway_status headway_rubric_dimension_question(const headway_rubric *rubric, size_t dimension, const char **text, size_t *length,
                                                             headway_error *err) HEADWAY_NOEXCEPT;
/// What helps. May be empty.
HEADWAY_API headway_status headway_rubric_dimension_helps(const headway_rubric *rubric, size_t dimension, const char **text, size_t *length,
                                                          headway_error *err) HEADWAY_NOEXCEPT;
/// What hinders. May be empty.
HEADWAY_API headway_status headway_rubric_dimension_hinders(const headway_rubric *rubric, size_t dimension, const char **text, size_t *length,
                                                            headway_error *err) HEADWAY_NOEXCEPT;
/// What a level of a dimension looks like. Empty where the rubric describes none.
HEADWAY_API headway_status headway_rubric_descriptor(const headway_rubric *rubric, size_t dimension, size_t level, const char **text,
                                                     size_t *length, headway_error *err) HEADWAY_NOEXCEPT;

/* ------------------------------------------------------------------------------------------------------------------- table */

/* What a column holds. A boolean is 0 or 1 and is read like an integer. Codes are never given another meaning. */
#define HEADWAY_COLUMN_INTEGER 1 /* int64_t */
#define HEADWAY_COLUMN_REAL 2    /* double, always finite */
#define HEADWAY_COLUMN_TEXT 3    /* UTF-8 */
#define HEADWAY_COLUMN_BOOLEAN 4

/// Frees a table; NULL is fine. Texts read from it are gone then.
HEADWAY_API void headway_table_destroy(headway_table *table) HEADWAY_NOEXCEPT;

/// Number of rows.
HEADWAY_API headway_status headway_table_rows(const headway_table *table, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// Number of columns.
HEADWAY_API headway_status headway_table_columns(const headway_table *table, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// The position of a column by its exact name.
/// \return HEADWAY_NOT_FOUND when there is none, with the nearest name in the message
HEADWAY_API headway_status headway_table_find_column(const headway_table *table, const char *name, size_t name_length, size_t *column,
                                                     headway_error *err) HEADWAY_NOEXCEPT;
/// The name of a column. Names are frozen: a later version keeps them and may add columns.
HEADWAY_API headway_status headway_table_column_name(const headway_table *table, size_t column, const char **text, size_t *length,
                                                     headway_error *err) HEADWAY_NOEXCEPT;
/// What a column holds: a HEADWAY_COLUMN_ code.
HEADWAY_API headway_status headway_table_column_type(const headway_table *table, size_t column, int32_t *type, headway_error *err) HEADWAY_NOEXCEPT;

/// Which cells of a column have a value: 1 where there is one, 0 where not.
/// \param first_row the row to begin with, at most the number of rows
/// \param buffer receives one byte a row; may be NULL when capacity is 0
/// \param capacity rows the buffer has room for
/// \param copied receives how many rows were written: the capacity, or what is left of the column
HEADWAY_API headway_status headway_table_read_valid(const headway_table *table, size_t column, size_t first_row, uint8_t *buffer, size_t capacity,
                                                    size_t *copied, headway_error *err) HEADWAY_NOEXCEPT;
/// The values of an integer or boolean column; 0 where a cell has none. Parameters as `headway_table_read_valid`.
/// \return HEADWAY_INVALID_ARGUMENT when the column holds something else
HEADWAY_API headway_status headway_table_read_integers(const headway_table *table, size_t column, size_t first_row, int64_t *buffer,
                                                       size_t capacity, size_t *copied, headway_error *err) HEADWAY_NOEXCEPT;
/// The values of a real column; 0 where a cell has none. Parameters as `headway_table_read_valid`.
/// \return HEADWAY_INVALID_ARGUMENT when the column holds something else
HEADWAY_API headway_status headway_table_read_reals(const headway_table *table, size_t column, size_t first_row, double *buffer, size_t capacity,
                                                    size_t *copied, headway_error *err) HEADWAY_NOEXCEPT;
/// The values of a text column; empty where a cell has none. The texts belong to the table.
/// \param texts receives one pointer a row \param lengths receives one length a row \param capacity rows both have room for
/// \return HEADWAY_INVALID_ARGUMENT when the column holds something else
HEADWAY_API headway_status headway_table_read_texts(const headway_table *table, size_t column, size_t first_row, const char **texts,
                                                    size_t *lengths, size_t capacity, size_t *copied, headway_error *err) HEADWAY_NOEXCEPT;

/// Exports a table as an Arrow stream of one batch, for any library that reads the Arrow C data interface. Whole numbers and reals are lent without a
/// copy; the stream keeps what it needs alive, so the table may be destroyed first, and a table can be exported any number of times.
/// \param stream receives the stream; whoever takes it calls its `release`. What was in the struct is overwritten, never released.
HEADWAY_API headway_status headway_table_to_arrow(const headway_table *table, struct ArrowArrayStream *stream, headway_error *err) HEADWAY_NOEXCEPT;

/* ----------------------------------------------------------------------------------------------------------------- ratings */

/* Who or what a mark comes from. The modes are kept apart for ever: no figure mixes them. */
#define HEADWAY_MODE_INDIVIDUAL 0 /* one person's own mark */
#define HEADWAY_MODE_CONSENSUS 1  /* the room's agreed mark */
#define HEADWAY_MODE_MODERATED 2  /* an agreed mark after moderation across communities */
#define HEADWAY_MODE_THEN_TEST 3  /* an earlier round marked again as it looks now */
#define HEADWAY_MODE_JUDGE 4      /* an outside or machine judge */

/* How a date such as 09/10/2023 is to be taken. */
#define HEADWAY_DATES_FROM_FILE 0   /* as the input's other dates show; where they show nothing, the date is not used */
#define HEADWAY_DATES_DAY_FIRST 1   /* 9 October */
#define HEADWAY_DATES_MONTH_FIRST 2 /* 10 September */

/// Told now and then how far a long call is.
/// \param done the share done, 0 to 1; -1 where the size of the input is not known
/// \param payload as given in the options
/// \return 0 to go on; anything else ends the call with HEADWAY_CANCELLED
typedef int32_t (*headway_progress)(double done, void *payload);

/// What a reader may be told; NULL for nothing. What is left alone is found out from the input.
typedef struct headway_read_options {
  uint32_t struct_size;                ///< sizeof(headway_read_options), set by the caller
  int32_t mode;                        ///< a HEADWAY_MODE_ code, for rows that say nothing of theirs
  int32_t dates;                       ///< a HEADWAY_DATES_ code
  int32_t separator;                   ///< the character between fields; 0: found in the header line
  size_t field_limit;                  ///< longest field in bytes, a row with a longer one is left out; 0 for 1048576
  const char *community;               ///< the community of input that has no such column
  size_t community_length;             ///< its length in bytes
  const char *round;                   ///< the round of input that has no such column
  size_t round_length;                 ///< its length in bytes
  const headway_text *mapping_headers; ///< headers whose meaning is settled here; others are recognised as usual
  const headway_text *mapping_roles;   ///< what each of them is ("community", "score", ...); empty to ignore the column
  size_t mapping_count;                ///< length of both
  headway_progress progress;           ///< told how far reading a file or text is, or NULL
  void *progress_payload;              ///< handed to it
} headway_read_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_read_options_init(headway_read_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// Reads marks from a tidy long file: one row per person and dimension; comma, semicolon or tab; UTF-8. Rows of agreed marks are understood too.
/// No content of a row is an error: a row that cannot be used is left out, a mark that is not one level is kept as text, and each is a problem
/// with line and column (`headway_ratings_problems`). A score is never guessed, changed or lost.
/// \param path a file \param options NULL for none
/// \return HEADWAY_IO when the file cannot be read; HEADWAY_PARSE when it is not UTF-8 text with a header; HEADWAY_NOT_FOUND when the score, dimension,
/// community or round is nowhere given; HEADWAY_CANCELLED when `progress` asked to stop
HEADWAY_API headway_status headway_ratings_read_csv(const headway_rubric *rubric, const char *path, size_t path_length,
                                                    const headway_read_options *options, headway_ratings **ratings, headway_error *err) HEADWAY_NOEXCEPT;
/// The same for text in memory, which is not needed afterwards.
/// \param source what problems call the text; empty for "text"
HEADWAY_API headway_status headway_ratings_read_csv_text(const headway_rubric *rubric, const char *text, size_t text_length, const char *source,
                                                         size_t source_length, const headway_read_options *options, headway_ratings **ratings,
                                                         headway_error *err) HEADWAY_NOEXCEPT;
/// Reads agreed marks with outcome, reason, evidence and minority view: as `headway_ratings_read_csv`, but a row that says nothing else is an
/// agreed mark. `mode` is HEADWAY_MODE_MODERATED for moderated ones; every other code means HEADWAY_MODE_CONSENSUS.
HEADWAY_API headway_status headway_consensus_read_csv(const headway_rubric *rubric, const char *path, size_t path_length,
                                                      const headway_read_options *options, headway_ratings **ratings, headway_error *err) HEADWAY_NOEXCEPT;
/// The same for text in memory, which is not needed afterwards.
/// \param source what problems call the text; empty for "text"
HEADWAY_API headway_status headway_consensus_read_csv_text(const headway_rubric *rubric, const char *text, size_t text_length, const char *source,
                                                           size_t source_length, const headway_read_options *options, headway_ratings **ratings,
                                                           headway_error *err) HEADWAY_NOEXCEPT;

/// One named column in memory; nothing of it is copied or needed after the call.
typedef struct headway_column {
  uint32_t struct_size;    ///< sizeof(headway_column), set by the caller
  int32_t type;            ///< HEADWAY_COLUMN_INTEGER, HEADWAY_COLUMN_REAL or HEADWAY_COLUMN_TEXT: which of the fields below holds its values
  const char *name;        ///< as the header of a tidy file
  size_t name_length;      ///< its length in bytes
  const int64_t *integers; ///< one a row
  const double *reals;     ///< one a row; NaN is no value, 3.0 is the mark 3, 2.5 is kept as text and not counted
  const char *text;        ///< the bytes of all texts, one text after the other
  const int64_t *offsets;  ///< where each text begins in `text`, and where the last one ends: one more than there are texts
  const int32_t *codes;    ///< NULL: there is a text a row; else which text each row has, from 0, negative for no value
  size_t codes_count;      ///< number of texts where there are codes
  const uint8_t *valid;    ///< one byte a row, 0 where there is no value; NULL: every row has one
} headway_column;

/// Reads marks from columns in memory. Values are understood exactly as in a file, with the same problems; the line of a problem is the row,
/// the first is 1, and its column the position of the column, the first is 1.
/// \param columns `count` columns of `rows` values, named as in a tidy file, in any order
/// \param source what problems call the columns; empty for "columns"
/// \param options `separator`, `field_limit` and `progress` mean nothing here
/// \return HEADWAY_INVALID_ARGUMENT for a column that is not sound, with its position in `row`; HEADWAY_NOT_FOUND when the score, dimension, community or
/// round is nowhere given
HEADWAY_API headway_status headway_ratings_from_columns(const headway_rubric *rubric, const headway_column *const *columns, size_t count, size_t rows,
                                                        const char *source, size_t source_length, const headway_read_options *options,
                                                        headway_ratings **ratings, headway_error *err) HEADWAY_NOEXCEPT;

/// Reads marks from an Arrow stream of batches: whole numbers, reals, texts and bytes of every layout, dates, booleans, dictionaries; sliced or not.
/// The line of a problem is the row, the first is 1, counted over all batches. What the stream hands out is trusted to keep to the Arrow specification.
/// \param stream taken over: it is released when this returns, whatever it returns, so its `release` is NULL then
/// \param source what problems call the stream; empty for "arrow"
/// \param options `separator` and `field_limit` mean nothing here; `progress` hears -1 for every batch
/// \return HEADWAY_INVALID_ARGUMENT for a stream that is released already; HEADWAY_IO when the stream fails; HEADWAY_PARSE for arrays that are broken, with
/// the row; HEADWAY_INCOMPATIBLE when a needed column has a type that no mark can have; HEADWAY_CANCELLED when `progress` asked to stop
HEADWAY_API headway_status headway_ratings_from_arrow(const headway_rubric *rubric, struct ArrowArrayStream *stream, const char *source,
                                                      size_t source_length, const headway_read_options *options, headway_ratings **ratings,
                                                      headway_error *err) HEADWAY_NOEXCEPT;

/// Frees an input; NULL is fine. Studies made from it stay whole.
HEADWAY_API void headway_ratings_destroy(headway_ratings *ratings) HEADWAY_NOEXCEPT;

/// Number of marks understood, missing ones included, agreed marks not.
HEADWAY_API headway_status headway_ratings_rows(const headway_ratings *ratings, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// Number of agreed and moderated marks.
HEADWAY_API headway_status headway_ratings_agreed(const headway_ratings *ratings, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// Number of data rows found in the input.
HEADWAY_API headway_status headway_ratings_rows_read(const headway_ratings *ratings, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// Number of rows that could not be used; each has its problem.
HEADWAY_API headway_status headway_ratings_rows_left_out(const headway_ratings *ratings, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// What the input is called in problems.
HEADWAY_API headway_status headway_ratings_source(const headway_ratings *ratings, const char **text, size_t *length, headway_error *err) HEADWAY_NOEXCEPT;
/// The separator that was found; empty for input that is not text.
HEADWAY_API headway_status headway_ratings_separator(const headway_ratings *ratings, const char **text, size_t *length,
                                                     headway_error *err) HEADWAY_NOEXCEPT;
/// "utf-8" or "utf-8 with byte-order mark"; empty for input that is not text.
HEADWAY_API headway_status headway_ratings_encoding(const headway_ratings *ratings, const char **text, size_t *length,
                                                    headway_error *err) HEADWAY_NOEXCEPT;
/// Everything that was not as expected: source, line, column, column_name, code, severity, value, message, what_was_done.
/// The table holds the first 100,000.
/// \param total receives how many there were in all; may be NULL
HEADWAY_API headway_status headway_ratings_problems(const headway_ratings *ratings, uint64_t *total, headway_table **table,
                                                    headway_error *err) HEADWAY_NOEXCEPT;
/// Which column was taken for what: header, taken_for (no value where a column was ignored).
HEADWAY_API headway_status headway_ratings_columns(const headway_ratings *ratings, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/* ------------------------------------------------------------------------------------------------------------------- study */

/// Joins inputs into a study: their lists of places, rounds and people become one, rows get a canonical order, and marks given twice are
/// settled (equal ones count once, different ones are kept as text and not counted; both are problems).
/// \param rubric the rubric the inputs were read with
/// \param readings `count` inputs, marks and agreed marks in any order; they are copied and stay the caller's; may be NULL when count is 0
/// \param study receives the study; one without any row is allowed, every figure then says so
/// \return HEADWAY_INCOMPATIBLE when an input was read with another rubric, with its position in `row`
HEADWAY_API headway_status headway_study_create(const headway_rubric *rubric, const headway_ratings *const *readings, size_t count,
                                                headway_study **study, headway_error *err) HEADWAY_NOEXCEPT;

/// Frees a study; NULL is fine.
HEADWAY_API void headway_study_destroy(headway_study *study) HEADWAY_NOEXCEPT;

/// The rubric of a study, as an object of its own.
HEADWAY_API headway_status headway_study_rubric(const headway_study *study, headway_rubric **rubric, headway_error *err) HEADWAY_NOEXCEPT;

/// Number of communities; they are in the order of their names.
HEADWAY_API headway_status headway_study_communities(const headway_study *study, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// The short key of a community; its name where the inputs have no other.
HEADWAY_API headway_status headway_study_community_key(const headway_study *study, size_t community, const char **text, size_t *length,
                                                       headway_error *err) HEADWAY_NOEXCEPT;
/// The name of a community.
HEADWAY_API headway_status headway_study_community_name(const headway_study *study, size_t community, const char **text, size_t *length,
                                                        headway_error *err) HEADWAY_NOEXCEPT;
/// The position of the community with this key or name.
/// \return HEADWAY_NOT_FOUND when there is none, with the nearest name in the message
HEADWAY_API headway_status headway_study_find_community(const headway_study *study, const char *name, size_t name_length, size_t *community,
                                                        headway_error *err) HEADWAY_NOEXCEPT;

/// Number of rounds; they are in the order of their days, or of their labels where a day is missing.
HEADWAY_API headway_status headway_study_rounds(const headway_study *study, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// The label of a round.
HEADWAY_API headway_status headway_study_round_label(const headway_study *study, size_t round, const char **text, size_t *length,
                                                     headway_error *err) HEADWAY_NOEXCEPT;
/// The earliest day on which any community held a round.
/// \param known receives 1 when the inputs give a day, else 0
/// \param days receives days since 1970-01-01, 0 when no day is known
HEADWAY_API headway_status headway_study_round_day(const headway_study *study, size_t round, int32_t *known, int32_t *days,
                                                   headway_error *err) HEADWAY_NOEXCEPT;
/// The position of the round with this label.
/// \return HEADWAY_NOT_FOUND when there is none, with those that exist in the message
HEADWAY_API headway_status headway_study_find_round(const headway_study *study, const char *label, size_t label_length, size_t *round,
                                                    headway_error *err) HEADWAY_NOEXCEPT;

/// Whether a community was assessed in a round, and how.
/// \param assessed receives 1 when there are marks or agreed marks, else 0
/// \param people receives the number of people with a code who marked; 0 where only agreed marks are known
HEADWAY_API headway_status headway_study_assessed(const headway_study *study, size_t community, size_t round, int32_t *assessed, uint32_t *people,
                                                  headway_error *err) HEADWAY_NOEXCEPT;
/// Number of people with a code.
HEADWAY_API headway_status headway_study_raters(const headway_study *study, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// Number of sectors; they are in the order of their names.
HEADWAY_API headway_status headway_study_sectors(const headway_study *study, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;
/// The name of a sector.
HEADWAY_API headway_status headway_study_sector_name(const headway_study *study, size_t sector, const char **text, size_t *length,
                                                     headway_error *err) HEADWAY_NOEXCEPT;
/// Number of marks of every mode, missing ones included.
HEADWAY_API headway_status headway_study_rows(const headway_study *study, size_t *count, headway_error *err) HEADWAY_NOEXCEPT;

/// Everything that was not as expected in the inputs: source, line, column, column_name, code, severity, value, message, what_was_done.
/// The table holds the first 100,000.
/// \param total receives how many there were in all; may be NULL
HEADWAY_API headway_status headway_study_problems(const headway_study *study, uint64_t *total, headway_table **table,
                                                  headway_error *err) HEADWAY_NOEXCEPT;
/// Every mark in tidy long form. Rows name single people: they are for whoever holds the file, not for passing on.
HEADWAY_API headway_status headway_study_ratings(const headway_study *study, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Agreed and moderated marks with their reasons, evidence and minority views, for whoever holds the file (`headway_profile_consensus` is for
/// passing on).
/// \param community key or name of one community, or empty for all \param round label of one round, or empty for all
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_study_consensus(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                   size_t round_length, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// Takes a piece of text that is being written.
/// \param text its bytes, valid during the call \param length their number \param payload as given to the writer
/// \return 0 to go on; anything else ends the writing with HEADWAY_CANCELLED
typedef int32_t (*headway_sink)(const char *text, size_t length, void *payload);

/// Writes every mark, agreed ones too, as tidy long text (comma separated, UTF-8, LF); reading it gives the same study again.
/// \param write called with the text piece by piece, in order \param payload handed to it
/// \return HEADWAY_CANCELLED when `write` asked to stop; what it took until then stays written
HEADWAY_API headway_status headway_study_write_tidy(const headway_study *study, headway_sink write, void *payload, headway_error *err) HEADWAY_NOEXCEPT;

/* ----------------------------------------------------------------------------------------------------------------- profile */

/* Who will see a table. Small groups are merged or withheld accordingly: a withheld row has the status "hidden", its reason in hidden_reason
 * and no value in any cell that comes from people's marks. The rules are those of `disclosure::rules_for`. */
#define HEADWAY_AUDIENCE_ROOM 0     /* the people who marked, who saw each other's marks anyway */
#define HEADWAY_AUDIENCE_PARTNERS 1 /* the organisations around the table */
#define HEADWAY_AUDIENCE_PUBLIC 2   /* anybody */

/// How a table of this section is made; NULL for all defaults. A field that means nothing to a function must be 0 there.
typedef struct headway_profile_options {
  uint32_t struct_size; ///< sizeof(headway_profile_options), set by the caller
  int32_t audience;     ///< a HEADWAY_AUDIENCE_ code
  int32_t by_sector;    ///< 1: a row per group of sectors and dimension; 0: a row per dimension
  int32_t reserved;     ///< must be 0
  double confidence;    ///< of intervals and level sets, between 0 and 1; 0 for 0.95
} headway_profile_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_profile_options_init(headway_profile_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// Where one community stands in one round: per dimension the marks at each level, the missing ones by reason, the middle, how far people agree,
/// and the room's own mark beside it. A round the community was not assessed in gives its rows with the status "not_assessed".
/// \param community key or name; empty for the only one of the study
/// \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_profile_compute(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                   size_t round_length, const headway_profile_options *options, headway_table **table,
                                                   headway_error *err) HEADWAY_NOEXCEPT;
/// The same for every community and round that was assessed, one after the other.
HEADWAY_API headway_status headway_profile_compute_all(const headway_study *study, const headway_profile_options *options, headway_table **table,
                                                       headway_error *err) HEADWAY_NOEXCEPT;
/// The share of people at each level or above, everybody as one voice and every sector as one. Of the options it takes `audience` and `confidence`.
/// \param community key or name; empty for the only one of the study
/// \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_profile_cumulative(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                      size_t round_length, const headway_profile_options *options, headway_table **table,
                                                      headway_error *err) HEADWAY_NOEXCEPT;
/// What to talk about first in one community's round, and why, in words. Of the options it takes `audience`.
/// \param community key or name; empty for the only one of the study
/// \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_profile_agenda(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                  size_t round_length, const headway_profile_options *options, headway_table **table,
                                                  headway_error *err) HEADWAY_NOEXCEPT;
/// Whose voice moves the picture: median, level set, dispersion and sector-balanced shares with and without every sector. Of the options it takes `audience` and
/// `confidence`.
/// \param community key or name; empty for the only one of the study
/// \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_profile_influence(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                     size_t round_length, const headway_profile_options *options, headway_table **table,
                                                     headway_error *err) HEADWAY_NOEXCEPT;
/// Two rounds of one community side by side: everybody, and the same people, kept apart. Of the options it takes `audience`.
/// \param community key or name; empty for the only one of the study
/// \param from label; empty for the round assessed before `to` \param to label; empty for the latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_profile_rounds(const headway_study *study, const char *community, size_t community_length, const char *from,
                                                  size_t from_length, const char *to, size_t to_length, const headway_profile_options *options,
                                                  headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Who marked what, and why there is no mark, for every round and dimension. Of the options it takes `audience`.
/// \param community key or name, or empty for all
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_profile_coverage(const headway_study *study, const char *community, size_t community_length,
                                                    const headway_profile_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Who stayed, left and joined between each round and the next. Of the options it takes `audience`.
/// \param community key or name, or empty for all
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_profile_turnover(const headway_study *study, const char *community, size_t community_length,
                                                    const headway_profile_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Agreed and moderated marks as an audience may see them: a minority view is withheld where few people were in the room. Of the options it takes
/// `audience`.
/// \param community key or name of one community, or empty for all \param round label of one round, or empty for all
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_profile_consensus(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                     size_t round_length, const headway_profile_options *options, headway_table **table,
                                                     headway_error *err) HEADWAY_NOEXCEPT;

/* ------------------------------------------------------------------------------------------------------------------- exact */

/* Exact tests of small samples, on plain arrays. A mark is its level counted from 0; a negative number is no mark. Results are tables of one row, with a
 * word in `status` where a figure cannot be given. */

#define HEADWAY_TAIL_MID_P 0 /* half of the observed point counts as extreme */
#define HEADWAY_TAIL_EXACT 1 /* all of it does: never covers too rarely */

/// How an exact test is done; NULL for all defaults. A function says which fields it takes; the others must be 0.
typedef struct headway_exact_options {
  uint32_t struct_size; ///< sizeof(headway_exact_options), set by the caller
  int32_t interval;     ///< HEADWAY_TAIL_MID_P or HEADWAY_TAIL_EXACT
  double confidence;    ///< of intervals, in (0, 1); 0 for 0.95
  double power;         ///< of the smallest change or difference that could have been shown, in (0, 1); 0 for 0.8
  uint64_t seed;        ///< of drawn permutations; 0 for 1
  uint32_t draws;       ///< permutations to draw where there are too many to go through; 0 for 99999
  uint32_t reserved;    ///< 0
} headway_exact_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_exact_options_init(headway_exact_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// Change between two marks of the same people, exactly: how many moved, the change with its interval, p values, their floor, and what could have been shown.
/// Of the options it takes `interval`, `confidence` and `power`.
/// \param before,after one mark a person each; a person counts only with both
/// \param people length of both \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_paired_change(const int8_t *before, const int8_t *after, size_t people, size_t levels,
                                                       const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// How the law of resamples is had.
#define HEADWAY_RESAMPLING_IDEAL 0 /* worked out: all resamples there are, each with its chance */
#define HEADWAY_RESAMPLING_DRAWN 1 /* resamples drawn at random, with a seed */

#define HEADWAY_BIAS_HALF_OF_TIES 0 /* resamples equal to the figure count half when their bias is judged */
#define HEADWAY_BIAS_BELOW 1        /* they do not count, as in R boot */

/// How a bootstrap interval is made; NULL for all defaults. A function says which fields it takes; the others must be 0.
typedef struct headway_bootstrap_options {
  uint32_t struct_size; ///< sizeof(headway_bootstrap_options), set by the caller
  int32_t resampling;   ///< a HEADWAY_RESAMPLING_ code
  double confidence;    ///< in (0, 1); 0 for 0.95
  uint64_t seed;        ///< where drawn; 0 for 1
  uint32_t replicates;  ///< where drawn, 100 to 100000000; 0 for 9999
  int32_t bias;         ///< of BCa, a HEADWAY_BIAS_ code
  uint32_t threads;     ///< where drawn: most threads to use, with the same result; 0 for 1
  uint32_t reserved;    ///< 0
} headway_bootstrap_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_bootstrap_options_init(headway_bootstrap_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// How far apart the means of two groups are, second less first, in levels, with bootstrap intervals; without random numbers unless drawn. The table has
/// `low` and `high`, the ones to use, which allow for small groups, `percentile_low` to `bca_high` to set beside other programs, and the status of each.
/// \param first,second one mark a person of each group \param first_people,second_people their lengths \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale; HEADWAY_LIMIT for more than 10000000 people in a group unless drawn
HEADWAY_API headway_status headway_exact_mean_difference_interval(const int8_t *first, size_t first_people, const int8_t *second, size_t second_people,
                                                                  size_t levels, const headway_bootstrap_options *options, headway_table **table,
                                                                  headway_error *err) HEADWAY_NOEXCEPT;
/// How far apart the medians of two groups are, with the same columns, always without random numbers; `low` and `high` are the percentile interval. Where no
/// single person moves a median, `bca_status` is flat_jackknife. Of the options it takes `confidence` and `bias`.
/// \param first,second one mark a person of each group \param first_people,second_people their lengths \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_median_difference_interval(const int8_t *first, size_t first_people, const int8_t *second, size_t second_people,
                                                                    size_t levels, const headway_bootstrap_options *options, headway_table **table,
                                                                    headway_error *err) HEADWAY_NOEXCEPT;

#define HEADWAY_ZEROS_WILCOXON 1 /* people who did not move are left out before ranking */
#define HEADWAY_ZEROS_PRATT 2    /* they are ranked with the rest, and then left out */

#define HEADWAY_ADJUST_BONFERRONI 1         /* family-wise, any dependence */
#define HEADWAY_ADJUST_HOLM 2               /* family-wise, any dependence, never weaker */
#define HEADWAY_ADJUST_HOCHBERG 3           /* family-wise, independent or positively dependent tests */
#define HEADWAY_ADJUST_HOMMEL 4             /* as Hochberg, never weaker */
#define HEADWAY_ADJUST_HOLM_SIDAK 5         /* family-wise, independent or positively dependent tests */
#define HEADWAY_ADJUST_BENJAMINI_HOCHBERG 6 /* false discovery rate, independent or positively dependent tests */
#define HEADWAY_ADJUST_BENJAMINI_YEKUTIELI 7 /* false discovery rate, any dependence */

#define HEADWAY_DIRECTION_CANNOT_TELL 0 /* chance alone could look like this, or these people could not have shown it */
#define HEADWAY_DIRECTION_MOVED 1       /* up, more than chance would do */
#define HEADWAY_DIRECTION_HELD 2        /* the middle person stayed where they were, beyond doubt */
#define HEADWAY_DIRECTION_SLIPPED 3     /* down, more than chance would do */

/// Who went from which level to which: a table with a row for every pair of levels (from_level, to_level, move, people, share, share_of_from, n).
/// \param before,after one mark a person each; a person counts only with both
/// \param people length of both \param levels of the scale, 2 to 16 \param lowest the number people give the lowest level, usually 1
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_transitions(const int8_t *before, const int8_t *after, size_t people, size_t levels, int64_t lowest,
                                                     headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// A change of the same people in plain words: moved, held, slipped, or cannot tell and why. Of the options it takes `interval` and `confidence`.
/// \param before,after,people,levels as headway_exact_paired_change
/// \param p_adjusted what decides instead of this dimension's own p, where several are looked at together; NULL for its own
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_change_in_words(const int8_t *before, const int8_t *after, size_t people, size_t levels, const double *p_adjusted,
                                                         const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The share of people who went up less the share who went down, and the chance that the later mark is the higher, with intervals in which those who
/// stayed are data. Of the options it takes `interval` and `confidence`.
/// \param before,after,people,levels as headway_exact_paired_change
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_net_movers(const int8_t *before, const int8_t *after, size_t people, size_t levels, const headway_exact_options *options,
                                                    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The sign test: whether more people went up than down. Of the options it takes `interval`, `confidence` and `power`.
/// \param before,after,people,levels as headway_exact_paired_change
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_sign_test(const int8_t *before, const int8_t *after, size_t people, size_t levels, const headway_exact_options *options,
                                                   headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The sign test of measured differences, later less earlier; NaN is none. Of the options it takes `interval`, `confidence` and `power`.
/// \param differences one a person \param people how many
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a number past 1e150
HEADWAY_API headway_status headway_exact_sign_test_values(const double *differences, size_t people, const headway_exact_options *options, headway_table **table,
                                                          headway_error *err) HEADWAY_NOEXCEPT;
/// Wilcoxon's signed-rank test, exact with ties and with people who did not move. Of the options it takes `confidence` and `power`.
/// \param before,after,people,levels as headway_exact_paired_change \param zeros a HEADWAY_ZEROS_ code, or 0 for HEADWAY_ZEROS_WILCOXON
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_signed_rank(const int8_t *before, const int8_t *after, size_t people, size_t levels, int32_t zeros,
                                                     const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Wilcoxon's signed-rank test of measured differences, later less earlier; NaN is none. Of the options it takes `confidence` and `power`.
/// \param differences one a person \param people how many \param zeros a HEADWAY_ZEROS_ code, or 0 for HEADWAY_ZEROS_WILCOXON
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a number past 1e150
HEADWAY_API headway_status headway_exact_signed_rank_values(const double *differences, size_t people, int32_t zeros, const headway_exact_options *options,
                                                            headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Bowker's test of symmetry: whether as many went from each level to each other as came back. Of the options it takes `confidence`, `seed` and `draws`.
/// \param before,after,people,levels as headway_exact_paired_change
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_bowker(const int8_t *before, const int8_t *after, size_t people, size_t levels, const headway_exact_options *options,
                                                headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The Stuart-Maxwell test of equal margins, with Bhapkar's statistic. Of the options it takes `confidence`, `seed` and `draws`.
/// \param before,after,people,levels as headway_exact_paired_change
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_stuart_maxwell(const int8_t *before, const int8_t *after, size_t people, size_t levels, const headway_exact_options *options,
                                                        headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Equal margins against a shift of the mean score, with scores of one's own. Of the options it takes `confidence`.
/// \param before,after,people,levels as headway_exact_paired_change
/// \param scores whole numbers, one a level, not falling, or NULL for 1, 2, .. \param scores_count 0, or the number of levels
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_marginal_homogeneity(const int8_t *before, const int8_t *after, size_t people, size_t levels, const int64_t *scores,
                                                              size_t scores_count, const headway_exact_options *options, headway_table **table,
                                                              headway_error *err) HEADWAY_NOEXCEPT;
/// Friedman's test: whether the same people's marks differ between rounds. Of the options it takes `confidence`, `seed` and `draws`.
/// \param marks people x rounds, row by row; a person counts with a mark at every round \param people,rounds extents, 2 to 64 rounds
/// \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_friedman(const int8_t *marks, size_t people, size_t rounds, size_t levels, const headway_exact_options *options,
                                                  headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Friedman's test of measured values; NaN is none. Of the options it takes `confidence`, `seed` and `draws`.
/// \param values people x rounds, row by row \param people,rounds extents, 2 to 64 rounds
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a number past 1e150
HEADWAY_API headway_status headway_exact_friedman_values(const double *values, size_t people, size_t rounds, const headway_exact_options *options,
                                                         headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Page's test: whether the same people's marks rise over rounds. Of the options it takes `confidence`, `power`, `seed` and `draws`.
/// \param marks,people,rounds,levels as headway_exact_friedman
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_page(const int8_t *marks, size_t people, size_t rounds, size_t levels, const headway_exact_options *options,
                                              headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Page's test of measured values; NaN is none. Of the options it takes `confidence`, `power`, `seed` and `draws`.
/// \param values,people,rounds as headway_exact_friedman_values
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a number past 1e150
HEADWAY_API headway_status headway_exact_page_values(const double *values, size_t people, size_t rounds, const headway_exact_options *options, headway_table **table,
                                                     headway_error *err) HEADWAY_NOEXCEPT;
/// All dimensions of the same people together, by turning whole people round: a table with a row a dimension. Of the options it takes `confidence`, `seed` and
/// `draws`.
/// \param before,after people x dimensions, row by row \param people,dimensions extents \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_joint_flip(const int8_t *before, const int8_t *after, size_t people, size_t dimensions, size_t levels,
                                                    const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// P values adjusted for being several: a table with a row a test (test, p, p_adjusted, method).
/// \param p values in [0, 1] \param count how many \param method a HEADWAY_ADJUST_ code
/// \return HEADWAY_OUT_OF_RANGE, with the test in `row`, for a value outside [0, 1]
HEADWAY_API headway_status headway_exact_adjust_p(const double *p, size_t count, int32_t method, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// P values adjusted by Holm's rule, as headway_exact_adjust_p.
/// \param p,count as headway_exact_adjust_p \return as headway_exact_adjust_p
HEADWAY_API headway_status headway_exact_holm(const double *p, size_t count, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// P values adjusted by Benjamini and Hochberg's rule, as headway_exact_adjust_p.
/// \param p,count as headway_exact_adjust_p \return as headway_exact_adjust_p
HEADWAY_API headway_status headway_exact_benjamini_hochberg(const double *p, size_t count, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

#define HEADWAY_GROUPS_BY_PEOPLE 0 /* every person counts the same, a group as many people as it has */
#define HEADWAY_GROUPS_EQUAL 1     /* every group counts the same */

/// Two groups on one ordered scale: the chance that somebody of the first marks higher with its interval, Cliff's delta, Mann-Whitney, the sum of levels and
/// Brunner-Munzel by their exact laws, their floor and what could have been shown. Everything with a direction is positive, or greater, when x tends to be higher.
/// Of the options it takes `confidence`, `power`, `seed` and `draws`.
/// \param x,y one mark a person of each group; of any two lengths \param x_people,y_people how many \param levels of the scale, 2 to 16
/// \param values values of the levels for `shift`, increasing, as many as levels; NULL for 1, 2, ..
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_exact_two_sample(const int8_t *x, size_t x_people, const int8_t *y, size_t y_people, size_t levels, const double *values,
                                                    const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from measured numbers, NaN for none: their different values, at most 1000, are the levels.
/// \param x,y one number a person of each group \param x_people,y_people how many
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a number past 1e150
HEADWAY_API headway_status headway_exact_two_sample_values(const double *x, size_t x_people, const double *y, size_t y_people, const headway_exact_options *options,
                                                           headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from people per level.
/// \param x,y people at each level, lowest first \param levels length of both, 2 to 16 \param values as headway_exact_two_sample
HEADWAY_API headway_status headway_exact_two_sample_counts(const uint32_t *x, const uint32_t *y, size_t levels, const double *values,
                                                           const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Whether any of several groups stands elsewhere: Kruskal-Wallis with its exact law, and how much of the dispersion lies between groups.
/// Of the options it takes `confidence`, `seed` and `draws`.
/// \param marks one a person \param group of each person, counted from 0 \param people length of both \param groups how many, 1 to 65536
/// \param levels of the scale, 2 to 16 \param weights a HEADWAY_GROUPS_ code, for the between-group share
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale or a group past the last
HEADWAY_API headway_status headway_exact_k_sample(const int8_t *marks, const uint32_t *group, size_t people, size_t groups, size_t levels, int32_t weights,
                                                  const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from measured numbers, NaN for none: their different values, at most 1000, are the levels.
/// \param values one a person \param group,people,groups,weights as headway_exact_k_sample
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a number past 1e150 or a group past the last
HEADWAY_API headway_status headway_exact_k_sample_values(const double *values, const uint32_t *group, size_t people, size_t groups, int32_t weights,
                                                         const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from people per group and level.
/// \param counts groups x levels, group by group \param groups,levels,weights as headway_exact_k_sample
HEADWAY_API headway_status headway_exact_k_sample_counts(const uint32_t *counts, size_t groups, size_t levels, int32_t weights, const headway_exact_options *options,
                                                         headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// How much of the disagreement of everybody lies between groups: dispersion = within + between, the share, its exact p and the smallest share that would be
/// significant. Of the options it takes `confidence`, `seed` and `draws`.
/// \param marks,group,people,groups,levels,weights as headway_exact_k_sample
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale or a group past the last
HEADWAY_API headway_status headway_exact_between_share(const int8_t *marks, const uint32_t *group, size_t people, size_t groups, size_t levels, int32_t weights,
                                                       const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from people per group and level.
/// \param counts,groups,levels,weights as headway_exact_k_sample_counts
HEADWAY_API headway_status headway_exact_between_share_counts(const uint32_t *counts, size_t groups, size_t levels, int32_t weights,
                                                              const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Whether groups rise in their order: Jonckheere and Terpstra's test with its exact law. Of the options it takes `confidence`, `power`, `seed` and `draws`.
/// \param marks,group,people,groups,levels as headway_exact_k_sample, groups in order
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale or a group past the last
HEADWAY_API headway_status headway_exact_jonckheere(const int8_t *marks, const uint32_t *group, size_t people, size_t groups, size_t levels,
                                                    const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from measured numbers, NaN for none: their different values, at most 1000, are the levels.
/// \param values,group,people,groups as headway_exact_k_sample_values, groups in order
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a number past 1e150 or a group past the last
HEADWAY_API headway_status headway_exact_jonckheere_values(const double *values, const uint32_t *group, size_t people, size_t groups,
                                                           const headway_exact_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from people per group and level.
/// \param counts,groups,levels as headway_exact_k_sample_counts, groups in order
HEADWAY_API headway_status headway_exact_jonckheere_counts(const uint32_t *counts, size_t groups, size_t levels, const headway_exact_options *options,
                                                           headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/* --------------------------------------------------------------------------------------------------------------- agreement */

/* Agreement across units, on plain arrays. Marks are units x raters, row by row: a level counted from 0, or a negative number for no mark. Where it does not matter
 * who rated, `_counts` takes units x levels counts of marks instead, and `_square` a levels x levels table of two raters, row = level of the first.
 *
 * Each gives one row: value, standard_error, low, high, observed, expected, null_standard_error, p_value, units, units_used, raters, marks, interval_method, interval_status,
 * status.
 * A cell has no value where the figure cannot be had; status and interval_status say why. From counts, a square table or two raters the two-way jackknife is that over units,
 * and interval_method says so. */

#define HEADWAY_METRIC_NOMINAL 1  /* equal or not */
#define HEADWAY_METRIC_ORDINAL 2  /* by the marks that stand between */
#define HEADWAY_METRIC_INTERVAL 3 /* squared difference of the values */
#define HEADWAY_METRIC_RATIO 4    /* squared difference over the sum of the values */
#define HEADWAY_METRIC_CIRCULAR 5 /* on a circle of as many steps as levels */
#define HEADWAY_METRIC_BIPOLAR 6  /* squared difference, wider near the two ends */

#define HEADWAY_WEIGHTS_IDENTITY 0  /* 1 for the same level, 0 otherwise */
#define HEADWAY_WEIGHTS_LINEAR 1    /* 1 - |x - y| / range */
#define HEADWAY_WEIGHTS_QUADRATIC 2 /* 1 - (x - y)^2 / range^2 */
#define HEADWAY_WEIGHTS_ORDINAL 3   /* by the pairs of levels from one to the other */
#define HEADWAY_WEIGHTS_RADICAL 4   /* 1 - sqrt(|x - y| / range) */
#define HEADWAY_WEIGHTS_RATIO 5     /* by (x - y) / (x + y), squared */
#define HEADWAY_WEIGHTS_CIRCULAR 6  /* the lowest level follows the highest */
#define HEADWAY_WEIGHTS_BIPOLAR 7   /* squared difference, wider near the two ends */
#define HEADWAY_WEIGHTS_ADJACENT 8  /* 1 for the same level or a neighbouring one, 0 otherwise */

#define HEADWAY_INTERVAL_TWO_WAY_JACKKNIFE 0 /* units and raters both stand for others */
#define HEADWAY_INTERVAL_UNIT_JACKKNIFE 1    /* units stand for others */
#define HEADWAY_INTERVAL_RATER_JACKKNIFE 2   /* raters stand for others */
#define HEADWAY_INTERVAL_BOOTSTRAP_UNITS 3   /* units drawn with replacement */
#define HEADWAY_INTERVAL_BOOTSTRAP_RATERS 4  /* raters drawn with replacement */
#define HEADWAY_INTERVAL_BOOTSTRAP_BOTH 5    /* both, independently */
#define HEADWAY_INTERVAL_ANALYTIC 6          /* the published large-sample standard error */
#define HEADWAY_INTERVAL_NONE 7              /* the value alone */

#define HEADWAY_ENDS_PERCENTILE 0 /* quantiles of the replicates */
#define HEADWAY_ENDS_BCA 1        /* the same, corrected for bias and skewness */

/// How a coefficient of agreement is computed; NULL for all defaults. A function says which fields it takes; the others must be 0.
typedef struct headway_agreement_options {
  uint32_t struct_size;  ///< sizeof(headway_agreement_options), set by the caller
  int32_t interval;      ///< a HEADWAY_INTERVAL_ code
  double confidence;     ///< of the interval, in (0, 1); 0 for 0.95
  uint64_t seed;         ///< of a bootstrap; 0 for 1
  uint32_t replicates;   ///< of a bootstrap; 0 for 1000
  int32_t ends;          ///< a HEADWAY_ENDS_ code
  int32_t metric;        ///< a HEADWAY_METRIC_ code; 0 for ordinal
  int32_t weights;       ///< a HEADWAY_WEIGHTS_ code
  const double *values;  ///< values of the levels, increasing, for metrics and weights that look at them; NULL for 1, 2, ..
  size_t values_count;   ///< 0, or the number of levels
  const double *own_weights;  ///< levels x levels weights of your own, row by row, or NULL
  size_t own_weights_count;   ///< 0, or levels x levels
  size_t threads;        ///< most threads to use, with the same result; 0 for 1
} headway_agreement_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_agreement_options_init(headway_agreement_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// How far two marks of one unit agree on average, nothing taken off for chance. Of the options it takes all but `metric`; weights HEADWAY_WEIGHTS_ADJACENT count neighbouring
/// levels.
/// \param marks units x raters \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_percent_agreement(const int8_t *marks, size_t units, size_t raters, size_t levels, const headway_agreement_options *options,
    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from counts. \param counts units x levels: how many raters marked this level \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_percent_agreement_counts(const uint32_t *counts, size_t units, size_t levels, const headway_agreement_options *options,
                                                                      headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from a table of two raters. \param square levels x levels counts \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_percent_agreement_square(const uint32_t *square, size_t levels, const headway_agreement_options *options, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;

/// Agreement beyond chance, chance being every level alike. Of the options it takes all but `metric`.
/// \param marks units x raters \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_brennan_prediger(const int8_t *marks, size_t units, size_t raters, size_t levels, const headway_agreement_options *options,
    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from counts. \param counts units x levels: how many raters marked this level \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_brennan_prediger_counts(const uint32_t *counts, size_t units, size_t levels, const headway_agreement_options *options,
                                                                     headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from a table of two raters. \param square levels x levels counts \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_brennan_prediger_square(const uint32_t *square, size_t levels, const headway_agreement_options *options, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;

/// Agreement beyond chance, chance being the levels as often as all raters together gave them; for two raters Scott's pi. Of the options it takes all but `metric`.
/// \param marks units x raters \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_fleiss_kappa(const int8_t *marks, size_t units, size_t raters, size_t levels, const headway_agreement_options *options,
    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from counts. \param counts units x levels: how many raters marked this level \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_fleiss_kappa_counts(const uint32_t *counts, size_t units, size_t levels, const headway_agreement_options *options,
                                                                 headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from a table of two raters. \param square levels x levels counts \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_fleiss_kappa_square(const uint32_t *square, size_t levels, const headway_agreement_options *options, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;

/// Gwet's AC1, or AC2 with weights other than identity: it does not fall to 0 where nearly everything stands at one level. Of the options it takes all but `metric`.
/// \param marks units x raters \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_gwet_ac(const int8_t *marks, size_t units, size_t raters, size_t levels, const headway_agreement_options *options,
    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from counts. \param counts units x levels: how many raters marked this level \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_gwet_ac_counts(const uint32_t *counts, size_t units, size_t levels, const headway_agreement_options *options, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;
/// The same from a table of two raters. \param square levels x levels counts \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_gwet_ac_square(const uint32_t *square, size_t levels, const headway_agreement_options *options, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;

/// Krippendorff's alpha: agreement beyond chance with any marks missing. Of the options it takes either `metric`, or `weights` or `own_weights` for Gwet's form of it (identity
/// weights are the nominal metric), and all others.
/// \param marks units x raters \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_krippendorff_alpha(const int8_t *marks, size_t units, size_t raters, size_t levels, const headway_agreement_options *options,
    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from counts. \param counts units x levels: how many raters marked this level \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_krippendorff_alpha_counts(const uint32_t *counts, size_t units, size_t levels, const headway_agreement_options *options,
                                                                       headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from a table of two raters. \param square levels x levels counts \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_krippendorff_alpha_square(const uint32_t *square, size_t levels, const headway_agreement_options *options, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;

/// Cohen's kappa of two raters, each with their own habits. Of the options it takes all but `metric`.
/// \param marks units x 2 \param raters must be 2 \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_cohen_kappa(const int8_t *marks, size_t units, size_t raters, size_t levels, const headway_agreement_options *options,
    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The same from a table of two raters. \param square levels x levels counts \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_cohen_kappa_square(const uint32_t *square, size_t levels, const headway_agreement_options *options, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;

/// Conger's kappa: Cohen's for two raters or more. Who gave a mark matters, so there is no form for counts. Of the options it takes all but `metric`.
/// \param marks units x raters \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_conger_kappa(const int8_t *marks, size_t units, size_t raters, size_t levels, const headway_agreement_options *options,
    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// The mean of Cohen's kappa over all pairs of raters; the value alone. Of the options it takes `weights`, `values` and `own_weights`.
/// \param marks units x raters \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_light_kappa(const int8_t *marks, size_t units, size_t raters, size_t levels, const headway_agreement_options *options,
    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// Fleiss's kappa of every level against all others, a row a level: level (from 1), value, null_standard_error, status.
/// \param marks units x raters \param levels of the scale, 2 to 16
HEADWAY_API headway_status headway_agreement_fleiss_by_level(const int8_t *marks, size_t units, size_t raters, size_t levels, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;
/// The same from counts. \param counts units x levels: how many raters marked this level
HEADWAY_API headway_status headway_agreement_fleiss_by_level_counts(const uint32_t *counts, size_t units, size_t levels, headway_table **table,
    headway_error *err) HEADWAY_NOEXCEPT;

/* Agreement within one place: how far the people of one group agree on one question. These functions take people per level, lowest first, which
 * `headway_agreement_count_marks` makes from a list of marks. */

/// People per level of a list of marks.
/// \param marks one mark a person \param people length of `marks` \param levels of the scale, 2 to 16
/// \param counts room for `levels` numbers; filled
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_agreement_count_marks(const int8_t *marks, size_t people, size_t levels, uint32_t *counts,
                                                         headway_error *err) HEADWAY_NOEXCEPT;

#define HEADWAY_NULL_UNIFORM 0           /* what people mark who do not agree: every level equally often */
#define HEADWAY_NULL_SLIGHTLY_SKEWED 1   /* a leaning towards one end, as published for 5 to 11 levels */
#define HEADWAY_NULL_MODERATELY_SKEWED 2 /* more of it */
#define HEADWAY_NULL_HEAVILY_SKEWED 3    /* nearly everybody at one end */
#define HEADWAY_NULL_TRIANGULAR 4        /* most in the middle */
#define HEADWAY_NULL_NORMAL 5            /* still more in the middle */
#define HEADWAY_NULL_HALF_AT_EACH_END 6  /* as divided as can be */
#define HEADWAY_NULL_OWN 7               /* `own_null` */

#define HEADWAY_GROUP_SIZE_MEAN 0     /* the mean of the sizes */
#define HEADWAY_GROUP_SIZE_WEIGHTED 1 /* the one for which mean squares estimate the variances without bias */

/// How agreement within a place is measured; NULL for all defaults. A function says which fields it takes; the others must be 0.
typedef struct headway_within_options {
  uint32_t struct_size;     ///< sizeof(headway_within_options), set by the caller
  int32_t null_distribution; ///< of r_wg, a HEADWAY_NULL_ code
  double confidence;        ///< of the dispersion's interval, in (0, 1); 0 for 0.95
  int32_t negative_as_zero; ///< 1: r_wg below 0 is given as 0
  int32_t group_size;       ///< of the ICC of groups, a HEADWAY_GROUP_SIZE_ code
  const double *own_null;   ///< share of each level, for HEADWAY_NULL_OWN alone, or NULL
  size_t own_null_count;    ///< 0, or the number of levels
  const double *values;     ///< what people write for the levels, or NULL for 1, 2, ..
  size_t values_count;      ///< 0, or the number of levels
} headway_within_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_within_options_init(headway_within_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// Every measure of agreement within a place, the shape in words and one sentence, in one row. Of the options it takes `confidence`, `null_distribution`, `own_null` and
/// `values`.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_within_place(const uint32_t *counts, size_t levels, const headway_within_options *options, headway_table **table,
                                                          headway_error *err) HEADWAY_NOEXCEPT;
/// The same for every dimension of one community's round, as an audience may see it: dimensions that too few marked are withheld. Of the options it takes
/// `audience` and `confidence`.
/// \param community key or name; empty for the study's only one \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_agreement_place_agreement(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                             size_t round_length, const headway_profile_options *options, headway_table **table,
                                                             headway_error *err) HEADWAY_NOEXCEPT;
/// Ordinal dispersion with its interval: 0 all at one level, 1 half at each end. Of the options it takes `confidence`.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_dispersion(const uint32_t *counts, size_t levels, const headway_within_options *options, headway_table **table,
                                                        headway_error *err) HEADWAY_NOEXCEPT;
/// r_wg: 1 less the variance of the marks over that of a null distribution. Of the options it takes `null_distribution`, `own_null` and `negative_as_zero`.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels, or one for which a named null distribution is not published
HEADWAY_API headway_status headway_agreement_r_wg(const uint32_t *counts, size_t levels, const headway_within_options *options, headway_table **table,
                                                  headway_error *err) HEADWAY_NOEXCEPT;
/// r_wg(j), r*_wg(j) and a_wg(j): agreement over several questions. Of the options it takes what `headway_agreement_r_wg` takes.
/// \param counts people per question and level, row by row \param items questions \param levels of the scale, 2 to 16
/// \return as `headway_agreement_r_wg`
HEADWAY_API headway_status headway_agreement_r_wg_j(const uint32_t *counts, size_t items, size_t levels, const headway_within_options *options,
                                                    headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// ICC(1) and ICC(2) of groups: how much of the differences between people is differences between their groups. Of the options it takes `group_size`.
/// \param counts people per group and level, row by row \param groups rows \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_group_icc(const uint32_t *counts, size_t groups, size_t levels, const headway_within_options *options,
                                                       headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// a_wg: how much less people differ than people with their mean could differ at most.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_a_wg(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Leik's ordinal dispersion: 0 all at one level, 1 half at each end.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_leik(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Blair and Lacy's l: 1 all at one level, 0 half at each end.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_blair_lacy_l(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Blair and Lacy's l-squared: 1 all at one level, 0 half at each end.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_blair_lacy_l2(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Berry and Mielke's index of ordinal variation: 0 all at one level, 1 as divided as this number of people can be.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_berry_mielke_iov(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Kvalseth's coefficient of ordinal variation: 0 all at one level, 1 as divided as this number of people can be.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_kvalseth_cov(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Tastle and Wierman's consensus: 1 all at one level, 0 half at each end.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_consensus_tastle_wierman(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Van der Eijk's agreement A: 1 all at one level, 0 spread evenly, -1 half at each end.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_van_der_eijk_a(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Van der Eijk's polarization: 0 all at one level, 1/2 spread evenly, 1 half at each end.
/// \param counts people per level, lowest first \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels
HEADWAY_API headway_status headway_agreement_van_der_eijk_polarization(const uint32_t *counts, size_t levels, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/* Agreement and reliability of tables of numbers, row by row. Here a mark is a number with equal steps, and NaN is no mark. */

#define HEADWAY_GAPS_DROP_UNITS 0  /* Kendall's W leaves out units that not every rater marked */
#define HEADWAY_GAPS_DROP_RATERS 1 /* it leaves out raters who did not mark every unit */
#define HEADWAY_GAPS_PAIRWISE 0    /* a covariance counts everybody who marked both items */
#define HEADWAY_GAPS_LISTWISE 1    /* only who marked every item counts */

/// How figures of tables of numbers are computed; NULL for all defaults. A function says which fields it takes; the others must be 0.
typedef struct headway_agreement_number_options {
  uint32_t struct_size; ///< sizeof(headway_agreement_number_options), set by the caller
  int32_t gaps;         ///< a HEADWAY_GAPS_ code
  double confidence;    ///< of the interval, in (0, 1); 0 for 0.95
  double null_value;    ///< the intraclass correlation that is tested, from 0 to less than 1
  uint64_t seed;        ///< of drawn arrangements; 0 for 1
  uint64_t most_steps;  ///< arrangements counted out before drawing instead; 0 for 200000
  int64_t draws;        ///< arrangements drawn where counting is too long, at least 99; 0 for 9999, negative for none
  int32_t standardized; ///< 1: items in units of their standard deviations
  int32_t most_exact;   ///< items up to which every split in two is looked at, 2 to 24; 0 for 20
  size_t threads;       ///< most threads to use, with the same result; 0 for 1
} headway_agreement_number_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_agreement_number_options_init(headway_agreement_number_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// Intraclass correlations, a row for each of the ten forms of McGraw and Wong: form, shrout_fleiss, model, cases, raters, value, f, df1, df2, p, low, high, units, k,
/// marks, interval_status, status. Of the options it takes `confidence` and `null_value`.
/// \param ratings units x raters
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past 1e140
HEADWAY_API headway_status headway_agreement_icc(const double *ratings, size_t units, size_t raters, const headway_agreement_number_options *options,
                                                 headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// What intraclass correlations rest on, a row a source of differences: source, sum_of_squares, df, mean_square, variance, f, p. It takes none of the options.
/// \param ratings units x raters
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past 1e140
HEADWAY_API headway_status headway_agreement_icc_sources(const double *ratings, size_t units, size_t raters, const headway_agreement_number_options *options,
                                                         headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Kendall's W with ties, and how likely orders at random would agree as much. Of the options it takes `gaps` (drop units or raters), `confidence`, `seed`,
/// `most_steps`, `draws` and `threads`.
/// \param ratings units x raters
/// \return HEADWAY_OUT_OF_RANGE, with the unit in `row`, for a mark past 1e140
HEADWAY_API headway_status headway_agreement_kendall_w(const double *ratings, size_t units, size_t raters, const headway_agreement_number_options *options,
                                                       headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Cronbach's alpha with Feldt's interval. Of the options it takes `gaps` (pairwise or listwise) and `confidence`.
/// \param scores people x items
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past 1e140
HEADWAY_API headway_status headway_agreement_cronbach_alpha(const double *scores, size_t people, size_t items, const headway_agreement_number_options *options,
                                                            headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Each item beside the others, a row each: item, marks, mean, standard_deviation, r_rest, alpha_if_dropped, standardized_if_dropped, status. Of the options it takes
/// `gaps`.
/// \param scores people x items
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past 1e140
HEADWAY_API headway_status headway_agreement_item_statistics(const double *scores, size_t people, size_t items, const headway_agreement_number_options *options,
                                                             headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Guttman's six lower bounds to reliability. Of the options it takes `gaps`, `standardized` and `most_exact`.
/// \param scores people x items
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past 1e140
HEADWAY_API headway_status headway_agreement_guttman_lambda(const double *scores, size_t people, size_t items, const headway_agreement_number_options *options,
                                                            headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// McDonald's omega of one factor. Of the options it takes `gaps`.
/// \param scores people x items, 200 items at most
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past 1e140; HEADWAY_LIMIT for more items
HEADWAY_API headway_status headway_agreement_omega(const double *scores, size_t people, size_t items, const headway_agreement_number_options *options,
                                                   headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The factor behind omega, a row an item: item, loading, unexplained; no rows where omega has no value. Of the options it takes `gaps`.
/// \param scores people x items, 200 items at most
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past 1e140; HEADWAY_LIMIT for more items
HEADWAY_API headway_status headway_agreement_omega_loadings(const double *scores, size_t people, size_t items, const headway_agreement_number_options *options,
                                                            headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/* Sectors, agreed marks and prompts of a study, as an audience may see them (see the section on profiles). */

/// How a table of a room is made; NULL for all defaults. A function says which fields it takes; the others must be 0.
typedef struct headway_room_options {
  uint32_t struct_size;   ///< sizeof(headway_room_options), set by the caller
  int32_t audience;       ///< a HEADWAY_AUDIENCE_ code
  double confidence;      ///< of intervals, and 1 less the level at which something is more than chance, in (0, 1); 0 for 0.95
  uint64_t seed;          ///< of drawn ways to share people out over groups; 0 for 1
  uint32_t draws;         ///< ways drawn where there are too many to go through, at least 99; 0 for the default of the function
  int32_t has_line;       ///< 1: `line` is given
  int32_t line;           ///< a number of the scale that something hangs on, such as funding
  int32_t reserved;       ///< 0
  const char *convenor;   ///< the role of the person who convenes; NULL for "convenor", "convener", "facilitator" or "chair"
  size_t convenor_length; ///< its length in bytes
} headway_room_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_room_options_init(headway_room_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// Who sees it differently: every sector against the rest, over all dimensions first and then on each, with intervals that hold together, p values, their
/// floor, the share of the differences that lies between sectors, and a sentence. Of the options it takes `audience`, `confidence`, `seed` and `draws`.
/// \param community key or name; empty for the only one of the study
/// \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_agreement_sectors(const headway_study *study, const char *community, size_t community_length, const char *round, size_t round_length,
                                                     const headway_room_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// How much of the differences lies between sectors, over all dimensions and on each, with exact p. Of the options it takes `audience`, `confidence`, `seed` and
/// `draws`.
/// \param community key or name; empty for the only one of the study
/// \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_agreement_sector_split(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                          size_t round_length, const headway_room_options *options, headway_table **table,
                                                          headway_error *err) HEADWAY_NOEXCEPT;
/// Every two sectors side by side: how often somebody of the one marks higher than somebody of the other, with exact p. Of the options it takes `audience`,
/// `confidence` and `seed`; `draws` for what is said over all dimensions.
/// \param community key or name; empty for the only one of the study
/// \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_agreement_sector_pairs(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                          size_t round_length, const headway_room_options *options, headway_table **table,
                                                          headway_error *err) HEADWAY_NOEXCEPT;
/// The agreed score against the individual scores, with reasons: the columns of `headway_profile_consensus`, and for every agreed mark where it lies among people's
/// own, whom it left behind, and a sentence. Of the options it takes `audience`.
/// \param community key or name of one community, or empty for all \param round label of one round, or empty for all
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_agreement_consensus_against(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                               size_t round_length, const headway_room_options *options, headway_table **table,
                                                               headway_error *err) HEADWAY_NOEXCEPT;
/// Whether rooms agree above or below the middle of their people's own marks, in one row: the exact sign test. Of the options it takes `audience` and
/// `confidence`.
/// \param community key or name of one community, or empty for all \param round label of one round, or empty for all
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_agreement_consensus_shift(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                             size_t round_length, const headway_room_options *options, headway_table **table,
                                                             headway_error *err) HEADWAY_NOEXCEPT;
/// Which way of coming from people's own marks to the room's predicts the agreed marks best, a row a rule with its posterior weight. Of the options it takes
/// `audience` and `convenor`; the convenor's rule is one person's marks and only for the room.
/// \param community key or name of one community, or empty for all \param round label of one round, or empty for all
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_agreement_decision_rules(const headway_study *study, const char *community, size_t community_length, const char *round,
                                                            size_t round_length, const headway_room_options *options, headway_table **table,
                                                            headway_error *err) HEADWAY_NOEXCEPT;
/// What in a round's marks and reasons is worth asking about, a row a question with what it rests on; no row where there is nothing to ask. Of the options it
/// takes `audience`, `has_line` and `line`.
/// \param community key or name; empty for the only one of the study
/// \param round label; empty for the community's latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have; HEADWAY_OUT_OF_RANGE for a line that is not on the scale
HEADWAY_API headway_status headway_agreement_prompts(const headway_study *study, const char *community, size_t community_length, const char *round, size_t round_length,
                                                     const headway_room_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// How far every group of people marks above or below the groups together, over all dimensions and on each, by moving whole people between groups. Of the options it
/// takes `confidence`, `seed` and `draws`.
/// \param marks people x dimensions, row by row \param people,dimensions its extents \param levels of the scale, 2 to 16
/// \param groups the group of every person, counted from 0
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale or a group below 0
HEADWAY_API headway_status headway_agreement_group_gaps(const int8_t *marks, size_t people, size_t dimensions, size_t levels, const int32_t *groups,
                                                        const headway_room_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Which of two groups tends to mark higher over all dimensions, in one row, with whole people as what is moved. Of the options it takes `confidence`, `seed` and
/// `draws`.
/// \param marks people x dimensions, row by row \param people,dimensions its extents \param levels of the scale, 2 to 16
/// \param groups the group of every person, 0 or 1
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale or a group that is not 0 or 1
HEADWAY_API headway_status headway_agreement_pooled_effect(const int8_t *marks, size_t people, size_t dimensions, size_t levels, const int32_t *groups,
                                                           const headway_room_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/* ------------------------------------------------------------------------------------------------------------------ change */

/* What changed between rounds, and how sure that is. Tables of a study are made for an audience: what the same people marked is withheld where, together with
 * everything else that is shown, it could come down to a few people. */

/// How a change is looked at; NULL for all defaults. A function says which fields it takes; the others must be 0.
typedef struct headway_change_options {
  uint32_t struct_size;       ///< sizeof(headway_change_options), set by the caller
  int32_t audience;           ///< a HEADWAY_AUDIENCE_ code
  double confidence;          ///< of intervals, in (0, 1); 0 for 0.95; 1 less this is the level a direction must reach
  double power;               ///< of the smallest change that could have been shown, in (0, 1); 0 for 0.8
  int32_t interval;           ///< HEADWAY_TAIL_MID_P or HEADWAY_TAIL_EXACT
  int32_t alone;              ///< 0: a direction must hold for all dimensions together; 1: for each by itself
  uint64_t seed;              ///< of drawn patterns; 0 for 1
  uint32_t draws;             ///< patterns to draw where there are too many to go through; 0 for 99999
  uint32_t most_exact_movers; ///< up to this many people who moved, every pattern is gone through; 0 for 20
} headway_change_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_change_options_init(headway_change_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// What changed between two rounds of one community, per dimension: the same people (exact), everybody, and everybody with the mix of sectors held fixed, with
/// a direction, a floor and what it comes to in words. Takes all options.
/// \param community key or name; empty for the only one of the study
/// \param from label; empty for the round assessed before `to` \param to label; empty for the latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_change_compute(const headway_study *study, const char *community, size_t community_length, const char *from,
                                                  size_t from_length, const char *to, size_t to_length, const headway_change_options *options,
                                                  headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// What that change is made of: the same people, who left, who joined, the mix of sectors. Of the options it takes `audience` and `confidence`.
/// \param community key or name; empty for the only one of the study
/// \param from label; empty for the round assessed before `to` \param to label; empty for the latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_change_panel(const headway_study *study, const char *community, size_t community_length, const char *from,
                                                size_t from_length, const char *to, size_t to_length, const headway_change_options *options,
                                                headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// What the marks nobody gave could have done to it, and how far the unseen would have to differ to undo it. Of the options it takes `audience`.
/// \param community key or name; empty for the only one of the study
/// \param from label; empty for the round assessed before `to` \param to label; empty for the latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_change_bounds(const headway_study *study, const char *community, size_t community_length, const char *from,
                                                 size_t from_length, const char *to, size_t to_length, const headway_change_options *options,
                                                 headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Whether the yardstick moved: the then-test of a study, that is marks of mode HEADWAY_MODE_THEN_TEST among its inputs. Takes all options.
/// \param community key or name; empty for the only one of the study
/// \param from label of the round that was marked again; empty for the one assessed before `to` \param to label of the round in which that was asked; empty for
/// the latest
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_change_response_shift(const headway_study *study, const char *community, size_t community_length, const char *from,
                                                         size_t from_length, const char *to, size_t to_length, const headway_change_options *options,
                                                         headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Every round of one community: whether the marks of those who came to all of them differ or rise, and each round against the one before. Takes all options.
/// \param community key or name; empty for the only one of the study
/// \return HEADWAY_NOT_FOUND for a name the study does not have, with the nearest one in the message
HEADWAY_API headway_status headway_change_path(const headway_study *study, const char *community, size_t community_length,
                                               const headway_change_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// The same people on several dimensions, from plain arrays: a row per dimension. Takes all options but `audience`.
/// \param before,after people x dimensions, row by row: a level counted from 0, or a negative number for no mark
/// \param levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_change_same_people(const int8_t *before, const int8_t *after, size_t people, size_t dimensions, size_t levels,
                                                      const headway_change_options *options, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The split of a change, from plain arrays: a row per part. Of the options it takes `confidence`.
/// \param before,after one mark a person each: a level counted from 0, or a negative number for no mark
/// \param group_before,group_after groups of sectors counted from 0, one a person; NULL for both: everybody is in one group
/// \param people length of all \param levels of the scale, 2 to 16
/// \param at_least the share of people at this level or above is split, from 1; 0 for the mean level, which treats steps as equal
/// \return HEADWAY_OUT_OF_RANGE, with the person in `row`, for a mark past the scale
HEADWAY_API headway_status headway_change_panel_split(const int8_t *before, const int8_t *after, const uint16_t *group_before, const uint16_t *group_after,
                                                      size_t people, size_t levels, size_t at_least, const headway_change_options *options,
                                                      headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/* ---------------------------------------------------------------------------------------------------------------- learning */

/* Measures of one person or one community, for readers who ask for them. */

/// The reliable change index: a person's change over the standard error of a difference; a row a person (change, sem, s_diff, rc, verdict, smallest, status).
/// \param before,after one score a person \param people length of both \param sd of scores of people like these, the first time
/// \param reliability of a score, 0 to 1 \param confidence a change must pass, in (0, 1); 0 for 0.95
/// \return HEADWAY_OUT_OF_RANGE for sd below 0, reliability outside 0 to 1, or, with the person in `row`, a score that is not a number
HEADWAY_API headway_status headway_learning_reliable_change(const double *before, const double *after, size_t people, double sd, double reliability,
                                                            double confidence, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The three cutoffs of clinical significance: one row (a, b, c, status).
/// \param mean_dysfunctional,sd_dysfunctional of people in difficulty \param mean_functional,sd_functional of people who are not
/// \return HEADWAY_OUT_OF_RANGE for an sd below 0 or a value that is not a number
HEADWAY_API headway_status headway_learning_clinical_cutoffs(double mean_dysfunctional, double sd_dysfunctional, double mean_functional, double sd_functional,
                                                             headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// The goal attainment score of one person's goals, with the band that its assumed correlation leaves: one row (t_score, band_low, band_high, mean_attainment,
/// goals, reached, status).
/// \param attainment one value a goal, -3 to 3; 0 is as expected \param weights 0 or more, one a goal, or NULL for all alike \param goals how many
/// \param rho correlation between goals that the score assumes, usually 0.3 \param rho_low,rho_high correlations of the band, usually 0 and 0.6
/// \return HEADWAY_OUT_OF_RANGE, with the goal in `row`, for a value or weight outside its range, or for a correlation outside 0 to 1
HEADWAY_API headway_status headway_learning_goal_attainment(const double *attainment, const double *weights, size_t goals, double rho, double rho_low,
                                                            double rho_high, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/* ------------------------------------------------------------------------------------------------------------------ models */

/* Ordinal models with fixed and random effects, fitted to plain columns by maximum likelihood (Laplace's approximation). An answer is 0 for the lowest level; a negative one leaves
 * the row out. Effects and elements are numbers from 0, HEADWAY_NO_EFFECT where a row has none. In tables terms and groups go by their positions. */

#define HEADWAY_NO_EFFECT 0xFFFFFFFFu

#define HEADWAY_LINK_LOGIT 0             /* cumulative logistic: proportional odds */
#define HEADWAY_LINK_PROBIT 1            /* cumulative normal */
#define HEADWAY_LINK_CLOGLOG 2           /* cumulative complementary log-log: proportional hazards */
#define HEADWAY_LINK_ADJACENT_CATEGORY 3 /* log odds of a level against the one below */
#define HEADWAY_LINK_LOGLOG 4            /* cumulative log-log */

#define HEADWAY_THRESHOLDS_FLEXIBLE 0       /* any, in order */
#define HEADWAY_THRESHOLDS_EQUIDISTANT 1    /* all gaps equal */
#define HEADWAY_THRESHOLDS_SYMMETRIC 2      /* gaps mirrored about a free centre */
#define HEADWAY_THRESHOLDS_SYMMETRIC_ZERO 3 /* mirrored about 0 */

#define HEADWAY_FIT_SUMMARY 0    /* one row: status, words, link, thresholds, n, left_out, parameters, log_likelihood, aic, termination, gradient, iterations, evaluations */
#define HEADWAY_FIT_PARAMETERS 1 /* a row each: kind, term, value, standard_error, low, high, p_two_sided */
#define HEADWAY_FIT_EFFECTS 2    /* a row a random effect: block, label, n, value, standard_error, low, high */
#define HEADWAY_FIT_MEASURES 3   /* many-facet fits, a row an element: facet, label, n, measure, standard_error, low, high */
#define HEADWAY_FIT_FACETS 4     /* many-facet fits, a row a facet: facet, kind, raises, elements, spread, reliability, separation */
#define HEADWAY_FIT_STEPS 5      /* many-facet fits, a row a step: step, value, standard_error, low, high */
#define HEADWAY_FIT_BLOCKS 6         /* fits of a study, a row a block: block, kept, effects, standard_deviation, low, high, reliability, separation, why */
#define HEADWAY_FIT_LEVELS 7         /* fits of a study, a row a community, round and dimension: where it stands */
#define HEADWAY_FIT_CHANGE 8         /* fits of a study, a row a community, dimension and pair of rounds: what changed */
#define HEADWAY_FIT_SEVERITY 9       /* fits of a study: how severe sectors and, for the room, numbered people are */
#define HEADWAY_FIT_SEVERITY_NAMED 10 /* the same with people's labels, for whoever holds the file: only for HEADWAY_AUDIENCE_ROOM */
#define HEADWAY_FIT_DIAGNOSTICS 11   /* fits of a study, one row: how it was found */
#define HEADWAY_FIT_DRAWS 12         /* fits of a study, a row a joint draw: every parameter and effect, people numbered as in HEADWAY_FIT_SEVERITY; only for HEADWAY_AUDIENCE_ROOM */
#define HEADWAY_FIT_MISFIT 13        /* fits of a study: how well the model foresees the marks of sectors, dimensions and, for the room, people numbered as in HEADWAY_FIT_SEVERITY */
#define HEADWAY_FIT_MISFIT_NAMED 14  /* the same with people's labels; only for HEADWAY_AUDIENCE_ROOM */
#define HEADWAY_FIT_SECTOR_USE 15    /* fits of a study: by how many levels sectors mark dimensions higher or lower than others do */
#define HEADWAY_FIT_PANEL 16         /* fits of a study, a row a community, round and dimension, and one over all dimensions: what its marks are worth, and how often two people agree */
#define HEADWAY_FIT_CLAIMS 17        /* fits of a study, a row a community and pair of rounds, and one of all: how many announced changes are expected to be false */
#define HEADWAY_FIT_TURNS 18         /* fits of a study, a row a community, dimension and round between two others: whether the direction turned there */
#define HEADWAY_FIT_STAYERS 19       /* fits of a study, a row a community, dimension and pair of rounds: how much of what is known of the change comes from people who came back */
#define HEADWAY_FIT_LEFT_OUT 20      /* fits of a study, a row a community, and one over all: how well the model foresees it from the others; a fit for each, so it takes as long */

#define HEADWAY_BLOCK_COMMUNITY 0                   /* how far a community stands from the average one */
#define HEADWAY_BLOCK_DIMENSION 1                   /* how far a dimension stands from the average one */
#define HEADWAY_BLOCK_COMMUNITY_DIMENSION 2         /* a community's own profile */
#define HEADWAY_BLOCK_RATER 3                       /* how high a person marks */
#define HEADWAY_BLOCK_RATER_DIMENSION 4             /* a person's own view of a dimension */
#define HEADWAY_BLOCK_RATER_ROUND 5                 /* how a person's marking drifts */
#define HEADWAY_BLOCK_SECTOR 6                      /* how high people of a sector mark */
#define HEADWAY_BLOCK_SECTOR_DIMENSION 7            /* a sector's own view of a dimension */
#define HEADWAY_BLOCK_COMMUNITY_SECTOR_DIMENSION 8  /* the same in one community */
#define HEADWAY_BLOCK_SECTOR_DIMENSION_ROUND 9      /* the same in one round */
#define HEADWAY_BLOCK_DIMENSION_CHANGE 10           /* steps of a dimension everywhere */
#define HEADWAY_BLOCK_COMMUNITY_CHANGE 11           /* steps of a community on all dimensions */
#define HEADWAY_BLOCK_COMMUNITY_DIMENSION_CHANGE 12 /* steps of one dimension of one community */

#define HEADWAY_DRAWS_AUTOMATIC 0  /* integrated up to 5,000 rows and 1,000 effects, then normal */
#define HEADWAY_DRAWS_INTEGRATED 1 /* parameters and standard deviations by what the rows say of each of 256 to 1024 sets of them */
#define HEADWAY_DRAWS_NORMAL 2     /* parameters from the normal law about the likeliest set */

/// Answers and what explains them. Set every byte to 0 and struct_size to sizeof, then what there is.
typedef struct headway_model_rows {
  uint32_t struct_size;          ///< sizeof(headway_model_rows), set by the caller
  uint32_t reserved;             ///< 0
  const int8_t *answer;          ///< one a row
  const double *weight;          ///< one a row, positive; NULL: 1
  const double *term;            ///< rows x terms, row by row: what coefficients multiply; no constant, the thresholds are free
  const double *scale_term;      ///< rows x scale_terms: the log of the scale is linear in these
  const uint16_t *threshold_set; ///< one a row: which thresholds it answers by; NULL: all by the first
  const uint32_t *const *group;  ///< one array a group, each one effect a row
  const size_t *group_effects;   ///< how many effects each group has
  size_t rows;
  size_t levels;                 ///< of the scale, 2 to 16
  size_t terms;
  size_t scale_terms;
  size_t threshold_sets;         ///< 0 for 1
  size_t groups;
} headway_model_rows;

/// Answers and the facets they depend on. Set every byte to 0 and struct_size to sizeof, then what there is.
typedef struct headway_model_facets {
  uint32_t struct_size;           ///< sizeof(headway_model_facets), set by the caller
  uint32_t reserved;              ///< 0
  const int8_t *answer;           ///< one a row
  const double *weight;           ///< one a row, positive; NULL: 1
  const uint32_t *const *element; ///< one array a facet, each one element a row
  const size_t *elements;         ///< how many elements each facet has
  const int32_t *fixed;           ///< one a facet: 1 when its elements are estimated each by itself, adding up to 0; 0 when drawn from a normal law. NULL: all drawn
  const int32_t *raises;          ///< one a facet: 1 when a high measure raises marks, as of what is measured; 0 when it lowers them. NULL: the first facet raises
  size_t rows;
  size_t levels;                  ///< of the scale, 2 to 16
  size_t facets;                  ///< 1 or more
} headway_model_facets;

/// How a model is fitted; NULL for all defaults.
typedef struct headway_model_options {
  uint32_t struct_size;      ///< sizeof(headway_model_options), set by the caller
  int32_t link;              ///< a HEADWAY_LINK_ code; many-facet models take none: leave it 0
  int32_t thresholds;        ///< a HEADWAY_THRESHOLDS_ code
  uint32_t iterations;       ///< most steps of the search; 0 for 500
  double confidence;         ///< of the intervals, in (0, 1); 0 for 0.95
  double threshold_prior;    ///< a Dirichlet prior on the shares of the levels, all its parameters this: 1 is uniform and holds empty levels; 0 for none
  headway_progress progress; ///< told after every evaluation a share that grows towards 1, or NULL
  void *progress_payload;    ///< handed to it
  size_t threads;            ///< most threads to use, with the same result; 0 for 1
  size_t quadrature;         ///< points at which each effect is integrated over, 1 to 50: 1 is Laplace's approximation, more only where no row has two effects; 0 for 1
} headway_model_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_model_options_init(headway_model_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// An ordinal model of columns: P(answer <= k) = F((threshold_k - terms x coefficients - effects) / scale). What cannot be fitted is a status in the summary, not an error.
/// \param rows the columns \param options may be NULL \param fit receives a new fit
/// \return HEADWAY_OUT_OF_RANGE, with the row, for an answer, set or effect past its end, or a weight or term that is not an allowed number; HEADWAY_CANCELLED when `progress` asked
/// to stop; HEADWAY_LIMIT when the effects are crossed so densely that the fit would not fit into memory
HEADWAY_API headway_status headway_models_cumulative_link(const headway_model_rows *rows, const headway_model_options *options, headway_fit **fit, headway_error *err) HEADWAY_NOEXCEPT;

/// The many-facet Rasch model: log P(k) / P(k - 1) = measures that raise - measures that lower - step_k.
/// \param facets the columns \param options may be NULL \param fit receives a new fit
/// \return as headway_models_cumulative_link; HEADWAY_LIMIT for more than 400 elements in fixed facets
HEADWAY_API headway_status headway_models_many_facet(const headway_model_facets *facets, const headway_model_options *options, headway_fit **fit, headway_error *err) HEADWAY_NOEXCEPT;

/// Models of the same rows side by side, from the one with the fewest parameters on, each against the one before it: model (its place in `fits`, from 1), status, n, parameters, log_likelihood, aic, aic_difference (from
/// the lowest), against, more (parameters), ratio, p, law, words. ratio and p (the likelihood ratio and its p of "what is added is 0") are there where the model before is within this one, by the names of what
/// it has. law is chi_square; half_and_half where one of what is added is a standard deviation, which cannot be below 0; at_most where several are, and the true p is smaller.
/// \param fits two or more of columns \param count of them \param table receives a new table
/// \return HEADWAY_INCOMPATIBLE for a fit of a study, or another number of rows, levels, sum of weights or points of quadrature; HEADWAY_INVALID_ARGUMENT for fewer than two
HEADWAY_API headway_status headway_models_compare(const headway_fit *const *fits, size_t count, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// What columns link, two facets at a time, each through those after it: of, through, parts, part, members, labels, through_members, shared, n, pairs, comparable, link_from, link_to, link_pairs, words. A row for both
/// facets, then one a part: elements that share nobody, however many steps away, are in different parts, and are compared only by assumption, which `words` says. link_from and link_to are the single link that would
/// make most pairs comparable.
/// \param facets two or more; of its fields rows, facets, element and elements count. Elements are labelled by their numbers \param table receives a new table
/// \return HEADWAY_OUT_OF_RANGE, with the row, for an element past its end; HEADWAY_INVALID_ARGUMENT for fewer than two facets
HEADWAY_API headway_status headway_models_linking_columns(const headway_model_facets *facets, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// What the marks of a study link: the table of headway_models_linking_columns for communities, rounds, dimensions, assessments and sectors through people, and for what else can be confounded. Nobody is named. Beyond the room
/// it is not said how many people and marks stand behind a part, and pairs with sectors are left out.
/// \param study any study \param audience a HEADWAY_AUDIENCE_ code \param table receives a new table
HEADWAY_API headway_status headway_models_linking(const headway_study *study, int32_t audience, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// How a study is fitted; NULL for all defaults.
typedef struct headway_ordinal_options {
  uint32_t struct_size;            ///< sizeof(headway_ordinal_options), set by the caller
  int32_t link;                    ///< a HEADWAY_LINK_ code
  int32_t method;              ///< a HEADWAY_DRAWS_ code
  int32_t thresholds_by_dimension; ///< 1: every dimension has its own thresholds; 0: one scale for the rubric
  double confidence;               ///< of the intervals, in (0, 1); 0 for 0.95
  uint64_t seed;                   ///< of the draws; 0 for 1
  const char *community;           ///< key or name of the only one to take, UTF-8; empty: all
  size_t community_length;         ///< in bytes
  const int32_t *blocks;           ///< HEADWAY_BLOCK_ codes; NULL: those that the study's marks can tell apart
  size_t block_count;
  size_t draws;                    ///< joint draws; 0: 1000, or fewer, down to 50, where there are very many effects
  size_t threads;                  ///< most threads to use, with the same result; 0 for 1
  headway_progress progress;       ///< told after every evaluation a share that grows towards 1, or NULL
  void *progress_payload;          ///< handed to it
} headway_ordinal_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_ordinal_options_init(headway_ordinal_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// Fits one model to a whole study: where communities stand on every dimension in every round, what changed, and how people and sectors differ who say so, with joint draws of everything. Blocks that the
/// marks cannot tell apart are left out, and HEADWAY_FIT_BLOCKS says why. What cannot be fitted is a status in HEADWAY_FIT_DIAGNOSTICS, not an error.
/// \param study any study \param options may be NULL \param fit receives a new fit
/// \return HEADWAY_NOT_FOUND for a community the study does not have; HEADWAY_OUT_OF_RANGE for a code that is none; HEADWAY_INVALID_ARGUMENT for a block named twice; HEADWAY_CANCELLED when `progress` asked
/// to stop; HEADWAY_LIMIT when the effects are crossed so densely that the fit would not fit into memory
HEADWAY_API headway_status headway_models_fit_ordinal(const headway_study *study, const headway_ordinal_options *options, headway_fit **fit, headway_error *err) HEADWAY_NOEXCEPT;

/// One table of a fit of a study, as an audience may see it.
/// \param which HEADWAY_FIT_BLOCKS to HEADWAY_FIT_LEFT_OUT \param audience a HEADWAY_AUDIENCE_ code \param table receives a new table
/// \return HEADWAY_NOT_FOUND for another table, or a fit of columns; HEADWAY_INVALID_ARGUMENT for people's labels or draws and an audience other than the room
HEADWAY_API headway_status headway_fit_study_table(const headway_fit *fit, int32_t which, int32_t audience, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// Marks that a fitted study might have had, a row for each it was fitted to: community, round, rater, sector, dimension_number, dimension_key, dimension, score. For whoever holds the file.
/// \param seed which of them \param table receives a new table
/// \return HEADWAY_NOT_FOUND for a fit of columns
HEADWAY_API headway_status headway_fit_simulate(const headway_fit *fit, uint64_t seed, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// What is asked of the next panel; NULL for all defaults. Each of the four functions takes what it needs of it.
typedef struct headway_design_options {
  uint32_t struct_size;   ///< sizeof(headway_design_options), set by the caller
  uint32_t panels;        ///< how many are simulated, 10 to 100000; 0 for 400
  double change;          ///< the true change that is to be seen, in levels; 0 for 1
  double wanted;          ///< the chance that is enough, in (0, 1); 0 for 0.8
  uint64_t seed;          ///< of the simulation; 0 for 1
  const uint32_t *people; ///< 1 to 50 sizes to try, people per sector, 1 to 1000 each; NULL: 1, 2, 3, 4, 6, 8, 12
  size_t people_count;
  size_t choose;          ///< how many of the lowest dimensions are chosen; 0 for 2
  size_t threads;         ///< most threads to use, with the same result; 0 for 1
} headway_design_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_design_options_init(headway_design_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// What panels of several sizes would show next time, by simulation from the joint draws of a fitted study: a row per community, size and dimension of its latest round (p_level_set: the level set holds two levels or fewer;
/// p_change: a true change of `change` levels among the same people over two rounds is seen; direction), then one per size over all dimensions (p_choice: the `choose` dimensions that come out lowest are truly the lowest).
/// \param fit of a study \param options may be NULL \param audience a HEADWAY_AUDIENCE_ code \param table receives a new table
/// \return HEADWAY_NOT_FOUND for a fit of columns; HEADWAY_INVALID_ARGUMENT or HEADWAY_OUT_OF_RANGE for options or an audience out of range
HEADWAY_API headway_status headway_design_next_panel(const headway_fit *fit, const headway_design_options *options, int32_t audience, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// How many people to ask next time: per community and question ("level_set", "change", "choice") for each dimension, then for all of them, the fewest people per sector whose chance is `wanted` or more, in figures and words.
/// \param fit,options,audience,table,err as headway_design_next_panel \return as headway_design_next_panel
HEADWAY_API headway_status headway_design_people_needed(const headway_fit *fit, const headway_design_options *options, int32_t audience, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// What this panel could have shown: per community, pair of rounds and dimension that somebody marked in both, the smallest change of 0.25, 0.5, .. 3 levels that so many people would have shown with a chance of `wanted`.
/// \param fit,options,audience,table,err as headway_design_next_panel \return as headway_design_next_panel
HEADWAY_API headway_status headway_design_could_have_shown(const headway_fit *fit, const headway_design_options *options, int32_t audience, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// G and D study figures on the link's scale: variance components, the relative coefficient (generalizability) and the absolute one (dependability) with the present panel and with each size in `people`, for communities and for
/// dimensions within one.
/// \param fit,options,audience,table,err as headway_design_next_panel \return as headway_design_next_panel
HEADWAY_API headway_status headway_design_generalizability(const headway_fit *fit, const headway_design_options *options, int32_t audience, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;

/// One table of a fit of columns.
/// \param which a HEADWAY_FIT_ code \param table receives a new table
/// \return HEADWAY_NOT_FOUND for a table that this kind of fit does not have
HEADWAY_API headway_status headway_fit_table(const headway_fit *fit, int32_t which, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Frees a fit. NULL is fine.
HEADWAY_API void headway_fit_destroy(headway_fit *fit) HEADWAY_NOEXCEPT;

/* ------------------------------------------------------------------------------------------------------------------ counts */

/// Integer counts of every cell (community, round, dimension, sector), all 0: what distributions need of any number of rows, in memory that does
/// not grow with them. Parts counted apart can be merged in any order, with the same result.
/// One thread at a time may add or merge; when nobody does, any number may read.
/// \param sectors 1 when sectors are not told apart \param levels number of levels of the scale, 2 to 16
/// \return HEADWAY_OUT_OF_RANGE for another number of levels, or more than 4294967295 cells
HEADWAY_API headway_status headway_counts_create(size_t communities, size_t rounds, size_t dimensions, size_t sectors, size_t levels,
                                                 headway_counts **counts, headway_error *err) HEADWAY_NOEXCEPT;

/// How a file is counted; NULL for all defaults.
typedef struct headway_count_options {
  uint32_t struct_size;             ///< sizeof(headway_count_options), set by the caller
  int32_t by_sector;                ///< 1: sectors are told apart
  size_t threads;                   ///< most threads to use, with the same result; 0 for 1
  size_t cell_limit;                ///< most cells to make room for; 0 for 67108864
  const headway_read_options *read; ///< what the reader is told, or NULL
} headway_count_options;

/// Makes a struct ready for its first use: every field at its default.
/// \param options the struct; NULL does nothing
/// \param struct_size sizeof *options; too small for its first field does nothing
HEADWAY_API void headway_count_options_init(headway_count_options *options, size_t struct_size) HEADWAY_NOEXCEPT;

/// Counts the marks of a tidy long file without keeping its rows: what `headway_ratings_read_csv` understands, for files of any size. People's own marks are
/// counted; agreed marks, then-tests and judges are not. A row given twice counts twice.
/// \param path a file \param options NULL for none
/// \return as `headway_ratings_read_csv`; HEADWAY_LIMIT for more cells than `cell_limit`
HEADWAY_API headway_status headway_counts_read_csv(const headway_rubric *rubric, const char *path, size_t path_length,
                                                   const headway_count_options *options, headway_counts **counts, headway_error *err) HEADWAY_NOEXCEPT;
/// The same for text in memory, which is not needed afterwards.
/// \param source what problems call the text; empty for "text"
HEADWAY_API headway_status headway_counts_read_csv_text(const headway_rubric *rubric, const char *text, size_t text_length, const char *source,
                                                        size_t source_length, const headway_count_options *options, headway_counts **counts,
                                                        headway_error *err) HEADWAY_NOEXCEPT;

/// The names of what was read and counted: axis ("community", "round", "dimension" or "sector"), position, key, label. Key has no value for rounds and sectors, label
/// none for rows without a sector. Counts made by `headway_counts_create` have no names, so no rows.
HEADWAY_API headway_status headway_counts_names(const headway_counts *counts, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// Everything in the file that was not as expected, as `headway_ratings_problems`; none for counts that were not read.
/// \param total receives how many there were in all; may be NULL
HEADWAY_API headway_status headway_counts_problems(const headway_counts *counts, uint64_t *total, headway_table **table, headway_error *err) HEADWAY_NOEXCEPT;
/// How many data rows there were.
/// \param rows_read receives those found or added \param rows_left_out receives those that could not be used, each with its problem
/// \param rows_other_mode receives those that are nobody's own mark; each of the three may be NULL
HEADWAY_API headway_status headway_counts_rows(const headway_counts *counts, uint64_t *rows_read, uint64_t *rows_left_out,
                                               uint64_t *rows_other_mode, headway_error *err) HEADWAY_NOEXCEPT;

/// Frees counts; NULL is fine.
HEADWAY_API void headway_counts_destroy(headway_counts *counts) HEADWAY_NOEXCEPT;

/// Counts rows given as columns of positions, each less than its size, in one pass over the rows and the cells: give many rows at a time.
/// \param sector may be NULL: every row is in sector 0
/// \param score the level from 0, or why there is none: -1 blank, -2 don't know, -3 not applicable, -4 not asked, -5 refused, -6 off the scale
/// \param rows length of every column
/// \return HEADWAY_OUT_OF_RANGE naming the column, with the row in `row`, or when a count would pass 4294967295; then nothing has been counted
HEADWAY_API headway_status headway_counts_add(headway_counts *counts, const uint32_t *community, const uint16_t *round, const uint16_t *dimension,
                                              const uint16_t *sector, const int8_t *score, size_t rows, headway_error *err) HEADWAY_NOEXCEPT;

/// Adds other counts cell by cell, and their rows and problems. Names come from whichever has them.
/// \return HEADWAY_INCOMPATIBLE when sizes, levels or names differ, HEADWAY_OUT_OF_RANGE when a count would pass 4294967295; then nothing has changed
HEADWAY_API headway_status headway_counts_merge(headway_counts *counts, const headway_counts *other, headway_error *err) HEADWAY_NOEXCEPT;

/// The sizes. The position of a cell is ((community * rounds + round) * dimensions + dimension) * sectors + sector.
HEADWAY_API headway_status headway_counts_shape(const headway_counts *counts, size_t *communities, size_t *rounds, size_t *dimensions,
                                                size_t *sectors, size_t *levels, headway_error *err) HEADWAY_NOEXCEPT;

/// How often each level was chosen, cell by cell, the lowest level first.
/// \param first_cell the cell to begin with, at most the number of cells
/// \param buffer receives one number a cell and level; may be NULL when capacity is 0
/// \param capacity cells the buffer has room for \param copied receives how many cells were written
HEADWAY_API headway_status headway_counts_read_levels(const headway_counts *counts, size_t first_cell, uint32_t *buffer, size_t capacity,
                                                      size_t *copied, headway_error *err) HEADWAY_NOEXCEPT;
/// How often there was no level, cell by cell, by reason in the order of the codes -1 to -6.
/// \param first_cell the cell to begin with, at most the number of cells
/// \param buffer receives six numbers a cell; may be NULL when capacity is 0
/// \param capacity cells the buffer has room for \param copied receives how many cells were written
HEADWAY_API headway_status headway_counts_read_missing(const headway_counts *counts, size_t first_cell, uint32_t *buffer, size_t capacity,
                                                       size_t *copied, headway_error *err) HEADWAY_NOEXCEPT;

#if defined(__cplusplus)
}
#endif

#endif /* HEADWAY_H */
