"""Raking a million rows to three margins: verkosto beside svy, weightipy and samplics, as far as installed.

Run: python docs/benchmarks/raking.py [rows] [turns]        (pip install svy weightipy samplics)

Everybody starts from base weights and columns in memory in the form that suits them, and fits to shares of 19
regions, 5 kinds and 4 sizes, to 1e-8 or nearer. Contenders run turn by turn; the median counts. The data are invented
and always the same. R's survey runs apart: Rscript docs/benchmarks/raking.R [rows]
"""

from __future__ import annotations

import importlib.util
import os
import platform
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

import verkosto as vk
from verkosto.responses import Coded, Numeric, Responses

SIZES = {"maakunta": 19, "laji": 5, "koko": 4}
PEERS = ("svy", "weightipy", "samplics")


def columns(rows: int) -> tuple[dict[str, Any], Any, dict[str, dict[int, float]]]:
    """Return codes of the margins, base weights, and targets as shares."""
    random = np.random.default_rng(2020)
    codes, targets = {}, {}
    for name, size in SIZES.items():
        likely = random.dirichlet(np.full(size, 5))
        codes[name] = random.choice(size, rows, p=likely).astype(np.int8)
        targets[name] = dict(enumerate(random.dirichlet(np.full(size, 5)).tolist()))
    return codes, random.gamma(5, 0.2, rows), targets


def in_verkosto(codes: dict[str, Any], base: Any, targets: dict[str, dict[int, float]]) -> Callable[[], Any]:
    areas = tuple(area.code for area in vk.regions.areas("maakunta", on="2020-03-01"))
    names = {"maakunta": areas} | {name: tuple(map(str, range(SIZES[name]))) for name in ("laji", "koko")}
    survey = vk.Instrument(
        "mittaus",
        "Mittaus",
        area_date="2020-03-01",
        columns=(vk.Column("paino", role="weight"),),
        questions=(
            vk.AreaQuestion("maakunta", "Maakunta", area_type="maakunta"),
            *(
                vk.SingleChoice(name, name, options=tuple(vk.Option(code, code) for code in names[name]))
                for name in ("laji", "koko")
            ),
        ),
    )
    variables: dict[str, Any] = {name: Coded(codes[name], names[name]) for name in ("laji", "koko")}
    variables["maakunta"] = Coded(codes["maakunta"], areas, (), "string")
    variables["paino"] = Numeric(base, np.zeros(len(base), dtype=np.int8))
    answers = Responses(survey, variables)
    wanted = {name: {names[name][code]: share for code, share in given.items()} for name, given in targets.items()}
    return lambda: vk.rake(answers, wanted, weights="paino", tolerance=1e-8).weights


def in_svy(codes: dict[str, Any], base: Any, targets: dict[str, dict[int, float]]) -> Callable[[], Any]:
    import polars as pl
    import svy

    frame = pl.DataFrame({**codes, "paino": base})

    def run() -> Any:
        sample = svy.Sample(frame, svy.Design(wgt="paino"))
        return sample.weighting.rake(shares=targets, tol=1e-8, wgt_name="uusi").data["uusi"].to_numpy()

    return run


def in_weightipy(codes: dict[str, Any], _: Any, targets: dict[str, dict[int, float]]) -> Callable[[], Any]:
    """It starts from equal weights, which is less work."""
    import weightipy

    frame = pd.DataFrame(codes)
    percents = {name: {code: 100 * share for code, share in given.items()} for name, given in targets.items()}

    def run() -> Any:
        return weightipy.weight(frame, weightipy.scheme_from_dict(percents)).to_numpy()

    return run


def in_samplics(codes: dict[str, Any], base: Any, targets: dict[str, dict[int, float]]) -> Callable[[], Any]:
    from samplics.weighting import SampleWeight

    total = base.sum()
    control = {name: {code: share * total for code, share in given.items()} for name, given in targets.items()}
    return lambda: SampleWeight().rake(base, margins=codes, control=control, tol=1e-6, ctrl_tol=1e-8)


def error(weights: Any, codes: dict[str, Any], targets: dict[str, dict[int, float]]) -> float:
    """Return the largest relative error of a share."""
    worst = 0.0
    for name, given in targets.items():
        shares = np.bincount(codes[name], weights, minlength=len(given)) / weights.sum()
        worst = max(worst, float(np.abs(shares / np.array(list(given.values())) - 1).max()))
    return worst


def main(rows: int, turns: int) -> None:
    data = columns(rows)
    makers = {"verkosto": in_verkosto, "svy": in_svy, "weightipy": in_weightipy, "samplics": in_samplics}
    found = [name for name in makers if name == "verkosto" or importlib.util.find_spec(name)]
    jobs = {name: makers[name](*data) for name in found}
    errors = {name: error(np.asarray(job()), data[0], data[2]) for name, job in jobs.items()}
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(turns):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            taken[name].append(time.perf_counter() - started)
    tracemalloc.start()
    jobs["verkosto"]()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    own = statistics.median(taken["verkosto"])
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", *found))
    print(f"Raking {rows} rows to {len(SIZES)} margins, median of {turns} turns")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; {packages}")
    print(f"{'':12s} seconds     best   beside verkosto   largest error")
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"{name:12s} {median:7.3f}  {min(times):7.3f}   {median / own:15.1f}   {errors[name]:.1e}")
    print(f"Peak of extra memory in verkosto: {peak:.0f} MiB")


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], *("1000000", "5")[len(sys.argv) - 1 :])))
