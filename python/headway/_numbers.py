"""Agreement and reliability of tables of numbers; ``headway.agreement`` gives these."""

from __future__ import annotations

from typing import Any, Literal

from . import _core
from ._arrays import choice, number_array
from ._result import Result
from ._table import Table

__all__ = ["cronbach_alpha", "guttman_lambda", "icc", "icc_sources", "item_statistics", "kendall_w", "omega", "omega_loadings"]

_RATER_GAPS = ("drop_units", "drop_raters")
_ITEM_GAPS = ("pairwise", "listwise")


def icc(ratings: Any, *, confidence: float = 0.95, null_value: float = 0.0) -> Table:
    """Intraclass correlations: which share of the differences between marks is differences between units. All ten forms of McGraw and Wong (1996).

    ``shrout_fleiss`` has the name of Shrout and Fleiss (1979) where they have one: ICC(1,1), ICC(2,1), ICC(3,1), ICC(1,k), ICC(2,k), ICC(3,k).
    A model says whom raters stand for; random and mixed models give the same figures. Choose agreement (A) when the mark itself is used,
    consistency (C) when a rater who is always stricter does no harm, ICC(1) when every unit has raters of its own; "average" rows are for the mean
    of all ``k`` raters.

    Units count with the marks they have. With gaps the forms rest on the sums of squares of each factor with the other taken out; tests and intervals
    of ICC(1) and ICC(C,.) stay exact for normal errors (Wald's method), those of ICC(A,.) are Satterthwaite's approximation as always. Peers differ:
    R psych fits a mixed model and counts missing cells as if they were there, pingouin drops units with gaps.

    Args:
        ratings: units x raters, numbers with equal steps.
        confidence: of the intervals.
        null_value: the correlation that ``f`` and ``p`` test, from 0 to less than 1.

    Returns:
        A table of ten rows: form, shrout_fleiss, model, cases, raters ("single" or "average"), value, f, df1, df2, p, low, high, units, k, marks,
        interval_status, status. Where marks do not differ there is no value, and status says so.

    Raises:
        Error: for a mark that is not a number or past 1e140, with its row.
    """
    return Table(_core.icc(number_array(ratings, "icc", "ratings"), confidence, null_value))


def icc_sources(ratings: Any) -> Table:
    """What intraclass correlations rest on: sums of squares, mean squares and variances of units, raters and the rest.

    The row of raters tests whether some raters are stricter than others.

    Args:
        ratings: units x raters, numbers with equal steps.

    Returns:
        A table of five rows: source ("units", "raters", "residual", and of the one-way analysis "units_one_way", "within"), sum_of_squares, df,
        mean_square, variance, f, p.

    Raises:
        Error: for a mark that is not a number or past 1e140, with its row.
    """
    return Table(_core.icc_sources(number_array(ratings, "icc_sources", "ratings")))


def kendall_w(
    ratings: Any,
    *,
    gaps: Literal["drop_units", "drop_raters"] = "drop_units",
    confidence: float = 0.95,
    most_steps: int = 200_000,
    draws: int = 9_999,
    seed: int = 1,
    threads: int = 1,
) -> Result:
    """Kendall's W: how far raters put the same units in the same order, from 0 to 1, corrected for ties.

    ``p`` is the chance that orders at random would agree as much: counted out where that is feasible, drawn otherwise, by chi-square past 1,000 marks;
    ``p_method`` says which. Every rater must rank the same units, so gaps take out units, or raters. R irr leaves out the term for ties unless told.

    Args:
        ratings: units x raters; only their order within a rater matters.
        gaps: leave out units that not every rater marked, or raters who did not mark every unit.
        confidence: 1 less the level at which the test would be called significant; ``status`` says when these ranks could not have shown it.
        most_steps: arrangements counted out before drawing instead.
        draws: arrangements drawn; 0 for none.
        seed: of the drawn arrangements.
        threads: most threads to use, with the same result.

    Returns:
        value, value_no_tie_term, mean_spearman, p, p_min, p_method, draws, chi_square, chi_square_no_tie_term, df, p_chi_square, f, df1, df2, p_f, units,
        units_used, raters, raters_used, status.

    Raises:
        Error: for a mark that is not a number, with its row.
    """
    code = choice(gaps, _RATER_GAPS, "kendall_w", "gaps")
    return Result(Table(_core.kendall_w(number_array(ratings, "kendall_w", "ratings"), code, confidence, most_steps, draws, seed, threads)), "Kendall's W")


