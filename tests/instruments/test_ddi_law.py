"""Laws: what is written as DDI-Codebook is read as an equal instrument, and keeps the order of the standard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, fields
from ddi_files import ENUMERATED, ORDER, REFERENCES
from hypothesis import assume, given, settings
from lxml import etree
from strategies import instruments

from verkosto.errors import CodebookError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Draft,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.instruments._ddi_write import ddi_bytes
from verkosto.instruments._ddi_xml import FORBIDDEN

pytestmark = pytest.mark.thorough


def without_forbidden(value: Any) -> Any:
    """Put letters of no language in place of what XML cannot hold, so that texts stay apart."""
    if isinstance(value, str):
        return FORBIDDEN.sub(lambda found: chr(0xE000 + ord(found.group()) % 0x1000), value)
    if isinstance(value, list):
        return [without_forbidden(part) for part in value]
    if isinstance(value, dict):
        return {key: without_forbidden(part) for key, part in value.items()}
    return value


def writable(drawn: Instrument) -> Instrument:
    try:
        return Instrument.from_json(json.dumps(without_forbidden(json.loads(drawn.to_json()))))
    except CodebookError:
        assume(False)
        raise


def place_is_number(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Leave out numbers that say what the place in the list says."""
    counted = enumerate(options, start=1)
    return tuple(evolve(option, number=None) if option.number == place else option for place, option in counted)


def as_it_comes_back(instrument: Instrument) -> Instrument:
    questions: list[Question] = []
    for question in instrument.questions:
        if isinstance(question, SingleChoice):
            question = evolve(question, options=place_is_number(question.options))
        elif isinstance(question, Matrix):
            question = evolve(question, scale=Scale(place_is_number(question.scale.options)))
        questions.append(question)
    return evolve(instrument, questions=questions)


@settings(max_examples=50, deadline=None)
@given(drawn=instruments(pseudonyms=True))
def test_what_is_written_is_read_as_an_equal_instrument(drawn: Instrument, tmp_path_factory: Any) -> None:
    instrument = writable(drawn)
    path = tmp_path_factory.getbasetemp() / "laki.xml"
    instrument.to_ddi(path)
    assert Instrument.from_ddi(path) == as_it_comes_back(instrument)
    assert Draft.from_ddi(path).guesses == ()


def assert_in_order(element: Any) -> None:
    name = etree.QName(element).localname
    order = ORDER.get(name, ())
    places = [order.index(etree.QName(part).localname) for part in element]
    assert name == "qstn" or places == sorted(places)
    for attribute, value in element.attrib.items():
        assert value in ENUMERATED.get((name, attribute), {value})
    for part in element:
        assert_in_order(part)


@settings(max_examples=40, deadline=None)
@given(drawn=instruments(pseudonyms=True))
def test_parts_stand_in_the_order_of_the_standard_and_point_at_what_is_there(drawn: Instrument) -> None:
    book = etree.fromstring(ddi_bytes(writable(drawn), produced="2026-01"))
    assert_in_order(book)
    ids = [element.get("ID") for element in book.iter() if element.get("ID")]
    assert len(set(ids)) == len(ids)
    assert all(key.replace("_", "").isalnum() and key[0].isalpha() for key in ids)
    for name, attribute in REFERENCES:
        for element in book.iter(f"{{*}}{name}"):
            assert set((element.get(attribute) or "").split()) <= set(ids)


@settings(max_examples=25, deadline=None)
@given(drawn=instruments(pseudonyms=True))
def test_a_character_that_xml_cannot_hold_is_told_with_its_place(drawn: Instrument) -> None:
    text = drawn.to_json()
    held = FORBIDDEN.search("".join(str(part) for part in texts_in(json.loads(text)))) is None
    if held:
        assert ddi_bytes(drawn).startswith(b"<?xml")
    else:
        with pytest.raises(CodebookError, match=r": character \d+ \(U\+[0-9A-F]{4,6}\) is one that XML cannot hold"):
            ddi_bytes(drawn)


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_in(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [value] if isinstance(value, str) else []


def test_the_same_instrument_makes_the_same_bytes(kysely: Instrument, tmp_path: Path) -> None:
    kysely.to_ddi(tmp_path / "yksi.xml")
    kysely.to_ddi(tmp_path / "kaksi.xml")
    assert (tmp_path / "yksi.xml").read_bytes() == (tmp_path / "kaksi.xml").read_bytes()


def test_every_field_of_an_instrument_has_its_place() -> None:
    # A field that is added to a class needs a place in DDI, or a line in docs/how-to/ddi.md.
    common = {"id", "text", "aliases", "asked_if", "note", "position", "privacy"}
    further: dict[type, set[str]] = {
        SingleChoice: {"options", "ordered"},
        MultipleChoice: {"options"},
        Matrix: {"rows", "scale"},
        Number: {"minimum", "maximum", "unit", "special"},
        Text: {"pseudonym"},
        Date: {"order"},
        Ranking: {"options"},
        Nps: {"special"},
        AreaQuestion: {"area_type", "special"},
    }
    for cls, names in further.items():
        assert {field.name for field in fields(cls)} == common | names
    assert {field.name for field in fields(Option)} == {
        *("code", "label", "number", "kind", "aliases", "free_text", "exclusive"),
    }
    assert {f.name for f in fields(Column)} == {
        *("id", "header", "role", "aliases", "position", "privacy", "pseudonym"),
    }
    assert {f.name for f in fields(Instrument)} == {
        *("id", "title", "fieldwork", "area_date", "sampling", "unit_id", "columns", "questions"),
    }
