#pragma once

/// \file
/// The codes of the C header are the values of the C++ enums, so a cast is a translation.

#include <headway.h>

#include <headway/base/error.hpp>
#include <headway/core/score.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/io/options.hpp>

namespace headway::capi {

template <class Enum> constexpr bool is(Enum value, std::int64_t code) { return static_cast<std::int64_t>(value) == code; }

static_assert(is(error_category::invalid_argument, HEADWAY_INVALID_ARGUMENT) && is(error_category::out_of_range, HEADWAY_OUT_OF_RANGE) &&
              is(error_category::not_found, HEADWAY_NOT_FOUND) && is(error_category::incompatible, HEADWAY_INCOMPATIBLE) &&
              is(error_category::io, HEADWAY_IO) && is(error_category::parse, HEADWAY_PARSE) && is(error_category::limit, HEADWAY_LIMIT) &&
              is(error_category::cancelled, HEADWAY_CANCELLED) && is(error_category::out_of_memory, HEADWAY_OUT_OF_MEMORY) &&
              is(error_category::internal, HEADWAY_INTERNAL));
static_assert(is(score_mode::individual, HEADWAY_MODE_INDIVIDUAL) && is(score_mode::consensus, HEADWAY_MODE_CONSENSUS) &&
              is(score_mode::moderated, HEADWAY_MODE_MODERATED) && is(score_mode::then_test, HEADWAY_MODE_THEN_TEST) &&
              is(score_mode::judge, HEADWAY_MODE_JUDGE));
static_assert(is(io::date_order::from_file, HEADWAY_DATES_FROM_FILE) && is(io::date_order::day_first, HEADWAY_DATES_DAY_FIRST) &&
              is(io::date_order::month_first, HEADWAY_DATES_MONTH_FIRST));
static_assert(is(column_type::integer, HEADWAY_COLUMN_INTEGER) && is(column_type::real, HEADWAY_COLUMN_REAL) &&
              is(column_type::text, HEADWAY_COLUMN_TEXT) && is(column_type::boolean, HEADWAY_COLUMN_BOOLEAN));
static_assert(is(disclosure::audience::room, HEADWAY_AUDIENCE_ROOM) && is(disclosure::audience::partners, HEADWAY_AUDIENCE_PARTNERS) &&
              is(disclosure::audience::public_, HEADWAY_AUDIENCE_PUBLIC));
static_assert(is(missing_reason::blank, 1) && is(missing_reason::dont_know, 2) && is(missing_reason::not_applicable, 3) &&
              is(missing_reason::not_asked, 4) && is(missing_reason::refused, 5) && is(missing_reason::off_scale, 6));

} // namespace headway::capi
