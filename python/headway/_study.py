"""Studies and their communities: who marked what, when, and what can be said from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, TypeAlias

from . import _core, _same_people, _show
from ._arrays import whole
from ._errors import Error
from ._frozen import Frozen
from ._rubric import Rubric
from ._table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._core import Reading as CoreReading
    from ._core import Study as CoreStudy
    from ._core import Table as CoreTable
    from ._fit import Block, Link, StudyFit

Audience: TypeAlias = Literal["room", "partners", "public"]
P = ParamSpec("P")


class Study(Frozen):
    """A study: one rubric, and who marked what, when, with the agreed marks beside. Validated and immutable.

    Made by ``headway.read``. ``study["Alderwick"]`` is one community by key or name, iterating gives them all in order of name, and
    ``len(study)`` is their number. Everything a study can say is a ``Table``; there is no figure across dimensions and none across
    communities.
    """

    __slots__ = ("_core", "_readings", "rubric")
    _core: CoreStudy
    _readings: tuple[CoreReading, ...]
    rubric: Rubric

    def __init__(self, rubric: Rubric, readings: tuple[CoreReading, ...]) -> None:
        self._set(rubric=rubric, _readings=readings, _core=_core.Study.build(rubric._core, list(readings)))

    @property
    def communities(self) -> tuple[str, ...]:
        """The names of the communities, in order."""
        return tuple(name for _, name in self._core.communities)

    @property
    def rounds(self) -> tuple[str, ...]:
        """The labels of the rounds, earliest first."""
        return tuple(label for label, _ in self._core.rounds)

    @property
    def problems(self) -> Table:
        """Everything that was not as expected in the inputs: where it stands, what was found, and what was done about it.

        Columns: source, line, column, column_name, code, severity (note, warning, error), value, message, what_was_done. Rows in memory are
        numbered from 1 as ``line``.
        """
        return Table(self._core.problems())

    @property
    def sources(self) -> Table:
        """One row per input: source, rows_read, rows_left_out, agreed_marks, problems, encoding, separator, line_end."""
        names = ("source", "rows_read", "rows_left_out", "agreed_marks", "problems", "encoding", "separator", "line_end")
        rows = [
            (r.source, r.rows_read, r.rows_left_out, r.agreed, r.problems_total, r.encoding or None, r.separator or None, r.line_end or None)
            for r in self._readings
        ]
        kinds = ("text", "integer", "integer", "integer", "integer", "text", "text", "text")
        columns = [(name, kind, [row[i] for row in rows]) for i, (name, kind) in enumerate(zip(names, kinds, strict=True))]
        return Table(_core.Table.from_columns(columns))

    @property
    def understood(self) -> Table:
        """Which column of each input was taken for what: source, column, column_name, taken_for (no value where it was not used)."""
        rows = [(r.source, i + 1, header, taken or None) for r in self._readings for i, (header, taken) in enumerate(r.columns)]
        kinds = {"source": "text", "column": "integer", "column_name": "text", "taken_for": "text"}
        columns = [(name, kind, [row[i] for row in rows]) for i, (name, kind) in enumerate(kinds.items())]
        return Table(_core.Table.from_columns(columns))

    def __getitem__(self, community: str) -> Community:
        """One community, by key or name.

        Raises:
            Error: ``not_found``, with the nearest name.
        """
        if not isinstance(community, str):
            raise Error(f"{community!r} is not a community; name one of {', '.join(self.communities)}", function="Study", argument="community")
        key, name = self._core.communities[self._core.find_community(community)]
        return Community(self, key, name)

    def __iter__(self) -> Iterator[Community]:
        return (Community(self, key, name) for key, name in self._core.communities)

    def __len__(self) -> int:
        return len(self._core.communities)

    def __contains__(self, community: object) -> bool:
        return any(community in place for place in self._core.communities)

    def with_consensus(
        self,
        source: Any,
        *,
        mapping: dict[str, str] | None = None,
        encoding: str | None = None,
        round: str | None = None,
        field_limit: int | None = None,
    ) -> Study:
        """A new study with the agreed marks of a second file beside the individual ones.

        Args:
            source: a path, or anything else ``headway.read`` takes: one row per community, round and dimension.
            mapping: headers and what their columns are, where that is not found out by itself.
            encoding: the encoding of the file, if it is known.
            round: the round of a source that has no such column.
            field_limit: the longest field of a text file in bytes; as in ``headway.read``.

        Raises:
            Error: as ``headway.read``.
        """
        from .reading import sources

        options = sources.Options(mapping=mapping, encoding=encoding, round=round, field_limit=field_limit)
        return Study(self.rubric, self._readings + sources.read_consensus(source, self.rubric, options))

    def with_then_test(
        self,
        source: Any,
        *,
        mapping: dict[str, str] | None = None,
        encoding: str | None = None,
        round: str | None = None,
        field_limit: int | None = None,
    ) -> Study:
        """A new study with a then-test: an earlier round marked again by the same people as it looks to them now.

        Args:
            source: a path, or anything else ``headway.read`` takes: one row per person and dimension, with the round that is marked again
                (``about_round`` or ``round``) and the round in which that was asked (``asked_at_round``).
            mapping: headers and what their columns are, where that is not found out by itself.
            encoding: the encoding of the file, if it is known.
            round: the round that is marked again, for a source that has no such column.
            field_limit: the longest field of a text file in bytes; as in ``headway.read``.

        Raises:
            Error: as ``headway.read``.
        """
        from .reading import sources

        options = sources.Options(mapping=mapping, encoding=encoding, round=round, field_limit=field_limit)
        return Study(self.rubric, self._readings + sources.read_then_test(source, self.rubric, options))

    def profile(self, *, by: Literal["sector"] | None = None, audience: Audience = "room") -> Table:
        """Where every community stands in every round it was assessed in: ``Community.profile`` for all of them.

        Args:
            by: ``"sector"`` for a row per group of sectors and dimension.
            audience: who will see it; small groups are merged or withheld accordingly.
        """
        return Table(_core.profile_all(self._core, _by_sector(by), _audience(audience)))

    def coverage(self, *, audience: Audience = "room") -> Table:
        """Who said what: per community, round and dimension how many people marked, how many gave no mark and why, and how many are not there."""
        return Table(_core.coverage(self._core, "", _audience(audience)))

    def turnover(self, *, audience: Audience = "room") -> Table:
        """Who stayed, left and joined between one round and the next, per community."""
        return Table(_core.turnover(self._core, "", _audience(audience)))

    def ratings(self) -> Table:
        """Every mark, one person, round and dimension a row, in the columns that ``write_tidy`` writes.

        These are single people's marks: for whoever holds the file, never part of a shared report.
        """
        return Table(self._core.ratings())

    def consensus(self, *, audience: Audience = "room") -> Table:
        """The agreed and moderated marks with what was said for them. A minority view is often one person's, so for ``partners`` and ``public``
        it is shown only where enough people were in the room."""
        return Table(_core.consensus(self._core, "", "", _audience(audience)))

    def consensus_shift(self, *, audience: Audience = "room") -> Table:
        """Whether rooms agree above or below the middle of their people's own marks: ``Community.consensus_shift`` over all of them."""
        return Table(_core.consensus_shift(self._core, "", "", _audience(audience)))

    def decision_rules(self, *, convenor: str | None = None, audience: Audience = "room") -> Table:
        """Which way of coming from people's own marks to the room's predicts the agreed marks best: ``Community.decision_rules`` over all rooms.

        Args:
            convenor: the role of the person who convenes; see ``Community.decision_rules``.
            audience: who will see it.
        """
        return Table(_core.decision_rules(self._core, "", "", _role(convenor), _audience(audience)))

    def linking(self, *, audience: Audience = "room") -> Table:
        """What the marks link: which communities, rounds, dimensions and sectors can be compared through the people who marked, and which only by assumption.

        Two facets at a time: a row for both with the number of ``parts``, then a row a part with its ``labels``. Communities are in one part when a person marked both, or others that are linked with them;
        an assessment (a community in a round) linked with the next of its community has people who came back. ``comparable`` of ``pairs`` can be compared so; ``shared`` counts the people who
        make the links. ``link_from`` and ``link_to`` are the single link that would make most pairs comparable, ``link_pairs`` of them, and ``words`` says what has to be assumed.

        Args:
            audience: who will see it. Nobody is named. Beyond the room it is not said how many people and marks there are, and pairs with sectors are left out.
        """
        return Table(_core.linking(self._core, _audience(audience)))

    def fit(
        self,
        link: Link = "logit",
        *,
        community: str | None = None,
        blocks: Sequence[Block] | None = None,
        thresholds_by_dimension: bool = False,
        method: Literal["automatic", "integrated", "normal"] = "automatic",
        draws: int | None = None,
        confidence: float = 0.95,
        seed: int = 1,
        threads: int = 1,
        progress: Callable[[float], bool | None] | None = None,
    ) -> StudyFit:
        """One model of everything in the study: where communities stand on every dimension in every round, what changed, and how people and sectors differ who say so.

        A mark depends on the place, the round and who gives it; people, sectors, dimensions and communities that have few marks are drawn towards the others. What the marks cannot tell
        apart is left out, and ``fit.blocks()`` says why.

        Args:
            link: how levels come about. ``"logit"`` and ``"probit"`` are for most; ``"adjacent_category"`` is the many-facet Rasch model's.
            community: the only one to take, by key or name; all when not given.
            blocks: what may differ from what, where the model should not choose: names as in ``fit.blocks()``.
            thresholds_by_dimension: whether every dimension has its own thresholds, in place of one scale for the rubric.
            method: ``"integrated"`` takes standard deviations as unknown, as small panels need; ``"normal"`` is for many marks; ``"automatic"`` is integrated up to 5,000 marks and 1,000
                effects.
            draws: joint draws behind all figures; 1000 when not given, fewer where there are very many effects.
            confidence: of intervals.
            seed: of the draws.
            threads: the most to use, with the same result.
            progress: called with a share that grows towards 1; the fit stops with ``Error`` when it returns True.

        Returns:
            A fit. Look at ``status`` or ``words`` first: what cannot be fitted is no error.

        Raises:
            Error: ``not_found`` for a community or block that there is not.
        """
        from ._fit import StudyFit, asked

        return StudyFit(self, asked(link, community, blocks, thresholds_by_dimension, method, draws, confidence, seed, threads), progress)

    def report(self, path: str | os.PathLike[str], *, audience: Audience = "partners", model: bool = False, force: bool = False) -> None:
        """Writes one self-contained HTML page about every community. See ``headway.report``.

        Args:
            path: the file to write.
            audience: who will see it.
            model: whether to add a section from one model of each community's marks, with everybody's severity taken out (see ``fit``).
            force: whether to replace a file that is there already.
        """
        from . import report

        report.write(self, path, audience=audience, model=model, force=force)

    def write_tidy(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Writes every mark as tidy CSV, which reads back as the same study. The file is there whole or not at all.

        Args:
            path: the file to write.
            force: whether to replace a file that is there already.

        Raises:
            Error: ``io`` when the folder is missing or may not be written to, or the file is there already.
        """
        from . import _files

        _files.write_whole(path, _core.write_tidy(self._core), function="write_tidy", force=force)

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same marks under the same rubric, whatever files they came from."""
        return self._core.same_data(other._core) if isinstance(other, Study) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.rubric, [reading.state() for reading in self._readings])

    def _facts(self) -> list[tuple[str, str]]:
        return [
            ("rubric", f"{self.rubric.title}, {len(self.rubric)} dimensions, {len(self.rubric.levels)} levels"),
            ("communities", ", ".join(self.communities) or "none"),
            ("rounds", ", ".join(self.rounds) or "none"),
            ("marks", f"{self._core.rows} rows"),
            ("agreed marks", str(sum(reading.agreed for reading in self._readings))),
            ("problems", ", ".join(_show.by_severity(self.problems)) or "none"),
        ]

    def __repr__(self) -> str:
        return "\n".join(["Study", *(f"  {name}: {_show.one_line(text)}" for name, text in self._facts())])

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(f'<tr><th scope="row" style="text-align:left">{name}</th><td style="text-align:left">{escape(_show.one_line(text))}</td></tr>' for name, text in self._facts())
        return f"<table><caption>Study</caption><tbody>{rows}</tbody></table>"


