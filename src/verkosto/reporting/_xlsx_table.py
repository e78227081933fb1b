"""One table on one sheet: its title and base, its numbers, a chart that Excel draws from them, and what to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from verkosto.aggregate import Shown
from verkosto.reporting._document import FigurePart
from verkosto.reporting._tables import Grid, Section
from verkosto.reporting._wording import say
from verkosto.reporting._xlsx_book import ACROSS, Book, Sheet
from verkosto.reporting._xlsx_chart import Numbers, insert_chart

__all__ = ["write_table"]

_LABEL, _FIGURE = 32.0, 12.0
_ENDS = ("low", "high")


@frozen
class _Column:
    """A column of a sheet.

    Attributes:
        title: Its title.
        place: Which figures of a row it holds.
        end: "low" or "high" where it holds an end of their interval.
    """

    title: str
    place: int
    end: str | None = None


def write_table(book: Book, name: str, section: Section, figure: FigurePart, sources: Iterable[str]) -> None:
    """Write one grid of a table on a sheet of its own."""
    grid, lang = figure.grid, book.lang
    columns = _columns(grid, lang)
    labels = len(grid.heads)
    sheet = book.sheet(name, wide=labels + len(columns) > ACROSS)
    sheet.columns([_LABEL, *[0.75 * _LABEL] * (labels - 1), *[_FIGURE] * max(len(columns), ACROSS - labels)])
    row = sheet.top(grid.title, section.grouped, grid.caption)
    if grid.panel.empty:
        sheet.across(row, say("nothing", lang))
        row += 2
    else:
        numbers = _numbers(sheet, row, grid, columns)
        row = insert_chart(sheet, numbers.last + 2, numbers, grid.panel)
    row = sheet.listed(row, say("missing", lang), section.missing)
    row = sheet.listed(row, say("notes", lang), section.notes)
    sheet.listed(row, say("sources", lang), sources)


def _columns(grid: Grid, lang: str) -> list[_Column]:
    """Return the columns of figures: the ends of intervals beside the one share, or after all shares of groups."""
    figures = [_Column(title, place) for place, title in enumerate(grid.columns)]
    pairs = {
        column.place: [_Column(f"{column.title}, {say(f'interval_{end}', lang)}", column.place, end) for end in _ENDS]
        for column in figures
        if any(row.data[column.place].interval is not None for row in grid.rows)
    }
    if len(pairs) == 1:
        return [part for column in figures for part in (column, *pairs.get(column.place, []))]
    return [*figures, *(part for pair in pairs.values() for part in pair)]


def _numbers(sheet: Sheet, top: int, grid: Grid, columns: Sequence[_Column]) -> Numbers:
    """Write titles and figures, and return where they stand."""
    labels = len(grid.heads)
    sheet.header(top, [*grid.heads, *(column.title for column in columns)], range(labels))
    for number, row in enumerate(grid.rows, start=top + 1):
        look = "total" if row.total else "cell"
        sheet.fit(number, row.labels)
        for place, label in enumerate(row.labels):
            sheet.text(number, place, label, look)
        for place, column in enumerate(columns, start=labels):
            _write(sheet, number, place, column, row.data[column.place], look)
    sheet.page.freeze_panes(top + 1, labels)
    sheet.page.repeat_rows(top)
    # The last column is the base or the count, which no chart of shares shows.
    series = [(column.place, place) for place, column in enumerate(columns, start=labels) if column.end is None][:-1]
    return Numbers(
        top=top,
        last=top + len(grid.rows),
        labels=labels,
        free=labels + len(columns),
        titles=tuple(grid.columns[place] for place, _ in series),
        series=tuple(column for _, column in series),
        figures=[[row.data[place] for row in grid.rows] for place, _ in series],
    )


def _write(sheet: Sheet, row: int, place: int, column: _Column, figure: Shown, look: str) -> None:
    if column.end is None:
        sheet.figure(row, place, figure, look)
    else:
        sheet.number(row, place, figure.low if column.end == "low" else figure.high, figure, look)
