"""How wide letters are, so that text can be placed without drawing it first.

Widths are those of DejaVu Sans, which is as wide as any common screen font: what fits here fits in the fonts readers have.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Advance widths in hundredths of an em: U+0020 to U+007E, then U+00A0 to U+017F.
_NORMAL = tuple(map(int, (
    "32 41 46 84 64 96 78 28 40 40 50 84 32 37 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 54 100 69 69 70 78 64 58 78 76 30 30 "
    "66 56 87 75 79 61 79 70 64 62 74 69 99 69 62 69 40 34 40 84 50 50 62 64 55 64 62 36 64 64 28 28 58 28 98 64 62 64 64 42 53 40 64 "
    "60 82 60 60 53 64 34 64 84 32 41 64 64 64 64 34 50 50 100 48 62 84 37 100 50 50 84 41 41 50 64 64 32 50 41 48 62 97 97 97 54 69 "
    "69 69 69 69 69 98 70 64 64 64 64 30 30 30 30 78 75 79 79 79 79 79 84 79 74 74 74 74 62 61 63 62 62 62 62 62 62 99 55 62 62 62 62 "
    "28 28 28 28 62 64 62 62 62 62 62 84 62 64 64 64 64 60 64 60 69 62 69 62 69 62 70 55 70 55 70 55 70 55 78 64 78 64 64 62 64 62 64 "
    "62 64 62 64 62 78 64 78 64 78 64 78 64 76 64 92 70 30 28 30 28 30 28 30 28 30 28 59 56 30 28 66 58 58 56 28 56 28 56 38 56 35 57 "
    "29 75 64 75 64 75 64 82 75 64 79 62 79 62 79 62 107 103 70 42 70 42 70 42 64 53 64 53 64 53 64 53 62 40 62 40 62 40 74 64 74 64 "
    "74 64 74 64 74 64 74 64 99 82 62 60 62 69 53 69 53 69 53 36"
).split()))
_BOLD = tuple(map(int, (
    "35 46 53 84 70 101 88 31 46 46 53 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 59 100 78 77 74 84 69 69 83 84 38 "
    "38 78 64 100 84 86 74 86 78 73 69 82 78 111 78 73 73 46 37 46 84 50 50 68 72 60 72 68 44 72 72 35 35 67 35 105 72 69 72 72 50 60 "
    "48 72 66 93 65 66 59 72 37 72 84 35 46 70 70 64 70 37 50 50 100 57 65 84 42 100 50 50 84 44 44 50 74 64 38 50 44 57 65 104 104 "
    "104 59 78 78 78 78 78 78 109 74 69 69 69 69 38 38 38 38 84 84 86 86 86 86 86 84 86 82 82 82 82 73 74 72 68 68 68 68 68 68 105 60 "
    "68 68 68 68 35 35 35 35 69 72 69 69 69 69 69 84 69 72 72 72 72 66 72 66 78 68 78 68 78 68 74 60 74 60 74 60 74 60 84 72 84 72 69 "
    "68 69 68 69 68 69 68 69 68 83 72 83 72 83 72 83 72 84 72 98 80 38 35 38 35 38 35 38 35 38 35 75 69 38 35 78 67 67 64 35 64 35 64 "
    "48 64 56 65 38 84 72 84 72 84 72 99 84 72 86 69 86 69 86 69 117 110 78 50 78 50 78 50 73 60 73 60 73 60 73 60 69 48 69 48 69 48 "
    "82 72 82 72 82 72 82 72 82 72 82 72 111 93 73 66 73 73 59 73 59 73 59 44"
).split()))
_OTHER = 66  # any other letter
_WIDE = 100  # a letter of Chinese, Japanese or Korean, or an emoji


def _advance(letter: str, widths: tuple[int, ...]) -> int:
    code = ord(letter)
    if 0x20 <= code <= 0x7E:
        return widths[code - 0x20]
    if 0xA0 <= code <= 0x17F:
        return widths[code - 0xA0 + 0x5F]
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
        return 0
    if letter == "…":
        return 100
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" or code > 0xFFFF else _OTHER + (8 if widths is _BOLD else 0)


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of one line of text, in the unit of `size`."""
    widths = _BOLD if weight == "bold" else _NORMAL
    return sum(_advance(letter, widths) for letter in text) * size / 100.0
