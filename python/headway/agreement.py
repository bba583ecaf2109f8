"""Agreement on plain arrays: across units, how far raters agree when each has marked the same things; within a place, how far one group agrees.

Within a place ``marks`` are one mark a person, or ``counts`` are people per level; see ``within_place`` for every measure at once. What follows is
about agreement across units.

``ratings`` are units x raters: an array, a data frame or a list of rows. Marks are numbers from 1 to ``levels``, or whatever ``levels`` lists
(numbers or labels, lowest first); the scale is declared, never inferred from the data. None or NaN is no mark. Where it does not matter who rated,
``counts`` may be given instead: units x levels, how many raters marked each level; or ``table``, levels x levels of two raters, row = level of the first.

Every coefficient is a result with ``value``, ``standard_error``, ``low``, ``high``, ``percentile_low``, ``percentile_high``, ``observed``, ``expected``,
``null_standard_error``, ``p_value``, ``units``, ``units_used``, ``raters``, ``marks``, ``interval_method``, ``interval_status`` and ``status``. A figure that cannot be had is None, and the
statuses say why: everybody at one level leaves kappa and alpha undefined, not 0 or 1.

``interval`` says whom the interval speaks for:

- ``"two_way_jackknife"``: units and raters both stand for others; each is left out once, the two variances are added, and what both hold is taken off
  once. From counts, a table of two raters or two raters' marks it is that over units, and ``interval_method`` says so.
- ``"unit_jackknife"``, ``"rater_jackknife"``: one of them stands for others.
- ``"bootstrap_units"``, ``"bootstrap_raters"``, ``"bootstrap_both"``: drawn ``replicates`` times with replacement, with ``ends`` ``"percentile"`` or ``"bca"``.
- ``"analytic"``: the published large-sample standard error and a t law; ``p_value`` comes with it.
- ``"none"``: the value alone.

``weights`` say how near two levels are: ``"identity"``, ``"linear"``, ``"quadratic"``, ``"ordinal"``, ``"radical"``, ``"ratio"``, ``"circular"``, ``"bipolar"``,
``"adjacent"``, or a levels x levels matrix of your own, 1 on the diagonal.

``icc``, ``kendall_w`` and the reliability of items (``cronbach_alpha`` and its kin) take numbers as they are: a step has the same size everywhere,
or, for ``kendall_w``, only the order matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from . import _core
from ._arrays import choice, level_values, mark_array
from ._errors import Error
from ._groups import group_gaps, pooled_effect
from ._numbers import cronbach_alpha, guttman_lambda, icc, icc_sources, item_statistics, kendall_w, omega, omega_loadings
from ._result import Result
from ._table import Table
from ._within import (
    a_wg,
    berry_mielke_iov,
    blair_lacy_l,
    blair_lacy_l2,
    consensus_tastle_wierman,
    dispersion,
    group_icc,
    kvalseth_cov,
    leik,
    r_wg,
    r_wg_j,
    van_der_eijk_a,
    van_der_eijk_polarization,
    within_place,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from ._arrays import Levels

    Ends: TypeAlias = Literal["percentile", "bca"]
    Interval: TypeAlias = Literal[
        "two_way_jackknife", "unit_jackknife", "rater_jackknife", "bootstrap_units", "bootstrap_raters", "bootstrap_both", "analytic", "none"
    ]
    Metric: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio", "circular", "bipolar"]
    Weights: TypeAlias = (
        Literal["identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar", "adjacent"] | Sequence[Sequence[float]] | npt.NDArray[Any]
    )

__all__ = [
    "a_wg",
    "berry_mielke_iov",
    "blair_lacy_l",
    "blair_lacy_l2",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "consensus_tastle_wierman",
    "cronbach_alpha",
    "dispersion",
    "fleiss_by_level",
    "fleiss_kappa",
    "group_gaps",
    "group_icc",
    "guttman_lambda",
    "gwet_ac",
    "icc",
    "icc_sources",
    "item_statistics",
    "kendall_w",
    "krippendorff_alpha",
    "kvalseth_cov",
    "leik",
    "light_kappa",
    "omega",
    "omega_loadings",
    "percent_agreement",
    "pooled_effect",
    "r_wg",
    "r_wg_j",
    "van_der_eijk_a",
    "van_der_eijk_polarization",
    "within_place",
]

_METRICS = ("nominal", "ordinal", "interval", "ratio", "circular", "bipolar")
_WEIGHTS = ("identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar", "adjacent")
_INTERVALS = ("two_way_jackknife", "unit_jackknife", "rater_jackknife", "bootstrap_units", "bootstrap_raters", "bootstrap_both", "analytic", "none")
_ENDS = ("percentile", "bca")


def krippendorff_alpha(
    ratings: Any = None,
    levels: Levels | None = None,
    *,
    metric: Metric = "ordinal",
    weights: Weights | None = None,
    interval: Interval = "two_way_jackknife",
    confidence: float = 0.95,
    ends: Ends = "percentile",
    replicates: int = 1000,
    seed: int = 1,
    threads: int = 1,
    counts: Any = None,
    table: Any = None,
) -> Result:
    """Krippendorff's alpha: 1 when raters agree on every unit, 0 when they agree as often as chance would have it.

    Alpha needs units that differ: where everything stands at one level it is near 0 or undefined although everybody agrees.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts and table.
        metric: how far apart two levels are. ``observed`` and ``expected`` are then disagreement.
        weights: in place of a metric: Gwet's form of alpha, distance one minus weight. ``observed`` and ``expected`` are then agreement.
        interval: whom the interval speaks for.
        confidence: of the interval.
        ends: how replicates become an interval.
        replicates: of a bootstrap.
        seed: of a bootstrap; the same figures for any number of threads.
        threads: most threads to use; 0 for as many as the machine runs at once.
        counts: units x levels in place of ratings.
        table: levels x levels of two raters in place of ratings.

    Returns:
        value, standard_error, low, high and the other figures of every coefficient.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    name = "krippendorff_alpha"
    form, data, values = _data(ratings, levels, counts, table, name)
    code, own = (0, []) if weights is None else _weights(weights, len(values), name)
    metric_code = choice(metric, _METRICS, name, "metric") + 1 if weights is None else 0
    how = choice(interval, _INTERVALS, name, "interval"), choice(ends, _ENDS, name, "ends"), confidence, *_whole(replicates, seed, threads, name)
    return Result(Table(_core.krippendorff_alpha(form, data, values, metric_code, code, own, *how)), "Krippendorff's alpha")


