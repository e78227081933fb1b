"""Webropol's responses as a table: one column for each question, row or chosen option, in either shape of answers.

The service tells neither the kinds of questions nor their options (in one of the two shapes it tells the kind). So a
question of which somebody gave several answers is taken for a multiple choice, and each of its options gets a column;
where nobody did, only the caller can know.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import NoneType
from typing import Any

from attrs import define, field, frozen

from verkosto.backends._http_records import flat, table
from verkosto.errors import SourceError
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
    "RowText Answer OptionAnswer AttachedTextFieldValue AttahedTextFieldValue".split()
)

_PLAIN = (str, NoneType)
_NONE: frozenset[str] = frozenset()

_Place = tuple[tuple[str, ...], str, int]
"""Row and option, what stands beside them, and how often a response had something there."""


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

    def option(self, part: _Part, turn: int) -> tuple[str, ...]:
        """Return what heads the column of an answer beside the title: row and option, or one of them, or nothing."""
        row = (part.row,) if part.row and self.apart and len(self.rows) > 1 else ()
        if not self.several:
            return row
        # Many texts to which no label belongs come from fields of a form, and are no options.
        if not self.stated and len(self.values) > _MOST_OPTIONS:
            return (str(turn),)
        return (*row, part.value) if part.value else row


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

    Raises:
        SourceError: Something else stands in place of an answer.
    """
    parts = [list(_parts(record.get(_ANSWERS), source)) for record in records]
    columns = {one.id: _Column(one.text, one.number) for one in asked}
    for given in parts:
        _learn(given, columns, multiple)
    rows, order = [], _Order(columns)
    for record, given in zip(records, parts, strict=True):
        row = dict(flat({key: value for key, value in record.items() if key != _ANSWERS}, frozenset()))
        turns: dict[str, int] = {}
        for part in given:
            turns[part.question] = turns.get(part.question, 0) + 1
            order.fill(row, part, turns[part.question])
        rows.append(row)
    fixed = list(_FIXED)
    others = dict.fromkeys(key for row in rows for key in row if not isinstance(key, Header))
    return table(rows, source=source, dialect=dialect, keys=[*dict.fromkeys([*fixed, *others]), *order.sorted()])


def _parts(answers: Any, source: str) -> Iterator[_Part]:
    for answer in _objects(answers, source):
        if isinstance(inner := answer.get("QuestionAnswers"), list):
            for one in _objects(inner, source):
                yield _part(answer, one)
        else:
            yield _part(answer, answer)


def _objects(listed: Any, source: str) -> Sequence[Mapping[str, Any]]:
    if listed is None:
        return ()
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        msg = f"{source}: something else stands in place of an answer. Read the survey's export file instead."
        raise SourceError(msg)
    return listed


def _part(answer: Mapping[str, Any], one: Mapping[str, Any]) -> _Part:
    title = _text(answer, "QuestionTitle", "Question")
    whole = {**answer, **one, "QuestionAnswers": None} if one is not answer else answer
    others = {key: value for key, value in whole.items() if key not in _STRUCTURE or not isinstance(value, _PLAIN)}
    return _Part(
        question=_text(answer, "QuestionId") or title,
        title=title,
        row=_text(one, "RowText") or ("" if one is not answer else _text(answer, "Label")),
        value=_text(one, "OptionAnswer", "Answer"),
        written=_text(one, "AttachedTextFieldValue", "AttahedTextFieldValue"),
        kind=_text(answer, "QuestionTypeName"),
        others={"/".join(key) if isinstance(key, tuple) else key: text for key, text in flat(others, _NONE).items()},
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
        # It tells apart columns whose heads read the same; the table numbers them anew.
        self._numbers = itertools.count(1)
        self._headers: dict[tuple[int, str], dict[_Place, Header]] = {
            (column.number, name): {} for name, column in columns.items()
        }

    def sorted(self) -> list[Header]:
        """Return the headers; a question without any answer has one."""
        listed: list[Header] = []
        for (_, name), headers in sorted(self._headers.items()):
            listed += headers.values() or [Header(self._columns[name].title, 0, code=name)]
        return listed

    def fill(self, row: dict[Any, str], part: _Part, turn: int) -> None:
        """Put what stands in an answer into the cells of a response."""
        option = self._columns[part.question].option(part, turn)
        beside = option or tuple(filter(None, (part.value,)))
        self._put(row, part, (option, ""), part.value)
        self._put(row, part, (beside, _BESIDE), part.written)
        for name, text in part.others.items():
            self._put(row, part, (option, name), text)

    def _put(self, row: dict[Any, str], part: _Part, place: tuple[tuple[str, ...], str], text: str) -> None:
        # Whoever answers twice in one place with different words gets a further column: nothing is written over.
        turns = itertools.count(1) if text else ()
        for again in turns:
            if row.setdefault(self._header(part, (*place, again)), text) == text:
                return

    def _header(self, part: _Part, place: _Place) -> Header:
        column = self._columns[part.question]
        known = self._headers[column.number, part.question]
        if place not in known:
            option, name, again = place
            words = (":".join(option), name, str(again) if again > 1 else "")
            text = " ".join(filter(None, words)) or None
            known[place] = Header(column.title, next(self._numbers), option=text, code=part.question)
        return known[place]
