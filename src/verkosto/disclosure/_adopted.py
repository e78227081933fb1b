"""Redesigns that `protect` adopts."""

from __future__ import annotations

from verkosto.aggregate import Table
from verkosto.disclosure._coarsen import coarsen
from verkosto.disclosure._rules import Rules

__all__ = ["adopted"]


def adopted(table: Table, rules: Rules, time_limit: float) -> Table:
    """Return the redesign of a table that hides least, or the table where none hides less.

    Raises:
        AnalysisError: The answers are not at hand, or the table cannot be made of them again.
    """
    found = coarsen(table, rules=rules, time_limit=time_limit)
    return found[0].table if found else table
