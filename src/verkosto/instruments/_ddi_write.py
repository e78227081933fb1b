"""An instrument as DDI-Codebook 2.5: the study, and what was asked in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from verkosto.dates import DateLike, PartialDate, Period
from verkosto.errors import CodebookError
from verkosto.files import path_of, write
from verkosto.instruments._ddi_variables import Variables
from verkosto.instruments._ddi_words import OWN, SAMPLING
from verkosto.instruments._ddi_xml import FORBIDDEN, add, document, serialised
from verkosto.instruments._fields import shown
from verkosto.instruments._files import all_texts, to_dict
from verkosto.text import LocalText

if TYPE_CHECKING:
    from verkosto.instruments._instrument import Instrument

__all__ = ["ddi_bytes", "save_ddi"]

_VOCABULARY = {"vocab": "DDI SamplingProcedure", "vocabURI": "urn:ddi:int.ddi.cv:SamplingProcedure"}


def save_ddi(instrument: Instrument, path: str | os.PathLike[str], *, produced: DateLike | None = None) -> None:
    """Write a codebook of DDI-Codebook 2.5.

    Raises:
        CodebookError: A text holds a character that XML cannot hold.
        DateError: `produced` is no date.
        SourceError: The file cannot be written.
        MissingExtraError: lxml is not installed.
    """
    write(path_of(path), ddi_bytes(instrument, produced=produced), "codebook")


def ddi_bytes(instrument: Instrument, *, produced: DateLike | None = None) -> bytes:
    """Return the bytes of a codebook; `save_ddi` tells of the errors."""
    _refuse_forbidden(instrument)
    book = document()
    _document_description(book, instrument, None if produced is None else PartialDate.of(produced))
    study = add(book, "stdyDscr")
    _citation(study, instrument)
    variables = Variables(instrument)
    _study(study, instrument, variables)
    if instrument.columns or instrument.questions:
        variables.write(add(book, "dataDscr"))
    return serialised(book)


def _refuse_forbidden(instrument: Instrument) -> None:
    for place, text in all_texts(to_dict(instrument), ""):
        if found := FORBIDDEN.search(text):
            code = f"U+{ord(found.group()):04X}"
            msg = (
                f"instrument {shown(instrument.id)}: {place}: character {found.start() + 1} ({code}) is one that XML "
                "cannot hold. Take it out of the text."
            )
            raise CodebookError(msg)


def _titles(parent: Any, title: LocalText) -> Any:
    statement = add(parent, "titlStmt")
    add(statement, "titl", title.fi, "fi")
    for lang, text in (("sv", title.sv), ("en", title.en)):
        if text is not None:
            add(statement, "parTitl", text, lang)
    return statement


def _document_description(book: Any, instrument: Instrument, produced: PartialDate | None) -> None:
    citation = add(add(book, "docDscr"), "citation")
    _titles(citation, instrument.title)
    statement = add(citation, "prodStmt")
    if produced is not None:
        add(statement, "prodDate", str(produced), date=str(produced))
    add(statement, "software", OWN)


def _citation(study: Any, instrument: Instrument) -> None:
    add(_titles(add(study, "citation"), instrument.title), "IDNo", instrument.id)


def _study(study: Any, instrument: Instrument, variables: Variables) -> None:
    about = add(study, "stdyInfo")
    summary = add(about, "sumDscr")
    if instrument.fieldwork is not None:
        _collected(summary, instrument.fieldwork)
    if instrument.unit_id is not None:
        add(add(summary, "anlyUnit"), "Link", instrument.unit_id, refs=variables.reference(instrument.unit_id))
    if instrument.area_date is not None:
        add(about, "notes", str(instrument.area_date), type=OWN, subject="area_date")
    if instrument.sampling in SAMPLING:
        code, terms = SAMPLING[instrument.sampling]
        procedure = add(add(add(study, "method"), "dataColl"), "sampProc")
        add(procedure, "concept", code, **_VOCABULARY)
        for lang, term in terms.items():
            add(procedure, "txt", term, lang)


def _collected(summary: Any, fieldwork: Period) -> None:
    if fieldwork.start == fieldwork.end:
        ends = [("single", fieldwork.start)]
    else:
        ends = [("start", fieldwork.start), ("end", fieldwork.end)]
    for event, date in ends:
        if date is not None or event == "single":
            said = None if date is None else str(date)
            add(summary, "collDate", said, event=event, date=said)
