"""Tables of a Parquet file that is longer than memory: time and peak memory of the whole process.

Run: python docs/benchmarks/pushed_down.py [rows] [duckdb|polars ...]        (needs the extra `bench`)

The file is written first, by a process of its own, in row groups, into a temporary folder: 1 GB for 100 000 000 rows.
Then each engine counts in a fresh process, so that its peak is its own. The data are invented and always the same.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import verkosto as vk

QUESTIONS = [f"q{number}" for number in range(6)]
ANSWERS = 5
STRATA, UNITS = 5, 200


def survey() -> vk.Instrument:
    options = tuple(vk.Option(str(code), f"Vaihtoehto {code}") for code in range(ANSWERS))
    return vk.Instrument(
        "mittaus",
        "Mittaus",
        area_date="2020-03-01",
        columns=(
            vk.Column("paino", role="weight"),
            vk.Column("ositus", role="stratum"),
            vk.Column("yksikko", role="psu"),
        ),
        questions=(
            vk.AreaQuestion("maakunta", "Maakunta", area_type="maakunta"),
            *(vk.SingleChoice(name, name, options=options) for name in QUESTIONS),
            vk.Number("jasenia", "Jäseniä"),
        ),
    )


def write(rows: int, path: Path) -> None:
    """Write the file with DuckDB, which needs to hold no more than some row groups."""
    import duckdb

    regions = ", ".join(repr(area.code) for area in vk.regions.areas("maakunta", on="2020-03-01"))
    # A hash of the row's number and the column's is as good as chance, and the same everywhere.
    answers = ", ".join(
        f"CASE WHEN hash(i, {n}) % 33 > 0 THEN (hash(i, {n}) // 33 % {ANSWERS})::VARCHAR END AS {name}"
        for n, name in enumerate(QUESTIONS)
    )
    unit = f"hash(i, 'yksikko') % {STRATA * UNITS}"
    duckdb.sql(
        f"""
        COPY (
            SELECT list_extract([{regions}], (hash(i, 'maakunta') % 19 + 1)::INT) AS maakunta, {answers},
                1000000 + (hash(i, 'jasenia') % 100000) / 100.0 AS jasenia,
                0.5 + (hash(i, 'paino') % 10000) / 5000.0 AS paino,
                'o' || ({unit} // {UNITS}) AS ositus, ({unit})::INT AS yksikko
            FROM range({rows}) AS numbers(i)
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
        """
    )


def scanned(path: Path, engine: str) -> vk.LazyResponses:
    if engine == "duckdb":
        return vk.LazyResponses.scan_parquet(path, survey())
    import polars as pl

    return vk.LazyResponses(pl.scan_parquet(path), survey())


def measure(path: Path, engine: str) -> None:
    """Print how long each table takes, one after the other, and the peak memory of the process."""
    design = vk.Design(weights="paino", strata="ositus", psu="yksikko")
    calls: dict[str, Callable[[vk.LazyResponses], vk.Table]] = {
        "a weighted crosstab by 19 regions": lambda r: vk.crosstab(r, "q0", by="maakunta", weights="paino"),
        "six of them in one call": lambda r: vk.crosstab(r, QUESTIONS, by="maakunta", weights="paino"),
        "the six in 5 strata of 200 units": lambda r: vk.crosstab(r, QUESTIONS, by="maakunta", design=design),
        "a mean in the same design": lambda r: vk.mean(r, "jasenia", by="maakunta", design=design),
        "a mean of stratified rows": lambda r: vk.mean(
            r, "jasenia", by="maakunta", design=vk.Design(weights="paino", strata="ositus")
        ),
    }
    for name, call in calls.items():
        answers = scanned(path, engine)
        started = time.perf_counter()
        table = call(answers)
        assert table.frame["se"].gt(0).all()
        print(f"{engine:8s} {name:36s} {time.perf_counter() - started:8.2f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{engine:8s} {'peak memory of the process':36s} {peak:8.2f} GiB", flush=True)


def main(rows: int, engines: list[str]) -> None:
    packages = ", ".join(f"{name} {version(name)}" for name in ("verkosto", "narwhals", "duckdb", "polars"))
    print(f"{rows} rows; Python {platform.python_version()}, {os.cpu_count()} processors; {packages}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vastaukset.parquet"
        subprocess.run([sys.executable, __file__, "write", str(rows), str(path)], check=True)
        print(f"The file has {path.stat().st_size / 2**30:.2f} GiB.", flush=True)
        for engine in engines:
            subprocess.run([sys.executable, __file__, "measure", str(path), engine], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(int(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["measure"]:
        measure(Path(sys.argv[2]), sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000, sys.argv[2:] or ["duckdb", "polars"])
