"""LimeSurvey's exports: csv, json, the .xls that is a modern workbook, and .sav.

A csv or json with short answers tells a question that was not shown from one left empty; the others do not. With
the codebook in hand (`for_instrument`, which `read` calls) headings of every form are joined to it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from attrs import evolve, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._json import keys
from verkosto.backends._limesurvey_cells import Form, form_of, settled
from verkosto.backends._limesurvey_codebook import draft_of
from verkosto.backends._limesurvey_csv import Grid, read_csv
from verkosto.backends._limesurvey_guess import survey_of_export
from verkosto.backends._limesurvey_headings import meanings
from verkosto.backends._limesurvey_json import read_json
from verkosto.backends._limesurvey_lss import survey_of_lss
from verkosto.backends._limesurvey_ranks import Headed, ranked
from verkosto.backends._limesurvey_sav import read_sav
from verkosto.backends._limesurvey_shown import shown_by_kind, shown_by_texts, without_nulls
from verkosto.backends._limesurvey_words import SYSTEM
from verkosto.backends._magic import Kind, identify, mistaken, open_binary
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.backends._spss_file import MAGIC
from verkosto.backends._tables import without_blank_rows
from verkosto.backends._text import sniff
from verkosto.backends._text_rows import Records
from verkosto.backends._workbook import read_sheet
from verkosto.errors import OptionError, SourceError, VerkostoError
from verkosto.instruments import Draft, Guess, Instrument
from verkosto.responses import Dialect, Header, RawTable, fold, slug

__all__ = ["LimeSurveyBackend", "table_of"]

_HEAD = 65_536
_ENOUGH = 3
_STRUCTURE = "<LimeSurveyDocType>Survey<"
_CODES = frozenset(code for code, _, _, _ in SYSTEM if code not in ("id", "token"))
_TITLES = frozenset(fold(title) for _, _, _, titles in SYSTEM for title in titles)
_IDLE = frozenset(fold(text) for code, role, _, titles in SYSTEM if role == "ignore" for text in (code, *titles))
_ONE_PART = re.compile(r"(?P<title>[^\[\]]*[^\[\] ]) ?\[(?P<option>[^\[\]]+)\]")


@frozen
class LimeSurveyBackend:
    """Reads the exports of LimeSurvey, with the codebook's help where there is one.

    Attributes:
        instrument: The codebook whose variables the headings are joined to, or None.
    """

    instrument: Instrument | None = None

    name: ClassVar[str] = "limesurvey"
    summary: ClassVar[str] = "LimeSurvey exports (csv, json, xls, sav), short or long answers, any headings"
    capabilities: ClassVar[Capabilities] = Capabilities(tells_not_shown=True, carries_ids=True, carries_times=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "answers": (None, "'short': codes; 'long': labels; None: found"),
        "blank_means": ("not_answered", "a multiple choice without a tick: 'not_answered' or 'not_selected'"),
        "converted_no": (
            None,
            "where yes and no were exported as 1 and 2: 'no' takes 2 as no, though it is no answer too",
        ),
        "encoding": (None, "of a csv; None is UTF-8"),
        "delimiter": (None, "of a csv; None is found"),
    }

    def for_instrument(self, instrument: Instrument) -> LimeSurveyBackend:
        """Return the backend that joins headings to this codebook; `read` calls it."""
        return evolve(self, instrument=instrument)

    def capabilities_of(self, source: Path) -> Capabilities:
        """Say what one file can tell: workbooks and .sav files do not keep null apart.

        Raises:
            SourceError: The file cannot be opened.
        """
        return evolve(self.capabilities, tells_not_shown=_kind(source) in (Kind.TEXT, Kind.JSON))

    def detect(self, source: Path) -> Evidence:
        """Look for the columns that LimeSurvey puts before the questions, by content."""
        try:
            kind = _kind(source)
            marks = _marks(source, kind)
        except VerkostoError as error:
            return Evidence(Strength.NONE, (str(error),))
        if kind is Kind.MARKUP and marks:
            return Evidence(Strength.CERTAIN, ("a survey's structure (.lss)",))
        if len(marks) < _ENOUGH:
            return Evidence(Strength.NONE, ("no columns of LimeSurvey's own",))
        return Evidence(Strength.CERTAIN, (f"the columns {', '.join(marks)}",))

    def codebook(
        self,
        source: str | os.PathLike[str],
        *,
        id: str | None = None,  # noqa: A002 - the instrument's own word
        title: str | None = None,
    ) -> Draft | None:
        """Make a codebook of a survey's structure (.lss), or guess one from an export with question codes.

        Its questions are named so that the exports of the survey bind by their codes. What a person should look at
        stands in the guesses. An export with headings in words gives None: its codebook is drafted like that of any
        table.

        Args:
            source: Path of a file.
            id: Id of the instrument; the survey's number where it is left out.
            title: Title of the survey; its own where it is left out.

        Raises:
            SourceError: The file cannot be opened, is damaged or declares entities, or makes no codebook.
        """
        path = Path(source)
        if _kind(path) is Kind.MARKUP:
            return draft_of(survey_of_lss(path), id=id, title=title)
        guessed = survey_of_export(_grid(path, {"encoding": None, "delimiter": None}), path.stem)
        if guessed is None:
            return None
        survey, reasons = guessed
        draft = draft_of(survey, id=id or slug(path.stem, (), words=6), title=title or path.stem)
        own = (Guess(column.id, "a column that LimeSurvey itself adds") for column in draft.columns)
        found = (Guess(question.id, reasons.get(question.id.partition("_")[0], "")) for question in draft)
        return evolve(draft, guesses=(*own, *(guess for guess in found if guess.reason), *draft.guesses))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Return the responses as one table.

        Ticks are 1 and their absence is nothing, whatever word of LimeSurvey's stood there; rankings come as the
        rank of each option. All else is as it stood.

        Raises:
            SourceError: The file cannot be opened, is damaged, or is no export.
            RaggedRowsError: Rows of unequal length, or a file that was cut off.
            AmbiguousSourceError: Yes and no were exported as 1 and 2.
            MissingExtraError: A .sav file, and pyreadstat is not installed.
            OptionError: An option has a value that it cannot have.
        """
        return iter([table_of(_grid(source, options), self.instrument, options, source.name)])


