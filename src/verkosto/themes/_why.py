"""Why a theme is proposed: which patterns meet which words of an answer. For the analyst, since it shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verkosto.errors import CodingError, OptionError
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._lemmatizers import lemmatizer_of
from verkosto.themes._matching import why as met_by
from verkosto.themes._review import row_of

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["Met", "why"]

Met = dict[str, dict[str, tuple[str, ...]]]
"""By theme and by pattern the words that were met."""


def why(
    coding: Coding, answer: str | int, lemmatizer: Lemmatizer | str | None
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Do what `Coding.why` says."""
    row = row_of(coding, answer)
    text = coding.answers.text(row)
    if text is None or not coding.answers.answered[row]:
        return {}
    engine = _engine(coding, lemmatizer)
    language = coding.answers.languages[coding.answers.codes[row]]
    found: Met = {}
    for theme in coding.codebook:
        for pattern, span in met_by(text, language, theme, engine) if theme.codable else ():
            words = found.setdefault(theme.id, {})
            words[pattern] = (*words.get(pattern, ()), text[span.start : span.end])
    return found


def _engine(coding: Coding, lemmatizer: Lemmatizer | str | None) -> Lemmatizer:
    if lemmatizer is not None or coding.lemmatizer is None:
        return lemmatizer_of(lemmatizer)
    try:
        # A result names it with its version ("simplemma 2.0.0").
        return lemmatizer_of(coding.lemmatizer.partition(" ")[0])
    except OptionError as error:
        msg = f"the proposals come from a lemmatizer of your own ({coding.lemmatizer}). Give it: why(…, lemmatizer=…)."
        raise CodingError(msg) from error
