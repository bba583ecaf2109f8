"""Ordinal models beside R ordinal (clm, clmm), fitted live to the same random rows."""

from __future__ import annotations

import numpy as np
import pytest

import headway as hw


def rows(rng, n, first, second, *, nested=False, spread=(0.8, 0.5)):
    """Scores on five levels that rise with x and differ by two groups."""
    x, z = rng.normal(size=n).round(2), rng.integers(0, 2, n).astype(float)
    a = rng.integers(0, first, n)
    b = a * second + rng.integers(0, second, n) if nested else rng.integers(0, second, n)
    eta = 0.7 * x + 0.4 * z + rng.normal(0, spread[0], first)[a] + rng.normal(0, spread[1], b.max() + 1)[b] + rng.logistic(size=n)
    return {"score": 1 + np.searchsorted([-1.5, -0.3, 0.8, 2.0], eta), "x": x, "z": z, "first": a, "second": b}


def coefficients(fit):
    return fit.parameters.where(kind="coefficient")


def test_fixed_effects_beside_clm(rng, r, compare):
    data = rows(rng, 200, 5, 5)
    cases = [(link, "flexible") for link in ("logit", "probit", "cloglog", "loglog")] + [("logit", "equidistant"), ("probit", "symmetric")]
    jobs = [{"score": data["score"], "x": data["x"], "z": data["z"], "link": link, "threshold": threshold} for link, threshold in cases]
    compared = compare("models.cumulative_link", "R ordinal clm")
    for (link, threshold), theirs in zip(cases, r("ordinal_clm", jobs), strict=True):
        assert "error" not in theirs, theirs
        ours = hw.models.cumulative_link(data["score"], 5, terms={"x": data["x"], "z": data["z"]}, link=link, thresholds=threshold)
        assert ours.status == "ok"
        compared.same(ours.log_likelihood, theirs["log_likelihood"], rel=1e-9, what=f"log likelihood, {link}")
        for one, value, error in zip(coefficients(ours).to_dicts(), theirs["beta"], theirs["se"], strict=True):
            compared.same(one["value"], value, rel=1e-5, abs=1e-6, what=f"coefficient, {link}, {threshold}")
            compared.same(one["standard_error"], error, rel=1e-4, what=f"its error, {link}, {threshold}")
        for one, value in zip(ours.parameters.where(kind="threshold")["value"], theirs["thresholds"], strict=True):
            compared.same(one, value, rel=1e-5, abs=1e-6, what=f"threshold, {link}, {threshold}")


def test_scale_beside_clm(rng, r, compare):
    data = rows(rng, 300, 5, 5)
    [theirs] = r("ordinal_clm_scale", [{name: data[name] for name in ("score", "x", "z")}])
    ours = hw.models.cumulative_link(data["score"], 5, terms={"x": data["x"], "z": data["z"]}, scale={"z": data["z"]})
    compared = compare("models.cumulative_link", "R ordinal clm, scale")
    compared.same(ours.log_likelihood, theirs["log_likelihood"], rel=1e-9)
    compared.same(ours.parameters.where(kind="log_scale")["value"][0], theirs["zeta"], rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("nested", [False, True])
def test_two_random_effects_beside_clmm(rng, r, compare, nested):
    given = [rows(rng, n, *shape, nested=nested) for n, shape in ((150, (12, 6)), (400, (30, 8)))]
    jobs = [{**{name: data[name] for name in ("score", "x", "first", "second")}, "link": link, "hessian": 1} for data, link in zip(given, ("logit", "probit"), strict=True)]
    compared = compare("models.cumulative_link", "R ordinal clmm" + (", nested" if nested else ", crossed"))
    for data, job, theirs in zip(given, jobs, r("ordinal_clmm", jobs), strict=True):
        assert "error" not in theirs, theirs
        ours = hw.models.cumulative_link(data["score"], 5, terms={"x": data["x"]}, groups={"first": data["first"], "second": data["second"]}, link=job["link"])
        compared.same(ours.log_likelihood, theirs["log_likelihood"], rel=1e-7, abs=1e-6, what="log likelihood")
        compared.same(coefficients(ours)["value"][0], theirs["beta"], abs=1e-4, rel=1e-4, what="coefficient")
        compared.same(coefficients(ours)["standard_error"][0], theirs["se"], rel=1e-3, what="its error")
        for one, value in zip(ours.parameters.where(kind="threshold")["value"], theirs["thresholds"], strict=True):
            compared.same(one, value, abs=2e-4, rel=1e-4, what="threshold")
        spread = ours.parameters.where(kind="standard_deviation")["value"]
        for one, name in zip(spread, ("first", "second"), strict=True):
            compared.same(one, theirs[name], abs=5e-4, rel=5e-4, what=f"standard deviation of {name}")
