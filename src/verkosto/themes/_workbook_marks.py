"""What a cell of a coder's sheet says: x, -, ?, nothing, or something that has to be looked at."""

from __future__ import annotations

import re

from verkosto.responses import fold

__all__ = ["ASK", "BLANK", "DONE", "NONE", "NO_MARK", "ODD", "WRITTEN", "YES_MARK", "done_of", "mark_of"]

BLANK, NO_MARK, YES_MARK, ASK, ODD = -1, 0, 1, 2, 3
"""Nothing, not there, there, proposed and waiting, and what is none of these."""
DONE, NONE = 1, 0
"""The answer is done; it is done and has none of the themes. `BLANK` and `ODD` are as in a theme's cell."""

WRITTEN = {BLANK: "", NO_MARK: "-", YES_MARK: "x", ASK: "?"}
"""How verkosto writes each mark."""

_YES = frozenset("x 1 true tosi sant kyllä kylla k yes y ja ✓ ✔ ☑ ✅ √ × 🗸".split())
_NO = frozenset("- ‐ ‑ ‒ – — ― − 0 false epätosi falskt ei e no n nej ☐".split())
_ASK = frozenset("? ¿ ??".split())
_NONE = frozenset(
    "ei teemaa|ei teemoja|ei mikään|ei mitään|inget tema|inga teman|inget|no theme|no themes|none|none of them".split(
        "|"
    )
)
_ZEROS = re.compile(r"([01])[.,]0+\Z")
_SELECTORS = re.compile("[\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}\N{ZERO WIDTH SPACE}\N{BYTE ORDER MARK}]")


def _said(text: str) -> str:
    return _ZEROS.sub(r"\1", fold(_SELECTORS.sub("", text)))


def mark_of(text: str) -> int:
    """Return what a theme's cell says.

    Example:
        >>> [mark_of(text) for text in ("X", "1.0", "Kyllä", "–", "0", "?", " ", "ehkä")]
        [1, 1, 1, 0, 0, 2, -1, 3]
    """
    said = _said(text)
    for words, mark in ((_YES, YES_MARK), (_NO, NO_MARK), (_ASK, ASK)):
        if said in words:
            return mark
    return ODD if said else BLANK


def done_of(text: str) -> int:
    """Return what the cell says that tells whether an answer is done.

    Example:
        >>> [done_of(text) for text in ("x", "Ei teemaa", "", "ei", "huomenna")]
        [1, 0, -1, -1, 3]
    """
    said = _said(text)
    if said in _NONE:
        return NONE
    return {YES_MARK: DONE, NO_MARK: BLANK, BLANK: BLANK}.get(mark_of(text), ODD)
