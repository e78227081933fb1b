from __future__ import annotations

import pytest
from limesurvey import codebook, file, load

from verkosto.backends._limesurvey_csv import read_csv
from verkosto.backends._limesurvey_headings import meanings
from verkosto.instruments import (
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.text import LocalText

SCALE = Scale((Option("1", "Huono"), Option("2", "Hyvä")))


def meant(headings: list[str], *questions: object) -> list[str | None]:
    instrument = Instrument("k", "K", questions=questions)  # type: ignore[arg-type]
    return [None if found is None else found.variable for found in meanings(headings, instrument)]


@pytest.mark.parametrize("form", ["code_short", "code_short_emcode", "full_short", "abbreviated_short", "full_long"])
def test_every_heading_of_every_form_means_what_the_code_means(form: str) -> None:
    kysely = codebook()
    wanted = meanings(read_csv(file("csv_fi_all_code_short.csv")).headings, kysely)
    assert None not in wanted
    assert meanings(read_csv(file(f"csv_fi_all_{form}.csv")).headings, kysely) == wanted


def test_long_headings_of_json_mean_the_same() -> None:
    headings = list(load("json_fi_all_full_short.json")["responses"][0])
    assert None not in meanings(headings, codebook())


def test_names_of_variables_in_sav_count_scales_from_1() -> None:
    dual = [Matrix(f"d_{n}", "D", rows=(Option("S1", "Rivi"),), scale=SCALE) for n in (1, 2)]
    assert meant(["d_S1_1", "d_S1_2"], *dual) == ["d_1[S1]", "d_2[S1]"]
    assert meant(["d_S1_0", "d_S1_1"], *dual) == ["d_1[S1]", "d_2[S1]"]
    assert meant(["d[S1][1]", "d[S1][2]"], *dual) == ["d_1[S1]", "d_2[S1]"]


def test_headings_that_repeat_follow_the_order_of_the_codebook() -> None:
    questions = [Text("a", "Miksi?"), Text("b", "Miksi?")]
    assert meant(["Miksi?", "Miksi?"], *questions) == ["a", "b"]
    # As many as one of two cannot be told apart.
    assert meant(["Miksi?"], *questions) == [None]
    assert meant(["Miksi?"] * 3, *questions) == [None] * 3


def test_brackets_inside_texts_do_no_harm() -> None:
    questions = [
        Number("ika", "Ikä [v]"),
        MultipleChoice("m", "Mitä [valitse]?", options=(Option("S1", "A [a]"), Option("S2", "B"))),
    ]
    assert meant(["Ikä [v]", "Mitä [valitse]? [A [a]]", "m[S2]"], *questions) == ["ika", "m[S1]", "m[S2]"]


def test_white_space_and_case_do_no_harm() -> None:
    assert meant(["  miksi \u00a0 ei? "], Text("a", "Miksi ei?")) == ["a"]


def test_texts_beside_answers() -> None:
    free = Option("-oth-", "Jokin muu", free_text=True)
    single = SingleChoice("s", "Mikä?", options=(Option("A1", "Yksi"), free))
    several = MultipleChoice("p", "Mitkä?", options=(Option("S1", "Yksi", free_text=True),))
    headings = ["s[other]", "p[S1comment]"]
    assert meant(headings, single, several) == ["s[-oth-].text", "p[S1].text"]
    assert meant(["s_other", "p_S1comment"], single, several) == ["s[-oth-].text", "p[S1].text"]
    assert meant(["Mikä? [Jokin muu]", "Mitkä? [Yksi][Comment]"], single, several) == ["s[-oth-].text", "p[S1].text"]
    assert meant(["Mikä? [Annat]"], single) == ["s[-oth-].text"]


def test_a_codebook_of_other_ids_is_found_by_its_aliases_and_titles() -> None:
    rows = (Option("nopeus", "Nopea", aliases=("SQ001",)), Option("apu", "Apu"))
    question = Matrix(
        "vaittamat", LocalText(fi="Mitä mieltä?", en="Do you agree?"), rows=rows, scale=SCALE, aliases=("lik",)
    )
    assert meant(["lik[nopeus]", "Do you agree? [Apu]"], question) == ["vaittamat[nopeus]", "vaittamat[apu]"]
    assert meant(["Mitä mieltä? [SQ001]"], question) == ["vaittamat[nopeus]"]


def test_places_of_a_ranking_know_their_number() -> None:
    ranking = Ranking("r", "Järjestä", options=(Option("a", "A"), Option("b", "B")))
    instrument = Instrument("k", "K", questions=(ranking,))
    for headings in (["r[1]", "r[2]"], ["r_1", "r_2"], ["Järjestä [Sijoitus 1]", "Järjestä [Rank 2]"]):
        assert [found.place for found in meanings(headings, instrument) if found] == [1, 2]
    (beyond,) = meanings(["r[3]"], instrument)
    assert beyond is not None
    assert beyond.place == 3
    assert meanings(["r[100]"], instrument) == [None]


def test_columns_are_found_by_header_and_aliases() -> None:
    column = Column("tunnus", "id", role="response_id", aliases=("Vastaus-ID",))
    found = meanings(["Vastaus-ID", "muu"], Instrument("k", "K", columns=(column,)))
    assert [one and one.variable for one in found] == ["tunnus", None]


def test_a_draft_of_an_export_alone_joins_headings_by_a_colon() -> None:
    questions = [Text("a", "Mitä: miksi?:Muu"), Text("b", "moniko:SQ001comment")]
    assert meant(["Mitä: miksi? [Muu]", "moniko[SQ001comment]"], *questions) == ["a", "b"]
