"""Counts per cell beside what users would pick instead, on the same file, in one run, one thread each.

Usage: python benchmarks/peers/counts.py BENCH_IO [ROWS]     (needs duckdb, polars, pandas, pyarrow)

BENCH_IO is the compiled benchmarks/io.cpp. Every time is CPU time, the median of five runs; every row carries a value check: the sum of the
squares of all counts, or of all quartiles, must be equal or the peer is marked.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb  # noqa: E402
import pandas as pd  # noqa: E402
import polars as pl  # noqa: E402

KEYS = ["community", "round", "dimension"]


def measured(run: Callable[[], float]) -> tuple[float, float]:
    """Median CPU milliseconds of five runs, and the value."""
    times: list[float] = []
    value = 0.0
    for _ in range(5):
        start = time.process_time()
        value = run()
        times.append(1e3 * (time.process_time() - start))
    return statistics.median(times), value


def main(program: str, rows: int) -> None:
    """Runs everything and prints one table."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "ratings.csv")
        lines = subprocess.run([program, str(rows), path], check=True, capture_output=True, text=True).stdout.splitlines()
        ours = {line["case"]: line for line in map(json.loads, lines)}

        con = duckdb.connect()
        con.execute("set threads = 1")
        by = ", ".join(KEYS)
        squares = f"select sum(n * n) from (select count(*) n from {{}} group by {by}, score)"
        con.execute(f"create table text as select {by}, score from read_csv('{path}')")
        for key in KEYS:
            con.execute(f"create type {key}_type as enum (select distinct {key} from text order by 1)")
        columns = ", ".join(f"{key}::{key}_type {key}" for key in KEYS)
        con.execute(f"create table codes as select {columns}, score::tinyint score from text")
        con.execute("drop table text")
        quartiles = f"select sum(q[1] + q[2] + q[3]) from (select quantile_cont(score, [0.25, 0.5, 0.75]) q from codes group by {by})"

        def one(query: str) -> Callable[[], float]:
            return lambda: float(con.execute(query).fetchone()[0])  # type: ignore[index]

        categories = {key: pl.Categorical for key in KEYS}
        in_polars = pl.read_csv(path, columns=[*KEYS, "score"], schema_overrides=categories)
        in_pandas = pd.read_csv(path, usecols=[*KEYS, "score"], dtype=dict.fromkeys(KEYS, "category"))

        def pandas_csv() -> float:
            frame = pd.read_csv(path, usecols=[*KEYS, "score"], dtype=dict.fromkeys(KEYS, "category"), engine="pyarrow")
            return float((frame.groupby([*KEYS, "score"], observed=True).size() ** 2).sum())

        def polars_quartiles() -> float:
            score = pl.col("score")
            cells = in_polars.group_by(KEYS).agg(score.quantile(p, "linear").alias(str(p)) for p in (0.25, 0.5, 0.75))
            return float(cells.select(pl.sum_horizontal("0.25", "0.5", "0.75").sum()).item())

        peers: dict[str, dict[str, Callable[[], float]]] = {
            "csv_to_counts": {
                "duckdb": one(squares.format(f"read_csv('{path}')")),
                "polars": lambda: float((pl.read_csv(path, columns=[*KEYS, "score"], schema_overrides=categories).group_by([*KEYS, "score"]).len()["len"].cast(pl.Int64) ** 2).sum()),
                "pandas": pandas_csv,
            },
            "columns_to_counts": {
                "duckdb": one(squares.format("codes")),
                "polars": lambda: float((in_polars.group_by([*KEYS, "score"]).len()["len"].cast(pl.Int64) ** 2).sum()),
                "pandas": lambda: float((in_pandas.groupby([*KEYS, "score"], observed=True).size() ** 2).sum()),
            },
            "columns_to_quartiles": {"duckdb": one(quartiles), "polars": polars_quartiles},
        }
        print(f"duckdb {duckdb.__version__}, polars {pl.__version__}, pandas {pd.__version__}, {rows} rows")
        print("| step | headway ms | " + " | ".join(["duckdb ms", "polars ms", "pandas ms"]) + " | ratio to the fastest |\n|---|---|---|---|---|---|")
        for case, runs in peers.items():
            mine = ours[case]
            cells, best = [], float("inf")
            for name in ("duckdb", "polars", "pandas"):
                if name not in runs:
                    cells.append("-")
                    continue
                ms, value = measured(runs[name])
                right = abs(value - mine["check"]) <= 1e-9 * abs(mine["check"])
                cells.append(f"{ms:.0f}" + ("" if right else f" (value {value} is not {mine['check']})"))
                best = min(best, ms)
            print(f"| {case} | {mine['cpu_ms']:.1f} | " + " | ".join(cells) + f" | {best / mine['cpu_ms']:.1f} |", flush=True)
        print(f"| {'merge_200000_cells'} | {ours['merge_200000_cells']['cpu_ms']:.2f} | - | - | - | - |")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000)
