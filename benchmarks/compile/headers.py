"""What each public header costs whoever includes it: seconds of the compiler's own work and megabytes, at -O2.

    python benchmarks/compile/headers.py [--compilers g++ clang++] [--runs 3] [--only TEXT] [--write docs/compile.md] [--strict]

Each header is compiled alone, as the only line of a file. The seconds are the compiler's user CPU time, the least of all runs, so another program
on the machine does little harm; the megabytes are its largest resident size. --strict fails when a header is over the budget of what it stands on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
# Seconds with g++, by folder; 1.5 for all others. A function that is no template is understood in whole wherever its header is included, and those that take a study hold
# what makes its tables and words. `headway.hpp` is the sum of its parts.
BUDGETS = {"disclosure": 2.0, "exact": 2.0, "io": 2.5, "change": 2.5, "agreement": 3.5, "models": 6.0, "design": 6.0}
OTHERS = {"headway/headway.hpp": 15.0, "headway/core/study_builder.hpp": 2.0}
EACH = 1.5

Cost = tuple[float, float]  # seconds, megabytes


def cost(compiler: str, source: Path) -> Cost:
    """User seconds and megabytes of one compilation."""
    command = [compiler, "-std=c++20", "-O2", f"-I{INCLUDE}", "-c", str(source), "-o", str(source.with_suffix(".o"))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "CCACHE_DISABLE": "1"})
    text = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}\n{text.decode(errors='replace')}")
    return usage.ru_utime, usage.ru_maxrss / 1024


def measure(compiler: str, sources: dict[str, str], runs: int) -> dict[str, Cost]:
    """The least seconds and the most megabytes of every source, by name."""
    found: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "one.cpp"
        for name, text in sources.items():
            source.write_text(text, encoding="utf-8")
            all_runs = [cost(compiler, source) for _ in range(runs)]
            found[name] = (min(seconds for seconds, _ in all_runs), max(megabytes for _, megabytes in all_runs))
            print(f"{compiler:12} {name:52} {found[name][0]:6.2f} s {found[name][1]:6.0f} MB", flush=True)
    return found


def budget(header: str) -> float:
    return OTHERS.get(header) or BUDGETS.get(header.split("/")[1], EACH)


def version(compiler: str) -> str:
    return subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]


PAGE = """# What a header costs to compile

Written by `benchmarks/compile/headers.py --write docs/compile.md`; do not edit by hand. Each header is the only line of its file, compiled at -O2. Seconds are the
compiler's own CPU time, the least of {runs} runs, so another program on the machine does little harm; MB is the compiler's largest size. The budget with g++ is {budgets}; it is {over}.
A function that is no template is understood in whole wherever its header is included, and those that take a study hold what makes its tables and words.

`headway/headway.hpp` is everything at once, so it is the sum of its parts: include it to try things out, and the headers you use in a program that is
compiled often. *The standard library alone* is a file with the six headers that nearly all of these need and nothing else.

{compilers}

{table}
"""

ALONE = "*the standard library alone*"
PROGRAM = "*the README's program*"
STANDARD = "".join(f"#include <{name}>\n" for name in ("algorithm", "memory", "optional", "span", "string", "vector"))


def page(compilers: list[str], found: dict[str, dict[str, Cost]], runs: int, over: list[str]) -> str:
    lines = ["| header | " + " | ".join(f"{name} s | {name} MB" for name in compilers) + " |", "| --- |" + " ---: | ---: |" * len(compilers)]
    first = found[compilers[0]]
    for name in sorted(first, key=lambda each: -first[each][0]):
        cells = [f"{found[compiler][name][0]:.2f} | {found[compiler][name][1]:.0f}" for compiler in compilers]
        lines.append(f"| {name if name in (ALONE, PROGRAM) else f'`{name}`'} | " + " | ".join(cells) + " |")
    named = {**{f"{folder}/": seconds for folder, seconds in BUDGETS.items()}, **{header.removeprefix("headway/"): seconds for header, seconds in OTHERS.items()}}
    budgets = ", ".join([f"{EACH} s", *(f"{seconds} s for `{name}`" for name, seconds in named.items())])
    return PAGE.format(runs=runs, budgets=budgets, over="kept by every one" if not over else "missed by " + ", ".join(f"`{name}`" for name in over),
                       compilers="  \n".join(f"{name}: {version(name)}" for name in compilers), table="\n".join(lines))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compilers", nargs="+", default=[name for name in ("g++", "clang++") if shutil.which(name)])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="", help="headers whose path has this in it")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--strict", action="store_true")
    wanted = parser.parse_args()

    headers = sorted(path.relative_to(INCLUDE).as_posix() for path in INCLUDE.rglob("*.hpp") if "detail" not in path.parts)
    headers = [header for header in headers if wanted.only in header]
    sources = {ALONE: STANDARD, **{header: f"#include <{header}>\n" for header in headers}}
    if not wanted.only:
        sources[PROGRAM] = (ROOT / "tests" / "examples" / "golden_path.cpp").read_text(encoding="utf-8")
    found = {compiler: measure(compiler, sources, wanted.runs) for compiler in wanted.compilers}
    first = found[wanted.compilers[0]]
    over = [header for header in headers if first[header][0] > budget(header)]
    for header in over:
        print(f"over its budget of {budget(header)} s: {header}, {first[header][0]:.2f} s", file=sys.stderr)
    if wanted.write:
        wanted.write.write_text(page(wanted.compilers, found, wanted.runs, over), encoding="utf-8")
    return 1 if over and wanted.strict else 0


if __name__ == "__main__":
    sys.exit(main())
