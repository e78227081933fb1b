"""Peak memory of reading a csv, beside polars' raw parse of the same file; and a file of 10 000 000 rows in chunks.

Run: python docs/benchmarks/read_memory.py [rows] [long rows]        (needs the extra `fast`; Linux)

Each reading has a process of its own, and the kernel says what it had resident at most. The modules are imported
before, and what they take is stated apart. The long file has the first 12 columns' worth of answers a row takes in an
ordinary survey: 6 statements, 2 models, a tick, a number, the municipality and the association.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from attrs import evolve
from made_survey import columns, instrument

import verkosto as vk

AT_A_TIME = 500_000
JOBS: dict[str, Callable[[str, vk.Instrument], Any]] = {
    "polars": lambda path, _: pl.read_csv(path, separator=";"),
    "verkosto.read": lambda path, kysely: vk.read(path, kysely, backend="csv"),
    "verkosto.read_chunks": lambda path, kysely: sum(map(len, vk.backends.read_chunks(path, kysely, backend="csv"))),
    "nothing": lambda path, kysely: None,  # noqa: ARG005
}


def short() -> vk.Instrument:
    """The part of the survey that the long file has."""
    kysely = instrument()
    kept = (
        evolve(kysely["vaittamat"], rows=kysely["vaittamat"].items[:6]),
        kysely["malli0"],
        kysely["malli1"],
        evolve(kysely["palvelut"], options=kysely["palvelut"].items[:1]),
        kysely["luku0"],
        kysely["kunta"],
    )
    return evolve(kysely, questions=kept, columns=kysely.columns[:1])


TITLES = (*(f"Väittämät:Väittämä {i}" for i in range(6)), "Malli 0", "Malli 1", "Palvelut:Palvelu 0", "Luku 0", "Kunta")


def written(path: Path, rows: int, *, whole: bool) -> None:
    """Write a file, some rows at a time."""
    with path.open("wb") as file:
        for start in range(0, rows, AT_A_TIME):
            made = columns(min(AT_A_TIME, rows - start))
            frame = pl.DataFrame(made if whole else {title: made[title] for title in (*TITLES, "Järjestö")})
            frame.write_csv(file, separator=";", include_header=start == 0)


def peak(job: str, path: Path, *, whole: bool) -> int:
    """Return the megabytes that a process of its own had resident at most."""
    command = [sys.executable, __file__, "--job", job, str(path), str(int(whole))]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run(job: str, path: str, whole: str) -> None:
    result = JOBS[job](path, instrument() if whole == "1" else short())
    # Not what `getrusage` says: a child inherits its parent's peak there.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    print(int(status["VmHWM"].split()[0]) // 1024)
    del result


def main(rows: int, long: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mitta.csv"
        written(path, rows, whole=True)
        print(f"csv of {rows} rows and 60 columns, {path.stat().st_size / 1e6:.0f} MB")
        before = peak("nothing", path, whole=True)
        print(f"{'the modules alone':28s} {before:6d} MB")
        more = {job: peak(job, path, whole=True) - before for job in ("polars", "verkosto.read")}
        for job, own in more.items():
            print(f"{job:28s} {own:6d} MB more   ratio {own / more['polars']:.2f}")
        path.unlink()
        written(path, long, whole=False)
        print(f"csv of {long} rows and 12 columns, {path.stat().st_size / 1e6:.0f} MB")
        for job in ("polars", "verkosto.read", "verkosto.read_chunks"):
            print(f"{job:28s} {peak(job, path, whole=False):6d} MB in all")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        run(*sys.argv[2:])
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        main(*(numbers + [1_000_000, 10_000_000][len(numbers) :]))
