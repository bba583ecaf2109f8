"""Marks and counts as people have them, as the arrays the extension takes. Nothing is rounded and no level is inferred from the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ._errors import Error

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Levels: TypeAlias = int | Sequence[Any]


def level_values(levels: Levels, function: str) -> tuple[list[float], dict[Any, int] | None]:
    """The levels as increasing numbers and, when they are labels, the position (from 1) of each label."""
    no_scale = Error(f"{levels!r} is not a scale; give the number of levels, or the levels lowest first", function=function, argument="levels")
    if isinstance(levels, bool | str):
        raise no_scale
    if isinstance(levels, int):
        if not 2 <= levels <= 16:
            raise Error(f"{levels} is not allowed; it must be 2 to 16", category="out_of_range", function=function, argument="levels")
        return [float(k) for k in range(1, levels + 1)], None
    if not hasattr(levels, "__len__"):
        raise no_scale
    listed = list(levels)
    if not 2 <= len(listed) <= 16:
        raise Error(f"has {len(listed)} levels; it must have 2 to 16", category="out_of_range", function=function, argument="levels")
    if all(isinstance(value, str) for value in listed):
        if len(set(listed)) < len(listed):
            raise Error("names a level twice", function=function, argument="levels")
        return [float(k) for k in range(1, len(listed) + 1)], {label: k for k, label in enumerate(listed, 1)}
    try:
        numbers = [float(value) for value in listed]
    except (TypeError, ValueError):
        raise Error("mixes labels and numbers; give one or the other, lowest first", function=function, argument="levels") from None
    if not all(low < high for low, high in zip(numbers, numbers[1:], strict=False)):
        raise Error("must increase from level to level", function=function, argument="levels")
    return numbers, None


def mark_array(marks: Any, labels: dict[Any, int] | None, function: str, argument: str) -> npt.NDArray[Any]:
    """The marks as a NumPy array of numbers, NaN where there is none."""
    import numpy as np

    if type(marks) is np.ndarray and marks.dtype.kind in "iuf" and labels is None:
        return marks
    if isinstance(marks, np.ma.MaskedArray):
        marks = marks.tolist()  # None where masked
    try:
        array = np.asarray(marks)
    except ValueError:
        raise Error("has rows of different lengths", function=function, argument=argument) from None
    if array.size == 0:
        return np.empty(array.shape, dtype=np.int8)
    if array.dtype.kind in "iuf" and labels is None:
        return array
    out = np.full(array.size, np.nan)
    per_row = array.shape[1] if array.ndim == 2 else 1
    for i, value in enumerate(array.reshape(-1).tolist()):
        if _missing(value):
            continue
        out[i] = _number(value, labels, function, argument, i // per_row)
    return out.reshape(array.shape)


def number_array(values: Any, function: str, argument: str) -> npt.NDArray[Any]:
    """Numbers as a NumPy array, NaN where there is none."""
    import numpy as np

    if type(values) is np.ndarray and values.dtype.kind in "iuf":
        return values
    if isinstance(values, np.ma.MaskedArray):
        values = values.tolist()  # None where masked
    try:
        array = np.asarray(values)
    except ValueError:
        raise Error("has rows of different lengths", function=function, argument=argument) from None
    if array.dtype.kind in "iuf":
        return array
    out = np.full(array.size, np.nan)
    per_row = array.shape[1] if array.ndim == 2 and array.shape[1] else 1
    for i, value in enumerate(array.reshape(-1).tolist()):
        if _missing(value):
            continue
        if isinstance(value, (bool, str, bytes)):
            raise Error(f"{value!r} is not a number; this needs numbers with equal steps", function=function, argument=argument, row=i // per_row)
        try:
            out[i] = float(value)
        except (TypeError, ValueError):
            raise Error(f"{value!r} is not a number", function=function, argument=argument, row=i // per_row) from None
    return out.reshape(array.shape)


def _missing(value: Any) -> bool:
    # pandas.NA and NaT compare to nothing, not even to themselves
    return value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value) or (isinstance(value, str) and not value)


def _number(value: Any, labels: dict[Any, int] | None, function: str, argument: str, row: int) -> float:
    if labels is not None:
        if value in labels:
            return float(labels[value])
        raise Error(f"{value!r} is not a level; it must be one of {', '.join(map(repr, labels))}, or nothing (None, NaN) for no mark",
                    category="out_of_range", function=function, argument=argument, row=row)
    if isinstance(value, (bool, str, bytes)):
        raise Error(f"{value!r} is not a number; give levels as numbers, or name the labels in levels, lowest first", function=function, argument=argument, row=row)
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Error(f"{value!r} is not a mark", function=function, argument=argument, row=row) from None


def given(first: str, marks: Any, counts: Any, function: str) -> str:
    """Which of two ways to give data was used: exactly one must be."""
    if (marks is None) == (counts is None):
        raise Error(f"give {first} or counts, not {'both' if counts is not None else 'none'}", function=function)
    return first if counts is None else "counts"


def declared(levels: Levels | None, function: str) -> tuple[list[float], dict[Any, int] | None]:
    """`level_values` of levels that marks cannot do without."""
    if levels is None:
        raise Error("give the number of levels, or the levels lowest first; the scale is not inferred from the marks", function=function, argument="levels")
    return level_values(levels, function)


def people_per_level(
    marks: Any, levels: Levels | None, counts: Any, function: str, argument: str = "marks"
) -> tuple[list[int], list[float], list[Any] | None]:
    """People per level from marks or from such counts; the levels as numbers, and their labels where they have any."""
    from . import _core

    if given(argument, marks, counts, function) == argument:
        values, labels = declared(levels, function)
        return _core.count_levels(mark_array(marks, labels, function, argument), values, function, argument), values, list(labels) if labels else None
    array = mark_array(counts, None, function, "counts")
    values, labels = level_values(array.size if levels is None else levels, function)
    if array.ndim != 1 or array.size != len(values):
        raise Error(f"has the shape {array.shape}; it must be {len(values)} numbers, people per level", function=function, argument="counts")
    return _core.check_counts(array, function, "counts"), values, list(labels) if labels else None


def rows_per_level(counts: Any, levels: Levels | None, function: str) -> tuple[list[int], int, int]:
    """A table of people per row and level, row by row, its rows and its levels."""
    from . import _core

    array = mark_array(counts, None, function, "counts")
    if array.ndim != 2:
        raise Error(f"has the shape {array.shape}; it must have 2 dimensions, the second people per level", function=function, argument="counts")
    values, _ = level_values(array.shape[1] if levels is None else levels, function)
    if array.shape[1] != len(values):
        raise Error(f"has {array.shape[1]} levels where {len(values)} are declared", function=function, argument="counts")
    return _core.check_counts(array, function, "counts"), int(array.shape[0]), len(values)


def whole_numbers(replicates: int, seed: int, threads: int, function: str) -> tuple[int, int, int]:
    """Options that are whole numbers and fit the extension's types."""
    for argument, value, lowest, highest in (("replicates", replicates, 100, 100_000_000), ("seed", seed, 0, 2**64 - 1), ("threads", threads, 0, 2**31)):
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise Error(f"{value!r} is not allowed; it must be a whole number from {lowest} to {highest}", category="out_of_range", function=function, argument=argument)
    return replicates, seed, threads


