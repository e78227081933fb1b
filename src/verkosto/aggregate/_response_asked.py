"""Those who were asked, as cells: from a frame with a row for each, from a frame of counts, or from counts alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.aggregate._response_frames import category, columns_of, numbers_of
from verkosto.aggregate._response_propensities import Asked
from verkosto.errors import AnalysisError
from verkosto.responses import is_frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ABSENT", "asked_of"]

ABSENT = "–"
"""The category of those for whom a variable is not known."""

_WHAT = "the frame of those asked"


def asked_of(asked: Any, answered: Any, by: Sequence[str], count: str | None, weights: str | None) -> Asked:
    """Return those asked as cells.

    Args:
        asked: A frame, or counts by category.
        answered: The column that tells who answered, or how many; or counts by category.
        by: The variables of a frame.
        count: Column of a frame of counts: how many were asked.
        weights: Column of design weights.

    Raises:
        AnalysisError: Counts, flags or weights that cannot be.
        UnknownVariableError: A frame without the columns.
    """
    if not isinstance(answered, str):
        if is_frame(asked):
            raise AnalysisError("r_indicator needs the name of the column that tells who answered, as text.")
        if by or count or weights:
            raise AnalysisError("by=, count= and weights= name columns of a frame. Counts have none; leave them out.")
        return _of_counts(asked, answered)
    if not by:
        raise AnalysisError("r_indicator needs variables that are known of all who were asked: by=['maakunta'].")
    if count is not None and weights is not None:
        raise AnalysisError("a frame of counts has no weights of persons. Leave count= or weights= out.")
    names = [*by, answered, *(name for name in (count, weights) if name is not None)]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise AnalysisError(f"column {', '.join(map(repr, repeated))} is named twice. Each has one part to play.")
    columns = columns_of(asked, names, _WHAT)
    rows = len(columns[answered])
    if count is not None:
        n, r = numbers_of(columns[count], count, "count"), numbers_of(columns[answered], answered, "answered")
        _check(n, r)
        w, w2, wr = n, n, r
    else:
        n, r = np.ones(rows), _flags(columns[answered], answered)
        w = n if weights is None else _scaled(numbers_of(columns[weights], weights, "weights"))
        w2, wr = w * w, w * r
    categories, codes = zip(*(_coded(columns[name], name) for name in by), strict=True)
    return _cells(tuple(by), categories, np.stack(codes, axis=1), (n, r, w, w2, wr))


def _of_counts(asked: Any, answered: Any) -> Asked:
    pairs = isinstance(asked, Mapping), isinstance(answered, Mapping)
    if pairs == (True, True):
        if set(asked) != set(answered):
            raise AnalysisError("asked and answered have different categories. Give both numbers for each.")
        names, given = list(asked), ([*asked.values()], [answered[name] for name in asked])
    elif any(pairs) or answered is None or isinstance(asked, str):
        raise AnalysisError("give counts as two mappings by category, or as two sequences: asked, then answered.")
    else:
        given = list(asked), list(answered)
        names = list(range(1, len(given[0]) + 1))
        if len(given[0]) != len(given[1]):
            raise AnalysisError(f"asked has {len(given[0])} counts and answered {len(given[1])}. Give one for each.")
    n, r = numbers_of(given[0], "asked", "counts"), numbers_of(given[1], "answered", "counts")
    _check(n, r)
    codes = np.arange(len(n), dtype=np.intp)[:, np.newaxis]
    return _cells(("category",), (tuple(map(str, names)),), codes, (n, r, n, n, r))


def _check(asked: NDArray[np.float64], answered: NDArray[np.float64]) -> None:
    if more := int((answered > asked).sum()):
        msg = f"in {more} of {len(asked)} categories more answered than were asked. Exchange or correct the counts."
        raise AnalysisError(msg)


def _flags(values: Sequence[Any], name: str) -> NDArray[np.float64]:
    if bad := sum(value is None or value not in (0, 1) for value in values):
        msg = f"answered {name!r}: {bad} of {len(values)} rows are neither true nor false (1 or 0). Correct the column."
        raise AnalysisError(msg)
    return np.array(values, dtype=np.float64)


def _scaled(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    # A power of two loses nothing, and keeps squares of very large and very small weights within floating point.
    return np.ldexp(weights, -int(np.frexp(weights.max(initial=0.0))[1]))


def _coded(values: Sequence[Any], name: str) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    try:
        texts = {value: ABSENT if value is None else str(category(value)) for value in set(values)}
    except TypeError as error:
        msg = f"column {name!r} holds lists or the like, which are no categories. Name another column."
        raise AnalysisError(msg) from error
    categories = sorted(set(texts.values()))
    places = {text: place for place, text in enumerate(categories)}
    code = {value: places[text] for value, text in texts.items()}
    return tuple(categories), np.fromiter(map(code.__getitem__, values), dtype=np.intp, count=len(values))


def _cells(
    names: tuple[str, ...],
    categories: tuple[tuple[str, ...], ...],
    codes: NDArray[np.intp],
    values: tuple[NDArray[np.float64], ...],
) -> Asked:
    """Add up rows of the same categories; cells without weight say nothing."""
    # One number for each combination so far, because rows of codes are sorted ten times slower than numbers.
    place = np.zeros(len(codes), dtype=np.intp)
    for column in codes.T:
        place = np.unique(place * (int(column.max(initial=0)) + 1) + column, return_inverse=True)[1].reshape(-1)
    size = int(place.max(initial=-1)) + 1
    cells = np.zeros((size, codes.shape[1]), dtype=np.intp)
    cells[place] = codes
    n, r, w, w2, wr = (_sums(place, value, size) for value in values)
    if not wr.sum():
        msg = (
            "nobody answered, or nobody of a weight above 0, so there are no propensities. Check the columns or counts."
        )
        raise AnalysisError(msg)
    some = w > 0
    return Asked(names, categories, cells[some], n[some], r[some], w[some], w2[some], wr[some])


def _sums(place: NDArray[np.intp], values: NDArray[np.float64], cells: int) -> NDArray[np.float64]:
    return np.bincount(place, weights=values, minlength=cells).astype(np.float64)
