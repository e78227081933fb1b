"""Webropol's exports: both layouts in every kind of file, and titles as they are in the wild."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from exports import WRITERS, Cell, export
from form_answers import codes, told
from reading import findings, made
from webropol import KUUT, LAYOUT_A, LAYOUT_B, NBSP, REPEATED_B, SYYT, one, opened, quietly

from verkosto.backends import _text_rows
from verkosto.instruments import Option, SingleChoice, Text

# ---- whole files


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("stated", [True, False], ids=["stated", "found"])
@pytest.mark.parametrize(
    ("layout", "rows"), [("A", LAYOUT_A), ("B", LAYOUT_B), ("B", REPEATED_B)], ids=["A", "B", "B-repeated"]
)
def test_both_layouts_tell_the_same(
    tmp_path: Path, layout: str, rows: Sequence[Sequence[Cell]], stated: bool, writer: str
) -> None:
    path = export(tmp_path, rows, writer)
    responses = quietly(path, strict=True, layout=layout if stated else None)
    assert codes(responses, "malli") == ["k", "e", "!not_answered"]
    assert codes(responses, "kuut[kesa]") == [True, False, "!not_answered"]
    assert codes(responses, "kuut[muu]") == [False, True, "!not_answered"]
    assert codes(responses, "kuut[muu].text") == ["!not_answered", "syyskuu", "!not_answered"]
    assert codes(responses, "vaitteet[r1]") == ["1", "2", "!not_answered"]
    assert codes(responses, "vaitteet[r2]") == ["2", "!not_answered", "!not_answered"]
    assert codes(responses, "jasenia") == [1500, 2.5, "!not_answered"]
    assert codes(responses, "syy1") == ["a", "!not_answered", "d"]
    assert codes(responses, "syy2") == ["b", "c", "!not_answered"]
    assert responses.frame["aika"].iloc[0] == pd.Timestamp(2020, 2, 5, 9, 5)
    assert [table.rows.tolist() for table in opened(path)] == [[2, 3, 4] if layout == "A" else [3, 4, 5]]
    found = told(responses).options.get("found_layout", "")
    assert (found == "") if stated else found.startswith(f"{layout}: ")
    cells = told(responses).cells
    assert (cells.read, cells.decoded) == (17, 17)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("rows", [LAYOUT_A, LAYOUT_B], ids=["A", "B"])
def test_what_is_detected_is_read_as_if_it_were_named(
    tmp_path: Path, rows: Sequence[Sequence[Cell]], writer: str
) -> None:
    path = export(tmp_path, rows, writer, name="Kysely_Perusraportti")
    found, named = quietly(path, backend=None), quietly(path)
    assert told(found).backend == "webropol"
    pd.testing.assert_frame_equal(found.frame, named.frame)
    assert found.issues == named.issues


# ---- titles


@pytest.mark.parametrize("title", [f"Miksi?{NBSP}", "Miksi?:", f"12.{NBSP}Miksi?", f"3. {NBSP}MIKSI? :", "Miksi?"])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_title_is_known_in_every_dress(tmp_path: Path, title: str, writer: str) -> None:
    responses = quietly(export(tmp_path, [["Luku", title], [1, "a"]], writer), made(SYYT[0]))
    assert codes(responses, "syy1") == ["a"]
    assert findings(responses) == [("Luku", "unbound_column")]


def test_titles_that_repeat_are_told_apart_by_their_order(tmp_path: Path) -> None:
    questions = [Text(f"syy{n}", "Miksi?") for n in range(16)]
    rows = [["Miksi?"] * 16, [str(n) for n in range(16)]]
    responses = quietly(export(tmp_path, rows), made(*questions), layout="A")
    assert responses.frame.iloc[0].tolist() == [str(n) for n in range(16)]


@pytest.mark.parametrize("header", ["Muu, mikä?:", "Kuukaudet:Muu, mikä? Avoimet vastaukset", "Muu, mikä?"])
def test_what_was_written_beside_an_option_is_bound_to_it(tmp_path: Path, header: str) -> None:
    rows = [["Kuukaudet:Kesäkuu", "Kuukaudet:Muu, mikä?", header], ["", "Muu, mikä?", "syyskuu"]]
    responses = one(tmp_path, KUUT, rows)
    assert codes(responses, "kuut[muu].text") == ["syyskuu"]
    assert not responses.issues


def test_a_single_choice_has_its_follow_up_too(tmp_path: Path) -> None:
    question = SingleChoice("tyyppi", "Kompostori on", options=(Option("o", "Oma"), Option("m", "Muu", free_text=True)))
    rows = [["Kompostori on", "Kompostori on:Muu Avoimet vastaukset"], ["Muu", "lainattu"], ["Oma", ""]]
    responses = one(tmp_path, question, rows)
    assert codes(responses, "tyyppi") == ["m", "o"]
    assert codes(responses, "tyyppi[m].text") == ["lainattu", "!not_answered"]


def test_an_empty_title_is_unbound_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    responses = quietly(export(tmp_path, [["Miksi?", NBSP, ":Lisätieto"], ["a", "b", "c"]]), made(SYYT[0]))
    assert responses.unbound.to_numpy().tolist() == [["b", "c"]]
    assert findings(responses) == [(NBSP, "unbound_column"), (":Lisätieto", "unbound_column")]


@pytest.mark.parametrize("layout", ["A", "B"])
def test_chunks_share_one_header(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str) -> None:
    monkeypatch.setattr(_text_rows, "_CELLS", 30)
    head = [["Vastausaika", "Kuukaudet:Kesäkuu", "Kuukaudet:Muu, mikä?"]]
    if layout == "B":
        head = [["Vastausaika", "Kuukaudet", ""], ["", "Kesäkuu", "Muu, mikä?"]]
    path = export(tmp_path, [*head, *([["5.2.2020", "Kesäkuu", f"muu {n}"] for n in range(35)])])
    tables = opened(path)
    assert len(tables) in (4, 5)
    assert all(table.headers == tables[0].headers and table.dialect == tables[0].dialect for table in tables)
    assert sum(map(len, tables)) == 35
    assert int(tables[-1].rows[-1]) == 35 + len(head)
    assert set(tables[0].found) == {"layout"}
    assert not tables[1].found
