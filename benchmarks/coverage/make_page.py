"""Writes the page of docs/ that says how often intervals and tests hold, from a full run of one program of this folder.

    python benchmarks/coverage/make_page.py <program, or its output saved as NAME.tsv> [page]

The program's name chooses the words, pages/NAME.md, and what stands in their gaps. Fails, and writes nothing, when the program says that a bar is missed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Row = list[str]

HERE = Path(__file__).resolve().parent


def table(head: Row, rows: list[Row]) -> str:
    lines = [head, ["---:" if i + 1 < len(head) else "---" for i in range(len(head))], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def percent(text: str) -> str:
    return text if text == "-" else f"{100 * float(text):.1f}"


def of(rows: list[Row], *start: str) -> list[Row]:
    """The rows that begin with these words."""
    return [row for row in rows if tuple(row[: len(start)]) == start]


def sections(rows: list[Row], level: str, written: Callable[[list[Row]], str]) -> str:
    """The rows by the name in their second column, each with a heading."""
    return "\n".join(f"{level} {name}\n\n{written([row for row in rows if row[1] == name])}" for name in dict.fromkeys(row[1] for row in rows))


# ---------------------------------------------------------------- agreement

POPULATIONS = ("as most are", "agree", "very different severity", "hardly agree")


def agreement(rows: list[Row]) -> dict[str, str]:
    def panels(chosen: list[Row], *, method: bool = False) -> str:
        return table(["units", "raters", *POPULATIONS, "on average", "mean width", *["method"] * method],
                     [[units, raters, *map(percent, row[:5]), f"{float(row[5]):.2f}", *[kind.removeprefix("method ")] * method] for kind, _, units, raters, *row in chosen])

    def in_band(shares: list[float], low: float, high: float) -> str:
        return f"{100 * sum(low <= share < high for share in shares) / len(shares):.0f}"

    other = [row for row in rows if row[0].startswith("method ")]
    cells = [float(share) for row in of(rows, "panel") for share in row[4:8]]
    averages = [float(row[8]) for row in of(rows, "panel")]
    return {
        "inside": in_band(cells, 0.935, 0.97), "above": in_band(cells, 0.97, 2.0), "below": in_band(cells, 0.0, 0.935),
        "average_inside": in_band(averages, 0.935, 0.97), "average_above": in_band(averages, 0.97, 2.0), "average_below": in_band(averages, 0.0, 0.935),
        "without": f"{100 * max(float(row[10]) for row in other):.0f}",
        "least": percent(str(min(cells))),
        "coefficients": sections(of(rows, "panel"), "##", panels),
        "others": sections(other, "###", lambda chosen: panels(chosen, method=True)),
        "cohen": sections(of(rows, "two raters"), "###", panels),
    }


# ---------------------------------------------------------------- change

def change(rows: list[Row]) -> dict[str, str]:
    changes, family, net, null = of(rows, "change"), of(rows, "family"), of(rows, "net movers"), of(rows, "null")
    names = list(dict.fromkeys(row[3] for row in null))
    rate = {(row[1], row[2], row[3]): percent(row[5]) for row in null}
    panels = int(changes[0][3])
    return {
        "panels": f"{panels:,}", "rooms": f"{int(family[0][3]):,}", "error": f"{200 * (0.05 * 0.95 / panels) ** 0.5:.2f}",
        "changes": table(["raters", "true change", "exact covers", "mid-P covers", "bounded on both sides", "mean width of these", "found at 5 %", "could not have shown it"],
                         [[n, size, *map(percent, (exact, mid, bounded)), width, *map(percent, (found, silent))] for _, n, size, _, exact, mid, bounded, width, found, silent in changes]),
        "net": table(["raters", "interval", "on average", "least", "mean width", "least for"],
                     [[n, rule.replace("_", "-").replace("mid-p", "mid-P"), percent(average), percent(least), f"{float(width):.2f}",
                       f"{percent(moving)} move, net {percent(moved)}"] for _, n, rule, _, average, least, moving, moved, width in net]),
        "mid_least": min((percent(row[5]) for row in net if row[2] == "mid_p"), key=float),
        "nulls": table([*names, "raters", "panel"], [[*(rate[panel, n, name] for name in names), n, panel] for panel, n in dict.fromkeys((row[1], row[2]) for row in null)]),
        "families": table(["raters", "whole people turned", "Holm", "each dimension by itself", "panel"],
                          [[n, *map(percent, (together, holm, alone)), panel] for _, panel, n, _, together, holm, alone in family]),
    }


# ---------------------------------------------------------------- differences

def differences(rows: list[Row]) -> dict[str, str]:
    def covered(kind: str, head: Row) -> str:
        return table(["people", *head], [[f"{n1} + {n2}", *map(percent, shares)] for _, n1, n2, _, _, *shares in of(rows, kind)])

    two = ["low to high: average", "least"]
    return {"panels": f"{int(rows[0][3]):,}", "pairs": rows[0][4], "means": covered("mean", [*two, "percentile: average", "least", "BCa: average", "least"]),
            "medians": covered("median", [*two, "BCa: average", "least", "BCa is there"])}


# ---------------------------------------------------------------- groups

def groups(rows: list[Row]) -> dict[str, str]:
    def intervals(chosen: list[Row], *, confidence: bool = False) -> str:
        head = ["people in the groups", "laws", "how", "on average", "least", "mean width", "permutation interval: average", "least", "least of all for"]
        lines = []
        for _, level, n1, n2, how, laws, average, worst, where, width, other, other_least in chosen:
            line = [f"{n1} + {n2}", laws, how, percent(average), percent(worst), f"{float(width):.2f}"]
            lines.append([percent(level), *line, where] if confidence else [*line, percent(other), percent(other_least), where])
        return table(["nominal", *head[:6], head[8]] if confidence else head, lines)

    def rejections(what: str) -> str:
        return table(["people in the groups", "how", "rank sum", "sum of levels", "studentised, exact", "studentised, t law", "laws"],
                     [[f"{n1} + {n2}", how, *map(percent, shares), laws] for _, _, n1, n2, how, laws, *shares in of(rows, "rejection", what)])

    usual = of(rows, "interval", "0.95")
    return {
        "intervals": intervals(usual),
        "confidences": intervals([row for row in of(rows, "interval") if row not in usual], confidence=True),
        "same": rejections("the same law"),
        "spread": rejections("one more spread out"),
        "several": table(["people in the groups", "between-group share", "Kruskal-Wallis", "Kruskal-Wallis, chi-square", "Jonckheere", "laws", "panels a law", "error of one"],
                         [[sizes, *map(percent, shares), laws, panels, percent(str((0.05 * 0.95 / int(panels)) ** 0.5))]
                          for _, sizes, laws, panels, *shares in of(rows, "several")]),
    }


# ---------------------------------------------------------------- level and dispersion

def level_and_dispersion(rows: list[Row]) -> dict[str, str]:
    def dispersions(chosen: list[Row], *, confidence: bool = False) -> str:
        head = ["levels", "raters", "simulated: average", "least", "exact: average", "least", "least found by search", "mean width", "least, simulated, for"]
        return table((["nominal"] if confidence else []) + head, [
            [*[percent(level)] * confidence, levels, n, *map(percent, (average, worst, exact, exact_worst, searched)), f"{float(width):.2f}", where]
            for _, level, levels, n, _, average, worst, where, width, exact, exact_worst, searched in chosen
        ])

    spread = of(rows, "dispersion")
    usual = [row for row in spread if row[1] == "0.95"]
    asked = [row for row in usual if 5 <= int(row[3]) <= 30]
    return {
        "designs": str(max(int(row[4]) for row in spread)),
        "level_sets": table(["levels", "raters", "on average", "least", "of which distribution"],
                            [[levels, n, percent(average), percent(worst), where if float(worst) < 1 else "-"] for _, _, levels, n, _, average, worst, where in of(rows, "level set")]),
        "dispersions": dispersions(asked),
        "other_sizes": dispersions([row for row in usual if row not in asked]),
        "confidences": dispersions([row for row in spread if row not in usual], confidence=True),
        "balanced": table(["raters per sector", "on average", "least", "for"],
                          [[sizes, percent(average), percent(worst), where] for _, _, sizes, _, average, worst, where in of(rows, "balanced")]),
    }


# ---------------------------------------------------------------- panel

SPLITS = {"everybody": "Everybody", "people": "Who stayed, left and joined", "sectors": "Within sectors, and the mix of sectors", "people_and_sectors": "Both"}


def panel(rows: list[Row]) -> dict[str, str]:
    parts = []
    for split, title in SPLITS.items():
        lines = [[part.replace("_", " "), summary, n, percent(average), percent(least), width, where]
                 for _, n, kind, part, summary, _, average, least, width, where in sorted(rows, key=lambda row: (row[3], row[4], int(row[1]))) if kind == split]
        parts.append(f"## {title}\n\n" + table(["part", "of", "people a round", "on average", "least", "mean width", "least in"], lines))
    average, least = ([float(row[i]) for row in rows] for i in (6, 7))
    inside, above = sum(0.935 <= each <= 0.97 for each in average), sum(each > 0.97 for each in average)
    under = [each for each in least if each < 0.935]
    lowest = f", the lowest {percent(str(min(under)))} %" if under else ""
    return {
        "kinds": str(max(int(row[5]) for row in rows)), "rooms": "2,000", "parts": "\n".join(parts),
        "summary": f"Of the {len(rows)} rows below {inside} cover 93.5 to 97 % on average, {above} more and {len(rows) - inside - above} less; in the kind of room that is worst "
                   f"for it, {len(under)} are below 93.5 %{lowest}.",
    }


# ---------------------------------------------------------------- model

def model(rows: list[Row]) -> dict[str, str]:
    def one(chosen: list[Row]) -> str:
        return table(["people", "levels", "width", "change", "width", "together", "severity", "announced"],
                     [[people, percent(level), f"{float(width):.2f}", percent(change), f"{float(change_width):.2f}", percent(together), percent(severity), percent(announced)]
                      for _, people, _, _, level, width, change, change_width, together, _, severity, _, announced in chosen])

    names = list(dict.fromkeys(row[0] for row in rows))
    named = {"levels": 4, "change": 6, "severity": 10}
    below = []
    for name in names[:2]:
        short = [f"{what} with {row[1]} people ({percent(row[at])})" for what, at in named.items() for row in of(rows, name) if float(row[at]) < 0.935]
        below.append(f"*{name}*: " + (", ".join(short) or "none"))
    missed = f"Below that are, {'; '.join(below)}."
    return {"rooms": rows[0][3], "missed": missed, "kinds": "\n".join(f"## {name[0].upper()}{name[1:]}\n\n{one(of(rows, name))}" for name in names)}


PAGES = {"agreement": agreement, "change": change, "differences": differences, "groups": groups, "level_and_dispersion": level_and_dispersion, "model": model, "panel": panel}


def main() -> None:
    source = Path(sys.argv[1])
    name = source.stem.removeprefix("headway_coverage_")
    page = "coverage" if name == "level_and_dispersion" else f"coverage-{name}"
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parents[1] / "docs" / f"{page}.md"
    text = source.read_text(encoding="utf-8") if source.suffix == ".tsv" else subprocess.run([source], stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = [line.split("\t") for line in text.splitlines()]
    words = (HERE / "pages" / f"{name}.md").read_text(encoding="utf-8").removesuffix("\n")
    target.write_text(words.format(**PAGES[name](rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
