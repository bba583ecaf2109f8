"""What every object of headway has in common: it never changes."""

from __future__ import annotations

from typing import Any, NoReturn


class Frozen:
    """An object whose attributes are set once, when it is made."""

    __slots__ = ()

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} cannot be changed; its methods give new objects")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} cannot be changed; its methods give new objects")
