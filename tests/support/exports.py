"""Exports written for a test, as csv or as a workbook of either of two writers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import xlsxwriter

__all__ = ["WRITERS", "Cell", "export"]

Cell = str | int | float | None

WRITERS = ("csv", "xlsxwriter", "openpyxl")


def export(folder: Path, rows: Sequence[Sequence[Cell]], writer: str = "csv", name: str = "vienti") -> Path:
    """Write rows into a new file, as Webropol does: `;` and UTF-8, or a workbook of one sheet."""
    path = folder / f"{name}.{'csv' if writer == 'csv' else 'xlsx'}"
    if writer == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(rows)
        path.write_text(text.getvalue(), "utf-8", newline="")
    elif writer == "xlsxwriter":
        with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "in_memory": True}) as book:
            sheet = book.add_worksheet("Raportti")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append([None if cell == "" else cell for cell in row])
        book.save(path)
        book.close()
    return path
