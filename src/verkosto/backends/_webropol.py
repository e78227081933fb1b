"""Webropol's exports: layouts A and B, an event's registrations, and a workbook with each question on its own sheet.

No vendor's description of these files was found. So the layout and the kind of values are stated by the caller
or, for the layout, found by plain marks that `provenance` repeats; nothing else is guessed.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._inner import TABLE_OPTIONS, table_reader, told
from verkosto.backends._look import first_cells
from verkosto.backends._magic import Kind, identify
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.backends._tables import first_texts, without_first
from verkosto.backends._webropol_events import event_tables
from verkosto.backends._webropol_layout import find_layout, holds_answers, two_row_headers
from verkosto.backends._webropol_marks import Found, common_layout, layout_by_header, rarer_layout
from verkosto.backends._webropol_sheets import joined_sheets
from verkosto.backends._workbook import read_cells
from verkosto.errors import AmbiguousSourceError, EmptySourceError, OptionError, SourceError, VerkostoError
from verkosto.responses import Dialect, Header, RawTable

__all__ = ["WebropolBackend"]

_LAYOUTS = ("A", "B", "events", "sheets")
_RARER = ("events", "sheets")
_SECOND = 2
_ALLOWED: Mapping[str, tuple[str | None, ...]] = {
    "values": ("text", "number", "binary"),
    "blank_means": ("not_answered", "not_selected"),
    "zeros": ("value", "blank"),
    "second_row": (None, "options"),
    "event": ("labels", "values"),
    "head": (None, "A", "B", "name"),
    "ragged": ("error", "pad"),
}
_OWN = {"header_row": "events", "event": "events", "head": "sheets", "id_column": "sheets"}
"""Options of one layout alone."""


@frozen
class WebropolBackend:
    """Reads Webropol's "Perusraportti" exports, csv and xlsx, and two rarer ones.

    Layout A has one header row `Question:Option`, B has titles above and options below. An event's registrations
    (`events`) have rows about the event above a header of two rows. In `sheets` each question has its own sheet.
    """

    name: ClassVar[str] = "webropol"
    summary: ClassVar[str] = "Webropol exports (csv, xlsx), layouts A and B, events, a sheet for each question"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_times=True, chunked=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "layout": (
            None,
            "'A': one header row Question:Option; 'B': titles, then options; 'events'; 'sheets'; None: found",
        ),
        "values": ("text", "choice cells hold 'text' (labels), 'number', or 'binary' (1 = selected)"),
        "blank_means": ("not_answered", "all options blank or 0: 'not_answered' or 'not_selected'"),
        "zeros": ("value", "a 0 that is no option: a 'value', or 'blank' (exported so)"),
        "second_row": (None, "'options': the second header row holds options, though it looks like answers"),
        "header_row": (None, "of events: number of the first header row; None: found"),
        "event": (
            "labels",
            "of events: provenance tells the 'labels' above the header, or the 'values' too",
        ),
        "head": (None, "of sheets: 'A' or 'B' as above, 'name': the sheet's name is the title; None: found A or B"),
        "id_column": (None, "of sheets: title of the column by which they are joined; None: row by row"),
        **TABLE_OPTIONS,
        "ragged": ("error", "rows of a csv, or sheets, of unequal length: 'error' or 'pad'"),
    }

    def detect(self, source: Path) -> Evidence:
        """Look for Webropol's file name, its time column, its headers, and the marks of the rarer layouts."""
        try:
            layout, marks = rarer_layout(source)
        except VerkostoError:
            return Evidence(Strength.NONE, ("no table with a header",))
        reasons = ["the file name ends in _Perusraportti"] if "_perusraportti" in source.name.casefold() else []
        if layout is None:
            layout, marks = common_layout(source)
        reasons.extend(marks)
        if not reasons:
            return Evidence(Strength.NONE, ("no mark of a Webropol export",))
        return Evidence(Strength.LIKELY, tuple(reasons), {} if layout is None else {"layout": layout})

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the rows below the header or headers.

        Raises:
            SourceError: What the reader of the csv or workbook raises; what would be the second header row looks like
                answers; or sheets do not belong together.
            AmbiguousSourceError: No layout is stated, and the first rows fit several.
            EmptySourceError: Layout B is stated, and there is no second row.
            OptionError: An option has a value that it cannot have, or is not for this layout or kind of file.
        """
        layout = options["layout"]
        if isinstance(layout, str):
            layout = next((known for known in _LAYOUTS if known.casefold() == layout.casefold()), layout)
        checked(self.name, "layout", layout, (None, *_LAYOUTS))
        for option, allowed in _ALLOWED.items():
            checked(self.name, option, options[option], allowed)
        if not isinstance(options["id_column"], str | None):
            msg = f"backend {self.name!r}: id_column is the title of a column, as text. State id_column='Tunnus'."
            raise OptionError(msg)
        dialect = Dialect(values=options["values"], blank_means=options["blank_means"], zeros=options["zeros"])
        if layout in _RARER:
            return self._rarer(layout, source, dialect, options)
        return self._common(layout, source, dialect, options)

    def _common(
        self, layout: str | None, source: Path, dialect: Dialect, options: Mapping[str, Any]
    ) -> Iterator[RawTable]:
        """Yield the rows of layout A or B, or of another that turns out to be there where none is stated."""
        inner = table_reader(source)
        asked = told(inner, self.options, options, source)
        try:
            chunks = iter(inner.open(source, asked))
            first = next(chunks)
        except SourceError:
            # Several sheets, or rows about an event that are shorter than the others.
            found: Found = None, ()
            if layout is None and options["sheet"] is None:
                with contextlib.suppress(VerkostoError):
                    found = rarer_layout(source, options["encoding"], options["delimiter"])
            if found[0] is None:
                raise
        else:
            found = layout_by_header(first) if layout is None else (None, ())
        rarer, marks = found
        if rarer is not None:
            yield from self._rarer(rarer, source, dialect, options, marks)
            return
        _refuse_options_of_others(layout, source, options)
        yield from _below_head(layout, source, dialect, options, first, chunks)

    def _rarer(
        self, layout: str, source: Path, dialect: Dialect, options: Mapping[str, Any], marks: Sequence[str] = ()
    ) -> Iterator[RawTable]:
        """Yield the rows of an event, or of sheets put together; `marks` is why the layout was found."""
        _refuse_options_of_others(layout, source, options)
        if layout == "events":
            inner = table_reader(source)
            told(inner, self.options, options, source)
            tables = event_tables(source, evolve(dialect, separator=":"), options)
        else:
            tables = iter([joined_sheets(source, _dialects(dialect), options)])
        first = next(tables)
        found = {**first.found, "layout": "; ".join([layout, *marks])} if marks else first.found
        yield from itertools.chain([evolve(first, found=found)], tables)


def _below_head(
    layout: str | None,
    source: Path,
    dialect: Dialect,
    options: Mapping[str, Any],
    first: RawTable,
    others: Iterator[RawTable],
) -> Iterator[RawTable]:
    found = {}
    if layout is None:
        layout, why = find_layout([header.title for header in first.headers], first_texts(first))
        if layout is None:
            msg = f"{source.name}: {why}, so both layouts fit. State layout='A' or layout='B'."
            raise AmbiguousSourceError(msg)
        found = {"layout": f"{layout}: {why}"}
    headers = first.headers
    if layout == "B":
        headers, first = _below_options(first, source, options)
    for chunk in itertools.chain([evolve(first, found=found)], others):
        yield evolve(chunk, headers=headers, dialect=_dialects(dialect)[layout])


def _dialects(dialect: Dialect) -> Mapping[str, Dialect]:
    """Return what is said of the cells under each form of header."""
    return {"A": evolve(dialect, separator=":"), "B": evolve(dialect, ticks="any"), "name": dialect}


def _below_options(first: RawTable, source: Path, options: Mapping[str, Any]) -> tuple[tuple[Header, ...], RawTable]:
    """Return the headers of layout B and the table below them."""
    if not len(first):
        msg = f"{source.name}: layout B needs a second header row. State layout='A' or export again."
        raise EmptySourceError(msg)
    if first.blank_rows and int(first.rows[0]) > _SECOND and _second_is_blank(source, options):
        # No question has options here, and the second header row was left out with the blank rows.
        return first.headers, first
    texts = first_texts(first)
    if options["second_row"] != "options" and holds_answers([header.title for header in first.headers], texts):
        # As headers they would stand in messages.
        msg = (
            f"{source.name}: layout B is stated, and its second row looks like answers. State layout='A', or "
            "second_row='options' where options stand there."
        )
        raise SourceError(msg)
    return two_row_headers(first.headers, texts), without_first(first)


def _second_is_blank(source: Path, options: Mapping[str, Any]) -> bool:
    """Tell whether the row below the first one with text is blank."""
    if identify(source) is Kind.WORKBOOK:
        cells = read_cells(source, options["sheet"], max_unpacked=options["max_unpacked"])
    else:
        cells = first_cells(source, options["encoding"], options["delimiter"])[""]
    return len(cells) < _SECOND or int(cells.rows[1]) > int(cells.rows[0]) + 1


def _refuse_options_of_others(layout: str | None, source: Path, options: Mapping[str, Any]) -> None:
    """Refuse what would have no effect: options that another layout has."""
    for name, owner in _OWN.items():
        if owner != layout and options[name] != WebropolBackend.options[name][0]:
            msg = f"{source.name}: the option {name!r} is for layout={owner!r}. State that layout, or leave it out."
            raise OptionError(msg)
    for name in ("encoding", "delimiter", "sheet"):
        if layout == "sheets" and options[name] is not None:
            msg = f"{source.name}: layout='sheets' reads every sheet of a workbook. Leave the option {name!r} out."
            raise OptionError(msg)
