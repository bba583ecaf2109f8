"""Builds the documentation: the pages of this folder and the reference made from the comments, as plain HTML files.

Usage: python docs/build.py OUTPUT_FOLDER
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import markdown
import reference

STYLE = """
:root { color-scheme: light; }
body { font: 17px/1.6 system-ui, sans-serif; color: #1d2530; max-width: 50rem; margin: 0 auto; padding: 1.5rem 1.2rem 4rem; }
nav { border-bottom: 1px solid #c9d1da; padding-bottom: .6rem; margin-bottom: 1.6rem; }
nav a { margin-right: 1rem; }
a { color: #0b5394; }
pre { background: #f4f6f8; padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; line-height: 1.45; }
code { font-family: ui-monospace, monospace; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid #d7dee6; padding: .35rem .7rem; text-align: left; vertical-align: top; }
h2 { margin-top: 2.4rem; } img { max-width: 100%; }
"""


def page_html(title: str, body: str, links: list[tuple[str, str]]) -> str:
    """One page."""
    nav = "".join(f'<a href="{name}.html">{html.escape(label)}</a>' for name, label in links)
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)} - headway</title><style>{STYLE}</style></head><body><nav>{nav}</nav><main>{body}</main></body></html>\n"
    )


def main(output: Path) -> None:
    """Writes every page to `output`."""
    docs = Path(__file__).resolve().parent
    root = docs.parent
    include = root / "include"
    pages: dict[str, str] = {"index": (root / "README.md").read_text(encoding="utf-8")}
    for source in sorted(docs.glob("*.md")):
        pages[source.stem] = source.read_text(encoding="utf-8")
    headers = [h for h in sorted((include / "headway").rglob("*.hpp")) if "detail" not in h.parts]
    pages["reference-cpp"] = reference.header_page("C++ reference", include, headers)
    pages["reference-c"] = reference.header_page("C reference", root / "capi" / "include", sorted((root / "capi" / "include").glob("*.h")))
    pages["reference-python"] = reference.python_page()

    def title_of(name: str) -> str:
        found = re.search(r"^# (.+)$", pages[name], re.MULTILINE)
        return found.group(1).strip("`* ") if found else name

    links = [(name, title_of(name)) for name in pages]
    output.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        text = re.sub(r"\]\((?:docs/)?([\w-]+)\.md(#[\w-]+)?\)", r"](\1.html\2)", text)
        body = markdown.markdown(text, extensions=["tables", "fenced_code", "toc", "sane_lists"])
        (output / f"{name}.html").write_text(page_html(title_of(name), body, links), encoding="utf-8")
    for picture in (docs / "pictures").glob("*"):
        (output / "docs" / "pictures").mkdir(parents=True, exist_ok=True)
        (output / "docs" / "pictures" / picture.name).write_bytes(picture.read_bytes())
    print(f"{len(pages)} pages in {output}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs"))
