"""Writes docs/coverage-change.md from a full run of change.

    python benchmarks/coverage/make_change_table.py <program> [docs/coverage-change.md]

Fails, and writes nothing, when the program says that a bar is missed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from make_table import Row, percent, table


def changes(rows: list[Row]) -> str:
    return table(
        ["raters", "true change", "exact covers", "mid-P covers", "bounded on both sides", "mean width of these", "found at 5 %", "could not have shown it"],
        [[n, change, percent(exact), percent(mid), percent(bounded), width, percent(found), percent(silent)]
         for _, n, change, _, exact, mid, bounded, width, found, silent in rows])


def net_movers(rows: list[Row]) -> str:
    return table(["raters", "interval", "on average", "least", "mean width", "least for"],
                 [[n, rule.replace("_", "-").replace("mid-p", "mid-P"), percent(average), percent(least), f"{float(width):.2f}", f"{percent(moving)} move, net {percent(net)}"]
                  for _, n, rule, _, average, least, moving, net, width in rows])


def nulls(rows: list[Row]) -> str:
    names = list(dict.fromkeys(row[3] for row in rows))
    keys = list(dict.fromkeys((row[1], row[2]) for row in rows))
    rate = {(row[1], row[2], row[3]): percent(row[5]) for row in rows}
    return table([*names, "raters", "panel"], [[*(rate[panel, n, name] for name in names), n, panel] for panel, n in keys])


def families(rows: list[Row]) -> str:
    return table(["raters", "whole people turned", "Holm", "each dimension by itself", "panel"],
                 [[n, percent(together), percent(holm), percent(alone), panel] for _, panel, n, _, together, holm, alone in rows])


PAGE = """# How often what is said about the same people twice holds

Written by `benchmarks/coverage/make_change_table.py` from a run of `benchmarks/coverage/change.cpp`; do not edit by hand. Percent throughout.

Raters are invented, so the truth is known: five levels, each rater with a severity and thresholds of their own, marks by the adjacent-category model. *Halo and
drift*: every rater has a mood in every round that goes through all nine dimensions. Fixed seeds; {panels} panels a row, {rooms} for nine dimensions.

The bars, which `change --quick` guards in every test run: exact intervals cover at least 95 %, mid-P ones 93.5 %; tests reject a true null hypothesis in at most
5 % of panels; all of that up to two Monte Carlo errors ({error} points at 5 %).

## Change, whatever each rater's severity and steps

The interval of `paired_change`, for a change in log odds of one level up against one level down. Where every mover goes one way it is half open and reads "at
least"; a panel in which nobody moves has none, and counts as covering. The last two columns say how often the exact test finds the change at 5 %, and how
often so few people moved that no outcome could have shown it: with five raters always.

{changes}
With few movers an interval cannot cover in exactly 95 of 100 panels: its ends can only fall on a few places. That is why the mid-P interval covers more often in
the smallest panels, and the exact one in all of them.

## Net movers

The interval of `net_movers`, exact: every outcome of the panel is gone through, for 2,050 truths from 2 % to all people moving, in any direction. The *least* is
over all of these truths.

{net}
For single truths the mid-P interval covers less often than it says, {mid_least} % at the least; where that matters the exact one is there.

## When nothing changed

How often each test finds something at 5 %. *By chi-square* is the large-sample p of the same Stuart-Maxwell statistic: in a room of people it is too shy, which is
why the others are counted out.

{nulls}
## Nine dimensions together, when none changed

How often at least one dimension is called changed.

{families}"""


def main() -> None:
    program = sys.argv[1]
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).resolve().parents[2] / "docs" / "coverage-change.md"
    run = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True)
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    change = [row for row in rows if row[0] == "change"]
    family = [row for row in rows if row[0] == "family"]
    net = [row for row in rows if row[0] == "net movers"]
    panels = int(change[0][3])
    target.write_text(PAGE.format(
        panels=f"{panels:,}", rooms=f"{int(family[0][3]):,}", error=f"{200 * (0.05 * 0.95 / panels) ** 0.5:.2f}",
        changes=changes(change),
        net=net_movers(net),
        mid_least=min(percent(row[5]) for row in net if row[2] == "mid_p"),
        nulls=nulls([row for row in rows if row[0] == "null"]),
        families=families(family)), encoding="utf-8")


if __name__ == "__main__":
    main()
