"""Which numbers of published tables an audit looks at, and what must not be known of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.aggregate import PUBLISHED
from verkosto.disclosure._arranged import Arranged, Standing
from verkosto.disclosure._audited import Figure
from verkosto.disclosure._reasons import protection_of
from verkosto.disclosure._rules import Rules

if TYPE_CHECKING:
    from verkosto.disclosure._system import Mask

__all__ = ["Row", "Rows"]

_ROUNDED = "rounded"


@frozen
class Row:
    """A number that is not shown, or should not be.

    Attributes:
        variable: The variable.
        value: Which of its answers, or the missing reason; None for the base of a group.
        figure: What it is.
        levels: The group: a code for each `by` of the audited tables, None where its table has no such `by`.
        place: Where it stands among the counts, or the amounts.
        least: The fewest that may be known, for a number of respondents.
        harmless: From which on an exact number reveals nobody; None where only a 0 does not.
        base: The place of its base, where nearly all of that must not be known; None elsewhere.
    """

    variable: str
    value: str | None
    figure: Figure
    levels: tuple[str | None, ...]
    place: int
    least: int | None = None
    harmless: int | None = None
    base: int | None = None


@frozen
class Rows:
    """The numbers of one table that an audit looks at: those that are not shown, and others that should not be.

    Attributes:
        standing: Where the rows of the table stand.
        arranged: All tables as numbers.
        rules: The rules of the table.
        by: Every `by` of the audited tables.
        lost: Counts that are shown although the rules would hide them, shape (N,).
        lost_amounts: The same of amounts.
    """

    standing: Standing
    arranged: Arranged
    rules: Rules
    by: Sequence[str]
    lost: Mask
    lost_amounts: Mask

    def __iter__(self) -> Iterator[Row]:
        wanted = ~self.arranged.counts.shown | self.lost
        for at in range(len(self.standing.table)):
            yield from self._of_row(at, wanted)
        lists = self.standing.absences.lists()
        for name, reason, place in zip(lists["variable"], lists["reason"], self.standing.missing.tolist(), strict=True):
            if wanted[place] and self.rules.missing:
                yield Row(name, reason, "missing", (None,) * len(self.by), place, *self._least(self.rules.min_count))

    def _of_row(self, at: int, wanted: Mask) -> Iterator[Row]:
        cells, counts, amounts = self.standing.table.cells, self.arranged.counts, self.arranged.amounts
        place, base, amount = (int(getattr(self.standing, name)[at]) for name in ("rows", "bases", "amounts"))
        name, value, levels, status = cells["variable"][at], cells["value"][at], self._group(at), cells["status"][at]
        # A release that does not tell its base hides nothing by that.
        if wanted[base] and (counts.shown[base] or status != PUBLISHED):
            yield Row(name, None, "base", levels, base, *self._least(self.rules.least_base))
        if wanted[place] and place != base:
            least, harmless = self._least(self.rules.min_count, shared=status in (PUBLISHED, _ROUNDED))
            group = base if self.rules.group and least is not None else None
            yield Row(name, value, "count", levels, place, least, harmless, group)
        if amount >= 0 and (not amounts.shown[amount] or self.lost_amounts[amount]):
            yield Row(name, value, "amount", levels, amount)

    def _least(self, least: int, *, shared: bool = False) -> tuple[int | None, int | None]:
        """Return the fewest that may be known, and from which on an exact number reveals nobody."""
        protection = protection_of(self.standing.table)
        if protection is not None and protection.method == "round":
            # A rounded number is told apart from others near it by nobody, so that it may be small for certain.
            return None, least
        return least, least if shared else None

    def _group(self, at: int) -> tuple[str | None, ...]:
        cells, own = self.standing.table.cells, self.standing.table.by
        return tuple(cells[name][at] if name in own else None for name in self.by)
