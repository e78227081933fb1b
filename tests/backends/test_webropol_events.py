"""Webropol's export of an event's registrations: what stands above the header, and a header over two rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from exports import WRITERS, Cell, export
from form_answers import codes, told
from reading import findings, made
from webropol import opened, quietly

from verkosto.backends import Strength, WebropolBackend
from verkosto.errors import (
    AmbiguousSourceError,
    BindingError,
    EmptySourceError,
    OptionError,
    RaggedRowsError,
    SourceError,
)
from verkosto.instruments import Column, MultipleChoice, Option, Text

PERSON = "Kerttu Esimerkki"
ILMO = made(
    MultipleChoice("osa", "Osallistun", options=(Option("aamu", "Aamu"), Option("ilta", "Ilta"))),
    Text("ruoka", "Ruokavalio"),
    columns=(Column("jarjesto", "Järjestö", role="unit_id"),),
)
ABOUT: list[list[Cell]] = [
    ["", "Tapahtuman nimi", "Järjestöpäivä 2020"],
    ["", "Paikka"],
    [],
    ["", "Yhteyshenkilö", PERSON],
    ["", "Kevään tapahtuma"],
]
TABLE: list[list[Cell]] = [
    ["", "Järjestö", "", "Osallistun", ""],
    ["Nro", "", "Ruokavalio", "Aamu", "Ilta"],
    [1, "Hyte ry", "kasvis", "Aamu", ""],
    [2, "Toimi ry", "", "", "x"],
    [3, "Apu ry", "", "", ""],
]
# Its first header row has to have three cells to be known for one.
EVENT = [*ABOUT, ["Nro", *TABLE[0][1:]], ["", *TABLE[1][1:]], *TABLE[2:]]


def padded(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    return [[*row, *[""] * (5 - len(row))] for row in rows]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("rows", [EVENT, padded(EVENT)], ids=["short", "padded"])
@pytest.mark.parametrize(
    "options", [{}, {"layout": "events"}, {"layout": "Events", "header_row": 6}, {"backend": None}]
)
def test_registrations_are_read(tmp_path: Path, rows: list[list[Cell]], options: dict[str, Any], writer: str) -> None:
    responses = quietly(export(tmp_path, rows, writer), ILMO, **options)
    assert responses.frame["jarjesto"].tolist() == ["Hyte ry", "Toimi ry", "Apu ry"]
    assert codes(responses, "osa[aamu]") == [True, False, "!not_answered"]
    assert codes(responses, "osa[ilta]") == [False, True, "!not_answered"]
    assert codes(responses, "ruoka") == ["kasvis", "!not_answered", "!not_answered"]
    assert findings(responses) == [("Nro", "unbound_column")]
    assert responses.unbound["Nro"].tolist() == ["1", "2", "3"]
    cells = told(responses).cells
    assert (cells.read, cells.decoded, cells.unbound) == (9, 6, 3)
    assert [table.rows.tolist() for table in opened(export(tmp_path, rows, writer))] == [[8, 9, 10]]


def test_provenance_tells_the_labels_of_the_event_and_no_person(tmp_path: Path) -> None:
    path = export(tmp_path, EVENT)
    told_by = told(quietly(path, ILMO))
    assert told_by.options["found_layout"] == "events; rows about an event above the header"
    assert told_by.options["found_header"] == (
        "rows 6 and 7: the first row of three cells or more, below rows of a label and a value"
    )
    # A label without a value, or a value without a label: nobody knows which, so it is counted.
    assert told_by.options["found_event"] == "Tapahtuman nimi, Yhteyshenkilö; 4 other cells above the header"
    assert PERSON not in repr(told_by)
    asked = told(quietly(path, ILMO, layout="events", event="values")).options
    assert asked["found_event"] == (
        f"Tapahtuman nimi: Järjestöpäivä 2020; Paikka; Yhteyshenkilö: {PERSON}; Kevään tapahtuma"
    )
    assert "found_layout" not in asked


def test_a_stated_header_may_have_anything_above_it_or_nothing(tmp_path: Path) -> None:
    above: list[list[Cell]] = [["Lista", "a", "b", "c", "d"], ["", "", "", PERSON, ""]]
    path = export(tmp_path, [*above, *TABLE])
    responses = quietly(path, ILMO, layout="events", header_row=3)
    assert told(responses).options["found_event"] == "no labels; 6 other cells above the header"
    assert len(responses) == 3
    plain = quietly(export(tmp_path, TABLE), ILMO, layout="events", header_row=1)
    assert len(plain) == 3
    assert not [name for name in told(plain).options if name.startswith("found")]


@pytest.mark.parametrize(
    "rows",
    [
        TABLE[1:],
        padded(ABOUT),
        [*ABOUT, ["", "Järjestö", ""], ["Nro", "", "Ruokavalio"]],
        [*ABOUT, ["Nro", "Järjestö", ""], ["", "", "Ruokavalio"]],
        [["", "a", "b"], ["", "", ""]],
        [["", "Paikka", "Talo"], ["", "Aika", "aamu", "ilta"], [], *TABLE],
    ],
    ids=["nothing above", "no header", "two titles", "first of two titles", "one row", "nothing below"],
)
@pytest.mark.parametrize("writer", WRITERS)
def test_no_header_is_guessed(tmp_path: Path, rows: Sequence[Sequence[Cell]], writer: str) -> None:
    with pytest.raises(AmbiguousSourceError, match=r"vienti\..*: no row is clearly the header.* as header_row\.$"):
        quietly(export(tmp_path, rows, writer), ILMO, layout="events")


@pytest.mark.parametrize("header_row", [None, 8])
def test_no_answer_gets_into_a_header(tmp_path: Path, header_row: int | None) -> None:
    """A header of one row, or one stated too far down, would make a respondent's cells titles."""
    rows: list[list[Cell]] = [*padded(ABOUT), ["Nro", "Järjestö", "Ruokavalio", "Aamu", "Ilta"], *TABLE[2:], *TABLE[2:]]
    with pytest.raises(SourceError, match="second row of the header, and looks like answers") as caught:
        quietly(export(tmp_path, rows), ILMO, layout="events", header_row=header_row)
    assert f"row {9 if header_row else 7} would be" in str(caught.value)
    assert " ry" not in str(caught.value)
    with pytest.raises(BindingError, match="none of the 2 questions"):
        quietly(export(tmp_path, rows), ILMO, layout="events", header_row=header_row, second_row="options")


