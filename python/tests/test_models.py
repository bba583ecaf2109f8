"""Ordinal models of columns. Values of R's ordinal (clm, clmm 2022.11-16) on its own data; tests/parity compares more, live."""

from __future__ import annotations

import csv
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import headway as hw

WINE = Path(__file__).parents[2] / "tests" / "data" / "reference" / "data" / "a16_clmm_wine.csv"


@pytest.fixture(scope="module")
def wine() -> dict[str, list[Any]]:
    with WINE.open() as file:
        rows = list(csv.DictReader(file))
    out: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in rows[0]}
    out["rating"] = [int(value) for value in out["rating"]]
    return out


def value(fit: hw.models.CumulativeLinkFit, term: str, column: str = "value") -> float:
    return float(fit.parameters.where(term=term)[column][0])


def test_clmm_of_the_wines(wine: dict[str, list[Any]]) -> None:
    fit = hw.models.cumulative_link(wine["rating"], 5, terms={"temp": wine["temp"], "contact": wine["contact"]}, groups={"judge": wine["judge"]})
    assert fit.status == "ok"
    assert fit.termination == "gradient"
    assert fit.words.startswith("The search ended at a maximum")
    assert fit.log_likelihood == pytest.approx(-81.565413, abs=1e-5)
    assert [value(fit, f"{k}|{k + 1}") for k in range(1, 5)] == pytest.approx([-1.6236669, 1.5133652, 4.2285267, 6.0887726], abs=1e-4)
    assert value(fit, "temp warm") == pytest.approx(3.0629966, abs=1e-4)
    assert value(fit, "contact yes") == pytest.approx(1.8348849, abs=1e-4)
    assert value(fit, "judge") == pytest.approx(1.131133, abs=1e-4)
    assert value(fit, "judge", "low") < 1.131133 < value(fit, "judge", "high")
    assert len(fit.effects) == 9
    assert list(fit.effects["label"]) == [str(j) for j in range(1, 10)]
    assert set(fit.effects["n"]) == {8}
    assert "judge" in repr(fit)
    assert "<table" in fit._repr_html_()
    assert pickle.loads(pickle.dumps(fit)) == fit


def test_quadrature_of_the_wines(wine: dict[str, list[Any]]) -> None:
    given: dict[str, Any] = {"terms": {"temp": wine["temp"], "contact": wine["contact"]}, "groups": {"judge": wine["judge"]}}
    laplace = hw.models.cumulative_link(wine["rating"], 5, **given)
    fit = hw.models.cumulative_link(wine["rating"], 5, **given, quadrature=7)
    assert (laplace.quadrature, fit.quadrature) == (1, 7)
    assert fit.log_likelihood == pytest.approx(-81.532461, abs=1e-5)  # clmm(.., nAGQ = 7)
    assert value(fit, "judge") == pytest.approx(1.1347830, abs=1e-4)
    assert value(fit, "temp warm") == pytest.approx(3.0618909, abs=1e-4)
    assert fit.correction is None
    assert laplace.log_likelihood + laplace.correction == pytest.approx(-81.53253, abs=4 * laplace.correction_error)  # the exact value where Laplace's likelihood is largest
    assert laplace.correction_error < 0.01
    assert 0.8 < laplace.effective_share <= 1.0
    with pytest.raises(hw.Error, match="keep one group"):
        hw.models.cumulative_link(wine["rating"], 5, groups={"judge": wine["judge"], "bottle": wine["bottle"]}, quadrature=7)
    with pytest.raises(hw.Error, match="quadrature"):
        hw.models.cumulative_link(wine["rating"], 5, **given, quadrature=51)


def test_columns_as_people_have_them(wine: dict[str, list[Any]]) -> None:
    import pandas
    import polars

    named = {"temp": wine["temp"], "contact": wine["contact"]}
    fit = hw.models.cumulative_link(wine["rating"], 5, terms=named)
    for frame in (pandas.DataFrame(wine), polars.DataFrame(wine)):
        assert hw.models.cumulative_link(frame["rating"], 5, terms=frame[["temp", "contact"]]) == fit
    words = dict(zip(range(1, 6), ["none", "little", "some", "much", "all"], strict=True))
    assert hw.models.cumulative_link([words[y] for y in wine["rating"]], list(words.values()), terms=named) == fit
    numbers = {"warm": np.array([t == "warm" for t in wine["temp"]]), "yes": [float(c == "yes") for c in wine["contact"]]}
    assert hw.models.cumulative_link(wine["rating"], 5, terms=numbers).log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-12)


