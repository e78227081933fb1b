"""LimeSurvey's rankings: it writes which option stands at each place, a codebook asks for the place of each option."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from verkosto.backends._limesurvey_headings import Meaning
from verkosto.instruments import Option, Ranking
from verkosto.responses import Header, OptionLookup, RawColumn, encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Headed", "ranked"]

Headed = tuple[Header, RawColumn]


def ranked(headed: Sequence[Headed], meant: Sequence[Meaning | None]) -> list[Headed]:
    """Replace the places of each ranking by the ranks of its options.

    Cells that mean none of the options, or one that has a rank already, stay in a column of their own.
    """
    groups: dict[str, list[tuple[int, Headed]]] = {}
    questions: dict[str, Ranking] = {}
    for one, meaning in zip(headed, meant, strict=True):
        if meaning is not None and meaning.place is not None and isinstance(meaning.part, Ranking):
            groups.setdefault(meaning.variable, []).append((meaning.place, one))
            questions[meaning.variable] = meaning.part
    made: list[Headed] = []
    for one, meaning in zip(headed, meant, strict=True):
        if meaning is None or meaning.place is None:
            made.append(one)
        elif meaning.variable in groups:
            made.extend(_ranks(questions[meaning.variable], groups.pop(meaning.variable)))
    return made


def _ranks(question: Ranking, places: Sequence[tuple[int, Headed]]) -> list[Headed]:
    rows = len(places[0][1][1])
    ranks = np.full((len(question.options), rows), "", dtype=object)
    known = [Option(option.code, option.label, aliases=option.aliases) for option in question.options]
    lookup = OptionLookup(known, "any", counted=False)
    left: list[Headed] = []
    for place, (header, column) in places:
        found = np.array([_or_none(lookup(text)) for text in column.values] + [-1], dtype=np.int64)[column.codes]
        at = np.flatnonzero(found >= 0)
        at = at[ranks[found[at], at] == ""]
        ranks[found[at], at] = str(place)
        rest = column.codes.copy()
        rest[at] = -1
        if (rest >= 0).any():
            title = f"{header.title} (in no rank)"
            used, codes = np.unique(rest[rest >= 0], return_inverse=True)
            rest[rest >= 0] = codes
            left.append((Header(title, header.position), RawColumn(rest, [column.values[code] for code in used])))
    hidden = _hidden([column for _, (_, column) in places])
    first = places[0][1][0].position
    options = [
        (Header(question.id, first, option=option.code, code=f"{question.id}[{option.code}]"), encode(cells))
        for option, cells in zip(question.options, ranks, strict=True)
    ]
    return [(header, RawColumn(column.codes, column.values, hidden)) for header, column in options] + left


def _or_none(place: int | None) -> int:
    return -1 if place is None else place


def _hidden(columns: Sequence[RawColumn]) -> NDArray[np.bool_] | None:
    """Return the rows to which none of the places was shown."""
    masks = [column.not_shown for column in columns if column.not_shown is not None]
    return np.logical_and.reduce(masks) if len(masks) == len(columns) else None
