"""Agreement across units, on plain arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import headway as hw

# Krippendorff (2011), section C: 12 units, 4 observers
N = None
PUBLISHED = [[1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, 3, N, N]]


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.743421052631579), ("ordinal", 0.815387503754881), ("interval", 0.849107142857143), ("ratio", 0.797402774711612)])
def test_alpha_of_the_published_example(metric: str, value: float) -> None:
    result = hw.agreement.krippendorff_alpha(PUBLISHED, levels=5, metric=metric)  # type: ignore[arg-type]
    assert result.value == pytest.approx(value, abs=1e-12)
    assert (result.units, result.units_used, result.marks, result.status) == (12, 11, 40, "ok")


def test_data_frames_and_arrays_give_the_same() -> None:
    import pandas as pd
    import polars as pl

    expected = hw.agreement.krippendorff_alpha(PUBLISHED, levels=5)
    array = np.array(PUBLISHED, dtype=float)
    masked = np.ma.MaskedArray(np.nan_to_num(array).astype(int), mask=np.isnan(array))
    for ratings in (array, np.asfortranarray(array), masked, pd.DataFrame(PUBLISHED), pd.DataFrame(PUBLISHED, dtype="Int64"), pl.DataFrame(PUBLISHED, orient="row")):
        assert hw.agreement.krippendorff_alpha(ratings, levels=5) == expected


@pytest.mark.parametrize("levels", [5, [0, 1, 2, 3, 4], [-2, -1, 0, 1, 2], [1, 2, 4, 8, 16], [0.5, 1, 1.5, 2, 2.5]])
def test_marks_of_every_number_type_are_read_alike(levels: list[float] | int) -> None:
    values = np.arange(1, 6) if isinstance(levels, int) else np.array(levels)
    rng = np.random.default_rng(7)
    chosen = rng.integers(0, 5, (30, 4))
    expected = hw.agreement.krippendorff_alpha((chosen + 1).tolist(), 5, metric="nominal")
    for dtype in (float, np.float32, np.int64, np.int32, np.int16, np.int8, np.uint8, np.uint64):
        if np.all(values == values.astype(dtype)):
            assert hw.agreement.krippendorff_alpha(values.astype(dtype)[chosen], levels, metric="nominal") == expected
    with_nothing = values.astype(float)[chosen]
    with_nothing[3, 1] = np.nan
    other_nothing = with_nothing.copy()
    other_nothing[3, 1] = -np.nan
    listed = [[None if (u, r) == (3, 1) else int(chosen[u, r]) + 1 for r in range(4)] for u in range(30)]
    for ratings in (with_nothing, other_nothing):
        assert hw.agreement.krippendorff_alpha(ratings, levels, metric="nominal") == hw.agreement.krippendorff_alpha(listed, 5, metric="nominal")
    for wrong in (values.max() + 1, values.min() - 1, values.min() + 0.25, np.inf, -np.inf, 1e300):
        bad = with_nothing.copy()
        bad[7, 2] = wrong
        with pytest.raises(hw.Error, match=r"row 7"):
            hw.agreement.krippendorff_alpha(bad, levels)


def test_undefined_is_a_status() -> None:
    result = hw.agreement.krippendorff_alpha([[3, 3], [3, 3]], levels=5)
    assert (result.value, result.status) == (None, "no_variation")
    assert hw.agreement.krippendorff_alpha([[3], [2]], levels=5).status == "too_few_raters"


# irrCAC 1.0 (R), the same marks: value, standard error, low and p by the t law; quadratic weights
OF_IRRCAC = {
    "percent_agreement": (0.975378787878788, 0.0906162783195465, 0.775933704034732, 3.52637656853005e-07),
    "gwet_ac": (0.914000723551605, 0.10396224464506, 0.685181365878011, 2.63443846582057e-06),
    "fleiss_kappa": (0.864935064935065, 0.146033610756912, 0.543517254784502, 9.97608132073946e-05),
    "conger_kappa": (0.857168224091625, 0.1443607913584, 0.539432264612701, 9.76445417015803e-05),
    "brennan_prediger": (0.901515151515151, 0.110894374973973, 0.657438277859799, 5.60547972527914e-06),
    "krippendorff_alpha": (0.849107142857144, 0.129129965714888, 0.561387649292145, 6.26744831131454e-05),
}


@pytest.mark.parametrize("name", OF_IRRCAC)
def test_values_and_errors_of_irrcac(name: str) -> None:
    value, error, low, p = OF_IRRCAC[name]
    result = getattr(hw.agreement, name)(PUBLISHED, levels=5, weights="quadratic", interval="analytic")
    assert result.value == pytest.approx(value, abs=1e-8)
    assert result.standard_error == pytest.approx(error, abs=1e-8)
    assert (result.low, result.high) == (pytest.approx(low, abs=1e-8), 1.0)
    assert result.p_value == pytest.approx(p, abs=1e-8)
    assert (result.units, result.units_used, result.raters, result.status, result.interval_status) == (12, 11, 4, "ok", "ok")
    own = 1 - np.subtract.outer(np.arange(5), np.arange(5)) ** 2 / 16
    assert getattr(hw.agreement, name)(PUBLISHED, levels=5, weights=own, interval="analytic").value == pytest.approx(value, abs=1e-8)


@pytest.mark.parametrize("name", ["percent_agreement", "gwet_ac", "fleiss_kappa", "brennan_prediger", "krippendorff_alpha"])
def test_counts_and_square_tables_stand_for_marks(name: str) -> None:
    function = getattr(hw.agreement, name)
    counts = [[sum(mark == k for mark in unit) for k in range(1, 6)] for unit in PUBLISHED]
    marked, counted = (function(*args, interval="analytic", **options) for args, options in (((PUBLISHED, 5), {}), ((), {"counts": counts})))
    for figure in ("value", "standard_error", "low", "units", "marks"):
        assert getattr(counted, figure) == getattr(marked, figure)
    pairs = [[1, 1], [2, 1], [2, 2], [3, 3], [1, 3], [2, 2], [1, 1]]
    table = np.zeros((3, 3), dtype=int)
    for a, b in pairs:
        table[a - 1, b - 1] += 1
    assert function(table=table, interval="none").value == pytest.approx(function(pairs, 3, interval="none").value, abs=1e-14)


def test_two_raters() -> None:
    result = hw.agreement.cohen_kappa(table=[[25, 10], [11, 24]])
    assert result.value == pytest.approx(0.4, abs=1e-12)
    assert result.interval_method == "unit_jackknife"
    assert result.low < 0.4 < result.high
    first, second, chance = np.array([35, 35]) / 70, np.array([36, 34]) / 70, 0.5  # the null error of Fleiss, Cohen and Everitt
    assert result.null_standard_error == pytest.approx(np.sqrt(chance + chance**2 - np.sum(first * second * (first + second))) / (0.5 * np.sqrt(70)), abs=1e-12)
    marks = [[1, 1]] * 25 + [[1, 2]] * 10 + [[2, 1]] * 11 + [[2, 2]] * 24
    assert hw.agreement.cohen_kappa(marks, 2) == result
    assert hw.agreement.light_kappa(marks, 2).value == pytest.approx(0.4, abs=1e-12)
    with pytest.raises(hw.Error, match="compares 2"):
        hw.agreement.cohen_kappa(PUBLISHED, 5)


def test_scikit_learn_has_the_same_kappa() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(3)
    first = rng.integers(1, 6, 200)
    second = np.clip(first + rng.integers(-1, 2, 200), 1, 5)
    for ours, theirs in (("identity", None), ("linear", "linear"), ("quadratic", "quadratic")):
        expected = metrics.cohen_kappa_score(first, second, weights=theirs)
        assert hw.agreement.cohen_kappa(np.column_stack([first, second]), 5, weights=ours).value == pytest.approx(expected, abs=1e-12)  # type: ignore[arg-type]


def test_the_krippendorff_package_has_the_same_alpha() -> None:
    krippendorff = pytest.importorskip("krippendorff")
    rng = np.random.default_rng(4)
    ratings = np.clip(np.round(rng.normal(3, 1, (80, 1)) + rng.normal(0, 0.7, (80, 6))), 1, 5)
    ratings[rng.random(ratings.shape) < 0.2] = np.nan
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        expected = krippendorff.alpha(reliability_data=ratings.T, value_domain=[1, 2, 3, 4, 5], level_of_measurement=metric)
        assert hw.agreement.krippendorff_alpha(ratings, 5, metric=metric).value == pytest.approx(expected, abs=1e-12)  # type: ignore[arg-type]


def test_intervals_of_every_kind() -> None:
    rng = np.random.default_rng(5)
    ratings = np.clip(np.round(rng.normal(3, 1, (40, 1)) + rng.normal(0, 0.8, (40, 6))), 1, 5).astype(int)
    for interval in ("two_way_jackknife", "unit_jackknife", "rater_jackknife", "bootstrap_units", "bootstrap_raters", "bootstrap_both", "analytic"):
        result = hw.agreement.gwet_ac(ratings, 5, weights="linear", interval=interval, replicates=300, ends="bca")  # type: ignore[arg-type]
        assert result.low < result.value < result.high
        assert (result.interval_method, result.interval_status) == (interval, "ok")
        assert result == hw.agreement.gwet_ac(ratings, 5, weights="linear", interval=interval, replicates=300, ends="bca", threads=2)  # type: ignore[arg-type]
    none = hw.agreement.gwet_ac(ratings, 5, interval="none")
    assert (none.low, none.standard_error) == (None, None)
    narrow, wide = (hw.agreement.gwet_ac(ratings, 5, confidence=c) for c in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_too_few_units_or_raters_leave_no_interval() -> None:
    assert hw.agreement.gwet_ac([[1, 1, 2], [2, 2, 2], [3, 3, 1]], 3).interval_status == "too_few_units"
    assert hw.agreement.gwet_ac([[1, 1], [2, 2], [3, 1], [1, 1], [2, 3]], 3, interval="rater_jackknife").interval_status == "too_few_raters"


def test_levels_one_by_one() -> None:
    table = hw.agreement.fleiss_by_level([[1, 1, 2], [2, 2, 2], [3, 3, 1], [1, 1, 1]], 3)
    assert len(table) == 3
    assert table["level"].tolist() == [1, 2, 3]


def test_labels_are_levels_in_the_order_given() -> None:
    labelled = [["low", "mid"], ["mid", "mid"], ["high", "high"], ["low", "low"], ["high", "mid"], [None, "mid"]]
    numbers = [[1, 2], [2, 2], [3, 3], [1, 1], [3, 2], [None, 2]]
    assert hw.agreement.krippendorff_alpha(labelled, ["low", "mid", "high"]) == hw.agreement.krippendorff_alpha(numbers, 3)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: hw.agreement.gwet_ac(PUBLISHED), "give the number of levels"),
        (lambda: hw.agreement.gwet_ac(levels=5), "give one of ratings, counts and table"),
        (lambda: hw.agreement.gwet_ac(PUBLISHED, 5, counts=[[1, 2]]), "give one of"),
        (lambda: hw.agreement.gwet_ac(counts=[[1, 2.5]]), "2.5.* is not a count"),
        (lambda: hw.agreement.gwet_ac(counts=[[1, -2]]), "is not a count"),
        (lambda: hw.agreement.gwet_ac(table=[[1, 2, 3], [1, 2, 3]]), "3 x 3"),
        (lambda: hw.agreement.gwet_ac(PUBLISHED, 5, weights="cubic"), "'identity', 'linear'"),
        (lambda: hw.agreement.gwet_ac(PUBLISHED, 5, weights=[[1, 0], [0, 1]]), "5 x 5"),
        (lambda: hw.agreement.gwet_ac(PUBLISHED, 2), "not a level"),
        (lambda: hw.agreement.gwet_ac(PUBLISHED, 5, interval="exact"), "'two_way_jackknife'"),
        (lambda: hw.agreement.gwet_ac(PUBLISHED, 5, replicates=10), "100"),
        (lambda: hw.agreement.gwet_ac(PUBLISHED, 5, seed=-1), "seed"),
        (lambda: hw.agreement.gwet_ac(PUBLISHED, 5, confidence=1.0), "confidence"),
    ],
)
def test_what_is_wrong_with_a_coefficient_is_said(call: Callable[[], object], said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        call()


@pytest.mark.parametrize(
    ("ratings", "options", "said"),
    [
        ([1, 2, 3], {"levels": 5}, "must have 2, units x raters"),
        ([[1, 2], [9, 2]], {"levels": 5}, r"ratings \(row 1\): 9 is not a level"),
        ([[1, 2], [float("inf"), 2]], {"levels": 5}, r"row 1"),
        ([[1, 2], [3]], {"levels": 5}, "different lengths"),
        ([[1, 2]], {"levels": 5, "metric": "linear"}, "'nominal', 'ordinal'"),
    ],
)
def test_what_is_wrong_is_said(ratings: object, options: dict[str, object], said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        hw.agreement.krippendorff_alpha(ratings, **options)  # type: ignore[arg-type]
