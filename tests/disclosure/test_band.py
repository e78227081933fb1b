"""Bands and rounded shares against every table that a reader must hold possible, counted one by one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import cast

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from systems import grid_problem, grid_system, share_bases

from verkosto.disclosure._band import STEPS, Banded, banded
from verkosto.disclosure._band_groups import groups_of
from verkosto.disclosure._band_reader import BANDS, Reader, band_of, counts_within, steps_of
from verkosto.disclosure._system import Problem, Sum, System
from verkosto.errors import DisclosureError

Counts = NDArray[np.int64]


def readings(counts: Counts, found: Banded) -> Iterator[Counts]:
    """Every table of two answers that gives the same bands and rounded shares, by counting."""
    most = int(counts.sum(axis=1).max()) + 5
    rows = [
        [row for row in itertools.product(range(most), repeat=counts.shape[1]) if fits(found, str(group), row)]
        for group in range(len(counts))
    ]
    for chosen in itertools.product(*rows):
        table = np.array(chosen)
        if fits(found, "*", tuple(table.sum(axis=0).tolist())):
            yield table


def fits(found: Banded, group: str, row: tuple[int, ...]) -> bool:
    """Whether counts of a group give what is shown of it."""
    base = sum(row)
    keys = {key: at for at, key in enumerate(found.system.keys)}
    low, high = (ends[keys[group, None]] for ends in (found.low, found.high))
    if not np.isnan(low) and not low <= base <= high:
        return False
    for code, n in enumerate(row):
        share = found.shares[keys[group, str(code)]]
        if np.isnan(share):
            continue
        # The published share is the nearest step, halves upwards, of exact fractions.
        steps = round(share * 100 / found.step)
        if base == 0 or not (2 * steps - 1) * found.step * base <= 200 * n < (2 * steps + 1) * found.step * base:
            return False
    return True


def counted(tables: Counts, key: tuple[str, str | None]) -> Counts:
    """One number of each table."""
    group, code = key
    picked: Counts = tables.sum(axis=1) if group == "*" else tables[:, int(group)]
    found: Counts = picked.sum(axis=1) if code is None else picked[:, int(code)]
    return found


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=1, max_size=2))
def test_what_is_published_is_safe_and_what_a_reader_can_compute_is_exact(rows: list[list[int]]) -> None:
    counts = np.array(rows, dtype=np.int64)
    problem = grid_problem(counts, min_count=3)
    try:
        found = banded(problem, share_bases(problem.system))
    except DisclosureError:
        # Only where even silence does not help: with one group, the total is that group.
        return
    tables = np.array(list(readings(counts, found)))
    assert (tables == counts).all(axis=(1, 2)).any()
    for place in np.flatnonzero(problem.primary):
        values = counted(tables, cast("tuple[str, str | None]", problem.system.keys[place]))
        assert found.system.low[place] == values.min()
        # Counting ends somewhere; what is possible there is possible for the reader.
        assert found.system.high[place] >= values.max()
        assert found.system.low[place] <= problem.need_low[place]
        assert found.system.high[place] >= problem.need_high[place]
    for number, key in enumerate(problem.system.keys):
        # Nor is any other count known exactly that a share or a band stands for.
        if problem.system.values[number] > 0 and not problem.primary[number]:
            values = counted(tables, cast("tuple[str, str | None]", key))
            assert values.min() < values.max()


def test_a_reader_gets_from_bands_and_shares_what_counting_gives() -> None:
    counts = np.array([[2, 5], [9, 4]])
    system = grid_system(counts)
    everything = np.ones(len(system), dtype=bool)
    for step in STEPS:
        shares = share_bases(system)
        reader = Reader.of(system, shares, everything, step)
        bands = [band_of(value) for value in system.values]
        low, high = (np.where(shares < 0, [band[end] for band in bands], np.nan) for end in (0, 1))
        shown = np.where(shares < 0, np.nan, np.array(reader.steps) * step / 100)
        found = Banded(step, shown, low, high, ~everything, lambda: system)
        tables = np.array(list(readings(counts, found)))
        for group, code in itertools.product(range(2), range(2)):
            place = system.keys.index((str(group), str(code)))
            values = tables[:, group, code]
            assert (reader.least_of(place), reader.most_of(place)) == (values.min(), values.max())


def test_the_finest_step_is_taken_where_nothing_has_to_be_kept_back() -> None:
    counts = np.array([[40, 60], [70, 55]])
    found = banded(grid_problem(counts), share_bases(grid_system(counts)))
    assert found.step == 1
    assert not found.hidden.any()
    named = dict(zip(found.system.keys, found.shares, strict=True))
    assert [named["0", "0"], named["1", "0"], named["*", "0"]] == [0.4, 0.56, 0.49]
    assert np.isnan(named["0", None])
    ends = {key: (low, high) for key, low, high in zip(found.system.keys, found.low, found.high, strict=True)}
    assert [ends["0", None], ends["*", None]] == [(100, 199), (200, 499)]
    assert np.isnan(ends["0", "0"]).all()


def test_a_coarser_step_is_taken_where_it_protects_more() -> None:
    # 4 of 120: at a step of 1 point it is 3 %, 3 to 6 answers of the band; at 10 points it is 0 %, 0 to 9.
    counts = np.array([[116, 4], [90, 60]])
    found = banded(grid_problem(counts, margin=False), share_bases(grid_system(counts, margin=False)))
    assert found.step == 10
    assert not found.hidden.any()
    place = found.system.keys.index(("0", "1"))
    assert (found.system.low[place], found.system.high[place]) == (0, 9)


def test_figures_of_a_small_group_are_kept_back_and_its_base_goes_with_all_of_them() -> None:
    counts = np.array([[2, 1], [60, 40], [50, 70]])
    problem = grid_problem(counts)
    found = banded(problem, share_bases(problem.system))
    hidden = {key for key, kept_back in zip(found.system.keys, found.hidden, strict=True) if kept_back}
    assert {("0", None), ("0", "0"), ("0", "1")} <= hidden
    assert not np.isnan(found.shares[found.system.keys.index(("1", "0"))])


def test_nothing_of_the_values_stays() -> None:
    counts = np.array([[40, 3], [70, 55]])
    found = banded(grid_problem(counts), share_bases(grid_system(counts)))
    assert np.isnan(found.system.values).all()
    assert not found.system.shown.any()


def test_an_open_band_and_an_empty_group_have_bands_too() -> None:
    counts = np.array([[400, 300], [0, 0]])
    found = banded(grid_problem(counts, margin=False), share_bases(grid_system(counts, margin=False)))
    ends = {key: (low, high) for key, low, high in zip(found.system.keys, found.low, found.high, strict=True)}
    assert ends["0", None] == (500, np.inf)
    assert ends["1", None] == (0, 0)
    assert np.isnan(found.shares[found.system.keys.index(("1", "0"))])
    place = found.system.keys.index(("0", "0"))
    assert found.system.high[place] == np.inf


def test_bands_leave_no_gap() -> None:
    assert [band_of(number) for number in (1, 4, 5, 9, 10, 499, 500)] == [
        (1, 4), (1, 4), (5, 9), (5, 9), (10, 19), (200, 499), (500, np.inf),
    ]  # fmt: skip
    assert all(band_of(low - 1)[1] == low - 1 for low in BANDS[1:])


@given(st.integers(1, 300), st.data(), st.sampled_from(STEPS))
def test_the_counts_of_a_share_are_all_those_that_round_to_it(base: int, data: st.DataObject, step: int) -> None:
    steps = steps_of(data.draw(st.integers(0, base)), base, step)
    low, high = counts_within(steps, step, np.array([float(base)]))
    same = [n for n in range(base + 1) if steps_of(n, base, step) == steps]
    assert (low[0], high[0]) == (same[0], same[-1])


def test_shares_of_several_choices_do_not_add_up() -> None:
    counts = np.array([[10, 20]])
    whole = grid_system(counts, margin=False)
    assert [group.complete for group in groups_of(whole, share_bases(whole))] == [True]
    apart = evolve(whole, sums=())
    (group,) = groups_of(apart, share_bases(apart))
    assert not group.complete
    # 33 % and 67 % of 20 to 49, each by itself.
    low, high = group.interval(apart, np.ones(len(apart), dtype=bool), 1)
    assert (low.tolist(), high.tolist()) == ([7, 14, 21], [16, 33, 49])


def test_what_is_known_already_asks_for_nothing() -> None:
    """Both bases came out in another table: they are known whatever is kept back, and the shares need not suffer."""
    problem = grid_problem(np.array([[300, 400], [700, 550]]), margin=False)
    bases = [place for place, key in enumerate(problem.system.keys) if key[1] is None]  # type: ignore[index]
    size = len(problem.system)
    twins = evolve(
        problem.system,
        keys=(*problem.system.keys, "earlier 0", "earlier 1"),
        values=np.append(problem.system.values, problem.system.values[bases]),
        shown=np.ones(size + 2, dtype=bool),
        low=np.zeros(size + 2),
        high=np.full(size + 2, np.inf),
        sums=(*problem.system.sums, Sum(size, (bases[0],)), Sum(size + 1, (bases[1],))),
    )
    longer = Problem(
        twins,
        np.append(problem.primary, [False, False]),
        np.append(problem.need_low, [np.nan, np.nan]),
        np.append(problem.need_high, [np.nan, np.nan]),
        np.append(problem.cost, [np.inf, np.inf]),
    )
    found = banded(longer, np.append(share_bases(problem.system), [-1, -1]))
    assert (found.step, found.hidden.sum()) == (1, 0)


def test_one_who_came_late_is_not_told_by_a_band() -> None:
    """195 were published in May and 196 answer now: a band that ends at 199 says that at most 4 came."""
    base, answers = grid_system(np.array([[90, 106]]), margin=False), 3
    system = System(
        (*base.keys, "earlier", "late"),
        np.array([*base.values, 195, 1]),
        np.array([True] * (answers + 1) + [False]),
        np.zeros(answers + 2),
        np.full(answers + 2, np.inf),
        (*base.sums, Sum(0, (3, 4))),
    )
    late = np.arange(answers + 2) == 4
    cost = np.where(np.arange(answers + 2) == 3, np.inf, 1.0)
    problem = Problem(system, late, np.where(late, 0, np.nan), np.where(late, 5, np.nan), cost)
    found = banded(problem, np.append(share_bases(base), [-1, -1]))
    assert found.hidden.tolist() == [True, True, True, False, False]
    assert found.system.high[4] == np.inf


def test_where_the_solver_gives_no_answer_the_figures_own_ends_count() -> None:
    system = grid_system(np.array([[10, 20]]), margin=False)
    reader = Reader.of(system, share_bases(system), np.ones(len(system), dtype=bool), 1)
    # Nothing fits what cannot be: the program has no solution, as when its time is up.
    stuck = evolve(reader, least=np.full(len(reader.least), 1e6), most=np.full(len(reader.most), 1e6))
    assert (stuck.least_of(0), stuck.most_of(0)) == (20, 49)


def test_what_was_published_earlier_is_known_exactly() -> None:
    """Readers know that 120 have answered: of a share of 3 % at a step of 1 that leaves 4, and not 3 to 6."""
    problem = grid_problem(np.array([[116, 4]]), margin=False)
    cost = problem.cost.copy()
    cost[problem.system.keys.index(("0", None))] = np.inf
    small = problem.system.keys.index(("0", "1"))
    found = banded(evolve(problem, cost=cost), share_bases(problem.system))
    assert found.system.low[0] == found.system.high[0] == 120
    assert (found.system.low[small], found.system.high[small]) == (0, 5)
    assert found.step == 10


def test_what_cannot_be_banded_is_said() -> None:
    problem = grid_problem(np.array([[40, 3]]))
    amounts = evolve(problem, system=evolve(problem.system, whole=False))
    with pytest.raises(DisclosureError, match="amounts have no bands"):
        banded(amounts, share_bases(problem.system))
    with pytest.raises(DisclosureError, match="within 0 seconds"):
        banded(problem, share_bases(problem.system), time_limit=0)
    beyond = evolve(problem, need_low=np.where(problem.primary, -1.0, np.nan))
    with pytest.raises(DisclosureError, match="no rounding of shares"):
        banded(beyond, share_bases(problem.system))


def test_a_number_that_is_never_published_needs_no_figure_of_its_own() -> None:
    problem: Problem = grid_problem(np.array([[40, 60], [70, 55]]))
    only = problem.system.shown.copy()
    only[[place for place, key in enumerate(problem.system.keys) if key[0] == "*"]] = False  # type: ignore[index]
    found = banded(evolve(problem, system=evolve(problem.system, shown=only)), share_bases(problem.system))
    assert np.isnan(found.shares[~only]).all()
    assert not found.hidden[~only].any()
