"""Tables to draw and pages to read in tests: rows as result tables have them, and what an HTML page is made of. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

LEVELS = {1: "Hardly begun", 2: "First moves", 3: "Gaining ground", 4: "Holding firm", 5: "Second nature"}
NAMES = ("Vision", "Collaboration", "Accountability", "Involvement", "Planning, strategy and programming", "Finance", "Service delivery",
         "Workforce development", "Learning, evaluation and continuous improvement")


def scale(levels: int) -> dict[int, str]:
    """A scale with a name for every level."""
    return LEVELS if levels == 5 else {value: f"Step number {value}" for value in range(1, levels + 1)}


def median(counts: list[int]) -> tuple[int, int]:
    """Low and high median of counts at levels 1, 2, ..."""
    marks = [value for value, count in enumerate(counts, 1) for _ in range(count)]
    return marks[(len(marks) - 1) // 2], marks[len(marks) // 2]


def profile_row(number: int, counts: list[int] | None, *, name: str = "", silent: dict[str, int] | None = None, levels: int = 5, **more: Any) -> dict[str, Any]:
    """A row of a profile; `counts=None` is a withheld one."""
    hidden = counts is None
    silent = silent or {}
    n = sum(counts or [])
    low, high = median(counts) if counts and n else (None, None)
    shares = [sum((counts or [])[: k + 1]) / n for k in range(levels - 1)] if n else []
    row: dict[str, Any] = {
        "community": "Alderwick", "round": "R2", "dimension_number": number, "dimension_key": f"d{number}", "dimension": name or NAMES[(number - 1) % len(NAMES)],
        "n": None if hidden else n, "n_missing": None if hidden else sum(silent.values()),
    }
    for reason in ("blank", "dont_know", "not_applicable", "not_asked", "refused", "off_scale"):
        row[reason] = None if hidden else silent.get(reason, 0)
    for value in range(1, levels + 1):
        row[f"count_{value}"] = None if counts is None else counts[value - 1]
    row |= {
        "median_low": low, "median_high": high, "dispersion": 4 / (levels - 1) * sum(f * (1 - f) for f in shares) if n else None, "two_camps": False if n else None,
        "two_or_more_away": 0 if n else None, "consensus": None, "consensus_text": None, "consensus_outcome": None,
        "status": "hidden" if hidden else "ok" if n else "no_data", "hidden_reason": "fewer than 5 people marked it" if hidden else None,
    }
    return row | more


def profile(people: int = 14, *, levels: int = 5, dimensions: int = 9, **more: Any) -> list[dict[str, Any]]:
    """A profile with marks spread over the scale in some fixed way."""
    rows = []
    for number in range(1, dimensions + 1):
        counts = [0] * levels
        for person in range(people):
            counts[(number + person * person * (1 + number % 3)) % levels] += 1
        agreed: dict[str, Any] = {"consensus": 1 + number % levels, "consensus_outcome": "agreed"}
        rows.append(profile_row(number, counts, silent={"dont_know": number % 3, "blank": number % 2}, levels=levels, **(agreed | more)))
    return rows


def agenda(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An agenda for a profile: corners in turn for every dimension that has marks."""
    corners = ("talk_first", "shared_gap", "mixed", "build_on")
    return [{
        "community": row["community"], "round": row["round"], "position": i + 1, "dimension_number": row["dimension_number"], "dimension_key": row["dimension_key"],
        "dimension": row["dimension"], "corner": corners[i % 4] if row["n"] else None, "reasons": None, "why": "Why?", "status": row["status"],
        "hidden_reason": row["hidden_reason"],
    } for i, row in enumerate(rows)]


def pair(from_round: str, to_round: str, *, dimensions: int = 9, hidden: bool = False, same_hidden: bool = False, levels: int = 5) -> list[dict[str, Any]]:
    """Two rounds side by side."""
    rows = []
    for number in range(1, dimensions + 1):
        for people in ("everybody", "same_people"):
            same = people == "same_people"
            gone = hidden or (same and same_hidden)
            low = 1 + number % (levels - 1)
            figures: dict[str, Any] = {
                "n_from": 9 if same else 17, "n_to": 9 if same else 21, "median_low_from": low, "median_high_from": low, "median_low_to": low,
                "median_high_to": low + 1, "up": 5 if same else None, "held": 3 if same else None, "down": 1 if same else None,
            }
            rows.append({
                "community": "Alderwick", "dimension_number": number, "dimension_key": f"d{number}", "dimension": NAMES[(number - 1) % len(NAMES)],
                "from_round": from_round, "to_round": to_round, "people": people, **({name: None for name in figures} if gone else figures),
                "status": "hidden" if gone else "ok", "hidden_reason": "fewer than 5 people joined" if gone else None,
            })
    return rows


def turnover(*rooms: tuple[int, int, int], hidden: int | None = None, coded: bool = True) -> list[dict[str, Any]]:
    """Rounds in a row, each step as (people first, stayed, joined): R1 to R2, R2 to R3, and so on."""
    rows = []
    for i, (before, stayed, joined) in enumerate(rooms):
        gone = i == hidden
        row: dict[str, Any] = {"community": "Alderwick", "from_round": f"R{i + 1}", "to_round": f"R{i + 2}", "n_from": before, "n_to": stayed + joined,
                               "stayed": stayed, "left": before - stayed, "joined": joined, "status": "ok", "hidden_reason": None}
        if gone:
            row |= {"stayed": None, "left": None, "joined": None, "status": "hidden", "hidden_reason": "fewer than 5 people joined"}
        if not coded:
            row |= {"stayed": None, "left": None, "joined": None, "status": "not_comparable"}
        rows.append(row)
    return rows


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def every(self, *tags: str) -> list[Node]:
        """All elements below with one of these names, in order."""
        found = []
        for child in self.children:
            if not tags or child.tag in tags:
                found.append(child)
            found.extend(child.every(*tags))
        return found

    def first(self, tag: str) -> Node:
        """The first element below with this name."""
        return self.every(tag)[0]

    @property
    def text(self) -> str:
        """All text in it, in order, with single blanks."""
        return " ".join("".join(self.texts).split())

    def within(self, tag: str) -> bool:
        """Whether it stands in an element of this name."""
        node = self.parent
        while node is not None:
            if node.tag == tag:
                return True
            node = node.parent
        return False


class _Builder(HTMLParser):
    EMPTY = frozenset({"meta", "br", "link", "img", "input", "hr", "wbr"})
    INLINE = frozenset({"a", "b", "bdi", "span", "strong", "wbr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("", {})
        self.unclosed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        assert len(node.attributes) == len(attrs), f"an attribute twice: {attrs}"
        if tag not in self.INLINE:
            self.handle_data("\n")
        self.here.children.append(node)
        if tag not in self.EMPTY:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.here.tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent
        if tag not in self.INLINE:
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        node: Node | None = self.here
        while node is not None:
            node.texts.append(data)
            node = node.parent


@lru_cache(maxsize=16)
def parse(page: str) -> Node:
    """A page as a tree; fails where elements are not closed in order."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    assert builder.here is builder.root, f"<{builder.here.tag}> is not closed"
    return builder.root


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb"."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
