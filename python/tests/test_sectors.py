"""Sectors, agreed marks against individual ones, and prompts, from Python."""

from __future__ import annotations

from typing import Any

import headway as hw
import numpy as np
import pytest

AUDIENCES = ("room", "partners", "public")


@pytest.fixture(scope="module")
def study(samples: Any) -> hw.Study:
    return hw.read(samples / "scores_long.csv", hw.rubrics.system_maturity(), consensus=samples / "consensus_with_reasons.csv")


@pytest.fixture(scope="module")
def place(study: hw.Study) -> hw.Community:
    return study["Brackenmoor"]


def test_who_sees_it_differently(place: hw.Community) -> None:
    rows = place.sectors("R2").to_dicts()
    assert len(rows) == 70
    health = rows[2]
    assert health["dimension"] is None and health["sector"] == "health" and health["n"] == 2
    assert health["gap"] == pytest.approx(0.4595816798941799)  # enumerated apart from this library, see sectors_test.cpp
    assert health["between_share"] == pytest.approx(0.6408242236625715)
    assert health["words"].startswith("Over 9 dimensions, people from health mark about half a level higher than the rest; with 2 and 7 people")
    assert rows[0]["status"] == "no_data" and rows[0]["gap"] is None
    assert place.sectors("R2", seed=5).to_dicts()[2]["gap"] == health["gap"]
    assert place.sectors("R2").to_dicts() == rows  # the same seed, the same bits
    assert place.sector_split("R2").to_dicts()[0]["between_share"] == health["between_share"]
    pairs = place.sector_pairs("R2").to_dicts()
    assert len(pairs) == 210 and {row["test"] for row in pairs} == {None, "studentised", "difference", "rank_sum"}
    assert place.influence("R2").to_dicts()[2]["medians_moved"] == 5


def test_the_agreed_score_against_the_individual_scores(study: hw.Study, place: hw.Community) -> None:
    vision = place.consensus("R2").to_dicts()[0]
    assert (vision["consensus"], vision["shift"], vision["below"], vision["above"], vision["two_or_more_away"], vision["position"]) == (4, 2, 8, 0, 7, 1.0)
    assert vision["words"].startswith("The room agreed 4, above every mark of the 8 people (highest 3)") and vision["reason"].startswith("The chair felt")
    assert len(place.consensus()) == 18  # of every round
    assert list(study.consensus().to_dicts()[0]) == [name for name in vision if name in study.consensus().to_dicts()[0]]  # the same columns first
    shift = study.consensus_shift().to_dicts()[0]
    assert (shift["up"], shift["held"], shift["down"], shift["beyond"]) == (21, 110, 9, 2) and shift["p_up"] == pytest.approx(0.02138697262853384)
    assert place.consensus_shift("R2").to_dicts()[0]["status"] == "could_not_show"
    rules = {row["rule"]: row for row in study.decision_rules().to_dicts()}
    assert rules["median"]["weight"] == pytest.approx(0.9999620574750719) and rules["convenor"]["status"] == "no_data"
    assert sum(row["weight"] or 0.0 for row in place.decision_rules("R2", convenor="chair").to_dicts()) == pytest.approx(1.0)


def test_written_marks_stay_ranges(samples: Any) -> None:
    study = hw.read(samples / "scores_long.csv", hw.rubrics.system_maturity(), consensus=samples / "consensus_with_reasons_dirty.csv")
    row = study["DUN"].consensus("R2").to_dicts()[0]
    assert (row["consensus"], row["consensus_text"], row["interval_low"], row["interval_high"]) == (None, "2-3", 2.0, 3.0)
    assert (row["below"], row["at"], row["above"], row["shift"]) == (2, 7, 1, 0)


