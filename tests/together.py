"""Groups test files into few translation units, since most of their compile time goes into the headers they share.

    python together.py <output folder> <prefix> <files in a group> <test files...>

Each group includes first what its files include, then each file in a namespace of its own, so that helpers of the same name do
not meet. Files that say something about another namespace (headway, std, boost) or define a macro stay alone. The names of the
files to compile are printed, separated by semicolons.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(<[^>]+>|"[^"]+")', re.MULTILINE)
ALONE = re.compile(r"^\s*(inline )?namespace (headway|std|boost)\b|^\s*#\s*define\b|BOOST_TEST_DONT_PRINT_LOG_VALUE|^template\s*<>\s*\w+ (std|headway|boost)::",
                   re.MULTILINE)


def main() -> None:
    output, prefix, size, files = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), [Path(name) for name in sys.argv[4:]]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    alone = [file for file in files if ALONE.search(texts[file])]
    others = [file for file in files if file not in alone]
    # Groups of equal size, so that none is left with a file or two.
    count = -(-len(others) // size)
    groups = [others[i::count] for i in range(count)]

    output.mkdir(parents=True, exist_ok=True)
    names = [file.as_posix() for file in alone]
    for number, group in enumerate(groups, 1):
        includes = dict.fromkeys(target for file in group for target in INCLUDE.findall(texts[file]))
        lines = [line for target in includes for line in (f"#if __has_include({target})", f"#include {target}", "#endif")]
        for file in group:
            lines += ["namespace file_" + re.sub(r"\W", "_", file.stem) + " {", f'#include "{file.as_posix()}"', "}"]
        text = "\n".join(lines) + "\n"
        path = output / f"{prefix}_{number}.cpp"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        names.append(path.as_posix())
    print(";".join(names), end="")


if __name__ == "__main__":
    main()
