"""What a picture needs to know, taken from result tables: levels in order, one record per dimension, words cleaned for drawing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from headway._errors import Error

Row: TypeAlias = Mapping[str, Any]
Result: TypeAlias = Any  # a headway.Table, or rows as mappings

_COUNT = re.compile(r"count_(minus_)?(\d+)")
_BLANKS = re.compile(r"\s+")
# Control characters, lone surrogates, and marks that turn the direction of text or cannot be seen: shown by their code.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")

MISSING_REASONS = ("dont_know", "blank", "not_applicable", "not_asked", "refused", "off_scale")
REASON_WORDS = {
    "dont_know": "don't know",
    "blank": "left blank",
    "not_applicable": "does not apply",
    "not_asked": "not asked",
    "refused": "would not say",
    "off_scale": "between levels",
}


def shown(value: object) -> str:
    """Text with every character that cannot be seen, or that would turn the text around, written as its code."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", "" if value is None else str(value))


def one_line(value: object) -> str:
    """The text to show, on one line."""
    return _BLANKS.sub(" ", shown(value)).strip()


def rows_of(result: Result) -> list[Row]:
    """The rows of a table, or the rows themselves."""
    if hasattr(result, "to_dicts"):
        return list(result.to_dicts())
    rows = list(result)
    if not all(isinstance(row, Mapping) for row in rows):
        raise Error(f"a result table or rows by column name are needed, not {type(result).__name__}", function="plot", argument="result")
    return rows


@dataclass(frozen=True)
class Level:
    """One step of the scale."""

    value: int
    label: str

    @property
    def words(self) -> str:
        """ "3 (Taking shape)" """
        return f"{self.value} ({self.label})" if self.label and self.label != str(self.value) else str(self.value)


def count_column(value: int) -> str:
    """The name of the column that counts a level."""
    return f"count_{value}" if value >= 0 else f"count_minus_{-value}"


def levels_of(rubric: Any, rows: Sequence[Row] = ()) -> tuple[Level, ...]:
    """The levels of a rubric, lowest first; without a rubric those the count columns name.

    `rubric` may be a headway.Rubric, a mapping of values to labels, or pairs of both.
    """
    if rubric is not None:
        levels: Any = rubric
        if hasattr(rubric, "levels"):
            levels = rubric.levels() if callable(rubric.levels) else rubric.levels
        pairs: Iterable[Any] = levels.items() if isinstance(levels, Mapping) else levels
        found = [Level(int(pair.value), one_line(pair.label)) if hasattr(pair, "value") else Level(int(pair[0]), one_line(pair[1])) for pair in pairs]
    else:
        columns = rows[0] if rows else {}
        matches = [match for match in map(_COUNT.fullmatch, columns) if match]
        found = [Level(-int(match[2]) if match[1] else int(match[2]), "") for match in matches]
    if len(found) < 2:
        raise Error("the levels are not known; give the rubric", function="plot", argument="rubric")
    return tuple(sorted(found, key=lambda level: level.value))


def one_of(rows: Sequence[Row], column: str, function: str) -> str:
    """The one value a column has; pictures show one community and one round."""
    values = list(dict.fromkeys(str(row[column]) for row in rows if row.get(column) is not None))
    if len(values) > 1:
        raise Error(f"the result holds several: {', '.join(map(one_line, values[:5]))}; choose one", function=function, argument=column)
    return one_line(values[0]) if values else ""


@dataclass(frozen=True)
class Cell:
    """One dimension of one community in one round, as a picture needs it."""

    number: int
    name: str
    status: str
    hidden_reason: str
    n: int
    counts: Mapping[int, int] | None
    silent: Mapping[str, int]
    median_low: int | None
    median_high: int | None
    two_or_more_away: int | None
    two_camps: bool
    dispersion: float | None
    consensus: int | None
    consensus_text: str
    consensus_low: int | None
    consensus_high: int | None
    outcome: str

    @property
    def hidden(self) -> bool:
        """Whether the figures are withheld."""
        return self.status == "hidden"

    @property
    def agreed_span(self) -> tuple[int, int] | None:
        """Lowest and highest level of the agreed mark, where it lies on the scale."""
        if self.consensus is not None:
            return self.consensus, self.consensus
        if self.consensus_low is not None and self.consensus_high is not None:
            return self.consensus_low, self.consensus_high
        return None


