"""All intraclass correlations with intervals beside pingouin, asked in turn in one run, one thread each.

Usage: python benchmarks/peers/icc.py BENCH_AGREEMENT_NUMBERS [ROUNDS]     (needs pingouin; headway too, for the row through Python)

BENCH_AGREEMENT_NUMBERS is the compiled benchmarks/agreement_numbers.cpp. Times are CPU milliseconds: the best of each side over ROUNDS (5). pingouin gets the
long table it asks for, made beforehand. Every row carries a value check: ICC(2,k) and its limits must agree to 1e-9, or the row says what pingouin gave.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pingouin  # noqa: E402

try:
    import headway as hw
except ImportError:
    hw = None


def marks(units: int, raters: int) -> Any:
    """Marks from 1 to 5."""
    rng = np.random.default_rng(units)
    latent = rng.normal(0, 1, (units, 1)) + rng.normal(0, 0.3, (1, raters)) + rng.normal(0, 1, (units, raters))
    return np.clip(np.round(3 + latent), 1, 5)


def main(program: str, rounds: int) -> None:
    """Runs everything and prints one table."""
    pingouin.options["round.column.CI95"] = None
    ours = subprocess.Popen([program, "--ask"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert ours.stdin is not None and ours.stdout is not None
    print(f"pingouin {pingouin.__version__}, pandas {pd.__version__}, numpy {np.__version__}, {rounds} rounds")
    print("| units x raters | pingouin ms | headway C++ ms | ratio | headway Python ms | ratio | values |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for units, raters in ((30, 5), (1_000, 10), (10_000, 10), (100_000, 10)):
            table = marks(units, raters)
            path = Path(folder) / "table.bin"
            table.tofile(path)
            long = pd.DataFrame(table).rename_axis("unit").reset_index().melt("unit", var_name="rater", value_name="mark")
            theirs, mine, python = [], [], []
            check = "equal to 1e-9"
            for _ in range(rounds):
                start = time.process_time()
                result = pingouin.intraclass_corr(long, "unit", "rater", "mark").set_index("Type").loc["ICC(A,k)"]
                theirs.append(1e3 * (time.process_time() - start))
                ours.stdin.write(f"icc {units} {raters} {path}\n")
                ours.stdin.flush()
                answer = json.loads(ours.stdout.readline())
                mine.append(answer["cpu_ms"])
                if hw is not None:
                    start = time.process_time()
                    calls = max(1, 20_000 // units)
                    for _ in range(calls):
                        hw.agreement.icc(table)
                    python.append(1e3 * (time.process_time() - start) / calls)
                if not np.allclose([answer["value"], answer["low"], answer["high"]], [result["ICC"], *result["CI95"]], rtol=1e-9, atol=1e-12):
                    check = f"headway {answer['value']} ({answer['low']}, {answer['high']}), pingouin {result['ICC']} {result['CI95']}"
            peer, best = min(theirs), min(mine)
            through = f"{min(python):.3f} | {peer / min(python):.0f}" if python else "- | -"
            print(f"| {units} x {raters} | {peer:.1f} | {best:.4f} | {peer / best:.0f} | {through} | {check} |", flush=True)
    ours.stdin.close()
    ours.wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