def percent_agreement(
    ratings: Any = None,
    levels: Levels | None = None,
    *,
    weights: Weights = "identity",
    interval: Interval = "two_way_jackknife",
    confidence: float = 0.95,
    ends: Ends = "percentile",
    replicates: int = 1000,
    seed: int = 1,
    threads: int = 1,
    counts: Any = None,
    table: Any = None,
) -> Result:
    """Percent agreement: how far two marks of one unit agree on average. Nothing is taken off for chance.

    With weights ``"identity"`` exact agreement, with ``"adjacent"`` the same level or a neighbouring one.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts and table.
        weights: how near two levels are.
        interval: whom the interval speaks for.
        confidence: of the interval.
        ends: how replicates become an interval.
        replicates: of a bootstrap.
        seed: of a bootstrap; the same figures for any number of threads.
        threads: most threads to use; 0 for as many as the machine runs at once.
        counts: units x levels in place of ratings.
        table: levels x levels of two raters in place of ratings.

    Returns:
        value, standard_error, low, high and the other figures of every coefficient.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    return _coefficient("percent_agreement", "Percent agreement", ratings, levels, weights, interval, confidence, ends, replicates, seed, threads, counts, table)


def brennan_prediger(
    ratings: Any = None,
    levels: Levels | None = None,
    *,
    weights: Weights = "identity",
    interval: Interval = "two_way_jackknife",
    confidence: float = 0.95,
    ends: Ends = "percentile",
    replicates: int = 1000,
    seed: int = 1,
    threads: int = 1,
    counts: Any = None,
    table: Any = None,
) -> Result:
    """Brennan and Prediger's coefficient (Bennett's S): agreement beyond chance, chance being every level alike.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts and table.
        weights: how near two levels are.
        interval: whom the interval speaks for.
        confidence: of the interval.
        ends: how replicates become an interval.
        replicates: of a bootstrap.
        seed: of a bootstrap; the same figures for any number of threads.
        threads: most threads to use; 0 for as many as the machine runs at once.
        counts: units x levels in place of ratings.
        table: levels x levels of two raters in place of ratings.

    Returns:
        value, standard_error, low, high and the other figures of every coefficient.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    return _coefficient("brennan_prediger", "Brennan-Prediger", ratings, levels, weights, interval, confidence, ends, replicates, seed, threads, counts, table)