def marks_and_groups(marks: Any, groups: Any, labels: dict[Any, int] | None, function: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any], list[Any]]:
    """The marks, the group of each person as a number in order of first appearance, and the groups. A person without a group has no mark."""
    import numpy as np

    array = mark_array(marks, labels, function, "marks")
    listed = list(groups)
    if array.ndim != 1 or array.size != len(listed):
        raise Error(f"has {len(listed)} values where {array.size} are needed, one a mark", function=function, argument="groups")
    names: dict[Any, int] = {}
    codes = np.array([-1 if _missing(group) else names.setdefault(group, len(names)) for group in listed], dtype=np.int64)
    if (codes < 0).any():
        array = np.where(codes < 0, np.nan, array.astype(float))
        codes = np.maximum(codes, 0)
    return array, codes, list(names)


def choice(value: str, choices: Sequence[str], function: str, argument: str) -> int:
    """The position of a word among those allowed."""
    if value in choices:
        return list(choices).index(value)
    raise Error(f"{value!r} is not allowed; it must be one of {', '.join(map(repr, choices))}", function=function, argument=argument)


def whole(value: int, lowest: int, highest: int, function: str, argument: str) -> int:
    """A whole number in its range."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise Error(f"{value!r} is not a whole number", function=function, argument=argument)
    number = value.__index__()
    if not lowest <= number <= highest:
        raise Error(f"{number} is not allowed; it must be {lowest} to {highest}", category="out_of_range", function=function, argument=argument)
    return number


def drawing(draws: int, seed: int, function: str) -> tuple[int, int]:
    """How often something is drawn where there is too much to count out, and from which seed."""
    return whole(draws, 99, 100_000_000, function, "draws"), whole(seed, 0, 2**64 - 1, function, "seed")
