"""How long a script waits before its first line: `import verkosto`, with and without regions, beside peers.

Run: python docs/benchmarks/import_time.py [repeats]
Each statement runs in an interpreter of its own, turn by turn; the time of an empty interpreter is subtracted.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time

STATEMENTS = {
    "import attrs, cattrs": "import attrs, cattrs",
    "import pandas": "import pandas",
    "import verkosto": "import verkosto",
    "verkosto.regions.areas('maakunta')": "import verkosto as vk; vk.regions.areas('maakunta', on='2020-03-01')",
    "a codebook in code": ("import verkosto as vk; vk.Instrument('k', 'K', questions=[vk.Text(id='t', text='T?')])"),
}
HEAVY = "import sys; print(','.join(m for m in ('numpy', 'pandas', 'requests', 'scipy') if m in sys.modules))"


def seconds(statement: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - started


def main(repeats: int) -> None:
    taken: dict[str, list[float]] = {name: [] for name in ("empty", *STATEMENTS)}
    for _ in range(repeats):
        taken["empty"].append(seconds("pass"))
        for name, statement in STATEMENTS.items():
            taken[name].append(seconds(statement))
    empty = statistics.median(taken["empty"])
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {repeats} turns, median seconds over an empty one"
    )
    for name, statement in STATEMENTS.items():
        loaded = subprocess.run(
            [sys.executable, "-c", f"{statement}; {HEAVY}"], check=True, capture_output=True, text=True
        ).stdout.strip()
        print(
            f"{name:40s} {statistics.median(taken[name]) - empty:6.3f} s   loads: {loaded or 'none of the heavy ones'}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
