"""What shows in a file that Webropol wrote it, and in which layout."""

from __future__ import annotations

from pathlib import Path

from verkosto.backends._look import first_cells, first_chunk
from verkosto.backends._tables import first_texts, texts_by_row
from verkosto.backends._webropol_events import event_mark
from verkosto.backends._webropol_layout import find_layout, is_time
from verkosto.backends._webropol_sheets import sheet_marks
from verkosto.errors import VerkostoError
from verkosto.responses import RawTable

__all__ = ["Found", "common_layout", "layout_by_header", "rarer_layout"]

Found = tuple[str | None, tuple[str, ...]]
"""A layout or None, and the marks that were seen."""


def rarer_layout(source: Path, encoding: str | None = None, delimiter: str | None = None) -> Found:
    """Look for the layouts `events` and `sheets`.

    Raises:
        SourceError: The file cannot be read as a csv or workbook.
    """
    cells = first_cells(source, encoding, delimiter)
    if len(cells) > 1:
        marks = sheet_marks(cells)
        return ("sheets" if marks else None), marks
    rows = [texts for sheet in cells.values() for texts in texts_by_row(sheet, 1).values()]
    return _by_first_row(rows[0] if rows else [])


def layout_by_header(table: RawTable) -> Found:
    """Look for the layout `events` in what a reader took for the header."""
    return _by_first_row([""] * (table.headers[0].position - 1) + [header.title for header in table.headers])


def _by_first_row(texts: list[str]) -> Found:
    mark = event_mark(texts)
    return (None, ()) if mark is None else ("events", (mark,))


def common_layout(source: Path) -> Found:
    """Look for layout A or B (None: either fits) and for marks of Webropol in the head of a table."""
    try:
        chunk = first_chunk(source)
    except VerkostoError:
        return None, ()
    titles = [header.title for header in chunk.headers]
    marks = ["a column Vastausaika"] if any(map(is_time, titles)) else []
    prefixes = [title.partition(":")[0] for title in titles if ":" in title.rstrip(": \u00a0")]
    if len(prefixes) > len(set(prefixes)):
        marks.append("headers Question:Option")
    layout, why = find_layout(titles, first_texts(chunk))
    if layout == "B":
        marks.append(why)
    return layout, tuple(marks)
