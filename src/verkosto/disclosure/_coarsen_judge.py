"""How many figures a table would hide, as `protect` would hide them."""

from __future__ import annotations

import numpy as np

from verkosto.aggregate import Table
from verkosto.disclosure._relations import problem_of
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._suppress import suppress
from verkosto.errors import DisclosureError

__all__ = ["hidden_in"]


def hidden_in(table: Table, rules: Rules, *, time_limit: float) -> int:
    """Return how many figures of a table would be hidden; all of them where nothing less is safe.

    Args:
        table: The table.
        rules: What must be hidden.
        time_limit: Seconds for the search of what to hide. With little time more may be hidden than must be.
    """
    posed = problem_of([table], rules)
    (standing,) = posed.arranged.standings
    try:
        counts = suppress(posed.counts, time_limit=time_limit).hidden
        amounts = posed.amounts(counts)
        sums = None if amounts is None else suppress(amounts, time_limit=time_limit).hidden
    except DisclosureError:
        return len(table)
    hidden = counts[standing.rows] | counts[standing.bases]
    if sums is not None:
        hidden |= (standing.amounts >= 0) & sums[standing.amounts]
    return int(np.count_nonzero(hidden))
