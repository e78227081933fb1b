"""Webropol's workbook with each question on its own sheet, put together into one table.

Its export dialog offers such a workbook; how the sheets look inside was not seen. So their form is stated, or found by
the marks that tell layout A from B, and sheets are put together only where nothing speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from verkosto.backends._tables import first_texts, row_texts, texts_by_row, without_empty_columns, without_first
from verkosto.backends._webropol_layout import find_layout, holds_answers, is_time, two_row_headers
from verkosto.backends._workbook import read_sheets
from verkosto.errors import AmbiguousSourceError, EmptySourceError, RaggedRowsError, SourceError
from verkosto.responses import Dialect, Header, RawColumn, RawTable, encode, fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["joined_sheets", "sheet_marks"]

_LISTED = 5
_HEAD = 6
_NUMBERED = re.compile(r"(\d{1,3})\.\s*")
_UNSAFE = re.compile(r"[\[\]:*?/\\']")
_RESPONDENTS = re.compile(r"(?:vastaajien määrä|number of respondents|antal (?:respondenter|svarande))\s*:\s*\d")
_COUNTS = {"n", "lkm", "lukumäärä", "count", "antal"}
_SHARES = {"%", "prosentti", "osuus", "percent", "procent"}


def sheet_marks(sheets: Mapping[str, RawTable]) -> tuple[str, ...]:
    """Return what shows that a workbook has each question on its own sheet.

    Args:
        sheets: The first rows of each sheet as cells, of several.
    """
    titles = [first_texts(cells) for cells in sheets.values()]
    numbers = [int(match[1]) for name in sheets if (match := _NUMBERED.match(name))]
    marks = {
        "sheets numbered in order": len(numbers) == len(sheets) and numbers == sorted(set(numbers)),
        "sheets named after their first rows": all(map(_named_after, sheets, titles)),
        "a column Vastausaika on each sheet": all(any(map(is_time, row)) for row in titles),
        "tables of counts on each sheet": all(map(_is_summary, sheets.values())),
    }
    return tuple(mark for mark, seen in marks.items() if seen)


def _named_after(name: str, texts: Sequence[str]) -> bool:
    """Tell whether a sheet bears the beginning of the title in its first row, without what a name cannot have."""
    bare, *titles = (_NUMBERED.sub("", fold(_UNSAFE.sub("", text)), count=1) for text in (name, *texts))
    return bare != "" and any(title.startswith(bare) for title in titles)


def _is_summary(cells: RawTable) -> bool:
    """Tell whether a sheet reports counts and shares, and not what each respondent answered."""
    for texts in texts_by_row(cells, _HEAD).values():
        folded = {fold(text) for text in texts}
        if any(map(_RESPONDENTS.match, folded)) or (folded & _COUNTS and folded & _SHARES):
            return True
    return False


def joined_sheets(source: Path, dialects: Mapping[str, Dialect], options: Mapping[str, Any]) -> RawTable:
    """Put the sheets of a workbook together, side by side.

    Without `id_column` a row is the same respondent on every sheet. Columns are numbered on from sheet to sheet, as if
    the sheets stood side by side. The times of answering, where each sheet repeats them, are one column.

    Args:
        source: The workbook.
        dialects: What the reader says of the cells, by the form of the sheets' heads.
        options: Those of the backend `webropol`, with `head` and `ragged` checked.

    Raises:
        SourceError: It is no workbook, its sheets report counts, or rows of one number belong to different respondents.
        EmptySourceError: It holds no text.
        AmbiguousSourceError: No form of the heads is stated, and several fit.
        RaggedRowsError: The sheets begin or end in different rows, and there is no column to join them by.
    """
    read = {
        name: cells for name, cells in read_sheets(source, max_unpacked=options["max_unpacked"]).items() if len(cells)
    }
    if not read:
        msg = f"{source.name} holds no text. Export the answers again."
        raise EmptySourceError(msg)
    if summaries := [name for name, cells in read.items() if _is_summary(cells)]:
        msg = (
            f"{source.name}: {_listed(summaries)} report counts or shares, and not what each respondent answered. "
            "Export the raw data: answers in rows, without charts or summaries."
        )
        raise SourceError(msg)
    head, why = _form(read, options, source)
    sheets = [_Sheet.of(name, cells, head, options["id_column"]) for name, cells in read.items()]
    if options["id_column"] is None:
        numbers, places = _by_row(sheets, source, pad=options["ragged"] == "pad")
        how = "by row"
        blank_rows = int(numbers[-1]) - max(s.head for s in sheets) - len(numbers) if len(numbers) else 0
    else:
        numbers, places = _by_id(sheets, options["id_column"], source)
        how, blank_rows = f"by the column {options['id_column']!r}", 0
    found = {"sheets": f"{len(sheets)} put together {how}"}
    if why:
        found["head"] = f"{head}: {why}"
    headers, columns = _side_by_side(sheets, places, len(numbers), options["id_column"], source)
    table = RawTable(headers, columns, numbers, dialect=dialects[head], blank_rows=blank_rows, found=found)
    return without_empty_columns(table)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"the sheets {', '.join(map(repr, names[:_LISTED]))}{more}"


def _form(sheets: Mapping[str, RawTable], options: Mapping[str, Any], source: Path) -> tuple[str, str]:
    """Return the form of the heads, and why it was found; the first two rows of all sheets tell it together."""
    titles = [first_texts(cells) for cells in sheets.values()]
    second = [_second_texts(cells) for cells in sheets.values()]
    starts = set(accumulate(map(len, titles)))
    flat, below = list(chain.from_iterable(titles)), list(chain.from_iterable(second))
    head: str | None = options["head"]
    why = ""
    if head is None:
        head, why = find_layout(flat, below, starts)
    elif head == "B" and options["second_row"] != "options" and holds_answers(flat, below, starts):
        msg = (
            f"{source.name}: head='B' is stated, and the second rows look like answers. State head='A' or head='name', "
            "or second_row='options' where options stand there."
        )
        raise SourceError(msg)
    if head is None:
        msg = f"{source.name}: {why}. State head='A' (one header row), head='B' (two) or head='name'."
        raise AmbiguousSourceError(msg)
    return head, why


def _second_texts(cells: RawTable) -> list[str]:
    """Return the cells of the row below the first, which may be blank and so left out."""
    there = len(cells) > 1 and int(cells.rows[1]) == int(cells.rows[0]) + 1
    return row_texts(cells, 1 if there else len(cells))


@frozen(eq=False)
class _Sheet:
    """One sheet below its head.

    Attributes:
        name: Its name.
        head: Number of the last row of its head.
        width: How many columns it has, empty ones to the left included.
        table: Headers, and the rows below the head.
    """

    name: str
    head: int
    width: int
    table: RawTable

    @classmethod
    def of(cls, name: str, cells: RawTable, form: str, id_column: str | None) -> _Sheet:
        """Take a sheet's head apart."""
        first = int(cells.rows[0])
        # The first row holds no title here, so it may be blank.
        last = {"A": first, "B": first + 1, "name": 1}[form]
        positions = [header.position for header in cells.headers]
        headers = tuple(map(Header, row_texts(cells, 0 if first <= last else len(cells)), positions))
        if form == "B":
            headers = two_row_headers(headers, _second_texts(cells))
        elif form == "name":
            headers = tuple(_under(name, header, id_column) for header in headers)
        below = without_first(cells, int(np.searchsorted(cells.rows, last + 1)))
        sheet = cls(name, last, positions[-1], evolve(below, headers=headers))
        alone = form == "name" and all(is_time(header.title) or _is(header, id_column) for header in headers)
        return sheet._with_blank_column() if alone else sheet

    def _with_blank_column(self) -> _Sheet:
        """Add the column of a question that nobody answered, and that has no text above it either."""
        blank = RawColumn(np.full(len(self.table), -1, dtype=np.int32), [])
        headers = (*self.table.headers, Header(self.name, self.width + 1))
        table = evolve(self.table, headers=headers, columns=(*self.table.columns, blank))
        return _Sheet(self.name, self.head, self.width + 1, table)

    def ids(self, title: str, source: Path) -> list[str]:
        """Return the ids in the column of a title: one of each row, none twice."""
        places = [place for place, header in enumerate(self.table.headers) if _is(header, title)]
        if len(places) != 1:
            msg = (
                f"{source.name}: {len(places) or 'no'} columns of the sheet {self.name!r} are headed {title!r}. Name a "
                "column that stands once on each sheet as id_column, or leave it out."
            )
            raise SourceError(msg)
        column = self.table.columns[places[0]]
        blank = np.array([not text.strip() for text in column.values] + [True])[column.codes]
        again = np.ones(len(column), dtype=bool)
        again[np.unique(column.codes, return_index=True)[1]] = False
        if (bad := blank | again).any():
            rows = ", ".join(map(str, self.table.rows[bad][:_LISTED].tolist()))
            msg = (
                f"{source.name}: the sheet {self.name!r} has no id, or one that stands above already, in rows such as "
                f"{rows}. Correct the column {title!r}."
            )
            raise SourceError(msg)
        return [column.values[code] for code in column.codes.tolist()]


