"""A small coding for coders' workbooks, and what coders do to a workbook between out and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd

from verkosto.instruments import Column, Instrument, Option, SingleChoice, Text
from verkosto.responses import Responses
from verkosto.text import LocalText
from verkosto.themes import Codebook, Coding, Theme, answers_of

__all__ = ["ANSWERS", "BOOK", "coding_of", "edited", "hard_coding", "sheet_of", "write_coded"]

ANSWERS = (
    "Lisää yhteisiä tiloja ja laitteita",
    "=SUMMA(A1) tai rahaa hankkeisiin",
    "Vi behöver bättre nätverk 🤝",
    "ei kommentoitavaa",
    "- vapaaehtoisia\n- koulutusta",
    "Verkostoja, rahaa ja tiloja",
)
BOOK = Codebook(
    "toiveet",
    "Toiveet yhteistyöltä",
    (
        Theme(
            "tilat",
            LocalText(fi="Tilat", sv="Lokaler", en="Premises"),
            definition=LocalText(fi="Tilat ja laitteet", sv="Lokaler och utrustning"),
            use="Kun puhutaan tiloista",
            avoid="Kun puhutaan rahasta tiloihin",
            examples=("Yhteinen varasto",),
        ),
        Theme("raha", LocalText(fi="Rahoitus", sv="Finansiering", en="Funding"), definition="Raha ja avustukset"),
        Theme("avustus", LocalText(fi="Avustukset", sv="Bidrag"), parent="raha"),
        Theme("verkosto", LocalText(fi="Verkostot", sv="Nätverk", en="Networks")),
    ),
)
_TYPES = SingleChoice("tyyppi", "Järjestötyyppi", options=(Option("y", "Yhdistys"), Option("s", "Säätiö")))


def coding_of(
    texts: Sequence[str | None] = ANSWERS,
    *,
    book: Codebook = BOOK,
    proposed: Sequence[Sequence[int]] | None = None,
    coders: Sequence[str] = (),
    ids: Sequence[str] | None = None,
) -> Coding:
    """A coding of answers; what is proposed is given by rows of 1 and 0 for the answers that can be coded."""
    columns: dict[str, Any] = {
        "toive": list(texts),
        "tyyppi": ["y", "s"] * (len(texts) // 2) + ["y"] * (len(texts) % 2),
    }
    declared: tuple[Column, ...] = ()
    if ids is not None:
        columns["vastaus"] = list(ids)
        declared = (Column("vastaus", header="vastaus", role="response_id"),)
    kysely = Instrument("k", "K", questions=(Text("toive", "Mitä toivot?"), _TYPES), columns=declared)
    survey = Responses.from_frame(pd.DataFrame(columns), kysely)
    answers = answers_of(survey, "toive")
    proposals = None
    if proposed is not None:
        proposals = np.full((len(answers), len(book)), -1, dtype=np.int8)
        proposals[answers.answered] = np.array(proposed, dtype=np.int8).reshape(-1, len(book))
    empty = np.full((len(coders), len(answers), len(book)), -1, dtype=np.int8)
    return Coding(survey, answers, book, tuple(coders), empty, proposals)


def sheet_of(path: Path, name: str) -> tuple[Any, Any]:
    """Open a workbook as a coder would, and return it with one sheet."""
    book = openpyxl.load_workbook(path)
    return book, book[name]


def edited(path: Path, cells: dict[str, Any], *, sheet: str = "A", to: Path | None = None) -> Path:
    """Type into cells of a sheet and save the workbook."""
    book, page = sheet_of(path, sheet)
    for place, value in cells.items():
        page[place] = value
    target = to or path
    book.save(target)
    return target


def hard_coding() -> Coding:
    """A coding of answers that programs have trouble with."""
    texts = [
        *ANSWERS,
        "sarkain\tkeskellä",
        '<b>&"lainaus"',
        "_x0041_ koodi",
        "עברית",
        "pitkä " * 7000,
        "ohjaus\x01merkki",
    ]
    proposed = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1], *[[0, 0, 0, 0]] * 6]
    return coding_of(texts, proposed=proposed)


def write_coded(folder: Path) -> tuple[Path, Path]:
    """Write the workbook of `hard_coding` as it goes out, and as a coder left it, into a folder."""
    sent, coded = folder / "lahtenyt.xlsx", folder / "koodattu.xlsx"
    hard_coding().workbook(sent, coders=("A", "B"), show="tyyppi")
    book, page = sheet_of(sent, "A")
    for place, value in {"F3": "x", "G4": True, "B6": "ei teemaa", "J4": "huomautus", "L5": "sivussa"}.items():
        page[place] = value
    page["F5"].comment = openpyxl.comments.Comment("onko tämä tila?", "A")
    book["Ohje"]["C1"] = "kysymys"
    book.save(coded)
    return sent, coded
