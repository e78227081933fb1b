"""The law of reading: every cell that holds more than white space is found again, in one of four places.

What "decoded" means is checked by rules of its own, written apart from the decoder: a value must be one that the cell
can mean.
"""

from __future__ import annotations

import pickle
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import option_lists, questions

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
    Role,
    SingleChoice,
)
from verkosto.responses import Dialect, Header, Provenance, RawTable, Responses, assemble

ROLES = ("time", "weight", "fpc", "unit_id", "email", "identifier", "ignore", "response_id")
TICKS = {"1", "1.0", "1,0", "x", "✓", "✔", "true", "kyllä", "yes", "ja", "selected", "valittu", "vald"}
NO_TICKS = {"0", "0.0", "0,0", "false", "ei", "no", "nej", "not selected", "ei valittu", "inte vald"}
PLAIN = [
    "", "", " ", "\u00a0", "\t\n", "0", "0,0", "1", "2", "3", "7,5", "10", "11", "-1", "1 234", "\u22125", "1e3", "nan",
    "x", "Ei", "kyllä", "hm", "5.1.2022", "31.12.2021 10.31", "31.12.2021 10.61", "2022-01-05", "3/4/2020", "30.2.2020",
    "049", "49", "Espoo", "Valtimo", "13", "Uusimaa", "a@b.fi", "040 123 4567", "131052-308T", '"lainattu"', "a;b,c",
    "'", "=1+1", "  väli ", "rivi\nvaihto", "\u200b", "😊",
]  # fmt: skip


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def number_of(cell: str) -> float | None:
    plain = re.sub("[ \u00a0\u202f\u2009]", "", cell.strip()).replace("\u2212", "-").replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Questions of any kind with options of any text; titles are plain, since binding has tests of its own."""
    listed: list[Question] = []
    for place in range(draw(st.integers(1, 4))):
        question = draw(questions(name=f"q{place}"))
        filters = [q for q in listed if isinstance(q, SingleChoice) and not q.withheld]
        wanted = bool(filters) and draw(st.booleans())
        asked_if = {filters[0].id: (filters[0].options[0].code,)} if wanted else {}
        listed.append(evolve(question, text=f"Kysymys {place}", aliases=(), asked_if=asked_if))
    roles = draw(st.lists(st.sampled_from(ROLES), max_size=3, unique=True))
    columns = tuple(Column(f"c{place}", role=cast(Role, role)) for place, role in enumerate(roles))
    return Instrument(
        "i", "I", questions=listed, columns=columns, area_date=draw(st.sampled_from([None, "2020-03-01"]))
    )


@st.composite
def sources(draw: st.DrawFn) -> tuple[Instrument, list[tuple[Header, str | None]], list[list[str]], Dialect]:
    """An instrument, headers with the variable that each carries (None: none does), rows of text, a dialect."""
    instrument = draw(instruments())
    named = [c.id for c in instrument.columns] + [v for q in instrument for v in q.variables()]
    folded = Counter(map(fold, named))
    variables: list[str | None] = [name for name in named if folded[fold(name)] == 1 and draw(st.integers(0, 9)) > 0]
    variables = draw(st.permutations([*variables, *[None] * draw(st.integers(0, 2))]))
    heads = [
        Header(draw(st.sampled_from(["Muuta", "Nimi", "", "\u00a0"])) if v is None else "x", place, code=v)
        for place, v in enumerate(variables, start=1)
    ]
    known = [text for q in instrument for o in (*q.choices, *q.items) for text in (*o.texts, o.code, f" {o.label.fi} ")]
    cell = st.sampled_from([*PLAIN, *known]) | st.text(max_size=4)
    rows = draw(st.lists(st.lists(cell, min_size=len(heads), max_size=len(heads)), max_size=5))
    dialect = Dialect(
        values=draw(st.sampled_from(["any", "text", "number", "binary"])),
        ticks=draw(st.sampled_from(["option", "any"])),
        blank_means=draw(st.sampled_from(["not_answered", "not_selected"])),
        zeros=draw(st.sampled_from(["value", "blank"])),
    )
    return instrument, list(zip(heads, variables, strict=True)), rows, dialect


def read(
    instrument: Instrument,
    heads: Sequence[Header],
    rows: Sequence[Sequence[str]],
    dialect: Dialect,
    cuts: Sequence[int] = (),
) -> Responses:
    starts, ends = [0, *sorted(cuts)], [*sorted(cuts), len(rows)]
    chunks = [
        RawTable.from_rows(heads, rows[start:end], first_row=2 + start, dialect=dialect)
        for start, end in zip(starts, ends, strict=True)
    ]
    with warnings.catch_warnings(action="error"):
        return assemble(chunks, instrument, provenance=Provenance("x.csv", "csv"))


def bindable(instrument: Instrument, heads: Sequence[tuple[Header, str | None]]) -> bool:
    """Whether any question has a column, and the areas are covered on the instrument's day."""
    carried = {variable for _, variable in heads}
    asked = [question for question in instrument if carried & set(question.variables())]
    try:
        for question in asked:
            if isinstance(question, AreaQuestion):
                regions.answer_codes(question.area_type, on=instrument.area_date)
    except DateNotCoveredError:
        return False
    return bool(asked)


