"""Audits of banded tables against every table that a reader must hold possible, counted one by one."""

from __future__ import annotations

import itertools
from typing import Any, cast

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from systems import grid_system, share_bases

from verkosto.disclosure import _components
from verkosto.disclosure._attackers import Reason, attacked
from verkosto.disclosure._band_reader import band_of, steps_of
from verkosto.disclosure._bounds import bounds
from verkosto.disclosure._components import components
from verkosto.disclosure._system import Ratio, System
from verkosto.errors import DisclosureError


def banded(counts: Any, step: int, kept_back: Any = (), *, margin: bool = True, known: Any = ()) -> System:
    """Return what a reader of groups by answers sees: bands of bases and rounded shares, but for those kept back."""
    system = grid_system(np.array(counts), margin=margin)
    base_of = share_bases(system)
    low, high = system.low.copy(), system.high.copy()
    shown = np.array([key in known for key in system.keys])
    ratios = []
    for place, base in enumerate(base_of.tolist()):
        if base < 0 and system.keys[place] not in kept_back:
            low[place], high[place] = band_of(system.values[place])
        if base >= 0 and system.keys[place] not in kept_back and system.values[base] > 0:
            ratios.append(Ratio(place, base, steps_of(system.values[place], system.values[base], step), step))
    return evolve(system.hide(~shown), low=low, high=high, ratios=tuple(ratios))


def possible(system: System, most: int) -> Any:
    """Return all values that fit to a grid's bands, shares, sums and shown numbers, shape (P, N)."""
    keys = {key: at for at, key in enumerate(system.keys)}
    names = cast("list[tuple[str, str | None]]", [*system.keys])
    groups = sorted({group for group, _ in names if group != "*"})
    answers = sorted({code for _, code in names if code is not None})
    each = []
    for group in groups:
        own = [keys[group, None], *(keys[group, code] for code in answers)]
        rows = np.array([(sum(row), *row) for row in itertools.product(range(most + 1), repeat=len(answers))])
        each.append((own, rows[fits(system, own, rows)]))
    found = np.zeros((int(np.prod([len(rows) for _, rows in each])), len(keys)))
    chosen = np.meshgrid(*(np.arange(len(rows)) for _, rows in each), indexing="ij")
    for (own, rows), at in zip(each, chosen, strict=True):
        found[:, own] = rows[at.ravel()]
    if ("*", None) in keys:
        own = [keys["*", code] for code in (None, *answers)]
        found[:, own] = sum(found[:, places] for places, _ in each)
        found = found[fits(system, own, found[:, own])]
    return found


def fits(system: System, own: list[int], rows: Any) -> Any:
    column = {place: rows[:, at] for at, place in enumerate(own)}
    good = np.ones(len(rows), dtype=bool)
    for place, values in column.items():
        good &= (system.low[place] <= values) & (values <= system.high[place])
        good &= (values == system.values[place]) | ~system.shown[place]
    for ratio in system.ratios:
        if ratio.count in column:
            n, base = column[ratio.count], column[ratio.base]
            good &= (base > 0) & ((2 * ratio.steps - 1) * ratio.step * base <= 200 * n)
            good &= 200 * n < (2 * ratio.steps + 1) * ratio.step * base
    return good


def ends_of(points: Any) -> tuple[list[float], list[float]]:
    return points.min(axis=0).tolist(), points.max(axis=0).tolist()


grids = st.tuples(
    st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=1, max_size=2),
    st.sampled_from([1, 2, 5, 10]),
    st.sets(st.sampled_from([("0", "0"), ("0", "1"), ("1", "0"), ("1", None), ("*", "1"), ("*", None)]), max_size=3),
    st.booleans(),
    st.sets(st.sampled_from([("*", "0"), ("0", None), ("1", "1")]), max_size=1),
)


@settings(max_examples=20)
@given(grids)
def test_bounds_are_what_can_be_counted(grid: Any) -> None:
    counts, step, kept_back, margin, known = grid
    # A band without an end is not counted through.
    kept_back = {key for key in kept_back if key[1] is not None or (margin and key[0] != "*")}
    system = banded(counts, step, kept_back, margin=margin, known=known)
    system = evolve(system, high=np.minimum(system.high, 19.0))
    points = possible(system, 19)
    found = bounds(system)
    assert (found.low.tolist(), found.high.tolist()) == ends_of(points)


@settings(max_examples=10)
@given(grids)
def test_every_attacker_computes_what_can_be_counted(grid: Any) -> None:
    counts, step, kept_back, margin, _ = grid
    system = banded(counts, step, {key for key in kept_back if key[1] is not None}, margin=margin)
    system = evolve(system, high=np.minimum(system.high, 19.0))
    points = possible(system, 19)
    parts = components(system)
    if len({part.group for part in parts}) > 1:
        return
    reasons = [Reason(at, 1, 2) for at, key in enumerate(system.keys) if key in kept_back]
    found = attacked(system, ["outsider", "rule", "respondent"], reasons=reasons)
    assert (found["outsider"].low.tolist(), found["outsider"].high.tolist()) == ends_of(points)
    if reasons:
        met = np.logical_or.reduce([(points[:, r.place] >= 1) & (points[:, r.place] <= 2) for r in reasons])
        cases = points[met] if met.any() else points
        assert (found["rule"].low.tolist(), found["rule"].high.tolist()) == ends_of(cases)
    widths = [np.ptp(points[points[:, at] >= 1], axis=0) for at in range(len(system)) if (points[:, at] >= 1).any()]
    own = found["respondent"].high - found["respondent"].low
    assert own.tolist() == np.min([*widths, np.ptp(points, axis=0)], axis=0).tolist()


def test_where_too_many_are_tied_each_base_is_looked_at_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    system = banded([[6, 2], [3, 5]], 5, [("1", "0"), ("1", "1")])
    exact = bounds(system)
    monkeypatch.setattr(_components, "_JOINT", 3)
    wide = bounds(system)
    assert (wide.low <= exact.low).all()
    assert (exact.high <= wide.high).all()
    alone = bounds(evolve(system, ratios=()))
    assert (wide.high - wide.low < alone.high - alone.low).any()


def test_shares_that_no_base_has_contradict_one_another() -> None:
    system = banded([[6, 2]], 5, margin=False)
    two = evolve(system, ratios=(*system.ratios, Ratio(1, 0, 3, 5)))
    with pytest.raises(DisclosureError):
        bounds(two)
    known = evolve(two, shown=np.array([True, False, False]), values=np.array([8.0, np.nan, np.nan]))
    with pytest.raises(DisclosureError):
        bounds(known)
    shown = evolve(two, shown=np.ones(3, dtype=bool), values=np.array([8.0, 6.0, 2.0]))
    with pytest.raises(DisclosureError):
        bounds(shown)
