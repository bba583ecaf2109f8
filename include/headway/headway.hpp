#pragma once

/// \file
/// Everything, for programs that do not mind including everything. Include single headers where compile time matters.

#include <headway/config.hpp>
#include <headway/fwd.hpp>
#include <headway/version.hpp>

#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/study_builder.hpp>
#include <headway/core/study_tables.hpp>
#include <headway/core/table.hpp>

#include <headway/io/csv.hpp>
#include <headway/io/rubric_file.hpp>

#include <headway/rubrics/rubrics.hpp>

#include <headway/agreement/apart.hpp>
#include <headway/agreement/chance_corrected.hpp>
#include <headway/agreement/cohen.hpp>
#include <headway/agreement/concentration.hpp>
#include <headway/agreement/conger.hpp>
#include <headway/agreement/consensus_against.hpp>
#include <headway/agreement/cronbach_alpha.hpp>
#include <headway/agreement/decision_rules.hpp>
#include <headway/agreement/dispersion.hpp>
#include <headway/agreement/group_gaps.hpp>
#include <headway/agreement/group_icc.hpp>
#include <headway/agreement/guttman_lambda.hpp>
#include <headway/agreement/icc.hpp>
#include <headway/agreement/item_covariance.hpp>
#include <headway/agreement/kendall_w.hpp>
#include <headway/agreement/krippendorff.hpp>
#include <headway/agreement/omega.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/place_agreement.hpp>
#include <headway/agreement/place_coefficients.hpp>
#include <headway/agreement/pooled_effect.hpp>
#include <headway/agreement/prompts.hpp>
#include <headway/agreement/r_wg.hpp>
#include <headway/agreement/sector_pairs.hpp>
#include <headway/agreement/sectors.hpp>
#include <headway/agreement/shape.hpp>
#include <headway/agreement/shape_kind.hpp>
#include <headway/agreement/shared_agreement.hpp>
#include <headway/agreement/shared_place_agreement.hpp>
#include <headway/agreement/unit_counts.hpp>
#include <headway/agreement/weights.hpp>
#include <headway/agreement/within_place.hpp>

#include <headway/design/could_have_shown.hpp>
#include <headway/design/generalizability.hpp>
#include <headway/design/new_panels.hpp>
#include <headway/design/next_panel.hpp>
#include <headway/design/shared_design.hpp>

#include <headway/exact/adjust.hpp>
#include <headway/exact/bowker.hpp>
#include <headway/exact/change_words.hpp>
#include <headway/exact/difference_interval.hpp>
#include <headway/exact/direction.hpp>
#include <headway/exact/friedman.hpp>
#include <headway/exact/joint_flip.hpp>
#include <headway/exact/k_sample.hpp>
#include <headway/exact/marginal_homogeneity.hpp>
#include <headway/exact/net_movers.hpp>
#include <headway/exact/page.hpp>
#include <headway/exact/paired_change.hpp>
#include <headway/exact/relative_effect.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/sign_test.hpp>
#include <headway/exact/signed_rank.hpp>
#include <headway/exact/stuart_maxwell.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/exact/two_sample.hpp>

#include <headway/learning/goal_attainment.hpp>
#include <headway/learning/reliable_change.hpp>

#include <headway/models/blocks.hpp>
#include <headway/models/choose_blocks.hpp>
#include <headway/models/claims_tables.hpp>
#include <headway/models/compare_fits.hpp>
#include <headway/models/cumulative_link.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/fit_rows.hpp>
#include <headway/models/laplace.hpp>
#include <headway/models/laplace_check.hpp>
#include <headway/models/laplace_options.hpp>
#include <headway/models/left_out_table.hpp>
#include <headway/models/link.hpp>
#include <headway/models/linking.hpp>
#include <headway/models/many_facet.hpp>
#include <headway/models/marking_tables.hpp>
#include <headway/models/ordinal_tables.hpp>
#include <headway/models/people_tables.hpp>
#include <headway/models/posterior.hpp>
#include <headway/models/predict.hpp>
#include <headway/models/row_likelihood.hpp>
#include <headway/models/rows.hpp>
#include <headway/models/shared_fit.hpp>
#include <headway/models/thresholds.hpp>

#include <headway/profile/agenda.hpp>
#include <headway/profile/coverage.hpp>
#include <headway/profile/influence.hpp>
#include <headway/profile/profile.hpp>
#include <headway/profile/rounds.hpp>
#include <headway/profile/shared.hpp>
#include <headway/profile/turnover.hpp>

#include <headway/resample/binomial_law.hpp>
#include <headway/resample/bootstrap.hpp>
#include <headway/resample/bootstrap_ends.hpp>
#include <headway/resample/count_sampler.hpp>
#include <headway/resample/jackknife.hpp>
#include <headway/resample/joint_flip.hpp>
#include <headway/resample/k_group.hpp>
#include <headway/resample/law_options.hpp>
#include <headway/resample/multinomial.hpp>
#include <headway/resample/ordered_groups.hpp>
#include <headway/resample/rank_blocks.hpp>
#include <headway/resample/regroup.hpp>
#include <headway/resample/resampled_sum.hpp>
#include <headway/resample/sign_flip.hpp>
#include <headway/resample/two_group.hpp>
#include <headway/resample/two_group_draw.hpp>
#include <headway/resample/value_law.hpp>
#include <headway/resample/weighted_flip.hpp>
