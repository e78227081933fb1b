"""Squares of a co-occurrence map: what stands in each, before it is drawn."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Square", "Squares"]


@frozen
class Square:
    """Where a row and a column meet.

    Attributes:
        value: The share; None where there is none to show.
        text: What is written; empty for a square that stays blank.
        hidden: Whether the figure is kept back.
    """

    value: float | None
    text: str
    hidden: bool = False


@frozen
class Squares:
    """All squares of a map.

    Attributes:
        names: The themes, for rows and columns alike.
        rows: The squares.
        counts: Answers with the theme of each row, as they are written.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Square, ...], ...]
    counts: tuple[str, ...]
