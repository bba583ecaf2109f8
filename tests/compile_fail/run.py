"""One must-not-compile case: the file compiles as it is, and with -DHEADWAY_EXPECT_FAILURE it fails with the message it names.

    python run.py <file.cpp> <compiler> <flags...>

The file holds one line `// expect: <regular expression>`. It is matched against the compiler's errors and their notes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path


def compile_file(command: list[str], *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, *more], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})


def main() -> int:
    file, *command = sys.argv[1:]
    text = Path(file).read_text(encoding="utf-8")
    expected = re.findall(r"^// expect: (.+)$", text, re.MULTILINE)
    if len(expected) != 1 or "HEADWAY_EXPECT_FAILURE" not in text:
        print("the file needs exactly one line `// expect: <regular expression>` and one error under HEADWAY_EXPECT_FAILURE")
        return 1
    command += ["-fsyntax-only", file]

    good = compile_file(command)
    if good.returncode != 0:
        print("does not compile as it is:\n" + good.stderr)
        return 1
    bad = compile_file(command, "-DHEADWAY_EXPECT_FAILURE")
    if bad.returncode == 0:
        print("compiles, although it must not")
        return 1
    if not re.search(expected[0], bad.stderr):
        print(f"fails, but without the message /{expected[0]}/:\n{bad.stderr}")
        return 1
    print(f"fails as it should, with /{expected[0]}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
