"""Where would a typical person put things? One line per dimension: a dot with its interval, from a fitted model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from headway.plot._canvas import BAND, MARK, MUTED, NAME, NOTE, SMALL, TITLE, Canvas, shorten, wrap, write_lines
from headway.plot._data import Result, levels_of, one_line, one_of, rows_of
from headway.plot._words import hidden_words, level_words, people

_NAMES = 170.0  # the names of the dimensions, where there is room beside the field
_COUNTS = 42.0
_LEADING = 11.0


@dataclass(frozen=True)
class TypicalCell:
    """One dimension of one round, as the model has it."""

    number: int
    name: str
    n: int
    level: int | None
    expected: float | None
    low: float | None
    high: float | None
    hidden_reason: str
    hidden: bool

    @property
    def mark(self) -> str:
        """ "2.4 (1.9 to 2.9)" """
        return "" if self.expected is None else f"{self.expected:.1f} ({self.low:.1f} to {self.high:.1f})"

    @property
    def why_not(self) -> str:
        """Why there is no mark."""
        return hidden_words(self.hidden_reason) if self.hidden else "nobody marked"


class _Layout:
    """Where everything goes at one width."""

    def __init__(self, picture: TypicalMarks, width: float) -> None:
        self.picture, self.width = picture, width
        self.title = wrap(picture.title, width - 4.0, TITLE, "bold") if picture.title is not None else []
        self.where = wrap(picture.where, width - 4.0, NOTE) if picture.title is not None else []
        self.beside = width >= 400.0
        self.left = _NAMES if self.beside else 2.0
        self.field = width - self.left - _COUNTS
        self.top = 14.0 * len(self.title) + 12.0 * len(self.where) + (8.0 if self.title else 0.0) + (14.0 if self.beside else 18.0)
        room = _NAMES - 8.0 if self.beside else width - 4.0
        self.names = [wrap(f"{cell.number}  {cell.name}", room, NAME, "bold", most=3) for cell in picture.cells]
        self.heights = [max(22.0, _LEADING * len(name) + 8.0) if self.beside else _LEADING * len(name) + 20.0 for name in self.names]
        self.key = wrap("Levels: " + "; ".join(level.words for level in picture.levels), width - 4.0, SMALL) if any(level.label for level in picture.levels) else []
        self.height = self.top + sum(self.heights) + 8.0 + 10.0 * len(self.key) + 4.0

    def _x(self, value: float) -> float:
        """Between two levels in proportion to their values."""
        values = [level.value for level in self.picture.levels]
        slot = self.field / len(values)
        i = max((k for k, level in enumerate(values[:-1]) if level <= value), default=0)
        within = (value - values[i]) / (values[i + 1] - values[i])
        return self.left + slot * (i + 0.5 + min(1.0, max(0.0, within)))

    def draw(self, canvas: Canvas) -> None:
        """Title, levels from left to right, a line per dimension."""
        y = write_lines(canvas, 2.0, 12.0, self.title, size=TITLE, leading=14.0, weight="bold")
        write_lines(canvas, 2.0, y, self.where, size=NOTE, leading=12.0, colour=MUTED)
        slot = self.field / len(self.picture.levels)
        for i, level in enumerate(self.picture.levels):
            canvas.text(self.left + slot * (i + 0.5), self.top - (4.0 if self.beside else 8.0), str(level.value), size=SMALL, weight="bold", align="center")
        y = self.top
        for cell, name, height in zip(self.picture.cells, self.names, self.heights, strict=True):
            tall = 16.0
            if self.beside:
                line = y + height / 2.0
                write_lines(canvas, 2.0, line + 3.2 - _LEADING / 2.0 * (len(name) - 1), name, size=NAME, leading=_LEADING, weight="bold")
            else:
                write_lines(canvas, 2.0, y + 9.0, name, size=NAME, leading=_LEADING, weight="bold")
                line = y + height - 10.0
            if cell.hidden or cell.expected is None:
                canvas.hatched(self.left, line - tall / 2.0, self.field, tall) if cell.hidden else canvas.rectangle(self.left, line - tall / 2.0, self.field, tall, fill=BAND)
                words = shorten(cell.why_not, self.field - 12.0, SMALL)
                if cell.hidden:
                    canvas.rectangle(self.left + 4.0, line - 5.5, min(self.field - 8.0, 6.0 + 4.6 * len(words)), 11.0, order=2.0)
                canvas.text(self.left + 7.0, line + 2.8, words, size=SMALL, colour=MUTED)
            else:
                self._draw_mark(canvas, cell, line, tall, slot)
            y += height
        write_lines(canvas, 2.0, y + 12.0, self.key, size=SMALL, leading=10.0, colour=MUTED)

    def _draw_mark(self, canvas: Canvas, cell: TypicalCell, line: float, tall: float, slot: float) -> None:
        assert cell.expected is not None and cell.low is not None and cell.high is not None
        for i in range(0, len(self.picture.levels), 2):
            canvas.rectangle(self.left + slot * i, line - tall / 2.0, slot, tall, fill=BAND, order=0.5)
        ends = self._x(cell.low), self._x(cell.high)
        canvas.stroke([(ends[0], line), (ends[1], line)], colour=MARK, line=2.0)
        for x in ends:
            canvas.stroke([(x, line - 3.5), (x, line + 3.5)], colour=MARK, line=1.4)
        canvas.marks([(self._x(cell.expected), line)], shape="disc", size=8.0)
        canvas.text(self.width - 2.0, line + 2.8, f"n = {cell.n}", size=SMALL, colour=MUTED, align="right")


class TypicalMarks:
    """The typical person's marks of one community in one round, before the width is known: rows of ``fit.levels()``."""

    natural_width = 520.0

    def __init__(self, levels: Result, rubric: Any, *, title: str | None = "") -> None:
        rows = rows_of(levels)
        self.levels = levels_of(rubric)
        self.where = ", ".join(filter(None, (one_of(rows, column, "typical_marks") for column in ("community", "round"))))
        self.title = None if title is None else one_line(title) or "Where would a typical person put things?"
        self.cells: Sequence[TypicalCell] = [
            TypicalCell(int(row["dimension_number"]), one_line(row["dimension"]), int(row.get("n") or 0), row.get("level"), row.get("expected"), row.get("low"), row.get("high"),
                        one_line(row.get("hidden_reason")), row.get("status") == "hidden")
            for row in rows
        ]

    @property
    def description(self) -> str:
        """The picture in words."""
        parts = [f"{cell.number} {cell.name}: {self._said(cell)}." for cell in self.cells]
        return " ".join([f"A typical person's marks with their ranges{': ' if self.where else ''}{self.where}.", *parts])

    def _said(self, cell: TypicalCell) -> str:
        if cell.expected is None or cell.level is None:
            return cell.why_not
        return f"{cell.mark}, most probably {level_words(cell.level, self.levels)}, {people(cell.n)}"

    def layout(self, width: float) -> _Layout:
        """The picture at a width."""
        return _Layout(self, width)
