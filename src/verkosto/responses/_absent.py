"""Columns and cells without an answer: what the source has no column for, and who was not asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np

from verkosto.instruments import (
    Column,
    Date,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Question,
    Ranking,
    SingleChoice,
)
from verkosto.responses._conditions import asked
from verkosto.responses._decode import coded_options, not_asked
from verkosto.responses._variables import MISSING, REASONS, Coded, Dated, Numeric, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NUMERIC_ROLES", "no_column", "not_asked", "who_was_asked"]

NUMERIC_ROLES = frozenset({"weight", "fpc"})
"""Roles of columns that are read as numbers."""

_NOT_ASKED = np.int8(1 + REASONS.index("not_asked"))


def no_column(part: Question | Column | None, rows: int) -> Variable:
    """Make the variable of a part that the source has no column for: every value `not_asked`.

    Args:
        part: The question or column; None for text beside an option.
        rows: Number of rows.
    """
    absent = np.full(rows, _NOT_ASKED)
    role = part.role if isinstance(part, Column) else None
    if isinstance(part, Number | Nps | Ranking) or role in NUMERIC_ROLES:
        return Numeric(np.full(rows, np.nan), absent, isinstance(part, Nps | Ranking))
    if isinstance(part, Date) or role == "time":
        return Dated(np.full(rows, np.datetime64("NaT", "s")), absent)
    codes = np.full(rows, MISSING["not_asked"], dtype=np.int8)
    if isinstance(part, MultipleChoice):
        return Coded(codes, ("0", "1"), (), "boolean")
    if isinstance(part, SingleChoice | Matrix):
        return coded_options(codes, part.choices, ordered=isinstance(part, Matrix) or part.ordered)
    return Coded(codes, (), (), "string")


def who_was_asked(
    question: Question, variables: Mapping[str, Variable], unknown: Collection[str]
) -> NDArray[np.bool_] | None:
    """Return the rows that were asked a question; None where the source does not tell that anybody was not.

    Args:
        question: The question.
        variables: Decoded columns of the earlier questions.
        unknown: Ids of the questions that the source has no column for: they exclude nobody.
    """
    return asked({name: codes for name, codes in question.asked_if.items() if name not in unknown}, variables)
