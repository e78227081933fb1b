"""Options that stand together in one cell: divided with the codebook in hand, and never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from form_answers import codes
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading import assembled, cell_issues, findings, made, reading

from verkosto.errors import BindingError
from verkosto.instruments import Column, MultipleChoice, Option, Question, Ranking, SingleChoice
from verkosto.responses import MISSING, REASONS, Coded, Dialect, Header, RawColumn, Responses, fold
from verkosto.responses._joined import joined_ranks, joined_ticks

SOTE = Option("sote", "Sosiaali, terveys")
MUU = Option("muu", "Muu, mikä?", free_text=True)
TUKI = MultipleChoice("tuki", "Mitä tukea?", options=(Option("tilat", "Tilat"), SOTE, Option("raha", "Raha")))
KIRJOITETTAVA = MultipleChoice("tuki", "Mitä tukea?", options=(*TUKI.options, MUU))
JARJESTYS = Ranking("jarj", "Järjestys?", options=(Option("a", "Tilat"), Option("b", "Raha"), Option("c", "Neuvot")))


def ticked(responses: Responses, question: Question = TUKI) -> list[list[str] | str]:
    """Codes that each row ticked, or why it has none."""
    columns = {option.code: codes(responses, f"{question.id}[{option.code}]") for option in question.items}
    found: list[list[str] | str] = []
    for row in range(len(responses)):
        values = {code: column[row] for code, column in columns.items()}
        said = {value for value in values.values() if isinstance(value, str)}
        found.append(said.pop() if said else [code for code, value in values.items() if value])
        assert not said
    return found


def read(*cells: str, question: Question = TUKI, joined: str = ", ", **dialect: Any) -> Responses:
    """Read cells beside a column that keeps rows of blank ones."""
    return reading(question, ["Mitä tukea?", "Rivi"], *([cell, "x"] for cell in cells), joined=joined, **dialect)


@pytest.mark.parametrize(
    ("cell", "options"),
    [
        ("Tilat", ["tilat"]),
        ("Sosiaali, terveys", ["sote"]),
        ("Tilat, Sosiaali, terveys, Raha", ["tilat", "sote", "raha"]),
        ("Raha, sosiaali,  TERVEYS", ["sote", "raha"]),
        ("tilat, sote", ["tilat", "sote"]),
        ("Tilat, Tilat", ["tilat"]),
        (" Tilat , Raha, ", ["tilat", "raha"]),
    ],
)
def test_a_cell_is_divided_into_the_options_of_the_codebook(cell: str, options: list[str]) -> None:
    found = read(cell)
    assert ticked(found) == [options]
    assert cell_issues(found) == []


def test_semicolons_may_trail() -> None:
    found = read("Tilat;Raha;", "Raha", ";", joined=";")
    assert ticked(found) == [["tilat", "raha"], ["raha"], "!invalid"]
    assert cell_issues(found) == [(4, ";", "unknown_option")]


def test_a_blank_cell_is_not_answered_unless_the_source_says_what_it_means() -> None:
    assert ticked(read("", " ", "Raha")) == ["!not_answered", "!not_answered", ["raha"]]
    assert ticked(read("", " ", "Raha", blank_means="not_selected")) == [[], [], ["raha"]]


def test_what_no_option_explains_is_an_issue_beside_those_that_are_known() -> None:
    found = read("Tilat, Lainat", "Lainat", "Lainat, Tilat, Neuvot")
    assert ticked(found) == [["tilat"], "!invalid", ["tilat"]]
    assert cell_issues(found) == [
        (2, "Tilat, Lainat", "unknown_option"),
        (3, "Lainat", "unknown_option"),
        (4, "Lainat, Tilat, Neuvot", "unknown_option"),
    ]
    assert {issue.variable for issue in found.issues if issue.row} == {"tuki"}


def test_a_cell_of_two_readings_means_neither() -> None:
    lists = MultipleChoice("tuki", "Mitä tukea?", options=(Option("a", "A"), Option("b", "B"), Option("ab", "A, B")))
    found = read("A, B", "A", "A, B, C", question=lists)
    assert ticked(found, lists) == ["!invalid", ["a"], "!invalid"]
    assert [reason for *_, reason in cell_issues(found)] == ["several_readings"] * 2


def test_of_two_readings_the_one_in_the_options_own_spelling_counts() -> None:
    lists = MultipleChoice(
        "tuki", "Mitä tukea?", options=(Option("s", "Sote"), Option("k", "Kunta"), Option("sk", "Sote, kunta"))
    )
    found = read("Sote, Kunta", "Sote, kunta", "Kunta", question=lists)
    assert ticked(found, lists) == [["s", "k"], ["sk"], ["k"]]
    assert cell_issues(found) == []


def test_what_was_written_stands_in_place_of_the_options_name() -> None:
    found = read("Tilat, apua, heti", "apua", "Raha", "apua, Tilat, heti", question=KIRJOITETTAVA, written="instead")
    assert ticked(found, KIRJOITETTAVA) == [["tilat", "muu"], ["muu"], ["raha"], ["tilat"]]
    assert codes(found, "tuki[muu].text") == ["apua, heti", "apua", "!not_answered", "!not_answered"]
    # A respondent writes in one place.
    assert cell_issues(found) == [(5, "apua, Tilat, heti", "unknown_option")]


def test_with_two_options_to_write_nothing_tells_which() -> None:
    two = MultipleChoice(
        "tuki", "Mitä tukea?", options=(*KIRJOITETTAVA.options, Option("m2", "Toinen", free_text=True))
    )
    found = read("Tilat, apua", question=two, written="instead")
    assert ticked(found, two) == [["tilat"]]
    assert cell_issues(found) == [(2, "Tilat, apua", "unknown_option")]


def test_a_text_with_a_column_of_its_own_does_not_stand_in_the_cell() -> None:
    titles: list[str | Header] = ["Mitä tukea?", Header("", 2, code="tuki[muu].text")]
    found = reading(KIRJOITETTAVA, titles, ["Tilat, Lainat", "apua"], joined=", ", written="instead")
    assert codes(found, "tuki[muu].text") == ["apua"]
    assert cell_issues(found) == [(2, "Tilat, Lainat", "unknown_option")]


def test_a_single_choice_may_hold_what_was_written_instead() -> None:
    one = SingleChoice("tuki", "Mitä tukea?", options=KIRJOITETTAVA.options)
    found = read("Sosiaali, terveys", "apua, heti", "", " ", question=one, written="instead")
    assert codes(found, "tuki") == ["sote", "muu", "!not_answered", "!not_answered"]
    assert codes(found, "tuki[muu].text") == ["!not_answered", "apua, heti", "!not_answered", "!not_answered"]
    assert cell_issues(found) == []
    closed = SingleChoice("tuki", "Mitä tukea?", options=TUKI.options)
    assert cell_issues(read("apua", question=closed, written="instead")) == [(2, "apua", "unknown_option")]
    assert cell_issues(read("apua", question=one)) == [(2, "apua", "unknown_option")]


def test_a_single_choice_without_a_column_was_not_asked() -> None:
    one = SingleChoice("tuki", "Mitä tukea?", options=KIRJOITETTAVA.options)
    other = MultipleChoice("muut", "Muuta?", options=TUKI.options)
    found = assembled(made(one, other), ["Muuta?"], [["Tilat"]], dialect=Dialect(joined=", ", written="instead"))
    assert codes(found, "tuki") == ["!not_asked"]
    assert findings(found) == [("tuki", "question_not_found")]


def test_a_ranking_is_told_by_the_order_in_the_cell() -> None:
    cells = ["Raha;Tilat;Neuvot;", "Neuvot;", "Raha;Raha;Tilat;", "Raha;Muu;", ""]
    found = reading(JARJESTYS, ["Järjestys?", "Rivi"], *([cell, "x"] for cell in cells), joined=";")
    assert codes(found, "jarj[a]") == [2, "!not_answered", "!invalid", "!invalid", "!not_answered"]
    assert codes(found, "jarj[b]") == [1, "!not_answered", "!invalid", "!invalid", "!not_answered"]
    assert codes(found, "jarj[c]") == [3, 1, "!invalid", "!invalid", "!not_answered"]
    assert cell_issues(found) == [(4, "Raha;Raha;Tilat;", "duplicate_rank"), (5, "Raha;Muu;", "unknown_option")]


def test_what_was_not_shown_was_not_asked() -> None:
    raw = RawColumn(np.array([0, -1, -1], dtype=np.int32), ["Tilat"], np.array([False, True, False]))
    told = Dialect(joined=";", blank_means="not_selected")
    not_asked, not_answered = (1 + REASONS.index(reason) for reason in ("not_asked", "not_answered"))
    ticks = joined_ticks(raw, TUKI.options, told).variables[0]
    assert isinstance(ticks, Coded)
    assert ticks.codes.tolist() == [1, MISSING["not_asked"], 0]
    ranks = joined_ranks(raw, JARJESTYS.options, told).variables[0]
    assert ranks.reasons().tolist() == [0, not_asked, not_answered]


def test_only_those_who_were_asked_left_it_unselected() -> None:
    gate = SingleChoice("portti", "Portti?", options=(Option("k", "Kyllä"), Option("e", "Ei")))
    asked = MultipleChoice("tuki", "Mitä tukea?", options=TUKI.options, asked_if={"portti": ("k",)})
    rows = [["Kyllä", ""], ["Ei", ""], ["Kyllä", "Raha"]]
    dialect = Dialect(joined=", ", blank_means="not_selected")
    found = assembled(made(gate, asked), ["Portti?", "Mitä tukea?"], rows, dialect=dialect)
    assert ticked(found) == [[], "!not_asked", ["raha"]]


# ---- binding


def test_a_question_has_one_column_or_one_for_each_option() -> None:
    titles: list[str | tuple[str, str]] = ["Mitä tukea?", ("Mitä tukea?", "Tilat")]
    with pytest.raises(BindingError, match="columns 1 and 2 both carry 'tuki'"):
        reading(TUKI, titles, ["Raha", "Tilat"], joined=", ")
    apart = reading(TUKI, [("Mitä tukea?", "Tilat")], "Tilat", joined=", ")
    assert codes(apart, "tuki[tilat]") == [True]


@pytest.mark.parametrize("header", [Header("tuki", 1), Header("?", 1, code="TUKI"), Header("2.  Mitä\ntukea? ", 1)])
def test_the_column_is_known_by_title_id_or_code(header: Header) -> None:
    assert ticked(reading(TUKI, [header], "Raha", joined=", ")) == [["raha"]]


def test_a_blank_title_is_known_by_its_position() -> None:
    placed = MultipleChoice("tuki", "Mitä tukea?", options=TUKI.options, position=2)
    found = assembled(
        made(JARJESTYS, placed), ["Järjestys?", ""], [["Raha;Tilat", "Tilat;Raha"]], dialect=Dialect(joined=";")
    )
    assert ticked(found) == [["tilat", "raha"]]


def test_without_joining_a_title_alone_is_no_multiple_choice() -> None:
    with pytest.raises(BindingError, match="none of the 1 questions"):
        reading(TUKI, ["Mitä tukea?"], "Tilat")


@pytest.mark.parametrize("title", ["Mitä tukea? [Tilat]", "Mitä tukea?[tilat] "])
def test_an_option_may_stand_in_brackets_behind_the_title(title: str) -> None:
    assert codes(reading(TUKI, [title], "Tilat", separator="["), "tuki[tilat]") == [True]


@pytest.mark.parametrize("title", ["Mitä tukea? [Tilat", "Mitä tukea? Tilat]", "[Tilat]", "Mitä tukea? [Lainat]"])
def test_brackets_that_name_no_option_are_no_option(title: str) -> None:
    with pytest.raises(BindingError):
        reading(TUKI, [title], "Tilat", separator="[")


def test_a_time_is_known_by_what_the_source_says_of_it() -> None:
    aika = Column("aika", header="Vastausaika", role="time")
    heads = [
        Header("Completion time", 1, role="time"),
        Header("Mitä tukea?", 2),
        Header("Paikka", 3, role="identifier"),
    ]
    found = assembled(
        made(TUKI, columns=(aika,)), heads, [["7/27/26 19:06:23", "Raha", "Vantaa"], ["27/7/26 19:06", "Raha", ""]],
        dialect=Dialect(joined=";", day_order="mdy"),
    )  # fmt: skip
    assert codes(found, "aika") == [pd.Timestamp(2026, 7, 27, 19, 6, 23), "!invalid"]
    assert ("Paikka", "withheld_column") in findings(found)
    assert cell_issues(found) == [(3, "27/7/26 19:06", "not_a_date")]


def test_a_title_wins_over_what_the_source_says() -> None:
    alku = Column("alku", header="Start time", role="time")
    heads = [Header("Start time", 1), Header("Completion time", 2, role="time"), Header("Mitä tukea?", 3)]
    found = assembled(
        made(TUKI, columns=(alku,)), heads, [["1.2.2020", "2.2.2020", "Raha"]], dialect=Dialect(joined=";")
    )
    assert codes(found, "alku") == [pd.Timestamp(2020, 2, 1)]
    assert findings(found) == [("Completion time", "unbound_column")]
    both = (alku, Column("loppu", header="Loppu", role="time"))
    found = assembled(made(TUKI, columns=both), heads[1:], [["2.2.2020", "Raha"]], dialect=Dialect(joined=";"))
    assert ("Completion time", "unbound_column") in findings(found)


# ---- laws


WORDS = st.text(alphabet="abc,; ", min_size=1, max_size=6).map(str.strip).filter(lambda text: fold(text).strip(",; "))
OPTIONS = st.lists(WORDS, min_size=1, max_size=4, unique_by=fold)


def _question(labels: Sequence[str], *, writable: bool = False) -> MultipleChoice:
    options = [Option(f"koodi{number}", label) for number, label in enumerate(labels)]
    other = [Option("muu", "Jokin muu", free_text=True)] if writable else []
    return MultipleChoice("tuki", "Mitä tukea?", options=(*options, *other))


@given(OPTIONS, st.data(), st.sampled_from([", ", ";"]))
@settings(max_examples=80)
@example(["a", "b", "a, b"], None, ", ")
def test_options_that_were_joined_are_found_again_or_refused(labels: list[str], data: Any, mark: str) -> None:
    chosen = labels if data is None else [label for label in labels if data.draw(st.booleans())]
    if not chosen:
        return
    question = _question(labels)
    found = read(mark.join(chosen), question=question, joined=mark)
    wanted = [f"koodi{labels.index(label)}" for label in chosen]
    reasons = [reason for *_, reason in cell_issues(found)]
    assert (ticked(found, question) == [wanted] and not reasons) or reasons == ["several_readings"]


@given(OPTIONS, st.text(alphabet="abcxy,; ", max_size=20), st.booleans())
@settings(max_examples=80)
def test_no_piece_of_a_cell_is_lost(labels: list[str], cell: str, writable: bool) -> None:
    question = _question(labels, writable=writable)
    found = assembled(
        made(question), ["Mitä tukea?", "Muu"], [[cell, "x"]], dialect=Dialect(joined=";", written="instead")
    )
    if cell_issues(found):
        assert cell_issues(found)[0][1] == cell
        return
    says = ticked(found, question)[0]
    assert says != "!invalid"
    if says == "!not_answered":
        assert not cell.strip()
        return
    kept = [option.label.fi for option in question.options if option.code in says and option.code != "muu"]
    if "muu" in says:
        written = codes(found, "tuki[muu].text")[0]
        assert isinstance(written, str)
        kept.append(written)
    assert _pieces(";".join(kept)) == _pieces(cell)


def _pieces(text: str) -> set[str]:
    return {fold(piece) for piece in text.split(";") if piece.strip()}
