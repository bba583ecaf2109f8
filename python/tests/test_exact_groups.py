"""Two and more groups on one scale: exact tests on plain arrays."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

import headway as hw

# reference case a11, two sectors
X = [2, 3, 3, 4, 4, 4, 5, 3, 4, 5, 2]
Y = [1, 2, 2, 3, 3, 1, 4, 2, 3]
X_COUNTS, Y_COUNTS = [0, 2, 3, 4, 2], [2, 3, 3, 1, 0]


def test_two_sectors_have_the_published_figures() -> None:
    result = hw.exact.two_sample(X, Y, levels=5)
    expected = {
        "n_x": 11,
        "n_y": 9,
        "u_x": 78.5,
        "u_y": 20.5,
        "p_two_sided_distance": 0.0303881876637295,
        "p_two_sided_doubled": 0.0303881876637295,
        "p_greater": 0.0151940938318647,
        "p_less": 0.992903072160038,
        "z": 2.2699258008556,
        "p_normal": 0.0232120853757977,
        "p_normal_continuity": 0.02569509904725,
        "cliff_delta": 0.585858585858586,
        "cliff_variance": 0.0366646260585654,
        "cliff_feng_low": 0.091548586943481,
        "cliff_feng_high": 0.848526888126899,
        "superiority": 0.792929292929293,
        "shift": 1,
        "brunner_munzel": 2.99810672834971,
        "p_brunner_munzel_t": 0.00781191967939354,
    }
    for name, value in expected.items():
        assert getattr(result, name) == pytest.approx(value, abs=1e-8), name
    assert result.superiority_low < result.superiority < result.superiority_high
    assert result.cliff_delta_low == pytest.approx(2 * result.superiority_low - 1)
    assert (result.method, result.studentised_method, result.status) == ("exact", "exact", "ok")
    assert result.p_min < 1e-3 and 0 < result.detectable < 1


def test_marks_counts_labels_and_measured_numbers_give_the_same() -> None:
    expected = hw.exact.two_sample(X, Y, levels=5)
    words = ["low", "some", "half", "most", "all"]
    assert hw.exact.two_sample([words[k - 1] for k in X], [words[k - 1] for k in Y] + [None], levels=words) == expected
    assert hw.exact.two_sample(np.array(X, dtype=np.int8), np.array([*Y, np.nan]), levels=5) == expected
    assert hw.exact.two_sample(counts=[X_COUNTS, Y_COUNTS]) == expected
    assert hw.exact.two_sample(X, Y).to_dict() == expected.to_dict()  # five different numbers
    apart = hw.exact.two_sample([10 * 2**k for k in X], [10 * 2**k for k in Y], levels=[20, 40, 80, 160, 320])
    assert apart.u_x == expected.u_x and apart.shift == 80


def test_groups_that_do_not_overlap_have_a_smallest_p_and_a_bounded_interval() -> None:
    result = hw.exact.two_sample([4, 5, 5, 4, 4], [1, 2, 2, 1, 1], levels=5)
    assert result.brunner_munzel is None and result.brunner_munzel_status == "separated"
    assert result.p_two_sided_doubled == pytest.approx(2 / math.comb(10, 5))
    assert result.studentised_p_two_sided_doubled == result.studentised_p_min == pytest.approx(2 / math.comb(10, 5))
    assert result.superiority_high == 1 and result.superiority_low == pytest.approx(0.025**0.2)


def test_too_few_people_could_not_have_shown_it() -> None:
    result = hw.exact.two_sample([5, 5], [1, 1], levels=5)
    assert result.status == "could_not_show" and result.detectable is None and result.p_min == pytest.approx(1 / 3)
    assert hw.exact.two_sample([], [1, 1], levels=5).status == "not_comparable"
    assert hw.exact.two_sample([], [], levels=5).status == "no_data"
    assert hw.exact.two_sample([2, 2], [2], levels=5).status == "no_variation"


def test_large_groups_are_right_where_others_return_zero_or_stop() -> None:
    result = hw.exact.two_sample(counts=[[60, 120, 210, 150, 60], [78, 141, 198, 128, 55]], draws=999)
    assert result.level_p_two_sided_doubled == pytest.approx(0.025417067586769, rel=1e-12)
    assert (result.level_method, result.studentised_method, result.draws) == ("exact", "drawn", 999)


def kruskal(groups: list[list[int]]) -> float:
    from collections import Counter

    pooled = sorted(itertools.chain(*groups))
    n = len(pooled)
    rank = {v: pooled.index(v) + (pooled.count(v) + 1) / 2 for v in pooled}
    plain = 12 / (n * (n + 1)) * sum(sum(rank[v] for v in g) ** 2 / len(g) for g in groups) - 3 * (n + 1)
    return float(plain / (1 - sum(t**3 - t for t in Counter(pooled).values()) / (n**3 - n)))


def test_several_groups_equal_the_enumeration_of_all_assignments() -> None:
    groups = [[1, 1, 2], [2, 3, 3], [3, 4]]
    pooled = list(itertools.chain(*groups))
    observed = kruskal(groups)
    as_far = total = 0
    for first in itertools.combinations(range(8), 3):
        rest = [i for i in range(8) if i not in first]
        for second in itertools.combinations(rest, 3):
            third = [i for i in rest if i not in second]
            total += 1
            as_far += kruskal([[pooled[i] for i in part] for part in (first, second, third)]) >= observed - 1e-9
    result = hw.exact.k_sample(groups, levels=5)
    assert result.kruskal_wallis == pytest.approx(observed)
    assert result.p == pytest.approx(as_far / total)
    assert (result.groups, result.n, result.df, result.method) == (3, 8, 2, "exact")
    assert result.within + result.between == pytest.approx(result.dispersion)
    assert result.between_share == pytest.approx(result.between / result.dispersion)


def test_groups_by_name_by_counts_and_measured() -> None:
    groups = {"council": [1, 1, 2, None], "health": [2, 3, 3], "charity": [3, 4]}
    expected = hw.exact.k_sample(groups, levels=5)
    counts = [[2, 1, 0, 0, 0], [0, 1, 2, 0, 0], [0, 0, 1, 1, 0]]
    assert hw.exact.k_sample(list(groups.values()), levels=5) == expected
    assert hw.exact.k_sample(counts=counts) == expected
    assert hw.exact.k_sample(groups).kruskal_wallis == expected.kruskal_wallis
    share = hw.exact.between_share(groups, levels=5)
    assert share.between_share == expected.between_share and share.p == expected.between_p
    assert hw.exact.between_share(counts=counts, weights="equal").between_share != share.between_share
    order = hw.exact.jonckheere(groups, levels=5)
    assert order == hw.exact.jonckheere(counts=counts)
    assert order.statistic == hw.exact.jonckheere(groups).statistic == 19.5
    assert order.p_increasing < 0.05 < order.p_decreasing


def test_the_order_of_four_groups_has_the_published_figures() -> None:
    # Jonckheere (1954), reference case a13
    groups = [[19, 20, 60, 130], [21, 61, 80, 129], [40, 99, 100, 149], [49, 110, 151, 160]]
    result = hw.exact.jonckheere(groups)
    assert (result.statistic, result.mean, result.method) == (71, 48, "exact")
    assert result.variance == pytest.approx(114.666666666667)
    assert result.p_increasing == pytest.approx(0.0168418882704597, abs=1e-10)
    assert hw.exact.k_sample(groups, draws=999).p_asymptotic == pytest.approx(0.292379771073192, abs=1e-9)


def test_the_seed_decides_what_is_drawn() -> None:
    groups = [[1, 2, 3, 4, 5] * 20, [2, 2, 3, 4, 5] * 20, [1, 2, 3, 3, 5] * 20]
    first = hw.exact.k_sample(groups, levels=5, draws=999, seed=7)
    assert first.method == "drawn" and first.draws == 999
    assert first == hw.exact.k_sample(groups, levels=5, draws=999, seed=7)
    assert first.between_p != hw.exact.k_sample(groups, levels=5, draws=999, seed=8).between_p


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: hw.exact.two_sample([1, 9], [1], levels=5), r"x \(row 1\): 9 is not a level"),
        (lambda: hw.exact.two_sample([1], [1, 2, 7], levels=5), r"y \(row 2\): 7 is not a level"),
        (lambda: hw.exact.two_sample([1]), "y is missing"),
        (lambda: hw.exact.two_sample(), "give x and y or counts, not none"),
        (lambda: hw.exact.two_sample([1], [2], counts=[[1, 2], [3, 4]]), "not both"),
        (lambda: hw.exact.two_sample(counts=[[1, 2]]), "it must have 2, x and y"),
        (lambda: hw.exact.two_sample(counts=[[1, 2], [3, -4]]), "is not a count"),
        (lambda: hw.exact.two_sample([1], [2], levels=5, draws=3), "draws: 3 is not allowed"),
        (lambda: hw.exact.two_sample([1.0, 1e300], [2.0]), r"x \(row 1\): is past 1e150"),
        (lambda: hw.exact.two_sample([1], [2], levels=5, power=1.0), "power"),
        (lambda: hw.exact.k_sample([[1], [2]], levels=5, weights="half"), "'people', 'equal'"),
        (lambda: hw.exact.k_sample([1, 2], levels=5), "is not the marks of a group"),
        (lambda: hw.exact.k_sample([], levels=5), "has no groups"),
        (lambda: hw.exact.k_sample([[1], [6]], levels=5), r"groups\[1\] \(row 0\): 6 is not a level"),
        (lambda: hw.exact.between_share([[1], [2]]), "give the number of levels"),
        (lambda: hw.exact.jonckheere([[1], [2]], levels=5, power=0.0), "power"),
    ],
)
def test_what_is_wrong_is_said(call: Callable[[], object], said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        call()
