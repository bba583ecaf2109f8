"""Rubrics: what is asked, and the levels of the answer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _core, _show
from ._errors import Error
from ._frozen import Frozen

if TYPE_CHECKING:
    from ._core import Rubric as CoreRubric


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a scale: the number people write, and its name."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class MissingCode:
    """How a rubric's own sheets write a missing mark."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One question of a rubric: a number and key that stay stable across editions and languages, and the words people see.

    Attributes:
        number: as printed on the sheet; unique in the rubric.
        key: stable short name, e.g. ``service_delivery``; unique.
        name: as shown, in the rubric's language.
        group: name of the group of dimensions it belongs to, or empty.
        question: the one-sentence question asked of the room, or empty.
        helps: what helps, or empty.
        hinders: what hinders, or empty.
        descriptors: one per level, lowest first, or none at all.
    """

    number: int
    key: str
    name: str
    group: str
    question: str
    helps: str
    hinders: str
    descriptors: tuple[str, ...]


class Rubric(Frozen):
    """A checked rubric: ordered levels and named dimensions, of one edition in one language.

    Made by ``headway.rubrics`` or ``headway.read_rubric``. ``len(rubric)`` is the number of dimensions, ``rubric["vision"]`` one of them by
    number, key or name, and iterating gives them in the rubric's own order, which is the order of every table and picture.
    """

    __slots__ = ("_core", "levels", "dimensions", "missing_codes")
    _core: CoreRubric
    levels: tuple[Level, ...]
    dimensions: tuple[Dimension, ...]
    missing_codes: tuple[MissingCode, ...]

    def __init__(self, core: CoreRubric) -> None:
        self._set(
            _core=core,
            levels=tuple(Level(*parts) for parts in core.levels()),
            dimensions=tuple(Dimension(*parts) for parts in core.dimensions()),
            missing_codes=tuple(MissingCode(*parts) for parts in core.missing_codes()),
        )

    @property
    def id(self) -> str:
        """Stable name of the rubric."""
        return self._core.id

    @property
    def edition(self) -> str:
        """Which wording; marks are comparable within one edition."""
        return self._core.edition

    @property
    def language(self) -> str:
        """BCP 47 tag, e.g. ``en`` or ``cy``."""
        return self._core.language

    @property
    def title(self) -> str:
        """What stands above the sheet."""
        return self._core.title

    @property
    def source(self) -> str:
        """Whose idea the dimensions are, and whose words the descriptors."""
        return self._core.source

    def to_json(self) -> str:
        """The rubric as a JSON text that ``read_rubric`` reads back the same."""
        return _core.write_rubric(self._core)

    def write(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Writes the rubric as a JSON file; ``force`` replaces one that is there already.

        Raises:
            Error: ``io`` when it cannot be written.
        """
        from . import _files

        _files.write_whole(path, self.to_json(), function="Rubric", force=force)

    @classmethod
    def from_json(cls, text: str, *, source: str = "rubric") -> Rubric:
        """A rubric from a JSON text; ``source`` is what errors call it.

        Raises:
            Error: ``parse``, with the line and the column.
        """
        return cls(_core.read_rubric_text(text.encode("utf-8", "surrogatepass"), source))

    def __len__(self) -> int:
        return len(self.dimensions)

    def __iter__(self) -> Iterator[Dimension]:
        return iter(self.dimensions)

    def __getitem__(self, dimension: str | int) -> Dimension:
        """The dimension with exactly this number, key or name; a name also when case and blanks differ.

        Raises:
            Error: ``not_found``, with the dimensions there are.
        """
        found = self._core.find(str(dimension))
        if found is None:
            there_are = ", ".join(f"{each.number} {each.name}" for each in self.dimensions)
            raise Error(f"{str(dimension)!r} is not a dimension of this rubric; it has {there_are}", category="not_found", function="Rubric", argument="dimension")
        return self.dimensions[found]

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Rubric) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.id, self.edition, self.language, len(self)))

    def __reduce__(self) -> tuple[Any, ...]:
        return Rubric.from_json, (self.to_json(),)

    def __repr__(self) -> str:
        scale = f"{self.levels[0].value}..{self.levels[-1].value}"
        lines = [f"{self.title} ({self.id}, edition {self.edition}, {self.language}): {len(self)} dimensions, {len(self.levels)} levels {scale}"]
        lines += [f"  {each.number}. {each.name}" for each in self.dimensions]
        return "\n".join(_show.one_line(line) for line in lines)

    def _repr_html_(self) -> str:
        from html import escape

        def cell(tag: str, text: Any, extra: str = "") -> str:
            return f'<{tag}{extra} style="text-align:left;vertical-align:top">{escape(str(text))}</{tag}>'

        head = cell("th", "", ' scope="col"') + "".join(cell("th", f"{level.value} {level.label}", ' scope="col"') for level in self.levels)
        rows = ""
        for each in self.dimensions:
            texts = each.descriptors or ("",) * len(self.levels)
            rows += "<tr>" + cell("th", f"{each.number}. {each.name}", ' scope="row"') + "".join(cell("td", text) for text in texts) + "</tr>"
        caption = f"{self.title} (edition {self.edition})"
        return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def read_rubric(path: str | os.PathLike[str]) -> Rubric:
    """Reads a rubric from a JSON file: any number of dimensions, 2 to 16 levels. The format is described in docs/rubrics.md.

    Nothing is filled in by guessing; a field that is not known, and descriptors for only some of the levels, are errors.

    Raises:
        Error: ``parse`` with the line and the column, what was found and what is allowed; ``io`` when the file cannot be read.
    """
    from .reading import sources

    with sources.opened(path, function="read_rubric") as data:
        return Rubric(_core.read_rubric_text(data, os.fspath(path)))


for _public in (Dimension, Level, MissingCode, Rubric, read_rubric):
    _public.__module__ = "headway"
