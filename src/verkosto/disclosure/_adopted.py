"""Redesigns that `protect` adopts, or tells of."""

from __future__ import annotations

from verkosto.aggregate import Table
from verkosto.disclosure._coarsen import coarsen
from verkosto.disclosure._rules import Rules
from verkosto.text import LocalText

__all__ = ["adopted", "advised"]

_SECONDS = 1.0
_MOST = 3


def adopted(table: Table, rules: Rules, time_limit: float) -> Table:
    """Return the redesign of a table that hides least, or the table where none hides less.

    Raises:
        AnalysisError: The answers are not at hand, or the table cannot be made of them again.
    """
    found = coarsen(table, rules=rules, time_limit=time_limit)
    return found[0].table if found else table


def advised(table: Table, rules: Rules) -> tuple[LocalText, ...]:
    """Return what redesigns of a table there are, in words; nothing where its answers are not at hand."""
    if table.origin is None or table.origin.again is None:
        return ()
    return tuple(redesign.text for redesign in coarsen(table, rules=rules, time_limit=_SECONDS)[:_MOST])
