"""Options of a codebook from the categories of a DDI variable: no code, label or number twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from attrs import evolve, frozen

from verkosto.instruments._ddi_words import OWN
from verkosto.instruments._ddi_xml import Texts
from verkosto.instruments._options import KINDS, Option, OptionKind, told_apart
from verkosto.instruments._words import kind_in_words, missing_kind
from verkosto.text import LocalText

__all__ = ["Category", "categories_of", "label_of", "options_of", "own_labels", "safe_code"]

_WHOLE = re.compile(r"-?[0-9]{1,19}")
_LARGEST = 2**63 - 1


@frozen
class Category:
    """A category as the file has it.

    Attributes:
        value: What stands in the data file.
        label: Its words, None where it has none.
        missing: Whether the file says that it is no answer.
        why: What the file says of why.
        element: The element itself.
    """

    value: str
    label: LocalText | None
    missing: bool
    why: str
    element: Any


def label_of(texts: Texts, element: Any) -> LocalText | None:
    """Return the label of an element, other than those that verkosto gave it for itself."""
    return texts.local(label for label in element.findall("labl") if label.get("vendor") != OWN)


def own_labels(element: Any, level: str) -> tuple[str, ...]:
    """Return the labels of a level that verkosto gave an element for itself."""
    own = (label for label in element.findall("labl") if label.get("vendor") == OWN)
    return tuple("".join(label.itertext()) for label in own if label.get("level") == level)


def categories_of(texts: Texts, var: Any) -> list[Category]:
    """Return the categories of a variable."""
    return [
        Category(
            "" if (value := element.find("catValu")) is None else texts.of(value),
            label_of(texts, element),
            (element.get("missing") or "").upper() == "Y",
            element.get("missType") or "",
            element,
        )
        for element in var.findall("catgry")
    ]


def options_of(texts: Texts, categories: Sequence[Category], *, counted: bool) -> tuple[tuple[Option, ...], list[str]]:
    """Make options, and tell what was guessed or put right.

    Args:
        texts: Reads the words of the file.
        categories: What the file has.
        counted: Whether an option without a number has its place in the list.
    """
    notes: list[str] = []
    options: list[Option] = []
    codes, labels = set[str](), set[str]()
    for category in categories:
        own = own_labels(category.element, "code")
        code = own[0] if own else safe_code(category.value) or str(len(options) + 1)
        if code in codes:
            notes.append(f"the value {category.value!r} stands twice; only its first category is here")
            continue
        codes.add(code)
        label = category.label or LocalText(code)
        if not texts.exact:
            label = told_apart(label, code, labels)
        # A special value has a number only where it says a code of its own.
        number = _number(category.value) if counted or own else None
        if counted and number == len(options) + 1:
            number = None
        kind = _kind(category, code, label, notes)
        options.append(Option(code, label, number, kind, own_labels(category.element, "alias")))
    numbers = [place if option.number is None else option.number for place, option in enumerate(options, start=1)]
    if counted and len(set(numbers)) < len(numbers):
        notes.append("two values are one number or one place, so no option has a number")
        options = [evolve(option, number=None) for option in options]
    return tuple(options), notes


def _number(value: str) -> int | None:
    number = int(value) if _WHOLE.fullmatch(value) else None
    return None if number is None or abs(number) > _LARGEST else number


def _kind(category: Category, code: str, label: LocalText, notes: list[str]) -> OptionKind | None:
    """Return why an option is no substantive answer: as stated in verkosto's own words, or by any words."""
    if category.missing and category.why in KINDS:
        return KINDS[category.why]
    said = f"{code!r} ({label.fi})"
    texts = [text for text in (label.fi, label.sv, label.en) if text]
    if not category.missing:
        kind = next((found for text in texts if (found := kind_in_words(text))), None)
        if kind is not None:
            notes.append(f"{said} is taken for {kind!r}, though the file does not call it missing")
        return kind
    words = (category.why, *texts)
    kind = next((found for text in words if (found := missing_kind(text))), None)
    if kind is None:
        notes.append(f"{said} is missing and the file does not say why; taken for 'refused'")
        return "refused"
    notes.append(f"{said} is missing, by its words for the reason {kind!r}")
    return kind


def safe_code(text: str) -> str:
    """Return a text as a code may be: without brackets and line breaks."""
    code = " ".join(text.replace("[", "(").replace("]", ")").split())
    return "tähti" if code == "*" else code
