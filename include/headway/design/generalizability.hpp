#pragma once

/// \file
/// G and D study figures of a fitted study: how far differences between communities, or dimensions, would be found again by other people.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/table.hpp>
#include <headway/design/next_panel.hpp>
#include <headway/models/blocks.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/link.hpp>
#include <headway/models/ordinal_tables.hpp>

namespace headway::design {

namespace detail {

/// Variance of what a link leaves to chance; none where the link has no such law.
inline std::optional<double> residual_variance(models::link_kind link) noexcept {
  constexpr double pi_squared = 9.869604401089358;
  switch (link) {
  case models::link_kind::logit: return pi_squared / 3.0;
  case models::link_kind::probit: return 1.0;
  case models::link_kind::cloglog:
  case models::link_kind::loglog: return pi_squared / 6.0;
  case models::link_kind::adjacent_category: break;
  }
  return std::nullopt;
}

/// How many people mark a cell, in how many sectors and on how many dimensions.
struct panel_shape {
  double people{1.0};
  double sectors{1.0};
  double dimensions{1.0};
};

/// The middle of the values, of an even number the lower one. \param values one or more
inline std::size_t middle_of(std::vector<std::size_t> values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// The typical cell with marks, or none.
inline std::optional<panel_shape> present_shape(const models::ordinal_fit& fit) {
  const ratings_view rows = fit.of->rows();
  std::vector<std::size_t> people, sectors, dimensions;
  const models::place_cell* before = nullptr;
  for (const models::place_cell& cell : fit.cells) {
    if (cell.n == 0) { continue; }
    std::vector<std::uint32_t> here;
    for (std::size_t i = cell.first; has_sectors(fit) && i < cell.first + cell.n; ++i) { here.push_back(rows.sector[fit.built.study_row[i]]); }
    std::sort(here.begin(), here.end());
    here.erase(std::unique(here.begin(), here.end()), here.end());
    people.push_back(cell.n);
    sectors.push_back((std::max)(here.size(), std::size_t{1}));
    if (before == nullptr || before->community != cell.community || before->round != cell.round) { dimensions.push_back(0); }
    ++dimensions.back();
    before = &cell;
  }
  if (people.empty()) { return std::nullopt; }
  return panel_shape{static_cast<double>(middle_of(std::move(people))), static_cast<double>(middle_of(std::move(sectors))), static_cast<double>(middle_of(std::move(dimensions)))};
}

/// A part of the variance: how much of a block counts for what is measured, for differences, and for values by themselves.
struct variance_part {
  std::string_view figure;
  std::optional<std::size_t> block; ///< none: what the link leaves to chance
  double object{};
  double relative{};
  double absolute{};
};

/// What each block counts with a panel of some shape. \param communities whether these are told apart, or else dimensions within one
inline std::vector<variance_part> parts_of(const models::ordinal_fit& fit, bool communities, const panel_shape& shape) {
  using models::block_kind;
  const double person = 1.0 / shape.people, sector = 1.0 / shape.sectors, each = communities ? 1.0 / shape.dimensions : 1.0;
  std::vector<variance_part> out;
  const auto add = [&](std::string_view figure, block_kind kind, double object, double relative, double absolute) {
    if (const auto block = fit.find(kind)) { out.push_back({figure, block, object, relative, absolute}); }
  };
  if (communities) {
    add("community", block_kind::community, 1.0, 0.0, 0.0);
  } else {
    add("dimension", block_kind::dimension, 1.0, 0.0, 0.0);
  }
  add("community_dimension", block_kind::community_dimension, each, 0.0, 0.0);
  add("rater", block_kind::rater, 0.0, communities ? person : 0.0, person);
  add("rater_round", block_kind::rater_round, 0.0, communities ? person : 0.0, person);
  add("rater_dimension", block_kind::rater_dimension, 0.0, person * each, person * each);
  add("sector", block_kind::sector, 0.0, 0.0, sector);
  add("sector_dimension", block_kind::sector_dimension, 0.0, communities ? 0.0 : sector, sector * each);
  add("community_sector_dimension", block_kind::community_sector_dimension, 0.0, sector * each, sector * each);
  add("sector_dimension_round", block_kind::sector_dimension_round, 0.0, communities ? 0.0 : sector, sector * each);
  out.push_back({"residual", std::nullopt, 0.0, person * each, person * each});
  return out;
}

} // namespace detail

/// G and D study figures on the link's scale. Rows for each object of measurement (`of`): "community", told apart by the mean over its dimensions, and "dimension" within a community. First a row per variance component (`figure`:
/// what is measured, then what disturbs it, named as blocks are, and "residual"); then "generalizability" (the relative coefficient G, for differences) and "dependability" (the absolute one, Phi, for values by themselves),
/// with the present panel (people_per_sector missing) and with each size asked for: sectors, people (who mark a cell). value with low and high, status: too_few_units where the model tells no such objects apart, as with one
/// community; no_residual where the link has no variance of its own; otherwise the fit's.
/// Definition: in every joint draw, with s2 the squared standard deviation of a block, n people, S sectors and D dimensions,
/// dimension: object = s2_dimension + s2_community_dimension; relative error = (s2_rater_dimension + residual) / n + (s2_sector_dimension + s2_community_sector_dimension + s2_sector_dimension_round) / S;
/// absolute error = relative + (s2_rater + s2_rater_round) / n + s2_sector / S;
/// community: object = s2_community + s2_community_dimension / D; relative error = (s2_rater + s2_rater_round) / n + (s2_rater_dimension + residual) / (n D) + s2_community_sector_dimension / (S D);
/// absolute error = relative + s2_sector / S + (s2_sector_dimension + s2_sector_dimension_round) / (S D).
/// G = object / (object + relative error), Phi = object / (object + absolute error). residual is pi^2 / 3 for logit, 1 for probit, pi^2 / 6 for cloglog and loglog. A block the model does not have counts 0.
/// Missing and edge cases: each community has people of its own, dimensions are those of the rubric and no others, sectors stand for more of their kind, and the places are as in their first round. The present panel is that of the middle
/// cell. Variances of a model are never negative, unlike those from mean squares. Adjacent categories: no residual of this kind, so no figures.
/// Why numbers can differ from another package: these are of the link's scale, not of marks taken as numbers, and means over draws of the variances.
/// \param options `people` counts \throws error as `check_options`
/// Cost: linear in draws. Threads: safe. Since 0.1. Reference: Brennan 2001, chapters 2 to 4; Nakagawa & Schielzeth 2010 for residuals of links. Checked by `next_panel_test`.
[[nodiscard]] inline table generalizability_table(const models::ordinal_fit& fit, const design_options& options = {}) {
  check_options(options);
  table out;
  for (const char* column : {"of", "figure"}) { out.add(column, column_type::text); }
  for (const char* column : {"people_per_sector", "sectors", "people"}) { out.add(column, column_type::integer); }
  for (const char* column : {"value", "low", "high"}) { out.add(column, column_type::real); }
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  const auto present = detail::present_shape(fit);
  const auto residual = detail::residual_variance(fit.options.link);
  const std::size_t draws = fit.joint.draws;
  for (const bool communities : {true, false}) {
    const std::string_view of = communities ? "community" : "dimension";
    const bool any = communities ? fit.find(models::block_kind::community).has_value() : fit.find(models::block_kind::dimension) || fit.find(models::block_kind::community_dimension);
    if (draws == 0 || !present || !any || !residual) {
      const status why = draws == 0 || !present ? fit.status() : !any ? status::too_few_units : status::no_residual;
      out.push_row(of, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                   why == status::no_residual ? "A model of adjacent categories leaves no variance to chance on its scale, so there is no such coefficient."
                   : why != status::too_few_units ? "The fit has no figures."
                   : communities ? "The model does not tell communities apart, so there is no coefficient for them: ask how many people place a dimension instead."
                                 : "The model does not tell dimensions apart, so there is no coefficient for them.",
                   name(why));
      continue;
    }
    const auto square = [&](const detail::variance_part& part, std::size_t draw) {
      const double s = part.block ? fit.deviation(draw, *part.block) : 0.0;
      return part.block ? s * s : *residual;
    };
    const auto row = [&](std::string_view figure, const std::optional<std::uint32_t>& size, const detail::panel_shape* shape, std::vector<double> values) {
      const models::detail::draw_summary s = models::detail::summarise(std::move(values), fit.options.confidence.value());
      const auto count = [&](double detail::panel_shape::*of_shape) { return shape != nullptr ? std::optional{static_cast<std::int64_t>(shape->*of_shape)} : std::nullopt; };
      out.push_row(of, figure, size, count(&detail::panel_shape::sectors), count(&detail::panel_shape::people), s.mean, s.low, s.high, std::nullopt, name(status::ok));
    };
    for (const detail::variance_part& part : detail::parts_of(fit, communities, *present)) {
      std::vector<double> values;
      for (std::size_t d = 0; d < draws; ++d) { values.push_back(square(part, d)); }
      row(part.figure, std::nullopt, nullptr, std::move(values));
    }
    std::vector<std::optional<std::uint32_t>> sizes{std::nullopt};
    for (const std::uint32_t size : detail::sizes_of(options)) { sizes.emplace_back(size); }
    for (const auto& size : sizes) {
      detail::panel_shape shape = *present;
      if (size) { shape.people = *size * shape.sectors; }
      std::vector<double> relative, absolute;
      const std::vector<detail::variance_part> parts = detail::parts_of(fit, communities, shape);
      for (std::size_t d = 0; d < draws; ++d) {
        double object = 0.0, differences = 0.0, values = 0.0;
        for (const detail::variance_part& part : parts) {
          const double s2 = square(part, d);
          object += part.object * s2;
          differences += part.relative * s2;
          values += part.absolute * s2;
        }
        relative.push_back(object / (object + differences));
        absolute.push_back(object / (object + values));
      }
      row("generalizability", size, &shape, std::move(relative));
      row("dependability", size, &shape, std::move(absolute));
    }
  }
  return out;
}

} // namespace headway::design
