"""Whatever comes in: it reads, or it is a headway.Error; text stays text; a mark is a level or it is kept as it was."""

from __future__ import annotations

import csv
import io
import string
from typing import Any

import pytest

import headway as hw

hypothesis = pytest.importorskip("hypothesis")
from hypothesis import given, settings
from hypothesis import strategies as st

settings.register_profile("headway", deadline=None, max_examples=100)
settings.load_profile("headway")

NAMES = ["community", "community_key", "round", "rater", "sector", "date", "dimension", "dimension_number", "score", "missing_reason", "reason", "mode", "written", "outcome"]
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
HOSTILE = st.sampled_from(["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2", "<script>alert(1)</script>", "'; drop table marks; --", "\x1b[31m", "\u202e", "a\x00b", "\ud800", "{{7*7}}", "[red]", ""])
VALUE = st.one_of(st.none(), st.integers(), st.floats(), st.booleans(), TEXT, HOSTILE, st.binary(max_size=8), st.dates(), st.decimals(allow_nan=False))


@given(st.dictionaries(st.one_of(st.sampled_from(NAMES), TEXT), st.one_of(st.lists(VALUE, max_size=6), VALUE), max_size=8))
def test_any_columns_read_or_are_an_error(columns: dict[str, Any]) -> None:
    try:
        study = hw.read(columns)
    except hw.Error:
        return
    study.profile(), study.coverage(), study.problems.to_dicts(), repr(study)


@given(st.lists(st.fixed_dictionaries({name: VALUE for name in ("community", "round", "rater", "dimension", "score")}), min_size=1, max_size=6))
def test_any_rows_read_and_no_mark_is_guessed(rows: list[dict[str, Any]]) -> None:
    study = hw.read(rows)
    for row in study.ratings():
        if row["score"] is not None:
            assert 1 <= row["score"] <= 5 and row["missing_reason"] is None
        else:
            assert row["missing_reason"] in ("blank", "dont_know", "not_applicable", "not_asked", "refused", "off_scale")
    assert study == hw.read(rows)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["R1", "R2"]), st.integers(1, 9), st.integers(-3, 9)), max_size=40))
def test_counts_are_the_counts(marks: list[tuple[str, str, int, int]]) -> None:
    once = {(rater, round, dimension): score for rater, round, dimension, score in marks}
    rows = [{"community": "A", "round": r, "rater": p, "dimension_number": d, "score": s} for (p, r, d), s in once.items()]
    if not rows:
        return
    study = hw.read(rows)
    for row in study.profile():
        here = [s for (_, r, d), s in once.items() if r == row["round"] and d == row["dimension_number"]]
        assert [row[f"count_{k}"] for k in range(1, 6)] == [here.count(k) for k in range(1, 6)]
        assert row["n"] + row["off_scale"] == len(here)


@given(st.binary(max_size=300))
def test_any_bytes_read_or_are_an_error(data: bytes) -> None:
    try:
        hw.read(io.BytesIO(data))
    except hw.Error:
        pass


@given(st.lists(st.lists(st.one_of(TEXT, HOSTILE.filter(lambda t: t != "\ud800")), min_size=5, max_size=5), max_size=5), st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]))
def test_any_table_of_text_reads(rows: list[list[str]], separator: str, end: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerows([["community", "round", "rater", "dimension", "score"], *rows])
    study = hw.read(io.StringIO(out.getvalue()))
    assert study.sources["rows_read"][0] <= len(rows) + sum(field.count("\n") + field.count("\r") for row in rows for field in row)


@given(st.lists(HOSTILE.filter(lambda t: t not in ("", "\ud800")), min_size=4, max_size=4))
def test_hostile_text_stays_text(texts: list[str]) -> None:
    community, round, rater, reason = texts
    study = hw.read([{"community": community, "round": round, "rater": rater, "dimension": "Vision", "score": 3, "reason": reason}])
    if len(study.ratings()) == 0:
        return
    again = hw.read(io.BytesIO(tidy(study)))
    assert again == study
    for page in (study._repr_html_(), study.ratings()._repr_html_(), study.problems._repr_html_(), study.profile()._repr_html_()):
        assert "<script>" not in page
    for said in (repr(study), repr(study.ratings()), repr(study.problems)):
        assert not {"\x1b", "\u202e", "\x00"} & set(said)
    for line in csv.reader(io.StringIO(study.ratings().to_csv(), newline="")):
        assert not [field for field in line if field.startswith(("=", "+", "@")) or (field.startswith("-") and not field[1:].isdigit())]


@given(st.dictionaries(st.text(string.printable, max_size=8), st.one_of(st.none(), st.integers(), TEXT), max_size=4))
def test_any_mapping_reads_or_is_an_error(mapping: dict[str, Any]) -> None:
    try:
        hw.read(io.StringIO("community,round,rater,dimension,score\nA,R1,a,Vision,3\n"), mapping=mapping)
    except hw.Error:
        pass


@given(st.text(max_size=60))
def test_any_text_is_a_rubric_or_an_error(text: str) -> None:
    with pytest.raises(hw.Error):
        hw.Rubric.from_json(text)


def tidy(study: hw.Study) -> bytes:
    from headway import _core

    return _core.write_tidy(study._core)
