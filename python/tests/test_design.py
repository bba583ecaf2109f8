"""How many people to ask next time."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

import headway as hw

SAMPLES = Path(__file__).parents[2] / "tests" / "data" / "samples"


@pytest.fixture(scope="module")
def fit() -> Any:
    return hw.read(SAMPLES / "scores_long.csv", hw.rubrics.system_maturity()).fit(community="Brackenmoor", draws=200)


def test_what_is_needed_follows_from_the_sizes(fit: Any) -> None:
    design = hw.design(fit, people=(2, 6, 12), panels=60)
    sizes = design.sizes().to_dicts()
    assert len(sizes) == 3 * 10
    needed = design.needed().to_dicts()
    assert [row["question"] for row in needed] == ["level_set"] * 10 + ["change"] * 10 + ["choice"]
    for row in needed:
        chance = {"level_set": "p_level_set", "change": "p_change", "choice": "p_choice"}[row["question"]]
        if row["dimension"] is None and row["question"] != "choice":
            by_size = [min(one[chance] for one in sizes if one["people_per_sector"] == size and one["dimension"]) for size in (2, 6, 12)]
        else:
            by_size = [one[chance] for one in sizes if one["dimension"] == row["dimension"]]
        enough = [k for k in range(3) if all(p >= 0.8 for p in by_size[k:])]
        if enough:
            assert row["people_per_sector"] == (2, 6, 12)[enough[0]]
            assert row["people"] == row["people_per_sector"] * row["sectors"]
            assert row["probability"] == by_size[enough[0]]
            assert " enough to " in row["words"]
        else:
            assert row["status"] == "could_not_show"
            assert row["people"] is None
            assert row["words"].startswith("More than 12 people a sector are needed to ")


def test_this_panel_and_coefficients(fit: Any) -> None:
    design = hw.design(fit, people=(3, 9), panels=60)
    for row in design.could_have_shown().to_dicts():
        assert row["change"] is None or (row["change"] * 4).is_integer()
        assert (row["status"] == "ok") == (row["change"] is not None)
    figures = design.generalizability().to_dicts()
    assert figures[0]["status"] == "too_few_units"  # one community
    coefficients = [row for row in figures if row["figure"] in ("generalizability", "dependability")]
    assert [row["people_per_sector"] for row in coefficients] == [None, None, 3, 3, 9, 9]
    assert coefficients[2]["value"] < coefficients[4]["value"] <= 1.0
    for row in coefficients:
        assert row["low"] <= row["value"] <= row["high"]
    assert all(row["figure"] != "generalizability" or row["value"] >= after["value"] for row, after in zip(coefficients, coefficients[1:], strict=False))


def test_same_bits_audiences_and_shows_itself(fit: Any) -> None:
    design = hw.design(fit, people=[2], panels=20)
    again = hw.design(fit, people=[2], panels=20, threads=2)
    assert design.sizes() == again.sizes()
    assert design == hw.design(fit, people=(2,), panels=20)
    assert design != hw.design(fit, people=(3,), panels=20)
    assert pickle.loads(pickle.dumps(design)).sizes() == design.sizes()
    assert "hidden_reason" in design.needed(audience="public").to_dicts()[0]
    assert "<table" in design._repr_html_()
    assert "level_set" in repr(design)


def test_refusals(fit: Any) -> None:
    with pytest.raises(hw.Error, match="is not a fitted study"):
        hw.design(None)  # type: ignore[arg-type]
    with pytest.raises(hw.Error, match="is not a list of sizes"):
        hw.design(fit, people=3)  # type: ignore[arg-type]
    for wrong in ({"people": (0,)}, {"choose": 0}, {"panels": 9}, {"seed": -1}, {"threads": 0}):
        with pytest.raises(hw.Error):
            hw.design(fit, **wrong)
    for late in ({"people": ()}, {"change": 0.0}, {"change": float("nan")}, {"wanted": 1.0}):
        with pytest.raises(hw.Error):
            hw.design(fit, **late).needed()
