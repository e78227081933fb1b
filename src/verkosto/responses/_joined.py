"""Decode options that stand together in one cell: `Ohjaus, Tilat` is two ticks, or the first and the second rank.

Options may hold the text that joins them. So a cell is divided with the options in hand: in the way that leaves the
least of it unexplained, and of two such ways in the one that has the options' own spelling. Where two ways are left,
the cell is an issue and means nothing. So is a rest that no option explains, unless the respondent could write it; the
options beside it count all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen

from verkosto.instruments import Option, SingleChoice
from verkosto.responses._decode import Decoded, choice, text, verdict_of
from verkosto.responses._keys import fold
from verkosto.responses._lookup import OptionLookup
from verkosto.responses._raw import Dialect, RawColumn
from verkosto.responses._variables import MISSING, REASONS, Coded, Numeric, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Joined", "choice_or_written", "joined_ranks", "joined_ticks"]

_BLANK, _NOT_ASKED, _INVALID = MISSING["not_answered"], MISSING["not_asked"], MISSING["invalid"]
_ABSENT = {reason: np.int8(1 + place) for place, reason in enumerate(REASONS)}


@frozen(eq=False, repr=False)
class Joined:
    """One decoded column of joined options.

    Attributes:
        variables: One for each option.
        verdicts: On each distinct text of the column; None: all well.
        written: What respondents wrote in place of an option's name, by the option's place.
    """

    variables: Sequence[Variable]
    verdicts: NDArray[np.int8] | None = None
    written: Mapping[int, Variable] = field(factory=dict)


@frozen(repr=False)
class _Divided:
    """What one cell says: places of options in its order, what was written, and the reason of an issue."""

    places: tuple[int, ...] = ()
    written: str = " "
    reason: str = ""

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of what the respondent chose."""
        return bool(self.reason) and not self.places


@frozen
class _Way:
    """The best way to divide a cell from one piece to its end.

    Attributes:
        cost: Pieces left over, and options that are spelled otherwise.
        step: Pieces of the first part.
        place: The option that the first part is; None where it is left over.
        ways: Ways that cost the same, 2 for more.
    """

    cost: tuple[int, int] = (0, 0)
    step: int = 0
    place: int | None = None
    ways: int = 1


class _Divider:
    """Divides cells into the options of one question."""

    def __init__(self, options: Sequence[Option], dialect: Dialect, mark: str) -> None:
        self.mark = mark
        self.writable = _only_writable(options, dialect)
        self._lookup = OptionLookup(options, dialect.values)
        texts = [text for option in options for text in (*option.texts, option.code)]
        self._spelled = {text.strip() for text in texts}
        self._longest = 1 + max(fold(text).count(mark) for text in texts)

    def __call__(self, cell: str) -> _Divided:
        pieces = cell.split(self.mark)
        best = self._best(pieces)
        if best[0].ways > 1:
            return _Divided(reason="several_readings")
        places: list[int] = []
        left: list[tuple[int, int]] = []
        at = 0
        while at < len(pieces):
            way = best[at]
            if way.place is not None:
                places.append(way.place)
            elif pieces[at].strip():
                left.append((at, at + 1))
            at += way.step
        return self._with_rest(tuple(places), left, pieces)

    def _with_rest(self, places: tuple[int, ...], left: list[tuple[int, int]], pieces: Sequence[str]) -> _Divided:
        if not left:
            return _Divided(places, reason="" if places else "unknown_option")
        first, last = left[0][0], left[-1][1]
        # A respondent writes in one place, so two rests apart are not one text.
        if self.writable is None or last - first != len(left):
            return _Divided(places, reason="unknown_option")
        written = self.mark.join(pieces[first:last]).strip()
        return _Divided((*places, self.writable), written)

    def _best(self, pieces: Sequence[str]) -> list[_Way]:
        """Return the best way from each piece on."""
        best = [_Way()] * (len(pieces) + 1)
        for at in range(len(pieces) - 1, -1, -1):
            found = self._left_over(pieces[at], best[at + 1])
            for step in range(1, min(self._longest, len(pieces) - at) + 1):
                part = self.mark.join(pieces[at : at + step])
                place = self._lookup(part)
                if place is not None:
                    left, otherwise = best[at + step].cost
                    cost = (left, otherwise + (part.strip() not in self._spelled))
                    found = _cheaper(found, _Way(cost, step, place, best[at + step].ways))
            best[at] = found
        return best

    def _left_over(self, piece: str, rest: _Way) -> _Way:
        left, otherwise = rest.cost
        return _Way((left + bool(piece.strip()), otherwise), 1, None, rest.ways)


def _cheaper(one: _Way, other: _Way) -> _Way:
    if one.cost == other.cost:
        return evolve(one, ways=2)
    return min(one, other, key=lambda way: way.cost)


def _only_writable(options: Sequence[Option], dialect: Dialect) -> int | None:
    """Return the place of the option in whose place a text may stand; with several nothing tells which."""
    places = [place for place, option in enumerate(options) if option.free_text and dialect.written == "instead"]
    return places[0] if len(places) == 1 else None


def _verdicts(read: Sequence[_Divided]) -> NDArray[np.int8] | None:
    verdicts = np.array([verdict_of(said.reason) if said.reason else 0 for said in read], dtype=np.int8)
    return verdicts if verdicts.any() else None


