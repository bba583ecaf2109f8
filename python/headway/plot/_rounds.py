"""What moved between rounds? A small panel per dimension, everybody and the same people kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from headway.plot._canvas import BAND, INK, MARK, MUTED, NAME, NOTE, PAPER, RULE, SMALL, TITLE, Canvas, shorten, wrap, write_lines
from headway.plot._data import Level, Pair, Result, Side, Track, levels_of, one_line, one_of, rows_of, tracks_of
from headway.plot._font import text_width
from headway.plot._words import track_words

_GAP = 18.0
_AXIS = 16.0  # left of a panel, for the values of the levels
_LEADING = 9.5
_KEY = (("everybody", "everybody, low to high middle mark"), ("same", "the same people, both times"), ("missing", "not assessed, or withheld"))


def moved(side: Side) -> str:
    """ "5 up, 3 held, 1 down" """
    return f"{side.up} up, {side.held} held, {side.down} down"


def _pair_words(pair: Pair) -> list[str]:
    """What is said under a panel about one pair of rounds."""
    everybody, same = pair.everybody, pair.same_people
    where = f"{pair.from_round} to {pair.to_round}"
    if everybody is not None and everybody.hidden:
        return [f"{where}: withheld, {everybody.hidden_reason}."]
    if same is None or same.status == "not_assessed":
        return []
    if same.hidden:
        return [f"{where}, same people: withheld, {same.hidden_reason}."]
    if same.up is None:
        return [f"{where}: nobody marked both times."]
    return [f"{where}, same {same.n_to}: {moved(same)}"]


def _fitted(words: str, width: float) -> list[str]:
    """The words on one line, or cut after the colon first and only then anywhere."""
    first, colon, rest = words.partition(": ")
    if not colon or text_width(words, SMALL) <= width:
        return wrap(words, width, SMALL)
    return [*wrap(first + ":", width, SMALL), *wrap(rest, width, SMALL)]


class _Panel:
    """One dimension at one width."""

    def __init__(self, track: Track, width: float) -> None:
        self.track = track
        self.name = wrap(f"{track.number}  {track.name}", width, NAME, "bold", most=3)
        self.words = [line for pair in track.pairs for words in _pair_words(pair) for line in _fitted(words, width)]

    def people(self, round_: str) -> int | None:
        """How many people marked in a round; None when that is not known or withheld."""
        for pair in self.track.pairs:
            if pair.everybody is not None and pair.everybody.status in ("ok", "no_data", "not_comparable"):
                if pair.from_round == round_:
                    return pair.everybody.n_from
                if pair.to_round == round_:
                    return pair.everybody.n_to
        return None


class _Layout:
    """Where everything goes at one width."""

    def __init__(self, picture: SideBySide, width: float) -> None:
        self.picture, self.width = picture, width
        self.title = wrap(picture.title, width - 4.0, TITLE, "bold") if picture.title is not None else []
        self.where = wrap(picture.where, width - 4.0, NOTE) if picture.title is not None else []
        self.top = 14.0 * len(self.title) + 12.0 * len(self.where) + (8.0 if self.title else 0.0)
        fits = int((width + _GAP) // (122.0 + 26.0 * max(0, len(picture.rounds) - 3) + _GAP))
        fits = min(fits, 3)
        self.columns = max(1, min(fits, len(picture.tracks) or 1))
        self.panel_width = (width - _GAP * (self.columns - 1)) / self.columns
        self.panels = [_Panel(track, self.panel_width - 2.0) for track in picture.tracks]
        self.step = 15.0 if len(picture.levels) <= 6 else 90.0 / (len(picture.levels) - 1) + 2.0
        self.field = self.step * len(picture.levels)
        self.rows = [self.panels[i : i + self.columns] for i in range(0, len(self.panels), self.columns)]
        self.name_heights = [11.0 * max(len(panel.name) for panel in row) + 3.0 for row in self.rows]
        self.row_heights = [name + self.field + 26.0 + _LEADING * max(len(panel.words) for panel in row) + 12.0 for row, name in zip(self.rows, self.name_heights, strict=True)]
        self.level_key = wrap("Levels: " + "; ".join(level.words for level in picture.levels), width - 4.0, SMALL) if any(level.label for level in picture.levels) else []
        self.key = self._key_lines()
        self.height = self.top + sum(self.row_heights) + 13.0 * len(self.key) + 10.0 * len(self.level_key) + 8.0

    @staticmethod
    def _seen(panel: _Panel, round_: str) -> bool:
        """Whether everybody's middle mark in a round is known."""
        return any(name == round_ for pair in panel.track.pairs for name, _ in _everybody(pair))

    def _key_lines(self) -> list[list[tuple[str, str]]]:
        lines: list[list[tuple[str, str]]] = [[]]
        used = 0.0
        seen = {
            "everybody": any(True for panel in self.panels for pair in panel.track.pairs for _ in _everybody(pair)),
            "same": any(pair.same_people and pair.same_people.low_from is not None for panel in self.panels for pair in panel.track.pairs),
            "missing": not all(self._seen(panel, round_) for panel in self.panels for round_ in self.picture.rounds),
        }
        for mark, words in _KEY:
            if not seen[mark]:
                continue
            needed = 32.0 + text_width(words, SMALL)
            if lines[-1] and used + needed > self.width:
                lines.append([])
                used = 0.0
            lines[-1].append((mark, words))
            used += needed
        return lines if lines[0] else []

    def draw(self, canvas: Canvas) -> None:
        """Title, panels, key."""
        y = write_lines(canvas, 2.0, 12.0, self.title, size=TITLE, leading=14.0, weight="bold")
        write_lines(canvas, 2.0, y, self.where, size=NOTE, leading=12.0, colour=MUTED)
        y = self.top
        for row, name, height in zip(self.rows, self.name_heights, self.row_heights, strict=True):
            for i, panel in enumerate(row):
                left = i * (self.panel_width + _GAP)
                write_lines(canvas, left + 2.0, y + 10.0, panel.name, size=NAME, leading=11.0, weight="bold")
                self._draw_field(canvas, panel, left, y + name)
                write_lines(canvas, left + 2.0, y + name + self.field + 32.0, panel.words, size=SMALL, leading=_LEADING, colour=INK)
            y += height
        y += 6.0
        for line in self.key:
            self._draw_key(canvas, line, y)
            y += 13.0
        write_lines(canvas, 2.0, y, self.level_key, size=SMALL, leading=10.0, colour=MUTED)

    def _draw_field(self, canvas: Canvas, panel: _Panel, left: float, top: float) -> None:
        """Levels from bottom to top, rounds from left to right."""
        levels, rounds = self.picture.levels, self.picture.rounds
        start, wide = left + _AXIS, self.panel_width - _AXIS
        slot = wide / len(rounds)
        label = min(SMALL, self.step - 0.5)
        y_of = {level.value: top + self.field - self.step * (i + 0.5) for i, level in enumerate(levels)}
        for i, level in enumerate(levels):
            if i % 2 == 0:
                canvas.rectangle(start, y_of[level.value] - self.step / 2.0, wide, self.step, fill=BAND, order=0.5)
            canvas.text(start - 4.0, y_of[level.value] + label * 0.36, str(level.value), size=label, colour=MUTED, align="right")
        x_of = {round_: start + slot * (i + 0.5) for i, round_ in enumerate(rounds)}
        seen = {round_: span for pair in panel.track.pairs for round_, span in _everybody(pair)}
        for round_, x in x_of.items():
            n = panel.people(round_)
            label_size = SMALL
            while label_size > 6.0 and text_width(round_, label_size, "bold") > slot - 2.0:
                label_size -= 0.5
            canvas.text(x, top + self.field + 10.0, shorten(round_, slot - 2.0, label_size, "bold"), size=label_size, weight="bold", align="center")
            if n:
                canvas.text(x, top + self.field + 19.0, f"n = {n}" if text_width(f"n = {n}", SMALL) < slot else str(n), size=SMALL, colour=MUTED, align="center")
            if round_ not in seen:
                canvas.hatched(x - min(8.0, slot / 3.0), top + 1.0, min(16.0, slot / 1.5), self.field - 2.0, order=1.0)
        for low, high, x in ((*span, x_of[round_]) for round_, span in seen.items()):
            half = min(5.0, self.step / 2.0 - 0.8)
            canvas.rectangle(x - half, y_of[high] - half, 2 * half, y_of[low] - y_of[high] + 2 * half, fill=PAPER, edge=INK, line=1.3, order=3.0)
        for pair in panel.track.pairs:
            self._draw_same(canvas, pair, x_of, y_of)

    def _draw_same(self, canvas: Canvas, pair: Pair, x_of: dict[str, float], y_of: dict[int, float]) -> None:
        """The same people: slim marks beside those of everybody, joined unless a round without marks lies between."""
        side = pair.same_people
        if side is None or pair.from_round not in x_of or pair.to_round not in x_of:
            return
        aside = min(10.0, (x_of[pair.to_round] - x_of[pair.from_round]) / 4.0)
        ends = []
        for low, high, x in ((side.low_from, side.high_from, x_of[pair.from_round] + aside), (side.low_to, side.high_to, x_of[pair.to_round] - aside)):
            if low is None or high is None:
                return
            ends.append((x, (y_of[low] + y_of[high]) / 2.0))
            if low == high:
                canvas.marks([ends[-1]], shape="disc", size=5.6, order=4.1)
            else:
                canvas.rectangle(x - 2.2, y_of[high] - 2.8, 4.4, y_of[low] - y_of[high] + 5.6, fill=MARK, order=4.1)
        rounds = self.picture.rounds
        if rounds.index(pair.to_round) == rounds.index(pair.from_round) + 1:
            canvas.stroke(ends, colour=MARK, line=2.0, order=4.0)

    @staticmethod
    def _draw_key(canvas: Canvas, line: Sequence[tuple[str, str]], y: float) -> None:
        x = 2.0
        for mark, words in line:
            match mark:
                case "everybody":
                    canvas.rectangle(x + 3.0, y - 7.0, 8.6, 8.6, fill=PAPER, edge=INK, line=1.3)
                case "same":
                    canvas.stroke([(x + 1.0, y - 2.7), (x + 13.0, y - 2.7)], colour=MARK, line=2.0)
                    canvas.marks([(x + 1.5, y - 2.7), (x + 12.5, y - 2.7)], shape="disc", size=5.0)
                case _:
                    canvas.hatched(x + 2.0, y - 7.5, 10.0, 9.5)
            canvas.text(x + 18.0, y, words, size=SMALL, colour=MUTED)
            x += 32.0 + text_width(words, SMALL)


