"""Columns, rows and data frames in, tables out: the same marks whatever library holds them, and none of them imported by us."""

from __future__ import annotations

import csv
import datetime
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import headway as hw

ROWS = [
    {"community": "Alder", "round": "R1", "rater": "a", "dimension_number": 1, "score": 3},
    {"community": "Alder", "round": "R1", "rater": "b", "dimension_number": 1, "score": None},
    {"community": "Alder", "round": "R1", "rater": "c", "dimension_number": 2, "score": 5},
]


@pytest.fixture(scope="module")
def rows(samples: Path) -> list[dict[str, Any]]:
    """The clean sample as rows, scores as whole numbers."""
    with open(samples / "scores_long.csv", encoding="utf-8", newline="") as file:
        return [row | {"score": int(row["score"]) if row["score"] else None, "dimension_no": int(row["dimension_no"])} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.fixture(scope="module")
def expected(samples: Path, rubric: hw.Rubric) -> hw.Study:
    return hw.read(samples / "scores_long.csv", rubric)


def test_rows_and_columns(rows: list[dict[str, Any]], columns: dict[str, list[Any]], rubric: hw.Rubric, expected: hw.Study) -> None:
    for source in (rows, tuple(rows), columns):
        study = hw.read(source, rubric)
        assert study == expected
        assert len(study.problems) == 0


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"])
def test_arrays_of_every_width(columns: dict[str, list[Any]], rubric: hw.Rubric, expected: hw.Study, dtype: str) -> None:
    scores = np.ma.MaskedArray([score or 0 for score in columns["score"]], mask=[score is None for score in columns["score"]], dtype=dtype)
    study = hw.read(columns | {"score": scores, "dimension_no": np.array(columns["dimension_no"], dtype=dtype)}, rubric)
    assert study == expected and len(study.problems) == 0


def test_strided_arrays_and_other_byte_orders(columns: dict[str, list[Any]], rubric: hw.Rubric, expected: hw.Study) -> None:
    numbers = np.repeat(np.array(columns["dimension_no"], dtype=">i4"), 2)[::2]
    assert hw.read(columns | {"dimension_no": numbers}, rubric) == expected


def test_a_number_that_is_no_number_is_no_mark(columns: dict[str, list[Any]], rubric: hw.Rubric, expected: hw.Study) -> None:
    scores = np.array([float("nan") if score is None else score for score in columns["score"]])
    assert hw.read(columns | {"score": scores}, rubric) == expected


@pytest.mark.parametrize("value", [2.5, np.float32(2.5), "2.5", Decimal("2.5"), np.array([2.5]), np.array([2.5], dtype="f4")])
def test_nothing_is_narrowed(value: Any) -> None:
    study = hw.read({"community": "A", "round": "R1", "rater": ["a"], "dimension": "Vision", "score": value if isinstance(value, np.ndarray) else [value]})
    row = study.ratings().to_dicts()[0]
    assert (row["score"], row["missing_reason"], row["written"], row["interval_low"], row["interval_high"]) == (None, "off_scale", "2.5", 2.0, 3.0)
    assert [(p["line"], p["code"], p["column_name"]) for p in study.problems] == [(1, "not_whole", "score")]


@pytest.mark.parametrize(
    ("value", "written"),
    [(7, "7"), (10**30, str(10**30)), (-1, "-1"), (float("inf"), "infinite"), (True, "True"), ("2-3", "2-3"), (b"3+", "3+"), (3.0000001, "3.0000001")],
)
def test_what_is_not_on_the_scale_is_kept_as_it_was(value: Any, written: str) -> None:
    study = hw.read([ROWS[0] | {"score": value}])
    row = study.ratings().to_dicts()[0]
    assert (row["score"], row["missing_reason"]) == (None, "off_scale")
    if written != "infinite":
        assert row["written"] == written
    assert len(study.problems) == 1


@pytest.mark.parametrize("value", [3, 3.0, "3", np.int8(3), np.float64(3.0), Decimal("3")])
def test_a_whole_mark_is_that_mark(value: Any) -> None:
    study = hw.read([ROWS[0] | {"score": value}, ROWS[2] | {"score": "4"}])
    assert [row["score"] for row in study.ratings()] == [3, 4]
    assert not [p for p in study.problems if p["severity"] != "note"]


@pytest.mark.parametrize("value", [datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29), np.datetime64("2024-02-29"), np.datetime64("2024-02-29T00:00"), "2024-02-29"])
def test_days(value: Any) -> None:
    assert hw.read([row | {"date": value} for row in ROWS]).ratings()["date"].tolist() == ["2024-02-29"] * 3


