"""Grids: the data tables of a report, as rows of figures that are ready to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from verkosto.aggregate import TOTAL_CODE, Heading, Shown, Table, counted, shown, span_of, stretches
from verkosto.reporting._panels import Panel
from verkosto.reporting._wording import say
from verkosto.text import MISSING

__all__ = ["Grid", "GridBody", "TableRow", "bodies"]

_NONE = Shown(MISSING)


@frozen
class TableRow:
    """One row of a data table.

    Attributes:
        labels: What names the row.
        data: Its figures.
        total: Whether it is a total over groups.
    """

    labels: tuple[str, ...]
    data: tuple[Shown, ...]
    total: bool = False


@frozen
class Grid:
    """One data table with what stands around it.

    Attributes:
        panel: The figures, from which a picture can be drawn.
        title: The question.
        caption: Base, weighting and kind of interval.
        heads: Titles of the columns that name the rows.
        columns: Titles of the other columns.
        rows: The cells, as text with the number behind it.
        legend: What a reader of the picture must know.
    """

    panel: Panel
    title: str
    caption: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    legend: str


@frozen
class GridBody:
    """Titles and rows of a grid."""

    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def bodies(table: Table, panels: Sequence[Panel], lang: str) -> tuple[GridBody, ...]:
    """Return the titles and rows of each panel of a table.

    One question without groups has its answers as rows. Everything else has a row for each question and group, and
    a column for each answer; the last column is the base.
    """
    figures = shown(table, lang, together=[panel.variables for panel in panels])
    parts = stretches(table)
    of_id = {heading.id: heading for heading in table.variables}
    look = _Look(table, figures, parts, lang)
    found = []
    for panel in panels:
        headings = [of_id[name] for name in panel.variables]
        single = len(headings) == 1 and not table.groups
        found.append(_answers(look, headings[0]) if single else _groups(look, headings))
    return tuple(found)


@frozen
class _Look:
    """A table with its figures, ready to be laid out."""

    table: Table
    figures: Sequence[Shown]
    parts: Mapping[str, Sequence[range]]
    lang: str


def _answers(look: _Look, heading: Heading) -> GridBody:
    """One question: a row for each answer, or for each figure."""
    lang, rows = look.lang, [row for part in look.parts.get(heading.id, []) for row in part]
    shares = all(look.figures[row].unit == "percent" for row in rows)
    listed = []
    for row in rows:
        # Of a mean the base says more than its answers, which are the same.
        number = counted(look.table, row, lang) if shares else span_of(look.table, [row], lang)
        label = heading.label(look.table.cells["value"][row], lang)
        listed.append(TableRow((label,), (look.figures[row], number)))
    words = ("answer", "share", "count") if shares else ("statistic", "figure", "n")
    head, *columns = (say(word, lang) for word in words)
    return GridBody((head,), tuple(columns), tuple(listed))


def _groups(look: _Look, headings: Sequence[Heading]) -> GridBody:
    """A row for each question and group, a column for each answer."""
    table, lang = look.table, look.lang
    heads = [_capital(group.text.get(lang)) for group in table.groups]
    if len(headings) > 1:
        heads.insert(0, say("item", lang))
    codes = tuple(headings[0].labels)
    columns = [headings[0].label(code, lang) for code in codes]
    rows = [row for heading in headings for row in _rows(look, heading, codes, named=len(headings) > 1)]
    return GridBody(tuple(heads), (*columns, say("n", lang)), tuple(rows))


def _rows(look: _Look, heading: Heading, codes: Sequence[str], *, named: bool) -> Iterator[TableRow]:
    table, lang = look.table, look.lang
    levels = table.labels(lang)
    for part in look.parts.get(heading.id, []):
        groups = [table.cells[name][part.start] for name in table.by]
        labels = [levels[name].get(code, code) for name, code in zip(table.by, groups, strict=True)]
        if named:
            labels.insert(0, heading.text.get(lang))
        # Answers may stand in any order, and a published table may lack some.
        of_value = {table.cells["value"][row]: look.figures[row] for row in part}
        data = [of_value.get(code, _NONE) for code in codes]
        yield TableRow(tuple(labels), (*data, span_of(table, part, lang)), TOTAL_CODE in groups)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
