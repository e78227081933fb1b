"""A codebook of what an SPSS system file says of its variables, and of its answers where it says nothing."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.backends._spss_cells import Cells
from verkosto.backends._spss_columns import SpssColumn, columns_of
from verkosto.backends._spss_file import SpssFile
from verkosto.backends._spss_options import options_of
from verkosto.backends._spss_variables import SpssVariable, Value, variables_of
from verkosto.dates import Period
from verkosto.errors import CodebookError, SourceError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Draft,
    Guess,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Question,
    SingleChoice,
    Text,
    told_apart,
)
from verkosto.responses import DRAFT_CHUNKS, Header, RawTable, area_choice, draft, slug
from verkosto.text import LocalText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["draft_of"]

_MOST_STEPS = 10


def draft_of(file: SpssFile, *, id: str | None = None, title: str | None = None) -> Draft:  # noqa: A002
    """Make a codebook of a file; what a person should look at stands in its guesses.

    Raises:
        SourceError: The cases cannot be read, or the labels make no codebook.
    """
    import pandas as pd

    name = file.path.stem
    columns = columns_of(variables_of(file), file.dictionary.sets, None)
    drafter = _Drafter(pd.concat(list(itertools.islice(file.chunks(), DRAFT_CHUNKS))))
    try:
        groups: dict[object, list[SpssColumn]] = {}
        for column in columns:
            groups.setdefault(column.set if column.ticks else column.header.position, []).append(column)
        for group in groups.values():
            drafter.add(group)
        return Draft(
            id or slug(name, (), words=6),
            title or file.meta.file_label or name,
            fieldwork=drafter.fieldwork,
            unit_id=drafter.unit_id,
            columns=tuple(drafter.columns),
            questions=tuple(drafter.questions),
            guesses=tuple(drafter.guesses),
        )
    except CodebookError as error:
        msg = f"{file.path.name}: its variables make no codebook: {error} Correct them in SPSS, or write one by hand."
        raise SourceError(msg) from error


class _Drafter:
    def __init__(self, cases: pd.DataFrame) -> None:
        self.cases = cases
        self.columns: list[Column] = []
        self.questions: list[Question] = []
        self.guesses: list[Guess] = []
        self.unit_id: str | None = None
        self.fieldwork: Period | None = None

    def add(self, group: Sequence[SpssColumn]) -> None:
        """Add the question or column that a variable, or those of a set of ticks, make."""
        column = group[0]
        variable = column.variables[0]
        if column.ticks:
            self._ticks(group)
        elif column.set is not None:
            self._codes(column)
        elif variable.shown in ("number", "text"):
            self._valued(variable)
        else:
            self._timed(variable)

    def _values(self, variable: SpssVariable) -> list[Value]:
        """Return the distinct values of a variable, those that it labels and those that it declares missing."""
        found = self.cases[variable.name].dropna().unique().tolist()
        single = [low for low, high in variable.missing if low == high]
        return [value for value in dict.fromkeys((*variable.labels, *single, *found)) if value != ""]

    def _note(self, name: str, reasons: Sequence[str]) -> None:
        self.guesses += [Guess(name, reason) for reason in reasons]

    def _ticks(self, group: Sequence[SpssColumn]) -> None:
        head, _, _ = (group[0].header.code or "").partition("[")
        options: list[Option] = []
        taken: set[str] = set()
        for column in group:
            code = (column.header.code or "").partition("[")[2].removesuffix("]")
            options.append(Option(code, told_apart(LocalText(column.header.option or code), code, taken)))
        self.questions.append(MultipleChoice(head, group[0].header.title, options=options))

    def _codes(self, column: SpssColumn) -> None:
        """Add a set of which each variable holds one code."""
        members = column.variables
        labels = {value: label for member in reversed(members) for value, label in member.labels.items()}
        whole = evolve(members[0], labels=labels)
        values = [value for member in members for value in self._values(member)]
        options, guesses = options_of(whole, values)
        name = column.header.code or ""
        self.questions.append(MultipleChoice(name, column.header.title, options=options))
        self._note(name, guesses)

    def _timed(self, variable: SpssVariable) -> None:
        if variable.shown == "time":
            self.questions.append(Text(variable.id, variable.title))
            self._note(variable.id, ["times of day or durations; kept as text"])
            return
        made = self._guessed(variable)
        self._take(variable, made if isinstance(made, Column) else Date(variable.id, variable.title), [])

    def _valued(self, variable: SpssVariable) -> None:
        values = self._values(variable)
        answers = [value for value in values if not variable.is_missing(value)]
        missing = [value for value in values if variable.is_missing(value)]
        bare = [value for value in answers if value not in variable.labels]
        labelled = len(answers) - len(bare)
        if labelled and not _is_measured(bare, labelled):
            self._choice(variable, values)
            return
        made = self._guessed(variable)
        special, guesses = options_of(variable, missing)
        if isinstance(made, Number) and variable.measure in ("nominal", "ordinal") and not _is_measured(answers, 0):
            self._choice(variable, values)
            return
        if isinstance(made, Number | Nps | AreaQuestion):
            made = evolve(made, special=special)
        elif isinstance(made, SingleChoice):
            made = evolve(made, options=(*made.options, *special))
        else:
            guesses = []
        self._take(variable, made, guesses)

    def _choice(self, variable: SpssVariable, values: Sequence[Value]) -> None:
        options, guesses = options_of(variable, values)
        area = area_choice(options)
        bare = [value for value in values if value not in variable.labels and not variable.is_missing(value)]
        if area is not None:
            reasons = [f"values and labels are codes and names of the kind {area[0]}", *guesses]
            self._take(variable, AreaQuestion(variable.id, variable.title, area_type=area[0], special=area[1]), reasons)
            return
        if bare:
            guesses.insert(0, f"{len(bare)} of its values have no label")
        ordered = variable.measure == "ordinal"
        self._take(variable, SingleChoice(variable.id, variable.title, options=options, ordered=ordered), guesses)

    def _take(self, variable: SpssVariable, made: Question | Column, reasons: Sequence[str]) -> None:
        if isinstance(made, Column):
            self.columns.append(made)
        else:
            self.questions.append(made)
        self._note(variable.id, reasons)

    def _guessed(self, variable: SpssVariable) -> Question | Column:
        """Guess from the answers alone, as for a table that says nothing of its columns."""
        column = SpssColumn(Header(variable.title, 1), (variable,))
        values = self.cases[[variable.name]]
        given = [not _is_no_answer(variable, value) for value in values[variable.name]]
        # A list without any case would name columns.
        kept = values[np.array(given, dtype=bool)]
        cells = Cells((column,)).table(kept)
        found = draft([RawTable((column.header,), cells, np.arange(len(kept)))], variable.name)
        self.fieldwork = self.fieldwork or found.fieldwork
        made: Any = (*found.columns, *found.questions, Text(variable.id, variable.title))[0]
        if found.unit_id is not None and self.unit_id is None:
            self.unit_id = variable.id
        self._note(variable.id, [guess.reason for guess in found.guesses if guess.id == made.id])
        result: Question | Column = evolve(made, id=variable.id)
        return result


def _is_no_answer(variable: SpssVariable, value: Any) -> bool:
    return value == "" or value != value or variable.is_missing(value)


def _is_measured(bare: Sequence[Value], labelled: int) -> bool:
    """Tell whether the values without a label are measured and not chosen: too many, or with decimals."""
    decimals = any(isinstance(value, float) and not value.is_integer() for value in bare)
    return decimals or len(bare) > max(_MOST_STEPS, labelled)
