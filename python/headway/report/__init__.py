"""Reports: one self-contained page of HTML about a study or one of its communities.

The page holds its own styles and pictures, asks nothing from any network, runs no script, prints well and works without colour. What it shows
depends on who it is for; every figure comes from the tables for that audience.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from headway._errors import Error

__all__ = ["render", "write", "write_report"]

_OURS = re.compile(rb'<meta name="generator" content="headway [^"<>]*">')


def render(study_or_community: Any, *, audience: str = "partners", note: str = "", model: bool = False) -> str:
    """The page as text.

    Args:
        study_or_community: a ``Study``, for all its communities in order of name, or one ``Community``.
        audience: ``"room"``, ``"partners"`` or ``"public"``: who will see it.
        note: a sentence to stand at the top and in the footer, such as "Every name and mark here is invented."
        model: whether each community gets a section from one model of its marks, with everybody's severity taken out. It takes a second or so for each.

    Raises:
        Error: ``not_found`` for another audience; ``incompatible`` when Jinja2 is not installed.

    The same study and options give the same bytes. Since 0.1. Checked by test_report.
    """
    import headway
    from headway.report._page import render_page
    from headway.report._words import AUDIENCES

    if audience not in AUDIENCES:
        raise Error(f"{audience!r} is not an audience; it is {', '.join(AUDIENCES)}", category="not_found", function="report", argument="audience")
    single = hasattr(study_or_community, "study")
    study = study_or_community.study if single else study_or_community
    chosen = [study_or_community] if single else list(study)
    return render_page(study, chosen, audience=audience, note=note, single=single, version=headway.__version__, model=model)


def write_report(study_or_community: Any, path: str | os.PathLike[str], *, audience: str = "partners", note: str = "", model: bool = False, force: bool = False) -> None:
    """Writes the page to a file. The file is there whole or not at all.

    Args:
        study_or_community: a ``Study`` or one ``Community``.
        path: the file to write. A report that headway wrote before is replaced; any other file only with ``force``.
        audience: ``"room"``, ``"partners"`` or ``"public"``: who will see it.
        note: a sentence to stand at the top and in the footer.
        model: as in ``render``.
        force: whether to replace a file that is no report of headway's.

    Raises:
        Error: as ``render``; ``io`` when the file cannot be written or is there already.

    Since 0.1. Checked by test_report.
    """
    from headway import _files

    force = force or _is_ours(path)
    _files.check_target(path, function="report", force=force)
    _files.write_whole(path, render(study_or_community, audience=audience, note=note, model=model), function="report", force=force)


def write(study: Any, path: str | os.PathLike[str], *, community: str | None = None, audience: str = "partners", note: str = "", model: bool = False, force: bool = False) -> None:
    """``write_report`` of a study, or of one of its communities by key or name."""
    write_report(study if community is None else study[community], path, audience=audience, note=note, model=model, force=force)


def _is_ours(path: str | os.PathLike[str]) -> bool:
    """Whether the file at a path is a report of headway's."""
    try:
        with Path(path).open("rb") as file:
            return _OURS.search(file.read(4096)) is not None
    except (OSError, ValueError, TypeError):
        return False
