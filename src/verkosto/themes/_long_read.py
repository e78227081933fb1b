"""A long table of codings comes in: each row is understood, or becomes an issue that keeps what stood there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, field, frozen

from verkosto.errors import CodingError, UnknownThemeError, did_you_mean
from verkosto.issues import Issue
from verkosto.responses import Dialect, Header, fold, open_frame, restore
from verkosto.themes._changes import Comment
from verkosto.themes._codebook import Codebook
from verkosto.themes._marking import check_name, marked
from verkosto.themes._marks import NO, YES
from verkosto.themes._workbook_marks import BLANK, NO_MARK, YES_MARK, mark_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.intp]

    from verkosto.themes._answers import Answers
    from verkosto.themes._coding import Coding

__all__ = ["truth_of", "with_frame"]

_NAMES = ("answer", "theme", "coder", "value", "comment")
_NEEDED = 2
_FIRST_ROW = 2
# What programs write of truth values, and people in tables, beside the marks of a coders' sheet.
_WRITTEN = {"t": YES_MARK, "on": YES_MARK, "j": YES_MARK, "f": NO_MARK}
_EMPTY, _UNKNOWN = -2, -1
_DECIMALS = re.compile(r"(-?\d+)[.,]0+")


@frozen(eq=False)
class _Column:
    """One column of the table.

    Attributes:
        title: Its name as it stood.
        position: Its place in the table, from 1.
        codes: For each row the place of its text in `values`, -1 where the cell is empty.
        values: The texts that occur.
    """

    title: str
    position: int | None
    codes: Codes
    values: Sequence[str]

    def read(self, mean: Callable[[str], int]) -> Codes:
        """Return what each cell means; an empty one is -2."""
        return np.array([*map(mean, self.values), _EMPTY], dtype=np.intp)[self.codes]

    def text(self, row: int) -> str | None:
        """Return what stands in a row."""
        code = int(self.codes[row])
        return None if code < 0 else self.values[code]


@frozen(eq=False)
class _Table:
    """What the rows of the table mean: places of answers, themes and coders, -1 for unknown and -2 for empty ones.

    Attributes:
        columns: The columns by what they hold.
        names: The coders.
        answer: The row of each answer in the coding.
        theme: The place of each theme in the codebook.
        who: The place of each coder in `names`.
        value: 1 for yes, 0 for no.
        bad: Rows with a cell that cannot be understood.
        faults: Those cells.
    """

    columns: dict[str, _Column]
    names: Sequence[str]
    answer: Codes
    theme: Codes
    who: Codes
    value: Codes
    bad: NDArray[np.bool_]
    faults: list[Issue] = field(factory=list)

    @property
    def states(self) -> NDArray[np.bool_]:
        """Rows that say something of an answer and a coder who are known."""
        return np.asarray((self.value != _EMPTY) & (self.answer >= 0) & (self.who >= 0))

    def fault(self, name: str, reason: str, rows: NDArray[np.bool_]) -> None:
        """Keep the cells of a column in some rows as issues."""
        column = self.columns[name]
        title = None if column.position is None else column.title
        self.bad[rows] = True
        for row in np.flatnonzero(rows).tolist():
            self.faults.append(Issue(row + _FIRST_ROW, title, None, column.text(row), reason, column.position))


def with_frame(coding: Coding, df: Any, *, coder: str | None, source: str) -> Coding:
    """Do what `Coding.with_frame` says."""
    table = _understood(coding, _columns(df, source), coder, source)
    _find_faults(coding, table)
    _find_contradictions(table, len(coding.answers), len(coding.codebook))
    key = table.who * len(coding.answers) + table.answer
    # One row that cannot be understood leaves the whole answer of its coder as it was.
    good = np.flatnonzero(table.states & ~np.isin(key, key[table.bad & (table.answer >= 0) & (table.who >= 0)]))
    comments = _comments(coding, table, source)
    for place in np.unique(table.who[good]).tolist():
        coding = _entered(coding, table, place, good[table.who[good] == place], source)
    issues = sorted(table.faults, key=lambda issue: (issue.row or 0, issue.position or 0))
    return evolve(coding, comments=(*coding.comments, *comments), issues=(*coding.issues, *issues))


def truth_of(text: str) -> int:
    """Return 1 for a cell that says yes, 0 for no, -1 for what says neither and -2 for nothing."""
    mark = _WRITTEN.get(fold(text), mark_of(text))
    return {YES_MARK: YES, NO_MARK: NO, BLANK: _EMPTY}.get(mark, _UNKNOWN)


def _columns(df: Any, source: str) -> dict[str, _Column]:
    """Take the columns of a frame by what they hold; one that is not there is empty."""
    import pandas as pd

    frame = open_frame(df, source)
    _check_titles(frame.titles, source)
    titles = {fold(title): place for place, title in enumerate(frame.titles, start=1)}
    present = [name for name in _NAMES if name in titles]
    headers = [Header(frame.titles[titles[name] - 1], titles[name]) for name in present]
    chunks = list(frame.tables(headers, Dialect()))
    found = {name: _Column(name, None, np.full(sum(map(len, chunks)), -1, dtype=np.intp), ()) for name in _NAMES}
    for place, (name, header) in enumerate(zip(present, headers, strict=True)):
        codes, values = pd.factorize(np.concatenate([chunk.columns[place].texts() for chunk in chunks]))
        found[name] = _Column(header.title, header.position, codes.astype(np.intp), list(values))
    return found


def _check_titles(titles: Sequence[str], source: str) -> None:
    known = [fold(title) for title in titles]
    for name in _NAMES:
        if known.count(name) > 1:
            raise CodingError(f"{source}: the table has two columns {name!r}. Leave one of them out, or rename it.")
    for name in _NAMES[:_NEEDED]:
        if name not in known:
            msg = f"{source}: the table has no column {name!r}.{did_you_mean(name, titles)}"
            raise CodingError(f"{msg} Name its columns answer, theme, and perhaps coder, value, comment.")


def _understood(coding: Coding, columns: dict[str, _Column], coder: str | None, source: str) -> _Table:
    if coder is not None:
        check_name(coder)
    elif columns["coder"].position is None:
        raise CodingError(f"{source}: nobody is named as the coder. Add a column 'coder', or say coder='A'.")
    written = [restore(text.strip()) for text in columns["coder"].values]
    names = list(dict.fromkeys([*filter(None, written), *([] if coder is None else [coder])]))
    places = {name: place for place, name in enumerate(names)} | {"": _EMPTY}
    who = columns["coder"].read(lambda text: places[restore(text.strip())])
    if coder is not None:
        who = np.where(who == _EMPTY, places[coder], who)
    answer = columns["answer"].read(_answer_finder(coding.answers))
    theme = columns["theme"].read(_theme_finder(coding.codebook))
    if columns["value"].position is not None:
        value = columns["value"].read(truth_of)
    else:
        value = np.where((answer == _EMPTY) & (theme == _EMPTY), _EMPTY, YES)
    return _Table(columns, names, answer, theme, who, value, np.zeros(len(answer), dtype=bool))


def _answer_finder(answers: Answers) -> Callable[[str], int]:
    def find(text: str) -> int:
        bare = text.strip()
        # A spreadsheet writes 12 as 12.0, and `to_csv` an apostrophe before what would run.
        plain = _DECIMALS.fullmatch(bare)
        readings = (text, bare, restore(bare), *([plain[1]] if plain else []))
        unknown = _UNKNOWN if bare else _EMPTY
        return next((answers.places[one] for one in readings if one in answers.places), unknown)

    return find


def _theme_finder(codebook: Codebook) -> Callable[[str], int]:
    places = {theme.id: place for place, theme in enumerate(codebook) if theme.codable}

    def find(text: str) -> int:
        if not text.strip():
            return _EMPTY
        try:
            return places.get(codebook.find(restore(text.strip())).id, _UNKNOWN)
        except UnknownThemeError:
            return _UNKNOWN

    return find


def _find_faults(coding: Coding, table: _Table) -> None:
    says, comments = table.value != _EMPTY, table.columns["comment"].codes >= 0
    known = np.append(coding.answers.answered, [True, True])[table.answer]
    table.fault("answer", "unknown_answer", (table.answer < 0) & (says | comments))
    table.fault("theme", "unknown_theme", (table.theme == _UNKNOWN) & says)
    table.fault("value", "not_yes_or_no", table.value == _UNKNOWN)
    table.fault("coder", "no_name", (table.who == _EMPTY) & says & (table.answer >= 0))
    table.fault("answer", "nothing_to_code", ~known & says)


def _find_contradictions(table: _Table, answers: int, themes: int) -> None:
    at = np.flatnonzero(table.states & (table.theme != _UNKNOWN) & (table.value != _UNKNOWN))
    key = table.who[at] * answers + table.answer[at]
    none = table.theme[at] == _EMPTY
    value = np.where(none, YES, table.value[at])
    cell = key * (themes + 1) + np.where(none, themes, table.theme[at])
    _, first, same = np.unique(cell, return_index=True, return_inverse=True)
    otherwise = value != value[first][same.reshape(-1)]
    # "None of the themes" cannot stand beside a theme.
    otherwise |= none & np.isin(key, key[~none & (value == YES)])
    rows = np.zeros(len(table.answer), dtype=bool)
    rows[at[otherwise]] = True
    table.fault("value" if table.columns["value"].position is not None else "theme", "conflicting_value", rows)


def _entered(coding: Coding, table: _Table, place: int, own: Codes, source: str) -> Coding:
    """Enter the rows of one coder."""
    rows, first, which = np.unique(table.answer[own], return_index=True, return_inverse=True)
    marks = np.full((len(rows), len(coding.codebook)), NO, dtype=np.int8)
    yes = (table.value[own] == YES) & (table.theme[own] >= 0)
    marks[which.reshape(-1)[yes], table.theme[own][yes]] = YES
    renamed = _renamed(coding.codebook, table.columns["theme"])
    told: dict[int, str] = {}
    for n in np.flatnonzero(np.isin(table.columns["theme"].codes[own], list(renamed))).tolist():
        said = renamed[int(table.columns["theme"].codes[own[n]])]
        told[which.reshape(-1)[n]] = "; ".join(filter(None, (told.get(which.reshape(-1)[n]), said)))
    places = [f"{source}, row {row + _FIRST_ROW}" for row in own[first].tolist()]
    places = [f"{where} ({told[n]})" if n in told else where for n, where in enumerate(places)]
    return marked(coding, table.names[place], rows, marks, places)


def _renamed(codebook: Codebook, column: _Column) -> dict[int, str]:
    """Return for each code of the column that is a former id of a theme what became of it."""
    found = {}
    for code, text in enumerate(column.values):
        for theme in codebook:
            if text.strip() and fold(text) in map(fold, theme.former):
                found[code] = f"{text.strip()!r} is now {theme.id!r}"
    return found


def _comments(coding: Coding, table: _Table, source: str) -> list[Comment]:
    """Return what coders wrote that the coding does not hold yet."""
    known = {(comment.answer, comment.coder, comment.text) for comment in coding.comments}
    found = []
    for row in np.flatnonzero(table.columns["comment"].codes >= 0).tolist():
        answer, who = int(table.answer[row]), int(table.who[row])
        text = restore(table.columns["comment"].text(row) or "")
        comment = Comment(
            coding.answers.ids[answer] if answer >= 0 else None,
            table.names[who] if who >= 0 else "",
            text,
            f"{source}, row {row + _FIRST_ROW}",
        )
        if text.strip() and (comment.answer, comment.coder, text) not in known:
            found.append(comment)
    return found
