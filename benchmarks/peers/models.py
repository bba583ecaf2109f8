"""Ordinal models with two crossed random effects beside R's ordinal::clmm, the same marks, one run, one thread each.

Usage: python benchmarks/peers/models.py BENCH_MODELS [ROWS]     (needs Rscript with ordinal; ROWS: the most, 10000; clmm takes minutes at 100000)

BENCH_MODELS is the compiled benchmarks/models.cpp. Times are CPU seconds without reading files and without standard errors; clmm is asked once, headway's is
the median of its runs. Every row carries a value check: the log likelihoods must agree to 1e-6 of their size, or ours must be the higher one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path


def main(program: str, most: int) -> int:
    """Runs both and prints one table; returns how many values differ."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        ours = [json.loads(line) for line in subprocess.run([program, str(most), folder], check=True, capture_output=True, text=True).stdout.splitlines()]
        print("| rows | effects | headway, s | clmm, s | ratio | log likelihood | clmm's | check |")
        print("|---|---|---|---|---|---|---|---|")
        for one in ours:
            file = Path(folder, f"models_{one['rows']}.csv")
            said = subprocess.run(["Rscript", "--vanilla", Path(__file__).with_suffix(".R"), file], check=True, capture_output=True, text=True).stdout
            peer = json.loads(said)
            ahead = one["log_likelihood"] - peer["log_likelihood"]
            check = "equal" if abs(ahead) <= 1e-6 * abs(peer["log_likelihood"]) else "ours higher" if ahead > 0 else "DIFFERS"
            wrong += check == "DIFFERS"
            print(f"| {one['rows']:,} | {one['effects']:,} | {one['seconds']:.4f} | {peer['seconds']:.1f} | {peer['seconds'] / one['seconds']:.0f} | "
                  f"{one['log_likelihood']:.6f} | {peer['log_likelihood']:.6f} | {check} |", flush=True)
    return wrong


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 10_000))
