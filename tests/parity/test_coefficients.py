"""Krippendorff's alpha, kappas and Gwet's coefficients beside krippendorff and irrCAC."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import headway as hw

# Krippendorff (2011), section C: 12 units, 4 observers
N = np.nan
CANONICAL = np.array([[1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, 3, N, N]])
WEIGHTS = ("identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar")
COEFFICIENTS = {"bp": "brennan_prediger", "fleiss": "fleiss_kappa", "gwet": "gwet_ac", "conger": "conger_kappa"}


def tables(rng, likert):
    out = [CANONICAL]
    for units, raters, levels, missing in [(10, 2, 3, 0.0), (12, 4, 5, 0.15), (40, 3, 5, 0.1), (30, 6, 4, 0.3), (200, 10, 7, 0.1), (25, 5, 2, 0.1)]:
        for _ in range(2):
            ratings = likert(rng, units, raters, levels=levels, missing=missing)
            out.append(ratings[np.isfinite(ratings).any(axis=1)])
    return out


def levels_of(ratings):
    return int(np.nanmax(ratings))


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_beside_krippendorff(rng, likert, compare, metric, peer):
    krippendorff = peer("krippendorff")
    compared = compare("agreement.krippendorff_alpha", "krippendorff alpha")
    for ratings in tables(rng, likert):
        theirs = krippendorff.alpha(reliability_data=ratings.T, level_of_measurement=metric, value_domain=np.arange(1, levels_of(ratings) + 1))
        compared.same(hw.agreement.krippendorff_alpha(ratings, levels=levels_of(ratings), metric=metric, interval="none").value, theirs, what=metric)


def test_alpha_from_counts_beside_krippendorff(rng, compare, peer):
    krippendorff = peer("krippendorff")
    compared = compare("agreement.krippendorff_alpha(counts)", "krippendorff alpha(value_counts)")
    for _ in range(5):
        counts = rng.multinomial(6, [0.3, 0.2, 0.2, 0.2, 0.1], size=30)
        theirs = krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal")
        compared.same(hw.agreement.krippendorff_alpha(counts=counts, levels=5, metric="ordinal", interval="none").value, theirs)


def irrcac(peer, ratings, weights):
    module = peer("irrCAC.raw")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return module.CAC(pd.DataFrame(ratings), weights=weights, categories=list(range(1, levels_of(ratings) + 1)), digits=15)


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_coefficients_and_standard_errors_beside_irrcac(rng, likert, compare, coefficient, weights, peer):
    compared = compare(f"agreement.{COEFFICIENTS[coefficient]}", "irrCAC")
    for ratings in tables(rng, likert):
        theirs = getattr(irrcac(peer, ratings, weights), coefficient)()["est"]
        ours = getattr(hw.agreement, COEFFICIENTS[coefficient])(ratings, levels=levels_of(ratings), weights=weights, interval="analytic")
        compared.same(ours.value, theirs["coefficient_value"], abs=2e-13, what="value")
        compared.same(ours.standard_error, theirs["se"], rel=1e-8, abs=2e-13, what="standard error")
        compared.same(ours.observed, theirs["pa"], what="observed")
        compared.same(ours.expected, theirs["pe"], what="expected")
        # p: two-sided with units - 1 degrees of freedom. irrCAC's Brennan-Prediger halves it
        statistic = theirs["coefficient_value"] / theirs["se"]
        df = len(ratings) - 1
        compared.same(ours.p_value, 2 * scipy.stats.t.sf(abs(statistic), df), rel=1e-6, abs=1e-12, what="p")


@pytest.mark.parametrize("weights", WEIGHTS)
def test_weighted_alpha_beside_irrcac(rng, likert, compare, weights, peer):
    """irrCAC's "ordinal" is Gwet's weights, another thing than Krippendorff's metric of that name: 0.8336 against 0.8154 on the canonical data."""
    compared = compare("agreement.krippendorff_alpha(weights)", "irrCAC krippendorff")
    for ratings in tables(rng, likert):
        theirs = irrcac(peer, ratings, weights).krippendorff()["est"]
        ours = hw.agreement.krippendorff_alpha(ratings, levels=levels_of(ratings), weights=weights, interval="analytic")
        compared.same(ours.value, theirs["coefficient_value"], abs=2e-13, what="value")
        compared.same(ours.standard_error, theirs["se"], rel=1e-8, abs=2e-13, what="standard error")


def test_two_meanings_of_ordinal(peer):
    metric = hw.agreement.krippendorff_alpha(CANONICAL, levels=5, metric="ordinal").value
    weights = hw.agreement.krippendorff_alpha(CANONICAL, levels=5, weights="ordinal").value
    assert metric == pytest.approx(0.815387503754881, abs=1e-12)
    assert weights == pytest.approx(irrcac(peer, CANONICAL, "ordinal").krippendorff()["est"]["coefficient_value"], abs=1e-12)
    assert abs(metric - weights) > 0.01


def test_ratio_weights_with_a_category_0(peer):
    """delta(0, 0) = 0; irrCAC divides 0 by 0."""
    raw = peer("irrCAC.raw")
    ratings = np.array([[0, 0], [0, 1], [2, 2], [3, 2], [1, 1], [0, 0]], dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = raw.CAC(pd.DataFrame(ratings), weights="ratio", categories=[0, 1, 2, 3]).gwet()["est"]["coefficient_value"]
        except (ValueError, ZeroDivisionError, FloatingPointError):
            theirs = np.nan
    assert not np.isfinite(theirs)
    k = np.arange(4.0)
    with np.errstate(invalid="ignore"):
        own = 1 - ((k[:, None] - k) / (k[:, None] + k)) ** 2
    own[0, 0] = 1
    ours = hw.agreement.gwet_ac(ratings, levels=[0, 1, 2, 3], weights="ratio", interval="none").value
    by_weights = hw.agreement.gwet_ac(ratings, levels=[0, 1, 2, 3], weights=own.tolist(), interval="none").value
    assert ours == pytest.approx(by_weights, abs=1e-13)


def test_undefined_alpha_is_a_status_where_peers_raise(peer):
    krippendorff = peer("krippendorff")
    with pytest.raises(ValueError):
        krippendorff.alpha(reliability_data=np.full((3, 5), 2.0))
    assert hw.agreement.krippendorff_alpha(np.full((5, 3), 2.0), levels=5).status == "no_variation"


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_cohen_of_square_tables_beside_irrcac(rng, compare, weights, peer):
    square = peer("irrCAC.table")
    compared = compare("agreement.cohen_kappa(table)", "irrCAC table")
    for levels in (2, 3, 5):
        table = rng.integers(1, 20, (levels, levels))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = square.CAC(pd.DataFrame(table), weights=weights, digits=15).cohen()["est"]
        ours = hw.agreement.cohen_kappa(table=table, levels=levels, weights=weights, interval="analytic")
        compared.same(ours.value, theirs["coefficient_value"], abs=2e-13)
        compared.same(ours.standard_error, theirs["se"], rel=1e-8)