def fleiss_kappa(
    ratings: Any = None,
    levels: Levels | None = None,
    *,
    weights: Weights = "identity",
    interval: Interval = "two_way_jackknife",
    confidence: float = 0.95,
    ends: Ends = "percentile",
    replicates: int = 1000,
    seed: int = 1,
    threads: int = 1,
    counts: Any = None,
    table: Any = None,
) -> Result:
    """Fleiss's kappa (for two raters Scott's pi): agreement beyond chance, chance being the levels as often as all raters together gave them.

    ``null_standard_error`` is the one of Fleiss, Nee and Landis; it needs identity weights and equally many marks in every unit.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts and table.
        weights: how near two levels are.
        interval: whom the interval speaks for.
        confidence: of the interval.
        ends: how replicates become an interval.
        replicates: of a bootstrap.
        seed: of a bootstrap; the same figures for any number of threads.
        threads: most threads to use; 0 for as many as the machine runs at once.
        counts: units x levels in place of ratings.
        table: levels x levels of two raters in place of ratings.

    Returns:
        value, standard_error, low, high and the other figures of every coefficient.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    return _coefficient("fleiss_kappa", "Fleiss's kappa", ratings, levels, weights, interval, confidence, ends, replicates, seed, threads, counts, table)


def gwet_ac(
    ratings: Any = None,
    levels: Levels | None = None,
    *,
    weights: Weights = "identity",
    interval: Interval = "two_way_jackknife",
    confidence: float = 0.95,
    ends: Ends = "percentile",
    replicates: int = 1000,
    seed: int = 1,
    threads: int = 1,
    counts: Any = None,
    table: Any = None,
) -> Result:
    """Gwet's AC1 (identity weights) or AC2 (any other): agreement beyond chance that does not fall to 0 where nearly everything stands at one level.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts and table.
        weights: how near two levels are.
        interval: whom the interval speaks for.
        confidence: of the interval.
        ends: how replicates become an interval.
        replicates: of a bootstrap.
        seed: of a bootstrap; the same figures for any number of threads.
        threads: most threads to use; 0 for as many as the machine runs at once.
        counts: units x levels in place of ratings.
        table: levels x levels of two raters in place of ratings.

    Returns:
        value, standard_error, low, high and the other figures of every coefficient.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    return _coefficient("gwet_ac", "Gwet's AC", ratings, levels, weights, interval, confidence, ends, replicates, seed, threads, counts, table)


def conger_kappa(
    ratings: Any,
    levels: Levels,
    *,
    weights: Weights = "identity",
    interval: Interval = "two_way_jackknife",
    confidence: float = 0.95,
    ends: Ends = "percentile",
    replicates: int = 1000,
    seed: int = 1,
    threads: int = 1,
) -> Result:
    """Conger's kappa: Cohen's for two raters or more, chance being every rater's own habit. Who gave a mark matters, so it needs the ratings.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first.
        weights: how near two levels are.
        interval: whom the interval speaks for.
        confidence: of the interval.
        ends: how replicates become an interval.
        replicates: of a bootstrap.
        seed: of a bootstrap; the same figures for any number of threads.
        threads: most threads to use; 0 for as many as the machine runs at once.

    Returns:
        value, standard_error, low, high and the other figures of every coefficient.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    return _coefficient("conger_kappa", "Conger's kappa", ratings, levels, weights, interval, confidence, ends, replicates, seed, threads, None, None)


def cohen_kappa(
    ratings: Any = None,
    levels: Levels | None = None,
    *,
    weights: Weights = "identity",
    interval: Interval = "two_way_jackknife",
    confidence: float = 0.95,
    ends: Ends = "percentile",
    replicates: int = 1000,
    seed: int = 1,
    threads: int = 1,
    table: Any = None,
) -> Result:
    """Cohen's kappa of two raters, each with their own habits.

    A unit counts only when both marked it. The analytic standard error is the large-sample one of Fleiss, Cohen and Everitt; ``value`` over
    ``null_standard_error`` is their z. Two raters stand for nobody else: the interval is over units.

    Args:
        ratings: units x 2.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for table.
        weights: how near two levels are.
        interval: whom the interval speaks for.
        confidence: of the interval.
        ends: how replicates become an interval.
        replicates: of a bootstrap.
        seed: of a bootstrap; the same figures for any number of threads.
        threads: most threads to use; 0 for as many as the machine runs at once.
        table: levels x levels in place of ratings, row = level of the first rater.

    Returns:
        value, standard_error, low, high and the other figures of every coefficient.

    Raises:
        Error: for a mark that is not a level, with its row; for another number of raters.
    """
    return _coefficient("cohen_kappa", "Cohen's kappa", ratings, levels, weights, interval, confidence, ends, replicates, seed, threads, None, table)


def light_kappa(ratings: Any, levels: Levels, *, weights: Weights = "identity") -> Result:
    """Light's kappa: the mean of Cohen's kappa over all pairs of raters who share a unit. The value alone.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first.
        weights: how near two levels are.

    Returns:
        The figures of every coefficient, without an interval.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    return _coefficient("light_kappa", "Light's kappa", ratings, levels, weights, "none", 0.95, "percentile", 1000, 1, 1, None, None)


