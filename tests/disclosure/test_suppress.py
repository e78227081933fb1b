"""Secondary suppression against brute force, against a program of another form, and on published tables."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from suppression_problems import (
    brute_cost,
    cost_of,
    direct_cost,
    full_table,
    half_numbers,
    is_safe,
    small_counts,
)

from verkosto.disclosure._suppress import suppress
from verkosto.disclosure._system import Problem, Sum, System
from verkosto.errors import DisclosureError

Counts = NDArray[np.float64]


def counts(*shape: int, most: int = 12) -> st.SearchStrategy[Counts]:
    size = int(np.prod(shape))
    return st.lists(st.integers(0, most), min_size=size, max_size=size).map(
        lambda numbers: np.array(numbers, dtype=float).reshape(shape)
    )


def check(problem: Problem, least: Callable[[Problem], float | None]) -> None:
    """Check that the pattern is safe and as cheap as possible, or that there is none."""
    cheapest = least(problem)
    if cheapest is None:
        with pytest.raises(DisclosureError):
            suppress(problem)
        return
    found = suppress(problem)
    assert is_safe(problem, found.hidden)
    assert cost_of(problem, found.hidden) == pytest.approx(cheapest, rel=1e-5)
    assert found.optimal
    assert found.method == ("milp" if problem.primary.any() else "none")


@given(counts(2, 2))
@settings(max_examples=10)
def test_no_pattern_of_a_small_table_is_cheaper(table: Counts) -> None:
    check(small_counts(full_table(table), 4), brute_cost)


@pytest.mark.thorough
@given(counts(3, 4), st.integers(2, 6), st.integers(0, 1))
@settings(max_examples=8)
def test_no_pattern_of_a_table_is_cheaper(table: Counts, threshold: int, low: int) -> None:
    check(small_counts(full_table(table), threshold, low=low), direct_cost)


@pytest.mark.thorough
@given(counts(2, 2, 2, most=9))
@settings(max_examples=5)
def test_no_pattern_of_three_dimensions_is_cheaper(table: Counts) -> None:
    check(small_counts(full_table(table), 3), direct_cost)


@pytest.mark.thorough
@given(counts(3, 3), st.data())
@settings(max_examples=15)
def test_what_was_published_what_is_tied_and_what_is_never_shown(table: Counts, data: st.DataObject) -> None:
    problem = small_counts(full_table(table), 4)
    places = st.sets(st.integers(0, len(problem.system) - 1), max_size=4).map(sorted)
    cost, shown, high = problem.cost.copy(), problem.system.shown.copy(), problem.system.high.copy()
    cost[data.draw(places)] = np.inf
    unseen = data.draw(places)
    shown[unseen] = False
    high[unseen] = problem.system.values[unseen] + data.draw(st.integers(0, 5))
    ties = data.draw(st.lists(st.tuples(*[st.integers(0, len(problem.system) - 1)] * 2), max_size=4))
    ties = [(first, second) for first, second in ties if shown[first]]
    system = evolve(problem.system, shown=shown, high=high)
    problem = evolve(problem, system=system, cost=cost, ties=tuple(ties))
    check(problem, direct_cost)


@given(counts(3, 3, most=1000), st.floats(0.01, 0.3))
@settings(max_examples=5)
def test_amounts_need_no_whole_numbers(table: Counts, share: float) -> None:
    system = full_table(table + 1 / 3, whole=False)
    primary = np.zeros(len(system), dtype=bool)
    primary[[0, 5]] = True
    away = np.where(primary, share * system.values, np.nan)
    problem = Problem(system, primary, system.values - away, system.values + away, 1 + np.log(system.values + 1))
    check(problem, direct_cost)


@given(counts(3, 3), counts(3, 3))
@settings(max_examples=5)
def test_linked_tables_share_their_margin(one: Counts, other: Counts) -> None:
    check(_linked(one, other), direct_cost)


def _linked(one: Counts, other: Counts) -> Problem:
    """Return two tables by the same groups, whose bases are the same numbers: who is left over answers last."""
    size = np.maximum(one.sum(axis=1), other.sum(axis=1))
    tables = [full_table(np.column_stack([table[:, :-1], size - table[:, :-1].sum(axis=1)])) for table in (one, other)]
    places: dict[tuple[int, ...], int] = {}
    values: list[float] = []
    sums = set()
    for number, table in enumerate(tables):
        at = []
        for (row, column), value in zip(np.ndindex(4, 4), table.values.tolist(), strict=True):
            key = (row, -1) if column == 3 else (row, column, number)
            if key not in places:
                places[key] = len(values)
                values.append(value)
            at.append(places[key])
        sums |= {Sum(at[line.whole], tuple(at[part] for part in line.parts)) for line in table.sums}
    nothing = np.zeros(len(values))
    ordered = tuple(sorted(sums, key=lambda line: (line.whole, line.parts)))
    return small_counts(System(tuple(places), np.array(values), nothing == 0, nothing, nothing + np.inf, ordered), 4)


def test_every_dimension_of_a_regional_table() -> None:
    random = np.random.default_rng(1)
    for shape, answers in (((21, 6), 600), ((6, 4, 3), 1200)):
        likely = random.gamma(2, 1, shape)
        table = random.multinomial(answers, (likely / likely.sum()).ravel()).reshape(shape)
        problem = small_counts(full_table(table.astype(float)))
        found = suppress(problem)
        assert found.method == "milp"
        assert found.hidden.sum() > problem.primary.sum()
        assert is_safe(problem, found.hidden)


def test_no_more_than_a_published_pattern_hides() -> None:
    """Enterprises by region, from an exercise of Statistics Finland; a pattern of eight was found safe for it."""
    table = [
        [21, 2, 5, 9, 5, 396],
        [8, 1, 6, 9, 3, 460],
        [18, 2, 10, 10, 1, 592],
        [17, 3, 6, 7, 7, 559],
        [15, 1, 6, 12, 9, 560],
    ]
    theirs = [(0, 1), (0, 2), (1, 1), (1, 4), (2, 1), (2, 4), (4, 1), (4, 2)]
    system = full_table(np.array(table, dtype=float))
    inner = np.pad(np.ones((5, 6), dtype=bool), (0, 1)).ravel()
    primary = inner & (system.values < 3)
    away = np.where(primary, 1.0, np.nan)
    problem = Problem(system, primary, system.values - away, system.values + away, np.where(inner, 1.0, np.inf))
    assert is_safe(problem, np.array([key in theirs for key in system.keys]))
    found = suppress(problem)
    assert is_safe(problem, found.hidden)
    assert primary.sum() < found.hidden.sum() <= len(theirs)


def test_the_same_problem_has_the_same_pattern() -> None:
    table = np.random.default_rng(3).integers(0, 15, (4, 4)).astype(float)
    first, second = (suppress(small_counts(full_table(table))).hidden for _ in range(2))
    assert (first == second).all()


def test_a_hidden_base_hides_the_figures_of_its_group() -> None:
    system = full_table(np.array([[3.0, 1, 0], [30, 40, 50], [60, 20, 40], [10, 15, 25]]))
    places = np.arange(20).reshape(5, 4)
    ties = tuple((line[3], place) for line in places.tolist() for place in line[:3])
    problem = evolve(small_counts(system), ties=ties)
    found = suppress(problem)
    assert is_safe(problem, found.hidden)
    bases = [row for row in range(5) if found.hidden[places[row, 3]]]
    assert 0 in bases
    assert len(bases) >= 2
    assert found.hidden[places[bases]].all()


def test_nothing_to_hide() -> None:
    found = suppress(small_counts(full_table(np.array([[10.0, 20], [0, 30]]))))
    assert found.method == "none"
    assert found.optimal
    assert not found.hidden.any()


@pytest.mark.parametrize("seconds", [0.0, 1e-9])
def test_without_time_the_pattern_is_safe_all_the_same(seconds: float) -> None:
    table = np.random.default_rng(5).integers(0, 9, (7, 5)).astype(float)
    problem = small_counts(full_table(table), 3)
    found = suppress(problem, time_limit=seconds)
    assert found.method == "greedy"
    assert not found.optimal
    assert is_safe(problem, found.hidden)
    assert not found.hidden.all()


def test_no_pattern_is_safe_where_all_else_was_published() -> None:
    problem = small_counts(full_table(np.array([[4321.0, 2], [30, 40]])))
    cost = np.where(problem.primary, problem.cost, np.inf)
    with pytest.raises(DisclosureError, match="8 known in any case") as caught:
        suppress(evolve(problem, cost=cost))
    assert "4321" not in str(caught.value)


@pytest.mark.parametrize("seed", range(57, 60))
def test_half_of_a_table_was_published(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem = small_counts(full_table(random.integers(0, 12, (3, 3) if seed % 2 else (2, 2, 2)).astype(float)), 4)
    published = (random.random(len(problem.cost)) < 0.5) & ~problem.primary
    check(evolve(problem, cost=np.where(published, np.inf, problem.cost)), direct_cost)


def test_what_was_published_cannot_be_primary_now() -> None:
    problem = small_counts(full_table(np.array([[10.0, 2], [30, 40]])))
    with pytest.raises(DisclosureError, match="has to be hidden now"):
        suppress(evolve(problem, cost=np.full(9, np.inf)))


def test_a_need_that_nobody_holds_possible() -> None:
    problem = small_counts(full_table(np.array([[10.0, 2], [30, 40]])))
    system = evolve(problem.system, high=np.where(problem.primary, 3.0, np.inf))
    with pytest.raises(DisclosureError, match="coarsen advises"):
        suppress(evolve(problem, system=system))


def test_what_no_sum_tells_needs_nothing_else() -> None:
    nothing = np.zeros(3)
    system = System(("a", "b", "c"), np.array([3.0, 2, 1]), nothing == 0, nothing, nothing + np.inf, (Sum(0, (1, 2)),))
    lonely = evolve(system, sums=())
    assert suppress(small_counts(lonely)).hidden.all()
    assert suppress(small_counts(system)).hidden.all()


@pytest.mark.thorough
def test_tables_beside_one_another_are_solved_apart() -> None:
    one, other = (full_table(np.random.default_rng(seed).integers(0, 20, (4, 4)).astype(float)) for seed in (29, 44))
    size = len(one)
    both = System(
        (*(("one", key) for key in one.keys), *(("other", key) for key in other.keys)),
        np.append(one.values, other.values),
        np.append(one.shown, other.shown),
        np.append(one.low, other.low),
        np.append(one.high, other.high),
        (*one.sums, *(Sum(size + line.whole, tuple(size + part for part in line.parts)) for line in other.sums)),
    )
    apart = np.append(*(suppress(small_counts(system)).hidden for system in (one, other)))
    problem = small_counts(both)
    assert cost_of(problem, suppress(problem).hidden) == pytest.approx(cost_of(problem, apart))


def test_half_numbers_protect_no_counts() -> None:
    problem = half_numbers()
    names = problem.system.keys
    check(problem, direct_cost)
    assert [names[place] for place in np.flatnonzero(suppress(problem).hidden)] == ["d", "e"]
    money = evolve(problem, system=evolve(problem.system, whole=False))
    check(money, direct_cost)
    assert [names[place] for place in np.flatnonzero(suppress(money).hidden)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("found", [None, 0.0])
def test_an_integer_program_that_is_stopped_leaves_it_to_the_greedy_way(
    found: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(cost: Counts, **_: object) -> SimpleNamespace:
        return SimpleNamespace(status=1, x=None if found is None else found * cost)

    problem = small_counts(full_table(np.random.default_rng(3).integers(0, 15, (4, 4)).astype(float)))
    assert suppress(problem).method == "milp"
    monkeypatch.setattr("scipy.optimize.milp", stopped)
    greedily = suppress(problem)
    assert greedily.method == "greedy"
    assert is_safe(problem, greedily.hidden)


def _failed(*_: object, **__: object) -> SimpleNamespace:
    return SimpleNamespace(status=4, x=None, message="Numbers failed.")


def test_a_solver_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = small_counts(full_table(np.array([[10.0, 2], [30, 40]])))
    monkeypatch.setattr("scipy.optimize.linprog", _failed)
    with pytest.raises(DisclosureError, match=r"gave up: Numbers failed\. Put groups"):
        suppress(problem)
