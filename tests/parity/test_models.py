"""Ordinal models beside R ordinal (clm, clmm), statsmodels, VGAM, lme4 and eRm, fitted live to the same rows.

eRm's conditional likelihood for more than two levels or items has no counterpart here: the many-facet model integrates over what is drawn, and the exact kernel of change
conditions on distances too. With two items of two levels all of them say the same, and that is compared.
"""

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


def test_models_within_one_another_beside_anova(rng, r, compare):
    """anova takes chi-square for the standard deviation too, which cannot be below 0: its p is twice ours."""
    data = rows(rng, 200, 10, 5)
    [theirs] = r("ordinal_anova", [{**{name: data[name] for name in ("score", "x", "z")}, "group": data["first"]}])
    assert "error" not in theirs, theirs
    terms = {"x": data["x"], "z": data["z"]}
    fits = [hw.models.cumulative_link(data["score"], 5, terms=terms, groups={"group": data["first"]}), hw.models.cumulative_link(data["score"], 5, terms={"x": data["x"]}),
            hw.models.cumulative_link(data["score"], 5, terms=terms)]
    ours = hw.models.compare(*fits).to_dicts()
    assert [one["model"] for one in ours] == [2, 3, 1]
    assert [one["law"] for one in ours] == [None, "chi_square", "half_and_half"]
    assert [one["parameters"] for one in ours] == list(theirs["parameters"])
    compared = compare("models.compare", "R ordinal anova")
    for one, aic in zip(ours, theirs["aic"], strict=True):
        compared.same(one["aic"], aic, rel=0, abs=1e-5, what="AIC")
    for one, ratio, p, share in zip(ours[1:], theirs["ratio"], theirs["p"], (1.0, 0.5), strict=True):
        compared.same(one["ratio"], ratio, rel=0, abs=1e-5, what="likelihood ratio")
        compared.same(one["p"], share * p, rel=1e-4, what="p of the ratio")


def beside_clmm(compared, ours, theirs, *, log_likelihood=1e-6):
    """Everything of a fit: the log likelihood to 1e-6 as a number, coefficients and standard deviations to 1e-4."""
    assert "error" not in theirs, theirs
    compared.same(ours.log_likelihood, theirs["log_likelihood"], rel=0, abs=log_likelihood, what="log likelihood")
    for kind, values, what in (("coefficient", np.atleast_1d(theirs["beta"]), "coefficient"), ("threshold", theirs["thresholds"], "threshold")):
        for one, value in zip(ours.parameters.where(kind=kind)["value"], values, strict=True):
            compared.same(one, value, abs=1e-4, rel=1e-4, what=what)
    spread = ours.parameters.where(kind="standard_deviation").to_dicts()
    assert {one["term"] for one in spread} == set(theirs["sd"])
    for one in spread:
        compared.same(one["value"], theirs["sd"][one["term"]], abs=1e-4, rel=1e-4, what="standard deviation")
    if theirs["se"] is not None:
        for one, value in zip(coefficients(ours)["standard_error"], np.atleast_1d(theirs["se"]), strict=True):
            compared.same(one, value, rel=1e-3, what="standard error of a coefficient")


def two_groups(data, link):
    groups = {"first": data["first"], "second": data["second"]}
    return hw.models.cumulative_link(data["score"], 5, terms={"x": data["x"]}, groups=groups, link=link)


@pytest.mark.parametrize("nested", [False, True])
def test_two_random_effects_beside_clmm(rng, r, compare, nested):
    shapes = [(120, (10, 4), (1.2, 1.2), "logit"), (160, (16, 3), (0.8, 1.0), "probit")][: 1 if nested else 2]
    given = [(rows(rng, n, *shape, nested=nested, spread=spread), link) for n, shape, spread, link in shapes]
    jobs = [{**{name: data[name] for name in ("score", "x", "first", "second")}, "link": link, "errors": int(link == "logit")} for data, link in given]
    compared = compare("models.cumulative_link", "R ordinal clmm" + (", nested" if nested else ", crossed"))
    for (data, link), theirs in zip(given, r("ordinal_clmm", jobs), strict=True):
        ours = two_groups(data, link)
        assert ours.status == "ok"
        beside_clmm(compared, ours, theirs)


