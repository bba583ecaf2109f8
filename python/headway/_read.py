"""``headway.read``: a study from whatever people have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import rubrics
from ._errors import Error
from ._rubric import Rubric
from ._study import Study
from .reading import sources


def read(
    source: Any,
    rubric: Rubric | None = None,
    *,
    consensus: Any = None,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    community: str | None = None,
    round: str | None = None,
    field_limit: int | None = None,
) -> Study:
    """Reads marks and gives a study. What is not as expected becomes a row of ``study.problems``; a mark is never guessed, changed or lost.

    Args:
        source: a path to tidy CSV (one person, dimension and round a row; comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252); an open
            file; a data frame of pandas, polars, pyarrow or anything else with an Arrow stream, such as a DuckDB relation; a dictionary of
            columns; a list of dictionaries, one a row; or a list of several of these.
        rubric: what was asked; ``rubrics.system_maturity()`` when not given.
        consensus: the rooms' agreed marks, in any of the same forms.
        mapping: headers and what their columns are, e.g. ``{"Ort": "community", "Bemerkung": ""}``, where that is not found out by itself; an
            empty text leaves a column out. ``study.understood`` says what was taken for what.
        encoding: the encoding of the files, if it is known. A guessed one is a problem of its own, ``encoding_guessed``.
        community: the community of a source that has no such column.
        round: the round of a source that has no such column.
        field_limit: the longest field of a text file in bytes, 1 MiB when not given; a row with a longer one is left out with a problem.

    Raises:
        Error: ``io`` when a file cannot be read, ``parse`` when it is no table of marks (with the place and what to do), ``not_found`` when a
            needed column is missing. Never for what stands in a row.
    """
    if rubric is None:
        rubric = rubrics.system_maturity()
    elif not isinstance(rubric, Rubric):
        raise Error(f"is a {type(rubric).__name__}; give a Rubric, from headway.rubrics or headway.read_rubric", function="read", argument="rubric")
    options = sources.Options(mapping=mapping, encoding=encoding, community=community, round=round, field_limit=field_limit)
    readings = sources.read_ratings(source, rubric, options)
    if consensus is not None:
        readings += sources.read_consensus(consensus, rubric, options)
    return Study(rubric, readings)


read.__module__ = "headway"
