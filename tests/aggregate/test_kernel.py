"""The kernel equals a loop over rows, and nothing but the rows themselves changes its sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.aggregate import _kernel as kernel
from verkosto.aggregate import _threads
from verkosto.aggregate._kernel import Column, Summer, level_sums
from verkosto.errors import AnalysisError

Problem = tuple[Any, int, list[Column], Any]


def slowly(places: Any, count: int, column: Column, measure: Any) -> Any:
    table = np.zeros((column.size, count))
    for row, (place, code) in enumerate(zip(places.tolist(), column.codes.tolist(), strict=True)):
        if place < count:
            table[code - column.low, place] += 1 if measure is None else measure[row]
    return table


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    rows = draw(st.integers(min_value=0, max_value=300))
    count = draw(st.integers(min_value=0, max_value=40))
    random = np.random.default_rng(draw(st.integers(min_value=0, max_value=2**32 - 1)))
    columns = []
    for _ in range(draw(st.integers(min_value=1, max_value=7))):
        low = draw(st.sampled_from([-7, -1, 0]))
        high = draw(st.sampled_from([1, 2, 6, 90, 127]))
        dtype = draw(st.sampled_from([np.int8, np.int16, np.int32, np.int64]))
        columns.append(Column(random.integers(low, high, rows).astype(dtype), low, high - low))
    places = random.integers(0, count + 1, rows).astype(draw(st.sampled_from([np.uint8, np.uint16, np.intp])))
    return places, count, columns, random.gamma(2, 1, rows)


def taken(problem: Problem, rows: Any) -> Problem:
    places, count, columns, weights = problem
    return places[rows], count, [Column(c.codes[rows], c.low, c.size) for c in columns], weights[rows]


def sums(problem: Problem) -> list[list[Any]]:
    places, count, columns, weights = problem
    return level_sums(places, count, columns, [None, weights])


def assert_same(found: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]]) -> None:
    for (n, w), (n_expected, w_expected) in zip(found, expected, strict=True):
        np.testing.assert_array_equal(n, n_expected)
        np.testing.assert_allclose(w, w_expected, rtol=1e-12)


@settings(max_examples=60)
@given(problems(), st.sampled_from([1, 7, 64, 1 << 20]), st.sampled_from([1, 500, 1 << 15, 1 << 20]))
def test_the_kernel_equals_a_loop_over_rows(problem: Problem, stretch: int, cells: int) -> None:
    places, count, columns, weights = problem
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "_STRETCH", stretch)
        patch.setattr(kernel, "_JOINT_CELLS", cells)
        found = sums(problem)
    assert len(found) == len(columns)
    assert all(n.dtype == np.int64 and n.shape == (c.size, count) for c, (n, _) in zip(columns, found, strict=True))
    assert_same(found, [[slowly(places, count, c, None), slowly(places, count, c, weights)] for c in columns])


@settings(max_examples=25)
@given(problems(), st.randoms(use_true_random=False))
def test_neither_order_nor_chunks_of_rows_change_sums(problem: Problem, random: Any) -> None:
    rows = len(problem[0])
    order = random.sample(range(rows), rows)
    whole = sums(problem)
    assert_same(sums(taken(problem, np.array(order, dtype=np.intp))), whole)
    cut = random.randint(0, rows)
    parts = [sums(taken(problem, part)) for part in (np.arange(cut), np.arange(cut, rows))]
    assert_same([[a + b for a, b in zip(*pair, strict=True)] for pair in zip(*parts, strict=True)], whole)


@settings(max_examples=25)
@given(problems())
def test_rows_of_no_weight_change_counts_only(problem: Problem) -> None:
    weights = problem[3]
    doubled = taken(problem, np.tile(np.arange(len(weights)), 2))
    weighted = sums((*doubled[:3], np.concatenate([weights, np.zeros(len(weights))])))
    assert_same([[n / 2, w] for n, w in weighted], sums(problem))


@pytest.mark.parametrize("columns", [1, 12])
def test_threads_change_not_even_the_last_digit(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    rows = 4000
    problem = (
        random.integers(0, 20, rows, dtype=np.uint8),
        19,
        [Column(random.integers(-1, 5, rows, dtype=np.int8), -1, 6) for _ in range(columns)],
        random.gamma(2, 1, rows),
    )
    monkeypatch.setattr(kernel, "_STRETCH", 700)
    alone = sums(problem)
    monkeypatch.setattr(_threads, "_WORTH", 1)
    for processors in (1, 3):
        monkeypatch.setattr(_threads, "_processors", lambda processors=processors: processors)
        for (n, w), (n_alone, w_alone) in zip(sums(problem), alone, strict=True):
            assert n.tobytes() == n_alone.tobytes()
            assert w.tobytes() == w_alone.tobytes()


def test_what_is_kept_between_columns_is_written_over() -> None:
    random = np.random.default_rng(3)
    places = random.integers(0, 4, 50)
    columns = [Column(random.integers(0, size, 50), 0, size) for size in (90, 2, 7)]
    summer = Summer(places, 3, [None, random.gamma(2, 1, 50)])
    together = summer.of(columns)
    assert_same([summer.of([column])[0] for column in columns], together)
    assert_same([level_sums(places, 3, [column], summer.measures)[0] for column in columns], together)


def test_columns_are_counted_together_only_while_the_table_is_small() -> None:
    columns = [Column(np.zeros(0, dtype=np.int8), 0, 10) for _ in range(7)]

    assert [len(block) for block in kernel._blocks(columns, 20, 10**6)] == [3, 3, 1]
    assert [len(block) for block in kernel._blocks(columns, 20, 100)] == [1] * 7


def test_wide_keys_stand_in_eight_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    places, column = np.array([0, 3, 3]), Column(np.array([0, 1, 1], dtype=np.int8), 0, 2)
    monkeypatch.setattr(kernel, "_WIDEST", 3)
    ((n,),) = level_sums(places, 4, [column], [None])
    assert n.tolist() == [[1, 0, 0, 0], [0, 0, 0, 2]]


@pytest.mark.parametrize("codes", [[0, 3], [-2, 0]])
def test_a_code_outside_the_categories_is_an_error(codes: list[int]) -> None:
    with pytest.raises(AnalysisError, match="codes outside its categories"):
        Column(np.array(codes, dtype=np.int8), -1, 4)


@pytest.mark.parametrize("places", [[0, 3], [-1, 0]])
def test_a_place_outside_is_an_error(places: list[int]) -> None:
    with pytest.raises(ValueError, match="between 0 and 2"):
        level_sums(np.array(places), 2, [Column(np.zeros(2, dtype=np.int8), 0, 1)], [None])


@pytest.mark.parametrize("ask", [lambda: {0, 1, 2}, None])
def test_processors_are_those_that_this_process_may_use(
    ask: Callable[[], set[int]] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ask is None:
        monkeypatch.delattr("os.sched_getaffinity", raising=False)
    else:
        monkeypatch.setattr("os.sched_getaffinity", lambda _: ask(), raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    assert _threads._processors() == (7 if ask is None else 3)
