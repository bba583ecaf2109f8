"""Files in: every planted problem at its place, none invented, encodings found or named, nothing lost, nothing guessed."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

import headway as hw

HEADER = "community,round,rater,dimension,score\n"


def found(study: hw.Study) -> list[tuple[int | None, str, str, str]]:
    return [(row["line"], row["column_name"] or "", row["code"], row["severity"]) for row in study.problems]


def test_all_planted_problems_and_no_other(samples: Path, rubric: hw.Rubric) -> None:
    with open(samples / "expected" / "scores_long_dirty_problems.csv", encoding="utf-8", newline="") as file:
        planted = [(int(row["line"]), row["column"], row["problem"], row["severity"]) for row in csv.DictReader(file)]
    assert len(planted) == 54
    study = hw.read(samples / "scores_long_dirty.csv", rubric)
    assert found(study) == sorted(planted)
    assert all(row["what_was_done"] and row["message"] and row["source"] == str(samples / "scores_long_dirty.csv") for row in study.problems)


def test_none_in_the_clean_file(samples: Path, rubric: hw.Rubric) -> None:
    study = hw.read(samples / "scores_long.csv", rubric)
    assert len(study.problems) == 0
    assert len(study.ratings()) == 2070
    assert study.communities == ("Alderwick", "Brackenmoor", "Carrow Sands", "Dunmarrow Vale", "Eskhollow", "Pentre Ŵyn")
    assert study.rounds == ("R1", "R2", "R3")


def test_what_was_understood_is_said(study: hw.Study) -> None:
    uses = {row["column_name"]: row["taken_for"] for row in study.understood if row["source"].endswith("scores_long.csv")}
    assert uses["dimension_no"] == "dimension_number" and uses["round_date"] == "date" and uses["comment"] == "reason"
    assert uses["submitted_at"] is None
    first = study.sources.to_dicts()[0]
    assert (first["rows_read"], first["rows_left_out"], first["encoding"], first["separator"], first["line_end"]) == (2070, 0, "utf-8", ",", "lf")


@pytest.mark.parametrize(
    ("name", "encoding", "separator", "rows", "community"),
    [
        ("scores_long_dirty_semicolon_bom_crlf.csv", "utf-8 with byte-order mark", ";", 90, "Alderwick"),
        ("scores_long_dirty_windows1252.csv", "windows-1252 (guessed)", ",", 70, "Alderwick"),
        ("scores_long_dirty_utf16_tab.txt", "utf-16-le with byte-order mark", "\t", 63, "Pentre Ŵyn"),
    ],
)
def test_variants(samples: Path, rubric: hw.Rubric, name: str, encoding: str, separator: str, rows: int, community: str) -> None:
    study = hw.read(samples / name, rubric)
    source = study.sources.to_dicts()[0]
    assert (source["encoding"], source["separator"], source["line_end"]) == (encoding, separator, "crlf")
    assert (source["rows_read"], source["rows_left_out"], len(study.ratings())) == (rows, 0, rows)
    assert study.communities == (community,)
    assert not [row for row in study.problems if row["severity"] == "error"]


def test_variants_hold_the_marks_of_the_clean_file(samples: Path, rubric: hw.Rubric, study: hw.Study) -> None:
    clean = {(row["community"], row["round"], row["rater"], row["dimension_number"]): row["score"] for row in study.ratings()}
    for name in ("scores_long_dirty_semicolon_bom_crlf.csv", "scores_long_dirty_utf16_tab.txt"):
        for row in hw.read(samples / name, rubric).ratings():
            assert row["score"] == clean[(row["community"], row["round"], row["rater"], row["dimension_number"])]


def test_a_guessed_encoding_is_a_problem_with_its_line(samples: Path, rubric: hw.Rubric) -> None:
    path = samples / "scores_long_dirty_windows1252.csv"
    raw = path.read_bytes()
    first = next(i for i, byte in enumerate(raw) if byte > 0x7F)
    guess = hw.read(path, rubric).problems.where(code="encoding_guessed").to_dicts()
    assert [(row["line"], row["severity"]) for row in guess] == [(raw[:first].count(b"\n") + 1, "warning")]
    assert "windows-1252" in guess[0]["what_was_done"]
    told = hw.read(path, rubric, encoding="windows-1252")
    assert len(told.problems.where(code="encoding_guessed")) == 0
    assert told == hw.read(path, rubric)
    assert "café" in " ".join(row["reason"] or "" for row in told.ratings()).lower() or "é" in str(told.ratings().to_dicts())


def test_a_broken_file_names_every_place(samples: Path, rubric: hw.Rubric) -> None:
    study = hw.read(samples / "scores_long_dirty_broken.csv", rubric)
    assert {(line, code) for line, _, code, _ in found(study)} == {
        (None, "mixed_line_ends"), (3, "stray_quote"), (5, "invalid_utf8"), (6, "nul_byte"), (9, "unclosed_quote"),
    }  # fmt: skip
    assert all(row["what_was_done"] for row in study.problems)


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "windows-1252", "latin-1"])
@pytest.mark.parametrize("told", [True, False])
def test_encodings(tmp_path: Path, name: str, told: bool) -> None:
    if not told and name == "latin-1":
        pytest.skip("bytes cannot tell it from Windows-1252")
    path = tmp_path / "marks.csv"
    path.write_bytes((HEADER + "Caf\u00e9 Row,R1,a,Vision,3\n").encode(name))
    study = hw.read(path, encoding=name if told else None)
    assert study.communities == ("Caf\u00e9 Row",)
    assert len(study.ratings()) == 1
    guessed = not told and name in ("utf-16-le", "utf-16-be", "windows-1252")
    assert len(study.problems.where(code="encoding_guessed")) == guessed


def test_a_bad_byte_does_not_turn_utf8_into_something_else(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes((HEADER + "Pentre \u0174yn,R1,a,Vision,3\n").encode() + b"Caf\xe9,R1,b,Vision,3\n")
    study = hw.read(path)
    assert study.communities == ("Caf\\xE9", "Pentre \u0174yn")
    assert [(line, code) for line, _, code, _ in found(study) if code in ("invalid_utf8", "encoding_guessed")] == [(3, "invalid_utf8")]


def test_a_wrong_encoding_is_an_error_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes(HEADER.encode() + b"A,R1,a,Vision,3\nB\xe9,R1,a,Vision,3\n")
    with pytest.raises(hw.Error, match="line 3: the bytes e9 are not ascii") as caught:
        hw.read(path, encoding="ascii")
    assert caught.value.category == "parse"
    with pytest.raises(hw.Error, match="not an encoding that is known"):
        hw.read(path, encoding="utf-9")
    with pytest.raises(hw.Error, match="not an encoding that is known"):
        hw.read(path, encoding="rot13")
    path.write_bytes(b"\xff\xfe" + HEADER.encode("utf-16-le") + b"\x00\xd8A\x00")
    with pytest.raises(hw.Error, match="line 2") as caught:
        hw.read(path)
    assert caught.value.category == "parse"


def test_old_mac_lines_count_too(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes((HEADER + "A,R1,a,Vision,3\nA,R1,b,Vision,9\n").replace("\n", "\r").encode())
    study = hw.read(path)
    assert found(study) == [(3, "score", "out_of_range", "error")]
    path.write_bytes((HEADER + "A,R1,a,Vision,3\nCaf\u00e9,R1,b,Vision,3\n").replace("\n", "\r").encode("cp1252"))
    assert found(hw.read(path)) == [(3, "", "encoding_guessed", "warning")]


@pytest.mark.parametrize(
    ("start", "what"),
    [(b"PK\x03\x04", "workbook"), (b"\xd0\xcf\x11\xe0", "workbook"), (b"PAR1", "Parquet"), (b"%PDF-1.7", "PDF"), (b"\x1f\x8b", "gzip"), (b"SQLite format 3\x00", "SQLite")],
)
def test_other_kinds_of_files_are_recognised(tmp_path: Path, start: bytes, what: str) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes(start + b"rest" * 100)
    with pytest.raises(hw.Error, match=what) as caught:
        hw.read(path)
    assert ";" in str(caught.value)


def test_a_missing_file_is_answered_with_the_nearest_name(tmp_path: Path, marks: Path) -> None:
    with pytest.raises(hw.Error, match="did you mean .*marks.csv") as caught:
        hw.read(tmp_path / "mark.csv")
    assert caught.value.category == "io"
    for wrong in (tmp_path / "nothing-like-it.txt", tmp_path / "no" / "folder.csv", tmp_path, "a\0b", ""):
        with pytest.raises(hw.Error) as caught:
            hw.read(wrong)
        assert caught.value.category == "io"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file(marks: Path) -> None:
    marks.chmod(0)
    with pytest.raises(hw.Error, match="Permission") as caught:
        hw.read(marks)
    assert caught.value.category == "io"


@pytest.mark.parametrize(("content", "category"), [(b"", "parse"), (b"\n\n\n", "parse"), (b"\xef\xbb\xbf", "parse"), (b"   \n", None), (b"a,b,c\n1,2,3\n", "not_found")])
def test_no_table_of_marks(tmp_path: Path, content: bytes, category: str | None) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes(content)
    with pytest.raises(hw.Error) as caught:
        hw.read(path)
    assert category is None or caught.value.category == category
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("missing", ["community", "round", "dimension", "score"])
def test_a_missing_column(tmp_path: Path, missing: str) -> None:
    names = [name for name in ("community", "round", "rater", "dimension", "score") if name != missing]
    path = tmp_path / "marks.csv"
    path.write_text(",".join(names) + "\n" + ",".join("x" for _ in names) + "\n")
    with pytest.raises(hw.Error, match=missing) as caught:
        hw.read(path)
    assert caught.value.category == "not_found"


def test_a_header_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(HEADER)
    study = hw.read(path)
    assert len(study) == 0 and study.rounds == () and len(study.ratings()) == 0
    assert [row["code"] for row in study.problems] == ["no_data_rows"]
    assert len(study.profile()) == len(study.coverage()) == len(study.turnover()) == len(study.consensus()) == 0
    with pytest.raises(hw.Error, match="it has none"):
        study["Alder"]


def test_community_and_round_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("rater,dimension,score\na,Vision,3\n")
    study = hw.read(path, community="Alder", round="R1")
    assert (study.communities, study.rounds) == (("Alder",), ("R1",))


def test_a_mapping_settles_what_columns_are(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("wo,wann,wer,was,wieviel,comment\nAlder,R1,a,Vision,3,secret\n")
    mapping = {"wo": "community", "wann": "round", "wer": "rater", "was": "dimension", "wieviel": "score", "comment": ""}
    study = hw.read(path, mapping=mapping)
    row = study.ratings().to_dicts()[0]
    assert (row["community"], row["round"], row["rater"], row["score"], row["reason"]) == ("Alder", "R1", "a", 3, None)
    with pytest.raises(hw.Error):
        hw.read(path, mapping=mapping | {"wo": "comunity"})
    with pytest.raises(hw.Error):
        hw.read(path, mapping=mapping | {"wo": 3})  # type: ignore[dict-item]


def test_open_files(marks: Path) -> None:
    expected = hw.read(marks)
    with open(marks, "rb") as binary, open(marks, encoding="utf-8") as text:
        assert hw.read(binary) == hw.read(text) == hw.read(io.StringIO(marks.read_text())) == hw.read(io.BytesIO(marks.read_bytes())) == expected


def test_several_files_are_one_study(tmp_path: Path, samples: Path, rubric: hw.Rubric, study: hw.Study) -> None:
    lines = (samples / "scores_long.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    parts = []
    for i in range(3):
        parts.append(tmp_path / f"part{i}.csv")
        parts[-1].write_text(lines[0] + "".join(lines[1 + i :: 3]), encoding="utf-8")
    together = hw.read(parts, rubric, consensus=samples / "consensus_with_reasons.csv")
    assert together == study
    assert together == hw.read(parts[::-1], rubric, consensus=[samples / "consensus_with_reasons.csv"])


def test_marks_people_really_write_are_kept_as_they_are(samples: Path, rubric: hw.Rubric) -> None:
    agreed = hw.read(samples / "scores_long.csv", rubric).with_consensus(samples / "consensus_with_reasons_dirty.csv")
    texts = {row["dimension_number"]: (row["consensus"], row["consensus_text"]) for row in agreed.consensus()}
    assert texts[1] == (None, "2-3") and texts[2] == (None, "2.5") and texts[3] == (None, "3+") and texts[5] == (None, "between 1 and 2")
    assert texts[9] == (4, None)


def test_a_ten_megabyte_cell_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("community,round,rater,dimension,score,comment\nA,R1,a,Vision,3," + "x" * 10_000_000 + "\nA,R1,b,Vision,4,\n")
    study = hw.read(path)
    assert [(line, code) for line, _, code, _ in found(study)] == [(2, "field_too_long")]
    assert len(study.ratings()) == 1
    assert len(study.problems.to_dicts()[0]["value"]) < 1000


def test_nul_bytes(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes(HEADER.encode() + b"A\x00B,R1,a,Vision,3\n")
    study = hw.read(path)
    assert "nul_byte" in [code for _, _, code, _ in found(study)]
    assert len(study.ratings()) == 1


def test_duplicates(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(HEADER + "A,R1,a,Vision,3\nA,R1,a,Vision,3\nA,R1,b,Vision,2\nA,R1,b,Vision,5\nA,R1,c,Vision,4\n")
    study = hw.read(path)
    assert [(line, code) for line, _, code, _ in found(study)] == [(3, "duplicate_same"), (5, "duplicate_conflict")]
    row = study["A"].profile().to_dicts()[0]
    assert (row["n"], row["count_3"], row["count_4"], row["off_scale"]) == (2, 1, 1, 1)
    assert [r["written"] for r in study.ratings().where(rater="b")] == ["2 / 5"]


def test_one_rater_one_dimension_nobody_in_a_round(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(HEADER + "A,R1,a,Vision,3\nB,R1,a,Vision,2\nB,R2,a,Vision,2\n")
    study = hw.read(path)
    alone = study["A"].profile("R1").to_dicts()
    assert (alone[0]["n"], alone[0]["median_low"], alone[0]["status"]) == (1, 3, "value_only")
    assert {row["status"] for row in alone[1:]} == {"no_data"}
    assert {row["status"] for row in study["A"].profile("R2")} == {"not_assessed"}
    assert study["A"].rounds == ("R1",) and study["B"].rounds == ("R1", "R2")
    assert study["A"].side_by_side("R1", "R2").to_dicts()[0]["n_to"] in (0, None)
    assert study["A"].agenda("R2")["status"].tolist().count("not_assessed") == 9


def test_only_agreed_marks(samples: Path, rubric: hw.Rubric) -> None:
    study = hw.read(samples / "consensus_with_reasons.csv", rubric)
    assert len(study.consensus()) == 144 and len(study.ratings()) == 0
    row = study["Alderwick"].profile("R3").to_dicts()[0]
    assert (row["n"], row["consensus"], row["status"]) == (0, 4, "no_data")


def test_then_tests_are_kept_apart(samples: Path, rubric: hw.Rubric) -> None:
    plain = hw.read(samples / "scores_long.csv", rubric)
    both = hw.read([samples / "scores_long.csv", samples / "then_test_long.csv"], rubric)
    assert set(both.ratings()["mode"]) == {"individual", "then_test"}
    assert both["CAR"].profile("R1") == plain["CAR"].profile("R1")


def test_a_wrong_argument_says_what_is_right(marks: Path) -> None:
    for wrong in (5, None, b"abc", object(), [5], [], {}, {"a": 1}, {1: [2]}, [{"score": 1}]):
        with pytest.raises(hw.Error) as caught:
            hw.read(wrong)
        assert caught.value.argument and len(str(caught.value)) > 20
    with pytest.raises(hw.Error, match="give a Rubric"):
        hw.read(marks, "rubric.json")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        hw.read(marks, separator=";")  # type: ignore[call-arg]
