"""Agreement and reliability of tables of numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

import headway as hw

# Shrout and Fleiss (1979), Table 2: 6 targets x 4 judges; values of reference case a05
PUBLISHED = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
GAPS = [[9, 2, 5, 8], [6, 1, 3, None], [8, 4, 6, 8], [7, 1, None, 6], [10, 5, 6, 9], [6, None, 4, None]]


def test_icc_of_the_published_table() -> None:
    table = hw.agreement.icc(PUBLISHED)
    rows = {row["shrout_fleiss"]: row for row in table.to_dicts() if row["shrout_fleiss"]}
    expected = {
        "ICC(1,1)": (0.165741768405475, -0.132932324874751, 0.722560062328121),
        "ICC(2,1)": (0.289763779527559, 0.018786513374712, 0.761084369648953),
        "ICC(3,1)": (0.714840714840715, 0.342464765033925, 0.94585825995536),
        "ICC(1,k)": (0.442797133679269, -0.884442155238119, 0.912415420340776),
        "ICC(2,k)": (0.620050547598989, 0.0711368153025035, 0.927232040167722),
        "ICC(3,k)": (0.909315542377069, 0.675674713816305, 0.985891678169062),
    }
    assert rows.keys() == expected.keys()
    for form, wanted in expected.items():
        assert (rows[form]["value"], rows[form]["low"], rows[form]["high"]) == pytest.approx(wanted, abs=1e-9)
    assert list(table["form"]) == ["ICC(1)", "ICC(C,1)", "ICC(A,1)", "ICC(C,1)", "ICC(A,1)", "ICC(k)", "ICC(C,k)", "ICC(A,k)", "ICC(C,k)", "ICC(A,k)"]


def test_icc_with_gaps_and_every_kind_of_table() -> None:
    import pandas as pd
    import polars as pl

    expected = hw.agreement.icc(GAPS)
    row = expected.to_dicts()[1]
    assert row["value"] == pytest.approx(0.83475355529122297, abs=1e-12)
    assert (row["low"], row["high"]) == pytest.approx((0.50070551345967607, 0.97204599687139700), abs=1e-10)  # explicit matrices in R
    assert (row["df2"], row["marks"]) == (11, 20)
    array = np.array(GAPS, dtype=float)
    masked = np.ma.MaskedArray(np.nan_to_num(array), mask=np.isnan(array))
    for ratings in (array, np.asfortranarray(array), masked, pd.DataFrame(GAPS), pd.DataFrame(GAPS, dtype="Int64"), pl.DataFrame(GAPS, orient="row")):
        assert hw.agreement.icc(ratings) == expected


def test_a_constant_table_has_no_number() -> None:
    for row in hw.agreement.icc([[3, 3, 3]] * 5).to_dicts():
        assert (row["value"], row["p"], row["low"], row["status"]) == (None, None, None, "no_variation")


def test_icc_sources() -> None:
    table = hw.agreement.icc_sources(PUBLISHED)
    assert list(table["source"]) == ["units", "raters", "residual", "units_one_way", "within"]
    assert table["mean_square"][1] == pytest.approx(32.486111111111114)


def test_kendall_w() -> None:
    result = hw.agreement.kendall_w([[1, 2, 1], [2, 2, 3], [3, 1, 4], [3, 4, 4]])
    assert result.p == pytest.approx(100 / 576, abs=1e-12)  # by enumeration
    assert (result.p_method, result.units_used, result.raters_used, result.status) == ("exact", 4, 3, "ok")
    assert result.p_chi_square == pytest.approx(0.1717971442967335, abs=1e-12)  # scipy 1.12 friedmanchisquare
    drawn = hw.agreement.kendall_w(np.arange(60).reshape(20, 3) % 7, draws=999, seed=3)
    assert (drawn.p_method, drawn.draws) == ("drawn", 999)
    assert drawn == hw.agreement.kendall_w(np.arange(60).reshape(20, 3) % 7, draws=999, seed=3, threads=2)
    assert hw.agreement.kendall_w([[1, 2], [None, 3], [2, 1]], gaps="drop_raters").status == "too_few_raters"


def test_items() -> None:
    alpha = hw.agreement.cronbach_alpha(PUBLISHED)
    assert alpha.value == pytest.approx(0.909315542377069, abs=1e-12)  # ICC(3,k) of the same table
    assert alpha.low < alpha.value < alpha.high
    assert hw.agreement.cronbach_alpha(GAPS, gaps="listwise").people_used == 3
    items = hw.agreement.item_statistics(PUBLISHED)
    assert list(items["item"]) == [1, 2, 3, 4]
    lambdas = hw.agreement.guttman_lambda(PUBLISHED)
    assert lambdas.lambda3 == pytest.approx(alpha.value)
    assert lambdas.lambda4_exact is True
    omega = hw.agreement.omega(PUBLISHED)
    assert 0.8 < omega.value < 1
    loadings = hw.agreement.omega_loadings(PUBLISHED)
    assert len(loadings) == 4
    assert len(hw.agreement.omega_loadings([[1, 2], [2, 1]])) == 0


def test_undefined_is_a_status_and_never_nan() -> None:
    for table in ([[3, 3], [3, 3]], [[1, 2]], [[1], [2]], [[None, None]], np.empty((0, 0)), [[1, 2], [2, 1]]):
        for result in (hw.agreement.kendall_w(table), hw.agreement.cronbach_alpha(table), hw.agreement.guttman_lambda(table), hw.agreement.omega(table)):
            assert all(not isinstance(value, float) or math.isfinite(value) for value in result.to_dict().values())
        hw.agreement.icc(table)


@pytest.mark.parametrize(
    ("function", "ratings", "options", "said"),
    [
        ("icc", [1, 2, 3], {}, "must have 2, units x raters"),
        ("icc", [[1, 2], [math.inf, 2]], {}, r"ratings \(row 1\)"),
        ("icc", [["low", "high"], ["high", "low"]], {}, r"icc: ratings \(row 0\): 'low' is not a number"),
        ("icc", [[1, 2], [2, 1]], {"null_value": 1.0}, "null_value"),
        ("icc", [[1, 2], [2, 1]], {"confidence": 95}, "confidence"),
        ("icc", [[True, False], [False, True]], {}, "not a number"),
        ("kendall_w", [[1, 2], [2, 1]], {"gaps": "pairwise"}, "'drop_units', 'drop_raters'"),
        ("kendall_w", [[1, 2], [2, 1]], {"draws": 3}, "draws"),
        ("cronbach_alpha", [[1, 2], [2, math.inf]], {}, r"cronbach_alpha: scores \(row 1\)"),
        ("omega", np.ones((3, 201)), {}, "200"),
        ("guttman_lambda", [[1, 2], [2, 1]], {"most_exact": 30}, "most_exact"),
    ],
)
def test_what_is_wrong_is_said(function: str, ratings: object, options: dict[str, object], said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        getattr(hw.agreement, function)(ratings, **options)
