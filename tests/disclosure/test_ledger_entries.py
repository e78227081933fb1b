"""Entries of a ledger: written and read back without loss, and without anything hidden."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.dates import PartialDate
from verkosto.disclosure._keys import Key
from verkosto.disclosure._ledger_entries import SCHEMA, Entry
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._system import Sum, System
from verkosto.errors import TableFormatError
from verkosto.text import LocalText

KEYS = tuple(Key("kysely@1", frozenset({("malli", code), ("maakunta", "13")})) for code in ("*", "k", "e"))

AMOUNTS = System(
    (Key("kysely@1", frozenset({("maakunta", "13")}), "sum:tase"),),
    np.array([-12.5]),
    np.array([True]),
    np.array([-np.inf]),
    np.array([np.inf]),
    (),
    whole=False,
)


def entry_of(values: list[float], shown: list[bool], on: str | None = None) -> Entry:
    system = System(
        KEYS,
        np.array(values),
        np.array(shown),
        np.zeros(3),
        np.array([np.inf, 9.0, np.inf]),
        (Sum(0, (1, 2)),),
    )
    day = None if on is None else PartialDate.of(on)
    title = LocalText("Kannatatko?", "Understöder du?")
    where = '[["toimiala", ["sote"]]]'
    return Entry(day, title, "kysely", ("malli",), ("maakunta",), where, Rules(min_count=3), system, AMOUNTS)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=3), st.lists(st.booleans(), min_size=3, max_size=3))
def test_an_entry_comes_back_as_it_was_written(values: list[int], shown: list[bool]) -> None:
    entry = entry_of([float(value) for value in values], shown, "2020-05")
    again = Entry.of_line(entry.line())
    assert again.line() == entry.line()
    assert again.system.keys == KEYS
    assert again.system.sums == entry.system.sums
    np.testing.assert_array_equal(again.system.values, entry.system.values)
    np.testing.assert_array_equal(again.system.shown, shown)
    assert again.amounts.values.tolist() == [-12.5]
    assert not again.amounts.whole
    assert again.rules == Rules(min_count=3)
    assert (str(again.on), again.title.sv, again.where) == ("2020-05", "Understöder du?", entry.where)


def test_nothing_hidden_is_in_the_line() -> None:
    entry = entry_of([41.0, 37.0, 4.0], [True, False, False])
    numbers = json.loads(entry.line())["counts"]["numbers"]
    assert [number[1:] for number in numbers] == [[41.0], [None, 0.0, 9.0], [None, 0.0, None]]
    assert np.isnan(entry.system.values[1:]).all()
    # What is hidden does not change the id either, by which it could be guessed.
    assert entry.id == entry_of([41.0, 36.0, 5.0], [True, False, False]).id
    assert "37" not in entry.line()


def test_ends_of_bands_come_back() -> None:
    again = Entry.of_line(entry_of([41.0, 37.0, 4.0], [True, False, False]).line())
    assert again.system.low.tolist() == [0, 0, 0]
    assert again.system.high.tolist() == [np.inf, 9, np.inf]


def test_the_day_is_no_part_of_what_tells_entries_apart() -> None:
    values, shown = [41.0, 37.0, 4.0], [True, True, False]
    assert entry_of(values, shown, "2020-05-04").id == entry_of(values, shown).id
    assert entry_of(values, shown).id != entry_of([41.0, 36.0, 4.0], shown).id


def test_an_entry_tells_in_short_what_it_is() -> None:
    entry = entry_of([41.0, 37.0, 4.0], [True, True, False])
    assert repr(entry) == f"<Entry {entry.id}: kysely, malli, 2 numbers>"
    assert entry.populations == {"kysely@1"}


def changed(numbers: Any = None, sums: Any = None, **parts: Any) -> str:
    raw = json.loads(entry_of([41.0, 37.0, 4.0], [True, True, False]).line())
    counts = raw["counts"]
    raw["counts"] = {"numbers": numbers or counts["numbers"], "sums": counts["sums"] if sums is None else sums}
    return json.dumps({**raw, **parts})


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[]", "its schema is None"),
        ('{"schema": "verkosto.table/1"}', "its schema is 'verkosto.table/1' and not 'verkosto.ledger/1'"),
        (f'{{"schema": "{SCHEMA}"}}', "it lacks a part of an entry"),
        (changed(numbers=[["key", 1]]), "has one of another form"),
        (changed(numbers=[[KEYS[0].plain(), "many"]]), "has one of another form"),
        (changed(sums=[[0, [1, 7]]]), "has one of another form"),
        (changed(on="4.5.2020"), "has one of another form"),
        (changed(rules={"min_count": 0}), "has one of another form"),
        (changed(sums=[]), "its numbers are not those that its id was made of"),
        (changed(id="0"), "its numbers are not those that its id was made of"),
    ],
)
def test_what_is_no_entry_is_said(line: str, fault: str) -> None:
    with pytest.raises(TableFormatError, match=fault):
        Entry.of_line(line)
