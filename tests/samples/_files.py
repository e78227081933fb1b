"""From invented rows to the files that Webropol would give: layout A as text, layout B as numbers.

Written from `docs/explanation/samples.md` and not with the package's readers: only titles, labels and numbers of the
codebook are taken from it, so that a mistake of reading cannot hide behind the same mistake of writing.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from verkosto.instruments import AreaQuestion, Instrument, MultipleChoice, Nps, Number, Option, Question, Ranking

__all__ = ["Export", "Row", "Stray", "moment", "write_csv", "write_xlsx"]

WRITTEN = dt.datetime(2020, 4, 1)  # noqa: DTZ001 - a workbook's dates have no zone; fixed, so that bytes repeat


@dataclass(frozen=True)
class Stray:
    """A choice that the codebook does not know, as each of the two exports would write it."""

    label: str
    number: int


Row = dict[str, "str | bool | Stray"]
"""One response by variable: codes of options, True for a tick, and everything else as it was typed."""


@dataclass(frozen=True)
class Export:
    """What both files of a sample share.

    Attributes:
        instrument: The codebook, which gives titles, labels and numbers.
        order: Ids of questions and columns, and the titles of columns that the codebook does not know.
        rows: The responses; an empty one is a blank row, and blanks alone make a row of white space.
        titles: Titles that differ from the codebook's, by id.
        integers: Places (from 0) of the rows whose municipality the workbook holds as an integer.
    """

    instrument: Instrument
    order: Sequence[str]
    rows: Sequence[Row]
    titles: Mapping[str, str] = field(default_factory=dict)
    integers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Field:
    title: str
    option: str
    variable: str
    choices: tuple[Option, ...] = ()
    free_text: bool = False
    numeric: bool = False
    area: bool = False

    def label(self, row: Row) -> str:
        """Return the cell of an export as text."""
        value = row.get(self.variable, "")
        if isinstance(value, Stray):
            return value.label
        if value is True:
            return self.option
        return next((o.label.fi for o in self.choices if o.code == value), str(value))

    def number(self, row: Row, ticked: int) -> str:
        """Return the cell of an export as numbers; `ticked` is the number of the field's own option."""
        value = row.get(self.variable, "")
        if isinstance(value, Stray):
            return str(value.number)
        if value is True:
            return str(ticked)
        return next((str(n) for n, o in enumerate(self.choices, start=1) if o.code == value), str(value))


def moment(when: dt.datetime) -> str:
    """Write a moment as the exports do: `5.2.2020 10.31`."""
    return f"{when.day}.{when.month}.{when.year} {when.hour}.{when.minute:02d}"


def _fields(export: Export) -> Iterator[_Field]:
    columns = {column.id: column for column in export.instrument.columns}
    questions = {question.id: question for question in export.instrument.questions}
    for name in export.order:
        if name in questions:
            title = export.titles.get(name, questions[name].text.fi)
            yield from _of_question(questions[name], title)
        else:
            header = columns[name].header if name in columns else name
            title, _, option = export.titles.get(name, header or name).partition(":")
            yield _Field(title, option, name)


def _of_question(question: Question, title: str) -> Iterator[_Field]:
    if not question.items:
        yield _Field(
            title,
            "",
            question.id,
            question.choices,
            numeric=isinstance(question, Number | Nps),
            area=isinstance(question, AreaQuestion),
        )
    for item in question.items:
        ranked = isinstance(question, Ranking)
        yield _Field(title, item.label.fi, f"{question.id}[{item.code}]", question.choices, numeric=ranked)
    if isinstance(question, MultipleChoice):
        for item in question.items:
            if item.free_text:
                name = f"{question.id}[{item.code}].text"
                yield _Field(title, item.label.fi, name, free_text=True)


def _header(part: _Field) -> str:
    written = " Avoimet vastaukset" if part.free_text else ""
    return f"{part.title}:{part.option}{written}" if part.option else part.title


def write_xlsx(export: Export, path: Path) -> None:
    """Write layout A, choices as text: one header row `Question:Option`."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": export.instrument.title.fi, "created": WRITTEN})
        sheet = book.add_worksheet("Perusraportti")
        for column, part in enumerate(_fields(export)):
            sheet.write_string(0, column, _header(part))
            for place, row in enumerate(export.rows):
                cell = part.label(row)
                # Spreadsheets turn whatever looks like a number into one, and a municipality loses its zero.
                whole = part.numeric or (part.area and place in export.integers)
                if whole and cell.isascii() and cell.isdigit():
                    sheet.write_number(place + 1, column, int(cell))
                elif cell:
                    sheet.write_string(place + 1, column, cell)


def write_csv(export: Export, path: Path, *, delimiter: str, numbered: bool, repeated: bool) -> None:
    """Write layout B, choices as numbers: a row of titles, then a row of options.

    Args:
        export: What to write.
        path: The file.
        delimiter: Between cells.
        numbered: Whether titles of questions carry their number (`3. …`).
        repeated: Whether a title stands over each of its options, or over the first alone.
    """
    parts = list(_fields(export))
    titles = _titles(export, parts) if numbered else [part.title for part in parts]
    if not repeated:
        titles = [t if n == 0 or t != titles[n - 1] else "" for n, t in enumerate(titles)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(titles)
        writer.writerow([part.option for part in parts])
        ticked = _ticked(parts)
        writer.writerows(
            [part.number(row, own) for part, own in zip(parts, ticked, strict=True)] for row in export.rows
        )


def _titles(export: Export, parts: Sequence[_Field]) -> list[str]:
    places = {question.id: n for n, question in enumerate(export.instrument.questions, start=1)}
    heads = [part.variable.partition("[")[0] for part in parts]
    return [
        f"{places[head]}. {part.title}" if head in places else part.title
        for head, part in zip(heads, parts, strict=True)
    ]


def _ticked(parts: Sequence[_Field]) -> list[int]:
    """Return the number of each field's option within its question."""
    numbers: list[int] = []
    for place, part in enumerate(parts):
        goes_on = place > 0 and parts[place - 1].title == part.title and part.option
        numbers.append(numbers[-1] + 1 if goes_on else 1)
    return numbers
