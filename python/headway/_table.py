"""Results as named, typed columns."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import _core, _show
from ._errors import Error
from ._frozen import Frozen

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas
    import polars
    import pyarrow

    from ._core import Table as CoreTable


class Table(Frozen):
    """A result as named, typed columns of equal length: the one shape in which results leave for NumPy, Arrow and data frames.

    Column names are snake_case and do not change. ``table["n"]`` is a column, ``len(table)`` the number of rows, and iterating gives each
    row as a dictionary. A cell without a value is not zero and not NaN: it is masked in NumPy, None in dictionaries, null in Arrow.
    Where something is withheld because a group is small, ``status`` says ``hidden`` and ``hidden_reason`` says why.

    Any library that speaks the Arrow PyCapsule interface takes a table as it is, as often as it likes: ``polars.DataFrame(table)``,
    ``pyarrow.table(table)``, ``duckdb.sql("from profile")`` for a variable ``profile``.
    """

    __slots__ = ("_core",)
    _core: CoreTable

    def __init__(self, core: CoreTable) -> None:
        self._set(_core=core)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._core.names)

    def __len__(self) -> int:
        return len(self._core)

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """A column as a read-only array: ``int64``, ``float64``, ``bool`` or, for text, ``object`` holding ``str``.

        Numbers are not copied. If a cell has no value the array is a ``numpy.ma.MaskedArray`` with that cell masked; otherwise it is a
        plain array. ``valid(name)`` tells which cells have values.

        Raises:
            Error: ``not_found``, with the nearest name.
        """
        import numpy as np

        position = self._find(name)
        kind = self._core.types[position]
        values: npt.NDArray[Any]
        if kind == "text":
            cells = self._core.cells(position)
            values = np.empty(len(cells), dtype=object)
            values[:] = cells
        else:
            values = np.asarray(self._core.values(position))
            if kind == "boolean":
                values = values.astype(bool)
        values.flags.writeable = False
        valid = np.asarray(self._core.valid(position))
        if valid.all():
            return values
        masked: npt.NDArray[Any] = np.ma.MaskedArray(values, mask=~valid, hard_mask=True)
        return masked

    def valid(self, name: str) -> npt.NDArray[np.bool_]:
        """Where a column has values: a read-only array of ``bool``.

        Raises:
            Error: ``not_found``, with the nearest name.
        """
        import numpy as np

        return np.asarray(self._core.valid(self._find(name)))

    def _find(self, name: str) -> int:
        if not isinstance(name, str):
            raise Error(f"{name!r} is not the name of a column; rows come by iterating or from to_dicts()", function="Table", argument="name")
        return self._core.find(name)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for first in range(0, len(self), 1024):
            yield from self._core.dicts(first, first + 1024)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Every row as a dictionary; None where there is no value."""
        return self._core.dicts(0, len(self))

    def where(self, **values: Any) -> Table:
        """The rows in which every named column has the given value, e.g. ``table.where(dimension_key="vision", status="ok")``.

        Raises:
            Error: ``not_found``, with the nearest name of a column.
        """
        keep = range(len(self))
        for name, value in values.items():
            cells = self._core.cells(self._find(name))
            keep = [row for row in keep if cells[row] == value]  # type: ignore[assignment]
        return self._take(keep)

    def select(self, *names: str) -> Table:
        """The named columns, in the given order.

        Raises:
            Error: ``not_found``, with the nearest name.
        """
        columns = self._core.columns()
        return Table(_core.Table.from_columns([columns[self._find(name)] for name in names]))

    def head(self, rows: int = 5) -> Table:
        """The first rows."""
        return self._take(range(min(max(operator.index(rows), 0), len(self))))

    def _take(self, rows: Sequence[int]) -> Table:
        return Table(_core.Table.from_columns([(name, kind, [cells[row] for row in rows]) for name, kind, cells in self._core.columns()]))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A new Arrow stream of one batch, so a table can be read as often as one likes. Numbers are lent without a copy."""
        return _core.arrow_stream(self._core)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        """The table as one Arrow structure array."""
        return _core.arrow_array(self._core)

    def __arrow_c_schema__(self) -> object:
        """The types of the columns."""
        return _core.arrow_array(self._core)[0]

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas data frame, with nullable types, so that a missing whole number stays missing and the others stay whole."""
        import pandas as pd

        dtypes = {"integer": "Int64", "real": "Float64", "boolean": "boolean", "text": "string"}
        return pd.DataFrame({name: pd.array(cells, dtype=dtypes[kind]) for name, kind, cells in self._core.columns()})

    def to_polars(self) -> polars.DataFrame:
        """As a polars data frame."""
        import polars as pl

        return pl.DataFrame(self)

    def to_arrow(self) -> pyarrow.Table:
        """As a pyarrow table."""
        import pyarrow as pa

        return pa.table(self)

    def to_csv(self, *, safe: bool = True) -> str:
        """As CSV text: commas, ``\\n``, a header line; an empty field where there is no value.

        With ``safe``, a text that a spreadsheet would run as a formula (it starts with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
        return) is written with an apostrophe before it.
        """
        return _show.csv_text(self._core.columns(), safe=safe)

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Table) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self._core.columns(),)

    def __repr__(self) -> str:
        return _show.table_text(self._core.columns(), len(self))

    def _repr_html_(self) -> str:
        return _show.table_html(self._core.columns(), len(self))

    def _repr_markdown_(self) -> str:
        return _show.table_markdown(self._core.columns(), len(self))


def _restored(columns: list[tuple[str, str, list[Any]]]) -> Table:
    return Table(_core.Table.from_columns(columns))


Table.__module__ = "headway"
