"""The greedy way: always safe, with nothing that could be shown, and an end when the time is over."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from suppression_problems import brute_cost, cost_of, full_table, half_numbers, is_safe, small_counts

from verkosto.disclosure import _greedy
from verkosto.disclosure._choice import Choice, choice_of
from verkosto.disclosure._clock import Clock
from verkosto.disclosure._reach import Reach
from verkosto.disclosure._system import Problem
from verkosto.errors import DisclosureError


def greedily(
    problem: Problem, *, start: NDArray[np.bool_] | None = None, seconds: float = 60.0
) -> tuple[Choice, NDArray[np.bool_]]:
    choice = choice_of(problem)
    begun = np.zeros(len(problem.system), dtype=bool) if start is None else start
    return choice, _greedy.greedy(problem, Reach.of(problem.system), choice, begun, Clock.of(seconds))


def table(*shape: int, most: int = 12, seed: int = 1) -> Problem:
    return small_counts(full_table(np.random.default_rng(seed).integers(0, most, shape).astype(float)), 4)


@given(st.lists(st.integers(0, 12), min_size=12, max_size=12), st.integers(0, 19))
@settings(max_examples=8)
def test_a_pattern_is_safe_and_nothing_in_it_could_be_shown(counts: list[int], tied: int) -> None:
    problem = small_counts(full_table(np.array(counts, dtype=float).reshape(3, 4)), 4)
    problem = evolve(problem, ties=((tied, (tied + 7) % 20), (tied, 2)))
    choice, hidden = greedily(problem)
    assert is_safe(problem, hidden)
    for place in np.flatnonzero(hidden & choice.free).tolist():
        assert not is_safe(problem, choice.show(hidden, place))


def test_a_pattern_in_three_dimensions() -> None:
    problem = table(2, 3, 2)
    choice, hidden = greedily(problem)
    assert is_safe(problem, hidden)
    assert not any(
        is_safe(problem, choice.show(hidden, place)) for place in np.flatnonzero(hidden & choice.free).tolist()
    )


def test_it_comes_near_the_cheapest() -> None:
    for seed in range(3):
        problem = table(2, 3, seed=seed)
        cheapest = brute_cost(problem)
        assert cheapest is not None
        assert cost_of(problem, greedily(problem)[1]) <= 1.25 * cheapest


def test_what_the_start_hides_in_vain_is_shown() -> None:
    problem = table(3, 4)
    everything = np.ones(len(problem.system), dtype=bool)
    _, hidden = greedily(problem, start=everything)
    assert is_safe(problem, hidden)
    assert not hidden.all()


def test_when_the_time_is_over_nothing_more_is_shown() -> None:
    problem = table(3, 4)
    everything = np.ones(len(problem.system), dtype=bool)
    assert greedily(problem, start=everything, seconds=0)[1].all()


def test_with_no_time_to_mend_everything_is_hidden_that_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_greedy, "PATIENCE", 0.0)
    problem = table(3, 4)
    cost = problem.cost.copy()
    cost[19] = np.inf
    problem = evolve(problem, cost=cost)
    _, hidden = greedily(problem, seconds=0)
    assert np.flatnonzero(~hidden).tolist() == [19]
    assert is_safe(problem, hidden)


@pytest.mark.parametrize("patience", [0.0, 60.0])
def test_no_pattern_is_safe(patience: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_greedy, "PATIENCE", patience)
    problem = small_counts(full_table(np.array([[10.0, 2], [30, 40]])))
    cost = np.where(problem.primary, problem.cost, np.inf)
    with pytest.raises(DisclosureError, match="cannot be made safe"):
        greedily(evolve(problem, cost=cost), seconds=0)


def test_a_tie_is_charged_with_what_it_brings_along() -> None:
    system = full_table(np.array([[2.0, 20, 30], [25, 8, 9], [35, 10, 40]]))
    problem = small_counts(system)
    # The cheapest partner, place 5, would hide all margins too.
    problem = evolve(problem, ties=tuple((5, place) for place in (3, 7, 11, 12, 13, 14)))
    _, hidden = greedily(problem)
    assert is_safe(problem, hidden)
    assert not hidden[5]


def test_what_mends_moves_by_whole_numbers() -> None:
    problem = half_numbers()
    _, hidden = greedily(problem)
    assert is_safe(problem, hidden)
    assert [problem.system.keys[place] for place in np.flatnonzero(hidden)] == ["d", "e"]
    with pytest.raises(DisclosureError, match="cannot be made safe"):
        greedily(half_numbers(dear=np.inf))
