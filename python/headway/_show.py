"""Tables as text, HTML, Markdown and CSV. What stands in a cell is never markup and never a formula."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._table import Table

Columns = Sequence[tuple[str, str, list[Any]]]

ROWS_AS_TEXT = 20
ROWS_AS_HTML = 100
LONGEST_CELL = 48
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell_text(value: Any) -> str:
    """One cell for people: whole numbers as they are, other numbers with three figures behind the point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}"
    return str(value)


def one_line(text: str) -> str:
    """The text without line breaks and other control or direction characters, each shown as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def by_severity(problems: Table) -> list[str]:
    """How many problems there are of every kind, gravest first: ``2 errors``, ``1 note``."""
    severities = list(problems.select("severity")["severity"])
    return [counted(severities.count(kind), kind, kind + "s") for kind in ("error", "warning", "note") if kind in severities]


def shortened(text: str, longest: int = LONGEST_CELL) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."


def width(text: str) -> int:
    """How many places a text takes in a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def summary(columns: Columns, rows: int) -> str:
    said = f"{counted(rows, 'row', 'rows')}, {counted(len(columns), 'column', 'columns')}"
    hidden = sum(value == "hidden" for name, _, cells in columns if name == "status" for value in cells)
    if hidden:
        said += f"; {counted(hidden, 'row', 'rows')} hidden because the group is small"
    return said


def shown_cells(columns: Columns, rows: int) -> list[list[str]]:
    """The first rows as text, column by column; an empty cell of a hidden row says so."""
    status = next((cells for name, _, cells in columns if name == "status"), [])
    out = []
    for name, _, cells in columns:
        texts = [cell_text(value) for value in cells[:rows]]
        if name != "hidden_reason":
            texts = ["hidden" if status and cells[i] is None and status[i] == "hidden" else text for i, text in enumerate(texts)]
        out.append(texts)
    return out


def lifted(columns: Columns, rows: int) -> tuple[Columns, str]:
    """The columns that differ from row to row, and in one line what is the same in all of them; columns without anything to show go."""
    status = next((cells for name, _, cells in columns if name == "status"), [])
    same = [(name, cells[0]) for name, _, cells in columns if rows > 1 and cells[0] is not None and all(value == cells[0] for value in cells)]
    gone = {name for name, _ in same}
    gone |= {name for name, _, cells in columns if all(value is None for value in cells) and (name == "hidden_reason" or "hidden" not in status)}
    if any(name == "dimension" for name, _, _ in columns):
        gone.add("dimension_key")
    kept = [column for column in columns if column[0] not in gone]
    if not kept:
        return columns, ""
    return kept, ", ".join(f"{name} {shortened(one_line(cell_text(value)))}" for name, value in same if name != "dimension_key")


def table_text(columns: Columns, rows: int, *, room: int | None = None, most_rows: int = ROWS_AS_TEXT, most_blocks: int = 4) -> str:
    """Aligned text: what is the same in all rows in one line, then the other columns, in blocks below each other where they are too wide."""
    if room is None:
        from shutil import get_terminal_size

        room = get_terminal_size((120, 24)).columns
    all_shown = {name: cells for (name, _, _), cells in zip(columns, shown_cells(columns, min(rows, most_rows)), strict=True)}
    differing, same = lifted(columns, rows) if rows else (columns, "")
    blocks: list[list[list[str]]] = [[]]
    left_out: list[str] = []
    label: list[str] = []
    used = 0
    for name, kind, _ in differing:
        cells = [shortened(one_line(cell)) for cell in all_shown[name]]
        wide = max([width(name), *(width(cell) for cell in cells)])
        right = kind in ("integer", "real")
        cells = [" " * (wide - width(cell)) + cell if right else cell + " " * (wide - width(cell)) for cell in [name, *cells]]
        if left_out or (blocks[-1] and used + wide > room):
            if len(blocks) == most_blocks or left_out or rows > most_rows:
                left_out.append(name)
                continue
            blocks.append([label])
            used = width(label[0]) + 2
        if not label or name == "dimension":
            label = cells
        blocks[-1].append(cells)
        used += wide + 2
    lines: list[str] = []
    for block in blocks:
        texts = ["  ".join(parts).rstrip() for parts in zip(*block, strict=True)]
        lines += [*([""] if lines else []), *texts[:1], *(["-" * max(width(text) for text in texts)] if texts else []), *texts[1:]]
    if rows > most_rows:
        lines.append("...")
    if same:
        lines.insert(0, f"[{same}]")
    tail = summary(columns, rows)
    if left_out:
        tail += f"; not shown: {', '.join(left_out)}"
    return "\n".join([*lines, f"[{tail}]"])


def table_html(columns: Columns, rows: int) -> str:
    """A plain HTML table, escaped, with its size as caption."""
    from html import escape

    texts = shown_cells(columns, min(rows, ROWS_AS_HTML))
    classes = ['style="text-align:right"' if kind in ("integer", "real") else 'style="text-align:left"' for _, kind, _ in columns]
    head = "".join(f'<th scope="col" {style}>{escape(name)}</th>' for (name, _, _), style in zip(columns, classes, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td {style}>{escape(cell)}</td>" for cell, style in zip(row, classes, strict=True)) + "</tr>"
        for row in zip(*texts, strict=True)
    )
    said = summary(columns, rows) + (f"; the first {ROWS_AS_HTML} are shown" if rows > ROWS_AS_HTML else "")
    return f"<table><caption>{escape(said)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def table_markdown(columns: Columns, rows: int) -> str:
    """A Markdown table, with every character that has a meaning in Markdown escaped."""

    def safe(text: str) -> str:
        return "".join("\\" + c if c in r"\`*_{}[]()<>#+-.!|~$" else c for c in one_line(text)).replace("&", "&amp;")

    texts = shown_cells(columns, min(rows, ROWS_AS_HTML))
    lines = ["| " + " | ".join(safe(name) for name, _, _ in columns) + " |"]
    lines.append("|" + "|".join("---:" if kind in ("integer", "real") else ":---" for _, kind, _ in columns) + "|")
    lines += ["| " + " | ".join(safe(cell) for cell in row) + " |" for row in zip(*texts, strict=True)]
    return "\n".join([*lines, "", summary(columns, rows)])


def formula_safe(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would run it as a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def csv_text(columns: Columns, *, safe: bool) -> str:
    """CSV with a header line; numbers in full, so that they read back the same."""

    def field(value: Any) -> Any:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return formula_safe(value) if safe else value
        return repr(value)

    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _, _ in columns])
    rows: Iterable[tuple[Any, ...]] = zip(*(cells for _, _, cells in columns), strict=True)
    writer.writerows([field(value) for value in row] for row in rows)
    return out.getvalue()
