"""What changed, and how sure that is, on plain arrays.

For a study there are ``Community.change``, ``panel``, ``bounds``, ``response_shift`` and ``path``; here are the two figures behind them for whoever has
marks in arrays. Marks are numbers from 1 to ``levels``, or whatever ``levels`` lists (numbers or labels, lowest first). None or NaN is no mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from . import _core
from ._arrays import level_values, mark_array
from ._errors import Error
from ._same_people import asked
from ._table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._arrays import Levels

__all__ = ["panel_split", "same_people"]


def same_people(
    before: Any,
    after: Any,
    levels: Levels,
    *,
    confidence: float = 0.95,
    interval: Literal["mid_p", "exact"] = "mid_p",
    power: float = 0.8,
    together: bool = True,
    draws: int = 99_999,
    seed: int = 1,
) -> Table:
    """What the same people's marks say about change on several dimensions, one by one and all together.

    ``direction`` is moved, held, slipped or cannot_tell. Moved and slipped must be more than chance would do, for all dimensions together; held means that
    the middle person stayed, beyond doubt, and never just that no change was found. Where these people could not have shown a change, ``status`` is
    could_not_show.

    Args:
        before: people x dimensions.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: of intervals; 1 less this is the level a direction must reach.
        interval: ``"mid_p"`` covers about as often as ``confidence`` says, ``"exact"`` never more rarely.
        power: of ``detectable``.
        together: whether a direction must hold for all dimensions together, or for each by itself.
        draws: patterns drawn where more than 20 people moved.
        seed: of those draws.

    Returns:
        A row a dimension: dimension, n, up, held, down, levels_moved, levels (mean move; treats steps as equal), net_movers, net_low, net_high,
        superiority, change (log odds of one level up against one down; an end without a value is unbounded, "at least"), change_low, change_high, p,
        p_adjusted, p_min, detectable, direction, movers, patterns, joint_exact, p_min_adjusted, status.

    Raises:
        Error: for a mark that is not a level, with its row; for tables of different shapes.
    """
    values, labels = level_values(levels, "same_people")
    first, second = (mark_array(marks, labels, "same_people", name) for marks, name in ((before, "before"), (after, "after")))
    return Table(_core.same_people(first, second, values, asked("same_people", confidence, interval, power, together, draws, seed)))


def panel_split(
    before: Any,
    after: Any,
    levels: Levels,
    *,
    sector_before: Sequence[Any] | None = None,
    sector_after: Sequence[Any] | None = None,
    at_least: Any = None,
    confidence: float = 0.95,
) -> Table:
    """What the change of everybody's marks is made of: the same people, who left, who joined, and the mix of sectors.

    One entry a person; who has no mark on one side left or joined. The parts of each split add up to everybody's change. A sector heard in one round
    only is never compared with anything: what it does stands in ``heard_once``, with the status not_comparable.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        sector_before: the sector each person spoke from in the earlier round; one sector when not given.
        sector_after: the same in the later round; as in the earlier when not given.
        at_least: the level, as written, whose share "at it or above" is split; the mean level when not given, which treats steps as equal.
        confidence: of intervals.

    Returns:
        Twelve rows: split (everybody, people, sectors, people_and_sectors), part, estimate, standard_error, low, high, n_from, n_to, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    values, labels = level_values(levels, "panel_split")
    first, second = (mark_array(marks, labels, "panel_split", name) for marks, name in ((before, "before"), (after, "after")))
    sector_after = sector_before if sector_after is None else sector_after
    sector_before = sector_after if sector_before is None else sector_before
    named = sorted({_sector(s) for s in [*(sector_before or []), *(sector_after or [])]})
    position = {name: i for i, name in enumerate(named)}
    group_before, group_after = ([position[_sector(s)] for s in (side or [])] for side in (sector_before, sector_after))
    return Table(_core.panel_split(first, second, values, group_before, group_after, _level(at_least, values, labels), confidence))


def _sector(value: Any) -> str:
    """Sectors are told apart by their text; None and NaN are one of their own."""
    return "" if value is None or value != value else str(value)


def _level(at_least: Any, values: list[float], labels: dict[Any, int] | None) -> int:
    """The position of a level as written; 0 for the mean."""
    if at_least is None:
        return 0
    written = list(labels) if labels is not None else values
    if at_least not in written:
        raise Error(f"{at_least!r} is not a level", category="out_of_range", function="panel_split", argument="at_least")
    found = written.index(at_least)
    if found == 0:
        raise Error(f"{at_least!r} is the lowest level, which everybody is at or above", category="out_of_range", function="panel_split", argument="at_least")
    return found
