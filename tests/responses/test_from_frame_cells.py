"""Values of any type as text: nothing rounded, nothing invented, the same from every engine."""

from __future__ import annotations

import datetime as dt
import decimal
import uuid
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from verkosto.responses._frame_cells import cells, text_of
from verkosto.responses._numbers import parse_days, parse_number


def texts(series: Any) -> list[str | None]:
    raw = cells(nw.from_native(series, series_only=True), "x")
    assert "" not in raw.values
    assert len(set(raw.values)) == len(raw.values)
    return list(raw.texts())


MOMENT = dt.datetime.fromisoformat("2020-03-01 10:30")
MIDNIGHT = dt.datetime.fromisoformat("2020-03-01")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("049", "049"), ("", ""), (None, ""), (float("nan"), ""), (pd.NaT, ""), (pd.NA, ""),
        (np.datetime64("NaT", "s"), ""),
        (True, "true"), (np.False_, "false"), (0, "0"), (np.int8(-3), "-3"), (2**70, str(2**70)), (49.0, "49"),
        (-0.0, "0"),
        (0.1, "0.1"), (1e-7, "1e-07"), (1e300, "1e+300"), (float("inf"), "inf"), (np.float32(0.1), "0.1"),
        (2.0**53, str(2.0**53)),
        (decimal.Decimal("1.50"), "1.50"), (decimal.Decimal("NaN"), ""), (MOMENT, "2020-03-01 10:30:00"),
        (MIDNIGHT, "2020-03-01"), (dt.date(1, 2, 3), "0001-02-03"), (dt.time(7, 5), "07:05:00"),
        (pd.Timestamp("2020-03-01T00:00:00.000000001"), "2020-03-01 00:00:00.000000001"),
        (dt.timedelta(days=1, seconds=5), "24:00:05"), (-dt.timedelta(milliseconds=1500), "-0:00:01.5"),
        (pd.Timedelta(1, "ns"), "0:00:00.000000001"), (uuid.UUID(int=1), str(uuid.UUID(int=1))),
        (pd.Period("2020-03"), "2020-03"),
    ],
)  # fmt: skip
def test_a_value_alone(value: Any, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("more", [[], [7]], ids=["strings", "mixed"])
def test_half_a_surrogate_pair_is_spelled_out(more: list[Any]) -> None:
    """It is no character: no file could hold it, nor a frame of texts."""
    found = texts(pd.Series(["\ud83d", "\\ud83d", "ä\ude00", "", None, *more], dtype=object))
    assert found == ["\\ud83d", "\\ud83d", "ä\\ude00", None, None, *map(str, more)]


def everywhere(values: list[Any], kind: pl.DataType | type[pl.DataType]) -> list[Any]:
    made = pl.Series("x", values, dtype=kind)
    return [
        made,
        pa.chunked_array([made.to_arrow()]),
        made.to_pandas(),
        made.to_pandas(use_pyarrow_extension_array=True),
    ]


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (pl.String, ["b", None, "", "a", "b"], ["b", None, None, "a", "b"]),
        (pl.Categorical, ["b", None, "a"], ["b", None, "a"]),
        (pl.Enum(["a", "b", "c"]), ["b", None, "a"], ["b", None, "a"]),
        (pl.Boolean, [True, None, False], ["true", None, "false"]),
        (pl.Float64, [1.0, None, float("nan"), 0.1], ["1", None, None, "0.1"]),
        (pl.Float32, [1.0, 0.1], ["1", "0.1"]),
        (pl.Date, [dt.date(2020, 3, 1), None], ["2020-03-01", None]),
        (pl.Datetime("us"), [MOMENT, None, MIDNIGHT], ["2020-03-01 10:30:00", None, "2020-03-01"]),
        (pl.Datetime("us"), [MOMENT, MOMENT.replace(microsecond=500), MIDNIGHT],
         ["2020-03-01 10:30:00", "2020-03-01 10:30:00.0005", "2020-03-01"]),
        (pl.Time, [dt.time(1, 2), None], ["01:02:00", None]),
        (pl.Duration("us"), [dt.timedelta(hours=30), None], ["30:00:00", None]),
        (pl.Decimal(6, 2), [decimal.Decimal("1.50"), None], ["1.50", None]),
        (pl.Int64, [], []), (pl.String, [], []), (pl.Null, [None, None], [None, None]),
    ],
)  # fmt: skip
def test_a_column_of_each_type_from_each_engine(kind: Any, values: list[Any], expected: list[Any]) -> None:
    for series in everywhere(values, kind):
        assert texts(series) == expected


