"""Golden numbers for MASI distances and for alpha of sets, made with nltk.

Run: python masi.py        (in this folder, with nltk 3.10.4 or newer; writes masi.json)

nltk had 0.67 and 0.33 in place of the thirds before. It divides by zero for two empty sets, and so does its
alpha where an answer has one; there is none here.
"""

from __future__ import annotations

import datetime as dt
import json
from importlib import import_module
from pathlib import Path

nltk, metrics = import_module("nltk"), import_module("nltk.metrics")
masi_distance, jaccard_distance = metrics.masi_distance, metrics.jaccard_distance

THEMES = ("tilat", "raha", "tieto", "vaki", "aika")


def themes(coder: int, answer: int) -> frozenset[str]:
    """The themes that a coder found in an answer, by a rule: the same for most, and one more or less for some."""
    found = {THEMES[answer % 5], THEMES[(answer * answer) % 5]}
    if (answer + 2 * coder) % 4 == 0:
        found ^= {THEMES[(answer + coder) % 5]}
    if (answer * (coder + 1)) % 7 == 3:
        found = {THEMES[(answer + 3) % 5]}
    return frozenset(found or {THEMES[coder]})


coders = [[themes(coder, answer) for answer in range(40)] for coder in range(3)]
rows = [(str(coder), str(answer), found) for coder, said in enumerate(coders) for answer, found in enumerate(said)]
met = [(a, b) for one in coders for other in coders for a, b in zip(one, other[3:], strict=False)]
pairs = sorted({(tuple(sorted(a)), tuple(sorted(b))) for a, b in met})
Path("masi.json").write_text(
    json.dumps(
        {
            "call": "python masi.py",
            "nltk": nltk.__version__,
            "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
            "pairs": [[*pair, masi_distance(*map(set, pair)), jaccard_distance(*map(set, pair))] for pair in pairs],
            "coders": [[sorted(found) for found in said] for said in coders],
            "alpha": {
                "masi": metrics.AnnotationTask(rows, distance=masi_distance).alpha(),
                "jaccard": metrics.AnnotationTask(rows, distance=jaccard_distance).alpha(),
            },
        }
    )
    + "\n",
    encoding="utf-8",
)
