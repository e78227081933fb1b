"""Contenders run turn by turn in one process; the median of each counts, as a ratio to the first."""

from __future__ import annotations

import gc
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any


def seconds(job: Callable[[], Any]) -> float:
    gc.collect()
    started = time.perf_counter()
    result = job()
    taken = time.perf_counter() - started
    del result
    return taken


def measure(jobs: Mapping[str, Callable[[], Any]], turns: int, packages: tuple[str, ...]) -> None:
    """Run every job once a turn and print the medians and their ratios to the first."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(turns):
        for name, job in jobs.items():
            taken[name].append(seconds(job))
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    print(f"Python {platform.python_version()}, {platform.machine()}, {versions}; median of {turns} turns")
    peer = statistics.median(next(iter(taken.values())))
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"{name:36s} {median:7.2f} s (best {min(times):.2f})   ratio {median / peer:.2f}")
