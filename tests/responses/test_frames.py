"""Frames: dtypes of the contract, labels in a language, and a copy that cannot hurt the answers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from reading import assembled, made, reading

from verkosto.errors import OptionError, UnknownVariableError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import Responses
from verkosto.text import LocalText

MUU = Option("muu", LocalText(fi="Muu", sv="Annat"), free_text=True)
KYSELY = Instrument(
    "kysely",
    "Kysely",
    area_date="2020-03-01",
    columns=(Column("aika", "Vastausaika", role="time"), Column("paino", role="weight"), Column("jarjesto")),
    questions=(
        SingleChoice(
            "malli", LocalText(fi="Malli", sv="Modell"), options=(Option("k", LocalText(fi="Kyllä", sv="Ja")), MUU)
        ),
        SingleChoice("aste", "Aste", options=(Option("1", "Alin"), Option("2", "Ylin")), ordered=True),
        MultipleChoice("tuki", "Tuki", options=(Option("a", "A"), MUU)),
        Matrix("vaite", "Väite", rows=(Option("r1", "Eka"),), scale=Scale((Option("1", "Eri"), Option("2", "Sama")))),
        Ranking("sija", "Sija", options=(Option("x", "X"), Option("y", "Y"))),
        Number("jasenia", "Jäseniä"),
        Nps("nps", "NPS"),
        Text("vapaa", "Vapaa"),
        Date("pvm", "Pvm"),
        AreaQuestion("kunta", "Kunta"),
        AreaQuestion("alue", "Alue", area_type="maakunta"),
    ),
)
ROW = {
    "aika": "1.2.2020 10.00", "paino": "1,5", "jarjesto": "Utu ry", "malli": "Kyllä", "malli[muu].text": "eipä",
    "aste": "Ylin", "tuki[a]": "A", "tuki[muu]": "", "tuki[muu].text": "lisää", "vaite[r1]": "Sama", "sija[x]": "1",
    "sija[y]": "2", "jasenia": "8,5", "nps": "9", "vapaa": "hei", "pvm": "24.4.2020", "kunta": "Valtimo", "alue": "12",
}  # fmt: skip

DTYPES: dict[str, Any] = {
    "aika": "datetime64[s]", "paino": "Float64", "jarjesto": "string",
    "malli": pd.CategoricalDtype(["k", "muu"]), "malli[muu].text": "string",
    "aste": pd.CategoricalDtype(["1", "2"], ordered=True),
    "tuki[a]": "boolean", "tuki[muu]": "boolean", "tuki[muu].text": "string",
    "vaite[r1]": pd.CategoricalDtype(["1", "2"], ordered=True),
    "sija[x]": "Int64", "sija[y]": "Int64", "jasenia": "Float64", "nps": "Int64", "vapaa": "string",
    "pvm": "datetime64[s]", "kunta": "string", "alue": "string",
}  # fmt: skip


@pytest.fixture
def answers() -> Responses:
    return assembled(KYSELY, ROW, [list(ROW.values()), ["", *[""] * 8, "hm", *[""] * 8], ["x", *[""] * 17]])


def test_the_frame_has_the_dtypes_of_the_contract(answers: Responses) -> None:
    frame = answers.frame
    assert list(frame) == list(DTYPES)
    assert {name: frame[name].dtype for name in frame} == {
        name: pd.Series([], dtype=dtype).dtype for name, dtype in DTYPES.items()
    }
    assert frame.index.tolist() == [0, 1, 2]


def test_a_frame_without_rows_or_columns_in_the_source_has_the_same_dtypes() -> None:
    for rows in ([], [["1.2.2020"]]):
        with_nothing = assembled(KYSELY, ["Vastausaika", "malli"], [[*row, ""] for row in rows]).frame
        assert {name: with_nothing[name].dtype for name in DTYPES} == {
            name: pd.Series([], dtype=dtype).dtype for name, dtype in DTYPES.items()
        }


def test_a_column_that_the_source_does_not_have_was_not_asked() -> None:
    found = assembled(KYSELY, ["malli"], [["Kyllä"]])
    for name in DTYPES:
        expected = "nan" if name == "malli" else "not_asked"
        assert str(found.missing(name)[0]) == expected
        assert found.frame[name].isna().tolist() == [name != "malli"]


def test_the_values_stand_in_the_frame(answers: Responses) -> None:
    first = answers.frame.iloc[0]
    assert first["malli"] == "k"
    assert (bool(first["tuki[a]"]), bool(first["tuki[muu]"])) == (True, False)
    assert (first["sija[x]"], first["jasenia"], first["nps"], first["paino"]) == (1, 8.5, 9, 1.5)
    assert first["pvm"] == pd.Timestamp(2020, 4, 24)
    assert first["aika"] == pd.Timestamp(2020, 2, 1, 10)
    assert (first["kunta"], first["alue"], first["vapaa"]) == ("911", "12", "hei")
    assert answers.frame.iloc[2].isna().all()


def test_a_frame_can_be_changed_without_changing_the_answers(answers: Responses) -> None:
    before = answers.frame.copy(deep=True)
    frame = answers.frame
    frame["uusi"] = 1
    frame["jasenia"] = 0.0
    frame.loc[0, "nps"] = 0
    frame.loc[0, "pvm"] = pd.Timestamp(1999, 1, 1)
    frame.loc[0, "malli"] = "muu"
    del frame["vapaa"]
    pd.testing.assert_frame_equal(answers.frame, before)
    pd.testing.assert_frame_equal(answers.where({}).frame, before)
    assert answers.variables["nps"].reasons().tolist() == [0, 1, 1]


def test_labels_stand_in_place_of_codes_in_a_language(answers: Responses) -> None:
    finnish, swedish = answers.labelled(), answers.labelled("sv")
    assert finnish["Malli"].tolist()[0] == "Kyllä"
    assert swedish["Modell"].tolist()[0] == "Ja"
    assert list(finnish["Malli"].cat.categories) == ["Kyllä", "Muu"]
    assert finnish["Aste"].cat.ordered
    assert (finnish["Kunta"][0], swedish["Alue"][0]) == ("Valtimo", "Norra Karelen")
    assert finnish["Väite: Eka"][0] == "Sama"
    assert finnish["Tuki: Muu (teksti)"][0] == "lisää"
    assert swedish["Tuki: Annat (text)"][0] == "lisää"
    assert answers.labelled("en")["Malli: Muu (text)"][0] == "eipä"
    assert finnish["Vastausaika"][0] == pd.Timestamp(2020, 2, 1, 10)
    assert finnish["Kunta"].dtype == "string"


def test_titles_that_are_alike_get_the_variables_id() -> None:
    found = assembled(
        made(Text("a", "Perustelut"), Text("b", "Perustelut"), Text("c", "Muu")), ["Perustelut"] * 2, [["x", "y"]]
    )
    assert list(found.labelled()) == ["Perustelut (a)", "Perustelut (b)", "Muu"]


def test_only_the_languages_of_labels_are_known(answers: Responses) -> None:
    with pytest.raises(OptionError, match="No language 'se'"):
        answers.labelled("se")


def test_the_reasons_of_a_question_of_several_columns(answers: Responses) -> None:
    assert answers.missing("tuki").tolist()[1:] == ["not_answered", "not_answered"]
    assert answers.missing("vaite").tolist()[1:] == ["invalid", "not_answered"]
    assert answers.missing("sija").isna().tolist() == [True, False, False]
    assert answers.missing("vaite").name == "vaite"
    kinds = ["not_answered", "not_asked", "not_applicable", "dont_know", "refused", "invalid", "withheld"]
    assert list(answers.missing("sija").cat.categories) == kinds


def test_missing_names_the_nearest(answers: Responses) -> None:
    with pytest.raises(UnknownVariableError, match=r"no variable 'mali'\. Did you mean 'malli'"):
        answers.missing("mali")


def test_the_first_reason_of_a_matrix_row_is_told() -> None:
    scale = Scale((Option("1", "Eri"), Option("eos", "EOS", kind="dont_know")))
    question = Matrix("m", "M", rows=(Option("a", "A"), Option("b", "B"), Option("c", "C")), scale=scale)
    found = reading(question, ["M:B", "M:C"], ["", "EOS"], ["?", "EOS"], ["EOS", "Eri"], separator=":")
    # The row without a column says nothing; of the others the first one does.
    assert found.missing("m").tolist()[:2] == ["not_answered", "invalid"]
    assert found.missing("m").isna().tolist() == [False, False, True]
