"""The model of a whole study."""

from __future__ import annotations

import importlib.util
import pickle
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import headway as hw

SAMPLES = Path(__file__).parents[2] / "tests" / "data" / "samples"


@pytest.fixture(scope="module")
def study() -> hw.Study:
    return hw.read(SAMPLES / "scores_long.csv", hw.rubrics.system_maturity())


@pytest.fixture(scope="module")
def fit(study: hw.Study) -> Any:
    return study.fit(community="Brackenmoor", draws=200)


def test_levels_have_probabilities_and_intervals(fit: Any) -> None:
    assert fit.status == "ok"
    assert fit.words.startswith("One model of ")
    levels = fit.levels()
    assert len(levels) == 18
    for row in levels.to_dicts():
        assert sum(row[f"p_{k}"] for k in range(1, 6)) == pytest.approx(1.0)
        assert sum(k * row[f"p_{k}"] for k in range(1, 6)) == pytest.approx(row["expected"])
        assert row["low"] < row["expected"] < row["high"]
        assert row["panel_low"] < row["panel"] < row["panel_high"]
        assert row[f"p_{row['level']}"] == max(row[f"p_{k}"] for k in range(1, 6))


def test_change_is_the_difference_of_levels(fit: Any) -> None:
    change = fit.change()
    levels = fit.levels().to_dicts()
    for row, earlier, later in zip(change.to_dicts(), levels[:9], levels[9:], strict=True):
        assert row["change"] == pytest.approx(later["expected"] - earlier["expected"])
        assert row["together_low"] < row["low"] < row["high"] < row["together_high"]
        assert 0.0 <= row["p_up_level"] <= row["p_up"] <= 1.0


def test_blocks_say_why(fit: Any) -> None:
    blocks = {row["block"]: row for row in fit.blocks().to_dicts()}
    assert not blocks["community"]["kept"]
    assert blocks["community"]["why"] == "one community, so there is none to compare it with"
    assert blocks["rater"]["kept"]
    assert 0.0 < blocks["rater"]["low"] < blocks["rater"]["standard_deviation"] < blocks["rater"]["high"]
    assert 0.0 <= blocks["rater"]["reliability"] < 1.0


def test_nobody_is_named_unless_asked_for(fit: Any) -> None:
    severity = fit.severity()
    people = severity.where(of="rater")
    assert list(people["who"]) == [str(i + 1) for i in range(len(people))]
    named = fit.severity(names=True).where(of="rater")
    assert all(who.startswith("BRA-") for who in named["who"])
    assert list(named["severity"]) == list(people["severity"]) == sorted(people["severity"])
    for audience in ("partners", "public"):
        shared = fit.severity(audience=audience)
        assert len(shared.where(of="rater")) == 0
        assert "BRA-0" not in str(shared.to_dicts())
        with pytest.raises(hw.Error, match="nobody but the room"):
            fit.severity(names=True, audience=audience)


def test_misfit_is_judged_by_simulated_marks(fit: Any) -> None:
    misfit = fit.misfit()
    rows = misfit.to_dicts()
    assert rows[0]["of"] == "marks"
    assert rows[0]["n"] == fit.diagnostics().n
    for row in rows:
        assert 0.0 < row["infit_low"] < row["infit_high"]
        assert 0.0 < row["outfit_p"] <= 1.0
        assert row["words"].endswith(("the model expects", "as expected"))
    assert len(misfit.where(of="dimension")) == 9
    people = misfit.where(of="rater")
    assert list(people["who"]) == list(fit.severity().where(of="rater")["who"])
    assert list(fit.misfit(names=True).where(of="rater")["who"]) == list(fit.severity(names=True).where(of="rater")["who"])
    assert len(fit.misfit(audience="partners").where(of="rater")) == 0
    with pytest.raises(hw.Error, match="nobody but the room"):
        fit.misfit(names=True, audience="public")


def test_what_sectors_panels_and_changes_are_worth(study: hw.Study, fit: Any) -> None:
    use = fit.sector_use()
    assert [row["sector"] for row in use.to_dicts() if row["dimension"] is None] == sorted(set(use["sector"]))
    for row in use.to_dicts():
        assert row["together_low"] < row["points"] < row["together_high"]
        assert row["words"].startswith(("People of ", "Whether people of "))
    assert {row["status"] for row in fit.sector_use(audience="public").to_dicts()} == {"hidden"}
    panel = fit.panel().to_dicts()
    assert len(panel) == 2 * (9 + 1)
    for row in panel:
        assert 1.0 <= row["effective"] <= row["n"]
        assert 0.0 < row["exact_low"] < row["exact"] < row["within_one"] < 1.0
    assert [row["dimension"] for row in panel].count(None) == 2
    change, claims = fit.change().to_dicts(), fit.claims().to_dicts()
    announced = [max(row["p_up"], 1.0 - row["p_up"]) for row in change if max(row["p_up"], 1.0 - row["p_up"]) >= 0.95]
    assert claims[-1]["community"] is None
    assert claims[-1]["rises"] + claims[-1]["falls"] == len(announced)
    assert claims[-1]["expected_false"] == pytest.approx(sum(1.0 - p for p in announced))
    assert len(fit.turns()) == 0  # two rounds
    stayers = fit.stayers().to_dicts()
    assert all(0.0 <= row["share"] <= 1.0 for row in stayers)
    assert [row["stayed"] + row["left"] for row in stayers] == [row["n_from"] for row in change]