def test_rows_that_lack_something_are_left_out(wine: dict[str, list[Any]]) -> None:
    terms = {"temp": wine["temp"]}
    groups = {"judge": wine["judge"]}
    fit = hw.models.cumulative_link(wine["rating"][2:], 5, terms={"temp": wine["temp"][2:]}, groups={"judge": wine["judge"][2:]}, thresholds_by=wine["contact"][2:])
    gaps = hw.models.cumulative_link(
        [None, *wine["rating"][1:]], 5, terms=terms, groups={"judge": [wine["judge"][0], None, *wine["judge"][2:]]}, thresholds_by=[*wine["contact"][:1], None, *wine["contact"][2:]]
    )
    assert (gaps.n, gaps.left_out) == (70, 2)
    assert gaps.parameters == fit.parameters
    assert gaps.effects == fit.effects
    weighted = hw.models.cumulative_link(wine["rating"], 5, terms=terms, groups=groups, weights=[2.0] * 72)
    assert weighted.log_likelihood != fit.log_likelihood


def test_links_thresholds_and_scale(wine: dict[str, list[Any]]) -> None:
    named = {"temp": wine["temp"], "contact": wine["contact"]}
    found = {link: hw.models.cumulative_link(wine["rating"], 5, terms=named, link=link).log_likelihood for link in ("logit", "probit", "cloglog", "loglog")}
    assert found == pytest.approx({"logit": -86.4919234, "probit": -85.7611484, "cloglog": -86.6340792, "loglog": -87.7178551}, abs=1e-6)
    equal = hw.models.cumulative_link(wine["rating"], 5, terms=named, thresholds="equidistant")
    steps = [value(equal, f"{k}|{k + 1}") for k in range(1, 5)]
    assert np.diff(steps) == pytest.approx([steps[1] - steps[0]] * 3)
    assert equal.log_likelihood == pytest.approx(-87.8646018, abs=1e-6)
    spread = hw.models.cumulative_link(wine["rating"], 5, terms=named, scale={"temp": wine["temp"]})
    assert spread.parameters.where(kind="log_scale")["term"][0] == "temp warm"
    assert spread.log_likelihood == pytest.approx(-86.4394629, abs=1e-6)


def test_what_cannot_be_used_is_said(wine: dict[str, list[Any]]) -> None:
    twice = hw.models.cumulative_link(wine["rating"], 5, terms={"temp": wine["temp"], "again": wine["temp"]})
    assert twice.status == "not_identified"
    assert "two terms say the same" in twice.words
    assert twice.parameters.where(term="temp warm").to_dicts()[0]["standard_error"] is None
    nobody = hw.models.cumulative_link([], 5)
    assert (nobody.status, nobody.log_likelihood, len(nobody.parameters)) == ("no_data", None, 0)
    one = hw.models.cumulative_link([3] * 8, 5, threshold_prior=1)
    assert one.status == "ok"
    same = hw.models.cumulative_link(wine["rating"], 5, terms={"temp": wine["temp"], "contact": wine["contact"]}, groups={"judge": wine["judge"], "bottle": wine["bottle"]})
    assert same.status == "on_boundary"
    assert "differences within bottle" in same.words
    assert value(same, "bottle") == 0.0
    few = hw.models.cumulative_link(wine["rating"], 5, terms={"temp": wine["temp"]}, iterations=1)
    assert few.status == "not_converged"