@pytest.mark.parametrize("header_row", [0, -1, True, "6", 6.0])
def test_a_header_row_is_a_number(tmp_path: Path, header_row: object) -> None:
    with pytest.raises(OptionError, match="is no row's number"):
        quietly(export(tmp_path, EVENT), ILMO, layout="events", header_row=header_row)


@pytest.mark.parametrize("header_row", [3, 99])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_header_row_has_text(tmp_path: Path, header_row: int, writer: str) -> None:
    with pytest.raises(EmptySourceError, match=f"has no text in row {header_row}"):
        quietly(export(tmp_path, EVENT, writer), ILMO, layout="events", header_row=header_row)


def test_rows_of_registrations_are_whole_unless_padding_is_asked_for(tmp_path: Path) -> None:
    path = export(tmp_path, [*EVENT, [4, "Ilo ry"], [5, "Valo ry", "", "", "", "vielä"]])
    with pytest.raises(RaggedRowsError, match="header has 5 cells, but row 11 has 2, row 12 has 6"):
        quietly(path, ILMO, layout="events")
    responses = quietly(path, ILMO, layout="events", ragged="pad")
    assert len(responses) == 5
    assert responses.unbound.iloc[-1].tolist() == ["5", "vielä"]


def test_an_export_of_registrations_without_any(tmp_path: Path) -> None:
    assert len(quietly(export(tmp_path, EVENT[:7]), ILMO)) == 0
    assert len(quietly(export(tmp_path, EVENT[:7], "openpyxl"), ILMO)) == 0


def test_a_csv_may_say_its_delimiter_itself(tmp_path: Path) -> None:
    path = export(tmp_path, EVENT)
    path.write_text("sep=;\n" + path.read_text("utf-8"), "utf-8")
    assert [table.rows.tolist() for table in opened(path, layout="events")] == [[9, 10, 11]]


def test_options_reach_the_reader_of_the_csv(tmp_path: Path) -> None:
    path = export(tmp_path, EVENT)
    path.write_bytes(path.read_text("utf-8").replace(";", "|").encode("windows-1252"))
    assert len(quietly(path, ILMO, encoding="windows-1252", delimiter="|")) == 3
    with pytest.raises(OptionError, match="'sheet' is for workbooks"):
        quietly(path, ILMO, layout="events", sheet=1)
    with pytest.raises(OptionError, match="'delimiter' is for csv files"):
        quietly(export(tmp_path, EVENT, "openpyxl"), ILMO, layout="events", delimiter=";")


@pytest.mark.parametrize("title", ["Tapahtuman nimi", "tapahtuman  nimi:"])
def test_registrations_are_known_by_the_event_s_name(tmp_path: Path, title: str) -> None:
    path = export(tmp_path, [["", title, "x"], *EVENT[1:]])
    evidence = WebropolBackend().detect(path)
    assert evidence.strength is Strength.LIKELY
    assert evidence.reasons == ("rows about an event above the header",)
    assert evidence.options == {"layout": "events"}


@pytest.mark.parametrize("first", [["Tapahtuman nimi", "x", ""], ["", "Nimi", "x"], ["", "Tapahtuman nimi", "x", "y"]])
def test_other_first_rows_are_no_mark_of_registrations(tmp_path: Path, first: list[Cell]) -> None:
    evidence = WebropolBackend().detect(export(tmp_path, [first, *EVENT[1:]]))
    assert evidence.strength is Strength.NONE
