from __future__ import annotations

import copy
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from word_templates import GREEN, changed, finnish_template, parts_of

from verkosto.aggregate import Table
from verkosto.errors import OptionError, SourceError, SourceNotFoundError
from verkosto.reporting import report
from verkosto.reporting._compose import document
from verkosto.reporting._docx import docx_bytes


def filled(template: Any, *items: Any, **options: Any) -> Any:
    chosen = {"lang": "fi", "internal": True, "title": "Kysely", "pictures": False, **options}
    return docx.Document(io.BytesIO(docx_bytes(document(items, **chosen), template=template)))


def texts_of(file: Any) -> list[str]:
    return [paragraph.text for paragraph in file.paragraphs]


@pytest.mark.parametrize("runs", [("{{raportti}}",), ("{{ rap", "port }}"), ("{{", "Report", "}}")])
def test_the_report_stands_where_the_template_wants_it(bars: Table, tmp_path: Path, runs: tuple[str, ...]) -> None:
    texts = texts_of(filled(finnish_template(tmp_path / "malli.docx", *runs), bars))
    assert texts[:2] == ["Saate", "Kysely"]
    assert texts[-1] == "Loppu"
    assert not any("{{" in text for text in texts)


def test_without_a_place_it_stands_at_the_end(bars: Table, tmp_path: Path) -> None:
    texts = texts_of(filled(finnish_template(tmp_path / "malli.docx", "{{muu}}"), bars))
    assert texts[:4] == ["Saate", "{{muu}}", "Loppu", "Kysely"]


def test_styles_of_a_finnish_template_are_found_and_others_added(bars: Table, tmp_path: Path) -> None:
    file = filled(finnish_template(tmp_path / "malli.docx", "{{raportti}}"), bars)
    ids = {paragraph.style.style_id for paragraph in file.paragraphs if paragraph.text}
    assert {"Otsikko", "Otsikko1", "Caption", "ListBullet", "Normaali"} <= ids
    (heading,) = [style for style in file.styles if style.name == "Heading 1"]
    assert heading.font.color.rgb == GREEN
    (caption,) = [style for style in file.styles if style.name == "Caption"]
    assert caption.base_style.style_id == "Normaali"
    assert file.tables[0].style.name == "Report Table"
    names = [(style.type, style.name) for style in file.styles]
    assert len(names) == len(set(names))


def test_headers_and_footers_stay_and_every_page_is_stamped(bars: Table, tmp_path: Path) -> None:
    section = filled(finnish_template(tmp_path / "malli.docx", "{{raportti}}"), bars).sections[0]
    stamp = "sisäiseen käyttöön"
    assert [p.text for p in section.header.paragraphs] == [stamp, "Järjestöt ry"]
    assert [p.text for p in section.first_page_header.paragraphs] == [stamp, "Kansi"]
    assert [p.text for p in section.footer.paragraphs] == ["Alatunniste"]


def test_pages_without_a_header_get_one_for_the_stamp(bars: Table, tmp_path: Path) -> None:
    made: Any = docx.Document(str(finnish_template(tmp_path / "malli.docx", "{{raportti}}", cover=False)))
    later = made.add_section(WD_SECTION.NEW_PAGE)
    later.different_first_page_header_footer = True
    made.settings.odd_and_even_pages_header_footer = True
    made.save(tmp_path / "osat.docx")
    first, second = filled(tmp_path / "osat.docx", bars).sections
    stamp = "sisäiseen käyttöön"
    assert [p.text for p in first.header.paragraphs] == [stamp, "Järjestöt ry"]
    assert [p.text for p in first.even_page_header.paragraphs] == [stamp]
    assert [p.text for p in second.first_page_header.paragraphs] == [stamp]
    assert second.header.is_linked_to_previous
    assert first.first_page_header.is_linked_to_previous


