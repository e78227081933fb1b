"""The rows of a table in another order, by any of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._blocks import stretches
from verkosto.aggregate._columns import COUNTS, NO_COUNT, NUMBERS
from verkosto.aggregate._headings import TOTAL_CODE, Heading
from verkosto.errors import AnalysisError, did_you_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.aggregate._table import Table

__all__ = ["Order", "order_of"]

# The last letters of the alphabet in Finnish and Swedish, put behind z.
_ALPHABET = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


@frozen(eq=False)
class Order:
    """Rows of a table in their new order, and the headings that follow it."""

    rows: NDArray[np.intp]
    variables: tuple[Heading, ...]
    groups: tuple[Heading, ...]


def order_of(table: Table, by: str, *, descending: bool | None, value: str | None) -> Order:
    """Return the order that `Table.sort` explains."""
    columns = (*sorted(COUNTS | NUMBERS), "label", *table.by)
    if by not in columns:
        hint = did_you_mean(by, columns)
        msg = f"a table is not sorted by {by!r}.{hint} Use a column of figures, 'label' or one of `by`."
        raise AnalysisError(msg)
    if value is not None and by in (*table.by, "label"):
        msg = f"value={value!r} chooses whose figures groups are sorted by, and {by!r} holds none. Name one of the two."
        raise AnalysisError(msg)
    sorting = _Sorting(table, by, descending)
    return sorting.answers() if value is None and by not in table.by else sorting.whole_groups(value)


@frozen(eq=False)
class _Sorting:
    """A table that is sorted by a column; `descending` None means figures from the largest and texts from A."""

    table: Table
    by: str
    descending: bool | None

    def answers(self) -> Order:
        """Put the answers of each group in order."""
        parts = stretches(self.table)
        rows = [self._ranked(part) for of_variable in parts.values() for part in of_variable]
        variables = []
        for heading in self.table.variables:
            whole = self._whole(parts.get(heading.id, []))
            if whole is not None:
                codes = self.table.cells["value"][self._ranked(whole)]
                heading = evolve(heading, labels={code: heading.labels[code] for code in codes})
            variables.append(heading)
        return Order(_joined(rows), tuple(variables), self.table.groups)

    def whole_groups(self, value: str | None) -> Order:
        """Put the groups in order, totals last, by the figures of one answer or by their own labels."""
        table = self.table
        known = {code for heading in table.variables for code in heading.labels}
        if not table.groups:
            msg = "the table has no groups to sort. Leave `value` out to sort its answers."
            raise AnalysisError(msg)
        if value is not None and value not in known:
            msg = f"the table has no answer {value!r}.{did_you_mean(value, sorted(known))} Use a code of `value`."
            raise AnalysisError(msg)
        ranked = [self._ranked_groups(parts, value) for parts in stretches(table).values()]
        groups = table.groups
        if len(groups) == 1 and len(ranked) == 1:
            (heading,) = groups
            codes = [table.cells[heading.id][part.start] for part in ranked[0]]
            labels = {code: heading.labels[code] for code in codes if code != TOTAL_CODE}
            groups = (evolve(heading, labels={**labels, **heading.labels}),)
        rows = [np.arange(part.start, part.stop) for parts in ranked for part in parts]
        return Order(_joined(rows), table.variables, groups)

    def _ranked_groups(self, parts: Sequence[range], value: str | None) -> list[range]:
        cells, names = self.table.cells, self.table.by
        totals = [part for part in parts if TOTAL_CODE in [cells[name][part.start] for name in names]]
        others = [part for part in parts if part not in totals]
        if value is None:
            heading = next(heading for heading in self.table.groups if heading.id == self.by)
            places = self._by_letters([heading.label(cells[self.by][part.start]) for part in others])
        else:
            rows = [next((row for row in part if cells["value"][row] == value), None) for part in others]
            figures = self._figures()
            places = self._by_size(np.array([np.nan if row is None else figures[row] for row in rows]))
        return [*(others[place] for place in places.tolist()), *totals]

    def _ranked(self, part: range) -> NDArray[np.intp]:
        rows = slice(part.start, part.stop)
        if self.by == "label":
            return part.start + self._by_letters(self.table.cells["label"][rows].tolist())
        return part.start + self._by_size(self._figures()[rows])

    def _by_letters(self, labels: Sequence[str]) -> NDArray[np.intp]:
        keys = [label.casefold().translate(_ALPHABET) for label in labels]
        return np.array(sorted(range(len(keys)), key=keys.__getitem__, reverse=bool(self.descending)), dtype=np.intp)

    def _by_size(self, figures: NDArray[np.float64]) -> NDArray[np.intp]:
        # Sorting puts NaN last, whichever sign it has.
        return np.argsort(figures if self.descending is False else -figures, kind="stable")

    def _figures(self) -> NDArray[np.float64]:
        column = self.table.cells[self.by]
        return np.where(column == NO_COUNT, np.nan, column) if self.by in COUNTS else column

    def _whole(self, parts: Sequence[range]) -> range | None:
        """Return the rows of the total over all groups, or all where there are no groups."""
        cells, names = self.table.cells, self.table.by
        return next((part for part in parts if all(cells[name][part.start] == TOTAL_CODE for name in names)), None)


def _joined(rows: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    return np.concatenate([np.empty(0, dtype=np.intp), *rows]).astype(np.intp)
