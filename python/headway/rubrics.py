"""The rubrics that come with headway, ready to use."""

from __future__ import annotations

from . import _core
from ._rubric import Rubric

__all__ = ["conditions_for_change", "find", "ids", "system_behaviours", "system_maturity"]


def system_maturity() -> Rubric:
    """How mature is the way we work together? Nine dimensions, from vision to measurement, five levels.

    The dimensions are those of the System Maturity Model (Brightpurpose 2021); the descriptors are headway's own wording, edition
    ``headway-1``.
    """
    return find("system_maturity")


def system_behaviours() -> Rubric:
    """How do people behave towards each other here? Nine behaviours in three groups (Perspective, Power, Participation), five levels.

    The behaviours are those of Lankelly Chase; the descriptors are headway's own wording, edition ``headway-1``.
    """
    return find("system_behaviours")


def conditions_for_change() -> Rubric:
    """How good is the ground for change here? Nine conditions, each with what helps and what hinders, five levels.

    The conditions are those described for Human Learning Systems; the descriptors are headway's own wording, edition ``headway-1``.
    """
    return find("conditions_for_change")


def ids() -> tuple[str, ...]:
    """The ids of the built-in rubrics, in the order of the documentation."""
    return tuple(_core.rubric_ids())


def find(id: str) -> Rubric:
    """A built-in rubric by its id.

    Raises:
        Error: ``not_found``, listing the ids, and the nearest one when ``id`` looks like a slip of the keyboard.
    """
    return Rubric(_core.find_rubric(id))