def test_misuse_is_named(wine: dict[str, list[Any]]) -> None:
    with pytest.raises(hw.Error, match="6 is not a level") as caught:
        hw.models.cumulative_link([1, 6], 5)
    assert caught.value.row == 1
    with pytest.raises(hw.Error, match="has 2 values where 72 are needed"):
        hw.models.cumulative_link(wine["rating"], 5, terms={"temp": [1, 2]})
    with pytest.raises(hw.Error, match="columns by name"):
        hw.models.cumulative_link(wine["rating"], 5, groups=wine["judge"])
    with pytest.raises(hw.Error, match="'cauchit' is not allowed"):
        hw.models.cumulative_link(wine["rating"], 5, link="cauchit")  # type: ignore[arg-type]
    with pytest.raises(hw.Error, match="weight must be positive"):
        hw.models.cumulative_link(wine["rating"], 5, weights=[0.0] * 72)
    with pytest.raises(hw.Error, match="the fit was stopped"):
        hw.models.cumulative_link(wine["rating"], 5, progress=lambda done: done > 0.1)
    with pytest.raises(hw.Error, match="'taste' is not allowed"):
        hw.models.many_facet(wine["rating"], 5, {"judge": wine["judge"]}, fixed=["taste"])
    with pytest.raises(ZeroDivisionError):
        hw.models.cumulative_link(wine["rating"], 5, progress=lambda done: bool(1 // 0))


def test_many_facets(wine: dict[str, list[Any]]) -> None:
    facets = {"contact": wine["contact"], "judge": wine["judge"], "temp": wine["temp"]}
    fit = hw.models.many_facet(wine["rating"], 5, facets, fixed=["contact", "temp"])
    assert fit.status == "ok"
    assert fit.link == "adjacent_category"
    contact, temp = fit.measures.where(facet="contact"), fit.measures.where(facet="temp")
    assert list(contact["label"]) == ["no", "yes"]
    assert contact["measure"][1] == pytest.approx(-contact["measure"][0], abs=1e-12)
    assert contact["standard_error"][1] == pytest.approx(contact["standard_error"][0], abs=1e-9)
    assert contact["measure"][1] > 0  # contact raises
    assert temp["measure"][1] < 0  # warmth, as a facet that lowers, lowers less
    assert list(fit.facets["kind"]) == ["fixed", "drawn", "fixed"]
    assert list(fit.steps["step"]) == ["1|2", "2|3", "3|4", "4|5"]
    judges = fit.measures.where(facet="judge")
    assert len(judges) == 9
    turned = hw.models.many_facet(wine["rating"], 5, facets, fixed=["contact", "temp"], raises=["contact", "judge", "temp"])
    assert turned.measures.where(facet="judge")["measure"] == pytest.approx(-judges["measure"], abs=1e-6)
    assert pickle.loads(pickle.dumps(fit)) == fit
    assert "Measures" in repr(fit)


def test_models_of_the_same_wines(wine: dict[str, list[Any]]) -> None:
    terms = {"temp": wine["temp"], "contact": wine["contact"]}
    judged = hw.models.cumulative_link(wine["rating"], 5, terms=terms, groups={"judge": wine["judge"]})
    plain = hw.models.cumulative_link(wine["rating"], 5, terms=terms)
    warm = hw.models.cumulative_link(wine["rating"], 5, terms={"temp": wine["temp"]})
    rows = hw.models.compare(judged, warm, plain).to_dicts()
    assert [row["model"] for row in rows] == [2, 3, 1]
    assert [row["against"] for row in rows] == [None, 2, 3]
    assert [row["law"] for row in rows] == [None, "chi_square", "half_and_half"]
    assert rows[1]["ratio"] == pytest.approx(11.043, abs=1e-3)  # anova(clm(rating ~ temp), clm(rating ~ temp + contact))
    assert rows[1]["p"] == pytest.approx(0.0008902, abs=1e-6)
    assert rows[2]["ratio"] == pytest.approx(9.853, abs=1e-3)  # anova(clm(..), clmm(.. + (1 | judge))) has twice the p
    assert rows[2]["p"] == pytest.approx(0.001696 / 2, abs=1e-6)
    assert rows[2]["aic_difference"] == 0.0
    assert "cannot be less" in rows[2]["words"]
    assert rows[2]["words"].endswith("It has the lowest AIC.")
    assert hw.models.compare(*pickle.loads(pickle.dumps((judged, warm, plain)))).to_dicts() == rows
    fewer = hw.models.cumulative_link(wine["rating"][1:], 5, terms={"temp": wine["temp"][1:]})
    with pytest.raises(hw.Error, match="71 rows where model 1 has 72") as caught:
        hw.models.compare(plain, fewer)
    assert caught.value.category == "incompatible"
    with pytest.raises(hw.Error, match="give two or more"):
        hw.models.compare(plain)
    with pytest.raises(hw.Error, match="has a dict"):
        hw.models.compare(plain, {})  # type: ignore[arg-type]
