"""The same people twice or more beside coin, exactRankTests and effectsize of R, R's own tests, and scipy: ties and people who did not move included."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats

import headway as hw

LEVELS = 5


def pairs(rng, sizes=(5, 8, 12, 20, 30)):
    """Two marks a person on five levels, with and without a rise; everywhere somebody moves."""
    out = []
    for n in sizes:
        for rise in (0.0, 0.6):
            before = np.clip(np.round(3 + rng.normal(0, 1.0, n)), 1, LEVELS)
            after = np.clip(np.round(before + rise + rng.normal(0, 0.9, n)), 1, LEVELS)
            if (before == after).all():
                after[0] = before[0] % LEVELS + 1
            out.append((before, after))
    return out


def both(given):
    return [{"before": before, "after": after} for before, after in given]


def answered(answers):
    for theirs in answers:
        assert "error" not in theirs, theirs
    return answers


def test_sums_of_moves_under_all_turns(rng, r, compare):
    given = pairs(rng)
    alone = compare("exact.paired_change", "R exactRankTests perm.test, paired")
    for (before, after), theirs in zip(given, answered(r("flips", both(given))), strict=True):
        ours = hw.exact.paired_change(before, after, LEVELS)
        alone.same(ours.p_two_sided, theirs["two_sided"], what="p_two_sided")
        alone.same(ours.p_up, theirs["up"], what="p_up")
        alone.same(ours.p_down, theirs["down"], what="p_down")
        if ours.up + ours.down <= 20:  # the joint law is gone through
            joint = hw.exact.joint_flip(before[:, None], after[:, None], LEVELS)
            compare("exact.joint_flip, one dimension", "R exactRankTests perm.test, paired").same(joint["p"][0], theirs["two_sided"])


def test_the_conditional_change_is_a_logistic_regression(rng, r, compare):
    given = [(before, after) for before, after in pairs(rng, (12, 20, 30)) if (before < after).any() and (before > after).any()]
    compared = compare("exact.paired_change", "R glm, binomial")
    for (before, after), theirs in zip(given, answered(r("conditional_change", both(given))), strict=True):
        ours = hw.exact.paired_change(before, after, LEVELS)
        compared.same(ours.change, theirs["change"], rel=1e-8, what="change")
        compared.same(ours.standard_error, theirs["standard_error"], rel=1e-8, what="standard_error")


@pytest.mark.parametrize("zeros", ["Wilcoxon", "Pratt"])
def test_signed_ranks(rng, r, compare, zeros):
    given = pairs(rng)
    compared = compare(f"exact.signed_rank, {zeros.lower()}", "R coin wilcoxsign_test")
    for (before, after), theirs in zip(given, answered(r("signed_rank", [{**each, "zeros": zeros} for each in both(given)])), strict=True):
        ours = hw.exact.signed_rank(before, after, LEVELS, zeros=zeros.lower())
        compared.same(ours.p_two_sided, theirs["two_sided"], what="p_two_sided")
        compared.same(ours.p_up, theirs["up"], what="p_up")
        compared.same(ours.p_down, theirs["down"], what="p_down")
        compared.same(ours.z, theirs["z"], what="z")
        compared.same(ours.p_normal, theirs["normal"], what="p_normal")
        if zeros == "Wilcoxon":
            compare("exact.signed_rank, wilcoxon", "R exactRankTests wilcox.exact").same(ours.p_two_sided, theirs["exact_rank_tests"])
            compare("exact.signed_rank, wilcoxon", "R effectsize rank_biserial").same(ours.rank_biserial, theirs["rank_biserial"])


def test_signed_ranks_of_measured_numbers_beside_scipy(rng, compare):
    compared = compare("exact.signed_rank, measured", "scipy wilcoxon, exact")
    for n in (6, 11, 25):
        before, after = rng.normal(0, 1, n), rng.normal(0.4, 1, n)
        ours = hw.exact.signed_rank(before, after)
        compared.same(ours.p_two_sided, scipy.stats.wilcoxon(after, before, method="exact").pvalue, what="p_two_sided")
        compared.same(ours.p_up, scipy.stats.wilcoxon(after, before, method="exact", alternative="greater").pvalue, what="p_up")


def test_signs(rng, r, compare):
    given = pairs(rng)
    tests, interval = compare("exact.sign_test", "R coin sign_test, exact"), compare("exact.sign_test, interval", "R binom.test")
    for (before, after), theirs in zip(given, answered(r("signs", both(given))), strict=True):
        ours = hw.exact.sign_test(before, after, LEVELS, interval="exact")
        tests.same(ours.p_two_sided, theirs["two_sided"], what="p_two_sided")
        tests.same(ours.p_up, theirs["up"], what="p_up")
        tests.same(ours.p_down, theirs["down"], what="p_down")
        interval.same(ours.share_up, theirs["share"], what="share_up")
        interval.same(ours.share_up_low, theirs["low"], rel=1e-8, what="share_up_low")
        interval.same(ours.share_up_high, theirs["high"], rel=1e-8, what="share_up_high")


def square(rng, levels, each):
    """Two lists in which every pair of levels occurs, so that no program divides by nothing."""
    counts = rng.integers(1, each, (levels, levels))
    cells = [(i + 1, j + 1) for i in range(levels) for j in range(levels) for _ in range(counts[i, j])]
    return np.array([i for i, _ in cells], dtype=float), np.array([j for _, j in cells], dtype=float)


def test_symmetry_and_margins(rng, r, compare):
    given = [(levels, *square(rng, levels, each)) for levels, each in [(2, 9), (3, 4), (3, 12), (4, 5), (5, 4)]]
    jobs = [{"before": before, "after": after, "levels": levels} for levels, before, after in given]
    symmetry, margins, shift = compare("exact.bowker", "R mcnemar.test"), compare("exact.stuart_maxwell", "R coin mh_test"), compare("exact.marginal_homogeneity", "R coin mh_test")
    for (levels, before, after), first, second in zip(given, answered(r("symmetry", jobs)), answered(r("margins", jobs)), strict=True):
        bowker = hw.exact.bowker(before, after, levels)
        symmetry.same(bowker.chi_square, first["chi_square"], what="chi_square")
        symmetry.same(bowker.p_asymptotic, first["p"], what="p_asymptotic")
        assert bowker.df == first["df"]
        maxwell = hw.exact.stuart_maxwell(before, after, levels)
        margins.same(maxwell.chi_square, second["chi_square"], what="chi_square")
        margins.same(maxwell.p_asymptotic, second["p"], what="p_asymptotic")
        assert maxwell.df == second["df"]
        moved = hw.exact.marginal_homogeneity(before, after, levels)
        shift.same(math.fabs(moved.z), math.fabs(second["ordered"]), what="z")
        shift.same(moved.p_asymptotic, second["p_ordered"], what="p_asymptotic")


def test_two_levels_are_mcnemars_exact_test(rng, compare):
    compared = compare("exact.bowker, two levels", "scipy binomtest")
    for each in (4, 9, 20):
        before, after = square(rng, 2, each)
        up, down = int((after > before).sum()), int((after < before).sum())
        compared.same(hw.exact.bowker(before, after, 2).p, scipy.stats.binomtest(up, up + down).pvalue)


def test_a_pair_of_levels_that_nobody_went_between_is_no_nan(r, compare):
    before, after = [1.0, 1.0, 2.0, 2.0, 3.0, 1.0], [2.0, 2.0, 1.0, 2.0, 3.0, 2.0]
    theirs = r("symmetry", [{"before": before, "after": after, "levels": 3}])[0]
    ours = hw.exact.bowker(before, after, 3)
    compare("exact.bowker", "R mcnemar.test, empty pairs").is_right(ours.chi_square, (3 - 1) ** 2 / 4, theirs["chi_square"])


def rooms(rng, people, rounds):
    trend = np.linspace(0, 0.8, rounds)
    return np.clip(np.round(3 + trend + rng.normal(0, 0.8, (people, 1)) + rng.normal(0, 0.8, (people, rounds))), 1, LEVELS)


def test_rounds(rng, r, compare):
    given = [rooms(rng, *size) for size in [(4, 3), (6, 4), (12, 3), (20, 5)]]
    friedman, page = compare("exact.friedman", "R coin friedman_test"), compare("exact.page", "R coin friedman_test, ordered rounds")
    for marks, theirs in zip(given, answered(r("rounds", [{"x": marks} for marks in given])), strict=True):
        ours = hw.exact.friedman(marks, LEVELS, draws=999)
        friedman.same(ours.chi_square, theirs["chi_square"], what="chi_square")
        friedman.same(ours.p_asymptotic, theirs["p"], what="p_asymptotic")
        trend = hw.exact.page(marks, LEVELS, draws=999)
        page.same(trend.z, theirs["page_z"], what="z")
        page.same(2 * min(trend.p_increasing_normal, 1 - trend.p_increasing_normal), theirs["p_page"], what="p")


@pytest.mark.parametrize("size", [(3, 3), (4, 3), (2, 4)])
def test_rounds_beside_all_orders_of_scipy(rng, compare, size):
    marks = rooms(rng, *size)
    if (marks == marks[:, :1]).all():
        marks[0, 0] = marks[0, 0] % LEVELS + 1
    columns = list(marks.T)

    def chi_square(*rounds):
        return scipy.stats.friedmanchisquare(*rounds).statistic

    def rise(*rounds):
        return float(sum(k * scipy.stats.rankdata(np.array(rounds), axis=0)[k].sum() for k in range(len(rounds))))

    every = {"permutation_type": "samples", "alternative": "greater", "n_resamples": np.inf}
    compare("exact.friedman", "scipy permutation_test, all").same(hw.exact.friedman(marks, LEVELS).p, scipy.stats.permutation_test(columns, chi_square, **every).pvalue)
    compare("exact.page", "scipy permutation_test, all").same(hw.exact.page(marks, LEVELS).p_increasing, scipy.stats.permutation_test(columns, rise, **every).pvalue)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("bonferroni", "bonferroni"), ("holm", "holm"), ("hochberg", "hochberg"), ("hommel", "hommel"), ("benjamini_hochberg", "BH"), ("benjamini_yekutieli", "BY")],
)
def test_adjusted_p(rng, r, compare, ours, theirs):
    compared = compare(f"exact.{ours}", "R p.adjust")
    given = [rng.random(n) ** 2 for n in (1, 4, 9, 25)]
    for p, answer in zip(given, r("adjusted", [{"p": p, "method": theirs} for p in given]), strict=True):
        expected = np.atleast_1d(answer["p"])
        for mine, right in zip(hw.exact.adjust_p(p, ours)["p_adjusted"], expected, strict=True):
            compared.same(mine, right)
