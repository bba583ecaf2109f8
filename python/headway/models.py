"""Ordinal models of plain columns, for people who have no study: what raises scores, how people differ, and with what certainty.

Scores are numbers from 1 to ``levels``, or whatever ``levels`` lists (numbers or labels, lowest first). Columns come as sequences, arrays or the columns
of a data frame. A row with anything missing is left out, and the result says how many were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from . import _core
from ._arrays import _missing, choice, level_values, mark_array, whole
from ._errors import Error
from ._frozen import Frozen
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ._arrays import Levels

__all__ = ["CumulativeLinkFit", "ManyFacetFit", "compare", "cumulative_link", "linking", "many_facet"]

_LINKS = ("logit", "probit", "cloglog", "adjacent_category", "loglog")
_THRESHOLDS = ("flexible", "equidistant", "symmetric", "symmetric_zero")
_NO_EFFECT = 0xFFFFFFFF


class _Fit(Frozen):
    """What fits have in common: tables, and the figures of the summary by name."""

    __slots__ = ("summary",)
    summary: Result
    _tables: tuple[str, ...] = ()

    def __init__(self, *tables: Table) -> None:
        self._set(summary=Result(tables[0], "Fit"), **dict(zip(self._tables, tables[1:], strict=True)))

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "summary"), name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.summary})

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._parts() == other._parts() if isinstance(other, _Fit) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def _parts(self) -> tuple[Table, ...]:
        return (self.summary.table, *(getattr(self, name) for name in self._tables))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._parts()

    def _shown(self) -> tuple[tuple[str, Table], ...]:
        return tuple((name, getattr(self, name)) for name in self._tables)

    def __repr__(self) -> str:
        return "\n\n".join([f"{self.words}\n\n{self.summary!r}", *(f"{name.capitalize()}\n{table!r}" for name, table in self._shown())])

    def _repr_html_(self) -> str:
        from html import escape

        parts = (f"<h4>{escape(name.capitalize())}</h4>{table._repr_html_()}" for name, table in self._shown())
        return f"<p>{escape(self.words)}</p>{self.summary._repr_html_()}{''.join(parts)}"


class CumulativeLinkFit(_Fit):
    """A fitted ordinal model.

    ``status``, ``words``, ``link``, ``thresholds``, ``n``, ``left_out``, ``log_likelihood``, ``aic``, ``termination``, ``gradient``, ``iterations``, ``evaluations`` and ``quadrature``
    are figures of the whole (also in ``summary``). With groups and fewer than 200 rows, ``correction`` is what sampling adds to Laplace's ``log_likelihood``, ``correction_error`` its standard
    error, and ``effective_share``, from 0 to 1, how far the sampling can be trusted; ``words`` says when it matters. ``parameters`` has thresholds, coefficients, log scale coefficients and the groups' standard deviations
    with errors and intervals; ``effects`` has every member of every group.
    """

    __slots__ = ("effects", "parameters")
    parameters: Table
    effects: Table
    _tables = ("parameters", "effects")


class ManyFacetFit(_Fit):
    """A fitted many-facet Rasch model.

    The figures of the whole are those of :class:`CumulativeLinkFit`. ``measures`` has every element of every facet with its standard error and interval, ``facets`` says how far
    elements lie apart and how reliably they are told apart, ``steps`` where one level gives way to the next.
    """

    __slots__ = ("effects", "facets", "measures", "parameters", "steps")
    parameters: Table
    effects: Table
    measures: Table
    facets: Table
    steps: Table
    _tables = ("parameters", "effects", "measures", "facets", "steps")

    def _shown(self) -> tuple[tuple[str, Table], ...]:
        return (("facets", self.facets), ("measures", self.measures), ("steps", self.steps))


def cumulative_link(
    scores: Any,
    levels: Levels,
    *,
    terms: Any = None,
    groups: Any = None,
    scale: Any = None,
    thresholds_by: Any = None,
    weights: Any = None,
    link: Literal["logit", "probit", "cloglog", "loglog", "adjacent_category"] = "logit",
    thresholds: Literal["flexible", "equidistant", "symmetric", "symmetric_zero"] = "flexible",
    threshold_prior: float = 0.0,
    confidence: float = 0.95,
    iterations: int = 500,
    threads: int = 1,
    quadrature: int = 1,
    progress: Callable[[float], bool | None] | None = None,
) -> CumulativeLinkFit:
    """What raises scores on an ordered scale, with people, places or items that differ by chance.

    The model is P(score <= level k) = F((threshold_k - terms x coefficients - effects) / scale): a positive coefficient raises scores, and nothing is said about how far apart levels
    lie. Each group's effects are normal with one standard deviation; the fit is by maximum likelihood with Laplace's approximation, as ``clmm`` of R's ordinal has it.

    Args:
        scores: one a row.
        levels: the number of levels, or the levels themselves, lowest first.
        terms: columns by name (a mapping or data frame). Numbers have one coefficient; labels have one for each but the first in order.
        groups: columns of labels by name: who or what differs, such as raters. Groups may be crossed or nested.
        scale: columns by name, as ``terms``, for what makes scores more or less spread out.
        thresholds_by: a column of labels, each of which has thresholds of its own.
        weights: how often each row counts.
        link: ``"logit"`` for proportional odds, ``"probit"``, ``"cloglog"``, ``"loglog"``, or ``"adjacent_category"`` for the Rasch family.
        thresholds: ``"flexible"``, ``"equidistant"``, ``"symmetric"`` about a free centre or ``"symmetric_zero"`` about 0.
        threshold_prior: 1 for a uniform prior on the shares of the levels, which holds levels that were never chosen; 0 for none.
        confidence: of the intervals.
        iterations: the most steps of the search.
        threads: the most to use, with the same result.
        quadrature: points at which each effect is integrated over, 1 to 50. 1 is Laplace's approximation; more is closer to the exact likelihood, where no row has two effects (``nAGQ`` of ``clmm``).
        progress: called with a share that grows towards 1; the fit stops with ``Error`` when it returns True.

    Returns:
        A fit. Look at ``status`` or ``words`` first: ``not_identified``, ``on_boundary`` and ``not_converged`` say what cannot be used.

    Raises:
        Error: for a score that is not a level, a weight that is not positive, or columns of different lengths, with the row.
    """
    import numpy as np

    function = "cumulative_link"
    values, labels = level_values(levels, function)
    marks = mark_array(scores, labels, function, "scores")
    n = _length(marks, function)
    gaps = _Gaps(marks, n)
    term_names, term_columns = _design(terms, n, gaps, function, "terms")
    scale_names, scale_columns = _design(scale, n, gaps, function, "scale")
    coded = [(name, *_codes(column, n, gaps, function, name)) for name, column in _named(groups, function, "groups")]
    sets, set_labels = (np.empty(0, dtype=np.uint32), [""]) if thresholds_by is None else _codes(thresholds_by, n, gaps, function, "thresholds_by")
    weight = _weights(weights, n, gaps, function)
    if len(set_labels) > 65_535:
        raise Error(f"has {len(set_labels)} labels; the most is 65535", category="limit", function=function, argument="thresholds_by")
    sets[sets == _NO_EFFECT] = 0  # rows that are left out
    tables = _core.cumulative_link(
        gaps.marks(), values, term_columns, term_names, scale_columns, scale_names, sets, max(len(set_labels), 1),
        [codes for _, codes, _ in coded], [name for name, _, _ in coded], [names for _, _, names in coded], weight,
        choice(link, _LINKS, function, "link"), choice(thresholds, _THRESHOLDS, function, "thresholds"), *_how(threshold_prior, confidence, iterations, threads, quadrature, function), progress,
    )
    return CumulativeLinkFit(*map(Table, tables))


def many_facet(
    scores: Any,
    levels: Levels,
    facets: Any,
    *,
    fixed: Sequence[str] = (),
    raises: Sequence[str] | None = None,
    weights: Any = None,
    thresholds: Literal["flexible", "equidistant", "symmetric", "symmetric_zero"] = "flexible",
    threshold_prior: float = 0.0,
    confidence: float = 0.95,
    iterations: int = 500,
    threads: int = 1,
    quadrature: int = 1,
    progress: Callable[[float], bool | None] | None = None,
) -> ManyFacetFit:
    """The many-facet Rasch model: what is measured, who measures and with what, all on one scale.

    log P(k) / P(k - 1) = measures of facets that raise - measures of those that lower - step_k. By default the first facet is what is measured and raises scores; the others, such as raters
    and items, lower them: a severe rater and a hard item have high measures. Facets are drawn from normal laws, so elements with few marks are pulled to the middle, unless they
    are named in ``fixed``: then each is estimated by itself and they add up to 0.

    Args:
        scores: one a row.
        levels: the number of levels, or the levels themselves, lowest first.
        facets: columns of labels by name (a mapping or data frame), what is measured first.
        fixed: names of the facets whose elements are estimated each by itself; 400 elements together at most.
        raises: names of the facets that raise scores; the first one when not given.
        weights: how often each row counts.
        thresholds: of the steps: ``"flexible"``, ``"equidistant"``, ``"symmetric"`` or ``"symmetric_zero"``.
        threshold_prior: 1 for a uniform prior on the shares of the levels, which holds levels that were never chosen; 0 for none.
        confidence: of the intervals.
        iterations: the most steps of the search.
        threads: the most to use, with the same result.
        quadrature: points at which each effect is integrated over, 1 to 50. 1 is Laplace's approximation; more is closer to the exact likelihood, where no row has two effects (``nAGQ`` of ``clmm``).
        progress: called with a share that grows towards 1; the fit stops with ``Error`` when it returns True.

    Returns:
        A fit. Look at ``status`` or ``words`` first.

    Raises:
        Error: for a score that is not a level, a name that is no facet, or columns of different lengths, with the row.
    """
    function = "many_facet"
    values, labels = level_values(levels, function)
    marks = mark_array(scores, labels, function, "scores")
    n = _length(marks, function)
    gaps = _Gaps(marks, n)
    coded = [(name, *_codes(column, n, gaps, function, name)) for name, column in _named(facets, function, "facets")]
    names = [name for name, _, _ in coded]
    raising = names[:1] if raises is None else raises
    for argument, wanted in (("fixed", fixed), ("raises", raising)):
        if isinstance(wanted, str):
            raise Error(f"is a text; give a list of names, [{wanted!r}]", function=function, argument=argument)
        for name in wanted:
            choice(name, names, function, argument)
    weight = _weights(weights, n, gaps, function)
    tables = _core.many_facet(
        gaps.marks(), values, names, [own for _, _, own in coded], [codes for _, codes, _ in coded], [name in fixed for name in names], [name in raising for name in names],
        weight, choice(thresholds, _THRESHOLDS, function, "thresholds"), *_how(threshold_prior, confidence, iterations, threads, quadrature, function), progress,
    )
    return ManyFacetFit(*map(Table, tables))


def compare(*fits: CumulativeLinkFit | ManyFacetFit) -> Table:
    """Models of the same rows side by side, from the one with the fewest parameters on, each against the one before it.

    ``model`` is a fit's place among those given, from 1. ``aic_difference`` is from the lowest AIC. Where the model before (``against``) is within this one, by the names of what it has, ``ratio`` is the likelihood
    ratio, twice what the log likelihood gains by ``more`` parameters, and ``p`` how often so much would be gained if what is added were 0. ``law`` is where ``p`` comes from: ``chi_square``, or
    ``half_and_half`` where one of what is added is a standard deviation, which cannot be below 0 (Self and Liang 1987), or ``at_most`` where several are and the true p is smaller. ``words`` says it all.

    R ordinal's ``anova`` takes ``chi_square`` for standard deviations too, so its p of one is twice this.

    Args:
        fits: two or more, of the same rows. What stands in columns of one name cannot be seen: keep one name for one column.

    Raises:
        Error: ``incompatible`` for fits of another number of rows, levels, sum of weights or points of quadrature; ``invalid_argument`` for fewer than two, or what is no fit of columns.
    """
    for fit in fits:
        if not isinstance(fit, _Fit):
            raise Error(f"has a {type(fit).__name__}; give fits of cumulative_link or many_facet", function="compare", argument="fits")
    return Table(_core.compare([fit.summary.table._core for fit in fits], [fit.parameters._core for fit in fits]))


def linking(facets: Any) -> Table:
    """What columns link, two facets at a time: which elements can be compared through what they have in common, and which only by assumption.

    Each facet is looked at through those after it: a row for both with the number of ``parts``, then a row a part with its ``labels``. Two elements are in one part when something of the other facet stands
    with both, or with others that are linked with them. ``comparable`` of ``pairs`` can be compared so; ``shared`` counts what stands with two or more and so makes the links. ``link_from`` and
    ``link_to`` are the single link that would make most pairs comparable, ``link_pairs`` of them, and ``words`` says it all.

    Args:
        facets: columns of labels by name (a mapping or data frame), what is compared first. A row counts for a pair of facets where it has both.

    Raises:
        Error: for fewer than two facets, or columns of different lengths.
    """
    function = "linking"
    columns = list(_named(facets, function, "facets"))
    n = len(columns[0][1]) if columns else 0
    coded = [(name, *_codes(column, n, None, function, name)) for name, column in columns]
    return Table(_core.linking_columns([name for name, _, _ in coded], [own for _, _, own in coded], [codes for _, codes, _ in coded]))


class _Gaps:
    """Rows that lack something."""

    def __init__(self, marks: npt.NDArray[Any], n: int) -> None:
        import numpy as np

        self._marks = marks
        self.missing: npt.NDArray[np.bool_] = np.zeros(n, dtype=bool)

    def marks(self) -> npt.NDArray[Any]:
        import numpy as np

        return np.where(self.missing, np.nan, self._marks.astype(float)) if self.missing.any() else self._marks


def _length(marks: npt.NDArray[Any], function: str) -> int:
    if marks.ndim != 1:
        raise Error(f"has the shape {marks.shape}; give one score a row", function=function, argument="scores")
    return int(marks.size)


def _named(columns: Any, function: str, argument: str) -> Iterator[tuple[str, Any]]:
    """The columns of a mapping or data frame by name."""
    if columns is None:
        return
    names = columns.columns if hasattr(columns, "columns") else columns.keys() if hasattr(columns, "keys") else None
    if names is None:
        raise Error('must be columns by name, such as {"rater": raters}', function=function, argument=argument)
    for name in names:
        yield str(name), columns[name]


def _column(column: Any, n: int, function: str, argument: str) -> list[Any]:
    import numpy as np

    if isinstance(column, str | bytes):
        raise Error("is a text; give one value a row", function=function, argument=argument)
    listed: list[Any] = column.tolist() if isinstance(column, np.ndarray | np.ma.MaskedArray) else list(column)
    if len(listed) != n:
        raise Error(f"has {len(listed)} values where {n} are needed, one a row", function=function, argument=argument)
    return listed


def _codes(column: Any, n: int, gaps: _Gaps | None, function: str, argument: str) -> tuple[npt.NDArray[np.uint32], list[str]]:
    """The label of each row as a number, and the labels in order."""
    import numpy as np

    listed = _column(column, n, function, argument)
    present = {value for value in listed if not _missing(value)}
    try:
        ordered = sorted(present)
    except TypeError:
        ordered = sorted(present, key=lambda value: (str(type(value)), str(value)))
    numbers = {value: code for code, value in enumerate(ordered)}
    codes = np.array([_NO_EFFECT if _missing(value) else numbers[value] for value in listed], dtype=np.uint32)
    if gaps is not None:
        gaps.missing |= codes == _NO_EFFECT
    return codes, [str(value) for value in ordered]


def _design(columns: Any, n: int, gaps: _Gaps, function: str, argument: str) -> tuple[list[str], npt.NDArray[np.float64]]:
    """The names of terms and their values, rows x terms: a number as it is, a label as 0 and 1 against the first label."""
    import numpy as np

    names: list[str] = []
    out: list[npt.NDArray[np.float64]] = []
    for name, column in _named(columns, function, argument):
        listed = _column(column, n, function, name)
        missing = np.array([_missing(value) for value in listed], dtype=bool)
        gaps.missing |= missing
        if any(isinstance(value, str) for value in listed):
            codes, labels = _codes(listed, n, gaps, function, name)
            for code, label in enumerate(labels[1:], 1):
                names.append(f"{name} {label}")
                out.append((codes == code).astype(float))
            continue
        try:
            numbers = np.array([0.0 if lacks else float(value) for value, lacks in zip(listed, missing, strict=True)])
        except (TypeError, ValueError):
            raise Error("holds something that is neither a number nor a label", function=function, argument=name) from None
        names.append(name)
        out.append(numbers)
    return names, np.column_stack(out) if out else np.empty((n, 0))


def _weights(weights: Any, n: int, gaps: _Gaps, function: str) -> npt.NDArray[np.float64]:
    import numpy as np

    if weights is None:
        return np.empty(0)
    listed = _column(weights, n, function, "weights")
    missing = np.array([_missing(value) for value in listed], dtype=bool)
    gaps.missing |= missing
    try:
        return np.array([1.0 if lacks else float(value) for value, lacks in zip(listed, missing, strict=True)])
    except (TypeError, ValueError):
        raise Error("holds something that is not a number", function=function, argument="weights") from None


def _how(threshold_prior: float, confidence: float, iterations: int, threads: int, quadrature: int, function: str) -> tuple[float, float, int, int, int]:
    if not 0.0 <= threshold_prior <= 1000.0:
        raise Error(f"{threshold_prior} is not allowed; it must be 0 to 1000", category="out_of_range", function=function, argument="threshold_prior")
    counts = whole(iterations, 1, 1_000_000, function, "iterations"), whole(threads, 1, 1024, function, "threads"), whole(quadrature, 1, 50, function, "quadrature")
    return threshold_prior, confidence, *counts