def _is(header: Header, title: str | None) -> bool:
    return title is not None and not header.option and fold(header.title).rstrip(": ") == fold(title).rstrip(": ")


def _under(name: str, header: Header, id_column: str | None) -> Header:
    """Take what stands in the first row for an option of the question that the sheet is named after."""
    if is_time(header.title) or _is(header, id_column):
        return header
    return Header(name, header.position, option=header.title if header.title.strip() else None)


_Places = list["NDArray[np.int64]"]
"""For each sheet the place of each of its rows in the table."""


def _by_row(sheets: Sequence[_Sheet], source: Path, *, pad: bool) -> tuple[NDArray[np.int64], _Places]:
    """Return the numbers of all rows that any sheet has, and where each sheet's rows stand among them."""
    ends = [int(sheet.table.rows[-1]) if len(sheet.table) else sheet.head for sheet in sheets]
    for what, places, remedy in (
        ("head ends", [sheet.head for sheet in sheets], "Remove what stands above the titles"),
        ("answers end", ends, "Where the shorter sheets end in blank answers alone, state ragged='pad'"),
    ):
        if len(set(places)) > 1 and not (pad and places is ends):
            examples = dict(zip(places, (sheet.name for sheet in sheets), strict=True))
            listed = ", ".join(f"{name!r} in row {place}" for place, name in [*examples.items()][:_LISTED])
            msg = (
                f"{source.name}: the {what} in different rows ({listed}), so a row need not be the same respondent on "
                f"all sheets. {remedy}, or name a column of ids as id_column."
            )
            raise RaggedRowsError(msg)
    numbers = np.unique(np.concatenate([sheet.table.rows for sheet in sheets]))
    return numbers, [np.searchsorted(numbers, sheet.table.rows) for sheet in sheets]


