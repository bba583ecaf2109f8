"""Exact tests and intervals for small groups, on plain arrays.

Ratings are few, tied and ordered, so nothing here leans on large samples or equal steps: probabilities are counted out. Every result has a floor,
``p_min``: the smallest p these data could have given. If it is above the level one asks for, the panel could not have shown anything.

Marks are numbers from 1 to ``levels``, or whatever ``levels`` lists (numbers or labels, lowest first). None or NaN is no mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from . import _core
from ._arrays import choice, drawing, level_values, mark_array, number_array, whole
from ._difference import mean_difference_interval, median_difference_interval
from ._errors import Error
from ._result import Result
from ._samples import between_share, jonckheere, k_sample, two_sample
from ._table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._arrays import Levels

__all__ = [
    "adjust_p",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "between_share",
    "bonferroni",
    "bowker",
    "change_in_words",
    "friedman",
    "hochberg",
    "holm",
    "holm_sidak",
    "hommel",
    "joint_flip",
    "jonckheere",
    "k_sample",
    "marginal_homogeneity",
    "mean_difference_interval",
    "median_difference_interval",
    "net_movers",
    "page",
    "paired_change",
    "sign_test",
    "signed_rank",
    "stuart_maxwell",
    "transitions",
    "two_sample",
]

_ADJUSTMENTS = ("bonferroni", "holm", "hochberg", "hommel", "holm_sidak", "benjamini_hochberg", "benjamini_yekutieli")


def paired_change(
    before: Any, after: Any, levels: Levels, *, confidence: float = 0.95, interval: Literal["mid_p", "exact"] = "mid_p", power: float = 0.8
) -> Result:
    """Change between two marks of the same people, exactly.

    A person counts with both marks. ``change`` is the log odds of one level up against one level down, free of how severe each person is;
    ``change_low`` and ``change_high`` are its interval, None where it is unbounded ("at least"). ``p_two_sided``, ``p_up``, ``p_down`` and
    ``p_mid`` test "nobody changed"; ``p_min`` is their floor and ``detectable`` the smallest change these movers would have shown.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: of the interval.
        interval: ``"mid_p"`` covers about as often as ``confidence`` says, ``"exact"`` never more rarely.
        power: of ``detectable``.

    Returns:
        n, up, held, down, levels_moved, change, change_low, change_high, standard_error, p_two_sided, p_mid, p_up, p_down, p_min, detectable,
        superiority, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    values, labels = level_values(levels, "paired_change")
    exact_tail = choice(interval, ("mid_p", "exact"), "paired_change", "interval") == 1
    first, second = (mark_array(marks, labels, "paired_change", name) for marks, name in ((before, "before"), (after, "after")))
    return Result(Table(_core.paired_change(first, second, values, confidence, exact_tail, power)), "Change, same people")


def _pairs(before: Any, after: Any, levels: Levels, function: str) -> tuple[Any, Any, list[float]]:
    values, labels = level_values(levels, function)
    return mark_array(before, labels, function, "before"), mark_array(after, labels, function, "after"), values


def _differences(before: Any, after: Any, function: str) -> Any:
    first, second = number_array(before, function, "before").astype(float), number_array(after, function, "after").astype(float)
    if first.shape != second.shape:
        raise Error(f"has {second.size} values where {first.size} are needed", function=function, argument="after")
    return second - first


def _exact_tail(interval: str, function: str) -> bool:
    return choice(interval, ("mid_p", "exact"), function, "interval") == 1


def transitions(before: Any, after: Any, levels: Levels) -> Table:
    """Who went from which level to which, one row for every pair of levels.

    The same counts compare two raters who marked the same things: from the first one's level to the second one's.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.

    Returns:
        A table: from_level, to_level, move, people, share (of all), share_of_from (of those who began there), n.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    return Table(_core.transitions(*_pairs(before, after, levels, "transitions")))


def change_in_words(
    before: Any, after: Any, levels: Levels, *, confidence: float = 0.95, interval: Literal["mid_p", "exact"] = "mid_p", p_adjusted: float | None = None
) -> Result:
    """A change of the same people in plain words: moved, held, slipped, or cannot tell and why.

    ``direction`` is one of "moved", "held", "slipped" and "cannot_tell"; ``words`` says who moved and what that comes to. Where those who moved are
    too few, ``floor`` says that this panel could not have shown it, never that nothing changed.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: a change must reach p <= 1 - confidence.
        interval: of the interval that "at least" comes from.
        p_adjusted: what decides instead of this dimension's own p, where several are looked at together.

    Returns:
        direction, words, floor, n, up, held, down, p_two_sided, p_min, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    exact_tail = _exact_tail(interval, "change_in_words")
    return Result(Table(_core.change_in_words(*_pairs(before, after, levels, "change_in_words"), confidence, exact_tail, p_adjusted)), "Change in words")


