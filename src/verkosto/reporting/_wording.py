"""The words of a report that come from no codebook, in three languages; the data stand in `wording.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from verkosto.text import LocalText

__all__ = ["say", "wordings"]


@cache
def wordings() -> Mapping[str, LocalText]:
    """Return every wording by its key."""
    data = tomllib.loads(files("verkosto.reporting").joinpath("wording.toml").read_text("utf-8"))
    return {key: LocalText.of(texts) for key, texts in data.items()}


def say(key: str, lang: str, **values: str) -> str:
    """Return a wording in a language, with its placeholders filled."""
    return wordings()[key].get(lang).format(**values)
