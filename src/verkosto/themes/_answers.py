"""Answers: what respondents wrote to an open question, row by row, and whether it says anything."""

from __future__ import annotations

import functools
import numbers
import re
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.errors import AnalysisError, CodingError, OptionError, VerkostoWarning, did_you_mean
from verkosto.instruments import Text
from verkosto.responses import REASONS, Coded, Responses
from verkosto.themes._languages import language_of
from verkosto.themes._silence import says_nothing

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ANSWERED", "SILENT", "Answers", "answers_of"]

ANSWERED, SILENT = 0, -1
"""States of a row, beside 1 + place in `REASONS` for one without an answer."""

# What two bytes of UTF-8 look like when they are read one by one as Windows-1252 or Latin-1, and what stands for bytes
# that could not be read at all.
_BROKEN = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u02c6-\u2122]|â€|ðŸ|\ufffd")


@frozen(eq=False, repr=False)
class Answers:
    """The answers to an open question, one for each response.

    A `repr` shows how many there are and never what they say.

    Attributes:
        question: Id of the question.
        ids: For each row the id of the response as text: its response id where the source has one for each row, else
            the number of its row in the source, counted as a spreadsheet counts (as in `Issue.row`).
        codes: For each row the place of its text in `distinct`, or -1 where there is no answer.
        distinct: The texts that occur, as they were written.
        state: int8 for each row: `ANSWERED`, `SILENT` for an answer that says nothing ("-", "ei kommentoitavaa"), or
            1 + place of the missing reason.
    """

    question: str
    ids: tuple[str, ...]
    codes: NDArray[np.int64]
    distinct: tuple[str, ...]
    state: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        answered, silent = int((self.state == ANSWERED).sum()), int((self.state == SILENT).sum())
        return f"<Answers to {self.question!r}: {len(self)} rows, {answered} answered, {silent} said nothing>"

    def text(self, row: int | str) -> str | None:
        """Return an answer as it was written, None where there is none.

        Args:
            row: Its id, as text: `text("17")`; or the place of its row, counted from 0: `text(0)`. Elsewhere, as in
                `Coding.why`, a number is an id.

        Raises:
            CodingError: There is no such row, or no such id.
        """
        place: Any = self.row_of(row) if isinstance(row, str) else row
        if isinstance(place, bool) or not isinstance(place, numbers.Integral) or not 0 <= int(place) < len(self):
            raise CodingError(f"there is no row {row!r} among {len(self)}. Count from 0, or name the id in quotes.")
        code = int(self.codes[place])
        return None if code < 0 else self.distinct[code]

    def row_of(self, name: object) -> int:
        """Return the row of an answer by its id.

        Raises:
            CodingError: There is none; the message names the nearest.
        """
        row = self.places.get(name) if isinstance(name, str) else None
        if row is None:
            near = did_you_mean(name, self.ids) if isinstance(name, str) else ""
            raise CodingError(f"there is no answer {name!r}.{near} See `coding.answers.ids`.")
        return row

    @functools.cached_property
    def languages(self) -> tuple[str, ...]:
        """For each distinct text the language it is written in: "fi", "sv" or "en"."""
        return tuple(map(language_of, self.distinct))

    @functools.cached_property
    def places(self) -> dict[str, int]:
        """The row of each id."""
        return {one: row for row, one in enumerate(self.ids)}

    @functools.cached_property
    def broken(self) -> tuple[str, ...]:
        """Ids of answers whose letters were broken by a wrong encoding before they came here ("tÃ¤ytyy").

        They stay as they are. Read the source anew with its own encoding, or ask for a better one: words with broken
        letters meet no pattern.
        """
        codes = [code for code, text in enumerate(self.distinct) if _BROKEN.search(text)]
        return tuple(self.ids[row] for row in np.flatnonzero(np.isin(self.codes, codes)).tolist())

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Rows whose answer says something and can be coded."""
        return np.asarray(self.state == ANSWERED)


def answers_of(responses: Responses, question: str) -> Answers:
    """Return the answers to an open question.

    Args:
        responses: The responses; of a subset the rows outside have no answer here (`not_asked`).
        question: Id of a text question, or of the free text of an option (`palvelut[muu].text`).

    A warning tells of response ids that repeat or are missing in some rows: answers have the number of their row then.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: It holds no texts.
        OptionError: `responses` are none, such as a frame, or `question` is no text.
    """
    _check(responses, question)
    variable = responses.variable(question)
    if not isinstance(variable, Coded) or not _is_open(responses, question):
        msg = f"{question!r} holds no open answers. Name a question of kind 'text', or declare it so in the codebook"
        raise AnalysisError(f"{msg}: vk.Text({question!r}, …). A draft takes answers that repeat for a choice.")
    codes = np.maximum(variable.codes.astype(np.int64), -1)
    state = variable.reasons().copy()
    nothing = np.array([*map(says_nothing, variable.categories), False])
    state[nothing[codes]] = SILENT
    if responses.domain is not None:
        state[~responses.domain] = 1 + REASONS.index("not_asked")
        codes = np.where(responses.domain, codes, -1)
    return Answers(question, _ids(responses), codes, tuple(variable.categories), state)


def _check(responses: object, question: object) -> None:
    if not isinstance(responses, Responses):
        msg = f"open answers are taken from a Responses, not from a {type(responses).__name__}"
        raise OptionError(f"{msg}. Make one with `vk.read(path, instrument)` or `vk.Responses.from_frame(frame)`.")
    if not isinstance(question, str):
        raise OptionError(f"question={question!r} is no id of a question. Write for instance 'toive'.")


def _is_open(responses: Responses, question: str) -> bool:
    if any(column.id == question for column in responses.instrument.columns):
        return False
    asked, _ = responses.question(question)
    return isinstance(asked, Text) or question.endswith("].text")


def _ids(responses: Responses) -> tuple[str, ...]:
    for column in responses.instrument.role("response_id"):
        variable = responses.variables.get(column.id)
        if isinstance(variable, Coded) and (variable.codes >= 0).all():
            texts = [variable.categories[code] for code in variable.codes]
            if max(Counter(texts).values(), default=0) == 1:
                return tuple(texts)
        if responses.rows:
            # Who codes by the ids of the form would code other answers: number 22 need not stand in row 22.
            msg = f"the response ids in {column.id!r} repeat or are missing in some rows, so answers are called by the"
            warnings.warn(f"{msg} number of their row. Mend them in the source.", VerkostoWarning, stacklevel=3)
    numbers = () if responses.provenance is None else responses.provenance.row_numbers
    return tuple(map(str, numbers if len(numbers) == responses.rows else range(2, responses.rows + 2)))