def net_movers(before: Any, after: Any, levels: Levels, *, confidence: float = 0.95, interval: Literal["mid_p", "exact"] = "mid_p") -> Result:
    """The share of people who went up less the share who went down, with an interval in which those who stayed are data.

    ``superiority`` is the same on another scale: the chance that a person's later mark is the higher, ties counted half.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: of the interval.
        interval: ``"mid_p"`` covers about as often as ``confidence`` says, ``"exact"`` never more rarely.

    Returns:
        n, up, held, down, net, net_low, net_high, superiority, superiority_low, superiority_high, method, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    exact_tail = _exact_tail(interval, "net_movers")
    return Result(Table(_core.net_movers(*_pairs(before, after, levels, "net_movers"), confidence, exact_tail)), "Net movers")


def sign_test(
    before: Any, after: Any, levels: Levels | None = None, *, confidence: float = 0.95, interval: Literal["mid_p", "exact"] = "mid_p", power: float = 0.8
) -> Result:
    """Whether more people went up than down: the sign test.

    Args:
        before: one mark a person, or one measured number where ``levels`` is not given.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first; None for measured numbers.
        confidence: of the interval of ``share_up``.
        interval: ``"mid_p"`` covers about as often as ``confidence`` says, ``"exact"`` never more rarely.
        power: of ``detectable``, the smallest share of movers going one way that would have been shown.

    Returns:
        n, up, held, down, share_up, share_up_low, share_up_high, p_two_sided, p_mid, p_up, p_down, p_min, detectable, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    exact_tail = _exact_tail(interval, "sign_test")
    if levels is None:
        table = _core.sign_test_values(_differences(before, after, "sign_test"), confidence, exact_tail, power)
    else:
        table = _core.sign_test(*_pairs(before, after, levels, "sign_test"), confidence, exact_tail, power)
    return Result(Table(table), "Sign test")


def signed_rank(
    before: Any, after: Any, levels: Levels | None = None, *, zeros: Literal["wilcoxon", "pratt"] = "wilcoxon", confidence: float = 0.95, power: float = 0.8
) -> Result:
    """Wilcoxon's signed-rank test, exact with ties and with people who did not move.

    Measured numbers are tied when their differences are equal to the last bit: give whole numbers where decimals would hide a tie.

    Args:
        before: one mark a person, or one measured number where ``levels`` is not given.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first; None for measured numbers.
        zeros: who did not move is left out before ranking (``"wilcoxon"``) or ranked with the rest and then left out (``"pratt"``).
        confidence: 1 less this is the level of ``detectable``.
        power: of ``detectable``, the smallest change these movers would have shown; known for levels only.

    Returns:
        n, up, held, down, w_plus, w_minus, p_two_sided, p_mid, p_up, p_down, p_min, z, p_normal, p_normal_continuity, rank_biserial, hodges_lehmann,
        hodges_lehmann_movers, detectable, method, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    pratt = choice(zeros, ("wilcoxon", "pratt"), "signed_rank", "zeros") == 1
    if levels is None:
        table = _core.signed_rank_values(_differences(before, after, "signed_rank"), pratt, confidence, power)
    else:
        table = _core.signed_rank(*_pairs(before, after, levels, "signed_rank"), pratt, confidence, power)
    return Result(Table(table), "Signed ranks")


def bowker(before: Any, after: Any, levels: Levels, *, confidence: float = 0.95, draws: int = 99_999, seed: int = 1) -> Result:
    """Bowker's test of symmetry: whether as many went from each level to each other as came back. On two levels it is McNemar's.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: 1 less this is the level at which ``status`` says that the panel could not have shown it.
        draws: outcomes drawn where there are too many to count out.
        seed: of those draws.

    Returns:
        n, movers, pairs, chi_square, df, p_asymptotic, p, p_min, method, draws, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    drawn = drawing(draws, seed, "bowker")
    return Result(Table(_core.bowker(*_pairs(before, after, levels, "bowker"), confidence, *drawn)), "Symmetry of transitions")


