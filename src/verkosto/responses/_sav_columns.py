"""Decoded columns as the variables of a .sav file: numbers with labels, days, texts, and a code for every reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen

from verkosto.errors import SourceError
from verkosto.instruments import (
    TICKED,
    UNTICKED,
    AreaQuestion,
    Column,
    Matrix,
    MissingReason,
    Option,
    Question,
    Ranking,
    SingleChoice,
    options_by_number,
)
from verkosto.responses._sav_names import cut
from verkosto.responses._sav_words import REASON_CODES, REASON_LABELS
from verkosto.responses._variables import REASONS, Coded, Dated, Numeric, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SavColumn", "SavColumns"]

_LONGEST_TEXT = 32_767
_LONGEST_VALUE_LABEL = 120
_MOST_DECLARED = 3
_LARGEST = 10**15
_EPOCH = np.datetime64("1582-10-14", "s")


@frozen(eq=False)
class SavColumn:
    """One variable of a .sav file.

    Attributes:
        values: float64, NaN for system-missing; or texts, "" for an empty cell.
        labels: The label of each value that has one.
        missing: What of it is missing: a range of numbers, or texts.
        codes: The option behind each value that stands for one.
        measure: nominal, ordinal or scale.
        form: How SPSS shows it; "" leaves that open, for texts.
    """

    values: Any
    labels: Mapping[Any, str] = field(factory=dict)
    missing: Sequence[Any] = ()
    codes: Mapping[Any, str] = field(factory=dict)
    measure: str = "nominal"
    form: str = ""


class _Block:
    """Gives out codes for what is no answer, all of them below every answer, and so within one range."""

    def __init__(self, name: str, lowest: float) -> None:
        self.base = 100
        while lowest <= 89 - self.base:
            self.base *= 10
        if self.base > _LARGEST:
            msg = f"variable {name!r}: its numbers are too large for a .sav file to say beside them what is missing."
            raise SourceError(f"{msg} Leave the variable out, or correct the numbers.")
        self.taken: set[int] = set()

    @property
    def range(self) -> dict[str, float]:
        """All codes of the block, as a range."""
        return {"lo": float(1 - self.base), "hi": float(89 - self.base)}

    def code(self, reason: MissingReason) -> float:
        """Return a free code, the reason's own where that is free."""
        free = (n for n in (REASON_CODES[reason], *range(89, 10, -1)) if n not in self.taken)
        number = next(free)
        self.taken.add(number)
        return float(100 - self.base - number)


