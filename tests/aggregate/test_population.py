"""The size of a population is for the register's own units: 562 persons are none of 853 associations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from made_answers import kysely, responses

from verkosto.aggregate._population import check_population
from verkosto.errors import AnalysisError
from verkosto.responses import Responses


def of(*units: str | None, **columns: list[Any]) -> Responses:
    instrument = kysely(unit_id="jarjesto", sampling="sample")
    return responses(instrument, {"malli": ["k"] * len(units), "jarjesto": list(units), **columns})


@pytest.mark.parametrize("fpc", [853, "koko"])
def test_rows_that_are_distinct_units_have_a_population(fpc: Any) -> None:
    check_population(of("a", "b", "c", koko=[853.0] * 3), (), fpc)


def test_persons_of_one_association_are_not_the_registers_units() -> None:
    persons = of("a", "a", "b", "b", "c")
    with pytest.raises(AnalysisError) as caught:
        check_population(persons, (), 853)
    assert str(caught.value) == (
        "fpc 853 counts units of a register, but the rows are not those units: 2 of them ('jarjesto') stand in "
        "several. If the units were drawn, say psu='jarjesto'; otherwise leave fpc out."
    )
    check_population(persons, ("jarjesto",), 853)
    check_population(persons, ("jarjesto", "aika"), 853)


def test_rows_that_do_not_say_which_unit_they_are() -> None:
    with pytest.raises(AnalysisError, match="2 of 3 rows do not say which unit"):
        check_population(of("a", None, None), (), 853)
    without = evolve(of("a", "b"), variables={"malli": of("a", "b").variables["malli"]})
    with pytest.raises(AnalysisError, match="2 of 2 rows do not say"):
        check_population(without, (), 853)


def test_rows_that_stand_for_several_are_not_the_registers_units() -> None:
    with pytest.raises(AnalysisError, match="the rows are not those units: 1 of them"):
        check_population(of("a", "b"), (), 853, np.array([2, 1]))
    with pytest.raises(AnalysisError, match="3 of 4 rows do not say which unit"):
        check_population(of("a", None), (), 853, np.array([1, 3]))
    check_population(of("a", "b"), (), 853, np.array([1, 1]))


def test_rows_outside_the_subset_count() -> None:
    answers = of("a", "a", "b", laji=["p", "v", "p"])
    with pytest.raises(AnalysisError, match="rows are not those units: 1 of them"):
        check_population(answers.where({"laji": "p"}), (), 853)


def test_other_units_hold_whole_associations_or_are_refused() -> None:
    towns = of("a", "a", "b", "c", None, kunta=["091", "091", "179", "179", "179"])
    check_population(towns, ("kunta",), 309)
    check_population(towns, ("maakunta",), 19)
    persons = of("a", "a", "b", ryhma=["1", "2", "3"])
    with pytest.raises(AnalysisError, match=r"psu 'ryhma' is not those units: 1 of them \('jarjesto'\)"):
        check_population(persons, ("ryhma",), 853)
    with pytest.raises(AnalysisError, match="1 of 3 rows do not say"):
        check_population(of("a", "b", None, ryhma=["1", "2", "3"]), ("ryhma",), 853)


def test_a_share_says_what_was_drawn_of_whatever_units() -> None:
    persons = of("a", "a", "b", koko=[0.2, 0.2, 0.2])
    check_population(persons, (), 1.0)
    check_population(persons, (), 0.2)
    check_population(persons, (), "koko")


def test_where_the_codebook_names_no_unit_rows_are_taken_as_they_are() -> None:
    check_population(responses(kysely(), {"malli": ["k", "e"]}), (), 853)


def test_no_rows_are_no_fault() -> None:
    check_population(of(), (), 853)
