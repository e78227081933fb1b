"""Headings: what the variables and groups of a table are called, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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


@frozen
class Heading:
    """A variable or a grouping of a table.

    Attributes:
        id: Its id, as in the frame.
        text: What it says: the question, the row of a matrix, the kind of area.
        labels: Text of each of its codes, in the order of the table.
    """

    id: str
    text: LocalText = field(converter=_local)
    labels: Mapping[str, LocalText] = field(factory=dict, converter=_labels, repr=False, hash=False)

    def __reduce__(self) -> tuple[type[Heading], tuple[str, LocalText, dict[str, LocalText]]]:
        # A mapping proxy does not pickle.
        return type(self), (self.id, self.text, dict(self.labels))

    def label(self, code: str, lang: str = "fi") -> str:
        """Return the label of a code in a language; the code itself where it has none."""
        text = self.labels.get(code)
        return code if text is None else text.get(lang)