@frozen
class SavColumns:
    """Makes the columns, with labels in one language.

    Attributes:
        lang: The language.
        areas: Gives the names of the areas of a type, by code.
    """

    lang: str
    areas: Any

    def column(self, name: str, variable: Variable, part: Question | Column | None) -> SavColumn:
        """Return the column of a variable.

        Args:
            name: The variable's id, for messages.
            variable: Its values.
            part: The question or column behind it; None for what was written beside an option.

        Raises:
            SourceError: A text or a number is one that no .sav file can hold.
        """
        if isinstance(variable, Dated):
            return self._days(name, variable)
        if isinstance(variable, Numeric):
            return self._numbers(name, variable, part)
        if variable.form == "boolean":
            labels = {0.0: UNTICKED.get(self.lang), 1.0: TICKED.get(self.lang)}
            return self._coded(name, variable, np.array([0.0, 1.0]), SavColumn(None, labels), ())
        if isinstance(part, SingleChoice | Matrix):
            return self._choice(name, variable, part)
        special = part.special if isinstance(part, AreaQuestion) else ()
        if isinstance(part, AreaQuestion) and all(map(str.isdecimal, self.areas(part.area_type))):
            return self._areas(name, variable, part)
        return self._texts(name, variable, special, part)

    def _choice(self, name: str, variable: Coded, question: SingleChoice | Matrix) -> SavColumn:
        plain = {o.code: float(n) for n, o in options_by_number(question.choices).items() if o.kind is None}
        block = _Block(name, min(plain.values(), default=0.0))
        numbers = {o.code: block.code(o.kind) if o.kind else plain[o.code] for o in question.choices}
        labels = {numbers[o.code]: self._label(o) for o in question.choices}
        codes = {number: code for code, number in numbers.items()}
        ordered = isinstance(question, Matrix) or question.ordered
        shape = SavColumn(None, labels, codes=codes, measure="ordinal" if ordered else "nominal")
        return self._coded(name, variable, np.array([numbers[code] for code in variable.categories]), shape, (), block)

    def _areas(self, name: str, variable: Coded, question: AreaQuestion) -> SavColumn:
        known = self.areas(question.area_type)
        values = np.array([float(code) for code in variable.categories])
        labels = {
            v: cut(known.get(c, c), _LONGEST_VALUE_LABEL)
            for v, c in zip(values.tolist(), variable.categories, strict=True)
        }
        width = max(map(len, known), default=1)
        return self._coded(name, variable, values, SavColumn(None, labels, form=f"N{width}"), question.special)

    def _coded(
        self,
        name: str,
        variable: Coded,
        values: NDArray[np.float64],
        shape: SavColumn,
        special: Sequence[Option],
        block: _Block | None = None,
    ) -> SavColumn:
        reasons = np.where(variable.codes < 0, -variable.codes.astype(np.int64), 0)
        block = block or _Block(name, float(values.min(initial=0.0)))
        column = np.append(values, np.nan)[np.maximum(variable.codes, -1)]
        return self._finished(column, reasons, shape, special, block)

    def _numbers(self, name: str, variable: Numeric, part: Question | Column | None) -> SavColumn:
        special = part.choices if isinstance(part, Question) else ()
        measure = "ordinal" if isinstance(part, Ranking) else "scale"
        there = variable.values[variable.absent == 0]
        block = _Block(name, float(there.min(initial=0.0)))
        values = np.where(variable.absent == 0, variable.values, np.nan)
        return self._finished(values, variable.absent, SavColumn(None, measure=measure), special, block)

    def _days(self, name: str, variable: Dated) -> SavColumn:
        seconds = (variable.values - _EPOCH) / np.timedelta64(1, "s")
        values = np.where(variable.absent == 0, seconds, np.nan)
        there = values[variable.absent == 0]
        form = "EDATE10" if (there % 86_400 == 0).all() else "DATETIME20"
        block = _Block(name, float(there.min(initial=0.0)))
        return self._finished(values, variable.absent, SavColumn(None, measure="scale", form=form), (), block)

    def _finished(
        self,
        values: NDArray[np.float64],
        reasons: NDArray[Any],
        shape: SavColumn,
        special: Sequence[Option],
        block: _Block,
    ) -> SavColumn:
        """Give every absent value the code of its reason."""
        labels, codes = dict(shape.labels), dict(shape.codes)
        for number in np.unique(reasons[reasons > 0]).tolist():
            code = block.code(REASONS[number - 1])
            values = np.where(reasons == number, code, values)
            self._say(code, REASONS[number - 1], special, labels, codes)
        missing = [block.range] if block.taken else []
        return SavColumn(values, labels, missing, codes, shape.measure, shape.form or _form(values))

    def _texts(
        self, name: str, variable: Coded, special: Sequence[Option], part: Question | Column | None
    ) -> SavColumn:
        texts = list(variable.categories)
        _check(name, texts)
        occurring = sorted({-code for code in np.unique(variable.codes).tolist() if code < -1}, key=_declared_first)
        prefix = "-"
        while any(text.startswith(prefix) for text in texts) and occurring:
            prefix += "-"
        labels: dict[str, str] = {}
        codes: dict[str, str] = {}
        marks = [""] * (len(REASONS) + 1)
        for number in occurring:
            reason = REASONS[number - 1]
            marks[number] = f"{prefix}{REASON_CODES[reason]}"
            self._say(marks[number], reason, special, labels, codes)
        missing = list(labels)[:_MOST_DECLARED]
        if isinstance(part, AreaQuestion):
            names = self.areas(part.area_type)
            labels |= {code: cut(names.get(code, code), _LONGEST_VALUE_LABEL) for code in texts}
        # A code of -1 - i takes the mark of reason i from the end.
        cells = np.array([*texts, *reversed(marks[1:])], dtype=object)[variable.codes]
        return SavColumn(cells, labels, missing, codes)

    def _say(
        self, code: Any, reason: MissingReason, special: Sequence[Option], labels: dict[Any, str], codes: dict[Any, str]
    ) -> None:
        """Label the code of a reason, with the option that gave it where the codebook has one."""
        option = next((option for option in special if option.kind == reason), None)
        labels[code] = REASON_LABELS[reason][self.lang] if option is None else self._label(option)
        if option is not None:
            codes[code] = option.code

    def _label(self, option: Option) -> str:
        return cut(option.label.get(self.lang), _LONGEST_VALUE_LABEL) or cut(option.code, _LONGEST_VALUE_LABEL)


def _declared_first(number: int) -> tuple[bool, int]:
    # Reading knows the options behind the others, so these three are declared where there is no room for all.
    return REASONS[number - 1] not in ("not_asked", "invalid", "withheld"), number


def _check(name: str, texts: Iterable[str]) -> None:
    for text in texts:
        try:
            long = len(text.encode())
        except UnicodeEncodeError:
            fault = "half of a surrogate pair"
        else:
            if long <= _LONGEST_TEXT and "\0" not in text:
                continue
            fault = "a null character" if "\0" in text else f"{long:,} bytes, and {_LONGEST_TEXT:,} is the most"
        # Outside the handler: what the error holds may be an answer.
        msg = (
            f"variable {name!r} has a text with {fault}: no .sav file can hold it. Shorten or correct it in the source."
        )
        raise SourceError(msg)


def _form(values: NDArray[np.float64]) -> str:
    there = values[~np.isnan(values)]
    if (there == np.round(there)).all():
        width = max((len(f"{value:.0f}") for value in np.unique(there).tolist()), default=1)
        return f"F{min(max(width, 3), 40)}.0"
    return "F16.4"
