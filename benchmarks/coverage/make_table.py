"""Writes docs/coverage.md from a full run of level_and_dispersion.

    python benchmarks/coverage/make_table.py <program> [docs/coverage.md]

Fails, and writes nothing, when the program says that a bar is missed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

Row = list[str]


def table(head: Row, rows: list[Row]) -> str:
    lines = [head, ["---:" if i + 1 < len(head) else "---" for i in range(len(head))], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def percent(text: str) -> str:
    return text if text == "-" else f"{100 * float(text):.1f}"


def level_sets(rows: list[Row]) -> str:
    return table(["levels", "raters", "on average", "least", "of which distribution"],
                 [[levels, n, percent(average), percent(worst), where if float(worst) < 1 else "-"] for _, _, levels, n, _, average, worst, where in rows])


def dispersions(rows: list[Row], *, confidence: bool = False) -> str:
    head = ["levels", "raters", "simulated: average", "least", "exact: average", "least", "least found by search", "mean width", "least, simulated, for"]
    lines = []
    for _, level, levels, n, _, average, worst, where, width, exact, exact_worst, searched in rows:
        first = [percent(level)] if confidence else []
        lines.append([*first, levels, n, percent(average), percent(worst), percent(exact), percent(exact_worst), percent(searched), f"{float(width):.2f}", where])
    return table((["nominal"] if confidence else []) + head, lines)


def balanced(rows: list[Row]) -> str:
    return table(["raters per sector", "on average", "least", "for"],
                 [[sizes, percent(average), percent(worst), where] for _, _, sizes, _, average, worst, where in rows])


PAGE = """# How often the intervals hold the truth

Written by `benchmarks/coverage/make_table.py` from a run of `benchmarks/coverage/level_and_dispersion.cpp`; do not edit by hand. Percent throughout.

An interval with a confidence of 95 % should hold the true value in at least 95 of 100 panels drawn from the same people. Here the people are
invented, so the truth is known: up to {designs} distributions for each number of levels, from everybody at one level to two equal camps at the ends, flat,
skewed, with one person in a hundred elsewhere, and of raters who differ in severity. *Simulated* figures are from 20,000 panels for each distribution,
with fixed seeds; *exact* ones go through every outcome there is (where there are at most 50,000); *found by search* is the least that a random
walk over all distributions came upon. *Average* and *least* are over the distributions.

The bars, which `level_and_dispersion --quick` guards in every test run: the level set covers at least 95 %, the other intervals at least 93.5 %.

## The level set

Exact, for the true median level (for each of them where several are). With 5 raters the set is the whole scale.

{level_sets}
## Dispersion

The interval is built to cover in the worst case, so it is wide, and on average it covers more often than it says. That is the price of small panels: five
people who all choose level 1 are what one sees one time in six when 30 % of all sit at the other end, so an honest interval for their dispersion reaches far up.

{dispersions}
With 2 to 4 raters the status is `mostly_prior`: the interval still covers, because it is nearly the whole range from 0 to 1. Above 50 raters the same
rule is used; nothing changes over at any size.

{other_sizes}
For other confidences, five levels. At 80 and 90 % it covers as it says in all of them. At 99 % it does so for the distributions listed, but the search found some
that are covered less often: 99 % asks more of the tails than two moments can give.

{confidences}
## Shares with one voice per sector

The interval of `sector_balanced_profile`, exact, for panels of several sectors. The sectors agree, differ by up to 6 logits, or only one of them has anybody
at the level or above.

{balanced}"""


def main() -> None:
    program = sys.argv[1]
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).resolve().parents[2] / "docs" / "coverage.md"
    run = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True)
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    spread = [row for row in rows if row[0] == "dispersion"]
    usual = [row for row in spread if row[1] == "0.95"]
    asked = [row for row in usual if 5 <= int(row[3]) <= 30]
    target.write_text(PAGE.format(
        designs=max(int(row[4]) for row in spread),
        level_sets=level_sets([row for row in rows if row[0] == "level set"]),
        dispersions=dispersions(asked),
        other_sizes=dispersions([row for row in usual if row not in asked]),
        confidences=dispersions([row for row in spread if row[1] != "0.95"], confidence=True),
        balanced=balanced([row for row in rows if row[0] == "balanced"])), encoding="utf-8")


if __name__ == "__main__":
    main()
