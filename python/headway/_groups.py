"""Groups of people on several dimensions at once. `headway.agreement` gives these names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _core
from ._arrays import _missing as missing
from ._arrays import declared, mark_array, whole
from ._errors import Error
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    import numpy.typing as npt

    from ._arrays import Levels


def group_gaps(marks: Any, groups: Any, levels: Levels, *, confidence: float = 0.95, seed: int = 1) -> Table:
    """How far every group of people marks above or below the groups together, with every group as one voice: over all dimensions and on each.

    Whole people are moved between groups, so what hangs together in one person stays together. ``adjusted`` and the intervals are for all gaps of a
    family together: those over all dimensions, and those on each.

    Args:
        marks: people x dimensions.
        groups: the group of each person, any label; a person without one (None, NaN) is left out.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: of the intervals, and 1 less the level of a test.
        seed: of the ways to share people out that are drawn where there are too many to go through.

    Returns:
        A table: dimension (from 1, nothing over all), group (its label as text), n, n_rest, dimensions, gap, gap_to_rest, gap_low, gap_high,
        interval_status, p, p_adjusted, p_min, detectable, between_share, between_by_chance, between_p, method, ways, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    array, codes, names, values = _people(marks, groups, levels, "group_gaps")
    made = _core.group_gaps(array, codes, values, confidence, whole(seed, 0, 2**64 - 1, "group_gaps", "seed"))
    columns: list[tuple[str, str, list[Any]]] = []
    for i, (name, kind) in enumerate(zip(made.names, made.types, strict=True)):
        cells = made.cells(i)
        columns.append((name, "text", [str(names[code]) for code in cells]) if name == "group" else (name, kind, cells))
    return Table(_core.Table.from_columns(columns))


def pooled_effect(marks: Any, groups: Any, levels: Levels, *, confidence: float = 0.95, seed: int = 1) -> Result:
    """Which of two groups tends to mark higher over all dimensions, with a person as one person however many dimensions there are.

    ``superiority`` is how often somebody of the first group marks higher than somebody of the second, equal marks counted half.

    Args:
        marks: people x dimensions.
        groups: the group of each person: two labels, the one that comes first is x; a person without one (None, NaN) is left out.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: of the interval, and 1 less the level of the test.
        seed: of the ways to share people out that are drawn where there are too many to go through.

    Returns:
        n_x, n_y, dimensions, superiority, cliff_delta, superiority_low, superiority_high, interval_status, p, p_min, test, method, ways, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths; for more than two groups.
    """
    array, codes, names, values = _people(marks, groups, levels, "pooled_effect")
    if len(names) > 2:
        raise Error(f"has {len(names)} groups; two are compared", function="pooled_effect", argument="groups")
    return Result(Table(_core.pooled_effect(array, codes, values, confidence, whole(seed, 0, 2**64 - 1, "pooled_effect", "seed"))), "Pooled effect")


def _people(marks: Any, groups: Any, levels: Levels, function: str) -> tuple[npt.NDArray[Any], list[int], list[Any], list[float]]:
    """Marks, the group of each person as a number in order of first appearance, the groups, and the levels."""
    import numpy as np

    values, labels = declared(levels, function)
    array = mark_array(marks, labels, function, "marks")
    listed = list(groups)
    if array.ndim == 2 and array.shape[0] != len(listed):
        raise Error(f"has {len(listed)} values where {array.shape[0]} are needed, one a person", function=function, argument="groups")
    given = np.array([not missing(group) for group in listed], dtype=bool)
    names: dict[Any, int] = {}
    codes = [names.setdefault(group, len(names)) for group in listed if not missing(group)]
    return array if given.all() else array[given], codes, list(names), values
