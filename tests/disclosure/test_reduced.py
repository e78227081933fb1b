from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from made_systems import cube, system_of, two_way

from verkosto.disclosure._components import Component, components
from verkosto.disclosure._system import System
from verkosto.errors import DisclosureError


def numbers(system: System) -> list[int]:
    return [len(part.low) for part in components(system)]


def of(system: System, part: Component) -> dict[object, tuple[float, float]]:
    """Return the ends that copies have before anything is asked."""
    found = {}
    for copy in part.copies:
        low, high = (0.0, 0.0) if copy.number is None else (part.low[copy.number], part.high[copy.number])
        found[system.keys[copy.place]] = copy.ends(low, high)
    return found


def test_a_circle_of_four_is_one_number() -> None:
    system = two_way([[1, 2], [3, 4]], [(0, 0), (0, 1), (1, 0), (1, 1)])
    (part,) = components(system)
    assert len(part.low) == 1
    assert part.lines == ()
    assert of(system, part) == {(0, 0): (0, 3), (0, 1): (0, 3), (1, 0): (1, 4), (1, 1): (3, 6)}


def test_even_a_cube_is_one_number() -> None:
    assert numbers(cube(np.ones((2, 2, 2)), np.ones((2, 2, 2), dtype=bool))) == [1]


def test_a_number_that_its_sum_tells_is_fixed_and_so_is_what_follows() -> None:
    system = two_way([[1, 2, 9], [3, 4, 9]], [(0, 0), (0, 1), (1, 0)])
    (part,) = components(system)
    assert of(system, part) == {(0, 0): (1, 1), (0, 1): (2, 2), (1, 0): (3, 3)}
    assert part.low == ()


def test_parts_of_nothing_are_nothing() -> None:
    cells = [(i, j) for i in range(2) for j in range(3)]
    system = two_way([[0, 0, 0], [2, 3, 4]], cells)
    (part,) = components(system)
    assert [*of(system, part).values()] == [(n, n) for n in (0, 0, 0, 2, 3, 4)]


def test_parts_at_their_most_are_known() -> None:
    system = two_way([[2, 2, 2], [1, 1, 1]], [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)])
    narrow = evolve(system, high=np.where(system.shown, np.inf, 2))
    (part,) = components(narrow)
    assert [low for low, _ in of(narrow, part).values()] == [2, 2, 2, 1, 1, 1]


def test_what_is_said_twice_counts_once() -> None:
    table = {"all": 9.0, "a": 2.0, "b": 3.0, "c": 4.0, "again": 9.0}
    parts = ("a", "b", "c")
    (part,) = components(system_of(table, {"all": parts, "again": parts}, parts))
    assert len(part.lines) == 1
    with pytest.raises(DisclosureError, match="again cannot add up"):
        components(system_of(table | {"again": 8.0}, {"all": parts, "again": parts}, parts))


def test_tied_numbers_stay_in_one_group_though_nothing_more_ties_them() -> None:
    numbers = {"a": 3.0, "b": 4.0, "c": 5.0, "ab": 7.0, "abc": 12.0, "x": 1.0}
    system = system_of(numbers, {"ab": ("a", "b"), "abc": ("ab", "c")}, ["a", "b", "ab", "x"])
    groups = [(part.group, len(part.copies)) for part in components(system)]
    assert [size for _, size in groups] == [1, 2, 1]
    assert groups[0][0] == groups[1][0] != groups[2][0]


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ({"a": 1.0, "b": 2.0, "whole": 2.5}, ["a"]),
        ({"a": 5.0, "b": 4.0, "whole": 3.0}, ["a"]),
        ({"a": 1.0, "b": 2.0, "whole": -1.0}, ["a", "b"]),
        ({"a": 1.0, "b": 2.0, "whole": 2.5}, ["a", "b"]),
    ],
)
def test_what_cannot_be_is_told(numbers: dict[str, float], hidden: list[str]) -> None:
    with pytest.raises(DisclosureError, match="the parts of whole cannot add up"):
        components(system_of(numbers, {"whole": ("a", "b")}, hidden))


def test_what_cancels_leaves_the_rest() -> None:
    numbers = {"a": 2.0, "b": 3.0, "c": 4.0, "ab": 5.0, "all": 9.0, "more": 9.0}
    sums = {"ab": ("a", "b"), "all": ("ab", "c"), "more": ("a", "b", "c")}
    system = system_of(numbers, sums, ["a", "b", "c", "ab"])
    (part,) = components(system)
    assert len(part.low) == 3
    with pytest.raises(DisclosureError, match="cannot add up"):
        components(evolve(system, values=np.where(np.arange(6) == 5, 8, system.values)))
