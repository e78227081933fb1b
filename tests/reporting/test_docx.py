from __future__ import annotations

import builtins
import io
import itertools
import re
import zipfile
from typing import Any

import docx
import pytest
from attrs import evolve
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from made_answers import kysely, responses
from word_templates import parts_of

from verkosto.aggregate import Table, chi_square, frequency
from verkosto.errors import MissingExtraError
from verkosto.instruments import Option, SingleChoice
from verkosto.reporting import Heading, report, tile_map
from verkosto.reporting._compose import document
from verkosto.reporting._docx import docx_bytes
from verkosto.responses import Responses


def docx_of(*items: Any, **options: Any) -> bytes:
    return docx_bytes(document(items, **{"lang": "fi", "internal": True, **options}))


def read(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


@pytest.fixture(scope="module")
def whole(bars: Table, stacked: Table, dots: Table, nothing: Table, answers: Responses) -> bytes:
    others = (tile_map({"13": 12}, title="Jäseniä"), chi_square(answers, "malli", by="laji"))
    made = document(["Alku.", Heading("Luku"), bars, dots, nothing, stacked, *others], lang="fi", internal=True)
    return docx_bytes(made)


def test_headings_are_headings_and_none_is_left_out(whole: bytes) -> None:
    file = read(whole)
    styles = [paragraph.style.name for paragraph in file.paragraphs]
    assert styles[0] == "Title"
    levels = [int(name.removeprefix("Heading ")) for name in styles if name.startswith("Heading ")]
    assert levels[:3] == [1, 2, 2]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    outline = {
        s.name: s.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") for s in file.styles if s.name[:7] == "Heading"
    }
    assert [level.get(qn("w:val")) for level in outline.values()] == ["0", "1", "2", "3"]


def test_tables_are_tables_whose_header_is_repeated(whole: bytes) -> None:
    file = read(whole)
    assert len(file.tables) >= 5
    for table in file.tables:
        assert table.style.name == "Report Table"
        header, *rows = table.rows
        assert header._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None for row in rows)
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)


def test_figures_stand_to_the_right_with_their_no_break_spaces(bars: Table) -> None:
    (table,) = read(docx_of(bars)).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["Vastaus", "Osuus", "Lukumäärä"]
    assert cells[1] == ["Kannatan", "60\xa0% (50–69\xa0%)", "60"]
    sides = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    assert sides == [None, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.RIGHT]


def test_a_caption_stands_on_the_page_of_its_table(bars: Table) -> None:
    (caption,) = [p for p in read(docx_of(bars)).paragraphs if p.style.name == "Caption" and "100" in p.text]
    assert caption.paragraph_format.keep_with_next
    assert caption.text.endswith("(Wilson).")


def test_pictures_have_their_alternative_text(bars: Table) -> None:
    (shape,) = read(docx_of(bars)).inline_shapes
    found = shape._inline.docPr.get("descr")
    assert "Kannatatko?" in found
    assert "Kannatan 60\xa0% (50–69\xa0%)" in found
    assert shape.width < read(docx_of(bars)).sections[0].page_width


def test_the_list_of_contents_leads_to_the_headings(whole: bytes) -> None:
    body = parts_of(whole)["word/document.xml"].decode()
    anchors = re.findall(r'<w:hyperlink w:anchor="(\w+)"', body)
    marks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w+)"', body)
    assert len(anchors) > 7
    assert set(anchors) <= set(marks)
    assert len(marks) == len(set(marks))
    ids = re.findall(r'(?:bookmarkStart w|docPr ):?id="(\d+)"', body)
    assert len(ids) == len(set(ids))
    texts = [paragraph.text for paragraph in read(whole).paragraphs]
    # What the report begins with stands above it.
    assert texts.index("Alku.") < texts.index("Sisällys") < texts.index("Luku")
    assert body.count('w:fldCharType="begin"') == body.count('w:fldCharType="end"') == 1


@pytest.mark.parametrize(
    ("lang", "stamp", "code"),
    [("fi", "sisäiseen käyttöön", "fi-FI"), ("sv", "för internt bruk", "sv-FI"), ("en", "for internal use", "en-GB")],
)
def test_stamp_language_title_and_page_numbers(bars: Table, lang: str, stamp: str, code: str) -> None:
    data = docx_of(bars, lang=lang, title="Otsikko")
    file = read(data)
    assert [paragraph.text for paragraph in file.sections[0].header.paragraphs] == [stamp]
    properties = file.core_properties
    assert (properties.title, properties.language) == ("Otsikko", code)
    assert (properties.author, properties.last_modified_by) == ("", "")
    codes = re.findall(r'<w:lang w:val="([\w-]+)"', "".join(part.decode("latin-1") for part in parts_of(data).values()))
    assert set(codes) == {code}
    assert re.findall(r'w:instr=" (\w+) "', file.sections[0].footer.part.blob.decode()) == ["PAGE", "NUMPAGES"]


def test_what_is_protected_bears_no_stamp(bars: Table) -> None:
    made = evolve(document([bars], lang="fi", internal=True), internal=False)
    data = docx_bytes(made)
    assert not [name for name in parts_of(data) if "header" in name]
    assert "Lukuja ei ole suojattu julkaisemista" not in "".join(p.text for p in read(data).paragraphs)


def test_the_same_document_is_the_same_bytes_without_a_date(bars: Table) -> None:
    first = docx_of(bars)
    assert first == docx_of(bars)
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert read(first).core_properties.modified.year == 1980


def test_labels_bring_no_markup_and_what_is_no_character_breaks_nothing() -> None:
    evil = "</w:t><w:p>&lt;&amp;]]> \"q\" 'a' \0\ud83d\x0b"
    question = SingleChoice(id="q", text=evil, options=(Option("a", evil), Option("b", "=1+1")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]}), "q")
    file = read(docx_of(Heading(evil), evil, table, title=evil))
    seen = "</w:t><w:p>&lt;&amp;]]> \"q\" 'a' \ufffd\ufffd"
    assert file.paragraphs[0].text == f"{seen} "
    assert file.tables[0].rows[1].cells[0].text.strip() == seen
    assert file.inline_shapes[0]._inline.docPr.get("descr").startswith(f"Pylväskuvio: {seen}")


def test_a_missing_extra_names_the_command(bars: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return loaded(name, *rest, **more)

    made = document([bars], lang="fi", internal=True)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[report\]'"):
        docx_bytes(made)


def test_report_writes_a_word_file(bars: Table, tmp_path: Any) -> None:
    place = report(bars, tmp_path / "raportti.docx", internal=True)
    assert read(place.read_bytes()).tables
