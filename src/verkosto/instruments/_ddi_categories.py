"""Options as the categories of a variable, and back: what stands for an option, and which of them are missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from verkosto.instruments._ddi_words import OWN
from verkosto.instruments._ddi_xml import add
from verkosto.instruments._options import Option
from verkosto.instruments._questions import Matrix, MultipleChoice, Question, Ranking, SingleChoice
from verkosto.instruments._words import TICKED, UNTICKED
from verkosto.text import LocalText

__all__ = ["categories", "labels", "own_labels"]


def labels(parent: Any, text: LocalText) -> None:
    """Write a label in each language in which it is given."""
    for lang, words in (("fi", text.fi), ("sv", text.sv), ("en", text.en)):
        if words is not None:
            add(parent, "labl", words, lang)


def own_labels(parent: Any, level: str, texts: Iterable[str]) -> None:
    """Write labels that say something to verkosto only: an alias, a code, a number."""
    for text in texts:
        add(parent, "labl", text, level=level, vendor=OWN)


def categories(var: Any, question: Question, item: Option | None) -> None:
    """Write the categories of a variable: the options, the scale, ticked or not, or the special values.

    The value of a category is the number that an export "as numbers" and a data file for SPSS hold. A special value
    without a number is its code.
    """
    if isinstance(question, MultipleChoice):
        for number, text in enumerate((UNTICKED, TICKED)):
            kind = item.kind if item is not None and number else None
            category = add(var, "catgry", missing="Y" if kind else None, missType=kind)
            add(category, "catValu", str(number))
            labels(category, text)
    elif not isinstance(question, Ranking):
        counted = isinstance(question, SingleChoice | Matrix)
        for place, option in enumerate(question.choices, start=1):
            _category(var, option, place, counted=counted)


def _category(var: Any, option: Option, place: int, *, counted: bool) -> None:
    number = place if counted and option.number is None else option.number
    value = option.code if number is None else str(number)
    category = add(
        var,
        "catgry",
        ID=f"{var.get('ID')}_C{place}",
        missing=None if option.kind is None else "Y",
        missType=option.kind,
    )
    add(category, "catValu", value)
    labels(category, option.label)
    # The number alone tells the code of an option that is called by it; a special value says that it has one.
    own_labels(category, "code", () if number is None or (counted and option.code == value) else (option.code,))
    own_labels(category, "alias", option.aliases)
