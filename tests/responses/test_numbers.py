"""Numbers and days: what a cell means, and that a column is read as its cells are."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verkosto.responses import _numbers, parse_day, parse_days, parse_number, parse_numbers

LONG = 2100
"""Enough cells for the ways that only long columns go."""


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1", 1.0),
        (" 12 ", 12.0),
        ("8,5", 8.5),
        ("8.5", 8.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234.0),
        ("12\u202f345\u202f678", 12345678.0),
        ("\u22123,5", -3.5),
        ("+7", 7.0),
        ("1e-05", 1e-05),
        ("2.5E3", 2500.0),
        ("007", 7.0),
        ("1.234", 1.234),
    ],
)
def test_a_number_is_read_as_finns_write_it(cell: str, value: float) -> None:
    assert parse_number(cell) == value
    assert parse_numbers([cell]).tolist() == [value]


@pytest.mark.parametrize(
    "cell",
    ["", " ", "n. 20", "1.234,5", "1,234,567", "12 34", "1 2345", "nan", "inf", "1_0", "0x1", "73 %", "٣", "1e400",
     "9" * 400, "-", "1.", ".5", "1 234 56", "5\n6", "--5"],
)  # fmt: skip
def test_what_is_no_number_is_none(cell: str) -> None:
    assert np.isnan(parse_number(cell))
    assert np.isnan(parse_numbers([cell] * 70)).all()


CELLS = (
    st.from_regex(r"[+-]?[0-9]{1,4}([.,][0-9]{1,3})?([eE][0-9]{1,3})?", fullmatch=True)
    | st.sampled_from(["nan", "inf", "1_0", "", " 5", "1 234", "9" * 400, "5\n6", "\u22125", "٣"])
    | st.text(max_size=4)
)


@given(st.lists(CELLS, max_size=6), st.sampled_from([0, 70]))
@example(["5\n6"], 70)
@example(["9" * 400], 70)
def test_a_column_of_numbers_is_read_cell_by_cell(cells: list[str], plain: int) -> None:
    column = [str(place) for place in range(plain)] + cells
    expected = np.array([parse_number(cell) for cell in column])
    np.testing.assert_array_equal(parse_numbers(column), expected)


def moment(*parts: int) -> np.datetime64:
    moment: np.datetime64 = np.datetime64(dt.datetime(*parts).isoformat()).astype("datetime64[s]")  # type: ignore[arg-type]  # noqa: DTZ001
    return moment


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("5.1.2022", moment(2022, 1, 5)),
        ("05.01.2022", moment(2022, 1, 5)),
        ("31.12.2021 10.31", moment(2021, 12, 31, 10, 31)),
        ("31.12.2021 klo 10.31", moment(2021, 12, 31, 10, 31)),
        ("31.12.2021\u00a010:31:07", moment(2021, 12, 31, 10, 31, 7)),
        ("2022-01-05", moment(2022, 1, 5)),
        ("2022-01-05T10:31:07.250Z", moment(2022, 1, 5, 10, 31, 7)),
        ("2022-01-05 10:31", moment(2022, 1, 5, 10, 31)),
        (" 24/4/2020 ", moment(2020, 4, 24)),
        ("29.2.2020", moment(2020, 2, 29)),
        ("1.1.0001", moment(1, 1, 1)),
    ],
)
def test_a_day_is_read_as_finns_write_it(cell: str, value: np.datetime64) -> None:
    assert parse_day(cell) == value
    assert parse_days([cell]).tolist() == [value.item()]


@pytest.mark.parametrize(
    "cell",
    ["", "31.12.2021 10.61", "30.2.2020", "29.2.2021", "24.4.20", "2020", "4/2020", "2022-1-5", "0.1.2020",
     "24.13.2020", "1.1.0000", "eilen", "24.4.2020 24.00", "24.4.2020 noin klo 10", "٢٤.4.2020", "2020-04-24+02:00"],
)  # fmt: skip
def test_what_is_no_day_is_none(cell: str) -> None:
    assert np.isnat(parse_day(cell))
    assert np.isnat(parse_days([cell])).all()


def test_the_order_decides_about_slashes_alone() -> None:
    assert parse_day("4/5/2020", "dmy") == moment(2020, 5, 4)
    assert parse_day("4/5/2020", "mdy") == moment(2020, 4, 5)
    assert parse_day("4-5-2020", "mdy") == moment(2020, 4, 5)
    assert parse_day("4.5.2020", "mdy") == moment(2020, 5, 4)
    assert np.isnat(parse_day("24/4/2020", "mdy"))


FIRST = st.sampled_from(
    ["1.2.2020", "1.2.2020 10.31", "1.2.2020 10:31", "2020-02-01", "2020-02-01 10:31:07", "2020-02-01T10:31:07",
     "1/2/2020", "ei päivä"]
)  # fmt: skip
DAY_CELLS = FIRST | st.sampled_from(
    ["31.12.2021 10.61", "30.2.2020", "2020-2-1", "2020-02-01 10:31:60", "2020-02-01T10:31:61", "2020-02-01 24:00:00",
     "1.2.0020", "9999-12-31", "1.2.1500", "", " 1.2.2020", "1.2.2020\n", "2020-02-01 1:31:07", "x"]
) | st.text(max_size=5)  # fmt: skip


@given(FIRST, st.lists(DAY_CELLS, max_size=8), st.sampled_from(["dmy", "mdy"]))
@settings(max_examples=40)
@example("2020-02-01 10:31:07", ["2020-02-01 10:31:60"], "dmy")
@example("2020-02-01", ["2020-2-1"], "dmy")
def test_a_long_column_of_days_is_read_cell_by_cell(first: str, cells: list[str], order: str) -> None:
    column = [first, *cells, *[first] * LONG]
    expected = [parse_day(cell, order) for cell in [first, *cells]]
    found = parse_days(column, order)
    np.testing.assert_array_equal(found[: len(expected)], np.array(expected, dtype="datetime64[s]"))
    np.testing.assert_array_equal(found[len(expected) :], np.full(LONG, expected[0]))
    assert found.dtype == np.dtype("datetime64[s]")


def test_a_long_column_may_be_all_in_one_format() -> None:
    column = [f"{1 + place % 28}.{1 + place % 12}.2020" for place in range(LONG)]
    np.testing.assert_array_equal(parse_days(column), np.array([parse_day(cell) for cell in column]))


def test_only_days_are_remembered() -> None:
    _numbers._known_day.cache_clear()
    parse_days(["salaisuus@esimerkki.fi", "131052-308T", "7.7.1907", "7.7.1907"])
    assert _numbers._known_day.cache_info().currsize == 1
