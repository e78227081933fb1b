"""As a question: the themes of answers become a multiple choice, which every table, test and report takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.errors import CodingError, OptionError
from verkosto.instruments import Instrument, MultipleChoice, Option, Question
from verkosto.responses import MISSING, Coded, Responses
from verkosto.text import LocalText
from verkosto.themes._answers import SILENT
from verkosto.themes._coded_how import coded_how
from verkosto.themes._decide import decide
from verkosto.themes._marks import NO, UNCODED, YES
from verkosto.themes._silent_reason import silent_reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

    Marks = NDArray[np.int8]

__all__ = ["as_question"]

_UNCODED = ("error", "missing", "proposal")


def as_question(
    coding: Coding,
    variable: str,
    *,
    how: str | Sequence[str],
    text: str | Mapping[str, str] | LocalText | None,
    parents: bool,
    none: Option | str | None,
    uncoded: str,
    keep_text: bool,
) -> Responses:
    """Do what `Coding.responses` says."""
    survey = coding.survey
    if variable in survey.instrument or any(name.partition("[")[0] == variable for name in survey.variables):
        raise CodingError(f"the id {variable!r} is taken. Choose another for the themes.")
    decided, waiting = _decided(coding, how, uncoded)
    ticks = _with_parents(coding, decided) if parents else decided
    options, ticks = _options(coding, ticks, none, parents=parents)
    asked, _ = survey.question(coding.answers.question)
    question = MultipleChoice(
        variable,
        asked.text if text is None else LocalText.of(text),
        options=options,
        note=coded_how(coding, how, waiting, uncoded),
    )
    reasons = _reasons(coding)
    columns = [np.where(column == UNCODED, reasons, column).astype(np.int8) for column in ticks.T]
    made = {
        name: Coded(column, ("0", "1"), (), "boolean")
        for name, column in zip(question.variables(), columns, strict=True)
    }
    instrument, variables = survey.instrument, dict(survey.variables)
    if not keep_text:
        instrument = _without(instrument, asked, coding.answers.question)
        del variables[coding.answers.question]
    instrument = evolve(instrument, questions=(*instrument.questions, question))
    return evolve(survey, instrument=instrument, variables=variables | made)


def _decided(coding: Coding, how: str | Sequence[str], uncoded: str) -> tuple[Marks, int]:
    """Return the themes of each answer, and how many answers nobody asked for has coded."""
    if uncoded not in _UNCODED:
        raise OptionError(f"uncoded must be one of {', '.join(map(repr, _UNCODED))}, not {uncoded!r}.")
    decided = decide(coding, how)
    answered = coding.answers.answered
    waiting = int((answered & (decided == UNCODED).all(axis=1)).sum()) if len(coding.codebook) else 0
    if waiting and uncoded == "error":
        msg = f"{waiting} of {int(answered.sum())} answers are not coded; `coding.left()` lists those of nobody."
        raise CodingError(f"{msg} Code them, or say uncoded='missing' or 'proposal'.")
    if uncoded == "proposal":
        proposed = decide(coding, "proposal")
        decided = np.where(decided == UNCODED, proposed, decided).astype(np.int8)
    return decided, waiting


def _with_parents(coding: Coding, decided: Marks) -> Marks:
    ids, found = list(coding.codebook.ids), decided.copy()
    for place, theme in enumerate(ids):
        for ancestor in coding.codebook.ancestors(theme):
            found[decided[:, place] == YES, ids.index(ancestor.id)] = YES
    return found


def _options(
    coding: Coding, ticks: Marks, none: Option | str | None, *, parents: bool
) -> tuple[tuple[Option, ...], Marks]:
    """Return the options and their ticks; answers that bear no theme tick `none`."""
    themes, ids = list(coding.codebook), coding.codebook.ids
    shown = [place for place, theme in enumerate(themes) if theme.codable or parents]
    coded = (ticks != UNCODED).any(axis=1)
    bare = coded & ~(ticks == YES).any(axis=1)
    if isinstance(none, str):
        if none not in ids:
            msg = f"none={none!r} is no theme of the codebook. Name one, or give an Option of its own."
            raise CodingError(msg)
        ticks = ticks.copy()
        ticks[bare, ids.index(none)] = YES
    options = tuple(themes[place].option for place in shown)
    ticks = ticks[:, shown]
    if not isinstance(none, Option):
        return options, ticks
    if none.code in ids:
        msg = f"the codebook has a theme {none.code!r} already. Say none={none.code!r}, so that it takes these answers."
        raise CodingError(msg)
    own = np.where(coded, np.where(bare, YES, NO), UNCODED).astype(np.int8)
    return (*options, evolve(none, exclusive=True)), np.column_stack([ticks, own])


def _reasons(coding: Coding) -> Marks:
    """Return the negative code of why a row bears no themes, for each row."""
    answers = coding.answers
    reasons = np.where(answers.state > 0, -answers.state, np.int8(MISSING["not_asked"])).astype(np.int8)
    silent = answers.state == SILENT
    used, places = np.unique(answers.codes[silent], return_inverse=True)
    why = np.array([MISSING[silent_reason(answers.distinct[code])] for code in used.tolist()], dtype=np.int8)
    reasons[silent] = why[places.reshape(-1)]
    return reasons


def _without(instrument: Instrument, asked: Question, variable: str) -> Instrument:
    """Return the codebook without an open question, or without what was written beside an option."""
    if asked.id == variable:
        return evolve(instrument, questions=[q for q in instrument.questions if q.id != variable])
    code = variable.removesuffix("].text").removeprefix(f"{asked.id}[")
    # Only kinds of question that have options have texts beside them.
    choice: Any = asked
    options = [evolve(option, free_text=option.free_text and option.code != code) for option in choice.options]
    changed = evolve(choice, options=options)
    return evolve(instrument, questions=[changed if q.id == asked.id else q for q in instrument.questions])
