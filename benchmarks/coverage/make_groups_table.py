"""Writes docs/coverage-groups.md from a full run of groups.

    python benchmarks/coverage/make_groups_table.py <program> [docs/coverage-groups.md]

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


def intervals(rows: list[Row], *, confidence: bool = False) -> str:
    head = ["people in the groups", "laws", "how", "on average", "least", "mean width", "permutation interval: average", "least", "least of all for"]
    if confidence:
        head = ["nominal", *head[:6], head[8]]
    lines = []
    for _, level, n1, n2, how, laws, average, worst, where, width, other, other_least in rows:
        line = [f"{n1} + {n2}", laws, how, percent(average), percent(worst), f"{float(width):.2f}"]
        lines.append([percent(level), *line, where] if confidence else [*line, percent(other), percent(other_least), where])
    return table(head, lines)


def rejections(rows: list[Row]) -> str:
    head = ["people in the groups", "how", "rank sum", "sum of levels", "studentised, exact", "studentised, t law", "laws"]
    return table(head, [[f"{n1} + {n2}", how, *map(percent, (rank, levels, exact, t)), laws] for _, _, n1, n2, how, laws, rank, levels, exact, t in rows])


def several(rows: list[Row]) -> str:
    head = ["people in the groups", "between-group share", "Kruskal-Wallis", "Kruskal-Wallis, chi-square", "Jonckheere", "laws"]
    return table(head, [[sizes, *map(percent, (share, exact, asymptotic, rise)), laws] for _, sizes, laws, share, exact, asymptotic, rise in rows])


PAGE = """# How often what is said about groups holds

Written by `benchmarks/coverage/make_groups_table.py` from a run of `benchmarks/coverage/groups.cpp`; do not edit by hand. Percent throughout, five levels.

People are invented, so the truth is known: logits shifted by up to 4 and of different steepness, camps, a group that agrees against one that does not, and up
to a thousand laws drawn at random, sparse ones among them. *Exact* figures go through every outcome; *drawn* ones are from 4,000 panels a law, with fixed seeds, so the least of many is
a little lower than what it estimates. *Average* and *least* are over the laws.

The bars, which `groups --quick` guards in every test run: the interval covers at least 93.5 % whatever the law, and a test of people who do not differ is significant at most
as often as it says.

## The chance that somebody of one group marks higher

The interval of `superiority`, which is that of Cliff's delta too, for a confidence of 95 %. The permutation interval of Neubert and Brunner (2007) beside it is what would be used
without looking at coverage.

{intervals}
In small groups few outcomes are possible, so an interval that holds for all laws covers more often than it says for most of them: on average above 97 % up
to about 20 + 20 people, and near 96 % for 60 + 60.

For other confidences:

{confidences}
## Tests of two groups

How often the two-sided tests are significant at 5 % for the law that makes them so most often. When both groups come from one law, all must stay at or below 5 %:

{same}
When neither group tends to be higher, but one is more spread out, the rank sum is significant too often. The studentised tests look at this question. In groups of
one size the exact one is at least as near to 5 % as the t law; where one group is more than twice as large as the other and the smaller one is much more spread out, or much
less, both are significant too often, and the exact one more so. The figures are those of the worst law for each test.

{spread}
## Tests of several groups

All groups from one law; significant at 5 % for the law that makes them so most often.

{several}"""


def main() -> None:
    program = sys.argv[1]
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).resolve().parents[2] / "docs" / "coverage-groups.md"
    run = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True)
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    found = [row for row in rows if row[0] == "interval"]
    target.write_text(PAGE.format(
        intervals=intervals([row for row in found if row[1] == "0.95"]),
        confidences=intervals([row for row in found if row[1] != "0.95"], confidence=True),
        same=rejections([row for row in rows if row[:2] == ["rejection", "the same law"]]),
        spread=rejections([row for row in rows if row[:2] == ["rejection", "one more spread out"]]),
        several=several([row for row in rows if row[0] == "several"])), encoding="utf-8")


if __name__ == "__main__":
    main()
