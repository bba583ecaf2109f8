"""What stands on the page: everything a template needs, already in words."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from headway.plot._data import Cell
from headway.plot._flow import Step
from headway.plot._typical import TypicalCell


@dataclass(frozen=True)
class Drawing:
    """One picture in two widths; only one of them is ever shown."""

    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class RoundFacts:
    """One round of one community: when it was and who marked."""

    label: str
    day: str
    people: int | None  # None: not known or withheld
    status: str
    hidden_reason: str
    groups: list[tuple[str, str]]  # label of a group of sectors, how many people in words
    has_consensus: bool


@dataclass(frozen=True)
class CoverageRow:
    """Who said what on one dimension of one round."""

    dimension: str
    status: str
    hidden_reason: str
    people: int | None
    scored: int | None
    silent: str


@dataclass(frozen=True)
class StripRow:
    """One dimension of the latest round, in words beside its figures."""

    dimension: str
    corner: str
    cell: Cell
    counts: list[int | None]
    no_level: str
    middle: str
    could_be: str
    apart: str
    spread: str


@dataclass(frozen=True)
class Agreed:
    """What the room agreed on one dimension, and why."""

    dimension: str
    question: str
    mark: str
    descriptor: str
    own: str
    reason: str
    evidence: str
    minority: str
    people: int | None
    moderated: str
    against: str  # the agreed mark against the individual ones, in a sentence


@dataclass(frozen=True)
class Point:
    """One dimension on the agenda."""

    number: int
    name: str
    corner: str
    meaning: str
    why: str
    hidden_reason: str


@dataclass(frozen=True)
class SectorRow:
    """How one group of sectors marks beside the rest."""

    dimension: str  # empty: all dimensions together
    sector: str
    people: str
    words: str
    hidden_reason: str


@dataclass(frozen=True)
class Change:
    """What changed on one dimension between two rounds, and how sure that is."""

    dimension: str
    rounds: str
    direction: str
    says: str
    hidden_reason: str


@dataclass(frozen=True)
class Shift:
    """Marks of an earlier round given again later, on one dimension."""

    dimension: str
    rounds: str
    says: str
    hidden_reason: str


@dataclass(frozen=True)
class Move:
    """One dimension in two rounds, everybody and the same people apart."""

    dimension: str
    rounds: str
    everybody: tuple[str, str]
    same: tuple[str, str]
    moved: str


@dataclass(frozen=True)
class TypicalChange:
    """What changed of a typical person's mark on one dimension."""

    dimension: str
    people: str
    change: str
    says: str
    hidden_reason: str


@dataclass(frozen=True)
class Typical:
    """What one model of a community says with everybody's severity taken out."""

    why_not: str  # empty where there are figures
    drawing: Drawing | None
    rows: list[tuple[TypicalCell, str]]  # with the most probable level in words
    rounds: str  # the pair of rounds compared; empty without an earlier one
    changes: list[TypicalChange]


@dataclass(frozen=True)
class Place:
    """One community."""

    id: str
    name: str
    latest: str
    day: str
    lead: list[str]
    rounds: list[RoundFacts]
    not_assessed: list[str]
    strip: Drawing | None
    strip_rows: list[StripRow]
    agreed: list[Agreed]
    agreed_note: str
    agenda: list[Point]
    corners: Drawing | None
    sectors: list[SectorRow]  # all dimensions together
    sector_rows: list[SectorRow]  # dimension by dimension
    sector_split: str
    prompts: list[tuple[str, str]]  # a dimension, a question to the room
    moves: Drawing | None
    move_rows: list[Move]
    changes: list[Change]
    typical: Typical | None  # None: not asked for
    shifts: list[Shift]
    flow: Drawing | None
    flow_rows: list[Step]
    turnover: list[str]
    coverage: list[CoverageRow]


@dataclass(frozen=True)
class ProblemRow:
    """One thing that was not understood, for people who may see it."""

    source: str
    line: str
    column: str
    value: str
    code: str
    message: str
    done: str


@dataclass(frozen=True)
class ProblemGroup:
    """Everything of one kind that was not understood."""

    code: str
    severity: str
    meaning: str
    count: int
    lines: str


@dataclass(frozen=True)
class Page:
    """A whole report."""

    language: str
    own_language: str  # of the rubric's words, where it differs from that of the page
    title: str
    subtitle: str
    audience: str
    audience_words: str
    rules: list[str]
    note: str
    rubric_title: str
    rubric_edition: str
    rubric_source: str
    rubric_dimensions: str
    levels: list[tuple[int, str]]
    rounds: list[str]
    places: list[Place]
    single: bool
    problems: list[ProblemGroup]
    problem_rows: list[ProblemRow]
    problem_files: list[str]
    problem_total: int
    shows_rows: bool
    shows_values: bool
    shared_files: bool
    version: str
    model: bool