def _kind(source: Path) -> Kind | None:
    """Return the kind of a file; None is .sav."""
    with open_binary(source) as file:
        head = file.read(_HEAD)
    if head.startswith(MAGIC):
        return None
    return Kind.JSON if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else identify(source)


def _marks(source: Path, kind: Kind | None) -> list[str]:
    """Return the headings that LimeSurvey itself gives, of those of a file."""
    if kind is Kind.MARKUP:
        with open_binary(source) as file:
            return [_STRUCTURE] if _STRUCTURE.encode() in file.read(_HEAD) else []
    if kind is Kind.TEXT:
        records = Records(source, sniff(source))
        headings = records.header()
    elif kind is Kind.WORKBOOK:
        headings = [header.title for header in read_sheet(source, None, Dialect()).headers]
    else:
        with open_binary(source) as file:
            head = file.read(_HEAD)
        if kind is None:
            return [code for code in sorted(_CODES) if code.encode() in head]
        headings = keys(head.decode("utf-8-sig", errors="replace"))
    return [heading for heading in dict.fromkeys(headings) if heading in _CODES or fold(heading) in _TITLES]


def _grid(source: Path, options: Mapping[str, Any]) -> Grid:
    kind = _kind(source)
    if kind is Kind.TEXT:
        return read_csv(source, encoding=options["encoding"], delimiter=options["delimiter"])
    for name in ("encoding", "delimiter"):
        if options[name] is not None:
            msg = f"{source.name}: the option {name!r} is for csv files, and this file is none. Leave it out."
            raise OptionError(msg)
    if kind is Kind.JSON:
        return read_json(source)
    if kind is None:
        return read_sav(source)
    if kind is Kind.WORKBOOK:
        table = read_sheet(source, None, Dialect())
        headings = tuple(header.title for header in table.headers)
        return Grid(headings, table.columns, table.rows.tolist(), nulls=False, blank_rows=table.blank_rows)
    if kind is Kind.MARKUP and _marks(source, kind):
        msg = f"{source.name} is the structure of a survey, without answers. Make a codebook of it, and read an export."
        raise SourceError(msg)
    raise mistaken(source, kind, "export of LimeSurvey's answers")


