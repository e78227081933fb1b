"""Marks: what stands for a theme that is there, for one that is not, and for answers that bear none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.errors import CodingError
from verkosto.instruments import Option
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NO", "NO_THEME", "UNCODED", "YES", "as_marks", "is_no_theme"]

YES, NO, UNCODED = 1, 0, -1

NO_THEME = Option(
    "none", LocalText(fi="Ei mikään teemoista", sv="Inget av temana", en="None of the themes"), exclusive=True
)
"""The option of answers that were coded and bear no theme, so that every coded answer has a tick."""


def is_no_theme(code: str, label: LocalText) -> bool:
    """Whether an option is the one of answers that bear no theme."""
    return code == NO_THEME.code and label == NO_THEME.label


def as_marks(given: Any) -> NDArray[np.int8] | None:
    """Return an array of marks as int8, None for none.

    Raises:
        CodingError: It is no array, or holds something else than 1, 0 and -1.
    """
    if given is None:
        return None
    try:
        array = np.asarray(given)
        # Codings are large and are made anew at each step, so that what is right already is not looked through.
        right = array.dtype == np.int8 or bool(np.isin(array, (YES, NO, UNCODED)).all())
        marks = array.astype(np.int8, copy=False) if right else array
    except (TypeError, ValueError) as error:
        raise CodingError("marks are an array of 1, 0 and -1. Make it with numpy.") from error
    if not right or (marks.size and not (marks.min() >= UNCODED and marks.max() <= YES)):
        raise CodingError("marks hold something else than 1, 0 and -1. Leave what is not coded -1.")
    return marks
