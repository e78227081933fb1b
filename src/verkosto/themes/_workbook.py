"""A coding as a workbook for its coders: a sheet for each of them, the themes, a guide, and a hidden sheet."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from verkosto.errors import CodingError, MissingExtraError, OptionError
from verkosto.files import PathLike, path_of, write
from verkosto.text import check_language
from verkosto.themes._marking import several
from verkosto.themes._workbook_book import Book
from verkosto.themes._workbook_draw import Sample, drawn, shuffled
from verkosto.themes._workbook_key import digest
from verkosto.themes._workbook_plan import HIDDEN, fixed_texts, long_texts, outgoing, sheet_names, theme_rows, words_out
from verkosto.themes._workbook_sheet import CoderSheet, heading, write_coder
from verkosto.themes._workbook_words import guide, word

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["write_workbook"]

_ROWS, _COLUMNS = 1_048_574, 16_000
_CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - XlsxWriter wants no time zone
_GUIDE_WIDTH, _LONG_WIDTH = 100, 120
_THEME_WIDTHS = (16, 26, 20, 46, 40, 40, 50)


def write_workbook(
    coding: Coding,
    path: PathLike,
    *,
    coders: str | Iterable[str] = (),
    sample: Sample = None,
    show: str | Iterable[str] = (),
    blind: bool = False,
    shuffle: bool = False,
    seed: int = 0,
    lang: str = "fi",
) -> None:
    """Do what `Coding.workbook` says."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError.of("spreadsheet", "A workbook for coders") from error
    place = path_of(path)
    if place.suffix.lower() != ".xlsx":
        raise OptionError(f"{place}: a workbook for coders ends in .xlsx. Name the file so.")
    check_language(lang)
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise OptionError(f"seed is a whole number, not {type(seed).__name__}. Write seed=1.")
    named = several(coders, "coders") or coding.coders
    shown = several(show, "show")
    names = sheet_names(named, lang)
    rows = drawn(coding, sample, seed)
    if len(rows) > _ROWS or len(coding.codebook) > _COLUMNS:
        raise CodingError(
            f"{place.name}: {len(rows):,} answers with {len(coding.codebook):,} themes do not fit in a sheet. "
            "Send out part of them with sample=."
        )
    file = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **never}) as made:
        made.set_properties({"title": coding.codebook.title.get(lang)[:255], "created": _CREATED})
        book = Book(made)
        _write_guide(book, lang)
        _write_themes(book, coding, lang)
        fixed = fixed_texts(coding, rows, shown, lang)
        for coder, name in zip(named, names, strict=True):
            cells, done = outgoing(coding, coder, blind=blind)
            order = shuffled(rows, coding, coder, seed) if shuffle else rows
            places = {row: n for n, row in enumerate(rows)}
            texts = {key: [column[places[row]] for row in order] for key, column in fixed.items()}
            sheet = CoderSheet(coder, name, order, texts, cells[order], done[order])
            write_coder(book, coding, sheet, lang)
        _write_long(book, long_texts(coding, rows, lang), lang)
        _write_hidden(book, coding, named, rows, {heading(coding, key, lang) for key in fixed}, lang)
    write(place, file.getvalue(), "workbook")


def _write_guide(book: Book, lang: str) -> None:
    sheet = book.sheet(word("sheets", "guide", lang))
    sheet.page.hide_gridlines(2)
    sheet.page.set_column(0, 0, _GUIDE_WIDTH)
    for row, (text, above) in enumerate(guide(lang)):
        sheet.text(row, 0, text, "heading" if above else "prose")
        sheet.fit(row, [text], [_GUIDE_WIDTH], least=30 if above else 0)


def _write_themes(book: Book, coding: Coding, lang: str) -> None:
    _write_table(book, word("sheets", "themes", lang), theme_rows(coding.codebook, lang), _THEME_WIDTHS)


def _write_long(book: Book, rows: Sequence[Sequence[str]], lang: str) -> None:
    if rows:
        heads = [word("headings", key, lang) for key in ("id", "part", "text")]
        _write_table(book, word("sheets", "long", lang), [heads, *rows], (12, 8, _LONG_WIDTH))


def _write_table(book: Book, name: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    sheet = book.sheet(name, repeat=(0, 0))
    sheet.page.freeze_panes(1, 2)
    for column, width in enumerate(widths):
        sheet.page.set_column(column, column, width)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.text(row, column, text, "head" if not row else "strong" if column == 1 else "cell")
        sheet.fit(row, cells, widths)


def _write_hidden(
    book: Book, coding: Coding, coders: Sequence[str], rows: Iterable[int], headings: set[str], lang: str
) -> None:
    """Write what tells later which answers went out to whom, and which texts nobody typed."""
    page: Any = book.sheet(HIDDEN).page
    page.very_hidden()
    codebook = coding.codebook
    told = {"question": coding.answers.question, "codebook": codebook.id, "version": codebook.version}
    page.write_string(0, 0, json.dumps({**told, "coders": list(coders)}, ensure_ascii=False))
    for row, place in enumerate(rows, start=1):
        page.write_string(row, 0, coding.answers.ids[place])
    for row, text in enumerate(sorted(set(map(digest, words_out(codebook, (lang,)) | headings))), start=1):
        page.write_string(row, 1, text)
