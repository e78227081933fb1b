"""Sources that the contract's tests of built-in backends write, with libraries that the backends do not use."""

from __future__ import annotations

import csv
import json
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import openpyxl
import pandas as pd
import pyreadstat
import xlsxwriter
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from verkosto.testing import BackendContract, WrittenTable

__all__ = [
    "ByOpenpyxl",
    "ByPyreadstat",
    "ByXlsxWriter",
    "Lines",
    "Rows",
    "Table",
    "lime_json",
    "lime_lines",
    "odk_json",
]

Rows = Sequence[Sequence[str | None]]

_HIDDEN = "-77"
# Thousands of workbooks are written, and a temporary file for each sheet takes as long as the sheet.
_PLAIN = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


class Table(BackendContract):
    """Some rows of heads, and the rows of the table below them."""

    @abstractmethod
    def put(self, path: Path, rows: Rows) -> None:
        """Write rows of cells."""

    def heads(self, table: WrittenTable) -> Rows:
        return [table.titles]

    def write(self, table: WrittenTable, path: Path) -> None:
        self.put(path, [*self.heads(table), *table.rows])


class Lines(Table):
    """A csv, with `;` between its cells unless a class says otherwise."""

    delimiter = ";"

    def put(self, path: Path, rows: Rows) -> None:
        with path.open("w", encoding=self.codec, newline="") as file:
            csv.writer(file, delimiter=self.delimiter).writerows(rows)

    def cuts(self, content: bytes) -> Sequence[int]:
        """After a delimiter below the header: at the end of a row nothing tells that others followed."""
        head = content.index(b"\r\n") + 2
        return [at for at in range(head, len(content)) if content[at : at + 1] == self.delimiter.encode()]


class Book(Table):
    """A workbook: slow to write, and the same few writers and readers for every tool."""

    examples = 5
    file_name = "vastaukset.xlsx"


class ByXlsxWriter(Book):
    """A workbook of XlsxWriter."""

    def put(self, path: Path, rows: Rows) -> None:
        with xlsxwriter.Workbook(path, _PLAIN) as book:
            sheet = book.add_worksheet("Raportti")
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, column, cell)


class ByOpenpyxl(Book):
    """A workbook of a writer that refuses control characters, and writes line breaks as they are."""

    def put(self, path: Path, rows: Rows) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                if cell:
                    made: Any = sheet.cell(number, column, cell)
                    # What begins with = or looks like an error value is text here all the same.
                    made.data_type = "s"
        book.save(path)
        book.close()

    def holds(self, cell: str) -> bool:
        return not ILLEGAL_CHARACTERS_RE.search(cell) and "\r" not in cell


class ByPyreadstat(BackendContract):
    """A system file of SPSS with a text variable for each column."""

    file_name = "vastaukset.sav"
    # Every case is a response, also one without a value.
    blank_rows = False
    most_bytes: ClassVar[int] = 32_767

    def write(self, table: WrittenTable, path: Path) -> None:
        columns = {f"v{place}": [row[place] for row in table.rows] for place in range(len(table.titles))}
        labels: dict[Any, str] = {_HIDDEN: "Ei kysytty"}
        hidden = [name for name, cells in columns.items() if None in cells]
        pyreadstat.write_sav(
            pd.DataFrame({name: [_HIDDEN if c is None else c for c in cells] for name, cells in columns.items()}),
            str(path),
            column_labels=list(table.titles),
            # Its types know no labels of texts, which SPSS has.
            variable_value_labels=dict.fromkeys(hidden, labels),
            missing_ranges={name: [_HIDDEN] for name in hidden},
        )

    def holds(self, cell: str) -> bool:
        # SPSS fills texts up with spaces.
        return "\0" not in cell and not cell.endswith(" ") and len(cell.encode()) <= self.most_bytes


def odk_json(path: Path, titles: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Write json as OData of ODK Central gives it: groups as objects, and null where nothing was answered."""
    records = []
    for row in rows:
        record: dict[str, Any] = {}
        for title, cell in zip(titles, row, strict=True):
            *groups, name = title.split("/")
            holder = record
            for group in groups:
                holder = holder.setdefault(group, {})
            holder[name] = cell or None
        records.append(record)
    path.write_text(json.dumps({"value": records, "@odata.count": len(records)}), "utf-8")


def lime_lines(path: Path, rows: Rows) -> None:
    """Write csv as LimeSurvey does: quotes around everything but what was not shown."""
    cells = (['"' + cell.replace('"', '""') + '"' if cell is not None else "" for cell in row] for row in rows)
    path.write_bytes("".join(",".join(row) + "\n" for row in cells).encode())


def lime_json(path: Path, titles: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Write json as LimeSurvey does; a heading may stand twice."""
    pairs = (
        ", ".join(f"{json.dumps(title)}: {json.dumps(cell)}" for title, cell in zip(titles, row, strict=True))
        for row in rows
    )
    path.write_text('{"responses": [' + ",\n".join(f"{{{row}}}" for row in pairs) + "]}", "utf-8")
