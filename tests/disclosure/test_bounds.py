from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_systems import cube, possibilities, system_of, two_way

from verkosto.disclosure._bounds import bounds
from verkosto.disclosure._system import System
from verkosto.errors import DisclosureError

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "disclosure.json").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in GOLDEN["tables"]}
CELLS = [(i, j) for i in (0, 1, 2, -1) for j in (0, 1, 2, -1)]

tables = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=3, max_size=3)
hidden_cells = st.lists(st.sampled_from(CELLS[:-1]), min_size=1, max_size=6, unique=True)


def ends(system: System) -> dict[Any, tuple[float, float]]:
    found = bounds(system)
    return {key: (found.low[p], found.high[p]) for p, key in enumerate(system.keys) if not system.shown[p]}


def counted(system: System, most: int) -> dict[Any, tuple[float, float]]:
    """Return what every hidden number can be, by trying everything."""
    hidden = [key for key, shown in zip(system.keys, system.shown, strict=True) if not shown]
    return {k: (c.min(), c.max()) for k, c in zip(hidden, possibilities(system, most).T, strict=True)}


@pytest.mark.parametrize("name", CASES)
def test_published_cases_have_exactly_their_bounds(name: str) -> None:
    case = CASES[name]
    place = {(a, b): (i, j) for i, a in enumerate(case["rows"]) for j, b in enumerate(case["columns"])}
    wanted = {place[a, b]: (low, high) for a, b, low, high in case["bounds"]}
    found = ends(two_way(case["counts"], [*wanted]))
    assert found == wanted
    exact = {cell: low for cell, (low, high) in found.items() if low == high}
    assert exact == {place[a, b]: count for a, b, count in case["exact"]}


@settings(max_examples=30)
@given(tables, hidden_cells)
def test_bounds_in_two_dimensions_are_what_counting_gives(
    table: list[list[int]], hidden: list[tuple[int, int]]
) -> None:
    # Two rows only, so that trying everything stays possible: no number exceeds the total.
    system = two_way(table[:2], [cell for cell in hidden if cell[0] != 2][:5] or [(0, 0)])
    most = sum(map(sum, table[:2]))
    if (most + 1) ** int((~system.shown).sum()) <= 20_000:
        assert ends(system) == counted(system, most)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 1), min_size=8, max_size=8), st.integers(0, 255))
def test_bounds_in_three_dimensions_are_what_counting_gives(counts: list[int], hidden: int) -> None:
    mask = np.array([bool(hidden >> place & 1) for place in range(8)]).reshape(2, 2, 2)
    system = cube(np.array(counts, dtype=np.float64).reshape(2, 2, 2), mask)
    assert ends(system) == (counted(system, 2) if mask.any() else {})


def test_counts_are_known_better_than_real_numbers() -> None:
    """Of three pairs that share their numbers, real numbers fit in one and a half, whole numbers one; twice."""
    circles = [(f"a{k}", f"b{k}", f"c{k}") for k in (0, 1)]
    pairs = [pair for a, b, c in circles for pair in ((a, b), (b, c), (c, a))]
    numbers: dict[Any, float] = {name: float(name[0] == "a") for circle in circles for name in circle}
    numbers |= {f"no {a} {b}": 1 - numbers[a] - numbers[b] for a, b in pairs}
    numbers |= {f"pair {a} {b}": 1.0 for a, b in pairs} | {"all": 2.0}
    sums: dict[Any, Any] = {f"pair {a} {b}": (a, b, f"no {a} {b}") for a, b in pairs}
    sums["all"] = [name for circle in circles for name in circle]
    hidden = [name for name in numbers if not str(name).startswith("pair")]
    assert ends(system_of(numbers, sums, hidden))["all"] == (0, 2)
    assert ends(system_of(numbers, sums, hidden, whole=False))["all"] == pytest.approx((0, 3))


def test_margins_may_be_hidden_too() -> None:
    hidden = [(0, 0), (0, 1), (0, -1), (1, -1), (1, 0)]
    found = ends(two_way([[3, 9], [7, 8]], hidden))
    # The first column has 10 in all, and the second row 8 at least.
    assert found == {(0, 0): (0, 10), (0, 1): (9, 9), (0, -1): (9, 19), (1, 0): (0, 10), (1, -1): (8, 18)}


