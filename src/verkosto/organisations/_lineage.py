"""What organisations became, and what they are parts of."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from verkosto.dates import DateLike, as_day
from verkosto.organisations._posts import Change, Membership

__all__ = ["PART_OF", "next_by_change", "reached", "tied"]

PART_OF = "part_of"
"""The role that makes an organisation a sub-group of another."""


def next_by_change(
    changes: Mapping[str, Sequence[Change]], side: str, on: DateLike | None, *, planned: bool
) -> Callable[[str], Iterator[str]]:
    """Return the function that gives the organisations one change away.

    Args:
        changes: The changes of each organisation.
        side: The side of a change on which the others stand: "before" or "after".
        on: Only changes dated on this day or earlier, or not dated; None means all.
        planned: Whether plans count.
    """
    day = None if on is None else as_day(on)

    def following(organisation: str) -> Iterator[str]:
        for change in changes.get(organisation, ()):
            happened = day is None or change.date is None or change.date.first <= day
            if happened and (planned or not change.planned):
                yield from getattr(change, side)

    return following


def reached(start: str, following: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Return everything that can be reached from a start, the nearest first, each once and without the start."""
    seen, waiting = {start: None}, deque([start])
    while waiting:
        for found in following(waiting.popleft()):
            if found not in seen:
                seen[found] = None
                waiting.append(found)
    return tuple(seen)[1:]


def tied(memberships: Iterable[Membership], end: str) -> tuple[str, ...]:
    """Return the organisations at one end ("organisation" or "member") of "part_of" memberships, each once."""
    found = (getattr(m, end) for m in memberships if m.role == PART_OF)
    return tuple(dict.fromkeys(id_ for id_ in found if id_ is not None))
