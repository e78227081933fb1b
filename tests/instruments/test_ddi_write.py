"""What stands where in a codebook that verkosto writes, for those who read it with other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from lxml import etree

from verkosto.dates import Period
from verkosto.errors import CodebookError, DateError, MissingExtraError, SourceError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Instrument,
    MultipleChoice,
    Number,
    Option,
    SingleChoice,
    Text,
)
from verkosto.instruments._ddi_write import ddi_bytes
from verkosto.text import LocalText

NS = {"d": "ddi:codebook:2_5"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tree(instrument: Instrument, **more: Any) -> Any:
    return etree.fromstring(ddi_bytes(instrument, **more))


def found(element: Any, path: str) -> list[Any]:
    return list(element.iterfind("/".join(f"d:{step}" for step in path.split("/")), NS))


def words(element: Any, path: str) -> list[str]:
    return ["".join(part.itertext()) for part in found(element, path)]


def variable(book: Any, name: str) -> Any:
    return next(var for var in found(book, "dataDscr/var") if var.get("name") == name)


def test_the_head_states_version_and_schema(kysely: Instrument) -> None:
    book = tree(kysely)
    assert (etree.QName(book).namespace, book.get("version"), book.get(LANG)) == (NS["d"], "2.5", "fi")
    assert book.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation").startswith("ddi:codebook:2_5 http")
    assert words(book, "docDscr/citation/prodStmt/software") == ["verkosto"]


def test_no_time_of_writing_unless_it_is_given(kysely: Instrument) -> None:
    assert found(tree(kysely), "docDscr/citation/prodStmt/prodDate") == []
    (date,) = found(tree(kysely, produced="2026-05-04"), "docDscr/citation/prodStmt/prodDate")
    assert (date.get("date"), date.text) == ("2026-05-04", "2026-05-04")
    with pytest.raises(DateError):
        ddi_bytes(kysely, produced="4.5.2026")


def test_the_study(kysely: Instrument) -> None:
    book = tree(evolve(kysely, title=LocalText("Kysely", sv="Enkät", en="Survey")))
    assert words(book, "stdyDscr/citation/titlStmt/titl") == ["Kysely"]
    parallel = found(book, "stdyDscr/citation/titlStmt/parTitl")
    assert [(part.get(LANG), part.text) for part in parallel] == [("sv", "Enkät"), ("en", "Survey")]
    assert words(book, "stdyDscr/citation/titlStmt/IDNo") == ["tukirakenne-2020"]
    dates = found(book, "stdyDscr/stdyInfo/sumDscr/collDate")
    assert [(date.get("event"), date.get("date")) for date in dates] == [("start", "2020-02"), ("end", "2020-03")]
    assert words(book, "stdyDscr/method/dataColl/sampProc/concept") == ["Nonprobability.Availability"]
    (link,) = found(book, "stdyDscr/stdyInfo/sumDscr/anlyUnit/Link")
    assert link.get("refs") == variable(book, "jarjesto").get("ID")
    (note,) = found(book, "stdyDscr/stdyInfo/notes")
    assert (note.get("subject"), note.text) == ("area_date", "2020-03-01")


@pytest.mark.parametrize(
    ("fieldwork", "events"),
    [
        ("2020-02", [("single", "2020-02")]),
        (Period("2020", None), [("start", "2020")]),
        (Period(None, "2020"), [("end", "2020")]),
        (Period(), [("single", None)]),
        (None, []),
    ],
)
def test_the_dates_of_collection(fieldwork: Any, events: Any, tmp_path: Path) -> None:
    instrument = Instrument("k", "Kysely", fieldwork=fieldwork)
    dates = found(tree(instrument), "stdyDscr/stdyInfo/sumDscr/collDate")
    assert [(date.get("event"), date.get("date")) for date in dates] == events
    instrument.to_ddi(tmp_path / "k.xml")
    assert Instrument.from_ddi(tmp_path / "k.xml") == instrument


def test_a_choice_has_the_numbers_that_a_data_file_holds(kysely: Instrument) -> None:
    var = variable(tree(kysely), "malli_a")
    assert (var.get("nature"), words(var, "qstn/qstnLit")) == ("nominal", ["Kannatatko mallia?", "Stöder du modellen?"])
    assert words(var, "catgry/catValu") == ["1", "2", "3"]
    marks = [(part.get("missing"), part.get("missType")) for part in found(var, "catgry")]
    assert marks == [(None, None), (None, None), ("Y", "dont_know")]
    codes = [part.text for part in found(var, "catgry/labl") if part.get("level") == "code"]
    assert codes == ["k", "e", "eos"]


def test_groups(kysely: Instrument) -> None:
    book = tree(kysely)
    names = {var.get("ID"): var.get("name") for var in found(book, "dataDscr/var")}
    groups = {
        group.get("name"): (group.get("type"), [names[key] for key in group.get("var").split()])
        for group in found(book, "dataDscr/varGrp")
    }
    assert groups == {
        "palvelut": ("multipleResp", ["palvelut[tilat]", "palvelut[muu]", "palvelut[muu].text"]),
        "vaittamat": ("grid", ["vaittamat[r1]", "vaittamat[r2]"]),
        "jarjestys": ("other", ["jarjestys[a]", "jarjestys[b]"]),
    }
    ticks = variable(book, "palvelut[tilat]")
    assert words(ticks, "qstn/preQTxt") == ["Mitä palveluja?"]
    assert words(ticks, "catgry/catValu") == ["0", "1"]


def test_who_was_asked_is_told_in_words_that_point_at_the_categories() -> None:
    yes, no = Option("k", "Kyllä"), Option("e", "Ei")
    book = tree(
        Instrument(
            "k",
            "Kysely",
            questions=(
                SingleChoice("jasen", "Jäsen?", options=(yes, no)),
                MultipleChoice("tuki", "Tuki?", options=(yes, no)),
                AreaQuestion("kunta", "Kunta?"),
                Text("miksi", "Miksi?", asked_if={"jasen": ("k", "e"), "tuki": ("e",), "kunta": ("049",)}),
            ),
        )
    )
    (universe,) = found(variable(book, "miksi"), "universe")
    said = "".join(universe.itertext())
    assert said == "Vastaajat, joilla jasen on k tai e; ja joilla tuki on e; ja joilla kunta on 049"
    pointed = [link.get("refs") for link in found(universe, "Link")]
    tick, area = variable(book, "tuki[e]").get("ID"), variable(book, "kunta").get("ID")
    assert pointed == ["V1_C1", "V1_C2", tick, area]


def test_attributes_that_other_tools_know() -> None:
    book = tree(
        Instrument(
            "k",
            "Kysely",
            columns=(Column("paino", role="weight"), Column("aika", role="time", pseudonym=None)),
            questions=(
                Number("ika", "Ikä?", minimum=0, maximum=120.5, unit=LocalText("vuotta", en="years")),
                Date("pvm", "Milloin?", order="mdy"),
                AreaQuestion("mk", "Maakunta?", area_type="maakunta"),
            ),
        )
    )
    weight, number = variable(book, "paino"), variable(book, "ika")
    assert (weight.get("wgt"), weight.get("representationType")) == ("wgt", "numeric")
    assert (number.get("measUnit"), number.get("intrvl")) == ("vuotta", "contin")
    (span,) = found(number, "valrng/range")
    assert dict(span.attrib) == {"UNITS": "REAL", "min": "0", "max": "120.5"}
    (form,) = found(variable(book, "pvm"), "varFormat")
    assert (form.get("schema"), form.get("formatname"), form.get("category")) == ("SPSS", "ADATE10", "date")
    area = variable(book, "mk")
    assert (area.get("geog"), area.get("geoVocab")) == ("Y", "maakunta")


def test_how_near_answers_come_to_a_person(tmp_path: Path) -> None:
    instrument = Instrument(
        "k",
        "Kysely",
        columns=(Column("sposti", role="email", pseudonym="jasen"), Column("x", privacy="direct_identifier")),
        questions=(
            Text("nimi", "Nimi?", privacy="direct_identifier", pseudonym="jasen"),
            MultipleChoice("tuki", "Tuki?", privacy="quasi_identifier", options=(Option("a", "A"), Option("b", "B"))),
        ),
    )
    book = tree(instrument)
    assert words(variable(book, "nimi"), "security") == ["direct_identifier"]
    assert words(variable(book, "sposti"), "notes") == ["jasen"]
    assert words(variable(book, "tuki[b]"), "security") == ["quasi_identifier"]
    instrument.to_ddi(tmp_path / "k.xml")
    assert Instrument.from_ddi(tmp_path / "k.xml") == instrument


def test_the_place_of_a_forbidden_character_is_told() -> None:
    broken = Instrument("k", "Kysely", questions=(Text("a", LocalText("Miksi?", sv="Var\x0bför?")),))
    with pytest.raises(CodebookError) as caught:
        ddi_bytes(broken)
    assert str(caught.value) == (
        "instrument 'k': questions[1].text.sv: character 4 (U+000B) is one that XML cannot hold. "
        "Take it out of the text."
    )
    with pytest.raises(CodebookError, match=r"title: character 1 \(U\+D800\)"):
        ddi_bytes(Instrument("k", "\ud800"))


def test_a_file_that_cannot_be_written(kysely: Instrument, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be written"):
        kysely.to_ddi(tmp_path / "puuttuu" / "k.xml")


def test_without_lxml_the_command_is_named(kysely: Instrument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "lxml", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[ddi\]'"):
        kysely.to_ddi(tmp_path / "k.xml")
