"""How far apart the means or medians of two groups are, with bootstrap intervals. `headway.exact` gives these names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from . import _core
from ._arrays import choice, declared, given, people_per_level, rows_per_level, whole_numbers
from ._errors import Error
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    from ._arrays import Levels


def _groups(first: Any, second: Any, levels: Levels | None, counts: Any, function: str) -> tuple[list[int], list[int]]:
    """People per level of both groups."""
    if given("first and second", first, counts, function) != "counts":
        declared(levels, function)
        if second is None:
            raise Error("is missing", function=function, argument="second")
        return people_per_level(first, levels, None, function, "first")[0], people_per_level(second, levels, None, function, "second")[0]
    people, rows, count = rows_per_level(counts, levels, function)
    if rows != 2:
        raise Error(f"has {rows} rows; it must have 2, one a group", function=function, argument="counts")
    return people[:count], people[count:]


def mean_difference_interval(
    first: Any = None,
    second: Any = None,
    levels: Levels | None = None,
    *,
    counts: Any = None,
    confidence: float = 0.95,
    bias: Literal["half_of_ties", "below"] = "half_of_ties",
    resampling: Literal["ideal", "drawn"] = "ideal",
    replicates: int = 9999,
    seed: int = 1,
    threads: int = 1,
) -> Result:
    """How far apart the means of two groups are, with an interval that allows for small groups, and percentile and BCa bootstrap intervals.

    ``difference`` is the second less the first, in levels taken as equal steps. The ideal bootstrap works out all resamples there are, each with
    its chance, so there is no random error in the interval; ``resampling="drawn"`` draws them, as other programs do. Groups that cannot have an
    interval have a status that says why: no_variation where everybody of each group stands at one level.

    Use ``low`` and ``high``: percentile and BCa intervals of nominally 95 % cover about 90 % with five people a group, because resamples of a few people
    vary too little; these ends are further out by what is missing and by Student's t, and cover about 95 %. The others are there to set beside other programs.

    Args:
        first: one mark a person.
        second: one mark a person of the other group.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: 2 x levels, people per level of both groups, in place of first and second.
        confidence: of the intervals.
        bias: whether resamples equal to the figure count half when BCa judges the bias (SciPy), or not (R boot).
        resampling: ``"ideal"`` for up to 10,000,000 people a group, or ``"drawn"``.
        replicates: resamples where drawn.
        seed: of these; the same seed gives the same numbers.
        threads: for these; the result does not depend on it. 0 for as many as the machine runs at once.

    Returns:
        n_first, n_second, first, second (means in levels counted from 1), difference, standard_error, low, high, interval_status,
        percentile_low, percentile_high, percentile_status, bca_low, bca_high, bca_status, bias, acceleration, resampling, replicates, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    below = choice(bias, ("half_of_ties", "below"), "mean_difference_interval", "bias") == 1
    drawn = choice(resampling, ("ideal", "drawn"), "mean_difference_interval", "resampling") == 1
    one, other = _groups(first, second, levels, counts, "mean_difference_interval")
    whole = whole_numbers(replicates, seed, threads, "mean_difference_interval")
    return Result(Table(_core.mean_difference_interval(one, other, confidence, below, drawn, *whole)), "Difference of two means")


def median_difference_interval(
    first: Any = None,
    second: Any = None,
    levels: Levels | None = None,
    *,
    counts: Any = None,
    confidence: float = 0.95,
    bias: Literal["half_of_ties", "below"] = "half_of_ties",
) -> Result:
    """How far apart the medians of two groups are, with percentile and BCa bootstrap intervals, without random numbers.

    ``difference`` is the second less the first, in levels; of an even number of people the median is the mean of the two middle levels. Where no single
    person moves a median, as is common on a few levels, BCa has no value and ``bca_status`` is flat_jackknife; the percentile interval is there.

    Args:
        first: one mark a person.
        second: one mark a person of the other group.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: 2 x levels, people per level of both groups, in place of first and second.
        confidence: of the intervals.
        bias: whether resamples equal to the figure count half when BCa judges the bias, or not.

    Returns:
        As ``mean_difference_interval``; ``low`` and ``high`` are the percentile interval.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    below = choice(bias, ("half_of_ties", "below"), "median_difference_interval", "bias") == 1
    one, other = _groups(first, second, levels, counts, "median_difference_interval")
    return Result(Table(_core.median_difference_interval(one, other, confidence, below)), "Difference of two medians")


for _function in (mean_difference_interval, median_difference_interval):
    _function.__module__ = "headway.exact"
