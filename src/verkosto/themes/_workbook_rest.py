"""What was typed anywhere but into the cells for marks: remarks, notes, other sheets, texts that are only shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.responses import RawTable
from verkosto.text import LANGUAGES
from verkosto.themes._workbook_findings import Findings
from verkosto.themes._workbook_key import ID, NOTE, OURS, RowKey, digest
from verkosto.themes._workbook_layout import Layout, row_number, where
from verkosto.themes._workbook_match import Match
from verkosto.themes._workbook_plan import HIDDEN, long_texts, titles_of, words_out

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["Sent", "note_comments", "row_comments", "sent_of", "sheet_comments"]

_LONG = 16_000


@frozen
class Sent:
    """What the hidden sheet says of how a workbook went out.

    Attributes:
        told: `question`, `codebook`, `version`, `coders`; empty where the sheet is gone.
        ids: Ids of the answers that went out.
        texts: Digests of the texts beside answers.
    """

    told: Mapping[str, Any]
    ids: tuple[str, ...]
    texts: frozenset[str]

    def typed(self, text: str) -> bool:
        """Tell whether a text stands there because somebody typed it."""
        return bool(text.strip()) and digest(text) not in self.texts


def sent_of(table: RawTable | None, coding: Coding) -> Sent:
    """Return what the hidden sheet says; where it is gone, what would go out now."""
    columns = [] if table is None else [[text or "" for text in column.texts().tolist()] for column in table.columns]
    told = _told(columns[0][0]) if columns else {}
    columns = columns if told else []
    ids = tuple(filter(None, columns[0][1:])) if columns else ()
    texts = set(filter(None, columns[1][1:])) if len(columns) > 1 else _texts_now(coding)
    answers = coding.answers
    long = [row for row, code in enumerate(answers.codes.tolist()) if code >= 0 and len(answers.distinct[code]) > _LONG]
    for lang in LANGUAGES:
        texts.update(digest(cell) for row in long_texts(coding, long, lang) for cell in row)
    return Sent(told, ids, frozenset(texts))


def _told(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    coders = told.get("coders") if isinstance(told, dict) else None
    if not isinstance(coders, list) or not all(isinstance(one, str) and one.strip() for one in coders):
        return {}
    return told if len(set(coders)) == len(coders) else {}


def _texts_now(coding: Coding) -> set[str]:
    return set(map(digest, words_out(coding.codebook) | titles_of(coding).keys()))


def row_comments(
    coding: Coding, coder: str, layout: Layout, matches: Sequence[Match], sent: Sent, found: Findings
) -> None:
    """Keep what stands beside the marks of a coder's sheet: remarks, added columns and rows, changed texts."""
    for row in layout.heads:
        for place in range(len(layout.table.headers)):
            text = layout.text(place, row)
            if sent.typed(text) and not text.startswith(OURS):
                found.comment(None, coder, text, where(layout, row, place, found))
    free = [*layout.beside, *([layout.columns[NOTE]] if NOTE in layout.columns else [])]
    if layout.keyed is not None:
        free.append(layout.keyed)
    for match in matches:
        answer = coding.answers.ids[match.answer] if match.answer >= 0 else None
        own = match.answer < 0 and not match.reason
        for place in range(len(layout.table.headers)) if own else free:
            text = layout.text(place, match.row)
            if text.strip() and not RowKey.looks_like(text):
                found.comment(answer, coder, text, where(layout, match.row, place, found))
        _tell_of_row(layout, match, found)


def _tell_of_row(layout: Layout, match: Match, found: Findings) -> None:
    """Tell why a row does not count, and which of its shown texts were changed."""
    number = row_number(layout, match.row)
    for key in match.edited:
        if key in layout.columns:
            place = where(layout, match.row, layout.columns[key], found)
            found.issue("edited_text", layout.cell(key, match.row), place, row=number)
    if match.reason:
        place = where(layout, match.row, layout.columns.get(ID, 0), found)
        found.issue(match.reason, layout.cell(ID, match.row), place, row=number)


def sheet_comments(name: str, table: RawTable, coder: str, sent: Sent, found: Findings) -> None:
    """Keep what was typed on a sheet that is no coder's."""
    ids = frozenset(sent.ids)
    for header, column in zip(table.headers, table.columns, strict=True):
        for code, text in enumerate(column.values):
            own = name == HIDDEN and (text in ids or text in sent.texts or text.startswith("{"))
            if sent.typed(text) and not own:
                for row in np.flatnonzero(column.codes == code).tolist():
                    found.comment(None, coder, text, found.cell(name, int(table.rows[row]), header.position))


def note_comments(
    notes: Mapping[tuple[int, int], Iterable[str]],
    name: str,
    coder: str,
    answers: Mapping[int, str],
    sent: Sent,
    found: Findings,
) -> None:
    """Keep the notes of a sheet that verkosto did not write; `answers` has the ids by the sheet's rows."""
    for (row, column), text in _each(notes):
        if sent.typed(text):
            found.comment(answers.get(row), coder, text, f"{found.cell(name, row, column)}, note")


def _each(notes: Mapping[tuple[int, int], Iterable[str]]) -> Iterator[tuple[tuple[int, int], str]]:
    for place, texts in sorted(notes.items()):
        for text in texts:
            yield place, text
