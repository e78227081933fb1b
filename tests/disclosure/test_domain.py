"""The domain of a table as facts, and ranges of numbers and days among them."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import Table, frequency
from verkosto.disclosure._domain import domain_facts
from verkosto.disclosure._extents import Extents
from verkosto.disclosure._ranges import ends_of, pieces_of
from verkosto.disclosure._relations import system_of
from verkosto.disclosure._worlds import worlds_of
from verkosto.errors import TableFormatError
from verkosto.responses import WHERE


def test_the_whole_has_no_facts() -> None:
    assert domain_facts(frequency(vastaukset(malli=["k"]), "malli"), Extents()) == frozenset()


def test_an_area_means_the_answers_that_lie_in_it() -> None:
    table = frequency(vastaukset(malli=["k"] * 3, kunta=["837", "211", "091"]), "malli", where={"maakunta": ["06"]})
    extents = Extents()
    facts = domain_facts(table, extents)
    assert facts == {("maakunta", "06")}
    assert extents.names(extents.meaning(facts)) == {"kunta": frozenset({"837", "211"})}


@pytest.mark.parametrize("text", ["", "{", "3", '[["malli"]]', '[["malli", 3]]', "[3]"])
def test_a_subset_of_another_form_is_told(text: str) -> None:
    table = frequency(vastaukset(malli=["k"]), "malli")
    with pytest.raises(TableFormatError, match="tells its subset"):
        system_of([evolve(table, provenance={WHERE: text})])


def test_wider_and_narrower_ranges_of_days_and_numbers_add_up() -> None:
    answers = vastaukset(
        malli=["k", "k", "e", "e"],
        jasenia=[2, 5, 10, 80],
        pvm=["2020-01-31", "2020-02-01", "2020-02-29", "2020-03-01"],
    )
    for wide, narrow in (
        ({"jasenia": (None, 10)}, {"jasenia": (5, 10)}),
        ({"pvm": ("2020-01", "2020-02")}, {"pvm": ("2020-02", "2020-02")}),
    ):
        found = system_of([frequency(answers, "malli", where=where) for where in (wide, narrow)])
        wider, narrower = found.standings
        tied = [total for total in found.counts.sums if total.whole == wider.rows[0]]
        assert any(narrower.rows[0] in total.parts for total in tied)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=6, unique=True), st.integers(0, 9), st.integers(0, 9))
def test_pieces_of_a_range_are_those_inside_it(ends: list[int], one: int, other: int) -> None:
    low, high = sorted((one, other))
    every = [str(end) for end in {*ends, low, high}]
    pieces = pieces_of(str(low), str(high), every)
    assert [piece for piece in pieces if ".." not in piece] == [
        str(end) for end in sorted({*ends, low, high}) if low <= end <= high
    ]
    whole = pieces_of("", "", every)
    assert (whole[0].startswith(".."), whole[-1].endswith("..")) == (True, True)
    assert set(pieces) <= set(whole)


def test_other_codes_are_no_ranges() -> None:
    assert [ends_of(code) for code in ("k", "[x]", "a..b", "[1..2]")] == [None, None, None, ("1", "2")]


def test_a_number_that_was_hidden_before_is_not_known_without_answers() -> None:
    table = frequency(vastaukset(malli=["k"]), "malli")
    (world,) = worlds_of([Table.from_json(table.to_json())], whole=True).values()
    (stated,) = world.tables.values()
    assert world.counted(stated.rows[0]) != world.counted(stated.rows[0])
