"""What rows of a table mean, against counting the rows that have the categories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from made_answers import responses, vastaukset
from made_tables import CALLS, answers

from verkosto.aggregate import (
    ABSENT,
    Table,
    Where,
    codes_meant,
    crosstab,
    frequency,
    groups_meant,
    mean,
    meant,
    quantile,
    rows_meant,
)
from verkosto.instruments import Instrument, Option, SingleChoice
from verkosto.responses import Responses


def both(*several: Where) -> dict[str, frozenset[str]]:
    """Those of whom all is true."""
    found: dict[str, frozenset[str]] = {}
    for where in several:
        for name, categories in where.items():
            found[name] = found.get(name, categories) & categories
    return found


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(answers(15))
def test_counting_what_a_row_means_gives_its_counts(given: Responses) -> None:
    for name, call in CALLS.items():
        table = call(given, by="laji", margins=True)
        known = meant(table)
        if known is None or name == "ticks":
            continue
        (groups,) = groups_meant(table) or ({},)
        of_variable = {heading.id: one for heading, one in zip(table.variables, known, strict=True)}
        for row, (variable, value, code) in enumerate(
            zip(*(table.cells[column] for column in ("variable", "value", "laji")), strict=True)
        ):
            one = of_variable[variable]
            counts = [rows_meant(table, both(groups[code], where)) for where in (one.own[value], one.base)]
            for count, column in zip(counts, ("n", "base"), strict=True):
                assert np.isnan(count) or count == table.cells[column][row], (name, variable, value, code)


def test_a_net_adds_up_two_steps() -> None:
    table = CALLS["net"](
        vastaukset(malli=["k", "k", "e", "eos"], laji=["p", "p", "v", "p"]), by="laji", dont_know="include"
    )
    scale = (meant(table) or ())[0].scale
    assert scale is not None
    assert scale.reached == ({"malli": frozenset({"k", "eos"})}, {"malli": frozenset("k")})
    assert scale.lowest == {"malli": frozenset("e")}
    assert {codes: counts.tolist() for codes, counts in scale.counts.items()} == {("p",): [3, 2], ("v",): [0, 0]}


@pytest.mark.parametrize("numbers", [(1, 2, 4), (3,), range(12)])
def test_uneven_numbers_and_long_scales_have_no_steps(numbers: Sequence[int]) -> None:
    options = tuple(Option(f"o{place}", f"Luku {place}", number=number) for place, number in enumerate(numbers))
    kysely = Instrument("k", "K", questions=(SingleChoice("luku", "Luku", options=options),))
    table = mean(responses(kysely, {"luku": [option.code for option in options]}), "luku")
    assert (meant(table) or ())[0].scale is None


def test_a_kind_of_area_is_made_of_the_answers_that_lie_in_it() -> None:
    table = frequency(vastaukset(malli=["k"] * 3, kunta=["837", "211", "091"]), "malli")
    assert codes_meant(table, "maakunta")["06"] == {"kunta": frozenset({"837", "211"})}
    assert codes_meant(table, "malli")[ABSENT + "refused"] == {"malli": frozenset({"kt", "!refused"})}
    assert codes_meant(table, "jarjesto") == {}


def test_a_table_whose_answers_are_not_at_hand_means_nothing() -> None:
    table = Table.from_json(crosstab(vastaukset(malli=["k"], laji=["p"]), "malli", by="laji").to_json())
    assert (meant(table), groups_meant(table), codes_meant(table, "malli")) == (None, None, {})
    assert np.isnan(rows_meant(table, {"malli": frozenset("k")}))
    assert meant(quantile(vastaukset(jasenia=[1]), "jasenia")) is None


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({"malli": frozenset({"k", "!not_answered"})}, 3),
        ({"jasenia": frozenset({"answered"})}, 3),
        ({"jasenia": frozenset({"7", "!invalid"})}, 2),
        ({"palvelut": frozenset({"answered"})}, 2),
        ({"palvelut": frozenset({"answered", "dont_know"}), "malli": frozenset("k")}, 2),
        ({"palvelut": frozenset({"!not_answered"})}, np.nan),
        ({"nowhere": frozenset("x")}, np.nan),
    ],
)
def test_respondents_with_categories_are_counted(where: Where, count: float) -> None:
    values = {"palvelut": [("kevat",), ("eos",), ("syksy", "eos"), None]}
    table = frequency(vastaukset(malli=["k", "k", "e", None], jasenia=[7, 800, 7.5, "!invalid"], **values), "malli")
    assert rows_meant(table, where) == pytest.approx(count, nan_ok=True)


def test_a_mean_of_a_scale_counts_those_with_numbers() -> None:
    table = mean(vastaukset(**{"vaittamat[r1]": ["1", "2", "0", None]}), "vaittamat[r1]")
    (one,) = meant(table) or ()
    assert one.base == one.own["mean"] == {"vaittamat[r1]": frozenset("12")}
