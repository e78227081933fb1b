"""What a coder's sheet carries out of sight, so that it is understood when it comes back in another order.

The hidden first row names each column, and the hidden last column says for each row which answer it is and how it went
out. Both move with what they belong to, also into a copy of the sheet or a csv.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Self

from attrs import asdict, field, frozen

from verkosto.errors import CodingError
from verkosto.themes._workbook_marks import ASK, BLANK, DONE, NO_MARK, NONE, YES_MARK

__all__ = [
    "DONE_KEY",
    "ID",
    "LANGUAGE",
    "NOTE",
    "OURS",
    "SHOW",
    "TEXT",
    "THEME",
    "RowKey",
    "SheetKey",
    "digest",
    "plain",
]

ID, DONE_KEY, TEXT, LANGUAGE, NOTE = (f"verkosto:{name}" for name in ("id", "done", "text", "language", "note"))
"""Keys of the columns that every sheet has, or may have."""
THEME, SHOW = "verkosto:theme:", "verkosto:show:"
"""Before the id of a theme, and of a variable that is shown beside the answer."""

OURS = ("verkosto:", "verkosto.coding/")
"""How every key begins."""

_FORMAT = "verkosto.coding/1"
_LONGEST = 32_000
_CELLS = {BLANK: ".", NO_MARK: "-", YES_MARK: "x", ASK: "?"}
_DONE = {BLANK: ".", DONE: "x", NONE: "0"}
_MARKS = {letter: mark for mark, letter in _CELLS.items()}
_DONES = {letter: mark for mark, letter in _DONE.items()}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ROW_KEY = re.compile(r"[0-9a-f]{8} [.x0][.x?-]*(?: [0-9a-f]{8})+")
_UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Co")


def plain(text: str) -> str:
    """Return a text as every program keeps it: spaces and line breaks are one space, what nobody sees is left out."""
    # Some programs write what .xlsx has for a letter without saying that they mean the letters themselves.
    written = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    words = " ".join(unicodedata.normalize("NFC", written).split())
    if not words.isprintable() or "\ufffd" in words:
        words = "".join(c for c in words if c != "\ufffd" and unicodedata.category(c) not in _UNSEEN)
    return " ".join(words.split())


def digest(text: str) -> str:
    """Return a short digest of a text, the same after any program has saved it."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:8]


def _texts(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(str, values))


@frozen
class SheetKey:
    """What a sheet is.

    Attributes:
        coder: Whose it is.
        question: Id of the question.
        codebook: Id of the codebook.
        version: Its version.
        themes: Ids of the themes when the sheet went out, in the order of `RowKey.cells`.
        fixed: Keys of the columns that are shown and not filled in, in the order of `RowKey.fixed`.
    """

    coder: str
    question: str
    codebook: str
    version: str
    themes: tuple[str, ...] = field(converter=_texts)
    fixed: tuple[str, ...] = field(converter=_texts)

    def text(self) -> str:
        """Return the key as a cell holds it.

        Raises:
            CodingError: The ids of the themes are too long for a cell.
        """
        found = f"{_FORMAT} {json.dumps(asdict(self), ensure_ascii=False)}"
        if len(found) > _LONGEST:
            raise CodingError(f"{len(self.themes)} themes are too many for a workbook. Code with part of the codebook.")
        return found

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Return the key that a cell holds, None where it holds none."""
        form, _, body = text.partition(" ")
        if form != _FORMAT:
            return None
        try:
            parts: Any = json.loads(body)
            key = cls(**parts)
        except (ValueError, TypeError, RecursionError):
            return None
        named = (key.coder, key.question, key.codebook, key.version)
        return key if all(isinstance(one, str) for one in named) and key.coder.strip() else None


@frozen
class RowKey:
    """What a row is, and how it went out.

    Attributes:
        id: Digest of the answer's id.
        done: Whether it was done.
        cells: The marks of the themes.
        fixed: Digests of the texts that are shown.
    """

    id: str
    done: int
    cells: tuple[int, ...]
    fixed: tuple[str, ...]

    def text(self) -> str:
        """Return the key as a cell holds it."""
        return " ".join([self.id, _DONE[self.done] + "".join(_CELLS[mark] for mark in self.cells), *self.fixed])

    @staticmethod
    def looks_like(text: str) -> bool:
        """Tell whether a text is the key of a row of some sheet."""
        return _ROW_KEY.fullmatch(text) is not None

    @classmethod
    def of(cls, text: str, sheet: SheetKey) -> Self | None:
        """Return the key that a cell holds, None where it holds none of this sheet."""
        parts = text.split()
        if len(parts) != 2 + len(sheet.fixed) or len(parts[1]) != 1 + len(sheet.themes):
            return None
        try:
            return cls(
                parts[0], _DONES[parts[1][0]], tuple(_MARKS[letter] for letter in parts[1][1:]), tuple(parts[2:])
            )
        except KeyError:
            return None
