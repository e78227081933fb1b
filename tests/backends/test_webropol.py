"""Webropol's exports: both layouts, every kind of values, titles as they are in the wild."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from exports import WRITERS, Cell, export
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading import cell_issues, findings, made

import verkosto as vk
from verkosto.backends import CsvBackend, Evidence, ExcelBackend, Strength, WebropolBackend, _text_rows
from verkosto.backends._webropol import find_layout
from verkosto.errors import (
    AmbiguousSourceError,
    EmptySourceError,
    InvalidResponsesError,
    OptionError,
    SourceError,
)
from verkosto.instruments import (
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Question,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import Provenance, RawTable, Responses

NBSP = "\u00a0"
MALLI = SingleChoice("malli", "Tuki: malli?", options=(Option("k", "Kannatan"), Option("e", "En kannata")))
KUUT = MultipleChoice(
    "kuut", "Kuukaudet", options=(Option("kesa", "Kesäkuu"), Option("muu", "Muu, mikä?", free_text=True))
)
VAITTEET = Matrix(
    "vaitteet",
    "Mitä mieltä?",
    rows=(Option("r1", "Sujuu: hyvin"), Option("r2", "Tietoa on")),
    scale=Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä"))),
)
JASENIA = Number("jasenia", "Montako jäsentä?")
SYYT = (Text("syy1", "Miksi?"), Text("syy2", "Miksi?"))
KYSELY = made(MALLI, KUUT, VAITTEET, JASENIA, *SYYT, columns=(Column("aika", "Vastausaika", role="time"),))

LAYOUT_A: list[list[Cell]] = [
    ["Vastausaika", f"1.{NBSP}Tuki: malli?", "Kuukaudet:Kesäkuu", f"Kuukaudet:Muu,{NBSP}mikä?",
     "Mitä mieltä?:Sujuu: hyvin", "Mitä mieltä?:Tietoa on:", "Montako jäsentä?:", "Miksi?", "Miksi?",
     "Kuukaudet:Muu, mikä? Avoimet vastaukset"],
    ["5.2.2020 9.05", "Kannatan", "Kesäkuu", "", "Eri mieltä", "Samaa mieltä", 1500, "a", "b", ""],
    ["6.2.2020 23.59", "En kannata", "", "Muu, mikä?", "Samaa mieltä", "", "2,5", "", "c", "syyskuu"],
    ["7.2.2020 0.00", "", "", "", "", "", "", "d", "", ""],
]  # fmt: skip
LAYOUT_B: list[list[Cell]] = [
    ["Vastausaika", "1. Tuki: malli?", "2. Kuukaudet", "", "", "3. Mitä mieltä?", "", "4. Montako jäsentä?",
     "5. Miksi?", "6. Miksi?"],
    ["", "", "Kesäkuu", "Muu, mikä?", "Muu, mikä?", "Sujuu: hyvin", "Tietoa on", "", "", ""],
    ["5.2.2020 9.05", "Kannatan", "Kesäkuu", "", "", "Eri mieltä", "Samaa mieltä", 1500, "a", "b"],
    ["6.2.2020 23.59", "En kannata", "", "Muu, mikä?", "syyskuu", "Samaa mieltä", "", "2,5", "", "c"],
    ["7.2.2020 0.00", "", "", "", "", "", "", "", "d", ""],
]  # fmt: skip
REPEATED_B: list[list[Cell]] = [
    [t or LAYOUT_B[0][p - 1] or LAYOUT_B[0][p - 2] for p, t in enumerate(LAYOUT_B[0])],
    *LAYOUT_B[1:],
]


def quietly(path: Path, instrument: Instrument = KYSELY, **options: Any) -> Responses:
    options.setdefault("backend", "webropol")
    with warnings.catch_warnings(action="ignore"):
        return vk.read(path, instrument, **options)


def told(responses: Responses) -> Provenance:
    """Where responses came from; whatever was read tells it."""
    assert responses.provenance is not None
    return responses.provenance


def one(folder: Path, question: Question, rows: Sequence[Sequence[Cell]], **options: Any) -> Responses:
    return quietly(export(folder, rows), made(question), **options)


def codes(responses: Responses, variable: str) -> list[Any]:
    """Values of a variable, and where one is missing its reason after a `!`."""
    values, reasons = responses.frame[variable].tolist(), responses.missing(variable).tolist()
    return [f"!{reason}" if pd.isna(value) else value for value, reason in zip(values, reasons, strict=True)]


def opened(path: Path, **options: Any) -> list[RawTable]:
    told = {name: default for name, (default, _) in WebropolBackend.options.items()} | options
    return list(WebropolBackend().open(path, told))


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
    responses = vk.read(path, KYSELY, backend="webropol", strict=True, **({"layout": layout} if stated else {}))
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


# ---- which layout it is


@pytest.mark.parametrize(
    ("titles", "second", "layout", "why"),
    [
        (["Vastausaika", "Mitä?", "", "Luku"], ["", "Eka", "Toka", ""], "B", "titles are left out"),
        (["Vastausaika", "Mitä?", "Mitä?", "Luku"], ["", "Eka", "Toka", ""], "B", "titles are repeated"),
        (["Vastausaika", "Mitä?", "Mitä?"], [NBSP, "Eka", "Toka"], "B", "titles are repeated"),
        (["Mitä?", "", "Luku", "Sana"], ["Eka", "Toka", "", ""], "B", "titles are left out"),
        # One of three single columns says something below its title: most are empty still.
        (["Mitä?", "", "Luku", "Sana", "Muu"], ["Eka", "Toka", "", "", "x"], "B", "titles are left out"),
        (["Vastausaika", "Miksi?", "Miksi?"], ["5.1.2022", "a", "b"], "A", "second row holds answers"),
        (["Vastausaika", "Miksi?", "Miksi?"], ["5.1.2022", "", ""], "A", "one header row"),
        (["Vastausaika", "Miksi?", "Miksi?"], ["", "", "b"], "A", "one header row"),
        (["Miksi?", "Miksi?", "Miksi?", "Luku"], ["a", "b", "a", ""], "A", "one header row"),
        (["Miksi?", "Miksi?", "Luku"], ["a", "b", "3"], "A", "second row holds answers"),
        (["Vastausaika", "Luku"], ["", ""], "A", "one header row"),
        (["Luku", "", ""], ["", "", ""], "A", "one header row"),
        (["Luku", NBSP, NBSP], ["3", "a", "b"], "A", "one header row"),
        (["Mitä?", ""], ["Eka", "Toka"], None, "every title stands over several columns"),
        (["Mitä?", "Mitä?", "Entä?", "Entä?"], ["a", "b", "a", "b"], None, "every title"),
        ([], [], "A", "one header row"),
    ],
)  # fmt: skip
def test_the_layout_is_told_by_two_rows(titles: list[str], second: list[str], layout: str | None, why: str) -> None:
    found, reason = find_layout(titles, second)
    assert found == layout
    assert why in reason


@given(st.data())
def test_any_two_rows_have_a_layout_and_a_reason(data: st.DataObject) -> None:
    texts = st.sampled_from(["", " ", NBSP, "a", "b", "Vastausaika", "1. a:"])
    size = data.draw(st.integers(0, 6))
    titles, second = (data.draw(st.lists(texts, min_size=size, max_size=size)) for _ in range(2))
    layout, reason = find_layout(titles, second)
    assert layout in ("A", "B", None)
    assert reason
    # Without repeated or left out titles there is one layout only.
    if len(set(titles)) == size and all(title.strip(" ") for title in titles):
        assert layout == "A"


def test_no_layout_is_guessed_where_both_fit(tmp_path: Path) -> None:
    path = export(tmp_path, [["Kuukaudet", ""], ["Kesäkuu", "Muu, mikä?"], ["Kesäkuu", ""]])
    with pytest.raises(AmbiguousSourceError, match=r"vienti\.csv: .*both layouts fit. State layout='A' or"):
        quietly(path)
    assert codes(quietly(path, made(KUUT), layout="B"), "kuut[kesa]") == [True]
    assert "layout" not in WebropolBackend().detect(path.rename(tmp_path / "k_perusraportti.csv")).options


def test_a_file_of_one_row_is_of_layout_a_without_answers(tmp_path: Path) -> None:
    path = export(tmp_path, LAYOUT_A[:1])
    responses = quietly(path)
    assert len(responses) == 0
    assert told(responses).options["found_layout"] == "A: one header row"
    with pytest.raises(EmptySourceError, match="layout B needs a second header row"):
        quietly(path, layout="B")


def test_layout_b_without_answers(tmp_path: Path) -> None:
    responses = quietly(export(tmp_path, LAYOUT_B[:2]))
    assert len(responses) == 0
    assert not responses.issues


@pytest.mark.parametrize("writer", WRITERS)
def test_a_blank_second_row_of_layout_b_heads_no_options(tmp_path: Path, writer: str) -> None:
    rows: list[list[Cell]] = [["Montako jäsentä?", "Miksi?"], ["", ""], [3, "a"], [4, "b"]]
    path = export(tmp_path, rows, writer)
    assert codes(quietly(path, made(JASENIA, SYYT[0]), layout="B"), "jasenia") == [3, 4]
    assert [table.rows.tolist() for table in opened(path, layout="B")] == [[3, 4]]


def test_layout_a_stated_wins_over_the_marks_of_b(tmp_path: Path) -> None:
    responses = quietly(export(tmp_path, LAYOUT_B), layout="a")
    assert len(responses) == 4
    assert ("Kesäkuu", "unexpected_text") not in findings(responses)
    assert {reason for _, reason in findings(responses)} == {"question_not_found", "unbound_column"}


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


# ---- values


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


# ---- options of the reader


@pytest.mark.parametrize(
    ("name", "value", "near"),
    [
        ("layout", "C", "None, 'A', 'B'"),
        ("layout", 1, "None, 'A', 'B'"),
        ("layout", np.array(["A"]), "None, 'A', 'B'"),
        ("values", "numbers", "Did you mean 'number'"),
        ("values", "any", "'text', 'number', 'binary'"),
        ("values", None, "'text', 'number', 'binary'"),
        ("values", ["text"], "'text', 'number', 'binary'"),
        ("blank_means", "not_selekted", "Did you mean 'not_selected'"),
        ("zeros", "blanks", "Did you mean 'blank'"),
        ("ragged", "fill", "'error', 'pad'"),
    ],
)
def test_a_value_that_an_option_cannot_have(tmp_path: Path, name: str, value: Any, near: str) -> None:
    with pytest.raises(OptionError, match=name) as caught:
        quietly(export(tmp_path, LAYOUT_A), **{name: value})
    assert near in str(caught.value)


@pytest.mark.parametrize("option", [{"sheet": "Raportti"}, {"sheet": 1}])
def test_a_csv_has_no_sheets(tmp_path: Path, option: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="'sheet' is for workbooks, and this file is none"):
        quietly(export(tmp_path, LAYOUT_A), **option)


@pytest.mark.parametrize("option", [{"encoding": "utf-8"}, {"delimiter": ";"}, {"ragged": "pad"}])
def test_a_workbook_has_no_delimiter(tmp_path: Path, option: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=f"{next(iter(option))!r} is for csv files, and this file is none"):
        quietly(export(tmp_path, LAYOUT_A, "xlsxwriter"), **option)


def test_options_of_the_table_reach_its_reader(tmp_path: Path) -> None:
    assert len(quietly(export(tmp_path, LAYOUT_A, "xlsxwriter"), sheet="Raportti")) == 3
    with pytest.raises(SourceError, match="Did you mean 'Raportti'"):
        quietly(export(tmp_path, LAYOUT_A, "xlsxwriter"), sheet="Raporti")
    path = tmp_path / "v.csv"
    path.write_bytes("Miksi?|Tuki: malli?\nkäsi|Kannatan\n".encode("windows-1252"))
    responses = quietly(path, made(MALLI, SYYT[0]), encoding="windows-1252", delimiter="|")
    assert codes(responses, "syy1") == ["käsi"]


def test_unknown_labels_stop_a_strict_reading(tmp_path: Path) -> None:
    path = export(tmp_path, [["Tuki: malli?"], ["En tiedä vielä"]])
    with pytest.raises(InvalidResponsesError, match="unknown_option") as caught:
        quietly(path, made(MALLI), strict=True)
    assert "vielä" not in str(caught.value)
    assert caught.value.issues[0].value == "En tiedä vielä"


# ---- detection


@pytest.mark.parametrize(
    ("name", "rows", "reasons"),
    [
        ("Kysely_Perusraportti", [["a", "b"], ["1", "2"]], {"the file name ends in _Perusraportti"}),
        ("k", [["Vastausaika:", "b"], ["1", "2"]], {"a column Vastausaika"}),
        ("k", [["Svarstid", "b"], ["1", "2"]], {"a column Vastausaika"}),
        ("k", [["Q:a", "Q:b"], ["1", "2"]], {"headers Question:Option"}),
        ("k", [["Q", "", "L", "M"], ["a", "b", "", ""], ["x", "", "1", "2"]],
         {"titles are left out over further columns, and the second row is empty under the others"}),
    ],
)  # fmt: skip
def test_marks_of_webropol_are_told(tmp_path: Path, name: str, rows: list[list[Cell]], reasons: set[str]) -> None:
    evidence = WebropolBackend().detect(export(tmp_path, rows, name=name))
    assert evidence.strength is Strength.LIKELY
    assert set(evidence.reasons) == reasons


@pytest.mark.parametrize("rows", [[["a", "b"], ["1", "2"]], [["Q:a", "R:b"], ["1", "2"]], [["Q:", "Q:"], ["1", "2"]]])
def test_any_other_table_bears_no_mark(tmp_path: Path, rows: list[list[Cell]]) -> None:
    evidence = WebropolBackend().detect(export(tmp_path, rows))
    assert evidence == Evidence(Strength.NONE, ("no mark of a Webropol export",))


_FILES = st.one_of(
    st.binary(max_size=200),
    st.text(st.sampled_from(list('aV;:,\t\n\r"\ufeff\u00a0 0|é')), max_size=60).map(str.encode),
    st.text(max_size=60).map(lambda text: text.encode("utf-16", "surrogatepass")),
    st.binary(max_size=60).map(lambda tail: b"PK\x03\x04" + tail),
    st.binary(max_size=60).map(lambda tail: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail),
)


@settings(max_examples=150)
@given(_FILES, st.sampled_from(["Kysely_Perusraportti.csv", "k.xlsx", "k"]))
@example(b"", "k.csv")
@example(b'"', "k.csv")
@example(b"Vastausaika;Q:a;Q:b\n\xff;;\n", "k.csv")
def test_detection_never_raises(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        for backend in (CsvBackend(), ExcelBackend(), WebropolBackend()):
            evidence = backend.detect(path)
            assert evidence.reasons
            assert evidence.strength < Strength.CERTAIN


_ODDS = st.integers(0, 10**6)


@settings(max_examples=100)
@given(st.lists(st.tuples(_ODDS, st.integers(0, 255)), max_size=4), st.none() | _ODDS, st.sampled_from(WRITERS))
def test_detection_never_raises_on_a_damaged_file(changed: list[tuple[int, int]], end: int | None, writer: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = export(Path(folder), LAYOUT_A, writer, name="k_perusraportti")
        content = bytearray(path.read_bytes())
        for place, byte in changed:
            content[place % len(content)] = byte
        path.write_bytes(content[: None if end is None else end % len(content)])
        for backend in (CsvBackend(), ExcelBackend(), WebropolBackend()):
            assert backend.detect(path).reasons