def test_a_standard_deviation_of_0_beside_clmm(rng, r, compare):
    """Here the likelihood falls from 0 on, so ours is 0 and says so; clmm's search stops close to 0, which is no figure to compare."""
    data = rows(rng, 150, 12, 3, nested=True, spread=(1.2, 1.0))
    [theirs] = r("ordinal_clmm", [{**{name: data[name] for name in ("score", "x", "first", "second")}, "link": "logit", "errors": 0}])
    ours = two_groups(data, "logit")
    assert ours.status == "on_boundary"
    assert ours.parameters.where(term="second")["value"][0] == 0.0
    assert theirs["sd"]["second"] < 1e-3
    compared = compare("models.cumulative_link", "R ordinal clmm, one standard deviation 0")
    compared.same(ours.log_likelihood, theirs["log_likelihood"], rel=0, abs=1e-6)
    compared.same(coefficients(ours)["value"][0], theirs["beta"], abs=1e-4, rel=1e-4)
    compared.same(ours.parameters.where(term="first")["value"][0], theirs["sd"]["first"], abs=1e-4, rel=1e-4)


def test_wine_and_soup_beside_clmm(r, compare):
    """clmm has the names of cloglog and loglog the other way round than clm, whose names are ours."""
    named_by_clmm = {"cloglog": "loglog", "loglog": "cloglog"}
    compared = compare("models.cumulative_link", "R ordinal clmm, its wine and soup")
    cases = [("logit", "flexible"), ("probit", "flexible"), ("logit", "symmetric"), ("cloglog", "equidistant")]
    for (link, threshold), theirs in zip(cases, r("ordinal_wine", [{"link": named_by_clmm.get(link, link), "threshold": threshold, "nodes": 1} for link, threshold in cases]), strict=True):
        wine = theirs["data"]
        terms = {name: wine[name] for name in ("temp", "contact")}
        beside_clmm(compared, hw.models.cumulative_link(wine["score"], 5, terms=terms, groups={"judge": wine["judge"]}, link=link, thresholds=threshold), theirs)
    by_points = compare("models.cumulative_link, quadrature", "R ordinal clmm, nAGQ, its wine")
    cases = [("logit", 3), ("logit", 7), ("probit", 10)]
    for (link, nodes), theirs in zip(cases, r("ordinal_wine", [{"link": link, "threshold": "flexible", "nodes": nodes} for link, nodes in cases]), strict=True):
        ours = hw.models.cumulative_link(wine["score"], 5, terms=terms, groups={"judge": wine["judge"]}, link=link, quadrature=nodes)
        beside_clmm(by_points, ours, theirs)
    [theirs] = r("ordinal_soup", [{}])
    soup = theirs["data"]
    beside_clmm(compared, hw.models.cumulative_link(soup["score"], 6, terms={"test": soup["test"]}, groups={"RESP": soup["RESP"]}), theirs)


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_fixed_effects_beside_statsmodels(rng, peer, compare, link):
    """Its search is run to the end: first BFGS, then Newton's method. Its standard errors rest on differences of the likelihood."""
    ordered = peer("statsmodels.miscmodels.ordinal_model")
    data = rows(rng, 250, 5, 5)
    model = ordered.OrderedModel(data["score"], np.column_stack([data["x"], data["z"]]), distr=link)
    near = model.fit(method="bfgs", maxiter=1000, disp=False)
    theirs = model.fit(start_params=near.params, method="newton", tol=1e-10, maxiter=100, disp=False)
    ours = hw.models.cumulative_link(data["score"], 5, terms={"x": data["x"], "z": data["z"]}, link=link)
    compared = compare("models.cumulative_link", "statsmodels OrderedModel")
    compared.same(ours.log_likelihood, theirs.llf, rel=1e-10, what="log likelihood")
    for one, value, error in zip(coefficients(ours).to_dicts(), theirs.params[:2], theirs.bse[:2], strict=True):
        compared.same(one["value"], value, rel=1e-6, what="coefficient")
        compared.same(one["standard_error"], error, rel=1e-4, what="its error")
    for one, value in zip(ours.parameters.where(kind="threshold")["value"], model.transform_threshold_params(theirs.params)[1:-1], strict=True):
        compared.same(one, value, rel=1e-6, what="threshold")


