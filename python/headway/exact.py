"""Exact tests and intervals for small groups, on plain arrays.

Ratings are few, tied and ordered, so nothing here leans on large samples or equal steps: probabilities are counted out. Every result has a floor,
``p_min``: the smallest p these data could have given. If it is above the level one asks for, the panel could not have shown anything.

Marks are numbers from 1 to ``levels``, or whatever ``levels`` lists (numbers or labels, lowest first). None or NaN is no mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from . import _core
from ._arrays import choice, level_values, mark_array
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    from ._arrays import Levels

__all__ = ["paired_change"]


def paired_change(
    before: Any, after: Any, levels: Levels, *, confidence: float = 0.95, interval: Literal["mid_p", "exact"] = "mid_p", power: float = 0.8
) -> Result:
    """Change between two marks of the same people, exactly.

    A person counts with both marks. ``change`` is the log odds of one level up against one level down, free of how severe each person is;
    ``change_low`` and ``change_high`` are its interval, None where it is unbounded ("at least"). ``p_two_sided``, ``p_up``, ``p_down`` and
    ``p_mid`` test "nobody changed"; ``p_min`` is their floor and ``detectable`` the smallest change these movers would have shown.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: of the interval.
        interval: ``"mid_p"`` covers about as often as ``confidence`` says, ``"exact"`` never more rarely.
        power: of ``detectable``.

    Returns:
        n, up, held, down, levels_moved, change, change_low, change_high, standard_error, p_two_sided, p_mid, p_up, p_down, p_min, detectable,
        superiority, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    values, labels = level_values(levels, "paired_change")
    exact_tail = choice(interval, ("mid_p", "exact"), "paired_change", "interval") == 1
    first, second = (mark_array(marks, labels, "paired_change", name) for marks, name in ((before, "before"), (after, "after")))
    return Result(Table(_core.paired_change(first, second, values, confidence, exact_tail, power)), "Change, same people")