def fleiss_by_level(ratings: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Table:
    """Fleiss's kappa of every level against all others: which words of the scale are read alike.

    Args:
        ratings: units x raters.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: units x levels in place of ratings.

    Returns:
        A row a level: level (from 1), value, null_standard_error, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    return Table(_core.fleiss_by_level(*_data(ratings, levels, counts, None, "fleiss_by_level")))


def _coefficient(
    name: str,
    title: str,
    ratings: Any,
    levels: Levels | None,
    weights: Weights,
    interval: str,
    confidence: float,
    ends: str,
    replicates: int,
    seed: int,
    threads: int,
    counts: Any,
    table: Any,
) -> Result:
    form, data, values = _data(ratings, levels, counts, table, name)
    code, own = _weights(weights, len(values), name)
    how = choice(interval, _INTERVALS, name, "interval"), choice(ends, _ENDS, name, "ends"), confidence, *_whole(replicates, seed, threads, name)
    return Result(Table(getattr(_core, name)(form, data, values, code, own, *how)), title)


def _data(ratings: Any, levels: Levels | None, counts: Any, table: Any, function: str) -> tuple[str, npt.NDArray[Any], list[float]]:
    """What was given, as the extension takes it, and the values of the levels."""
    given = [name for name, value in (("ratings", ratings), ("counts", counts), ("table", table)) if value is not None]
    if len(given) != 1:
        raise Error(f"give one of ratings, counts and table, not {' and '.join(given) or 'none'}", function=function)
    if given[0] == "ratings":
        if levels is None:
            raise Error("give the number of levels, or the levels lowest first; the scale is not inferred from the marks", function=function, argument="levels")
        values, labels = level_values(levels, function)
        return "ratings", mark_array(ratings, labels, function, "ratings"), values
    data = _numbers(counts if given[0] == "counts" else table, function, given[0])
    if levels is None:
        levels = data.shape[1] if data.ndim == 2 else 0
    return given[0], data, level_values(levels, function)[0]


def _numbers(given: Any, function: str, argument: str) -> npt.NDArray[Any]:
    import numpy as np

    try:
        array = np.asarray(given)
    except ValueError:
        raise Error("has rows of different lengths", function=function, argument=argument) from None
    if array.dtype.kind not in "iuf":
        raise Error("must hold whole numbers", function=function, argument=argument)
    return array


def _weights(weights: Any, levels: int, function: str) -> tuple[int, list[float]]:
    """The code of a set of weights, or a matrix of one's own."""
    if isinstance(weights, str):
        return choice(weights, _WEIGHTS, function, "weights"), []
    matrix = _numbers(weights, function, "weights")
    if matrix.shape != (levels, levels):
        raise Error(f"must be {levels} x {levels}", function=function, argument="weights")
    return 0, [float(weight) for weight in matrix.reshape(-1)]


def _whole(replicates: int, seed: int, threads: int, function: str) -> tuple[int, int, int]:
    """Options that are whole numbers and fit the extension's types."""
    for argument, value, lowest, highest in (("replicates", replicates, 100, 100_000_000), ("seed", seed, 0, 2**64 - 1), ("threads", threads, 0, 2**31)):
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise Error(f"{value!r} is not allowed; it must be a whole number from {lowest} to {highest}", category="out_of_range", function=function, argument=argument)
    return replicates, seed, threads
