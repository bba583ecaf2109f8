"""Writes two files for the hostile-macro guard: what headway's headers include from elsewhere, and headway's headers themselves.

    python list_headers.py <include folder> <foreign.hpp> <own.hpp>
"""

from __future__ import annotations

import sys
from pathlib import Path

from cpp_text import includes, source_files


def write_if_changed(path: Path, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


if __name__ == "__main__":
    root = Path(sys.argv[1])
    headers = source_files(root / "headway", ".hpp")
    foreign = sorted({target for path in headers for _, target in includes(path.read_text(encoding="utf-8")) if not target.startswith("<headway/")})
    guarded = [line for target in foreign for line in (f"#if __has_include({target})", f"#include {target}", "#endif")]
    write_if_changed(Path(sys.argv[2]), guarded)
    write_if_changed(Path(sys.argv[3]), [f"#include <{path.relative_to(root).as_posix()}>" for path in headers])
