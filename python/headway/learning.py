"""Measures of one person or one community, for readers who ask for them."""

from __future__ import annotations

from typing import Any

from . import _core
from ._arrays import number_array
from ._result import Result
from ._table import Table

__all__ = ["clinical_cutoffs", "goal_attainment", "reliable_change"]


def reliable_change(before: Any, after: Any, *, sd: float, reliability: float, confidence: float = 0.95) -> Table:
    """The reliable change index: each person's change over the standard error of a difference.

    For a room's change on a rubric ``exact.paired_change`` needs no reliability and no equal steps. Take the reliability from your own data.

    Args:
        before: one score a person.
        after: the same people's later scores, in the same order.
        sd: of the scores of people like these, at the first time.
        reliability: of a score, 0 to 1.
        confidence: a change is reliable when its index passes the two-sided normal quantile of this.

    Returns:
        A table, a row a person: change, sem, s_diff, rc, verdict ("rose", "fell", "not_reliable"), smallest (change that would be reliable), status.

    Raises:
        Error: for sd below 0, reliability outside 0 to 1, or a score that is not a number, with its row.
    """
    first, second = number_array(before, "reliable_change", "before"), number_array(after, "reliable_change", "after")
    return Table(_core.reliable_change(first, second, sd, reliability, confidence))


def clinical_cutoffs(*, mean_dysfunctional: float, sd_dysfunctional: float, mean_functional: float, sd_functional: float) -> Result:
    """Where a score is more like those of people who are well than of people in difficulty.

    Args:
        mean_dysfunctional: of people in difficulty.
        sd_dysfunctional: of the same.
        mean_functional: of people who are not; the side it lies on is the better one.
        sd_functional: of the same.

    Returns:
        a (two sd beyond the mean of those in difficulty), b (within two sd of the mean of the others), c (between the means), status.

    Raises:
        Error: for an sd below 0 or a value that is not a number.
    """
    return Result(Table(_core.clinical_cutoffs(mean_dysfunctional, sd_dysfunctional, mean_functional, sd_functional)), "Clinical cutoffs")


def goal_attainment(attainment: Any, weights: Any = None, *, rho: float = 0.3, rho_low: float = 0.0, rho_high: float = 0.6) -> Result:
    """The goal attainment score of one person's goals, with the band that its assumed correlation leaves.

    Each set their own goals, so people are never compared by it. Leave out a goal that was not judged.

    Args:
        attainment: one value a goal, from -2 (much less than expected) over 0 (as expected) to 2 (much more); -3 where falling below the start is noted.
        weights: 0 or more, one a goal; all alike where they are not given.
        rho: correlation between goals that the score assumes.
        rho_low: of the band.
        rho_high: of the band.

    Returns:
        t_score, band_low, band_high, mean_attainment, goals, reached, status.

    Raises:
        Error: for a value or weight outside its range, with its row; for a correlation outside 0 to 1.
    """
    values = number_array(attainment, "goal_attainment", "attainment")
    own = number_array([] if weights is None else weights, "goal_attainment", "weights")
    return Result(Table(_core.goal_attainment(values, own, rho, rho_low, rho_high)), "Goal attainment")
