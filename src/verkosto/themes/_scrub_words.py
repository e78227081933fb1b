"""What the scrubber knows of words, from `scrub_words.toml`: labels, titles, common names, words that are no names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from verkosto.text import LocalText

__all__ = ["label_of", "labels", "words"]


@cache
def _data() -> Mapping[str, Mapping[str, object]]:
    found: Mapping[str, Mapping[str, object]] = tomllib.loads(
        files("verkosto.themes").joinpath("scrub_words.toml").read_text("utf-8")
    )
    return found


@cache
def labels() -> Mapping[str, LocalText]:
    """Return what each kind of mark is called."""
    return {kind: LocalText.of(text) for kind, text in _data()["labels"].items() if isinstance(text, dict)}


def label_of(kind: str, lang: str, *, certain: bool) -> str:
    """Return what stands in a text instead of a mark: "[henkilö]", or "[henkilö?]" where somebody must decide."""
    return f"[{labels()[kind].get(lang)}{'' if certain else '?'}]"


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the lists of words, as they are written."""
    return frozenset(str(_data()["words"][name]).split())
