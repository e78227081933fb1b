"""Webropol's files written from made answers, in every layout and kind of values, without a line of the reader.

`surveys()` draws a questionnaire and what its respondents answered; `table_a`, `table_b`, `table_events` and `sheets`
say how they stand in a file, and `expected` what must come out of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import xlsxwriter
from attrs import evolve, frozen
from hypothesis import strategies as st

from verkosto.instruments import (
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Question,
    Scale,
    SingleChoice,
    Text,
)

__all__ = ["Survey", "Values", "expected", "sheets", "surveys", "table_a", "table_b", "table_events", "write_sheets"]

Values = Literal["text", "number", "binary"]
Table = list[list[str]]

_TIME = Column("aika", "Vastausaika", role="time")
_WORDS = ("Tuki", "mitä: mieltä", "Sujuu: hyvin?", "kesä\u00a0kuu", "3. kohta", "Ä:ö:", "x")
_ANSWERS = ("a", "0", "Kannatan", "rivi 1\nrivi 2", 'lainaus "tässä"', "a;b", "1,5", "Muu: mikä", "Miksi?", "=1+1")


@frozen
class Survey:
    """Questions, and for each what every respondent answered: a place, places, a number, a text, or None."""

    questions: tuple[Question, ...]
    answers: tuple[tuple[Any, ...], ...]
    rows: int

    @property
    def instrument(self) -> Instrument:
        """The codebook."""
        return Instrument("testi", "Testi", questions=self.questions, columns=(_TIME,))


@frozen
class _Cells:
    """One column: its title, the option below or beside it, and its cells."""

    title: str
    option: str
    cells: list[str]
    beside: bool = False


def _times(rows: int) -> list[str]:
    return [f"{1 + row}.2.2020 9.0{row}" for row in range(rows)]


@st.composite
def surveys(draw: st.DrawFn, *, values: Values = "text") -> Survey:
    """Up to five questions with colons, numbers and no-break spaces in their texts, some of one title."""
    rows = draw(st.integers(1, 4))
    kinds = draw(st.lists(st.sampled_from("smxntt" if values != "binary" else "smntt"), min_size=1, max_size=5))
    questions = [_question(draw, kind, place) for place, kind in enumerate(kinds)]
    answers = [tuple(_answer(draw, question) for _ in range(rows)) for question in questions]
    return Survey(tuple(questions), tuple(answers), rows)


def _question(draw: st.DrawFn, kind: str, place: int) -> Question:
    words = st.sampled_from(_WORDS)
    name, title = f"q{place}", f"{draw(words)} {place}: {draw(words)}"
    if kind == "t":
        return Text(name, draw(st.sampled_from([title, "Miksi: näin?"])))
    if kind == "n":
        return Number(name, title)
    options = tuple(
        Option(f"o{n}", f"{draw(words)}, {n}", free_text=kind != "x" and draw(st.booleans()))
        for n in range(1, 1 + draw(st.integers(2, 3)))
    )
    if kind == "x":
        return Matrix(name, title, rows=options, scale=Scale((Option("1", "Eri: mieltä"), Option("2", "Samaa"))))
    return SingleChoice(name, title, options=options) if kind == "s" else MultipleChoice(name, title, options=options)


def _answer(draw: st.DrawFn, question: Question) -> Any:
    texts = st.sampled_from(_ANSWERS)
    if isinstance(question, Text):
        return draw(st.none() | texts)
    if isinstance(question, Number):
        return draw(st.none() | st.integers(0, 9) | st.sampled_from([0.5, 2.25]))
    if isinstance(question, Matrix):
        return tuple(draw(st.none() | st.integers(0, 1)) for _ in question.rows)
    assert isinstance(question, SingleChoice | MultipleChoice)
    most = 1 if isinstance(question, SingleChoice) else len(question.options)
    chosen = draw(st.lists(st.integers(0, len(question.options) - 1), max_size=most, unique=True))
    return {place: draw(st.none() | texts) if question.options[place].free_text else None for place in chosen}


def _columns(question: Question, answers: Sequence[Any], values: Values) -> list[_Cells]:
    title = question.text.fi
    if isinstance(question, Text):
        return [_Cells(title, "", [answer or "" for answer in answers])]
    if isinstance(question, Number):
        return [_Cells(title, "", ["" if a is None else str(a).replace(".", ",") for a in answers])]
    if isinstance(question, Matrix):
        labels = [option.label.fi if values == "text" else option.code for option in question.choices]
        return [
            _Cells(title, row.label.fi, ["" if a[n] is None else labels[a[n]] for a in answers])
            for n, row in enumerate(question.rows)
        ]
    assert isinstance(question, SingleChoice | MultipleChoice)
    return _choices(question, answers, values)


def _choices(question: SingleChoice | MultipleChoice, answers: Sequence[Any], values: Values) -> list[_Cells]:
    title, labels = question.text.fi, [option.label.fi for option in question.options]
    said = {"text": labels, "number": [str(n + 1) for n in range(len(labels))], "binary": ["1"] * len(labels)}[values]
    blank = "0" if values == "binary" else ""
    columns = []
    whole = isinstance(question, SingleChoice) and values != "binary"
    if whole:
        columns.append(_Cells(title, "", [next((said[place] for place in a), "") for a in answers]))
    for place, label in enumerate(labels):
        if not whole:
            columns.append(_Cells(title, label, [said[place] if place in a else blank for a in answers]))
        if question.options[place].free_text:
            columns.append(_Cells(title, label, [a.get(place) or "" for a in answers], beside=True))
    return columns


def expected(survey: Survey) -> dict[str, list[Any]]:
    """Every variable of every respondent, as `codes` tells them."""
    told: dict[str, list[Any]] = {}
    for question, answers in zip(survey.questions, survey.answers, strict=True):
        if isinstance(question, Text | Number):
            told[question.id] = list(answers)
        elif isinstance(question, Matrix):
            for n, row in enumerate(question.rows):
                told[f"{question.id}[{row.code}]"] = [None if a[n] is None else str(a[n] + 1) for a in answers]
        elif isinstance(question, SingleChoice | MultipleChoice):
            codes = [option.code for option in question.options]
            if isinstance(question, SingleChoice):
                told[question.id] = [next((codes[place] for place in a), None) for a in answers]
            for place, option in enumerate(question.options):
                name = f"{question.id}[{option.code}]"
                if isinstance(question, MultipleChoice):
                    told[name] = [place in a if a else None for a in answers]
                if option.free_text:
                    told[f"{name}.text"] = [a.get(place) for a in answers]
    return {name: ["!not_answered" if one is None else one for one in listed] for name, listed in told.items()}


def _numbered(survey: Survey, values: Values, *, numbered: bool) -> list[list[_Cells]]:
    """The columns of each question; titles bear its number where the export adds it."""
    found = []
    for number, (question, answers) in enumerate(zip(survey.questions, survey.answers, strict=True), start=1):
        columns = _columns(question, answers, values)
        found.append([evolve(c, title=f"{number}. {c.title}") for c in columns] if numbered else columns)
    return found


def _in_rows(columns: Sequence[Sequence[str]]) -> Table:
    return [list(row) for row in zip(*columns, strict=True)]


def table_a(survey: Survey, values: Values, *, numbered: bool = False) -> Table:
    """One header row; what was written beside options stands behind all other columns."""
    columns = [column for listed in _numbered(survey, values, numbered=numbered) for column in listed]
    columns.sort(key=lambda column: column.beside)
    heads = [f"{c.title}:{c.option}" * (c.option != "") or c.title for c in columns]
    heads = [f"{head} Avoimet vastaukset" if c.beside else head for head, c in zip(heads, columns, strict=True)]
    cells = [[head, *c.cells] for head, c in zip(heads, columns, strict=True)]
    return _in_rows([["Vastausaika", *_times(survey.rows)], *cells])


def table_b(survey: Survey, values: Values, *, numbered: bool = False, repeated: bool = False) -> Table:
    """Titles above options; a title is repeated or left out over the further columns of its question."""
    made = [["Vastausaika", "", *_times(survey.rows)]]
    for listed in _numbered(survey, values, numbered=numbered):
        for place, column in enumerate(listed):
            made.append([column.title if repeated or not place else "", column.option, *column.cells])
    return _in_rows(made)


def table_events(survey: Survey, values: Values, *, above: int = 2) -> Table:
    """Rows about the event above; titles of questions of one column stand in the lower row, where they can."""
    table = table_b(survey, values)
    for place in range(1, len(table[0])):
        # Beside options a text of the lower row would be one of them.
        if table[0][place] and not table[1][place] and not table[1][place - 1]:
            table[0][place], table[1][place] = "", table[0][place]
    labels = ["Tapahtuman nimi", "Paikka", "Yhteyshenkilö", "Aika"][:above]
    return [*(["", label, "Kerttu Esimerkki"] for label in labels), *table]


def sheets(
    survey: Survey, values: Values, head: Literal["A", "B", "name"], *, times: bool = True, ids: bool = False
) -> dict[str, Table]:
    """Each question on its own sheet, named after it as far as a name can be; `ids` puts a column of them first."""
    made: dict[str, Table] = {}
    for number, listed in enumerate(_numbered(survey, values, numbered=False), start=1):
        name = re.sub(r"[\[\]:*?/\\]", "", f"{number}. {listed[0].title}")[:31].strip("' ")
        columns = [_headed(column, place, head) for place, column in enumerate(listed)]
        system = [["Vastausaika", *[""] * (head == "B"), *_times(survey.rows)]] if times else []
        if ids:
            system.insert(0, ["Tunnus", *[""] * (head == "B"), *(f"v{row}" for row in range(survey.rows))])
        made[name] = _in_rows([*system, *columns])
    return made


def _headed(column: _Cells, place: int, head: Literal["A", "B", "name"]) -> list[str]:
    if head == "B":
        return ["" if place else column.title, column.option, *column.cells]
    beside = " Avoimet vastaukset" if column.beside else ""
    if head == "name":
        return [f"{column.option}{beside}", *column.cells]
    return [f"{column.title}:{column.option}{beside}" if column.option else column.title, *column.cells]


def write_sheets(path: Path, tables: dict[str, Table]) -> Path:
    """Write a workbook of these sheets."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(table):
                for place, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, place, cell)
    return path
