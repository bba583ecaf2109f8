"""headway.Error: one line, and fields to act on."""

from __future__ import annotations

import copy
import pickle

import pytest

import headway as hw


def test_an_error_is_a_value_error_with_fields() -> None:
    with pytest.raises(ValueError) as caught:
        hw.rubrics.find("system_maturty")
    problem = caught.value
    assert isinstance(problem, hw.Error)
    assert (problem.category, problem.argument, problem.row) == ("not_found", "id", None)
    assert 'did you mean "system_maturity"?' in problem.message
    assert str(problem) == f"{problem.function}: id: {problem.message}"
    assert "\n" not in str(problem)


def test_the_row_is_part_of_the_line() -> None:
    problem = hw.Error("7 is not allowed", category="out_of_range", function="read", argument="score", row=3)
    assert str(problem) == "read: score (row 3): 7 is not allowed"


@pytest.mark.parametrize("copied", [lambda e: pickle.loads(pickle.dumps(e)), copy.deepcopy])
def test_a_copy_says_the_same(copied) -> None:
    problem = hw.Error("no", category="io", function="read", argument="source", row=0)
    again = copied(problem)
    assert type(again) is hw.Error
    assert (str(again), again.category, again.function, again.argument, again.row) == (str(problem), "io", "read", "source", 0)
