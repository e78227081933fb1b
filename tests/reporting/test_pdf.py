from __future__ import annotations

import builtins
import html
import re
import zlib
from typing import Any

import pytest
from attrs import evolve
from made_answers import kysely, responses

from verkosto.aggregate import Table, chi_square, frequency
from verkosto.errors import MissingExtraError, SourceError
from verkosto.instruments import Option, SingleChoice
from verkosto.reporting import Heading, Picture, report, tile_map
from verkosto.reporting._compose import document
from verkosto.reporting._pdf import pdf_bytes
from verkosto.responses import Responses


def inflated(pdf: bytes) -> str:
    """What stands in a PDF, its packed streams unpacked."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return "\n".join(part.decode("latin-1") for part in parts)


def pdf_of(*items: Any, **options: Any) -> bytes:
    return pdf_bytes(document(items, **{"lang": "fi", "internal": True, **options}))


def test_a_pdf_of_every_shape_is_accessible_and_archivable(tables: list[Table], answers: Responses) -> None:
    others = (tile_map({"13": 12}, title="Jäseniä"), chi_square(answers, "malli", by="laji"))
    pdf = pdf_of(Heading("Luku"), "Teksti.", *others, *tables, title="Kysely")
    found = inflated(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert re.search(r"/Type ?/Catalog.*?/Lang ?\(fi-FI\)", found, re.DOTALL)
    assert "<pdfaid:part>2</pdfaid:part>" in found
    assert "<pdfuaid:part>1</pdfuaid:part>" in found
    assert "/Marked true" in found
    # Headings, header cells, cells, pictures and lists are tagged as what they are.
    assert {"Title", "H1", "H2", "TH", "TD", "Figure", "LBody", "TOC"} <= set(re.findall(r"/S ?/(\w+)", found))


def test_pictures_have_their_alternative_text(bars: Table) -> None:
    (alt,) = set(re.findall(r"/Alt ?<FEFF(\w+)>", inflated(pdf_of(bars))))
    text = bytes.fromhex(alt).decode("utf-16-be")
    assert "Kannatatko?" in text
    assert "Kannatan 60\xa0% (50–69\xa0%)" in text


def test_the_same_document_is_the_same_bytes(bars: Table) -> None:
    assert pdf_of(bars) == pdf_of(bars)


def test_the_language_and_title_are_those_of_the_report(bars: Table) -> None:
    found = inflated(pdf_of(bars, lang="en", title="A (survey)", internal=True))
    assert re.search(r"/Type ?/Catalog.*?/Lang ?\(en-GB\)", found, re.DOTALL)
    assert '<rdf:li xml:lang="x-default">A (survey)</rdf:li>' in found


def test_no_text_is_read_as_markup(bars: Table) -> None:
    evil = '#panic("x") $x$ *b* _i_ @ref <label> // ~ \\ ` = - + / "]} {{ #sys.inputs'
    question = SingleChoice(id="q", text=evil, options=(Option("a", evil), Option("b", "€ 😀 中文")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]}), "q")
    noted = evolve(table, provenance={"source": evil})
    found = inflated(pdf_of(Heading(evil), evil, noted, title=evil, text=evil))
    # The title of the metadata is the text itself, and so is the alternative text of the picture.
    (title,) = re.findall(r'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">(.*?)</rdf:li>', found)
    assert html.unescape(title) == evil
    alts = [bytes.fromhex(alt).decode("utf-16-be") for alt in re.findall(r"/Alt ?<FEFF(\w+)>", found)]
    assert any(alt.startswith(f"Pylväskuvio: {evil}") for alt in alts)


def test_what_is_no_character_breaks_nothing() -> None:
    odd = "a\0\ud83d\x0b\u2028b"
    question = SingleChoice(id="q", text=odd, options=(Option("a", odd), Option("b", "B")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]}), "q")
    assert pdf_of(table, title=odd).startswith(b"%PDF")


def test_a_missing_extra_names_the_command(bars: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return whole(name, *rest, **more)

    made = document([bars], lang="fi", internal=True)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[pdf\]'"):
        pdf_bytes(made)


def test_a_letter_without_a_font_costs_the_standard_and_nothing_else(
    bars: Table, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    import matplotlib as mpl

    made = document([bars], lang="fi", internal=True, title="中文")
    # Without the fonts of matplotlib nothing has these letters.
    monkeypatch.setattr(mpl, "get_data_path", lambda: str(tmp_path))
    pdf = pdf_bytes(made)
    assert pdf.startswith(b"%PDF")
    assert "pdfaid:part" not in inflated(pdf)


def test_what_typst_refuses_is_an_error_of_ours(bars: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    made = document([bars], lang="fi", internal=True)
    monkeypatch.setattr(Picture, "svg", "<svg")
    with pytest.raises(SourceError, match=r"cannot be set as PDF: .*Write it as \.html or \.docx"):
        pdf_bytes(made)


def test_report_writes_a_pdf(bars: Table, tmp_path: Any) -> None:
    place = report(bars, tmp_path / "raportti.pdf", internal=True)
    assert place.read_bytes().startswith(b"%PDF")
