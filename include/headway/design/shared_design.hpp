#pragma once

/// \file
/// What is said of panels, as an audience may see it. Pages, C and Python show these.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <headway/core/table.hpp>
#include <headway/design/could_have_shown.hpp>
#include <headway/design/generalizability.hpp>
#include <headway/design/next_panel.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/hide.hpp>
#include <headway/models/fit_ordinal.hpp>

namespace headway::design {

namespace detail {

/// Cells that too few people marked are withheld, and with them what is over all dimensions of the same round.
inline disclosure::withheld small_cells(const table& all, const disclosure::rules& rules) {
  disclosure::withheld hide{all.rows()};
  disclosure::withhold_small(all, hide, rules.needed_place(), "n", {}, "marked it");
  const table_column &community = all.at("community"), &round = all.at("round"), &number = all.at("dimension_number");
  for (std::size_t first = 0, last = 0; first < all.rows(); first = last) {
    bool any = false;
    for (; last < all.rows() && community.texts()[last] == community.texts()[first] && round.texts()[last] == round.texts()[first]; ++last) { any = any || (number.valid()[last] != 0 && hide.hidden(last)); }
    for (std::size_t row = first; any && row < last; ++row) {
      if (number.valid()[row] == 0) { hide.hide(row, "a dimension is withheld here, and it could be told from the others"); }
    }
  }
  return hide;
}

} // namespace detail

/// What panels of several sizes would show, as an audience may see it: dimensions that too few people marked are withheld, and with them the row over all dimensions.
/// \return the columns of `next_panel_table`, and hidden_reason \throws error as `check_options` and `disclosure::check_rules`
/// Cost: that of `next_panel_table`. Threads: safe. Since 0.1. Checked by `next_panel_test`.
[[nodiscard]] inline table shared_next_panel(const models::ordinal_fit& fit, const disclosure::rules& rules, const design_options& options = {}) {
  constexpr std::array<std::string_view, 6> keys{"community", "round", "dimension_number", "dimension_key", "dimension", "people_per_sector"};
  disclosure::check_rules(rules);
  const table all = next_panel_table(fit, options);
  return disclosure::apply(all, detail::small_cells(all, rules), keys);
}

/// How many people to ask next time, as an audience may see it; withheld as in `shared_next_panel`.
/// \return the columns of `people_needed_table`, and hidden_reason \throws error as `check_options` and `disclosure::check_rules`
/// Cost: that of `people_needed_table`. Threads: safe. Since 0.1. Checked by `next_panel_test`.
[[nodiscard]] inline table shared_people_needed(const models::ordinal_fit& fit, const disclosure::rules& rules, const design_options& options = {}) {
  constexpr std::array<std::string_view, 6> keys{"community", "round", "dimension_number", "dimension_key", "dimension", "question"};
  disclosure::check_rules(rules);
  const table all = people_needed_table(fit, options);
  return disclosure::apply(all, detail::small_cells(all, rules), keys);
}

/// What this panel could have shown, as an audience may see it: withheld where too few people marked twice, left or joined.
/// \return the columns of `could_have_shown_table`, and hidden_reason \throws error as `check_options` and `disclosure::check_rules`
/// Cost: that of `could_have_shown_table`. Threads: safe. Since 0.1. Reference: R1 of the rules on small groups. Checked by `next_panel_test`.
[[nodiscard]] inline table shared_could_have_shown(const models::ordinal_fit& fit, const disclosure::rules& rules, const design_options& options = {}) {
  constexpr std::array<std::string_view, 6> keys{"community", "dimension_number", "dimension_key", "dimension", "from_round", "to_round"};
  disclosure::check_rules(rules);
  const table all = could_have_shown_table(fit, options);
  disclosure::withheld hide{all.rows()};
  for (const char* n : {"n_both", "left", "joined"}) { disclosure::withhold_small(all, hide, rules.needed_group(), n, {}, "marked twice, left or joined"); }
  return disclosure::apply(all, hide, keys);
}

/// G and D study figures as an audience may see them: those of a present panel that is too small are withheld. Variances are those of `models::shared_blocks`.
/// \return the columns of `generalizability_table`, and hidden_reason \throws error as `check_options` and `disclosure::check_rules`
/// Cost: that of `generalizability_table`. Threads: safe. Since 0.1. Checked by `next_panel_test`.
[[nodiscard]] inline table shared_generalizability(const models::ordinal_fit& fit, const disclosure::rules& rules, const design_options& options = {}) {
  constexpr std::array<std::string_view, 2> keys{"of", "figure"};
  disclosure::check_rules(rules);
  const table all = generalizability_table(fit, options);
  disclosure::withheld hide{all.rows()};
  for (std::size_t row = 0; row < all.rows(); ++row) {
    const bool present = all.at("people").valid()[row] != 0 && all.at("people_per_sector").valid()[row] == 0;
    if (present && all.at("people").integers()[row] < rules.needed_place()) { hide.hide(row, disclosure::fewer_than(rules.needed_place(), "mark a dimension")); }
  }
  return disclosure::apply(all, hide, keys);
}

} // namespace headway::design
