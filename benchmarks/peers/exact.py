"""Exact and drawn tests of two groups beside coin and exactRankTests of R, asked in turn in one run, one thread each.

Usage: python benchmarks/peers/exact.py BENCH_EXACT [ROUNDS]     (needs numpy and Rscript with coin and exactRankTests)

BENCH_EXACT is the compiled benchmarks/exact.cpp. Times are CPU milliseconds of one call, the median of ROUNDS (5); every figure of a peer stands beside the one of
headway taken right before it. Every row carries a value check: an exact p must agree with the peer's to 11 digits, a drawn one within its Monte Carlo error, or the row
says what the peer gave. For 100 people a group or more p is also held against one worked out here: sums of levels by a Fourier inversion, sums of ranks by drawing.
coin stops ("overflow error") for 2 x 600 and needs minutes to say so for more; it is not asked for 2 x 5000.
"""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

CASES: list[tuple[str, str, tuple[int, ...]]] = [
    ("levels", "coin_levels", (10, 100, 500, 600)),
    ("levels", "exactRankTests_levels", (100, 600)),
    ("levels", "", (5000,)),
    ("ranks", "coin_ranks", (10, 100)),
    ("ranks", "", (500, 5000)),
    ("drawn", "coin_drawn", (100, 1000)),
]
DRAWS = 100_000  # of headway and of coin


def p_by_inversion(x: list[int], y: list[int]) -> float:
    """Twice the smaller tail of the sum of levels in x, for groups of 100 people or more.

    If a fair coin puts everybody into x or not, E exp(i (a people + b sum)) = prod over levels of ((1 + exp(i (a + b level))) / 2)^total. It falls off like a
    normal law, so nine of its standard deviations are enough, and a sum over equally spaced angles is as good as the integral.
    """
    totals, levels = np.add(x, y), np.arange(-2, 3)
    spread_people, spread_sum = 0.5 * math.sqrt(totals.sum()), 0.5 * math.sqrt(totals @ levels**2)
    a = np.linspace(-9, 9, 1001)[:, None] / spread_people
    b = np.linspace(-9, 9, 1001)[None, :] / spread_sum
    law = np.exp(sum(t * np.log((1 + np.exp(1j * (a + b * level))) / 2) for t, level in zip(totals, levels, strict=True)) - 1j * a * sum(x)).sum(axis=0)
    observed = int(np.dot(x, levels))
    reach = math.ceil(9 * spread_sum)
    sums = np.arange(observed - 2 * reach, observed + 2 * reach + 1)
    chances = np.real(np.exp(-1j * np.outer(sums, b[0])) @ law)
    chances /= chances.sum()
    return float(min(1.0, 2 * min(chances[: 2 * reach + 1].sum(), chances[2 * reach :].sum())))


def p_by_drawing(x: list[int], y: list[int], draws: int = 1_000_000) -> float:
    """Twice the smaller tail of the sum of ranks in x, from random assignments."""
    totals = np.add(x, y)
    ranks = np.cumsum(totals) - (totals - 1) / 2
    sums = np.random.default_rng(1).multivariate_hypergeometric(totals, sum(x), size=draws) @ ranks
    observed = float(np.dot(x, ranks))
    return float(2 * min((sums <= observed + 1e-6).mean(), (sums >= observed - 1e-6).mean()))


def check(case: str, answer: dict[str, Any], peer: float | None) -> str:
    """The p of headway, and what it agrees with."""
    p, x, y = answer["p"], answer["x"], answer["y"]
    error = 5 * math.sqrt(p * (2 - p))  # of a doubled tail from one draw
    said = f"p {p:.12g}"
    if peer is not None:
        near = error * math.sqrt(2 / DRAWS) if case == "drawn" else 1e-11 * p
        said += ", the peer's too" if abs(peer - p) <= near else f", peer says {peer:.12g}"
    if case == "levels" and sum(x) >= 100:
        right = p_by_inversion(x, y)
        said += ", by inversion too" if abs(right - p) <= 1e-10 * p else f", by inversion {right:.12g}"
    if case == "ranks" and sum(x) >= 100:
        near = p_by_drawing(x, y)
        said += ", by drawing too" if abs(near - p) <= error / 1000 else f", by drawing {near:.4g}"
    return said


def main(program: str, rounds: int) -> None:
    """Runs everything and prints one table."""
    ours = subprocess.Popen([program, "--ask"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    theirs = subprocess.Popen(["Rscript", "--vanilla", str(Path(__file__).with_suffix(".R"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert ours.stdin and ours.stdout and theirs.stdin and theirs.stdout
    print(theirs.stdout.readline().strip() + f", {rounds} rounds")

    def ask(process: subprocess.Popen[str], line: str) -> str:
        process.stdin.write(line + "\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        return process.stdout.readline()  # type: ignore[union-attr]

    print("| test | peer | people | peer ms | headway ms | ratio | values |\n|---|---|---|---|---|---|---|")
    for case, peer, sizes in CASES:
        for n in sizes:
            mine: list[float] = []
            other: list[float] = []
            p: float | None = None
            stops = ""
            for _ in range(rounds):
                answer: dict[str, Any] = json.loads(ask(ours, f"{case} {n}"))
                mine.append(answer["cpu_ms"])
                if not peer or stops:
                    continue
                reply = ask(theirs, " ".join(map(str, [peer, *answer["x"], *answer["y"]]))).split(maxsplit=1)
                if reply[0] == "NA":
                    stops = f", peer stops: {reply[1].strip()[-60:]}"
                    continue
                other.append(float(reply[0]))
                p = float(reply[1])
            times = f"{statistics.median(other):.3f}" if other else "-"
            ratio = f"{statistics.median(a / b for a, b in zip(other, mine, strict=True)):.0f}" if other else "-"
            print(f"| {case} | {peer or '-'} | 2 x {n} | {times} | {statistics.median(mine):.4f} | {ratio} | {check(case, answer, p)}{stops} |", flush=True)
    for process in (ours, theirs):
        process.stdin.close()  # type: ignore[union-attr]
        process.wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
