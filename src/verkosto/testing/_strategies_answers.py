"""Hypothesis strategies for what respondents answer, and for the tables in which it arrives."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Question,
    Ranking,
    SingleChoice,
    Text,
)
from verkosto.responses import Dialect, Header, OptionLookup, RawTable, fold
from verkosto.testing._strategies_cells import cells, texts

__all__ = ["answers", "raw_tables"]

_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(dt.date.isoformat)
_NUMBERS = st.integers(-99, 99).map(str) | st.floats(-1e6, 1e6, width=32).map(lambda number: f"{number:.3f}")
_MOST_ROWS = 5
_OFTEN = 3


def _written() -> st.SearchStrategy[str]:
    return texts(min_size=1).filter(str.strip)


def _meant(options: Sequence[Option]) -> list[str]:
    """Return the codes of the options that a cell can mean by its code, where none other bears it."""
    lookup = OptionLookup(options, "any")
    return [option.code for place, option in enumerate(options) if lookup(option.code) == place]


def _one_of(found: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(found) if found else st.just("")


def _number(question: Number) -> st.SearchStrategy[str]:
    low = -1e6 if question.minimum is None else float(question.minimum)
    high = 1e6 if question.maximum is None else float(question.maximum)
    low, high = (low, max(low, high)) if question.minimum is not None else (min(low, high), high)
    return st.floats(low, high, allow_nan=False).map(repr)


def _area(question: AreaQuestion, instrument: Instrument) -> st.SearchStrategy[str]:
    on = instrument.areas_on
    try:
        known = regions.answer_codes(question.area_type, on=None if on is None else on.first)
    except DateNotCoveredError:
        return st.just("")
    special = OptionLookup(question.special, "any", counted=False)
    return _one_of(sorted(code for code in set(known.values()) if special(code) is None))


def _ranks(draw: st.DrawFn, question: Ranking) -> list[str]:
    order = draw(st.permutations(range(1, len(question.options) + 1)))
    given = draw(st.integers(0, len(order)))
    return [str(rank) if rank <= given else "" for rank in order]


def _cells(draw: st.DrawFn, question: Question, instrument: Instrument) -> list[str]:
    """Answer a question: a cell for each of its variables but the texts."""
    if isinstance(question, Ranking):
        return _ranks(draw, question)
    if isinstance(question, Matrix):
        return [draw(_one_of(_meant(question.scale.options))) for _ in question.rows]
    if isinstance(question, MultipleChoice):
        return [draw(st.sampled_from(["1", ""])) for _ in question.options]
    made: dict[type[Question], Callable[[Any], st.SearchStrategy[str]]] = {
        SingleChoice: lambda one: _one_of(_meant(one.options)),
        Number: _number,
        Nps: lambda one: st.integers(0, 10).map(str),  # noqa: ARG005 - all have the same scale
        Date: lambda one: _DAYS,  # noqa: ARG005 - ISO 8601 is understood in any order
        AreaQuestion: lambda one: _area(one, instrument),
        Text: lambda one: _written(),  # noqa: ARG005 - any text will do
    }
    return [draw(made[type(question)](question))]


def _in_column(column: Column) -> st.SearchStrategy[str]:
    if column.role in ("weight", "fpc"):
        return _NUMBERS
    return _DAYS if column.role == "time" else _written()


@st.composite
def answers(draw: st.DrawFn, instrument: Instrument) -> dict[str, str]:
    """Make up what one respondent answers: the text of a cell for each variable of an instrument.

    Choices are answered by their codes, ticks by 1, days as ISO 8601, areas by their codes. Questions that depend on
    other answers (`asked_if`) are answered where they were asked; some are left empty (`""`). With `Dialect()` each
    cell is decoded without an issue.
    """
    given = {column.id: draw(_in_column(column)) for column in instrument.columns}
    for question in instrument.questions:
        names = question.variables()
        asked = all(_fulfils(given, name, codes) for name, codes in question.asked_if.items())
        there = asked and draw(st.integers(0, _OFTEN)) > 0
        values = _cells(draw, question, instrument) if there else []
        for place, name in enumerate(names):
            if place < len(values):
                given[name] = values[place]
            else:
                base = given.get(name.removesuffix(".text"), "")
                given[name] = draw(_written()) if there and base and name.endswith("].text") else ""
    return given


def _fulfils(given: Mapping[str, str], name: str, codes: Sequence[str]) -> bool:
    return given.get(name) in codes or any(given.get(f"{name}[{code}]") for code in codes)


@st.composite
def raw_tables(
    draw: st.DrawFn, instrument: Instrument | None = None, *, noise: bool = True, most_rows: int = _MOST_ROWS
) -> RawTable:
    """Make up a table as a backend gives it.

    Args:
        draw: Hypothesis's own.
        instrument: The codebook whose variables head the columns (as codes) and whose answers stand below; None makes
            up titles and cells of any text.
        noise: Whether other texts stand among the answers, columns are missing or stand in any order, and some belong
            to no question.
        most_rows: Rows at most, blank ones among them.
    """
    if instrument is None:
        titles = draw(st.lists(texts(), min_size=1, max_size=4))
        heads = [Header(title, place) for place, title in enumerate(titles, start=1)]
        row = st.lists(cells(), min_size=len(heads), max_size=len(heads))
        return RawTable.from_rows(heads, draw(st.lists(row, max_size=most_rows)))
    given = draw(st.lists(answers(instrument), max_size=most_rows))
    names: list[str | None] = list(_codes(instrument))
    if noise:
        names = draw(st.permutations([*(name for name in names if draw(st.integers(0, 9))), None]))
    rows = [[_cell(draw, answered, name, noise=noise) for name in names] for answered in given]
    heads = [Header("Muuta" if name is None else name, place, code=name) for place, name in enumerate(names, start=1)]
    return RawTable.from_rows(heads, rows, dialect=Dialect())


def _codes(instrument: Instrument) -> list[str]:
    """Return the variables that a code can name, for two that look alike cannot be told apart."""
    listed = [column.id for column in instrument.columns]
    listed += [name for question in instrument.questions for name in question.variables()]
    folded = Counter(map(fold, listed))
    return [name for name in listed if folded[fold(name)] == 1]


def _cell(draw: st.DrawFn, answered: Mapping[str, str], name: str | None, *, noise: bool) -> str:
    if name is None or (noise and not draw(st.integers(0, _OFTEN))):
        return draw(cells())
    return answered[name]
