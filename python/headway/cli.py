"""The command ``headway``. What it does stands in ``_commands``; here it is started, and its errors become one line each."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs the command line. Exit codes: 0 fine, 1 problems found, 2 cannot run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        from ._commands import app
    except ModuleNotFoundError as missing:
        if missing.name not in ("typer", "rich"):
            raise
        print(f"headway: the command line needs {missing.name}; install it with: pip install 'headway[cli]'", file=sys.stderr)
        sys.exit(2)
    try:
        app(prog_name="headway")
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
