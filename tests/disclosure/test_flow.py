from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from made_systems import cube, system_of, two_way, unreduced

from verkosto.disclosure._flow import FlowSpace, granted, network_of
from verkosto.disclosure._system import System
from verkosto.errors import DisclosureError

SQUARE = [(0, 0), (0, 1), (1, 0), (1, 1)]


def space(system: System) -> FlowSpace:
    found = unreduced(system)
    network = network_of(found)
    assert network is not None
    return FlowSpace(found, network)


@pytest.mark.parametrize("margins", [[], [(0, -1), (1, -1)], [(-1, 0), (-1, 1), (0, -1), (-1, -1)]])
def test_two_way_tables_are_networks_with_any_margin_hidden(margins: list[tuple[int, int]]) -> None:
    network = network_of(unreduced(two_way([[1, 2], [3, 4]], [*SQUARE, *margins])))
    assert network is not None
    assert sum(network.needs) == 0
    assert all(tail != head for tail, head in zip(network.tails, network.heads, strict=True))


def test_three_dimensions_are_no_network() -> None:
    assert network_of(unreduced(cube(np.ones((2, 2, 2)), np.ones((2, 2, 2), dtype=bool)))) is None


def test_an_odd_circle_is_no_network() -> None:
    numbers = {"a": 1.0, "b": 1.0, "c": 1.0, "ab": 2.0, "bc": 2.0, "ca": 2.0}
    sums = {"ab": ("a", "b"), "bc": ("b", "c"), "ca": ("c", "a")}
    assert network_of(unreduced(system_of(numbers, sums, ["a", "b", "c"]))) is None


def test_regions_inside_larger_regions_are_a_network() -> None:
    numbers = {"all": 10.0, "north": 4.0, "south": 6.0, "a": 1.0, "b": 3.0, "c": 2.0, "d": 4.0}
    sums = {"all": ("north", "south"), "north": ("a", "b"), "south": ("c", "d")}
    assert network_of(unreduced(system_of(numbers, sums, ["north", "south", "a", "b", "c", "d"]))) is not None


def test_every_question_starts_where_the_last_one_ended() -> None:
    square = space(two_way([[3, 2], [1, 4]], SQUARE))
    assert square.farthest(0, up=True) == 4
    assert square.point == [4, 1, 0, 5]
    assert square.farthest(0, up=False) == 0
    assert square.point == [0, 5, 4, 1]


def test_a_number_may_be_held_within_ends() -> None:
    square = space(two_way([[3, 2], [1, 4]], SQUARE))
    narrower = square.within(0, 1, 2)
    assert narrower is not None
    assert (narrower.farthest(3, up=True), narrower.farthest(3, up=False)) == (3, 2)
    assert (square.farthest(3, up=True), square.farthest(3, up=False)) == (5, 1)
    assert square.within(0, 5, 9) is None
    assert square.within(0, 3, 2) is None


def test_possibilities_show_which_wishes_come_true() -> None:
    square = space(two_way([[1, 0], [0, 1]], SQUARE)).within(0, 0, 0)
    assert square is not None
    assert square.point == [0, 1, 1, 0]
    assert square.shows([(3, True, 1)]) == []
    wider = space(two_way([[1, 0, 2], [0, 1, 2]], [*SQUARE, (0, 2), (1, 2)])).within(0, 0, 0)
    assert wider is not None
    met = [[*wider.point], *wider.shows([(n, True, 1) for n in range(1, 6)])]
    assert all(point[0] == 0 for point in met)
    assert {n for point in met for n in range(1, 6) if point[n] >= 1} == {1, 2, 3, 4, 5}
    assert wider.farthest(1, up=True) == 1
    assert [granted((1, False, 0), point) for point in wider.shows([(1, False, 0)])] == [True]


def test_what_has_no_end_is_infinite_and_the_point_stays_possible() -> None:
    loose = space(system_of({"all": 9.0, "a": 4.0}, {"all": ("a",)}, ["all", "a"]))
    assert loose.farthest(0, up=True) == float("inf")
    assert loose.point[0] == loose.point[1]


@pytest.mark.parametrize(("whole", "part"), [((0, -1), 9), ((-1, 0), 0), ((1, -1), 3)])
def test_a_contradiction_names_a_sum(whole: tuple[int, int], part: int) -> None:
    system = two_way([[1, 2], [3, 4]], SQUARE)
    values = np.where([key == whole for key in system.keys], part, system.values)
    with pytest.raises(DisclosureError, match=r"the parts of \(-?\d, -?\d\) cannot add up"):
        space(evolve(system, values=values))
