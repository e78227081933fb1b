"""What coders decided in the rows of their sheets, against how the rows went out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.themes._marks import NO, UNCODED, YES
from verkosto.themes._workbook_key import DONE_KEY
from verkosto.themes._workbook_layout import Layout
from verkosto.themes._workbook_marks import ASK, BLANK, NO_MARK, NONE, ODD, YES_MARK, done_of, mark_of
from verkosto.themes._workbook_match import Match
from verkosto.themes._workbook_plan import columned, outgoing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._codebook import Codebook
    from verkosto.themes._coding import Coding

    Marks = NDArray[np.int8]

__all__ = ["State", "decided", "heirs", "joined", "state_of"]

_ORDER = (YES_MARK, ODD, ASK, NO_MARK, BLANK)


@frozen(eq=False, repr=False)
class State:
    """Rows of one coder's sheets.

    Attributes:
        layouts: For each row the sheet that it stands in.
        matches: For each row what it is.
        cells: The marks, shape (rows, themes with a column).
        base: The marks as they went out.
        done: Whether each row is done.
        base_done: Whether it was when it went out.
    """

    layouts: tuple[Layout, ...]
    matches: tuple[Match, ...]
    cells: Marks
    base: Marks
    done: Marks
    base_done: Marks

    @property
    def answers(self) -> NDArray[np.intp]:
        """Rows of the answers in the responses."""
        return np.array([match.answer for match in self.matches], dtype=np.intp)

    @property
    def touched(self) -> NDArray[np.bool_]:
        """Which rows are not as they went out."""
        return np.asarray((self.cells != self.base).any(axis=1) | (self.done != self.base_done))

    @property
    def begun(self) -> NDArray[np.bool_]:
        """Which rows had been decided, wholly or in part, when they went out."""
        return np.asarray(np.isin(self.base, (YES_MARK, NO_MARK)).any(axis=1) | (self.base_done != BLANK))

    def take(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> State:
        """Return some of the rows."""
        kept = np.arange(len(self.matches))[which]
        return State(
            tuple(self.layouts[row] for row in kept),
            tuple(self.matches[row] for row in kept),
            *(part[kept] for part in (self.cells, self.base, self.done, self.base_done)),
        )


def heirs(codebook: Codebook) -> dict[str, int]:
    """Return by each id, those of earlier versions too, the place of the theme among those with a column."""
    themes = columned(codebook)
    former = {old: place for place, theme in enumerate(themes) for old in theme.former}
    return {**former, **{theme.id: place for place, theme in enumerate(themes)}}


def state_of(coding: Coding, coder: str, layout: Layout, matches: Sequence[Match]) -> State:
    """Return what the rows of a sheet say, those that count for an answer and those that do not."""
    rows = np.array([match.row for match in matches], dtype=np.intp)
    now, width = heirs(coding.codebook), len(columned(coding.codebook))
    cells = np.full((len(rows), width), BLANK, dtype=np.int8)
    for theme, place in layout.themes.items():
        if theme in now:
            cells[:, now[theme]] = _stronger(cells[:, now[theme]], _read(layout, place, mark_of)[rows])
    done = np.full(len(rows), BLANK, dtype=np.int8)
    if DONE_KEY in layout.columns:
        done = _read(layout, layout.columns[DONE_KEY], done_of)[rows]
    base, base_done = _base(coding, coder, layout, matches, cells)
    lacking = [place for place in range(width) if place not in {now.get(theme) for theme in layout.themes}]
    cells[:, lacking] = base[:, lacking]
    if DONE_KEY not in layout.columns:
        done = base_done
    return State((layout,) * len(matches), tuple(matches), cells, base, done, base_done)


def _read(layout: Layout, place: int, mean: object) -> Marks:
    column = layout.table.columns[place]
    marks: Marks = np.array([*(mean(text) for text in column.values), BLANK], dtype=np.int8)  # type: ignore[operator]
    return marks[column.codes]


def _stronger(one: Marks, other: Marks) -> Marks:
    """Return what two columns say together, of which one theme was made: it is there if either says so."""
    rank = {mark: n for n, mark in enumerate(_ORDER)}
    ranks = np.array([rank[mark] for mark in range(BLANK, ODD + 1)])
    return np.where(ranks[one - BLANK] <= ranks[other - BLANK], one, other)


def _base(coding: Coding, coder: str, layout: Layout, matches: Sequence[Match], cells: Marks) -> tuple[Marks, Marks]:
    """Return how rows went out; where the hidden key is gone, how they would go out now."""
    now = heirs(coding.codebook)
    would, would_done = outgoing(coding, coder, blind=True)
    base, done = np.full_like(cells, BLANK), np.full(len(matches), BLANK, dtype=np.int8)
    places = [now.get(theme, -1) for theme in layout.key.themes] if layout.key else []
    since = [place for place in range(cells.shape[1]) if place not in places]
    for n, match in enumerate(matches):
        if match.key is not None:
            if match.answer >= 0:
                base[n, since] = would[match.answer, since]
            done[n] = match.key.done
            for place, mark in zip(places, match.key.cells, strict=True):
                if place >= 0 and _ORDER.index(mark) < _ORDER.index(int(base[n, place])):
                    base[n, place] = mark
        elif match.answer >= 0:
            # Nobody types a question mark: one that stands there was proposed.
            base[n] = np.where(cells[n] == ASK, np.int8(ASK), would[match.answer])
            done[n] = would_done[match.answer]
    return base, done


def joined(states: Sequence[State]) -> State:
    """Put the rows of a coder's sheets together."""
    return State(
        tuple(layout for state in states for layout in state.layouts),
        tuple(match for state in states for match in state.matches),
        *(
            np.concatenate([getattr(state, name) for state in states])
            for name in ("cells", "base", "done", "base_done")
        ),
    )


def decided(coding: Coding, state: State, before: Marks) -> Marks:
    """Return what rows say, shape (rows, themes of the codebook): 1, 0, or -1 for what is not decided.

    A cell that says nothing intelligible counts as it went out. A cleared proposal is a rejected one.

    Args:
        coding: The coding.
        state: Rows that count.
        before: What the coder had decided, of the same shape; it stands for themes that have no column.
    """
    cells = np.where(state.cells == ODD, state.base, state.cells)
    cells = np.where((state.base == ASK) & (cells == BLANK), np.int8(NO_MARK), cells)
    done = np.where(state.done == ODD, state.base_done, state.done)
    cells = np.where((done == NONE)[:, np.newaxis] & (cells == ASK), np.int8(NO_MARK), cells)
    waits = (cells == ASK).any(axis=1) | _unclear(state)
    said = (cells == YES_MARK) | (cells == NO_MARK)
    whole = ~waits & (said.any(axis=1) | (done != BLANK))
    marks = np.full_like(cells, UNCODED)
    marks[cells == YES_MARK] = YES
    marks[(cells == NO_MARK) | (whole[:, np.newaxis] & (cells == BLANK))] = NO
    marks[~whole & ~waits] = UNCODED
    result = np.where(whole[:, np.newaxis], np.maximum(before, NO), np.int8(UNCODED)).astype(np.int8)
    result[:, [place for place, theme in enumerate(coding.codebook) if theme.codable]] = marks
    return result


def _unclear(state: State) -> NDArray[np.bool_]:
    """Return which rows hold a cell that says nothing intelligible where nothing had been decided."""
    odd = ((state.cells == ODD) & (state.base_done == BLANK)[:, np.newaxis]).any(axis=1)
    return np.asarray(odd | ((state.done == ODD) & (state.base_done == BLANK)))
