"""Damaged and hostile codebooks: each ends in an error that names the file, the place and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from ddi_files import ARCHIVED, book, dataset, write_book
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.errors import CodebookError, DateError, MissingExtraError, SourceError, SourceNotFoundError
from verkosto.instruments import Draft, Instrument, MultipleChoice, _ddi_xml, ddi_version
from verkosto.instruments._ddi_write import ddi_bytes

LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))


def refusal(folder: Path, text: str | bytes) -> str:
    path = folder / "koodikirja.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CodebookError) as caught:
        Instrument.from_ddi(path)
    assert str(caught.value).startswith(str(path))
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize(
    "head",
    [
        f'<!DOCTYPE codeBook [<!ENTITY a0 "ha">{LAUGHS}]>',
        '<!DOCTYPE codeBook [<!ENTITY salaisuus SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE codeBook [<!ENTITY % ulkoa SYSTEM "http://127.0.0.1:9/x.dtd"> %ulkoa;]>',
    ],
)
def test_declared_entities_are_refused(head: str, tmp_path: Path) -> None:
    text = book("<var name='a'><labl>&a12;&salaisuus;</labl></var>", head=head)
    assert refusal(tmp_path, text) == ": line 2 declares an entity, as no codebook needs to. Remove it."
    assert refusal(tmp_path, text.replace('"UTF-8"', '"UTF-16"').encode("utf-16")).startswith(": line 2 declares")


def test_a_document_type_that_only_names_its_rules_is_passed_over(tmp_path: Path) -> None:
    head = '<!DOCTYPE codeBook SYSTEM "http://127.0.0.1:9/Version1-2-2.dtd">\n'
    assert Instrument.from_ddi(write_book(tmp_path, book(head=head))).title.fi == "Kysely"
    text = book("<var name='a'><labl>A&auml;</labl></var>", head=head)
    assert refusal(tmp_path, text) == ": line 5 uses the entity &auml;. Write the character itself."


def test_instructions_and_comments_say_nothing(tmp_path: Path) -> None:
    text = book("<var name='a'><labl>A<!-- x -->B<?php echo 1 ?>C</labl></var>", head="<?xml-stylesheet href='x'?>")
    assert Instrument.from_ddi(write_book(tmp_path, text)).questions[0].text.fi == "ABC"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ": line 1 is not XML, or the file is cut off. Get the file again."),
        ("nimi;ikä\n1;2\n", ": line 1 is not XML, or the file is cut off. Get the file again."),
        (b"\x00\x01\x02", ": line 1 is not XML, or the file is cut off. Get the file again."),
        (
            "<codeBook>\n<stdyDscr>\n</codeBook>",
            ": line 3 is not XML, or the file is cut off there. Get the file again.",
        ),
        ("<html><body/></html>", " is no DDI codebook: it begins with <html>, not with <codeBook>."),
        ("<OAI-PMH><metadata/></OAI-PMH>", " is no DDI codebook: it begins with <OAI-PMH>, not with <codeBook>."),
        ('<?xml version="1.0" encoding="ei-ole"?><codeBook/>', ": line 1 is not XML"),
        ("<OAI-PMH><metadata><codeBook/><codeBook/></metadata></OAI-PMH>", " holds 2 codebooks. Save each <codeBook>"),
        ("<codeBook>" + "<a>" * 400 + "</a>" * 400 + "</codeBook>", ": line 1 is not XML"),
    ],
)
def test_what_is_no_codebook(text: str | bytes, told: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, text).startswith(told)


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, len(ARCHIVED) - 20))
def test_a_codebook_that_was_cut_off_is_no_shorter_codebook(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "katkennut.xml"
    path.write_text(ARCHIVED[:cut], "utf-8")
    with pytest.raises(CodebookError, match="cut off"):
        Instrument.from_ddi(path)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_codebook_is_read_or_refused(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    content = bytearray(ARCHIVED.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b'<>&"/= \x00\xff1'))
    path = tmp_path_factory.getbasetemp() / "rikki.xml"
    path.write_bytes(bytes(content))
    told = ""
    try:
        Draft.from_ddi(path)
    except CodebookError as error:
        told = str(error)
    assert not told or told.startswith(str(path))


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ddi_xml, "_LARGEST", 100)
    assert refusal(tmp_path, ARCHIVED).startswith(" has more than 100 bytes: statistics may fill it.")


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        Instrument.from_ddi(tmp_path / "puuttuu.xml")
    with pytest.raises(SourceError):
        Instrument.from_ddi(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('missType="dont_know"', 'missType="ehkä"', None),
        ('StartPos="7"', 'StartPos="alku"', "'alku' stands where a whole number belongs. Write the codebook again."),
        ('level="number" vendor="verkosto">4<', 'level="number" vendor="verkosto">IV<', "'IV' stands where"),
        ('verkosto">k<', 'verkosto">e<', "the value '2' stands twice"),
        ('name="malli_a"', 'name="malli a"', "question id 'malli a' must be letters"),
        (">2020-03-01<", ">joskus<", "'joskus' is no date"),
    ],
)
def test_a_codebook_of_ours_that_somebody_changed(
    old: str, new: str, told: str | None, kysely: Instrument, tmp_path: Path
) -> None:
    data = ddi_bytes(placed(kysely)).decode()
    assert old in data
    changed = data.replace(old, new, 1)
    if told is None:
        assert Instrument.from_ddi(write_book(tmp_path, changed))["malli_a"].choices[2].kind == "dont_know"
    elif told.startswith("the value"):
        assert len(Instrument.from_ddi(write_book(tmp_path, changed))["malli_a"].choices) == 2
    else:
        assert told in refusal(tmp_path, changed)


def placed(instrument: Instrument) -> Instrument:
    area, choice, ticks, *others = instrument.questions
    assert isinstance(ticks, MultipleChoice)
    numbered = (evolve(ticks.options[0], number=4), *ticks.options[1:])
    return evolve(instrument, questions=(evolve(area, position=7), choice, evolve(ticks, options=numbered), *others))


def test_a_group_without_variables_and_a_column_of_an_unknown_role(tmp_path: Path) -> None:
    text = dataset(
        '<varGrp type="grid" var="V9"/><var ID="V1" name="a"><labl>A</labl>'
        '<concept vocab="verkosto column roles">keksitty</concept></var>'
    )
    (question,) = Instrument.from_ddi(write_book(tmp_path, text)).questions
    assert question.kind == "text"


def test_the_version_that_a_file_states(tmp_path: Path) -> None:
    assert ddi_version(write_book(tmp_path, ARCHIVED)) == "2.5"
    assert ddi_version(write_book(tmp_path, book(space="ddi:codebook:2_6"))) == "2.6"
    assert ddi_version(write_book(tmp_path, book(space=""))) == ""
    assert ddi_version(write_book(tmp_path, "<html/>")) is None
    assert ddi_version(write_book(tmp_path, "a;b")) is None
    assert ddi_version(write_book(tmp_path, f"<!--{'x' * (1 << 20)}--><codeBook/>")) is None


def test_without_lxml_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "lxml", None)
    with pytest.raises(MissingExtraError, match=r"DDI-Codebook needs the extra 'ddi'"):
        Instrument.from_ddi(write_book(tmp_path, ARCHIVED))


def test_a_wrong_date_of_writing_writes_nothing(kysely: Instrument, tmp_path: Path) -> None:
    with pytest.raises(DateError):
        kysely.to_ddi(tmp_path / "k.xml", produced="eilen")
    assert not (tmp_path / "k.xml").exists()
