"""Writes docs/coverage-agreement.md from a full run of agreement.

    python benchmarks/coverage/make_agreement_table.py <program or its saved output> [docs/coverage-agreement.md]

Fails, and writes nothing, when the program says that a bar is missed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from make_table import Row, percent, table

POPULATIONS = ("as most are", "agree", "very different severity", "hardly agree")


def panels(rows: list[Row]) -> str:
    return table(["units", "raters", *POPULATIONS, "on average", "mean width"],
                 [[units, raters, *map(percent, row[:4]), percent(row[4]), f"{float(row[5]):.2f}"] for _, _, units, raters, *row in rows])


def methods(rows: list[Row]) -> str:
    return table(["units", "raters", *POPULATIONS, "on average", "mean width", "method"],
                 [[units, raters, *map(percent, row[:4]), percent(row[4]), f"{float(row[5]):.2f}", kind.removeprefix("method ")] for kind, _, units, raters, *row in rows])


def in_band(rows: list[Row], low: float, high: float) -> str:
    shares = [float(share) for row in rows for share in row[4:8]]
    return f"{100 * sum(low <= share < high for share in shares) / len(shares):.0f}"


PAGE = """# How often the intervals of the coefficients of agreement hold the truth

Written by `benchmarks/coverage/make_agreement_table.py` from a run of `benchmarks/coverage/agreement.cpp`; do not edit by hand. Percent throughout.

Units and raters are drawn from a population that is known, so the truth is: the coefficient of all its units and all its raters. Five levels; a unit has a place,
a rater a severity and a halo (a share of a unit's place that does not show in their marks), a mark its noise. Four populations: raters *as most are* (standard
deviation of places 0.8, of severities 0.5, of noise 0.8, halo up to 0.3), raters who *agree* (1.2, 0.25, 0.5, 0.2), raters of *very different severity* (0.6, 0.9, 0.7, 0.4), and
raters who *hardly agree* (0.3, 0.4, 1.0, 0.3). 2,000 panels a cell, fixed seeds, so a cell is good to about one point.

The interval is the default: the two-way jackknife at 95 %, which speaks for other units and other raters. The aim is 93.5 to 97. Of all cells {inside} are inside, {above} above and {below}
below. Of the averages over the four populations {average_inside} of 100 are inside, {average_above} above and {average_below} below. What is outside:

- **Alpha and Fleiss's kappa where they are low**, for raters who hardly agree or are of very different severity, and with five raters anywhere: they hold the truth more often
  than they say. There what one rater does with one unit is nearly all there is, and leaving out one of few raters takes it for more than it is.
- **Raters of very different severity, seen by AC2, Brennan-Prediger or Conger's kappa**: five or eight severities say little about how different the next raters' are, so both the
  value and its error lean on one figure that is badly known, and the interval is too short. The worst cell holds the truth in {least} of 100 panels. More
  units do not mend that; more raters do, slowly.
- **Raters who agree, seen by percent agreement with 9 or 20 units and twelve raters or more**: what many raters say depends on whether one of the few units happens to lie between two levels.

`agreement --quick` guards in every test run that no interval holds the truth more rarely than in 92 of 100 panels on average over the populations, or 85 in any of them.

{coefficients}
## Other methods on the same panels

500 panels a cell, so good to about two points. The jackknife over units and the large-sample error speak for other units and the raters there are, and are set beside a truth that
is about other raters too: how far they fall short is what leaving raters out of account costs. 500 replicates each. BCa ends are
of those panels that have them: up to {without} of 100 have none, because the correction asks for replicates beyond all there are.

{others}
## Cohen's kappa of two raters

Here the two raters are the ones there are, and the truth is theirs, over all units; the interval is over units.

{cohen}"""


def main() -> None:
    source = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).resolve().parents[2] / "docs" / "coverage-agreement.md"
    text = source.read_text(encoding="utf-8") if source.suffix == ".tsv" else subprocess.run([source], stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = [line.split("\t") for line in text.splitlines()]
    panel = [row for row in rows if row[0] == "panel"]
    two = [row for row in rows if row[0] == "two raters"]
    other = [row for row in rows if row[0].startswith("method ")]
    averages = [[*row[:4], *[row[8]] * 4] for row in panel]

    def by_name(chosen: list[Row], level: str, written: object) -> str:
        names = list(dict.fromkeys(row[1] for row in chosen))
        return "\n".join(f"{level} {name}\n\n{written([row for row in chosen if row[1] == name])}" for name in names)  # type: ignore[operator]

    target.write_text(PAGE.format(
        inside=in_band(panel, 0.935, 0.97), above=in_band(panel, 0.97, 2.0), below=in_band(panel, 0.0, 0.935),
        average_inside=in_band(averages, 0.935, 0.97), average_above=in_band(averages, 0.97, 2.0), average_below=in_band(averages, 0.0, 0.935),
        without=f"{100 * max(float(row[10]) for row in other):.0f}",
        least=percent(min(share for row in panel for share in row[4:8])),
        coefficients=by_name(panel, "##", panels), others=by_name(other, "###", methods), cohen=by_name(two, "###", panels)), encoding="utf-8")


if __name__ == "__main__":
    main()
