"""Figures of a package: the rows of its data files, taken from tables that are protected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.aggregate import HIDDEN_STATUS, NO_COUNT, PUBLISHED, TOTAL, TOTAL_CODE, Table
from verkosto.disclosure import PublishedTable
from verkosto.indicators._survey import value_of

if TYPE_CHECKING:
    from verkosto.indicators._indicator import Indicator

__all__ = ["Computed", "Row", "rows_of"]

Row = tuple[str | float | int | None, ...]


@frozen(eq=False)
class Computed:
    """An indicator of one source.

    Attributes:
        indicator: The indicator.
        source: Name of the source in the package.
        period: When the answers or numbers are from; empty where nobody told.
        area_date: The day of the areas.
        table: Its table, before it is protected.
        wholes: By area, the number of a register that counts of answers are divided by; None where that is not so.
    """

    indicator: Indicator
    source: str
    period: str
    area_date: str
    table: Table
    wholes: Mapping[str, float] | None = None

    @property
    def area_type(self) -> str:
        """The kind of area."""
        return self.table.by[0]


def rows_of(made: Computed, table: PublishedTable) -> Iterator[Row]:
    """Yield a row of the data file for each area of a table: figures in the unit of the indicator, None for no figure.

    Args:
        made: What was computed; of it only what is public in any case is used.
        table: Its table as `vk.protect` gave it back.
    """
    value, cells = value_of(made.indicator, table), table.cells
    for place in range(len(table)):
        if cells["value"][place] != value:
            continue
        code, status = str(cells[made.area_type][place]), str(cells["status"][place])
        figures = [_number(cells[name][place]) for name in ("estimate", "low", "high")]
        factor, base = _scale(made, table, place)
        if factor is None:
            # A hidden count stays hidden; of a shown one there is nothing to divide it by.
            status = status if status == HIDDEN_STATUS else "not_in_register"
        figures = [None if figure is None or factor is None else figure * factor for figure in figures]
        name = table.groups[0].label(code) if code != TOTAL_CODE else TOTAL.fi
        yield (
            made.indicator.id,
            made.source,
            made.area_type,
            code,
            made.area_date,
            name,
            made.period,
            *figures,
            base,
            *_band(table, place),
            status,
        )


def _scale(made: Computed, table: PublishedTable, place: int) -> tuple[float | None, float | int | None]:
    """Return what a figure is multiplied by, and the base."""
    cells = table.cells
    if cells["status"][place] == PUBLISHED:
        return 1, _number(cells["base_weighted"][place])
    if made.wholes is None:
        count = int(cells["base"][place])
        return made.indicator.factor, None if count == NO_COUNT else count
    code = str(cells[made.area_type][place])
    if code == TOTAL_CODE:
        known = set(table.groups[0].labels) <= set(made.wholes)
        whole = sum(made.wholes.values()) if known else None
    else:
        whole = made.wholes.get(code)
    return (made.indicator.factor / whole if whole else None), whole


def _number(value: float) -> float | None:
    return None if value != value else float(value)


def _band(table: PublishedTable, place: int) -> tuple[int | None, int | None]:
    """Return the ends of the band that a base is published as."""
    if "base_low" not in table.cells.data:
        return None, None
    low, high = (int(table.cells[name][place]) for name in ("base_low", "base_high"))
    return tuple(None if end == NO_COUNT else end for end in (low, high))  # type: ignore[return-value]