def test_a_key_that_a_row_does_not_have_has_no_value_there() -> None:
    study = hw.read([ROWS[0] | {"sector": "council"}, ROWS[2]])
    assert study.ratings()["sector"].tolist() == ["council", None]


def test_columns_must_be_as_long_as_each_other() -> None:
    with pytest.raises(hw.Error, match="values where"):
        hw.read({"community": ["A"], "round": ["R1"], "dimension": ["Vision"], "score": [1, 2]})


def test_a_column_is_no_text() -> None:
    with pytest.raises(hw.Error):
        hw.read({"community": object(), "round": object(), "dimension": object(), "score": object()})


def test_consensus_from_columns(samples: Path, rubric: hw.Rubric, study: hw.Study) -> None:
    with open(samples / "consensus_with_reasons.csv", encoding="utf-8", newline="") as file:
        agreed = list(csv.DictReader(file))
    together = hw.read(samples / "scores_long.csv", rubric).with_consensus(agreed)
    assert together == study
    assert hw.read(samples / "scores_long.csv", rubric, consensus=agreed) == study


def test_problems_of_columns_have_rows_from_one() -> None:
    study = hw.read([*ROWS, ROWS[0] | {"rater": "d", "score": "three"}])
    assert [(p["source"], p["line"], p["column"], p["column_name"]) for p in study.problems] == [("rows", 4, 5, "score")]


# Data frames


