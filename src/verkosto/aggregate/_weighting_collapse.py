"""Collapsing: cells of a margin put together, because some have too few respondents or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verkosto.aggregate._weighting_margins import Margin
from verkosto.aggregate._weighting_targets import Key
from verkosto.errors import AnalysisError, did_you_mean

__all__ = ["Collapse", "Grouping", "grouping"]

Grouping = tuple[tuple[int, ...], ...]
"""The cells of a margin by group; most groups have one."""

Collapse = Mapping[Any, Any] | str | None
"""By margin the groups of cells to put together, or `"next"`; for all margins `"next"`; None: nothing is."""


def grouping(margin: Margin, counts: NDArray[np.intp], collapse: Collapse, min_cell: int) -> Grouping:
    """Return the groups of cells of a margin, each with enough respondents.

    Args:
        margin: The margin.
        counts: Respondents of each cell.
        collapse: What may be put together.
        min_cell: Fewest respondents of a group.

    Raises:
        AnalysisError: Groups with too few respondents and nothing says what to do with them, or groups that name
            what is not there.
    """
    asked = _asked(margin, collapse)
    groups = [[place] for place in range(margin.size)]
    if asked != "next":
        groups = _merged(margin, asked)
    # A cell that the population does not have needs no respondents.
    totals = list(margin.wanted.targets.values())
    groups = [group for group in groups if sum(totals[place] for place in group) or counts[group].any()]
    if asked == "next":
        groups = _with_next(groups, counts, min_cell)
    _refuse(margin, groups, counts, min_cell)
    return tuple(tuple(group) for group in groups)


def check_collapse(collapse: Collapse, margins: Sequence[Margin]) -> None:
    """Refuse a margin that is to be collapsed and is none.

    Raises:
        AnalysisError: The message names the nearest.
    """
    if collapse is None or collapse == "next":
        return
    if not isinstance(collapse, Mapping):
        msg = f"collapse is 'next', or by margin the groups to put together, not {collapse!r}."
        raise AnalysisError(msg)
    for given in collapse:
        if not any(_names(given, margin) for margin in margins):
            known = [margin.wanted.name for margin in margins]
            hint = did_you_mean(given, known)
            raise AnalysisError(f"collapse: there is no margin {given!r}.{hint} There are {', '.join(known)}.")


def _variables(given: Any) -> tuple[Any, ...]:
    return given if isinstance(given, tuple) else (given,)


def _asked(margin: Margin, collapse: Collapse) -> Any:
    if not isinstance(collapse, Mapping):
        return collapse or ()
    return next((groups for given, groups in collapse.items() if _names(given, margin)), ())


def _names(given: Any, margin: Margin) -> bool:
    return given == margin.wanted.name or _variables(given) == margin.wanted.variables


def _merged(margin: Margin, asked: Any) -> list[list[int]]:
    places = {key: place for place, key in enumerate(margin.wanted.targets)}
    into = list(range(margin.size))
    seen: set[int] = set()
    if isinstance(asked, str) or not isinstance(asked, Sequence):
        raise AnalysisError(f"collapse of {margin.wanted.name!r} is 'next' or groups such as [('15', '16')].")
    for group in asked:
        found = [_place(margin, places, cell) for cell in group] if not isinstance(group, str) else []
        if len(found) < 2 or len(set(found)) < len(found) or seen & set(found):
            msg = (
                f"collapse of {margin.wanted.name!r}: {group!r} is no group. Each names two or more categories, and "
                "each category once."
            )
            raise AnalysisError(msg)
        seen |= set(found)
        for place in found:
            into[place] = min(found)
    merged: dict[int, list[int]] = {}
    for place, head in enumerate(into):
        merged.setdefault(head, []).append(place)
    return [merged[head] for head in sorted(merged)]


def _place(margin: Margin, places: Mapping[Key, int], cell: Any) -> int:
    key = tuple(map(str, _variables(cell)))
    if key not in places:
        known = [" × ".join(key) for key in places]
        shown = " × ".join(key)
        msg = f"collapse of {margin.wanted.name!r}: the targets have no {shown!r}.{did_you_mean(shown, known)}"
        raise AnalysisError(f"{msg} They have {', '.join(known)}.")
    return places[key]


def _with_next(groups: list[list[int]], counts: NDArray[np.intp], min_cell: int) -> list[list[int]]:
    groups = list(groups)
    place = 0
    while place < len(groups):
        if len(groups) == 1 or counts[groups[place]].sum() >= max(min_cell, 1):
            place += 1
            continue
        # The last cell has no next one and joins the one before.
        first = min(place, len(groups) - 2)
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
        place = first
    return groups


def _refuse(margin: Margin, groups: Sequence[Sequence[int]], counts: NDArray[np.intp], min_cell: int) -> None:
    keys, totals = list(margin.wanted.targets), list(margin.wanted.targets.values())
    absent, few, impossible = [], [], []
    for group in groups:
        n, total = int(counts[list(group)].sum()), sum(totals[place] for place in group)
        shown = "+".join(" × ".join(keys[place]) for place in group)
        if total == 0:
            impossible.append(f"{shown} ({n})")
        elif n == 0:
            absent.append(shown)
        elif n < min_cell:
            few.append(f"{shown} ({n})")
    name = margin.wanted.name
    if impossible:
        msg = (
            f"targets of {name!r} are 0 where there are respondents: {', '.join(impossible)}. Correct the targets, or "
            "leave those categories out and say unmatched='exclude'."
        )
        raise AnalysisError(msg)
    if absent or few:
        what = [f"no respondents in {', '.join(absent)}"] if absent else []
        what += [f"fewer than {min_cell} respondents in {', '.join(few)}"] if few else []
        msg = (
            f"targets of {name!r} cannot be met: {'; '.join(what)}. Put categories together with collapse={{{name!r}: "
            f"[(..., ...)]}}, or with collapse='next'{', or lower min_cell' if few else ''}."
        )
        raise AnalysisError(msg)
