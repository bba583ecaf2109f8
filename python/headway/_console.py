"""Answers in a terminal. Nothing that stands in a file is taken for markup or control codes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from . import _core, _show
from ._rubric import Rubric
from ._study import Study
from ._table import Table

MOST_PROBLEMS = 200
WIDTH_OF_A_FILE = 1000
"""How wide lines are when they go to a file or another program."""

_DESCRIBED = dict(_core.statuses())
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def console() -> Console:
    made = Console(highlight=False, emoji=False, markup=False)
    return made if made.is_terminal else Console(highlight=False, emoji=False, markup=False, width=WIDTH_OF_A_FILE)


def text(value: Any, style: str = "") -> Text:
    return Text(_show.one_line(_show.cell_text(value)), style=style)


def grid(*names: str, right: tuple[str, ...] = (), title: str = "") -> Grid:
    made = Grid(box=box.SIMPLE_HEAD, title=text(title, "bold") if title else None, title_justify="left", pad_edge=False)
    for name in names:
        made.add_column(Text(name), justify="right" if name in right else "left", no_wrap=name in right)
    return made


def line(out: Console, said: str, style: str = "") -> None:
    """One line, which a terminal may wrap but nobody cuts."""
    out.print(text(said, style), soft_wrap=True)


def heading(row: dict[str, Any], *keys: str) -> str:
    return ", ".join(str(row[key]) for key in keys if row.get(key))


def unsaid(row: dict[str, Any]) -> str:
    """Why a row has nothing to say."""
    return str(row["hidden_reason"] or _DESCRIBED.get(row["status"], ""))


def nearby(source: str) -> str:
    """A path as seen from here, where that is shorter."""
    try:
        relative = os.path.relpath(source) if os.path.isabs(source) else source
    except ValueError:  # another drive
        return source
    return relative if len(relative) < len(source) and not relative.startswith("..") else source


def show_problems(study: Study) -> None:
    """Every problem with its place, as an editor understands it: file:line:column."""
    out = console()
    problems = study.problems
    if len(problems):
        made = grid("where", "severity", "found", "what is wrong", "what was done")
        made.columns[0].no_wrap = made.columns[1].no_wrap = True
        made.columns[0].overflow = "fold"
        made.columns[2].max_width = 28
        for row in problems.head(MOST_PROBLEMS):
            where = ":".join(str(part) for part in (nearby(row["source"]), row["line"], row["column"]) if part is not None)
            wrong = f"{row['code']}: {row['message']}"
            severity = text(row["severity"], _STYLES.get(row["severity"], ""))
            made.add_row(text(where), severity, text(row["value"]), text(wrong), text(row["what_was_done"]))
        out.print(made)
    if len(problems) > MOST_PROBLEMS:
        line(out, f"... and {len(problems) - MOST_PROBLEMS} more; --format csv gives them all")
    for row in study.sources:
        said = [_show.counted(row["rows_read"], "row", "rows") + " read"]
        if row["rows_left_out"]:
            said.append(f"{row['rows_left_out']} left out")
        if row["encoding"]:
            said.append(row["encoding"])
        line(out, f"{row['source']}: {', '.join(said)}")
        taken = [(use["column_name"], use["taken_for"]) for use in study.understood if use["source"] == row["source"]]
        line(out, "  understood: " + ", ".join(f"{name} as {role}" for name, role in taken if role))
        if unused := [name for name, role in taken if not role]:
            line(out, "  not used: " + ", ".join(unused))
    found = _show.by_severity(problems)
    if study._core.problems_total > len(problems):
        found.append(f"{study._core.problems_total} in all")
    line(out, ", ".join(found) if found else "nothing to remark")


def show_profile(table: Table, rubric: Rubric) -> None:
    """One grid per round and group of sectors."""
    out = console()
    values = [level.value for level in rubric.levels]
    counts = [f"count_{value}" if value >= 0 else f"count_minus_{-value}" for value in values]
    headers = ["n", *(str(value) for value in values), "no mark", "middle", "could be", "spread", "2+ away"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in table:
        groups.setdefault(heading(row, "community", "round", "sector"), []).append(row)
    for title, rows in groups.items():
        made = grid("dimension", *headers, "agreed", "remark", right=tuple(headers), title=title)
        for row in rows:
            cells = [row["n"], *(row[name] for name in counts), row["n_missing"], _range(row["median_low"], row["median_high"])]
            cells += [_range(row["level_set_low"], row["level_set_high"], " to "), _spread(row), row["two_or_more_away"]]
            agreed = row["consensus"] if row["consensus"] is not None else row["consensus_text"] or (row["consensus_outcome"] or "").replace("_", " ")
            remark = row["hidden_reason"] or ("" if row["status"] == "ok" else _DESCRIBED.get(row["status"], row["status"]))
            made.add_row(text(row["dimension"]), *(text(cell) for cell in cells), text(agreed), text(remark))
        out.print(made)


def _range(low: Any, high: Any, between: str = " or ") -> str:
    if low is None or high is None:
        return ""
    return str(low) if low == high else f"{low}{between}{high}"


def _spread(row: dict[str, Any]) -> str:
    if row["dispersion"] is None:
        return ""
    if row["dispersion_low"] is None or row["dispersion_high"] is None:
        return f"{row['dispersion']:.2f}"
    return f"{row['dispersion']:.2f} ({row['dispersion_low']:.2f} to {row['dispersion_high']:.2f})"


def show_agenda(table: Table, _: Rubric) -> None:
    """The dimensions in the order in which they call for talk, each with its reasons in words."""
    out = console()
    rows = table.to_dicts()
    if not rows:
        return
    line(out, heading(rows[0], "community", "round"), "bold")
    made = Grid(box=None, show_header=False, pad_edge=False)
    made.add_column(justify="right", no_wrap=True)
    made.add_column()
    for i, row in enumerate(rows):
        why = row["why"] or unsaid(row)
        corner = f" ({row['corner'].replace('_', ' ')})" if row["corner"] else ""
        said = Text.assemble(text(row["dimension"], "bold"), text(corner), "\n", text(why))
        made.add_row(text(row["position"] if row["position"] is not None else i + 1), said)
    out.print(made)
    out.print()


def show_change(table: Table, _: Rubric) -> None:
    """One community's two rounds: on every dimension which way the same people's marks went, and how sure that is."""
    out = console()
    rows = table.to_dicts()
    if not rows:
        return
    line(out, f"{rows[0]['community']}, {rows[0]['from_round'] or 'no earlier round'} to {rows[0]['to_round'] or 'no later round'}", "bold")
    for row in rows:
        direction = (row["direction"] or "").replace("_", " ")
        line(out, row["dimension"] + (f" ({direction})" if direction else ""), "bold")
        line(out, "  " + (row["says"] or unsaid(row)))
    out.print()


def show_sectors(table: Table, _: Rubric) -> None:
    """One community's groups beside the rest: first over all dimensions, then dimension by dimension where anybody differs."""
    out = console()
    rows = table.to_dicts()
    if not rows:
        return
    line(out, heading(rows[0], "community", "round"), "bold")
    dimension: str | None = ""
    for row in rows:
        if row["dimension"] != dimension:
            dimension = row["dimension"]
            line(out, dimension or "all dimensions together", "bold")
        line(out, "  " + (row["words"] or f"{row['sector']}: {unsaid(row)}"))
    out.print()


