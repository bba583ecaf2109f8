"""Krippendorff's ordinal alpha beside the krippendorff package, asked in turn in one run on the same marks, one thread each.

Usage: python benchmarks/peers/agreement.py BENCH_AGREEMENT [ROUNDS]     (needs krippendorff and headway)

BENCH_AGREEMENT is the compiled benchmarks/agreement.cpp. Times are CPU milliseconds, the best of ROUNDS (7) rounds; the package is called the quickest way it
offers: on the table for the value, on counts of levels for replicates, so that a replicate is one choice of rows and one call. Replicates are 1,000 where that takes
seconds, and scaled up from fewer where it takes minutes; the leave-one-out calls that a BCa interval needs as well are not counted against the package. Every value is
checked to 12 digits, every percentile interval to a tenth of its width: its ends are good to about that with 1,000 replicates.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import krippendorff  # noqa: E402
import numpy as np  # noqa: E402

import headway as hw  # noqa: E402

DOMAIN = [1, 2, 3, 4, 5]
SIZES = ((1_000, 10), (1_000, 50), (10_000, 10), (100_000, 10), (100_000, 50))


def made(units: int, raters: int) -> Any:
    """Marks from 1 to 5, NaN where there is none: units that differ, raters who differ in severity, a tenth missing."""
    rng = np.random.default_rng(20221126)
    seen = rng.normal(size=(units, 1)) + 0.5 * rng.normal(size=(1, raters)) + 0.8 * rng.normal(size=(units, raters))
    marks = np.digitize(seen, [-1.2, -0.4, 0.4, 1.2]) + 1.0
    marks[rng.random((units, raters)) < 0.1] = np.nan
    return marks


def timed(call: Any) -> tuple[float, Any]:
    """CPU milliseconds of one call, and what it gave."""
    start = time.process_time()
    value = call()
    return 1e3 * (time.process_time() - start), value


def main(program: str, rounds: int) -> None:
    """Runs everything and prints one table."""
    ours = subprocess.Popen([program, "--ask"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert ours.stdin is not None and ours.stdout is not None

    print(f"krippendorff {version('krippendorff')}, numpy {np.__version__}, {rounds} rounds")
    print("| what | units x raters | krippendorff ms | headway C++ ms | ratio | headway Python ms | ratio | values |\n|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "marks"

        def row(what: str, case: str, units: int, raters: int, peer: Any, python: Any, share: float, check: Any) -> None:
            theirs, mine, through = [], [], []
            for _ in range(rounds if units * raters < 5_000_000 else 3):
                ms, value = timed(peer)
                theirs.append(ms * share)
                ours.stdin.write(f"{case} {units} {raters} 5 {path}\n")  # type: ignore[union-attr]
                ours.stdin.flush()  # type: ignore[union-attr]
                answer = json.loads(ours.stdout.readline())  # type: ignore[union-attr]
                mine.append(answer["cpu_ms"])
                python()
                calls = max(1, int(2.0 / mine[-1]))
                through.append(timed(lambda calls=calls: [python() for _ in range(calls)])[0] / calls)
            best, ms, python_ms = min(theirs), min(mine), min(through)
            print(f"| {what} | {units:,} x {raters} | {best:.3f} | {ms:.4f} | {best / ms:.0f} | {python_ms:.4f} | {best / python_ms:.0f} | {check(value, answer)} |", flush=True)

        def same_value(value: float, answer: dict[str, Any]) -> str:
            return "equal to 12 digits" if abs(value - answer["value"]) <= 1e-12 else f"NOT EQUAL: {value!r}, headway {answer['value']!r}"

        def same_ends(values: Any, answer: dict[str, Any]) -> str:
            low, high = np.percentile(values, [2.5, 97.5])
            width = high - low
            near = max(abs(low - answer["percentile"][0]), abs(high - answer["percentile"][1])) <= 0.1 * width * max(1.0, (1000 / len(values)) ** 0.5)
            return f"percentile {low:.4f}..{high:.4f}, headway {answer['percentile'][0]:.4f}..{answer['percentile'][1]:.4f}" + ("" if near else " NOT EQUAL")

        for units, raters in SIZES:
            marks = made(units, raters)
            np.where(np.isnan(marks), -1, marks - 1).astype(np.int8).tofile(path)
            counts = np.stack([(marks == level).sum(axis=1) for level in DOMAIN], axis=1)

            def alpha(marks: Any = marks) -> float:
                return float(krippendorff.alpha(reliability_data=marks.T, value_domain=DOMAIN, level_of_measurement="ordinal"))

            row("alpha", "alpha", units, raters, alpha, lambda marks=marks: hw.agreement.krippendorff_alpha(marks, 5, interval="none"), 1.0, same_value)
            row("alpha, two-way jackknife (package: value alone)", "alpha_two_way", units, raters, alpha, lambda marks=marks: hw.agreement.krippendorff_alpha(marks, 5), 1.0, same_value)

            replicates = 1_000 if units == 1_000 else max(20, 300_000 // units)
            rng = np.random.default_rng(1)

            def replicate(counts: Any = counts, rng: Any = rng, replicates: int = replicates, units: int = units) -> Any:
                return np.array([
                    krippendorff.alpha(value_counts=counts[rng.integers(0, units, units)], value_domain=DOMAIN, level_of_measurement="ordinal") for _ in range(replicates)
                ])

            def bootstrap(marks: Any = marks) -> Any:
                return hw.agreement.krippendorff_alpha(marks, 5, interval="bootstrap_units", ends="bca")

            row("1,000 replicates, percentile and BCa", "alpha_bootstrap", units, raters, replicate, bootstrap, 1_000 / replicates, same_ends)
    ours.stdin.close()
    ours.wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 7)
