"""A workbook that is written text by text, so that nothing in it runs as a formula, and how its cells look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from verkosto.responses import neutralise

__all__ = ["LOOKS", "Book", "Sheet"]

_INK, _QUIET = "#1a1a1a", "#595959"
_HEAD, _HEAD_TOO, _STILL = "#dce6f1", "#eaf1dd", "#f2f2f2"
_LINE, _MARGIN, _TALLEST = 15.0, 4.0, 409.0
_FAINT = "#bfbfbf"

LOOKS: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "font_size": 13, "valign": "bottom"},
    "prose": {"text_wrap": True, "valign": "top"},
    "cell": {"text_wrap": True, "valign": "top"},
    "strong": {"text_wrap": True, "valign": "top", "bold": True},
    "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": _HEAD},
    "theme": {
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "bottom",
        "border": 1,
        "border_color": _FAINT,
        "bg_color": _HEAD,
    },
    "theme_too": {
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "bottom",
        "border": 1,
        "border_color": _FAINT,
    },
    "still": {"text_wrap": True, "valign": "top", "bg_color": _STILL, "border": 1, "border_color": _FAINT},
    "quiet": {"valign": "top", "font_color": _QUIET, "bg_color": _STILL, "border": 1, "border_color": _FAINT},
    "mark": {"align": "center", "valign": "top", "border": 1, "border_color": _FAINT},
    "note": {"text_wrap": True, "valign": "top", "border": 1, "border_color": _FAINT},
    "ask": {"bg_color": "#ffe699", "bold": True},
    "yes": {"bg_color": "#c6e0b4", "bold": True},
    "no": {"font_color": "#7f7f7f"},
    "done": {"font_color": _QUIET},
}
LOOKS["theme_too"]["bg_color"] = _HEAD_TOO
for _name in ("theme", "theme_too"):
    LOOKS[f"{_name}_up"] = {**LOOKS[_name], "rotation": 90, "text_wrap": False}


@frozen
class Book:
    """A workbook of XlsxWriter.

    Attributes:
        made: The library's.
    """

    made: Any
    _formats: dict[tuple[str, bool], Any] = field(factory=dict)

    def sheet(self, name: str, *, repeat: tuple[int, int] | None = None, large: bool = False) -> Sheet:
        """Add a sheet that prints as wide as a page, with some rows at the top of each."""
        page = self.made.add_worksheet(name)
        page.set_landscape()
        page.set_paper(8 if large else 9)
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.5, 0.6)
        page.set_footer("&L&A&R&P / &N")
        if repeat is not None:
            page.repeat_rows(*repeat)
        return Sheet(self, page)

    def look(self, name: str, *, quoted: bool = False) -> Any:
        """Return a format; a quoted text stays text when somebody opens its cell and leaves it again."""
        key = (name, quoted)
        if key not in self._formats:
            ink = {} if name in ("ask", "yes", "no", "done") else {"font_color": _INK}
            self._formats[key] = self.made.add_format(
                {**ink, **LOOKS[name], **({"quote_prefix": True} if quoted else {})}
            )
        return self._formats[key]


@frozen
class Sheet:
    """One sheet of a book.

    Attributes:
        book: The book.
        page: The library's sheet.
    """

    book: Book
    page: Any

    def text(self, row: int, column: int, text: str, look: str) -> None:
        """Write a text; an empty one leaves the cell empty, in its look."""
        if text:
            self.page.write_string(row, column, text, self.book.look(look, quoted=neutralise(text) != text))
        else:
            self.page.write_blank(row, column, None, self.book.look(look))

    def fit(self, row: int, texts: Sequence[str], widths: Sequence[float], *, least: float = 0) -> None:
        """Give a row the height that its texts need; not every program does that itself."""
        lines = max((_lines(text, width) for text, width in zip(texts, widths, strict=False)), default=1)
        self.page.set_row(row, min(max(_LINE * lines + _MARGIN, least), _TALLEST))


def _lines(text: str, width: float) -> int:
    return sum(1 + len(line) // int(width) for line in text.split("\n"))
