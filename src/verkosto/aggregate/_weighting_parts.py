"""Parts of what weights are fitted to: one margin after collapsing, one number, or the size of the population."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._weighting_collapse import Collapse, grouping
from verkosto.aggregate._weighting_margins import Margin
from verkosto.aggregate._weighting_numbers import Amount
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Entry", "Part", "part_of_all", "part_of_amount", "part_of_margin"]

_ALL = LocalText(fi="Kaikki", sv="Alla", en="All")
_APART = LocalText(fi="Ei tiedossa", sv="Uppgift saknas", en="Not known")


@frozen
class Entry:
    """One known total.

    Attributes:
        variable: Name of the margin, or of the number; "" for the size of the population.
        value: Codes of the cells that were put together here, joined by "+"; "*" for rows kept apart, "" for all.
        label: What they mean.
        cells: How many cells were put together.
        n: Respondents.
    """

    variable: str
    value: str
    label: LocalText
    cells: int
    n: int


@frozen(eq=False)
class Part:
    """Some of the totals.

    Attributes:
        matrix: What one of each joint cell adds to each of them, sparse, shape (cells, totals).
        totals: The totals.
        entries: What each of them is.
        places: For each joint cell its place among them; None where they are of numbers.
        empty: Categories without respondents, which were put together with others, as "margin: codes".
    """

    matrix: Any
    totals: Floats
    entries: tuple[Entry, ...]
    places: NDArray[np.intp] | None = None
    empty: tuple[str, ...] = ()


def part_of_margin(
    margin: Margin,
    at: NDArray[np.intp],
    counts: NDArray[np.intp],
    weights: Floats,
    *,
    collapse: Collapse,
    min_cell: int,
    apart: bool,
) -> Part:
    """Put small categories of a margin together.

    Args:
        margin: The margin, with totals of the population.
        at: For each joint cell its place in the margin; the number of categories where it has none.
        counts: Respondents of each joint cell.
        weights: Their base weights.
        collapse: What may be put together.
        min_cell: Fewest respondents of a category.
        apart: Whether rows without a category are one of their own.

    Raises:
        AnalysisError: Categories with too few respondents, and nothing says what to do with them.
    """
    n = np.bincount(at, counts, minlength=margin.size + 1).astype(np.intp)
    groups = grouping(margin, n[:-1], collapse, min_cell)
    keys, given = [" × ".join(key) for key in margin.wanted.targets], np.array([*margin.wanted.targets.values()])
    name = margin.wanted.name
    # Rows without a category have weight 0 unless they are kept apart, so they may stand anywhere.
    into = np.zeros(margin.size + 1, dtype=np.intp)
    for place, group in enumerate(groups):
        into[list(group)] = place
    totals = np.array([given[list(group)].sum() for group in groups])
    entries = [_entry(margin, name, keys, group, int(n[list(group)].sum())) for group in groups]
    if apart and n[-1]:
        share = float(np.bincount(at, weights, minlength=margin.size + 1)[-1] / weights.sum())
        into[-1] = len(groups)
        totals = np.append(totals * (1 - share), given.sum() * share)
        entries.append(Entry(name, "*", _APART, 1, int(n[-1])))
    places = into[at]
    empty = tuple(f"{name}: {key}" for key, total, count in zip(keys, given, n, strict=False) if total and not count)
    return Part(_one_of_each(places, len(totals)), totals, tuple(entries), places, empty)


def part_of_all(rows: int, total: float, n: int) -> Part:
    """Return the size of the population as a total."""
    return Part(_one_of_each(np.zeros(rows, dtype=np.intp), 1), np.array([total]), (Entry("", "", _ALL, 1, n),))


def part_of_amount(amount: Amount, used: NDArray[np.bool_] | None) -> Part:
    """Return the total of a number, of rows that are used (None: all)."""
    counts = amount.counts(used)
    entries = (Entry(*part, 1, n) for part, n in zip(amount.parts, counts, strict=True))
    return Part(amount.matrix(), amount.totals, tuple(entries))


def _one_of_each(places: NDArray[np.intp], size: int) -> Any:
    from scipy.sparse import csr_array

    rows = len(places)
    return csr_array((np.ones(rows), places, np.arange(rows + 1)), shape=(rows, size))


def _entry(margin: Margin, name: str, keys: Sequence[str], group: Sequence[int], n: int) -> Entry:
    labels = [margin.labels[cell] for cell in group]
    fi, sv, en = (" + ".join(label.get(lang) for label in labels) for lang in ("fi", "sv", "en"))
    value = "+".join(keys[cell] for cell in group)
    return Entry(name, value, labels[0] if len(labels) == 1 else LocalText(fi=fi, sv=sv, en=en), len(group), n)
