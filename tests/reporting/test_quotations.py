"""Quotations in reports: only cleared ones, in all five kinds of file, in their own language."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from quotable_survey import SECRETS, coding

import verkosto as vk
from verkosto import themes
from verkosto.errors import DisclosureError, OptionError
from verkosto.reporting._compose import document
from verkosto.reporting._document import QuotePart
from verkosto.reporting._docx import docx_bytes
from verkosto.reporting._flow import Quoted, flow
from verkosto.reporting._html import html_bytes
from verkosto.reporting._markdown import markdown_bytes
from verkosto.reporting._pdf import pdf_bytes
from verkosto.reporting._xlsx import xlsx_bytes

CODING = coding()
SCRUBBER = themes.Scrubber(["Matti Meikäläinen", "Liisa Virta"])
WRITERS = [html_bytes, markdown_bytes, docx_bytes, pdf_bytes, xlsx_bytes]


def excerpt(answer: str, group: str | None = None) -> themes.Excerpt:
    return themes.Excerpt.of(CODING, answer, themes="tilat", scrubber=SCRUBBER, group=group)


FIRST = excerpt("v1salainen", group="tyyppi").clear("A")
SWEDISH = excerpt("v5", group="tyyppi").clear("A", "2024-05-01")
TWO = excerpt("v9").keep(0, why="sanonta").edit({"vie": "<b>vie</b> *ja* tuo"}, why="koe").clear("A")
ITEMS = [vk.reporting.Heading("Tilat"), "Näin vastattiin.", FIRST, SWEDISH.quotation, TWO]


def _style(paragraph: Any) -> str:
    return str(paragraph.style.name)


def made(lang: str = "fi", internal: bool = False, items: Any = ITEMS) -> Any:
    return document(items, lang=lang, internal=internal)


def test_a_document_has_the_words_their_language_and_who_said_them() -> None:
    parts = [part for part in made().parts if isinstance(part, QuotePart)]
    assert parts == [
        QuotePart(("[henkilö] vaali salaisuuksia tiloistamme.",), "fi", "Sosiaaliala"),
        QuotePart(("Vi behöver mera lokaler och pengar för verksamheten.",), "sv", "Sosiaaliala"),
        QuotePart(("Rahaa puuttuu. Virta <b>vie</b> *ja* tuo.", "Toinen kappale tiloista."), "fi", ""),
    ]
    swedish = [part for part in made("sv").parts if isinstance(part, QuotePart)]
    assert [part.source for part in swedish] == ["Socialt", "Socialt", ""]
    assert [block.lang for block in flow(made()) if isinstance(block, Quoted)] == ["fi", "sv", "fi"]


def test_html() -> None:
    page = html_bytes(made()).decode()
    assert page.count('<figure class="quote">') == 3
    assert "<blockquote>\n<p>[henkilö] vaali salaisuuksia tiloistamme.</p>\n</blockquote>" in page
    assert '<blockquote lang="sv">\n<p>Vi behöver mera' in page
    assert page.count("<figcaption>Sosiaaliala</figcaption>") == 2
    assert "<p>Rahaa puuttuu. Virta &lt;b&gt;vie&lt;/b&gt; *ja* tuo.</p>\n<p>Toinen kappale" in page
    assert '<blockquote lang="fi">' in html_bytes(made("sv")).decode()


def test_markdown() -> None:
    text = markdown_bytes(made()).decode()
    assert "> \\[henkilö\\] vaali salaisuuksia tiloistamme.\n>\n> – Sosiaaliala\n\n> Vi behöver" in text
    assert "> Rahaa puuttuu. Virta \\<b\\>vie\\</b\\> \\*ja\\* tuo.\n>\n> Toinen kappale tiloista.\n" in text


def test_word() -> None:
    import docx

    file = docx.Document(io.BytesIO(docx_bytes(made())))
    quotes = [paragraph for paragraph in file.paragraphs if _style(paragraph) == "Quote"]
    assert [paragraph.text for paragraph in quotes] == [
        "[henkilö] vaali salaisuuksia tiloistamme.",
        "– Sosiaaliala",
        "Vi behöver mera lokaler och pengar för verksamheten.",
        "– Sosiaaliala",
        "Rahaa puuttuu. Virta <b>vie</b> *ja* tuo.",
        "Toinen kappale tiloista.",
    ]
    spoken = [paragraph._p.xpath(".//w:lang/@w:val") for paragraph in quotes]
    assert spoken == [["fi-FI"], ["fi-FI"], ["sv-FI"], ["fi-FI"], ["fi-FI"], ["fi-FI"]]
    kept = [bool(paragraph._p.xpath("./w:pPr/w:keepNext")) for paragraph in quotes]
    assert kept == [True, False, True, False, True, False]


def test_word_adds_the_style_to_a_template_that_lacks_it(tmp_path: Path) -> None:
    import docx

    template = docx.Document()
    style = next(style for style in template.styles if style.name == "Quote")
    style.element.getparent().remove(style.element)
    buffer = io.BytesIO()
    template.save(buffer)
    path = tmp_path / "template.docx"
    path.write_bytes(buffer.getvalue())
    file = docx.Document(io.BytesIO(docx_bytes(made(), template=path)))
    assert next(p.text for p in file.paragraphs if _style(p) == "Quote").startswith("[henkilö]")


def test_excel() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(made())))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, str)]
    texts = [cell.value for cell in cells]
    assert texts[3:5] == ["[henkilö] vaali salaisuuksia tiloistamme.", "– Sosiaaliala"]
    assert cells[3].font.italic
    assert not cells[4].font.italic


def test_pdf_tags_quotations_and_their_language() -> None:
    pdf = pdf_bytes(made())
    found = pdf.decode("latin-1")
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            found += zlib.decompress(stream[1]).decode("latin-1")
    assert len(re.findall(r"/S ?/BlockQuote", found)) == 3
    assert set(re.findall(r"/Lang ?\(([a-z]{2})", found)) == {"fi", "sv"}
    # The file still meets the standard of accessible PDF.
    assert "pdfuaid" in found


@pytest.mark.parametrize("writer", WRITERS)
def test_the_same_quotations_give_the_same_bytes_without_the_answer(writer: Any) -> None:
    once = writer(made())
    assert once == writer(made())
    whole = once
    if once[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(once)) as parts:
            whole = b"".join(parts.read(name) for name in parts.namelist())
    for secret in (*SECRETS[:2], SECRETS[3], "Matti"):
        assert secret.encode() not in whole


def test_a_report_of_a_quotation_alone(tmp_path: Path) -> None:
    for one in (FIRST, FIRST.quotation, [FIRST]):
        assert "vaali" in vk.report(one, tmp_path / "a.md").read_text("utf-8")


def test_uncleared_excerpts_are_refused_and_only_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    bare = excerpt("v2")
    with pytest.raises(DisclosureError, match=r"^the excerpt has not been cleared") as caught:
        vk.report(bare, path)
    assert "Tilat ovat" not in str(caught.value)
    with pytest.raises(DisclosureError, match=r"^2 of 5 excerpts have not been cleared"):
        vk.report([*ITEMS, bare, excerpt("v9"), FIRST.hide(0) if FIRST.undecided else FIRST], path)
    assert not path.exists()


def test_internal_reports_stamp_them(tmp_path: Path) -> None:
    doubtful = excerpt("v9")
    text = vk.report([doubtful, excerpt("v2", group="tyyppi")], tmp_path / "a.md", internal=True).read_text("utf-8")
    assert "sisäiseen käyttöön" in text
    assert "> Rahaa puuttuu. \\[henkilö?\\] vie." in text
    assert "> – sitaattia ei ole hyväksytty julkaistavaksi" in text
    assert "> – Sosiaaliala, sitaattia ei ole hyväksytty julkaistavaksi" in text


def test_a_report_still_needs_something_to_show(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="at least one table"):
        vk.report(["Pelkkä teksti"], tmp_path / "a.html")
