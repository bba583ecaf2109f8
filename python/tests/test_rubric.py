"""headway.Rubric: built in or from a file, with the same rights."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

import headway as hw


@pytest.mark.parametrize("id", hw.rubrics.ids())
def test_the_built_in_ones(id: str) -> None:
    rubric = getattr(hw.rubrics, id)()
    assert rubric == hw.rubrics.find(id) and rubric.id == id
    assert len(rubric) == 9 and [level.value for level in rubric.levels] == [1, 2, 3, 4, 5]
    assert all(len(each.descriptors) == 5 for each in rubric)
    assert "own wording" in rubric.source
    assert {code.code for code in rubric.missing_codes} >= {"blank", "dont_know"}


def test_conditions_say_what_helps_and_hinders() -> None:
    assert all(each.helps and each.hinders for each in hw.rubrics.conditions_for_change())


def test_behaviours_come_in_three_groups() -> None:
    assert list(dict.fromkeys(each.group for each in hw.rubrics.system_behaviours())) == ["Perspective", "Power", "Participation"]


def test_a_dimension_by_number_key_or_name() -> None:
    rubric = hw.rubrics.system_maturity()
    assert rubric["vision"] is rubric[1] is rubric["Vision"] is rubric["1"] is rubric[" VISION "] is rubric.dimensions[0]
    with pytest.raises(hw.Error, match="1 Vision, 2 Collaboration") as caught:
        rubric["governance"]
    assert caught.value.category == "not_found"


def test_json_and_back(rubric: hw.Rubric, tmp_path: Path) -> None:
    assert hw.Rubric.from_json(rubric.to_json()) == rubric
    rubric.write(tmp_path / "mine.json")
    assert hw.read_rubric(tmp_path / "mine.json") == rubric
    assert hw.read_rubric(str(tmp_path / "mine.json")) == rubric
    assert pickle.loads(pickle.dumps(rubric)) == rubric
    assert hash(pickle.loads(pickle.dumps(rubric))) == hash(rubric)
    assert rubric != hw.rubrics.system_maturity()


@pytest.mark.parametrize("levels", [2, 16])
def test_as_few_and_as_many_levels_as_there_may_be(levels: int) -> None:
    fields = json.loads(hw.rubrics.system_maturity().to_json())
    fields["levels"] = [{"value": value, "label": ""} for value in range(levels)]
    fields["dimensions"] = [{"number": 1, "key": "pace", "name": "Pace"}]
    rubric = hw.Rubric.from_json(json.dumps(fields))
    study = hw.read([{"community": "A", "round": "R1", "rater": f"p{i}", "dimension": "Pace", "score": i % levels} for i in range(32)], rubric)
    row = study["A"].profile().to_dicts()[0]
    assert row["n"] == 32 and [row[f"count_{value}"] for value in range(levels)] == [32 // levels] * levels
    assert len(study.problems) == 0


@pytest.mark.parametrize("levels", [1, 17])
def test_too_few_and_too_many_levels(levels: int) -> None:
    fields = json.loads(hw.rubrics.system_maturity().to_json())
    fields["levels"] = [{"value": value, "label": ""} for value in range(levels)]
    fields["dimensions"] = [{"number": 1, "key": "pace", "name": "Pace"}]
    with pytest.raises(hw.Error, match="2 to 16") as caught:
        hw.Rubric.from_json(json.dumps(fields))
    assert caught.value.category == "parse"


def test_a_wrong_file_is_named_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text('{\n  "schema": "headway-rubric",\n  "versoin": 1\n}')
    with pytest.raises(hw.Error, match='did you mean "version"') as caught:
        hw.read_rubric(path)
    assert str(path) in str(caught.value) and "line 3" in str(caught.value)
    with pytest.raises(hw.Error, match="no file") as caught:
        hw.read_rubric(tmp_path / "mime.json")
    assert caught.value.category == "io" and "mine.json" in str(caught.value)


def test_half_a_character_is_an_error_and_no_crash() -> None:
    with pytest.raises(hw.Error):
        hw.Rubric.from_json('{"schema": "\ud800"}')


def test_nothing_can_be_set() -> None:
    rubric = hw.rubrics.system_maturity()
    with pytest.raises(AttributeError):
        rubric.levels = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        rubric.dimensions[0].name = "other"  # type: ignore[misc]


def test_shown_in_a_notebook() -> None:
    page = hw.rubrics.system_maturity()._repr_html_()
    assert page.count("<tr>") == 10 and "Second nature" in page
