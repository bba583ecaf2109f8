"""Guards the layout of include/headway: which folder may include which, who may see the operating system, no library but the standard one, no hidden state.

    python check_layout.py <checkout>
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from cpp_text import includes, source_files, without_comments

# A folder includes only what is named for it here, and what those need in turn.
NEEDS = {
    "base": [],
    "numeric": ["base"],
    "core": ["base"],
    "io": ["core"],
    "rubrics": ["core"],
    "disclosure": ["core"],
    "resample": ["core", "numeric"],
    "exact": ["core", "numeric", "resample"],
    "agreement": ["core", "numeric", "resample", "exact", "disclosure"],
    "profile": ["core", "numeric", "agreement", "disclosure"],
    "models": ["core", "numeric", "disclosure"],
    "change": ["profile", "resample", "exact", "agreement", "models"],
    "goldilocks": ["profile", "resample", "models"],
    "design": ["models", "profile", "resample", "disclosure"],
    "learning": ["core", "numeric"],
    "priorities": ["core", "models"],
    "loops": ["base"],
}
ANYONE_MAY_INCLUDE = {"version.hpp", "config.hpp", "fwd.hpp"}
TOP_LEVEL = {"version.hpp": [], "config.hpp": [], "fwd.hpp": ["core"], "headway.hpp": list(NEEDS),
             "ostream.hpp": list(NEEDS)}

SYSTEM_DOOR = "io/detail/mapped_file.hpp"
ARROW_DOOR = "io/arrow_abi.hpp"  # its macros are part of Arrow's specification: they let several definitions of its structures meet
SYSTEM_HEADER = re.compile(r"<(sys/.*|unistd\.h|fcntl\.h|pthread\.h|dlfcn\.h|signal\.h|dirent\.h|poll\.h|windows\.h)>", re.IGNORECASE)
NEVER = {
    "<iostream>": "it has static constructors; leave printing to the caller",
    "<locale>": "reading and writing do not depend on a locale",
    "<clocale>": "reading and writing do not depend on a locale",
    "<cerrno>": "errors are thrown, recorded or returned, never left in errno",
    "<errno.h>": "errors are thrown, recorded or returned, never left in errno",
    "<cassert>": "misuse throws headway::error, it does not abort",
    "<assert.h>": "misuse throws headway::error, it does not abort",
}
# `static x y;`, `static x y = ..;`, `thread_local ...`: state that outlives a call. Functions have a parenthesis right after their name.
STATE = re.compile(r"^\s*(?:inline\s+)?(?:static|thread_local)\s+(?!.*\b(?:constexpr|constinit\s+const|const)\b)(?!assert)[^(;{=]*\w\s*(?:=|;|\{)", re.MULTILINE)
NAMESPACE_STATE = re.compile(r"^inline\s+(?!constexpr|const\b|namespace|static|auto\s+\w+\s*\()[\w:<>, ]+\s\w+\s*(?:=|;|\{[^\n]*\};)", re.MULTILINE)


def reachable(folder: str) -> set[str]:
    found = {folder}
    for need in NEEDS[folder]:
        found |= reachable(need)
    return found


def check(root: Path) -> list[str]:
    headers = root / "include" / "headway"
    problems: list[str] = []
    for path in source_files(headers, ".hpp", ".h"):
        name = path.relative_to(headers).as_posix()
        folder = name.split("/")[0] if "/" in name else ""
        text = path.read_text(encoding="utf-8")

        def problem(line: int, what: str) -> None:
            problems.append(f"include/headway/{name}:{line}: {what}")

        if folder and folder not in NEEDS:
            problem(1, f"folder {folder}/ has no place in the order of folders")
            continue
        if not folder and name not in TOP_LEVEL:
            problem(1, "only " + ", ".join(TOP_LEVEL) + " stand at the top")
            continue
        allowed = reachable(folder) if folder else {each for need in TOP_LEVEL[name] for each in reachable(need)}

        for line, target in includes(text):
            inner = target[1:-1]
            if target.startswith('"'):
                problem(line, f"write <headway/...> instead of {target}")
            elif inner.startswith("headway/"):
                inner = inner.removeprefix("headway/")
                parts = inner.split("/")
                if not (headers / inner).exists():
                    problem(line, f"{target} does not exist")
                elif len(parts) == 1 and inner not in ANYONE_MAY_INCLUDE:
                    problem(line, f"{target} is for users, not for the library itself")
                elif len(parts) > 1 and parts[0] not in allowed:
                    problem(line, f"{folder or name} must not include {parts[0]}/ (allowed: {', '.join(sorted(allowed)) or 'nothing'})")
                elif "detail" in parts and parts[0] != folder:
                    problem(line, f"{target} is private to {parts[0]}/")
            elif re.match(r"((unsupported/)?Eigen|boost|pybind11)/", inner):
                problem(line, f"{target}: the headers need nothing but the standard library")
            elif SYSTEM_HEADER.fullmatch(target) and name != SYSTEM_DOOR:
                problem(line, f"{target} is for {SYSTEM_DOOR} alone")
            elif target in NEVER:
                problem(line, f"{target}: {NEVER[target]}")

        code = without_comments(text)
        if "#pragma once" not in text:
            problem(1, "#pragma once is missing")
        for pattern in (STATE, NAMESPACE_STATE):
            for match in pattern.finditer(code):
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                problem(code.count("\n", 0, start) + 1, f"mutable state: {match.group().strip()}")
        for match in re.finditer(r"(?:std::|[^\w:.])(min|max)\s*\(", code):
            if match.group().startswith("std::"):
                problem(code.count("\n", 0, match.start()) + 1, f"write (std::{match.group(1)})(..), so that a macro of that name does no harm")
        for match in re.finditer(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", code, re.MULTILINE):
            if not match.group(1).startswith("HEADWAY_") and not (name == ARROW_DOOR and match.group(1).startswith("ARROW_")):
                problem(code.count("\n", 0, match.start()) + 1, f"macro {match.group(1)} does not begin with HEADWAY_")
    return problems


if __name__ == "__main__":
    found = check(Path(sys.argv[1]))
    print("\n".join(found))
    count = len(source_files(Path(sys.argv[1]) / "include" / "headway", ".hpp"))
    print(f"{count} headers, {len(found)} problems")
    sys.exit(1 if found or not count else 0)
