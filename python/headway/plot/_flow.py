"""Who was in the room each time? The flow of people from round to round: who stayed, who left, who joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from headway.plot._canvas import BAND, INK, MARK, MUTED, NAME, NOTE, PAPER, SMALL, TITLE, Canvas, wrap, write_lines
from headway.plot._data import Result, Row, one_line, one_of, rows_of
from headway.plot._font import text_width
from headway.plot._words import hidden_words, listed, people

_BAR = 26.0  # width of a round's bar
_MOST = 7.0  # height of one person, where there is room
_TALL = 150.0  # height of the largest room


@dataclass(frozen=True)
class Step:
    """From one round to the next."""

    from_round: str
    to_round: str
    n_from: int | None
    n_to: int | None
    stayed: int | None
    left: int | None
    joined: int | None
    why_not: str

    @property
    def known(self) -> bool:
        """Whether stayed, left and joined may be shown."""
        return None not in (self.stayed, self.left, self.joined)


def _whole(row: Row, column: str) -> int | None:
    value = row.get(column)
    return None if value is None else int(value)


def _step(row: Row) -> Step:
    status = row.get("status")
    why = ""
    if status == "hidden":
        why = hidden_words(one_line(row.get("hidden_reason")))
    elif status == "not_comparable":
        why = "people have no codes, so nobody can be followed"
    elif status == "no_data":
        why = "no individual marks in one of the rounds"
    stayed, left, joined = (None if why else _whole(row, column) for column in ("stayed", "left", "joined"))
    return Step(one_line(row.get("from_round")), one_line(row.get("to_round")), _whole(row, "n_from"), _whole(row, "n_to"), stayed, left, joined, why)


class _Layout:
    """Where everything goes at one width."""

    def __init__(self, picture: PeopleFlow, width: float) -> None:
        self.picture, self.width = picture, width
        self.title = wrap(picture.title, width - 4.0, TITLE, "bold") if picture.title is not None else []
        self.where = wrap(picture.where, width - 4.0, NOTE) if picture.title is not None else []
        self.top = 14.0 * len(self.title) + 12.0 * len(self.where) + (8.0 if self.title else 0.0)
        largest = max([1, *(n for step in picture.steps for n in (step.n_from, step.n_to) if n)])
        self.person = min(_MOST, _TALL / largest)
        count = max(len(picture.rounds), 2)
        self.gap = (width - 4.0 - _BAR) / (count - 1)
        self.base = self.top + 14.0 + self.person * largest
        self.notes = [line for note in picture.notes for line in wrap(note, width - 4.0, SMALL)]
        self.height = self.base + 44.0 + (10.0 * len(self.notes) + 4.0 if self.notes else 0.0)

    def _x(self, round_: int) -> float:
        return 2.0 + self.gap * round_

    def draw(self, canvas: Canvas) -> None:
        """A bar a round, a band of those who stayed, words for those who left and joined."""
        y = write_lines(canvas, 2.0, 12.0, self.title, size=TITLE, leading=14.0, weight="bold")
        write_lines(canvas, 2.0, y, self.where, size=NOTE, leading=12.0, colour=MUTED)
        for i, step in enumerate(self.picture.steps):
            if step.stayed:
                height = self.person * step.stayed
                left, right = self._x(i) + _BAR, self._x(i + 1)
                canvas.polygon([(left, self.base - height), (right, self.base - height), (right, self.base), (left, self.base)], fill=BAND, edge=MUTED, line=0.8, order=1.0)
        for i, (round_, n) in enumerate(self.picture.rounds):
            x, middle = self._x(i), self._x(i) + _BAR / 2.0
            align = "left" if i == 0 else "right" if i == len(self.picture.rounds) - 1 else "center"
            edge = x if align == "left" else x + _BAR if align == "right" else middle
            canvas.text(edge, self.base + 12.0, round_, size=NAME, weight="bold", align=align)
            if n is None:
                canvas.hatched(x, self.base - 30.0, _BAR, 30.0)
                canvas.text(edge, self.base + 22.0, "withheld", size=SMALL, colour=MUTED, align=align)
                continue
            height = self.person * n
            canvas.rectangle(x, self.base - height, _BAR, height, fill=MARK, order=2.0)
            canvas.text(edge, self.base + 22.0, people(n), size=SMALL, colour=MUTED, align=align)
            stayed = self.picture.steps[i - 1].stayed if i > 0 else None
            if stayed is not None and stayed < n:  # those who joined stand above those who stayed
                canvas.stroke([(x, self.base - self.person * stayed), (x + _BAR, self.base - self.person * stayed)], colour=PAPER, line=1.6, order=3.0)
        for i, step in enumerate(self.picture.steps):
            middle = (self._x(i) + _BAR + self._x(i + 1)) / 2.0
            room = self.gap - _BAR - 6.0
            words = [f"{step.stayed} stayed", f"{step.left} left, {step.joined} joined"] if step.known else [step.why_not or "not known"]
            lines = [line for part in words for line in wrap(part, room, SMALL, most=3)]
            y = self.base - max(4.0, 0.5 * (self.person * (step.stayed or 0) - 10.0 * len(lines))) - 10.0 * (len(lines) - 1) + 2.0
            for line in lines:
                wide = text_width(line, SMALL)
                canvas.rectangle(middle - wide / 2.0 - 1.5, y - 8.0, wide + 3.0, 10.0, fill=BAND if step.stayed else PAPER, order=1.5)
                canvas.text(middle, y, line, size=SMALL, colour=INK, align="center")
                y += 10.0
        write_lines(canvas, 2.0, self.base + 44.0, self.notes, size=SMALL, leading=10.0, colour=MUTED)


class PeopleFlow:
    """The flow of people before its width is known; `plot.people_flow` says what the parameters are."""

    natural_width = 520.0

    def __init__(self, turnover: Result, *, title: str | None = "") -> None:
        rows = rows_of(turnover)
        self.where = one_of(rows, "community", "people_flow")
        self.title = None if title is None else one_line(title) or "Who was in the room each time?"
        self.steps = [_step(row) for row in rows]
        self.rounds: list[tuple[str, int | None]] = [(step.from_round, step.n_from) for step in self.steps[:1]] + [(step.to_round, step.n_to) for step in self.steps]

    @property
    def shown(self) -> bool:
        """Whether there is anything to draw: two rounds, and a number of people that may be shown."""
        return any(n for _, n in self.rounds)

    @property
    def notes(self) -> list[str]:
        """How to read the picture."""
        joined = any(step.joined for step in self.steps)
        return ["The band between two rounds is the people who were in both; above the white line in a bar stand those who are new."] if joined else []

    @property
    def description(self) -> str:
        """The picture in words."""
        sizes = [f"{round_}, {'withheld' if n is None else people(n)}" for round_, n in self.rounds]
        parts = [f"From {step.from_round} to {step.to_round}: " + (f"{step.stayed} stayed, {step.left} left, {step.joined} joined." if step.known else f"{step.why_not or 'not known'}.") for step in self.steps]
        where = f" in {self.where}" if self.where else ""
        return " ".join([f"People{where}, round by round: {listed(sizes) if sizes else 'none'}.", *parts])

    def layout(self, width: float) -> Any:
        """The picture at a width."""
        return _Layout(self, width)