def test_prompts_are_questions(place: hw.Community, study: hw.Study) -> None:
    rows = place.prompts("R2").to_dicts()
    assert [row["code"] for row in rows][0] == "above_everybody" and rows[-1]["code"] == "jump_without_evidence"
    assert all(row["question"].endswith("?") and row["rests_on"] for row in rows)
    assert "at_the_line" not in {row["code"] for row in study["ALD"].prompts("R3").to_dicts()}
    assert "at_the_line" in {row["code"] for row in study["ALD"].prompts("R3", line=3).to_dicts()}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_audiences(study: hw.Study, audience: Any) -> None:
    for place in study:
        for label in place.rounds:
            tables = [place.sectors(label, audience=audience), place.sector_split(label, audience=audience), place.sector_pairs(label, audience=audience),
                      place.influence(label, audience=audience), place.consensus(label, audience=audience), place.prompts(label, audience=audience)]
            for row in (row for table in tables for row in table.to_dicts() if row.get("status") == "hidden"):
                assert row["hidden_reason"] and all(row.get(name) is None for name in ("n", "gap", "superiority", "median_low", "between_share", "words"))
            if audience != "room":
                least = 6 if audience == "partners" else 11
                sizes = {row["sector"]: row["n"] for row in tables[0].to_dicts() if row["n"] and row["sector"] != "all sectors"}
                assert all(n >= least for n in sizes.values())
                assert not {"people_all_top", "same_own_reason"} & {row["code"] for row in tables[5].to_dicts()}


def test_a_round_that_was_not_held(study: hw.Study) -> None:
    place = study["Brackenmoor"]
    for table in (place.sectors("R3"), place.sector_split("R3"), place.sector_pairs("R3"), place.influence("R3")):
        assert {row["status"] for row in table.to_dicts()} == {"not_assessed"}
    assert len(place.consensus("R3")) == len(place.prompts("R3")) == 0


def test_groups_on_plain_arrays() -> None:
    marks = [[4, 5], [3, 4], [4, None], [2, 2], [1, 3], [2, 1], [3, 2], [1, 1]]
    groups = ["council", "council", "council", "health", "health", "police", "police", "police"]
    rows = hw.agreement.group_gaps(marks, groups, levels=5).to_dicts()
    assert [row["group"] for row in rows[:3]] == ["council", "health", "police"] and rows[0]["ways"] == 560
    assert rows[0]["gap"] == pytest.approx(1.4523809523809523) and rows[0]["p_adjusted"] == pytest.approx(16 / 560)  # see group_gaps_test.cpp
    with_nobody = hw.agreement.group_gaps([*marks, [5, 5]], [*groups, None], levels=5).to_dicts()
    assert with_nobody == rows
    labels = ["start", "some", "middle", "good", "full"]
    assert hw.agreement.group_gaps([[None if mark is None else labels[mark - 1] for mark in row] for row in marks], groups, levels=labels).to_dicts() == rows

    ten = np.array([[1, 1], [0, 1], [1, 2], [1, 1], [2, 2], [3, 2], [2, 3], [2, 2], [3, 3], [2, -1]], dtype=float) + 1
    ten[9, 1] = np.nan
    effect = hw.agreement.pooled_effect(ten, list("xxxxyyyyyy"), levels=5)
    assert effect.superiority == pytest.approx(0.0375) and effect.p == pytest.approx(1 / 210) and effect.test == "studentised"  # see pooled_effect_test.cpp
    for call, argument in (
        (lambda: hw.agreement.group_gaps(marks, groups[:3], levels=5), "groups"),
        (lambda: hw.agreement.group_gaps([1, 2], [1, 2], levels=5), "marks"),
        (lambda: hw.agreement.group_gaps([[9]], ["a"], levels=5), "marks"),
        (lambda: hw.agreement.pooled_effect(marks, groups, levels=5), "groups"),
        (lambda: hw.agreement.pooled_effect(marks, groups, levels=5, seed=-1), "groups"),
    ):
        with pytest.raises(hw.Error) as caught:
            call()
        assert caught.value.argument == argument
