"""Two and more groups on one scale. `headway.exact` gives these names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from . import _core
from ._arrays import choice, declared, drawing, given, level_values, mark_array, number_array, rows_per_level
from ._errors import Error
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    from ._arrays import Levels


def two_sample(
    x: Any = None,
    y: Any = None,
    levels: Levels | None = None,
    *,
    counts: Any = None,
    confidence: float = 0.95,
    power: float = 0.8,
    draws: int = 99_999,
    seed: int = 1,
) -> Result:
    """Two groups on one ordered scale: does one tend to be higher, by how much, and could these people have shown it.

    ``superiority`` is the chance that somebody of ``x`` marks higher than somebody of ``y``, equals counted half; ``cliff_delta`` is the same from -1
    to 1. Everything that has a direction is positive, or greater, when ``x`` tends to be higher. ``p_..`` tests the rank sum (Mann-Whitney, Wilcoxon),
    ``level_p_..`` the sum of levels, ``studentised_p_..`` Brunner and Munzel's statistic, which stays valid when one group is more spread out; all by the exact law
    of people assigned to the groups at random, ties being part of it. Two-sided p-values come as twice the smaller tail (``doubled``) and as at least as far
    from the mean (``distance``). ``p_min`` is the floor and ``detectable`` the smallest |cliff_delta| that would have been shown.

    Args:
        x: the marks of one group, one a person.
        y: the marks of the other.
        levels: the number of levels, or the levels themselves, lowest first; None for measured numbers, whose different values are the levels.
        counts: people per level instead of marks: two rows, x and y.
        confidence: of the intervals, and 1 less the level at which a test counts as significant.
        power: of ``detectable``.
        draws: assignments drawn where there are too many to count out.
        seed: of those draws.

    Returns:
        n_x, n_y, superiority, superiority_low, superiority_high, cliff_delta, cliff_delta_low, cliff_delta_high, u_x, u_y, p_two_sided_doubled,
        p_two_sided_distance, p_greater, p_less, p_min, detectable, method, z, p_normal, p_normal_continuity, shift (Hodges-Lehmann, in the values of
        the levels), mean_difference (in levels), level_p_two_sided_doubled, level_p_two_sided_distance, level_p_greater, level_p_less, level_method,
        brunner_munzel, brunner_munzel_df, p_brunner_munzel_t, brunner_munzel_status, studentised_p_two_sided_doubled,
        studentised_p_two_sided_distance, studentised_p_greater, studentised_p_less, studentised_p_min, studentised_method, cliff_variance,
        cliff_feng_low, cliff_feng_high, tables, draws, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    draws, seed = drawing(draws, seed, "two_sample")
    how = (confidence, power, draws, seed)
    if (x is None) != (y is None):
        raise Error(f"give both groups; {'x' if x is None else 'y'} is missing", function="two_sample")
    if given("x and y", x, counts, "two_sample") == "counts":
        people, rows, _ = rows_per_level(counts, levels, "two_sample")
        if rows != 2:
            raise Error(f"has {rows} rows; it must have 2, x and y", function="two_sample", argument="counts")
        values, _ = level_values(len(people) // 2 if levels is None else levels, "two_sample")
        table = _core.two_sample_counts(people, values, *how)
    elif levels is None:
        table = _core.two_sample_values(number_array(x, "two_sample", "x"), number_array(y, "two_sample", "y"), *how)
    else:
        values, labels = level_values(levels, "two_sample")
        table = _core.two_sample(mark_array(x, labels, "two_sample", "x"), mark_array(y, labels, "two_sample", "y"), values, *how)
    return Result(Table(table), "Two groups")


def _groups(groups: Any, function: str) -> list[Any]:
    """The marks of each group, from a mapping of names to marks or a sequence of sequences."""
    listed = list(groups.values()) if hasattr(groups, "values") and callable(groups.values) else list(groups)
    for i, marks in enumerate(listed):
        if isinstance(marks, (str, bytes)) or not hasattr(marks, "__len__"):
            raise Error(f"{marks!r} is not the marks of a group; give one sequence of marks a group", function=function, argument="groups", row=i)
    if not listed:
        raise Error("has no groups", function=function, argument="groups")
    return listed


def _people(groups: Any, counts: Any, levels: Levels | None, function: str) -> tuple[list[int], int, int]:
    """People per group and level, from marks or counted already, the groups and the levels."""
    if given("groups", groups, counts, function) == "counts":
        return rows_per_level(counts, levels, function)
    values, labels = declared(levels, function)
    listed = _groups(groups, function)
    people: list[int] = []
    for i, marks in enumerate(listed):
        people += _core.count_levels(mark_array(marks, labels, function, f"groups[{i}]"), values, function, f"groups[{i}]")
    return people, len(listed), len(values)


def _measured(groups: Any, function: str) -> tuple[Any, list[int], int]:
    """All numbers, the group of each, and the groups."""
    import numpy as np

    listed = [number_array(marks, function, f"groups[{i}]").astype(float).reshape(-1) for i, marks in enumerate(_groups(groups, function))]
    return np.concatenate(listed), [i for i, numbers in enumerate(listed) for _ in range(numbers.size)], len(listed)


def k_sample(
    groups: Any = None,
    levels: Levels | None = None,
    *,
    counts: Any = None,
    weights: Literal["people", "equal"] = "people",
    confidence: float = 0.95,
    draws: int = 99_999,
    seed: int = 1,
) -> Result:
    """Whether any of several groups stands elsewhere on the scale: Kruskal-Wallis, and how much of the dispersion lies between groups.

    The dispersion of everybody splits exactly: ``dispersion`` = ``within`` + ``between``; ``between_share`` is the part between groups. ``p`` and
    ``between_p`` are by the exact law of people assigned to the groups at random, ties being part of it. Small groups have a large share even if nothing
    differs: look at ``by_chance`` and the p-value beside it.

    Args:
        groups: the marks of each group: a mapping of names to marks, or a sequence of sequences.
        levels: the number of levels, or the levels themselves, lowest first; None for measured numbers, whose different values are the levels.
        counts: people per group and level instead of marks, a row a group.
        weights: in the share, ``"people"`` counts every person the same, ``"equal"`` every group.
        confidence: 1 less this is the level at which a test counts as significant.
        draws: assignments drawn where there are too many to count out.
        seed: of those draws.

    Returns:
        groups, n, kruskal_wallis, kruskal_wallis_no_tie_term, df, epsilon_squared, p_asymptotic, p, p_min, method, tables, draws, status, dispersion,
        within, between, between_share, by_chance, between_p, between_p_min, between_detectable, between_method, between_status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    draws, seed = drawing(draws, seed, "k_sample")
    how = (choice(weights, ("people", "equal"), "k_sample", "weights") == 1, confidence, draws, seed)
    if given("groups", groups, counts, "k_sample") == "groups" and levels is None:
        numbers, group, rows = _measured(groups, "k_sample")
        table = _core.k_sample_values(numbers, group, rows, *how)
    else:
        people, rows, steps = _people(groups, counts, levels, "k_sample")
        table = _core.k_sample_counts(people, rows, steps, *how)
    return Result(Table(table), "Several groups")


def between_share(
    groups: Any = None,
    levels: Levels | None = None,
    *,
    counts: Any = None,
    weights: Literal["people", "equal"] = "people",
    confidence: float = 0.95,
    draws: int = 99_999,
    seed: int = 1,
) -> Result:
    """How much of the disagreement of everybody lies between groups: an eta squared for ordered levels.

    Args:
        groups: the marks of each group: a mapping of names to marks, or a sequence of sequences.
        levels: the number of levels, or the levels themselves, lowest first.
        counts: people per group and level instead of marks, a row a group.
        weights: ``"people"`` counts every person the same, ``"equal"`` every group.
        confidence: 1 less this is the level at which a share counts as significant.
        draws: assignments drawn where there are too many to count out.
        seed: of those draws.

    Returns:
        groups, n, dispersion, within, between, between_share, by_chance, p, p_min, detectable (the smallest share that would be significant), method,
        tables, draws, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    draws, seed = drawing(draws, seed, "between_share")
    how = (choice(weights, ("people", "equal"), "between_share", "weights") == 1, confidence, draws, seed)
    people, rows, steps = _people(groups, counts, levels, "between_share")
    return Result(Table(_core.between_share(people, rows, steps, *how)), "Dispersion between groups")


def jonckheere(
    groups: Any = None,
    levels: Levels | None = None,
    *,
    counts: Any = None,
    confidence: float = 0.95,
    power: float = 0.8,
    draws: int = 99_999,
    seed: int = 1,
) -> Result:
    """Whether groups rise in the order given: Jonckheere and Terpstra's test with its exact law.

    For the same people over rounds choose ``page``. ``superiority`` is the chance that somebody of a later group marks higher, equals counted half.

    Args:
        groups: the marks of each group in order: a mapping of names to marks, or a sequence of sequences.
        levels: the number of levels, or the levels themselves, lowest first; None for measured numbers, whose different values are the levels.
        counts: people per group and level instead of marks, a row a group.
        confidence: 1 less this is the level at which the test counts as significant.
        power: of ``detectable``, the smallest superiority above 1/2 that would have been shown.
        draws: assignments drawn where there are too many to count out.
        seed: of those draws.

    Returns:
        groups, n, statistic, mean, variance, variance_no_tie_term, superiority, z, z_no_tie_term, p_increasing_normal, p_decreasing_normal,
        p_two_sided_normal, p_increasing, p_decreasing, p_two_sided_doubled, p_two_sided_distance, p_min, detectable, method, draws, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    draws, seed = drawing(draws, seed, "jonckheere")
    how = (confidence, power, draws, seed)
    if given("groups", groups, counts, "jonckheere") == "groups" and levels is None:
        numbers, group, rows = _measured(groups, "jonckheere")
        table = _core.jonckheere_values(numbers, group, rows, *how)
    else:
        people, rows, steps = _people(groups, counts, levels, "jonckheere")
        table = _core.jonckheere_counts(people, rows, steps, *how)
    return Result(Table(table), "Groups in order")
