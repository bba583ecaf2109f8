"""What marks link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import headway as hw

SAMPLES = Path(__file__).parents[2] / "tests" / "data" / "samples"


@pytest.fixture(scope="module")
def study() -> hw.Study:
    return hw.read(SAMPLES / "scores_long.csv", hw.rubrics.system_maturity())


def pairs(table: hw.Table) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["of"], row["through"]): row for row in table.to_dicts() if row["part"] is None}


def test_a_study_says_what_is_comparable_by_assumption(study: hw.Study) -> None:
    found = pairs(study.linking())
    places = found["community", "rater"]
    raters: dict[str, set[str]] = {}
    for row in study.ratings().to_dicts():
        raters.setdefault(row["community"], set()).add(row["rater"])
    apart = all(not raters[a] & raters[b] for a in raters for b in raters if a < b)
    assert apart
    assert places["parts"] == places["members"] == len(study)
    assert places["comparable"] == 0
    assert "people are equally severe on average" in places["words"]
    assert places["link_from"] in study.communities
    assert found["community", "dimension"]["parts"] == 1


@pytest.mark.parametrize("audience", ["room", "partners", "public"])
def test_nobody_is_named(study: hw.Study, audience: Any) -> None:
    table = study.linking(audience=audience)
    names = {row["rater"] for row in study.ratings().to_dicts()}
    for row in table.to_dicts():
        assert not any(name in str(value) for value in row.values() for name in names)
        assert (row["n"] is not None) == (audience == "room")
        if audience != "room":
            assert "sector" not in (row["of"], row["through"])


def test_columns() -> None:
    table = hw.models.linking({"place": ["a", "a", "b", "c", None], "judge": ["x", "y", "y", "z", "z"]})
    whole, first, second = table.to_dicts()
    assert (whole["parts"], whole["pairs"], whole["comparable"], whole["shared"]) == (2, 3, 1, 1)
    assert (first["labels"], second["labels"]) == ("a; b", "c")
    assert (whole["link_from"], whole["link_to"], whole["link_pairs"]) == ("a", "c", 2)
    with pytest.raises(hw.Error, match="two or more"):
        hw.models.linking({"place": ["a"]})
    with pytest.raises(hw.Error, match="judge"):
        hw.models.linking({"place": ["a"], "judge": ["x", "y"]})
    with pytest.raises(hw.Error):
        hw.models.linking({})
