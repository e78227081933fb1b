"""What the cells of Webropol's exports mean: labels, numbers, ticks, zeros and blanks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from exports import WRITERS, Cell, export
from form_answers import codes, told
from reading import cell_issues, made
from webropol import JASENIA, KUUT, MALLI, SYYT, one, opened, quietly

from verkosto.errors import InvalidResponsesError
from verkosto.instruments import Option, SingleChoice


@pytest.mark.parametrize("writer", WRITERS)
def test_values_as_text_know_labels_and_no_numbers(tmp_path: Path, writer: str) -> None:
    path = export(tmp_path, [["Tuki: malli?"], ["Kannatan"], [" en  KANNATA "], [1]], writer)
    responses = quietly(path, made(MALLI), values="text")
    assert codes(responses, "malli") == ["k", "e", "!invalid"]
    assert cell_issues(responses) == [(4, "1", "unknown_option")]


@pytest.mark.parametrize("writer", WRITERS)
def test_values_as_numbers_know_places_and_no_labels(tmp_path: Path, writer: str) -> None:
    path = export(tmp_path, [["Tuki: malli?"], [1], [2], ["1,0"], [3], ["Kannatan"]], writer)
    responses = quietly(path, made(MALLI), values="number")
    assert codes(responses, "malli")[:3] == ["k", "e", "k"]
    assert (5, "3", "unknown_option") in cell_issues(responses)


def test_stated_numbers_win_over_places(tmp_path: Path) -> None:
    question = SingleChoice("malli", "Malli", options=(Option("k", "Kyllä", number=2), Option("e", "Ei", number=1)))
    assert codes(one(tmp_path, question, [["Malli"], [1], [2]], values="number"), "malli") == ["e", "k"]


@pytest.mark.parametrize("layout", ["A", "B"])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_single_choice_spread_over_ticks(tmp_path: Path, layout: str, writer: str) -> None:
    heads = [["Tuki: malli?:Kannatan", "Tuki: malli?:En kannata", "Miksi?"]]
    if layout == "B":
        heads = [["Tuki: malli?", "", "Miksi?"], ["Kannatan", "En kannata", ""]]
    rows: list[list[Cell]] = [[1, 0, "a"], [0, 1, "b"], [0, 0, "c"], [1, 1, "d"]]
    path = export(tmp_path, [*heads, *rows], writer)
    responses = quietly(path, made(MALLI, SYYT[0]), layout=layout, values="binary")
    assert codes(responses, "malli") == ["k", "e", "!not_answered", "!invalid"]
    last = 4 + len(heads)
    assert [(i.row, i.variable, i.value, i.reason) for i in responses.issues] == [
        (last, "malli", "1", "several_options"),
        (last, "malli", "1", "several_options"),
    ]
    cells = told(responses).cells
    assert cells.decoded + cells.issues == cells.read == 12


@pytest.mark.parametrize(
    ("options", "blank", "zeros"),
    [
        ({}, "!not_answered", "!not_answered"),
        ({"blank_means": "not_selected"}, False, False),
    ],
)
def test_a_row_of_blanks_means_what_is_stated(tmp_path: Path, options: dict[str, str], blank: Any, zeros: Any) -> None:
    rows = [["Kuukaudet:Kesäkuu", "Kuukaudet:Muu, mikä?", "Miksi?"], ["1", "0", "a"], ["", "", "b"], ["0", "0", "c"]]
    path = export(tmp_path, rows)
    responses = quietly(path, made(KUUT, SYYT[0]), values="binary", **options)
    assert codes(responses, "kuut[kesa]") == [True, blank, zeros]
    assert codes(responses, "kuut[muu]") == [False, blank, zeros]


def test_zeros_are_numbers_unless_they_were_exported_for_blanks(tmp_path: Path) -> None:
    rows = [["Montako jäsentä?", "Miksi?"], ["0", "0"], ["7", "a"]]
    path = export(tmp_path, rows)
    plain = quietly(path, made(JASENIA, SYYT[0]))
    assert (codes(plain, "jasenia"), codes(plain, "syy1")) == ([0, 7], ["0", "a"])
    blank = quietly(path, made(JASENIA, SYYT[0]), zeros="blank")
    assert codes(blank, "jasenia") == ["!not_answered", 7]
    assert codes(blank, "syy1") == ["!not_answered", "a"]


def test_a_zero_in_a_choice_is_an_issue_unless_it_stands_for_a_blank(tmp_path: Path) -> None:
    rows = [["Tuki: malli?"], ["0"], ["1"]]
    assert codes(one(tmp_path, MALLI, rows, values="number"), "malli") == ["!invalid", "k"]
    assert codes(one(tmp_path, MALLI, rows, values="number", zeros="blank"), "malli") == ["!not_answered", "k"]


@pytest.mark.parametrize("cell", ["Kesäkuu", "1", "x", "kyllä", "jotain aivan muuta"])
def test_in_layout_b_any_text_is_a_tick(tmp_path: Path, cell: str) -> None:
    rows = [["Kuukaudet", "", "Miksi?"], ["Kesäkuu", "Muu, mikä?", ""], [cell, "", "a"]]
    responses = one(tmp_path, KUUT, rows, layout="B")
    assert codes(responses, "kuut[kesa]") == [True]
    expected = [(3, cell, "unexpected_text")] if " " in cell else []
    assert cell_issues(responses) == expected


def test_in_layout_b_text_on_a_writable_option_is_kept_beside_the_tick(tmp_path: Path) -> None:
    rows = [["Kuukaudet", "", "Miksi?"], ["Kesäkuu", "Muu, mikä?", ""], ["", "syyskuu", "a"], ["", "1", "b"]]
    responses = one(tmp_path, KUUT, rows, layout="B")
    assert codes(responses, "kuut[muu]") == [True, True]
    assert codes(responses, "kuut[muu].text") == ["syyskuu", "!not_answered"]
    assert not cell_issues(responses)


def test_in_layout_a_a_tick_equals_its_option(tmp_path: Path) -> None:
    rows = [["Kuukaudet:Kesäkuu", "Kuukaudet:Muu, mikä?"], ["jotain muuta", "Muu, mikä?"]]
    responses = one(tmp_path, KUUT, rows)
    assert codes(responses, "kuut[kesa]") == ["!invalid"]
    assert codes(responses, "kuut[muu]") == [True]
    assert cell_issues(responses) == [(2, "jotain muuta", "unknown_option")]


def test_options_of_layout_b_are_no_answers(tmp_path: Path) -> None:
    """The option row is a header: what stands there alone is in no variable and no count."""
    rows = [["Kuukaudet", "", "Miksi?"], ["Kesäkuu", "Muu, mikä?", ""], ["", "Kesäkuu", "Kesäkuu"]]
    responses = quietly(export(tmp_path, rows), made(KUUT, SYYT[0]), layout="B")
    assert codes(responses, "syy1") == ["Kesäkuu"]
    assert told(responses).cells.read == 2
    (raw,) = opened(export(tmp_path, rows), layout="B")
    assert [list(column.values) for column in raw.columns] == [[], ["Kesäkuu"], ["Kesäkuu"]]
    assert [(header.title, header.option) for header in raw.headers] == [
        ("Kuukaudet", "Kesäkuu"),
        ("Kuukaudet", "Muu, mikä?"),
        ("Miksi?", None),
    ]


def test_unknown_labels_stop_a_strict_reading(tmp_path: Path) -> None:
    path = export(tmp_path, [["Tuki: malli?"], ["En tiedä vielä"]])
    with pytest.raises(InvalidResponsesError, match="unknown_option") as caught:
        quietly(path, made(MALLI), strict=True)
    assert "vielä" not in str(caught.value)
    assert caught.value.issues[0].value == "En tiedä vielä"