def cronbach_alpha(scores: Any, *, gaps: Literal["pairwise", "listwise"] = "pairwise", confidence: float = 0.95) -> Result:
    """Cronbach's alpha: how far the items of a scale measure one thing.

    The interval is Feldt's. With gaps covariances count everybody who marked both items, as in R psych and pingouin; the interval counts the fewest people
    behind any of them, where those count everybody. Items worded the other way round are not turned: turn them first.

    Args:
        scores: people x items, numbers with equal steps.
        gaps: who counts for two items: everybody who marked both, or only who marked every item.
        confidence: of the interval.

    Returns:
        value, standard_error, low, high, standardized, mean_r, items, people, people_used, fewest, interval_status, status.

    Raises:
        Error: for a mark that is not a number or past 1e140, with its row.
    """
    code = choice(gaps, _ITEM_GAPS, "cronbach_alpha", "gaps")
    return Result(Table(_core.cronbach_alpha(number_array(scores, "cronbach_alpha", "scores"), code, confidence)), "Cronbach's alpha")


def item_statistics(scores: Any, *, gaps: Literal["pairwise", "listwise"] = "pairwise") -> Table:
    """Each item beside the others: how it goes with their sum, and alpha without it.

    Args:
        scores: people x items, numbers with equal steps.
        gaps: who counts for two items: everybody who marked both, or only who marked every item.

    Returns:
        A table with a row an item: item (its place, from 1), marks, mean, standard_deviation, r_rest, alpha_if_dropped, standardized_if_dropped, status.

    Raises:
        Error: for a mark that is not a number or past 1e140, with its row.
    """
    code = choice(gaps, _ITEM_GAPS, "item_statistics", "gaps")
    return Table(_core.item_statistics(number_array(scores, "item_statistics", "scores"), code))


def guttman_lambda(
    scores: Any, *, gaps: Literal["pairwise", "listwise"] = "pairwise", standardized: bool = False, most_exact: int = 20
) -> Result:
    """Guttman's six lower bounds to the reliability of a sum of items; the third is Cronbach's alpha, the fourth the best split in two.

    The largest is the one to look at; in small samples the fourth and sixth are too large. R psych takes correlations (``standardized=True``), and for the
    fourth only halves of equal size.

    Args:
        scores: people x items, numbers with equal steps.
        gaps: who counts for two items: everybody who marked both, or only who marked every item.
        standardized: items in units of their standard deviations.
        most_exact: up to this many items, 2 to 24, every split in two is looked at; past it the best one found from many starts is taken.

    Returns:
        lambda1, lambda2, lambda3, lambda4, lambda5, lambda6, lambda4_exact, items, people, people_used, lambda6_status, status.

    Raises:
        Error: for a mark that is not a number or past 1e140, with its row.
    """
    code = choice(gaps, _ITEM_GAPS, "guttman_lambda", "gaps")
    return Result(Table(_core.guttman_lambda(number_array(scores, "guttman_lambda", "scores"), code, standardized, most_exact)), "Guttman's lambdas")


def omega(scores: Any, *, gaps: Literal["pairwise", "listwise"] = "pairwise") -> Result:
    """McDonald's omega: the reliability of a sum of items that share one factor, each as much as it does.

    The factor is fitted by maximum likelihood; a small ``p`` says that one factor is not enough, and then neither omega nor alpha tells the whole story.

    Args:
        scores: people x items, numbers with equal steps, three items at least.
        gaps: who counts for two items: everybody who marked both, or only who marked every item.

    Returns:
        value, standardized, of_observed, chi_square, df, p, items, people, people_used, fewest, status.

    Raises:
        Error: for a mark that is not a number or past 1e140, with its row.
    """
    code = choice(gaps, _ITEM_GAPS, "omega", "gaps")
    return Result(Table(_core.omega(number_array(scores, "omega", "scores"), code)), "McDonald's omega")


def omega_loadings(scores: Any, *, gaps: Literal["pairwise", "listwise"] = "pairwise") -> Table:
    """The factor behind omega: how each item goes with it.

    Args:
        scores: people x items, numbers with equal steps, three items at least.
        gaps: who counts for two items: everybody who marked both, or only who marked every item.

    Returns:
        A table with a row an item: item (its place, from 1), loading, unexplained. No rows where omega has no value.

    Raises:
        Error: for a mark that is not a number or past 1e140, with its row.
    """
    code = choice(gaps, _ITEM_GAPS, "omega_loadings", "gaps")
    return Table(_core.omega_loadings(number_array(scores, "omega_loadings", "scores"), code))
