"""Webropol's export of an event's registrations: rows about the event, then a header split over two rows.

Little is known of it (`;` between cells, first rows such as `;Tapahtuman nimi;…`). So the header is stated, or found
where nothing else fits, and the rows about the event are told by their labels alone: a person to contact may stand
among their values, and provenance travels with every table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve, frozen

from verkosto.backends._magic import Kind, identify
from verkosto.backends._tables import at_least_one, texts_by_row, without_empty_columns, without_first
from verkosto.backends._text import sniff
from verkosto.backends._text_rows import Layout, Records, tables, widest
from verkosto.backends._webropol_layout import holds_answers, two_row_headers
from verkosto.backends._workbook import read_cells
from verkosto.errors import AmbiguousSourceError, EmptySourceError, OptionError, SourceError
from verkosto.responses import Dialect, Header, RawTable, fold

__all__ = ["event_mark", "event_tables"]

_ROWS = 200
_LABEL = "tapahtuman nimi"
_FEWEST = 3

_Rows = Mapping[int, Sequence[str]]
"""Cells by the number of the row; blank rows may be left out."""


def event_mark(first: Sequence[str]) -> str | None:
    """Return what shows by the cells of the first row that a sheet is an export of registrations, or None."""
    places = _filled(first)
    if _is_about_event(places) and places and fold(first[places[0]]).rstrip(": ") == _LABEL:
        return "rows about an event above the header"
    return None


def event_tables(source: Path, dialect: Dialect, options: Mapping[str, Any]) -> Iterator[RawTable]:
    """Yield the registrations below the header.

    Args:
        source: A csv or a workbook.
        dialect: What the reader says of the cells.
        options: Those of the backend `webropol`, with `event` checked.

    Raises:
        SourceError: What the reader of the csv or workbook raises, or the second header row looks like answers.
        AmbiguousSourceError: No row is stated, and none is clearly the header.
        EmptySourceError: The stated row holds no text.
        OptionError: `header_row` is no row's number.
    """
    row = options["header_row"]
    if row is not None and (isinstance(row, bool) or not isinstance(row, int) or row < 1):
        raise OptionError(f"header_row={row!r} is no row's number. Count as the spreadsheet does, from 1.")
    inside = _from_workbook if identify(source) is Kind.WORKBOOK else _from_csv
    return inside(source, dialect, options)


def _from_workbook(source: Path, dialect: Dialect, options: Mapping[str, Any]) -> Iterator[RawTable]:
    cells = read_cells(source, options["sheet"], max_unpacked=options["max_unpacked"])
    head = _Head.of(texts_by_row(cells, max(_ROWS, options["header_row"] or 0)), options, source)
    titles = head.headers(cells.headers[-1].position)[-len(cells.headers) :]
    below = without_first(cells, int(np.searchsorted(cells.rows, head.number + 2)))
    yield without_empty_columns(evolve(below, headers=titles, dialect=dialect, found=head.found(options)))


def _from_csv(source: Path, dialect: Dialect, options: Mapping[str, Any]) -> Iterator[RawTable]:
    form = sniff(source, encoding=options["encoding"], delimiter=options["delimiter"])
    rows = dict(enumerate(Records(source, form).take(max(_ROWS, (options["header_row"] or 0) + 1)), start=1))
    if form.skipped:
        del rows[1]
    head = _Head.of(rows, options, source)
    least = max(len(head.top), len(head.below))
    pad = options["ragged"] == "pad"
    headers = head.headers(max(least, widest(source, form)) if pad else least)
    records = Records(source, form)
    records.take(head.number + 1)
    found = head.found(options)
    for table in at_least_one(tables(records, Layout(headers, dialect, least, pad)), headers, dialect):
        yield evolve(table, found=found)
        found = {}


@frozen
class _Head:
    """The header of an export, and the rows above it.

    Attributes:
        number: Number of its first row.
        top: Cells of that row.
        below: Cells of the row below it.
        above: The rows about the event.
        why: How the header was found; empty where it was stated.
    """

    number: int
    top: Sequence[str]
    below: Sequence[str]
    above: _Rows
    why: str

    @classmethod
    def of(cls, rows: _Rows, options: Mapping[str, Any], source: Path) -> _Head:
        """Find the header among the first rows, or take the stated one."""
        number = options["header_row"]
        why = ""
        if number is None:
            number, why = _found(rows, source)
        elif not _filled(rows.get(number, ())):
            msg = f"{source.name} has no text in row {number}. State the first row of the header as header_row."
            raise EmptySourceError(msg)
        top, below = rows[number], rows.get(number + 1, ())
        width = max(len(top), len(below))
        head = cls(number, top, below, {n: texts for n, texts in rows.items() if n < number and _filled(texts)}, why)
        if options["second_row"] != "options" and holds_answers(_wide(top, width), _wide(below, width)):
            msg = (
                f"{source.name}: row {number + 1} would be the second row of the header, and looks like answers. State "
                "the first row of the header as header_row, or second_row='options' where options stand there."
            )
            raise SourceError(msg)
        return head

    def headers(self, width: int) -> tuple[Header, ...]:
        titles = [Header(title, place) for place, title in enumerate(_wide(self.top, width), start=1)]
        return two_row_headers(titles, _wide(self.below, width), own_titles=True)

    def found(self, options: Mapping[str, Any]) -> dict[str, str]:
        """Say for provenance where the header stands and what stands above it."""
        told = {"header": f"rows {self.number} and {self.number + 1}: {self.why}"} if self.why else {}
        if not self.above:
            return told
        cells = {number: [text for text in texts if text.strip()] for number, texts in self.above.items()}
        listed = [*cells.values()]
        if options["event"] == "values":
            return {**told, "event": "; ".join(": ".join(texts) for texts in listed)}
        labels = [texts[0] for n, texts in cells.items() if len(texts) > 1 and _is_about_event(_filled(self.above[n]))]
        count = sum(map(len, listed)) - len(labels)
        return {**told, "event": f"{', '.join(labels) or 'no labels'}; {count} other cells above the header"}


def _found(rows: _Rows, source: Path) -> tuple[int, str]:
    """Return the number of the first row that is not about the event."""
    filled = {number: _filled(texts) for number, texts in rows.items()}
    first = next((number for number, places in filled.items() if places and not _is_about_event(places)), 0)
    above = any(filled[number] for number in filled if number < first)
    if not above or len(filled[first]) < _FEWEST or not filled.get(first + 1):
        msg = (
            f"{source.name}: no row is clearly the header, the first of three cells or more below rows of a label and "
            "a value, with another below it. State the number of its first row as header_row."
        )
        raise AmbiguousSourceError(msg)
    return first, "the first row of three cells or more, below rows of a label and a value"


def _filled(texts: Sequence[str]) -> list[int]:
    return [place for place, text in enumerate(texts) if text.strip()]


def _is_about_event(places: Sequence[int]) -> bool:
    """Tell whether a row has at most a label and a value, and nothing in the first column."""
    return len(places) < _FEWEST and 0 not in places


def _wide(texts: Sequence[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))][:width]
