"""Totals of numbers: how many members all associations have together, of all rows or of each category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._weighting_margins import Margin, Reach, margin_of
from verkosto.aggregate._weighting_targets import Wanted
from verkosto.errors import AnalysisError
from verkosto.responses import Numeric, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Amount", "amount_of", "is_amount", "numbers_of"]


@frozen(eq=False)
class Amount:
    """The known total of a number, of all rows or of the cells of a margin.

    Attributes:
        name: What messages call it.
        values: The number of each row, 0 where it is not known.
        codes: For each row the place of its cell, or the number of cells: cell or number are not known.
        totals: The total of each cell.
        parts: For each cell the name of the margin, its codes, and what they mean.
        sources: Ids of the columns that tell it.
    """

    name: str
    values: Floats
    codes: NDArray[np.signedinteger[Any]]
    totals: Floats
    parts: tuple[tuple[str, str, LocalText], ...]
    sources: tuple[str, ...]

    @property
    def size(self) -> int:
        """The number of cells."""
        return len(self.totals)

    def counts(self, used: NDArray[np.bool_] | None) -> list[int]:
        """Return the number of rows of each cell that are used (None: all)."""
        codes = self.codes if used is None else self.codes[used]
        return [int(n) for n in np.bincount(codes, minlength=self.size + 1)[:-1]]

    def fault(self, used: NDArray[np.bool_]) -> str:
        """Say how many rows that are used have no number."""
        missing = int(np.count_nonzero((self.codes == self.size) & used))
        return f"{missing} of {np.count_nonzero(used)} rows have no number or category for {self.name!r}"

    def matrix(self) -> Any:
        """Return what each row adds to each total, sparse, shape (rows, cells)."""
        from scipy.sparse import csr_array

        rows = np.flatnonzero(self.codes < self.size)
        return csr_array((self.values[rows], (rows, self.codes[rows])), shape=(len(self.values), self.size))


def is_amount(wanted: Wanted) -> bool:
    """Return whether totals are of a number: of all rows, or with one category less than there are variables."""
    return all(len(key) == len(wanted.variables) - 1 for key in wanted.targets)


def amount_of(responses: Responses, wanted: Wanted, reach: Reach) -> Amount:
    """Find what each row adds to the total of a number.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: The last variable is no number, or another has no such category.
    """
    *groups, name = wanted.variables
    values, text = numbers_of(responses, name)
    known = np.isfinite(values)
    codes: NDArray[np.signedinteger[Any]] = np.zeros(len(values), dtype=np.intp)
    parts: tuple[tuple[str, str, LocalText], ...] = ((name, "", text),)
    totals = list(wanted.targets.values())
    sources: tuple[str, ...] = (name,)
    if groups:
        margin: Margin = margin_of(responses, Wanted(tuple(groups), wanted.targets), reach)
        codes, sources = margin.codes.astype(np.intp), (*margin.sources, name)
        keys = [" × ".join(key) for key in margin.wanted.targets]
        parts = tuple((wanted.name, key, label) for key, label in zip(keys, margin.labels, strict=True))
        totals = list(margin.wanted.targets.values())
    codes = np.where(known, codes, len(totals))
    return Amount(wanted.name, np.where(known, values, 0.0), codes, np.array(totals), parts, sources)


def numbers_of(responses: Responses, name: str) -> tuple[Floats, LocalText]:
    """Return the numbers of a variable, NaN where absent, and what it means.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: It holds no numbers.
    """
    variable = responses.variable(name)
    if not isinstance(variable, Numeric):
        msg = f"targets: {name!r} holds no numbers, so one total does not do. Give the total of each category."
        raise AnalysisError(msg)
    column = next((column for column in responses.instrument.columns if column.id == name), None)
    if column is not None:
        return variable.values, LocalText.of(column.header or name)
    question, item = responses.question(name)
    return variable.values, question.text if item is None else item.label
