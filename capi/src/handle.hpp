#pragma once

/// \file
/// What stands behind the opaque handles: the C++ object itself, with what is needed to check that two handles fit together.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway.h>

#include "guard.hpp"

#include <headway/core/ratings.hpp>
#include <headway/core/rubric.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

struct headway_rubric {
  std::shared_ptr<const headway::rubric<>> value;
};

struct headway_ratings {
  headway::reading value;
  std::shared_ptr<const headway::rubric<>> rubric; ///< its dimensions and levels are positions in this one
};

struct headway_study {
  headway::study<> value;
  std::shared_ptr<const headway::rubric<>> rubric;
};

struct headway_table {
  std::shared_ptr<const headway::table> value; ///< shared with Arrow streams made from it
};

namespace headway::models {
struct ordinal_fit;
}

struct headway_fit {
  std::vector<std::shared_ptr<const headway::table>> tables{};      ///< of columns, by HEADWAY_FIT_ code
  std::shared_ptr<const headway::models::ordinal_fit> of_study{}; ///< of a study
};

namespace headway::capi {

/// Gives the caller a new handle. The last thing a body does, so outputs are only written on success.
template <class Handle, class... Parts>
void give(Handle** out, Parts&&... parts) {
  *out = new Handle{std::forward<Parts>(parts)...};
}

/// Gives the caller a new table.
inline void give_table(headway_table** out, table value) { give(out, std::make_shared<const table>(std::move(value))); }

/// A path the caller wrote in UTF-8.
inline std::string path_text(const char* path, std::size_t length, std::string_view argument) {
  const std::string_view utf8 = text_of(path, length, argument);
  if (utf8.empty()) { fail(error_category::invalid_argument, argument, "is empty; give the name of a file"); }
  if (utf8.find('\0') != std::string_view::npos || text::first_invalid_utf8(utf8)) {
    fail(error_category::invalid_argument, argument, "\"" + text::shown(utf8) + "\" is not a path in UTF-8");
  }
  return std::string{utf8};
}

} // namespace headway::capi
