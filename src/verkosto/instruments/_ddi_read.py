"""A DDI codebook as the parts of an instrument, with every guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from verkosto.dates import PartialDate, Period
from verkosto.errors import CodebookError, DateError
from verkosto.files import PathLike, path_of
from verkosto.instruments._ddi_questions import Drafter
from verkosto.instruments._ddi_words import OWN, SAMPLING, sampling_in_words
from verkosto.instruments._ddi_xml import Texts, parsed, texts_of
from verkosto.text import LocalText

__all__ = ["Found", "read_ddi"]

T = TypeVar("T")

_ADDRESS = re.compile(r"(https?:|urn:|doi:|hdl:|10\.\d)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=$|T| )")


@frozen
class Found:
    """What a codebook gave.

    Attributes:
        place: The file.
        parts: The attributes of the instrument.
        guesses: Id of a part, and what in the file led to it.
    """

    place: Path
    parts: Mapping[str, Any]
    guesses: tuple[tuple[str, str], ...]

    def made(self, cls: Callable[..., T], **more: Any) -> T:
        """Make an instrument of the parts.

        Raises:
            CodebookError: They contradict one another.
        """
        try:
            return cls(**self.parts, **more)
        except (CodebookError, DateError) as error:
            raise fault(self.place, error) from error


def fault(place: Path, error: Exception) -> CodebookError:
    """Return an error about a part as one about the file."""
    return CodebookError("\n".join(f"{place}: {line}" for line in str(error).splitlines()))


def read_ddi(path: PathLike, *, id: str | None = None, title: str | None = None) -> Found:  # noqa: A002
    """Read a codebook of DDI-Codebook, of any version.

    Args:
        path: The file.
        id: Id of the instrument; the study's own where it is left out.
        title: Title of the survey; the study's own where it is left out.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: It cannot be opened.
        CodebookError: It is no DDI codebook, is damaged, too large, declares entities, or contradicts itself.
        MissingExtraError: lxml is not installed.
    """
    place = path_of(path)
    book = parsed(place)
    texts = Texts(book)
    study = _Study(book, texts)
    name = id or study.id() or place.stem
    drafter = Drafter(book, texts)
    try:
        drafter.draft()
    except CodebookError as error:
        raise fault(place, error) from error
    parts = {
        "id": name,
        "title": title or study.title() or LocalText(name),
        "fieldwork": study.fieldwork(),
        "area_date": study.area_date(),
        "sampling": study.sampling(),
        "unit_id": drafter.single.get(study.unit_reference()),
        "columns": tuple(drafter.columns),
        "questions": tuple(drafter.questions),
    }
    return Found(place, parts, (*((name, note) for note in study.notes), *drafter.guesses))


class _Study:
    """Reads what a codebook says of the study."""

    def __init__(self, book: Any, texts: Texts) -> None:
        self.book = book
        self.texts = texts
        self.notes: list[str] = []

    def id(self) -> str | None:
        """Return the study's number: the first that is no address."""
        ids = [self.texts.of(element) for element in self.book.iterfind("stdyDscr/citation/titlStmt/IDNo")]
        ids = [name for name in ids if name.strip()]
        return next((name for name in ids if not _ADDRESS.match(name)), ids[0] if ids else None)

    def title(self) -> LocalText | None:
        """Return the study's title, with its parallel titles."""
        statement = self.book.find("stdyDscr/citation/titlStmt")
        if statement is None:
            return None
        words = self.texts.by_language([*statement.findall("titl"), *statement.findall("parTitl")])
        if words and "fi" not in words:
            self.notes.append("the title is not in Finnish; its first language stands in for it")
        return texts_of(words, self.texts.first)

    def fieldwork(self) -> Period | None:
        """Return when answers were collected: from the first start to the last end."""
        dates = self.book.findall("stdyDscr/stdyInfo/sumDscr/collDate")
        if not dates:
            return None
        starts = self._days(dates, "start", "single")
        ends = self._days(dates, "end", "single")
        if not starts and not ends:
            return Period() if self.texts.exact else None
        if len(set(starts)) > 1 or len(set(ends)) > 1:
            self.notes.append("answers were collected in several turns; fieldwork spans them all")
        try:
            return Period(min(starts, default=None), max(ends, default=None))
        except DateError as error:
            self.notes.append(f"fieldwork is left out: {error}")
            return None

    def _days(self, dates: list[Any], *events: str) -> list[PartialDate]:
        days = []
        for element in dates:
            if (element.get("event") or "single") in events:
                said = (element.get("date") or self.texts.of(element)).strip()
                day = _DAY.match(said)
                try:
                    days.append(PartialDate.of(day.group() if day else said))
                except DateError:
                    if said:
                        self.notes.append(f"the collection date {said!r} is not in ISO form and left out")
        return days

    def area_date(self) -> str | None:
        """Return the date on which areas are looked up, which only verkosto states."""
        for note in self.book.iterfind("stdyDscr/stdyInfo/notes"):
            if note.get("type") == OWN and note.get("subject") == "area_date":
                return self.texts.of(note)
        return None

    def unit_reference(self) -> str:
        """Return the XML id of the variable that names the unit of analysis, "" where none is named."""
        link = self.book.find("stdyDscr/stdyInfo/sumDscr/anlyUnit/Link")
        return "" if link is None else link.get("refs", "")

    def sampling(self) -> str:
        """Return who could answer, by the vocabulary's code or by words."""
        for procedure in self.book.iterfind("stdyDscr/method/dataColl/sampProc"):
            concepts = [self.texts.of(concept) for concept in procedure.iterfind("concept")]
            code = next((key for key, (code, _) in SAMPLING.items() if code in concepts), None)
            if code is not None:
                return code
            said = self.texts.of(procedure)
            if found := sampling_in_words(said):
                self.notes.append(f"sampling is {found!r} by the words {said[:60]!r}")
                return found
        return "unknown"
