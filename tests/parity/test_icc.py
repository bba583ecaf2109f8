"""Intraclass correlations beside R psych, R lm and lme4, and pingouin."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import headway as hw

FIGURES = ("value", "f", "df1", "df2", "p", "low", "high")


def by_shrout_fleiss(ratings):
    return {row["shrout_fleiss"]: row for row in hw.agreement.icc(ratings).to_dicts() if row["shrout_fleiss"]}


def no_lower_end(ours, form, figure):
    """Stepping a limit at -1 / (k - 1) or below up to an average gives minus infinity; peers go past it and give a lower limit above the upper one."""
    if figure != "low" or ours[form]["interval_status"] != "unbounded":
        return False
    single = ours[form.replace("k", "1")]
    assert single["low"] <= -1 / (single["k"] - 1) + 1e-9
    return True


def tables(rng, likert):
    out = [likert(rng, units, raters, levels=levels) for units, raters, levels in [(5, 2, 5), (6, 4, 10), (12, 3, 5), (30, 5, 7), (9, 25, 5), (200, 4, 5)] for _ in range(3)]
    out += [rng.normal(size=(units, raters)) * 3 + rng.normal(size=(units, 1)) + 100 for units, raters in [(4, 3), (20, 6), (7, 2)] for _ in range(3)]
    return out


def test_complete_tables_beside_psych(rng, likert, shrout_fleiss, r, compare):
    given = [shrout_fleiss, *tables(rng, likert)]
    compared = compare("agreement.icc", "R psych ICC(lmer = FALSE)")
    for ratings, theirs in zip(given, r("psych_icc", [{"x": each} for each in given]), strict=True):
        ours = by_shrout_fleiss(ratings)
        for form, row in theirs.items():
            for figure in FIGURES:
                if no_lower_end(ours, form, figure):
                    assert row["low"] > row["high"] or row["low"] < -1e6
                    continue
                # limits far below -1 come from a very small mean square between units, which psych has with fewer digits
                compared.same(ours[form][figure], row[figure], rel=1e-8, abs=1e-10, what=f"{form} {figure}")


def test_complete_tables_beside_pingouin(rng, likert, shrout_fleiss, compare, monkeypatch, peer):
    pingouin = peer("pingouin")
    names = {"ICC(1,1)": "ICC(1,1)", "ICC(A,1)": "ICC(2,1)", "ICC(C,1)": "ICC(3,1)", "ICC(1,k)": "ICC(1,k)", "ICC(A,k)": "ICC(2,k)", "ICC(C,k)": "ICC(3,k)"}
    compared = compare("agreement.icc", "pingouin intraclass_corr")
    for ratings in [shrout_fleiss, *tables(rng, likert)]:
        long = pd.DataFrame(ratings).rename_axis("unit").reset_index().melt("unit", var_name="rater", value_name="mark")
        monkeypatch.setitem(pingouin.options, "round.column.CI95", None)
        theirs = pingouin.intraclass_corr(long, "unit", "rater", "mark").set_index("Type")
        ours = by_shrout_fleiss(ratings)
        for theirs_name, name in names.items():
            row = theirs.loc[theirs_name]
            low, high = row["CI95"]
            for figure, value in zip(FIGURES, (row["ICC"], row["F"], row["df1"], row["df2"], row["pval"], low, high), strict=True):
                if not no_lower_end(ours, name, figure):
                    compared.same(ours[name][figure], value, rel=1e-7, abs=1e-9, what=f"{name} {figure}")


def test_default_of_psych_is_the_same_where_nothing_is_missing(rng, likert, r, compare):
    """psych fits a mixed model by default: the same variances as mean squares give, where none of those is negative, to what lmer's search reaches."""
    given = [ratings for ratings in tables(rng, likert) if all(v > 0.02 for v in hw.agreement.icc_sources(ratings)["variance"][:3])]
    assert len(given) > 10
    compared = compare("agreement.icc", "R psych ICC() by lme4, complete")
    for ratings, theirs in zip(given, r("psych_icc", [{"x": each, "lmer": True} for each in given]), strict=True):
        for form, row in theirs.items():
            compared.same(by_shrout_fleiss(ratings)[form]["value"], row["value"], rel=2e-3, abs=2e-4, what=form)


