"""A made-up study to try things on: ``headway.example()``."""

from __future__ import annotations

from importlib import resources

FILES = ("rubric.json", "scores_long.csv", "consensus_with_reasons.csv", "scores_long_dirty.csv", "README.txt")
"""What ``headway demo`` writes."""


def content(name: str) -> bytes:
    """The bytes of one of ``FILES``."""
    return resources.files(__name__).joinpath(name).read_bytes()
