"""A small questionnaire, its exports in layouts A and B, and readers of them, for the tests of Webropol's files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import form_answers
from exports import Cell, export
from reading import made

from verkosto.backends import WebropolBackend
from verkosto.instruments import (
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Question,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import RawTable, Responses

__all__ = [
    "JASENIA",
    "KUUT",
    "KYSELY",
    "LAYOUT_A",
    "LAYOUT_B",
    "MALLI",
    "NBSP",
    "REPEATED_B",
    "SYYT",
    "one",
    "opened",
    "quietly",
]

NBSP = "\u00a0"
MALLI = SingleChoice("malli", "Tuki: malli?", options=(Option("k", "Kannatan"), Option("e", "En kannata")))
KUUT = MultipleChoice(
    "kuut", "Kuukaudet", options=(Option("kesa", "Kesäkuu"), Option("muu", "Muu, mikä?", free_text=True))
)
VAITTEET = Matrix(
    "vaitteet",
    "Mitä mieltä?",
    rows=(Option("r1", "Sujuu: hyvin"), Option("r2", "Tietoa on")),
    scale=Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä"))),
)
JASENIA = Number("jasenia", "Montako jäsentä?")
SYYT = (Text("syy1", "Miksi?"), Text("syy2", "Miksi?"))
KYSELY = made(MALLI, KUUT, VAITTEET, JASENIA, *SYYT, columns=(Column("aika", "Vastausaika", role="time"),))

LAYOUT_A: list[list[Cell]] = [
    ["Vastausaika", f"1.{NBSP}Tuki: malli?", "Kuukaudet:Kesäkuu", f"Kuukaudet:Muu,{NBSP}mikä?",
     "Mitä mieltä?:Sujuu: hyvin", "Mitä mieltä?:Tietoa on:", "Montako jäsentä?:", "Miksi?", "Miksi?",
     "Kuukaudet:Muu, mikä? Avoimet vastaukset"],
    ["5.2.2020 9.05", "Kannatan", "Kesäkuu", "", "Eri mieltä", "Samaa mieltä", 1500, "a", "b", ""],
    ["6.2.2020 23.59", "En kannata", "", "Muu, mikä?", "Samaa mieltä", "", "2,5", "", "c", "syyskuu"],
    ["7.2.2020 0.00", "", "", "", "", "", "", "d", "", ""],
]  # fmt: skip
LAYOUT_B: list[list[Cell]] = [
    ["Vastausaika", "1. Tuki: malli?", "2. Kuukaudet", "", "", "3. Mitä mieltä?", "", "4. Montako jäsentä?",
     "5. Miksi?", "6. Miksi?"],
    ["", "", "Kesäkuu", "Muu, mikä?", "Muu, mikä?", "Sujuu: hyvin", "Tietoa on", "", "", ""],
    ["5.2.2020 9.05", "Kannatan", "Kesäkuu", "", "", "Eri mieltä", "Samaa mieltä", 1500, "a", "b"],
    ["6.2.2020 23.59", "En kannata", "", "Muu, mikä?", "syyskuu", "Samaa mieltä", "", "2,5", "", "c"],
    ["7.2.2020 0.00", "", "", "", "", "", "", "", "d", ""],
]  # fmt: skip
REPEATED_B: list[list[Cell]] = [
    [t or LAYOUT_B[0][p - 1] or LAYOUT_B[0][p - 2] for p, t in enumerate(LAYOUT_B[0])],
    *LAYOUT_B[1:],
]


def quietly(path: Path, instrument: Instrument = KYSELY, **options: Any) -> Responses:
    """Read as Webropol's without the warning that there are issues."""
    return form_answers.quietly(path, options.pop("backend", "webropol"), instrument, **options)


def one(folder: Path, question: Question, rows: Sequence[Sequence[Cell]], **options: Any) -> Responses:
    """Read a csv of these rows with a codebook of one question."""
    return quietly(export(folder, rows), made(question), **options)


def opened(path: Path, **options: Any) -> list[RawTable]:
    """What the backend itself gives."""
    told = {name: default for name, (default, _) in WebropolBackend.options.items()} | options
    return list(WebropolBackend().open(path, told))