def _by_id(sheets: Sequence[_Sheet], title: str, source: Path) -> tuple[NDArray[np.int64], _Places]:
    """Return numbers for all ids that any sheet has, and where each sheet's rows stand among them.

    The numbers are those of the first sheet; ids that it lacks are numbered on from its last row.
    """
    ids: dict[str, int] = {}
    keys = (sheet.ids(title, source) for sheet in sheets)
    places = [np.array([ids.setdefault(key, len(ids)) for key in listed], dtype=np.int64) for listed in keys]
    first = sheets[0].table.rows
    last = int(first[-1]) if len(first) else sheets[0].head
    return np.append(first, np.arange(last + 1, last + 1 + len(ids) - len(first))), places


def _side_by_side(
    sheets: Sequence[_Sheet], places: _Places, rows: int, id_column: str | None, source: Path
) -> tuple[tuple[Header, ...], tuple[RawColumn, ...]]:
    """Return the columns of all sheets, those of times and ids once."""
    headers: list[Header] = []
    columns: list[RawColumn] = []
    shared: dict[str, int] = {}
    offset = 0
    for sheet, at in zip(sheets, places, strict=True):
        for header, column in zip(sheet.table.headers, sheet.table.columns, strict=True):
            codes = np.full(rows, -1, dtype=np.int32)
            codes[at] = column.codes
            spread = RawColumn(codes, column.values)
            kind = "id" if _is(header, id_column) else "time" if is_time(header.title) and not header.option else ""
            if kind in shared:
                first = shared[kind]
                columns[first] = _merged(columns[first], spread, sheet, source, joined=id_column is not None)
                continue
            if kind:
                shared[kind] = len(columns)
            headers.append(evolve(header, position=header.position + offset))
            columns.append(spread)
        offset += sheet.width
    return tuple(headers), tuple(columns)


def _merged(first: RawColumn, other: RawColumn, sheet: _Sheet, source: Path, *, joined: bool) -> RawColumn:
    """Return a column that several sheets repeat, if they agree; a sheet may lack a respondent where ids join them."""
    texts, more = first.texts(), other.texts()
    compared = (first.codes >= 0) & (other.codes >= 0) if joined else np.ones(len(texts), dtype=bool)
    if (texts[compared] != more[compared]).any():
        msg = (
            f"{source.name}: the times of answering on the sheet {sheet.name!r} are not those of the sheets before it, "
            "so a row is not the same respondent on all sheets. Name a column of ids as id_column, or export the "
            "answers on one sheet."
        )
        raise SourceError(msg)
    return encode("" if text is None else text for text in np.where(first.codes >= 0, texts, more))
