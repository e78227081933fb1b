from __future__ import annotations

from pathlib import Path

import pytest
from pictures import faults, texts
from ranked_answers import themed

from verkosto.disclosure import protect
from verkosto.errors import OptionError, UnprotectedTableError
from verkosto.reporting import cooccurrence_map, report
from verkosto.themes import Cooccurrence, cooccurrence

TICKS = (
    [["tilat", "raha"]] * 12
    + [["tilat"]] * 8
    + [["raha", "tieto"]] * 9
    + [["tieto"]] * 11
    + [["apu", "tilat"], ["apu"]]
)


@pytest.fixture(scope="module")
def found() -> Cooccurrence:
    return cooccurrence(themed(TICKS), "teemat")


@pytest.fixture(scope="module")
def published(found: Cooccurrence) -> Cooccurrence:
    return found.on(protect(found.tables))


def test_rows_are_the_figures_most_common_first(found: Cooccurrence) -> None:
    picture = cooccurrence_map(found)
    assert picture.header == ("Teema", "Tilat", "Raha", "Tieto", "Apu", "n")
    assert picture.rows[0] == ("Tilat", "", "57\xa0%", "0\xa0%", "5\xa0%", "21")
    assert [row[-1] for row in picture.rows] == ["21", "21", "20", "2"]
    given = cooccurrence_map(found, sort="given", measure="share", lang="en")
    assert given.rows[1] == ("RAHA", "29%", "", "", "", "21")
    assert "The share of all answers that bear both themes." in given.alt
    either = cooccurrence_map(found, measure="jaccard")
    assert either.rows[1][1] == "40\xa0%"


def test_the_alt_text_names_the_ends(found: Cooccurrence) -> None:
    alt = cooccurrence_map(found, lang="en").alt
    assert alt.startswith("Co-occurrence map: What is wished for? Of the answers that bear the theme of the row, ")
    assert "Largest: TILAT – RAHA 57%, RAHA – TILAT 57%, APU – TILAT 50%." in alt
    assert "Smallest: " in alt


def test_kept_back_figures_are_named_and_not_shown(published: Cooccurrence) -> None:
    picture = cooccurrence_map(published)
    rows = {row[0]: row for row in picture.rows}
    assert rows["Tilat"][picture.header.index("Apu")] == "salattu"
    assert "Salattuja lukuja on" in picture.alt or "Salattu" in picture.alt
    assert not picture.internal
    assert "salattu" in texts(picture)


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_nothing_is_cut_and_nothing_overlaps(published: Cooccurrence, lang: str) -> None:
    assert faults(cooccurrence_map(published, lang=lang)) == []


def test_long_names_break_and_fit() -> None:
    names = ("vapaaehtoistoiminnan_koordinointi_ja_tuki", "yhteiset toimitilat ja varastot", "b", "c")
    many = cooccurrence(themed([[names[0], names[1]]] * 5 + [["b", "c", names[1]]] * 5, themes=names), "teemat")
    assert faults(cooccurrence_map(many)) == []
    assert faults(cooccurrence_map(many, title="")) == []


def test_only_protected_figures_are_for_the_public(
    found: Cooccurrence, published: Cooccurrence, tmp_path: Path
) -> None:
    own = cooccurrence_map(found)
    assert own.internal
    assert "sisäiseen käyttöön" in texts(own)
    with pytest.raises(UnprotectedTableError, match="the picture 'Mitä toivotaan"):
        report([own], tmp_path / "ei.html")
    report([cooccurrence_map(published)], tmp_path / "julki.html")
    assert "salattu" in (tmp_path / "julki.html").read_text("utf-8")


def test_the_same_input_gives_the_same_bytes(found: Cooccurrence) -> None:
    assert cooccurrence_map(found).svg == cooccurrence_map(found).svg


def test_nobody_answered_leaves_dashes() -> None:
    picture = cooccurrence_map(cooccurrence(themed([None, None]), "teemat"))
    assert picture.rows[0] == ("Tilat", "", "–", "–", "–", "0")


def test_wrong_arguments(found: Cooccurrence) -> None:
    with pytest.raises(OptionError, match=r"what `themes.cooccurrence` returns, not a str"):
        cooccurrence_map("x")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="measure='lift' is none of conditional, share, jaccard"):
        cooccurrence_map(found, measure="lift")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="sort='name' is none of value, given"):
        cooccurrence_map(found, sort="name")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="No language"):
        cooccurrence_map(found, lang="de")
    many = tuple(f"t{place}" for place in range(21))
    with pytest.raises(OptionError, match="21 themes make squares too small"):
        cooccurrence_map(cooccurrence(themed([["t0", "t1"]] * 5, themes=many), "teemat"))
