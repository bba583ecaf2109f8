#pragma once

/// \file
/// Do we agree: for every dimension of one community's round, how far apart people's own marks are, by every measure, in a word and in a sentence.
/// There is no figure across dimensions here and none across communities.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/agreement/within_place.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

namespace headway::agreement {

/// Options of `place_agreement`. Since 0.1. Checked by `place_agreement_test`.
struct place_agreement_options {
  confidence_level confidence{0.95};                   ///< of the dispersion's interval
  null_distribution null{null_distribution::uniform};  ///< of r_wg
  std::vector<double> own_null{};                      ///< of r_wg, for `own` alone
};

/// One dimension of one community's round. Since 0.1. Checked by `place_agreement_test`.
struct place_agreement_row {
  dimension_id dimension{};
  std::uint32_t n_missing{};   ///< people who gave no mark, whatever the reason
  within_place_result within{};
  headway::status status{};    ///< that of `within`, or not_assessed
};

/// Rows of `place_agreement`, one a dimension. Since 0.1. Checked by `place_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels> struct place_agreement_result {
  study<Dimensions, Levels> of;
  selected where{};
  std::vector<place_agreement_row> rows{};
};

/// How far the people of one community agreed in one round: a row per dimension, each that of `within_place` for the individual marks.
/// Missing and edge cases: a round the community was not assessed in gives its rows with that status; a dimension nobody marked has no_data. The room's
/// agreed mark enters nothing.
/// Choose it over Krippendorff's alpha over all dimensions for the question "do we agree": alpha needs dimensions that differ, and is near 0 in a room that
/// sees everything alike.
/// \param wanted see `selection` for empty ones \throws error not_found, invalid_argument as `select`; as `null_variance`
/// Cost: O(rows of the round), and about 5 microseconds a dimension. Threads: safe. Since 0.1. Checked by `place_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] place_agreement_result<Dimensions, Levels> place_agreement(const study<Dimensions, Levels>& of, const selection& wanted,
                                                                         const place_agreement_options& options = {}) {
  place_agreement_result<Dimensions, Levels> out{of, select(of.data(), wanted), {}};
  within_place_options how{.confidence = options.confidence, .null = options.null, .own_null = options.own_null, .values = {}, .labels = {}};
  for (std::size_t k = 0; k < of.rubric().levels(); ++k) { how.values.push_back(of.rubric().scale().value(k)); }
  for (std::uint32_t d = 0; d < of.rubric().size(); ++d) {
    const auto counts = count_cell(of, out.where.community, out.where.round, {d});
    place_agreement_row row{{d}, counts.n_missing(), within_place(counts.levels(), how), {}};
    row.status = out.where.assessed == nullptr ? status::not_assessed : row.within.status;
    out.rows.push_back(std::move(row));
  }
  return out;
}

/// The rows as a table: community, round, dimension_number, dimension_key, dimension, n_missing, the columns of `to_table(within_place_result)`, hidden_reason. Of a
/// round the community was not assessed in there are keys and status only.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `place_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const place_agreement_result<Dimensions, Levels>& result) {
  const study_data& data = result.of.data();
  table out;
  for (const char* column : {"community", "round"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
  out.add("n_missing", column_type::integer);
  detail::add_within_columns(out);
  for (const char* column : {"status", "hidden_reason"}) { out.add(column, column_type::text); }
  const auto round = result.where.round.has_value() ? std::optional{std::string_view{data.rounds()[result.where.round.value].label}} : std::nullopt;
  for (const place_agreement_row& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    const std::string_view community = data.communities()[result.where.community.value].name;
    if (row.status == status::not_assessed) {
      std::size_t i = 0;
      const auto put = [&](const auto& value) { out[i++].push(value); };
      put(community);
      put(round);
      put(d.number);
      put(std::string_view{d.key});
      put(std::string_view{d.name});
      while (i + 2 < out.columns().size()) { out[i++].push_missing(); }
      put(name(row.status));
      out[i].push_missing();
      continue;
    }
    detail::within_cells(row.within, [&](const auto&... cells) {
      out.push_row(community, round, d.number, std::string_view{d.key}, std::string_view{d.name}, row.n_missing, cells..., name(row.status), std::nullopt);
    });
  }
  return out;
}

} // namespace headway::agreement