def stuart_maxwell(before: Any, after: Any, levels: Levels, *, confidence: float = 0.95, draws: int = 99_999, seed: int = 1) -> Result:
    """The Stuart-Maxwell test of equal margins: whether as many people stand at each level after as before.

    Where levels are ordered ``paired_change`` sees a rise better: this asks for any difference.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: 1 less this is the level at which ``status`` says that the panel could not have shown it.
        draws: outcomes drawn where there are too many to count out.
        seed: of those draws.

    Returns:
        n, movers, chi_square, df, p_asymptotic, p, p_min, method, draws, bhapkar, p_bhapkar, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths.
    """
    drawn = drawing(draws, seed, "stuart_maxwell")
    return Result(Table(_core.stuart_maxwell(*_pairs(before, after, levels, "stuart_maxwell"), confidence, *drawn)), "Equal margins")


def marginal_homogeneity(before: Any, after: Any, levels: Levels, *, scores: Sequence[int] | None = None, confidence: float = 0.95) -> Result:
    """Whether the mean score moved: equal margins against a shift, with scores of your own for the levels.

    Args:
        before: one mark a person.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        scores: whole numbers, one a level, not falling; 1, 2, .. where they are not given.
        confidence: 1 less this is the level at which ``status`` says that the panel could not have shown it.

    Returns:
        n, up, held, down, score_moved, z, chi_square, p_asymptotic, p_two_sided, p_mid, p_up, p_down, p_min, method, status.

    Raises:
        Error: for a mark that is not a level, with its row; for lists of different lengths; for scores that fall.
    """
    own = [] if scores is None else [whole(score, -1_000_000, 1_000_000, "marginal_homogeneity", "scores") for score in scores]
    return Result(Table(_core.marginal_homogeneity(*_pairs(before, after, levels, "marginal_homogeneity"), own, confidence)), "Shift of the mean score")


