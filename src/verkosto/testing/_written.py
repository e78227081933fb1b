"""What a source is to hold: the table that the kit asks a backend's author to write."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import field, frozen

__all__ = ["Cell", "WrittenTable"]

Cell = str | None
"""The text of a cell: `""` was left empty, and None belongs to a question that was not shown."""


def _rows(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(map(tuple, rows))


@frozen
class WrittenTable:
    """A table as a source is to hold it.

    Attributes:
        titles: The heads of the columns, which may repeat.
        rows: As many cells each as there are titles. None stands there only for backends that tell what was not
            shown (`Capabilities.tells_not_shown`); others write it like `""`.

    Example:
        >>> table = WrittenTable(["Kotikunta", "Miksi?"], [["049", "Siksi"], ["", ""]])
        >>> table.in_front(["ID"], lambda row: [f"R_{row}"]).rows
        (('R_0', '049', 'Siksi'), ('', '', ''))
    """

    titles: tuple[str, ...] = field(converter=tuple[str, ...])
    rows: tuple[tuple[Cell, ...], ...] = field(converter=_rows)

    def filled(self) -> list[tuple[int, tuple[Cell, ...]]]:
        """Return the rows that hold more than white space, each with its place from 0."""
        return [(place, row) for place, row in enumerate(self.rows) if any(map(str.strip, filter(None, row)))]

    def in_front(self, titles: Sequence[str], cells: Callable[[int], Sequence[Cell]]) -> WrittenTable:
        """Return the table with further columns before its own, such as those that a survey tool always writes.

        Args:
            titles: Their heads.
            cells: Gives their cells for the place of a row (from 0). A blank row stays blank.
        """
        kept = {place for place, _ in self.filled()}
        blank = ("",) * len(titles)
        rows = ((*(cells(place) if place in kept else blank), *row) for place, row in enumerate(self.rows))
        return WrittenTable((*titles, *self.titles), tuple(rows))
