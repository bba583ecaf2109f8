"""What is asked of the same people, checked and handed over."""

from __future__ import annotations

from ._arrays import choice, drawing

Asked = tuple[float, bool, float, bool, int, int]


def asked(function: str, confidence: float, interval: str, power: float, together: bool, draws: int, seed: int) -> Asked:
    """The options of ``same_people`` in the order the extension takes them."""
    exact_tail = choice(interval, ("mid_p", "exact"), function, "interval") == 1
    return (confidence, exact_tail, power, bool(together), *drawing(draws, seed, function))
