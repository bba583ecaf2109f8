"""Finding out in which encoding a text file is, and bringing it to UTF-8."""

from __future__ import annotations

import codecs
import contextlib
import mmap
from dataclasses import dataclass

from .. import _core
from .._errors import Error

Bytes = bytes | mmap.mmap

# What people call an encoding, and Python's name for it. Others are taken as Python knows them.
WINDOWS_1252 = "windows-1252"

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Other kinds of file that end up with a name like a text file's, and what to do about it.
_OTHER_KINDS = (
    (b"PK\x03\x04", "a workbook (or another zip file)", "save the sheet as CSV and read that"),
    (b"\xd0\xcf\x11\xe0", "an old workbook", "save the sheet as CSV and read that"),
    (b"PAR1", "a Parquet file", "give it a name that ends in .parquet"),
    (b"%PDF", "a PDF file", "ask for the table it was made from"),
    (b"\x1f\x8b", "a gzip file", "unpack it and read what is inside"),
    (b"SQLite format 3\x00", "an SQLite file", "read the table with a query and hand over the result"),
)

# Control characters that do not stand in texts people write; with one of them, a file is not taken for Windows-1252.
_NOT_TEXT = bytes(range(0x00, 0x09)) + bytes(range(0x0E, 0x1B)) + bytes(range(0x1C, 0x20)) + b"\x7f"
# Bytes that Windows-1252 leaves undefined.
_UNDEFINED_1252 = b"\x81\x8d\x8f\x90\x9d"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in UTF-8 (perhaps with a byte-order mark), and how that was come by."""

    data: Bytes
    encoding: str
    """The name of the encoding of the source; empty where the reader below is to say."""
    guessed_at: tuple[int, str] | None = None
    """Where the encoding was guessed: the physical line that settled it, and what stands there."""


def to_utf8(data: Bytes, source: str, encoding: str | None = None) -> Text:
    """The text as UTF-8.

    A byte-order mark decides; without one, text that is valid UTF-8 is UTF-8; NUL bytes in every other place mean UTF-16; anything else that
    could be text is taken for Windows-1252, and that is said to be a guess. Bytes that are none of these are left alone, and so is UTF-8
    with a few bad bytes in it: the reader names every place that is not UTF-8.

    Args:
        data: the whole file.
        source: what to call it in messages.
        encoding: the encoding, if it is known; nothing is guessed then.

    Raises:
        Error: ``parse`` where the bytes are not of the encoding they must be of, with the line; ``invalid_argument`` for an unknown encoding;
            ``parse`` for a file that is plainly no text.
    """
    for start, what, advice in _OTHER_KINDS:
        if data[: len(start)] == start:
            raise Error(f"{source} is {what}, not a text file; {advice}", category="parse", function="read", argument="source")
    if encoding is not None:
        return _told(data, source, encoding)
    for mark, name in _MARKS:
        if data[: len(mark)] == mark:
            return Text(data, "") if name == "utf-8" else Text(_decoded(data[len(mark) :], name, source), f"{name} with byte-order mark")
    if (wide := _without_mark_utf16(data)) is not None:
        return Text(_decoded(data[:], wide, source), f"{wide} (guessed)", (1, "a NUL in every other byte"))
    first_odd = _core.find_invalid_utf8(data)
    if first_odd is None:
        return Text(data, "")
    whole = data[:]
    damaged_utf8 = not whole[:first_odd].isascii()
    if damaged_utf8 or not _may_be_windows_1252(data):
        return Text(data, "")
    line = line_of(whole, first_odd)
    return Text(whole.decode("cp1252").encode(), f"{WINDOWS_1252} (guessed)", (line, f"\\x{whole[first_odd]:02x}"))


def _told(data: Bytes, source: str, encoding: str) -> Text:
    try:
        name = codecs.lookup(encoding).name
        with contextlib.suppress(UnicodeError):
            b" ".decode(name)  # a codec that does not give text says so here
    except (LookupError, TypeError):
        message = f"{encoding!r} is not an encoding that is known here; common ones are utf-8, utf-16 and windows-1252"
        raise Error(message, category="invalid_argument", function="read", argument="encoding") from None
    if name in ("utf-8", "utf-8-sig"):
        return Text(data, "")
    shown = WINDOWS_1252 if name == "cp1252" else name
    whole = data[:]
    for mark, marked in _MARKS:
        if whole[: len(mark)] == mark and (name in marked or marked in name):
            return Text(_decoded(whole[len(mark) :], marked, source), f"{marked} with byte-order mark")
    return Text(_decoded(whole, name, source), shown)


def _decoded(data: bytes, name: str, source: str) -> bytes:
    try:
        return data.decode(name).encode()
    except UnicodeDecodeError as problem:
        line = data[: problem.start].decode(name, errors="replace").count("\n") + 1
        shown = data[problem.start : problem.end].hex(" ")
        message = f"{source}, line {line}: the bytes {shown} are not {name}; save the file as UTF-8, or name its encoding"
        raise Error(message, category="parse", function="read", argument="encoding") from None
    except UnicodeEncodeError as problem:
        line = problem.object.count("\n", 0, problem.start) + 1
        message = f"{source}, line {line}: half of a character in {name}; save the file as UTF-8"
        raise Error(message, category="parse", function="read", argument="encoding") from None


def _without_mark_utf16(data: Bytes) -> str | None:
    """UTF-16 without a byte-order mark: text in a Latin alphabet has a NUL in every other byte, and nothing else has."""
    head = data[:1024]
    half = len(head) // 2
    if half < 4:
        return None
    even, odd = head[0 : 2 * half : 2], head[1 : 2 * half : 2]
    if odd.count(0) * 10 >= half * 7 and even.count(0) == 0:
        return "utf-16-le"
    if even.count(0) * 10 >= half * 7 and odd.count(0) == 0:
        return "utf-16-be"
    return None


def _may_be_windows_1252(data: Bytes) -> bool:
    return all(data.find(bytes([byte])) < 0 for byte in _NOT_TEXT + _UNDEFINED_1252)


def line_of(data: bytes, offset: int) -> int:
    """The physical line a byte stands in; the first is 1. Lines end with ``\\n``, ``\\r\\n`` or ``\\r``."""
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
