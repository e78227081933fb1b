"""Reasons: for which values the rules would have hidden the numbers that a table does not show.

Somebody who knows the rules knows that of hidden numbers that sums tie to one another at least one was hidden for its
own sake. Where a reason cannot be known from outside, it is left open, and then nothing follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import inf

import numpy as np
from attrs import frozen

from verkosto.aggregate import HIDDEN_STATUS, Method, Table
from verkosto.disclosure._arranged import Arranged, Standing
from verkosto.disclosure._attackers import Reason
from verkosto.disclosure._protection import Protection
from verkosto.disclosure._rules import Rules

__all__ = ["protection_of", "reasons_of"]

_WHOLE = ("share", "total", "mean")
"""Statistics whose counts are those of a value or a base. Nets are hidden for the sake of their sides too."""


def protection_of(table: Table) -> Protection | None:
    """Return what was done to a table before it was published, or None."""
    # `PublishedTable` stands above this module: it asks for audits.
    found = getattr(table, "protection", None)
    return found if isinstance(found, Protection) else None


def reasons_of(arranged: Arranged) -> Iterator[Reason]:
    """Yield what may have made somebody hide the numbers of published tables; tables of others hide nothing."""
    titles = {standing.table.title.fi for standing in arranged.standings}
    for standing in arranged.standings:
        protection = protection_of(standing.table)
        if protection is not None:
            yield from _Hidden(standing, arranged, protection.rules, _counts_respondents(standing.table)).reasons(
                open_=bool(protection.earlier) or not {title.fi for title in protection.together} <= titles
            )


def _counts_respondents(table: Table) -> bool:
    """Return whether every respondent counts as one, so that no association stands for several."""
    method = getattr(table, "method", None)
    return not (isinstance(method, Method) and method.unit is not None)


@frozen
class _Hidden:
    """The hidden numbers of a table that was protected.

    Attributes:
        standing: Where its rows stand.
        arranged: All tables as numbers.
        rules: The table's rules.
        respondents: Whether they count respondents, and not associations.
    """

    standing: Standing
    arranged: Arranged
    rules: Rules
    respondents: bool

    def reasons(self, *, open_: bool) -> Iterator[Reason]:
        """Yield the reasons; if they lie in tables that are not at hand, `open_`, every value of each number."""
        cells, shown = self.standing.table.cells, self.arranged.counts.shown
        for at in np.flatnonzero(cells["status"] == HIDDEN_STATUS).tolist():
            place, base = int(self.standing.rows[at]), int(self.standing.bases[at])
            if open_ or cells["statistic"][at] not in _WHOLE:
                yield Reason(place, -inf, inf)
            elif place == base:
                yield from self._few(base, max(self.rules.least_base, self.rules.min_count))
            else:
                least = self.rules.min_count if shown[base] else max(self.rules.least_base, self.rules.min_count)
                yield from self._few(place, least)
                yield from self._few(base, self.rules.least_base)
                yield from self._alike(place, base, box=bool(self.standing.boxes[at]))
        for place in self.standing.missing.tolist():
            yield from self._few(place, self.rules.min_count)
        yield from self._left_over({*self.standing.rows[self.standing.rows != self.standing.bases].tolist()})

    def _few(self, place: int, least: int) -> Iterator[Reason]:
        if not self.arranged.counts.shown[place] and least > 1:
            yield Reason(place, 1, least - 1 if self.respondents else inf)

    def _alike(self, place: int, base: int, *, box: bool) -> Iterator[Reason]:
        """Yield that all of a group gave an answer, all but one, or of a box that leaves others out, one or none."""
        if not self.rules.group:
            return
        known = self.arranged.counts.shown[base]
        whole = float(self.arranged.counts.values[base]) if known else inf
        yield Reason(place, max(whole - 1, 1) if known else 1, whole)
        if box:
            yield Reason(place, 0, 1)

    def _left_over(self, figures: Collection[int]) -> Iterator[Reason]:
        """Yield that few are counted in one figure and not in others, such as those whose region is not known."""
        for total in self.arranged.counts.sums:
            for part in total.parts if total.whole in figures else ():
                if not self.arranged.published[part]:
                    yield from self._few(part, self.rules.min_count)
