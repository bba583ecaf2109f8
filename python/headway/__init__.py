"""Ratings of how communities change: read, summarise, compare.

    import headway as hw

    study = hw.read("scores.csv", hw.rubrics.system_maturity())
    study.problems                       # what was not as expected in the file, where, and what was done
    study["Alderwick"].profile()         # where the community stands, per dimension
    study.report("programme.html")       # one page to read together

Nothing is imported until it is asked for, so ``import headway`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import agreement as agreement
    from . import change as change
    from . import exact as exact
    from . import learning as learning
    from . import models as models
    from . import rubrics as rubrics
    from ._core import __version__ as __version__
    from ._design import design as design
    from ._errors import Error as Error
    from ._example import example as example
    from ._read import read as read
    from ._rubric import Dimension as Dimension
    from ._rubric import Level as Level
    from ._rubric import MissingCode as MissingCode
    from ._rubric import Rubric as Rubric
    from ._rubric import read_rubric as read_rubric
    from ._result import Result as Result
    from ._study import Audience as Audience
    from ._study import Community as Community
    from ._study import Study as Study
    from ._table import Table as Table

# Where each public name lives.
_HOMES = {
    "Audience": "_study",
    "Community": "_study",
    "Dimension": "_rubric",
    "Error": "_errors",
    "Level": "_rubric",
    "MissingCode": "_rubric",
    "Result": "_result",
    "Rubric": "_rubric",
    "Study": "_study",
    "Table": "_table",
    "__version__": "_core",
    "design": "_design",
    "example": "_example",
    "read": "_read",
    "read_rubric": "_rubric",
}
_SUBMODULES = ("agreement", "change", "exact", "learning", "models", "plot", "reading", "report", "rubrics")

__all__ = [
    "Audience",
    "Community",
    "Dimension",
    "Error",
    "Level",
    "MissingCode",
    "Result",
    "Rubric",
    "Study",
    "Table",
    "__version__",
    "agreement",
    "change",
    "design",
    "exact",
    "example",
    "learning",
    "models",
    "read",
    "read_rubric",
    "rubrics",
]


def __getattr__(name: str) -> object:
    if name in _SUBMODULES:
        return import_module(f"{__name__}.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
