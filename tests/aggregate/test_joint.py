"""Joint counting equals counting one column at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.aggregate import _joint as joint
from verkosto.aggregate._joint import Column, joint_sums
from verkosto.aggregate._units import Units, distinct_units
from verkosto.errors import AnalysisError
from verkosto.responses import Coded, Dated, Numeric


def slowly(groups: Any, count: int, column: Column, measure: Any) -> Any:
    table = np.zeros((count, column.size))
    for row, (group, code) in enumerate(zip(groups.tolist(), column.codes.tolist(), strict=True)):
        if group < count:
            table[group, code - column.low] += 1 if measure is None else measure[row]
    return table


@st.composite
def problems(draw: st.DrawFn) -> tuple[Any, int, list[Column], Any]:
    rows = draw(st.integers(min_value=0, max_value=300))
    count = draw(st.integers(min_value=0, max_value=40))
    random = np.random.default_rng(draw(st.integers(min_value=0, max_value=2**32 - 1)))
    columns = []
    for _ in range(draw(st.integers(min_value=1, max_value=7))):
        low, high = draw(st.integers(min_value=-7, max_value=0)), draw(st.integers(min_value=1, max_value=90))
        dtype = draw(st.sampled_from([np.int8, np.int16, np.int32]))
        columns.append(Column(random.integers(low, high, rows).astype(dtype), low, high - low))
    groups = random.integers(0, count + 1, rows).astype(draw(st.sampled_from([np.uint8, np.uint16])))
    return groups, count, columns, random.gamma(2, 1, rows)


@settings(max_examples=40)
@given(problems(), st.sampled_from([1, 7, 64, 1 << 16]), st.sampled_from([1, 500, 1 << 15, 1 << 20]))
def test_joint_sums_equal_a_loop_over_rows(
    problem: tuple[Any, int, list[Column], Any], stretch: int, cells: int
) -> None:
    groups, count, columns, weights = problem
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joint, "_STRETCH", stretch)
        patch.setattr(joint, "_JOINT_CELLS", cells)
        found = joint_sums(groups, count, columns, [None, weights])
    assert len(found) == len(columns)
    for column, (n, w) in zip(columns, found, strict=True):
        assert n.dtype == np.int64
        np.testing.assert_array_equal(n, slowly(groups, count, column, None))
        np.testing.assert_allclose(w, slowly(groups, count, column, weights), rtol=1e-12)


def test_columns_are_counted_together_only_while_the_table_is_small() -> None:
    columns = [Column(np.zeros(0, dtype=np.int8), 0, 10) for _ in range(7)]
    assert [len(block) for block in joint._blocks(columns, 20, 10**6)] == [3, 3, 1]
    assert [len(block) for block in joint._blocks(columns, 20, 100)] == [1] * 7


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
