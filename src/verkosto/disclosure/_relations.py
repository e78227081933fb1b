"""From tables to what has to be solved: what must be hidden, and what readers know that ties it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate import NO_COUNT, Table
from verkosto.disclosure._arranged import Arranged, Standing, arranged
from verkosto.disclosure._dominance import dominated
from verkosto.disclosure._forms import compares
from verkosto.disclosure._primaries import primaries
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._system import Problem, System
from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Arranged", "Posed", "Standing", "problem_of", "system_of"]


@frozen(eq=False)
class Posed:
    """What has to be hidden of some tables.

    Attributes:
        arranged: The tables as numbers, and where their rows stand.
        counts: The problem of respondents; always solved first.
        rules: What the problem was made by.
    """

    arranged: Arranged
    counts: Problem
    rules: Rules

    def amounts(self, hidden: NDArray[np.bool_]) -> Problem | None:
        """Return the problem of sums of numbers, or None where the tables tell none.

        Args:
            hidden: Which counts are hidden: a mean whose base is hidden is hidden too, and so is the sum it tells.
        """
        if not len(self.arranged.amounts):
            return None
        return dominated(self.arranged, self.rules, hidden)


def problem_of(tables: Sequence[Table], rules: Rules, *, earlier: Sequence[System] = ()) -> Posed:
    """Return what must be hidden of tables that are published together.

    Args:
        tables: The tables, whole; those that still know their answers say more exactly how they are tied.
        rules: What must be hidden.
        earlier: Systems of what was published before, as a ledger keeps them, of the same answers: what they show
            cannot be hidden any more, and what they hide stays protected.

    Raises:
        DisclosureError: The tables contradict one another, or hold no counts.
        TableFormatError: A table's provenance was changed.
    """
    for table in tables:
        _refuse(table)
    found = arranged(tables, whole=True, earlier=earlier)
    return Posed(found, primaries(found, rules), rules)


def _refuse(table: Table) -> None:
    """Refuse what cannot be protected: figures without counts, and those that are made of others."""
    what = ", ".join(heading.id for heading in table.variables)
    if compares(table):
        msg = (
            f"the table of {what} compares figures with one another, so it tells what their own tables may hide. "
            "Protect and publish those; readers can compare what they show."
        )
        raise DisclosureError(msg)
    if "alpha" in set(table.cells["statistic"]) and len(table.absences):
        msg = (
            f"the table of {what} tells Cronbach's alpha of those who answered every item, and somebody left one out: "
            "how many those are says something of each item, which cannot be followed here. Write alpha and its n "
            "into the text of the report, if n may be published, and protect the tables of the items."
        )
        raise DisclosureError(msg)
    if (table.cells["n"] == NO_COUNT).any() or (table.cells["base"] == NO_COUNT).any():
        msg = f"the table of {what} lacks counts: it was published already. Protect the table that was made of answers."
        raise DisclosureError(msg)


def system_of(tables: Sequence[Table]) -> Arranged:
    """Return what readers of tables know, and how it is tied. Values are NaN where a table does not show them.

    Raises:
        DisclosureError: The tables contradict one another.
        TableFormatError: A table's provenance was changed.
    """
    return arranged(tables, whole=False)