class Community(Frozen):
    """One community of a study.

    Every method takes the label of a round, or nothing for the community's latest. A round in which the community was not assessed is no
    error: the rows say ``not_assessed``.
    """

    __slots__ = ("study", "key", "name")
    study: Study
    key: str
    name: str

    def __init__(self, study: Study, key: str, name: str) -> None:
        self._set(study=study, key=key, name=name)

    def _answer(self, question: Callable[Concatenate[CoreStudy, str, P], CoreTable], *asked: P.args, **named: P.kwargs) -> Table:
        """What the core says of this community."""
        return Table(question(self.study._core, self.key, *asked, **named))

    @property
    def rounds(self) -> tuple[str, ...]:
        """The labels of the rounds in which it was assessed, earliest first."""
        core = self.study._core
        place = core.find_community(self.key)
        labels = self.study.rounds
        return tuple(labels[round] for community, round, *_ in core.assessments() if community == place)

    def profile(self, round: str | None = None, *, by: Literal["sector"] | None = None, audience: Audience = "room") -> Table:
        """Where are we: for every dimension how many people chose which level, the middle of their marks, how far they agree, and the room's mark.

        Args:
            round: label of a round; the latest when not given.
            by: ``"sector"`` for a row per group of sectors and dimension.
            audience: who will see it. For ``partners`` and ``public`` small sectors are merged, and what too few people stand behind is withheld.

        Raises:
            Error: ``not_found`` for a round that is not in the study.
        """
        return self._answer(_core.profile, _label(round), _by_sector(by), _audience(audience))

    def cumulative(self, round: str | None = None, *, audience: Audience = "room") -> Table:
        """The share of people at each level or above, with everybody as one voice (plain) and with every sector as one (balanced).

        One row per dimension and level from the second, each share with its interval.

        Args:
            round: label of a round; the latest when not given.
            audience: who will see it.
        """
        return self._answer(_core.cumulative, _label(round), _audience(audience))

    def agreement(self, round: str | None = None, *, audience: Audience = "room") -> Table:
        """Do we agree: for every dimension how far apart people's own marks are, by every measure, in a word and in a sentence.

        ``headline`` and ``shape_words`` are for everybody; ``dispersion`` with its interval and ``van_der_eijk_a`` are the first choice among figures.
        The columns are those of ``headway.agreement.within_place``.

        The last row is about no dimension: whether people see the same differences between dimensions. With dimensions as units and people as raters it has
        ``alpha`` (Krippendorff's, ordinal), ``ac2`` (Gwet's, quadratic weights), ``icc`` and ``icc_average`` (ICC(A,1), ICC(A,k)), each with ``_low``, ``_high`` and
        ``_status``, and says it in ``headline``. Alpha and the correlations need dimensions that differ: in a room that sees everything alike they are near 0.

        Args:
            round: label of a round; the latest when not given.
            audience: who will see it. Dimensions that too few people marked are withheld.

        Raises:
            Error: ``not_found`` for a round that is not in the study.
        """
        return self._answer(_core.place_agreement, _label(round), _audience(audience))

    def agenda(self, round: str | None = None, *, audience: Audience = "room") -> Table:
        """What to talk about first, and why, in words: an order for one conversation, no ranking and no total."""
        return self._answer(_core.agenda, _label(round), _audience(audience))

    def side_by_side(self, from_round: str | None = None, to_round: str | None = None, *, audience: Audience = "room") -> Table:
        """Two rounds beside each other, everybody and the people who came to both kept apart.

        Args:
            from_round: label of the earlier round; the one before ``to_round`` when not given.
            to_round: label of the later round; the latest when not given.
            audience: who will see it.
        """
        return self._answer(_core.side_by_side, *_labels(from_round, to_round), _audience(audience))

    def change(
        self,
        from_round: str | None = None,
        to_round: str | None = None,
        *,
        audience: Audience = "room",
        confidence: float = 0.95,
        interval: Literal["mid_p", "exact"] = "mid_p",
        power: float = 0.8,
        together: bool = True,
        draws: int = 99_999,
        seed: int = 1,
    ) -> Table:
        """What changed between two rounds, and how sure that is.

        Per dimension three figures side by side, never mixed: the same people (exact, free of how severe each person is), everybody, and everybody with
        the mix of sectors held fixed; where they disagree in sign, ``panel_effect_likely`` is true. ``direction`` is moved, held, slipped or
        cannot_tell, and ``says`` puts it in words. A fall that a then-test explains is first put as the question "Harder marking?". Where these people
        could not have shown a change, ``floor`` says why: that is no sign that nothing changed.

        Args:
            from_round: label of the earlier round; the one before ``to_round`` when not given.
            to_round: label of the later round; the latest when not given.
            audience: who will see it. What the same people marked is withheld where, together with everything else that is shown, it could come down to a
                few people.
            confidence: of intervals; 1 less this is the level a direction must reach.
            interval: ``"mid_p"`` covers about as often as ``confidence`` says, ``"exact"`` never more rarely.
            power: of ``detectable``, the smallest change these people would have shown.
            together: whether a direction must hold for all dimensions together, or for each by itself.
            draws: patterns drawn where more than 20 people moved.
            seed: of those draws.

        Raises:
            Error: ``not_found`` for a round that is not in the study.
        """
        test = _same_people.asked("change", confidence, interval, power, together, draws, seed)
        return self._answer(_core.change, *_labels(from_round, to_round), _audience(audience), test)

    def panel(self, from_round: str | None = None, to_round: str | None = None, *, audience: Audience = "room", confidence: float = 0.95) -> Table:
        """What the change between two rounds is made of: the same people, who left, who joined, and the mix of sectors.

        For the share of people at each level or above and for the mean level, which treats steps as equal. The parts of each split add up to everybody's
        change. A sector heard in one round only is never compared: what it does stands in ``heard_once``, with the status not_comparable.

        Args:
            from_round: label of the earlier round; the one before ``to_round`` when not given.
            to_round: label of the later round; the latest when not given.
            audience: who will see it.
            confidence: of intervals.
        """
        return self._answer(_core.panel, *_labels(from_round, to_round), _audience(audience), confidence)

    def bounds(self, from_round: str | None = None, to_round: str | None = None, *, audience: Audience = "room") -> Table:
        """What the marks nobody gave could have done to a change: its bounds whatever the unseen would have marked, and by how many levels each of them
        would have had to differ from the seen to undo it (``turns_at``).

        Args:
            from_round: label of the earlier round; the one before ``to_round`` when not given.
            to_round: label of the later round; the latest when not given.
            audience: who will see it.
        """
        return self._answer(_core.bounds, *_labels(from_round, to_round), _audience(audience))

    def response_shift(
        self,
        from_round: str | None = None,
        to_round: str | None = None,
        *,
        audience: Audience = "room",
        confidence: float = 0.95,
        interval: Literal["mid_p", "exact"] = "mid_p",
        power: float = 0.8,
        together: bool = True,
        draws: int = 99_999,
        seed: int = 1,
    ) -> Table:
        """Did the place change, or the yardstick? For people who marked the earlier round again in the later one (``Study.with_then_test``): the change as
        marked, the shift of the yardstick, and the change with today's yardstick for both. ``warning`` stands beside every row.

        Args:
            from_round: label of the round that was marked again; the one before ``to_round`` when not given.
            to_round: label of the round in which that was asked; the latest when not given.
            audience: who will see it.
            confidence: of intervals; 1 less this is the level a direction must reach.
            interval: ``"mid_p"`` covers about as often as ``confidence`` says, ``"exact"`` never more rarely.
            power: of ``detectable``.
            together: whether a direction must hold for all dimensions together, or for each by itself.
            draws: patterns drawn where more than 20 people moved.
            seed: of those draws.
        """
        test = _same_people.asked("response_shift", confidence, interval, power, together, draws, seed)
        return self._answer(_core.response_shift, *_labels(from_round, to_round), _audience(audience), test)

    def path(
        self,
        *,
        audience: Audience = "room",
        confidence: float = 0.95,
        interval: Literal["mid_p", "exact"] = "mid_p",
        power: float = 0.8,
        together: bool = True,
        draws: int = 99_999,
        seed: int = 1,
    ) -> Table:
        """Every round: whether the marks of those who came to all of them differ (Friedman) or rise (Page), counted out where that is feasible, and each round
        against the one before. Gaps are stated in months and weigh nothing.

        Args:
            audience: who will see it.
            confidence: of intervals; 1 less this is the level a direction must reach.
            interval: ``"mid_p"`` covers about as often as ``confidence`` says, ``"exact"`` never more rarely.
            power: of ``detectable``.
            together: whether the direction of a step must hold for all dimensions together, or for each by itself.
            draws: patterns drawn where there are too many to go through.
            seed: of those draws.
        """
        test = _same_people.asked("path", confidence, interval, power, together, draws, seed)
        return self._answer(_core.path, _audience(audience), test)

    def coverage(self, *, audience: Audience = "room") -> Table:
        """Who said what: per round and dimension how many people marked, how many gave no mark and why, and how many are not there."""
        return self._answer(_core.coverage, _audience(audience))

    def turnover(self, *, audience: Audience = "room") -> Table:
        """Who stayed, left and joined between one round and the next."""
        return self._answer(_core.turnover, _audience(audience))

    def consensus(self, round: str | None = None, *, audience: Audience = "room") -> Table:
        """The agreed score against the individual scores, with reasons; of every round when none is named.

        Every agreed or moderated mark with what was said for it, as in ``Study.consensus``, and beside it where it lies among the marks people had
        given themselves: how many had written less, the same or more, how many stand two or more levels away, how far it is from the middle,
        and which sectors are nearest. A mark written as a range, such as "2-3", stays one.

        Args:
            round: label of a round; every round when not given.
            audience: who will see it.
        """
        return self._answer(_core.consensus_against, _label(round), _audience(audience))

    def consensus_shift(self, round: str | None = None, *, audience: Audience = "room") -> Table:
        """Whether this room agrees above or below the middle of its people's own marks; over every round when none is named.

        One row: how many agreed marks lie above, on and below the middle, how many are beyond every individual mark, and the exact sign test. Marks of
        one room are not independent: over one round this describes a habit.

        Args:
            round: label of a round; every round when not given.
            audience: who will see it.
        """
        return self._answer(_core.consensus_shift, _label(round), _audience(audience))

    def decision_rules(self, round: str | None = None, *, convenor: str | None = None, audience: Audience = "room") -> Table:
        """Which way of coming from people's own marks to the room's predicts the agreed marks best; over every round when none is named.

        One row per rule (median, mode, rounded mean, highest, lowest, majority, the convenor's mark) with the agreed marks it hits and its posterior
        weight.

        Args:
            round: label of a round; every round when not given.
            convenor: the role of the person who convenes; "convenor", "convener", "facilitator" or "chair" when not given. Used for the room alone,
                because it is one person's marks.
            audience: who will see it.
        """
        return self._answer(_core.decision_rules, _label(round), _role(convenor), _audience(audience))

    def sectors(self, round: str | None = None, *, audience: Audience = "room", seed: int = 1) -> Table:
        """Who sees it differently: every sector against the rest, over all dimensions first and then on each.

        ``gap`` is in levels, with every sector as one voice; its interval holds together with all others of its family, ``p_adjusted`` likewise,
        and ``p_min`` is the smallest these marks could have given. ``between_share`` is the part of the differences that lies between sectors.
        ``words`` says it in a sentence. Whole people are moved between sectors, so nine marks of one person count as one person.

        Args:
            round: label of a round; the latest when not given.
            audience: who will see it. For ``partners`` and ``public`` small sectors are merged, and dimensions on which some group is withheld
                have no figures.
            seed: of the ways to share people out that are drawn where there are too many to go through.
        """
        return self._answer(_core.sectors, _label(round), _audience(audience), _seed(seed))

    def sector_split(self, round: str | None = None, *, audience: Audience = "room", seed: int = 1) -> Table:
        """How much of the differences lies within sectors and how much between them, over all dimensions first and then on each.

        Args:
            round: label of a round; the latest when not given.
            audience: who will see it.
            seed: of what is drawn.
        """
        return self._answer(_core.sector_split, _label(round), _audience(audience), _seed(seed))

    def sector_pairs(self, round: str | None = None, *, audience: Audience = "room", seed: int = 1) -> Table:
        """Every two sectors side by side: how often somebody of the one marks higher than somebody of the other, with exact p.

        Args:
            round: label of a round; the latest when not given.
            audience: who will see it.
            seed: of what is drawn.
        """
        return self._answer(_core.sector_pairs, _label(round), _audience(audience), _seed(seed))

    def influence(self, round: str | None = None, *, audience: Audience = "room") -> Table:
        """Whose voice moves the picture: median, level set, dispersion and sector-balanced shares with and without every sector.

        Args:
            round: label of a round; the latest when not given.
            audience: who will see it.
        """
        return self._answer(_core.influence, _label(round), _audience(audience))

    def prompts(self, round: str | None = None, *, line: int | None = None, audience: Audience = "room") -> Table:
        """What in the round's marks and reasons is worth asking about: questions for talk, each with what it rests on.

        An agreed mark above or below everybody's own, everything at the top of the scale, one reason under several marks, a jump of two or more
        levels without new evidence. No row where there is nothing to ask; no row is a finding of fault.

        Args:
            round: label of a round; the latest when not given.
            line: a number of the scale that something hangs on, such as funding: asks about marks that gather exactly there. Nothing is asked
                about lines without it.
            audience: who will see it.
        """
        number = None if line is None else whole(line, -(2**31), 2**31 - 1, "prompts", "line")
        return self._answer(_core.prompts, _label(round), number, _audience(audience))

    def plot(self, round: str | None = None, *, audience: Audience = "room", ax: Axes | None = None) -> Axes:
        """Where do things stand? A dot strip of one round, every person a dot; ``headway.plot`` has more pictures.

        Args:
            round: label of a round; the latest when not given.
            audience: who will see it.
            ax: matplotlib axes to draw on; a new figure when not given.
        """
        from . import plot

        label = round or (self.rounds[-1] if self.rounds else None)
        agreed = self.consensus(label, audience=audience).where(mode="consensus") if label else None
        return plot.dot_strip(self.profile(round, audience=audience), self.study.rubric, consensus=agreed, ax=ax)

    def report(self, path: str | os.PathLike[str], *, audience: Audience = "partners", model: bool = False, force: bool = False) -> None:
        """Writes one self-contained HTML page about this community. See ``headway.report``.

        Args:
            path: the file to write.
            audience: who will see it.
            model: whether to add a section from one model of each community's marks, with everybody's severity taken out (see ``fit``).
            force: whether to replace a file that is there already.
        """
        from . import report

        report.write(self.study, path, community=self.key, audience=audience, model=model, force=force)

    def __eq__(self, other: object) -> bool:
        return (self.key, self.name, self.study) == (other.key, other.name, other.study) if isinstance(other, Community) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return Community, (self.study, self.key, self.name)

    def __repr__(self) -> str:
        return _show.one_line(f"Community {self.name} ({self.key}): rounds {', '.join(self.rounds) or 'none'}")