def _whole(row: Row, column: str) -> int | None:
    value = row.get(column)
    return None if value is None else int(value)


def cells_of(rows: Sequence[Row], levels: Sequence[Level], consensus: Result = None) -> list[Cell]:
    """One cell per dimension, in the order of the table. `consensus` adds the ends of agreed marks that are not one level."""
    spans = {row["dimension_number"]: row for row in (rows_of(consensus) if consensus is not None else ())}
    cells = []
    for row in rows:
        counts = {level.value: _whole(row, count_column(level.value)) for level in levels}
        known = all(count is not None for count in counts.values())
        agreed = spans.get(row["dimension_number"], {})
        cells.append(Cell(
            number=int(row["dimension_number"]),
            name=one_line(row.get("dimension")),
            status=str(row.get("status") or "ok"),
            hidden_reason=one_line(row.get("hidden_reason")),
            n=_whole(row, "n") or 0,
            counts={value: count or 0 for value, count in counts.items()} if known else None,
            silent={reason: count for reason in MISSING_REASONS if (count := _whole(row, reason) or 0) > 0},
            median_low=_whole(row, "median_low"),
            median_high=_whole(row, "median_high"),
            two_or_more_away=_whole(row, "two_or_more_away"),
            two_camps=bool(row.get("two_camps")),
            dispersion=None if row.get("dispersion") is None else float(row["dispersion"]),
            consensus=_whole(row, "consensus"),
            consensus_text=one_line(row.get("consensus_text")),
            consensus_low=_whole(agreed, "interval_low"),
            consensus_high=_whole(agreed, "interval_high"),
            outcome=str(row.get("consensus_outcome") or ""),
        ))
    return cells


@dataclass(frozen=True)
class Side:
    """The marks of everybody, or of the same people, at both ends of a pair of rounds."""

    n_from: int | None
    n_to: int | None
    low_from: int | None
    high_from: int | None
    low_to: int | None
    high_to: int | None
    up: int | None
    held: int | None
    down: int | None
    status: str
    hidden_reason: str

    @property
    def hidden(self) -> bool:
        """Whether the figures are withheld."""
        return self.status == "hidden"


@dataclass(frozen=True)
class Pair:
    """Two rounds of one dimension beside each other."""

    from_round: str
    to_round: str
    everybody: Side | None = None
    same_people: Side | None = None


@dataclass(frozen=True)
class Track:
    """One dimension over the rounds."""

    number: int
    name: str
    pairs: list[Pair] = field(default_factory=list)


def _side(row: Row) -> Side:
    return Side(
        n_from=_whole(row, "n_from"), n_to=_whole(row, "n_to"), low_from=_whole(row, "median_low_from"), high_from=_whole(row, "median_high_from"),
        low_to=_whole(row, "median_low_to"), high_to=_whole(row, "median_high_to"), up=_whole(row, "up"), held=_whole(row, "held"),
        down=_whole(row, "down"), status=str(row.get("status") or "ok"), hidden_reason=one_line(row.get("hidden_reason")),
    )


def tracks_of(results: Result | Sequence[Result]) -> list[Track]:
    """One track per dimension, from the tables of one or several pairs of rounds."""
    rows: list[Row] = []
    many = not hasattr(results, "to_dicts") and not all(isinstance(part, Mapping) for part in results)
    for result in results if many else [results]:
        rows.extend(rows_of(result))
    tracks: dict[int, Track] = {}
    pairs: dict[tuple[int, str, str], dict[str, Side]] = {}
    for row in rows:
        number = int(row["dimension_number"])
        tracks.setdefault(number, Track(number, one_line(row.get("dimension"))))
        pairs.setdefault((number, one_line(row["from_round"]), one_line(row["to_round"])), {})[str(row["people"])] = _side(row)
    for (number, from_round, to_round), sides in pairs.items():
        tracks[number].pairs.append(Pair(from_round, to_round, sides.get("everybody"), sides.get("same_people")))
    return list(tracks.values())
