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


def file_comment(lines: list[str]) -> str:
    """What a header says about itself as a whole: the `///` lines after `\\file`."""
    for i, line in enumerate(lines):
        if line.strip() == "/// \\file":
            end = i + 1
            while end < len(lines) and lines[end].lstrip().startswith("///"):
                end += 1
            return strip_comments(lines[i + 1 : end])
    return ""


def plain_c(text: str) -> str:
    """A C declaration without the macros that are the compiler's business."""
    return re.sub(r"\bHEADWAY_(?:API|NOEXCEPT)\b[ \t]*", "", text).strip()


def c_entries_of(header: Path) -> Iterator[Entry]:
    """Every documented declaration of a C header, in order: functions, types with their fields, and runs of codes."""
    lines = header.read_text(encoding="utf-8").splitlines()
    comment: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        end = i + 1
        if line.startswith("///"):
            comment.append(line)
        elif re.match(r"#define HEADWAY_\w+ \d", line):
            while end < len(lines) and re.match(r"#define HEADWAY_\w+ \d", lines[end]):
                end += 1
            above = i
            while above > 0 and re.match(r"/\* [A-Z]| \* ", lines[above - 1]):
                above -= 1
            words = " ".join(part.strip(" /*") for part in lines[above:i])
            yield Entry("", "\n".join(part.removeprefix("#define ") for part in lines[i:end]), words)
        elif comment and line.strip():
            while end < len(lines) and not re.search(r";\s*$" if "{" not in line else r"^}", lines[end - 1]) and not line.startswith("#define"):
                end += 1
            text = re.sub(r"\s*///<\s*", "  // ", "\n".join(lines[i:end]))
            yield Entry("", re.sub(r"(?m)^ {12,}", "    ", plain_c(text.rstrip(";"))), strip_comments(comment))
        if not line.startswith("///"):
            comment = []
        i = end


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
        language = "c" if header.suffix == ".h" else "cpp"
        entries = list(c_entries_of(header) if language == "c" else entries_of(header))
        if not entries:
            continue
        page.append(f"\n## `{header.relative_to(root).as_posix()}`\n")
        if language == "c":
            page.append(file_comment(header.read_text(encoding="utf-8").splitlines()) + "\n")
        for entry in entries:
            page.append(f"\n```{language}\n{entry.declaration}\n```\n")
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
