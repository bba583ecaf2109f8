"""Input and options that are wrong or at the edge of what there can be: each gives a clear error or a stated result, and leaves nothing half done."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import headway as hw

HEADER = "community,round,rater,sector,dimension,score\n"


def rubric_text(levels: int, dimensions: int = 1) -> str:
    fields = {
        "schema": "headway-rubric", "version": 1, "id": "edge", "title": "Edge", "edition": "1", "language": "en",
        "levels": [{"value": i + 1, "label": f"Level {i + 1}"} for i in range(levels)],
        "dimensions": [{"number": i + 1, "key": f"d{i + 1}", "name": f"Dimension {i + 1}"} for i in range(dimensions)],
    }
    return json.dumps(fields)


def people(n: int, levels: int = 5, dimension: str = "Vision", community: str = "A", round: str = "R1") -> str:
    return "".join(f"{community},{round},p{i},S{i % 2},{dimension},{i % levels + 1}\n" for i in range(n))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def made(content: str | bytes, name: str = "marks.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return made


@pytest.fixture
def place(write: Callable[..., Path]) -> hw.Community:
    return hw.read(write(HEADER + people(8)))["A"]


def every_face(place: hw.Community, label: str, page: Path) -> list[dict[str, Any]]:
    """Everything that can be asked of a community in a round; the rows of the profile."""
    place.agenda(label)
    place.cumulative(label)
    place.coverage()
    place.turnover()
    for audience in ("room", "partners", "public"):
        for ask in (place.consensus, place.consensus_shift, place.decision_rules, place.sectors, place.sector_split, place.sector_pairs, place.influence, place.prompts):
            ask(label, audience=audience)  # type: ignore[arg-type, operator]
    for audience in ("room", "partners", "public"):
        place.report(page, audience=audience, force=True)  # type: ignore[arg-type]
        assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    return place.profile(label).to_dicts()


@pytest.mark.parametrize("content, category, words", [
    (b"", "parse", "empty"),
    (b"\xef\xbb\xbf", "parse", "empty"),
    (b"\n\n \n", "parse", "empty"),
    (b"\x00" * 1000, "parse", "UTF-16"),
    (b"PK\x03\x04" + bytes(100), "parse", ""),
    (b"community,round,rater,score\nA,R1,p,3\n", "not_found", 'no column for the dimension; found: "community", "round", "rater", "score"'),
    (b"community,round,rater,dimension\nA,R1,p,Vision\n", "not_found", 'mapping option, as "score"'),
    (b"round,rater,dimension,score\nR1,p,Vision,3\n", "not_found", "with the community option"),
    (b"community,rater,dimension,score\nA,p,Vision,3\n", "not_found", "with the round option"),
])
def test_files_that_are_no_table_of_marks(write: Callable[..., Path], content: bytes, category: str, words: str) -> None:
    path = write(content)
    with pytest.raises(hw.Error) as caught:
        hw.read(path)
    assert caught.value.category == category
    assert words in caught.value.message and str(path) in caught.value.message and "\n" not in str(caught.value)


def test_a_header_and_nothing_below_it(write: Callable[..., Path]) -> None:
    study = hw.read(write(HEADER))
    assert study.problems["code"].tolist() == ["no_data_rows"] and len(study) == 0
    assert study.profile().to_dicts() == []


def test_nul_bytes_are_shown_with_their_place(write: Callable[..., Path]) -> None:
    study = hw.read(write(HEADER.encode() + b"A,R1,p\x00q,S,Vision,3\nA,R1,r,S,Vision,\x004\n"))
    rows = study.problems.to_dicts()
    assert [(row["line"], row["column_name"], row["code"]) for row in rows] == [(2, "rater", "nul_byte"), (3, "score", "nul_byte"), (3, "score", "not_a_number")]
    assert all(row["what_was_done"] for row in rows)


@pytest.mark.parametrize("row, column", [("A,R1,{},S,Vision,3\n", 3), ('A,R1,"{}",S,Vision,3\n', 3), ("A,R1,p,S,Vision,{}\n", 6)])
def test_a_cell_of_ten_megabytes(write: Callable[..., Path], row: str, column: int) -> None:
    study = hw.read(write(HEADER + row.format("x" * 10_000_000) + people(3)))
    [problem] = study.problems.to_dicts()
    assert (problem["line"], problem["column"], problem["code"], problem["what_was_done"]) == (2, column, "field_too_long", "row left out")
    assert len(problem["value"]) < 200
    assert study["A"].profile("R1").to_dicts()[0]["n"] == 3


def test_the_longest_field_can_be_raised(write: Callable[..., Path]) -> None:
    text = HEADER + f"A,R1,{'x' * 2_000_000},S,Vision,3\n" + people(3)
    assert "raise field_limit" in hw.read(write(text)).problems.to_dicts()[0]["message"]
    study = hw.read(write(text), field_limit=4_000_000)
    assert len(study.problems) == 0 and study["A"].profile("R1").to_dicts()[0]["n"] == 4
    lower = hw.read(write(HEADER + f"A,R1,{'x' * 13},S,Vision,3\n" + people(3)), field_limit=12)
    assert [(row["line"], row["code"]) for row in lower.problems.to_dicts()] == [(2, "field_too_long")]
    for wrong in (0, -1, 2.5, True, "a"):
        with pytest.raises(hw.Error, match="field_limit"):
            hw.read(write(text), field_limit=wrong)  # type: ignore[arg-type]


def test_a_quote_that_is_never_closed_loses_no_other_row(write: Callable[..., Path]) -> None:
    study = hw.read(write(HEADER + people(3) + 'A,R1,"' + "x" * 10_000_000 + ",S,Vision,3\nA,R1,q,S,Vision,4\n"))
    assert "unclosed_quote" in study.problems["code"].tolist()
    assert study["A"].profile("R1").to_dicts()[0]["n"] >= 3


@pytest.mark.parametrize("levels", [0, 1, 17, 100])
def test_scales_that_cannot_be(write: Callable[..., Path], levels: int) -> None:
    with pytest.raises(hw.Error, match="a scale has 2 to 16"):
        hw.read_rubric(write(rubric_text(levels), "rubric.json"))


def test_rubrics_that_cannot_be(write: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(hw.Error, match="the text is empty"):
        hw.read_rubric(write(b"", "rubric.json"))
    with pytest.raises(hw.Error, match="dimension"):
        hw.read_rubric(write(rubric_text(5, 0), "rubric.json"))
    with pytest.raises(hw.Error, match="there is no file"):
        hw.read_rubric(tmp_path / "none.json")


@pytest.mark.parametrize("levels", [2, 16])
@pytest.mark.parametrize("dimensions", [1, 3])
def test_the_shortest_and_the_longest_scale(write: Callable[..., Path], tmp_path: Path, levels: int, dimensions: int) -> None:
    rubric = hw.read_rubric(write(rubric_text(levels, dimensions), "rubric.json"))
    study = hw.read(write(HEADER + people(2 * levels, levels, "Dimension 1") + f"A,R1,over,S,Dimension 1,{levels + 1}\n"), rubric)
    assert study.problems["code"].tolist() == ["out_of_range"]
    rows = every_face(study["A"], "R1", tmp_path / "page.html")
    assert len(rows) == dimensions
    assert [rows[0][f"count_{i + 1}"] for i in range(levels)] == [2] * levels
    assert (rows[0]["n"], rows[0]["off_scale"]) == (2 * levels, 1)


def test_one_rater(write: Callable[..., Path], tmp_path: Path) -> None:
    rows = every_face(hw.read(write(HEADER + people(1)))["A"], "R1", tmp_path / "page.html")
    assert (rows[0]["n"], rows[0]["status"], rows[0]["dispersion_high"]) == (1, "value_only", None)
    assert rows[1]["status"] == "no_data"


def test_nobody_in_a_round(write: Callable[..., Path], tmp_path: Path) -> None:
    study = hw.read(write(HEADER + people(8) + people(1, community="B", round="R2") + "C,R2,p,S,Vision,\n"))
    assert {row["status"] for row in every_face(study["A"], "R2", tmp_path / "page.html")} == {"not_assessed"}
    rows = every_face(study["C"], "R2", tmp_path / "page.html")
    assert (rows[0]["n"], rows[0]["blank"], rows[0]["status"]) == (0, 1, "no_data")


def test_rows_that_come_twice(write: Callable[..., Path], tmp_path: Path) -> None:
    study = hw.read(write(HEADER + people(8) + people(8)))
    assert study.problems["code"].tolist() == ["duplicate_same"] * 8
    assert every_face(study["A"], "R1", tmp_path / "page.html")[0]["n"] == 8


def test_two_marks_of_one_person_that_disagree(write: Callable[..., Path], tmp_path: Path) -> None:
    study = hw.read(write(HEADER + "A,R1,p,S,Vision,3\nA,R1,p,S,Vision,4\nA,R1,q,S,Vision,4\n"))
    rows = every_face(study["A"], "R1", tmp_path / "page.html")
    assert (rows[0]["n"], rows[0]["off_scale"]) == (1, 1)  # neither is counted, and that there was something is
    [problem] = study.problems.to_dicts()
    assert (problem["code"], problem["value"]) == ("duplicate_conflict", "4") and "line 2" in problem["message"] and "neither counted" in problem["what_was_done"]


@pytest.mark.parametrize("call, argument", [
    (lambda place: place.profile("R9"), "round"),
    (lambda place: place.profile(1), "round"),
    (lambda place: place.profile("R1", audience="press"), "audience"),
    (lambda place: place.profile("R1", audience=3), "audience"),
    (lambda place: place.profile("R1", audience=None), "audience"),
    (lambda place: place.profile("R1", by="role"), "by"),
    (lambda place: place.agenda("R9"), "round"),
    (lambda place: place.agenda(audience=""), "audience"),
    (lambda place: place.side_by_side("R1", "R9"), "round"),
    (lambda place: place.side_by_side(0, "R1"), "from_round"),
    (lambda place: place.consensus(2.5), "round"),
    (lambda place: place.sectors("R9"), "round"),
    (lambda place: place.sectors(audience="press"), "audience"),
    (lambda place: place.sector_pairs(seed=-1), "seed"),
    (lambda place: place.sector_split(seed=0.5), "seed"),
    (lambda place: place.influence(1), "round"),
    (lambda place: place.prompts(line=9), "line"),
    (lambda place: place.prompts(line="3"), "line"),
    (lambda place: place.decision_rules(convenor=3), "convenor"),
    (lambda place: place.consensus_shift(audience=None), "audience"),
    (lambda place: place.study["B"], "community"),
    (lambda place: place.study[0], "community"),
    (lambda place: place.study.profile(audience="press"), "audience"),
    (lambda place: place.report("page.html", audience="press"), "audience"),
    (lambda place: hw.read(None), "source"),
    (lambda place: hw.read([]), "source"),
    (lambda place: hw.read({}), "source"),
    (lambda place: hw.read({"community": ["A"]}, "system_maturity"), "rubric"),
    (lambda place: hw.read({"community": ["A"]}, mapping=3), "mapping"),
    (lambda place: hw.read({"score": [3], "dimension": ["Vision"], "round": ["R1"]}, community=3), "community"),
    (lambda place: hw.read({"score": [3], "dimension": ["Vision"], "round": ["R1", "R2"]}, community="A"), "round"),
    (lambda place: hw.read("marks.csv", encoding="utf-9"), "source"),
])
def test_every_wrong_option_is_named(place: hw.Community, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, call: Callable[[Any], Any], argument: str) -> None:
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    monkeypatch.chdir(empty)
    with pytest.raises(hw.Error) as caught:
        call(place)
    assert caught.value.argument == argument, str(caught.value)
    assert "\n" not in str(caught.value) and "_core" not in str(caught.value)
    assert list(empty.iterdir()) == []


def test_encodings_that_are_none(write: Callable[..., Path]) -> None:
    path = write(HEADER + people(2))
    for encoding in ("utf-9", "", 3):
        with pytest.raises(hw.Error, match="not an encoding"):
            hw.read(path, encoding=encoding)  # type: ignore[arg-type]


def test_reports_that_cannot_be_written_leave_nothing_behind(place: hw.Community, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    targets = [str(tmp_path / "missing" / "page.html"), str(tmp_path), "", "\x00", tmp_path / ("x" * 300)]
    if os.path.exists("/dev/full"):
        targets.append("/dev/full")
    for target in targets:
        with pytest.raises(hw.Error) as caught:
            place.report(target)
        assert caught.value.category == "io" and "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder(place: hw.Community, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    try:
        with pytest.raises(hw.Error, match="may not be written to"):
            place.report(closed / "page.html")
        assert list(closed.iterdir()) == []
    finally:
        closed.chmod(0o700)
