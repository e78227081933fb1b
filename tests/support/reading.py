"""Answers from rows of text, without a file: what a reader would hand over, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from verkosto.instruments import Instrument, Question
from verkosto.responses import Dialect, Header, Key, Provenance, RawTable, Responses, assemble

__all__ = ["assembled", "cell_issues", "findings", "headers", "made", "reading"]

Title = str | tuple[str, str] | Header


def headers(titles: Iterable[Title]) -> tuple[Header, ...]:
    """Headers in the order given; a pair is a title and an option that stand apart."""
    made = []
    for place, title in enumerate(titles, start=1):
        if isinstance(title, Header):
            made.append(title)
        elif isinstance(title, tuple):
            made.append(Header(title[0], place, option=title[1] or None))
        else:
            made.append(Header(title, place))
    return tuple(made)


def assembled(
    instrument: Instrument,
    titles: Iterable[Title],
    rows: Sequence[Sequence[str]],
    *,
    cuts: Sequence[int] = (),
    keep: Sequence[str] = (),
    dialect: Dialect | None = None,
    pseudonyms: Key = None,
) -> Responses:
    """Assemble rows of text, cut into chunks before each of the places in `cuts`."""
    heads = headers(titles)
    form = Dialect() if dialect is None else dialect
    ends = [*sorted(cuts), len(rows)]
    starts = [0, *ends[:-1]]
    chunks = [
        RawTable.from_rows(heads, rows[start:end], first_row=2 + start, dialect=form)
        for start, end in zip(starts, ends, strict=True)
    ]
    return assemble(chunks, instrument, provenance=Provenance("testi.csv", "csv"), keep=keep, pseudonyms=pseudonyms)


def made(*questions: Question, **parts: Any) -> Instrument:
    """An instrument of some questions."""
    return Instrument("testi", "Testi", questions=questions, **parts)


def reading(question: Question, titles: Iterable[Title], *rows: str | Sequence[str], **dialect: Any) -> Responses:
    """Read one question; a row of a single column may be its cell."""
    listed = [[row] if isinstance(row, str) else row for row in rows]
    return assembled(made(question), titles, listed, dialect=Dialect(**dialect))


def cell_issues(responses: Responses) -> list[tuple[int | None, str | None, str]]:
    """Row, value and reason of each issue about a cell."""
    return [(i.row, i.value, i.reason) for i in responses.issues if i.value is not None]


def findings(responses: Responses) -> list[tuple[str | None, str]]:
    """Header or variable, and reason, of each issue about a whole column."""
    return [(i.column or i.variable, i.reason) for i in responses.issues if i.row is None]
