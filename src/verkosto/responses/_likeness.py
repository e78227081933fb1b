"""How alike two titles are, so that what was renamed finds its old name.

Texts are folded as binding folds them. Two are as alike as the share of letters that stand in both in the same order
(difflib's ratio), with the words as they stand or in alphabetical order, whichever is more: so neither a typing error
nor another order of words parts them. Only texts that share enough pairs of neighbouring letters are compared at all,
which keeps a table of many thousand columns quick.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from verkosto.responses._keys import title_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["ALIKE", "Likeness", "likeness", "nearest", "pairs"]

ALIKE = 0.6
"""From this likeness on two texts are taken for one that was changed; 1 is the same text."""

Likeness = Mapping[tuple[int, int], float]
"""How alike the texts of two lists are, by their places; pairs below `ALIKE` are left out."""

_LONGEST = 300
# Bits that a letter takes, and the number of a pair that stands again in a text of the longest kind.
_LETTER, _AGAIN = 21, 9
_FEWEST_PAIRS = 0.25
_CANDIDATES = 6
_BLOCK = 16


def likeness(ours: Sequence[Sequence[str]], theirs: Sequence[str]) -> Likeness:
    """Compare each of ours, which may have several forms, with each of theirs.

    Args:
        ours: The forms of each text of the codebook, such as a title in its languages with its aliases.
        theirs: Texts of the source.
    """
    left, right = _owners(ours), _owners([(text,) for text in theirs])
    found: dict[tuple[int, int], float] = {}
    if not left or not right:
        return found
    names = list(left), list(right)
    for one, other in _candidates(*names):
        a, b = names[0][one], names[1][other]
        alike = _alike(a, b)
        if alike >= ALIKE:
            for place in ((i, j) for i in left[a] for j in right[b]):
                found[place] = max(alike, found.get(place, 0.0))
    return found


def pairs(alike: Likeness) -> list[tuple[int, int, float]]:
    """Return one-to-one pairs, the most alike first; of equals the earlier in both lists."""
    chosen: list[tuple[int, int, float]] = []
    ours, theirs = set[int](), set[int]()
    for (one, other), value in sorted(alike.items(), key=lambda pair: (-pair[1], pair[0])):
        if one not in ours and other not in theirs:
            ours.add(one)
            theirs.add(other)
            chosen.append((one, other, value))
    return chosen


def nearest(alike: Likeness) -> dict[int, tuple[int, float]]:
    """Return, for each of theirs that is like any of ours, the most alike and how much; of equals the earlier."""
    best: dict[int, tuple[int, float]] = {}
    for (one, other), value in sorted(alike.items(), key=lambda pair: (-pair[1], pair[0])):
        best.setdefault(other, (one, value))
    return best


def _owners(lists: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Return the places at which each folded text stands, blank ones left out."""
    found: dict[str, list[int]] = {}
    for place, texts in enumerate(lists):
        for text in dict.fromkeys(title_of(text)[:_LONGEST] for text in texts):
            if text:
                found.setdefault(text, []).append(place)
    return found


def _alike(one: str, other: str) -> float:
    ordered = [" ".join(sorted(text.split())) for text in (one, other)]
    return max(difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in ((one, other), ordered))


def _candidates(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield, for each text on the left, the few on the right that share most pairs of neighbouring letters."""
    every = _letter_pairs([*left, *right])
    ours, theirs = every[: len(left)], every[len(left) :]
    sizes = np.asarray(ours.sum(axis=1)).ravel(), np.asarray(theirs.sum(axis=1)).ravel()
    for start in range(0, len(left), _BLOCK):
        shared = (ours[start : start + _BLOCK] @ theirs.T).toarray()
        total = sizes[0][start : start + _BLOCK, np.newaxis] + sizes[1]
        dice = 2 * shared / total
        for number, row in enumerate(dice, start=start):
            best = np.argsort(-row, kind="stable")[:_CANDIDATES]
            yield from ((number, int(other)) for other in best if row[other] >= _FEWEST_PAIRS)


def _letter_pairs(texts: Sequence[str]) -> csr_array:
    """Mark the pairs of letters of each text, a row each; a pair that stands again counts as one of its own."""
    from scipy.sparse import csr_array

    padded = [f" {text} " for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in padded])
    inside = rows[1:] == rows[:-1]
    pairs_of, rows = (letters[:-1] << _LETTER | letters[1:])[inside], rows[1:][inside]
    order = np.lexsort((pairs_of, rows))
    pairs_of, rows = pairs_of[order], rows[order]
    places = np.arange(len(rows))
    first = np.r_[True, (pairs_of[1:] != pairs_of[:-1]) | (rows[1:] != rows[:-1])]
    again = places - np.maximum.accumulate(np.where(first, places, 0))
    columns = np.unique(pairs_of << _AGAIN | again, return_inverse=True)[1]
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(texts), int(columns.max()) + 1))
