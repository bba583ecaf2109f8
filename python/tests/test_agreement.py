"""Agreement across units, on plain arrays."""

from __future__ import annotations

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


def test_undefined_is_a_status() -> None:
    result = hw.agreement.krippendorff_alpha([[3, 3], [3, 3]], levels=5)
    assert (result.value, result.status) == (None, "no_variation")
    assert hw.agreement.krippendorff_alpha([[3], [2]], levels=5).status == "too_few_raters"


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
