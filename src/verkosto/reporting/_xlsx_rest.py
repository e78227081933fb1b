"""Sheets that hold no table of estimates: results of tests, pictures, and how the survey was made."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence

from verkosto.reporting._document import MethodPart, PicturePart, Points, SheetPart
from verkosto.reporting._wording import say
from verkosto.reporting._xlsx_book import ACROSS, ROW_PIXELS, Book, Sheet

__all__ = ["write_method", "write_picture", "write_sheet"]

_LABEL, _FIGURE = 32.0, 14.0
_DOTS_PER_INCH = 96


def write_sheet(book: Book, name: str, part: SheetPart) -> None:
    """Write a result of a test; its figures are texts."""
    sheet = _sheet(book, name, len(part.header))
    row = sheet.top(part.title, *part.lead)
    row = _table(sheet, row, part.header, part.rows, part.texts)
    sheet.listed(row, say("notes", book.lang), part.notes)


def write_picture(book: Book, name: str, part: PicturePart) -> None:
    """Write a picture with its data."""
    picture = part.picture
    sheet = _sheet(book, name, len(picture.header))
    row = sheet.top(picture.title)
    image = {"image_data": io.BytesIO(picture.png()), "description": picture.alt, "object_position": 2}
    sheet.page.insert_image(row, 0, "picture.png", image)
    row += round(picture.height * _DOTS_PER_INCH) // ROW_PIXELS + 2
    _table(sheet, row, picture.header, picture.rows, range(len(picture.header)))


def write_method(book: Book, name: str, title: str, parts: Iterable[MethodPart | Points]) -> None:
    """Write how the survey was made and how to read the tables."""
    sheet = _sheet(book, name, 0)
    row = sheet.top(title)
    for part in parts:
        if isinstance(part, Points):
            row = sheet.listed(row, part.title, part.items)
        else:
            row = sheet.listed(row, part.title, [f"{term}: {text}" for term, text in part.entries])


def _sheet(book: Book, name: str, columns: int) -> Sheet:
    sheet = book.sheet(name)
    sheet.columns([_LABEL, *[_FIGURE] * (max(columns, ACROSS) - 1)])
    return sheet


def _table(sheet: Sheet, row: int, header: Sequence[str], rows: Sequence[Sequence[str]], texts: Collection[int]) -> int:
    """Write a table of texts, and return the row after the next."""
    sheet.header(row, header, texts)
    for number, cells in enumerate(rows, start=row + 1):
        sheet.fit(number, cells)
        for place, text in enumerate(cells):
            sheet.text(number, place, text, "cell" if place in texts else "right")
    return row + len(rows) + 2
