"""One result: named figures, each with a value or a status that says why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import _show
from ._errors import Error
from ._frozen import Frozen
from ._table import Table


class Result(Frozen):
    """Figures that belong together, by name: ``result.value``, ``result.low``, ``result.n``, ``result.status``.

    A figure that cannot be given is None, never NaN, and ``status`` says why. ``result.table`` is the same as a table of one row, for data frames
    and files. A result never changes and compares equal to another with the same figures.
    """

    __slots__ = ("_figures", "table", "title")
    _figures: dict[str, Any]
    table: Table
    title: str

    def __init__(self, table: Table, title: str = "") -> None:
        rows = table.to_dicts()
        if len(rows) != 1:
            raise Error(f"has {len(rows)} rows where a result has 1", function="Result", argument="table")
        self._set(table=table, title=title, _figures=rows[0])

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_figures")[name]
        except KeyError:
            raise AttributeError(f"this result has no {name!r}; it has {', '.join(self._figures)}") from None

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._figures})

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def to_dict(self) -> dict[str, Any]:
        """The figures by name; None where there is no value."""
        return dict(self._figures)

    def __eq__(self, other: object) -> bool:
        return self.table == other.table if isinstance(other, Result) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return Result, (self.table, self.title)

    def __repr__(self) -> str:
        widest = max(len(name) for name in self._figures)
        lines = [f"  {name:{widest}}  {_show.one_line(_show.cell_text(value)) or '-'}" for name, value in self._figures.items()]
        return "\n".join([self.title or "Result", *lines])

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(name)}</th><td style="text-align:right">{escape(_show.one_line(_show.cell_text(value))) or "-"}</td></tr>'
            for name, value in self._figures.items()
        )
        return f"<table><caption>{escape(self.title or 'Result')}</caption><tbody>{rows}</tbody></table>"


Result.__module__ = "headway"
