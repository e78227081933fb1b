"""Webropol's responses as a table: one column for each question, row or chosen option, in either shape of answers.

The service tells neither the kinds of questions nor their options (in one of the two shapes it tells the kind). So a
question of which somebody gave several answers is taken for a multiple choice, and each of its options gets a column;
where nobody did, only the caller can know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from verkosto.backends._http_records import flat, table
from verkosto.responses import Dialect, Header, RawTable

__all__ = ["Asked", "responses_table"]

_ANSWERS = "RespondentAnswers"
_FIXED = ("ResponseId", "RespondentId", "RespondentEmail", "ResponseLanguageId", "ResponseDate")
_SEVERAL = ("questionType_multipleChoice", "questionType_scaleMultipleChoice")
_BESIDE = "Avoimet vastaukset"
_MOST_OPTIONS = 100
# What says where an answer belongs, and is none itself.
_STRUCTURE = frozenset(
    "QuestionId QuestionTypeId QuestionTypeName QuestionTitle Question QuestionOptionId AnswerOptionId OptionId Label "
    "RowText Answer OptionAnswer AttachedTextFieldValue AttahedTextFieldValue QuestionAnswers".split()
)


@frozen
class Asked:
    """A question as the service lists it."""

    id: str
    text: str
    number: int


@frozen(repr=False)
class _Part:
    """One answer to one question."""

    question: str
    title: str
    row: str
    value: str
    written: str
    kind: str
    others: Mapping[str, str]


@define
class _Column:
    """What is known of a question from all answers to it.

    Attributes:
        title: Its title.
        number: Its place among the questions.
        stated: The service or the caller says that it is a multiple choice.
        rows: Labels of its rows.
        values: Everything that was answered.
        apart: Some label is something else than the answer beside it, so labels are rows and no options.
        twice: Somebody gave several answers.
        twice_in_row: Somebody gave several answers under one label.
    """

    title: str
    number: int
    stated: bool = False
    rows: dict[str, None] = field(factory=dict)
    values: dict[str, None] = field(factory=dict)
    apart: bool = False
    twice: bool = False
    twice_in_row: bool = False

    @property
    def several(self) -> bool:
        """Whether it is a multiple choice."""
        return self.stated or self.twice_in_row or (self.twice and not self.apart)

    def option(self, part: _Part, turn: int) -> str:
        """Return what heads the column of an answer beside the title."""
        row = part.row if self.apart and len(self.rows) > 1 else ""
        if not self.several:
            return row
        # Many texts to which no label belongs come from fields of a form, and are no options.
        counted = not self.stated and len(self.values) > _MOST_OPTIONS
        return str(turn) if counted else ":".join(filter(None, (row, part.value)))


def responses_table(
    records: Sequence[Mapping[str, Any]],
    asked: Sequence[Asked],
    *,
    multiple: Collection[str],
    source: str,
    dialect: Dialect,
) -> RawTable:
    """Make a table of responses.

    Args:
        records: Responses as the service gives them, every number as text.
        asked: Questions that get a column whether anybody answered them or not.
        multiple: Titles or ids of questions that are a multiple choice.
        source: Name of the source, for messages.
        dialect: What the reader says of the cells.
    """
    parts = [list(_parts(record.get(_ANSWERS))) for record in records]
    columns = {one.id: _Column(one.text, one.number) for one in asked}
    for given in parts:
        _learn(given, columns, multiple)
    rows, order = [], _Order(columns)
    for record, given in zip(records, parts, strict=True):
        row = dict(flat({key: value for key, value in record.items() if key != _ANSWERS}, frozenset()))
        turns: dict[str, int] = {}
        for part in given:
            turns[part.question] = turns.get(part.question, 0) + 1
            row |= order.cells(part, turns[part.question])
        rows.append(row)
    fixed = list(_FIXED)
    others = dict.fromkeys(key for row in rows for key in row if not isinstance(key, Header))
    return table(rows, source=source, dialect=dialect, keys=[*dict.fromkeys([*fixed, *others]), *order.sorted()])


def _parts(answers: Any) -> Iterator[_Part]:
    for answer in answers if isinstance(answers, list) else ():
        if not isinstance(answer, dict):
            continue
        inner = answer.get("QuestionAnswers")
        for one in inner if isinstance(inner, list) else [answer]:
            if isinstance(one, dict):
                yield _part(answer, one)


def _part(answer: Mapping[str, Any], one: Mapping[str, Any]) -> _Part:
    title = _text(answer, "QuestionTitle", "Question")
    others = {**answer, **one}
    return _Part(
        question=_text(answer, "QuestionId") or title,
        title=title,
        row=_text(one, "RowText") or ("" if one is not answer else _text(answer, "Label")),
        value=_text(one, "OptionAnswer", "Answer"),
        written=_text(one, "AttachedTextFieldValue", "AttahedTextFieldValue"),
        kind=_text(answer, "QuestionTypeName"),
        others={key: value for key, value in others.items() if key not in _STRUCTURE and isinstance(value, str)},
    )


def _text(holder: Mapping[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := holder.get(name), str) and value), "")


def _learn(given: Sequence[_Part], columns: dict[str, _Column], multiple: Collection[str]) -> None:
    """Learn from one response what questions are like."""
    places: set[tuple[str, str]] = set()
    questions: set[str] = set()
    for part in given:
        column = columns.setdefault(part.question, _Column(part.title, len(columns) + 10**6))
        column.rows.setdefault(part.row)
        column.values.setdefault(part.value)
        column.stated |= part.kind in _SEVERAL or part.question in multiple or part.title in multiple
        column.apart |= part.row not in ("", part.value)
        column.twice |= part.question in questions
        column.twice_in_row |= (part.question, part.row) in places
        places.add((part.question, part.row))
        questions.add(part.question)


class _Order:
    """Headers of the questions' columns, in the order of the questions."""

    def __init__(self, columns: Mapping[str, _Column]) -> None:
        self._columns = columns
        self._headers: dict[tuple[int, str], dict[str, Header]] = {
            (column.number, name): {} for name, column in columns.items()
        }

    def sorted(self) -> list[Header]:
        """Return the headers; a question without any answer has one."""
        listed: list[Header] = []
        for (_, name), headers in sorted(self._headers.items()):
            listed += headers.values() or [Header(self._columns[name].title, 0, code=name)]
        return listed

    def cells(self, part: _Part, turn: int) -> dict[Any, str]:
        """Return the cells that one answer fills."""
        column = self._columns[part.question]
        option = column.option(part, turn)
        beside = option or part.value
        made = {self._header(part, column, option): part.value} if part.value else {}
        if part.written:
            made[self._header(part, column, f"{beside} {_BESIDE}".strip())] = part.written
        for name, value in part.others.items():
            if value:
                made[self._header(part, column, f"{option} {name}".strip())] = value
        return made

    def _header(self, part: _Part, column: _Column, option: str) -> Header:
        known = self._headers[column.number, part.question]
        if option not in known:
            known[option] = Header(column.title, 0, option=option or None, code=part.question)
        return known[option]
