"""The shared C library shows exactly the symbols of symbols.txt, and holds no mutable storage of its own.

    python check_symbols.py <nm> <library>          compares
    python check_symbols.py <nm> <library> --write  writes symbols.txt anew, after a symbol was added on purpose

A symbol once listed in a release is never taken away while the ABI number stays.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GOLDEN = Path(__file__).with_name("symbols.txt")
MUTABLE_SECTIONS = (".data", ".bss", ".tdata", ".tbss")


def rows(nm: str, library: str, *options: str) -> list[list[str]]:
    done = subprocess.run([nm, "-f", "sysv", *options, library], capture_output=True, text=True, check=True)
    return [[field.strip() for field in line.split("|")] for line in done.stdout.splitlines() if line.count("|") >= 6]


def main() -> int:
    nm, library, *more = sys.argv[1:]
    shown = sorted({row[0].split("@")[0] for row in rows(nm, library, "-D", "--defined-only")})
    if more == ["--write"]:
        GOLDEN.write_text("\n".join(shown) + "\n", encoding="utf-8")
        print(f"{len(shown)} symbols written to {GOLDEN.name}")
        return 0

    golden = GOLDEN.read_text(encoding="utf-8").split()
    problems = [f"shown but not in symbols.txt: {name}" for name in shown if name not in golden]
    problems += [f"in symbols.txt but not shown: {name}" for name in golden if name not in shown]
    problems += [f"does not begin with headway_: {name}" for name in shown if not name.startswith("headway_")]

    # A sanitizer adds storage of its own, so the check for state is made only in a plain build.
    everything = rows(nm, library, "-C", "--defined-only")
    sanitized = any(row[0].startswith(("__asan", "__tsan", "__ubsan")) for row in rows(nm, library))
    for row in everything:
        name, section = row[0], row[-1]
        if name.startswith("DW.ref."):  # the compiler's pointer to the type of an exception, set once by the loader
            continue
        if not sanitized and "headway" in name and section.startswith(MUTABLE_SECTIONS) and not section.startswith(".data.rel.ro"):
            problems.append(f"mutable storage in {section}: {name}")

    print("\n".join(problems))
    print(f"{len(shown)} symbols shown, {len(golden)} in the golden list, {len(problems)} problems")
    return 1 if problems or not shown else 0


if __name__ == "__main__":
    sys.exit(main())
