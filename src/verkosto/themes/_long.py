"""The long table of a coding: one row for each coder, answer and theme, as frames and as csv."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.errors import OptionError
from verkosto.files import path_of, write
from verkosto.responses import neutralise
from verkosto.themes._marks import NO, UNCODED, YES

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

    Cells = NDArray[np.intp]

__all__ = ["COLUMNS", "frame", "write_csv"]

COLUMNS = ("answer", "coder", "theme", "value", "proposed", "outcome", "comment")

_OUTCOMES = ("accepted", "rejected", "added", "none")
# By what the patterns propose (rows: no, yes) and what the coder says (columns: no, yes).
_OUTCOME = np.array([[3, 2], [1, 0]], dtype=np.int8)
_DELIMITERS = (";", ",", "\t", "|")


def frame(coding: Coding) -> pd.DataFrame:
    """Do what `Coding.frame` says."""
    import pandas as pd

    cells = np.concatenate([_cells(coding), _proposals(coding)])
    coder, row, theme = cells.T
    said = np.full(len(cells), UNCODED, dtype=np.int8)
    marks, own = said.copy(), coder >= 0
    marks[own] = coding.marks[coder[own], row[own], theme[own]]
    said[own] = np.maximum(marks[own], coding.pending[coder[own], row[own], theme[own]])
    proposed = said * 0 + UNCODED if coding.proposed is None else coding.proposed[row, theme]
    decided = (said != UNCODED) & (proposed != UNCODED)
    outcome = np.where(decided, _OUTCOME[np.maximum(proposed, NO), np.maximum(said, NO)], -1)
    comments = [c for c in coding.comments if c.answer is not None]
    more = len(comments)
    blank = np.full(more, -1, dtype=np.int8)
    # Four million rows name a hundred thousand answers: each name is made once.
    ids = pd.array([*coding.answers.ids, *(c.answer for c in comments)], dtype="string")
    said_in = np.concatenate([np.zeros(len(cells), dtype=np.intp), 1 + np.arange(more)])
    named = np.concatenate([row, len(coding.answers) + np.arange(more)]).astype(np.intp)
    known = {name: place for place, name in enumerate(dict.fromkeys([*coding.coders, *(c.coder for c in comments)]))}
    coder = np.concatenate([coder, [known[c.coder] for c in comments]]).astype(np.intp)
    return pd.DataFrame(
        {
            "answer": ids.take(named),
            "coder": _category(coder, known),
            "theme": _category(np.concatenate([theme, blank]), coding.codebook.ids),
            "value": _truths(np.concatenate([marks, blank])),
            "proposed": _truths(np.concatenate([proposed, blank])),
            "outcome": _category(np.concatenate([outcome, blank]), _OUTCOMES),
            "comment": pd.array([None, *(c.text for c in comments)], dtype="string").take(said_in),
        }
    )


def write_csv(coding: Coding, path: str | os.PathLike[str], *, delimiter: str) -> None:
    """Do what `Coding.to_csv` says."""
    if delimiter not in _DELIMITERS:
        raise OptionError(f"delimiter must be one of {', '.join(map(repr, _DELIMITERS))}, not {delimiter!r}.")
    place = path_of(path)
    table = coding.frame.astype(object)
    for name in ("answer", "coder", "theme", "comment"):
        table[name] = table[name].map(neutralise, na_action="ignore")
    # The mark tells spreadsheets that it is UTF-8.
    write(place, table.to_csv(index=False, sep=delimiter, lineterminator="\r\n").encode("utf-8-sig"))


def _cells(coding: Coding) -> Cells:
    """Return coder, row and theme of the cells of answers that a coder has coded or begun."""
    begun = coding.coded | (coding.pending != UNCODED).any(axis=2)
    pairs = np.argwhere(begun)
    themes = len(coding.codebook)
    return np.column_stack([np.repeat(pairs, themes, axis=0), np.tile(np.arange(themes), len(pairs))])


def _proposals(coding: Coding) -> Cells:
    """Return the proposals for answers of which no coder has decided anything; the coder is -1."""
    if coding.proposed is None:
        return np.zeros((0, 3), dtype=np.intp)
    begun = (coding.coded | (coding.pending != UNCODED).any(axis=2)).any(axis=0)
    found = np.argwhere((coding.proposed == YES) & ~begun[:, np.newaxis])
    return np.column_stack([np.full(len(found), -1, dtype=np.intp), found])


def _category(codes: NDArray[Any], names: Iterable[str]) -> Any:
    import pandas as pd

    return pd.Categorical.from_codes(codes.astype(np.intp), categories=pd.Index(list(names), dtype="str"))


def _truths(values: NDArray[np.int8]) -> Any:
    import pandas as pd

    return pd.arrays.BooleanArray(values == YES, values == UNCODED)
