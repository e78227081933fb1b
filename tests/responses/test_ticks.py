"""Ticks: what a column of an option says, what a blank row means, and what was written into a tick's own cell."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import assembled, cell_issues, made, reading

from verkosto.instruments import MultipleChoice, Option, SingleChoice, Text
from verkosto.responses import Dialect, Responses

TUKI = MultipleChoice(
    "tuki",
    "Tuki",
    options=(
        Option("neuvonta", "Neuvonta", aliases=("Neuvot",)),
        Option("tilat", "Tilat"),
        Option("muu", "Muu, mikä?", free_text=True),
    ),
)
TITLES = ["Tuki:Neuvonta", "Tuki:Tilat", "Tuki:Muu, mikä?"]
PAIRS = [("Tuki", "Neuvonta"), ("Tuki", "Tilat"), ("Tuki", "Muu, mikä?")]


def ticks(responses: Responses, name: str = "tuki") -> list[list[bool | None]]:
    """Ticks by row: True, False or None."""
    columns = [f"{name}[{option.code}]" for option in responses.instrument[name].items]
    rows = responses.frame[columns].itertuples(index=False)
    return [[None if pd.isna(value) else bool(value) for value in row] for row in rows]


def reasons(responses: Responses, name: str = "tuki") -> list[str | None]:
    return [None if pd.isna(reason) else reason for reason in responses.missing(name)]


def layout_a(*rows: list[str], **dialect: Any) -> Responses:
    return reading(TUKI, TITLES, *rows, **{"values": "text", "separator": ":", **dialect})


def layout_b(*rows: list[str], **dialect: Any) -> Responses:
    return reading(TUKI, PAIRS, *rows, **{"values": "text", "ticks": "any", **dialect})


def test_a_tick_is_the_options_own_text() -> None:
    found = layout_a(["Neuvonta", "", "MUU, MIKÄ?"], ["neuvot", "tilat", " "], ["", "1", "X"])
    assert ticks(found) == [[True, False, True], [True, True, False], [False, True, True]]
    assert all(found.frame[f"tuki[{option.code}]"].dtype == "boolean" for option in TUKI.options)
    assert cell_issues(found) == []


def test_a_row_without_ticks_is_not_answered_unless_the_source_says_otherwise() -> None:
    rows = [["", "0", "0,0"], ["Neuvonta", "", ""]]
    assert ticks(layout_a(*rows)) == [[None] * 3, [True, False, False]]
    assert reasons(layout_a(*rows)) == ["not_answered", None]
    assert ticks(layout_a(*rows, blank_means="not_selected")) == [[False] * 3, [True, False, False]]


def test_a_row_that_says_no_in_words_is_an_answer() -> None:
    assert ticks(layout_a(["Ei", "", ""], ["ei valittu", "nej", "FALSE"], ["", "", "Kyllä"])) == [
        [False, False, False], [False, False, False], [False, False, True],
    ]  # fmt: skip


def test_what_is_neither_tick_nor_blank_is_an_issue_and_the_row_is_answered() -> None:
    found = layout_a(["ehkä", "", ""], ["Tilat", "", ""])
    assert ticks(found) == [[None, False, False], [None, False, False]]
    assert cell_issues(found) == [(2, "ehkä", "unknown_option"), (3, "Tilat", "unknown_option")]
    assert found.missing("tuki[neuvonta]").tolist() == ["invalid", "invalid"]


def test_an_export_of_numbers_ticks_with_the_options_number_or_one() -> None:
    found = layout_a(["1", "2", "3"], ["1", "1", "0"], ["0", "3", ""], ["", "2.0", "1,0"], values="number")
    assert ticks(found) == [[True, True, True], [True, True, False], [False, None, False], [False, True, True]]
    assert cell_issues(found) == [(4, "3", "unknown_option")]


def test_where_one_means_selected_no_other_number_does() -> None:
    found = layout_a(["1", "0", "1"], ["", "2", ""], values="binary")
    assert ticks(found) == [[True, False, True], [False, None, False]]
    assert cell_issues(found) == [(3, "2", "unknown_option")]


NOLLA = MultipleChoice("maara", "N", options=(Option("nolla", "0"), Option("yksi", "1 tai 2")))


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ({"values": "text"}, [True, False]),
        ({"values": "text", "zeros": "blank"}, [None, None]),
        ({"values": "number"}, [None, None]),
        ({"values": "any"}, [None, None]),
    ],
)
def test_a_zero_is_a_tick_only_as_a_label_among_labels(dialect: dict[str, Any], expected: list[bool | None]) -> None:
    found = reading(NOLLA, ["N:0", "N:1 tai 2", "x"], ["0", "", "x"], separator=":", **dialect)
    assert ticks(found, "maara") == [expected]


def test_in_layout_b_any_text_is_a_tick_and_unexpected_text_is_told() -> None:
    found = layout_b(["x", "jotain", ""], ["", "Tilat", "lainattava kalusto"], ["nej", "", "Muu, mikä?"])
    assert ticks(found) == [[True, True, False], [False, True, True], [False, False, True]]
    assert cell_issues(found) == [(2, "jotain", "unexpected_text")]
    assert found.frame["tuki[muu].text"].tolist()[1] == "lainattava kalusto"
    assert found.missing("tuki[muu].text").isna().tolist() == [False, True, False]


@pytest.mark.parametrize("said", ["1", "x", "0", "Ei", "Muu, mikä?"])
def test_a_column_of_written_text_alone_holds_no_marks(said: str) -> None:
    found = layout_b(["", "Tilat", said], ["", "Tilat", ""], ["Neuvonta", "", "Not selected"], written="alone")
    assert ticks(found) == [[False, True, True], [False, True, False], [True, False, False]]
    assert found.frame["tuki[muu].text"].tolist() == [said, pd.NA, pd.NA]


@pytest.mark.parametrize("said", ["Ei", "no", "kyllä", "valittu", "2", "en tiedä", " väli "])
def test_a_word_written_where_text_may_stand_is_text_whatever_it_says(said: str) -> None:
    found = layout_b(["x", "", said])
    assert ticks(found) == [[True, False, True]]
    assert found.frame["tuki[muu].text"].tolist() == [said]
    assert cell_issues(found) == []


@pytest.mark.parametrize("mark", ["1", "x", "✓", "Muu, mikä?", "muu"])
def test_a_plain_mark_where_text_may_stand_is_no_text(mark: str) -> None:
    found = layout_b(["x", "", mark])
    assert ticks(found) == [[True, False, True]]
    assert found.frame["tuki[muu].text"].isna().all()


def test_text_in_a_ticks_own_cell_is_unexpected_where_it_has_a_column_of_its_own() -> None:
    found = reading(
        TUKI, [*PAIRS, PAIRS[2]], ["", "", "hm", "kalusto"], ["", "", "1", "0"], values="number", ticks="any"
    )
    assert ticks(found) == [[False, False, True], [False, False, True]]
    assert found.frame["tuki[muu].text"].tolist() == ["kalusto", "0"]
    assert cell_issues(found) == [(2, "hm", "unexpected_text")]


def test_variables_stand_in_the_questions_order_texts_last() -> None:
    assert list(layout_b(["x", "", "y"]).frame) == list(TUKI.variables())
    assert list(layout_a(["Neuvonta", "", ""]).frame) == list(TUKI.variables())


def test_an_option_without_a_column_was_not_asked_and_the_others_keep_their_reasons() -> None:
    found = assembled(made(TUKI), TITLES[1:], [["", "0"], ["Tilat", ""]], dialect=Dialect(separator=":"))
    assert ticks(found) == [[None, None, None], [None, True, False]]
    assert found.missing("tuki[neuvonta]").tolist() == ["not_asked", "not_asked"]
    assert reasons(found) == ["not_answered", None]


EOS = MultipleChoice(
    "q",
    "Q",
    options=(
        Option("a", "A"), Option("b", "B"),
        Option("eos", "En osaa sanoa", kind="dont_know"), Option("ehs", "En halua", kind="refused"),
    ),
)  # fmt: skip


def test_a_row_with_no_substantive_tick_has_the_reason_of_what_it_ticked() -> None:
    rows = [
        ["", "", "1", ""],
        ["1", "", "1", ""],
        ["0", "", "", ""],
        ["", "", "1", "1"],
        ["", "", "", "1"],
        ["ei", "", "", ""],
    ]
    found = reading(EOS, ["Q:A", "Q:B", "Q:En osaa sanoa", "Q:En halua"], *rows, separator=":")
    assert reasons(found, "q") == ["dont_know", None, "not_answered", "dont_know", "refused", None]


VALINTA = SingleChoice(
    "v", "V", options=(Option("a", "A"), Option("b", "B"), Option("muu", "Muu", free_text=True)), ordered=True
)
SPREAD = ["V:A", "V:B", "V:Muu"]


def test_a_single_choice_may_be_spread_over_its_options() -> None:
    rows = [["1", "0", "0"], ["", "", "1"], ["0", "0", ""], ["1", "1", "0"], ["", "hm", ""], ["1", "hm", ""]]
    found = reading(VALINTA, SPREAD, *rows, values="binary", separator=":")
    assert [None if pd.isna(v) else v for v in found.frame["v"]] == ["a", "muu", None, None, None, None]
    assert reasons(found, "v") == [None, None, "not_answered", "invalid", "invalid", "invalid"]
    assert found.frame["v"].dtype == pd.CategoricalDtype(["a", "b", "muu"], ordered=True)
    assert cell_issues(found) == [
        (5, "1", "several_options"), (5, "1", "several_options"),
        (6, "hm", "unknown_option"), (7, "hm", "unknown_option"),
    ]  # fmt: skip
    assert {issue.variable for issue in found.issues if issue.reason == "several_options"} == {"v"}


def test_text_beside_a_spread_option_is_kept() -> None:
    rows = [["", "", "oma vastaus"], ["x", "toinen", ""], ["", "1", "kolmas"]]
    found = reading(VALINTA, [("V", "A"), ("V", "B"), ("V", "Muu")], *rows, values="binary", ticks="any")
    assert [None if pd.isna(v) else v for v in found.frame["v"]] == ["muu", None, None]
    assert found.frame["v[muu].text"].fillna("-").tolist() == ["oma vastaus", "-", "kolmas"]
    assert [(row, value) for row, value, _ in cell_issues(found)] == [
        (3, "x"), (3, "toinen"), (3, "toinen"), (4, "1"), (4, "kolmas"),
    ]  # fmt: skip
    # A cell with two issues is one cell.
    assert found.provenance is not None
    cells = found.provenance.cells
    assert (cells.read, cells.decoded, cells.issues) == (5, 1, 4)


def test_a_spread_choice_of_which_an_option_is_lacking() -> None:
    found = assembled(
        made(VALINTA, Text("t", "T")), [*SPREAD[:2], "T"], [["", "1", "x"], ["", "", "x"]],
        dialect=Dialect(values="binary", separator=":"),
    )  # fmt: skip
    assert reasons(found, "v") == [None, "not_answered"]
    assert found.frame["v[muu].text"].isna().all()


CELL = st.sampled_from(["", " ", "0", "1", "x", "Neuvonta", "Tilat", "Ei", "hm", "2", "kyllä"])


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5), st.sampled_from(["text", "number", "any"]))
def test_a_row_is_wholly_answered_or_wholly_not(rows: list[tuple[str, str, str]], values: str) -> None:
    for responses in (layout_a(*map(list, rows), values=values), layout_b(*map(list, rows), values=values)):
        kept = [row for row in rows if any(map(str.strip, row))]
        says = [any(cell.strip() not in ("", "0") for cell in row) for row in kept]
        for option in TUKI.options:
            found = reasons(responses, f"tuki[{option.code}]")
            assert [reason != "not_answered" for reason in found] == says
