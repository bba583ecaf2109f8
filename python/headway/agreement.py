"""Agreement across units, on plain arrays: how far raters agree when each has marked the same things.

``ratings`` are units x raters: an array, a data frame or a list of rows. Marks are numbers from 1 to ``levels``, or whatever ``levels`` lists
(numbers or labels, lowest first); the scale is declared, never inferred from the data. None or NaN is no mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from . import _core
from ._arrays import choice, level_values, mark_array
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    from ._arrays import Levels

__all__ = ["krippendorff_alpha"]

_METRICS = ("nominal", "ordinal", "interval", "ratio", "circular", "bipolar")


def krippendorff_alpha(
    ratings: Any, levels: Levels, *, metric: Literal["nominal", "ordinal", "interval", "ratio", "circular", "bipolar"] = "ordinal"
) -> Result:
    """Krippendorff's alpha: 1 when raters agree on every unit, 0 when they agree as often as chance would have it.

    Alpha needs units that differ: where everything stands at one level it is near 0 or undefined although everybody agrees.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first.
        metric: how far apart two levels are.

    Returns:
        value, observed, expected, units, units_used, marks, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    values, labels = level_values(levels, "krippendorff_alpha")
    code = choice(metric, _METRICS, "krippendorff_alpha", "metric") + 1
    return Result(Table(_core.krippendorff_alpha(mark_array(ratings, labels, "krippendorff_alpha", "ratings"), values, code)), "Krippendorff's alpha")
