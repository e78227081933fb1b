"""A survey guessed from an export with question codes as headings, for want of its structure.

The headings say which columns are one question, and the cells what kind it seems to be. Words of questions and
answers are not in such a file, so codes stand in for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from verkosto.backends._limesurvey_csv import Grid
from verkosto.backends._limesurvey_survey import Asked, Part, Survey
from verkosto.backends._limesurvey_words import FILE_COUNT, OTHER, OTHER_CODE, SYSTEM, TICKED, UNKNOWN, UNTICKED
from verkosto.responses import Answers, Header, RawColumn, is_mostly, seems_choice, slug

__all__ = ["survey_of_export"]

_HEADING = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9]*)(?:\[(?P<part>[^\[\]]+)\](?:\[(?P<scale>[12])\])?)?")
_CODE = re.compile(r"[A-Za-z0-9]{1,5}")
_COMMENT = "comment"
_STEPS = 10


@frozen(eq=False)
class _Columns:
    """The columns of one question, by part and scale; the question's own column has no part."""

    code: str
    columns: Mapping[tuple[str | None, str | None], RawColumn]

    @property
    def own(self) -> RawColumn | None:
        return self.columns.get((None, None))

    @property
    def parts(self) -> list[str]:
        """The parts, those left out that hold what was written beside another."""
        named = dict.fromkeys(part for part, _ in self.columns if part is not None)
        return [p for p in named if not (p.endswith(_COMMENT) and p.removesuffix(_COMMENT) in named) and p != "other"]

    def answers(self, scale: str | None = None) -> Answers:
        """Return the answers of all parts together."""
        kept = [column for (part, of), column in self.columns.items() if of == scale and part in (*self.parts, None)]
        return _answers(kept)


def _answers(columns: Sequence[RawColumn]) -> Answers:
    found = Answers.of(Header("", 1), columns)
    kept = [place for place, text in enumerate(found.texts) if text != UNKNOWN]
    return Answers(found.header, tuple(found.texts[place] for place in kept), found.counts[kept])


def survey_of_export(grid: Grid, number: str) -> tuple[Survey, dict[str, str]] | None:
    """Guess a survey from an export, and say by question what led to each guess; None where headings are no codes."""
    system = {code for code, *_ in SYSTEM}
    questions: dict[str, dict[tuple[str | None, str | None], RawColumn]] = {}
    for heading, column in zip(grid.headings, grid.columns, strict=True):
        match = _HEADING.fullmatch(heading)
        if match is None:
            return None
        if heading not in system:
            questions.setdefault(match["question"], {})[match["part"], match["scale"]] = column
    if "submitdate" not in grid.headings:
        return None
    made, reasons = [], {}
    for code, columns in questions.items():
        asked, reasons[code] = _asked(_Columns(code, columns))
        made.append(asked)
    settings = {setting: "Y" for code, _, setting, _ in SYSTEM if setting and code in grid.headings}
    return Survey(number, {}, ("fi",), tuple(made), settings), reasons


def _asked(question: _Columns) -> tuple[Asked, str]:
    code, texts = question.code, {"fi": question.code}
    if any(scale for _, scale in question.columns):
        scales = tuple(_parts(question.answers(scale).texts) for scale in ("1", "2"))
        return Asked(code, "1", texts, rows=_rows(question.parts), answers=scales), "two columns for each row"
    if (FILE_COUNT, None) in question.columns:
        return Asked(code, "|", texts), "a column that counts files"
    if question.own is not None:
        letter, reason = _single(question)
        answers = (_parts(question.answers().texts),) if letter in "LO" else ()
        return Asked(code, letter, texts, other=("other", None) in question.columns, answers=answers), reason
    letter, reason = _several(question)
    if letter in ":;":
        first, second = ([part.split("_", 1)[end] for part in question.parts] for end in (0, 1))
        return Asked(code, letter, texts, rows=_rows(first), columns=_rows(second)), reason
    other = ("other", None) in question.columns
    answers = (_parts(question.answers().texts),) if letter in "FR" else ()
    return Asked(code, letter, texts, rows=_rows(question.parts), other=other, answers=answers), reason


def _rows(codes: Sequence[str]) -> tuple[Part, ...]:
    return tuple(Part(code, {"fi": code}) for code in dict.fromkeys(codes))


def _parts(answers: Sequence[str]) -> tuple[Part, ...]:
    """Return answers, in order of their codes; labels get codes."""
    taken: dict[str, str] = {}
    for text in sorted(set(answers) - {OTHER_CODE, *OTHER.values()}):
        taken[text if _CODE.fullmatch(text) else slug(text, taken, words=2, fallback="o")] = text
    return tuple(Part(code, {"fi": text}) for code, text in taken.items()) or _rows(["1"])


def _single(question: _Columns) -> tuple[str, str]:
    """Return the type of a question that has a column of its own."""
    for part, letter in (("other", "L"), (_COMMENT, "O")):
        if (part, None) in question.columns:
            return letter, f"a column {part!r} beside it"
    answers = question.answers()
    texts = set(answers.texts)
    if not texts:
        return "T", "no answers in the file; taken for an open question"
    for letter, codes in (("Y", {"Y", "N"}), ("G", {"F", "M"})):
        if texts <= codes:
            return letter, f"the answers are {' or '.join(sorted(texts))}"
    if is_mostly(answers.dated()):
        return "D", "the answers are dates"
    zeros = any(text.startswith("0") and len(text) > 1 for text in texts)
    if is_mostly(answers.numeric()) and not zeros:
        return "N", "the answers are numbers; if they are codes, make it a single_choice"
    if zeros or seems_choice(answers):
        return "L", f"{len(texts)} distinct answers; check that no option is missing"
    return "T", f"{len(texts)} distinct answers; taken for an open question"


def _several(question: _Columns) -> tuple[str, str]:
    """Return the type of a question that has columns for its parts only."""
    answers = question.answers()
    texts, parts = set(answers.texts), question.parts
    if any((f"{part}{_COMMENT}", None) in question.columns for part in parts):
        return "P", "comments beside the parts, as ticks alone have them"
    if ("other", None) in question.columns or (texts <= TICKED | UNTICKED - {"2"} and texts):
        return "M", "the cells are ticks"
    if _is_ranking(question):
        return "R", "columns numbered from 1, in which no row has one answer twice"
    numeric = is_mostly(answers.numeric())
    if parts and all("_" in part for part in parts):
        return (":" if numeric else ";"), f"a table of {'numbers' if numeric else 'texts'}"
    small = numeric and all(text.isdecimal() and int(text) <= _STEPS for text in texts)
    if small or (not numeric and seems_choice(answers)):
        return "F", f"the rows share {len(texts)} answers; check that no option is missing"
    return ("K", "numbers of its own in each column") if numeric else ("Q", "texts of their own in each column")


def _is_ranking(question: _Columns) -> bool:
    parts = question.parts
    if len(parts) < 2 or parts != [str(place) for place in range(1, len(parts) + 1)]:
        return False
    cells = [question.columns[part, None].texts() for part in parts]
    rows = [[text for text in row if text] for row in zip(*cells, strict=True)]
    gaps = np.array([[text is None for text in column] for column in cells])
    once = all(len(set(row)) == len(row) for row in rows)
    return once and any(len(row) > 1 for row in rows) and not (gaps[:-1] & ~gaps[1:]).any()