def _by_sector(by: str | None) -> bool:
    if by not in (None, "sector"):
        raise Error(f"{by!r} is not something to tell people apart by; it is 'sector' or None", function="profile", argument="by")
    return by is not None


def _label(value: object, argument: str = "round") -> str:
    """The label of a round; an empty text for None, which is the one that the function goes by."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Error(f"{value!r} is not the label of a round; give the text, such as {str(value)!r}", argument=argument)
    return value


def _labels(from_round: object, to_round: object) -> tuple[str, str]:
    return _label(from_round, "from_round"), _label(to_round, "to_round")


def _audience(value: object) -> str:
    if not isinstance(value, str):  # a text that is no audience is the core's to refuse
        raise Error(f"{value!r} is not an audience; it is room, partners or public", category="not_found", function="audience", argument="audience")
    return value


def _role(value: object) -> str:
    """A role; an empty text for None, which stands for the usual ones."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Error(f"{value!r} is not a role; give the text as the file has it", function="decision_rules", argument="convenor")
    return value


def _seed(value: int) -> int:
    return whole(value, 0, 2**64 - 1, "Community", "seed")


def _restored(rubric: Rubric, states: list[dict[str, Any]]) -> Study:
    return Study(rubric, tuple(_core.Reading.from_state(state) for state in states))


Study.__module__ = "headway"
Community.__module__ = "headway"