_PLACE = ("community", "round", "from_round", "to_round", "dimension_number", "dimension_key", "status", "hidden_reason")
"""What stands in the title of a grid of a fit, or is not said there."""


def show_fit(table: Table, _: Rubric) -> None:
    """A table of a fit: a grid for every place and round, or pair of rounds; an interval in one cell, those of single probabilities left to --format csv."""
    out = console()
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in table:
        rounds = f"{row['from_round']} to {row['to_round']}" if "from_round" in row else row.get("round")
        groups.setdefault(", ".join(str(part) for part in (row.get("community"), rounds) if part), []).append(row)
    for title, rows in groups.items():
        names = [name for name in table.columns if name not in _PLACE and not name.endswith("high") and not (name.startswith("p_") and name.endswith("_low"))]
        names = [name for name in names if any(row[name] is not None for row in rows)]
        headers = {name: "between" if name == "low" else name.replace("_low", " between").replace("_", " ") for name in names}
        figures = [headers[name] for name in names if not any(isinstance(row[name], str) for row in rows)]
        made = grid(*headers.values(), "remark", right=tuple(figures), title=title)
        for row in rows:
            made.add_row(*(text(_figures(row, name)) for name in names), text("" if row.get("status", "ok") == "ok" else unsaid(row)))
        out.print(made)


def _figures(row: dict[str, Any], name: str) -> str:
    """A cell with two decimals, which are what a reader can use; that of a low end holds the high one too."""
    ends = (name, name.removesuffix("low") + "high") if name.endswith("low") else (name,)
    return " and ".join(f"{row[end]:.2f}" if isinstance(row[end], float) else _show.cell_text(row[end]) for end in ends if row[end] is not None)


SHOWN: dict[str, Callable[[Table, Rubric], None]] = {"profile": show_profile, "agenda": show_agenda, "change": show_change, "sectors": show_sectors,
                                                           "fit": show_fit}
"""How the answer to each question is shown."""
