"""Which rows of a panel its picture shows, and in which order."""

from __future__ import annotations

from attrs import frozen

from verkosto.reporting._panels import Panel, Row

__all__ = ["MOST_GROUPS", "Pictured", "pictured"]

MOST_GROUPS = 40
"""How many groups a picture shows; more cannot be read, and the data table has them all."""


@frozen
class Pictured:
    """The rows of a picture.

    Attributes:
        rows: From top to bottom, totals left out.
        ordered: Whether they stand in the order of the first answer's share.
        left_out: How many groups the picture does not show.
    """

    rows: tuple[Row, ...]
    ordered: bool
    left_out: int


def pictured(panel: Panel) -> Pictured:
    """Return the rows that a picture of a panel shows.

    Areas have no order of their own, so they are sorted by the share of the first answer, those without
    answers last; groups of a question keep the questionnaire's order. Of very many groups those with the most
    answers are shown.
    """
    rows = panel.groups
    if len(rows) > MOST_GROUPS:
        largest = sorted(rows, key=lambda row: -(row.base or 0))[:MOST_GROUPS]
        chosen = {id(row) for row in largest}
        rows = tuple(row for row in rows if id(row) in chosen)
    if panel.areas:
        rows = tuple(sorted(rows, key=_first_share))
    return Pictured(rows, panel.areas and len(rows) > 1, len(panel.groups) - len(rows))


def _first_share(row: Row) -> float:
    share = row.cells[0].share if row.cells else None
    return 1.0 if share is None else -share
