from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_systems import cube, system_of, two_way, unreduced

from verkosto.disclosure import _linear
from verkosto.disclosure._bounds import extremes
from verkosto.disclosure._flow import FlowSpace, network_of
from verkosto.disclosure._linear import LinearSpace
from verkosto.disclosure._system import System
from verkosto.errors import DisclosureError

CELLS = [(i, j) for i in (0, 1, 2, -1) for j in (0, 1, 2, -1)]
EVERYTHING = np.ones((2, 2, 2), dtype=bool)


def circles(count: int) -> System:
    """Three pairs that share their numbers, several times, with the sum of all: nowhere near whole."""
    names = [(f"a{k}", f"b{k}", f"c{k}") for k in range(count)]
    pairs = [pair for a, b, c in names for pair in ((a, b), (b, c), (c, a))]
    numbers = {name: float(name[0] == "a") for circle in names for name in circle}
    numbers |= {f"no {a} {b}": 1 - numbers[a] - numbers[b] for a, b in pairs}
    numbers |= {f"pair {a} {b}": 1.0 for a, b in pairs} | {"all": float(count)}
    sums = {f"pair {a} {b}": [a, b, f"no {a} {b}"] for a, b in pairs}
    sums["all"] = [name for circle in names for name in circle]
    return system_of(numbers, sums, [name for name in numbers if not name.startswith("pair")])


@settings(max_examples=15)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.sampled_from(CELLS), min_size=1, max_size=9, unique=True),
)
def test_programs_and_flows_find_the_same(table: list[list[int]], hidden: list[tuple[int, int]]) -> None:
    part = unreduced(two_way(table, hidden))
    network = network_of(part)
    assert network is not None
    everything = range(len(part.low))
    flow = extremes(FlowSpace(part, network), part, everything)
    program = extremes(LinearSpace(part), part, everything)
    assert flow.low.tolist() == program.low.tolist()
    assert flow.high.tolist() == program.high.tolist()


def test_counts_are_found_whole() -> None:
    space = LinearSpace(unreduced(circles(2)))
    assert space.farthest(12, up=True) == 2
    assert all(value == round(value) for value in space.point)


def test_where_the_search_is_cut_short_the_bound_is_never_too_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    system = circles(4)
    assert LinearSpace(unreduced(system)).farthest(24, up=True) == 4
    monkeypatch.setattr(_linear, "_NODES", 0)
    high = LinearSpace(unreduced(system)).farthest(24, up=True)
    assert 4 <= high <= 6
    assert high == round(high)


def test_a_number_may_be_held_within_ends() -> None:
    table = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], dtype=np.float64)
    space = LinearSpace(unreduced(cube(table, EVERYTHING)))
    narrower = space.within(0, 2, 2)
    assert narrower is not None
    assert narrower.farthest(7, up=True) == narrower.farthest(7, up=False) == 7
    assert (space.farthest(0, up=False), space.farthest(0, up=True)) == (0, 3)
    assert space.within(0, 9, 12) is None
    assert space.within(0, 2, 1) is None


def test_possibilities_show_which_wishes_come_true() -> None:
    table = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], dtype=np.float64)
    space = LinearSpace(unreduced(cube(table, EVERYTHING)))
    none, one = space.within(0, 0, 0), space.within(0, 1, 1)
    assert none is not None
    assert none.shows([(3, True, 1), (5, True, 1)]) == []
    assert one is not None
    assert one.point == [1, 0, 0, 1, 0, 1, 1, 0]
    assert one.shows([(3, True, 1), (7, False, 0)]) == []
    wider = LinearSpace(unreduced(cube(np.ones((2, 2, 3)), np.ones((2, 2, 3), dtype=bool)))).within(0, 0, 0)
    assert wider is not None
    met = [[*wider.point], *wider.shows([(n, True, 1) for n in range(12)])]
    # The tenth makes up for the first: it is 0 too.
    assert {n for point in met for n in range(12) if point[n] >= 1} == {*range(1, 12)} - {9}
    assert {point[0] for point in met} == {0}


def test_halves_are_no_wishes_come_true() -> None:
    space = LinearSpace(unreduced(circles(1)))
    assert space.farthest(6, up=True) == 1
    still = space.within(6, 1, 1)
    assert still is not None
    met = [[*still.point], *still.shows([(n, True, 1) for n in range(3)])]
    assert sorted(abs(n) for point in met for n in point[:3]) == [0] * 6 + [1] * 3


def test_whole_numbers_may_contradict_what_real_ones_allow() -> None:
    numbers = {"a": 1.0, "b": 0.0, "c": 1.0, "ab": 1.0, "bc": 1.0, "ca": 1.0}
    odd = system_of(numbers, {"ab": ["a", "b"], "bc": ["b", "c"], "ca": ["c", "a"]}, ["a", "b", "c"])
    with pytest.raises(DisclosureError, match="cannot add up"):
        LinearSpace(unreduced(odd))
    halves = LinearSpace(unreduced(evolve(odd, whole=False)))
    assert halves.point == pytest.approx([0.5, 0.5, 0.5])


def test_a_contradiction_names_the_sum_that_is_off() -> None:
    system = cube(np.ones((2, 2, 2)), EVERYTHING)
    values = np.where(np.arange(len(system)) == 8, 99, system.values)
    with pytest.raises(DisclosureError, match=r"the parts of \('sum', \d, \(\d, \d\)\) cannot add up"):
        LinearSpace(unreduced(evolve(system, values=values)))
