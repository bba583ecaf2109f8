"""Where do people agree, and where not? Level against agreement: one community in one round, a row for every dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headway.plot._canvas import BAND, INK, MARK, MUTED, NAME, NOTE, PAPER, RULE, SMALL, TITLE, Canvas, words_fit, wrap, write_lines
from headway.plot._data import Cell, Result, cells_of, levels_of, one_line, one_of, rows_of
from headway.plot._font import text_width
from headway.plot._words import hidden_words, listed, people

CORNERS = {"talk_first": "talk first", "shared_gap": "shared gap", "mixed": "mixed", "build_on": "build on"}
MEANINGS = {
    "talk_first": "people differ",
    "shared_gap": "people agree, low",
    "mixed": "people agree, in the middle",
    "build_on": "people agree, high",
}

_DISC = 13.0
_LEADING = 9.5


@dataclass(frozen=True)
class _Line:
    """One dimension: where its middle mark lies from left to right, and its name beside it."""

    cell: Cell
    low: float
    high: float
    name: Sequence[str]
    to_the_left: bool
    height: float


class _Layout:
    """Where everything goes at one width."""

    def __init__(self, picture: LevelAgainstAgreement, width: float) -> None:
        self.picture, self.width = picture, width
        levels = picture.levels
        self.title = wrap(picture.title, width - 4.0, TITLE, "bold") if picture.title is not None else []
        self.where = wrap(picture.where, width - 4.0, NOTE) if picture.title is not None else []
        self.top = 14.0 * len(self.title) + 12.0 * len(self.where) + (8.0 if self.title else 0.0)
        self.slot = (width - 4.0) / len(levels)
        self.named = all(words_fit(level.label, self.slot - 3.0, SMALL) for level in levels)
        self.labels = [wrap(level.label, self.slot - 3.0, SMALL) if self.named else [] for level in levels]
        reach = 0.75 if len(levels) % 2 else 0.25  # how far the middle zone goes, in levels, from the middle of the scale
        middle = (len(levels) - 1) / 2.0
        self.edges = [2.0, *(2.0 + self.slot * (middle + 0.5 + side * reach) for side in (-1, 1)), width - 2.0]
        self.differ = [self._line(cell) for cell in picture.in_corner("talk_first")]
        self.agree = [self._line(cell) for cell in picture.agreeing]
        self.zone_words = [self._zone_words(i, corner) for i, corner in enumerate(("shared_gap", "mixed", "build_on"))]
        zone_lines = max(len(words) for words in self.zone_words)
        self.differ_height = 28.0 + (sum(line.height for line in self.differ) or 14.0)
        self.agree_height = 10.0 + (sum(line.height for line in self.agree) or 14.0) + 12.0 + 10.0 * zone_lines
        self.axis = self.top + self.differ_height + self.agree_height + 13.0
        self.level_key = [] if self.named else wrap("Levels: " + "; ".join(level.words for level in levels), width - 4.0, SMALL)
        unsaid = [corner for corner, words in zip(("shared_gap", "mixed", "build_on"), self.zone_words, strict=True) if not any(w == "bold" for _, w in words)]
        notes = [f"The narrow field: {CORNERS[corner]}, {MEANINGS[corner]}." for corner in unsaid] + picture.notes
        self.notes = [line for note in notes for line in wrap(note, width - 4.0, SMALL)]
        self.below = self.axis + (9.0 * max(map(len, self.labels)) if self.named else 0.0) + 8.0
        self.height = self.below + sum(10.0 * len(part) + 4.0 for part in (self.level_key, self.notes) if part)

    def _x(self, value: int) -> float:
        values = [level.value for level in self.picture.levels]
        return 2.0 + self.slot * (values.index(value) + 0.5)

    def _line(self, cell: Cell) -> _Line:
        assert cell.median_low is not None and cell.median_high is not None
        low, high = self._x(cell.median_low), self._x(cell.median_high)
        half = _DISC / 2.0 + 4.0
        right, left = self.width - 4.0 - (high + half), low - half - 4.0
        wide = text_width(cell.name, NOTE)
        to_the_left = wide > right and left > right
        name = wrap(cell.name, max(left, right), NOTE, most=3)
        return _Line(cell, low, high, name, to_the_left, max(_DISC, _LEADING * len(name)) + 6.0)

    def _zone_words(self, zone: int, corner: str) -> list[tuple[str, str]]:
        """The words of a zone in lines: the corner in bold, what it means below where there is room for whole words."""
        room = self.edges[zone + 1] - self.edges[zone] - 6.0
        bold = [(line, "bold") for line in wrap(CORNERS[corner], room, NAME, "bold")] if words_fit(CORNERS[corner], room * 0.9, NAME) else []
        meaning = [(line, "normal") for line in wrap(MEANINGS[corner], room, SMALL)] if words_fit(MEANINGS[corner], room, SMALL) else []
        return [*bold, *meaning]

    def draw(self, canvas: Canvas) -> None:
        """Zones with their words, a row per dimension, levels."""
        y = write_lines(canvas, 2.0, 12.0, self.title, size=TITLE, leading=14.0, weight="bold")
        write_lines(canvas, 2.0, y, self.where, size=NOTE, leading=12.0, colour=MUTED)
        line, bottom = self.top + self.differ_height, self.top + self.differ_height + self.agree_height
        canvas.rectangle(2.0, self.top, self.width - 4.0, self.differ_height, fill=BAND, order=0.5)
        canvas.rectangle(2.0, self.top, self.width - 4.0, bottom - self.top, fill="none", edge=MUTED, line=0.8, order=1.5)
        canvas.stroke([(2.0, line), (self.width - 2.0, line)], colour=MUTED, line=0.8, order=1.0)
        for x in self.edges[1:-1]:
            canvas.stroke([(x, line), (x, bottom)], colour=RULE, line=0.8, order=0.9)
        x = self.width / 2.0
        canvas.text(x, self.top + 12.0, CORNERS["talk_first"], size=NAME, weight="bold", align="center")
        canvas.text(x, self.top + 22.0, MEANINGS["talk_first"], size=SMALL, colour=MUTED, align="center")
        self._draw_lines(canvas, self.differ, self.top + 26.0, BAND)
        self._draw_lines(canvas, self.agree, line + 6.0, PAPER)
        depth = max(len(words) for words in self.zone_words)
        for zone, words in enumerate(self.zone_words):
            y = bottom - 6.0 - 10.0 * (depth - 1)
            for text, weight in words:
                canvas.text((self.edges[zone] + self.edges[zone + 1]) / 2.0, y, text, size=NAME if weight == "bold" else SMALL, weight=weight,
                            colour=INK if weight == "bold" else MUTED, align="center")
                y += 10.0
        for level, label in zip(self.picture.levels, self.labels, strict=True):
            x = self._x(level.value)
            canvas.stroke([(x, bottom), (x, bottom + 3.0)], colour=MUTED, line=0.8)
            canvas.text(x, self.axis, str(level.value), size=NAME, weight="bold", align="center")
            write_lines(canvas, x, self.axis + 10.0, label, size=SMALL, leading=9.0, colour=MUTED, align="center")
        y = self.below + 6.0
        for lines in (self.level_key, self.notes):
            y = write_lines(canvas, 2.0, y, lines, size=SMALL, leading=10.0, colour=MUTED) + (4.0 if lines else 0.0)

    def _draw_lines(self, canvas: Canvas, lines: Sequence[_Line], y: float, ground: str) -> None:
        if not lines:
            canvas.text(self.width / 2.0, y + 11.0, "no dimension", size=NOTE, colour=MUTED, align="center")
        for line in lines:
            middle = y + line.height / 2.0
            if line.high > line.low:
                canvas.stroke([(line.low, middle), (line.high, middle)], colour=MARK, line=4.0, order=2.0)
            x = (line.low + line.high) / 2.0
            canvas.marks([(x, middle)], shape="disc", size=_DISC, fill=MARK, edge=PAPER, line=0.8)
            canvas.text(x, middle + 2.9, str(line.cell.number), size=SMALL + 0.5 if line.cell.number < 100 else 5.5, colour=PAPER, weight="bold", align="center")
            beside = _DISC / 2.0 + 3.5
            start = min(line.low, x - beside + 3.0) - 4.0 if line.to_the_left and line.high > line.low else x - beside
            if not line.to_the_left:
                start = line.high + 4.0 if line.high > line.low else x + beside
            wide, tall = max(text_width(part, NOTE) for part in line.name), _LEADING * len(line.name) + 2.0
            canvas.rectangle(start - (wide if line.to_the_left else 0.0), middle - tall / 2.0, wide, tall, fill=ground, order=1.0)
            write_lines(canvas, start, middle + 3.0 - _LEADING / 2.0 * (len(line.name) - 1), line.name, size=NOTE, leading=_LEADING,
                        align="right" if line.to_the_left else "left")
            y += line.height


class LevelAgainstAgreement:
    """Level against agreement before its width is known; `plot.level_against_agreement` says what the parameters are."""

    natural_width = 520.0

    def __init__(self, profile: Result, agenda: Result, rubric: Any = None, *, title: str | None = "") -> None:
        rows = rows_of(profile)
        self.levels = levels_of(rubric, rows)
        self.where = ", ".join(filter(None, (one_of(rows, column, "level_against_agreement") for column in ("community", "round"))))
        self.title = None if title is None else one_line(title) or "Where do people agree, and where not?"
        self.corners: Mapping[int, str] = {int(row["dimension_number"]): str(row["corner"]) for row in rows_of(agenda) if row.get("corner") in CORNERS}
        cells = cells_of(rows, self.levels)
        self.shown = [cell for cell in cells if cell.number in self.corners and cell.median_low is not None and cell.dispersion is not None]
        self.left_out = [cell for cell in cells if cell not in self.shown]

    def in_corner(self, *corners: str) -> list[Cell]:
        """The dimensions of some corners, those with the most difference first; equal ones as in the rubric."""
        found = [cell for cell in self.shown if self.corners[cell.number] in corners]
        return sorted(found, key=lambda cell: -(cell.dispersion or 0.0))

    @property
    def agreeing(self) -> list[Cell]:
        """The dimensions on which people agree, high, low or in the middle."""
        return self.in_corner("shared_gap", "mixed", "build_on")

    @property
    def notes(self) -> list[str]:
        """How to read the picture, and what is not in it."""
        how = ["From top to bottom dimensions stand in the order of how far people differ, not to scale."] if self.shown else []
        return how + [f"Not shown: {cell.number} {cell.name}, {self._why_not(cell)}." for cell in self.left_out]

    @staticmethod
    def _why_not(cell: Cell) -> str:
        return hidden_words(cell.hidden_reason) if cell.hidden else f"only {people(cell.n)}" if cell.n else "nobody marked a level"

    @property
    def description(self) -> str:
        """The picture in words, corner by corner."""
        parts = []
        for corner, words in CORNERS.items():
            names = [f"{cell.number} {cell.name}" for cell in self.in_corner(corner)]
            parts.append(f"{words.capitalize()} ({MEANINGS[corner]}): {listed(names) if names else 'none'}.")
        where = f": {self.where}" if self.where else ""
        return " ".join([f"Level against agreement{where}. Further right is a higher middle mark, further up is more difference.", *parts, *self.notes])

    def layout(self, width: float) -> _Layout:
        """The picture at a width."""
        return _Layout(self, width)
