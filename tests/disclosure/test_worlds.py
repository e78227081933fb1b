"""What tables state, against the answers: every number, also those that nobody publishes, is counted again by row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from made_answers import vastaukset
from made_tables import CALLS, Made, answers, tables

import verkosto as vk
from verkosto.aggregate import Table, crosstab, frequency, rows_meant
from verkosto.disclosure._keys import ROWS
from verkosto.disclosure._worlds import worlds_of


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


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
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
