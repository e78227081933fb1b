"""Codings from a project of another program for qualitative analysis (`.qdpx`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import Factory, define, evolve

from verkosto.errors import CodingError, SourceError, UnknownThemeError
from verkosto.files import PathLike, path_of
from verkosto.issues import Issue
from verkosto.responses import Responses
from verkosto.themes._answers import Answers, answers_of
from verkosto.themes._changes import Comment
from verkosto.themes._codebook import Codebook, check_codebook
from verkosto.themes._coding import Coding
from verkosto.themes._marking import marked, with_coders
from verkosto.themes._marks import NO, YES
from verkosto.themes._qdc_codes import key_of
from verkosto.themes._qdc_read import book_parts
from verkosto.themes._qdc_xml import tree
from verkosto.themes._qdpx_archive import Archive
from verkosto.themes._qdpx_meet import Meeting, Part
from verkosto.themes._qdpx_places import spans_in
from verkosto.themes._qdpx_project import Passage, Project, Text, project_of

__all__ = ["load_qdpx"]


def load_qdpx(path: PathLike, responses: Responses, question: str, *, codebook: Codebook | None = None) -> Coding:
    """Read what people coded in another program: NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette and others.

    The project's texts may be one for each answer, one with many answers, or cases with the answers as variables. They
    are tied to the answers by what they say, and by their names where several answers say the same.

    Each user who coded anything becomes a coder. A theme is there when the user gave its code to any part of the
    answer; of an answer that a user coded at all, the other themes are not there. Answers without a code stay uncoded,
    since a project does not tell whether somebody looked at them.

    Args:
        path: The `.qdpx` file.
        responses: The responses that were coded.
        question: Id of the open question.
        codebook: The themes; the project's own where it is left out. A code is the theme of the same guid, else the
            one whose label, id or former id is the code's name.

    Returns:
        The coding. What could not be tied to an answer or a theme stands in `issues`, each with its raw value: the
        codes there are named as in the project, and `row` is the line of `project.qde`.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: It is no project, is damaged, or unfolds to more than a project can hold.
        CodingError: It holds codings and no text that is an answer to the question, or no codebook and none is given.
        UnknownVariableError: There is no such question.
        AnalysisError: The question holds no texts.
    """
    place = path_of(path)
    answers = answers_of(responses, question)
    if codebook is not None:
        check_codebook(codebook)
    with Archive(place) as archive:
        root = tree(archive.project(), f"{place}: project.qde", SourceError)
        if root.tag != "project":
            raise SourceError(
                f"{place}: project.qde begins with <{root.tag[:60]}>, not with <Project>. Export it again."
            )
        project = project_of(root, archive.text)
    names = _Names(place, project, codebook)
    coding = Coding(responses, answers, names.book)
    tied = _Tied(answers, names.ids, list(project.issues), names.names)
    tied.tie(project)
    if not tied.met and any(text.passages for text in project.texts):
        absent = sum(text.text is None for text in project.texts)
        told = f" {absent} of them are not in the file." if absent else ""
        raise CodingError(
            f"{place}: none of the {len(project.texts)} texts is an answer to {question!r}.{told} Name the question "
            "that was coded, and give the responses that the project was made of."
        )
    return tied.entered(with_coders(coding, project.coders), place)


class _Names:
    """The codebook of a coding, and the theme that each code of the project means."""

    def __init__(self, place: Path, project: Project, codebook: Codebook | None) -> None:
        if project.book is None and codebook is None:
            raise CodingError(f"{place}: the project has no codebook. Give the one that was used as codebook=….")
        self.names: dict[str, str] = {}
        own: Codebook | None = None
        found: Mapping[str, str] = {}
        if project.book is not None:
            parts, found = book_parts(project.book, project.sets, project.name or place.stem, project.notes)
            own = Codebook(**parts)
            self.names = {guid: own[theme].label.fi for guid, theme in found.items()}
            project.issues = [_in_words(issue, self.names) for issue in project.issues]
            project.issues += own.issues
        self.book: Codebook = own if codebook is None else codebook  # type: ignore[assignment]
        self.ids: dict[str, str] = {key_of(self.book.guid_of(theme.id)): theme.id for theme in self.book}
        for guid, theme in found.items():
            meant = None if own is None else self._meant(own, theme)
            if meant is not None:
                self.ids.setdefault(guid, meant)
        # A heading codes nothing, so that a coding with it is told like one with a theme that is not there.
        self.ids = {guid: theme for guid, theme in self.ids.items() if self.book[theme].codable}

    def _meant(self, own: Codebook, theme: str) -> str | None:
        """Return the theme that a code of another identity means: by its words, then by the id that verkosto wrote."""
        if own is self.book:
            return theme
        for name in (own[theme].label.fi, theme):
            try:
                return self.book.find(name).id
            except UnknownThemeError:
                continue
        return None


@define
class _Tied:
    """Codings on their way from passages of texts to answers.

    Attributes:
        answers: The answers.
        ids: Theme by the guid of a code.
        issues: What cannot be tied.
        names: Name of a code by its guid.
        marks: Places of themes by coder and row.
        lines: Where a coder's first coding of an answer stands.
        comments: Line of what was written beside codings, by coder, row and text.
        met: Whether any coding is of an answer.
    """

    answers: Answers
    ids: Mapping[str, str]
    issues: list[Issue]
    names: Mapping[str, str]
    marks: dict[tuple[str, int], set[str]] = Factory(dict)
    lines: dict[tuple[str, int], int] = Factory(dict)
    comments: dict[tuple[str, int, str], int] = Factory(dict)
    met: bool = False

    def tie(self, project: Project) -> None:
        """Tie the codings of all texts."""
        lines_first = "atlas" in project.origin.lower()
        meeting = Meeting(self.answers)
        spans = [_spans(text, lines_first=lines_first) for text in project.texts]
        for text, parts, places in zip(project.texts, meeting.parts(project.texts), spans, strict=True):
            for passage, span in zip(text.passages, places, strict=True):
                met = parts if span is None and _is_one(text, parts) else list(_parts_at(parts, passage, span))
                self._tie(passage, text, met or _said(meeting, text, span))

    def _tie(self, passage: Passage, text: Text, parts: Sequence[Part]) -> None:
        if passage.span is None and len(parts) > 1:
            # A code of a text with many answers says of which it is as little as none would.
            parts = [Part(None, 0, 0)]
        self.met |= bool(parts)
        if not parts:
            self._report(passage, "unknown_answer", text)
        for part in parts:
            if part.row is None:
                self._report(passage, "several_answers", text)
            elif not self.answers.answered[part.row]:
                self._report(passage, "no_place", text, part.row)
            else:
                self._mark(passage, part.row)

    def _mark(self, passage: Passage, row: int) -> None:
        marks = self.marks.setdefault((passage.coder, row), set())
        self.lines.setdefault((passage.coder, row), passage.line)
        if passage.memo:
            self.comments.setdefault((passage.coder, row, passage.memo), passage.line)
        if passage.code in self.ids:
            marks.add(self.ids[passage.code])
        else:
            where = f"answer {self.answers.ids[row]}, coder {passage.coder}"
            self._issue(passage, where, "unknown_theme")

    def _report(self, passage: Passage, reason: str, text: Text, row: int | None = None) -> None:
        where = f"text at line {text.line}" if row is None else f"answer {self.answers.ids[row]}"
        self._issue(passage, f"{where}, coder {passage.coder}", reason)

    def _issue(self, passage: Passage, where: str, reason: str) -> None:
        value = self.names.get(passage.code, passage.code)
        if passage.memo:
            value = f"{value}: {passage.memo}"
        self.issues.append(Issue(passage.line, where, self.answers.question, value, reason))

    def entered(self, coding: Coding, place: Path) -> Coding:
        """Return the coding with what was tied."""
        places = {theme: column for column, theme in enumerate(coding.codebook.ids)}
        for coder in coding.coders:
            # Codes that are no themes do not say that an answer bears no theme.
            rows = np.array(sorted(row for (who, row), found in self.marks.items() if who == coder and found), np.intp)
            marks = np.full((len(rows), len(places)), NO, dtype=np.int8)
            for n, row in enumerate(rows.tolist()):
                marks[n, [places[theme] for theme in self.marks[coder, row]]] = YES
            where = [_place(place, self.lines[coder, row]) for row in rows.tolist()]
            coding = marked(coding, coder, rows, marks, where)
        comments = [
            Comment(self.answers.ids[row], coder, text, _place(place, line))
            for (coder, row, text), line in self.comments.items()
        ]
        return evolve(coding, comments=tuple(comments), issues=tuple(self.issues))


def _in_words(issue: Issue, names: Mapping[str, str]) -> Issue:
    return evolve(issue, value=names.get(key_of(issue.value or ""), issue.value))


def _place(place: Path, line: int) -> str:
    return f"{place.name}, line {line} of project.qde"


def _spans(text: Text, *, lines_first: bool) -> list[tuple[int, int] | None]:
    """Return where the passages of a text stand in it; those of its cases are put there too."""
    if text.text is None:
        return [None for _ in text.passages]
    spans = [(passage.span or (0, 0), passage.name) for passage in text.passages]
    placed = spans_in(text.text, [*spans, *((span, "") for span, _ in text.cases)], lines_first=lines_first)
    cases = zip(placed[len(spans) :], text.cases, strict=True)
    text.cases = [(span, names) for span, (_, names) in cases if span is not None]
    return placed[: len(spans)]


def _is_one(text: Text, parts: Sequence[Part]) -> bool:
    """Tell whether a text is one answer as a whole, so that it does not matter where in it a passage stands."""
    return len(parts) == 1 and (parts[0].start, parts[0].end) == (0, len(text.text or ""))


def _parts_at(parts: Sequence[Part], passage: Passage, span: tuple[int, int] | None) -> Iterator[Part]:
    """Yield the parts of a text that a passage touches."""
    if passage.span is None:
        yield from parts
    elif span is not None:
        start, end = span[0], max(span[1], span[0] + 1)
        place = bisect_left(parts, end, key=lambda part: part.start)
        while place and parts[place - 1].end > start:
            place -= 1
            yield parts[place]


def _said(meeting: Meeting, text: Text, span: tuple[int, int] | None) -> list[Part]:
    """Return the answer that a passage holds as a whole, for texts in which answers stand on no lines of their own."""
    if text.text is None or span is None or span[0] == span[1]:
        return []
    rows = meeting.rows_of(text.text[slice(*span)])
    return [Part(rows[0] if len(rows) == 1 else None, *span)] if rows else []
