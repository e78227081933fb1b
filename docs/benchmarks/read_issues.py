"""A csv in which 20 000 cells hold what the codebook does not know, beside the same file without a fault.

Run: python docs/benchmarks/read_issues.py [rows] [turns]        (needs the extra `fast`)

Turn by turn: `verkosto.read` of the clean file, of the faulty one, and of the faulty one with every `Issue` made and
counted, as `responses.issues` does when somebody looks.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from made_survey import columns, instrument
from turns import measure

import verkosto as vk

FAULTS = 20_000


def faulty(made: dict[str, Any], rows: int) -> dict[str, Any]:
    """Write something unknown into as many cells, in choices, numbers and the area in turn."""
    random = np.random.default_rng(73)
    titles = [title for title in made if title.startswith(("Väittämät", "Malli", "Luku", "Kunta"))]
    per_column = np.array_split(np.arange(FAULTS), len(titles))
    changed = dict(made)
    for title, numbers in zip(titles, per_column, strict=True):
        cells = made[title].astype(object)
        places = random.choice(rows, len(numbers), replace=False)
        cells[places] = [f"outo {number % 500}" for number in numbers]
        changed[title] = cells.astype(str)
    return changed


def main(rows: int, turns: int) -> None:
    kysely = instrument()
    warnings.simplefilter("ignore", vk.errors.VerkostoWarning)
    made = columns(rows)
    with tempfile.TemporaryDirectory() as folder:
        clean, bad = Path(folder) / "puhdas.csv", Path(folder) / "outo.csv"
        pl.DataFrame(made).write_csv(clean, separator=";")
        pl.DataFrame(faulty(made, rows)).write_csv(bad, separator=";")
        found = len(vk.read(bad, kysely, backend="csv").log)
        print(f"csv of {rows} rows and 60 columns; {found} issues in the faulty one")
        jobs = {
            "clean": lambda: vk.read(clean, kysely, backend="csv"),
            "with 20 000 issues": lambda: vk.read(bad, kysely, backend="csv"),
            "the same, every issue looked at": lambda: len(vk.read(bad, kysely, backend="csv").issues),
        }
        measure(jobs, turns, ("verkosto", "polars", "numpy"))


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [200_000, 5][len(numbers) :]))
