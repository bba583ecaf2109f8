"""From a study to the words and pictures of a page. Nothing is computed here: every figure comes from a result table for the audience."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from headway import _core
from headway.plot._canvas import Picture
from headway.plot._corners import CORNERS, MEANINGS, LevelAgainstAgreement
from headway.plot._data import REASON_WORDS, Cell, Level, Row, cells_of, count_column, levels_of, one_line, rows_of, shown
from headway.plot._dot_strip import DotStrip
from headway.plot._flow import PeopleFlow
from headway.plot._rounds import SideBySide
from headway.plot._svg import to_svg
from headway.plot._typical import TypicalMarks
from headway.plot._words import hidden_words, level_words, listed, people, set_words, silent_words, span_words
from headway.report._view import Agreed, Change, CoverageRow, Drawing, Move, Page, Place, Point, ProblemGroup, ProblemRow, RoundFacts, SectorRow, Shift, StripRow, Typical, TypicalChange
from headway.report._words import AUDIENCES, DIRECTIONS, NOT_FITTED, chance_words, code_words, count_words, date_words, signed, stretches, turnover_words

_NARROW = 272.0
_MOST_ROWS = 500  # of problems, one by one
_REASONS = (*REASON_WORDS, "not_given")


def _rows(result: Any, **wanted: str) -> list[Row]:
    return [row for row in rows_of(result) if all(row.get(column) == value for column, value in wanted.items())]


def _whole(row: Row, column: str) -> int | None:
    value = row.get(column)
    return None if value is None else int(value)


def _text(row: Row, column: str) -> str:
    return shown(row.get(column)).strip()


def _dimension(row: Row) -> str:
    return f"{row['dimension_number']} {one_line(row['dimension'])}"


def _values(low: int, high: int, between: str) -> str:
    """ "3", or "3 and 4" """
    return str(low) if low == high else f"{low}{between}{high}"


def _drawing(picture: Picture, title: str, name: str) -> Drawing:
    wide = to_svg(picture, title=title, name=f"{name}-wide", standalone=False)
    return Drawing(Markup(wide), Markup(to_svg(picture, title=title, name=f"{name}-narrow", width=_NARROW, standalone=False)))


class _Gatherer:
    """One community, round by round."""

    def __init__(self, community: Any, audience: str, levels: Sequence[Level], all_rounds: Sequence[str], rubric: Any, id_: str, model: bool) -> None:
        self.community, self.audience, self.levels, self.all_rounds, self.rubric, self.id = community, audience, levels, list(all_rounds), rubric, id_
        self.name, self.model = one_line(community.name), model
        self.rounds = list(community.rounds)
        self.latest = self.rounds[-1] if self.rounds else ""
        self.coverage = rows_of(community.coverage(audience=audience))
        self.profile = rows_of(community.profile(self.latest, audience=audience)) if self.latest else []
        self.agenda = rows_of(community.agenda(self.latest, audience=audience)) if self.latest else []
        self.consensus = rows_of(community.consensus(self.latest, audience=audience)) if self.latest else []
        self.sectors = rows_of(community.sectors(self.latest, audience=audience)) if self.latest else []
        self.turnover = rows_of(community.turnover(audience=audience))
        self.pairs = [(a, b, community.side_by_side(a, b, audience=audience)) for a, b in zip(self.rounds, self.rounds[1:], strict=False)]
        self.cells = cells_of(self.profile, levels, [row for row in self.consensus if row.get("mode") == "consensus"])

    def gather(self) -> Place:
        """Everything about the community."""
        facts = [self._round_facts(round_) for round_ in self.rounds]
        day = facts[-1].day if facts else ""
        flow = PeopleFlow(self.turnover, title=None)
        agreed = [self._agreed(row) for row in self.consensus if row.get("mode") == "consensus"]
        return Place(
            id=self.id, name=self.name, latest=one_line(self.latest), day=day, lead=self._lead(facts), rounds=facts,
            not_assessed=[one_line(round_) for round_ in self.all_rounds if round_ not in self.rounds],
            strip=self._strip(), strip_rows=[self._strip_row(cell, row) for cell, row in zip(self.cells, self.profile, strict=True)] if self._has_marks else [],
            agreed=agreed, agreed_note="" if agreed or not self.latest else f"No agreed marks are on file for {one_line(self.latest)}.",
            agenda=[self._point(row) for row in self.agenda], corners=self._corners(),
            sectors=[self._sector(row) for row in self.sectors if row.get("dimension_number") is None],
            sector_rows=[self._sector(row) for row in self.sectors if row.get("dimension_number") is not None and (row.get("n") or row.get("status") == "hidden")],
            sector_split=self._sector_split(), prompts=self._prompts(), moves=self._moves(),
            move_rows=[move for from_, to, result in self.pairs for move in self._move_rows(from_, to, rows_of(result))],
            changes=[change for from_, to, _ in self.pairs for change in self._changes(from_, to)],
            typical=self._typical() if self.model and self.latest else None,
            shifts=[shift for from_, to, _ in self.pairs for shift in self._shifts(from_, to)],
            flow=_drawing(flow, f"Who was in the room each time? {self.name}", f"{self.id}-flow") if flow.shown else None, flow_rows=flow.steps,
            turnover=[words for row in self.turnover if (words := one_line(turnover_words(dict(row))))],
            coverage=[self._coverage_row(row) for row in self.coverage if row.get("round") == self.latest],
        )

    @property
    def _has_marks(self) -> bool:
        """Whether anybody marked on their own in the latest round, withheld or not."""
        return any(cell.hidden or cell.n or cell.silent for cell in self.cells)

    def _lead(self, facts: Sequence[RoundFacts]) -> list[str]:
        if not facts:
            return ["This community was not assessed in any round."]
        last = facts[-1]
        when = f" on {last.day}" if last.day else ""
        if last.status == "hidden":
            out = [f"The latest round here is {last.label}{when}. How many people marked is withheld: {last.hidden_reason}."]
        elif last.people:
            out = [f"In {last.label}{when}, {people(last.people)} marked {count_words(len(self.profile), 'dimension', 'dimensions')}."]
        else:
            out = [f"The latest round here is {last.label}{when}. No individual marks are on file; what the room agreed is shown."]
        missing = [one_line(round_) for round_ in self.all_rounds if round_ not in self.rounds]
        if missing:
            out.append(f"Not assessed in {listed(missing)}.")
        return out

    def _round_facts(self, round_: str) -> RoundFacts:
        rows = [row for row in self.coverage if row.get("round") == round_]
        first = rows[0] if rows else {}
        hidden = first.get("status") == "hidden"
        groups: dict[str, list[Row]] = {}
        for row in rows_of(self.community.profile(round_, by="sector", audience=self.audience)):
            groups.setdefault(one_line(row.get("sector")) or "not stated", []).append(row)
        return RoundFacts(
            label=one_line(round_), day=date_words(first.get("day")), people=None if hidden else _whole(first, "people"),
            status=str(first.get("status") or ""), hidden_reason=one_line(first.get("hidden_reason")),
            groups=[(label, self._group_words(cells)) for label, cells in groups.items()] if not hidden else [],
            has_consensus=any(row.get("has_consensus") for row in rows),
        )

    @staticmethod
    def _group_words(cells: Iterable[Row]) -> str:
        """How many people of a group are in a round: most of them that any dimension shows."""
        cells = list(cells)
        known = [(_whole(row, "n") or 0) + (_whole(row, "n_missing") or 0) for row in cells if row.get("status") != "hidden"]
        if known:
            return people(max(known)) if max(known) else "nobody"
        return hidden_words(one_line(cells[0].get("hidden_reason")))

    def _where(self) -> str:
        return f"{self.name}, {one_line(self.latest)}"

    def _strip(self) -> Drawing | None:
        if not self.profile:
            return None
        picture = DotStrip(self.profile, self.rubric, consensus=[row for row in self.consensus if row.get("mode") == "consensus"], title=None)
        return _drawing(picture, f"Where do things stand? {self._where()}", f"{self.id}-strip")

    def _strip_row(self, cell: Cell, row: Row) -> StripRow:
        """Figures of one dimension; levels by value, since the table's head names them."""
        levels = self.levels
        low, high = _whole(row, "level_set_low"), _whole(row, "level_set_high")
        if cell.hidden or not cell.n:
            could_be = ""
        elif cell.n == 1:
            could_be = "one person: only the mark itself"
        elif low is None or high is None or row.get("level_set_status") == "too_few_raters":
            could_be = "any: too few people"
        elif (low, high) == (levels[0].value, levels[-1].value):
            could_be = "any"
        else:
            could_be = _values(low, high, " to ")
        apart = [] if cell.two_or_more_away is None or not cell.n else [f"{cell.two_or_more_away} of {cell.n}"]
        ends = (row.get("dispersion"), row.get("dispersion_low"), row.get("dispersion_high"))
        spread = "" if ends[0] is None else f"{ends[0]:.2f}" + ("" if ends[1] is None or ends[2] is None else f" ({ends[1]:.2f} to {ends[2]:.2f})")
        corner = next((str(point["corner"]) for point in self.agenda if point["dimension_number"] == cell.number and point.get("corner")), "")
        return StripRow(
            dimension=f"{cell.number} {cell.name}", cell=cell, counts=[_whole(row, count_column(level.value)) for level in levels],
            corner=f"{CORNERS[corner]} ({MEANINGS[corner]})" if corner in CORNERS else "too few marks", no_level=", ".join(silent_words(cell)) or "none",
            middle="nobody marked" if cell.median_low is None or cell.median_high is None else _values(cell.median_low, cell.median_high, " and "),
            could_be=could_be, apart=", ".join([*apart, *(["two camps"] if cell.two_camps else [])]), spread=spread,
        )

    def _mark(self, row: Row) -> str:
        if row.get("outcome") == "no_agreement":
            return "No agreement"
        if row.get("consensus_text"):
            return f"“{_text(row, 'consensus_text')}”"
        value = _whole(row, "consensus")
        return "Agreed, but no mark written down" if value is None else set_words(value, value, self.levels)

    def _agreed(self, row: Row) -> Agreed:
        number = int(row["dimension_number"])
        cell = next((cell for cell in self.cells if cell.number == number), None)
        own = ""
        if cell is not None and cell.hidden:
            own = hidden_words(cell.hidden_reason)
        elif cell is not None and cell.median_low is not None and cell.median_high is not None:
            own = span_words(cell.median_low, cell.median_high, self.levels)
        moderated = next((self._mark(other) for other in self.consensus if other.get("mode") == "moderated" and other["dimension_number"] == number), "")
        dimension = next((d for d in self.rubric.dimensions if d.number == number), None)
        value = _whole(row, "consensus")
        position = next((i for i, level in enumerate(self.levels) if level.value == value), None)
        descriptors = list(getattr(dimension, "descriptors", ()) or ())
        place_hidden = any(fact.get("status") == "hidden" for fact in self.coverage if fact.get("round") == self.latest)
        return Agreed(
            dimension=_dimension(row), question=one_line(getattr(dimension, "question", "")), mark=self._mark(row),
            descriptor=one_line(descriptors[position]) if position is not None and position < len(descriptors) else "", own=own,
            reason=_text(row, "reason"), evidence=_text(row, "evidence"), minority=self._minority(row),
            people=None if place_hidden else _whole(row, "people_in_room"), moderated=moderated, against=_text(row, "words"),
        )

    def _minority(self, row: Row) -> str:
        """A minority view word for word where this audience may see it; elsewhere that there is one."""
        if words := _text(row, "minority_view"):
            return words
        if withheld := one_line(row.get("minority_view_hidden_reason")):
            return f"on record, but withheld: {withheld.removeprefix('the minority view is withheld: ')}."
        return "on record, but not in words in the file." if row.get("outcome") == "minority_view" else ""

    def _point(self, row: Row) -> Point:
        corner = str(row.get("corner") or "")
        return Point(int(row["dimension_number"]), one_line(row.get("dimension")), CORNERS.get(corner, ""), MEANINGS.get(corner, ""), _text(row, "why"),
                     one_line(row.get("hidden_reason")))

    def _corners(self) -> Drawing | None:
        picture = LevelAgainstAgreement(self.profile, self.agenda, self.rubric, title=None) if self.profile else None
        if picture is None or not picture.shown:
            return None
        return _drawing(picture, f"Where do people agree, and where not? {self._where()}", f"{self.id}-corners")

    def _sector(self, row: Row) -> SectorRow:
        n = _whole(row, "n")
        dimension = "" if row.get("dimension_number") is None else _dimension(row)
        return SectorRow(dimension, one_line(row.get("sector")) or "not stated", "" if n is None else people(n) if n else "nobody", _text(row, "words"), one_line(row.get("hidden_reason")))

    def _sector_split(self) -> str:
        if not self.latest:
            return ""
        rows = rows_of(self.community.sector_split(self.latest, audience=self.audience))
        return next((_text(row, "words") for row in rows if row.get("dimension_number") is None), "")

    def _prompts(self) -> list[tuple[str, str]]:
        if not self.latest:
            return []
        rows = rows_of(self.community.prompts(self.latest, audience=self.audience))
        return [(_dimension(row) if row.get("dimension_number") is not None else "All dimensions", words) for row in rows if (words := _text(row, "question"))]

    def _changes(self, from_round: str, to_round: str) -> list[Change]:
        where = f"{one_line(from_round)} to {one_line(to_round)}"
        return [
            Change(_dimension(row), where, DIRECTIONS.get(str(row.get("direction") or ""), ""), _text(row, "says"), one_line(row.get("hidden_reason")))
            for row in rows_of(self.community.change(from_round, to_round, audience=self.audience))
        ]

    def _typical(self) -> Typical:
        """One model of this community, as the audience may see it."""
        fit = self.community.study.fit(community=self.community.key)
        if fit.status != "ok":
            return Typical(NOT_FITTED.get(fit.status, NOT_FITTED["not_converged"]), None, [], "", [])
        picture = TypicalMarks(_rows(fit.levels(audience=self.audience), round=self.latest), self.rubric, title=None)
        changes = _rows(fit.change(audience=self.audience), to_round=self.latest)
        where = f"{one_line(changes[0]['from_round'])} to {one_line(self.latest)}" if changes else ""
        drawing = _drawing(picture, f"With everybody's severity taken out: {self._where()}", f"{self.id}-typical") if picture.cells else None
        return Typical("" if drawing else NOT_FITTED["no_data"], drawing, [(cell, level_words(cell.level, self.levels) if cell.level is not None else "") for cell in picture.cells], where,
                       [self._typical_change(row) for row in changes])

    @staticmethod
    def _typical_change(row: Row) -> TypicalChange:
        if row.get("change") is None:
            return TypicalChange(_dimension(row), "", "", "", one_line(row.get("hidden_reason")) or "no figure")
        low, high = row["together_low"], row["together_high"]
        return TypicalChange(_dimension(row), f"{row['n_from']}, then {row['n_to']}", f"{signed(row['change'])} ({signed(low)} to {signed(high)})", chance_words(row["p_up"], low, high), "")

    def _shifts(self, from_round: str, to_round: str) -> list[Shift]:
        where = f"{one_line(from_round)} to {one_line(to_round)}"
        rows = rows_of(self.community.response_shift(from_round, to_round, audience=self.audience))
        return [Shift(_dimension(row), where, words, one_line(row.get("hidden_reason"))) for row in rows if (words := _text(row, "says"))]

    def _moves(self) -> Drawing | None:
        if not any(row.get("median_low_from") is not None or row.get("status") == "hidden" for _, _, result in self.pairs for row in rows_of(result)):
            return None
        picture = SideBySide([result for _, _, result in self.pairs], self.rubric, all_rounds=self.all_rounds, title=None)
        return _drawing(picture, f"What moved between rounds? {self.name}", f"{self.id}-moves")

    def _move_rows(self, from_round: str, to_round: str, rows: Sequence[Row]) -> list[Move]:
        out: dict[int, dict[str, Row]] = {}
        for row in rows:
            out.setdefault(int(row["dimension_number"]), {})[str(row["people"])] = row
        where = f"{one_line(from_round)} to {one_line(to_round)}"
        moves = []
        for sides in out.values():
            same = sides.get("same_people", {})
            up, held, down = (same.get(column) for column in ("up", "held", "down"))
            moved = "" if up is None else f"{up} up, {held} held, {down} down"
            any_row = sides.get("everybody") or same
            moves.append(Move(_dimension(any_row), where, self._ends(sides.get("everybody", {})), self._ends(same), moved))
        return moves

    def _ends(self, row: Row) -> tuple[str, str]:
        """The middle marks of both rounds with the people behind them, or why there are none."""
        if row.get("status") == "hidden":
            words = hidden_words(one_line(row.get("hidden_reason")))
            return words, words
        if row.get("status") == "not_comparable":
            return "nobody marked both times", "nobody marked both times"
        ends = []
        for end in ("from", "to"):
            n, low, high = _whole(row, f"n_{end}"), _whole(row, f"median_low_{end}"), _whole(row, f"median_high_{end}")
            ends.append("nobody" if not n else f"{'' if low is None or high is None else _values(low, high, ' and ')} (n = {n})")
        return ends[0], ends[1]

    @staticmethod
    def _coverage_row(row: Row) -> CoverageRow:
        silent = [f"{count} {REASON_WORDS.get(reason, 'without an entry')}" for reason in _REASONS if (count := _whole(row, reason) or 0)]
        return CoverageRow(_dimension(row), str(row.get("status") or ""), one_line(row.get("hidden_reason")), _whole(row, "people"), _whole(row, "scored"),
                           ", ".join(silent) or "none")


