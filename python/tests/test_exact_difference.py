"""Bootstrap intervals of differences, on plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import headway as hw

FIRST = [3, 6, 7, 3, 1]
SECOND = [1, 3, 6, 7, 4]


def marks(counts: list[int]) -> Any:
    return np.repeat(np.arange(1, 6), counts)


def test_means_without_random_numbers() -> None:
    result = hw.exact.mean_difference_interval(marks(FIRST), marks(SECOND), 5)
    assert result == hw.exact.mean_difference_interval(counts=[FIRST, SECOND])
    assert (result.n_first, result.n_second, result.resampling, result.replicates, result.status) == (20, 21, "ideal", 0, "ok")
    assert result.difference == pytest.approx(marks(SECOND).mean() - marks(FIRST).mean())
    # scipy 1.12.0 stats.bootstrap, 400000 resamples
    assert result.percentile_low == pytest.approx(0.152, abs=0.02)
    assert result.percentile_high == pytest.approx(1.471, abs=0.02)
    assert result.bca_low == pytest.approx(0.143, abs=0.02)
    assert result.bca_high == pytest.approx(1.462, abs=0.02)


def test_the_interval_to_use_is_widened_for_small_groups() -> None:
    small = hw.exact.mean_difference_interval([1, 1, 2, 3], [2, 3, 3, 5, 5], 5)
    assert small.interval_status == "ok"
    assert small.low < small.percentile_low < small.difference < small.percentile_high < small.high
    # the usual t interval, Welch with 7 degrees of freedom, which it is as wide as, but for the steps of the law and the shape of the resamples
    half = 2.364624 * (11 / 12 / 4 + 9 / 5 / 5) ** 0.5
    assert small.high - small.low == pytest.approx(2 * half, rel=0.15)
    large = hw.exact.mean_difference_interval(counts=[[2000, 3000, 5000], [3000, 3000, 4000]])
    assert (large.low, large.high) == pytest.approx((large.percentile_low, large.percentile_high), abs=1e-3)
    median = hw.exact.median_difference_interval([1, 1, 2, 3], [2, 3, 3, 5, 5], 5)
    assert (median.low, median.high, median.interval_status) == (median.percentile_low, median.percentile_high, median.percentile_status)
    far = hw.exact.mean_difference_interval(counts=[[1, 1], [1, 1]], confidence=0.99, resampling="drawn", replicates=1000)
    assert (far.low, far.high, far.interval_status) == (None, None, "beyond_replicates")


def test_drawn_resamples_are_the_same_for_any_number_of_threads() -> None:
    one = hw.exact.mean_difference_interval(counts=[FIRST, SECOND], resampling="drawn", replicates=2000, seed=5)
    assert hw.exact.mean_difference_interval(counts=[FIRST, SECOND], resampling="drawn", replicates=2000, seed=5, threads=3) == one
    assert hw.exact.mean_difference_interval(counts=[FIRST, SECOND], resampling="drawn", replicates=2000, seed=6) != one
    assert (one.replicates, one.resampling) == (2000, "drawn")


def test_medians_have_an_interval_or_a_reason() -> None:
    result = hw.exact.median_difference_interval(counts=[[1, 2, 9, 2, 1], [1, 2, 3, 9, 2]])
    assert (result.difference, result.bca_low, result.bca_status) == (1.0, None, "flat_jackknife")
    assert result.percentile_low <= 1.0 <= result.percentile_high
    even = hw.exact.median_difference_interval(counts=[[3, 3, 0, 0, 0], [0, 3, 3, 0, 0]], bias="below")
    assert even.bca_status == "ok" and even.bca_low is not None


def test_samples_without_differences_say_so() -> None:
    for function in (hw.exact.mean_difference_interval, hw.exact.median_difference_interval):
        result = function([2, 2, 2], [3, 3, 3], 5)
        assert (result.status, result.difference, result.low, result.percentile_low, result.bca_low) == ("no_variation", 1.0, None, None, None)
        assert result.interval_status == "no_variation"
        assert function([], [3, 3], 5).status == "no_data"
        assert function([2], [3, 4], 5).status == "too_few_raters"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: hw.exact.mean_difference_interval([1, 6], [1, 2], 5), r"first \(row 1\): 6 is not a level"),
        (lambda: hw.exact.median_difference_interval([1, 2], [1, 2.5], 5), r"second \(row 1\)"),
        (lambda: hw.exact.mean_difference_interval([1, 2], [1, 2], 5, resampling="some"), "'ideal', 'drawn'"),  # type: ignore[arg-type]
        (lambda: hw.exact.mean_difference_interval([1, 2], [1, 2], 5, bias="some"), "'half_of_ties', 'below'"),  # type: ignore[arg-type]
        (lambda: hw.exact.mean_difference_interval([1, 2], [1, 2], 5, replicates=5), "replicates"),
        (lambda: hw.exact.mean_difference_interval([1, 2], [1, 2], 5, seed=-1), "seed"),
        (lambda: hw.exact.mean_difference_interval([1, 2], levels=5), "second"),
        (lambda: hw.exact.mean_difference_interval([1, 2], [1, 2]), "levels"),
        (lambda: hw.exact.mean_difference_interval(counts=[[1, 2]]), "has 1 rows; it must have 2"),
        (lambda: hw.exact.mean_difference_interval([1, 2], [1, 2], 5, confidence=0.0), "confidence"),
        (lambda: hw.exact.mean_difference_interval(counts=[[20_000_000, 1], [1, 2]]), "at most 10000000"),
    ],
)
def test_what_is_wrong_is_said(call: Any, said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        call()
