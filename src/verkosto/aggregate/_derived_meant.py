"""What the codes of derived variables mean in terms of the variables that they were made of.

Who takes a code is said by rectangles: sets of respondents who have one of some categories in each of some variables.
No two of one variable have a respondent in common.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import TypeVar

from attrs import frozen

from verkosto.responses import REASONS, Recoding

__all__ = ["Sources", "View", "folded", "rectangles"]

Sources = tuple[Mapping[str, frozenset[str]], ...]
"""Rectangles: those who are in one of them."""

Some = TypeVar("Some", bound=Hashable)

Listed = Sequence[tuple[str, Sequence[str]]]

_MOST = 5000
"""Cells of a grid; beyond it only the codes that conditions list are told."""


@frozen
class View:
    """What a name in conditions says of a variable: itself, or of the municipalities that make a region.

    Attributes:
        root: The variable.
        values: By code its categories.
        missing: By reason the categories of those who lack an answer for it.
        categories: All of its categories, missing reasons too.
    """

    root: str
    values: Mapping[str, frozenset[str]]
    missing: Mapping[str, frozenset[str]]
    categories: frozenset[str]


def rectangles(made: Recoding, views: Mapping[str, View], absent: str) -> Iterator[tuple[str, Sources]]:
    """Yield codes and missing reasons of a derived variable with the rectangles of who has them.

    Args:
        made: How it was made.
        views: What the names in its conditions say; those that are not known are left out.
        absent: What begins the category of a missing reason.
    """
    for code, listed in made.conditions:
        rectangle = None if listed is None else _rectangle(listed, views)
        if rectangle is not None and code != made.otherwise:
            yield code, (rectangle,)
    if all(name in views for name in made.sources) and all(listed is not None for _, listed in made.conditions):
        yield from _of_others(made, views, absent)


def folded(cells: Iterable[Mapping[str, Some]], join: Callable[[Some, Some], Some]) -> list[dict[str, Some]]:
    """Put rectangles together that differ in one variable alone.

    Args:
        cells: Rectangles, all of the same variables if any are to be put together.
        join: Puts the categories of two together.

    Example:
        >>> folded([{"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 3}], int.__or__)
        [{'a': 3, 'b': 3}]
    """
    found = [dict(cell) for cell in cells]
    before = 0
    while len(found) != before:
        before = len(found)
        found = _folded_once(found, join)
    return found


def _folded_once(cells: list[dict[str, Some]], join: Callable[[Some, Some], Some]) -> list[dict[str, Some]]:
    found = cells
    for root in sorted({root for cell in found for root in cell}):
        joined: dict[frozenset[tuple[str, Some | None]], dict[str, Some]] = {}
        for cell in found:
            # A rectangle that does not speak of the variable stays what it is.
            rest = frozenset({**cell, root: None}.items()) if root in cell else frozenset(cell.items())
            other = joined.get(rest, {})
            joined[rest] = {**cell, root: join(other[root], cell[root])} if root in other else cell
        found = list(joined.values())
    return found


def _rectangle(listed: Listed, views: Mapping[str, View]) -> dict[str, frozenset[str]] | None:
    found: dict[str, frozenset[str]] = {}
    for name, codes in listed:
        if name not in views:
            return None
        view = views[name]
        mask = _categories(view, codes)
        found[view.root] = found.get(view.root, mask) & mask
    return found


def _categories(view: View, codes: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(view.values.get(code, frozenset()) for code in codes))


def _of_others(made: Recoding, views: Mapping[str, View], absent: str) -> Iterator[tuple[str, Sources]]:
    """Yield who fulfils no conditions: for lack of an answer, or because there is a code for all others."""
    grid = _grid(made, views)
    if prod(map(len, grid.values())) > _MOST:
        return
    own = {code: rectangle for code, listed in made.conditions if (rectangle := _rectangle(listed or (), views))}
    found: dict[str, list[dict[str, frozenset[str]]]] = {absent + reason: [] for reason in REASONS}
    if made.otherwise is not None:
        found[made.otherwise] = [own[made.otherwise]] if made.otherwise in own else []
    for atoms in itertools.product(*grid.values()):
        cell = dict(zip(grid, atoms, strict=True))
        if any(all(cell[root] <= inside for root, inside in rectangle.items()) for rectangle in own.values()):
            continue
        reason = next((r for name in made.sources if (r := _reason(views[name], cell)) is not None), None)
        code = made.otherwise if reason is None else absent + reason
        if code is not None:
            found[code].append(cell)
    for code, cells in found.items():
        yield code, tuple(folded(cells, frozenset.union))


def _reason(view: View, cell: Mapping[str, frozenset[str]]) -> str | None:
    return next((reason for reason, mask in view.missing.items() if cell[view.root] <= mask), None)


def _grid(made: Recoding, views: Mapping[str, View]) -> dict[str, list[frozenset[str]]]:
    """Return for each variable its categories, those together that no condition tells apart."""
    cuts: dict[str, list[frozenset[str]]] = {}
    for name in made.sources:
        cuts.setdefault(views[name].root, []).extend(views[name].missing.values())
    for _, listed in made.conditions:
        for name, codes in listed or ():
            cuts[views[name].root].append(_categories(views[name], codes))
    everything = {view.root: view.categories for view in views.values()}
    grid = {}
    for root, sets in cuts.items():
        alike: dict[tuple[bool, ...], set[str]] = {}
        for category in everything[root]:
            alike.setdefault(tuple(category in cut for cut in sets), set()).add(category)
        grid[root] = sorted(map(frozenset, alike.values()), key=sorted)
    return grid