def _everybody(pair: Pair) -> Iterator[tuple[str, tuple[int, int]]]:
    """The rounds in which everybody's middle mark is known, with its low and high end."""
    side = pair.everybody
    if side is not None:
        if side.low_from is not None and side.high_from is not None:
            yield pair.from_round, (side.low_from, side.high_from)
        if side.low_to is not None and side.high_to is not None:
            yield pair.to_round, (side.low_to, side.high_to)


class SideBySide:
    """Rounds side by side before the width is known; `plot.side_by_side` says what the parameters are."""

    natural_width = 520.0

    def __init__(self, rounds: Result | Sequence[Result], rubric: Any = None, *, all_rounds: Sequence[str] | None = None, title: str | None = "") -> None:
        self.tracks: list[Track] = tracks_of(rounds)
        self.levels: tuple[Level, ...] = levels_of(rubric)
        many = not hasattr(rounds, "to_dicts") and not all(isinstance(part, dict) for part in rounds)
        rows = [row for result in (rounds if many else [rounds]) for row in rows_of(result)]
        self.where = one_of(rows, "community", "side_by_side")
        named = [name for track in self.tracks for pair in track.pairs for name in (pair.from_round, pair.to_round) if name]
        self.rounds = [one_line(name) for name in all_rounds] if all_rounds is not None else list(dict.fromkeys(named))
        self.title = None if title is None else one_line(title) or "What moved between rounds?"

    @property
    def description(self) -> str:
        """The picture in words, dimension by dimension."""
        where = f": {self.where}" if self.where else ""
        tracks = " ".join(track_words(track, self.levels) for track in self.tracks) or "There are no two rounds to compare."
        return f"Rounds side by side{where}. One panel per dimension, rounds from left to right, levels from bottom to top. {tracks}"

    def layout(self, width: float) -> _Layout:
        """The picture at a width."""
        return _Layout(self, width)
