"""A fitted study: one model of all its marks, and what it says about places, change and the people who marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from . import _core
from ._arrays import choice, whole
from ._errors import Error
from ._frozen import Frozen
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    from ._study import Audience, Study

Link: TypeAlias = Literal["logit", "probit", "cloglog", "loglog", "adjacent_category"]
Block: TypeAlias = Literal[
    "community",
    "dimension",
    "community_dimension",
    "rater",
    "rater_dimension",
    "rater_round",
    "sector",
    "sector_dimension",
    "community_sector_dimension",
    "sector_dimension_round",
    "dimension_change",
    "community_change",
    "community_dimension_change",
]

# The order is that of the codes in C and C++.
_LINKS = ("logit", "probit", "cloglog", "adjacent_category", "loglog")
_BLOCKS: tuple[str, ...] = get_args(Block)
_METHODS = ("automatic", "integrated", "normal")

Asked: TypeAlias = tuple[int, str, "list[int] | None", bool, int, int, float, int, int]


def asked(
    link: str, community: str | None, blocks: Sequence[str] | None, thresholds_by_dimension: bool, method: str, draws: int | None, confidence: float, seed: int, threads: int
) -> Asked:
    """What a fit is told, checked, in the order of the extension."""
    if isinstance(blocks, str):
        raise Error(f"is a text; give a list of names, [{blocks!r}]", function="fit", argument="blocks")
    return (
        choice(link, _LINKS, "fit", "link"),
        "" if community is None else str(community),
        None if blocks is None else [choice(block, _BLOCKS, "fit", "blocks") for block in blocks],
        bool(thresholds_by_dimension),
        choice(method, _METHODS, "fit", "method"),
        0 if draws is None else whole(draws, 1, 100_000_000, "fit", "draws"),
        float(confidence),
        whole(seed, 0, 2**64 - 1, "fit", "seed"),
        whole(threads, 1, 1024, "fit", "threads"),
    )


def _about_people(function: str, shared: Callable[[str], _core.Table], named: Callable[[], _core.Table], names: bool, audience: Audience) -> Table:
    if names and audience != "room":
        raise Error("people are named for nobody but the room", function=function, argument="audience")
    return Table(named() if names else shared(audience))


class StudyFit(Frozen):
    """A fitted study, made by ``Study.fit``.

    ``status`` and ``words`` say whether there are figures. Every table is for an audience: what too few people stand behind is withheld, and nobody is named. The same study and options give
    the same figures to the last bit; a fit that is pickled is made anew from them.
    """

    __slots__ = ("_asked", "_core", "_summary", "study")
    _asked: Asked
    _core: _core.OrdinalFit
    _summary: Result
    study: Study

    def __init__(self, study: Study, asked: Asked, progress: Callable[[float], bool | None] | None = None) -> None:
        core = _core.fit_ordinal(study._core, *asked, progress)
        self._set(study=study, _asked=asked, _core=core, _summary=Result(Table(core.diagnostics()), "Fit"))

    @property
    def status(self) -> str:
        """``"ok"``, or why there are no figures: ``"no_data"``, ``"not_identified"``, ``"not_converged"``."""
        return str(self._summary.status)

    @property
    def words(self) -> str:
        """The status in a sentence or two."""
        return str(self._summary.words)

    def levels(self, *, audience: Audience = "room") -> Table:
        """Where communities stand: a row per community, round and dimension.

        ``level`` is the typical person's most probable level, ``p_1``, ``p_2`` and so on the probabilities of all; ``expected`` is that person's mark on average (the fair average), ``panel`` the
        same over people as they differ. Both treat steps as equal. Each figure has its interval.

        Args:
            audience: who will see it. Dimensions that too few people marked are withheld.
        """
        return Table(self._core.levels(audience))

    def change(self, *, audience: Audience = "room") -> Table:
        """What changed between rounds that follow one another: a row per community, pair of rounds and dimension.

        ``change`` is in levels of the typical person's mark, with an interval for each dimension (``low``, ``high``) and one that holds for all of them at once (``together_low``,
        ``together_high``); ``p_up`` is how probable a rise is, ``p_up_level`` and ``p_down_level`` one of a level or more. Change of everybody's yardstick alike cannot be told from change of
        the place.

        Args:
            audience: who will see it.
        """
        return Table(self._core.change(audience))

    def claims(self, *, audience: Audience = "room") -> Table:
        """How many of the changes that may be announced are expected to be false: a row per community and pair of rounds, and one of all.

        A change is announced where its direction is at least as probable as the fit's ``confidence``. ``expected_false`` adds up how probable it is that each goes the other way, ``false_share`` is their mean.

        Args:
            audience: who will see it. What is withheld from ``change()`` does not count.
        """
        return Table(self._core.claims(audience))

    def stayers(self, *, audience: Audience = "room") -> Table:
        """How much of what is known of a change comes from people who marked in both rounds: a row per community, pair of rounds and dimension.

        ``share`` is the precision of the change when only comparing people with themselves tells anything, over its precision in the model. The rest rests on newcomers being as severe as those they follow.

        Args:
            audience: who will see it. Withheld where too few people stayed, left or joined.
        """
        return Table(self._core.stayers(audience))

    def turns(self, *, audience: Audience = "room") -> Table:
        """Where the direction turned, with three rounds or more: a row per community, dimension and round that has one before and one after it.

        ``p_peak`` is how probable it is that it rose up to ``at_round`` and then fell, ``p_trough`` that it fell and then rose, ``p_turned`` either, ``p_above_start`` that ``to_round`` is above the first round.

        Args:
            audience: as in ``change``.
        """
        return Table(self._core.turns(audience))

    def left_out(self, *, audience: Audience = "room") -> Table:
        """How well the model foresees each community from the others: a row per community, and one over all without a community.

        ``log_score`` is the log of the probability of all its marks together, given those of the others, ``per_mark`` the same over ``n``. Compare two fits of the same study by the difference of their log scores,
        community by community: the sum is the gain, and the square root of the number of communities times the standard deviation of the differences its error. Every community takes a fit.

        Args:
            audience: who will see it. Communities where too few people marked are withheld, and the row over all with them.
        """
        return Table(self._core.left_out(audience))

    def panel(self, *, audience: Audience = "room") -> Table:
        """How much the marks of a panel are worth: a row per community, round and dimension, and one over all dimensions of a round.

        ``effective`` is how many marks that know nothing of one another tell as much as these ``n``, ``exact`` and ``within_one`` how probable it is that two people of typical severity give the same mark or one at
        most a level apart, ``panel_exact`` and ``panel_within_one`` the same of two people as they differ.

        Args:
            audience: who will see it. Beyond the room ``effective`` is given where no sector is small.
        """
        return Table(self._core.panel(audience))

    def sector_use(self, *, audience: Audience = "room") -> Table:
        """Where sectors see dimensions differently: a row per sector and dimension, then one per sector over all dimensions.

        ``points`` is by how many levels people of the sector mark a typical place higher than other sectors do, with an interval for each (``low``, ``high``) and one that holds for all at once (``together_low``,
        ``together_high``); ``own`` is how much of it belongs to this dimension and not to the sector on all of them; ``words`` says it.

        Args:
            audience: who will see it. Where one sector is of too few people, a dimension has no figures of any.
        """
        return Table(self._core.sector_use(audience))

    def severity(self, *, names: bool = False, audience: Audience = "room") -> Table:
        """How severe people and sectors are: how far below the middle they mark, on the link's scale.

        The rows ``raters`` and ``sectors`` say how well they are told apart (``reliability``, ``separation``). These figures are for looking after the marking and say nothing of a person's worth.

        Args:
            names: whether people stand with their labels; otherwise they are numbered from the mildest on. For whoever holds the file: only with ``audience="room"``.
            audience: who will see it. Beyond the room there is no row about one person, and small sectors are withheld.
        """
        return _about_people("severity", self._core.severity, self._core.severity_named, names, audience)

    def misfit(self, *, names: bool = False, audience: Audience = "room") -> Table:
        """How well the model foresees marks: a row for all of them, then one per person, sector and dimension.

        ``infit`` and ``outfit`` are mean squares of what marks are off by, 1 being what the model expects; ``outfit`` counts single surprises. The range beside each is that of marks simulated from the
        joint draws, ``infit_p`` and ``outfit_p`` say how rare so extreme a value is among them, ``words`` what it means. Of many people some are outside by chance.

        Args:
            names: as in ``severity``.
            audience: as in ``severity``.
        """
        return _about_people("misfit", self._core.misfit, self._core.misfit_named, names, audience)

    def blocks(self, *, audience: Audience = "room") -> Table:
        """What may differ from what in the model, and why the rest is left out: a row per block, with the standard deviation between its members and how well they are told apart.

        Args:
            audience: who will see it. Beyond the room it is not said how many members blocks about people have.
        """
        return Table(self._core.blocks(audience))

    def diagnostics(self) -> Result:
        """How the fit was found: how many marks, effects and draws, how the search ended, and what the likelihood alone makes of it."""
        return self._summary

    def draws(self, *, names: bool = False) -> Table:
        """The joint draws behind all figures, a row each: ``threshold[1|2]``, ``round[R2]``, ``standard_deviation[rater]``, then every effect as ``block[what it belongs to]``.

        An effect is how far something raises marks on the link's scale: a person's is minus the severity. For whoever holds the file.

        Args:
            names: whether people stand with their labels; otherwise with their numbers in ``severity()``.
        """
        return Table(self._core.draws(names))

    def to_dict(self, *, names: bool = False) -> dict[str, dict[str, Any]]:
        """The draws as other programs take them: ``posterior`` has an array a variable, chains x draws or chains x draws x members (one chain), ``coords`` the members' labels.

        Args:
            names: as in ``draws``.
        """
        import numpy as np

        columns = self.draws(names=names).to_dicts()
        members: dict[str, list[str]] = {}
        for column in columns[0] if columns else ():
            variable, _, label = column.partition("[")
            members.setdefault(variable, []).append(label.removesuffix("]"))
        posterior = {
            variable: np.array([[[row[f"{variable}[{label}]"] for label in labels] for row in columns]], dtype=float) for variable, labels in members.items()
        }
        return {"posterior": posterior, "coords": {f"{variable}_of": labels for variable, labels in members.items()}}

    def to_arviz(self, *, names: bool = False) -> Any:
        """The draws for ArviZ (``InferenceData``, from ArviZ 1 a ``DataTree``): one chain, a variable for thresholds, rounds, standard deviations and each block. Draws are independent, so nothing has to converge.

        Args:
            names: as in ``draws``.

        Raises:
            Error: where arviz is not installed; ``to_dict`` needs no more than NumPy.
        """
        try:
            import arviz
        except ImportError:
            raise Error("needs arviz; install it with: pip install arviz, or take to_dict()", function="to_arviz") from None
        import inspect

        made = self.to_dict(names=names)
        groups = {"posterior": made["posterior"]}
        told = {"coords": made["coords"], "dims": {variable: [f"{variable}_of"] for variable in made["posterior"]}}
        by_group = "posterior" in inspect.signature(arviz.from_dict).parameters  # before ArviZ 1
        return arviz.from_dict(**groups, **told) if by_group else arviz.from_dict(groups, **told)

    def simulate(self, *, seed: int = 1) -> Table:
        """Marks the model might have seen, one for each it was fitted to, in columns that ``headway.read`` takes.

        They stand beside people's labels: for whoever holds the file.

        Args:
            seed: which of them.
        """
        return Table(self._core.simulate(whole(seed, 0, 2**64 - 1, "simulate", "seed")))

    def __reduce__(self) -> tuple[Any, ...]:
        return StudyFit, (self.study, self._asked)

    def __eq__(self, other: object) -> bool:
        """Whether both are fits of the same marks with the same options."""
        return (self.study, self._asked) == (other.study, other._asked) if isinstance(other, StudyFit) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{self.words}\n\n{self.blocks()!r}"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.words)}</p>{self.blocks()._repr_html_()}"
