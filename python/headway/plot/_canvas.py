"""The surface pictures are drawn on, the colours they use, and how text is fitted.

One unit is one point, the origin is the upper left corner. A picture is laid out once and drawn on any canvas: matplotlib axes or an SVG text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from headway.plot._font import text_width

# Text stands out 4.5:1 or more, marks 3:1 or more, on white and on the band. Band and rule only guide the eye.
INK = "#1b1b1b"
MUTED = "#595959"
MARK = "#2b5d7d"
AGREED = "#a8430a"
SILENT = "#6b6b6b"
HATCH = "#757575"
PAPER = "#ffffff"
BAND = "#f4f2ec"
RULE = "#d9d5cb"

TEXT_COLOURS = {"ink": INK, "muted": MUTED}
MARK_COLOURS = {"ink": INK, "mark": MARK, "agreed": AGREED, "silent": SILENT, "hatch": HATCH}
GROUND_COLOURS = {"paper": PAPER, "band": BAND}
GUIDE_COLOURS = {"band": BAND, "rule": RULE, "paper": PAPER}

TITLE, NAME, NOTE, SMALL = 11.0, 9.0, 8.5, 7.8  # sizes of text in points

_BREAKS = re.compile(r"(?<=[^\s/-][/-])(?=[^\s/-])")


def shorten(text: str, width: float, size: float, weight: str = "normal") -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if text_width(text, size, weight) <= width:
        return text
    while text and text_width(text.rstrip() + "…", size, weight) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _words(text: str) -> list[str]:
    """Where a line may end: at blanks, and after a stroke or a hyphen."""
    return [part for word in text.split() for part in _BREAKS.split(word + " ") if part]


def wrap(text: str, width: float, size: float, weight: str = "normal", most: int | None = None) -> list[str]:
    """Lines that fit; a word longer than a line is broken, what is left over after `most` lines is cut with an ellipsis."""
    lines: list[str] = []
    for word in _words(text):
        if lines and text_width((lines[-1] + word).rstrip(), size, weight) <= width:
            lines[-1] += word
            continue
        while len(word) > 1 and text_width(word.rstrip(), size, weight) > width:
            fits = len(word) - 1
            while fits > 1 and text_width(word[:fits], size, weight) > width:
                fits -= 1
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
        if most is not None and len(lines) > most:
            return [line.rstrip() for line in lines[: most - 1]] + [shorten((lines[most - 1] + lines[most]).rstrip() + " …", width, size, weight)]
    return [line.rstrip() for line in lines]


def words_fit(text: str, width: float, size: float) -> bool:
    """Whether no word needs breaking at this width."""
    return all(text_width(word.rstrip(), size) <= width for word in _words(text))


class Canvas(Protocol):
    """What a picture can draw. Later marks of a higher `order` lie on top."""

    def text(self, x: float, y: float, text: str, *, size: float, colour: str = INK, weight: str = "normal", align: str = "left") -> None:
        """One line of text, y is its baseline; `align` is left, center or right. Nothing in it is taken for markup."""

    def rectangle(self, x: float, y: float, width: float, height: float, *, fill: str = PAPER, edge: str | None = None, line: float = 0.8,
                  order: float = 1.0) -> None:
        """A filled rectangle."""

    def hatched(self, x: float, y: float, width: float, height: float, *, order: float = 1.0) -> None:
        """A rectangle of slanting lines: figures that are withheld."""

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str, edge: str, line: float = 1.0, order: float = 2.0) -> None:
        """A closed filled shape."""

    def stroke(self, points: Sequence[tuple[float, float]], *, colour: str = INK, line: float = 1.0, order: float = 2.0) -> None:
        """A line through points."""

    def marks(self, points: Sequence[tuple[float, float]], *, shape: str, size: float, fill: str = MARK, edge: str | None = None, line: float = 1.0,
              order: float = 3.0) -> None:
        """The same mark at every point: "disc", "diamond" or "square"; `size` is its width."""


def write_lines(canvas: Canvas, x: float, y: float, lines: Iterable[str], *, size: float, leading: float, colour: str = INK, weight: str = "normal",
                align: str = "left") -> float:
    """Lines of text one under the other, the first with its baseline at y; gives the baseline that would come next."""
    for line in lines:
        canvas.text(x, y, line, size=size, colour=colour, weight=weight, align=align)
        y += leading
    return y


class Layout(Protocol):
    """A picture at one width."""

    height: float

    def draw(self, canvas: Canvas) -> None:
        """Draws the picture, `height` tall."""


class Picture(Protocol):
    """What is to be drawn, before its width is known."""

    natural_width: float

    @property
    def description(self) -> str:
        """The picture in words."""

    def layout(self, width: float) -> Layout:
        """The picture at a width."""
