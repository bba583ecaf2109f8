"""Columns and rows of Python objects, as the reader takes them: whole numbers, real numbers or texts. Nothing is narrowed on the way."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._errors import Error

Column = tuple[str, Any, Any]
"""Name; an array of int64 or float64, or a list of str and None; where it has values, one byte a row, or None for everywhere."""

_INT64 = range(-(2**63), 2**63)
_EXACT = 2**53


def from_mapping(source: Mapping[Any, Any]) -> list[Column]:
    """Columns by name. A single value stands for a column full of it.

    Raises:
        Error: ``invalid_argument`` where nothing is a column, or a name is not a text.
    """
    names = list(source.keys())
    for name in names:
        if not isinstance(name, str):
            raise Error(f"{name!r} is not a name of a column; names are text", function="read", argument="source")
    single = {name for name in names if _is_single(source[name])}
    if names and len(single) == len(names):
        message = "is a dictionary of single values; give columns (a list for each name), or a list of such dictionaries, one a row"
        raise Error(message, function="read", argument="source")
    made = {name: from_values(source[name]) for name in names if name not in single}
    rows = max((len(values) for values, _ in made.values()), default=0)
    for name in single:
        made[name] = from_values([source[name]] * rows)
    return [(name, *made[name]) for name in names]


def from_rows(rows: Sequence[Mapping[Any, Any]]) -> list[Column]:
    """Rows as columns; a name that a row does not have has no value there."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return from_mapping({name: [row.get(name) for row in rows] for name in names})


def from_values(values: Any) -> tuple[Any, Any]:
    """One column: an array where it is one, or whatever can be iterated."""
    dtype = getattr(values, "dtype", None)
    if getattr(dtype, "kind", None) in ("i", "u", "f") and hasattr(values, "__array__") and isinstance(getattr(dtype, "itemsize", None), int):
        numbers = _from_numbers(values)
        if numbers is not None:
            return numbers
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise Error(f"{values!r} is not a column; give a list or an array", function="read", argument="source")
    return _from_objects(list(values))


def _from_numbers(values: Any) -> tuple[Any, Any] | None:
    """A NumPy array, or what turns into one, without a copy where it is int64 or float64 already; masked cells have no value."""
    import numpy as np

    held = np.asarray(values)
    if held.ndim != 1 or held.dtype.kind not in "iuf" or held.dtype.itemsize > 8:
        return None
    mask = getattr(values, "mask", None)
    valid = None if mask is None or mask is np.False_ else np.ascontiguousarray(~np.broadcast_to(np.asarray(mask, dtype=bool), held.shape)).view(np.uint8)
    if held.dtype.kind == "u" and held.dtype.itemsize == 8 and held.size and int(held.max()) not in _INT64:
        return None
    return np.ascontiguousarray(held, dtype=np.float64 if held.dtype.kind == "f" else np.int64), valid


def _from_objects(values: list[Any]) -> tuple[Any, Any]:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int} and all(value is None or value in _INT64 for value in values):
        return array("q", [0 if value is None else value for value in values]), _valid(values)
    if kinds and kinds <= {int, float} and all(not isinstance(value, int) or abs(value) <= _EXACT for value in values):
        return array("d", [0.0 if value is None else value for value in values]), _valid(values)
    return [as_text(value) for value in values], None


def _valid(values: list[Any]) -> bytes:
    return bytes(value is not None for value in values)


def as_text(value: Any) -> str | None:
    """One value as somebody would write it; None where there is none."""
    if value is None or isinstance(value, str):
        return value if value is None else str(value)
    if hasattr(value, "item") and hasattr(value, "dtype") and getattr(value, "ndim", 0) == 0 and getattr(value.dtype, "kind", "") not in ("M", "m"):
        value = value.item()
    if isinstance(value, float):
        if value != value:
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if type(value).__name__ in ("NAType", "NaTType") or (getattr(getattr(value, "dtype", None), "kind", "") in ("M", "m") and value != value):
        return None
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    text = str(value)
    return text.removesuffix("T00:00:00") if getattr(getattr(value, "dtype", None), "kind", "") == "M" else text


def _is_single(value: Any) -> bool:
    return value is None or isinstance(value, str | bytes | int | float | datetime.date) or not isinstance(value, Iterable)
