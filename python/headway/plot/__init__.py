"""Pictures of results: one function a question.

Every function takes a result table, draws with matplotlib on ``ax=`` or on a new figure, and returns the axes. The pictures work in grey, name the
levels, show how many people there were, and draw what is withheld as withheld. ``alt_text`` says the same in words; ``to_svg`` gives a file for the
web, without matplotlib.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.plot import _svg
from headway.plot._canvas import Picture
from headway.plot._corners import LevelAgainstAgreement
from headway.plot._data import Result
from headway.plot._dot_strip import DotStrip
from headway.plot._flow import PeopleFlow
from headway.plot._rounds import SideBySide

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "DotStrip", "LevelAgainstAgreement", "PeopleFlow", "SideBySide", "alt_text", "dot_strip", "level_against_agreement", "people_flow", "save_svg", "side_by_side", "to_svg",
]


def _drawn(picture: Picture, ax: Axes | None) -> Axes:
    from headway.plot._axes import draw_on_axes

    return draw_on_axes(picture, ax)


def dot_strip(profile: Result, rubric: Any = None, *, consensus: Result = None, ax: Axes | None = None, title: str | None = "", key: bool = True) -> Axes:
    """Where do things stand? One strip per dimension in rubric order, every person a dot at their level.

    Dots are piled up inside the column of their level and never moved towards another. The bar is the middle mark, from low to high median; the
    diamond is what the room agreed; people who gave no level stand apart at the far side, by reason. A withheld cell is a hatched band with the
    reason written in it. With more people at one level than dots can show, bars with the numbers on them are drawn. Where counts are not known
    only the range is drawn.

    Args:
        profile: table of one community in one round, as ``Community.profile(round)`` gives it, or rows by column name.
        rubric: the rubric, for the names of the levels; without it the values alone are shown.
        consensus: table of agreed marks; needed only to draw marks such as "2-3" at both their ends.
        ax: matplotlib axes to draw on; everything shrinks together when they are small. Without them a new figure is made.
        title: the title; empty for the usual question, None for none.
        key: whether the marks are explained below.

    Raises:
        Error: ``invalid_argument`` when the table holds several communities or rounds.

    Since 0.1. Checked by test_plot.
    """
    return _drawn(DotStrip(profile, rubric, consensus=consensus, title=title, key=key), ax)


def level_against_agreement(profile: Result, agenda: Result, rubric: Any = None, *, ax: Axes | None = None, title: str | None = "") -> Axes:
    """Where do people agree, and where not? The dimensions of one round in four corners: talk first, shared gap, mixed, build on.

    From left to right lies the middle mark, with a bar where low and high median differ; from top to bottom dimensions stand in the order of how far
    people differ, each in a row of its own, so that names never collide. Corners are those of the agenda. What is withheld or has too few marks is
    named below.

    Args:
        profile: table of one community in one round.
        agenda: the agenda of the same round, as ``Community.agenda(round)`` gives it.
        rubric: the rubric, for the names of the levels.
        ax: matplotlib axes to draw on, see ``dot_strip``.
        title: the title; empty for the usual question, None for none.

    Raises:
        Error: ``invalid_argument`` when the table holds several communities or rounds.

    Since 0.1. Checked by test_plot.
    """
    return _drawn(LevelAgainstAgreement(profile, agenda, rubric, title=title), ax)


def side_by_side(rounds: Result | Sequence[Result], rubric: Any = None, *, all_rounds: Sequence[str] | None = None, ax: Axes | None = None,
                 title: str | None = "") -> Axes:
    """What moved between rounds? A small panel per dimension: everybody hollow, the people who came both times solid.

    Both are drawn from low to high median and never mixed. A round without marks is a gap that no line crosses. Under each panel stands in words how
    many of the same people went up, held and went down.

    Args:
        rounds: the table of one pair of rounds, as ``Community.side_by_side(a, b)`` gives it, or several of them.
        rubric: the rubric, for the levels.
        all_rounds: every round to leave room for, in order; without it those of the tables.
        ax: matplotlib axes to draw on, see ``dot_strip``.
        title: the title; empty for the usual question, None for none.

    Raises:
        Error: ``invalid_argument`` when the tables hold several communities.

    Since 0.1. Checked by test_plot.
    """
    return _drawn(SideBySide(rounds, rubric, all_rounds=all_rounds, title=title), ax)


def people_flow(turnover: Result, *, ax: Axes | None = None, title: str | None = "") -> Axes:
    """Who was in the room each time? A bar a round as tall as its people, and between two rounds a band of those who were in both.

    How many stayed, left and joined stands on the band. What is withheld is hatched, and where people cannot be followed it says so.

    Args:
        turnover: table of one community, as ``Community.turnover()`` gives it.
        ax: matplotlib axes to draw on, see ``dot_strip``.
        title: the title; empty for the usual question, None for none.

    Raises:
        Error: ``invalid_argument`` when the table holds several communities.

    Since 0.1. Checked by test_plot.
    """
    return _drawn(PeopleFlow(turnover, title=title), ax)


def alt_text(picture: Picture) -> str:
    """A picture in words, made from its data: who, how many, where and what is withheld.

    Args:
        picture: e.g. ``DotStrip(profile, rubric)``.

    Since 0.1. Checked by test_plot.
    """
    return picture.description


def to_svg(picture: Picture, *, title: str, name: str = "picture", width: float | None = None, standalone: bool = True) -> str:
    """A picture as an SVG text: text stays text, with a title and a description for screen readers. Needs no matplotlib.

    The same data give the same bytes: there is no date in it, and every id begins with ``name``.

    Args:
        picture: e.g. ``DotStrip(profile, rubric)``.
        title: what a screen reader says first.
        name: letters, digits and hyphens; what the ids begin with, so that several pictures can share a page.
        width: in points; names move above the strips where it is small.
        standalone: False leaves out what a page of HTML does not need.

    Raises:
        Error: ``invalid_argument`` for a name that cannot begin an id.

    Since 0.1. Checked by test_plot.
    """
    return _svg.to_svg(picture, title=title, name=name, width=width, standalone=standalone)


def save_svg(picture: Picture, path: str | Path, *, title: str, name: str = "picture", width: float | None = None) -> None:
    """Writes ``to_svg`` to a file. Since 0.1. Checked by test_plot."""
    Path(path).write_text(to_svg(picture, title=title, name=name, width=width), encoding="utf-8", newline="\n")
