"""What ``headway.read`` takes: paths, data frames of any library, columns, rows, and several of them together."""

from __future__ import annotations

import contextlib
import importlib
import io
import mmap
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeAlias

from .. import _core
from .._arrays import whole
from .._errors import Error
from .._rubric import Rubric
from . import columns, encodings

Mode: TypeAlias = Literal["individual", "consensus", "then_test"]
"""What rows are that say nothing of it themselves."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader may be told; everything left alone is found out from the input."""

    mapping: Mapping[str, str] | None = None
    encoding: str | None = None
    community: str | None = None
    round: str | None = None
    field_limit: int | None = None

    def core(self) -> dict[str, Any]:
        if self.mapping is not None and not isinstance(self.mapping, Mapping):
            raise Error(f"is a {type(self.mapping).__name__}; give headers and what they are, such as {{'Ort': 'community'}}", function="read", argument="mapping")
        for name, given in (("community", self.community), ("round", self.round)):
            if given is not None and not isinstance(given, str):
                raise Error(f"{given!r} is not a label; give the text, such as {str(given)!r}", function="read", argument=name)
        for header, role in (self.mapping or {}).items():
            if not isinstance(header, str) or not isinstance(role, str | None):
                raise Error(f"{header!r}: {role!r} is not a header and what it is", function="read", argument="mapping")
        return {
            "community": self.community or "",
            "round": self.round or "",
            "mapping": [(header, role or "") for header, role in (self.mapping or {}).items()],
        }


def read_ratings(source: Any, rubric: Rubric, options: Options) -> tuple[_core.Reading, ...]:
    """The marks of one source, or of several in a list."""
    return tuple(_read(each, rubric, options, mode="individual") for each in _each(source))


def read_consensus(source: Any, rubric: Rubric, options: Options) -> tuple[_core.Reading, ...]:
    """The agreed marks of one source, or of several in a list."""
    return tuple(_read(each, rubric, options, mode="consensus") for each in _each(source))


def read_then_test(source: Any, rubric: Rubric, options: Options) -> tuple[_core.Reading, ...]:
    """The marks of a then-test from one source, or from several in a list."""
    return tuple(_read(each, rubric, options, mode="then_test") for each in _each(source))


def _each(source: Any) -> list[Any]:
    """A list holds several sources, unless it holds the rows of one."""
    if not isinstance(source, list | tuple) or _is_rows(source):
        return [source]
    if not source:
        _fail("is an empty list; give at least one file or table, or a list of rows")
    return list(source)


def _is_rows(source: Sequence[Any]) -> bool:
    """Rows are dictionaries of single values; a dictionary of columns holds sequences."""
    return bool(source) and all(isinstance(row, Mapping) and not any(_is_column(value) for value in row.values()) for row in source)


def _is_column(value: Any) -> bool:
    return not isinstance(value, str | bytes) and hasattr(value, "__len__") and hasattr(value, "__getitem__")


def _read(source: Any, rubric: Rubric, options: Options, *, mode: Mode) -> _core.Reading:
    if isinstance(source, str | os.PathLike):
        return _read_path(source, rubric, options, mode=mode)
    if isinstance(source, io.IOBase) or (hasattr(source, "read") and not hasattr(source, "__arrow_c_stream__")):
        return _read_file(source, rubric, options, mode=mode)
    if hasattr(source, "__arrow_c_stream__"):
        return _read_arrow(source, rubric, options, mode=mode)
    if isinstance(source, list | tuple):
        return _read_columns(columns.from_rows(source), "rows", rubric, options, mode=mode)
    if isinstance(source, Mapping) or (hasattr(source, "keys") and hasattr(source, "__getitem__")):
        return _read_columns(columns.from_mapping(source), "columns", rubric, options, mode=mode)
    _fail(f"is a {type(source).__name__}; give a path, a data frame, a dict of columns or a list of dicts")


def _fail(message: str, *, category: str = "invalid_argument", argument: str = "source") -> NoReturn:
    raise Error(message, category=category, function="read", argument=argument)


def _read_columns(made: list[columns.Column], name: str, rubric: Rubric, options: Options, *, mode: Mode) -> _core.Reading:
    return _core.read_columns(made, name, rubric._core, mode, **options.core())


