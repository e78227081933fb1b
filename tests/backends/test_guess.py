"""Guesses that are easy to get wrong: codes that look like numbers, ratings that look like ranks, areas and dates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import verkosto as vk
from verkosto.errors import BackendError
from verkosto.instruments import AreaQuestion, Draft, Matrix, Number, Question, Ranking, SingleChoice, Text


def drafted(folder: Path, titles: Sequence[str], columns: Sequence[Sequence[str]]) -> Draft:
    path = folder / "Kysely_Perusraportti.csv"
    lines = [titles, *zip(*columns, strict=True)]
    path.write_text("".join(";".join(line) + "\n" for line in lines), "utf-8")
    return vk.infer(path, backend="webropol", layout="A")


def only(folder: Path, title: str, cells: Sequence[str]) -> Question:
    (question,) = drafted(folder, [title], [cells]).questions
    return question


@pytest.mark.parametrize(
    ("title", "cells"),
    [("Alueenne", ["00770", "15100", "00100", "90100"] * 5), ("Postinumero", ["15100", "90100", "33100"] * 5)],
)
def test_digits_whose_zeros_count_stay_text(tmp_path: Path, title: str, cells: list[str]) -> None:
    draft = drafted(tmp_path, [title], [cells])
    assert isinstance(draft.questions[0], Text)
    assert draft.guesses[-1].reason == "numbers whose zeros count, such as postcodes; kept as text"
    found = vk.read(tmp_path / "Kysely_Perusraportti.csv", draft, backend="webropol", layout="A")
    assert found.frame[draft.questions[0].id].tolist() == cells


@pytest.mark.parametrize("cells", [["15100", "90100", "33100"], ["0", "5", "12"], ["007", *["12"] * 40]])
def test_other_digits_are_numbers(tmp_path: Path, cells: list[str]) -> None:
    assert isinstance(only(tmp_path, "Montako?", cells * 5), Number)


RANKS = [["1", "2", "3"], ["2", "3", "1"], ["3", "1", "2"]]
RATINGS = [["1", "1", "3"], ["1", "2", "3"], ["1", "1", "2"]]


def test_ratings_from_one_to_the_number_of_rows_are_no_ranks(tmp_path: Path) -> None:
    titles = ["Tärkeys:A", "Tärkeys:B", "Tärkeys:C"]
    for rows, kind in ((RANKS, Ranking), (RATINGS, Matrix)):
        columns = [list(column) * 4 for column in zip(*rows, strict=True)]
        (question,) = drafted(tmp_path, titles, columns).questions
        assert isinstance(question, kind)


@pytest.mark.parametrize(
    ("title", "cells", "kind"),
    [
        ("Kotikunta", ["Helsinki"] * 9, "kunta"),
        ("Kotikuntanne", ["091", "49", "837"], "kunta"),
        ("Kuntakoodi", ["91", "049", "837"], "kunta"),
        ("Maakunta", ["1", "13", "06"], "maakunta"),
        ("Maakuntanne", ["Lappi"] * 9, "maakunta"),
        ("Missä toimitte?", ["Lappi", "Uusimaa", "Keski-Suomi"], "maakunta"),
        ("Missä toimitte?", ["Oulu", "Espoo", "Kemi"], "kunta"),
        ("Hyvinvointialue", ["Keski-Uudenmaan hyvinvointialue"] * 4, "hyvinvointialue"),
    ],
)
def test_the_title_tells_which_kind_of_area_is_meant(tmp_path: Path, title: str, cells: list[str], kind: str) -> None:
    question = only(tmp_path, title, cells)
    assert isinstance(question, AreaQuestion)
    assert question.area_type == kind


@pytest.mark.parametrize("title", ["Montako kuntaa alueellanne on?", "Kuntalaisia", "Jäsenkuntien määrä"])
def test_counts_of_municipalities_are_no_municipalities(tmp_path: Path, title: str) -> None:
    assert isinstance(only(tmp_path, title, ["5", "18", "20", "49"]), Number)


def test_areas_are_those_of_the_survey_s_own_time(tmp_path: Path) -> None:
    county, place = ["Keski-Suomen hyvinvointialue"] * 4, ["Uusimaa", "Lappi"] * 2
    old = drafted(tmp_path, ["Alue", "Paikka", "Vastausaika"], [county, place, ["1.2.2020 10.00"] * 4])
    assert old.fieldwork == vk.Period("2020-02", "2020-02")
    # Before 2023 there were no wellbeing services counties, and a draft must read the file it was made from.
    assert [type(question) for question in old.questions] == [SingleChoice, AreaQuestion]
    assert vk.read(tmp_path / "Kysely_Perusraportti.csv", old, backend="webropol", layout="A").issues == ()
    new = drafted(tmp_path, ["Alue", "Paikka", "Vastausaika"], [county, place, ["1.2.2024 10.00"] * 4])
    assert [type(question) for question in new.questions] == [AreaQuestion, AreaQuestion]


def test_a_survey_older_than_the_register_names_no_areas(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ["Kunta", "Vastausaika"], [["Oulu", "Espoo", "Kemi"] * 3, ["1.2.2005 10.00"] * 9])
    assert isinstance(draft.questions[0], SingleChoice)


def test_what_was_written_beside_an_option_of_a_single_choice_belongs_to_it(tmp_path: Path) -> None:
    titles = [
        "Kompostori on",
        "Kompostori on:Itse tehty (Kerro) Avoimet vastaukset",
        "Kompostori on:Muu Avoimet vastaukset",
    ]
    choices = ["Ostettu", "Itse tehty (Kerro)"] * 5
    draft = drafted(tmp_path, titles, [choices, ["", "laudoista"] * 5, [f"hm {n}" for n in range(10)]])
    choice, rest = draft.questions
    assert isinstance(choice, SingleChoice)
    assert [(option.label.fi, option.free_text) for option in choice.options] == [
        ("Ostettu", False), ("Itse tehty (Kerro)", True),
    ]  # fmt: skip
    assert isinstance(rest, Text)
    assert "column 2 holds what was written beside one of the options" in [guess.reason for guess in draft.guesses]
    found = vk.read(tmp_path / "Kysely_Perusraportti.csv", draft, backend="webropol", layout="A")
    assert found.issues == ()
    assert found.frame[f"{choice.id}[{choice.options[1].code}].text"].dropna().tolist() == ["laudoista"] * 5


def test_two_texts_beside_one_option_are_questions_of_their_own(tmp_path: Path) -> None:
    titles = ["Laji", "Laji:Muu Avoimet vastaukset", "Väli", "Laji:Muu Avoimet vastaukset"]
    words = [f"sana {n}" for n in range(8)]
    draft = drafted(tmp_path, titles, [["Muu", "Oma"] * 4, words, words, words])
    assert [type(question) for question in draft.questions] == [SingleChoice, Text, Text, Text]
    found = vk.read(tmp_path / "Kysely_Perusraportti.csv", draft, backend="webropol", layout="A")
    assert found.issues == ()


def test_a_backend_that_gives_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "k.csv"
    path.write_text("A\n1\n", "utf-8")
    monkeypatch.setattr("verkosto.backends._csv.CsvBackend.open", lambda *_: iter(()))
    with pytest.raises(BackendError, match=r"k\.csv: the backend 'csv' gave no chunk"):
        vk.infer(path, backend="csv")
