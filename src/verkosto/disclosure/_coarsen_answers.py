"""Answers and groups put together: neighbours on an ordered scale, else the rarest; "cannot say" stays apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from verkosto.disclosure._coarsen_areas import groupings
from verkosto.disclosure._coarsen_cost import Block, blocks_of, codes_of, hidden_of
from verkosto.instruments import Matrix, Nps, Number, SingleChoice

if TYPE_CHECKING:
    from verkosto.aggregate import Heading, Table
    from verkosto.disclosure._rules import Rules
    from verkosto.disclosure._system import Floats
    from verkosto.instruments import Question

__all__ = ["Grouping", "answer_groupings", "class_groupings"]

Grouping = tuple[tuple[str, ...], ...]
"""Every answer but "cannot say" in one of the groups."""

_FEWEST = 2
_MOST_ORDERED = 11
_MOST_RARE = 4


def answer_groupings(table: Table, rules: Rules) -> Iterator[tuple[tuple[str, ...], Grouping]]:
    """Yield ids of variables and a grouping of their answers: for each number of groups the one that hides least.

    Variables that share their answers, such as the rows of a matrix, share the grouping.

    Args:
        table: The table.
        rules: What must be hidden.
    """
    blocks = {block.variable: block for block in blocks_of(table, None)}
    alike: dict[tuple[str, ...], list[Heading]] = {}
    for heading in table.variables:
        alike.setdefault(tuple(heading.labels), []).append(heading)
    for codes, headings in alike.items():
        apart = set(headings[0].apart)
        kept = [place for place, code in enumerate(codes) if code not in apart]
        parts = [blocks[heading.id] for heading in headings]
        if len(kept) <= _FEWEST or any(part.n.shape[-1] != len(codes) for part in parts):
            continue
        ids = tuple(heading.id for heading in headings)
        ordered = _ordered(table, headings[0]) and len(kept) <= _MOST_ORDERED
        choices = _runs(kept) if ordered else _rarest(kept, parts)
        best: dict[int, tuple[float, tuple[tuple[int, ...], ...]]] = {}
        for choice in choices:
            weighed = _hidden(parts, [*choice, *((at,) for at in range(len(codes)) if at not in kept)], rules)
            if len(choice) not in best or weighed < best[len(choice)][0]:
                best[len(choice)] = weighed, choice
        for _, choice in best.values():
            yield ids, tuple(tuple(codes[at] for at in group) for group in choice)


def class_groupings(table: Table, by: str, rules: Rules) -> Iterator[Grouping]:
    """Yield groupings of what divides a table, if it is no area, the one that hides least first where it has an order.

    Args:
        table: The table.
        by: What divides it.
        rules: What must be hidden.
    """
    heading = next(heading for heading in table.groups if heading.id == by)
    codes = [code for code in codes_of(table, by) if code not in heading.apart]
    if len(codes) <= _FEWEST:
        return
    if _ordered(table, heading):
        beside = [frozenset(codes[max(at - 1, 0) : at + 2]) - {code} for at, code in enumerate(codes)]
        yield from groupings(table, by, dict(zip(codes, beside, strict=True)), rules)
        return
    size = sum(block.base.sum(axis=1) for block in blocks_of(table, by))
    count = dict(zip(codes_of(table, by), np.atleast_1d(size).tolist(), strict=True))
    rising = sorted(codes, key=count.__getitem__)
    for together in range(2, min(len(codes), _MOST_RARE + 1)):
        yield (tuple(code for code in codes if code in rising[:together]),)


def _ordered(table: Table, heading: Heading) -> bool:
    """Return whether the answers of a variable have an order: a scale, or options that have numbers."""
    question = _question(table, heading)
    if isinstance(question, SingleChoice):
        return all(option.number is not None for option in question.options if option.code not in heading.apart)
    return isinstance(question, Matrix | Nps | Number)


def _question(table: Table, heading: Heading) -> Question | None:
    instrument = table.known_origin().responses.instrument
    return next((question for question in instrument if question.id == heading.id.partition("[")[0]), None)


def _runs(places: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield every way of putting neighbours together that leaves two groups or more, and fewer than there are."""
    size = len(places)
    for cuts in range(_FEWEST - 1, size - 1):
        for chosen in itertools.combinations(range(1, size), cuts):
            ends = [0, *chosen, size]
            yield tuple(tuple(places[low:high]) for low, high in itertools.pairwise(ends))


def _rarest(places: Sequence[int], parts: Sequence[Block]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield the two rarest put together, then the three rarest, and so on."""
    count = sum(part.n.sum(axis=(0, 1)) for part in parts)
    rising = sorted(places, key=lambda place: count[place])
    for together in range(2, len(places)):
        rare = tuple(sorted(rising[:together]))
        yield (*((place,) for place in places if place not in rare), rare)


def _hidden(parts: Sequence[Block], groups: Sequence[tuple[int, ...]], rules: Rules) -> float:
    hidden = 0.0
    for part in parts:
        n, units = (_merged(counts, groups) for counts in (part.n, part.units))
        hidden += float(hidden_of(n, units, part.base, rules, adds_up=part.adds_up).sum())
    return hidden


def _merged(counts: Floats, groups: Sequence[tuple[int, ...]]) -> Floats:
    return np.stack([counts[..., list(group)].sum(axis=-1) for group in groups], axis=-1)
