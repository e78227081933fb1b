"""The sheet of one coder: an answer to a row, a theme to a column, and everything within reach of the hand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from verkosto.themes._workbook_findings import letters
from verkosto.themes._workbook_key import DONE_KEY, ID, LANGUAGE, NOTE, SHOW, TEXT, THEME, RowKey, SheetKey, digest
from verkosto.themes._workbook_marks import ASK, BLANK, DONE, NO_MARK, NONE, WRITTEN, YES_MARK
from verkosto.themes._workbook_plan import columned, note_of
from verkosto.themes._workbook_words import word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding
    from verkosto.themes._workbook_book import Book, Sheet

__all__ = ["CoderSheet", "heading", "write_coder"]

_HEAD, _FIRST = 1, 2
_MANY = 10
_WIDTHS = {ID: 8.0, DONE_KEY: 10.0, TEXT: 70.0, LANGUAGE: 7.0, NOTE: 40.0}
_SHOWN, _WIDE, _NARROW = 18.0, 15.0, 4.3
_WIDEST_ID = 24
_LETTER, _TALLEST = 5.6, 240.0
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 360, 17, 52
_LISTED = 255


@frozen(eq=False, repr=False)
class CoderSheet:
    """What goes out to one coder.

    Attributes:
        coder: Who.
        name: Name of the sheet.
        rows: Rows of the answers, in the coder's order.
        fixed: The columns that are shown and not filled in, by their keys.
        cells: The marks, shape (rows, themes).
        done: Whether each is done.
    """

    coder: str
    name: str
    rows: Sequence[int]
    fixed: Mapping[str, Sequence[str]]
    cells: NDArray[Any]
    done: NDArray[Any]


def write_coder(book: Book, coding: Coding, given: CoderSheet, lang: str) -> None:
    """Write the sheet of one coder.

    The id, whether the answer is done, and the answer stay in sight; whatever else is shown, the themes and the
    remarks follow, and a hidden column tells what went out.
    """
    themes = columned(coding.codebook)
    beside = [key for key in given.fixed if key != TEXT]
    keys = [ID, DONE_KEY, TEXT, *beside, *(THEME + theme.id for theme in themes), NOTE]
    sheet = book.sheet(given.name, repeat=(_HEAD, _HEAD), large=len(themes) > _MANY)
    page = sheet.page
    _write_heads(sheet, coding, keys, given, lang)
    _write_rows(sheet, coding, keys, given, lang)
    last, first = _FIRST + len(given.rows) - 1, 3 + len(beside)
    page.freeze_panes(_FIRST, 3)
    page.autofilter(_HEAD, 0, max(last, _HEAD), len(keys))
    if given.rows:
        page.ignore_errors({"number_stored_as_text": f"A1:{letters(len(keys) + 1)}{last + 1}"})
        none = word("cells", "none", lang)
        _check(page, (_FIRST, 1, last, 1), [WRITTEN[YES_MARK], none], word("checks", "done", lang), lang)
        if themes:
            box = (_FIRST, first, last, first + len(themes) - 1)
            marks = [WRITTEN[YES_MARK], WRITTEN[NO_MARK], WRITTEN[ASK]]
            _check(page, box, marks, word("checks", "mark", lang), lang)
            for mark, look in ((ASK, "ask"), (YES_MARK, "yes"), (NO_MARK, "no")):
                rule = f'=TRIM({letters(first + 1)}{_FIRST + 1})="{WRITTEN[mark]}"'
                page.conditional_format(*box, {"type": "formula", "criteria": rule, "format": book.look(look)})
        page.conditional_format(
            _FIRST, 0, last, 2, {"type": "formula", "criteria": f'=$B{_FIRST + 1}<>""', "format": book.look("done")}
        )


def _write_heads(sheet: Sheet, coding: Coding, keys: Sequence[str], given: CoderSheet, lang: str) -> None:
    codebook, page = coding.codebook, sheet.page
    themes = columned(codebook)
    up = len(themes) > _MANY
    roots = [codebook.ancestors(theme.id)[-1].id if theme.parent else theme.id for theme in themes]
    bands = {root: place % 2 for place, root in enumerate(dict.fromkeys(roots))}
    looks = {THEME + t.id: f"theme{'_too' * bands[r]}{'_up' * up}" for t, r in zip(themes, roots, strict=True)}
    heads = [heading(coding, key, lang) for key in keys]
    for column, (key, head) in enumerate(zip(keys, heads, strict=True)):
        page.set_column(column, column, _width(key, given, coding, up=up), sheet.book.look(_look(key)))
        page.write_string(0, column, key)
        sheet.text(_HEAD, column, head, looks.get(key, "head"))
        if key in looks:
            _write_note(page, column, note_of(codebook, codebook[key.removeprefix(THEME)], lang))
    sheet_key = SheetKey(
        given.coder,
        coding.answers.question,
        codebook.id,
        codebook.version,
        [theme.id for theme in themes],
        tuple(given.fixed),
    )
    page.set_column(len(keys), len(keys), None, None, {"hidden": True})
    page.write_string(0, len(keys), sheet_key.text())
    page.set_row(0, None, None, {"hidden": True})
    longest = max((len(head) for key, head in zip(keys, heads, strict=True) if key in looks), default=0)
    words = max((len(head) / (_WIDE - 2) for key, head in zip(keys, heads, strict=True) if key in looks), default=1)
    page.set_row(_HEAD, min(_LETTER * longest + 16, _TALLEST) if up else 15.0 * (1 + math.ceil(words)))


def _write_rows(sheet: Sheet, coding: Coding, keys: Sequence[str], given: CoderSheet, lang: str) -> None:
    ids, themes = coding.answers.ids, keys.index(NOTE) - given.cells.shape[1]
    done = {BLANK: "", DONE: WRITTEN[YES_MARK], NONE: word("cells", "none", lang)}
    columns = [keys.index(key) for key in given.fixed]
    for n, row in enumerate(given.rows):
        at = _FIRST + n
        texts = [column[n] for column in given.fixed.values()]
        sheet.fit(at, texts, [_WIDTHS.get(key, _SHOWN) for key in given.fixed])
        sheet.text(at, 0, ids[row], "quiet")
        sheet.text(at, 1, done[int(given.done[n])], "mark")
        for column, text in zip(columns, texts, strict=True):
            sheet.text(at, column, text, "still")
        cells = given.cells[n].tolist()
        for place, mark in enumerate(cells):
            if mark != BLANK:
                sheet.text(at, themes + place, WRITTEN[mark], "mark")
        key = RowKey(digest(ids[row]), int(given.done[n]), tuple(cells), tuple(map(digest, texts)))
        sheet.page.write_string(at, len(keys), key.text())


def heading(coding: Coding, key: str, lang: str) -> str:
    """Return the heading of a column."""
    if key.startswith(THEME):
        return coding.codebook[key.removeprefix(THEME)].label.get(lang)
    if key.startswith(SHOW):
        name = key.removeprefix(SHOW)
        titles = coding.survey.labelled(lang).columns
        return str(titles[list(coding.survey.variables).index(name)])
    return word("headings", key.removeprefix("verkosto:"), lang)


def _width(key: str, given: CoderSheet, coding: Coding, *, up: bool) -> float:
    if key == ID:
        longest = max((len(coding.answers.ids[row]) for row in given.rows), default=0)
        return float(min(max(_WIDTHS[ID], longest + 1), _WIDEST_ID))
    if key.startswith(THEME):
        return _NARROW if up else _WIDE
    return _WIDTHS.get(key, _SHOWN)


def _look(key: str) -> str:
    if key.startswith(THEME) or key == DONE_KEY:
        return "mark"
    return "note" if key == NOTE else "still"


def _write_note(page: Any, column: int, text: str) -> None:
    lines = sum(1 + len(line) // _NOTE_LETTERS for line in text.split("\n"))
    size = {"width": _NOTE_WIDTH, "height": _NOTE_LINE * min(lines, 40) + 12, "font_size": 10}
    page.write_comment(_HEAD, column, text, size)


def _check(page: Any, box: tuple[int, int, int, int], listed: list[str], message: str, lang: str) -> None:
    """Give cells a list to choose from; whatever else is typed is asked about and let through."""
    page.data_validation(
        *box,
        {
            "validate": "list",
            "source": listed,
            "error_type": "warning",
            "error_title": word("checks", "title", lang),
            "error_message": message[:_LISTED],
        },
    )