def test_a_place_may_end_a_section_or_stand_in_a_cell(bars: Table, tmp_path: Path) -> None:
    made: Any = docx.Document(str(finnish_template(tmp_path / "malli.docx")))
    made.add_paragraph("{{raportti}}")
    made.add_section(WD_SECTION.NEW_PAGE)
    made.save(tmp_path / "osat.docx")
    assert len(filled(tmp_path / "osat.docx", bars).sections) == 2

    made = docx.Document(str(finnish_template(tmp_path / "malli.docx")))
    made.add_table(1, 1).rows[0].cells[0].text = "{{raportti}}"
    made.save(tmp_path / "solu.docx")
    (cell,) = filled(tmp_path / "solu.docx", bars).tables[0].rows[0].cells
    assert cell.paragraphs[0].text == "Kysely"
    assert cell._tc[-1].tag == qn("w:p")
    assert "{{" not in cell.text


def test_a_dotx_becomes_a_document(bars: Table, tmp_path: Path) -> None:
    file = filled(finnish_template(tmp_path / "malli.dotx", "{{raportti}}", dotx=True, bullets=False), bars)
    assert texts_of(file)[-1] == "Loppu"
    # The bullets that it lacks come with their numbering.
    (style,) = [style for style in file.styles if style.name == "List Bullet"]
    number = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}").get(qn("w:val"))
    assert [one.get(qn("w:numId")) for one in file.part.numbering_part.element.iter(qn("w:num"))] == [number]


def test_bullets_are_added_to_the_lists_of_the_template(bars: Table, tmp_path: Path) -> None:
    file = filled(finnish_template(tmp_path / "malli.docx", "{{raportti}}"), bars)
    root = file.part.numbering_part.element
    numbers = [one.get(qn("w:numId")) for one in root.iter(qn("w:num"))]
    assert len(numbers) == len(set(numbers)) > 1
    kinds = [child.tag for child in root if child.tag in (qn("w:abstractNum"), qn("w:num"))]
    assert kinds == sorted(kinds)


def test_an_id_that_means_something_else_is_left_alone(bars: Table, tmp_path: Path) -> None:
    place = finnish_template(tmp_path / "malli.docx", "{{raportti}}")
    # A character style may have the id that our paragraph style would get.
    taken = b'w:styleId="DefaultParagraphFont"'
    place.write_bytes(changed(place.read_bytes(), "word/styles.xml", taken, b'w:styleId="Caption"'))
    file = filled(place, bars)
    (caption,) = [style for style in file.styles if style.name == "Caption"]
    assert caption.style_id == "Caption0"


def test_a_template_that_lacks_almost_everything_will_do(bars: Table, tmp_path: Path) -> None:
    data = finnish_template(tmp_path / "malli.docx", cover=False).read_bytes()
    data = changed(data, "word/styles.xml", b'w:default="1"', b'w:default="0"')
    start, end = (parts_of(data)["word/document.xml"].index(mark) for mark in (b"<w:sectPr", b"</w:body>"))
    data = changed(data, "word/document.xml", parts_of(data)["word/document.xml"][start:end], b"")
    (tmp_path / "vajaa.docx").write_bytes(data)
    file = filled(tmp_path / "vajaa.docx", bars)
    assert texts_of(file)[-1]
    assert [p.text for p in file.sections[0].header.paragraphs] == ["sisäiseen käyttöön"]
    (caption,) = [style for style in file.styles if style.name == "Caption"]
    assert caption.base_style is None


def test_headers_that_sections_share_are_stamped_once(bars: Table, tmp_path: Path) -> None:
    made: Any = docx.Document(str(finnish_template(tmp_path / "malli.docx", cover=False)))
    made.add_section(WD_SECTION.NEW_PAGE)
    first, second = (section._sectPr for section in made.sections)
    second.insert(0, copy.deepcopy(first.find(qn("w:headerReference"))))
    made.save(tmp_path / "sama.docx")
    for section in filled(tmp_path / "sama.docx", bars).sections:
        assert [p.text for p in section.header.paragraphs] == ["sisäiseen käyttöön", "Järjestöt ry"]


def test_a_list_without_numbers_gets_the_first(bars: Table, tmp_path: Path) -> None:
    data = finnish_template(tmp_path / "malli.docx").read_bytes()
    xml = parts_of(data)["word/numbering.xml"]
    data = changed(data, "word/numbering.xml", xml[xml.index(b"<w:abstractNum") : xml.index(b"</w:numbering>")], b"")
    (tmp_path / "tyhja.docx").write_bytes(data)
    root = filled(tmp_path / "tyhja.docx", bars).part.numbering_part.element
    assert [child.tag for child in root] == [qn("w:abstractNum"), qn("w:num")]


