"""Google Forms: the csv of its answers, and the sheet that collects them, as csv or workbook.

No description of these files by Google was found; what is said here was seen in files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve, frozen

from verkosto.backends._forms import FORM_OPTIONS, dialect_of_form, dressed, form_tables, time_cells
from verkosto.backends._look import first_chunk
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.errors import SourceError, VerkostoError
from verkosto.instruments import Role
from verkosto.responses import Header, RawTable, fold

__all__ = ["GoogleFormsBackend"]

_TIMES = ("Timestamp", "Aikaleima", "Tidstämpel")
_SYSTEM: Mapping[str, Role] = {
    **dict.fromkeys(("email address", "sähköpostiosoite", "e-postadress"), "email"),
    **dict.fromkeys(("username", "käyttäjänimi", "användarnamn"), "identifier"),
    **dict.fromkeys(("score", "pisteet", "poäng"), "ignore"),
}


@frozen
class GoogleFormsBackend:
    """Reads the answers to a form of Google Forms, csv and xlsx.

    The options that a respondent ticked stand in one cell, joined by `, `, and what was written under "Other" stands
    among them without a name. Rows of a grid are headed `Question [Row]`.
    """

    name: ClassVar[str] = "googleforms"
    summary: ClassVar[str] = "answers of Google Forms (csv, xlsx), English, Finnish or Swedish"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_times=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = FORM_OPTIONS

    def detect(self, source: Path) -> Evidence:
        """Look for the time in the first column, under one of Google's own headings."""
        try:
            chunk = first_chunk(source)
        except VerkostoError:
            return Evidence(Strength.NONE, ("no table with a header",))
        heading = chunk.headers[0].title
        if heading not in _TIMES or not time_cells(chunk.columns[0]):
            return Evidence(Strength.NONE, ("the first column holds no times under Google's heading",))
        reasons = [f"times in the first column, headed {heading}"]
        if any(header.title.rstrip().endswith("]") and "[" in header.title for header in chunk.headers):
            reasons.append("headers Question [Row]")
        return Evidence(Strength.LIKELY, tuple(reasons))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the rows below the header.

        Blank rows, which deleted answers leave in the sheet, are left out and counted.

        Raises:
            SourceError: What the reader of the csv or workbook raises, or the first column is not Google's.
            AmbiguousSourceError: Dates such as 3/4/2020 stand there, and nothing tells which number is the day.
            OptionError: An option has a value that it cannot have, or is not for this kind of file.
        """
        dialect = evolve(dialect_of_form(self.name, options), separator="[", joined=", ", written="instead")
        tables = form_tables(self.options, options, source)
        first, *others = tables[0].headers
        if fold(first.title) not in map(fold, _TIMES):
            msg = (
                f"{source.name}: the first column of Google's answers is headed Timestamp, Aikaleima or Tidstämpel, "
                "and this one is not. Read it with backend='csv' or backend='excel'."
            )
            raise SourceError(msg)
        headers = (evolve(first, role="time"), *map(_with_role, others))
        return dressed(tables, headers, dialect, source)


def _with_role(header: Header) -> Header:
    return evolve(header, role=_SYSTEM.get(fold(header.title)))