def test_adjacent_categories_beside_vgam(rng, r, compare):
    given = [rows(rng, n, 5, 5) for n in (80, 400)]
    compared = compare("models.cumulative_link, adjacent categories", "R VGAM acat")
    for data, theirs in zip(given, r("vgam_acat", [{name: data[name] for name in ("score", "x", "z")} for data in given]), strict=True):
        assert "error" not in theirs, theirs
        ours = hw.models.cumulative_link(data["score"], 5, terms={"x": data["x"], "z": data["z"]}, link="adjacent_category")
        compared.same(ours.log_likelihood, theirs["log_likelihood"], rel=1e-10, what="log likelihood")
        for one, value, error in zip(coefficients(ours).to_dicts(), theirs["beta"], theirs["se"], strict=True):
            compared.same(one["value"], value, rel=1e-6, abs=1e-7, what="coefficient")
            compared.same(one["standard_error"], error, rel=1e-4, what="its error")
        for one, value in zip(ours.parameters.where(kind="threshold")["value"], theirs["thresholds"], strict=True):
            compared.same(one, value, rel=1e-6, abs=1e-7, what="threshold")


def test_two_levels_beside_glmer(rng, r, compare):
    """To 1e-6 in the log likelihood and 1e-4 in the rest: its search knows no slopes. Only the logistic link has one Laplace value: for others glmer takes the expected curvature, we the observed."""
    data = rows(rng, 240, 20, 4, spread=(1.2, 0.8))
    up = (data["score"] > 3).astype(int)
    cases = [1, 7]
    jobs = [{"up": up, **{name: data[name] for name in ("x", "first", "second")}, "nodes": nodes} for nodes in cases]
    for nodes, theirs in zip(cases, r("lme4_glmer", jobs), strict=True):
        assert "error" not in theirs, theirs
        compared = compare("models.cumulative_link, two levels" + (", quadrature" if nodes > 1 else ""), "R lme4 glmer")
        groups = {name: data[name] for name in theirs["sd"]}
        ours = hw.models.cumulative_link(up, [0, 1], terms={"x": data["x"]}, groups=groups, quadrature=nodes)
        compared.same(ours.log_likelihood, theirs["log_likelihood"], rel=0, abs=1e-6, what="log likelihood")
        compared.same(coefficients(ours)["value"][0], theirs["beta"], rel=1e-4, what="coefficient")
        compared.same(-ours.parameters.where(kind="threshold")["value"][0], theirs["intercept"], abs=1e-4, what="intercept")
        for one in ours.parameters.where(kind="standard_deviation").to_dicts():
            compared.same(one["value"], theirs["sd"][one["term"]], rel=1e-4, what="standard deviation")


def test_two_items_beside_erm(r, compare):
    """Given the totals, the second item is log(ups / downs) easier; eRm's search stops 1e-6 from it. Estimating everybody jointly doubles that (Andersen 1980, 6.2)."""
    ups, downs = 23, 9
    before, after = np.repeat([0, 1, 0, 1], [ups, downs, 6, 5]), np.repeat([1, 0, 0, 1], [ups, downs, 6, 5])
    [theirs] = r("erm_two_items", [{"x": np.column_stack([before, after])}])
    assert "error" not in theirs, theirs
    conditional = hw.exact.paired_change(before, after, levels=[0, 1])
    compared = compare("exact.paired_change", "R eRm RM, two items")
    compared.same(conditional.change, theirs["change"], rel=1e-5, what="change")
    assert conditional.change == pytest.approx(np.log(ups / downs), rel=1e-12)
    compared.same(conditional.standard_error, theirs["standard_error"], rel=1e-4, what="its error")
    person = np.arange(ups + downs)
    facets = {"person": np.tile(person, 2), "item": np.repeat(["after", "before"], ups + downs)}
    scores = np.concatenate([after[: ups + downs], before[: ups + downs]])
    joint = hw.models.many_facet(scores, [0, 1], facets, fixed=["person", "item"])
    easier = joint.measures.where(facet="item")["measure"]
    compare("models.many_facet, each by itself", "R eRm RM, two items, twice").same(easier[1] - easier[0], 2 * theirs["change"], rel=1e-5)
