"""Reads the doc comments of the C++ and C headers and the docstrings of the Python package, and writes them as Markdown.

One page per language, one section per header or module. The comments are the one source: nothing is written here twice.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """One documented declaration."""

    scope: str
    declaration: str
    comment: str


def strip_comments(lines: list[str]) -> str:
    """The text of a run of `///` lines."""
    return "\n".join(re.sub(r"^\s*///<?\s?", "", line) for line in lines)


def declaration_from(lines: list[str], start: int) -> tuple[str, int]:
    """The declaration that begins at `start`, without its body, and the line after its head."""
    text = ""
    i = start
    while i < len(lines):
        code = re.sub(r"//.*$", "", lines[i]).rstrip()
        text += ("\n" if text else "") + code
        i += 1
        depth = text.count("(") - text.count(")")
        if depth <= 0 and re.search(r"[;{]\s*$|[;{}]", code):
            break
    # a brace that opens a body ends the head; a brace initialiser in a parameter list does not
    depth = 0
    for k, c in enumerate(text):
        if c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
        elif depth == 0 and c in ";{" and not re.search(r"\w$", text[:k].rstrip()[-1:] if c == "{" and text[k + 1 : k + 2] == "}" else ""):
            text = text[:k]
            break
    text = re.sub(r"\)\s*(noexcept)?\s*:\s*\w+_?$", r") \1", text.strip())  # a constructor's initialisers are not its interface
    return re.sub(r"\s*\n\s*", "\n    ", text.strip()), i


def entries_of(header: Path) -> Iterator[Entry]:
    """Every documented declaration of a header, in order, outside `detail` namespaces and private parts."""
    lines = header.read_text(encoding="utf-8").splitlines()
    scopes: list[tuple[str, int]] = []  # name, brace depth at which it opened
    depth = 0
    private_until: int | None = None
    comment: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        stripped = line.strip()
        if stripped.startswith("///"):
            if not stripped.startswith("/// \\file"):
                comment.append(line)
            i += 1
            continue
        opened = re.match(r"(?:inline\s+)?namespace\s+([\w:]+)\s*\{", stripped)
        kind = re.search(r"\b(?:class|struct|enum class)\s+(\w+)[^;()]*\{\s*(?:\}|$|//)", stripped) if not opened else None
        if re.match(r"private:|protected:", stripped):
            private_until = depth
        if re.match(r"public:", stripped):
            private_until = None
        hidden = any(part.split("::")[-1] == "detail" for part, _ in scopes) or (private_until is not None and depth >= private_until)
        if comment and stripped and not stripped.startswith("#") and not hidden and not opened:
            declaration, _ = declaration_from(lines, i)
            yield Entry("::".join(name for name, _ in scopes), declaration, strip_comments(comment))
        if stripped:
            comment = []
        if opened:
            scopes.append((opened.group(1), depth))
        elif kind:
            scopes.append((kind.group(1), depth))
        code = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//.*$', "", line)
        depth += code.count("{") - code.count("}")
        while scopes and depth <= scopes[-1][1]:
            scopes.pop()
        if private_until is not None and depth < private_until:
            private_until = None
        i += 1


def markdown_comment(comment: str) -> str:
    """A comment with its \\param and kin as a list."""
    out: list[str] = []
    for line in comment.splitlines():
        parts = re.split(r"\\(param|return|throws|tparam)\s+", line)
        if parts[0].strip():
            out.append(parts[0].rstrip())
        for word, rest in zip(parts[1::2], parts[2::2]):
            rest = rest.strip()
            if word in ("param", "tparam"):
                name, _, meaning = rest.partition(" ")
                out.append(f"\n- `{name}`: {meaning}")
            else:
                out.append(f"\n- *{word}*: {rest}")
    return "\n".join(out)


def header_page(title: str, root: Path, headers: list[Path]) -> str:
    """One Markdown page for a list of headers."""
    page = [f"# {title}\n"]
    for header in headers:
        entries = list(entries_of(header))
        if not entries:
            continue
        page.append(f"\n## `{header.relative_to(root).as_posix()}`\n")
        for entry in entries:
            page.append(f"\n```cpp\n{entry.declaration}\n```\n")
            if entry.scope:
                page.append(f"*in* `{entry.scope}`\n")
            page.append(markdown_comment(entry.comment) + "\n")
    return "\n".join(page)


def python_page() -> str:
    """One Markdown page for the Python package."""
    import headway

    page = ["# Python reference\n"]
    for name in sorted(headway.__all__):
        thing = getattr(headway, name)
        if name.startswith("__"):
            continue
        page.append(f"\n## `headway.{name}`\n")
        page.append(inspect.getdoc(thing) or "")
        members = vars(thing) if inspect.isclass(thing) or inspect.ismodule(thing) else {}
        public = getattr(thing, "__all__", None) if inspect.ismodule(thing) else None
        for member, value in sorted(members.items()):
            if member.startswith("_") or (public is not None and member not in public):
                continue
            if not (callable(value) or isinstance(value, property)):
                continue
            if inspect.ismodule(thing) and getattr(value, "__module__", "") .split(".")[0] != "headway":
                continue
            try:
                signature = str(inspect.signature(value)) if callable(value) else ""
            except (ValueError, TypeError):
                signature = "(...)"
            page.append(f"\n```python\n{name}.{member}{signature}\n```\n")
            page.append(inspect.getdoc(value) or "")
    return "\n".join(page)
