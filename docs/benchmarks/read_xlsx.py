"""An xlsx of 60 columns, typed and validated by verkosto, beside python-calamine's raw read of the same file.

Run: python docs/benchmarks/read_xlsx.py [rows] [turns]        (needs xlsxwriter)

Turn by turn: `load_workbook(...).get_sheet_by_index(0).to_python()`, which gives lists of cells, and `verkosto.read`,
which binds, decodes and accounts for every cell.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import xlsxwriter
from made_survey import columns, instrument
from python_calamine import load_workbook
from turns import measure

import verkosto as vk


def write(path: Path, rows: int) -> None:
    made = columns(rows)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Vastaukset")
    sheet.write_row(0, 0, list(made))
    numeric = [title.startswith(("Luku", "Paino")) for title in made]
    for number, row in enumerate(zip(*made.values(), strict=True), start=1):
        cells = [float(cell) if is_number else str(cell) for cell, is_number in zip(row, numeric, strict=True)]
        sheet.write_row(number, 0, cells)
    book.close()


def main(rows: int, turns: int) -> None:
    kysely = instrument()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mitta.xlsx"
        write(path, rows)
        print(f"xlsx of {rows} rows and 60 columns, {path.stat().st_size / 1e6:.0f} MB")
        jobs = {
            "python-calamine, raw read": lambda: load_workbook(path).get_sheet_by_index(0).to_python(),
            "verkosto.read, typed and validated": lambda: vk.read(path, kysely, backend="webropol", strict=True),
        }
        measure(jobs, turns, ("verkosto", "python-calamine", "numpy"))


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [100_000, 5][len(numbers) :]))