def frames(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The same rows in every library."""
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    table = pyarrow.Table.from_pylist(rows)
    frame = polars.DataFrame(rows, infer_schema_length=None)
    return {
        "pandas": pandas.DataFrame(rows),
        "pandas, nullable": pandas.DataFrame(rows).convert_dtypes(),
        "pandas, categories": pandas.DataFrame(rows).astype({"community": "category", "sector": "category", "dimension": "category"}),
        "pandas, pyarrow types": table.to_pandas(types_mapper=pandas.ArrowDtype),
        "polars": frame,
        "polars, small and categories": frame.with_columns(polars.col("score").cast(polars.Int8), polars.col("sector").cast(polars.Categorical)),
        "pyarrow": table,
        "pyarrow, batches": pyarrow.Table.from_batches(table.to_batches(max_chunksize=7)),
        "pyarrow, reader": pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=100)),
        "pyarrow, dictionaries": table.set_column(table.column_names.index("sector"), "sector", table["sector"].dictionary_encode()),
        "pyarrow, sliced": pyarrow.concat_tables([table.slice(0, 1000), table.slice(1000)]),
        "duckdb": duckdb.sql("from frame"),
    }


FRAMES = (
    "pandas", "pandas, nullable", "pandas, categories", "pandas, pyarrow types", "polars", "polars, small and categories", "pyarrow", "pyarrow, batches",
    "pyarrow, reader", "pyarrow, dictionaries", "pyarrow, sliced", "duckdb",
)  # fmt: skip


@pytest.mark.parametrize("kind", FRAMES)
def test_frames(kind: str, rows: list[dict[str, Any]], rubric: hw.Rubric, expected: hw.Study) -> None:
    study = hw.read(frames(rows)[kind], rubric)
    assert study == expected
    assert len(study.problems) == 0
    assert study.sources["source"][0].split()[0] == kind.split(",")[0].replace("pyarrow", "pyarrow")


def test_a_frame_of_mixed_values_is_read_all_the_same() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"community": "A", "round": "R1", "rater": list("abcd"), "dimension": "Vision", "score": pandas.Series([3, "2-3", None, 2.5], dtype=object)})
    study = hw.read(frame)
    assert study.ratings()["score"].tolist() == [3, None, None, None]
    assert study.ratings()["written"].tolist() == [None, "2-3", None, "2.5"]
    assert study.ratings()["missing_reason"].tolist() == [None, "off_scale", "blank", "off_scale"]


def test_half_marks_in_a_frame_are_problems() -> None:
    polars = pytest.importorskip("polars")
    study = hw.read(polars.DataFrame({"community": ["A"] * 2, "round": ["R1"] * 2, "rater": ["a", "b"], "dimension": ["Vision"] * 2, "score": [2.5, 3.0]}))
    assert [p["code"] for p in study.problems] == ["not_whole"]
    assert study.ratings()["score"].tolist() == [None, 3]


def test_several_frames_and_files_are_one_study(samples: Path, rows: list[dict[str, Any]], rubric: hw.Rubric, study: hw.Study) -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    split = [pandas.DataFrame(rows[:1000]), polars.DataFrame(rows[1000:], infer_schema_length=None)]
    assert hw.read(split, rubric, consensus=samples / "consensus_with_reasons.csv") == study


def test_a_used_up_stream_is_an_error(rows: list[dict[str, Any]], rubric: hw.Rubric) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_pylist(rows)

    class Once:
        def __init__(self) -> None:
            self.stream = table.__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.stream

    once = Once()
    hw.read(once, rubric)
    with pytest.raises(hw.Error) as caught:
        hw.read(once, rubric)
    assert caught.value.category == "invalid_argument"


def test_a_stream_that_breaks_is_an_error_and_not_a_crash(rows: list[dict[str, Any]]) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_pylist(rows)

    def broken() -> Any:
        yield table.to_batches()[0]
        raise RuntimeError("the disk fell out")

    with pytest.raises(hw.Error, match="disk fell out") as caught:
        hw.read(pyarrow.RecordBatchReader.from_batches(table.schema, broken()))
    assert caught.value.category == "io"


def test_something_that_only_claims_to_be_arrow() -> None:
    class Liar:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return 5

    class Thrower:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            raise RuntimeError("not today")

    with pytest.raises((hw.Error, TypeError)):
        hw.read(Liar())
    with pytest.raises(hw.Error, match="not today"):
        hw.read(Thrower())


def test_parquet(tmp_path: Path, rows: list[dict[str, Any]], rubric: hw.Rubric, expected: hw.Study) -> None:
    polars = pytest.importorskip("polars")
    polars.DataFrame(rows, infer_schema_length=None).write_parquet(tmp_path / "scores.parquet")
    study = hw.read(tmp_path / "scores.parquet", rubric)
    assert study == expected
    assert study.sources["source"].tolist() == [str(tmp_path / "scores.parquet")]


# Tables out


def test_tables_go_everywhere(study: hw.Study) -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    table = profile = study["Alderwick"].profile("R3", by="sector", audience="partners")
    expected = table.to_dicts()
    assert any(row["status"] == "hidden" for row in study["Brackenmoor"].turnover(audience="public"))
    assert polars.DataFrame(table).to_dicts() == table.to_polars().to_dicts() == expected
    assert pyarrow.table(table).to_pylist() == table.to_arrow().to_pylist() == expected
    assert pyarrow.record_batch(table).to_pylist() == expected
    assert pyarrow.schema(table).names == list(table.columns)
    assert duckdb.sql("from profile").pl().to_dicts() == expected
    frame = table.to_pandas()
    assert [{name: None if value is pandas.NA else value for name, value in row.items()} for row in frame.to_dict("records")] == expected


def test_a_table_can_be_handed_over_again_and_again(study: hw.Study) -> None:
    polars = pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    profile = study.profile()
    assert polars.DataFrame(profile).equals(polars.DataFrame(profile))
    assert duckdb.sql("select count(*) from profile").fetchall() == duckdb.sql("select count(*) from profile").fetchall() == [(len(profile),)]


def test_what_is_handed_over_outlives_the_table(study: hw.Study) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    held = pyarrow.table(study.profile())
    stream = study.profile().__arrow_c_stream__()
    del stream
    assert held["n"].to_pylist() == study.profile()["n"].tolist()


def test_hidden_survives_every_way_out(study: hw.Study) -> None:
    polars = pytest.importorskip("polars")
    table = study.turnover(audience="public")
    hidden = [i for i, row in enumerate(table) if row["status"] == "hidden"]
    assert hidden
    frame = polars.DataFrame(table)
    for i in hidden:
        assert frame["status"][i] == "hidden" and frame["hidden_reason"][i] and frame["stayed"][i] is None
        assert table["stayed"].mask[i] and table.to_pandas()["stayed"].isna()[i]


def test_ratings_come_back_from_a_frame(study: hw.Study, rubric: hw.Rubric) -> None:
    polars = pytest.importorskip("polars")
    assert hw.read(polars.DataFrame(study.ratings()), rubric) == hw.read(study.ratings(), rubric)
    again = hw.read(study.ratings(), rubric)
    assert again.ratings() == study.ratings()


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow", "duckdb"])
def test_reading_a_frame_imports_no_other_library(library: str) -> None:
    pytest.importorskip(library)
    make = {
        "pandas": "pandas.DataFrame(rows)",
        "polars": "polars.DataFrame(rows)",
        "pyarrow": "pyarrow.Table.from_pylist(rows)",
        "duckdb": "duckdb.sql(\"select 'A' community, 'R1' as round, 'a' rater, 'Vision' dimension, 3 score\")",
    }[library]
    code = f"""
import sys
import {library}
rows = [dict(community="A", round="R1", rater="a", dimension="Vision", score=3)]
made = {make}
made.__arrow_c_stream__()
before = set(sys.modules)
import headway
study = headway.read(made)
assert len(study.ratings()) == 1
study["A"].profile()
print(sorted({{name.partition(".")[0] for name in set(sys.modules) - before}} - set(sys.stdlib_module_names) - {{"headway"}}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
