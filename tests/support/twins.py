"""A workbook of awkward cells, written by openpyxl, whose twins LibreOffice made (`tests/data/libreoffice`)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl

__all__ = ["CELLS", "write_twin"]

_DAY = dt.datetime(2020, 3, 5)  # noqa: DTZ001 - cells have no zone

CELLS: list[tuple[str, object, str | None, str]] = [
    ("nollat", "00770", None, "00770"),
    ("kunta", 49, "000", "49"),
    ("desimaali", 3.25, None, "3.25"),
    ("negatiivinen", -5, None, "-5"),
    ("suuri", 123_456_789_012_345, "0", "123456789012345"),
    ("pieni", 1e-7, None, "1e-07"),
    ("prosentti", 0.125, "0.0%", "0.125"),
    ("raha", 1234.5, '#,##0.00\\ "€"', "1234.5"),
    ("päivä", _DAY, "d.m.yyyy", "2020-03-05"),
    ("hetki", _DAY.replace(hour=10, minute=31), "d.m.yyyy\\ h:mm", "2020-03-05 10:31:00"),
    ("tosi", True, None, "TRUE"),
    ("epätosi", False, None, "FALSE"),
    ("kaava", "=1+1", None, "2"),
    ("tekstikaava", '="x"&"y"', None, "xy"),
    ("rivit", "ensimmäinen\ntoinen\n\nneljäs", None, "ensimmäinen\ntoinen\n\nneljäs"),
    ("välit", "  kaksi  edessä ja perässä  ", None, "  kaksi  edessä ja perässä  "),
    ("merkit", "Žižek & <b> \"sanoi\" 'ei' €, 😀 Å\u030a", None, "Žižek & <b> \"sanoi\" 'ei' €, 😀 Å\u030a"),
    ("koodinnäköinen", "_x0041_", None, "_x0041_"),
    ("pitkä", "ä" * 32_767, None, "ä" * 32_767),
]
"""Title, value, form, and the text that it is read as. Text that begins with `=` is a formula."""


def write_twin(path: Path) -> None:
    """Write the cells in a row below their titles, and a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Vastaukset"
    for column, (title, value, form, _) in enumerate(CELLS, start=1):
        sheet.cell(1, column, title)
        cell = sheet.cell(3, column, value)
        if form:
            cell.number_format = form
    # A row without cells above the answers, and one that shows a text that only looks like a formula.
    text = sheet.cell(4, 1, "x")
    text.value, text.data_type = "=2+2", "s"
    errors = book.create_sheet("Virheet")
    errors.append(["jako", "puuttuu"])
    errors.append(["=1/0", "=NA()"])
    errors.sheet_state = "hidden"
    book.create_sheet("Sarkaimet").append(["a\tb"])
    book.save(path)
