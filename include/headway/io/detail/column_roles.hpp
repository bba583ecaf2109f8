#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/text.hpp>

/// \file
/// What a column can be, and the headers people give it.

namespace headway::io::detail {

/// What a column is.
enum class column_role : std::uint8_t {
  community_key, community, round, about_round, asked_at, date, rater, sector, role, dimension_number, dimension_key, dimension,
  score, missing_reason, mode, written, interval_low, interval_high, reason, outcome, people_in_room, evidence, minority_view,
  personal, ignored
};

inline constexpr std::size_t column_role_count = static_cast<std::size_t>(column_role::personal);

/// The words for the roles, as in `reading::columns` and in a mapping.
inline constexpr std::array<std::string_view, column_role_count> column_role_names{
  "community_key", "community", "round", "about_round", "asked_at", "date", "rater", "sector", "role", "dimension_number", "dimension_key", "dimension",
  "score", "missing_reason", "mode", "written", "interval_low", "interval_high", "reason", "outcome", "people_in_room", "evidence", "minority_view"};

/// A header (folded), what it means, and how good a sign it is: of two columns with one role the lower rank is taken; equal ranks are ambiguous.
struct header_word {
  std::string_view header;
  column_role role;
  std::uint8_t rank;
};

inline constexpr header_word header_words[]{
  {"community", column_role::community, 0}, {"community name", column_role::community, 0}, {"place", column_role::community, 0},
  {"place name", column_role::community, 0}, {"site", column_role::community, 0}, {"site name", column_role::community, 0}, {"area", column_role::community, 1},
  {"locality", column_role::community, 1}, {"location", column_role::community, 1}, {"neighbourhood", column_role::community, 1},
  {"neighborhood", column_role::community, 1}, {"town", column_role::community, 1}, {"village", column_role::community, 1},
  {"municipality", column_role::community, 1}, {"district", column_role::community, 1}, {"ort", column_role::community, 0}, {"gemeinde", column_role::community, 0}, {"standort", column_role::community, 1},
  {"stadt", column_role::community, 1}, {"commune", column_role::community, 0}, {"lieu", column_role::community, 0}, {"territoire", column_role::community, 1},
  {"quartier", column_role::community, 1}, {"cymuned", column_role::community, 0}, {"lle", column_role::community, 0}, {"ardal", column_role::community, 1},

  {"community id", column_role::community_key, 0}, {"community key", column_role::community_key, 0}, {"community code", column_role::community_key, 0},
  {"place id", column_role::community_key, 0}, {"place key", column_role::community_key, 0}, {"place code", column_role::community_key, 0},
  {"site id", column_role::community_key, 0}, {"site code", column_role::community_key, 0}, {"area code", column_role::community_key, 1},
  {"ort id", column_role::community_key, 0}, {"ortscode", column_role::community_key, 0}, {"code commune", column_role::community_key, 0},

  {"round", column_role::round, 0}, {"wave", column_role::round, 0}, {"round no", column_role::round, 0}, {"round number", column_role::round, 0},
  {"round label", column_role::round, 0}, {"assessment round", column_role::round, 0}, {"time point", column_role::round, 1}, {"timepoint", column_role::round, 1},
  {"cycle", column_role::round, 1}, {"runde", column_role::round, 0}, {"welle", column_role::round, 0}, {"erhebung", column_role::round, 1},
  {"vague", column_role::round, 0}, {"tour", column_role::round, 1}, {"rownd", column_role::round, 0},
  {"about round", column_role::about_round, 0}, {"asked at", column_role::asked_at, 0}, {"asked at round", column_role::asked_at, 0},

  {"date", column_role::date, 1}, {"round date", column_role::date, 0}, {"meeting date", column_role::date, 0}, {"assessment date", column_role::date, 0},
  {"date of meeting", column_role::date, 0}, {"day", column_role::date, 2}, {"datum", column_role::date, 1}, {"jour", column_role::date, 2},
  {"dyddiad", column_role::date, 1},

  {"rater", column_role::rater, 0}, {"rater id", column_role::rater, 0}, {"rater code", column_role::rater, 0}, {"person", column_role::rater, 0},
  {"person id", column_role::rater, 0}, {"person code", column_role::rater, 0}, {"respondent", column_role::rater, 0}, {"respondent id", column_role::rater, 0},
  {"respondent code", column_role::rater, 0}, {"participant", column_role::rater, 0}, {"participant id", column_role::rater, 0},
  {"participant code", column_role::rater, 0}, {"member id", column_role::rater, 1}, {"code", column_role::rater, 2}, {"judge", column_role::rater, 1},
  {"befragte", column_role::rater, 0}, {"teilnehmer", column_role::rater, 0}, {"personne", column_role::rater, 0}, {"r\xC3\xA9pondant", column_role::rater, 0},
  {"person nr", column_role::rater, 0}, {"unigolyn", column_role::rater, 0},

  {"sector", column_role::sector, 0}, {"group", column_role::sector, 1}, {"organisation type", column_role::sector, 0}, {"organization type", column_role::sector, 0},
  {"type of organisation", column_role::sector, 0}, {"type of organization", column_role::sector, 0}, {"org type", column_role::sector, 0},
  {"stakeholder group", column_role::sector, 0}, {"stakeholder", column_role::sector, 1}, {"perspective", column_role::sector, 1},
  {"bereich", column_role::sector, 0}, {"sektor", column_role::sector, 0}, {"gruppe", column_role::sector, 1}, {"secteur", column_role::sector, 0},
  {"groupe", column_role::sector, 1}, {"gr\xC5\xB5p", column_role::sector, 1},

  {"role", column_role::role, 0}, {"job role", column_role::role, 0}, {"position", column_role::role, 1}, {"rolle", column_role::role, 0},
  {"r\xC3\xB4le", column_role::role, 0}, {"funktion", column_role::role, 1},

  {"dimension", column_role::dimension, 0}, {"dimension name", column_role::dimension, 0}, {"criterion", column_role::dimension, 0}, {"criteria", column_role::dimension, 0},
  {"item", column_role::dimension, 1}, {"question", column_role::dimension, 1}, {"indicator", column_role::dimension, 1}, {"kriterium", column_role::dimension, 0},
  {"frage", column_role::dimension, 1}, {"crit\xC3\xA8re", column_role::dimension, 0}, {"dimensiwn", column_role::dimension, 0},
  {"dimension no", column_role::dimension_number, 0}, {"dimension number", column_role::dimension_number, 0}, {"dimension nr", column_role::dimension_number, 0},
  {"dimension id", column_role::dimension_number, 0}, {"criterion no", column_role::dimension_number, 0}, {"criterion number", column_role::dimension_number, 0},
  {"item no", column_role::dimension_number, 1}, {"item number", column_role::dimension_number, 1}, {"question no", column_role::dimension_number, 1},
  {"number", column_role::dimension_number, 2}, {"no", column_role::dimension_number, 2}, {"nr", column_role::dimension_number, 2},
  {"nummer", column_role::dimension_number, 2}, {"num\xC3\xA9ro", column_role::dimension_number, 2}, {"rhif", column_role::dimension_number, 2},
  {"dimension key", column_role::dimension_key, 0}, {"dimension code", column_role::dimension_key, 0}, {"criterion key", column_role::dimension_key, 0},

  {"score", column_role::score, 0}, {"mark", column_role::score, 0}, {"rating", column_role::score, 0}, {"then score", column_role::score, 0},
  {"consensus score", column_role::score, 0}, {"consensus mark", column_role::score, 0}, {"agreed score", column_role::score, 0}, {"agreed mark", column_role::score, 0},
  {"bewertung", column_role::score, 0}, {"punkte", column_role::score, 0}, {"sg\xC3\xB4r", column_role::score, 0}, {"value", column_role::score, 1},
  {"wert", column_role::score, 1}, {"valeur", column_role::score, 1}, {"gwerth", column_role::score, 1},
  {"missing reason", column_role::missing_reason, 0}, {"reason missing", column_role::missing_reason, 0}, {"why missing", column_role::missing_reason, 0},
  {"mode", column_role::mode, 0}, {"score mode", column_role::mode, 0}, {"written", column_role::written, 0}, {"interval low", column_role::interval_low, 0},
  {"interval high", column_role::interval_high, 0},

  {"reason", column_role::reason, 0}, {"reasons", column_role::reason, 0}, {"why", column_role::reason, 1}, {"rationale", column_role::reason, 1},
  {"comment", column_role::reason, 2}, {"comments", column_role::reason, 2}, {"remark", column_role::reason, 3}, {"remarks", column_role::reason, 3},
  {"notes", column_role::reason, 4}, {"bemerkung", column_role::reason, 3}, {"kommentar", column_role::reason, 2}, {"begr\xC3\xBCndung", column_role::reason, 0},
  {"commentaire", column_role::reason, 2}, {"remarque", column_role::reason, 3}, {"raison", column_role::reason, 0}, {"rheswm", column_role::reason, 0},
  {"sylw", column_role::reason, 2}, {"sylwadau", column_role::reason, 2},

  {"outcome", column_role::outcome, 0}, {"ergebnis", column_role::outcome, 0}, {"canlyniad", column_role::outcome, 0},
  {"people in room", column_role::people_in_room, 0}, {"people present", column_role::people_in_room, 0}, {"number of people", column_role::people_in_room, 0},
  {"evidence", column_role::evidence, 0}, {"beleg", column_role::evidence, 0}, {"preuve", column_role::evidence, 0}, {"tystiolaeth", column_role::evidence, 0},
  {"minority view", column_role::minority_view, 0}, {"minority", column_role::minority_view, 1}, {"dissent", column_role::minority_view, 1},

  {"name", column_role::personal, 0}, {"first name", column_role::personal, 0}, {"last name", column_role::personal, 0}, {"full name", column_role::personal, 0},
  {"surname", column_role::personal, 0}, {"person name", column_role::personal, 0}, {"rater name", column_role::personal, 0}, {"respondent name", column_role::personal, 0},
  {"your name", column_role::personal, 0}, {"email", column_role::personal, 0}, {"e mail", column_role::personal, 0}, {"email address", column_role::personal, 0},
  {"e mail address", column_role::personal, 0}, {"mail", column_role::personal, 0}, {"ip", column_role::personal, 0}, {"ip address", column_role::personal, 0},
  {"ipaddress", column_role::personal, 0}, {"gps", column_role::personal, 0}, {"latitude", column_role::personal, 0}, {"longitude", column_role::personal, 0},
  {"phone", column_role::personal, 0}, {"phone number", column_role::personal, 0}, {"telephone", column_role::personal, 0}, {"mobile", column_role::personal, 0},
  {"telefon", column_role::personal, 0}, {"vorname", column_role::personal, 0}, {"nachname", column_role::personal, 0}, {"nom", column_role::personal, 0},
  {"pr\xC3\xA9nom", column_role::personal, 0}, {"enw", column_role::personal, 0}, {"address", column_role::personal, 0}, {"adresse", column_role::personal, 0},
  {"postcode", column_role::personal, 0}, {"device id", column_role::personal, 0}, {"deviceid", column_role::personal, 0},
  {"username", column_role::personal, 0}, {"submitted by", column_role::personal, 0},
};

[[nodiscard]] constexpr std::string_view name(column_role role) noexcept {
  const auto index = static_cast<std::size_t>(role);
  return index < column_role_count ? column_role_names[index] : std::string_view{};
}

/// What a header means; `ignored` when nothing is known of it.
[[nodiscard]] inline header_word recognise(std::string_view header) {
  const std::string folded = text::fold(header);
  for (const header_word& word : header_words) {
    if (word.header == folded) { return word; }
  }
  return {{}, column_role::ignored, 0};
}

} // namespace headway::io::detail
