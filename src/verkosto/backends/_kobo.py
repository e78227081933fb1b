"""KoboToolbox and ODK: responses as JSON, csv or workbook, and the XLSForm as their codebook."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._inner import TABLE_OPTIONS, table_reader, told
from verkosto.backends._kobo_cells import table_of_records
from verkosto.backends._kobo_headings import headers_of
from verkosto.backends._kobo_json import keys_of, looks_like_json, read_page
from verkosto.backends._kobo_words import marks
from verkosto.backends._look import first_cells
from verkosto.backends._magic import Kind, identify, mistaken
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.backends._tables import first_texts
from verkosto.backends._xlsform import form_of, is_form
from verkosto.backends._xlsform_draft import draft_of_form
from verkosto.errors import OptionError, SourceError, VerkostoError
from verkosto.instruments import Draft, Instrument
from verkosto.responses import Dialect, Header, RawTable

__all__ = ["KoboBackend", "dialect_of_kobo", "headed"]


@frozen
class KoboBackend:
    """Reads the responses of KoboToolbox and ODK, with the codebook's help where there is one.

    A multiple choice or a ranking stands in one cell, its names joined by spaces. What repeats within a response stays
    together as JSON text. Whatever tells who or where a respondent is (account, device, telephone, place) is withheld.

    A question without an answer has no key, whether it was not shown or left empty: nothing tells which.

    Attributes:
        instrument: The codebook whose variables the headings are joined to, or None.
    """

    instrument: Instrument | None = None

    name: ClassVar[str] = "kobo"
    summary: ClassVar[str] = "KoboToolbox and ODK: responses (json, csv, xlsx), and XLSForms as codebooks"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_ids=True, carries_times=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "values": ("any", "choice cells hold names or labels ('any'), or labels alone ('text')"),
        "blank_means": ("not_answered", "a multiple choice without a tick: 'not_answered' or 'not_selected'"),
        "pages": ("all", "a JSON page that says that others follow: 'all' refuses it, 'one' reads it alone"),
        **TABLE_OPTIONS,
    }

    def for_instrument(self, instrument: Instrument) -> KoboBackend:
        """Return the backend that joins headings to this codebook; `read` calls it."""
        return evolve(self, instrument=instrument)

    def detect(self, source: Path) -> Evidence:
        """Look for a form, or for the columns that the services put beside the questions, by content."""
        try:
            if looks_like_json(source):
                found = marks(keys_of(source))
            elif is_form(source):
                return Evidence(Strength.CERTAIN, ("an XLSForm",))
            else:
                found = _marks_of_table(source)
        except VerkostoError as error:
            return Evidence(Strength.NONE, (str(error),))
        if not found:
            return Evidence(Strength.NONE, ("no form, and no columns of KoboToolbox or ODK",))
        return Evidence(Strength.CERTAIN, (f"the columns {', '.join(found)}",))

    def codebook(
        self,
        source: str | os.PathLike[str],
        *,
        id: str | None = None,  # noqa: A002 - the instrument's own word
        title: str | None = None,
    ) -> Draft | None:
        """Make a codebook of an XLSForm (workbook, csv or Markdown); None where the file holds responses.

        Its questions are named so that responses bind by their paths. What a person should look at stands in the
        guesses.

        Args:
            source: Path of a file.
            id: Id of the instrument; the form's own where it is left out.
            title: Title of the survey; the form's own where it is left out.

        Raises:
            SourceError: The file cannot be opened or read.
            CodebookError: The form contradicts itself; the message names sheet and row.
            MissingExtraError: pyxform is not installed.
        """
        path = Path(source)
        if looks_like_json(path) or not is_form(path):
            return None
        return draft_of_form(form_of(path), id=id, title=title)

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Return the responses: JSON as one table, csv in chunks, a workbook's sheet as one table.

        Raises:
            SourceError: The file cannot be opened, is damaged or cut off, is one page of several, or is a form.
            EmptySourceError: There are no responses in it.
            AmbiguousSourceError: A workbook has several sheets and none is stated: what repeats has one of its own.
            RaggedRowsError: csv rows of unequal length, or a file that was cut off.
            EncodingError: It is no text in the encoding.
            OptionError: An option has a value that it cannot have, or is not for this kind of file.
        """
        dialect = dialect_of_kobo(options)
        whole = checked(self.name, "pages", options["pages"], ("all", "one")) == "all"
        if looks_like_json(source):
            for name, (default, _) in TABLE_OPTIONS.items():
                if options[name] != default:
                    msg = f"{source.name}: the option {name!r} is for csv files and workbooks. Leave it out."
                    raise OptionError(msg)
            return headed([_page(source, whole=whole)], self.instrument, dialect)
        kind = identify(source)
        if kind not in (Kind.TEXT, Kind.BINARY, Kind.WORKBOOK):
            raise mistaken(source, kind, "export of responses")
        if _holds_form(source):
            msg = f"{source.name} is a form, without answers. Make a codebook of it, and read an export of responses."
            raise SourceError(msg)
        inner = table_reader(source)
        chunks = inner.open(source, told(inner, self.options, options, source))
        return headed(chunks, self.instrument, dialect)


def _page(source: Path, *, whole: bool) -> RawTable:
    page = read_page(source)
    if page.missing and whole:
        msg = (
            f"{source.name} says of itself that it is one page: {page.missing}. Save all of them in one file, read "
            "over HTTP with KoboApi, or state pages='one' to read this page alone."
        )
        raise SourceError(msg)
    return evolve(table_of_records(page.records, source.name), found={"page": page.missing} if page.missing else {})


def _holds_form(source: Path) -> bool:
    try:
        return is_form(source)
    except SourceError:
        # Its reader tells what is wrong.
        return False


def _marks_of_table(source: Path) -> list[str]:
    """Return the marks of the sheet that has most of them; what repeats has sheets of its own."""
    return max((marks(first_texts(sheet)) for sheet in first_cells(source).values()), key=len, default=[])


def dialect_of_kobo(options: Mapping[str, Any]) -> Dialect:
    """Make the dialect that all sources of the family share.

    Raises:
        OptionError: An option has a value that it cannot have.
    """
    name = KoboBackend.name
    return Dialect(
        values=checked(name, "values", options["values"], ("any", "text")),
        blank_means=checked(name, "blank_means", options["blank_means"], ("not_answered", "not_selected")),
        joined=" ",
    )


def headed(tables: Iterable[RawTable], instrument: Instrument | None, dialect: Dialect) -> Iterator[RawTable]:
    """Yield tables with headers that say what the codebook and the services tell of their columns."""
    headers: tuple[Header, ...] | None = None
    for table in tables:
        if headers is None:
            titles = [header.title for header in table.headers]
            made = headers_of(titles, instrument, grouped=dialect.values == "text")
            pairs = zip(made, table.headers, strict=True)
            headers = tuple(evolve(new, position=old.position, role=new.role or old.role) for new, old in pairs)
        yield evolve(table, headers=headers, dialect=dialect)
