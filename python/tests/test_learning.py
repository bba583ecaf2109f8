"""Measures of one person or one community."""

from __future__ import annotations

import math

import pytest

import headway as hw


def test_reliable_change_of_the_published_example() -> None:
    # Jacobson & Truax (1991): 32.5, 47.5, s 7.5, r .80
    table = hw.learning.reliable_change([32.5, 40.0, 47.5], [47.5, 41.0, 32.5], sd=7.5, reliability=0.8)
    assert list(table["rc"]) == pytest.approx([3.16227766016838, 1 / (7.5 * math.sqrt(0.4)), -3.16227766016838])
    assert [row["verdict"] for row in table.to_dicts()] == ["rose", "not_reliable", "fell"]
    assert table["sem"][0] == pytest.approx(3.35410196624968) and table["s_diff"][0] == pytest.approx(4.74341649025257)
    assert hw.learning.reliable_change([1.0], [2.0], sd=1.0, reliability=1.0).to_dicts()[0]["status"] == "no_variation"


def test_clinical_cutoffs_of_the_published_example() -> None:
    result = hw.learning.clinical_cutoffs(mean_dysfunctional=40, sd_dysfunctional=7.5, mean_functional=60, sd_functional=7.5)
    assert (result.a, result.b, result.c, result.status) == (55.0, 45.0, 50.0, "ok")


def test_goal_attainment_with_the_band_its_assumption_leaves() -> None:
    result = hw.learning.goal_attainment([1, 0, -1, 2], [3, 2, 1, 4])
    assert result.t_score == pytest.approx(64.0028008402801, abs=1e-10)
    assert result.band_low == hw.learning.goal_attainment([1, 0, -1, 2], [3, 2, 1, 4], rho=0.6).t_score
    assert result.band_high == hw.learning.goal_attainment([1, 0, -1, 2], [3, 2, 1, 4], rho=0.0).t_score
    assert (result.goals, result.reached) == (4, 3)
    assert hw.learning.goal_attainment([0, 0]).t_score == 50.0
    assert hw.learning.goal_attainment([]).status == "no_data"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: hw.learning.reliable_change([1.0], [2.0], sd=-1.0, reliability=0.8), "sd: -1"),
        (lambda: hw.learning.reliable_change([1.0, None], [2.0, 2.0], sd=1.0, reliability=0.8), r"before \(row 1\)"),
        (lambda: hw.learning.reliable_change([1.0], [2.0, 3.0], sd=1.0, reliability=0.8), "after"),
        (lambda: hw.learning.goal_attainment([1, 4]), r"attainment \(row 1\): 4"),
        (lambda: hw.learning.goal_attainment([1, 1], [1]), "weights"),
        (lambda: hw.learning.goal_attainment([1], rho=2.0), "rho"),
    ],
)
def test_what_is_wrong_is_said(call: object, said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        call()  # type: ignore[operator]
