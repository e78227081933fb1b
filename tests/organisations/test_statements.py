from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import quantities

from verkosto.dates import PartialDate
from verkosto.errors import DateError, OptionError
from verkosto.organisations import Quantity, Statement, total
from verkosto.text import LocalText


@pytest.mark.parametrize(
    ("quantity", "low", "high", "words"),
    [
        (Quantity(853), 853, 853, "853"),
        (Quantity(10000, "nearly"), 0, 10000, "nearly 10000"),
        (Quantity(200, "over"), 200, math.inf, "over 200"),
        (Quantity(850, "about"), 0, math.inf, "about 850"),
        (Quantity(10, "at_least"), 10, math.inf, "at least 10"),
        (Quantity(30, "at_most"), 0, 30, "at most 30"),
        (Quantity(None), 0, math.inf, "a number not stated"),
        (Quantity(0), 0, 0, "0"),
        (Quantity(2.0), 2, 2, "2"),
        (Quantity(1.5), 1.5, 1.5, "1.5"),
        (Quantity(1234567), 1234567, 1234567, "1234567"),
    ],
)
def test_what_a_quantity_allows_and_says(quantity: Quantity, low: float, high: float, words: str) -> None:
    assert (quantity.low, quantity.high, str(quantity)) == (low, high, words)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((10, "almost"), "No qualifier 'almost'.*Use one of exactly, about"),
        ((10, "nearley"), "Did you mean 'nearly'"),
        ((10, ["nearly"]), "No qualifier. Use one of"),
        ((None, "nearly"), "not stated has no qualifier"),
        ((True,), "not a bool"),
        (("10",), "not a str. Write it without quotes"),
        ((-1,), "from 0 up"),
        ((math.nan,), "from 0 up"),
        ((math.inf,), "not infinite"),
        ((10**400,), "not infinite"),
    ],
)
def test_what_is_no_quantity(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Quantity(*arguments)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], Quantity(0)),
        ([Quantity(2), Quantity(3)], Quantity(5)),
        ([Quantity(10), Quantity(None)], Quantity(10, "at_least")),
        ([Quantity(10), Quantity(5, "nearly")], Quantity(10, "at_least")),
        ([Quantity(10, "nearly"), Quantity(5, "at_most")], Quantity(15, "at_most")),
        ([Quantity(10, "about"), Quantity(None)], Quantity(None)),
    ],
)
def test_totals_say_no_more_than_their_parts(parts: list[Quantity], expected: Quantity) -> None:
    assert total(parts) == expected


@given(st.lists(quantities, max_size=4))
def test_a_total_allows_whatever_its_parts_allow(parts: list[Quantity]) -> None:
    found = total(parts)
    assert found.low <= sum(q.low for q in parts)
    assert found.high >= sum(q.high for q in parts)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (12, Quantity(12)),
        ("Yhteistyö", LocalText("Yhteistyö")),
        (dt.date(2020, 5, 11), PartialDate(2020, 5, 11)),
        (PartialDate(2020), PartialDate(2020)),
        (Quantity(None), Quantity(None)),
    ],
)
def test_a_statement_takes_plain_values(value: Any, expected: object) -> None:
    statement = Statement("resources", value, as_of="2023-04")
    assert statement.value == expected
    assert statement.as_of == PartialDate(2023, 4)


def test_a_statements_value_stays_out_of_its_repr() -> None:
    assert "secret" not in repr(Statement("topic", "secret"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"topic": "", "value": 1}, "Statement.topic is empty"),
        ({"topic": 5, "value": 1}, "Statement.topic is of type int"),
        ({"topic": "a", "value": ["b"]}, "holds no list"),
        ({"topic": "a", "value": -1}, "from 0 up"),
        ({"topic": "a", "value": 1, "publishable": None}, "Write True or False"),
    ],
)
def test_what_is_no_statement(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Statement(**arguments)


def test_a_statements_date_is_a_date() -> None:
    with pytest.raises(DateError, match="is no date"):
        Statement("a", 1, as_of="spring")
