"""Estimates that look at rows: calibrated and replicate designs, covariances, quantiles and alpha, beside R's survey.

Run: python docs/benchmarks/estimators.py [rows] [rows beside R] [turns]

Of as many rows as R is given, standard errors (of alpha the estimate) are checked to be equal to 1e-8 first; then the
seconds of both stand side by side, and those of verkosto for all rows. Without Rscript and its package survey only
verkosto runs. R takes one turn, verkosto the median of several. The data are invented and always the same.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

import verkosto as vk
from verkosto.responses import Coded, Numeric, Responses

CODES = {"maakunta": 19, "malli": 5, "laji": 5, "koko": 4, "osite": 5}
ITEMS = [f"vaite{place}" for place in range(8)]
REPLICATES = 100


def columns(rows: int, replicates: int) -> tuple[dict[str, Any], Any, Any]:
    """Return columns of numbers by name, the items of a scale, and replicate weights."""
    random = np.random.default_rng(2020)
    data: dict[str, Any] = {name: random.integers(0, size, rows).astype(np.int8) for name, size in CODES.items()}
    data["paino"] = random.gamma(5, 0.2, rows)
    data["luku"] = np.round(random.gamma(2, 1000, rows))
    mood = random.normal(3, 1, rows)
    items = [np.clip(np.round(mood + random.normal(size=rows)), 1, 5) for _ in ITEMS]
    return data, items, random.poisson(1, (rows, replicates)) * data["paino"][:, np.newaxis]


def answers(data: dict[str, Any], items: Any, replicates: Any) -> Responses:
    areas = tuple(area.code for area in vk.regions.areas("maakunta", on="2020-03-01"))
    choices = [name for name in CODES if name not in ("maakunta", "osite")]
    weights = ["paino", *(f"toisto{place}" for place in range(replicates.shape[1]))]
    survey = vk.Instrument(
        "mittaus",
        "Mittaus",
        area_date="2020-03-01",
        columns=(vk.Column("osite", role="stratum"), *(vk.Column(name, role="weight") for name in weights)),
        questions=(
            vk.AreaQuestion("maakunta", "Maakunta", area_type="maakunta"),
            *(
                vk.SingleChoice(name, name, options=tuple(vk.Option(str(c), str(c)) for c in range(CODES[name])))
                for name in choices
            ),
            *(vk.Number(name, name) for name in ("luku", *ITEMS)),
        ),
    )
    none = np.zeros(len(data["paino"]), dtype=np.int8)
    variables: dict[str, Any] = {name: Coded(data[name], tuple(map(str, range(CODES[name])))) for name in choices}
    variables["osite"] = Coded(data["osite"], tuple(map(str, range(CODES["osite"]))), (), "string")
    variables["maakunta"] = Coded(data["maakunta"], areas, (), "string")
    variables |= {name: Numeric(column, none) for name, column in zip(ITEMS, items, strict=True)}
    variables |= {name: Numeric(data[name], none) for name in ("luku", "paino")}
    variables |= {name: Numeric(w, none) for name, w in zip(weights[1:], replicates.T, strict=True)}
    return Responses(survey, variables)


def jobs(source: Responses) -> dict[str, Callable[[], vk.Table]]:
    stratified = vk.Design("paino", strata="osite")
    areas = [area.code for area in vk.regions.areas("maakunta", on="2020-03-01")]
    known = {"maakunta": areas} | {name: [str(code) for code in range(CODES[name])] for name in ("laji", "koko")}
    equal = {name: dict.fromkeys(codes, 1 / len(codes)) for name, codes in known.items()}
    raked = vk.rake(source, equal, design=stratified, tolerance=1e-13)
    found: dict[str, Callable[[], vk.Table]] = {
        "crosstab": lambda: vk.crosstab(source, "malli", by="maakunta", design=stratified),
        "covariance": lambda: vk.crosstab(source, "malli", by="maakunta", design=stratified),
        "crosstab_raked": lambda: vk.crosstab(source, "malli", by="maakunta", design=raked),
        "mean_raked": lambda: vk.mean(source, "luku", by="maakunta", design=raked),
        "median": lambda: vk.quantile(source, "luku", design=stratified),
        "score": lambda: vk.quantile(source, "luku", design=stratified, interval="score"),
        "alpha": lambda: vk.cronbach_alpha(source, ITEMS, design=stratified),
    }
    if drawn := [name for name in source.variables if name.startswith("toisto")]:
        design = vk.ReplicateDesign("paino", replicates=drawn, kind="bootstrap")
        found["replicates"] = lambda: vk.crosstab(source, "malli", by="maakunta", design=design)
    return found


def figures(name: str, table: vk.Table) -> Any:
    """Return what is compared with R; it is part of the work."""
    if name == "covariance":
        return np.sort(table.cov().to_numpy().reshape(-1))
    if name == "alpha":
        return table.frame["estimate"].to_numpy()[:1]
    return table.frame[["low", "high"] if name == "score" else ["se"]].to_numpy().reshape(-1)


def in_r(data: dict[str, Any], items: Any, replicates: Any) -> dict[str, tuple[float, Any]]:
    """Return R's seconds and figures of each job; none without R."""
    script = Path(__file__).with_suffix(".R")
    if not shutil.which("Rscript"):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for name, parts in (("columns", data.values()), ("items", items), ("replicates", replicates.T)):
            np.concatenate([np.asarray(part, dtype=np.float64) for part in parts]).tofile(Path(folder, name))
        call = ["Rscript", str(script), folder, str(len(replicates)), str(REPLICATES)]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        print("R's survey did not run:", done.stderr)
        return {}
    lines = [line.split() for line in done.stdout.splitlines()]
    return {name: (float(taken), np.array(found, dtype=np.float64)) for name, taken, *found in lines}


def medians(work: dict[str, Callable[[], vk.Table]], turns: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(turns):
        for name, run in work.items():
            started = time.perf_counter()
            figures(name, run())
            taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def main(rows: int, beside: int, turns: int) -> None:
    data, items, replicates = columns(beside, REPLICATES)
    work = jobs(answers(data, items, replicates))
    peer = in_r(data, items, replicates)
    for name, (_, found) in peer.items():
        # Covariances of different groups are nothing but rounding.
        own = figures(name, work[name]())
        np.testing.assert_allclose(own, found, rtol=1e-8, atol=1e-8 * np.abs(found).max(), err_msg=name)
    few = medians(work, turns)
    # A hundred columns of weights for all rows are left out.
    large = jobs(answers(*columns(rows, 0)))
    many = medians(large, turns)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; ", end="")
    print(", ".join(f"{name} {version(name)}" for name in ("verkosto", "numpy", "scipy")))
    print(f"{'':16s} {beside:>9d} rows   R's survey   ratio   {rows:>9d} rows   peak memory")
    for name, taken in few.items():
        theirs = f"{peer[name][0]:8.2f} s {peer[name][0] / taken:9.0f}" if name in peer else f"{'':20s}"
        print(f"{name:16s} {taken:12.3f} s {theirs}", end="")
        print(f" {many[name]:15.3f} s {extra_memory(large[name]):9.0f} MiB" if name in many else "")


def extra_memory(work: Callable[[], vk.Table]) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], *("1000000", "20000", "3")[len(sys.argv) - 1 :])))
