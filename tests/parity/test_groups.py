"""Two and more groups beside R coin, exactRankTests, effectsize and kruskal.test, and scipy."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

import headway as hw


def pairs(rng):
    """Two groups on five or seven levels, of like and unlike sizes; in some one is more spread out."""
    out = []
    for n1, n2, levels in [(4, 5, 5), (8, 8, 5), (12, 7, 5), (15, 25, 7), (30, 30, 5), (60, 40, 5), (100, 100, 5)]:
        for shift in (0.0, 0.7):
            x = np.clip(np.round((levels + 1) / 2 + shift + rng.normal(0, 1.2, n1)), 1, levels)
            y = np.clip(np.round((levels + 1) / 2 + rng.normal(0, 0.8, n2)), 1, levels)
            out.append((x, y, levels))
    return out


def test_two_groups_beside_r(rng, r, compare):
    given = pairs(rng)
    ranks = compare("exact.two_sample, rank sum", "R coin wilcox_test, exact")
    levels_by_coin = compare("exact.two_sample, sum of levels", "R coin oneway_test, exact")
    jobs = [{"x": x, "y": y, "rank_tests": int(len(x) <= 30)} for x, y, _ in given]  # exactRankTests needs seconds for the larger ones
    for (x, y, levels), job, theirs in zip(given, jobs, r("two_groups", jobs), strict=True):
        assert "error" not in theirs, theirs
        ours = hw.exact.two_sample(x, y, levels=levels, draws=999)
        ranks.same(ours.p_two_sided_distance, theirs["wilcoxon"], what="p_two_sided_distance")
        ranks.same(ours.p_greater, theirs["wilcoxon_greater"], what="p_greater")
        ranks.same(ours.p_less, theirs["wilcoxon_less"], what="p_less")
        ranks.same(ours.z, theirs["z"], what="z")
        levels_by_coin.same(ours.level_p_two_sided_distance, theirs["levels"], what="level_p_two_sided_distance")
        levels_by_coin.same(ours.level_p_greater, theirs["levels_greater"], what="level_p_greater")
        levels_by_coin.same(ours.level_p_less, theirs["levels_less"], what="level_p_less")
        if job["rank_tests"]:
            compare("exact.two_sample, rank sum", "R exactRankTests wilcox.exact").same(ours.p_greater, theirs["rank_tests_greater"], rel=1e-6)
        compare("exact.two_sample, normal", "R wilcox.test").same(ours.p_normal_continuity, theirs["p_normal_continuity"])
        effects = compare("exact.two_sample, effects", "R effectsize")
        effects.same(ours.superiority, theirs["superiority"], what="superiority")
        effects.same(ours.cliff_delta, theirs["cliff_delta"], what="cliff_delta")
        compare("exact.two_sample, shift", "R median of outer differences").same(ours.shift, theirs["shift"])


def test_two_groups_beside_scipy(rng, compare):
    studentised = compare("exact.two_sample, Brunner-Munzel", "scipy brunnermunzel")
    normal = compare("exact.two_sample, normal", "scipy mannwhitneyu")
    for x, y, levels in pairs(rng):
        ours = hw.exact.two_sample(x, y, levels=levels, draws=999)
        theirs = scipy.stats.brunnermunzel(y, x)
        studentised.same(ours.brunner_munzel, theirs.statistic, what="statistic")
        studentised.same(ours.p_brunner_munzel_t, theirs.pvalue, what="p")
        for continuity, p in ((True, ours.p_normal_continuity), (False, ours.p_normal)):
            normal.same(p, scipy.stats.mannwhitneyu(x, y, use_continuity=continuity, method="asymptotic").pvalue, what="p")
        compare("exact.two_sample, u_x", "scipy mannwhitneyu").same(ours.u_x, scipy.stats.mannwhitneyu(x, y).statistic)


def test_untied_numbers_beside_scipy(rng, compare):
    compared = compare("exact.two_sample, measured", "scipy mannwhitneyu, exact")
    for n1, n2 in [(5, 6), (12, 9), (20, 20)]:
        x, y = rng.normal(0.4, 1, n1), rng.normal(0, 1, n2)
        ours = hw.exact.two_sample(x, y, draws=999)
        compared.same(ours.p_two_sided_doubled, scipy.stats.mannwhitneyu(x, y, method="exact").pvalue)
        compared.same(ours.p_greater, scipy.stats.mannwhitneyu(x, y, method="exact", alternative="greater").pvalue)


def test_600_a_group_where_r_stops(r, compare):
    x, y = ([k for k, n in enumerate(counts, 1) for _ in range(n)] for counts in ([60, 120, 210, 150, 60], [78, 141, 198, 128, 55]))
    ours = hw.exact.two_sample(x, y, levels=5, draws=999)
    right = 0.025417067586769  # a convolution in 80-bit numbers with NumPy
    compare("exact.two_sample, sum of levels", "a convolution in 80-bit numbers, 2 x 600").same(ours.level_p_two_sided_doubled, right, rel=1e-11)
    assert "overflow" in r("coin_levels", [{"x": x, "y": y}])[0]["error"]


def test_520_a_group_where_r_returns_zero(r, compare):
    """On two levels the sum of levels is hypergeometric. exactRankTests needs minutes for more levels."""
    low_x, low_y, n = 300, 268, 520
    x, y = [0] * low_x + [1] * (n - low_x), [0] * low_y + [1] * (n - low_y)
    right = 2 * scipy.stats.hypergeom.cdf(n - low_x, 2 * n, 2 * n - low_x - low_y, n)
    [theirs] = r("exact_rank_tests_levels", [{"x": x, "y": y}])
    ours = hw.exact.two_sample(x, y, levels=[0, 1], draws=999)
    compare("exact.two_sample, sum of levels", "R exactRankTests perm.test, 2 x 520").is_right(ours.level_p_two_sided_doubled, right, theirs["p"], rel=1e-11)


def test_several_groups_beside_r(rng, r, compare):
    compared = compare("exact.k_sample", "R kruskal.test")
    given = []
    for sizes in [(5, 5, 5), (3, 8, 4, 6), (20, 30), (6, 6, 6, 6, 6)]:
        given.append([np.clip(np.round(3 + 0.4 * i + rng.normal(0, 1.1, n)), 1, 5) for i, n in enumerate(sizes)])
    jobs = [{"score": np.concatenate(groups), "group": [i for i, g in enumerate(groups) for _ in g]} for groups in given]
    for groups, theirs in zip(given, r("kruskal", jobs), strict=True):
        ours = hw.exact.k_sample(groups, levels=5, draws=999)
        compared.same(ours.kruskal_wallis, theirs["h"], what="h")
        compared.same(ours.p_asymptotic, theirs["p"], what="p")
        assert ours.df == theirs["df"]


@pytest.mark.parametrize("sizes", [(3, 3), (2, 4, 3)])
def test_several_groups_beside_scipy_permutations(rng, compare, sizes):
    groups = [np.clip(np.round(3 + rng.normal(0, 1.1, n)), 1, 5) for n in sizes]

    def statistic(*parts):
        return scipy.stats.kruskal(*parts).statistic

    theirs = scipy.stats.permutation_test(groups, statistic, permutation_type="independent", alternative="greater", n_resamples=np.inf)
    compare("exact.k_sample", "scipy permutation_test, all").same(hw.exact.k_sample(groups, levels=5).p, theirs.pvalue)
