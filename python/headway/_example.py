"""The study that comes with headway."""

from __future__ import annotations

from . import samples
from ._rubric import Rubric
from ._study import Study
from .reading import sources


def example() -> Study:
    """A made-up study to try things on: six places, three rounds, 155 people, and what each room agreed on. Everything in it is invented."""
    rubric = Rubric.from_json(samples.content("rubric.json").decode(), source="rubric.json")
    options = sources.Options()
    marks = sources.read_bytes(samples.content("scores_long.csv"), "scores_long.csv", rubric, options, mode="individual")
    agreed = sources.read_bytes(samples.content("consensus_with_reasons.csv"), "consensus_with_reasons.csv", rubric, options, mode="consensus")
    return Study(rubric, (marks, agreed))


example.__module__ = "headway"
