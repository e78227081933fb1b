"""What a drafted codebook makes of columns that are almost clear: one rule of guessing to a test."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

import verkosto as vk
from verkosto.instruments import Draft, Matrix, MultipleChoice, Nps, Number, SingleChoice, Text

ROWS = 60


def drafted(folder: Path, *header_rows: Sequence[str], columns: Sequence[Sequence[str]], **options: str) -> Draft:
    """Draft from a csv of some header rows and of columns that are repeated until there are 60 rows."""
    path = folder / "Kysely_Perusraportti.csv"
    # What a column says first stands once; what follows is repeated.
    rows = [[column[0] if n == 0 else column[1 + n % (len(column) - 1)] for column in columns] for n in range(ROWS)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([*header_rows, *rows])
    return vk.infer(path, backend="webropol", **options)


def reasons(draft: Draft, key: str) -> list[str]:
    return [guess.reason for guess in draft.guesses if guess.id == key]


def labels(question: SingleChoice | MultipleChoice) -> list[str]:
    return [option.label.fi for option in question.options]


def test_an_answer_that_stands_once_comes_last_and_is_pointed_out(tmp_path: Path) -> None:
    column = ["Ehkä", "Usein", "Harvoin", "Joskus", "En osaa sanoa"]
    draft = drafted(tmp_path, ["Kuinka usein?"], columns=[column])
    (question,) = draft.questions
    assert isinstance(question, SingleChoice)
    assert question.ordered
    assert labels(question) == ["Harvoin", "Joskus", "Usein", "Ehkä", "En osaa sanoa"]
    assert reasons(draft, question.id)[0].endswith("one of them stands once and may be no option")


def test_several_answers_that_stand_once_are_counted(tmp_path: Path) -> None:
    columns = [["Ehkä", "Usein", "Aina"], ["Kai", "Usein", "Aina"], ["Usein", "Aina", "Joskus"]]
    draft = drafted(tmp_path, ["Miten?:Arki", "Miten?:Juhla", "Miten?:Loma"], columns=columns)
    (question,) = draft.questions
    assert isinstance(question, Matrix)
    assert [o.label.fi for o in question.scale.options] == ["Joskus", "Usein", "Aina", "Ehkä", "Kai"]
    assert "2 of them stand once" in reasons(draft, question.id)[0]


def test_few_answers_make_no_stray(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("Väri;Muu\n" + "Sininen;a\nPunainen;b\n" * 4 + "Vihreä;c\n", "utf-8")
    question = vk.infer(path, backend="webropol", layout="A").questions[0]
    assert isinstance(question, SingleChoice)
    assert labels(question) == ["Sininen", "Punainen", "Vihreä"]


@pytest.mark.parametrize("title", ["Paino", "PAINOKERROIN:", "weight"])
def test_numbers_under_a_weight_s_title_are_weights(tmp_path: Path, title: str) -> None:
    draft = drafted(tmp_path, ["Maksu", title], columns=[["12,50", "3", "4"], ["1,2", "0,8", "1"]])
    assert [(column.role, column.titles[0].casefold().rstrip(":")) for column in draft.columns] == [
        ("weight", title.casefold().rstrip(":"))
    ]
    assert isinstance(draft.questions[0], Number)


def test_words_under_a_weight_s_title_are_none(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ["Maksu", "Paino"], columns=[["1", "3"], ["kevyt", "raskas", "kevyt"]])
    assert not draft.columns


def test_a_column_without_a_title_is_told_and_left_alone(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ["Maksu", "\u00a0"], columns=[["1", "3"], ["x", "y", "z"]])
    assert [question.id for question in draft.questions] == ["maksu"]
    assert reasons(draft, "column_2") == ["column 2 has no title and stays unbound"]
    assert "# arvaus: column 2 has no title" in draft.to_toml()


def test_a_name_above_the_titles_is_pointed_at(tmp_path: Path) -> None:
    draft = drafted(
        tmp_path, ["Verkosto ry", "", ""], columns=[["Maksu", "3"], ["Kunta", "Espoo"], ["x", "y"]], layout="A"
    )
    assert reasons(draft, "titles") == [
        "most columns have no title: if the titles stand further down, delete the rows above them in a copy"
    ]
    assert not reasons(drafted(tmp_path, ["Maksu", ""], columns=[["1", "2"], ["x", "y"]], layout="A"), "titles")


def test_options_without_a_title_are_told_and_left_alone(tmp_path: Path) -> None:
    titles, options = ["Maksu", "\u00a0", "\u00a0"], ["", "Eka", "Toka"]
    draft = drafted(tmp_path, titles, options, columns=[["1", "3"], ["x", "y", "z"], ["x", "y", "z"]], layout="B")
    assert [question.id for question in draft.questions] == ["maksu"]
    assert [guess.id for guess in draft.guesses][-2:] == ["column_2", "column_3"]


def test_one_impossible_number_leaves_a_recommendation_what_it_is(tmp_path: Path) -> None:
    title = "Kuinka todennäköisesti suosittelisitte?"
    draft = drafted(tmp_path, [title, "Luku"], columns=[["11", "0", "7", "10"], ["11", "0", "7"]])
    assert [type(question) for question in draft.questions] == [Nps, Number]
    assert reasons(draft, draft.questions[0].id) == ["98.3% are 0 to 10, and the title is about recommending"]


def test_fieldwork_is_the_months_of_the_answers(tmp_path: Path) -> None:
    times = ["31.1.2020 10.61", "3.3.2020 9.05", "28.2.2020 23.59"]
    draft = drafted(tmp_path, ["Vastausaika", "Maksu"], columns=[times, ["1", "2"]])
    assert draft.fieldwork == vk.Period("2020-02", "2020-03")
    assert draft.areas_on == vk.PartialDate.of("2020-02")
    assert "areas are those of its first day" in reasons(draft, "fieldwork")[0]


def test_no_times_no_fieldwork(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ["Vastausaika", "Maksu"], columns=[["", ""], ["1", "2"]])
    assert draft.columns[0].role == "time"
    assert draft.fieldwork is None


def test_sentences_that_recur_are_still_open_answers(tmp_path: Path) -> None:
    sentences = ["Kiitos kyselystä teille!", "Hyvää kevättä kaikille.", "Tervetuloa meillekin!"]
    draft = drafted(tmp_path, ["Terveiset", "Vastaus"], columns=[sentences, ["Ei.", "Ei.", "Kyllä."]])
    assert [type(question) for question in draft.questions] == [Text, SingleChoice]


def test_titles_are_written_as_a_person_would(tmp_path: Path) -> None:
    titles = ["3. Montako\u00a0jäsentä järjestössänne nykyisin suunnilleen on?:", "Järjestön nimi\u00a0"]
    draft = drafted(tmp_path, titles, columns=[["1", "2"], ["A", "B"]])
    assert draft.questions[0].text.fi == "Montako jäsentä järjestössänne nykyisin suunnilleen on?"
    assert draft.questions[0].id == "montako_jasenta_jarjestossanne"
    assert draft.column("jarjeston_nimi").header == "Järjestön nimi"
    assert draft.unit_id == "jarjeston_nimi"
    assert (draft.id, draft.title.fi) == ("kysely", "Kysely")


def test_a_first_word_that_is_too_long_is_cut(tmp_path: Path) -> None:
    title = "Lentokonesuihkuturbiinimoottoriapumekaanikko vai ei"
    (question,) = drafted(tmp_path, [title], columns=[["1", "2"]]).questions
    assert question.id == "lentokonesuihkuturbiinimoottoria"


def test_layout_b_as_numbers_keeps_options_and_their_free_text(tmp_path: Path) -> None:
    titles = ["Vastausaika", "Yhteystiedot", "1. Mitä tukea?", "", "", "2. Luku"]
    options = ["", "Järjestön nimi", "Tilat", "Muu, mikä?", "Muu, mikä?", ""]
    columns = [["1.2.2020", "1.2.2020"], ["A", "B"], ["", "1", ""], ["", "2", ""], ["", "katos", "laavu"], ["3", "4"]]
    draft = drafted(tmp_path, titles, options, columns=columns, layout="B", values="number")
    assert [(c.role, c.header) for c in draft.columns] == [
        ("time", "Vastausaika"),
        ("unit_id", "Yhteystiedot:Järjestön nimi"),
    ]
    question, number = draft.questions
    assert isinstance(question, MultipleChoice)
    assert isinstance(number, Number)
    assert labels(question) == ["Tilat", "Muu, mikä?"]
    assert [option.free_text for option in question.options] == [False, True]
    responses = vk.read(tmp_path / "Kysely_Perusraportti.csv", draft, backend="webropol", layout="B", values="number")
    assert not responses.issues
    muu = question.options[1].code
    assert set(responses.frame[f"{question.id}[{muu}].text"].dropna()) == {"katos", "laavu"}


def test_fields_of_a_form_that_share_a_title_fall_apart(tmp_path: Path) -> None:
    titles = ["Tiedot:Mottonne", "Tiedot:Jäseniä", "Tiedot:Kunta"]
    mottoes = [f"Motto {n}" for n in range(40)]
    municipalities = ["Espoo", "Vanda", "Jyväskylä", "kokkola"]
    draft = drafted(tmp_path, titles, columns=[mottoes, ["5", "60", "700"], municipalities])
    assert [question.kind for question in draft.questions] == ["text", "number", "area"]
    assert [question.text.fi for question in draft.questions] == titles


def test_empty_columns_are_open_questions_until_somebody_says_otherwise(tmp_path: Path) -> None:
    titles = ["Sana", "Mitä?:Eka", "Mitä?:Toka", "Luku"]
    draft = drafted(tmp_path, titles, columns=[["", ""], ["", ""], ["", ""], ["1", "2"]])
    assert [type(question) for question in draft.questions] == [Text, Text, Text, Number]
    assert reasons(draft, "sana") == ["no answers in the file; taken for an open question"]


def test_ranks_from_one_to_the_number_of_columns_are_a_ranking(tmp_path: Path) -> None:
    titles = ["Järjestys:Eka", "Järjestys:Toka", "Järjestys:Kolmas"]
    draft = drafted(tmp_path, titles, columns=[["1", "2", "3"], ["2", "3", "1"], ["3", "1", "2"]])
    assert [question.kind for question in draft.questions] == ["ranking"]
