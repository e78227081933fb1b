"""36 weighted crosstabs by region over a million rows: verkosto beside DuckDB, polars and pandas.

Run: python docs/benchmarks/crosstabs.py [rows] [turns]        (needs the extra `bench`)

Everybody starts from tables in memory with columns of small codes, and sums the same: rows and weights for each
question, answer and region. verkosto also sums squared weights, and makes estimates, standard errors, intervals
and a Table of them. Contenders run turn by turn; the median counts. The data are invented and always the same.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

import verkosto as vk
from verkosto.responses import Coded, Numeric, Responses

QUESTIONS = [f"q{number:02}" for number in range(36)]
ANSWERS = 5
UNITS = 200_000
PEERS = ("DuckDB, small integers", "DuckDB, enums", "polars, one by one", "polars, collect_all")


def columns(rows: int) -> tuple[dict[str, Any], Any, Any, Any]:
    """Return codes of questions (-1 is not answered), region, weight and association of each row."""
    random = np.random.default_rng(2020)
    region = random.integers(0, 19, rows, dtype=np.int8)
    questions = {}
    for name in QUESTIONS:
        codes = random.integers(0, ANSWERS, rows, dtype=np.int8)
        codes[random.random(rows) < 0.03] = -1
        questions[name] = codes
    return questions, region, random.gamma(5, 0.2, rows), random.integers(0, UNITS, rows, dtype=np.int32)


def survey(*, units: bool) -> vk.Instrument:
    options = tuple(vk.Option(str(code), f"Vaihtoehto {code}") for code in range(ANSWERS))
    extra = (vk.Column("jarjesto", role="unit_id"),) if units else ()
    return vk.Instrument(
        id="mittaus",
        title="Mittaus",
        area_date="2020-03-01",
        unit_id="jarjesto" if units else None,
        columns=(vk.Column("paino", role="weight"), *extra),
        questions=(
            vk.AreaQuestion(id="maakunta", text="Maakunta", area_type="maakunta"),
            *(vk.SingleChoice(id=name, text=name, options=options) for name in QUESTIONS),
        ),
    )


def answers(data: tuple[dict[str, Any], Any, Any, Any], *, units: bool = False) -> Responses:
    questions, region, weight, association = data
    codes = tuple(str(code) for code in range(ANSWERS))
    regions = tuple(area.code for area in vk.regions.areas("maakunta", on="2020-03-01"))
    variables: dict[str, Any] = {name: Coded(column, codes) for name, column in questions.items()}
    variables["maakunta"] = Coded(region, regions, (), "string")
    variables["paino"] = Numeric(weight, np.zeros(len(weight), dtype=np.int8))
    if units:
        variables["jarjesto"] = Coded(association, [str(unit) for unit in range(UNITS)], (), "string")
    return Responses(survey(units=units), variables)


def contenders(data: tuple[dict[str, Any], Any, Any, Any]) -> dict[str, Callable[[], Any]]:
    questions, region, weight, association = data
    # Not answered has a code of its own, 0, which everybody groups faster than null.
    shifted = {name: (codes + 1).astype(np.uint8) for name, codes in questions.items()}
    frame = pl.DataFrame({"region": region.astype(np.uint8), "w": weight, **shifted})
    lazy = frame.lazy()
    sums = (pl.len(), pl.col("w").sum())
    pandas_frame = pd.DataFrame({"region": region, "w": weight, "unit": association, **shifted})
    connection = duckdb.connect(config={"threads": os.cpu_count() or 1})
    connection.execute("CREATE TABLE numbers AS SELECT * FROM pandas_frame")
    connection.execute(f"CREATE TYPE answer AS ENUM ({', '.join(repr(str(code)) for code in range(ANSWERS + 1))})")
    enums = ", ".join(f"CAST(CAST({name} AS VARCHAR) AS answer) AS {name}" for name in QUESTIONS)
    connection.execute(f"CREATE TABLE enums AS SELECT region, w, {enums} FROM numbers")

    def in_duckdb(source: str) -> Any:
        query = "SELECT region, {q}, count(*), sum(w) FROM {source} GROUP BY region, {q}"
        return [connection.execute(query.format(q=q, source=source)).fetchnumpy() for q in QUESTIONS]

    kept, units = answers(data), answers(data, units=True)

    def distinct_in_duckdb() -> Any:
        query = "SELECT region, {q}, count(DISTINCT unit), sum(w) FROM numbers GROUP BY region, {q}"
        return [connection.execute(query.format(q=q)).fetchnumpy() for q in QUESTIONS]

    def in_one_call(source: Responses) -> Any:
        return vk.crosstab(source, QUESTIONS, by="maakunta", weights="paino")

    return {
        "verkosto, one call": lambda: in_one_call(answers(data)),
        "verkosto, one call, asked before": lambda: in_one_call(kept),
        "verkosto, 36 calls": lambda: [vk.crosstab(kept, q, by="maakunta", weights="paino") for q in QUESTIONS],
        f"verkosto, one call, {UNITS} units": lambda: in_one_call(units),
        "DuckDB, small integers": lambda: in_duckdb("numbers"),
        "DuckDB, enums": lambda: in_duckdb("enums"),
        f"DuckDB, {UNITS} distinct units": distinct_in_duckdb,
        "polars, one by one": lambda: [frame.group_by("region", q).agg(*sums) for q in QUESTIONS],
        "polars, collect_all": lambda: pl.collect_all([lazy.group_by("region", q).agg(*sums) for q in QUESTIONS]),
        "pandas": lambda: [pandas_frame.groupby(["region", q])["w"].agg(["size", "sum"]) for q in QUESTIONS],
    }


def check(data: tuple[dict[str, Any], Any, Any, Any]) -> None:
    """Stop unless verkosto and polars find the same sums."""
    questions, region, weight, _ = data
    found = vk.crosstab(answers(data), QUESTIONS[0], by="maakunta", weights="paino").frame
    frame = pl.DataFrame({"region": region, "q": questions[QUESTIONS[0]], "w": weight})
    theirs = frame.filter(pl.col("q") >= 0).group_by("region", "q").agg(pl.len(), pl.col("w").sum())
    theirs = theirs.sort("region", "q")
    assert found["n"].tolist() == theirs["len"].to_list()
    np.testing.assert_allclose(found["weighted"], theirs["w"].to_numpy(), rtol=1e-9)


def extra_memory(work: Callable[[], Any]) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def main(rows: int, turns: int) -> None:
    data = columns(rows)
    check(data)
    work = contenders(data)
    taken: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(turns + 1):
        for name, run in work.items():
            started = time.perf_counter()
            run()
            # The first turn warms everybody up.
            if turn:
                taken[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    peer = min(seconds for name, seconds in medians.items() if name in PEERS)
    packages = ", ".join(f"{name} {version(name)}" for name in ("verkosto", "numpy", "duckdb", "polars", "pandas"))
    print(
        f"{len(QUESTIONS)} weighted crosstabs of {ANSWERS} answers by 19 regions, {rows} rows, median of {turns} turns"
    )
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; {packages}")
    print(f"{'':38s} seconds   ratio to the faster of DuckDB and polars")
    for name, seconds in medians.items():
        print(f"{name:38s} {seconds:7.3f}   {seconds / peer:5.2f}")
    print(f"Peak of extra memory in one call: {extra_memory(work['verkosto, one call']):.0f} MiB")


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], *("1000000", "9")[len(sys.argv) - 1 :])))
