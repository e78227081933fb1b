"""Decoding, a kind of question at a time: each cell is a value, missing with a reason, or an issue."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from reading import assembled, cell_issues, made, reading

from verkosto.errors import DateNotCoveredError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Matrix,
    Nps,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import MISSING, REASONS, Coded, Dialect, Responses

MALLI = SingleChoice(
    "malli",
    "Malli",
    options=(
        Option("k", "Kannatan"),
        Option("e", "En kannata"),
        Option("eos", "En osaa sanoa", kind="dont_know"),
        Option("ehs", "En halua sanoa", kind="refused"),
        Option("ek", "Ei koske meitä", kind="not_applicable"),
    ),
)


def values(responses: Responses, name: str) -> list[Any]:
    return [None if pd.isna(value) else value for value in responses.frame[name].tolist()]


def reasons(responses: Responses, name: str) -> list[str | None]:
    return [None if pd.isna(reason) else reason for reason in responses.missing(name).tolist()]


def test_an_empty_cell_and_the_first_reason_share_a_code() -> None:
    # Text takes its codes from the raw column as they are, so this must hold.
    assert MISSING[REASONS[0]] == MISSING["not_answered"] == -1


def test_a_single_choice_is_a_category_and_its_reasons_stand_beside_it() -> None:
    found = reading(
        MALLI, ["Malli"], "Kannatan", "EN KANNATA", "En osaa sanoa", "En halua sanoa", "Ei koske meitä", "Ehkä"
    )
    assert values(found, "malli") == ["k", "e", "eos", "ehs", "ek", None]
    assert reasons(found, "malli") == [None, None, "dont_know", "refused", "not_applicable", "invalid"]
    assert cell_issues(found) == [(7, "Ehkä", "unknown_option")]
    assert found.frame["malli"].dtype == pd.CategoricalDtype(["k", "e", "eos", "ehs", "ek"], ordered=False)


def test_blank_and_white_cells_are_not_answered() -> None:
    found = assembled(made(MALLI, Text("t", "T")), ["Malli", "T"], [["", "x"], [" \u00a0", "x"], ["Kannatan", "x"]])
    assert reasons(found, "malli") == ["not_answered", "not_answered", None]
    assert found.issues == ()


def test_a_zero_is_an_issue_or_a_blank_as_the_source_says() -> None:
    rows = [["0", "x"], ["0,0", "x"], ["1", "x"]]
    instrument = made(MALLI, Text("t", "T"))
    kept = assembled(instrument, ["Malli", "T"], rows)
    assert [value for _, value, _ in cell_issues(kept)] == ["0", "0,0"]
    blank = reading(MALLI, ["Malli", "T"], *rows, zeros="blank")
    assert reasons(blank, "malli") == ["not_answered", "not_answered", None]
    assert cell_issues(blank) == []


def test_a_zero_that_is_an_options_number_is_that_option() -> None:
    question = SingleChoice("q", "Q", options=(Option("ei", "Ei", number=0), Option("on", "On", number=1)))
    found = reading(question, ["Q"], "0", "1", values="number", zeros="blank")
    assert values(found, "q") == ["ei", "on"]


def test_a_matrix_keeps_its_order_and_its_cannot_say() -> None:
    options = (Option("1", "Eri mieltä"), Option("2", "Samaa mieltä"), Option("eos", "En osaa sanoa", kind="dont_know"))
    question = Matrix("m", "Mieltä?", rows=(Option("r1", "A"), Option("r2", "B")), scale=Scale(options))
    found = reading(question, ["Mieltä?:A", "Mieltä?:B"], ["Eri mieltä", "En osaa sanoa"], ["", "hm"], separator=":")
    assert found.frame["m[r1]"].dtype == pd.CategoricalDtype(["1", "2", "eos"], ordered=True)
    assert values(found, "m[r2]") == ["eos", None]
    assert reasons(found, "m[r2]") == ["dont_know", "invalid"]
    assert reasons(found, "m") == [None, "not_answered"]


def test_a_matrix_of_numbers_is_read_by_the_options_numbers() -> None:
    options = (Option("eri", "Eri"), Option("sama", "Sama"), Option("eos", "En osaa sanoa", number=9, kind="dont_know"))
    question = Matrix("m", "M", rows=(Option("r", "R"),), scale=Scale(options))
    found = reading(question, [("M", "R")], "2", "9", "3", "1.0", values="number")
    assert values(found, "m[r]") == ["sama", "eos", None, "eri"]
    assert cell_issues(found) == [(4, "3", "unknown_option")]


JASENIA = Number(
    "jasenia",
    "Jäseniä",
    minimum=0,
    maximum=5000,
    special=(Option("99", "En tiedä", kind="dont_know"), Option("ek", "Ei koske", number=-1, kind="not_applicable")),
)


def test_a_number_is_a_float_with_bounds_and_special_values() -> None:
    cells = ["12", "8,5", "99", "99,0", "En tiedä", "-1", "ei koske", "-2", "5001", "noin 20", "0", "5 000"]
    found = reading(JASENIA, ["Jäseniä"], *cells)
    assert found.frame["jasenia"].dtype == "Float64"
    assert values(found, "jasenia") == [12.0, 8.5, *[None] * 8, 0.0, 5000.0]
    assert reasons(found, "jasenia")[2:10] == [
        "dont_know", "dont_know", "dont_know", "not_applicable", "not_applicable", "invalid", "invalid", "invalid",
    ]  # fmt: skip
    assert cell_issues(found) == [
        (9, "-2", "out_of_range"), (10, "5001", "out_of_range"), (11, "noin 20", "not_a_number"),
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["any", "text", "number", "binary"])
def test_special_numbers_mean_the_same_however_choices_are_written(how: str) -> None:
    found = reading(JASENIA, ["Jäseniä"], "99", "-1", "7", values=how)
    assert reasons(found, "jasenia") == ["dont_know", "not_applicable", None]


def test_zeros_of_a_source_that_shows_blanks_as_zeros_are_blanks() -> None:
    questions = [JASENIA, Nps("nps", "NPS"), Date("pvm", "Pvm"), AreaQuestion("kunta", "Kunta"), Text("t", "T")]
    titles = ["Jäseniä", "NPS", "Pvm", "Kunta", "T"]
    rows = [["0", "0", "0", "0", "0"], ["5", "10", "1.1.2020", "091", "x"]]
    blank = assembled(made(*questions), titles, rows, dialect=Dialect(zeros="blank"))
    assert [reasons(blank, question.id)[0] for question in questions] == ["not_answered"] * 5
    assert cell_issues(blank) == []
    assert blank.provenance is not None
    assert blank.provenance.cells.decoded == blank.provenance.cells.read == 10


def test_nps_takes_whole_numbers_from_zero_to_ten() -> None:
    question = Nps("nps", "NPS", special=(Option("eos", "En osaa sanoa", kind="dont_know"),))
    found = reading(question, ["NPS"], "0", "10", "7,0", "11", "-1", "6,5", "En osaa sanoa", "hyvä")
    assert found.frame["nps"].dtype == "Int64"
    assert values(found, "nps") == [0, 10, 7, None, None, None, None, None]
    assert [(value, reason) for _, value, reason in cell_issues(found)] == [
        ("11", "out_of_range"), ("-1", "out_of_range"), ("6,5", "out_of_range"), ("hyvä", "not_a_number"),
    ]  # fmt: skip
    assert reasons(found, "nps")[6] == "dont_know"


SIJAT = Ranking("sija", "Sija", options=(Option("a", "A"), Option("b", "B"), Option("c", "C")))


def test_ranks_are_whole_numbers_and_no_two_options_share_one() -> None:
    rows = [["1", "2", "3"], ["1", "1", "2"], ["4", "0", "1,5"], ["", "2", ""], ["2", "2", "2"], ["x", "1", "3"]]
    found = reading(SIJAT, ["Sija:A", "Sija:B", "Sija:C"], *rows, separator=":")
    assert found.frame["sija[a]"].dtype == "Int64"
    assert [values(found, f"sija[{code}]") for code in "abc"] == [
        [1, None, None, None, None, None],
        [2, None, None, 2, None, 1],
        [3, 2, None, None, None, 3],
    ]
    assert cell_issues(found) == [
        (3, "1", "duplicate_rank"), (3, "1", "duplicate_rank"),
        (4, "4", "out_of_range"), (4, "0", "out_of_range"), (4, "1,5", "out_of_range"),
        (6, "2", "duplicate_rank"), (6, "2", "duplicate_rank"), (6, "2", "duplicate_rank"),
        (7, "x", "not_a_number"),
    ]  # fmt: skip
    assert reasons(found, "sija[c]") == [None, None, "invalid", "not_answered", "invalid", None]


def test_ranks_of_which_a_column_is_lacking_are_compared_all_the_same() -> None:
    found = reading(SIJAT, ["Sija:A", "Sija:C"], ["1", "1"], ["1", "2"], separator=":")
    assert values(found, "sija[c]") == [None, 2]
    assert reasons(found, "sija[b]") == ["not_asked", "not_asked"]
    assert reasons(found, "sija") == ["invalid", None]


def test_a_date_is_a_moment_of_the_calendar() -> None:
    found = reading(Date("pvm", "Pvm"), ["Pvm"], "5.1.2022", "31.12.2021 10.61", "2022-01-05 10:31", "4/5/2020", "ei")
    assert found.frame["pvm"].dtype == "datetime64[s]"
    assert values(found, "pvm") == [
        pd.Timestamp(2022, 1, 5), None, pd.Timestamp(2022, 1, 5, 10, 31), pd.Timestamp(2020, 5, 4), None,
    ]  # fmt: skip
    assert [(value, reason) for _, value, reason in cell_issues(found)] == [
        ("31.12.2021 10.61", "not_a_date"), ("ei", "not_a_date"),
    ]  # fmt: skip


def test_the_order_of_slashes_is_stated() -> None:
    found = reading(Date("pvm", "Pvm", order="mdy"), ["Pvm"], "4/5/2020", "13/5/2020")
    assert values(found, "pvm") == [pd.Timestamp(2020, 4, 5), None]


def test_text_stands_as_it_was_written() -> None:
    cells = ["00770", "  väli ", "a\nb", "\u00a0", "=1+1", "0"]
    found = assembled(made(Text("t", "T"), Text("u", "U")), ["T", "U"], [[cell, "x"] for cell in cells])
    assert values(found, "t") == ["00770", "  väli ", "a\nb", None, "=1+1", "0"]
    assert reasons(found, "t") == [None, None, None, "not_answered", None, None]
    assert found.frame["t"].dtype == "string"


KUNTA = AreaQuestion("kunta", "Kunta", special=(Option("ulk", "Ulkomailla", number=999, kind="not_applicable"),))


def area_reading(question: AreaQuestion, *cells: str, **dialect: Any) -> Responses:
    instrument = made(question, area_date="2020-03-01")
    return assembled(instrument, [question.text.fi], [[cell] for cell in cells], dialect=Dialect(**dialect))


@pytest.mark.parametrize("cell", ["049", "49", " 49 ", "Espoo", "ESPOO", "Esbo"])
def test_a_municipality_is_known_by_code_with_or_without_zeros_and_by_name(cell: str) -> None:
    assert values(area_reading(KUNTA, cell), "kunta") == ["049"]


def test_a_former_municipality_keeps_its_code_and_an_unknown_one_is_an_issue() -> None:
    found = area_reading(KUNTA, "911", "Valtimo", "Ankkalinna", "Ulkomailla", "999", "\u00a0x")
    assert values(found, "kunta") == ["911", "911", None, None, None, None]
    assert reasons(found, "kunta") == [None, None, "invalid", "not_applicable", "not_applicable", "invalid"]
    assert [(value, reason) for _, value, reason in cell_issues(found)] == [
        ("Ankkalinna", "unknown_area"), ("\u00a0x", "unknown_area"),
    ]  # fmt: skip
    assert found.frame["kunta"].dtype == "string"


def test_what_the_codebook_calls_special_is_no_municipality_of_that_code() -> None:
    # 099 is Honkajoki; a codebook that says 99 for "cannot say" means what it says.
    question = AreaQuestion("kunta", "Kunta", special=(Option("99", "En osaa sanoa", kind="dont_know"),))
    found = area_reading(question, "99", "099", "Honkajoki")
    assert values(found, "kunta") == [None, "099", "099"]
    assert reasons(found, "kunta")[0] == "dont_know"


def test_areas_of_another_kind_are_known_on_the_instruments_day() -> None:
    found = area_reading(AreaQuestion("alue", "Alue", area_type="maakunta"), "13", "1", "Keski-Suomi", "Nyland", "20")
    assert values(found, "alue") == ["13", "01", "13", "01", None]
    with pytest.raises(DateNotCoveredError):
        area_reading(AreaQuestion("alue", "Alue", area_type="hyvinvointialue"), "01")


def test_columns_are_read_by_their_roles() -> None:
    columns = (
        Column("paino", role="weight"),
        Column("N", role="fpc"),
        Column("aika", role="time"),
        Column("jarjesto", role="unit_id"),
        Column("ryhma", role="stratum"),
        Column("muu"),
    )
    rows = [["1,5", "100", "3.2.2020 7.03", "Utu ry", "1", "x"], ["raskas", "", "eilen", " ", "", ""]]
    found = assembled(made(columns=columns), [column.id for column in columns], rows)
    assert [found.frame[column.id].dtype for column in columns] == [
        "Float64", "Float64", "datetime64[s]", "string", "string", "string",
    ]  # fmt: skip
    assert [(value, reason) for _, value, reason in cell_issues(found)] == [
        ("raskas", "not_a_number"), ("eilen", "not_a_date"),
    ]  # fmt: skip
    assert reasons(found, "jarjesto") == [None, "not_answered"]


def test_codes_are_small() -> None:
    variable = reading(MALLI, ["Malli"], "Kannatan").variables["malli"]
    assert isinstance(variable, Coded)
    assert variable.codes.dtype == "int8"
    many = SingleChoice("q", "Q", options=[Option(f"o{n}", f"O {n}") for n in range(200)])
    wide = reading(many, ["Q"], "O 199", "x").variables["q"]
    assert isinstance(wide, Coded)
    assert wide.codes.tolist() == [199, MISSING["invalid"]]
