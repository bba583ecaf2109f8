"""Pictures on matplotlib axes."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from headway.plot._canvas import HATCH, INK, MARK, PAPER, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FAMILY = "DejaVu Sans"  # comes with matplotlib, and is what text is measured with
_MARKERS = {"disc": "o", "diamond": "D", "square": "s"}


class AxesCanvas:
    """A canvas over matplotlib axes; everything is scaled by one factor, letters and lines too."""

    def __init__(self, axes: Axes, width: float, height: float, scale: float) -> None:
        self.axes = axes
        self.scale = scale
        axes.set_axis_off()
        axes.set_autoscale_on(False)
        axes.set_xlim(0.0, width)
        axes.set_ylim(height, 0.0)

    def text(self, x: float, y: float, text: str, *, size: float, colour: str = INK, weight: str = "normal", align: str = "left") -> None:
        """See Canvas."""
        if text:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Glyph .* missing from")
                self.axes.text(x, y, text, fontsize=size * self.scale, color=colour, fontweight=weight, fontfamily=_FAMILY, ha=align, va="baseline",
                               parse_math=False, clip_on=False, zorder=9.0)

    def rectangle(self, x: float, y: float, width: float, height: float, *, fill: str = PAPER, edge: str | None = None, line: float = 0.8,
                  order: float = 1.0) -> None:
        """See Canvas."""
        from matplotlib.patches import Rectangle

        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge or "none", linewidth=line * self.scale if edge else 0.0,
                                      zorder=order, clip_on=False))

    def hatched(self, x: float, y: float, width: float, height: float, *, order: float = 1.0) -> None:
        """See Canvas."""
        from matplotlib.patches import Rectangle

        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=PAPER, edgecolor=HATCH, linewidth=0.8 * self.scale, hatch="////", zorder=order,
                                      clip_on=False))

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str, edge: str, line: float = 1.0, order: float = 2.0) -> None:
        """See Canvas."""
        from matplotlib.patches import Polygon

        self.axes.add_patch(Polygon(list(points), closed=True, facecolor=fill, edgecolor=edge, linewidth=line * self.scale, joinstyle="round",
                                    zorder=order, clip_on=False))

    def stroke(self, points: Sequence[tuple[float, float]], *, colour: str = INK, line: float = 1.0, order: float = 2.0) -> None:
        """See Canvas."""
        from matplotlib.lines import Line2D

        x, y = zip(*points, strict=True)
        self.axes.add_line(Line2D(x, y, color=colour, linewidth=line * self.scale, solid_capstyle="butt", zorder=order, clip_on=False))

    def marks(self, points: Sequence[tuple[float, float]], *, shape: str, size: float, fill: str = MARK, edge: str | None = None, line: float = 1.0,
              order: float = 3.0) -> None:
        """See Canvas."""
        if points:
            x, y = zip(*points, strict=True)
            across = (size / 2.0**0.5 if shape == "diamond" else size) * self.scale
            self.axes.scatter(x, y, s=across * across, marker=_MARKERS[shape], facecolors=fill, edgecolors=edge or "none",
                              linewidths=line * self.scale if edge else 0.0, zorder=order, clip_on=False)


def draw_on_axes(picture: Picture, axes: Axes | None) -> Axes:
    """Draws on the caller's axes, or on a new figure of the size the picture likes best.

    On axes that are too small for the picture all of it is drawn at a smaller scale, never cut.
    """
    if axes is None:
        import matplotlib.pyplot as plt

        layout = picture.layout(picture.natural_width)
        figure = plt.figure(figsize=(picture.natural_width / 72.0, layout.height / 72.0))
        canvas = AxesCanvas(figure.add_axes((0.0, 0.0, 1.0, 1.0)), picture.natural_width, layout.height, 1.0)
    else:
        owner = axes.get_figure(root=True)
        assert owner is not None
        box = axes.get_window_extent()
        width, height = (max(side * 72.0 / owner.dpi, 1.0) for side in (box.width, box.height))
        scale = 1.0
        layout = picture.layout(width)
        while layout.height * scale > height and scale > 0.01:
            scale *= max(0.8, min(0.99, height / (layout.height * scale)))
            layout = picture.layout(width / scale)
        canvas = AxesCanvas(axes, width / scale, height / scale, scale)
    layout.draw(canvas)
    return canvas.axes
