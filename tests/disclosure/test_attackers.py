from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_systems import cube, possibilities, system_of, two_way

from verkosto.disclosure._attackers import ATTACKERS, Attacker, Reason, attacked
from verkosto.disclosure._components import components
from verkosto.disclosure._system import System

SQUARE = [(0, 0), (0, 1), (1, 0), (1, 1)]

counts = st.lists(st.integers(0, 2), min_size=9, max_size=9)
hidden_cells = st.lists(st.sampled_from([(i, j) for i in (0, 1, -1) for j in range(3)]), min_size=1, unique=True)


def ends(system: System, attacker: Attacker, reasons: Sequence[Reason] = ()) -> dict[Any, tuple[float, float]]:
    found = attacked(system, [attacker], reasons=reasons)[attacker]
    return {key: (found.low[p], found.high[p]) for p, key in enumerate(system.keys) if not system.shown[p]}


def every_reason(system: System, low: float, high: float) -> list[Reason]:
    return [Reason(place, low, high) for place in np.flatnonzero(~system.shown).tolist()]


def meeting(system: System, most: int, reasons: Sequence[Reason]) -> list[tuple[float, float]]:
    """Return what hidden numbers can be if one of each component is hidden for a reason, by trying everything."""
    hidden = np.flatnonzero(~system.shown).tolist()
    choices = possibilities(system, most)
    groups: dict[int, set[int]] = {}
    for part in components(system):
        groups.setdefault(part.group, set()).update(copy.place for copy in part.copies)
    for places in groups.values():
        inside = [(hidden.index(r.place), r) for r in reasons if r.place in places]
        meets = np.zeros(len(choices), dtype=bool)
        for column, reason in inside:
            meets |= (choices[:, column] >= reason.low) & (choices[:, column] <= reason.high)
        choices = choices[meets] if meets.any() else choices
    return [(column.min(), column.max()) for column in choices.T]


def narrowest(system: System, most: int) -> list[float]:
    """Return the least width that somebody computes who knows one hidden number to be 1 or more."""
    choices = possibilities(system, most)
    widths = [np.ptp(choices, axis=0)]
    widths += [np.ptp(choices[own], axis=0) for own in choices.T >= 1 if own.any()]
    return [float(width) for width in np.min(widths, axis=0)]


@settings(max_examples=30)
@given(counts, hidden_cells, st.integers(1, 2), st.integers(0, 1))
def test_every_attacker_computes_what_counting_gives(
    table: list[int], hidden: list[tuple[int, int]], low: int, more: int
) -> None:
    system = two_way([table[:3], table[3:6]], hidden[:5])
    reasons, most = every_reason(system, low, low + more)[::2], sum(table[:6])
    assert [*ends(system, "outsider").values()] == meeting(system, most, [])
    assert [*ends(system, "rule", reasons).values()] == meeting(system, most, reasons)
    own = ends(system, "respondent")
    assert [high - low for low, high in own.values()] == narrowest(system, most)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 2), min_size=8, max_size=8), st.integers(1, 2))
def test_so_they_do_in_three_dimensions(table: list[int], low: int) -> None:
    system = cube(np.array(table, dtype=np.float64).reshape(2, 2, 2), np.ones((2, 2, 2), dtype=bool))
    reasons = every_reason(system, low, low)[:3]
    found = attacked(system, ATTACKERS, reasons=reasons)
    # A circle of eight that moves as one: every possibility is a step of it.
    first = np.arange(-8, 9)[:, None] * np.array([1, -1, -1, 1, -1, 1, 1, -1]) + table
    choices = first[(first >= 0).all(axis=1)]
    assert found["outsider"].low[:8].tolist() == choices.min(axis=0).tolist()
    assert found["outsider"].high[:8].tolist() == choices.max(axis=0).tolist()
    meets = (choices[:, :3] == low).any(axis=1)
    with_rule = choices[meets] if meets.any() else choices
    assert found["rule"].high[:8].tolist() == with_rule.max(axis=0).tolist()
    widths = np.min([np.ptp(choices[own], axis=0) for own in choices.T >= 1 if own.any()] or [[0] * 8], axis=0)
    assert (found["respondent"].high - found["respondent"].low)[:8].tolist() == widths.tolist()


def test_one_who_knows_the_rule_knows_a_lonely_hidden_number_to_be_small() -> None:
    system = system_of({"base": 20.0, "k": 3.0, "others": 17.0}, {"base": ("k", "others")}, ["k", "others"])
    assert ends(system, "outsider")["k"] == (0, 20)
    assert ends(system, "rule", [Reason(1, 1, 4)]) == {"k": (1, 4), "others": (16, 19)}


def test_nothing_follows_from_a_rule_that_was_not_used() -> None:
    system = two_way([[9, 9], [9, 9]], SQUARE)
    assert ends(system, "rule", every_reason(system, 40, 50)) == ends(system, "outsider")
    assert ends(system, "rule") == ends(system, "outsider")


def test_a_respondent_in_a_small_circle_computes_the_rest() -> None:
    """Each of four numbers is 0 or 1 to an outsider; whoever stands in one knows all four."""
    system = two_way([[1, 0], [0, 1]], SQUARE)
    assert set(ends(system, "outsider").values()) == {(0, 1)}
    assert all(low == high for low, high in ends(system, "respondent").values())


def test_a_respondent_learns_nothing_where_everybody_knows_of_one() -> None:
    system = two_way([[3, 2], [2, 3]], SQUARE)
    known = evolve(system, low=np.ones(len(system)))
    assert ends(known, "respondent") == ends(known, "outsider") != ends(system, "outsider")


def test_respondents_stand_only_where_it_is_said() -> None:
    system = two_way([[1, 0], [0, 1]], SQUARE)
    nobody = np.zeros(len(system), dtype=bool)
    found = attacked(system, ["respondent"], members=nobody)["respondent"]
    assert found.high[:2].tolist() == [1, 1]


def test_of_amounts_a_respondent_learns_nothing_more() -> None:
    system = two_way([[1, 0], [0, 1]], SQUARE, whole=False)
    assert ends(system, "respondent") == ends(system, "outsider")


@given(counts, hidden_cells)
def test_who_knows_more_computes_no_less(table: list[int], hidden: list[tuple[int, int]]) -> None:
    system = two_way([table[:3], table[3:6], table[6:]], hidden)
    found = attacked(system, ATTACKERS, reasons=every_reason(system, 1, 4))
    for attacker in ATTACKERS[1:]:
        assert (found[attacker].low >= found["outsider"].low).all()
        assert (found[attacker].high <= found["outsider"].high).all()
    shown = system.shown
    assert (found["rule"].low[shown] == system.values[shown]).all()


def test_what_nothing_bounds_stays_unbounded() -> None:
    system = system_of({"all": 9.0, "a": 4.0, "b": 5.0}, {"all": ("a", "b")}, ["all", "a", "b"])
    assert {high for _, high in ends(system, "respondent").values()} == {np.inf}
    assert ends(system, "rule", [Reason(1, 2, 4)]) == {"all": (2, np.inf), "a": (2, 4), "b": (0, np.inf)}