def test_gaps_beside_lm_and_walds_interval_in_r(rng, likert, shrout_fleiss, r, compare):
    gaps = shrout_fleiss.copy()
    gaps[1, 3] = gaps[3, 2] = gaps[5, 1] = gaps[5, 3] = np.nan
    given = [gaps] + [likert(rng, units, raters, levels=10, missing=missing) for units, raters, missing in [(8, 4, 0.1), (12, 3, 0.15), (25, 5, 0.3), (4, 9, 0.2)] for _ in range(3)]
    compared = compare("agreement.icc", "R lm and explicit matrices, gaps")
    for ratings, theirs in zip(given, r("wald_icc", [{"x": each} for each in given]), strict=True):
        assert "error" not in theirs, theirs
        sources = {row["source"]: row for row in hw.agreement.icc_sources(ratings).to_dicts()}
        for source, name in (("units", "ms_units"), ("raters", "ms_raters"), ("residual", "ms_residual"), ("units_one_way", "ms_between"), ("within", "ms_within")):
            compared.same(sources[source]["mean_square"], theirs[name], what=name)
        ours = by_shrout_fleiss(ratings)
        for form, suffix in (("ICC(3,1)", ""), ("ICC(1,1)", "_one_way")):
            for figure in ("f", "p", "low", "high"):
                compared.same(ours[form][figure], theirs[figure + suffix], rel=1e-6, abs=1e-8, what=f"{form} {figure}")


def test_gaps_beside_lme4(rng, likert, r, compare):
    """Variances by mean squares and by restricted maximum likelihood: two estimators, near one another for large tables and not equal."""
    given = [likert(rng, 400, 6, levels=9, missing=0.1, between=2.0) for _ in range(3)]
    compared = compare("agreement.icc_sources", "lme4 lmer, gaps (two estimators: near, not equal)")
    for ratings, theirs in zip(given, r("lme4_variances", [{"x": each} for each in given]), strict=True):
        ours = hw.agreement.icc_sources(ratings)["variance"]
        compared.same(ours[0], theirs["unit"], rel=0.01)
        compared.same(ours[2], theirs["Residual"], rel=0.01)


@pytest.mark.filterwarnings("ignore")
def test_a_constant_table_is_no_number_whatever_peers_say(r, compare):
    (theirs,) = r("psych_icc", [{"x": np.full((5, 3), 3.0), "lmer": True}])
    said = theirs["ICC(1,1)"]["value"] if "error" not in theirs else None
    assert said is None or isinstance(said, float)  # psych 2.2.9: 0.485 after "failed to converge"
    for row in hw.agreement.icc(np.full((5, 3), 3.0)).to_dicts():
        assert (row["value"], row["status"]) == (None, "no_variation")


def test_pingouin_drops_units_with_gaps(shrout_fleiss, compare, peer):
    pingouin = peer("pingouin")
    gaps = shrout_fleiss.copy()
    gaps[1, 3] = np.nan
    long = pd.DataFrame(gaps).rename_axis("unit").reset_index().melt("unit", var_name="rater", value_name="mark")
    dropped = pingouin.intraclass_corr(long, "unit", "rater", "mark", nan_policy="omit").set_index("Type")
    kept = np.delete(gaps, 1, axis=0)
    compare("agreement.icc", "pingouin intraclass_corr").same(by_shrout_fleiss(kept)["ICC(3,1)"]["value"], dropped.loc["ICC(C,1)", "ICC"])
    assert by_shrout_fleiss(gaps)["ICC(3,1)"]["marks"] == 23
