"""Answers in a text that holds several of them, one after another: found line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from verkosto.responses import fold

__all__ = ["Found", "Lines", "answers_in"]

_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_FRONT = re.compile(r"[\])}:;.,|\t–—-]\s*|\s{2,}")
_LONGEST_FRONT = 80

Key = tuple[str, ...]


@frozen
class Found:
    """An answer's words in a text.

    Attributes:
        key: The answer's lines, folded.
        start: Where they begin.
        end: Where they end.
        near: Words before them, on the line or above it, which may name whose they are.
    """

    key: Key
    start: int
    end: int
    near: str


@frozen
class _Line:
    start: int
    end: int
    text: str
    key: str


class Lines:
    """The lines by which answers are looked up.

    Args:
        texts: The answers.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.keys: Mapping[str, Key] = {text: self.key(text) for text in texts}
        self._by_first: dict[str, list[Key]] = {}
        for key in sorted({key for key in self.keys.values() if key}, key=len, reverse=True):
            self._by_first.setdefault(key[0], []).append(key)
            if len(key) > 1:
                # Some programs put the lines of an answer on one.
                self._by_first.setdefault(" ".join(key), []).append(key)

    @staticmethod
    def key(text: str) -> Key:
        """Return the lines of a text, folded, without those that say nothing."""
        return tuple(key for line in _LINE.findall(text) if (key := fold(line)))

    def at(self, lines: Sequence[_Line], place: int, key: str) -> tuple[Key, int] | None:
        """Return the longest answer whose first line is `key`, and how many lines it takes from a place on."""
        for found in self._by_first.get(key, ()):
            if key == found[0] and tuple(line.key for line in lines[place + 1 : place + len(found)]) == found[1:]:
                return found, len(found)
            if key == " ".join(found):
                return found, 1
        return None


def answers_in(text: str, known: Lines) -> Iterator[Found]:
    """Yield the answers that stand in a text on lines of their own, from top to bottom.

    What may stand before an answer on its line is short and ends in a sign: `17: `, `[R17] `, `Vastaaja 17 – `.
    """
    lines = [
        _Line(found.start(), found.end(), found.group(), key)
        for found in _LINE.finditer(text)
        if (key := fold(found.group()))
    ]
    place, above = 0, ""
    while place < len(lines):
        line = lines[place]
        for begin in _begins(line.text):
            met = known.at(lines, place, line.key if not begin else fold(line.text[begin:]))
            if met is not None:
                keys, taken = met
                yield Found(keys, line.start + begin, lines[place + taken - 1].end, f"{above} {line.text[:begin]}")
                place, above = place + taken, ""
                break
        else:
            place, above = place + 1, line.text if len(line.text) <= _LONGEST_FRONT else ""


def _begins(text: str) -> Iterator[int]:
    yield 0
    yield from (found.end() for found in _FRONT.finditer(text, 0, _LONGEST_FRONT))
