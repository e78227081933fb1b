from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.errors import OptionError
from verkosto.html import escape, table


class Reader(HTMLParser):
    """Collects the cells of a table, as a browser sees them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in {"th", "td"}:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.tags[-1] in {"th", "td"}:
            self.cells[-1] += data


# A carriage return and NUL are changed by every HTML parser; no label holds them.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3), TEXTS)
def test_no_text_can_bring_markup_and_every_cell_arrives(rows: list[tuple[str, str]], caption: str) -> None:
    reader = Reader()
    reader.feed(table(["a", "b"], rows, caption=caption).replace("\n", ""))
    reader.close()
    assert set(reader.tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert reader.cells == ["a", "b", *(cell for row in rows for cell in row)]


def test_a_table_names_its_headers_and_aligns_numbers() -> None:
    html = table(["Maakunta", "n"], [["Lappi", 12], ["Kainuu", 3]], numeric=[1])
    assert html.count('<th scope="col"') == html.count('<th scope="row">') == 2
    assert '<th scope="col" style="text-align: right">n</th>' in html
    assert '<td style="text-align: right">12</td>' in html
    assert "caption" not in html


def test_escaped_text_is_safe_in_an_attribute() -> None:
    assert escape("\"'<>&") == "&quot;&#x27;&lt;&gt;&amp;"
    assert escape(5) == "5"


@pytest.mark.parametrize("row", [["Lappi"], ["Lappi", 1, 2]])
def test_a_row_must_be_as_long_as_the_header(row: list[object]) -> None:
    with pytest.raises(OptionError, match="header 2"):
        table(["Maakunta", "n"], [row])


def test_a_caption_keeps_its_lines() -> None:
    assert "<caption>F = 1 &lt; 2<br>p = 0.3</caption>" in table(["a"], [["1"]], caption="F = 1 < 2\np = 0.3")