def test_audiences(study: hw.Study) -> None:
    small = study.fit(community="Brackenmoor", draws=20, blocks=["dimension", "rater"])
    hidden = [row for row in small.levels(audience="public").to_dicts() if row["status"] == "hidden"]
    room = small.levels().to_dicts()
    assert all(row["expected"] is None and row["n"] is None and row["hidden_reason"] for row in hidden)
    assert len(hidden) == sum(0 < row["n"] < 6 for row in room)
    with pytest.raises(hw.Error, match="audience"):
        small.levels(audience="everybody")


def test_what_is_simulated_can_be_read_and_fitted(study: hw.Study, fit: Any) -> None:
    made = fit.simulate(seed=3)
    assert made == fit.simulate(seed=3)
    assert made != fit.simulate(seed=4)
    again = hw.read(made.to_dicts(), study.rubric)
    assert [p for p in again.problems.to_dicts() if p["severity"] == "error"] == []
    refit = again.fit(draws=50)
    assert refit.diagnostics().n == fit.diagnostics().n


def test_draws_for_other_programs(fit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = fit.draws()
    assert len(draws) == 200
    people = fit.severity().where(of="rater")
    for number in (1, len(people)):
        assert -np.mean(draws[f"rater[{number}]"]) == pytest.approx(people["severity"][number - 1])
    named = fit.severity(names=True).where(of="rater")["who"][0]
    assert list(fit.draws(names=True)[f"rater[{named}]"]) == list(draws["rater[1]"])
    made = fit.to_dict()
    assert made["posterior"]["threshold"].shape == (1, 200, 4)
    assert made["coords"]["threshold_of"] == ["1|2", "2|3", "3|4", "4|5"]
    assert made["posterior"]["dimension"].shape == (1, 200, 9)
    assert list(made["posterior"]["round"][0, :, 0]) == list(draws["round[R2]"])
    assert (np.diff(made["posterior"]["threshold"], axis=2) > 0).all()
    if importlib.util.find_spec("arviz"):
        data = fit.to_arviz()
        assert data.posterior["dimension"].sel(dimension_of="vision").shape == (1, 200)
    old = SimpleNamespace(from_dict=lambda posterior=None, coords=None, dims=None: (posterior, coords, dims))
    new = SimpleNamespace(from_dict=lambda data, *, coords=None, dims=None: (data["posterior"], coords, dims))
    for arviz in (old, new):  # how from_dict is called before and from ArviZ 1
        monkeypatch.setitem(sys.modules, "arviz", arviz)
        posterior, coords, dims = fit.to_arviz()
        assert posterior.keys() == made["posterior"].keys()
        assert coords == made["coords"]
        assert dims["rater"] == ["rater_of"]
    monkeypatch.setitem(sys.modules, "arviz", None)
    with pytest.raises(hw.Error, match="pip install arviz"):
        fit.to_arviz()


def test_same_bits_and_pickled(study: hw.Study, fit: Any) -> None:
    again = study.fit(community="Brackenmoor", draws=200, threads=2)
    assert again.levels() == fit.levels()
    assert pickle.loads(pickle.dumps(fit)) == fit
    assert pickle.loads(pickle.dumps(fit)).change() == fit.change()
    assert study.fit(community="Brackenmoor", draws=200, seed=2).levels() != fit.levels()
    assert "rater_dimension" in repr(fit)
    assert "<table" in fit._repr_html_()


def test_options_and_refusals(study: hw.Study) -> None:
    fit = study.fit("probit", community="ESK", blocks=["dimension", "rater"], method="normal", draws=50, thresholds_by_dimension=True)
    summary = fit.diagnostics()
    assert (summary.link, summary.method, summary.draws, summary.blocks) == ("probit", "normal", 50, 2)
    with pytest.raises(hw.Error, match="did you mean|is not in this study"):
        study.fit(community="Elsewhere")
    with pytest.raises(hw.Error, match="'raters' is not allowed"):
        study.fit(blocks=["raters"])  # type: ignore[list-item]
    with pytest.raises(hw.Error, match="is a text"):
        study.fit(blocks="rater")  # type: ignore[arg-type]
    with pytest.raises(hw.Error, match="'cauchit' is not allowed"):
        study.fit("cauchit")  # type: ignore[arg-type]
    with pytest.raises(hw.Error, match="confidence"):
        study.fit(community="ESK", confidence=1.5)
    with pytest.raises(hw.Error, match="stopped") as raised:
        study.fit(community="ESK", progress=lambda done: done > 0.1)
    assert raised.value.category == "cancelled"


def test_a_study_that_holds_little() -> None:
    rubric = hw.rubrics.system_maturity()
    one = [{"community": "A", "round": "R1", "rater": "p", "dimension": "Vision", "score": 3}]
    assert hw.read(one, rubric).fit(draws=50).status == "ok"
    blank = [{"community": "A", "round": "R1", "rater": "p", "dimension": "Vision", "score": "don't know"}]
    fit = hw.read(blank, rubric).fit()
    assert fit.status == "no_data"
    assert fit.words == "Nobody gave a mark on the scale, so nothing was fitted."
    assert set(fit.levels()["status"]) == {"no_data"}
    assert len(fit.change()) == len(fit.severity()) == len(fit.simulate()) == 0


def test_communities_are_foreseen_from_the_others(study: hw.Study, fit: Any) -> None:
    alone = fit.left_out().to_dicts()
    assert [row["status"] for row in alone] == ["too_few_units"] * 2
    assert all(row["log_score"] is None for row in alone)
    rows = study.fit(blocks=["community", "rater"], draws=20).left_out().to_dicts()
    assert tuple(row["community"] for row in rows[:-1]) == study.communities
    assert rows[-1]["community"] is None
    assert rows[-1]["log_score"] == pytest.approx(sum(row["log_score"] for row in rows[:-1]))
    assert all(row["log_score"] < 0.0 and row["per_mark"] == pytest.approx(row["log_score"] / row["n"]) for row in rows)
