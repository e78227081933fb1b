"""Which answer a row of a coder's sheet is, told by its id, its text and its hidden key, two of which must agree."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import field, frozen

from verkosto.text import LANGUAGES
from verkosto.themes._workbook_key import ID, LANGUAGE, SHOW, TEXT, RowKey, digest, plain
from verkosto.themes._workbook_layout import Layout
from verkosto.themes._workbook_plan import fixed_texts, piece

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["Match", "Matcher"]

_LONG = 16_000


@frozen
class Match:
    """What became of a row.

    Attributes:
        row: Row of the table, counted from 0.
        answer: Row of the answer in the responses, -1 where the row counts for none.
        key: What the row says of itself, or None.
        reason: Why it counts for none, "" where it does.
        edited: Keys of the cells that are only shown and were changed.
    """

    row: int
    answer: int
    key: RowKey | None
    reason: str = ""
    edited: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class Matcher:
    """Finds the answers of rows.

    Attributes:
        coding: The coding whose answers they are.
    """

    coding: Coding
    _known: dict[int, str] = field(factory=dict)
    _columns: dict[str, list[frozenset[str]]] = field(factory=dict)

    @functools.cached_property
    def _by_digest(self) -> dict[str, int]:
        return {digest(one): row for row, one in enumerate(self.coding.answers.ids)}

    @functools.cached_property
    def _rewritten(self) -> dict[str, int]:
        """Rows by ids as a spreadsheet writes them again: without zeros in front and spaces around."""
        found: dict[str, int] = {}
        for row, one in enumerate(self.coding.answers.ids):
            bare = _bare(one)
            found[bare] = -1 if bare in found else row
        return found

    @functools.cached_property
    def _texts(self) -> frozenset[str]:
        answered = self.coding.answers.answered
        return frozenset(self._digest(row) for row in range(len(answered)) if answered[row])

    def _digest(self, row: int) -> str:
        if row not in self._known:
            self._known[row] = digest(piece(self.coding.answers.text(row) or "", "fi")[0])
        return self._known[row]

    def matches(self, layout: Layout) -> Iterable[Match]:
        """Yield what each row is; a row that has neither id nor key is somebody's own and has no reason."""
        for row in layout.body.tolist():
            key = None
            if layout.keyed is not None and layout.key is not None:
                key = RowKey.of(layout.text(layout.keyed, row), layout.key)
            yield self._keyed(layout, row, key) if key is not None else self._unkeyed(layout, row)

    def _keyed(self, layout: Layout, row: int, key: RowKey) -> Match:
        given, shown = layout.cell(ID, row), digest(layout.cell(TEXT, row))
        named = self._row_of(given)
        # Among many ids two may share a digest; the id that stands there tells which of them it is.
        is_named = named >= 0 and digest(self.coding.answers.ids[named]) == key.id
        answer = named if is_named else self._by_digest.get(key.id, -1)
        texts = dict(zip(layout.key.fixed, key.fixed, strict=True)) if layout.key else {}
        edited = tuple(
            one for one, was in texts.items() if one in layout.columns and digest(layout.cell(one, row)) != was
        )
        # An answer that stands elsewhere was not typed here.
        moved = TEXT in edited and shown in self._texts
        kept = tuple(one for one in edited if one != TEXT or not moved)
        same_id = named >= 0 and named == answer
        same_text = TEXT not in edited and TEXT in layout.columns
        if answer < 0:
            return Match(row, -1, key, "unknown_answer", kept)
        if not (same_id or same_text):
            # Where both are gone, somebody emptied the row.
            empty = not given.strip() and not layout.cell(TEXT, row).strip()
            return Match(row, -1, key, "row_emptied") if empty else Match(row, -1, key, "rows_mixed", kept)
        if moved:
            return Match(row, -1, key, "rows_mixed", kept)
        # Outside a subset there is no answer, which is no other one.
        if self.coding.answers.text(answer) is not None and texts.get(TEXT) not in self._digests(answer):
            return Match(row, -1, key, "answer_changed", kept)
        if not self.coding.answers.answered[answer]:
            return Match(row, -1, key, "nothing_to_code", kept)
        return Match(row, answer, key, "", edited if same_id else (ID, *edited))

    def _unkeyed(self, layout: Layout, row: int) -> Match:
        given, shown = layout.cell(ID, row), digest(layout.cell(TEXT, row))
        if not given.strip():
            return Match(row, -1, None)
        answer = self._row_of(given)
        edited = tuple(self._typed(layout, row, answer))
        if answer < 0:
            return Match(row, -1, None, "unknown_answer", edited)
        if not self.coding.answers.answered[answer]:
            return Match(row, -1, None, "nothing_to_code", edited)
        if TEXT in layout.columns and shown not in self._digests(answer) and shown in self._texts:
            return Match(row, -1, None, "rows_mixed", edited)
        return Match(row, answer, None, "", edited)

    def _typed(self, layout: Layout, row: int, answer: int) -> Iterable[str]:
        """Yield the columns that are only shown and hold something else than would go out for an answer now."""
        for key in layout.columns:
            if key not in (TEXT, LANGUAGE) and not key.startswith(SHOW):
                continue
            text = layout.cell(key, row)
            known = self._shown(key)[answer] if answer >= 0 else frozenset()
            cleared = key == TEXT and answer >= 0 and self.coding.answers.answered[answer]
            if (text.strip() or cleared) and plain(text) not in known and digest(text) not in self._texts:
                yield key

    def _shown(self, key: str) -> list[frozenset[str]]:
        """Return for each answer what may stand in a column that is only shown."""
        if key not in self._columns:
            rows = range(len(self.coding.answers))
            show = (key.removeprefix(SHOW),) if key.startswith(SHOW) else ()
            parts = [fixed_texts(self.coding, rows, show, lang).get(key, [""] * len(rows)) for lang in LANGUAGES]
            self._columns[key] = [frozenset(map(plain, texts)) for texts in zip(*parts, strict=True)]
        return self._columns[key]

    def _row_of(self, given: str) -> int:
        found = self.coding.answers.places.get(given)
        if found is None:
            number = given.strip().removesuffix(".0")
            found = self._rewritten.get(_bare(number if number.isdigit() else given), -1)
        return found

    def _digests(self, row: int) -> tuple[str, ...]:
        """Return the digests of an answer; of one that no cell holds in each language, which tells where it goes on."""
        text = self.coding.answers.text(row) or ""
        others = tuple(digest(piece(text, lang)[0]) for lang in LANGUAGES[1:]) if len(text) > _LONG else ()
        return (self._digest(row), *others)


def _bare(name: str) -> str:
    words = plain(name)
    return words.lstrip("0") if words.isdigit() else words
