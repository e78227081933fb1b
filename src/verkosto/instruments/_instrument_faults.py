"""What contradicts what in an instrument as a whole: ids, places, references between its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verkosto.errors import did_you_mean
from verkosto.instruments._columns import Column
from verkosto.instruments._fields import shown
from verkosto.instruments._questions import MultipleChoice, Question, SingleChoice
from verkosto.instruments._values import AreaQuestion

__all__ = ["instrument_faults", "repeated_ids"]


def repeated_ids(columns: Iterable[object], questions: Iterable[object]) -> Iterator[str]:
    """Tell which ids stand twice.

    Args:
        columns: The ids of the columns, in order.
        questions: The ids of the questions; what is no text is passed over, since another check tells it.
    """
    seen: dict[str, str] = {}
    for name, ids in (("columns", columns), ("questions", questions)):
        for place, key in enumerate(ids, start=1):
            here = f"{name}[{place}]"
            if isinstance(key, str) and key in seen:
                yield f"{seen[key]} and {here} share the id {key!r}. Rename one of them."
            elif isinstance(key, str):
                seen[key] = here


def instrument_faults(columns: Sequence[Column], questions: Sequence[Question], unit_id: str | None) -> Iterator[str]:
    """Tell every contradiction between the parts of an instrument; parts are counted from 1."""
    yield from repeated_ids((c.id for c in columns), (q.id for q in questions))
    yield from _repeated_positions(columns, questions)
    yield from _kindless(questions)
    yield from _response_ids(columns)
    yield from _unit_faults(columns, questions, unit_id)
    yield from _condition_faults(questions)


def _repeated_positions(columns: Sequence[Column], questions: Sequence[Question]) -> Iterator[str]:
    seen: dict[int, str] = {}
    parts: list[Column | Question] = [*columns, *questions]
    for part in parts:
        if part.position is None:
            continue
        wide = max(1, len(part.items)) if isinstance(part, Question) else 1
        taken = range(part.position, part.position + wide)
        if both := [number for number in taken if number in seen]:
            yield (
                f"{seen[both[0]]!r} and {part.id!r} both claim the position {both[0]}. "
                "State the number of each one's first column, or leave it out."
            )
        seen = dict.fromkeys(taken, part.id) | seen


def _kindless(questions: Sequence[Question]) -> Iterator[str]:
    for question in questions:
        if not question.kind:
            yield f"question {question.id!r} has no kind. Make it a SingleChoice, a Text or another kind."


def _response_ids(columns: Sequence[Column]) -> Iterator[str]:
    ids = [column.id for column in columns if column.role == "response_id"]
    if len(ids) > 1:
        yield (
            f"columns {', '.join(map(repr, ids))} all have the role 'response_id'. "
            "Keep it on the one that tells responses apart."
        )


def _unit_faults(columns: Sequence[Column], questions: Sequence[Question], unit_id: str | None) -> Iterator[str]:
    if unit_id is None:
        return
    parts: dict[str, Column | Question] = {column.id: column for column in columns}
    parts |= {question.id: question for question in questions}
    unit = parts.get(unit_id)
    if unit is None:
        near = did_you_mean(unit_id, parts)
        yield f"unit_id {unit_id!r} is no column or question.{near} Declare it in `columns`."
    elif unit.withheld:
        yield (
            f"unit_id {unit_id!r} is a {unit.privacy_kind}, whose values are kept nowhere. Give it the role 'unit_id', "
            "or a `pseudonym`."
        )
    elif isinstance(unit, Question) and unit.items:
        yield f"unit_id {unit_id!r} is a question of several columns. Name one of a single column."


def _condition_faults(questions: Sequence[Question]) -> Iterator[str]:
    every = [question.id for question in questions]
    earlier: dict[str, Question] = {}
    for question in questions:
        for other, codes in question.asked_if.items():
            where = f"question {question.id!r}: asked_if"
            if other in earlier and earlier[other].withheld:
                yield (
                    f"{where} names {other!r}, whose answers are kept nowhere ({earlier[other].privacy_kind}). "
                    "Leave the condition out, or declare another privacy."
                )
            elif other in earlier:
                yield from _code_faults(f"{where} of {other!r}", earlier[other], codes)
            elif other in every:
                yield f"{where} names {other!r}, which is asked later or is the question itself. Move it up."
            else:
                near = did_you_mean(other, earlier)
                yield f"{where} names {shown(other)}, which is no question.{near} Name an earlier question."
        earlier.setdefault(question.id, question)


def _code_faults(where: str, other: Question, codes: Iterable[str]) -> Iterator[str]:
    if isinstance(other, AreaQuestion):
        special = [option.code for option in other.special]
        for code in codes:
            if code in special:
                yield f"{where} names the special value {code!r}, which is no area. Name codes of areas."
        return
    if not isinstance(other, SingleChoice | MultipleChoice):
        yield (
            f"{where}: a {other.kind} question has no codes to choose by. "
            "Name a single choice, a multiple choice or an area."
        )
        return
    known = [option.code for option in other.options]
    for code in codes:
        if code not in known:
            yield (
                f"{where} names {code!r}, which is none of its codes.{did_you_mean(code, known)} "
                f"It has {', '.join(map(repr, known))}."
            )
