"""Headings: what the variables and groups of a table are called, in three languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from verkosto.text import LocalText

__all__ = ["TOTAL", "TOTAL_CODE", "Heading"]

TOTAL_CODE = "*"
"""The code of totals over a group; no option may bear it."""

TOTAL = LocalText(fi="Yhteensä", sv="Totalt", en="Total")


def _local(value: str | Mapping[str, str] | LocalText) -> LocalText:
    return LocalText.of(value)


def _labels(value: Mapping[str, LocalText]) -> Mapping[str, LocalText]:
    return MappingProxyType(dict(value))


def _codes(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(value)


@frozen
class Heading:
    """A variable or a grouping of a table.

    Attributes:
        id: Its id, as in the frame.
        text: What it says: the question, the row of a matrix, the kind of area.
        labels: Text of each of its codes, in the order of the table.
        apart: Those of its codes that stand outside the order of the others, such as that of "cannot say".
        exclusive: Those of its codes that nobody counted ticked together with another one.
    """

    id: str
    text: LocalText = field(converter=_local)
    labels: Mapping[str, LocalText] = field(factory=dict, converter=_labels, repr=False, hash=False)
    apart: tuple[str, ...] = field(default=(), converter=_codes, repr=False)
    exclusive: tuple[str, ...] = field(default=(), converter=_codes, repr=False)

    def __attrs_post_init__(self) -> None:
        # Whoever gives a heading other labels need not think of this.
        for name in ("apart", "exclusive"):
            codes = getattr(self, name)
            object.__setattr__(self, name, tuple(code for code in self.labels if code in codes))

    def __reduce__(self) -> tuple[type[Heading], tuple[Any, ...]]:
        # A mapping proxy does not pickle.
        return type(self), (self.id, self.text, dict(self.labels), self.apart, self.exclusive)

    def label(self, code: str, lang: str = "fi") -> str:
        """Return the label of a code in a language; the code itself where it has none."""
        text = self.labels.get(code)
        return code if text is None else text.get(lang)
