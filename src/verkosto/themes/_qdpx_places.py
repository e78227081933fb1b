"""Where a passage stands in a text: programs count characters in several ways."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from verkosto.responses import fold

__all__ = ["spans_in"]

Span = tuple[int, int]


def spans_in(text: str, spans: Sequence[tuple[Span, str]], *, lines_first: bool = False) -> list[Span | None]:
    """Return where passages begin and end in a text.

    The standard counts code points of the text as it stands. Some programs count units of UTF-16, in which an emoji is
    two; some count CR LF as one; some LF as two. The way is taken by which most passages begin and end at words, and
    begin with the words that they are called by; of equals the standard's.

    Args:
        text: The text.
        spans: The passages as the program counts them, with what it calls them.
        lines_first: Whether the program is known to count CR LF as one.

    Returns:
        For each passage its span in the text, None where it lies outside.
    """
    readings = list(_readings(text, lines_first=lines_first))
    placed = [[_placed(span, ends, len(text)) for span, _ in spans] for ends in readings]
    if len(placed) == 1:
        return placed[0]
    names = [fold(name).rstrip(".… ") for _, name in spans]
    return max(placed, key=lambda found: sum(map(lambda span, name: _fits(text, span, name), found, names)))


def _placed(span: Span, ends: Sequence[int] | None, length: int) -> Span | None:
    start, end = span
    if ends is None:
        return span if end <= length else None
    if end > ends[-1]:
        return None
    return bisect_left(ends, start), bisect_left(ends, end)


def _readings(text: str, *, lines_first: bool) -> Iterator[Sequence[int] | None]:
    """Yield for each way to count how many units stand before each character; None where each counts as one."""
    ways: list[Callable[[str, str], int] | None] = [None]
    wide, broken = not text.isascii() and max(text, default="") > "\uffff", "\r\n" in text
    if broken:
        ways.insert(0 if lines_first else 1, _lines_as_one)
    if wide:
        ways.append(_units)
    if wide and broken:
        ways.append(lambda character, after: _lines_as_one(character, after) and _units(character, after))
    if "\n" in text and not broken:
        ways.append(lambda character, _: 2 if character == "\n" else 1)
        if wide:
            ways.append(lambda character, after: 2 if character == "\n" else _units(character, after))
    for way in ways:
        yield None if way is None else list(_ends(text, way))


def _units(character: str, _: str) -> int:
    return 2 if character > "\uffff" else 1


def _lines_as_one(character: str, after: str) -> int:
    return 0 if character == "\r" and after == "\n" else 1


def _ends(text: str, way: Callable[[str, str], int]) -> Iterable[int]:
    lengths = map(way, text, itertools.chain(text[1:], " "))
    return itertools.accumulate(lengths, initial=0)


def _fits(text: str, span: Span | None, name: str) -> int:
    if span is None:
        return 0
    start, end = span
    points = int(_edge(text, start - 1, start)) + int(_edge(text, end, end - 1))
    return points + 2 * (len(name) > 2 and fold(text[start:end]).startswith(name))


def _edge(text: str, outside: int, inside: int) -> bool:
    """Tell whether a passage ends at a word: a letter inside, and none next to it."""
    if not 0 <= inside < len(text) or text[inside].isspace():
        return False
    return not 0 <= outside < len(text) or not (text[outside].isalnum() and text[inside].isalnum())
