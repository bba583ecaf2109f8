"""Exact tests on plain arrays."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

import headway as hw

BEFORE = [2, 3, 2, 4, 1, 3, 2, None]
AFTER = [3, 3, 4, 5, 2, 2, 3, 4]


def test_change_of_the_same_people() -> None:
    result = hw.exact.paired_change(BEFORE, AFTER, levels=5)
    assert (result.n, result.up, result.held, result.down, result.levels_moved) == (7, 5, 1, 1, 5)
    # six movers, sizes 1, 2, 1, 1, 1, 1: of the 64 patterns of signs 7 reach a sum of 5 or more (all up; one of the five small ones down; none else)
    assert result.p_up == pytest.approx(sum(1 for bits in range(64) if sum(s * d for s, d in zip([1 if bits >> i & 1 else -1 for i in range(6)], [1, 2, 1, 1, 1, 1], strict=True)) >= 5) / 64)
    assert result.p_min == pytest.approx(2 / 64)
    assert result.change_low < result.change < result.change_high
    assert result.status == "ok"


@pytest.mark.parametrize("kind", [list, np.array, lambda marks: np.array(marks, dtype=np.int8), lambda marks: np.array(marks, dtype=np.uint16), lambda marks: np.array(marks, dtype=float)])
def test_any_kind_of_numbers_gives_the_same(kind: object) -> None:
    assert hw.exact.paired_change(kind(BEFORE[:7]), kind(AFTER[:7]), levels=5) == hw.exact.paired_change(BEFORE, AFTER, levels=5)  # type: ignore[operator]


def test_labels_are_levels_in_the_order_given() -> None:
    words = ["low", "some", "half", "most", "all"]
    before, after = ([None if mark is None else words[mark - 1] for mark in marks] for marks in (BEFORE, AFTER))
    assert hw.exact.paired_change(before, after, levels=words) == hw.exact.paired_change(BEFORE, AFTER, levels=5)


def test_all_one_way_is_at_least() -> None:
    result = hw.exact.paired_change([1, 1, 2, 2], [2, 2, 3, 3], levels=5)
    assert result.change is None and result.change_high is None
    assert math.isfinite(result.change_low)


def test_nobody_moved_is_a_result() -> None:
    result = hw.exact.paired_change([1, 2], [1, 2], levels=5)
    assert (result.p_two_sided, result.status, result.change) == (1.0, "no_variation", None)
    assert hw.exact.paired_change([], [], levels=5).status == "no_data"


@pytest.mark.parametrize(
    ("before", "after", "options", "said"),
    [
        ([1, 7], [1, 2], {"levels": 5}, r"before \(row 1\): 7 is not a level; it must be 1, 2, 3, 4 or 5"),
        ([1, 2], [1, 2.5], {"levels": 5}, r"after \(row 1\): 2.5"),
        ([1, 2], [1], {"levels": 5}, "after"),
        ([1], [1], {"levels": 1}, "levels: 1 is not allowed"),
        ([1], [1], {"levels": [3, 2, 1]}, "must increase"),
        (["a"], ["b"], {"levels": ["a", "c"]}, r"'b' is not a level; it must be one of 'a', 'c'"),
        (["1"], ["2"], {"levels": 5}, "is not a number"),
        ([1], [2], {"levels": 5, "interval": "wald"}, "'mid_p', 'exact'"),
        ([1], [2], {"levels": 5, "confidence": 1.5}, "confidence"),
        ([1], [2], {"levels": 5, "power": 0}, "power"),
    ],
)
def test_what_is_wrong_is_said(before: list[object], after: list[object], options: dict[str, object], said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        hw.exact.paired_change(before, after, **options)  # type: ignore[arg-type]


# 16 raters before and after, many ties and many who did not move (reference case a10)
FIRST = [3, 2, 4, 3, 5, 1, 2, 3, 4, 2, 3, 3, 4, 2, 5, 3]
SECOND = [4, 2, 4, 4, 5, 2, 4, 3, 5, 2, 2, 4, 5, 4, 4, 4]
# 12 raters over 4 rounds (the first six people of reference case a13 twice)
ROUNDS = [[2, 2, 3, 3], [1, 2, 2, 4], [3, 3, 3, 4], [2, 3, 4, 4], [4, 3, 4, 5], [2, 2, 2, 2]] * 2


def test_flows_are_a_row_for_every_pair_of_levels() -> None:
    table = hw.exact.transitions(FIRST, SECOND, levels=5)
    assert len(table) == 25
    rows = {(row["from_level"], row["to_level"]): row for row in table.to_dicts()}
    assert rows[3, 4]["people"] == 4 and rows[3, 4]["move"] == 1 and rows[3, 4]["n"] == 16
    assert rows[3, 4]["share_of_from"] == pytest.approx(4 / 6) and rows[3, 4]["share"] == 0.25
    assert sum(row["people"] for row in rows.values()) == 16
    assert hw.exact.transitions([0, -1], [1, 0], levels=[-1, 0, 1])["from_level"][0] == -1


def test_net_movers_and_superiority() -> None:
    result = hw.exact.net_movers(FIRST, SECOND, levels=5)
    assert (result.up, result.held, result.down) == (9, 5, 2)
    assert result.net == pytest.approx(7 / 16) and result.superiority == pytest.approx(11.5 / 16)
    assert result.net_low < result.net < result.net_high and result.method == "exact"
    exact = hw.exact.net_movers(FIRST, SECOND, levels=5, interval="exact")
    assert exact.net_low <= result.net_low and exact.net_high >= result.net_high


def test_a_change_in_words() -> None:
    result = hw.exact.change_in_words(FIRST, SECOND, levels=5)
    assert result.direction == "moved" and result.floor is None
    assert result.words == "Of the 16 people who marked both times, 9 marked higher, 5 the same and 2 lower. That is more than chance would do."
    few = hw.exact.change_in_words([1, 1, 2], [2, 2, 3], levels=5)
    assert (few.direction, few.status) == ("cannot_tell", "could_not_show")
    assert few.floor == "Only 3 people moved: this panel could not have shown it, even with all 3 going the same way."
    together = hw.exact.change_in_words(FIRST, SECOND, levels=5, p_adjusted=0.2)
    assert together.direction == "cannot_tell" and "among several dimensions" in together.words


def test_signs_and_ranks_of_marks_and_of_measured_numbers() -> None:
    sign = hw.exact.sign_test(FIRST, SECOND, levels=5)
    assert sign.p_two_sided == pytest.approx(0.0654296875) and sign.p_up == pytest.approx(0.03271484375)
    assert hw.exact.sign_test(FIRST, SECOND) == sign
    wilcoxon = hw.exact.signed_rank(FIRST, SECOND, levels=5)
    assert (wilcoxon.w_plus, wilcoxon.w_minus) == (56, 10) and wilcoxon.p_two_sided == pytest.approx(0.044921875)
    pratt = hw.exact.signed_rank(FIRST, SECOND, levels=5, zeros="pratt")
    assert (pratt.w_plus, pratt.w_minus) == (101, 20) and pratt.p_two_sided == pytest.approx(0.046875)
    assert (wilcoxon.hodges_lehmann, wilcoxon.hodges_lehmann_movers) == (0.5, 1.0)
    measured = hw.exact.signed_rank([0.5, None, 2.0], [1.5, 4.0, 2.25])
    assert measured.n == 2 and measured.detectable is None


def test_tables_of_transitions() -> None:
    symmetry = hw.exact.bowker(FIRST, SECOND, levels=5)
    assert symmetry.df == 10 and symmetry.method == "exact" and symmetry.p_min <= symmetry.p <= 1
    margins = hw.exact.stuart_maxwell(FIRST, SECOND, levels=5)
    assert margins.df == 4 and margins.method == "exact" and margins.bhapkar > margins.chi_square
    shift = hw.exact.marginal_homogeneity(FIRST, SECOND, levels=5)
    assert shift.score_moved == 9 and shift.p_two_sided == pytest.approx(hw.exact.paired_change(FIRST, SECOND, levels=5).p_two_sided)
    assert hw.exact.marginal_homogeneity(FIRST, SECOND, levels=5, scores=[1, 2, 3, 3, 3]).score_moved == 2
    rng = np.random.default_rng(1)
    many = hw.exact.bowker(rng.integers(1, 6, 3000), rng.integers(1, 6, 3000), levels=5, draws=999, seed=3)
    assert many.method == "drawn" and many.draws == 999 and many.p == pytest.approx(many.p_asymptotic, abs=0.08)


def test_several_rounds() -> None:
    friedman = hw.exact.friedman(ROUNDS, levels=5)
    assert friedman.n == 12 and friedman.method == "exact" and friedman.p < friedman.p_asymptotic * 2
    assert hw.exact.friedman(ROUNDS) == friedman
    page = hw.exact.page(ROUNDS, levels=5)
    assert page.p_increasing < 1e-4 and 0 < page.detectable < page.trend <= 1
    with_gap = [*ROUNDS, [1, None, 2, 3]]
    assert hw.exact.page(with_gap, levels=5).n == 12 and hw.exact.page(with_gap, levels=5).people == 13
    assert hw.exact.page(with_gap).statistic == page.statistic


def test_all_dimensions_together() -> None:
    before = [[1, 2, None], [2, 3, 3], [1, 1, 2], [3, 2, 4], [2, 2, 1], [1, 4, 2]]
    after = [[2, 2, 3], [3, 4, 3], [2, 3, 2], [4, 3, 4], [3, 2, 1], [3, 4, 2]]
    table = hw.exact.joint_flip(before, after, levels=5)
    assert list(table["dimension"]) == [1, 2, 3] and list(table["n"]) == [6, 6, 5]
    assert table["p"][0] == 1 / 32 and table["p_adjusted"][0] == 1 / 32 and table["p_min"][0] == 1 / 32
    assert [row["status"] for row in table.to_dicts()] == ["ok", "ok", "no_variation"]


def test_adjusted_p_values() -> None:
    p = [0.01, 0.04, 0.03]
    assert list(hw.exact.holm(p)["p_adjusted"]) == pytest.approx([0.03, 0.06, 0.06])
    assert list(hw.exact.benjamini_hochberg(np.array(p))["p_adjusted"]) == pytest.approx([0.03, 0.04, 0.04])
    for method in ("bonferroni", "holm", "hochberg", "hommel", "holm_sidak", "benjamini_hochberg", "benjamini_yekutieli"):
        assert getattr(hw.exact, method)(p) == hw.exact.adjust_p(p, method)
    assert len(hw.exact.holm([])) == 0


def test_against_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(4)
    for _ in range(20):
        differences = rng.choice(np.arange(1, 40), 9, replace=False) * rng.choice([-1, 1], 9)
        ours = hw.exact.signed_rank(np.zeros(9), differences)
        assert ours.p_two_sided == pytest.approx(stats.wilcoxon(differences, mode="exact").pvalue, abs=1e-12)
        assert hw.exact.sign_test(np.zeros(9), differences).p_two_sided == pytest.approx(stats.binomtest(int((differences > 0).sum()), 9).pvalue, abs=1e-12)
        values = rng.integers(1, 6, (8, 4)).astype(float)
        if all(len(set(row)) == 1 for row in values):
            continue
        theirs = stats.friedmanchisquare(*values.T)
        assert hw.exact.friedman(values).chi_square == pytest.approx(theirs.statistic, abs=1e-9)
        assert hw.exact.friedman(values).p_asymptotic == pytest.approx(theirs.pvalue, abs=1e-12)
        untied = rng.permuted(np.tile(np.arange(4.0), (6, 1)), axis=1)
        assert hw.exact.page(untied).p_increasing == pytest.approx(stats.page_trend_test(untied, method="exact").pvalue, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: hw.exact.transitions([1], [9], levels=5), r"after \(row 0\): 9 is not a level"),
        (lambda: hw.exact.net_movers([1], [2], levels=5, interval="wald"), "'mid_p', 'exact'"),
        (lambda: hw.exact.sign_test([1, 2], [1]), "after: has 1 values where 2 are needed"),
        (lambda: hw.exact.sign_test(["a"], [1]), "'a' is not a number"),
        (lambda: hw.exact.signed_rank([1], [2], levels=5, zeros="zsplit"), "'wilcoxon', 'pratt'"),
        (lambda: hw.exact.bowker([1], [2], levels=5, draws=5), "draws: 5 is not allowed; it must be 99 to 100000000"),
        (lambda: hw.exact.bowker([1], [2], levels=5, seed=-1), "seed: -1 is not allowed"),
        (lambda: hw.exact.bowker([1], [2], levels=5, seed=0.5), "seed: 0.5 is not a whole number"),  # type: ignore[arg-type]
        (lambda: hw.exact.marginal_homogeneity([1], [2], levels=3, scores=[3, 2, 1]), "must not fall"),
        (lambda: hw.exact.friedman([1, 2, 3], levels=5), "must have 2, people x rounds"),
        (lambda: hw.exact.page([[1, 2], [3]], levels=5), "different lengths"),
        (lambda: hw.exact.page([[1.0, float("inf")]]), "row 0"),
        (lambda: hw.exact.joint_flip([[1, 2]], [[1], [2]], levels=5), "another shape"),
        (lambda: hw.exact.holm([0.5, 1.5]), r"p \(row 1\)"),
        (lambda: hw.exact.holm([0.5, None]), r"p \(row 1\)"),
        (lambda: hw.exact.adjust_p([0.5], "tukey"), "'bonferroni', 'holm'"),
        (lambda: hw.exact.change_in_words([1], [2], levels=5, p_adjusted=2.0), "p_adjusted: 2.000000 is not allowed"),
    ],
)
def test_what_is_wrong_with_the_others_is_said(call: Callable[[], object], said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        call()
