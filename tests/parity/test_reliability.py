"""Cronbach's alpha, Guttman's lambdas, omega and Kendall's W beside R psych, factanal and friedman.test, pingouin and scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import headway as hw


def scales(rng, likert, attitude):
    return [attitude] + [likert(rng, people, items, levels=levels, between=1.2) for people, items, levels in [(20, 3, 5), (40, 4, 7), (100, 8, 5), (60, 6, 5)] for _ in range(3)]


def test_alpha_and_items_beside_psych(rng, likert, attitude, r, compare):
    given = scales(rng, likert, attitude)
    alpha = compare("agreement.cronbach_alpha", "R psych alpha")
    items = compare("agreement.item_statistics", "R psych alpha")
    for scores, theirs in zip(given, r("psych_alpha", [{"x": each} for each in given]), strict=True):
        assert "error" not in theirs, theirs
        ours = hw.agreement.cronbach_alpha(scores)
        for figure in ("value", "standardized", "mean_r", "standard_error", "low", "high"):
            alpha.same(getattr(ours, figure), theirs[figure], what=figure)
        table = hw.agreement.item_statistics(scores)
        for figure in ("alpha_if_dropped", "standardized_if_dropped", "r_rest"):
            for one, other in zip(table[figure], theirs[figure], strict=True):
                items.same(one, other, what=figure)
        compare("agreement.guttman_lambda", "R psych alpha, G6 of correlations").same(hw.agreement.guttman_lambda(scores, standardized=True).lambda6, theirs["lambda6_standardized"])


def test_alpha_with_gaps_beside_psych(rng, likert, r, compare):
    given = [likert(rng, 50, 5, between=1.2, missing=0.1) for _ in range(4)]
    compared = compare("agreement.cronbach_alpha", "R psych alpha, gaps")
    for scores, theirs in zip(given, r("psych_alpha", [{"x": each} for each in given]), strict=True):
        ours = hw.agreement.cronbach_alpha(scores)
        for figure in ("value", "standardized", "mean_r"):
            compared.same(getattr(ours, figure), theirs[figure], what=figure)
        for one, other in zip(hw.agreement.item_statistics(scores)["alpha_if_dropped"], theirs["alpha_if_dropped"], strict=True):
            compared.same(one, other)
        # the interval: psych counts everybody, whoever stands behind the covariances
        assert ours.fewest < 50
        df1, df2 = ours.fewest - 1, 4 * (ours.fewest - 1)
        compared.is_right(ours.low, 1 - (1 - ours.value) * scipy.stats.f.ppf(0.975, df1, df2), theirs["low"])


def test_alpha_beside_pingouin(rng, likert, attitude, compare, peer):
    pingouin = peer("pingouin")
    compared = compare("agreement.cronbach_alpha", "pingouin cronbach_alpha")
    for scores in scales(rng, likert, attitude):
        value, limits = pingouin.cronbach_alpha(pd.DataFrame(scores))
        ours = hw.agreement.cronbach_alpha(scores)
        compared.same(ours.value, value)
        for one, other in zip((ours.low, ours.high), limits, strict=True):
            compared.same(one, other, abs=6e-4)  # pingouin rounds to three digits


def test_lambdas_beside_psych(rng, likert, attitude, r, compare):
    given = scales(rng, likert, attitude)
    compared = compare("agreement.guttman_lambda", "R psych tenberge, splitHalf")
    for scores, theirs in zip(given, r("psych_guttman", [{"x": each} for each in given]), strict=True):
        assert "error" not in theirs, theirs
        ours = hw.agreement.guttman_lambda(scores, standardized=True)
        compared.same(ours.lambda3, theirs["mu0"], what="third")
        compared.same(ours.lambda2, theirs["mu1"], what="second")
        compared.same(ours.lambda6, theirs["lambda6"], what="sixth")
        assert ours.lambda4 >= theirs["best_half"] - 1e-9  # psych looks at halves of equal size only


def test_omega_beside_factanal(rng, likert, attitude, r, compare):
    given = [scores for scores in scales(rng, likert, attitude) if hw.agreement.omega(scores).status == "ok"]
    compared = compare("agreement.omega", "R factanal, one factor")
    answered = 0
    for scores, theirs in zip(given, r("factanal_omega", [{"x": each} for each in given]), strict=True):
        if "error" in theirs:
            assert "unable to optimize" in theirs["error"]  # its search gives up on some tables; ours ends with a slope of nothing on all of them
            continue
        answered += 1
        ours = hw.agreement.omega(scores)
        for figure in ("value", "standardized"):
            compared.same(getattr(ours, figure), theirs[figure], rel=1e-4, what=figure)  # factanal's search ends at about 1e-5
        if ours.chi_square is not None:
            compared.same(ours.chi_square, theirs["chi_square"], rel=1e-4, abs=1e-5)
            compared.same(ours.p, theirs["p"], rel=1e-3, abs=1e-5)
        for one, other in zip(hw.agreement.omega_loadings(scores)["loading"], theirs["loadings"], strict=True):
            compared.same(one, other, rel=1e-3, abs=1e-3)
    assert answered >= 8


def test_kendall_w_beside_friedman(rng, likert, r, compare):
    given = [likert(rng, units, raters) for units, raters in [(4, 3), (9, 5), (20, 4), (60, 8)] for _ in range(3)]
    in_r = compare("agreement.kendall_w", "R friedman.test")
    in_scipy = compare("agreement.kendall_w", "scipy friedmanchisquare")
    for ratings, theirs in zip(given, r("friedman", [{"x": each} for each in given]), strict=True):
        ours = hw.agreement.kendall_w(ratings)
        in_r.same(ours.chi_square, theirs["chi_square"])
        in_r.same(ours.df, theirs["df"])
        in_r.same(ours.p_chi_square, theirs["p"])
        chi_square, p = scipy.stats.friedmanchisquare(*ratings)
        in_scipy.same(ours.chi_square, chi_square)
        in_scipy.same(ours.p_chi_square, p)


def test_mean_rank_correlation_beside_scipy(rng, likert, compare):
    compared = compare("agreement.kendall_w", "scipy spearmanr, mean of pairs")
    for _ in range(5):
        ratings = likert(rng, 15, 4)
        correlations = scipy.stats.spearmanr(ratings).statistic
        compared.same(hw.agreement.kendall_w(ratings).mean_spearman, correlations[np.triu_indices(4, 1)].mean())


def test_drawn_p_is_near_the_counted_one(rng, likert, compare):
    compared = compare("agreement.kendall_w", "itself: drawn beside counted")
    for _ in range(3):
        ratings = likert(rng, 4, 5)
        counted = hw.agreement.kendall_w(ratings)
        drawn = hw.agreement.kendall_w(ratings, most_steps=0, draws=99_999)
        assert (counted.p_method, drawn.p_method) == ("exact", "drawn")
        compared.same(drawn.p, counted.p, abs=4 * (0.25 / 1e5) ** 0.5, rel=0)


def test_kappa_of_two_raters_beside_psych(rng, likert, r, compare):
    weights = {"linear": 1 - np.abs(np.subtract.outer(range(5), range(5))) / 4, "quadratic": 1 - np.subtract.outer(range(5), range(5)) ** 2 / 16}
    given = [likert(rng, 40, 2, between=1.5) for _ in range(4)]
    asked = [{"x": each, "weights": weight} for each in given for weight in weights.values()]
    answers = iter(r("psych_cohen", asked))
    compared = compare("agreement.cohen_kappa", "R psych cohen.kappa")
    for ratings in given:
        if len(np.unique(ratings)) < 5:
            for _ in weights:
                next(answers)  # psych builds its table from the levels that occur, so that the weights no longer fit
            continue
        for name in weights:
            theirs = next(answers)
            assert "error" not in theirs, theirs
            compared.same(hw.agreement.cohen_kappa(ratings, levels=5, weights=name).value, theirs["weighted"], what=name)
            compared.same(hw.agreement.cohen_kappa(ratings, levels=5, weights="identity").value, theirs["unweighted"])


@pytest.mark.parametrize("constant", [3.0, 0.1])
def test_constant_tables_have_no_figures(constant):
    table = np.full((6, 4), constant)
    for function in (hw.agreement.cronbach_alpha, hw.agreement.guttman_lambda, hw.agreement.omega, hw.agreement.kendall_w):
        assert function(table).status == "no_variation"
