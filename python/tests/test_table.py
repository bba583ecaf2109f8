"""headway.Table: columns in, columns out, nothing missing turned into a number."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import headway as hw
from headway import _core

COLUMNS = [
    ("n", "integer", [1, None, 3]),
    ("share", "real", [0.5, None, 2.25]),
    ("text", "text", ["<b>&", "=1+1", None]),
    ("flag", "boolean", [True, None, False]),
    ("status", "text", ["ok", "hidden", "ok"]),
    ("hidden_reason", "text", [None, "fewer than 6 people", None]),
]


@pytest.fixture
def table() -> hw.Table:
    return hw.Table(_core.Table.from_columns(COLUMNS))


def test_sizes_and_names(table: hw.Table) -> None:
    assert len(table) == 3
    assert table.columns == ("n", "share", "text", "flag", "status", "hidden_reason")


def test_a_column_with_all_its_values_is_a_plain_array(table: hw.Table) -> None:
    status = table["status"]
    assert type(status) is np.ndarray and status.dtype == object
    assert list(status) == ["ok", "hidden", "ok"]
    assert table.valid("status").all()


def test_a_cell_without_a_value_is_masked_and_never_a_number(table: hw.Table) -> None:
    for name, dtype in [("n", np.int64), ("share", np.float64), ("text", object), ("flag", bool)]:
        column = table[name]
        assert isinstance(column, np.ma.MaskedArray)
        assert column.dtype == dtype
        assert column.tolist() == dict((n, values) for n, _, values in COLUMNS)[name]
    assert table["n"].sum() == 4
    assert table.valid("n").tolist() == [True, False, True]
    assert not any(isinstance(value, float) and value != value for row in table for value in row.values())


def test_arrays_cannot_be_written_to_and_outlive_the_table(table: hw.Table) -> None:
    column = table["n"]
    for array in (column.data, table["status"], table.valid("n")):
        with pytest.raises(ValueError):
            array[0] = 0
    del table
    assert column.tolist() == [1, None, 3]


def test_numbers_are_not_copied(table: hw.Table) -> None:
    assert np.shares_memory(table["n"].data, table["n"].data)
    assert np.shares_memory(table["share"].data, table["share"].data)


def test_rows(table: hw.Table) -> None:
    expected = [{name: values[i] for name, _, values in COLUMNS} for i in range(3)]
    assert table.to_dicts() == expected == list(table)
    assert [type(value) for value in table.to_dicts()[0].values()] == [int, float, str, bool, str, type(None)]


def test_selecting(table: hw.Table) -> None:
    assert table.where(status="ok").to_dicts() == [row for row in table if row["status"] == "ok"]
    assert table.where(n=None).to_dicts() == [list(table)[1]]
    assert table.select("text", "n").columns == ("text", "n")
    assert len(table.head(2)) == 2 and len(table.head(99)) == 3 and len(table.head(0)) == 0


def test_a_wrong_name_is_answered_with_the_nearest(table: hw.Table) -> None:
    for use in (lambda: table["shere"], lambda: table.valid("shere"), lambda: table.where(shere=1), lambda: table.select("shere")):
        with pytest.raises(hw.Error, match='did you mean "share"') as caught:
            use()
        assert caught.value.category == "not_found"
    with pytest.raises(hw.Error, match="not the name of a column"):
        table[0]  # type: ignore[index]


def test_equality_and_pickles(table: hw.Table) -> None:
    again = pickle.loads(pickle.dumps(table))
    assert again == table and again is not table
    assert table != table.head(2)
    assert table != 3
    with pytest.raises(TypeError):
        hash(table)


def test_nothing_can_be_set(table: hw.Table) -> None:
    with pytest.raises(AttributeError, match="cannot be changed"):
        table.columns = ()  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot be changed"):
        del table._core
    with pytest.raises(TypeError):
        table["n"] = 3  # type: ignore[index]


def test_as_text(table: hw.Table) -> None:
    said = repr(table)
    assert "hidden" in said and "1 row hidden because the group is small" in said
    assert "3 rows, 6 columns" in said
    lines = said.splitlines()
    assert lines[0].split()[:2] == ["n", "share"]
    assert len({line.index("<b>&") for line in lines if "<b>&" in line} | {lines[0].index("text")}) == 1


def test_text_never_takes_more_room_than_there_is(study: hw.Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    lines = repr(study["Alderwick"].profile("R3")).splitlines()
    assert all(len(line) <= 100 for line in lines if line.startswith(("dimension", "Vision", " ")))
    assert "median_low" in "\n".join(lines)


def test_html_is_escaped(table: hw.Table) -> None:
    page = table._repr_html_()
    assert "&lt;b&gt;&amp;" in page and "<b>" not in page
    assert page.count("<tr>") == 4


def test_markdown_is_escaped(table: hw.Table) -> None:
    page = table._repr_markdown_()
    assert r"\<b\>&amp;" in page and "<b>" not in page


def test_csv_is_harmless_in_a_spreadsheet(table: hw.Table) -> None:
    lines = table.to_csv().splitlines()
    assert lines[0] == "n,share,text,flag,status,hidden_reason"
    assert lines[2] == ",,'=1+1,,hidden,fewer than 6 people"
    assert table.to_csv(safe=False).splitlines()[2] == ",,=1+1,,hidden,fewer than 6 people"


def test_an_empty_table(study: hw.Study) -> None:
    empty = study.ratings().where(community="nowhere")
    assert len(empty) == 0 and empty.to_dicts() == [] and list(empty) == []
    assert empty["score"].dtype == np.int64 and empty["score"].shape == (0,)
    assert "0 rows" in repr(empty) and "<table>" in empty._repr_html_() and empty.to_csv().count("\n") == 1


def test_control_characters_do_not_reach_the_terminal() -> None:
    table = hw.Table(_core.Table.from_columns([("a", "text", ["\x1b[31mred\u202eno\n\t"])]))
    assert "\x1b" not in repr(table) and "\u202e" not in repr(table)
    assert "\\x1b[31mred\\u202eno\\n\\t" in repr(table)
