"""Exact tests on plain arrays."""

from __future__ import annotations

import math

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
