"""What changed: studies and plain arrays."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

import headway as hw


@pytest.fixture(scope="module")
def study(samples: Path) -> hw.Study:
    return hw.read(samples / "scores_long.csv", hw.rubrics.system_maturity(), consensus=samples / "consensus_with_reasons.csv").with_then_test(samples / "then_test_long.csv")


def test_the_same_people_everybody_and_adjusted_side_by_side(study: hw.Study) -> None:
    table = study["Alderwick"].change("R1", "R2")
    # p_adjusted by going through all patterns of signs of whole people; the adjusted change is Kitagawa's within part (both with numpy, pandas)
    row = table.to_dicts()[0]
    assert (row["n"], row["up"], row["down"], row["months"]) == (9, 6, 0, 18)
    assert row["p_adjusted"] == pytest.approx(0.046875)
    assert row["everybody_levels"] == pytest.approx(0.773109243697)
    assert row["adjusted_levels"] == pytest.approx(0.707160364146)
    assert row["direction"] == "moved" and row["change_high"] is None and row["change_low"] > 0
    assert "at least" in row["says"]
    assert study["ALD"].change() == study["ALD"].change("R2", "R3")


def test_p_adjusted_is_the_enumeration_of_whole_people(study: hw.Study) -> None:
    marks = {}
    for row in study.ratings().to_dicts():
        if row["community_key"] == "CAR" and row["mode"] == "individual" and row["score"] is not None:
            marks[row["rater"], row["round"], row["dimension_number"]] = row["score"]
    people = sorted({rater for rater, *_ in marks})
    moves = np.array([[marks.get((p, "R2", d), 0) - marks.get((p, "R1", d), 0) if (p, "R1", d) in marks and (p, "R2", d) in marks else 0 for d in range(1, 10)] for p in people])
    moves = moves[np.abs(moves).sum(axis=1) > 0]
    scale = np.sqrt((moves**2).sum(axis=0))

    def statistics(signs: tuple[int, ...]) -> np.ndarray:
        return np.abs(np.array(signs) @ moves) / scale

    observed = statistics((1,) * len(moves))
    patterns = np.array([statistics(signs) for signs in itertools.product((1, -1), repeat=len(moves))])
    order = np.argsort(-observed, kind="stable")
    expected, running = np.empty(9), 0.0
    for j, d in enumerate(order):
        running = max(running, float((patterns[:, order[j:]].max(axis=1) >= observed[d] - 1e-9).mean()))
        expected[d] = running
    assert study["CAR"].change("R1", "R2")["p_adjusted"] == pytest.approx(expected)


def test_a_fall_is_first_asked_about_as_harder_marking(study: hw.Study) -> None:
    carrow = study["Carrow Sands"].change("R1", "R2").to_dicts()
    assert all(row["says"].startswith("Harder marking?") for row in carrow if row["levels_moved"] < 0)
    assert {row["then_test"] for row in carrow} == {"harder_marking", "hidden_growth"}
    for row in study["Brackenmoor"].change("R1", "R2").to_dicts():
        assert row["then_test"] is None and "Harder marking" not in row["says"]


def test_the_then_test_of_carrow_sands(study: hw.Study, samples: Path) -> None:
    table = study["CAR"].response_shift("R1", "R2")
    assert len(table) == 27
    assert [row["levels_moved"] for row in table.to_dicts() if row["comparison"] == "shift"] == [-6, -5, -3, -4, -8, -8, -3, -1, -2]  # pandas, from the files
    assert all("remember it imperfectly" in text for text in table["warning"])
    without = hw.read(samples / "scores_long.csv", hw.rubrics.system_maturity())
    assert set(without["CAR"].response_shift("R1", "R2")["status"]) == {"no_data"}
    rows = [
        {"community": "Carrow Sands", "about_round": "R1", "asked_at_round": "R2", "rater": row["rater"], "dimension_number": row["dimension_number"], "score": row["score"]}
        for row in study.ratings().to_dicts()
        if row["mode"] == "then_test"
    ]
    # rows of a data frame, and a source that says nothing of modes
    assert without.with_then_test(rows)["CAR"].response_shift("R1", "R2") == table
    plain = [{name: value for name, value in row.items() if name not in ("about_round", "asked_at_round")} for row in rows]
    assert without.with_then_test(plain, round="R1")["CAR"].response_shift("R1", "R2") == table
    assert without == hw.read(samples / "scores_long.csv", hw.rubrics.system_maturity())  # the first study is as it was


def test_the_parts_of_a_change_add_up(study: hw.Study) -> None:
    for row in study["ALD"].panel("R1", "R2").where(summary="mean_level", split="everybody").to_dicts():
        parts = study["ALD"].panel("R1", "R2").where(summary="mean_level", dimension_key=row["dimension_key"]).to_dicts()
        for split in ("people", "sectors"):
            assert sum(part["estimate"] for part in parts if part["split"] == split) == pytest.approx(row["estimate"])
        once = next(part for part in parts if part["part"] == "heard_once")
        assert once["status"] == "not_comparable" and "police and justice" in once["says"]


def test_bounds_hold_the_change_and_say_what_would_undo_it(study: hw.Study) -> None:
    table = study["ALD"].bounds("R1", "R2")
    assert len(table) == 9 * 5 * 3
    for row in table.to_dicts():
        if row["unseen"] == "no_mark":
            assert row["low"] <= row["observed"] <= row["high"]
        assert (row["turns_at"] is not None) == bool(row["can_turn"] and row["summary"] == "mean_level")


def test_every_round(study: hw.Study) -> None:
    table = study["ALD"].path()
    overall = table.where(part="all_rounds").to_dicts()
    # ranks within people by scipy, the law of the rank sums by adding every order of every person
    assert overall[3]["page_p"] == pytest.approx(0.0003429355, abs=1e-9)
    assert overall[3]["friedman_p"] == pytest.approx(0.0010288066, abs=1e-9)
    assert "18 months later R2" in overall[3]["says"]
    assert len(table.where(part="step")) == 18


def test_partners_do_not_see_the_one_who_joined(study: hw.Study) -> None:
    table = study["PEN"].change("R1", "R2", audience="partners")
    for row in table.to_dicts():
        assert row["status"] == "hidden" and row["hidden_reason"] == "fewer than 6 people joined"
        assert row["n"] is None and row["says"] is None and row["direction"] is None and row["n_to"] is not None
    assert set(study["PEN"].panel("R1", "R2", audience="partners").where(split="people")["status"]) == {"hidden"}
    assert set(study["PEN"].path(audience="public").where(part="all_rounds")["status"]) == {"hidden"}


def test_options_are_checked(study: hw.Study) -> None:
    place = study["ALD"]
    alone = place.change("R1", "R2", together=False, confidence=0.9)
    assert alone["direction"][1] == "moved"
    assert place.change("R1", "R2", seed=5) == place.change("R1", "R2")  # nothing was drawn
    for options in ({"interval": "wald"}, {"confidence": 1.0}, {"power": 2.0}, {"draws": 1}, {"seed": -1}, {"draws": "many"}, {"audience": "press"}):
        with pytest.raises(hw.Error):
            place.change("R1", "R2", **options)  # type: ignore[arg-type]
    for method in (place.change, place.panel, place.bounds, place.response_shift):
        with pytest.raises(hw.Error, match="R9"):
            method("R9")


def test_the_same_people_on_arrays() -> None:
    before = np.tile([1, 2], (6, 1)) + 1
    after = np.full((6, 2), 3)
    table = hw.change.same_people(before, after, levels=5)
    assert list(table["direction"]) == ["moved", "held"]
    assert table["p_adjusted"][0] == pytest.approx(1 / 32)
    assert list(hw.change.same_people([["low", None]], [["high", "low"]], levels=["low", "high"])["status"]) == ["could_not_show", "no_data"]
    with pytest.raises(hw.Error, match="another shape"):
        hw.change.same_people(before, after[:5], levels=5)
    with pytest.raises(hw.Error, match="people x dimensions"):
        hw.change.same_people([1, 2], [1, 2], levels=5)
    with pytest.raises(hw.Error, match=r"before \(row 1\): 7"):
        hw.change.same_people([[1], [7]], [[1], [1]], levels=5)


def test_a_split_on_arrays_is_kitagawas() -> None:
    # own arithmetic: three stayed and rose by one, one left from 5, one joined at 1; and the rate and mix parts of two sectors
    before, after = [2, 3, 4, 5, None], [3, 4, 5, None, 1]
    sector = ["a", "a", "b", "b", "b"]
    parts = {(row["split"], row["part"]): row for row in hw.change.panel_split(before, after, 5, sector_before=sector).to_dicts()}
    estimate = {key: row["estimate"] for key, row in parts.items()}
    assert estimate["everybody", "everybody"] == pytest.approx(13 / 4 - 14 / 4)
    assert estimate["people", "stayed"] == pytest.approx(1.0)
    assert estimate["people", "left"] == pytest.approx(-0.25 * (5 - 3))
    assert estimate["people", "joined"] == pytest.approx(0.25 * (1 - 4))
    assert estimate["sectors", "within_sectors"] == pytest.approx(0.5 * (3.5 - 2.5) + 0.5 * (3.0 - 4.5))
    assert estimate["sectors", "sector_mix"] == pytest.approx(0.0)
    share = hw.change.panel_split(before, after, 5, at_least=4).to_dicts()[0]
    assert share["estimate"] == pytest.approx(2 / 4 - 2 / 4)
    assert all(math.isfinite(row["low"]) for row in parts.values() if row["low"] is not None)
    for options in ({"at_least": 6}, {"at_least": 1}, {"sector_before": ["a"]}):
        with pytest.raises(hw.Error):
            hw.change.panel_split(before, after, 5, **options)  # type: ignore[arg-type]
