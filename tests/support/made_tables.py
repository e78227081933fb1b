"""Tables of every kind of the same answers, for what must hold of any tables published together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from made_answers import kysely, responses

from verkosto.aggregate import (
    Table,
    bottom_box,
    crosstab,
    mean,
    net,
    nps,
    proportion,
    quantile,
    ratio,
    top_box,
    total,
)
from verkosto.responses import Responses

__all__ = ["CALLS", "Made", "answers", "tables"]

_REASONS = (None, "!refused", "!invalid", "!dont_know")
_BY: tuple[tuple[str, ...], ...] = (
    ("laji",), ("kunta",), ("maakunta",), ("laji", "maakunta"), ("palvelut[kevat]",), ("malli",),
    ("maakunta", "palvelut[syksy]"),
)  # fmt: skip
_WHERE: tuple[dict[str, Any] | None, ...] = (
    None,
    {"laji": ["p"]},
    {"maakunta": ["06"]},
    {"palvelut": ["kevat"]},
    {"jasenia": (2, None), "laji": ["p", "v"]},
    {"palvelut[kevat]": False},
)

CALLS: dict[str, Callable[..., Table]] = {
    "choice": lambda r, **o: crosstab(r, "malli", **o),
    "without eos": lambda r, **o: crosstab(r, "malli", dont_know="exclude", **o),
    "asked": lambda r, **o: crosstab(r, ["malli", "palvelut"], base="asked", **o),
    "ticks": lambda r, **o: crosstab(r, "palvelut", base="ticks", **o),
    "options": lambda r, **o: crosstab(r, "palvelut", **o),
    "some options": lambda r, **o: crosstab(r, ["palvelut[kevat]", "vaittamat[r1]"], **o),
    "matrix": lambda r, **o: crosstab(r, "vaittamat", **o),
    "box": lambda r, **o: top_box(r, "vaittamat", boxes=1, **o),
    "other box": lambda r, **o: bottom_box(r, "suosittelu", boxes=3, **o),
    "proportion": lambda r, **o: proportion(r, "malli", values=["e", "eos"], **o),
    "net": lambda r, **o: net(r, "malli", positive="k", negative="e", **o),
    "nps": lambda r, **o: nps(r, "suosittelu", **o),
    "mean": lambda r, **o: mean(r, ["jasenia", "vaittamat[r2]"], **o),
    "total": lambda r, **o: total(r, ["jasenia", "malli"], **o),
    "weighted": lambda r, **o: total(r, "jasenia", weights="paino", **o),
    "median": lambda r, **o: quantile(r, "jasenia", **o),
    "ratio": lambda r, **o: ratio(r, "jasenia", over="jarjestys[a]", **o),
    "collapsed": lambda r, **o: crosstab(r, "malli", **o).collapse({"muu": ["e", "eos"]}),
}
"""Ways to make a table of answers, by what they show."""


class Made:
    """Tables, and how they were made: a table itself is too long to be shown where a test fails."""

    def __init__(self, tables: list[Table], calls: list[str]) -> None:
        self.tables, self._calls = tables, calls

    def __repr__(self) -> str:
        return f"<Made: {'; '.join(self._calls)}>"


@st.composite
def answers(draw: st.DrawFn, most: int = 25) -> Responses:
    """Answers to `kysely()` with every kind of missing value."""
    rows = draw(st.integers(0, most))

    def column(*values: Any) -> list[Any]:
        return draw(st.lists(st.sampled_from([*values, *_REASONS]), min_size=rows, max_size=rows))

    ticked = st.lists(st.sampled_from(["kevat", "syksy", "eos", "eikoske"]), unique=True, max_size=2)
    ticks = draw(st.lists(st.one_of(st.none(), ticked.map(tuple)), min_size=rows, max_size=rows))
    return responses(
        kysely(),
        {
            "malli": column("k", "k", "e", "eos", "kt"),
            "laji": column("p", "v"),
            "vaittamat[r1]": column("1", "2", "0"),
            "vaittamat[r2]": column("1", "2", "0"),
            "palvelut": ticks,
            "kunta": column("091", "049", "837", "211"),
            "suosittelu": column(0, 7, 9, 10),
            "jasenia": column(1, 2, 50),
            "jarjestys[a]": column(1, 2),
            "jarjesto": column("A", "B", "C"),
            "paino": [1.0] * rows,
        },
    )


@st.composite
def tables(draw: st.DrawFn, most: int = 3) -> Made:
    """Some tables of the same answers, or of parts of them."""
    found = draw(answers())
    made, calls = [], []
    for _ in range(draw(st.integers(1, most))):
        name = draw(st.sampled_from(list(CALLS)))
        by = [part for part in draw(st.sampled_from(_BY)) if not (part == "malli" and name in _OF_MALLI)]
        if name in _OF_OPTIONS:
            by = [part for part in by if not part.startswith("palvelut")]
        options: dict[str, Any] = {"by": by, "margins": draw(st.booleans()), "where": draw(st.sampled_from(_WHERE))}
        made.append(CALLS[name](found, **options))
        calls.append(f"{name} {options}")
    return Made(made, calls)


_OF_MALLI = ("choice", "without eos", "asked", "proportion", "net", "total", "collapsed")
_OF_OPTIONS = ("asked", "ticks", "options", "some options")
