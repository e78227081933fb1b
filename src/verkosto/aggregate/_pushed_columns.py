"""Columns of a frame as variables of a codebook: expressions for an engine, and what their few values mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import field, frozen

from verkosto.aggregate._pushed_engine import Engine, Key, Query, Step
from verkosto.aggregate._pushed_meaning import categories_in, meaning
from verkosto.errors import AnalysisError
from verkosto.instruments import (
    Column,
    Date,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Question,
    Ranking,
    SingleChoice,
)
from verkosto.responses import MISSING, NUMERIC_ROLES, Coded, number_limits, special_numbers

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

__all__ = ["TEXT_LIMIT", "Columns", "Part", "parts_of"]

TEXT_LIMIT = 1_000_000
"""Most different values of a column of texts that are looked at."""

Kind = Literal["choice", "tick", "text", "number", "date"]
"""What a variable is to an engine; areas are texts."""


_HOLDS: dict[Kind, str] = {
    "choice": "codes",
    "tick": "ticks (true or false)",
    "text": "texts",
    "number": "numbers",
    "date": "days",
}


@frozen
class Part:
    """What a variable belongs to, and what it is to an engine."""

    of: Question | Column
    kind: Kind


def parts_of(instrument: Instrument) -> dict[str, Part]:
    """Return the variables of a codebook, columns first, as reading has them."""
    parts = {column.id: Part(column, _kind_of_column(column)) for column in instrument.columns if not column.withheld}
    for question in instrument:
        for name in question.variables():
            parts[name] = Part(question, "text" if name.endswith("].text") else _kind(question))
    return parts


def _kind_of_column(column: Column) -> Kind:
    if column.role in NUMERIC_ROLES:
        return "number"
    return "date" if column.role == "time" else "text"


def _kind(question: Question) -> Kind:
    kinds: tuple[tuple[tuple[type, ...], Kind], ...] = (
        ((SingleChoice, Matrix), "choice"),
        ((MultipleChoice,), "tick"),
        ((Number, Nps, Ranking), "number"),
        ((Date,), "date"),
    )
    return next((kind for classes, kind in kinds if isinstance(question, classes)), "text")


class _Found(Sequence[str]):
    """The categories of a column of texts, asked for when somebody looks."""

    def __init__(self, columns: Columns, name: str) -> None:
        self._columns, self._name = columns, name

    def __len__(self) -> int:
        return len(self._columns.categories(self._name))

    def __getitem__(self, place: Any) -> Any:
        return self._columns.categories(self._name)[place]


@frozen(eq=False, repr=False)
class Columns:
    """The variables of a codebook in a frame.

    Attributes:
        engine: Where the data lie.
        instrument: The codebook.
        parts: What each variable is.
        known: What was learnt of the frame, kept for all who look at it.
    """

    engine: Engine
    instrument: Instrument
    parts: Mapping[str, Part]
    known: dict[Any, Any] = field(factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether the frame has a column for a variable, and the codebook does not keep it back."""
        if name not in self.parts or name not in self.engine.columns:
            return False
        of = self.parts[name].of
        return isinstance(of, Column) or not of.withheld

    def value(self, query: Query, name: str) -> nw.Expr:
        """Return a variable's values, null where absent: codes and texts as they stand, ticks 0 and 1, numbers float64.

        Raises:
            AnalysisError: The column holds values of another type.
        """
        found = query.made(("value", name))
        return query.put(Step.VALUE, self._value(query, name), ("value", name)) if found is None else found

    def plain(self, query: Query, name: str) -> nw.Expr:
        """Return a variable's values so that they can be compared with plain ones."""
        import narwhals as nw

        value = self.value(query, name)
        return value.cast(nw.String) if isinstance(self.engine.kinds.get(name), nw.Categorical | nw.Enum) else value

    def codes(self, name: str, values: Key, reasons: Key | None) -> NDArray[np.intp]:
        """Return the code of each pair of a value and a reason that an engine found, negative where absent.

        Codes count the categories of the variable; those of ticks and NPS are the numbers themselves.
        """
        blank = MISSING["not_answered"] if self.has(name) else MISSING["not_asked"]
        of_value = self._lookup(name, values.values)
        found = values.take([of_value[value] for value in values.values], blank)
        if reasons is None:
            return found
        why = reasons.take(self.reasons(name, reasons.values), blank)
        return np.where(values.codes < 0, why, found)

    def reasons(self, name: str, found: Sequence[Any]) -> list[int]:
        """Return the negative codes of reasons that stand in a column.

        Raises:
            AnalysisError: One of them is no reason.
        """
        if any(reason not in MISSING for reason in found):
            msg = f"column 'missing:{name}' holds what is no reason for a missing answer. Known: {', '.join(MISSING)}."
            raise AnalysisError(msg)
        return [MISSING[reason] for reason in found]

    def coded(self, name: str) -> Coded:
        """Return a variable of codes without its rows: its categories, and what they are."""
        part = self.parts[name]
        of, none = part.of, np.zeros(0, dtype=np.int8)
        if part.kind == "tick":
            return Coded(none, ("0", "1"), (), "boolean")
        if part.kind == "choice" and isinstance(of, Question):
            kinds = tuple(option.kind for option in of.choices)
            ordered = isinstance(of, Matrix) or bool(getattr(of, "ordered", False))
            form: Literal["ordered", "category"] = "ordered" if ordered else "category"
            return Coded(none, tuple(o.code for o in of.choices), kinds if any(kinds) else (), form)
        return Coded(none, _Found(self, name), (), "string")

    def categories(self, name: str) -> tuple[str, ...]:
        """Return the categories of a column of texts or areas that occur."""
        if ("categories", name) not in self.known:
            found = list(self.distinct(name).values())
            self.known["categories", name] = tuple(categories_in(self.parts[name].of, found))
        listed: tuple[str, ...] = self.known["categories", name]
        return listed

    def distinct(self, name: str) -> dict[Any, str | int]:
        """Return the different values of a column of codes or texts, and what each is.

        Raises:
            AnalysisError: There are too many.
        """
        if ("distinct", name) not in self.known:
            self.known["distinct", name] = self._distinct(name) if self.has(name) else {}
        found: dict[Any, str | int] = self.known["distinct", name]
        return found

    def _distinct(self, name: str) -> dict[Any, str | int]:
        query = Query(self.engine)
        request = query.values(self.value(query, name), TEXT_LIMIT + 1)
        values = self.engine.compute([request])[0].keys[0].values
        if len(values) > TEXT_LIMIT:
            msg = f"variable {name!r} has more than {TEXT_LIMIT} different values. Make classes of it in the frame."
            raise AnalysisError(msg)
        values.sort(key=str)
        return dict(zip(values, meaning(self.instrument, self.parts[name].of, name, values), strict=True))

    def _lookup(self, name: str, values: Sequence[Any]) -> Mapping[Any, int]:
        part = self.parts[name]
        if part.kind in ("tick", "number"):
            return {value: int(value) for value in values}
        places = {category: place for place, category in enumerate(self.coded(name).categories)}
        known: dict[Any, int] = self.known.setdefault(("codes", name), {})
        new = [value for value in values if value not in known]
        if new and part.kind == "choice":
            found = meaning(self.instrument, part.of, name, new)
        else:
            found = [self.distinct(name)[value] for value in new]
        known |= {v: places[c] if isinstance(c, str) else c for v, c in zip(new, found, strict=True)}
        return known

    def _value(self, query: Query, name: str) -> nw.Expr:
        import narwhals as nw

        kind = self.parts[name].kind if name in self.parts else "text"
        if not self.has(name) or not self._filled(name, kind):
            nothing: dict[Kind, Any] = {"number": nw.Float64, "tick": nw.Int32, "date": nw.Date}
            return nw.lit(None, nothing.get(kind, nw.String))
        raw, found = query.raw(name), self.engine.kinds[name]
        if kind == "number":
            return self._number(query, name)
        if kind == "date":
            return raw.cast(nw.Date)
        if kind == "tick":
            yes = raw if isinstance(found, nw.Boolean) else raw == 1
            no = ~raw.is_null() if isinstance(found, nw.Boolean) else raw == 0
            return nw.when(yes).then(nw.lit(1)).otherwise(nw.when(no).then(nw.lit(0)))
        if found.is_float():
            return nw.when(~raw.is_nan()).then(raw)
        # An empty text is an empty cell; of codes that is found out later, for the few there are.
        return nw.when(raw != "").then(raw) if kind == "text" and isinstance(found, nw.String) else raw

    def _filled(self, name: str, kind: Kind) -> bool:
        """Tell whether a column holds what it should; False where it holds nothing at all.

        Raises:
            AnalysisError: It holds something else.
        """
        import narwhals as nw

        found = self.engine.kinds[name]
        numeric, truth = found.is_numeric(), isinstance(found, nw.Boolean)
        texts = isinstance(found, nw.String | nw.Categorical | nw.Enum)
        days = isinstance(found, nw.Date | nw.Datetime)
        fits = {
            "number": numeric,
            "tick": numeric or truth,
            "date": days,
            "choice": texts or numeric or truth,
            "text": texts or numeric or truth,
        }
        if fits[kind]:
            return True
        if ("empty", name) not in self.known:
            # A column without any value has no type worth the name.
            query = Query(self.engine)
            there = nw.when(~query.raw(name).is_null()).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
            counted = self.engine.compute([query.request([], {"there": there})])[0]
            self.known["empty", name] = not counted.sums["there"][0]
        if self.known["empty", name]:
            return False
        msg = (
            f"column {name!r} of the frame is of the type {found} and does not hold {_HOLDS[kind]}. Cast it in the "
            "frame, or read the frame with Responses.from_frame."
        )
        raise AnalysisError(msg)

    def moment(self, query: Query, name: str) -> nw.Expr:
        """Return a column of days or moments as it is."""
        return query.raw(name) if self._filled(name, "date") else self.value(query, name)

    def raw_number(self, query: Query, name: str) -> nw.Expr:
        """Return a column of numbers as float64, null where there is none, infinite ones and all."""
        import narwhals as nw

        found = query.made(("raw", name))
        if found is not None:
            return found
        number = query.raw(name).cast(nw.Float64) if self._filled(name, "number") else nw.lit(None, nw.Float64)
        return query.put(Step.RAW, nw.when(~number.is_nan()).then(number), ("raw", name))

    def _number(self, query: Query, name: str) -> nw.Expr:
        import narwhals as nw

        number = self.raw_number(query, name)
        of = self.parts[name].of
        if isinstance(of, Column):
            return number
        low, high, whole = number_limits(of)
        fits = number.is_finite()
        if np.isfinite(low):
            fits = fits & (number >= low)
        if np.isfinite(high):
            fits = fits & (number <= high)
        if whole:
            fits = fits & (number == number.floor())
        for special in special_numbers(of.choices):
            fits = fits & (number != special)
        return nw.when(fits).then(number)
