"""Primary numbers: what must be hidden by the rules, and how little readers may know of it then."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np
from attrs import define, field

from verkosto.aggregate import NO_COUNT, Table, base_units
from verkosto.disclosure._arranged import Arranged, Standing
from verkosto.disclosure._keys import Key
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._stated import NETS
from verkosto.disclosure._system import Problem
from verkosto.disclosure._worlds import REST
from verkosto.responses import REASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

__all__ = ["primaries", "units_of_bases"]

_REASONS = (1 << len(REASONS)) - 1
"""The categories of a variable that are missing reasons, as bits."""

_SUBSTANTIVE = ("dont_know", "refused", "not_applicable")


def primaries(found: Arranged, rules: Rules) -> Problem:
    """Return the problem that the rules make of tables.

    A count is hidden so well that readers hold it possible that nobody is counted, and that as many are as the rules
    want at least. Where few associations stand behind many respondents, it may be off by as many both ways.

    Args:
        found: The tables as numbers.
        rules: What must be hidden.
    """
    system = found.counts
    marks = _Marks(system.values, system.low)
    for standing in found.standings:
        _small_figures(standing, rules, marks)
        if rules.group:
            _alike(standing, marks)
        _ends(standing, rules, marks)
        if rules.missing:
            _few_missing(standing, rules, marks)
    _few_left_over(found, rules, marks)
    _published_before(found, rules, marks)
    cost = np.where(found.fixed | found.everybody, np.inf, 1 + np.log1p(np.maximum(np.nan_to_num(system.values), 0)))
    return Problem(system, marks.primary, marks.need_low, marks.need_high, cost, found.ties)


def units_of_bases(table: Table) -> Counts:
    """Return the protection units in the base of each row; as few as there may be where answers are not at hand."""
    if table.origin is not None:
        return base_units(table)
    units, base = _known_units(table), table.cells["base"]
    least = units.copy()
    # The base has at least the units of its greatest cell.
    groups: dict[tuple[object, ...], list[int]] = {}
    for row, group in enumerate(zip(*(table.cells[name] for name in ("variable", *table.by)), strict=True)):
        groups.setdefault(group, []).append(row)
    for rows in groups.values():
        least[rows] = units[rows].max()
    return np.where(table.cells["units"] == NO_COUNT, base, least)


def _known_units(table: Table) -> Counts:
    units = table.cells["units"]
    return np.where(units == NO_COUNT, table.cells["n"], units)


@define
class _Marks:
    """What must be hidden, while it is found."""

    values: Floats
    least: Floats
    primary: NDArray[np.bool_] = field(init=False)
    need_low: Floats = field(init=False)
    need_high: Floats = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.primary = np.zeros(len(self.values), dtype=bool)
        self.need_low = np.full(len(self.values), np.nan)
        self.need_high = np.full(len(self.values), np.nan)

    def hide(self, places: NDArray[np.intp], low: Floats, high: Floats) -> None:
        """Mark numbers, each with the least and the most that must seem possible."""
        self.primary[places] = True
        # A number is needed for several reasons at times: then all that they ask for.
        for place, least, most in zip(places, np.maximum(low, self.least[places]), high, strict=True):
            self.need_low[place] = np.fmin(self.need_low[place], least)
            self.need_high[place] = np.fmax(self.need_high[place], most)


def _small_figures(standing: Standing, rules: Rules, marks: _Marks) -> None:
    """Mark figures of few units, and all that a group of few has."""
    table = standing.table
    units, of_base = _known_units(table), units_of_bases(table)
    n, base = marks.values[standing.rows], marks.values[standing.bases]
    own = standing.rows != standing.bases
    small_base = (base > 0) & (of_base < rules.least_base)
    wanted = np.where(small_base, max(rules.least_base, rules.min_count), rules.min_count)
    few = own & (n > 0) & (units < wanted)
    marks.hide(standing.rows[few], *_reach(n[few], units[few], wanted[few], base[few]))
    alone = ~own & (n > 0) & (units < rules.min_count)
    hidden = small_base | alone
    least = np.maximum(rules.least_base, np.where(alone, rules.min_count, 0))
    marks.hide(standing.bases[hidden], *_reach(base[hidden], of_base[hidden], least[hidden], np.inf))


def _reach(n: Floats, units: Counts, wanted: Counts, most: Floats | float) -> tuple[Floats, Floats]:
    """Return how low and how high a count must seem possible."""
    return np.maximum(n - wanted, 0), np.minimum(n + wanted - units, np.maximum(most, n))


def _alike(standing: Standing, marks: _Marks) -> None:
    """Mark what tells that all of a group answered alike, or all but one."""
    rows, base = standing.rows, marks.values[standing.bases]
    n = marks.values[rows]
    own = (rows != standing.bases) & (base > 1)
    all_in = own & (n >= base - 1)
    marks.hide(rows[all_in], np.maximum(base - 2, 0)[all_in], n[all_in])
    # Whom a box leaves out gave the other answers.
    none_in = own & standing.boxes & (n <= 1)
    marks.hide(rows[none_in], np.zeros(int(none_in.sum())), np.full(int(none_in.sum()), 2.0))


def _few_missing(standing: Standing, rules: Rules, marks: _Marks) -> None:
    substantive = np.isin(standing.absences["reason"].astype(str), _SUBSTANTIVE)
    n = marks.values[standing.missing]
    few = substantive & (n > 0) & (n < rules.min_count)
    count = n[few].astype(np.int64)
    marks.hide(standing.missing[few], *_reach(n[few], count, np.full(len(count), rules.min_count), np.inf))


def _ends(standing: Standing, rules: Rules, marks: _Marks) -> None:
    """Mark what means and nets tell of those at either end: that all are there or all but one, of a net also few."""
    known = standing.scores >= 0
    nets = np.isin(standing.table.cells["statistic"].astype(str), NETS)
    for place, base, net in zip(standing.ends[known], standing.bases[known], nets[known], strict=True):
        whole, n = marks.values[base], marks.values[place]
        few = (n > 0) & (n < rules.min_count) & net
        count = n[few].astype(np.int64)
        marks.hide(place[few], *_reach(n[few], count, np.full(len(count), rules.min_count), whole))
        alike = (n >= whole - 1) & (whole > 1) & rules.group
        marks.hide(place[alike], np.full(int(alike.sum()), whole - 2), n[alike])


def _few_left_over(found: Arranged, rules: Rules, marks: _Marks) -> None:
    """Mark what figures tell by their difference: those of few who are in one table and not in another.

    Those whose group is merely not known are left alone, for nobody can tell who they are: otherwise one respondent
    without a region would hide the totals of the whole country.
    """
    nobody_knows = not any(map(_some_say_no_group, found.standings))
    figures = found.fixed.copy()
    for standing in found.standings:
        figures[standing.rows[standing.rows != standing.bases]] = True
    around = _around(found)
    for total in found.counts.sums:
        for part in total.parts if figures[total.whole] else ():
            n = marks.values[part]
            if nobody_knows and _without_group(found.counts.keys[part]):
                continue
            if not found.published[part] and 0 < n < rules.min_count:
                most = min(marks.values[whole] for whole in around[part])
                marks.hide(np.array([part]), np.zeros(1), np.array([min(rules.min_count, max(most, n))]))


def _without_group(key: Hashable) -> bool:
    """Return whether a rest is of those who lack a value of some variable."""
    masks = [code for _, code in key.facts if code.startswith(REST)] if isinstance(key, Key) else []
    return any(int(code.removeprefix(REST), 16) <= _REASONS for code in masks)


def _some_say_no_group(standing: Standing) -> bool:
    """Return whether somebody has no group of a table for a reason that tells something of them."""
    lacking, groups = standing.absences, standing.table.by
    rows = zip(lacking["variable"], lacking["reason"], strict=True)
    return any(variable in groups and reason in _SUBSTANTIVE for variable, reason in rows)


def _around(found: Arranged) -> dict[int, list[int]]:
    """Return the numbers that each is a part of."""
    around: dict[int, list[int]] = {}
    for total in found.counts.sums:
        for part in total.parts:
            around.setdefault(part, []).append(total.whole)
    return around


def _published_before(found: Arranged, rules: Rules, marks: _Marks) -> None:
    """Mark what an earlier table hid because it is of few; what it hid beside that may be shown if it tells nothing."""
    n = marks.values[found.withheld]
    few = (n > 0) & (n < rules.min_count)
    count = n[few].astype(np.int64)
    marks.hide(found.withheld[few], *_reach(n[few], count, np.full(len(count), rules.min_count), np.inf))