def test_without_sums_only_what_is_known_beforehand_bounds() -> None:
    system = system_of({"a": 3.0, "b": 4.0}, {}, ["a"])
    assert ends(system) == {"a": (0, np.inf)}
    assert ends(evolve(system, low=np.array([1.5, 0]), high=np.array([7.2, 9]))) == {"a": (2, 7)}


def test_a_hidden_total_of_hidden_parts_is_unbounded() -> None:
    found = ends(system_of({"all": 9.0, "a": 4.0, "b": 5.0}, {"all": ("a", "b")}, ["all", "a"]))
    assert found == {"all": (5, np.inf), "a": (0, np.inf)}
    cubes = cube(np.ones((2, 2, 2)), np.ones((2, 2, 2), dtype=bool))
    shown = cubes.shown.copy()
    shown[8:] = False
    free = evolve(cubes, shown=shown, values=np.where(shown, cubes.values, np.nan))
    assert set(ends(free).values()) == {(0, np.inf)}


def test_only_wanted_numbers_are_asked_about() -> None:
    system = two_way([[1, 2], [3, 4]], [(0, 0), (0, 1), (1, 0), (1, 1)])
    wanted = np.zeros(len(system), dtype=bool)
    wanted[system.keys.index((0, 0))] = True
    found = bounds(system, wanted)
    places = {key: place for place, key in enumerate(system.keys)}
    assert (found.low[places[0, 0]], found.high[places[0, 0]]) == (0, 3)
    assert np.isnan(found.low[places[1, 1]])
    assert found.low[places[-1, -1]] == 10


@settings(max_examples=30)
@given(tables, hidden_cells)
def test_known_values_change_no_bound(table: list[list[int]], hidden: list[tuple[int, int]]) -> None:
    whole = two_way(table, [])
    forgotten = two_way(table, hidden)
    known = evolve(whole, shown=forgotten.shown)
    assert ends(known) == ends(forgotten)


@settings(max_examples=30)
@given(tables, hidden_cells)
def test_the_true_value_is_always_possible(table: list[list[int]], hidden: list[tuple[int, int]]) -> None:
    truth, found = two_way(table, []), bounds(two_way(table, hidden))
    assert (found.low <= truth.values).all()
    assert (truth.values <= found.high).all()


@settings(max_examples=30)
@given(tables, hidden_cells, st.floats(0.1, 10))
def test_amounts_have_the_bounds_of_counts_in_another_unit(
    table: list[list[int]], hidden: list[tuple[int, int]], unit: float
) -> None:
    """A network of whole numbers has whole bounds even among real numbers."""
    counts = bounds(two_way(table, hidden))
    amounts = bounds(two_way((np.array(table) * unit).tolist(), hidden, whole=False))
    np.testing.assert_allclose(amounts.low, counts.low * unit, atol=1e-6)
    np.testing.assert_allclose(amounts.high, counts.high * unit, atol=1e-6)


def test_amounts_in_three_dimensions() -> None:
    table = np.array([[[1.5, 2.5], [0.5, 3.5]], [[2.0, 1.0], [4.0, 0.25]]])
    found = bounds(evolve(cube(table, np.ones((2, 2, 2), dtype=bool)), whole=False))
    # All eight move together: every other one up by 0.25 at most, or down by 1 at most.
    even = np.array([True, False, False, True, False, True, True, False])
    np.testing.assert_allclose(found.low[:8], table.ravel() - np.where(even, 1, 0.25), atol=1e-6)
    np.testing.assert_allclose(found.high[:8], table.ravel() + np.where(even, 0.25, 1), atol=1e-6)


@pytest.mark.parametrize("hidden", [[], ["a"], ["a", "b"]])
def test_numbers_that_contradict_a_sum_name_it(hidden: list[str]) -> None:
    system = system_of({"a": 4.0, "b": 5.0, "c": 6.0, "kaikki": 3.0}, {"kaikki": ("a", "b", "c")}, hidden)
    with pytest.raises(DisclosureError, match="kaikki cannot add up"):
        bounds(system)


def test_a_contradiction_in_three_dimensions_names_a_sum() -> None:
    system = cube(np.ones((2, 2, 2)), np.ones((2, 2, 2), dtype=bool))
    values = system.values.copy()
    values[8] = 99
    with pytest.raises(DisclosureError, match=r"\('sum', \d, \(\d, \d\)\) cannot add up"):
        bounds(evolve(system, values=values))
