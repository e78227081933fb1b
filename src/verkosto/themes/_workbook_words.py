"""What stands in a coders' workbook beside answers and themes, in each language."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

from verkosto.text import LANGUAGES, LocalText

__all__ = ["guide", "headings", "word"]


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(resources.files("verkosto.themes").joinpath("workbook_words.toml").read_text("utf-8"))


def word(group: str, key: str, lang: str) -> str:
    """Return one text of the workbook."""
    return LocalText(**_words()[group][key]).get(lang)


def headings(key: str) -> tuple[str, ...]:
    """Return the heading of a column in every language."""
    return tuple(word("headings", key, lang) for lang in LANGUAGES)


def guide(lang: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of the instructions in every language, `lang` first, and whether each is a heading."""
    for one in (lang, *(other for other in LANGUAGES if other != lang)):
        for part in ("lines", "marks"):
            for place, texts in enumerate(_words()["guide"][part]):
                yield texts[one], place == 0