def may_be_option(option: Option, number: int, cell: str) -> bool:
    return fold(cell) in {fold(text) for text in (*option.texts, option.code)} or number_of(cell) == number


def may_be_choice(question: SingleChoice | Matrix, value: Any, cell: str) -> bool:
    numbered = [(o.number if o.number is not None else place, o) for place, o in enumerate(question.choices, start=1)]
    return any(option.code == value and may_be_option(option, number, cell) for number, option in numbered)


def may_be_tick(question: MultipleChoice, code: str, value: Any, cell: str, written: Any) -> bool:
    if value is pd.NA:
        return number_of(cell) == 0
    if not value:
        return fold(cell) in NO_TICKS
    numbered = [(o.number if o.number is not None else place, o) for place, o in enumerate(question.options, start=1)]
    (number, option), = [(n, o) for n, o in numbered if o.code == code]  # fmt: skip
    return (written is not pd.NA and written == cell) or fold(cell) in TICKS or may_be_option(option, number, cell)


def may_be_special(question: Question, reason: str, cell: str) -> bool:
    for option in question.choices:
        said = {fold(text) for text in (*option.texts, option.code)}
        numbers = {option.number, *(number_of(text) for text in (*option.texts, option.code))} - {None}
        if option.kind == reason and (fold(cell) in said or number_of(cell) in numbers):
            return True
    return False


def may_be_day(value: pd.Timestamp, cell: str) -> bool:
    return {value.year, value.month, value.day} <= {int(part) for part in re.findall(r"\d+", cell)}


def may_be_area(question: AreaQuestion, value: str, cell: str) -> bool:
    if cell.strip().lstrip("0") == value.lstrip("0"):
        return True
    if question.area_type == "kunta":
        name = regions.municipality_name(value)
        return fold(cell) in {fold(text) for text in (name.fi, name.sv, name.en) if text}
    return question.area_type != "kunta" and not cell.strip().isdigit()


def may_mean(
    instrument: Instrument, dialect: Dialect, row: pd.Series[Any], variable: str, reason: Any, cell: str
) -> bool:
    """Tell whether a variable's value in a row is one that the cell can mean."""
    value = row[variable]
    question = next((q for q in instrument if variable in q.variables()), None)
    blank_zero = dialect.zeros == "blank" and number_of(cell) == 0 and question is not None
    if variable.endswith("].text") or question is None or question.kind == "text":
        if isinstance(value, pd.Timestamp):
            return may_be_day(value, cell)
        if isinstance(value, float):
            return value == number_of(cell)
        return blank_zero if value is pd.NA else value == cell
    if isinstance(question, MultipleChoice):
        code = variable[len(question.id) + 1 : -1]
        return may_be_tick(question, code, value, cell, row.get(f"{variable}.text"))
    if pd.isna(value):
        return (blank_zero and reason in ("not_answered", "not_asked")) or may_be_special(question, reason, cell)
    if isinstance(question, SingleChoice | Matrix):
        return may_be_choice(question, value, cell)
    if isinstance(question, Number | Nps | Ranking):
        return float(value) == number_of(cell)
    if isinstance(question, AreaQuestion):
        return may_be_area(question, value, cell)
    assert isinstance(question, Date)
    return may_be_day(value, cell)


