"""Dates, lists and the fixed sentences of a report, in plain English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

AUDIENCES = {
    "room": "the people who were in the room",
    "partners": "partners: people who know the place but were not all in the room",
    "public": "anybody",
}


# Why a model has no figures, without saying how many marks there are.
NOT_FITTED = {
    "no_data": "Nobody gave a mark on the scale, so nothing was fitted.",
    "not_identified": "The marks fit many values equally well, so the model has no figures to show.",
    "not_converged": "The search for the likeliest values had not ended, so the model has no figures to show.",
}

# What the same people's marks did, as a word.
DIRECTIONS = {"moved": "moved up", "held": "held", "slipped": "slipped", "cannot_tell": "cannot tell"}


def date_words(day: object) -> str:
    """ "16 March 2022" for "2022-03-16"; anything else as it is."""
    found = _DATE.fullmatch(str(day or ""))
    if not found or not 1 <= int(found[2]) <= 12:
        return str(day or "")
    return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {int(found[1])}"


def number_words(n: int) -> str:
    """Small numbers as words."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return small[n] if 0 <= n < len(small) else str(n)


def count_words(n: int, one: str, many: str) -> str:
    """ "one community", "six communities" """
    return f"{number_words(n)} {one if n == 1 else many}"


def code_words(code: object) -> str:
    """ "out of range" for "out_of_range" """
    return str(code or "").replace("_", " ")


def signed(value: float) -> str:
    """ "+0.4", "−1.2", "0.0": a change in levels, to a tenth."""
    text = f"{value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def chance_words(p_up: float, together_low: float, together_high: float) -> str:
    """How probable a rise or a fall is, and whether it is clear with all dimensions looked at together."""
    side, p = ("up", p_up) if p_up >= 0.5 else ("down", 1.0 - p_up)
    share = "more than 99 in 100" if p > 0.99 else f"{int(100.0 * p)} in 100"
    if p < 0.8:
        return f"Cannot tell ({share} for {side})."
    if p < 0.95:
        return f"Probably {side} ({share})."
    clear = together_low > 0.0 or together_high < 0.0
    return f"Very probably {side} ({share}). {'Clear' if clear else 'Not clear'} with all dimensions together."


def stretches(numbers: Sequence[int], most: int = 60) -> str:
    """ "4, 9 to 11, 20" for line numbers; a long list is cut and says so."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    words = [str(part[0]) if len(part) == 1 else f"{part[0]}, {part[1]}" if len(part) == 2 else f"{part[0]} to {part[-1]}" for part in parts]
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


def turnover_words(row: dict[str, Any]) -> str:
    """Who stayed, left and joined between two rounds, in a sentence."""
    where = f"From {row['from_round']} to {row['to_round']}"
    stayed, left, joined = row.get("stayed"), row.get("left"), row.get("joined")
    if stayed is None or left is None or joined is None:
        if row.get("status") == "hidden":
            return f"{where}: who stayed, left and joined is withheld ({row.get('hidden_reason') or 'small group'})."
        if row.get("status") == "not_comparable":
            return f"{where}: people cannot be followed, because they have no codes."
        if row.get("status") == "no_data":
            return f"{where}: there are no individual marks in one of the rounds."
        return ""
    words = [f"{count_words(stayed, 'person', 'people')} stayed" if stayed else "nobody stayed"]
    words += [f"{number_words(n) if n else 'nobody'} {what}" for n, what in ((left, "left"), (joined, "joined"))]
    text = f"{where}: {words[0]}, {words[1]} and {words[2]}."
    if row.get("unnamed"):
        text += f" {row['unnamed']} without a code could not be followed."
    return text
