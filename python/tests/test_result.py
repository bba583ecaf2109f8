"""A result: figures by name, a value or a status."""

from __future__ import annotations

import pickle

import pytest

import headway as hw


@pytest.fixture
def result() -> hw.Result:
    return hw.exact.paired_change([1, 2, 3, 2], [2, 2, 4, 3], levels=5)


def test_figures_are_attributes_and_columns(result: hw.Result) -> None:
    assert result.n == 4 and result.to_dict()["n"] == 4 and result.table["n"][0] == 4
    assert result.change is None and set(result) == set(result.table.columns)
    assert "p_min" in dir(result)
    with pytest.raises(AttributeError, match=r"no 'p_value'; it has n, up"):
        result.p_value


def test_it_never_changes_and_travels(result: hw.Result) -> None:
    with pytest.raises(AttributeError, match="cannot be changed"):
        result.n = 5
    assert pickle.loads(pickle.dumps(result)) == result


def test_it_shows_itself(result: hw.Result) -> None:
    text = repr(result)
    assert text.startswith("Change, same people\n") and "  p_two_sided     0.250\n" in text and "  change          -\n" in text
    html = result._repr_html_()
    assert "<caption>Change, same people</caption>" in html and ">0.250<" in html
