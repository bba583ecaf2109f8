"""The joint draws of `study.fit()` beside the posterior that NumPyro's NUTS finds for the same model, priors and marks.

Usage: python benchmarks/peers/posterior.py [FILE]     (needs headway and numpyro; minutes)

Three small made-up studies. For every figure both means, in units of NUTS's standard deviation, and both widths. FILE gets the marks and what NUTS says of
them as JSON: tests/data/posterior_by_nuts.json is this file, and python/tests/test_posterior.py compares with it without NUTS.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as law
from numpyro.infer import MCMC, NUTS

import headway as hw

LEVELS = 5
RATE = 1.9971548  # one in twenty standard deviations above 1.5
BLOCKS = {  # what an effect belongs to, by block
    "rater": ("rater",),
    "rater_dimension": ("rater", "dimension"),
    "rater_round": ("rater", "round"),
    "dimension": ("dimension",),
    "community": ("community",),
    "community_dimension": ("community", "dimension"),
    "sector": ("sector",),
}
STUDIES: dict[str, dict[str, Any]] = {
    "eight people, one round": {"seed": 1, "communities": 1, "rounds": 1, "dimensions": 6, "people": 8, "blocks": ["dimension", "rater", "sector"]},
    "ten people, two rounds": {"seed": 2, "communities": 1, "rounds": 2, "dimensions": 4, "people": 10, "blocks": ["dimension", "rater", "rater_round"]},
    "three places": {"seed": 3, "communities": 3, "rounds": 2, "dimensions": 4, "people": 6, "blocks": ["community", "dimension", "community_dimension", "rater", "rater_dimension"]},
}


def make(seed: int, communities: int, rounds: int, dimensions: int, people: int, blocks: list[str]) -> dict[str, list[Any]]:
    """Marks drawn from the model itself; people are those of one community, and come to every round."""
    random = np.random.default_rng(seed)
    rows: dict[str, list[Any]] = {name: [] for name in ("community", "round", "dimension", "rater", "sector", "score")}
    spread = {"rater": 0.9, "rater_dimension": 0.4, "rater_round": 0.5, "dimension": 1.0, "community": 0.8, "community_dimension": 0.5, "sector": 0.5}
    effects: dict[tuple[Any, ...], float] = {}
    thresholds = np.array([-2.0, -0.6, 0.7, 2.0])
    for c in range(communities):
        for t in range(rounds):
            for d in range(dimensions):
                for r in range(people):
                    where = {"community": c, "round": t, "dimension": d, "rater": c * people + r, "sector": r % 3}
                    eta = 0.6 * t
                    for block in blocks:
                        key = (block, *(where[name] for name in BLOCKS[block]))
                        if key not in effects:
                            effects[key] = random.normal(0.0, spread[block])
                        eta += effects[key]
                    score = 1 + int(np.searchsorted(thresholds - eta, random.logistic()))
                    for name, value in {**where, "score": score}.items():
                        rows[name].append(value)
    return rows


def by_nuts(rows: dict[str, list[Any]], blocks: list[str], seed: int) -> dict[str, np.ndarray]:
    """Draws of standard deviations, and of the typical person's mark in every cell, named as headway's tables name them."""
    columns = {name: np.asarray(values) for name, values in rows.items()}
    members = {}
    for block in blocks:
        keys, index = np.unique(np.column_stack([columns[name] for name in BLOCKS[block]]), axis=0, return_inverse=True)
        members[block] = (len(keys), index.ravel())
    rounds = int(columns["round"].max()) + 1

    def model() -> None:
        share = numpyro.sample("share", law.Dirichlet(jnp.ones(LEVELS)))
        below = jnp.clip(jnp.cumsum(share)[:-1], 1e-7, 1 - 1e-7)
        thresholds = numpyro.deterministic("thresholds", jnp.log(below) - jnp.log1p(-below))
        eta = jnp.zeros(len(columns["score"]))
        place = jnp.zeros(len(columns["score"]))
        for t in range(1, rounds):
            step = numpyro.sample(f"round_{t}", law.Normal(0.0, 5.0)) * (columns["round"] == t)
            eta, place = eta + step, place + step
        for block, (count, index) in members.items():
            deviation = numpyro.sample(f"sd_{block}", law.Exponential(RATE))
            effect = deviation * numpyro.sample(f"z_{block}", law.Normal(0.0, 1.0).expand([count]))
            eta = eta + effect[index]
            if block in ("dimension", "community", "community_dimension"):
                place = place + effect[index]
        numpyro.deterministic("place", place)
        numpyro.sample("score", law.OrderedLogistic(eta, thresholds), obs=columns["score"] - 1)

    run = MCMC(NUTS(model, target_accept_prob=0.95), num_warmup=2000, num_samples=10_000, num_chains=4, chain_method="sequential", progress_bar=False)
    run.run(jax.random.PRNGKey(seed))
    drawn = {name: np.asarray(values, dtype=float) for name, values in run.get_samples().items()}
    out = {f"standard deviation, {block}": drawn[f"sd_{block}"] for block in blocks}
    cells, first = np.unique(np.column_stack([columns[name] for name in ("community", "round", "dimension")]), axis=0, return_index=True)
    for (c, t, d), row in zip(cells, first, strict=True):
        below = 1.0 / (1.0 + np.exp(-(drawn["thresholds"] - drawn["place"][:, row, None])))
        out[f"expected, place {c}, round {t}, dimension {d}"] = LEVELS - below.sum(axis=1)
    for c, t, d in cells[cells[:, 1] > 0]:
        name = f"place {c}, round {{}}, dimension {d}"
        out[f"change, {name.format(t)}"] = out[f"expected, {name.format(t)}"] - out[f"expected, {name.format(t - 1)}"]
    return out


def study_of(rows: dict[str, list[Any]]) -> hw.Study:
    """The study of such marks; of the built-in rubric only as many dimensions as were marked."""
    columns = {name: [f"{name[0]}{value}" for value in rows[name]] for name in ("community", "round", "rater", "sector")}
    return hw.read({**columns, "dimension": [value + 1 for value in rows["dimension"]], "score": rows["score"]}, hw.rubrics.system_maturity())


def by_headway(rows: dict[str, list[Any]], blocks: list[str]) -> dict[str, tuple[float, float, float]]:
    """Mean, low and high of the same figures from joint draws."""
    fit = study_of(rows).fit(blocks=blocks, draws=4000, seed=1)
    out = {}
    for row in fit.blocks().to_dicts():
        if row["kept"]:
            out[f"standard deviation, {row['block']}"] = (row["standard_deviation"], row["low"], row["high"])
    for row in fit.levels().to_dicts():
        out[f"expected, place {row['community'][1:]}, round {row['round'][1:]}, dimension {row['dimension_number'] - 1}"] = (row["expected"], row["low"], row["high"])
    for row in fit.change().to_dicts():
        out[f"change, place {row['community'][1:]}, round {row['to_round'][1:]}, dimension {row['dimension_number'] - 1}"] = (row["change"], row["low"], row["high"])
    return out


def main(file: str | None) -> None:
    kept = []
    for name, how in STUDIES.items():
        rows = make(**how)
        started = time.process_time()
        draws = by_nuts(rows, how["blocks"], how["seed"])
        theirs_took, started = time.process_time() - started, time.process_time()
        ours = by_headway(rows, how["blocks"])
        print(f"\n{name}: {len(rows['score'])} marks; NUTS {theirs_took:.0f} s, headway {time.process_time() - started:.2f} s of CPU")
        print("| figure | mean, NUTS | off by, sd | low | off by, widths | high | off by, widths | width, ratio |\n|---|---|---|---|---|---|---|---|")
        figures = {}
        for figure, values in draws.items():
            mean, sd = float(values.mean()), float(values.std())
            low, high = (float(end) for end in np.quantile(values, [0.025, 0.975]))
            figures[figure] = {name: round(value, 5) for name, value in (("mean", mean), ("sd", sd), ("low", low), ("high", high))}
            one = ours[figure]
            print(f"| {figure} | {mean:.3f} | {(one[0] - mean) / sd:+.3f} | {low:.3f} | {(one[1] - low) / (high - low):+.3f} | {high:.3f} | {(one[2] - high) / (high - low):+.3f} | {(one[2] - one[1]) / (high - low):.3f} |")
        kept.append({"name": name, "blocks": how["blocks"], "rows": rows, "figures": figures})
    if file is not None:
        Path(file).write_text(json.dumps({"made by": "benchmarks/peers/posterior.py", "numpyro": numpyro.__version__, "jax": jax.__version__, "studies": kept}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    jax.config.update("jax_enable_x64", True)
    main(sys.argv[1] if len(sys.argv) == 2 else None)
