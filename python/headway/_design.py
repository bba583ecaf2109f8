"""How many people to ask next time, and what this panel could have shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ._arrays import whole
from ._errors import Error
from ._fit import StudyFit
from ._frozen import Frozen
from ._table import Table

if TYPE_CHECKING:
    from ._study import Audience

Asked: TypeAlias = tuple[list[int], float, int, float, int, int, int]


class Design(Frozen):
    """What panels of people who have not marked yet would show, made by ``headway.design``.

    Each panel is simulated from one joint draw of the fit: the place and its sectors as there, and new people of every sector. The same fit and options give the same figures to the last bit.
    """

    __slots__ = ("_asked", "fit")
    _asked: Asked
    fit: StudyFit

    def __init__(self, fit: StudyFit, asked: Asked) -> None:
        self._set(fit=fit, _asked=asked)

    def needed(self, *, audience: Audience = "room") -> Table:
        """How many people to ask next time: a row per community and question for each dimension, then one for all of them.

        The questions are ``"level_set"`` (to place a dimension within two levels), ``"change"`` (to see a true change of ``change`` levels among the same people) and ``"choice"`` (to choose the lowest
        dimensions rightly). ``people_per_sector`` is the fewest whose chance, ``probability``, is ``wanted`` or more, as are those of all larger sizes tried; ``words`` says it. Where no size is enough,
        ``status`` is ``"could_not_show"``.

        Args:
            audience: who will see it. Dimensions that too few people marked are withheld, and with them what is over all.
        """
        return Table(self.fit._core.people_needed(audience, *self._asked))

    def sizes(self, *, audience: Audience = "room") -> Table:
        """The chances behind ``needed``: a row per community, size and dimension, then one per size over all dimensions.

        ``p_level_set``, ``p_change`` and ``p_choice`` are shares of ``panels``, each with a standard error of sqrt(p (1 - p) / panels). ``direction`` is where the change goes: ``"up"``, ``"down"`` where there
        is no room above, ``"either"`` where the draws do not agree.

        Args:
            audience: as in ``needed``.
        """
        return Table(self.fit._core.next_panel(audience, *self._asked))

    def could_have_shown(self, *, audience: Audience = "room") -> Table:
        """What this panel could have shown: a row per community, pair of rounds and dimension that somebody marked in both.

        ``change`` is the smallest of 0.25, 0.5, .. 3 levels that so many people would have shown with a chance of ``wanted`` or more. Where it is missing, no change would have been: silence then says nothing.

        Args:
            audience: who will see it. Withheld where too few people marked twice, left or joined.
        """
        return Table(self.fit._core.could_have_shown(audience, *self._asked))

    def generalizability(self, *, audience: Audience = "room") -> Table:
        """G and D study figures on the link's scale, for ``of`` communities and dimensions within one.

        The variance components come first, then ``generalizability`` (the relative coefficient, for differences) and ``dependability`` (the absolute one), with the present panel and with each size asked for.
        With one community there is none to compare it with, and ``status`` says so: ``needed`` answers there.

        Args:
            audience: who will see it. Figures of a present panel that is too small are withheld.
        """
        return Table(self.fit._core.generalizability(audience, *self._asked))

    def __reduce__(self) -> tuple[Any, ...]:
        return Design, (self.fit, self._asked)

    def __eq__(self, other: object) -> bool:
        """Whether both ask the same of equal fits."""
        return (self.fit, self._asked) == (other.fit, other._asked) if isinstance(other, Design) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.needed())

    def _repr_html_(self) -> str:
        return self.needed()._repr_html_()


def design(
    fit: StudyFit,
    *,
    people: Sequence[int] = (1, 2, 3, 4, 6, 8, 12),
    change: float = 1.0,
    choose: int = 2,
    wanted: float = 0.8,
    panels: int = 400,
    seed: int = 1,
    threads: int = 1,
) -> Design:
    """How many people to ask next time, and what this panel could have shown, by simulation from a fitted study.

        fit = study.fit(community="Alderwick")
        hw.design(fit).needed()

    Args:
        fit: from ``Study.fit``.
        people: sizes to try, people per sector.
        change: the true change that is to be seen, in levels of a typical person's mark on average.
        choose: how many of the lowest dimensions are chosen.
        wanted: the chance that is enough.
        panels: how many are simulated, 10 to 100,000.
        seed: of the simulation.
        threads: the most to use, with the same result.

    Returns:
        A design, whose methods give tables.

    Raises:
        Error: for sizes or options that are out of range; options are looked at when a table is asked for.
    """
    if not isinstance(fit, StudyFit):
        raise Error(f"{type(fit).__name__} is not a fitted study; give what study.fit() returns", function="design", argument="fit")
    if isinstance(people, str) or not hasattr(people, "__iter__"):
        raise Error(f"{people!r} is not a list of sizes; give people per sector, such as (2, 4, 8)", function="design", argument="people")
    return Design(
        fit,
        (
            [whole(size, 1, 1000, "design", "people") for size in people],
            float(change),
            whole(choose, 1, 1000, "design", "choose"),
            float(wanted),
            whole(panels, 10, 100_000, "design", "panels"),
            whole(seed, 0, 2**64 - 1, "design", "seed"),
            whole(threads, 1, 1024, "design", "threads"),
        ),
    )
