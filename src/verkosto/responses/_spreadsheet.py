"""Text that a spreadsheet would run as a formula, and an apostrophe that keeps it from doing so."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["neutralise", "restore", "runs"]

_MARK = "'"
_STARTS = frozenset("=+-@\u2212")
_AT_ONCE = ("\t", "\r", "\n")
_IGNORED = ("Cc", "Cf", "Zs", "Zl", "Zp")
_NEGATIVE = re.compile(r"-[0-9]+(?:[.,][0-9]+)?\Z")


def runs(text: str) -> bool:
    """Tell whether a spreadsheet might take a cell's text for a formula.

    It begins with `=`, `+`, `-` or `@`, in any width, after whatever spreadsheets may overlook: white space, control
    characters, marks of order and of direction. A tab or a line break at the start counts too. A plain negative
    number does not: it is what it is.

    Example:
        >>> [runs(text) for text in ("=1+1", " +358 40", "-5", "- joo", "a=b")]
        [True, True, False, True, False]
    """
    if text.startswith(_AT_ONCE):
        return True
    for character in text:
        if unicodedata.category(character) not in _IGNORED:
            return unicodedata.normalize("NFKC", character)[0] in _STARTS and not _NEGATIVE.match(text)
    return False


def neutralise(text: str) -> str:
    """Return the text of a cell as no spreadsheet runs it; `restore` gives the very text back.

    An apostrophe is put before what would run, and before such text behind apostrophes that stand there already, so
    that one apostrophe is always the one that was added. Other texts stay as they are.

    Example:
        >>> [neutralise(text) for text in ("=1+1", "'=1+1", "-5", "'s-Hertogenbosch")]
        ["'=1+1", "''=1+1", '-5', "'s-Hertogenbosch"]
    """
    return _MARK + text if runs(text.lstrip(_MARK)) else text


def restore(text: str) -> str:
    """Return the text that was given to `neutralise`.

    Example:
        >>> [restore(text) for text in ("'=1+1", "''=1+1", "-5", "'s-Hertogenbosch")]
        ['=1+1', "'=1+1", '-5', "'s-Hertogenbosch"]
    """
    return text[1:] if text.startswith(_MARK) and runs(text.lstrip(_MARK)) else text
