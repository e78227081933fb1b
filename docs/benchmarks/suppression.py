"""Secondary suppression: verkosto beside the optimal solver of tau-Argus.

Run: python docs/benchmarks/suppression.py [turns] [seconds]        (pip install pytauargus)

Both get the same invented tables with their margins, counts under 5 to hide, the same costs 1 + log(count + 1) and the
same need: a reader must hold 0 and 5 possible. pytauargus solves each in its own form for linked tables ("JJ"), without
reading microdata, and its answer is checked by the bounds of verkosto. "without time" is verkosto with a time limit of
0: the greedy way that is left when time runs out. Contenders run turn by turn; the median counts.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve

from verkosto.disclosure._bounds import bounds
from verkosto.disclosure._suppress import suppress
from verkosto.disclosure._system import Problem, Sum, System

TABLES = {
    "21 x 6, 420 answers": ((21, 6), 420),
    "21 x 6, 1 260 answers": ((21, 6), 1260),
    "21 x 6, 6 000 answers": ((21, 6), 6000),
    "21 x 6 x 3, 600 answers": ((21, 6, 3), 600),
    "21 x 6 x 3, 8 000 answers": ((21, 6, 3), 8000),
    "300 x 10, 30 000 answers": ((300, 10), 30000),
}
"""Shapes and numbers of answers."""

SCALE = 1000  # pytauargus takes whole costs


def made(shape: tuple[int, ...], answers: int) -> Problem:
    """Return a table with all its margins, and what has to be hidden in it. It is always the same."""
    random = np.random.default_rng(2020)
    likely = np.ones(())
    for size in shape:
        likely = np.multiply.outer(likely, random.dirichlet(np.full(size, 3)))
    likely *= random.gamma(3, 1 / 3, shape)
    counts = random.multinomial(answers, (likely / likely.sum()).ravel()).reshape(shape).astype(float)
    sums = []
    for axis in range(len(shape)):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    places = np.arange(counts.size).reshape(counts.shape)
    for axis in range(len(shape)):
        lines = np.moveaxis(places, axis, -1).reshape(-1, counts.shape[axis]).tolist()
        sums += [Sum(line[-1], tuple(line[:-1])) for line in lines]
    keys = tuple(product(*(range(size) for size in counts.shape)))
    values = counts.ravel()
    nothing, shown = np.zeros(len(values)), np.ones(len(values), dtype=bool)
    system = System(keys, values, shown, nothing, nothing + np.inf, tuple(sums))
    primary = (values > 0) & (values < 5)
    return Problem(
        system, primary, np.where(primary, 0.0, np.nan), np.where(primary, 5.0, np.nan), 1 + np.log(values + 1)
    )


def in_verkosto(problem: Problem, seconds: float) -> Callable[[], Any]:
    return lambda: suppress(problem, time_limit=seconds).hidden


def without_time(problem: Problem, _: float) -> Callable[[], Any]:
    return lambda: suppress(problem, time_limit=0).hidden


def in_pytauargus(problem: Problem, seconds: float) -> Callable[[], Any]:
    import pytauargus

    folder = Path(tempfile.mkdtemp())
    system = problem.system
    most = int(system.values.max())
    lines = ["0", str(len(system))]
    for place, value in enumerate(system.values.astype(int).tolist()):
        cost = round(problem.cost[place] * SCALE)
        status, low, high = ("u", value, 5 - value) if problem.primary[place] else ("s", 0, 0)
        lines.append(f"{place} {value} {cost} {status} 0 {most} {low} {high} 0")
    lines.append(str(len(system.sums)))
    for one in system.sums:
        terms = " ".join(f"{part} (1)" for part in one.parts)
        lines.append(f"0 {len(one.parts) + 1} : {one.whole} (-1) {terms}")
    (folder / "table.jj").write_text("\n".join(lines) + "\n")

    def run() -> Any:
        solver = pytauargus.HiTaSCtrl()
        # Its time is told in minutes.
        code = solver.full_jj(str(folder / "table.jj"), str(folder / "hidden"), max_time=max(1, round(seconds / 60)))
        if code > 1:
            raise RuntimeError(solver.error_string(code))
        hidden = problem.primary.copy()
        hidden[[int(line) for line in (folder / "hidden").read_text().split()]] = True
        return hidden

    return run


def safe(problem: Problem, hidden: Any) -> bool:
    """Return whether a reader must hold 0 and 5 possible of every primary number."""
    found = bounds(evolve(problem.system, shown=~hidden), problem.primary)
    return bool((found.low[problem.primary] <= 0).all() and (found.high[problem.primary] >= 5).all())


def main(turns: int, seconds: float) -> None:
    makers = {"verkosto": in_verkosto, "without time": without_time}
    if importlib.util.find_spec("pytauargus"):
        makers["pytauargus"] = in_pytauargus
    packages = ", ".join(f"{name} {version(name)}" for name in ("scipy", *(set(makers) & {"pytauargus"})))
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; {packages}")
    for name, (shape, answers) in TABLES.items():
        problem = made(shape, answers)
        print(f"{name}: {len(problem.system)} numbers, {int(problem.primary.sum())} primary")
        print(f"{'':12s} seconds  beside verkosto   hidden     cost  beside verkosto   safe")
        jobs = {who: make(problem, seconds) for who, make in makers.items()}
        taken: dict[str, list[float]] = {who: [] for who in jobs}
        hidden = {}
        for _ in range(turns):
            for who, job in jobs.items():
                started = time.perf_counter()
                hidden[who] = job()
                taken[who].append(time.perf_counter() - started)
        own, own_cost = statistics.median(taken["verkosto"]), problem.cost[hidden["verkosto"]].sum()
        for who, times in taken.items():
            median, cost = statistics.median(times), problem.cost[hidden[who]].sum()
            print(
                f"{who:12s} {median:7.2f}  {median / own:15.1f}   {int(hidden[who].sum()):6d}  {cost:7.1f}  "
                f"{cost / own_cost:15.3f}   {'yes' if safe(problem, hidden[who]) else 'NO'}",
                flush=True,
            )


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 3, float(given[1]) if len(given) > 1 else 60.0)