def table_of(grid: Grid, instrument: Instrument | None, options: Mapping[str, Any], source: str) -> RawTable:
    """Make the table of an export's cells.

    Args:
        grid: The cells.
        instrument: The codebook, or None.
        options: Those of the backend.
        source: Name of the source, for messages.

    Raises:
        AmbiguousSourceError: Yes and no were exported as 1 and 2.
        OptionError: An option has a value that it cannot have.
    """
    name = LimeSurveyBackend.name
    stated: Form | None = checked(name, "answers", options["answers"], (None, "short", "long"))
    blank_means = checked(name, "blank_means", options["blank_means"], ("not_answered", "not_selected"))
    converted_no = checked(name, "converted_no", options["converted_no"], (None, "no"))
    found = {"not_shown": "told by null" if grid.nulls else "not told"}
    if instrument is None:
        columns = shown_by_texts(grid.columns) if grid.nulls else without_nulls(grid.columns)
        headed: Sequence[Headed] = list(zip(map(_header, grid.headings, _positions(grid)), columns, strict=True))
        form = stated
    else:
        meant = meanings(grid.headings, instrument)
        columns = shown_by_kind(grid.columns, meant) if grid.nulls else without_nulls(grid.columns)
        form = stated or form_of(columns, meant)
        columns = settled(columns, meant, form, converted_no=converted_no, source=source)
        headers = [
            Header(heading, position, role="ignore" if fold(heading) in _IDLE else None)
            if meaning is None
            else Header(heading, position, code=meaning.variable)
            for heading, position, meaning in zip(grid.headings, _positions(grid), meant, strict=True)
        ]
        headed = ranked(list(zip(headers, columns, strict=True)), meant)
        found["answers"] = form
    # Codes win over labels in short answers, and labels over codes in long ones.
    values: Literal["text", "any"] = "text" if form == "long" else "any"
    return _without_blank(
        RawTable(
            tuple(header for header, _ in headed),
            tuple(column for _, column in headed),
            np.asarray(grid.rows, dtype=np.int64),
            dialect=Dialect(values=values, ticks="any", blank_means=blank_means, written="alone"),
            blank_rows=grid.blank_rows,
            found=found,
        )
    )


def _positions(grid: Grid) -> range:
    return range(1, len(grid.headings) + 1)


def _header(heading: str, position: int) -> Header:
    """Take a heading of two parts apart, where no codebook says what it means."""
    match = _ONE_PART.fullmatch(heading)
    if match is None:
        return Header(heading, position, code=heading)
    return Header(match["title"], position, option=match["option"], code=heading)


def _without_blank(table: RawTable) -> RawTable:
    """Leave out rows without text, which LimeSurvey does not write but hands do."""
    filled = np.zeros(len(table), dtype=bool)
    for column in table.columns:
        filled |= column.codes >= 0
    if filled.all():
        return table
    masks = [column.not_shown for column in table.columns]
    kept = without_blank_rows(table)
    columns = [
        column if mask is None else evolve(column, not_shown=mask[np.isin(table.rows, kept.rows)])
        for column, mask in zip(kept.columns, masks, strict=True)
    ]
    return evolve(kept, columns=tuple(columns))
