"""Where do things stand? One round of one community: a strip per dimension, every person a dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from headway.plot._canvas import AGREED, BAND, INK, MARK, MUTED, NAME, NOTE, PAPER, RULE, SILENT, SMALL, TITLE, Canvas, words_fit, wrap, write_lines
from headway.plot._data import REASON_WORDS, Cell, Level, Result, cells_of, levels_of, one_line, one_of, rows_of
from headway.plot._font import text_width
from headway.plot._words import cell_words, people

_BREAK = 400.0  # narrower than this the names stand above the strips
_LANE = 13.0  # under the dots: middle mark and agreed mark
_MOST_ROWS = 4
_KEY = (("dot", "one person"), ("bar", "people, with their number"), ("median", "middle mark, low to high"), ("agreed", "what the room agreed"), ("silent", "no level given"))


@dataclass(frozen=True)
class _Stack:
    """How many dots stand side by side and above each other, the same in every strip."""

    columns: int
    rows: int
    pitch: float  # 0: too many people for dots, bars are drawn


def _stack(most: int, slot: float) -> _Stack:
    for pitch in (7.6, 6.6, 5.6, 4.8, 4.0):
        for rows in (_MOST_ROWS, 2 * _MOST_ROWS):
            columns = max(1, ceil(most / rows))
            if columns * pitch <= slot - 6.0:
                return _Stack(columns, min(rows, max(most, 1)), pitch)
    return _Stack(1, 1, 0.0)


class _Layout:
    """Where everything goes at one width; the height follows."""

    def __init__(self, cells: Sequence[Cell], levels: Sequence[Level], title: tuple[str, str] | None, width: float, key: bool) -> None:
        self.cells, self.levels, self.width = cells, levels, width
        self.narrow = width < _BREAK
        self.title = wrap(title[0], width - 4.0, TITLE, "bold") if title else []
        self.where = wrap(title[1], width - 4.0, NOTE) if title else []
        self.left = 2.0 if self.narrow else min(150.0, 0.29 * width)
        self.right = 2.0 if self.narrow else 84.0
        self.slot = (width - self.left - self.right) / len(levels)
        self.named = all(words_fit(level.label, self.slot - 3.0, SMALL) for level in levels)
        self.labels = [wrap(level.label, self.slot - 3.0, SMALL) for level in levels] if self.named else [[] for _ in levels]
        most = max((count for cell in cells if cell.counts for count in cell.counts.values()), default=1)
        self.stack = _stack(most, self.slot)
        self.dots_height = max(17.0, 26.0 if self.stack.pitch == 0.0 else self.stack.rows * self.stack.pitch)
        self.names = [self._name(cell) for cell in cells]
        self.asides = [self._aside(cell) for cell in cells]
        self.row_heights = [self._row_height(i) for i in range(len(cells))]
        self.header = 4.0 + 12.0 + 9.0 * max(map(len, self.labels)) + 4.0
        self.key = self._key_lines() if key else []
        self.level_key = [] if self.named else wrap("Levels: " + "; ".join(level.words for level in levels), width - 4.0, SMALL)
        self.title_height = 14.0 * len(self.title) + 12.0 * len(self.where) + (8.0 if self.title else 0.0)
        self.height = (self.title_height + self.header + sum(self.row_heights) + 8.0 + 10.0 * len(self.level_key)
                       + (5.0 if self.level_key else 0.0) + 13.0 * len(self.key) + 2.0)

    def _name(self, cell: Cell) -> tuple[list[str], list[str]]:
        """Lines of the name, lines of what is said under it."""
        notes = []
        if not cell.hidden:
            notes.append(people(cell.n) if cell.n else "nobody marked")
        if cell.two_camps:
            notes.append("two camps")
        if cell.outcome == "no_agreement":
            notes.append("not agreed")
        elif cell.consensus_text:
            notes.append(f"agreed “{cell.consensus_text}”")
        room = self.width - 4.0 if self.narrow else self.left - 10.0
        return wrap(f"{cell.number}  {cell.name}", room, NAME, "bold", most=3), wrap(", ".join(notes), room, SMALL, most=3)

    def _aside(self, cell: Cell) -> list[tuple[str, int, list[str]]]:
        """Who gave no level, by reason: the reason, how many, and the words in lines."""
        room = self.width - 20.0 if self.narrow else self.right - 12.0
        return [(reason, count, wrap(f"{count} {REASON_WORDS[reason]}", room - 9.0, SMALL)) for reason, count in cell.silent.items()]

    def _row_height(self, i: int) -> float:
        name, notes = self.names[i]
        label = 11.0 * len(name) + 9.5 * len(notes)
        aside = sum(9.5 * len(lines) for _, _, lines in self.asides[i])
        strip = self.dots_height + _LANE
        return (label + 5.0 + strip + aside if self.narrow else max(strip, label, aside)) + 12.0

    def _key_lines(self) -> list[list[tuple[str, str]]]:
        shown = [(mark, words) for mark, words in _KEY if self._occurs(mark)]
        lines: list[list[tuple[str, str]]] = [[]]
        used = 0.0
        for mark, words in shown:
            needed = 14.0 + text_width(words, SMALL) + 14.0
            if lines[-1] and used + needed > self.width:
                lines.append([])
                used = 0.0
            lines[-1].append((mark, words))
            used += needed
        return lines if lines[0] else []

    def _occurs(self, mark: str) -> bool:
        match mark:
            case "dot" | "bar":
                return any(cell.n for cell in self.cells) and (mark == "bar") == (self.stack.pitch == 0.0)
            case "median":
                return any(cell.median_low is not None for cell in self.cells)
            case "agreed":
                return any(cell.agreed_span for cell in self.cells)
            case _:
                return any(cell.silent for cell in self.cells)

    def draw(self, canvas: Canvas) -> None:
        """Title, level names, one row per dimension, key."""
        y = write_lines(canvas, 2.0, 12.0, self.title, size=TITLE, leading=14.0, weight="bold")
        write_lines(canvas, 2.0, y, self.where, size=NOTE, leading=12.0, colour=MUTED)
        y = self.title_height + 12.0
        for level, label in zip(self.levels, self.labels, strict=True):
            canvas.text(self.centre(level.value), y, str(level.value), size=NAME, weight="bold", align="center")
            write_lines(canvas, self.centre(level.value), y + 10.0, label, size=SMALL, leading=9.0, colour=MUTED, align="center")
        y = self.title_height + self.header
        if not self.narrow:
            _draw_columns(canvas, self, self.title_height, self.header + sum(self.row_heights))
        for i, height in enumerate(self.row_heights):
            _draw_row(canvas, self, i, y)
            y += height
        canvas.stroke([(0.0, y), (self.width, y)], colour=RULE, line=0.7, order=1.0)
        y = write_lines(canvas, 2.0, y + 13.0, self.level_key, size=SMALL, leading=10.0, colour=MUTED) + (5.0 if self.level_key else 3.0)
        _draw_key(canvas, self, y)

    def centre(self, value: float) -> float:
        """Where a level stands from left to right; half way for what lies between two."""
        values = [level.value for level in self.levels]
        below = max((i for i, v in enumerate(values) if v <= value), default=0)
        above = min((i for i, v in enumerate(values) if v >= value), default=len(values) - 1)
        return self.left + self.slot * ((below + above) / 2.0 + 0.5)


def _draw_dots(canvas: Canvas, layout: _Layout, cell: Cell, base: float) -> None:
    assert cell.counts is not None
    stack = layout.stack
    if stack.pitch == 0.0:
        most = max(max(other.counts.values()) for other in layout.cells if other.counts)
        for value, count in cell.counts.items():
            if count:
                height = max(1.0, (layout.dots_height - 9.0) * count / most)
                centre = layout.centre(value)
                canvas.rectangle(centre - 0.3 * layout.slot, base - height, 0.6 * layout.slot, height, fill=MARK, order=3.0)
                canvas.text(centre, base - height - 2.0, str(count), size=min(SMALL, 0.3 * layout.slot), align="center")
        return
    points: list[tuple[float, float]] = []
    for value, count in cell.counts.items():
        for first in range(0, count, stack.columns):
            here = min(stack.columns, count - first)
            y = base - stack.pitch * (first // stack.columns + 0.5)
            points.extend((layout.centre(value) + stack.pitch * (i - (here - 1) / 2.0), y) for i in range(here))
    canvas.marks(points, shape="disc", size=stack.pitch - 1.1)


def _draw_lane(canvas: Canvas, layout: _Layout, cell: Cell, base: float) -> None:
    """Middle mark and agreed mark, under the dots."""
    lane = base + 6.5
    reach = min(0.36 * layout.slot, 20.0)
    if cell.median_low is not None and cell.median_high is not None:
        canvas.rectangle(layout.centre(cell.median_low) - reach, lane - 1.7, layout.centre(cell.median_high) - layout.centre(cell.median_low) + 2 * reach,
                         3.4, fill=INK, order=3.0)
        if cell.counts is None:
            canvas.text(layout.centre(cell.median_low), base - 5.0, "range only", size=SMALL, colour=MUTED, align="center")
    if span := cell.agreed_span:
        low, high = map(layout.centre, span)
        if high > low:
            canvas.stroke([(low, lane), (high, lane)], colour=PAPER, line=4.6, order=4.0)
            canvas.stroke([(low, lane), (high, lane)], colour=AGREED, line=2.0, order=4.1)
        canvas.marks(sorted({(low, lane), (high, lane)}), shape="diamond", size=9.5, fill=AGREED, edge=PAPER, line=1.2, order=5.0)


def _draw_hidden(canvas: Canvas, layout: _Layout, cell: Cell, top: float, height: float) -> None:
    width = layout.slot * len(layout.levels)
    canvas.hatched(layout.left, top, width, height, order=2.0)
    words = wrap(cell.hidden_reason or "withheld", width - 30.0, NOTE)[:2]
    across = max(text_width(line, NOTE) for line in words) + 12.0
    middle = top + height / 2.0
    canvas.rectangle(layout.left + (width - across) / 2.0, top + 0.4, across, height - 0.8, fill=PAPER, order=3.0)
    write_lines(canvas, layout.left + width / 2.0, middle + 3.2 - 5.5 * (len(words) - 1), words, size=NOTE, leading=11.0, align="center")


def _draw_columns(canvas: Canvas, layout: _Layout, top: float, height: float) -> None:
    """A quiet band behind every other level, so that the eye keeps to its column."""
    for column in range(0, len(layout.levels), 2):
        canvas.rectangle(layout.left + column * layout.slot, top, layout.slot, height, fill=BAND, order=0.5)


def _draw_row(canvas: Canvas, layout: _Layout, i: int, top: float) -> None:
    cell, (name, notes) = layout.cells[i], layout.names[i]
    canvas.stroke([(0.0, top), (layout.width, top)], colour=RULE, line=0.7, order=1.0)
    y = write_lines(canvas, 2.0, top + 15.0, name, size=NAME, leading=11.0, weight="bold")
    write_lines(canvas, 2.0, y - 0.5, notes, size=SMALL, leading=9.5, colour=MUTED)
    strip_top = top + 6.0 + (11.0 * len(name) + 9.5 * len(notes) + 7.0 if layout.narrow else 0.0)
    strip_height = layout.dots_height + _LANE
    if layout.narrow:
        _draw_columns(canvas, layout, strip_top - 2.0, strip_height + 2.0)
    base = strip_top + layout.dots_height
    if cell.hidden:
        _draw_hidden(canvas, layout, cell, strip_top - 1.0, layout.dots_height)
    elif cell.counts is not None:
        _draw_dots(canvas, layout, cell, base)
    _draw_lane(canvas, layout, cell, base)
    x = 4.0 if layout.narrow else layout.width - layout.right + 10.0
    y = strip_top + strip_height + 9.0 if layout.narrow else top + 15.0
    for _, _, lines in layout.asides[i]:
        canvas.marks([(x + 2.5, y - 2.7)], shape="square", size=5.0, fill=PAPER, edge=SILENT, line=1.1)
        y = write_lines(canvas, x + 9.0, y, lines, size=SMALL, leading=9.5, colour=MUTED)


def _draw_key(canvas: Canvas, layout: _Layout, y: float) -> None:
    for line in layout.key:
        x = 2.0
        for mark, words in line:
            match mark:
                case "dot":
                    canvas.marks([(x + 5.0, y - 2.7)], shape="disc", size=6.0)
                case "bar":
                    canvas.rectangle(x + 2.0, y - 7.0, 7.0, 8.0, fill=MARK, order=3.0)
                case "median":
                    canvas.rectangle(x, y - 4.4, 11.0, 3.4, fill=INK, order=3.0)
                case "agreed":
                    canvas.marks([(x + 5.0, y - 2.7)], shape="diamond", size=9.0, fill=AGREED)
                case _:
                    canvas.marks([(x + 5.0, y - 2.7)], shape="square", size=5.0, fill=PAPER, edge=SILENT, line=1.1)
            canvas.text(x + 14.0, y, words, size=SMALL, colour=MUTED)
            x += 28.0 + text_width(words, SMALL)
        y += 13.0


class DotStrip:
    """A dot strip before its width is known; `plot.dot_strip` says what the parameters are."""

    natural_width = 520.0

    def __init__(self, profile: Result, rubric: Any = None, *, consensus: Result = None, title: str | None = "", key: bool = True) -> None:
        rows = rows_of(profile)
        self.levels = levels_of(rubric, rows)
        self.cells = cells_of(rows, self.levels, consensus)
        self.where = ", ".join(filter(None, (one_of(rows, "community", "dot_strip"), one_of(rows, "round", "dot_strip"))))
        self.title = None if title is None else one_line(title) or "Where do things stand?"
        self.key = key

    @property
    def description(self) -> str:
        """The picture in words, strip by strip."""
        scale = f"Levels go from {self.levels[0].words} to {self.levels[-1].words}."
        strips = " ".join(cell_words(cell, self.levels) for cell in self.cells) or "There is no dimension to show."
        return f"Dot strip{': ' + self.where if self.where else ''}. One strip per dimension, one dot per person. {scale} {strips}"

    def layout(self, width: float) -> _Layout:
        """The picture at a width."""
        return _Layout(self.cells, self.levels, None if self.title is None else (self.title, self.where), width, self.key)
