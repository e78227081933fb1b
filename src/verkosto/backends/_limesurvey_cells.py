"""LimeSurvey's own words in cells: ticks, "N/A", yes and no as numbers; and whether answers are codes or labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from attrs import evolve

from verkosto.backends._limesurvey_headings import Meaning
from verkosto.backends._limesurvey_words import TICKED, UNKNOWN, UNTICKED
from verkosto.errors import AmbiguousSourceError
from verkosto.instruments import AreaQuestion, Matrix, MultipleChoice, Ranking, SingleChoice
from verkosto.responses import RawColumn

__all__ = ["Form", "form_of", "settled"]

Form = Literal["short", "long"]
Meanings = Sequence[Meaning | None]

_ONE, _TWO, _YES = "1", "2", "Y"


def form_of(columns: Sequence[RawColumn], meant: Meanings) -> Form:
    """Tell whether choice cells hold codes (short) or labels (long), by what more distinct cells are."""
    short = long = 0
    for column, meaning in zip(columns, meant, strict=True):
        if meaning is None or meaning.variable.endswith(".text"):
            continue
        codes, labels = _codes_and_labels(meaning)
        for text in column.values:
            short += text in codes and text not in labels
            long += text in labels and text not in codes
    return "long" if long > short else "short"


def _codes_and_labels(meaning: Meaning) -> tuple[set[str], set[str]]:
    part = meaning.part
    if isinstance(part, MultipleChoice):
        return {_YES}, set() if _is_written(meaning) else {*TICKED, *UNTICKED, UNKNOWN} - {_YES, _ONE, _TWO}
    if isinstance(part, SingleChoice | Matrix):
        return {option.code for option in part.choices}, {text for option in part.choices for text in option.texts}
    if isinstance(part, Ranking):
        return {option.code for option in part.options}, {text for option in part.options for text in option.texts}
    return set(), set()


def _is_written(meaning: Meaning) -> bool:
    """Tell whether a column holds what respondents wrote beside an answer, or in place of a tick."""
    return meaning.variable.endswith(".text") or (meaning.item is not None and meaning.item.code == "other")


def settled(
    columns: Sequence[RawColumn], meant: Meanings, form: Form, *, converted_no: str | None, source: str
) -> list[RawColumn]:
    """Return the columns with LimeSurvey's words for ticks as 1 or nothing, and its "N/A" as nothing.

    Raises:
        AmbiguousSourceError: Yes and no were exported as 1 and 2, in which 2 is also no answer.
    """
    converted = form == "short" and any(map(_is_converted, columns, meant))
    if converted and converted_no is None:
        twos = [
            meaning.variable
            for c, meaning in zip(columns, meant, strict=True)
            if meaning and _yes_no(meaning) and _TWO in c.values
        ]
        if twos:
            msg = (
                f"{source}: yes and no were exported as 1 and 2, and LimeSurvey writes 2 for no answer too "
                f"({', '.join(twos)}). Export again without that conversion, or state converted_no='no'."
            )
            raise AmbiguousSourceError(msg)
    return [_settled(column, meaning, form, converted) for column, meaning in zip(columns, meant, strict=True)]


def _yes_no(meaning: Meaning) -> bool:
    part = meaning.part
    return isinstance(part, SingleChoice) and meaning.item is None and {o.code for o in part.options} == {"Y", "N"}


def _is_converted(column: RawColumn, meaning: Meaning | None) -> bool:
    if meaning is None:
        return False
    ticks = isinstance(meaning.part, MultipleChoice) and not _is_written(meaning)
    return (ticks or _yes_no(meaning)) and {_TWO} <= set(column.values) <= {_ONE, _TWO}


def _settled(column: RawColumn, meaning: Meaning | None, form: Form, converted: bool) -> RawColumn:  # noqa: FBT001
    if meaning is None:
        return column
    part = meaning.part
    if isinstance(part, MultipleChoice):
        if _is_written(meaning):
            return _changed(column, lambda cell: "" if cell == _TWO else cell) if converted else column
        return _ticks(column)
    if (
        isinstance(part, SingleChoice | Matrix | AreaQuestion)
        and form == "long"
        and not meaning.variable.endswith(".text")
    ):
        labels = {text for option in part.choices for text in option.texts}
        return _changed(column, lambda cell: "" if cell == UNKNOWN and cell not in labels else cell)
    return column


def _ticks(column: RawColumn) -> RawColumn:
    """Write ticks as 1 and their absence as nothing; "N/A" says that the question was not shown."""
    words = dict.fromkeys(TICKED, _ONE) | dict.fromkeys(UNTICKED | {UNKNOWN}, "")
    changed = _changed(column, lambda cell: words.get(cell, cell))
    if UNKNOWN not in column.values or column.not_shown is None:
        return changed
    return evolve(changed, not_shown=column.not_shown | (column.codes == list(column.values).index(UNKNOWN)))


def _changed(column: RawColumn, change: Callable[[str], str]) -> RawColumn:
    """Return a column with other texts; an empty one makes empty cells."""
    places: dict[str, int] = {"": -1}
    codes = [places.setdefault(change(text), len(places) - 1) for text in column.values]
    lut = np.array([*codes, -1], dtype=np.int32)
    return RawColumn(lut[column.codes], [text for text in places if text], column.not_shown)
