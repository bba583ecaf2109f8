"""Agreement within a place: how far the people of one group agree on one question. `headway.agreement` gives these names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from . import _core
from ._arrays import choice, declared, given, mark_array, marks_and_groups, people_per_level, rows_per_level
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._arrays import Levels

    Null: TypeAlias = Literal["uniform", "slightly_skewed", "moderately_skewed", "heavily_skewed", "triangular", "normal", "half_at_each_end", "own"]

_NULLS = ("uniform", "slightly_skewed", "moderately_skewed", "heavily_skewed", "triangular", "normal", "half_at_each_end", "own")


def within_place(
    marks: Any = None,
    levels: Levels | None = None,
    *,
    counts: Any = None,
    confidence: float = 0.95,
    null: Null = "uniform",
    own_null: Sequence[float] | None = None,
) -> Result:
    """How far one group agrees on one question, by every measure at once.

    ``headline`` says it in a sentence without a coefficient, ``shape`` and ``shape_words`` in a word. ``dispersion`` with its interval and
    ``van_der_eijk_a`` are the first choice; the others are there to be set beside published figures. Everybody at one level is agreement here.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.
        confidence: of the dispersion's interval.
        null: what people would mark who do not agree, the yardstick of ``r_wg``; all but ``"uniform"``, ``"half_at_each_end"`` and ``"own"`` are
            published for 5 to 11 levels.
        own_null: the share of each level, for ``null="own"``.

    Returns:
        n, levels_used, median_low, median_high, two_or_more_away, pairs_apart, dispersion, dispersion_unbiased, dispersion_low, dispersion_high,
        dispersion_status, van_der_eijk_a, van_der_eijk_polarization, two_camps, shape, shape_words, leik, blair_lacy_l, blair_lacy_l2, berry_mielke_iov,
        kvalseth_cov, consensus_tastle_wierman, r_wg, r_wg_null, a_wg, headline, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    people, values, labels = people_per_level(marks, levels, counts, "within_place")
    code = choice(null, _NULLS, "within_place", "null")
    table = _core.within_place(people, confidence, code, list(own_null or ()), values, list(labels or ()))
    return Result(Table(table), "Agreement within a place")


def dispersion(marks: Any = None, levels: Levels | None = None, *, counts: Any = None, confidence: float = 0.95) -> Result:
    """Ordinal dispersion with an interval: 0 all at one level, 1 half at each end. Agreement is 1 less it.

    No step needs a size. ``unbiased`` is right on average for the people these stand for; the interval covers theirs at least as often as
    ``confidence`` says.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.
        confidence: of the interval.

    Returns:
        value, unbiased, low, high, n, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    people, _, _ = people_per_level(marks, levels, counts, "dispersion")
    return Result(Table(_core.dispersion(people, confidence)), "Ordinal dispersion")


def r_wg(
    marks: Any = None, levels: Levels | None = None, *, counts: Any = None, null: Null = "uniform", own_null: Sequence[float] | None = None, negative_as_zero: bool = False
) -> Result:
    """r_wg: 1 less the variance of the marks over that of a null distribution (James, Demaree and Wolf 1984).

    Takes steps as equal; say which null distribution was used.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.
        null: what people would mark who do not agree.
        own_null: the share of each level, for ``null="own"``.
        negative_as_zero: give values below 0 as 0.

    Returns:
        value, variance, null_variance, n, status.

    Raises:
        Error: for a mark that is not a level, with its row; for a null distribution not published for this number of levels.
    """
    people, _, _ = people_per_level(marks, levels, counts, "r_wg")
    code = choice(null, _NULLS, "r_wg", "null")
    return Result(Table(_core.r_wg(people, code, list(own_null or ()), negative_as_zero)), "r_wg")


def r_wg_j(
    ratings: Any = None,
    levels: Levels | None = None,
    *,
    counts: Any = None,
    null: Null = "uniform",
    own_null: Sequence[float] | None = None,
    negative_as_zero: bool = False,
) -> Result:
    """Agreement of one group over several questions: r_wg(j), r*_wg(j) and a_wg(j).

    r_wg(j) grows with the number of questions whatever people think; r*_wg(j) does not.

    Args:
        ratings: people x questions.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: questions x levels, people who marked each level, in place of ratings.
        null: what people would mark who do not agree.
        own_null: the share of each level, for ``null="own"``.
        negative_as_zero: give r*_wg(j) below 0 as 0.

    Returns:
        r_wg_j, r_star_wg_j, a_wg_j, mean_variance, null_variance, items, items_used, fewest, most, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    code = choice(null, _NULLS, "r_wg_j", "null")
    if given("ratings", ratings, counts, "r_wg_j") == "counts":
        people, items, count = rows_per_level(counts, levels, "r_wg_j")
    else:
        values, labels = declared(levels, "r_wg_j")
        people, items = _core.count_columns(mark_array(ratings, labels, "r_wg_j", "ratings"), values, "r_wg_j", "ratings")
        count = len(values)
    return Result(Table(_core.r_wg_j(people, items, count, code, list(own_null or ()), negative_as_zero)), "r_wg(j)")


