"""The same answers in memory and in every engine, and tables that must say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from made_answers import kysely, responses

from verkosto.aggregate import (
    Design,
    LazyResponses,
    Table,
    bottom_box,
    crosstab,
    frequency,
    mean,
    net,
    nps,
    proportion,
    ratio,
    top_box,
    total,
)
from verkosto.instruments import Column, Instrument, Number
from verkosto.responses import Responses

__all__ = ["CALLS", "answers", "assert_same", "clean", "in_engines", "survey"]

Answers = Responses | LazyResponses

CLUSTERS = Design(weights="paino", strata="ryhma", psu="yksikko", fpc="koko")
STRATA = Design(weights="paino", strata="ryhma")

CALLS: dict[str, Callable[[Any], Table]] = {
    "several questions": lambda a: frequency(a, ["malli", "palvelut", "vaittamat", "suosittelu", "kunta"]),
    "another base": lambda a: frequency(a, ["malli", "palvelut"], weights="paino", base="asked"),
    "ticks": lambda a: crosstab(a, "palvelut", by="laji", weights="paino", base="ticks"),
    "two groups and margins": lambda a: crosstab(
        a, ["malli", "palvelut"], by=["laji", "vaittamat[r1]"], margins=True, weights="paino"
    ),
    "a kind of area": lambda a: crosstab(a, "malli", by="maakunta", margins=True, dont_know="exclude"),
    "a tick, a score, a stratum": lambda a: crosstab(a, "malli", by=["palvelut[kevat]", "suosittelu", "ryhma"]),
    "a subset by area and number": lambda a: crosstab(
        a, "malli", by="laji", weights="paino", where={"maakunta": ["01"], "jasenia": (999_980, None)}
    ),
    "a subset by ticks": lambda a: frequency(a, "laji", where={"palvelut": ["kevat"], "vaittamat[r1]": "1"}),
    "strata": lambda a: crosstab(a, ["malli", "kunta"], by="laji", design=STRATA, where={"suosittelu": (0, 8)}),
    "clusters": lambda a: crosstab(a, ["malli", "palvelut"], by="laji", margins=True, design=CLUSTERS),
    "a subset of clusters": lambda a: frequency(
        a, "malli", design=CLUSTERS, where={"jarjesto": ["s0-0/0", "s1-2/1", "s3-3/2"]}
    ),
    "shares drawn": lambda a: crosstab(a, "malli", by="laji", design=Design(strata="ryhma", psu="yksikko", fpc=0.5)),
    "strata of rows": lambda a: crosstab(a, "malli", by="laji", design=Design(strata="ryhma", fpc=0.25)),
    "a census": lambda a: frequency(a, "malli", design=Design.census()),
    "mean": lambda a: mean(a, ["jasenia", "suosittelu"], by="laji", margins=True, weights="paino"),
    "mean in clusters": lambda a: mean(a, "jasenia", by="maakunta", design=CLUSTERS),
    "mean in strata": lambda a: mean(a, "jasenia", by="laji", design=STRATA, where={"malli": ["k", "e"]}),
    "total": lambda a: total(a, ["jasenia", "malli"], by="laji", design=CLUSTERS),
    "ratio": lambda a: ratio(a, "jasenia", over="tunteja", by="laji", weights="paino", margins=True),
    "ratio in clusters": lambda a: ratio(a, "jasenia", over="tunteja", design=CLUSTERS),
    "proportion": lambda a: proportion(a, "malli", values=["k", "e"], by="laji", weights="paino", margins=True),
    "top box": lambda a: top_box(a, "vaittamat", boxes=1, by="laji", weights="paino"),
    "bottom box": lambda a: bottom_box(a, "vaittamat", boxes=1, design=CLUSTERS),
    "net": lambda a: net(a, "malli", positive=["k"], negative=["e"], by="laji", design=STRATA),
    "nps": lambda a: nps(a, "suosittelu", by="laji", weights="paino", margins=True),
}
"""Calls that take answers wherever they lie."""


def survey() -> Instrument:
    """An instrument with every kind of question, and sampling units."""
    plain = kysely()
    return kysely(
        unit_id="jarjesto",
        columns=(*plain.columns, Column("yksikko", role="psu")),
        questions=(*plain.questions, Number(id="tunteja", text="Montako tuntia?")),
    )


def answers(rows: int = 240, seed: int = 1) -> Responses:
    """Answers by chance, in four strata of five units; as reading them from their own frame has them."""
    random = np.random.default_rng(seed)

    def some(*values: Any) -> list[Any]:
        return [values[place] for place in random.integers(0, len(values), rows)]

    def ticks() -> list[Any]:
        listed = ("kevat", "syksy", "eos", "eikoske")
        return [list(random.choice(listed, random.integers(1, 3), replace=False)) for _ in range(rows)]

    strata = [f"s{place}" for place in random.integers(0, 4, rows)]
    units = [f"{stratum}-{place}" for stratum, place in zip(strata, random.integers(0, 5, rows), strict=True)]
    values: dict[str, Any] = {
        "malli": some("k", "e", "eos", "kt", None),
        "laji": some("p", "v", None),
        "vaittamat[r1]": some("1", "2", "0", None),
        "vaittamat[r2]": some("1", "2", None),
        "palvelut": [None if random.random() < 0.1 else given for given in ticks()],
        "kunta": some("091", "049", "092", "837", "179", None),
        "suosittelu": some(*range(11), None),
        # Far from 0 and close together: raw squares would lose all that tells them apart.
        "jasenia": [None if random.random() < 0.1 else float(n) for n in random.normal(1e6, 30, rows).round(2)],
        "tunteja": [None if random.random() < 0.1 else float(n) for n in random.gamma(3, 4, rows).round(1)],
        "paino": random.gamma(5, 0.2, rows).round(4).tolist(),
        # Units hold whole associations, as municipalities do.
        "jarjesto": [
            None if place == 3 else f"{unit}/{place}" for unit, place in zip(units, some(*range(4)), strict=True)
        ],
        "ryhma": strata,
        "yksikko": units,
        "koko": [{"s0": 20.0, "s1": 25.0, "s2": 30.0, "s3": 40.0}[stratum] for stratum in strata],
        "perustelu": some("Hyvä", None),
    }
    return clean(responses(survey(), values))


def clean(made: Responses) -> Responses:
    """Return answers as reading them from their own frame has them: no reason that a frame cannot tell."""
    return Responses.from_frame(made.frame, made.instrument)


def in_engines(made: Responses) -> Iterator[tuple[str, LazyResponses]]:
    """Give the same answers to every engine that runs in this process."""
    frame = made.frame
    table = pa.Table.from_pandas(frame)
    frames: dict[str, Any] = {
        "pandas": frame,
        "polars": pl.from_pandas(frame).lazy(),
        "pyarrow": table,
        "duckdb": duckdb.from_arrow(table),
    }
    for name, native in frames.items():
        yield name, LazyResponses(native, made.instrument)


def assert_same(one: Table, other: Table) -> None:
    """Hold two tables to one another: counts and texts alike, figures to 1e-9."""
    pd.testing.assert_frame_equal(one.frame, other.frame, rtol=1e-9, atol=1e-13, check_exact=False)
    pd.testing.assert_frame_equal(one.missing, other.missing)
    assert (one.variables, one.groups, one.title) == (other.variables, other.groups, other.title)
    assert (one.notes, one.weights, one.level) == (other.notes, other.weights, other.level)
