"""Counting distinct protection units."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.aggregate._units import Units, distinct_units
from verkosto.errors import AnalysisError
from verkosto.responses import Coded, Dated, Numeric


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=50), st.booleans())
def test_distinct_units_equal_a_set(pairs: list[tuple[int, int]], room: bool) -> None:
    units = np.array([unit for unit, _ in pairs], dtype=np.intp)
    cells = np.array([cell for _, cell in pairs], dtype=np.intp)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verkosto.aggregate._units._MARKS", 1 << 26 if room else 0)
        found = distinct_units(units, 5, cells, 4)
    assert found.tolist() == [len({u for u, c in pairs if c == cell}) for cell in range(4)]


@pytest.mark.parametrize("units", [0, 1, 254, 255, 256, 1000])
def test_many_units_in_one_cell_are_all_counted(units: int) -> None:
    each = np.arange(units, dtype=np.intp)
    found = distinct_units(np.repeat(each, 2), units, np.repeat(each % 2, 2) * 0 + 1, 3)
    assert found.tolist() == [0, units, 0]


def test_units_that_are_not_known_are_one() -> None:
    named = Units.of(Coded(np.array([1, -1, 0, -3], dtype=np.int8), ("a", "b")), 4)
    assert (named.codes.tolist(), named.count) == ([1, 2, 0, 2], 3)
    numbers = Numeric(np.array([7.0, np.nan, 3.0, 7.0]), np.array([0, 1, 0, 0], dtype=np.int8))
    numbered = Units.of(numbers, 4)
    assert (numbered.codes.tolist(), numbered.count) == ([1, 2, 0, 1], 3)
    absent = Units.of(None, 2)
    assert (absent.codes.tolist(), absent.count) == ([0, 0], 1)


def test_a_date_is_no_unit() -> None:
    with pytest.raises(AnalysisError, match="unit_id names a date"):
        Units.of(Dated(np.array(["2020-01-01"], dtype="datetime64[s]"), np.zeros(1, dtype=np.int8)), 1)