def test_large_whole_numbers_beside_nulls_keep_every_digit() -> None:
    large = [2**62 + 1, None, -(2**62) - 1]
    arrays: list[Any] = [
        pl.Series(large),
        pa.chunked_array([large]),
        pd.Series(large, dtype="Int64"),
        pd.Series(large, dtype=object),
    ]
    for series in [*arrays, pl.Series(large, dtype=pl.Int128)]:
        assert texts(series) == [str(2**62 + 1), None, str(-(2**62) - 1)]


def test_columns_of_pandas_that_no_other_engine_has() -> None:
    assert texts(pd.Series([1, True, 1.0, "1", None, "x"], dtype=object)) == ["1", "true", "1", "1", None, "x"]
    assert texts(pd.Series([True, None, False], dtype=object)) == ["true", None, "false"]
    assert texts(pd.Series(["a", None, "b"], dtype=object)) == ["a", None, "b"]
    assert texts(pd.Series([3, None, 1.5]).astype("category")) == ["3", None, "1.5"]
    assert texts(pd.Series(pd.Categorical(["a"], categories=["", "b", "a"]))) == ["a"]
    assert texts(pd.Series(pd.period_range("2020-01", periods=2, freq="M"))) == ["2020-01", "2020-02"]
    assert texts(pd.Series([dt.date(2020, 1, 2), None], dtype=object)) == ["2020-01-02", None]
    assert texts(pd.Series(pd.arrays.FloatingArray(np.array([np.nan, 2.0]), np.array([False, True])))) == [None, None]


def test_chunks_and_views_of_arrow() -> None:
    chunked = pa.chunked_array([["a", None], [], ["b", "a"]])
    assert texts(chunked) == texts(chunked.dictionary_encode()) == ["a", None, "b", "a"]
    assert texts(pa.chunked_array([pa.array(["a", None, "b"], type=pa.string_view())])) == ["a", None, "b"]
    assert texts(pa.chunked_array([], type=pa.dictionary(pa.int8(), pa.string()))) == []


def test_polars_keeps_objects() -> None:
    assert texts(pl.Series([uuid.UUID(int=2)], dtype=pl.Object)) == [str(uuid.UUID(int=2))]


@example([0.0, -0.0, 1.5])
@given(st.lists(st.none() | st.floats(allow_infinity=False) | st.floats(width=32, allow_infinity=False)))
def test_every_number_is_read_back_as_it_was(values: list[float | None]) -> None:
    for series in everywhere(values, pl.Float64):
        for value, text in zip(values, texts(series), strict=True):
            assert (value is None or value != value) if text is None else parse_number(text) == value


@given(st.lists(st.none() | st.datetimes()))
def test_every_moment_is_read_back_to_the_second(values: list[dt.datetime | None]) -> None:
    for series in everywhere(values, pl.Datetime("us")):
        found = parse_days([text or "" for text in texts(series)])
        assert [None if np.isnat(day) else day.item() for day in found] == [
            v and v.replace(microsecond=0) for v in values
        ]


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)))
def test_every_text_stays_as_it_is(values: list[str | None]) -> None:
    for series in (*everywhere(values, pl.String), pd.Series(values, dtype=object)):
        assert texts(series) == [value or None for value in values]
