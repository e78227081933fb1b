"""What readers see of a table, row by row: figures as text in their units, for pages, pictures and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from verkosto.aggregate._blocks import stretches
from verkosto.aggregate._columns import NO_COUNT, NO_END
from verkosto.aggregate._figures import HIDDEN_STATUS, Unit, exact, figure, interval, places_of, unit_of
from verkosto.aggregate._headings import TOTAL_CODE
from verkosto.aggregate._published import count_range
from verkosto.text import HIDDEN, MISSING, check_language, format_number

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["Shown", "counted", "shown", "span_of", "whole_base"]


@frozen
class Shown:
    """A figure as a reader sees it.

    Attributes:
        text: The figure with its unit; an en dash where there is none, "salattu" where it is kept back.
        interval: Its interval with the unit; None where it has none.
        value: The figure as it stands in the table, a share as 0 to 1; None where there is none to be seen.
        low: Lower end of the interval, or None.
        high: Upper end of the interval, or None.
        unit: "percent" (a share), "points" (a difference of shares), "score" (-1 to 1, written times 100), "number"
            or "count".
        places: Decimals of a plain number.
        hidden: Whether it is kept back so that nobody is revealed.
    """

    text: str
    interval: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Unit | Literal["count"] = "count"
    places: int = 0
    hidden: bool = False


def shown(table: Table, lang: str = "fi", *, together: Sequence[Sequence[str]] = ()) -> tuple[Shown, ...]:
    r"""Return the estimate of each row of a table as a reader sees it.

    Plain numbers of one grid have the same number of decimals, which the largest of them decides.

    Args:
        table: Any table.
        lang: "fi", "sv" or "en".
        together: Ids of variables that stand in one grid, so that their numbers have the same decimals.

    Raises:
        OptionError: For another language.

    Example:
        >>> import verkosto as vk
        >>> from verkosto.aggregate import shown
        >>> [figure.text for figure in shown(vk.frequency(vk.samples.tukirakenne(), "malli_a"))]
        ['73\xa0%', '12\xa0%', '15\xa0%']
    """
    check_language(lang)
    parts = stretches(table)
    alone = [[name] for name in parts if not any(name in grid for grid in together)]
    places: dict[int, int] = {}
    for grid in (*together, *alone):
        # Neighbouring variables stand in neighbouring rows.
        rows = sorted(row for name in grid for part in parts.get(name, []) for row in part)
        if rows:
            places |= dict.fromkeys(rows, places_of(table.cells, range(rows[0], rows[-1] + 1)))
    return tuple(_shown(table, row, lang, places[row]) for row in range(len(table)))


def _shown(table: Table, row: int, lang: str, places: int) -> Shown:
    cells = table.cells
    hidden = cells["status"][row] == HIDDEN_STATUS
    value, low, high = (None if hidden else _known(float(cells[name][row])) for name in ("estimate", "low", "high"))
    if not hidden and exact(cells, row):
        low = high = None
    between = None if low is None or high is None else interval(cells, row, lang, places)
    unit = unit_of(cells["statistic"][row])
    return Shown(figure(cells, row, lang, places), between, value, low, high, unit, places, hidden)


def counted(table: Table, row: int, lang: str = "fi") -> Shown:
    """Return the answers of one row of a table as a reader sees them; those of a published share as far as known."""
    cells, span = table.cells, count_range(table, row)
    count = int(cells["n"][row])
    if span is not None:
        return _span(*span, lang)
    return _kept_back(table, [row], lang) if count == NO_COUNT else _span(count, count, lang)


def span_of(table: Table, rows: Sequence[int], lang: str = "fi") -> Shown:
    """Return the base of some rows of a table as a reader sees it: one number, or the least and the most."""
    known = [span for row in rows if (span := table.base_span(row)) is not None]
    if not known:
        return _kept_back(table, rows, lang)
    return _span(min(low for low, _ in known), max(high for _, high in known), lang)


def whole_base(table: Table, variables: Sequence[str], lang: str = "fi") -> Shown:
    """Return the base of variables over all groups: of the total where there is one, else the sum of the groups.

    Where the variables have different bases it is the least and the most of them.
    """
    parts = stretches(table)
    found = [_over_groups(table, parts.get(name, []), lang) for name in variables]
    known = [base for base in found if base.low is not None]
    if not known:
        return found[0] if found else Shown(MISSING)
    ends = (NO_END if base.high is None else base.high for base in known)
    return _span(min(base.low or 0 for base in known), max(ends), lang)


def _over_groups(table: Table, parts: Sequence[range], lang: str) -> Shown:
    cells = table.cells
    codes = [[cells[name][part.start] for name in table.by] for part in parts]
    totals = [part for part, code in zip(parts, codes, strict=True) if all(c == TOTAL_CODE for c in code)]
    if totals:
        return span_of(table, totals[0], lang)
    apart = [part.start for part, code in zip(parts, codes, strict=True) if TOTAL_CODE not in code]
    spans = [table.base_span(row) for row in apart]
    if None in spans:
        return _kept_back(table, apart, lang)
    return _span(sum(span[0] for span in spans if span), sum(span[1] for span in spans if span), lang)


def _span(low: float, high: float, lang: str) -> Shown:
    first = format_number(low, lang=lang)
    if low == high:
        return Shown(first, None, low, low, high)
    if high >= NO_END:
        # The highest band, and every sum with it, has no end.
        return Shown(f"{first}{MISSING}", None, None, low)
    return Shown(f"{first}{MISSING}{format_number(high, lang=lang)}", None, None, low, high)


def _kept_back(table: Table, rows: Sequence[int], lang: str) -> Shown:
    hidden = any(table.cells["status"][row] == HIDDEN_STATUS for row in rows)
    return Shown(HIDDEN.get(lang) if hidden else MISSING, hidden=hidden)


def _known(value: float) -> float | None:
    # NaN is the one float that differs from itself.
    return None if value != value else value
