"""What a large network costs: loading, auditing, memory, and one question about a date.

Run: python docs/benchmarks/network.py [organisations] [turns]
Writes a synthetic network of that many organisations (100 000) with three memberships for each into a temporary
folder, the same on every run. Each turn loads and audits it in an interpreter of its own and reports its peak
memory; questions about a date are timed one by one.
"""

from __future__ import annotations

import json
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from verkosto.organisations import Change, Identifier, Membership, Network, Organisation, Person, Post, Term
from verkosto.regions import AreaRef, areas
from verkosto.sources import Source

LIST = Source("Synthetic list of associations", publisher="Benchmark", published="2025-01")
MINUTES = Source("Synthetic minutes", publisher="Benchmark", published="2024")


def day(rng: random.Random, first: int, last: int) -> str:
    return f"{rng.randint(first, last)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def organisation(number: int, rng: random.Random, places: list[AreaRef]) -> Organisation:
    ends = day(rng, 2023, 2025) if rng.random() < 0.05 else None
    return Organisation(
        f"o{number}",
        f"Synteettinen yhdistys {number} ry",
        classification="association",
        terms=(Term(day(rng, 1950, 2015), ends, source=LIST),),
        areas=(rng.choice(places),),
        identifiers=(Identifier("yhdistysrekisteri", f"{number // 1000}.{number % 1000:03}"),),
    )


def membership(number: int, n: int, rng: random.Random) -> Membership:
    body = f"o{rng.randrange(n)}"
    start = rng.randint(2016, 2023)
    terms = (Term(f"{start}-{rng.randint(1, 12):02}", str(start + 2), source=rng.choice((LIST, MINUTES))),)
    if number % 10 == 0:
        return Membership(body, "member", member=f"o{rng.randrange(n)}", terms=terms)
    role = rng.choice(("member", "member", "deputy", "secretary", "chair"))
    return Membership(body, role, person=f"p{rng.randrange(n)}", on_behalf_of=f"o{rng.randrange(n)}", terms=terms)


def network(n: int) -> Network:
    rng = random.Random(20200511)  # noqa: S311
    places = [AreaRef.of(area) for area in areas("maakunta", on="2025-01-01")]
    return Network(
        organisations=[organisation(number, rng, places) for number in range(n)],
        people=[Person(f"p{number}", f"Henkilö {number}") for number in range(n)],
        posts=[Post(f"chair{number}", f"o{number}", "chair") for number in range(n // 100)],
        memberships=[membership(number, n, rng) for number in range(3 * n)],
        changes=[Change("merger", (f"o{i}", f"o{i + 1}"), f"o{i + 2}", date="2024") for i in range(0, n // 100, 3)],
    )


def seconds(job: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = job()
    return time.perf_counter() - started, result


def questions(loaded: Network) -> Iterator[tuple[str, Callable[[int], Any]]]:
    n, m = len(loaded.organisations), len(loaded.memberships)
    yield "memberships_of", lambda i: loaded.memberships_of(f"o{i * 7919 % n}", on="2020-06-01")
    yield "memberships_by", lambda i: loaded.memberships_by(f"p{i * 7919 % n}", on="2020-06-01")
    yield "standing", lambda i: loaded.standing(loaded.memberships[i * 7919 % m], on="2020-06-01")
    yield "status", lambda i: loaded.organisations[i * 7919 % n].status(on="2020-06-01")
    yield "successors", lambda i: loaded.successors(f"o{i * 7919 % n}", on="2025-06-01")


def microseconds(ask: Callable[[int], Any]) -> float:
    ask(0)
    return statistics.median(seconds(partial(ask, i))[0] for i in range(2001)) * 1e6


def one_turn(path: Path) -> None:
    """Load, audit and ask in this interpreter, and print the figures as JSON."""
    load, loaded = seconds(lambda: Network.load(path))
    audit, found = seconds(loaded.audit)
    # Kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    asked = {f"{name}, µs": microseconds(ask) for name, ask in questions(loaded)}
    print(json.dumps({"load, s": load, "audit, s": audit, "peak, MB": peak, "findings": len(found), **asked}))


def make(n: int, path: Path) -> None:
    """Write the network, and print what it holds as JSON."""
    made = network(n)
    saved, _ = seconds(lambda: made.save(path))
    print(json.dumps(f"{made!r}, {path.stat().st_size / 1e6:.0f} MB of JSON, saved in {saved:.1f} s"))


def elsewhere(*arguments: str) -> Any:
    """Run this script in an interpreter of its own: a child counts its parent's memory towards its own peak."""
    command = [sys.executable, __file__, *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(n: int, turns: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "network.json")
        print(elsewhere("--make", str(n), path))
        results = [elsewhere("--turn", path) for _ in range(turns)]
    print(f"Python {platform.python_version()}, {platform.machine()}, {turns} turns, medians")
    for name in results[0]:
        print(f"{name:20s} {statistics.median(result[name] for result in results):10.1f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--make", n, path]:
            make(int(n), Path(path))
        case ["--turn", path]:
            one_turn(Path(path))
        case [n, turns]:
            main(int(n), int(turns))
        case [n]:
            main(int(n), 3)
        case _:
            main(100_000, 3)
