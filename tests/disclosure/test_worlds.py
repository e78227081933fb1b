"""What tables state, against the answers: every number, also those that nobody publishes, is counted again by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from made_answers import kysely, responses, vastaukset
from made_tables import CALLS, Made, answers, tables

import verkosto as vk
from verkosto.aggregate import Table, crosstab, frequency, rows_meant
from verkosto.disclosure._arranged import arranged
from verkosto.disclosure._keys import ROWS
from verkosto.disclosure._worlds import worlds_of
from verkosto.instruments import Instrument, MultipleChoice, Option
from verkosto.responses import MISSING, Coded


def assert_true(given: Sequence[Table], *, counted: int = 1) -> None:
    """Every stated number and every relation holds of the answers."""
    known = 0
    for world in worlds_of(given, whole=True).values():
        statements = world.statements()
        lattice, places, relations = world.related(statements)
        table = next(stated.table for stated in world.tables.values())
        counts = np.full(len(lattice.places), np.nan)
        for number, place in lattice.places.items():
            if number.what == ROWS:
                counts[place] = rows_meant(table, world.extents.names(dict(number.facts)))
        known += int((~np.isnan(counts)).sum())
        for key, statement in statements.items():
            same = counts[places[key]]
            assert np.isnan(statement.value) or np.isnan(same) or statement.value == same, str(key)
        for whole, parts in relations.sums:
            if not np.isnan(counts[[whole, *parts]]).any():
                assert counts[whole] == counts[list(parts)].sum()
        for one, other in relations.same:
            assert np.isnan(counts[[one, other]]).any() or counts[one] == counts[other]
        assert np.nansum(counts[relations.none]) == 0
    assert known >= counted


@pytest.mark.thorough
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tables())
def test_numbers_and_relations_of_any_tables_hold_of_the_answers(made: Made) -> None:
    assert_true(made.tables, counted=0)


SAMPLE = vk.samples.tukirakenne()


@pytest.mark.parametrize(
    "given",
    [
        [vk.crosstab(SAMPLE, "malli_a", by="maakunta", margins=True), vk.frequency(SAMPLE, ["malli_a", "vaittamat"])],
        [vk.crosstab(SAMPLE, "malli_a", by=["maakunta", "toimiala"], margins=True)],
        [vk.crosstab(SAMPLE, "malli_a", by=kind, margins=True) for kind in ("kunta", "maakunta", "erva")],
        [
            vk.crosstab(SAMPLE, "palvelut", by="toimiala", where={"maakunta": ["06", "13"]}),
            vk.crosstab(SAMPLE, ["palvelut", "malli_a"], by="maakunta", margins=True),
        ],
    ],
    ids=["linked", "three-way", "areas", "parts"],
)
def test_tables_of_the_shipped_survey_hold_of_its_answers(given: list[Table]) -> None:
    assert_true(given, counted=60)


@pytest.mark.parametrize("odd", [None, (), "!invalid"], ids=["all ticked", "nothing ticked", "not readable"])
def test_who_did_not_tick_an_option_answered_its_question_where_that_is_so(odd: Any) -> None:
    options = (Option("a", "A"), Option("b", "B"))
    instrument = Instrument("k", "K", questions=(MultipleChoice("q", "Q", options=options), kysely()["malli"]))
    values = {"q": [("a",), ("b",), odd, ("a", "b"), None], "malli": ["k", "e", "k", "e", "k"]}
    given = responses(instrument, values)
    made = [crosstab(given, "malli", by="q[a]", margins=True), frequency(given, ["q", "malli"])]
    assert_true(made)
    arranged(made, whole=True)


def test_a_cell_that_cannot_be_read_beside_a_tick_is_no_answer_to_its_option() -> None:
    options = (Option("a", "A"), Option("b", "B"))
    instrument = Instrument("k", "K", questions=(MultipleChoice("q", "Q", options=options), kysely()["malli"]))
    given = responses(instrument, {"q": [("a",), ("b",), ("b",)], "malli": ["k", "e", "k"]})
    spoilt = given.variables["q[a]"]
    assert isinstance(spoilt, Coded)
    codes = spoilt.codes.copy()
    codes[1] = MISSING["invalid"]
    given = evolve(given, variables={**given.variables, "q[a]": evolve(spoilt, codes=codes)})
    assert_true([crosstab(given, "malli", by="q[a]", margins=True), frequency(given, ["q", "malli"])])


def test_tables_of_one_name_and_other_answers_are_kept_apart() -> None:
    one, other = (frequency(vastaukset(malli=codes), "malli") for codes in (["k", "k", "e"], ["k", "e", "e"]))
    assert list(worlds_of([one, other, one], whole=True)) == ["kysely-2020", "kysely-2020#1"]


def test_a_table_that_does_not_know_its_answers_is_of_those_of_the_others() -> None:
    table = vk.frequency(SAMPLE, "malli_a")
    release = vk.reported(
        {"k": 73, "e": 12, "eos": 15}, 562, question=SAMPLE.instrument["malli_a"], instrument=SAMPLE.instrument
    )
    (name,) = worlds_of([release, table], whole=True)
    assert name.startswith("tukirakenne-2020@")


@pytest.mark.thorough
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(answers(12))
def test_every_kind_of_table_can_be_read_without_its_answers(given: vk.Responses) -> None:
    made = [call(given, by="laji", margins=True) for call in CALLS.values()]
    for table in made:
        again = Table.from_json(table.to_json())
        (world,) = worlds_of([again], whole=True).values()
        (stated,) = world.tables.values()
        for row, key in enumerate(stated.rows):
            assert stated.numbers[key].value == table.cells["n"][row]


def test_groups_of_an_area_and_a_subset_of_that_area_are_one_number() -> None:
    by = crosstab(SAMPLE, "malli_a", by="maakunta")
    part = frequency(SAMPLE, "malli_a", where={"maakunta": ["13"]})
    (world,) = worlds_of([by, part], whole=True).values()
    every, inside = (world.tables[place] for place in (0, 1))
    assert set(inside.rows) < set(every.rows)