def test_the_same_template_and_document_are_the_same_bytes(bars: Table, tmp_path: Path) -> None:
    template = finnish_template(tmp_path / "malli.docx", "{{raportti}}")
    made = document([bars], lang="fi", internal=True)
    assert docx_bytes(made, template=template) == docx_bytes(made, template=template)


def test_the_makers_of_a_template_are_not_named(bars: Table, tmp_path: Path) -> None:
    file = filled(finnish_template(tmp_path / "malli.docx"), bars)
    assert (file.core_properties.author, file.core_properties.title) == ("", "Kysely")


def test_texts_bear_the_language_of_the_report(bars: Table, tmp_path: Path) -> None:
    file = filled(finnish_template(tmp_path / "malli.docx"), bars, lang="sv")
    langs = {run.find(f"{qn('w:rPr')}/{qn('w:lang')}") for run in file.tables[0]._tbl.iter(qn("w:r"))}
    assert {lang.get(qn("w:val")) for lang in langs if lang is not None} == {"sv-FI"}


@pytest.mark.parametrize("ending", [".doc", ".odt", ".docm", ""])
def test_another_kind_of_file_is_refused(bars: Table, tmp_path: Path, ending: str) -> None:
    with pytest.raises(OptionError, match=r"ends in \.docx or \.dotx\. Open it in Word, save it as \.docx"):
        filled(tmp_path / f"malli{ending}", bars)
    with pytest.raises(OptionError, match="not int"):
        filled(7, bars)


def test_a_missing_template_names_a_near_one(bars: Table, tmp_path: Path) -> None:
    finnish_template(tmp_path / "malli.docx")
    with pytest.raises(SourceNotFoundError, match=r"Did you mean 'malli\.docx'\?"):
        filled(tmp_path / "mali.docx", bars)


def broken_templates(good: bytes) -> dict[str, bytes]:
    parts = parts_of(good)
    without = io.BytesIO()
    with zipfile.ZipFile(without, "w") as file:
        for name, content in parts.items():
            if name != "word/document.xml":
                file.writestr(name, content)
    (header, *_) = re.finditer(rb"<Relationship [^>]*relationships/header[^>]*>", parts["word/_rels/document.xml.rels"])
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    return {
        "no zip": b"Hei",
        "nothing": b"",
        "cut off": good[: len(good) // 2],
        "empty zip": empty.getvalue(),
        "no document": without.getvalue(),
        "broken xml": changed(good, "word/document.xml", b"<w:body>", b"<w:body><"),
        "no body": changed(good, "word/document.xml", b"w:body>", b"w:bodi>"),
        "broken styles": changed(good, "word/styles.xml", b"<w:styles", b"<<w:styles"),
        "no such header": changed(good, "word/_rels/document.xml.rels", header[0], b""),
        "a spreadsheet": changed(good, "[Content_Types].xml", b"wordprocessingml.document", b"spreadsheetml.sheet"),
        "macros": changed(
            good,
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    }


def test_a_broken_template_is_an_error_with_a_remedy(bars: Table, tmp_path: Path) -> None:
    good = finnish_template(tmp_path / "malli.docx").read_bytes()
    for number, data in enumerate(broken_templates(good).values()):
        place = tmp_path / f"rikki{number}.docx"
        place.write_bytes(data)
        with pytest.raises(SourceError, match=r"rikki\d+\.docx: the template is no Word file .* save it as \.docx"):
            filled(place, bars)


def test_report_takes_a_template_for_word_alone(bars: Table, tmp_path: Path) -> None:
    template = finnish_template(tmp_path / "malli.docx", "{{raportti}}")
    place = report(bars, tmp_path / "raportti.docx", internal=True, template=template)
    assert texts_of(docx.Document(str(place)))[0] == "Saate"
    with pytest.raises(OptionError, match="Leave `template` out"):
        report(bars, tmp_path / "raportti.xlsx", internal=True, template=template)
