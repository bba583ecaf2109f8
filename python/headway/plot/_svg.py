"""Pictures as SVG: text stays text, with a title and a description, and the same bytes for the same data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from headway._errors import Error
from headway.plot._canvas import HATCH, INK, MARK, PAPER, Picture
from headway.plot._data import one_line

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, 'DejaVu Sans', sans-serif"
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


class SvgCanvas:
    """A canvas that writes SVG elements."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.uses_hatch = False
        self._parts: list[tuple[float, str]] = []

    def text(self, x: float, y: float, text: str, *, size: float, colour: str = INK, weight: str = "normal", align: str = "left") -> None:
        """See Canvas."""
        if text:
            bold = ' font-weight="bold"' if weight == "bold" else ""
            anchor = "" if align == "left" else f' text-anchor="{_ANCHORS[align]}"'
            self._add(9.0, f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(size)}" fill="{colour}"{bold}{anchor}>{escape(text)}</text>')

    def rectangle(self, x: float, y: float, width: float, height: float, *, fill: str = PAPER, edge: str | None = None, line: float = 0.8,
                  order: float = 1.0) -> None:
        """See Canvas."""
        self._add(order, f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" fill="{fill}"{_edge(edge, line)}/>')

    def hatched(self, x: float, y: float, width: float, height: float, *, order: float = 1.0) -> None:
        """See Canvas."""
        self.uses_hatch = True
        self.rectangle(x, y, width, height, fill=f"url(#{self.name}-hatch)", edge=HATCH, order=order)

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str, edge: str, line: float = 1.0, order: float = 2.0) -> None:
        """See Canvas."""
        self._add(order, f'<path d="{_path(points)}Z" fill="{fill}"{_edge(edge, line)}/>')

    def stroke(self, points: Sequence[tuple[float, float]], *, colour: str = INK, line: float = 1.0, order: float = 2.0) -> None:
        """See Canvas."""
        self._add(order, f'<path d="{_path(points)}" fill="none"{_edge(colour, line)}/>')

    def marks(self, points: Sequence[tuple[float, float]], *, shape: str, size: float, fill: str = MARK, edge: str | None = None, line: float = 1.0,
              order: float = 3.0) -> None:
        """See Canvas."""
        if points:
            self._add(order, f'<g fill="{fill}"{_edge(edge, line)}>{"".join(_mark(shape, x, y, size) for x, y in points)}</g>')

    def _add(self, order: float, element: str) -> None:
        self._parts.append((order, element))

    @property
    def elements(self) -> str:
        """Everything drawn, lowest order first."""
        return "\n".join(element for _, element in sorted(self._parts, key=lambda part: part[0]))


def _mark(shape: str, x: float, y: float, size: float) -> str:
    half = size / 2.0
    if shape == "disc":
        return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(half)}"/>'
    if shape == "square":
        return f'<rect x="{_number(x - half)}" y="{_number(y - half)}" width="{_number(size)}" height="{_number(size)}"/>'
    return f'<path d="{_path([(x - half, y), (x, y - half), (x + half, y), (x, y + half)])}Z"/>'


def _edge(colour: str | None, line: float) -> str:
    return f' stroke="{colour}" stroke-width="{_number(line)}"' if colour else ""


def to_svg(picture: Picture, *, title: str, name: str, width: float | None = None, standalone: bool = True) -> str:
    """The picture as an SVG text.

    A screen reader says the title and the picture's own description. Every id begins with `name`, so that several pictures can share a page; without
    `standalone` what a page of HTML does not need is left out.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name):
        raise Error(f"{name!r} cannot begin an id; use letters, digits and hyphens, the first a letter", function="to_svg", argument="name")
    across = picture.natural_width if width is None else width
    layout = picture.layout(across)
    canvas = SvgCanvas(name)
    layout.draw(canvas)
    size = f"{_number(across)} {_number(layout.height)}"
    file = f' xmlns="http://www.w3.org/2000/svg" width="{_number(across)}pt" height="{_number(layout.height)}pt" font-family={quoteattr(FONTS)}'
    hatch = (f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
             f'<rect width="5" height="5" fill="{PAPER}"/><rect width="1.1" height="5" fill="{HATCH}"/></pattern></defs>\n') if canvas.uses_hatch else ""
    ground = f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' if standalone else ""
    return (f'<svg{file if standalone else ""} viewBox="0 0 {size}" role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" stroke-linejoin="round">\n'
            f'<title id="{name}-title">{escape(one_line(title))}</title>\n<desc id="{name}-desc">{escape(one_line(picture.description))}</desc>\n'
            f"{hatch}{ground}{canvas.elements}\n</svg>\n")
