"""The lemmatizers by name: simplemma, libvoikko, or neither."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable

from verkosto.errors import MissingExtraError, OptionError, VerkostoWarning, did_you_mean
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._simplemma import Simplemma
from verkosto.themes._voikko import Voikko
from verkosto.themes._word_forms import WordForms

__all__ = ["lemmatizer", "lemmatizer_of"]


def lemmatizer(name: str | None = None) -> Lemmatizer:
    """Return what gives words their dictionary forms.

    Args:
        name: "simplemma" (the extra `simplemma`; some seconds to load Finnish, once in a process); "voikko" (libvoikko
            for Finnish where you have installed it, simplemma or the fallback for Swedish and English); "words", the
            fallback without a dictionary: it finds the forms of a pattern's words by the rules of inflection, of nouns
            and adjectives and not of verbs. None takes simplemma where it is installed, else "words" with a warning.

    Raises:
        MissingExtraError: What the lemmatizer needs is not installed; the message names the command.
        OptionError: There is no lemmatizer of that name.

    Example:
        >>> lemmatizer("words").name
        'words'
    """
    if name is None:
        return _default()
    made = _NAMED.get(name)
    if made is None:
        near = did_you_mean(name, _NAMED) or f" Choose one of {', '.join(map(repr, _NAMED))}, or give an own object."
        raise OptionError(f"there is no lemmatizer {name!r}.{near}")
    return made()


def lemmatizer_of(wanted: Lemmatizer | str | None) -> Lemmatizer:
    """Return the lemmatizer that a caller wants: by name, an own object, or the default.

    Raises:
        MissingExtraError: What the lemmatizer needs is not installed.
        OptionError: There is no lemmatizer of that name, or the object is none.
    """
    if wanted is None or isinstance(wanted, str):
        return lemmatizer(wanted)
    if not isinstance(wanted, Lemmatizer):
        raise OptionError(
            f"a {type(wanted).__name__} is no lemmatizer. Give a name, or an object with `name`, `lemmas` and `parts`."
        )
    return wanted


def _default() -> Lemmatizer:
    try:
        return Simplemma()
    except MissingExtraError:
        warnings.warn(
            "simplemma is not installed: words are told by rules of inflection, without a dictionary, and verbs only "
            "as they stand in a pattern. Install it: pip install 'verkosto[simplemma]'. Or ask for lemmatizer 'words'.",
            VerkostoWarning,
            stacklevel=3,
        )
        return WordForms()


def _with_voikko() -> Lemmatizer:
    return Voikko(Simplemma() if importlib.util.find_spec("simplemma") else WordForms())


_NAMED: dict[str, Callable[[], Lemmatizer]] = {"simplemma": Simplemma, "voikko": _with_voikko, "words": WordForms}
