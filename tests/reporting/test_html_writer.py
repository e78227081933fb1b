from __future__ import annotations

import base64
import builtins
import hashlib
import itertools
import re
from typing import Any

import matplotlib as mpl
import pytest
from attrs import evolve
from made_answers import kysely, responses, vastaukset
from read_pages import Page

from verkosto.aggregate import Table, chi_square, crosstab, frequency, mean
from verkosto.errors import MissingExtraError
from verkosto.instruments import Option, SingleChoice
from verkosto.reporting import Heading, tile_map
from verkosto.reporting._compose import document
from verkosto.reporting._document import Document, SheetPart
from verkosto.reporting._html import html_bytes
from verkosto.responses import Responses
from verkosto.text import LocalText


def written(items: Any, **options: Any) -> str:
    listed = [items] if isinstance(items, Table) else items
    given: dict[str, Any] = {"lang": "fi", "internal": True, "pictures": False, **options}
    return html_bytes(document(listed, **given)).decode("utf-8")


@pytest.fixture(scope="module")
def markup(tables: list[Table]) -> str:
    picture = tile_map({"13": 12, "19": 7}, title="Jäsenjärjestöjä")
    parts = [Heading("Luku"), "Tekstiä.", *tables, Heading("Osa", level=2), picture, tables[0]]
    return written(parts, title="Raportti", text="Alkusanat.", pictures=True)


@pytest.fixture(scope="module")
def page(markup: str) -> Page:
    return Page(markup)


def test_a_report_of_every_shape_is_sound_html(page: Page, tables: list[Table]) -> None:
    assert not page.faults
    assert not page.open
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for name in ("href", "aria-labelledby", "aria-describedby", "for"):
        targets = {a[name].removeprefix("#") for _, a in page.tags if a.get(name)}  # type: ignore[union-attr]
        assert targets <= set(ids)
    assert page.all("html") == [{"lang": "fi"}]
    # Tables, the picture, the table said again, notes on method, how to read.
    assert len(page.all("section")) == len(tables) + 4


def test_headings_descend_without_gaps(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert max(levels) == 4


def test_tables_can_be_walked_through(page: Page) -> None:
    assert {a["scope"] for a in page.all("th")} == {"col", "row"}
    # What may be wider than a screen is reached by keyboard and says what it is. There are too many for landmarks.
    wide = [*page.of_class("div", "scroll"), *page.of_class("div", "picture")]
    assert len(wide) == len(page.all("table")) + len(page.all("figure"))
    assert all(a.get("tabindex") == "0" and a.get("role") == "group" and a.get("aria-label") for a in wide)


def test_each_picture_has_a_text(page: Page) -> None:
    pictures = [a for a in page.all("svg") if a.get("role") == "img"]
    assert len(pictures) == len(page.all("figure")) > 5
    assert "Kannatan 60\xa0% (50–69\xa0%)" in page.text


def test_a_page_needs_nothing_from_elsewhere_and_runs_one_script(markup: str, page: Page) -> None:
    for tag in ("link", "img", "iframe", "object"):
        assert not page.all(tag)
    assert not re.search(r"https?://|@import|javascript:", markup)
    script = re.findall(r"<script>(.*?)</script>", markup, re.DOTALL)
    assert len(script) == 1
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    assert policy is not None
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)]


def test_the_same_tables_give_the_same_bytes(bars: Table, dots: Table) -> None:
    first = written([bars, dots], pictures=True)
    with mpl.rc_context({"font.size": 20.0, "axes.facecolor": "red", "svg.hashsalt": None}):
        assert written([bars, dots], pictures=True) == first


@pytest.mark.parametrize(
    ("lang", "stamp", "title"),
    [
        ("fi", "sisäiseen käyttöön", "Taulukot"),
        ("sv", "för internt bruk", "Tabeller"),
        ("en", "for internal use", "Tables"),
    ],
)
def test_the_stamp_is_on_the_screen_and_on_every_printed_page(bars: Table, lang: str, stamp: str, title: str) -> None:
    found = written(bars, lang=lang)
    page = Page(found)
    assert page.all("html") == [{"lang": lang}]
    assert f"{title} ({stamp})" in page.text
    assert f'<aside class="stamp" aria-label="{stamp}"><strong>{stamp}</strong>' in found
    printed = found.partition("@media print")[2]
    assert re.search(r"\.page-stamp \{[^}]*display: block[^}]*position: fixed", printed)
    assert '<div class="page-stamp"' in found
    assert "noindex" in found


