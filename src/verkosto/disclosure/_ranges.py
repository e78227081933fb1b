"""Ranges of numbers and days that subsets were made by, cut into the pieces that all of them have in common."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["ends_of", "pieces_of"]

_OPEN = ""


def ends_of(code: str) -> tuple[str, str] | None:
    """Return the ends of a range written as "[2..10]", "" where it has none; None for other codes.

    Example:
        >>> ends_of("[2..]"), ends_of("k")
        (('2', ''), None)
    """
    if not (code.startswith("[") and code.endswith("]") and ".." in code):
        return None
    low, _, high = code[1:-1].partition("..")
    return low, high


def pieces_of(low: str, high: str, ends: Iterable[str]) -> list[str]:
    """Return the pieces that make up a range, both ends of which belong to it.

    Args:
        low: Its lower end; "" where it has none.
        high: Its upper end.
        ends: The ends of all ranges of the variable.

    Example:
        >>> pieces_of("2", "10", ["2", "5", "10"])
        ['2', '2..5', '5', '5..10', '10']
        >>> pieces_of("", "2", ["2"])
        ['..2', '2']
    """
    ordered = sorted({end for end in ends if end != _OPEN}, key=_place)
    every: list[str] = []
    for before, end in zip([_OPEN, *ordered], ordered, strict=False):
        every += [f"{before}..{end}", end]
    every.append(f"{ordered[-1] if ordered else _OPEN}..")
    first = 0 if low == _OPEN else every.index(low)
    last = len(every) - 1 if high == _OPEN else every.index(high)
    return every[first : last + 1]


def _place(end: str) -> tuple[float, str]:
    try:
        return float(end), ""
    except ValueError:
        # A day, whose text stands in the order of time.
        return 0.0, end
