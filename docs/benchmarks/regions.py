"""What questions about areas cost: loading the register, one question about a date, names, a long text.

Run: python docs/benchmarks/regions.py [turns]
Loading is measured in interpreters of its own; questions many times over in this one, each on changing days.
"""

from __future__ import annotations

import itertools
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from verkosto import regions

LOADING = (
    "import time; from verkosto import regions; a = time.perf_counter(); regions.areas('maakunta', on='2020-03-01'); "
    "b = time.perf_counter(); regions.find('Keski-Suomessa'); c = time.perf_counter(); print(b - a, c - b)"
)
DAYS = [f"{year}-03-01" for year in range(2017, 2023)]
LATE = [f"{year}-03-01" for year in (2023, 2024, 2025)]
SENTENCE = (
    "Keski-Suomen hyvinvointialueella ja Lahdessa toimii yhdistyksiä, jotka tapaavat Tampereella vuosittain ja "
    "tekevät yhteistyötä Etelä- ja Pohjois-Savossa. "
)
COUNTS = {area.code: 100 for area in regions.areas("maakunta", on="2020")}


def questions() -> dict[str, Callable[[], Any]]:
    day, late = itertools.cycle(DAYS), itertools.cycle(LATE)
    fit = {"on": "2020", "to": "2021", "allocate": "municipalities"}
    return {
        "areas of a kind": lambda: regions.areas("maakunta", on=next(day)),
        "area": lambda: regions.area("maakunta", "13", on=next(day)),
        "area_of": lambda: regions.area_of("179", "erva", on=next(day)),
        "area_of, a former municipality": lambda: regions.area_of("911", "hyvinvointialue", on=next(late)),
        "area_of, back-cast": lambda: regions.area_of("179", "hyvinvointialue", on=next(day), backcast=True),
        "merged_into": lambda: regions.merged_into("911", on=next(day)),
        "merged_from": lambda: regions.merged_from("297", on=next(day)),
        "find a region": lambda: regions.find("Uudellamaalla", on=next(day)),
        "find a county": lambda: regions.find("Keski-Suomen hyvinvointialueella", on=next(late)),
        "correspondence (all municipalities)": lambda: regions.correspondence("maakunta", "erva", on=next(day)),
        "convert (all municipalities)": lambda: regions.convert(COUNTS, "maakunta", "maakunta", **fit),  # type: ignore[arg-type]
    }


def microseconds(ask: Callable[[], Any], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        ask()
    return (time.perf_counter() - started) / times * 1e6


def main(turns: int) -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}; median of {turns} turns")
    loads = [
        subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(turns)
    ]
    for place, name in enumerate(("the register, with its first answer", "the names, with the first find")):
        print(f"{name:40s} {statistics.median(float(load[place]) for load in loads) * 1e3:8.1f} ms")
    for name, ask in questions().items():
        ask()
        print(f"{name:40s} {statistics.median(microseconds(ask, 500) for _ in range(turns)):8.1f} µs")
    text = (SENTENCE * (1_000_000 // len(SENTENCE) + 1))[:1_000_000]
    for part in (text[:100_000], text):
        taken = statistics.median(microseconds(partial(regions.find_all, part), 1) for _ in range(3))
        print(f"{f'find_all, {len(part):,} characters':40s} {taken / 1e6:8.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
