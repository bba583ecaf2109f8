"""The page as text: templates filled with words, everything escaped that did not come from headway itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from headway._errors import Error

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
    except ImportError:
        raise Error("Jinja2 is not installed; install headway[report]", category="incompatible", function="report") from None
    folder = files("headway.report")
    loader = FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8"))
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters["breaks"] = _breaks
    return environment


def _breaks(text: object) -> Markup:
    """The text escaped, with leave to begin a new line after a stroke."""
    from markupsafe import Markup, escape

    return Markup("/<wbr>").join(escape(part) for part in str(text).split("/"))


def render_page(study: Any, chosen: Sequence[Any], *, audience: str, note: str, single: bool, version: str, model: bool = False) -> str:
    """The page about some communities of a study."""
    environment = _environment()
    from markupsafe import Markup

    from headway.report._gather import gather

    page = gather(study, chosen, audience=audience, note=note, single=single, version=version, model=model)
    style = Markup((files("headway.report") / "style.css").read_text(encoding="utf-8"))
    return environment.get_template("page.html.j2").render(page=page, style=style)
