"""Agreement within a place, on plain arrays."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import headway as hw

REFERENCE = Path(__file__).parents[2] / "tests" / "data" / "reference"
MEASURES = {
    "leik_ordinal_dispersion": hw.agreement.leik,
    "blair_lacy_l2": hw.agreement.blair_lacy_l2,
    "berry_mielke_iov": hw.agreement.berry_mielke_iov,
    "tastle_wierman_consensus": hw.agreement.consensus_tastle_wierman,
    "van_der_eijk_a": hw.agreement.van_der_eijk_a,
    "van_der_eijk_polarization": hw.agreement.van_der_eijk_polarization,
}
COUNTS = [2, 2, 6, 3, 1]
MARKS = [1, 1, None, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 5]


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / "data" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_reference_case_a08_from_counts_and_from_marks() -> None:
    distributions: dict[str, list[int]] = {}
    for row in rows("a08_ordinal_concentration"):
        distributions.setdefault(row["distribution"], []).append(int(row["count"]))
    expected = json.loads((REFERENCE / "a08_ordinal_concentration.json").read_text(encoding="utf-8"))["expected"]
    assert len(expected) == 60
    for value in expected:
        people = distributions[value["args"]["distribution"]]
        measure = MEASURES[value["quantity"]]
        from_counts = measure(counts=people)
        assert from_counts.value == pytest.approx(value["value"], abs=value["tol"])
        assert measure(np.repeat(np.arange(1, len(people) + 1), people), len(people)) == from_counts


def test_reference_case_a09() -> None:
    data = rows("a09_rwg")
    items = ["LEAD01", "LEAD02", "LEAD03", "LEAD04"]
    expected = json.loads((REFERENCE / "a09_rwg.json").read_text(encoding="utf-8"))["expected"]
    assert len(expected) == 22
    for value in expected:
        args, tol = value["args"], value["tol"]
        if value["quantity"] in ("icc1_groups", "icc2_groups"):
            item = [row for row in data if row["item"] == args["item"]]
            result = hw.agreement.group_icc([int(row["score"]) for row in item], [row["group"] for row in item], 5)
            assert getattr(result, value["quantity"].removesuffix("_groups")) == pytest.approx(value["value"], abs=tol)
            continue
        for group, wanted in value["value"].items():
            of_group = [row for row in data if row["group"] == group]
            if value["quantity"] in ("r_wg", "a_wg"):
                marks = [int(row["score"]) for row in of_group if row["item"] == args["item"]]
                zero = args.get("negative") == "set to 0"
                result = hw.agreement.r_wg(marks, 5, negative_as_zero=zero) if value["quantity"] == "r_wg" else hw.agreement.a_wg(marks, 5)
                assert result.value == pytest.approx(wanted, abs=tol)
            else:
                table: dict[str, list[int | None]] = {}
                for row in of_group:
                    table.setdefault(row["person"], [None] * 4)[items.index(row["item"])] = int(row["score"])
                result = hw.agreement.r_wg_j(list(table.values()), 5)
                assert getattr(result, value["quantity"]) == pytest.approx(wanted, abs=tol)


def test_everything_at_once_in_words() -> None:
    result = hw.agreement.within_place(MARKS, 5)
    assert result == hw.agreement.within_place(counts=COUNTS)
    assert (result.n, result.two_or_more_away, result.shape, result.two_camps, result.status) == (14, 3, "one_peak", False, "ok")
    assert result.headline == "3 of 14 people are two or more levels from the middle, 3."
    assert result.dispersion_low < result.dispersion < result.dispersion_high
    assert result.leik == hw.agreement.leik(MARKS, 5).value
    assert result.kvalseth_cov == hw.agreement.kvalseth_cov(MARKS, 5).value
    assert result.blair_lacy_l == hw.agreement.blair_lacy_l(MARKS, 5).value
    assert result.dispersion == hw.agreement.dispersion(MARKS, 5).value
    values = hw.agreement.within_place([mark if mark is None else mark - 3 for mark in MARKS], [-2, -1, 0, 1, 2])
    assert (values.median_low, values.headline) == (0.0, "3 of 14 people are two or more levels from the middle, 0.")
    words = ["none", "little", "some", "much", "all"]
    labelled = hw.agreement.within_place([mark if mark is None else words[mark - 1] for mark in MARKS], words)
    assert labelled.headline == "3 of 14 people are two or more levels from the middle, some."


def test_null_distributions() -> None:
    assert hw.agreement.r_wg(counts=COUNTS, null="normal").null_variance == 1.04
    own = hw.agreement.r_wg(counts=COUNTS, null="own", own_null=[1, 0, 0, 0, 1])
    assert own == hw.agreement.r_wg(counts=COUNTS, null="half_at_each_end")
    assert hw.agreement.within_place(counts=COUNTS, null="own", own_null=[1, 0, 0, 0, 1]).r_wg == own.value
    assert hw.agreement.r_wg(counts=[5, 0, 0, 0, 5], negative_as_zero=True).value == 0.0


def test_several_questions_from_counts() -> None:
    ratings = [[1, 2], [2, 2], [4, None], [5, 3]]
    assert hw.agreement.r_wg_j(counts=[[1, 1, 0, 1, 1], [0, 2, 1, 0, 0]]) == hw.agreement.r_wg_j(ratings, 5)


def test_groups_may_have_any_label_or_none() -> None:
    plain = hw.agreement.group_icc([1, 2, 4, 5, 5, 3], ["a", "a", "b", "b", "b", "a"], 5)
    assert hw.agreement.group_icc(np.array([1, 2, 4, 5, 5, 3, 1]), np.array([7, 7, 9, 9, 9, 7, np.nan]), 5) == plain
    assert hw.agreement.group_icc([1, 2, None, 4, 5, 5, 3, 2], ["a", "a", "b", "b", "b", "b", "a", None], 5) == plain
    assert hw.agreement.group_icc([1, 2, 4, 5], ["a", "a", "a", "b"], 5, group_size="weighted").size == pytest.approx(4 - 10 / 4)
    assert hw.agreement.group_icc([], [], 5).status == "no_data"
    assert hw.agreement.group_icc(counts=[[1, 1, 1, 0, 0], [0, 0, 0, 1, 2]]) == plain


def test_nobody_and_one_person_have_a_status() -> None:
    nobody = hw.agreement.within_place([None, None], 5)
    assert (nobody.status, nobody.dispersion, nobody.headline) == ("no_data", None, "Nobody marked it.")
    one = hw.agreement.within_place([3], 5)
    assert (one.status, one.dispersion, one.dispersion_low, one.r_wg) == ("value_only", 0.0, None, None)
    assert hw.agreement.berry_mielke_iov([3], 5).status == "too_few_raters"
    same = hw.agreement.within_place([3] * 9, 5)
    assert (same.status, same.dispersion, same.shape, same.headline) == ("ok", 0.0, "all_equal", "All 9 people marked it at 3.")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: hw.agreement.leik([1, 7], 5), r"leik: marks \(row 1\): 7 is not a level"),
        (lambda: hw.agreement.leik([[1, 2]], 5), "must have 1, one mark a person"),
        (lambda: hw.agreement.leik(counts=[1, 2, 3], levels=5), "must be 5 numbers, people per level"),
        (lambda: hw.agreement.leik(counts=[1, 2, 3, 4, -1]), r"row 4\): -1 is not a count"),
        (lambda: hw.agreement.leik(counts=[1, 2, 3, 4, 0.5]), "0.5.* is not a count"),
        (lambda: hw.agreement.leik(), "give marks or counts, not none"),
        (lambda: hw.agreement.leik([1], 5, counts=[1, 2]), "give marks or counts, not both"),
        (lambda: hw.agreement.leik([1, 2]), "levels: give the number of levels"),
        (lambda: hw.agreement.r_wg_j(counts=[1, 2, 3]), "must have 2 dimensions"),
        (lambda: hw.agreement.r_wg_j(counts=[[1, 2, 3]], levels=5), "has 3 levels where 5 are declared"),
        (lambda: hw.agreement.dispersion(MARKS, 5, confidence=1.5), "confidence"),
        (lambda: hw.agreement.r_wg(MARKS, 5, null="flat"), "'uniform', 'slightly_skewed'"),  # type: ignore[arg-type]
        (lambda: hw.agreement.r_wg([1, 2], 4, null="normal"), "published for 5 to 11 levels"),
        (lambda: hw.agreement.r_wg_j([1, 2, 3], 5), "must have 2, people x questions"),
        (lambda: hw.agreement.group_icc([1, 2, 3], ["a", "b"], 5), "groups: has 2 values where 3 are needed"),
    ],
)
def test_what_is_wrong_is_said(call: Any, said: str) -> None:
    with pytest.raises(hw.Error, match=said):
        call()


def test_a_place_of_a_study(study: hw.Study) -> None:
    place = study["Alderwick"]
    rows = place.agreement("R3").to_dicts()
    profile = place.profile("R3").to_dicts()
    assert len(rows) == 10
    for row, beside in zip(rows[:9], profile, strict=True):
        assert (row["dimension"], row["n"], row["two_or_more_away"], row["dispersion"]) == (beside["dimension"], beside["n"], beside["two_or_more_away"], beside["dispersion"])
        counts = [beside[f"count_{level}"] for level in range(1, 6)]
        alone = hw.agreement.within_place(counts=counts)
        assert {name: row[name] for name in alone} == alone.to_dict()
    over = rows[9]
    marks: dict[str, dict[int, int]] = {}
    for row in study.ratings().to_dicts():
        if (row["community"], row["round"]) == ("Alderwick", "R3") and row["score"] is not None:
            marks.setdefault(row["rater"], {})[row["dimension_number"]] = row["score"]
    table = [[person.get(number) for person in marks.values()] for number in range(1, 10)]
    alpha, ac2 = hw.agreement.krippendorff_alpha(table, 5), hw.agreement.gwet_ac(table, 5, weights="quadratic")
    icc = {row["form"]: row for row in hw.agreement.icc(table).to_dicts() if row["model"] == "two_way_random"}
    assert (over["alpha"], over["alpha_low"], over["ac2"], over["ac2_high"]) == (alpha.value, alpha.low, ac2.value, ac2.high)
    assert over["icc"] == pytest.approx(icc["ICC(A,1)"]["value"], rel=1e-12) and over["icc_average_low"] == pytest.approx(icc["ICC(A,k)"]["low"], rel=1e-9)
    assert over["dimension"] is None and over["n"] == len(marks) and "which of the 9 dimensions stand higher" in over["headline"]
    hidden = [row for row in place.agreement("R3", audience="public").to_dicts() if row["status"] == "hidden"]
    assert all(row["headline"] is None and row["hidden_reason"] for row in hidden)
    with pytest.raises(hw.Error, match="R9"):
        place.agreement("R9")
