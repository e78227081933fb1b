from __future__ import annotations

import builtins
import itertools
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from attrs import evolve
from made_answers import kysely, responses

from verkosto.aggregate import Table, frequency
from verkosto.errors import (
    MissingExtraError,
    OptionError,
    SourceError,
    UnprotectedTableError,
)
from verkosto.instruments import Option, SingleChoice
from verkosto.reporting import report
from verkosto.text import LocalText

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """What a page holds: its elements, its text, and whether every element is closed where it should be."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def written(tables: Any, folder: Path, **options: Any) -> str:
    return report(tables, folder / "raportti.html", internal=True, **options).read_text("utf-8")


def test_a_report_of_every_shape_is_sound_html(tables: list[Table], tmp_path: Path) -> None:
    page = Page(written(tables, tmp_path))
    assert not page.faults
    assert not page.open
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for name in ("href", "aria-labelledby", "aria-describedby"):
        targets = {a[name].removeprefix("#") for _, a in page.tags if a.get(name)}  # type: ignore[union-attr]
        assert targets <= set(ids)
    assert page.all("html") == [{"lang": "fi"}]
    assert len(page.all("section")) == len(tables)


def test_headings_descend_without_gaps(tables: list[Table], tmp_path: Path) -> None:
    levels = [int(tag[1]) for tag, _ in Page(written(tables, tmp_path)).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_can_be_walked_through(tables: list[Table], tmp_path: Path) -> None:
    page = Page(written(tables, tmp_path))
    assert len(page.all("caption")) == len(page.all("table")) == 6
    assert {a["scope"] for a in page.all("th")} == {"col", "row"}
    # What may be wider than a screen is reached by keyboard, and says what it is.
    wide = [a for a in page.all("div") if a.get("class") in ("scroll", "picture")]
    assert len(wide) == 12
    assert all(a.get("tabindex") == "0" and a.get("role") == "region" and a.get("aria-label") for a in wide)


def test_each_picture_has_a_text(tables: list[Table], tmp_path: Path) -> None:
    page = Page(written(tables, tmp_path))
    pictures = [a for a in page.all("svg") if a.get("role") == "img"]
    assert len(pictures) == 6
    assert "Pylväskuvio: Kannatatko?" in page.text
    assert "Kannatan 60\xa0% (50–69\xa0%)" in page.text


def test_a_page_needs_nothing_from_elsewhere(tables: list[Table], tmp_path: Path) -> None:
    markup = written(tables, tmp_path)
    page = Page(markup)
    assert not page.all("script")
    assert not page.all("link")
    assert not page.all("img")
    assert "http://" not in markup
    assert "https://" not in markup
    assert "@import" not in markup
    assert "default-src 'none'" in markup


def test_the_same_tables_give_the_same_bytes(tables: list[Table], tmp_path: Path) -> None:
    first = report(tables, tmp_path / "a.html", internal=True).read_bytes()
    with mpl.rc_context({"font.size": 20.0, "axes.facecolor": "red", "svg.hashsalt": None}):
        second = report(iter(tables), tmp_path / "b.html", internal=True).read_bytes()
    assert first == second


@pytest.mark.parametrize(
    ("lang", "stamp", "title"),
    [
        ("fi", "sisäiseen käyttöön", "Taulukot"),
        ("sv", "för internt bruk", "Tabeller"),
        ("en", "for internal use", "Tables"),
    ],
)
def test_the_stamp_is_on_the_screen_and_on_every_printed_page(
    bars: Table, tmp_path: Path, lang: str, stamp: str, title: str
) -> None:
    markup = written(bars, tmp_path, lang=lang)
    page = Page(markup)
    assert page.all("html") == [{"lang": lang}]
    assert f"{title} ({stamp})" in page.text
    assert f'<p class="stamp"><strong>{stamp}</strong>' in markup
    printed = markup.partition("@media print")[2]
    assert re.search(r"\.page-stamp \{[^}]*display: block[^}]*position: fixed", printed)
    assert '<div class="page-stamp"' in markup


def test_what_nobody_protected_is_refused(bars: Table, dots: Table, tmp_path: Path) -> None:
    place = tmp_path / "raportti.html"
    with pytest.raises(UnprotectedTableError, match=r"the table has not been protected.*internal=True"):
        report(bars, place)
    with pytest.raises(UnprotectedTableError, match="all 2 tables"):
        report([bars, dots], place, internal=False)
    # Whatever looks true is not enough: the word must be said.
    with pytest.raises(UnprotectedTableError):
        report(bars, place, internal=1)  # type: ignore[arg-type]
    assert not place.exists()


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ([], "at least one table"),
        ("malli_a", "takes tables, not str"),
        (5, "takes tables, not int"),
        ([{"n": 1}], "item 1 of the report is no table but dict"),
    ],
)
def test_what_is_no_table_is_refused(tables: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=message):
        report(tables, tmp_path / "raportti.html", internal=True)


def test_a_place_that_cannot_be_written(bars: Table, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be written: .*Check the folder"):
        report(bars, tmp_path / "ei" / "ole.html", internal=True)
    with pytest.raises(SourceError, match="cannot be written"):
        report(bars, f"{tmp_path}/a\0b.html", internal=True)
    (tmp_path / "kansio.html").mkdir()
    with pytest.raises(SourceError, match=r"kansio\.html"):
        report(bars, tmp_path / "kansio.html", internal=True)


@pytest.mark.parametrize(
    ("path", "message"), [("raportti.docx", "ends in .html"), ("raportti", "ends in"), (7, "not int")]
)
def test_a_place_of_another_kind(bars: Table, path: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        report(bars, path, internal=True)


def test_an_unknown_language(bars: Table, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="No language 'suomi'"):
        report(bars, tmp_path / "r.html", lang="suomi", internal=True)


@pytest.mark.parametrize("lacking", ["jinja2", "matplotlib"])
def test_a_missing_extra_names_the_command(
    bars: Table, tmp_path: Path, lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == lacking:
            raise ImportError(name)
        return whole(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[report\]'"):
        report(bars, tmp_path / "r.html", internal=True)


def test_title_and_text_are_texts_and_no_markup(bars: Table, tmp_path: Path) -> None:
    title = LocalText(fi="Kysely & <b>vastaukset</b>", en="Survey")
    markup = written(bars, tmp_path, title=title, text="Ensimmäinen\nkappale.\n\n\n<script>alert(1)</script>")
    assert "<h1>Kysely &amp; &lt;b&gt;vastaukset&lt;/b&gt;</h1>" in markup
    assert '<p class="lead">Ensimmäinen kappale.</p>' in markup
    assert '<p class="lead">&lt;script&gt;alert(1)&lt;/script&gt;</p>' in markup
    assert "<h1>Survey</h1>" in written(bars, tmp_path, title=title, lang="en")


def test_labels_from_a_codebook_bring_no_markup(tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>\ud83d"
    question = SingleChoice(id="q", text=evil, options=(Option("a", evil), Option("b", "€ $5$ 😀")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]}), "q")
    page = Page(written(evolve(table, notes=(LocalText(fi=evil),), provenance={"source": evil}), tmp_path))
    assert not page.all("img")
    assert not page.faults


def test_path_may_be_any_path(bars: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert report(bars, "R.HTM", internal=True) == Path("R.HTM")
    assert os.listdir(tmp_path) == ["R.HTM"]  # noqa: PTH208


def test_a_table_without_answers_says_so(nothing: Table, tmp_path: Path) -> None:
    page = Page(written(nothing, tmp_path))
    assert "Taulukossa ei ole yhtään vastausta." in page.text
    assert not page.all("table")


def test_sources_stand_once(bars: Table, tmp_path: Path) -> None:
    named = evolve(bars, provenance={"source": "vienti.xlsx"})
    assert written([named, named], tmp_path).count("tiedosto vienti.xlsx") == 1
    assert "Aineisto" not in Page(written(bars, tmp_path)).text
