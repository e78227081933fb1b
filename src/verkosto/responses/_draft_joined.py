"""Find the options of a multiple choice whose cells join them, where nobody has said what they are.

An option may hold the text that joins options. Then its parts stand side by side in every cell, and are taken for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from verkosto.responses._draft_guess import Answers

__all__ = ["joined_labels"]

_MOST_OPTIONS = 30
_LONGEST = 100
_RECURRING = 0.8


def joined_labels(answers: Answers, mark: str) -> tuple[list[str], bool] | None:
    """Return the texts that cells join, in order of appearance, and whether each cell ranks them all.

    None where the cells seem to join nothing.

    What stands once among many cells was written by a respondent, and is left out.

    Args:
        answers: The cells of one column.
        mark: The text between two options.
    """
    cells = [_parts(text, mark) for text in answers.texts]
    if not any(len(parts) > 1 or text.endswith(mark.strip()) for parts, text in zip(cells, answers.texts, strict=True)):
        return None
    counts = answers.counts.tolist()
    bound = _bound(cells)
    cells = [_merged(parts, bound, mark) for parts in cells]
    seen: Counter[str] = Counter()
    for parts, count in zip(cells, counts, strict=True):
        for part in parts:
            seen[part] += count
    recurring = [part for part, count in seen.items() if count > 1]
    if not _are_options(recurring, seen):
        return None
    # A single choice has as many different cells as options, whatever stands inside them.
    several = any(len(parts) > 1 for parts in cells) and len(answers.texts) > len(recurring)
    if not several and not all(text.endswith(mark) for text in answers.texts):
        return None
    orders = {tuple(parts) for parts in cells}
    return recurring, len(orders) > 1 and all(sorted(order) == sorted(recurring) for order in orders)


def _parts(text: str, mark: str) -> list[str]:
    return [part for part in text.split(mark) if part.strip()]


def _bound(cells: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    """Return pairs of texts of which neither ever stands without the other, and the second goes on in small letters."""
    before: dict[str, set[str | None]] = {}
    after: dict[str, set[str | None]] = {}
    for parts in cells:
        for first, second in zip([None, *parts], [*parts, None], strict=True):
            if first is not None:
                after.setdefault(first, set()).add(second)
            if second is not None:
                before.setdefault(second, set()).add(first)
    return {
        (first, second)
        for first, seconds in after.items()
        for second in seconds
        if second is not None and len(seconds) == 1 and before[second] == {first} and second.lstrip()[:1].islower()
    }


def _merged(parts: Sequence[str], bound: set[tuple[str, str]], mark: str) -> list[str]:
    merged: list[str] = []
    for place, part in enumerate(parts):
        if place and (parts[place - 1], part) in bound:
            merged[-1] = f"{merged[-1]}{mark}{part}"
        else:
            merged.append(part)
    return [part.strip() for part in merged]


def _are_options(recurring: Sequence[str], seen: Counter[str]) -> bool:
    """Tell whether few texts make up most of what was joined."""
    if not 1 < len(recurring) <= _MOST_OPTIONS or max(map(len, recurring)) > _LONGEST:
        return False
    return sum(seen[part] for part in recurring) >= _RECURRING * seen.total()
