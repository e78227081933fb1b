"""A csv of 60 columns, typed and validated by verkosto, beside polars' raw parse of the same file.

Run: python docs/benchmarks/read_csv.py [rows] [turns]        (needs the extra `fast`)

Turn by turn: `polars.read_csv` with its defaults, which infers types and checks nothing, and `verkosto.read`, which
binds, decodes and accounts for every cell.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import polars as pl
from made_survey import columns, instrument
from turns import measure

import verkosto as vk


def main(rows: int, turns: int) -> None:
    kysely = instrument()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mitta.csv"
        pl.DataFrame(columns(rows)).write_csv(path, separator=";")
        print(f"csv of {rows} rows and 60 columns, {path.stat().st_size / 1e6:.0f} MB")
        jobs = {
            "polars, raw parse": lambda: pl.read_csv(path, separator=";"),
            "verkosto.read, typed and validated": lambda: vk.read(path, kysely, backend="csv", strict=True),
        }
        measure(jobs, turns, ("verkosto", "polars", "numpy"))


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [1_000_000, 5][len(numbers) :]))
