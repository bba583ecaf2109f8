#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/agreement/consensus_against.hpp>
#include <headway/agreement/decision_rules.hpp>
#include <headway/agreement/prompts.hpp>
#include <headway/agreement/sector_pairs.hpp>
#include <headway/agreement/sectors.hpp>
#include <headway/base/types.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/comments.hpp>
#include <headway/disclosure/groups.hpp>
#include <headway/disclosure/sector_figures.hpp>
#include <headway/exact/k_sample.hpp>
#include <headway/resample/regroup.hpp>

/// \file
/// The tables of this folder as an audience may see them: computed from what that audience may know, sectors merged as in every other table of the
/// community. What is withheld enters no figure, so there is nothing to be had by subtraction. Pages, C and Python show these and no others.

namespace headway::agreement {

/// How a shared table is made. Since 0.1. Checked by `shared_agreement_test`.
struct shared_agreement_options {
  disclosure::merge_options merge{};     ///< sectors to join first where a group is too small
  confidence_level confidence{0.95};
  resample::regroup_options regroup{.most_exact = 10'000, .draws = 4'999}; ///< how people are moved between sectors
  exact::k_sample_options split{.most_tables = 50'000, .draws = 1'999};    ///< how the p of one dimension's split is had
};

namespace detail {

/// The sectors of a round from what an audience may know.
template <std::size_t Dimensions, std::size_t Levels>
sectors_result<Dimensions, Levels> shared_sectors_result(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules,
                                                         const shared_agreement_options& options) {
  disclosure::check_rules(rules);
  const selected where = select(of.data(), wanted);
  sectors_options how{.confidence = options.confidence, .by_sector = disclosure::grouping_for(of.data(), where.community, rules, options.merge)};
  how.regroup = options.regroup;
  how.split = options.split;
  how.withheld = disclosure::withheld_sector_figures(of, where, *how.by_sector, rules);
  return sectors(of, wanted, how);
}

/// Agreed marks against individual ones from what an audience may know.
template <std::size_t Dimensions, std::size_t Levels>
consensus_against_result<Dimensions, Levels> shared_against_result(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules,
                                                                   const shared_agreement_options& options) {
  disclosure::check_rules(rules);
  consensus_against_options how{.confidence = options.confidence};
  for (std::uint32_t c = 0; c < of->communities().size(); ++c) { how.by_sector.push_back(disclosure::grouping_for(of.data(), {c}, rules, options.merge)); }
  selected judged{community_id::none(), round_id::none(), nullptr};
  std::vector<std::string> room;
  std::vector<std::string> beside;
  for (const consensus_record& record : of->consensus()) { // ordered by community and round
    const selected where{{record.community}, {record.round}, of->find_assessment({record.community}, {record.round})};
    if (where.community != judged.community || where.round != judged.round) {
      judged = where;
      room = disclosure::withheld_rooms(of, where, rules);
      beside = disclosure::withheld_sector_figures(of, where, how.by_sector[record.community], rules);
    }
    how.withheld.push_back(room[record.dimension]);
    how.withheld_sectors.push_back(!beside[record.dimension].empty());
  }
  return consensus_against(of, wanted, how);
}

} // namespace detail

/// The sectors of a community's round as an audience may see them: `sectors`, with small sectors joined, and only over dimensions on which the counts of
/// every group are shown (`disclosure::withheld_sector_figures`).
/// \param rules e.g. `disclosure::rules_for(disclosure::audience::partners)` \return the columns of `to_table(sectors_result)`
/// \throws error as `sectors`; as `disclosure::check_rules` and `disclosure::merge_groups`
/// Cost: that of `sectors`. Threads: safe. Since 0.1. Checked by `shared_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_sectors(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const shared_agreement_options& options = {}) {
  return to_table(detail::shared_sectors_result(of, wanted, rules, options));
}