def _read_arrow(source: Any, rubric: Rubric, options: Options, *, mode: Mode, name: str = "") -> _core.Reading:
    """Through the Arrow PyCapsule interface. A frame whose columns hold values of several kinds has no Arrow form; it is read by its columns."""
    kind = type(source)
    name = name or f"{kind.__module__.partition('.')[0].lstrip('_')} {kind.__name__}"
    try:
        stream = source.__arrow_c_stream__()
    except Exception as problem:
        if hasattr(source, "keys") and hasattr(source, "__getitem__"):
            return _read_columns(columns.from_mapping(source), name, rubric, options, mode=mode)
        raise Error(f"this {name} cannot be handed over: {problem}", function="read", argument="source") from problem
    return _core.read_arrow(stream, name, rubric._core, mode, **options.core())


# Files ----------------------------------------------------------------------------------------------------------------------------------


def _read_path(path: str | os.PathLike[str], rubric: Rubric, options: Options, *, mode: Mode) -> _core.Reading:
    name = os.fspath(path)
    if isinstance(name, bytes):
        name = os.fsdecode(name)
    with opened(path, function="read") as data:
        if data[:4] == b"PAR1" and name.lower().endswith((".parquet", ".pq")):
            return _read_arrow(_parquet(name), rubric, options, mode=mode, name=name)
        return read_bytes(data, name, rubric, options, mode=mode)


def _parquet(path: str) -> Any:
    """A Parquet file by whatever library is here to read it."""
    for library, read in (("pyarrow", "parquet.read_table"), ("polars", "read_parquet"), ("duckdb", "read_parquet")):
        with contextlib.suppress(ImportError):
            module = importlib.import_module(".".join([library, *read.split(".")[:-1]]))
            return getattr(module, read.rsplit(".", 1)[-1])(path)
    _fail(f"{path} is a Parquet file; to read it, install pyarrow, polars or duckdb", category="incompatible")


def _read_file(file: Any, rubric: Rubric, options: Options, *, mode: Mode) -> _core.Reading:
    name = getattr(file, "name", None)
    content = file.read()
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if not isinstance(content, bytes):
        _fail(f"gave {type(content).__name__} where text or bytes were expected")
    return read_bytes(content, name if isinstance(name, str) else "text", rubric, options, mode=mode)


def read_bytes(data: encodings.Bytes, name: str, rubric: Rubric, options: Options, *, mode: Mode) -> _core.Reading:
    """Marks from the bytes of a text file; ``name`` is what problems call it."""
    text = encodings.to_utf8(data, name, options.encoding)
    return _core.read_text(text.data, name, rubric._core, mode, text.encoding, text.guessed_at, **options.core(),
                           field_limit=None if options.field_limit is None else whole(options.field_limit, 1, 2**63 - 1, "read", "field_limit"))


@contextlib.contextmanager
def opened(path: str | os.PathLike[str], *, function: str) -> Iterator[encodings.Bytes]:
    """The bytes of a file, mapped where that is possible.

    Raises:
        Error: ``io`` when it cannot be opened or read, with the nearest name in its folder.
    """
    with contextlib.ExitStack() as held:
        data: encodings.Bytes
        try:
            file = held.enter_context(open(path, "rb"))
            try:
                data = held.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            except (ValueError, OSError):  # empty, or no ordinary file
                data = file.read()
        except IsADirectoryError:
            raise Error(f"{os.fspath(path)} is a folder; name the files in it", category="io", function=function, argument="source") from None
        except FileNotFoundError:
            raise Error(_not_there(Path(os.fsdecode(path))), category="io", function=function, argument="source") from None
        except OSError as problem:
            why = problem.strerror or str(problem)
            raise Error(f"{os.fspath(path)} cannot be read: {why}", category="io", function=function, argument="source") from None
        except ValueError as problem:
            raise Error(f"{path!r} is not the name of a file: {problem}", category="io", function=function, argument="source") from None
        yield data


def _not_there(path: Path) -> str:
    import difflib

    message = f"there is no file {path}"
    with contextlib.suppress(OSError):
        near = difflib.get_close_matches(path.name, [each.name for each in path.parent.iterdir()], n=1, cutoff=0.75)
        if near:
            return f"{message}; did you mean {path.with_name(near[0])}?"
        if path.parent.is_dir():
            return f"{message}; the folder {path.parent.resolve()} has no name like it"
    return f"{message}; nor a folder {path.parent}"
