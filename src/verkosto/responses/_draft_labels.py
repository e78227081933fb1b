"""The answers of a choice as options: which there are, in what order, which look like strays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import frozen

from verkosto.instruments import kind_in_words
from verkosto.responses._draft_guess import Answers
from verkosto.responses._draft_words import order_of
from verkosto.responses._keys import fold

__all__ = ["Labels"]

_ENOUGH = 50
"""Answers that are needed before one that stands once looks like a slip."""


@frozen
class Labels:
    """The labels of a choice.

    Attributes:
        listed: In the order of a known scale or of appearance, strays behind, and last what is no
            substantive answer.
        ordered: Whether they belong to a known scale.
        strays: How many stand once among many answers.
    """

    listed: tuple[str, ...]
    ordered: bool
    strays: int

    @classmethod
    def of(cls, columns: Sequence[Answers]) -> Labels:
        """Collect the labels of one column, or of several that share a scale."""
        counts: Counter[str] = Counter()
        spelled: dict[str, str] = {}
        for answers in columns:
            for text, count in zip(answers.texts, answers.counts.tolist(), strict=True):
                counts[fold(text)] += count
                spelled.setdefault(fold(text), text)
        many = counts.total() >= _ENOUGH
        plain = [text for text in spelled.values() if kind_in_words(text) is None]
        strays = [text for text in plain if many and counts[fold(text)] == 1]
        recurring = [text for text in plain if text not in strays]
        ordered = order_of(plain) or order_of(recurring)
        listed = ordered or recurring
        behind = [text for text in strays if text not in listed]
        special = [text for text in spelled.values() if kind_in_words(text) is not None]
        return cls((*listed, *behind, *special), ordered is not None, len(behind))

    @property
    def doubt(self) -> str:
        """What a person should look at, for the end of a reason; empty where there is nothing."""
        if not self.strays:
            return ""
        one = "one of them stands once and may be no option"
        return f"; {one if self.strays == 1 else f'{self.strays} of them stand once and may be no options'}"