def friedman(marks: Any, levels: Levels | None = None, *, confidence: float = 0.95, draws: int = 99_999, seed: int = 1) -> Result:
    """Friedman's test: whether the same people's marks differ between rounds.

    Args:
        marks: people x rounds; a person counts with a mark at every round. Measured numbers where ``levels`` is not given.
        levels: the number of levels, or the levels themselves, lowest first; None for measured numbers.
        confidence: 1 less this is the level at which ``status`` says that the panel could not have shown it.
        draws: orders drawn where there are too many to count out.
        seed: of those draws.

    Returns:
        people, n, rounds, chi_square, df, p_asymptotic, p, p_min, method, draws, kendall_w, mean_correlation, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    drawn = drawing(draws, seed, "friedman")
    if levels is None:
        table = _core.friedman_values(number_array(marks, "friedman", "marks"), confidence, *drawn)
    else:
        values, labels = level_values(levels, "friedman")
        table = _core.friedman(mark_array(marks, labels, "friedman", "marks"), values, confidence, *drawn)
    return Result(Table(table), "Several rounds")


def page(marks: Any, levels: Levels | None = None, *, confidence: float = 0.95, power: float = 0.8, draws: int = 99_999, seed: int = 1) -> Result:
    """Page's test: whether the same people's marks rise over rounds. It sees a rise with fewer people than ``friedman``.

    Args:
        marks: people x rounds, rounds in their order; a person counts with a mark at every round. Measured numbers where ``levels`` is not given.
        levels: the number of levels, or the levels themselves, lowest first; None for measured numbers.
        confidence: 1 less this is the level of ``detectable``.
        power: of ``detectable``, the smallest trend that would have been shown.
        draws: orders drawn where there are too many to count out.
        seed: of those draws.

    Returns:
        people, n, rounds, statistic, mean, variance, variance_no_tie_term, z, z_no_tie_term, p_increasing_normal, p_increasing_normal_no_tie_term,
        p_increasing, p_decreasing, p_two_sided, p_min, method, draws, trend, detectable, status.

    Raises:
        Error: for a mark that is not a level, with its row.
    """
    drawn = drawing(draws, seed, "page")
    if levels is None:
        table = _core.page_values(number_array(marks, "page", "marks"), confidence, power, *drawn)
    else:
        values, labels = level_values(levels, "page")
        table = _core.page(mark_array(marks, labels, "page", "marks"), values, confidence, power, *drawn)
    return Result(Table(table), "Rise over rounds")


def joint_flip(before: Any, after: Any, levels: Levels, *, confidence: float = 0.95, draws: int = 99_999, seed: int = 1) -> Table:
    """All dimensions of the same people together: which of them changed, with one error for the family.

    Whole people are turned round, so what their dimensions have in common is kept. Few people who moved cannot show anything: ``p_min`` is the floor.

    Args:
        before: people x dimensions.
        after: the same people's later marks, in the same order.
        levels: the number of levels, or the levels themselves, lowest first.
        confidence: 1 less this is the level at which ``status`` says that the panel could not have shown it.
        draws: patterns drawn where more than 22 people moved.
        seed: of those draws.

    Returns:
        A table, a row a dimension: dimension, n, up, held, down, levels_moved, p, p_adjusted, p_min, method, patterns, people, movers, status.

    Raises:
        Error: for a mark that is not a level, with its row; for tables of different shapes.
    """
    drawn = drawing(draws, seed, "joint_flip")
    return Table(_core.joint_flip(*_pairs(before, after, levels, "joint_flip"), confidence, *drawn))


def adjust_p(p: Any, method: str = "holm") -> Table:
    """P values adjusted for being several.

    Args:
        p: values from 0 to 1.
        method: "bonferroni", "holm", "hochberg", "hommel" or "holm_sidak" for the family, "benjamini_hochberg" or "benjamini_yekutieli" for the share
            of false claims among those made.

    Returns:
        A table, a row a test: test, p, p_adjusted, method.

    Raises:
        Error: for a value outside 0 to 1, with its row.
    """
    return _adjusted(p, method, "adjust_p")


def _adjusted(p: Any, method: str, function: str) -> Table:
    code = choice(method, _ADJUSTMENTS, function, "method") + 1
    values = number_array(p, function, "p")
    if values.ndim != 1:
        raise Error(f"has {values.ndim} dimensions; it must have 1", function=function, argument="p")
    return Table(_core.adjust_p(values, code))


def bonferroni(p: Any) -> Table:
    """P values times their number: ``adjust_p(p, "bonferroni")``."""
    return _adjusted(p, "bonferroni", "bonferroni")


def holm(p: Any) -> Table:
    """P values adjusted by Holm's rule, for the family, whatever the dependence: ``adjust_p(p, "holm")``."""
    return _adjusted(p, "holm", "holm")


def hochberg(p: Any) -> Table:
    """P values adjusted by Hochberg's rule, for the family, for independent or positively dependent tests: ``adjust_p(p, "hochberg")``."""
    return _adjusted(p, "hochberg", "hochberg")


def hommel(p: Any) -> Table:
    """P values adjusted by Hommel's rule, as Hochberg's and never weaker: ``adjust_p(p, "hommel")``."""
    return _adjusted(p, "hommel", "hommel")


def holm_sidak(p: Any) -> Table:
    """P values adjusted by Holm's rule with Sidak's bound, for independent or positively dependent tests: ``adjust_p(p, "holm_sidak")``."""
    return _adjusted(p, "holm_sidak", "holm_sidak")


def benjamini_hochberg(p: Any) -> Table:
    """P values adjusted for the share of false claims among those made: ``adjust_p(p, "benjamini_hochberg")``."""
    return _adjusted(p, "benjamini_hochberg", "benjamini_hochberg")


def benjamini_yekutieli(p: Any) -> Table:
    """P values adjusted for the share of false claims, whatever the dependence: ``adjust_p(p, "benjamini_yekutieli")``."""
    return _adjusted(p, "benjamini_yekutieli", "benjamini_yekutieli")
