"""About how many figures a table would hide: quick enough to compare thousands of groupings.

What suppression hides for the sake of others is guessed here: one figure more where a group would hide only one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate import TOTAL_CODE, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from verkosto.disclosure._rules import Rules
    from verkosto.disclosure._system import Floats

__all__ = ["Block", "blocks_of", "codes_of", "hidden_of"]


@frozen(eq=False)
class Block:
    """The counts of one variable: what is grouped, what else divides them, and values.

    Attributes:
        variable: Its id.
        n: Rows, shape (areas, other groups, values).
        units: Protection units, the same shape.
        base: Rows of the base, shape (areas, other groups).
        adds_up: Whether the values of a group are parts of its base.
    """

    variable: str
    n: Floats
    units: Floats
    base: Floats
    adds_up: bool


def codes_of(table: Table, by: str) -> list[str]:
    """Return the codes of a grouping that occur, without totals."""
    return [code for code in dict.fromkeys(table.cells[by].tolist()) if code != TOTAL_CODE]


def blocks_of(table: Table, by: str | None) -> list[Block]:
    """Return the counts of a table, arranged by one of its groupings; None: not arranged, one area of all groups."""
    cells = table.cells
    others = [name for name in table.by if name != by]
    areas: dict[str | None, int] = {None: 0}
    if by is not None:
        areas = {code: at for at, code in enumerate(codes_of(table, by))}
    groups: dict[tuple[str, ...], int] = {}
    for key in zip(*(cells[name] for name in others), strict=True) if others else [()]:
        groups.setdefault(tuple(key), len(groups))
    found = []
    for heading in table.variables:
        rows = [row for row in np.flatnonzero(cells["variable"] == heading.id).tolist() if _in(table, by, row)]
        values = {value: at for at, value in enumerate(dict.fromkeys(cells["value"][rows].tolist()))}
        at = (
            np.array([areas[None if by is None else cells[by][row]] for row in rows], dtype=np.intp),
            np.array([groups[tuple(cells[name][row] for name in others)] for row in rows], dtype=np.intp),
            np.array([values[cells["value"][row]] for row in rows], dtype=np.intp),
        )
        size = len(areas), len(groups), len(values)
        n, units, base = (_filled(cells[name][rows], at, size) for name in ("n", "units", "base"))
        whole = base.max(axis=2, initial=0)
        adds_up = len(values) > 1 and bool((n.sum(axis=2) == whole).all())
        found.append(Block(heading.id, n, units, whole, adds_up))
    return found


def hidden_of(n: Floats, units: Floats, base: Floats, rules: Rules, *, adds_up: bool) -> Floats:
    """Return about how many figures each group would hide, shape (…).

    Args:
        n: Rows, shape (…, values).
        units: Protection units, shape (…, values).
        base: Rows of the base, shape (…).
        rules: What must be hidden.
        adds_up: Whether the values are parts of the base.
    """
    values = n.shape[-1]
    small = (units > 0) & (units < rules.min_count)
    if not adds_up:
        rest = base[..., None] - n
        small |= (rest > 0) & (rest < rules.min_count)
    hidden = small.sum(axis=-1).astype(float)
    if adds_up:
        # All in one category, or all but one, tells about everybody of the group.
        alike = (n >= base[..., None] - 1).any(axis=-1) & (base > 0)
        hidden = np.where(hidden == 1, 2.0, hidden)
        hidden = np.maximum(hidden, np.where(alike & rules.group, 2.0, 0.0))
    few = (base > 0) & (base < rules.least_base)
    found: Floats = np.where(few, float(values), hidden)
    return found


def _in(table: Table, by: str | None, row: int) -> bool:
    return by is None or table.cells[by][row] != TOTAL_CODE


def _filled(values: NDArray[np.int64], at: Sequence[NDArray[np.intp]], size: tuple[int, ...]) -> Floats:
    filled = np.zeros(size)
    filled[tuple(at)] = np.maximum(values, 0)
    return filled
