from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from verkosto.aggregate import Table
from verkosto.reporting._canvas import Canvas, style
from verkosto.reporting._charts import panel_picture
from verkosto.reporting._panels import panels
from verkosto.reporting._svg import Letters, inline, standalone


def drawn(table: Table, name: str, letters: Letters) -> str:
    picture = panel_picture(panels(table)[0], "fi")
    assert picture is not None
    return inline(picture.svg, name, letters, title="Kuvio <1>", description="A & B")


def test_a_picture_is_named_and_described(bars: Table) -> None:
    svg = ET.fromstring(drawn(bars, "kuva", Letters()))  # noqa: S314 - our own picture
    assert svg.attrib["role"] == "img"
    named = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert named[svg.attrib["aria-labelledby"]] == "Kuvio <1>"
    assert named[svg.attrib["aria-describedby"]] == "A & B"
    assert {"width", "height"}.isdisjoint(svg.attrib)


def test_ids_are_unique_on_a_page_and_every_reference_leads_somewhere(tables: list[Table]) -> None:
    letters = Letters()
    parts = [drawn(table, f"kuva{place}", letters) for place, table in enumerate(tables[:5])]
    page = "".join([letters.markup(), *parts])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
    assert re.findall(r"url\(#kuva2-", page)


def test_nothing_points_outside_the_page(bars: Table) -> None:
    markup = drawn(bars, "kuva", Letters())
    assert "http" not in markup
    assert "metadata" not in markup
    assert "xmlns" not in markup


def test_the_same_table_gives_the_same_bytes(dots: Table) -> None:
    one, other = Letters(), Letters()
    assert drawn(dots, "kuva", one) == drawn(dots, "kuva", other)
    assert one.markup() == other.markup()


def test_letters_are_shared_but_never_mixed_up() -> None:
    letters = Letters()
    first = ET.Element("path", {"id": "DejaVuSans-1", "d": "M 0 0"})
    assert letters.take(first)
    assert letters.take(ET.Element("path", {"id": "DejaVuSans-1", "d": "M 0 0"}))
    assert not letters.take(ET.Element("path", {"id": "DejaVuSans-1", "d": "M 1 1"}))
    assert letters.markup().count("<path") == 1


def test_words_are_shared_by_pictures(bars: Table) -> None:
    letters = Letters()
    first, second = (drawn(bars, name, letters).replace(name, "kuva") for name in ("yksi", "kaksi"))
    assert first == second
    assert letters.markup().count('id="word-') == len(set(re.findall(r"#word-\d+", first)))


def test_letters_of_another_shape_stay_with_their_picture() -> None:
    letters = Letters()
    letters.take(ET.Element("path", {"id": "DejaVuSans-1", "d": "M 0 0"}))
    assert letters.word([ET.Element("use", {"href": "#DejaVuSans-1"})]) == "word-0"
    assert letters.word([ET.Element("use", {"href": "#kuva-DejaVuSans-1"})]) is None


def test_a_picture_keeps_its_own_letters_where_the_page_has_others_of_that_name(bars: Table) -> None:
    shared = Letters()
    drawn(bars, "yksi", shared)
    name = re.findall(r'id="(DejaVuSans[^"]*)"', shared.markup())[0]
    letters = Letters()
    letters.take(ET.Element("path", {"id": name, "d": "M 0 0"}))
    markup = drawn(bars, "kuva", letters)
    assert f'id="kuva-{name}"' in markup
    assert f'href="#kuva-{name}"' in markup


@pytest.mark.parametrize("text", ["日本 😀", "$x^2$", "a\x07b", "<script>"])
def test_any_text_can_be_drawn(text: str) -> None:
    with style():
        canvas = Canvas(3, 1)
        canvas.text(1, 0.5, [text])
        alone = standalone(canvas.figure, title="t", description="d")
        markup = inline(alone, "kuva", Letters(), title="t", description="d")
        assert ET.fromstring(markup).tag == "svg"  # noqa: S314 - our own picture