/// How much of the differences lies between sectors as an audience may see it; see `shared_sectors`.
/// \return the columns of `split_table` \throws error as `shared_sectors`
/// Cost: that of `sectors`. Threads: safe. Since 0.1. Checked by `shared_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_sector_split(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const shared_agreement_options& options = {}) {
  return split_table(detail::shared_sectors_result(of, wanted, rules, options));
}

/// Every two sectors side by side as an audience may see them: `sector_pairs`, with small sectors joined, and only on dimensions on which the counts of
/// every group are shown.
/// \return the columns of `to_table(sector_pairs_result)` \throws error as `shared_sectors`
/// Cost: that of `sector_pairs`. Threads: safe. Since 0.1. Checked by `shared_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_sector_pairs(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const shared_agreement_options& options = {}) {
  disclosure::check_rules(rules);
  const selected where = select(of.data(), wanted);
  sector_pairs_options how{.confidence = options.confidence, .by_sector = disclosure::grouping_for(of.data(), where.community, rules, options.merge)};
  how.regroup.random_seed = options.regroup.random_seed;
  how.two_sample.random_seed = options.regroup.random_seed;
  how.withheld = disclosure::withheld_sector_figures(of, where, *how.by_sector, rules);
  return to_table(sector_pairs(of, wanted, how));
}

/// The agreed marks against the individual ones as an audience may see them: what people marked is withheld where too few did, the nearest sectors where
/// sectors may not be set side by side, and, apart from these, a minority view where the room was small (minority_view_hidden_reason). The room's own record is
/// always shown.
/// \param wanted an empty community is all, an empty round is all \return the columns of `to_table(consensus_against_result)`
/// \throws error as `consensus_against`, `disclosure::check_rules` and `disclosure::merge_groups`
/// Cost: that of `consensus_against`. Threads: safe. Since 0.1. Checked by `shared_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_consensus_against(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const shared_agreement_options& options = {}) {
  return disclosure::without_small_minority_views(of.data(), to_table(detail::shared_against_result(of, wanted, rules, options)), rules);
}

/// Whether rooms agree above or below the middle of their people's own marks, over the agreed marks that an audience may see beside them.
/// \return the columns of `to_table(consensus_shift_result)` \throws error as `shared_consensus_against`
/// Cost: that of `consensus_against`. Threads: safe. Since 0.1. Checked by `shared_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_consensus_shift(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const shared_agreement_options& options = {}) {
  return to_table(consensus_shift(detail::shared_against_result(of, wanted, rules, options)));
}

/// Which rule predicts the agreed marks best, over those that an audience may see beside people's own. The convenor's rule is one person's marks: it is
/// compared for the room alone.
/// \param convenor the role of the person who convenes, as in `decision_rules_options` \return the columns of `to_table(decision_rules_result)`
/// \throws error as `shared_consensus_against`
/// Cost: that of `decision_rules`. Threads: safe. Since 0.1. Checked by `shared_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_decision_rules(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, std::string_view convenor = {},
                                          const shared_agreement_options& options = {}) {
  const bool one_person_may_be_told = rules.needed_group() <= 1;
  return to_table(decision_rules(detail::shared_against_result(of, wanted, rules, options), {.convenor = std::string{convenor}, .use_convenor = one_person_may_be_told}));
}

/// The consistency prompts as an audience may see them: none from the marks of too few people, none about some people of a room.
/// \param line a number of the scale that something hangs on, or nothing \return the columns of `to_table(prompts_result)`
/// \throws error as `prompts` and `disclosure::check_rules`
/// Cost: that of `prompts`. Threads: safe. Since 0.1. Checked by `shared_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_prompts(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, std::optional<std::int32_t> line = {}) {
  disclosure::check_rules(rules);
  return to_table(prompts(of, wanted, {.line = line, .withheld = disclosure::withheld_rooms(of, select(of.data(), wanted), rules), .withhold_people = rules.needed_group() > 1}));
}

} // namespace headway::agreement
