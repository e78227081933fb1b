"""What is worth keeping of an object while it lives."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

__all__ = ["Remembered"]

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Values made of objects, each kept as long as its object lives.

    Objects are told apart by identity: a `WeakKeyDictionary` would compare two `Responses` answer by answer.

    Args:
        make: Makes the value of an object. The value must not hold the object, or neither is ever freed.
    """

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make
        self._kept: dict[int, tuple[weakref.ref[Any], V]] = {}

    def of(self, owner: K) -> V:
        """Return the value of an object, made when it is first asked for."""
        key = id(owner)
        if key not in self._kept:
            gone = weakref.ref(owner, lambda _: self._kept.pop(key, None))
            self._kept[key] = (gone, self._make(owner))
        return self._kept[key][1]

    def __len__(self) -> int:
        return len(self._kept)
