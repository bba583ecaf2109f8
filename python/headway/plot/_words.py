"""Sentences about cells and pairs of rounds: the alternative text of the pictures, and the words beside them in a report."""

from __future__ import annotations

from collections.abc import Sequence

from headway.plot._data import REASON_WORDS, Cell, Level, Side, Track


def people(n: int) -> str:
    """ "1 person", "14 people" """
    return "1 person" if n == 1 else f"{n} people"


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c" """
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""


def level_words(value: int, levels: Sequence[Level]) -> str:
    """ "3 (Taking shape)" """
    return next((level.words for level in levels if level.value == value), str(value))


def span_words(low: int, high: int, levels: Sequence[Level]) -> str:
    """ "3 (Taking shape)" or "between 2 (Early steps) and 3 (Taking shape)" """
    return level_words(low, levels) if low == high else f"between {level_words(low, levels)} and {level_words(high, levels)}"


def set_words(low: int, high: int, levels: Sequence[Level]) -> str:
    """ "3 (Taking shape)" or "2 (Early steps) to 4 (Well established)" """
    return level_words(low, levels) if low == high else f"{level_words(low, levels)} to {level_words(high, levels)}"


def silent_words(cell: Cell) -> list[str]:
    """ ["2 don't know", "1 left blank"] """
    return [f"{count} {REASON_WORDS[reason]}" for reason, count in cell.silent.items()]


def agreed_words(cell: Cell, levels: Sequence[Level]) -> str:
    """What the room agreed, or that it did not; empty when nothing is on record."""
    if cell.outcome == "no_agreement":
        return "the room did not agree"
    if cell.consensus_text:
        said = f"the room agreed “{cell.consensus_text}”"
    elif cell.consensus is not None:
        said = f"the room agreed {level_words(cell.consensus, levels)}"
    else:
        return ""
    return said + (", with a minority view on record" if cell.outcome == "minority_view" else "")


def hidden_words(reason: str) -> str:
    """ "withheld: fewer than 5 people in this group" """
    return f"withheld: {reason}" if reason else "withheld"


def away_words(cell: Cell) -> str:
    """ "3 of 14 are two or more levels away" """
    if cell.two_or_more_away is None or cell.n == 0:
        return ""
    if cell.two_or_more_away == 0:
        return "nobody is two or more levels away" if cell.n > 1 else ""
    return f"{cell.two_or_more_away} of {cell.n} {'is' if cell.two_or_more_away == 1 else 'are'} two or more levels away"


def cell_words(cell: Cell, levels: Sequence[Level]) -> str:
    """One sentence about one strip."""
    if cell.hidden:
        parts = [hidden_words(cell.hidden_reason)]
    elif cell.n == 0:
        parts = ["nobody marked a level"]
    else:
        parts = [people(cell.n)]
        if cell.counts is not None:
            parts.append(listed([f"{count} at {value}" for value, count in cell.counts.items() if count]))
        if cell.median_low is not None and cell.median_high is not None:
            parts.append(f"middle mark {span_words(cell.median_low, cell.median_high, levels)}")
        if away := away_words(cell):
            parts.append(away)
        if cell.two_camps:
            parts.append("two camps")
    parts.extend(silent_words(cell))
    if agreed := agreed_words(cell, levels):
        parts.append(agreed)
    return f"{cell.number} {cell.name}: {'; '.join(parts)}."


def moved_words(side: Side) -> str:
    """ "of the same 9 people 6 went up, 3 held and none went down" """
    if side.hidden:
        return f"same people {hidden_words(side.hidden_reason)}"
    if side.up is None or side.held is None or side.down is None or not side.n_to:
        return "nobody marked both times"
    count = [str(number) if number else "none" for number in (side.up, side.held, side.down)]
    who = "one person came both times:" if side.n_to == 1 else f"of the same {side.n_to} people"
    return f"{who} {count[0]} went up, {count[1]} held and {count[2]} went down"


def side_words(side: Side, levels: Sequence[Level]) -> str:
    """ "17 people then, middle mark 3 (Taking shape); 21 now, middle mark 4 (Well established)" """
    if side.hidden:
        return hidden_words(side.hidden_reason)
    ends = []
    for n, low, high in ((side.n_from, side.low_from, side.high_from), (side.n_to, side.low_to, side.high_to)):
        middle = "" if low is None or high is None else f", middle mark {span_words(low, high, levels)}"
        ends.append("nobody" if not n else f"{people(n)}{middle}")
    return f"first {ends[0]}; then {ends[1]}"


def track_words(track: Track, levels: Sequence[Level]) -> str:
    """One sentence about one dimension over the rounds."""
    parts = []
    for pair in track.pairs:
        said = []
        if pair.everybody is not None:
            said.append(f"everybody: {side_words(pair.everybody, levels)}")
        if pair.same_people is not None:
            said.append(moved_words(pair.same_people))
        parts.append(f"{pair.from_round} to {pair.to_round}, {'; '.join(said)}")
    return f"{track.number} {track.name}: {'. '.join(parts)}."
