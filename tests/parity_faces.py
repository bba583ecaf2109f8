"""C++, C and Python give equal bits: every table of the sample studies, compared byte by byte.

    python parity_faces.py <folder with the samples> <folder for the dumps> <C++ program> <C program>

The two programs are tests/parity/faces.cpp and tests/capi/dump.c; the third dump is made here, with the installed package. Where the package
is not installed for this interpreter, C++ and C are compared and that is said.

The format, "headway dump 1". Lines end with LF; texts are UTF-8 with the bytes below 0x20, 0x7f and the backslash written as \\xhh.

    headway dump 1
    table <label>                           once per table
    rows <number>
    column <name> <integer|real|text|boolean>
    <cell>                                  one line per row: "-" no value; a whole number, 0 or 1 for a boolean; the 16 hexadecimal digits of a real
                                            number's 64 bits, the highest first; "=" and the text
    end

The tables and their order: for the study `sample` (scores_long.csv with consensus_with_reasons.csv and then_test_long.csv, under system_maturity) its
problems and ratings; for each audience (room, partners, public) consensus, coverage, turnover, consensus shift, decision rules, profile, profile by sector; for each community and
audience, for each round profile, profile by sector, cumulative, agenda, influence, sectors, sector split, sector pairs, consensus against, decision rules,
prompts (with a line at 3), with each later one rounds, change, panel, bounds and response shift, and at last the path; then a
model of the community BRA: for each audience its tables and what is asked of the next panel, then severity with names, diagnostics, draws and what it simulates.
For the study `dirty` (the two files of that name) its problems and ratings.
Then the tables of two models of columns that each face makes alike.
Paths in the problems are as given on the command line, so all three read the same ones.
"""

from __future__ import annotations

import importlib.util
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AUDIENCES = ("room", "partners", "public")


def escaped(text: str) -> str:
    return "".join(f"\\x{ord(c):02x}" if ord(c) < 0x20 or ord(c) == 0x7F or c == "\\" else c for c in text)


def cell(value: Any, kind: str) -> str:
    if value is None:
        return "-"
    if kind == "real":
        return struct.pack(">d", value).hex()
    if kind == "text":
        return "=" + escaped(value)
    return str(int(value))


