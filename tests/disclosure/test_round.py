"""Controlled rounding: neighbours, sums, the nearest in total, and what a reader of it can compute."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from suppression_problems import full_table

from verkosto.disclosure._bounds import bounds
from verkosto.disclosure._round import Rounding, round_system
from verkosto.disclosure._system import Sum, System
from verkosto.errors import DisclosureError


def add_up(system: System, values: NDArray[np.float64]) -> bool:
    return all(abs(values[one.whole] - values[list(one.parts)].sum()) < 1e-6 for one in system.sums)


def check(system: System, rounded: Rounding) -> None:
    away = abs(rounded.values - system.values)
    assert add_up(system, rounded.values)
    assert np.allclose(rounded.values / rounded.base, np.round(rounded.values / rounded.base))
    assert (rounded.values >= 0).all()
    assert (away < rounded.within).all()
    assert (rounded.values[system.values == 0] == 0).all()


@given(st.lists(st.integers(0, 40), min_size=12, max_size=12), st.integers(2, 7))
@settings(max_examples=20)
def test_a_table_is_rounded_to_neighbours_that_add_up(counts: list[int], base: int) -> None:
    system = full_table(np.array(counts, dtype=float).reshape(3, 4))
    rounded = round_system(system, base)
    check(system, rounded)
    multiple = system.values % base == 0
    assert rounded.optimal
    assert rounded.within == base
    assert (rounded.values[multiple] == system.values[multiple]).all()


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
@settings(max_examples=15)
def test_no_rounding_is_nearer(counts: list[int]) -> None:
    system = full_table(np.array(counts, dtype=float).reshape(2, 2))
    neighbours = [sorted({value // 5 * 5, -(-value // 5) * 5}) for value in system.values.tolist()]
    nearest = min(
        abs(np.array(values) - system.values).sum()
        for values in product(*neighbours)
        if add_up(system, np.array(values))
    )
    assert abs(round_system(system, 5).values - system.values).sum() == pytest.approx(nearest)


@given(st.lists(st.integers(0, 12), min_size=8, max_size=8))
@settings(max_examples=15)
def test_three_dimensions(counts: list[int]) -> None:
    system = full_table(np.array(counts, dtype=float).reshape(2, 2, 2))
    check(system, round_system(system, 3))


def test_where_neighbours_do_not_add_up_numbers_go_farther() -> None:
    # Each number stands in two sums of two that are 2, so each would have to be 0 and 2 at once.
    nothing = np.zeros(6)
    values = np.array([1.0, 1, 1, 2, 2, 2])
    odd = (Sum(3, (0, 1)), Sum(4, (1, 2)), Sum(5, (0, 2)))
    system = System(tuple("abcdef"), values, nothing == 0, nothing, nothing + np.inf, odd)
    rounded = round_system(system, 2)
    check(system, rounded)
    assert rounded.within == 4


def test_sums_that_no_rounding_satisfies() -> None:
    nothing = np.zeros(4)
    values = np.array([7.0, 7, 0, 0])
    system = System(tuple("abcd"), values, nothing == 0, nothing, nothing + np.inf, (Sum(0, (1, 2)), Sum(1, (0, 3))))
    check(system, round_system(system, 3))
    wrong = evolve(system, sums=(Sum(0, (2, 3)),))
    with pytest.raises(DisclosureError, match="method='suppress'"):
        round_system(wrong, 3)


@pytest.mark.parametrize("base", [0, -5, 2.5, np.inf, np.nan])
def test_a_base_that_is_none(base: float) -> None:
    with pytest.raises(DisclosureError, match="base above 0"):
        round_system(full_table(np.array([[1.0, 2]])), base)


def test_amounts_go_to_multiples_of_any_base() -> None:
    system = full_table(np.random.default_rng(1).gamma(2, 1000, (3, 4)), whole=False)
    rounded = round_system(system, 250.5)
    check(system, rounded)
    read = rounded.read(system)
    found = bounds(read)
    assert ((found.low <= system.values + 1e-6) & (system.values - 1e-6 <= found.high)).all()


def test_numbers_that_are_never_shown_take_up_what_is_left() -> None:
    system = full_table(np.array([[3.0, 4, 6], [7, 8, 1]]))
    unseen = np.array([0, 1, 4, 5])
    shown = system.shown.copy()
    shown[unseen] = False
    values = system.values.copy()
    values[unseen] = np.nan
    rounded = round_system(evolve(system, shown=shown, values=values), 5)
    assert np.isnan(rounded.values[unseen]).all()
    assert (abs(rounded.values - system.values)[shown] < 5).all()
    read = rounded.read(evolve(system, shown=shown, values=values))
    assert (read.high[unseen] == np.inf).all()


@given(st.lists(st.integers(0, 20), min_size=6, max_size=6))
@settings(max_examples=15)
def test_a_reader_learns_an_interval_that_holds_the_number(counts: list[int]) -> None:
    system = full_table(np.array(counts, dtype=float).reshape(2, 3))
    rounded = round_system(system, 5)
    read = rounded.read(system)
    assert np.isnan(read.values).all()
    found = bounds(read)
    assert ((found.low <= system.values) & (system.values <= found.high)).all()
    assert (found.low >= np.maximum(rounded.values - 4, 0)).all()
    assert (found.high <= rounded.values + 4).all()


def test_a_search_that_was_stopped_too_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scipy.optimize.milp", lambda *_, **__: SimpleNamespace(status=1, x=None))
    with pytest.raises(DisclosureError, match="so that all sums hold, in"):
        round_system(full_table(np.array([[1.0, 2]])), 5, time_limit=0.5)
