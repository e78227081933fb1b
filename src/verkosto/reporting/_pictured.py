"""Which rows of a panel its picture shows, and in which order."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from verkosto.reporting._panel import Panel, Row

__all__ = ["MOST_GROUPS", "Order", "Pictured", "pictured"]

MOST_GROUPS = 40
"""How many groups a picture shows; more cannot be read, and the data table has them all."""

Order = Literal["value", "name", "given"] | None
"""By the figure of the first answer, the greatest first; by alphabet; as the table has them; None: as suits them."""

# Å, Ä and Ö stand at the end of the alphabet, in this order.
_LETTERS = str.maketrans("åäö", "{|}")


@frozen
class Pictured:
    """The rows of a picture.

    Attributes:
        rows: From top to bottom, totals left out.
        ordered: Whether they stand in the order of the first answer's figure.
        left_out: How many groups the picture does not show.
    """

    rows: tuple[Row, ...]
    ordered: bool
    left_out: int


def pictured(panel: Panel, order: Order = None) -> Pictured:
    """Return the rows that a picture of a panel shows.

    Areas have no order of their own, so they are sorted by the figure of the first answer, those without one last;
    groups of a question keep the questionnaire's order. Of very many groups those with the most answers are shown.
    """
    rows = panel.groups
    order = order or ("value" if panel.areas else "given")
    if len(rows) > MOST_GROUPS:
        largest = sorted(rows, key=lambda row: -(row.base or 0))[:MOST_GROUPS]
        chosen = {id(row) for row in largest}
        rows = tuple(row for row in rows if id(row) in chosen)
    if order == "value":
        rows = tuple(sorted(rows, key=_figure))
    elif order == "name":
        rows = tuple(sorted(rows, key=lambda row: row.label.casefold().translate(_LETTERS)))
    return Pictured(rows, order == "value" and len(rows) > 1, len(panel.groups) - len(rows))


def _figure(row: Row) -> tuple[bool, float]:
    figure = row.cells[0].figure if row.cells else None
    return (figure is None, -(figure or 0.0))
