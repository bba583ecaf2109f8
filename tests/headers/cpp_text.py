"""Just enough C++ lexing for the guards: the code without comments and literals, and the declarations of a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<mark>[^ ()\\\t\n]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'""",
    re.DOTALL | re.VERBOSE)


def without_comments(text: str) -> str:
    """The text with comments and literals replaced by blanks; every character left keeps its line and column."""
    return TOKEN.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def includes(text: str) -> Iterator[tuple[int, str]]:
    """Line number and target, brackets or quotes kept, of every #include that is not in a comment."""
    bare = re.sub(r"//[^\n]*|/\*.*?\*/", lambda match: re.sub(r"[^\n]", " ", match.group()), text, flags=re.DOTALL)
    for number, line in enumerate(bare.splitlines(), 1):
        if match := re.match(r'\s*#\s*include\s*(<[^>]+>|"[^"]+")', line):
            yield number, match.group(1)


def source_files(folder: Path, *suffixes: str) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in suffixes)


@dataclass(frozen=True)
class Declaration:
    """A declaration at namespace level or at a class's public level, outside every `detail` and nameless namespace."""

    line: int  # of its first token, 1-based
    text: str  # on one line, without body, comments and literals
    scope: str  # "namespace" or "class"
    ends_with: str  # the ";" or "{" after it

    @property
    def forward(self) -> bool:
        """Whether it only promises a type: `struct x;`."""
        return self.ends_with == ";" and bool(re.fullmatch(r"(struct|class|union|enum( class)?)\s+\w+(\s*:\s*[\w:]+)?", self.bare))

    @property
    def bare(self) -> str:
        """The declaration after its template parameters, requires clause and attributes."""
        return without_template(self.text)


def public_declarations(text: str) -> Iterator[Declaration]:
    code = without_comments(text)
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: re.sub(r"[^\n]", " ", match.group()), code, flags=re.MULTILINE)
    scopes = [("namespace", True)]  # every open brace: what it begins, and whether what stands there is public
    begin = position = 0

    def declaration() -> Declaration:
        raw = code[begin:position]
        start = begin + len(raw) - len(raw.lstrip())
        return Declaration(code.count("\n", 0, start) + 1, " ".join(raw.split()), scopes[-1][0], code[position])

    while position < len(code):
        character = code[position]
        kind, public = scopes[-1]
        if character in "([":
            position = closing(code, position)
        elif character == ":" and kind == "class" and (word := code[begin:position].strip()) in ("public", "protected", "private"):
            scopes[-1] = (kind, word == "public" and scopes[-2][1])
            begin = position + 1
        elif character == ";":
            found = declaration()
            if public and found.text:
                yield found
            begin = position + 1
        elif character == "}":
            if len(scopes) > 1:
                scopes.pop()
            begin = position + 1
        elif character == "{":
            found = declaration()
            plain = re.sub(r"\balignas\([^)]*\)", "", found.bare)
            if match := re.fullmatch(r"(?:inline\s+)?namespace\b\s*([\w:]*)", plain):
                name = match.group(1)
                scopes.append(("namespace", public and bool(name) and "detail" not in name.split("::")))
                begin = position + 1
            elif plain == "extern":
                scopes.append(("namespace", public))
                begin = position + 1
            elif (match := re.match(r"(?:typedef\s+)?(struct|class|union)\b", plain)) and "(" not in plain and "=" not in plain:
                if public:
                    yield found
                scopes.append(("class", public and match.group(1) != "class"))
                begin = position + 1
            elif plain.startswith("enum") or ("(" in plain and not re.search(r"\)[^()]*:\s.*[\w>]$", plain)):
                if public:
                    yield found
                position = closing(code, position)
                begin = position + 1
            else:  # an initialiser, of a variable or in a constructor
                position = closing(code, position)
        position += 1


def without_template(head: str) -> str:
    head = re.sub(r"\[\[.*?\]\]", " ", head).strip()
    if head.startswith("template"):
        depth = 0
        for index, character in enumerate(head):
            depth += (character == "<") - (character == ">" and head[index - 1] not in "-=")
            if character == ">" and depth == 0:
                return without_template(head[index + 1 :])
    if match := re.match(r"requires\b\s*", head):
        rest = head[match.end() :]
        if rest.startswith("("):
            return without_template(rest[closing(rest, 0) + 1 :])
        name = r"[\w:]+(?:<[^<>]*(?:<[^<>]*>[^<>]*)*>)?"
        return without_template(re.sub(rf"^{name}(?:\s*(?:&&|\|\|)\s*{name})*\s*", "", rest))
    return head


def closing(code: str, position: int) -> int:
    """Where the bracket at `position` is closed."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    opened, closed = code[position], pairs[code[position]]
    depth = 0
    for index in range(position, len(code)):
        depth += (code[index] == opened) - (code[index] == closed)
        if depth == 0:
            return index
    return len(code) - 1
