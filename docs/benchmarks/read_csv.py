"""A csv of 60 columns, typed and validated by verkosto, beside polars' raw parse of the same file.

Run: python docs/benchmarks/read_csv.py [rows] [turns]        (needs the extra `fast`)

Turn by turn: `polars.read_csv` with its defaults, which infers types and checks nothing, and `verkosto.read`, which
binds, decodes and accounts for every cell. The median of each counts; each turn ends with an empty memory.
"""

from __future__ import annotations

import gc
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
from made_survey import columns, instrument

import verkosto as vk


def seconds(job: Callable[[], Any]) -> float:
    gc.collect()
    started = time.perf_counter()
    result = job()
    taken = time.perf_counter() - started
    del result
    return taken


def main(rows: int, turns: int) -> None:
    kysely = instrument()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mitta.csv"
        pl.DataFrame(columns(rows)).write_csv(path, separator=";")
        jobs = {
            "polars, raw parse": lambda: pl.read_csv(path, separator=";"),
            "verkosto.read, typed and validated": lambda: vk.read(path, kysely, backend="csv", strict=True),
        }
        taken: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(turns):
            for name, job in jobs.items():
                taken[name].append(seconds(job))
        print(f"csv of {rows} rows and 60 columns, {path.stat().st_size / 1e6:.0f} MB, median of {turns} turns")
        print(
            f"Python {platform.python_version()}, {platform.machine()}; "
            + ", ".join(f"{name} {version(name)}" for name in ("verkosto", "polars", "numpy"))
        )
        medians = {name: statistics.median(times) for name, times in taken.items()}
        for name, median in medians.items():
            print(f"{name:36s} {median:7.2f} s   {median / medians['polars, raw parse']:5.2f} x polars")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [1_000_000, 5][len(numbers) :]))