def test_without_the_stamp_nothing_of_it_stays(bars: Table) -> None:
    found = written(bars, internal=False)
    assert "sisäiseen käyttöön" not in found.partition("<dl>")[0]
    assert "noindex" not in found
    assert "page-stamp" not in found.partition("</style>")[2]


def test_figures_have_what_they_are_sorted_by_and_no_more_than_is_seen(answers: Responses) -> None:
    found = written([crosstab(answers, "malli", by="laji"), mean(answers, "suosittelu", by="laji")])
    cells = re.findall(r'<td data-value="([^"]+)">([^<]+)', found)
    assert ("67", "67\xa0% ") in cells
    assert any("," in text for _, text in cells)
    assert all(float(value) == float(re.sub(r"\xa0%| ", "", text).replace(",", ".")) for value, text in cells)


def test_short_tables_are_not_sorted(answers: Responses) -> None:
    assert 'class="dots"' in written(crosstab(answers, "malli", by="laji"))
    assert 'sortable"' in written(crosstab(answers, "malli", by="maakunta"))


def test_what_has_no_figure_has_nothing_to_sort_by() -> None:
    rows = vastaukset(malli=["k", None], laji=["p", "v"])
    found = written(crosstab(rows, "malli", by="laji"))
    assert "<td>–</td>" in found
    assert '<td data-value="0">0</td>' in found


def test_the_contents_stand_where_there_is_enough_to_find(bars: Table, dots: Table, two_ways: Table) -> None:
    assert not Page(written(bars)).all("nav")
    page = Page(written([Heading("Alku"), bars, dots, two_ways]))
    links = [a["href"] for a in page.all("a")][1:]
    assert len(links) == 1 + 3 + 2 + 1
    assert len(page.of_class("li", "depth-0")) == 2
    assert len(page.of_class("li", "depth-2")) == 2
    assert "Kannatatko? – ryhmittäin: maakunta" in page.text
    assert 'class="long"' in written([bars] * 15)


def test_titles_and_texts_are_no_markup(bars: Table) -> None:
    title = LocalText(fi="Kysely & <b>vastaukset</b>", en="Survey")
    found = written([bars, "<b>toinen</b>"], title=title, text="Ensimmäinen\nkappale.\n\n\n<script>alert(1)</script>")
    assert "<h1>Kysely &amp; &lt;b&gt;vastaukset&lt;/b&gt;</h1>" in found
    assert '<p class="lead">Ensimmäinen kappale.</p>' in found
    assert '<p class="lead">&lt;script&gt;alert(1)&lt;/script&gt;</p>' in found
    assert '<p class="prose">&lt;b&gt;toinen&lt;/b&gt;</p>' in found
    assert "<h1>Survey</h1>" in written(bars, title=title, lang="en")


def test_labels_from_a_codebook_bring_no_markup() -> None:
    evil = "<img src=x onerror=alert(1)>\ud83d"
    question = SingleChoice(id="q", text=evil, options=(Option("a", evil), Option("b", "€ $5$ 😀")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]}), "q")
    page = Page(written(evolve(table, notes=(LocalText(fi=evil),), provenance={"source": evil}), pictures=True))
    assert not page.all("img")
    assert not page.faults


def test_a_table_without_answers_says_so(nothing: Table) -> None:
    page = Page(written(nothing))
    assert "Taulukossa ei ole yhtään vastausta." in page.text
    assert not page.all("table")


def test_a_picture_of_the_caller_stands_with_its_data(page: Page) -> None:
    assert "Jäsenjärjestöjä" in page.text
    assert page.all("details")
    assert "Keski-Suomi" in page.text


def test_a_test_is_a_small_table_with_its_notes(answers: Responses) -> None:
    found = chi_square(answers, "malli", "laji")
    page = Page(written([found]))
    assert all(line in page.text for line in found.sheet("fi").title.split("\n"))
    assert len(page.of_class("table", "sheet")) == 1
    assert all(note in page.text for note in found.sheet("fi").notes)


def test_a_result_of_words_alone_has_no_table() -> None:
    sheet = SheetPart("Testi", ("Ei voitu testata.",), "s1", 1, (), (), frozenset(), ("Liian vähän.",))
    page = Page(html_bytes(Document("Raportti", "fi", internal=False, parts=(sheet,))).decode())
    assert not page.all("table")
    assert "Ei voitu testata." in page.text
    assert "Liian vähän." in page.text


def test_a_missing_extra_names_the_command(bars: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    made = document([bars], lang="fi", internal=True, pictures=False)
    whole = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "jinja2":
            raise ImportError(name)
        return whole(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[report\]'"):
        html_bytes(made)
