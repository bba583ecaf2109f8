#pragma once

#include <array>
#include <string_view>

#include <headway/core/problem.hpp>

/// \file
/// Every kind of problem a reader reports: its stable code, how much it matters, what it means and what is done. docs/problems.md says the
/// same and is checked against this list.

namespace headway::io {

/// One kind of problem. Since 0.1. Checked by `problem_codes_test`.
struct problem_kind {
  std::string_view code{};
  headway::severity severity{};
  std::string_view meaning{};
  std::string_view what_is_done{};
};

namespace codes {

inline constexpr auto note = severity::note;
inline constexpr auto warning = severity::warning;
inline constexpr auto error = severity::error;

// the score
inline constexpr problem_kind out_of_range{"out_of_range", error, "a whole number that is not on the scale", "mark kept as text, not counted"};
inline constexpr problem_kind not_whole{"not_whole", error, "a number between two levels", "mark kept as text, not counted"};
inline constexpr problem_kind not_a_number{"not_a_number", error, "words, a range or a sign where one mark belongs", "mark kept as text, not counted"};
inline constexpr problem_kind label_mismatch{"label_mismatch", error, "a number with a label that is not the label of that level", "mark kept as text, not counted"};
inline constexpr problem_kind number_as_decimal{"number_as_decimal", note, "a whole number written with decimals, as 3.0 or 3,0", "read as the whole number"};
inline constexpr problem_kind number_form{"number_form", note, "a whole number with a plus sign or leading zeros", "read as the whole number"};
inline constexpr problem_kind odd_digit{"odd_digit", warning, "digits or a minus sign of another script or width", "read as the ordinary number"};
inline constexpr problem_kind padded{"padded", note, "blanks around a good value", "read without them"};
inline constexpr problem_kind labelled_value{"labelled_value", note, "a level written with or by its label", "read as that level"};
inline constexpr problem_kind missing_token{"missing_token", note, "a way people write that they gave no mark", "taken as missing, with the reason it stands for"};
inline constexpr problem_kind unknown_missing_reason{"unknown_missing_reason", warning, "a reason for a missing mark that is not known", "taken as left blank"};
inline constexpr problem_kind contradiction{"contradiction", error, "a mark and a reason why there is none, both in one row", "mark kept as text, not counted"};

// the dimension
inline constexpr problem_kind unknown_dimension{"unknown_dimension", error, "a dimension that is not in the rubric", "row left out"};
inline constexpr problem_kind missing_dimension{"missing_dimension", error, "no dimension is given", "row left out"};
inline constexpr problem_kind number_name_mismatch{"number_name_mismatch", error, "the dimension's number and name are those of two dimensions", "row left out"};
inline constexpr problem_kind misspelt_dimension{"misspelt_dimension", warning, "a name close to that of the dimension whose number stands beside it", "read as that dimension"};
inline constexpr problem_kind variant_name{"variant_name", warning, "a name that differs from the rubric's only in punctuation or in \"&\" for \"and\"", "read as that dimension"};
inline constexpr problem_kind case_or_space{"case_or_space", note, "a name that differs from another only in capitals or blanks", "read as the same name"};

// the date
inline constexpr problem_kind bad_date{"bad_date", error, "no such day, or not a date", "row kept without a date"};
inline constexpr problem_kind day_first_date{"day_first_date", warning, "a date with the day first, as 19/09/2023", "read so"};
inline constexpr problem_kind month_first_date{"month_first_date", warning, "a date with the month first, as 09/19/2023", "read so"};
inline constexpr problem_kind ambiguous_date{"ambiguous_date", warning, "a date that can be read with the day first or the month first", "read as the file's other dates are; without a date where they do not show it"};
inline constexpr problem_kind excel_serial_date{"excel_serial_date", warning, "a spreadsheet's day number", "read as that day"};
inline constexpr problem_kind vague_date{"vague_date", warning, "a month, season or year without a day", "row kept without a date"};
inline constexpr problem_kind missing_date{"missing_date", warning, "no date although there is a column for it", "row kept without a date"};
inline constexpr problem_kind future_date{"future_date", warning, "more than a year later than the day most rows of that community and round give", "row kept with that date"};
inline constexpr problem_kind short_year_date{"short_year_date", warning, "a year of two figures", "read as 1970 to 2069"};

// people, places, groups
inline constexpr problem_kind missing_rater{"missing_rater", error, "nobody is named, so this mark cannot be followed from round to round", "row kept as a mark of an unnamed person"};
inline constexpr problem_kind personal_data{"personal_data", warning, "an e-mail address where a code is expected", "kept to tell people apart, never shown; use codes instead"};
inline constexpr problem_kind personal_column{"personal_column", note, "a column of names, addresses or the like", "column not read"};
inline constexpr problem_kind missing_community{"missing_community", error, "no community is given", "row left out"};
inline constexpr problem_kind unknown_community{"unknown_community", warning, "a community in a single row, while another has ten or more", "kept as a community of its own"};
inline constexpr problem_kind community_name_mismatch{"community_name_mismatch", warning, "one key with different names", "the name most rows give is used"};
inline constexpr problem_kind missing_round{"missing_round", error, "no round is given", "row left out"};
inline constexpr problem_kind missing_sector{"missing_sector", note, "no sector although there is a column for it", "row kept without a sector"};
inline constexpr problem_kind new_category{"new_category", warning, "a rare sector whose name is close to that of a frequent one", "kept as a sector of its own"};
inline constexpr problem_kind lookalike{"lookalike", warning, "two names that look alike but are written with different characters", "kept apart"};
inline constexpr problem_kind hidden_character{"hidden_character", warning, "a name with control, direction or invisible characters", "kept; shown escaped"};
inline constexpr problem_kind unknown_mode{"unknown_mode", error, "a kind of mark that is not known", "row left out"};

// agreed marks
inline constexpr problem_kind unknown_outcome{"unknown_outcome", warning, "an outcome that is not known", "taken as agreed when there is a mark, as no agreement otherwise"};
inline constexpr problem_kind agreed_without_mark{"agreed_without_mark", warning, "the room agreed, but there is no mark", "kept without a mark"};
inline constexpr problem_kind mark_without_agreement{"mark_without_agreement", warning, "no agreement, but there is a mark", "both kept"};
inline constexpr problem_kind mark_without_reason{"mark_without_reason", note, "an agreed mark without a word why", "kept without a reason"};
inline constexpr problem_kind bad_number{"bad_number", warning, "a number of people that is not a number", "kept without it"};

// the row
inline constexpr problem_kind empty_row{"empty_row", note, "all fields are empty", "passed over"};
inline constexpr problem_kind short_row{"short_row", error, "fewer fields than the header", "row left out"};
inline constexpr problem_kind trailing_fields_left_off{"trailing_fields_left_off", note, "fewer fields than the header, but all that are needed", "the rest taken as empty"};
inline constexpr problem_kind trailing_empty_fields{"trailing_empty_fields", note, "more fields than the header, all of the extra ones empty", "extra fields passed over"};
inline constexpr problem_kind long_row{"long_row", error, "more fields than the header; an unquoted separator may have split one", "row left out"};
inline constexpr problem_kind repeated_header{"repeated_header", error, "the header again", "row left out"};
inline constexpr problem_kind summary_row{"summary_row", error, "a total or average among the rows", "row left out"};
inline constexpr problem_kind no_data_rows{"no_data_rows", warning, "a header and nothing below it", "read as a study without marks"};

// the text
inline constexpr problem_kind formula_like{"formula_like", warning, "text that a spreadsheet would run as a formula", "kept as text; made harmless when written"};
inline constexpr problem_kind embedded_newline{"embedded_newline", note, "a quoted field over several lines; line numbers count them all", "read as one field"};
inline constexpr problem_kind stray_quote{"stray_quote", warning, "a quote where none belongs", "kept as it stands"};
inline constexpr problem_kind unclosed_quote{"unclosed_quote", error, "a quote that is never closed, so all that follows is inside it", "that row and the lines after it left out"};
inline constexpr problem_kind field_too_long{"field_too_long", error, "a field over the limit", "row left out"};
inline constexpr problem_kind invalid_utf8{"invalid_utf8", error, "bytes that are not UTF-8", "each shown as \\xHH, row kept"};
inline constexpr problem_kind encoding_guessed{"encoding_guessed", warning, "a text that is not UTF-8 and does not say in which encoding it is", "read in the encoding its bytes look like"};
inline constexpr problem_kind nul_byte{"nul_byte", error, "a NUL byte in the text", "shown as \\x00, row kept"};
inline constexpr problem_kind mixed_line_ends{"mixed_line_ends", note, "more than one kind of line end", "all read as line ends"};

} // namespace codes

/// All kinds a reader may report. `duplicate_same`, `duplicate_conflict` and `shared_community_name` come from joining rows into a study.
inline constexpr std::array problem_kinds{
  codes::out_of_range, codes::not_whole, codes::not_a_number, codes::label_mismatch, codes::number_as_decimal, codes::number_form, codes::odd_digit,
  codes::padded, codes::labelled_value, codes::missing_token, codes::unknown_missing_reason, codes::contradiction,
  codes::unknown_dimension, codes::missing_dimension, codes::number_name_mismatch, codes::misspelt_dimension, codes::variant_name, codes::case_or_space,
  codes::bad_date, codes::day_first_date, codes::month_first_date, codes::ambiguous_date, codes::excel_serial_date, codes::vague_date,
  codes::missing_date, codes::future_date, codes::short_year_date,
  codes::missing_rater, codes::personal_data, codes::personal_column, codes::missing_community, codes::unknown_community, codes::community_name_mismatch,
  codes::missing_round, codes::missing_sector, codes::new_category, codes::lookalike, codes::hidden_character, codes::unknown_mode,
  codes::unknown_outcome, codes::agreed_without_mark, codes::mark_without_agreement, codes::mark_without_reason, codes::bad_number,
  codes::empty_row, codes::short_row, codes::trailing_fields_left_off, codes::trailing_empty_fields, codes::long_row, codes::repeated_header,
  codes::summary_row, codes::no_data_rows,
  codes::formula_like, codes::embedded_newline, codes::stray_quote, codes::unclosed_quote, codes::field_too_long, codes::invalid_utf8,
  codes::encoding_guessed, codes::nul_byte, codes::mixed_line_ends,
  problem_kind{"duplicate_same", severity::warning, "the same person, dimension and mark twice", "counted once"},
  problem_kind{"duplicate_conflict", severity::error, "the same person and dimension with different marks", "both kept as text, neither counted"},
  problem_kind{"shared_community_name", severity::error, "a name that several communities share, without a key", "kept apart, as a community of its own"},
};

} // namespace headway::io