def _rules(audience: str) -> list[str]:
    """What is withheld from an audience, in words; the numbers are those the tables were made with."""
    if audience == "room":
        return ["Nothing is withheld: the people in the room saw each other's marks. Pass this page on to nobody else."]
    rules = _core.audience_rules(audience)
    return [
        f"A figure about a whole community is shown when at least {rules['needed_place']} people stand behind it, a figure about a group of people when at least {rules['needed_group']} do.",
        "Small sectors are shown together, the same ones in every round.",
        f"A minority view is shown word for word when at least {rules['needed_comment']} people were in the room.",
    ]


def _problem_groups(rows: Sequence[Row], shows_lines: bool) -> list[ProblemGroup]:
    """The kinds of problems, the worst and the most frequent first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((str(row.get("code") or ""), str(row.get("severity") or "")), []).append(row)
    meanings = {code: meaning for code, _, meaning, _ in _core.problem_kinds()}
    worst = {"error": 0, "warning": 1, "note": 2}
    return [
        ProblemGroup(code=code_words(code), severity=severity, meaning=meanings.get(code, ""), count=len(found),
                     lines=stretches([int(row["line"]) for row in found if row.get("line")]) if shows_lines else "")
        for (code, severity), found in sorted(groups.items(), key=lambda item: (worst.get(item[0][1], 3), -len(item[1]), item[0]))
    ]


def _file_name(row: Row) -> str:
    """The name of the file a problem is in, without the folders."""
    return re.split(r"[/\\]", one_line(row.get("source")))[-1]


def _problem_rows(rows: Sequence[Row], shows_values: bool) -> list[ProblemRow]:
    """The problems themselves, in the order of the files; what stood in a field only where it may be shown."""
    return [
        ProblemRow(
            source=_file_name(row), line=str(row.get("line") or ""), column=one_line(row.get("column_name")) or str(row.get("column") or ""),
            value=one_line(row.get("value")) if shows_values else "", code=code_words(row.get("code")),
            message=one_line(row.get("message")) if shows_values else "", done=one_line(row.get("what_was_done")),
        )
        for row in rows[:_MOST_ROWS]
    ]


def gather(study: Any, chosen: Sequence[Any], *, audience: str, note: str, single: bool, version: str, model: bool = False) -> Page:
    """The whole page.

    Args:
        study: the study.
        chosen: the communities to show, in order of name.
        audience: room, partners or public.
        note: a sentence to stand at the top, or empty.
        single: whether the page is about one community only.
        version: of headway.
        model: whether to fit a model to each community.
    """
    rubric = study.rubric
    levels = levels_of(rubric)
    rounds = list(study.rounds)
    places = [_Gatherer(community, audience, levels, rounds, rubric, f"place-{i}", model).gather() for i, community in enumerate(chosen, 1)]
    problems = rows_of(study.problems)
    shared_files = single and len(study.communities) > 1
    shows_rows = audience == "room"
    own = one_line(rubric.language)
    language = own if own.lower() == "en" or own.lower().startswith("en-") else "en"
    return Page(
        language=language, own_language="" if own == language else own,
        title=f"{places[0].name}: where things stand" if single and places else "Where things stand, community by community",
        subtitle=one_line(rubric.title), audience=audience, audience_words=AUDIENCES[audience], rules=_rules(audience), note=shown(note).strip(),
        rubric_title=one_line(rubric.title), rubric_edition=one_line(rubric.edition), rubric_source=one_line(rubric.source),
        rubric_dimensions=count_words(len(rubric.dimensions), "dimension", "dimensions"),
        levels=[(level.value, level.label) for level in levels], rounds=[one_line(round_) for round_ in rounds], places=places, single=single,
        problems=_problem_groups(problems, shows_rows), problem_rows=_problem_rows(problems, not shared_files) if shows_rows else [],
        problem_files=list(dict.fromkeys(map(_file_name, problems))), problem_total=len(problems),
        shows_rows=shows_rows, shows_values=shows_rows and not shared_files, shared_files=shared_files, version=version, model=model,
    )
