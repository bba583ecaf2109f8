"""Every public function, type and concept of the headers has a doc comment that says what it is.

    python check_docs.py <checkout>

Public: at namespace level or in the public part of a class, in include/headway and capi/include, outside `detail`.
An overload may follow its documented namesake without words of its own; defaulted and deleted members, destructors, comparison operators,
forward declarations and members defined outside their class need none.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from cpp_text import Declaration, public_declarations, source_files

EXEMPT = re.compile(
    r"=\s*(default|delete)$|^(virtual\s+)?~|\boperator\s*(==|<=>|!=)|^(using namespace|static_assert|public|private|protected)\b|^friend (class|struct)\b|^extern$")


def name_of(declaration: Declaration) -> str | None:
    """The name that needs a comment, or nothing for what needs none: data members, forward declarations, friends' names."""
    text = declaration.bare
    if EXEMPT.search(text) or EXEMPT.search(declaration.text):
        return None
    if match := re.match(r"(?:struct|class|union|enum(?: class| struct)?)\s+(?:alignas\([^)]*\)\s*)?([\w:]+)", text):
        return match.group(1)
    if match := re.match(r"(?:concept|using)\s+([\w:]+)\s*=", text):
        return match.group(1)
    if re.match(r"(typedef)\b", text):
        return (re.search(r"\(\s*\*\s*(\w+)\s*\)", text) or re.search(r"(\w+)$", text)).group(1)
    head = re.split(r"(?<![=!<>])=(?!=)", text)[0] if "operator" not in text else text
    if match := re.search(r"(operator\s*(?:\(\)|\[\]|\W+|\w+)|\b[A-Za-z_]\w*)\s*\(", head):
        if declaration.scope == "namespace" and head[: match.start()].rstrip().endswith("::"):
            return None  # a member defined outside its class, where its comment stands
        return match.group(1) if match.group(1) not in ("noexcept", "requires", "decltype", "alignas", "explicit") else None
    return None


def documented(lines: list[str], number: int) -> bool:
    above = number - 2
    while above >= 0 and re.match(r"\s*(#|\[\[.*\]\]\s*$|HEADWAY_\w+\s*$)", lines[above]):
        above -= 1
    line = lines[above].strip() if above >= 0 else ""
    return (line.startswith("///") and not line.startswith("////")) or (line.endswith("*/") and has_doc_block(lines, above)) or "///<" in lines[number - 1]


def has_doc_block(lines: list[str], end: int) -> bool:
    while end >= 0 and "/*" not in lines[end]:
        end -= 1
    return end >= 0 and lines[end].strip().startswith(("/**", "/*!"))


def check(path: Path) -> tuple[int, list[str]]:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    total, problems, previous = 0, [], (None, False)
    for declaration in public_declarations(text):
        name = name_of(declaration)
        if name is None:
            continue
        if declaration.forward:
            continue
        total += 1
        good = documented(lines, declaration.line) or (previous[0] == name and previous[1])
        previous = (name, good)
        if not good:
            problems.append(f"{path}:{declaration.line}: {name} has no doc comment: {declaration.text[:100]}")
    return total, problems


def main() -> None:
    root = Path(sys.argv[1])
    total, problems = 0, []
    for path in source_files(root / "include" / "headway", ".hpp") + source_files(root / "capi" / "include", ".h"):
        if "detail" in path.relative_to(root).parts or path.name == "fwd.hpp":
            continue
        count, found = check(path)
        total += count
        problems += found
    print("\n".join(problems))
    print(f"{total} public names, {len(problems)} without a doc comment")
    sys.exit(1 if problems or not total else 0)


if __name__ == "__main__":
    main()