def tables() -> Iterator[tuple[str, Any]]:
    """The label and table of each, in the order of the format."""
    import headway as hw

    folder = sys.argv[1]
    study = hw.read(f"{folder}/scores_long.csv", hw.rubrics.system_maturity(), consensus=f"{folder}/consensus_with_reasons.csv")
    study = study.with_then_test(f"{folder}/then_test_long.csv")
    yield "sample / problems", study.problems
    yield "sample / ratings", study.ratings()
    for who in AUDIENCES:
        yield f"sample / consensus / {who}", study.consensus(audience=who)
        yield f"sample / coverage / {who}", study.coverage(audience=who)
        yield f"sample / turnover / {who}", study.turnover(audience=who)
        yield f"sample / consensus shift / {who}", study.consensus_shift(audience=who)
        yield f"sample / decision rules / {who}", study.decision_rules(audience=who)
        yield f"sample / linking / {who}", study.linking(audience=who)
        yield f"sample / profile / {who}", study.profile(audience=who)
        yield f"sample / profile by sector / {who}", study.profile(by="sector", audience=who)
    for place in study:
        for who in AUDIENCES:
            for i, label in enumerate(study.rounds):
                where = f"{place.key} / {label} / {who}"
                yield f"sample / profile / {where}", place.profile(label, audience=who)
                yield f"sample / profile by sector / {where}", place.profile(label, by="sector", audience=who)
                yield f"sample / cumulative / {where}", place.cumulative(label, audience=who)
                yield f"sample / agenda / {where}", place.agenda(label, audience=who)
                yield f"sample / influence / {where}", place.influence(label, audience=who)
                yield f"sample / sectors / {where}", place.sectors(label, audience=who)
                yield f"sample / sector split / {where}", place.sector_split(label, audience=who)
                yield f"sample / sector pairs / {where}", place.sector_pairs(label, audience=who)
                yield f"sample / consensus against / {where}", place.consensus(label, audience=who)
                yield f"sample / decision rules / {where}", place.decision_rules(label, audience=who)
                yield f"sample / prompts / {where}", place.prompts(label, line=3, audience=who)
                for later in study.rounds[i + 1 :]:
                    pair = f"{place.key} / {label} / {later} / {who}"
                    yield f"sample / rounds / {pair}", place.side_by_side(label, later, audience=who)
                    yield f"sample / change / {pair}", place.change(label, later, audience=who)
                    yield f"sample / panel / {pair}", place.panel(label, later, audience=who)
                    yield f"sample / bounds / {pair}", place.bounds(label, later, audience=who)
                    yield f"sample / response shift / {pair}", place.response_shift(label, later, audience=who)
            yield f"sample / path / {place.key} / {who}", place.path(audience=who)
    fit = study.fit(community="BRA", draws=100)
    for who in AUDIENCES:
        yield f"sample / fit / blocks / {who}", fit.blocks(audience=who)
        yield f"sample / fit / levels / {who}", fit.levels(audience=who)
        yield f"sample / fit / change / {who}", fit.change(audience=who)
        yield f"sample / fit / severity / {who}", fit.severity(audience=who)
        yield f"sample / fit / misfit / {who}", fit.misfit(audience=who)
        yield f"sample / fit / sector use / {who}", fit.sector_use(audience=who)
        yield f"sample / fit / panel / {who}", fit.panel(audience=who)
        yield f"sample / fit / claims / {who}", fit.claims(audience=who)
        yield f"sample / fit / turns / {who}", fit.turns(audience=who)
        yield f"sample / fit / stayers / {who}", fit.stayers(audience=who)
        yield f"sample / fit / left out / {who}", fit.left_out(audience=who)
        design = hw.design(fit, people=(2, 5), panels=40)
        yield f"sample / fit / next panel / {who}", design.sizes(audience=who)
        yield f"sample / fit / people needed / {who}", design.needed(audience=who)
        yield f"sample / fit / could have shown / {who}", design.could_have_shown(audience=who)
        yield f"sample / fit / generalizability / {who}", design.generalizability(audience=who)
    yield "sample / fit / severity named", fit.severity(names=True)
    yield "sample / fit / misfit named", fit.misfit(names=True)
    yield "sample / fit / diagnostics", fit.diagnostics().table
    yield "sample / fit / draws", fit.draws()
    yield "sample / fit / simulate", fit.simulate(seed=2)
    dirty = hw.read(f"{folder}/scores_long_dirty.csv", hw.rubrics.system_maturity(), consensus=f"{folder}/consensus_with_reasons_dirty.csv")
    yield "dirty / problems", dirty.problems
    yield "dirty / ratings", dirty.ratings()
    score = [1 + min((i % 6 + 2 * (i * i % 3) + (5 * i + i // 7) % 3) // 2, 4) for i in range(120)]
    group, part = [i % 6 for i in range(120)], [i * i % 3 for i in range(120)]
    columns = hw.models.cumulative_link(score, 5, terms={"term 0": part}, groups={"group 0": group})
    yield "columns / summary", columns.summary.table
    yield "columns / parameters", columns.parameters
    yield "columns / effects", columns.effects
    yield "columns / compare", hw.models.compare(columns, hw.models.cumulative_link(score, 5, terms={"term 0": part}))
    facets = hw.models.many_facet(score, 5, {"facet 0": group, "facet 1": part}, fixed=["facet 1"])
    yield "facets / summary", facets.summary.table
    yield "facets / measures", facets.measures
    yield "facets / facets", facets.facets
    yield "facets / steps", facets.steps
    yield "facets / linking", hw.models.linking({"facet 0": group, "facet 1": part})


def python_dump() -> str:
    lines = ["headway dump 1"]
    for label, table in tables():
        lines += [f"table {label}", f"rows {len(table)}"]
        for name, kind in zip(table._core.names, table._core.types, strict=True):
            values = table._core.cells(table._core.find(name))
            lines.append(f"column {escaped(name)} {kind}")
            lines += [cell(value, kind) for value in values]
    return "\n".join([*lines, "end", ""])


def first_difference(left: str, right: str) -> str:
    """Where two dumps part: the table, the column and the row, and what each has there."""
    place = {"table": "", "column": ""}
    row = 0
    for a, b in zip(left.splitlines(), right.splitlines(), strict=False):
        if a != b:
            return f"table {place['table']}, column {place['column']}, row {row}: {a!r} and {b!r}"
        word, _, rest = a.partition(" ")
        row += 1
        if word in place:
            place[word] = rest
            row = 0
    return f"one ends where the other has {len(left)} and {len(right)} characters"


def main() -> int:
    _, samples, work, cpp, c = sys.argv
    dumps: dict[str, str] = {}
    for name, program in (("C++", cpp), ("C", c)):
        target = Path(work) / f"faces_{'cpp' if name == 'C++' else 'c'}.txt"
        target.unlink(missing_ok=True)
        subprocess.run([program, samples, target], check=True, stdout=subprocess.DEVNULL)
        dumps[name] = target.read_bytes().decode()
    if importlib.util.find_spec("headway"):
        dumps["Python"] = python_dump()
        (Path(work) / "faces_python.txt").write_bytes(dumps["Python"].encode())
    else:
        print(f"headway is not installed for {sys.executable}: Python is left out")
    reference = dumps["C++"]
    failed = 0
    for name, text in dumps.items():
        count = text.count("\ntable ")
        same = text == reference and text.endswith("\nend\n") and count > 100
        failed += not same
        print(f"{name}: {count} tables, {len(text)} characters, {'the same' if same else 'DIFFERENT: ' + first_difference(reference, text)}")
    return 1 if failed or len(dumps) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
