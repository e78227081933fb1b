"""A pandas frame of text, typed and validated, beside polars' csv parse of the same table and `read` of that csv.

Run: python docs/benchmarks/from_frame.py [rows] [turns]        (needs the extra `fast`)

Turn by turn: `polars.read_csv`, `verkosto.read` of the file, and `Responses.from_frame` of the table as it stands in
pandas, in polars and in pyarrow.
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
    polars = pl.DataFrame(columns(rows))
    pandas, arrow = polars.to_pandas(), polars.to_arrow()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mitta.csv"
        polars.write_csv(path, separator=";")
        print(f"{rows} rows and 60 columns of text")
        jobs = {
            "polars, raw csv parse": lambda: pl.read_csv(path, separator=";"),
            "verkosto.read of the csv": lambda: vk.read(path, kysely, backend="csv"),
            "from_frame, pandas": lambda: vk.Responses.from_frame(pandas, kysely),
            "from_frame, polars": lambda: vk.Responses.from_frame(polars, kysely),
            "from_frame, pyarrow": lambda: vk.Responses.from_frame(arrow, kysely),
        }
        measure(jobs, turns, ("verkosto", "polars", "pandas", "pyarrow"))


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [200_000, 5][len(numbers) :]))
