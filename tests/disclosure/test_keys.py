"""Keys of numbers: what they are made of, and that they survive a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import frequency
from verkosto.disclosure._keys import ROWS, Key, population_of
from verkosto.errors import TableFormatError

texts = st.text(max_size=5)


@given(texts, st.frozensets(st.tuples(texts, texts), max_size=4), texts)
def test_a_key_comes_back_from_json(population: str, facts: frozenset[tuple[str, str]], what: str) -> None:
    key = Key(population, facts, what)
    assert Key.of_plain(json.loads(json.dumps(key.plain()))) == key
    assert json.loads(str(key)) == key.plain()


@pytest.mark.parametrize(
    "plain", [None, 3, [], ["a", "rows"], ["a", "rows", [["b"]]], ["a", "rows", [["b", 3]]], [1, ROWS, []]]
)
def test_what_is_no_key_is_told(plain: Any) -> None:
    with pytest.raises(TableFormatError, match=r"of another form\. Give what `Key\.plain` wrote"):
        Key.of_plain(plain)


def test_whose_answers_a_table_shows() -> None:
    table = frequency(vastaukset(malli=["k"]), "malli")
    assert population_of(table) == "kysely-2020"
    assert population_of(evolve(table, provenance={"digest": "0123456789abcdef"})) == "kysely-2020@0123456789ab"
