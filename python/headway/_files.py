"""Writing files so that nothing half-written is ever left behind."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from ._errors import Error


def write_whole(path: str | os.PathLike[str], content: str | bytes, *, function: str, force: bool) -> Path:
    """Writes a file beside its place and moves it there once it is complete.

    What is no ordinary file (a pipe, a terminal) is written to as it is.

    Raises:
        Error: ``io`` when the folder is missing or may not be written to, when the disk is full, or when the file is there already and
            ``force`` is not set. The old file, if there was one, is then as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    target = check_target(path, function=function, force=force)
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return target
        beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.part")
        with _removed_unless_complete(beside):
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
                file.write(data)
            os.replace(beside, target)
    except OSError as problem:
        raise _cannot(problem, target, function) from None
    return target


def check_target(path: str | os.PathLike[str], *, function: str, force: bool) -> Path:
    """Whether a file may be written, before any work goes into what is to stand in it; gives the path with links followed.

    Raises:
        Error: ``io``, as ``write_whole``.
    """

    def fail(message: str) -> NoReturn:
        raise Error(message, category="io", function=function, argument="path")

    try:
        if not os.fspath(path):
            fail("is empty; name a file")
        target = Path(os.path.realpath(path))
        if target.is_dir():
            fail(f"{path} is a folder; name a file in it")
        if not target.parent.is_dir():
            fail(f"the folder {target.parent} is not there; make it first")
        if target.is_file() and not force:
            fail(f"{path} is there already; choose another name, or replace it with force")
        if not target.exists() and not os.access(target.parent, os.W_OK):
            fail(f"the folder {target.parent} may not be written to")
    except (OSError, TypeError) as problem:
        raise _cannot(problem, path, function) from None
    except ValueError as problem:
        if isinstance(problem, Error):
            raise
        raise _cannot(problem, path, function) from None
    return target


@contextlib.contextmanager
def _removed_unless_complete(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _cannot(problem: Exception, path: object, function: str) -> Error:
    why = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return Error(f"{path} cannot be written: {why}; nothing was left behind", category="io", function=function, argument="path")
