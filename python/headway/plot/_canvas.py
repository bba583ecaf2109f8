"""A drawing surface in points over matplotlib axes, and the few marks the pictures are made of.

One unit is one point, the origin is the upper left corner. Text is measured before it is placed, so that labels can be
kept apart without drawing first. When the axes are too small for a picture everything shrinks together, letters too.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Text stands out 4.5:1 or more, marks 3:1 or more, on white and on the band. The band and the rules only guide the eye.
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

FAMILY = "DejaVu Sans"


@lru_cache(maxsize=4)
def _font_file(weight: str) -> str:
    return findfont(FontProperties(family=FAMILY, weight=weight))  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of one line of text in points."""
    font = get_font(_font_file(weight))
    font.set_size(100.0, 72)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return float(width) / 64.0 * size / 100.0


def shorten(text: str, width: float, size: float, weight: str = "normal") -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if text_width(text, size, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + "…", size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def wrap(text: str, width: float, size: float, weight: str = "normal", most: int | None = None) -> list[str]:
    """Lines that fit; a word longer than a line is broken, what is left over after `most` lines is cut with an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
            continue
        while len(word) > 1 and text_width(word, size, weight) > width:
            fits = len(word) - 1
            while fits > 1 and text_width(word[:fits], size, weight) > width:
                fits -= 1
            lines.append(word[:fits])
            word = word[fits:]
            if most is not None and len(lines) > most:
                break
        lines.append(word)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], shorten(f"{lines[most - 1]} {lines[most]}", width, size, weight)]
    return lines


def words_fit(text: str, width: float, size: float) -> bool:
    """Whether no word needs breaking at this width."""
    return all(text_width(word, size) <= width for word in text.split())


class Canvas:
    """Draws on axes in points from the upper left corner, all of it scaled by one factor."""

    def __init__(self, axes: Axes, width: float, height: float, scale: float) -> None:
        self.axes = axes
        self.width = width
        self.height = height
        self.scale = scale
        axes.set_axis_off()
        axes.set_autoscale_on(False)
        axes.set_xlim(0.0, width)
        axes.set_ylim(height, 0.0)

    def text(self, x: float, y: float, text: str, *, size: float, colour: str = INK, weight: str = "normal", align: str = "left") -> None:
        """One line of text; y is its baseline. Nothing in it is taken for markup."""
        if text:
            self.axes.text(x, y, text, fontsize=size * self.scale, color=colour, fontweight=weight, fontfamily=FAMILY, ha=align, va="baseline",
                           parse_math=False, clip_on=False)

    def lines(self, x: float, y: float, lines: Iterable[str], *, size: float, leading: float, colour: str = INK, weight: str = "normal",
              align: str = "left") -> float:
        """Lines of text one under the other, the first with its baseline at y; gives the baseline that would come next."""
        for line in lines:
            self.text(x, y, line, size=size, colour=colour, weight=weight, align=align)
            y += leading
        return y

    def rectangle(self, x: float, y: float, width: float, height: float, *, fill: str = PAPER, edge: str | None = None, line: float = 0.8,
                  hatch: str | None = None, order: float = 1.0) -> None:
        """A filled rectangle; with `hatch` the lines are drawn in the edge's colour."""
        patch = Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge or "none", linewidth=line * self.scale if edge else 0.0,
                          hatch=hatch, zorder=order, clip_on=False)
        if hatch:
            patch.set_hatch_linewidth(0.7 * self.scale)
        self.axes.add_patch(patch)

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str, edge: str, line: float = 1.0, order: float = 2.0) -> None:
        """A closed filled shape."""
        self.axes.add_patch(Polygon(list(points), closed=True, facecolor=fill, edgecolor=edge, linewidth=line * self.scale, joinstyle="round",
                                    zorder=order, clip_on=False))

    def stroke(self, x: Sequence[float], y: Sequence[float], *, colour: str = INK, line: float = 1.0, dashes: Sequence[float] | None = None,
               cap: str = "butt", order: float = 2.0) -> None:
        """A line through points."""
        drawn = Line2D(list(x), list(y), color=colour, linewidth=line * self.scale, solid_capstyle=cap, zorder=order, clip_on=False)  # type: ignore[arg-type]
        if dashes:
            drawn.set_dashes(list(dashes))
        self.axes.add_line(drawn)

    def marks(self, points: Sequence[tuple[float, float]], *, shape: str, size: float, fill: str = MARK, edge: str | None = None, line: float = 1.0,
              order: float = 3.0) -> None:
        """The same mark at every point: "o" disc, "D" diamond, "s" square; `size` is its width in points."""
        if not points:
            return
        x, y = zip(*points, strict=True)
        across = size / (2.0**0.5) if shape == "D" else size
        self.axes.scatter(x, y, s=(across * self.scale) ** 2, marker=shape, facecolors=fill, edgecolors=edge or "none",
                          linewidths=line * self.scale if edge else 0.0, zorder=order, clip_on=False)


def place(axes: Axes | None, natural_width: float, height_for: Callable[[float], float]) -> Canvas:
    """A canvas on the caller's axes, or on a new figure of the size the picture likes best.

    `height_for(width)` says how tall the picture is at a width. On axes that are too small the whole picture is drawn at a smaller scale, never cut.
    """
    if axes is None:
        import matplotlib.pyplot as plt

        height = height_for(natural_width)
        figure = plt.figure(figsize=(natural_width / 72.0, height / 72.0))
        return Canvas(figure.add_axes((0.0, 0.0, 1.0, 1.0)), natural_width, height, 1.0)
    figure_of = axes.get_figure(root=True)
    assert figure_of is not None
    box = axes.get_window_extent()
    width, height = (max(side * 72.0 / figure_of.dpi, 1.0) for side in (box.width, box.height))
    scale = 1.0
    for _ in range(24):
        if height_for(width / scale) * scale <= height:
            break
        scale *= max(0.8, min(0.98, height / (height_for(width / scale) * scale)))
    return Canvas(axes, width / scale, height / scale, scale)