def a_wg(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """a_wg: how much less people differ than people with their mean could differ at most (Brown and Hauenstein 2005).

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, variance, largest_variance, n, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    return Result(Table(_core.a_wg(people_per_level(marks, levels, counts, "a_wg")[0])), "a_wg")


def group_icc(
    marks: Any = None, groups: Any = None, levels: Levels | None = None, *, counts: Any = None, group_size: Literal["mean", "weighted"] = "mean"
) -> Result:
    """ICC(1) and ICC(2) of groups: do people of one group mark alike, and can a group's mean be told from another's?

    Args:
        marks: one mark a person.
        groups: the group of each person, any label; a person without one (None, NaN) is left out.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: groups x levels, people per level, in place of marks and groups.
        group_size: what stands for k where groups are unequal: the ``"mean"`` of the sizes, or the ``"weighted"`` one of unbiased estimation.

    Returns:
        icc1, icc2, ms_between, ms_within, size, groups, groups_used, n, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    weighted = choice(group_size, ("mean", "weighted"), "group_icc", "group_size") == 1
    if given("marks", marks, counts, "group_icc") == "counts":
        people, rows, count = rows_per_level(counts, levels, "group_icc")
        return Result(Table(_core.group_icc_counts(people, rows, count, weighted)), "ICC of groups")
    values, labels = declared(levels, "group_icc")
    array, codes, names = marks_and_groups(marks, groups, labels, "group_icc")
    return Result(Table(_core.group_icc(array, codes, max(1, len(names)), values, weighted)), "ICC of groups")


def leik(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """Leik's ordinal dispersion (1966): 0 all at one level, 1 half at each end.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, n, status.
    """
    return Result(Table(_core.leik(people_per_level(marks, levels, counts, "leik")[0])), "Leik's ordinal dispersion")


def blair_lacy_l(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """Blair and Lacy's l (2000): 1 all at one level, 0 half at each end; the square root of ``blair_lacy_l2``.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, n, status.
    """
    return Result(Table(_core.blair_lacy_l(people_per_level(marks, levels, counts, "blair_lacy_l")[0])), "Blair and Lacy's l")


def blair_lacy_l2(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """Blair and Lacy's l-squared (2000): 1 all at one level, 0 half at each end; 1 less ``dispersion``.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, n, status.
    """
    return Result(Table(_core.blair_lacy_l2(people_per_level(marks, levels, counts, "blair_lacy_l2")[0])), "Blair and Lacy's l-squared")


def berry_mielke_iov(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """Berry and Mielke's index of ordinal variation (1992): 0 all at one level, 1 as divided as this number of people can be.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, n, status.
    """
    return Result(Table(_core.berry_mielke_iov(people_per_level(marks, levels, counts, "berry_mielke_iov")[0])), "Index of ordinal variation")


def kvalseth_cov(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """Kvalseth's coefficient of ordinal variation (1995): 0 all at one level, 1 as divided as this number of people can be.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, n, status.
    """
    return Result(Table(_core.kvalseth_cov(people_per_level(marks, levels, counts, "kvalseth_cov")[0])), "Coefficient of ordinal variation")


def consensus_tastle_wierman(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """Tastle and Wierman's consensus (2007): 1 all at one level, 0 half at each end.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, n, status.
    """
    people, _, _ = people_per_level(marks, levels, counts, "consensus_tastle_wierman")
    return Result(Table(_core.consensus_tastle_wierman(people)), "Tastle and Wierman's consensus")


def van_der_eijk_a(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """Van der Eijk's agreement A (2001): 1 all at one level, 0 spread evenly over all levels, -1 half at each end.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, n, status.
    """
    return Result(Table(_core.van_der_eijk_a(people_per_level(marks, levels, counts, "van_der_eijk_a")[0])), "Van der Eijk's A")


def van_der_eijk_polarization(marks: Any = None, levels: Levels | None = None, *, counts: Any = None) -> Result:
    """Van der Eijk's polarization (2001): 0 all at one level, 1/2 spread evenly, 1 half at each end.

    Args:
        marks: one mark a person.
        levels: the number of levels, or the levels themselves, lowest first; may be left out for counts.
        counts: people per level, lowest first, in place of marks.

    Returns:
        value, n, status.
    """
    people, _, _ = people_per_level(marks, levels, counts, "van_der_eijk_polarization")
    return Result(Table(_core.van_der_eijk_polarization(people)), "Van der Eijk's polarization")


for _function in (
    within_place, dispersion, r_wg, r_wg_j, a_wg, group_icc, leik, blair_lacy_l, blair_lacy_l2, berry_mielke_iov, kvalseth_cov, consensus_tastle_wierman,
    van_der_eijk_a, van_der_eijk_polarization,
):
    _function.__module__ = "headway.agreement"
