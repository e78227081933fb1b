"""What the values of a frame mean: decided as on reading, for the few different ones and not for each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import evolve

from verkosto.instruments import AreaQuestion, Column, Instrument, Question
from verkosto.responses import MISSING, Coded, Dialect, Header, Provenance, RawTable, assemble, encode, text_of

__all__ = ["categories_in", "meaning"]

_DIALECT = Dialect(separator=":")


def meaning(instrument: Instrument, part: Question | Column, name: str, values: Sequence[Any]) -> list[str | int]:
    """Return what each value of a choice, an area or a text is: its category, or the negative code of a reason.

    Args:
        instrument: The codebook.
        part: The question or column that the variable belongs to.
        name: Id of the variable.
        values: Different values of a column of codes or texts; None is not answered.
    """
    texts = [text_of(value) for value in values]
    if isinstance(part, Column) or name.endswith("].text") or part.kind == "text":
        return [text if text.strip() else MISSING["not_answered"] for text in texts]
    filled = list(dict.fromkeys(text for text in texts if text))
    decoded = _decoded(instrument, part, name, filled)
    places = [decoded.categories[code] if code >= 0 else code for code in decoded.codes.tolist()]
    known: dict[str, str | int] = dict(zip(filled, places, strict=True))
    return [known.get(text, MISSING["not_answered"]) for text in texts]


def _decoded(instrument: Instrument, question: Question, name: str, texts: Sequence[str]) -> Coded:
    # Whom the question was asked is told of rows, not of values.
    alone = evolve(question, asked_if={}, position=None)
    small = Instrument(
        instrument.id,
        instrument.title,
        fieldwork=instrument.fieldwork,
        area_date=instrument.area_date,
        questions=(alone,),
    )
    table = RawTable((Header(name, 1, code=name),), (encode(texts),), np.arange(2, 2 + len(texts)), dialect=_DIALECT)
    found = assemble([table], small, provenance=Provenance("", "frame")).variables[name]
    assert isinstance(found, Coded)  # noqa: S101 - choices and areas are decoded into codes
    return found


def categories_in(part: Question | Column, found: Sequence[str | int]) -> list[str]:
    """Return the categories that occur; areas sorted, as reading has them."""
    listed = list(dict.fromkeys(category for category in found if isinstance(category, str)))
    return sorted(listed) if isinstance(part, AreaQuestion) else listed
