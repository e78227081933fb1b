"""A workbook that is written text by text and number by number, so that nothing in it runs as a formula."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from attrs import field, frozen

from verkosto.aggregate import Shown
from verkosto.reporting._wording import say
from verkosto.reporting._xml_text import xml_text

__all__ = ["ACROSS", "ROW_PIXELS", "Book", "Sheet", "unit_of"]

ACROSS = 8
"""Columns that a text may go over."""

ROW_PIXELS = 20
"""Height of a row that nobody has changed."""


_CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - XlsxWriter wants no time zone
_LONGEST = 32_000
_INK, _QUIET, _STAMP = "#1a1a1a", "#595959", "#8a1c1c"
_LINE = 15.0
_TEXT = "@"
_FORMULA = ("=", "+", "-", "@")
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "valign": "top"},
    "heading": {"bold": True, "font_size": 12},
    "strong": {"bold": True},
    "stamp": {"bold": True, "font_color": _STAMP},
    "quiet": {"font_color": _QUIET, "text_wrap": True, "valign": "top"},
    "prose": {"text_wrap": True, "valign": "top"},
    "quote": {"text_wrap": True, "valign": "top", "italic": True, "indent": 2},
    "quote_source": {"font_color": _QUIET, "valign": "top", "indent": 2},
    "link": {"font_color": "#0b3c6f", "underline": 1},
    "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "top": 1},
    "head_right": {"bold": True, "text_wrap": True, "valign": "bottom", "align": "right", "bottom": 1, "top": 1},
    "cell": {"valign": "top", "text_wrap": True},
    "right": {"valign": "top", "align": "right"},
    "total": {"valign": "top", "text_wrap": True, "bold": True, "top": 1},
    "hidden": {"valign": "top", "italic": True, "font_color": _QUIET},
}


class Book:
    """A workbook of XlsxWriter in memory."""

    def __init__(self, title: str, lang: str, contents: str, *, internal: bool) -> None:
        """Begin a workbook; no author and no day stand in it, so that it is always the same bytes.

        Args:
            title: Title of the report.
            lang: Its language.
            contents: Name of the sheet that others link to.
            internal: Whether every sheet is stamped.
        """
        import xlsxwriter

        self.lang, self.internal, self.contents = lang, internal, contents
        self._file = io.BytesIO()
        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True, **never})
        self._book.set_properties({"title": xml_text(title)[:255], "created": _CREATED})
        self._formats: dict[tuple[str, str, bool], Any] = {}

    def sheet(self, name: str, *, wide: bool = False) -> Sheet:
        """Add a sheet, with the stamp and the number of the page on paper."""
        page = self._book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        if wide:
            page.set_landscape()
        stamp = f"&R&B{say('stamp', self.lang)}" if self.internal else ""
        page.set_header(stamp)
        page.set_footer("&C&P / &N")
        return Sheet(self, page, name)

    def chart(self, options: dict[str, Any]) -> Any:
        """Make a chart."""
        return self._book.add_chart(options)

    def look(self, name: str, number: str = "", *, text: str = "") -> Any:
        """Return a format; a text that would run when somebody opens its cell is marked as text."""
        quoted = text.startswith(_FORMULA)
        key = (name, number, quoted)
        if key not in self._formats:
            more: dict[str, Any] = {"num_format": number, "align": "right"} if number else {}
            self._formats[key] = self._book.add_format(
                {"font_color": _INK, **_LOOKS[name], **more, **({"quote_prefix": True} if quoted else {})}
            )
        return self._formats[key]

    def saved(self) -> bytes:
        """Close the workbook and return its bytes."""
        self._book.close()
        return self._file.getvalue()


@frozen
class Sheet:
    """One sheet of a book."""

    book: Book
    page: Any
    name: str
    widths: list[float] = field(factory=list)

    def columns(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from the left, in letters."""
        self.widths[:] = widths
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width)

    def top(self, title: str, *texts: str) -> int:
        """Write what stands above a table, and return the row of the table."""
        lang = self.book.lang
        self.link(0, 0, self.book.contents, say("to_contents", lang))
        row = 1
        if self.book.internal:
            self.text(row, 0, say("stamp", lang), "stamp")
            row += 1
        # A long title goes on over the empty cells beside it.
        self.text(row, 0, title, "title")
        for text in filter(None, texts):
            row += 1
            self.across(row, text, "quiet")
        return row + 2

    def listed(self, row: int, title: str, texts: Iterable[str]) -> int:
        """Write texts under a title, if there are any, and return the next free row."""
        found = list(texts)
        if not found:
            return row
        self.text(row, 0, title, "strong")
        for place, text in enumerate(found, start=row + 1):
            self.across(place, text)
        return row + len(found) + 2

    def header(self, row: int, titles: Sequence[str], texts: Collection[int]) -> None:
        """Write titles of columns; `texts` are the positions of those that hold texts."""
        for place, title in enumerate(titles):
            self.text(row, place, title, "head" if place in texts else "head_right")
        self.fit(row, titles)

    def fit(self, row: int, texts: Sequence[str]) -> None:
        """Give a row the height that texts need in the columns from the left; not every program does that itself."""
        wrapped = (textwrap.wrap(text, int(width) - 1) for text, width in zip(texts, self.widths, strict=False))
        if (lines := max(map(len, wrapped), default=1)) > 1:
            self.page.set_row(row, _LINE * lines)

    def fold(self, column: int) -> None:
        """Fold a column away, so that one click shows it."""
        self.page.set_column(column, column, None, None, {"level": 1, "hidden": True})

    def text(self, row: int, column: int, text: str, look: str = "cell", number: str = "") -> None:
        """Write a text."""
        held = xml_text(text)[:_LONGEST]
        self.page.write_string(row, column, held, self.book.look(look, number, text=held))

    def across(self, row: int, text: str, look: str = "prose") -> None:
        """Write a text over the first columns, on as many lines as it needs."""
        held = xml_text(text)[:_LONGEST]
        shown = self.book.look(look, text=held)
        self.page.merge_range(row, 0, row, ACROSS - 1, "", shown)
        self.page.write_string(row, 0, held, shown)
        # No program gives merged cells the height that their text needs.
        self.page.set_row(row, _LINE * max(1, -(-len(held) // int(sum(self.widths[:ACROSS])))))

    def link(self, row: int, column: int, sheet: str, text: str) -> None:
        """Write a link to another sheet."""
        held, place = xml_text(text)[:_LONGEST], sheet.replace("'", "''")
        self.page.write_url(row, column, f"internal:'{place}'!A1", self.book.look("link", text=held), held)

    def figure(self, row: int, column: int, figure: Shown, look: str = "cell") -> None:
        """Write a figure as a number, or as its text where it is hidden, missing or a range."""
        if figure.value is None:
            self.text(row, column, figure.text, "hidden" if figure.hidden else look, _TEXT)
        else:
            self.number(row, column, figure.value, figure, look)

    def number(self, row: int, column: int, value: float | None, figure: Shown, look: str = "cell") -> None:
        """Write a number in the unit of a figure; nothing where it is None."""
        if value is not None:
            code, times = unit_of(figure, self.book.lang)
            self.page.write_number(row, column, value * times, self.book.look(look, code))


def unit_of(figure: Shown, lang: str) -> tuple[str, float]:
    """Return how Excel shows a figure, and what its number is multiplied by."""
    if figure.unit == "percent":
        return ("0%" if lang == "en" else '0"\N{NO-BREAK SPACE}"%'), 1.0
    if figure.unit in ("points", "score"):
        return "0", 100.0
    return ("#,##0." + "0" * figure.places if figure.places else "#,##0"), 1.0
