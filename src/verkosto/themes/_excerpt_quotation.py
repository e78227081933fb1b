"""Quotation: what a reader sees of an answer, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from attrs import frozen

from verkosto.errors import DisclosureError
from verkosto.text import LANGUAGES, LocalText

__all__ = ["Quotation", "quoted"]

SCHEMA = "verkosto.quotation/1"


@frozen(init=False)
class Quotation:
    """A quotation that somebody cleared: its words, what was asked, its themes and its group.

    It holds no id of the answer, no original, no name of whoever cleared it. Only `Excerpt.quotation` makes one.

    Attributes:
        text: What is printed.
        lang: Language of the text: "fi", "sv" or "en".
        question: What was asked.
        themes: Labels of the themes that it is quoted for.
        group: Who said it, such as a kind of association; None where that is not told.
    """

    text: str
    lang: str
    question: LocalText
    themes: tuple[LocalText, ...]
    group: LocalText | None

    def __init__(self, *_: object, **__: object) -> None:
        msg = (
            "a quotation is made by clearing an excerpt: excerpt.clear(by=...).quotation. Nothing else may be printed."
        )
        raise DisclosureError(msg)

    def to_json(self) -> str:
        """Return the quotation as JSON (schema "verkosto.quotation/1"): what readers see in all languages."""
        plain: dict[str, Any] = {
            "schema": SCHEMA,
            "text": self.text,
            "lang": self.lang,
            "question": _plain(self.question),
            "themes": [_plain(theme) for theme in self.themes],
            "group": None if self.group is None else _plain(self.group),
        }
        return json.dumps(plain, ensure_ascii=False)


def quoted(
    text: str, lang: str, question: LocalText, themes: tuple[LocalText, ...], group: LocalText | None
) -> Quotation:
    """Make a quotation of an excerpt that is cleared."""
    made: Quotation = object.__new__(Quotation)
    made.__attrs_init__(text, lang, question, themes, group)
    return made


def _plain(text: LocalText) -> dict[str, str]:
    return {lang: found for lang in LANGUAGES if (found := getattr(text, lang)) is not None}
