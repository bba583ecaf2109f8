"""BCa intervals of the difference of two means and two medians beside SciPy, 9,999 replicates, asked in turn in one run, one thread each.

Usage: python benchmarks/peers/bootstrap.py BENCH_BOOTSTRAP [ROUNDS]     (needs scipy)

BENCH_BOOTSTRAP is the compiled benchmarks/bootstrap.cpp. Times are CPU milliseconds, the median of ROUNDS (5); SciPy is called the way its manual does,
vectorized, with the batch that was quickest here. Every row carries a value check: the ends must agree within SciPy's own Monte Carlo error,
4 % of the interval's width, or the row says what SciPy gave.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import time
import warnings
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
import scipy  # noqa: E402
from scipy import stats  # noqa: E402

SHARES = ((0.2, 0.3, 0.25, 0.15, 0.1), (0.1, 0.15, 0.25, 0.3, 0.2))
FIRM = ((0.1, 0.2, 0.4, 0.2, 0.1), (0.05, 0.15, 0.2, 0.4, 0.2))  # no single person moves a median


def marks(n: int, shares: tuple[float, ...]) -> Any:
    """n marks on five levels."""
    return np.repeat(np.arange(5.0), [round(n * share) for share in shares])


def scipy_once(n: int, figure: Any, groups: Any, seed: int) -> tuple[float, tuple[float, float]]:
    """CPU milliseconds and the two ends."""
    first, second = (marks(n, shares) for shares in groups)

    def difference(x: Any, y: Any, axis: int = -1) -> Any:
        return figure(y, axis=axis) - figure(x, axis=axis)

    seeded = {"rng" if "rng" in str(stats.bootstrap.__doc__).split("Returns")[0] else "random_state": seed}
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = stats.bootstrap((first, second), difference, n_resamples=9999, batch=min(9999, max(1, 2_000_000 // n)), method="BCa", vectorized=True, **seeded)
    ms = 1e3 * (time.process_time() - start)
    return ms, (float(result.confidence_interval.low), float(result.confidence_interval.high))


def main(program: str, rounds: int) -> None:
    """Runs everything and prints one table."""
    ours = subprocess.Popen([program, "--ask"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert ours.stdin is not None and ours.stdout is not None

    def ask(case: str, n: int) -> dict[str, Any]:
        ours.stdin.write(f"{case} {n}\n")  # type: ignore[union-attr]
        ours.stdin.flush()  # type: ignore[union-attr]
        return json.loads(ours.stdout.readline())  # type: ignore[union-attr]

    print(f"scipy {scipy.__version__}, numpy {np.__version__}, {rounds} rounds")
    print("| figure | people a group | scipy ms | headway drawn ms | ratio | headway ideal ms | ratio | values |\n|---|---|---|---|---|---|---|---|")
    for label, figure, groups, cases in (
        ("mean", np.mean, SHARES, ("mean_drawn", "mean_ideal")),
        ("median", np.median, SHARES, ("median",)),
        ("median that no one moves", np.median, FIRM, ("median_firm",)),
    ):
        for n in (100, 1_000, 10_000):
            theirs: list[float] = []
            mine: dict[str, list[float]] = {case: [] for case in cases}
            checks: list[str] = []
            for seed in range(rounds):
                ms, ends = scipy_once(n, figure, groups, seed)
                theirs.append(ms)
                for case in cases:
                    answer = ask(case, n)
                    mine[case].append(answer["cpu_ms"])
                    width = answer["percentile"][1] - answer["percentile"][0]
                    if any(math.isnan(end) for end in ends):
                        checks.append(f"scipy {ends[0]}..{ends[1]}, headway {answer['bca_status']}, percentile {answer['percentile']}")
                    elif answer["bca_status"] != "ok" or any(abs(a - b) > 0.04 * width for a, b in zip(answer["bca"], ends, strict=True)):
                        checks.append(f"{case} {answer['bca']} {answer['bca_status']}, scipy {ends}")
            peer = statistics.median(theirs)
            drawn = statistics.median(mine["mean_drawn"]) if "mean_drawn" in mine else None
            ideal = statistics.median(mine[cases[-1]])
            shown = f"{drawn:.2f} | {peer / drawn:.0f}" if drawn else "- | -"
            print(f"| {label} | {n} | {peer:.1f} | {shown} | {ideal:.4f} | {peer / ideal:.0f} | {checks[0] if checks else 'equal within 4 % of the width'} |", flush=True)
    ours.stdin.close()
    ours.wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
