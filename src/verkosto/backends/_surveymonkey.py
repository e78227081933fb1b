"""SurveyMonkey: csv or workbook with two header rows, the question above and the option or row below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve, frozen

from verkosto.backends._forms import FORM_OPTIONS, dialect_of_form, dressed, form_tables
from verkosto.backends._look import first_chunk
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.backends._tables import first_texts, without_first
from verkosto.errors import SourceError, VerkostoError
from verkosto.instruments import Role
from verkosto.responses import Header, RawTable, fold

__all__ = ["SurveyMonkeyBackend"]

_SYSTEM: Mapping[str, Role] = {
    "respondent id": "response_id",
    "collector id": "ignore",
    **dict.fromkeys(("start date", "date created"), "ignore"),
    **dict.fromkeys(("end date", "date modified"), "time"),
    **dict.fromkeys(("ip address", "first name", "last name"), "identifier"),
    "email address": "email",
    "custom data 1": "identifier",
}
_ANSWERS = frozenset({"response", "open-ended response", "vastaus", "avoin vastaus", "svar", "öppet svar"})
_ALWAYS = ("respondent id", "collector id")


@frozen
class SurveyMonkeyBackend:
    """Reads all answers to a survey of SurveyMonkey, one row for each respondent.

    The title of a question stands over its first column alone. Below it stand the option or the row of a matrix, or
    `Response` where there is but one column. A tick is any text but `Not selected`.
    """

    name: ClassVar[str] = "surveymonkey"
    summary: ClassVar[str] = "answers of SurveyMonkey (csv, xlsx), two header rows"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_ids=True, carries_times=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = FORM_OPTIONS

    def detect(self, source: Path) -> Evidence:
        """Look for the columns Respondent ID and Collector ID, with nothing below them in the second row."""
        try:
            chunk = first_chunk(source)
        except VerkostoError:
            return Evidence(Strength.NONE, ("no table with a header",))
        if not _has_head(chunk):
            return Evidence(Strength.NONE, ("no head of Respondent ID and Collector ID over two rows",))
        return Evidence(Strength.CERTAIN, ("Respondent ID and Collector ID, and a second row of options",))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the rows below the headers.

        Raises:
            SourceError: What the reader of the csv or workbook raises, or the first rows are not SurveyMonkey's.
            AmbiguousSourceError: Dates such as 3/4/2020 stand there, and nothing tells which number is the day.
            OptionError: An option has a value that it cannot have, or is not for this kind of file.
        """
        dialect = evolve(dialect_of_form(self.name, options), ticks="any", written="alone")
        first, *others = form_tables(self.options, options, source)
        if not _has_head(first):
            msg = (
                f"{source.name}: no columns Respondent ID and Collector ID stand there with a second row of options "
                "below. Export all responses again, or read the file with backend='csv'."
            )
            raise SourceError(msg)
        headers = tuple(_headers(first.headers, first_texts(first)))
        return dressed([without_first(first), *others], headers, dialect, source)


def _plain(title: str) -> str:
    return fold(title).replace("_", " ")


def _has_head(chunk: RawTable) -> bool:
    titles = tuple(_plain(header.title) for header in chunk.headers[:2])
    texts = first_texts(chunk)
    return titles == _ALWAYS and len(chunk) > 0 and not any(map(str.strip, texts[:2]))


def _headers(titles: Sequence[Header], below: Sequence[str]) -> Iterator[Header]:
    title = ""
    for header, text in zip(titles, below, strict=True):
        option = text.strip() and text
        if header.title.strip() or not option:
            title = header.title
        if not option:
            yield evolve(header, role=_SYSTEM.get(_plain(title)))
        elif fold(text) in _ANSWERS:
            yield Header(title, header.position)
        else:
            yield Header(title, header.position, option=option)