def joined_ticks(
    raw: RawColumn, options: Sequence[Option], dialect: Dialect, asked: NDArray[np.bool_] | None = None
) -> Joined:
    """Decode the one column of a multiple choice.

    A blank cell is `not_answered`, unless the source says that blank means not selected. Where nothing of a cell is an
    option, every option is `invalid`; where a rest is unknown, the options beside it are ticked and the others are not.

    Args:
        raw: The column.
        options: The options.
        dialect: What the reader says of its cells; it has a `joined`.
        asked: Rows that were asked the question (None: all); for others blank means nothing.
    """
    divider = _Divider(options, dialect, dialect.joined or "")
    read = [divider(cell) if cell.strip() else None for cell in raw.values]
    blank = np.array([said is None for said in read] + [True])[raw.codes]
    absent = np.full(len(raw), _BLANK)
    if dialect.blank_means == "not_selected":
        absent[slice(None) if asked is None else asked] = 0
    if raw.not_shown is not None:
        absent[raw.not_shown] = _NOT_ASKED
    variables = []
    for place in range(len(options)):
        values = [0 if said is None else _INVALID if said.unknown else int(place in said.places) for said in read]
        codes = np.where(blank, absent, np.array([*values, 0])[raw.codes]).astype(np.int8)
        variables.append(Coded(codes, ("0", "1"), (), "boolean"))
    known = [_Divided() if said is None else said for said in read]
    return Joined(variables, _verdicts(known), _written(raw, divider.writable, [said.written for said in known]))


def _written(raw: RawColumn, place: int | None, texts: Sequence[str]) -> dict[int, Variable]:
    return {} if place is None else {place: text(RawColumn(raw.codes, texts, raw.not_shown)).variable}


def joined_ranks(raw: RawColumn, options: Sequence[Option], dialect: Dialect) -> Joined:
    """Decode the one column of a ranking: the option that stands first has rank 1.

    Options that a cell leaves out are `not_answered`; with a rest that is no option none has a rank.

    Args:
        raw: The column.
        options: What was ranked.
        dialect: What the reader says of its cells; it has a `joined`.
    """
    divider = _Divider(options, evolve(dialect, written="apart"), dialect.joined or "")
    read = [_ranked(divider(cell)) if cell.strip() else _Divided() for cell in raw.values]
    # An empty cell has the code -1 and takes the last entry.
    said = [*read, _Divided()]
    variables = []
    for place in range(len(options)):
        ranks = np.array([_rank(one, place) for one in said], dtype=np.float64)
        absent = np.array([_ABSENT["invalid" if one.reason else "not_answered"] for one in said], dtype=np.int8)
        absent[~np.isnan(ranks)] = 0
        why = absent[raw.codes]
        if raw.not_shown is not None:
            why[raw.not_shown & (why == _ABSENT["not_answered"])] = _ABSENT["not_asked"]
        variables.append(Numeric(ranks[raw.codes], why, whole=True))
    return Joined(variables, _verdicts(read))


def _ranked(said: _Divided) -> _Divided:
    repeats = len(set(said.places)) < len(said.places)
    return evolve(said, reason="duplicate_rank") if repeats and not said.reason else said


def _rank(said: _Divided, place: int) -> float:
    return float("nan") if said.reason or place not in said.places else said.places.index(place) + 1


def choice_or_written(
    raw: RawColumn,
    question: SingleChoice,
    lookup: OptionLookup,
    dialect: Dialect,
    beside: Sequence[RawColumn | None] = (),
) -> tuple[Decoded, dict[int, Variable]]:
    """Decode cells that hold one option each, unless the respondent wrote: in place of its name, or beside it alone.

    Args:
        raw: The column.
        question: The question.
        lookup: Finds its options.
        dialect: What the reader says of its cells; its `written` is not `"apart"`.
        beside: The column of what was written beside each option; None where it has none.

    Returns:
        The choice, and by the option's place the text that was found in its own cells: where several options could be
        written, or none, that is no text.
    """
    found = choice(raw, question.options, lookup, dialect, ordered=question.ordered)
    if not isinstance(found.variable, Coded):  # pragma: no cover - what `choice` promises
        return found, {}
    if dialect.written == "alone":
        return evolve(found, variable=_by_texts(found.variable, beside)), {}
    place = _only_writable(question.options, dialect)
    if place is None:
        return found, {}
    other = np.zeros(len(raw.values), dtype=bool) if found.verdicts is None else found.verdicts > 0
    variable = _set(found.variable, np.append(other, False)[raw.codes], place)
    texts = [cell if said else " " for cell, said in zip(raw.values, other.tolist(), strict=True)]
    return Decoded(variable), _written(raw, place, texts)


def _set(choices: Coded, rows: NDArray[np.bool_], place: int) -> Coded:
    return evolve(choices, codes=np.where(rows, place, choices.codes).astype(choices.codes.dtype))


def _by_texts(choices: Coded, beside: Sequence[RawColumn | None]) -> Coded:
    """Choose for rows without a choice the option beside which they wrote, if there is one alone."""
    wrote = np.zeros((len(beside), len(choices)), dtype=bool)
    for place, column in enumerate(beside):
        if column is not None:
            wrote[place] = np.array([not text.isspace() for text in column.values] + [False])[column.codes]
    alone = (choices.codes == _BLANK) & (wrote.sum(axis=0) == 1)
    for place, rows in enumerate(wrote):
        choices = _set(choices, alone & rows, place)
    return choices
