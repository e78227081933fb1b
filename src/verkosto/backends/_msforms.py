"""Microsoft Forms: the workbook of its answers.

No description of these files by Microsoft was found; what is said here was seen in files. The Finnish and Swedish
headings are those that were seen or told of, and may have others beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve, frozen

from verkosto.backends._forms import FORM_OPTIONS, dialect_of_form, dressed, form_tables
from verkosto.backends._look import first_chunk
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.errors import SourceError, VerkostoError
from verkosto.instruments import Role
from verkosto.responses import Header, RawTable, fold

__all__ = ["MsFormsBackend"]

_System = tuple[Role, tuple[str, ...]]
_SYSTEM: tuple[_System, ...] = (
    ("response_id", ("id", "tunnus", "tunniste")),
    ("ignore", ("start time", "aloitusaika", "alkamisaika", "starttid", "startade")),
    ("time", ("completion time", "valmistumisaika", "päättymisaika", "lopetusaika", "slutförandetid", "slutförd")),
    ("email", ("email", "sähköposti", "sähköpostiosoite", "e-post", "e-postadress")),
    ("identifier", ("name", "nimi", "namn")),
    ("ignore", ("last modified time", "viimeksi muokattu", "viimeisin muokkausaika", "senast ändrad",
                "tid för senaste ändring")),
)  # fmt: skip
"""Columns in the order in which they stand before the questions; the first three always do."""

_ALWAYS = 3
_ALL = 5


@frozen
class MsFormsBackend:
    """Reads the workbook of answers to a form of Microsoft Forms.

    The options that a respondent ticked, or put in order, stand in one cell, each with a `;` behind it, and what was
    written under "Other" stands among them without a name. The addresses and names of respondents are withheld.
    """

    name: ClassVar[str] = "msforms"
    summary: ClassVar[str] = "answers of Microsoft Forms (xlsx), English, Finnish or Swedish"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_ids=True, carries_times=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = FORM_OPTIONS

    def detect(self, source: Path) -> Evidence:
        """Look for the columns that stand before the questions: ID, Start time, Completion time, Email, Name."""
        try:
            chunk = first_chunk(source)
        except VerkostoError:
            return Evidence(Strength.NONE, ("no table with a header",))
        count = len(_roles(chunk.headers))
        if count < _ALWAYS:
            return Evidence(Strength.NONE, ("no columns of Microsoft Forms before the questions",))
        listed = ", ".join(header.title for header in chunk.headers[:count])
        return Evidence(Strength.CERTAIN if count >= _ALL else Strength.LIKELY, (f"the columns {listed}",))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the rows below the header.

        Raises:
            SourceError: What the reader of the workbook or csv raises, or the first columns are not those of
                Microsoft Forms.
            AmbiguousSourceError: Dates such as 3/4/2020 stand there, and nothing tells which number is the day.
            OptionError: An option has a value that it cannot have, or is not for this kind of file.
        """
        dialect = evolve(dialect_of_form(self.name, options), joined=";", written="instead")
        tables = form_tables(self.options, options, source)
        headers = tables[0].headers
        roles = _roles(headers)
        if len(roles) < _ALWAYS:
            msg = (
                f"{source.name}: the answers of Microsoft Forms begin with the columns ID, Start time, Completion time "
                "(in English, Finnish or Swedish), and this file does not. Read it with backend='excel'."
            )
            raise SourceError(msg)
        system = (evolve(header, role=role) for header, role in zip(headers, roles, strict=False))
        return dressed(tables, (*system, *headers[len(roles) :]), dialect, source)


def _roles(headers: Sequence[Header]) -> list[Role]:
    """Return the roles of the columns before the questions; a question headed Name does not stand among them."""
    roles: list[Role] = []
    left = list(_SYSTEM)
    for header in headers:
        title = fold(header.title)
        place = next((place for place, (_, names) in enumerate(left) if title in names), None)
        if place is None or (len(roles) < _ALWAYS and place > 0):
            break
        roles.append(left[place][0])
        del left[: place + 1]
    return roles
