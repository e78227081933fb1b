"""Where an excerpt comes from: an answer of a coding, and whose organisation the respondent spoke for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verkosto.errors import OptionError
from verkosto.responses import Coded, Responses

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["own_names", "row_of"]

_WORD = re.compile(r"[^\W\d_]{3}")


def row_of(coding: Coding, answer: str) -> int:
    """Return the row of an answer that can be quoted.

    Raises:
        OptionError: There is no answer of that id, or it says nothing.
    """
    row = coding.answers.places.get(answer)
    if row is None:
        # No hint: a message may be kept where the ids of other answers must not be.
        raise OptionError(f"the coding has no answer {answer!r}. Take an id of `coding.answers.ids`.")
    if not coding.answers.answered[row]:
        raise OptionError(f"answer {answer!r} says nothing that could be quoted. Choose another.")
    return row


def own_names(survey: Responses, row: int) -> tuple[str, ...]:
    """Return what a respondent's organisation is called; nothing where it is not known, a number or a pseudonym."""
    unit = survey.instrument.unit_id
    variable = None if unit is None else survey.variables.get(unit)
    pseudonyms = {column.id for column in survey.instrument.columns if column.pseudonym is not None}
    if not isinstance(variable, Coded) or variable.form != "string" or variable.codes[row] < 0 or unit in pseudonyms:
        return ()
    name = str(variable.categories[int(variable.codes[row])])
    return (name,) if _WORD.search(name) else ()
