"""The joint draws beside the posterior that NUTS finds, for three small studies. benchmarks/peers/posterior.py made the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import headway as hw

FILE = Path(__file__).parents[2] / "tests" / "data" / "posterior_by_nuts.json"
STUDIES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["studies"]


@pytest.mark.parametrize("one", STUDIES, ids=lambda one: one["name"])
def test_draws_are_those_of_the_exact_posterior(one: dict[str, Any]) -> None:
    rows = one["rows"]
    columns = {name: [f"{name[0]}{value}" for value in rows[name]] for name in ("community", "round", "rater", "sector")}
    study = hw.read({**columns, "dimension": [value + 1 for value in rows["dimension"]], "score": rows["score"]}, hw.rubrics.system_maturity())
    fit = study.fit(blocks=one["blocks"], draws=2000, seed=1)
    ours = {f"standard deviation, {row['block']}": (row["standard_deviation"], row["low"], row["high"]) for row in fit.blocks().to_dicts() if row["kept"]}
    for row in fit.levels().to_dicts():
        ours[f"expected, place {row['community'][1:]}, round {row['round'][1:]}, dimension {row['dimension_number'] - 1}"] = (row["expected"], row["low"], row["high"])
    for row in fit.change().to_dicts():
        ours[f"change, place {row['community'][1:]}, round {row['to_round'][1:]}, dimension {row['dimension_number'] - 1}"] = (row["change"], row["low"], row["high"])
    for figure, exact in one["figures"].items():
        mean, low, high = ours[figure]
        width = exact["high"] - exact["low"]
        # what is read off a study; standard deviations themselves rest on Laplace's approximation of their likelihood, which four marks a member make rougher
        near = 0.25 if figure.startswith("standard deviation") else 0.1
        assert mean == pytest.approx(exact["mean"], abs=near * exact["sd"]), figure
        assert low == pytest.approx(exact["low"], abs=near * width), figure
        assert high == pytest.approx(exact["high"], abs=near * width), figure