@given(sources())
@settings(max_examples=40)
def test_every_cell_is_decoded_an_issue_unbound_or_withheld(
    source: tuple[Instrument, list[tuple[Header, str | None]], list[list[str]], Dialect],
) -> None:
    instrument, heads, rows, dialect = source
    assume(bindable(instrument, heads))
    found = read(instrument, [header for header, _ in heads], rows, dialect)
    frame, unbound = found.frame, found.unbound
    in_issues = {(i.row, i.position): i.value for i in found.issues if i.value is not None}
    unbound_names = dict(zip([c.header.position for c in found.unbound_columns], unbound, strict=True))
    told = {i.position for i in found.issues if i.reason == "withheld_column"}
    hidden = {column.id for column in instrument.columns if column.withheld}
    hidden |= {name for question in instrument if question.withheld for name in question.variables()}
    numbers = [number for number, row in enumerate(rows, start=2) if any(map(str.strip, row))]
    counts: Counter[str] = Counter()
    for place, number in enumerate(numbers):
        for (header, variable), cell in zip(heads, rows[number - 2], strict=True):
            if not cell.strip():
                continue
            if header.position in told or variable in hidden:
                counts["withheld"] += 1
            elif header.position in unbound_names:
                counts["unbound"] += 1
                assert unbound[unbound_names[header.position]][place] == cell
            elif (number, header.position) in in_issues:
                counts["issues"] += 1
                assert in_issues[number, header.position] == cell
            else:
                assert variable is not None
                counts["decoded"] += 1
                reason = found.missing(variable)[place]
                assert may_mean(instrument, dialect, frame.iloc[place], variable, reason, cell)
    assert found.provenance is not None
    cells = found.provenance.cells
    expected = {"decoded": cells.decoded, "issues": cells.issues, "unbound": cells.unbound, "withheld": cells.withheld}
    assert {name: count for name, count in expected.items() if count} == dict(counts)
    assert cells.read == counts.total()
    assert found.provenance.rows + found.provenance.blank_rows == len(rows)


def the_same(one: Responses, other: Responses) -> None:
    pd.testing.assert_frame_equal(one.frame, other.frame)
    pd.testing.assert_frame_equal(one.unbound, other.unbound)
    assert one.issues == other.issues
    assert one.provenance == other.provenance
    for name, variable in one.variables.items():
        np.testing.assert_array_equal(variable.reasons(), other.variables[name].reasons())


@pytest.mark.thorough
@given(sources(), st.data())
def test_chunks_leave_no_trace(
    source: tuple[Instrument, list[tuple[Header, str | None]], list[list[str]], Dialect], data: st.DataObject
) -> None:
    instrument, heads, rows, dialect = source
    assume(bindable(instrument, heads))
    cuts = data.draw(st.lists(st.integers(0, len(rows)), max_size=3))
    headers = [header for header, _ in heads]
    the_same(read(instrument, headers, rows, dialect), read(instrument, headers, rows, dialect, cuts))


@pytest.mark.thorough
@given(sources(), st.data())
def test_the_order_of_rows_is_that_of_the_frame(
    source: tuple[Instrument, list[tuple[Header, str | None]], list[list[str]], Dialect], data: st.DataObject
) -> None:
    instrument, heads, rows, dialect = source
    assume(bindable(instrument, heads))
    rows = [row for row in rows if any(map(str.strip, row))]
    order = data.draw(st.permutations(range(len(rows))))
    headers = [header for header, _ in heads]
    before = read(instrument, headers, rows, dialect)
    after = read(instrument, headers, [rows[place] for place in order], dialect)
    pd.testing.assert_frame_equal(after.frame, before.frame.iloc[order].reset_index(drop=True))
    for name in before.variables:
        pd.testing.assert_series_equal(after.missing(name), before.missing(name).iloc[order].reset_index(drop=True))
    by_cell = [{(i.position, i.value, i.reason) for i in r.issues if i.value is not None} for r in (before, after)]
    assert by_cell[0] == by_cell[1]


