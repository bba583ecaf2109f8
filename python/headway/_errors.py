"""The one exception headway raises."""

from __future__ import annotations

from typing import Any


class Error(ValueError):
    """Misuse of a function, or input that cannot mean anything.

    Dirty data never ends here (it becomes rows of ``study.problems``), nor does a statistical non-result (it becomes a ``status``).
    The text is one line: the function, the argument, the value, what is allowed and, where known, what to do.

    Attributes:
        category: one of ``invalid_argument``, ``out_of_range``, ``not_found``, ``incompatible``, ``io``, ``parse``, ``limit``,
            ``cancelled``, ``out_of_memory``, ``internal``.
        function: the public function that found it.
        argument: the argument at fault, or an empty text.
        row: the 0-based row at fault, or None.
        message: the text without function, argument and row.
    """

    category: str
    function: str
    argument: str
    row: int | None
    message: str

    def __init__(self, message: str, *, category: str = "invalid_argument", function: str = "", argument: str = "", row: int | None = None) -> None:
        self.message = message
        self.category = category
        self.function = function
        self.argument = argument
        self.row = row
        where = ": ".join(part for part in (function, argument) if part)
        if row is not None:
            where += f" (row {row})"
        super().__init__(f"{where}: {message}" if where else message)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.message, self.category, self.function, self.argument, self.row)


def _restored(message: str, category: str, function: str, argument: str, row: int | None) -> Error:
    return Error(message, category=category, function=function, argument=argument, row=row)


Error.__module__ = "headway"
