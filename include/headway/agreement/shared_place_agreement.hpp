#pragma once

/// \file
/// Do we agree, as an audience may see it: every dimension of one community's round by itself, and in a last row what the marks say over all of them.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/agreement/place_agreement.hpp>
#include <headway/agreement/place_coefficients.hpp>
#include <headway/base/status.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/hide.hpp>
#include <headway/disclosure/sector_figures.hpp>

namespace headway::agreement {

namespace detail {

/// Columns of the figures over all dimensions.
inline void add_coefficient_columns(table& out) {
  const auto figure = [&](const std::string& name) {
    for (const char* end : {"", "_low", "_high"}) { out.add(name + end, column_type::real); }
    out.add(name + "_status", column_type::text);
  };
  out.add("dimensions_compared", column_type::integer);
  for (const char* name : {"alpha", "ac2", "icc", "icc_average"}) { figure(name); }
}

/// Fills them from `first` on. A status is that of the interval where there is a value.
inline void push_coefficients(table& out, std::size_t first, const place_coefficients_result& r) {
  const auto put = [&](const auto& value) { out[first++].push(value); };
  const auto figure = [&](const std::optional<double>& value, const std::optional<double>& low, const std::optional<double>& high, headway::status status, headway::status ends) {
    put(value);
    put(low);
    put(high);
    put(headway::name(value ? ends : status));
  };
  const auto of = [&](const coefficient& c) {
    figure(c.value, c.range ? std::optional{c.range->lower} : std::nullopt, c.range ? std::optional{c.range->upper} : std::nullopt, c.status, c.range_status);
  };
  const auto of_form = [&](const icc_form& f) { figure(f.value, f.low, f.high, f.status, f.range_status); };
  put(r.dimensions);
  of(r.alpha);
  of(r.ac2);
  of_form(r.icc);
  of_form(r.icc_average);
}

} // namespace detail

/// How far the people of one community agreed in one round, as an audience may see it: dimensions that too few marked are withheld, and enter no figure over all.
/// \param rules e.g. `disclosure::rules_for(disclosure::audience::partners)`
/// \return the columns of `to_table(place_agreement_result)`, then dimensions_compared and, with _low, _high and _status each, alpha (Krippendorff's, ordinal), ac2 (Gwet's,
/// quadratic), icc (ICC(A,1)) and icc_average (ICC(A,k)). These stand in the last row, which is about no dimension: its n is people known by a code, its headline what the
/// marks say over all dimensions (see `place_coefficients`)
/// \throws error as `place_agreement` and `disclosure::check_rules`
/// Cost: that of `place_agreement` and `place_coefficients`. Threads: safe. Since 0.1. Reference: R1, R5 of the rules on small groups.
/// Checked by `shared_place_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_place_agreement(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules,
                                           const place_agreement_options& options = {}) {
  constexpr std::array<std::string_view, 5> kept{"community", "round", "dimension_number", "dimension_key", "dimension"};
  disclosure::check_rules(rules);
  const table all = to_table(place_agreement(of, wanted, options));
  disclosure::withheld hide{all.rows()};
  disclosure::withhold_small(all, hide, rules.needed_place(), "n", "n_missing", "marked it");
  table out = disclosure::apply(all, hide, kept);

  const selected where = select(of.data(), wanted);
  const std::vector<std::string> withheld = disclosure::withheld_rooms(of, where, rules);
  const place_coefficients_result over = place_coefficients(of, wanted, {.confidence = options.confidence, .withheld = withheld});
  const auto reason = std::find_if(withheld.begin(), withheld.end(), [](const std::string& why) { return !why.empty(); });
  const bool hidden = over.people == 0 && over.without_code == 0 && reason != withheld.end();
  const std::size_t first = out.columns().size();
  detail::add_coefficient_columns(out);
  for (std::size_t column = first; column < out.columns().size(); ++column) {
    for (std::size_t row = 0; row < all.rows(); ++row) { out[column].push_missing(); }
  }
  const auto fill = [&](table_column& column) {
    const std::string& name = column.name();
    if (name == "community") { return column.push(std::string_view{of.data().communities()[where.community.value].name}); }
    if (name == "round" && where.round.has_value()) { return column.push(std::string_view{of.data().rounds()[where.round.value].label}); }
    if (name == "status") { return column.push(headway::name(hidden ? status::hidden : over.status)); }
    if (name == "hidden_reason" && hidden) { return column.push(std::string_view{*reason}); }
    if (name == "n" && !hidden && where.assessed != nullptr) { return column.push(over.people); }
    if (name == "headline" && !hidden && where.assessed != nullptr) { return column.push(std::string_view{over.words}); }
    column.push_missing();
  };
  for (std::size_t column = 0; column < first; ++column) { fill(out[column]); }
  if (hidden || where.assessed == nullptr) {
    for (std::size_t column = first; column < out.columns().size(); ++column) { out[column].push_missing(); }
  } else {
    detail::push_coefficients(out, first, over);
  }
  return out;
}

} // namespace headway::agreement
