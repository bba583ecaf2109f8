"""Writes docs/coverage-panel.md from a full run of panel.

    python benchmarks/coverage/make_panel_table.py <program> [docs/coverage-panel.md]

Fails, and writes nothing, when the program says that a bar is missed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from make_table import Row, percent, table

TITLES = {
    "everybody": "Everybody",
    "people": "Who stayed, left and joined",
    "sectors": "Within sectors, and the mix of sectors",
    "people_and_sectors": "Both",
}

PAGE = """# How often the intervals of the split of a change hold the truth

Written by `benchmarks/coverage/make_panel_table.py` from a run of `benchmarks/coverage/panel.cpp`; do not edit by hand. Percent throughout.

Rooms are invented, so the truth is known: {kinds} kinds of rooms on five levels, in which 40, 60 or 100 % of the people stay, at the middle of the scale or
near its ends, with people who differ little or much in severity, in the width of their steps and in how their severity drifts between rounds, with leavers and
joiners who mark like those who stay or not, and with three sectors that mark differently and send other shares of the room later. Fixed seeds; {rooms} rooms of
each kind. *Average* and *least* are over the kinds; the parts by sectors are looked at in rooms in which all three sectors were heard twice.

The bars, which `panel --quick` guards in every test run: 93.5 % on average and 91 % in each kind of room, up to two Monte Carlo errors.

{summary}

The intervals cover more often than they say where few people stand behind them and where nearly everybody is on one side of a level: a room of five in which
nobody moved looks the same whether one in ten moves or nobody does, and an interval that is honest about that is wide.

{parts}"""


def parts(rows: list[Row]) -> str:
    out = []
    for split, title in TITLES.items():
        lines = [
            [part.replace("_", " "), summary, n, percent(average), percent(least), width, where]
            for _, n, kind, part, summary, _, average, least, width, where in sorted(rows, key=lambda row: (row[3], row[4], int(row[1])))
            if kind == split
        ]
        out.append(f"## {title}\n\n" + table(["part", "of", "people a round", "on average", "least", "mean width", "least in"], lines))
    return "\n".join(out)


def summary(rows: list[Row]) -> str:
    average, least = ([float(row[i]) for row in rows] for i in (6, 7))
    inside = sum(0.935 <= each <= 0.97 for each in average)
    above = sum(each > 0.97 for each in average)
    under = [each for each in least if each < 0.935]
    lowest = f", the lowest {percent(str(min(under)))} %" if under else ""
    return (f"Of the {len(rows)} rows below {inside} cover 93.5 to 97 % on average, {above} more and {len(rows) - inside - above} less; in the kind of room that is worst "
            f"for it, {len(under)} are below 93.5 %{lowest}.")


def main() -> None:
    program = sys.argv[1]
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).resolve().parents[2] / "docs" / "coverage-panel.md"
    run = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True)
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    target.write_text(PAGE.format(kinds=max(int(row[5]) for row in rows), rooms="2,000", summary=summary(rows), parts=parts(rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
