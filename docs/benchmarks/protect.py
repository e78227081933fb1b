"""What it takes to protect a table and to audit it: the whole calls, on invented answers of 21 areas and 6 options.

Run: python docs/benchmarks/protect.py [turns]

The answers are synthetic and always the same. A single table also gets advice (`protection.advice`), which tables that
are protected together do not.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

import verkosto as vk
from verkosto import disclosure

SIZES = (420, 1260, 6000)


def made(answers: int) -> vk.Table:
    """Return a table of 21 areas and 6 options, with its margins."""
    random = np.random.default_rng(2020)
    areas = vk.regions.areas("hyvinvointialue")
    scale = [vk.Option(str(step), f"Vaihtoehto {step}") for step in range(1, 7)]
    instrument = vk.Instrument(
        "mitattu",
        "Mitattu (synteettinen)",
        questions=(
            vk.AreaQuestion("alue", "Alue", area_type="hyvinvointialue"),
            vk.SingleChoice("vastaus", "Vastaus", options=scale),
        ),
    )
    codes = np.array([area.code for area in areas])[random.choice(21, answers, p=random.dirichlet(np.full(21, 3)))]
    values = random.choice(6, answers, p=random.dirichlet(np.full(6, 3))) + 1
    frame = pd.DataFrame({"alue": codes, "vastaus": values.astype(str)}, dtype="string")
    return vk.crosstab(vk.Responses.from_frame(frame, instrument), "vastaus", by="alue", margins=True)


def median(turns: int, call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the median of several runs in seconds, and what the last one returned."""
    taken = []
    for _ in range(turns):
        started = time.perf_counter()
        found = call()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), found


def main(turns: int) -> None:
    print("answers  protect  with advice  audit   hidden  of  safe")
    for answers in SIZES:
        table = made(answers)
        alone, _ = median(turns, lambda table=table: vk.protect(table))
        together, (published,) = median(turns, lambda table=table: vk.protect([table]))
        audited, audit = median(turns, lambda published=published: disclosure.audit(published))
        hidden, figures = published.protection.hidden, published.protection.figures
        print(f"{answers:7d} {together:8.3f} {alone:12.3f} {audited:6.3f} {hidden:8d} {figures:4d}  {audit.safe}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
