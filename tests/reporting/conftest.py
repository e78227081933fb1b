"""Tables of every shape that a report can meet."""

from __future__ import annotations

from typing import Any

import pytest
from made_answers import vastaukset

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.disclosure import PublishedTable, protect
from verkosto.responses import Responses

KUNNAT = ["049", "091", "179", "837", "564", "698"]


@pytest.fixture(scope="session")
def answers() -> Responses:
    """120 answers in six municipalities of five regions, some of everything missing."""
    rows = range(120)
    statements: dict[str, Any] = {
        "vaittamat[r1]": [["1", "2", "0"][i % 3] for i in rows],
        "vaittamat[r2]": [["2", "2", None, "1"][i % 4] for i in rows],
    }
    return vastaukset(
        malli=[["k", "k", "e", "eos", "k", None][i % 6] for i in rows],
        laji=["p" if i % 3 else "v" for i in rows],
        kunta=[None if i % 40 == 7 else KUNNAT[i * i % 6] for i in rows],
        palvelut=[[["kevat"], ["kevat", "syksy"], ["eos"], "!not_asked"][i % 4] for i in rows],
        suosittelu=[i % 11 for i in rows],
        paino=[1.0 + i % 3 for i in rows],
        **statements,
    )


@pytest.fixture(scope="session")
def bars(answers: Responses) -> Table:
    return frequency(answers, "malli")


@pytest.fixture(scope="session")
def ticks(answers: Responses) -> Table:
    return frequency(answers, "palvelut")


@pytest.fixture(scope="session")
def stacked(answers: Responses) -> Table:
    return frequency(answers, "vaittamat")


@pytest.fixture(scope="session")
def dots(answers: Responses) -> Table:
    return crosstab(answers, "malli", by="maakunta", margins=True)


@pytest.fixture(scope="session")
def two_ways(answers: Responses) -> Table:
    return crosstab(answers, ["malli", "palvelut"], by=["laji", "maakunta"], margins=True, weights="paino")


@pytest.fixture(scope="session")
def published(dots: Table) -> PublishedTable:
    return protect(dots)


@pytest.fixture(scope="session")
def nothing() -> Table:
    """An area question that nobody answered: no rows, no answers."""
    return frequency(vastaukset(kunta=[None, None]), "kunta")


@pytest.fixture(scope="session")
def tables(bars: Table, ticks: Table, stacked: Table, dots: Table, two_ways: Table, nothing: Table) -> list[Table]:
    return [bars, ticks, stacked, dots, two_ways, nothing]