@given(option_lists(least=2, kinds=(None,)), st.data())
def test_a_choice_spread_over_ticks_loses_nothing_either(options: tuple[Option, ...], data: st.DataObject) -> None:
    question = SingleChoice("q", "Kysymys", options=options)
    titles = [Header("Kysymys", place, option=o.code) for place, o in enumerate(options, start=1)]
    assume(
        len({fold(text) for o in options for text in (*o.texts, o.code)})
        == sum(len({*o.texts, o.code}) for o in options)
    )
    assume(all(fold(text).strip(": ") == fold(text) != "" for o in options for text in (*o.texts, o.code)))
    cell = st.sampled_from(["", "", "1", "0", "x", "hm", "Ei"])
    rows = data.draw(st.lists(st.lists(cell, min_size=len(options), max_size=len(options)), min_size=1, max_size=5))
    dialect = Dialect(values="binary", ticks=data.draw(st.sampled_from(["option", "any"])))
    found = read(question_only := Instrument("i", "I", questions=(question,)), titles, rows, dialect)
    frame, problems = found.frame, {(i.row, i.position) for i in found.issues}
    numbers = [number for number, row in enumerate(rows, start=2) if any(row)]
    for place, number in enumerate(numbers):
        for header, cell_text, option in zip(titles, rows[number - 2], options, strict=True):
            if cell_text in ("1", "x") and (number, header.position) not in problems:
                reason = found.missing("q")[place]
                assert frame["q"][place] == option.code or reason == "invalid"
    assert found.provenance is not None
    assert found.provenance.cells.read == sum(bool(c) for row in rows for c in row)
    assert found.provenance.cells.issues == len(problems)
    the_same(found, read(question_only, titles, rows, dialect, [1]))


MARK = "salainenmerkki"


@pytest.mark.parametrize("values", ["any", "text", "number", "binary"])
def test_no_cell_stands_in_a_repr_a_message_or_a_warning(values: str, recwarn: pytest.WarningsRecorder) -> None:
    options = (Option("a", "A"), Option("b", "B", free_text=True))
    listed = [
        SingleChoice("s", "S", options=options), MultipleChoice("m", "M", options=options), Number("luku", "N"),
        Date("d", "D"), AreaQuestion("k", "K"), Ranking("r", "R", options=(Option("a", "A"), Option("b", "B"))),
    ]  # fmt: skip
    instrument = Instrument("i", "I", questions=listed, columns=(Column("e", role="email"),))
    variables = ["e", *(v for q in listed for v in q.variables())]
    heads = [Header("x", place, code=v) for place, v in enumerate([*variables, "muu"], start=1)]
    found = read(instrument, heads, [[MARK] * len(heads)] * 2, Dialect(values=values))  # type: ignore[arg-type]
    assert len(found.issues) >= 12
    said = [repr(found), repr(found.log), repr(found.provenance), *map(str, found.issues), *map(repr, found.issues)]
    said += [repr(variable) for variable in found.variables.values()] + [
        repr(column) for column in found.unbound_columns
    ]
    for attempt in (
        lambda: found.where({"s": ["c"]}),
        lambda: found.where({"k": ["eole"]}),
        lambda: found.derive("u", {"x": {"luku": (0, 1)}, "y": {"luku": (0, 1)}}),
        lambda: found.areas("maakunta"),
        lambda: found.variable(MARK[:-1]),
    ):
        try:
            attempt()
        except Exception as error:  # noqa: BLE001 - whatever is raised must keep quiet
            said.append(str(error).replace(MARK[:-1], ""))
    assert MARK not in "".join(said)
    assert not recwarn.list
    assert MARK.encode() in pickle.dumps(found)
