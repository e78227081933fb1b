"""What a draft makes of the labels, measures and missing values of an SPSS system file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sav_files import with_case_count, write_sav

from verkosto.backends import SpssBackend, infer, read
from verkosto.errors import SourceError
from verkosto.instruments import AreaQuestion, Column, Draft, MultipleChoice, Number, Question, SingleChoice
from verkosto.responses import sav_dictionary

STEPS = {1.0: "Eri mieltä", 5.0: "Samaa mieltä"}


def drafted(path: Path, values: list[Any], **parts: Any) -> tuple[Question, list[str]]:
    """Draft a file of one variable, x."""
    told = {name: {"x": part} for name, part in parts.items()}
    draft = infer(write_sav(path / "a.sav", {"x": values}, **told))
    assert read(path / "a.sav", draft).issues == ()
    return draft["x"], [guess.reason for guess in draft.guesses]


def test_values_without_a_label_are_options_beside_labelled_ones(tmp_path: Path) -> None:
    question, reasons = drafted(
        tmp_path, [1.0, 2.0, 2.0, 5.0], variable_value_labels=STEPS, variable_measure="ordinal", column_labels="Mieli?"
    )
    assert isinstance(question, SingleChoice)
    assert (question.text.fi, question.ordered) == ("Mieli?", True)
    assert [(o.code, o.label.fi, o.number) for o in question.options] == [
        ("1", "Eri mieltä", 1),
        ("2", "2", 2),
        ("5", "Samaa mieltä", 5),
    ]
    assert reasons == ["1 of its values have no label"]


def test_a_file_without_cases_makes_a_codebook(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", {"x": [1.0], "s": ["a"]})
    content = with_case_count(path, 0).read_bytes()
    path.write_bytes(content[: sav_dictionary(path).end + 8])
    draft = SpssBackend().codebook(path)
    assert {*draft.questions, *draft.columns}
    assert read(path, draft).rows == 0


@pytest.mark.parametrize("values", [[float(n) for n in range(1, 15)], [1.0, 2.5]])
def test_measured_values_are_numbers_though_some_have_labels(tmp_path: Path, values: list[float]) -> None:
    question, _ = drafted(tmp_path, values, variable_value_labels=STEPS)
    assert isinstance(question, Number)
    assert question.special == ()


def test_labels_of_missing_values_alone_make_no_choice(tmp_path: Path) -> None:
    question, reasons = drafted(
        tmp_path,
        [3.0, 4.0, -9.0],
        variable_value_labels={-9.0: "Ei tiedä", -8.0: "Ei vastausta"},
        missing_ranges=[-9, -8],
    )
    assert isinstance(question, Number)
    assert [(o.code, o.label.fi, o.kind) for o in question.special] == [("-9", "Ei tiedä", "dont_know")]
    assert reasons[-1] == "'-9' is taken for 'dont_know': the file declares it missing, and labels it 'Ei tiedä'"


def test_numbers_of_a_nominal_variable_are_codes(tmp_path: Path) -> None:
    question, reasons = drafted(tmp_path, [1.0, 2.0, 2.0, 2.0], variable_measure="nominal")
    assert isinstance(question, SingleChoice)
    assert "2 of its values have no label" in reasons


def test_labels_may_repeat_or_be_blank_and_values_need_not_occur(tmp_path: Path) -> None:
    labels = {1.0: "Muu", 2.0: "Muu", 3.0: " ", 1.5: "Puolet"}
    question, _ = drafted(tmp_path, [1.0, 2.0], variable_value_labels=labels)
    assert [(o.code, o.label.fi, o.number) for o in question.choices] == [
        ("1", "Muu", 1),
        ("1.5", "Puolet", -1),
        ("2", "Muu [2]", 2),
        ("3", "3", 3),
    ]


def test_texts_that_can_be_no_code_get_one(tmp_path: Path) -> None:
    labels = {"*": "Tähti", "[a]": "Sulut", "7": "Seitsemän"}
    question, _ = drafted(tmp_path, ["*", "[a]", "7"], variable_value_labels=labels)
    assert [(o.code, o.label.fi, o.aliases, o.number) for o in question.choices] == [
        ("o", "Tähti", ("*",), -1),
        ("7", "Seitsemän", (), -2),
        ("a", "Sulut", ("[a]",), -3),
    ]


def test_labels_that_are_names_of_areas_make_an_area(tmp_path: Path) -> None:
    labels = {49.0: "Espoo", 91.0: "Helsinki", 999.0: "Ei koske"}
    question, reasons = drafted(tmp_path, [49.0, 91.0], variable_value_labels=labels, variable_format="F3.0")
    assert isinstance(question, AreaQuestion)
    assert [(o.code, o.kind) for o in question.special] == [("999", "not_applicable")]
    assert reasons == [
        "values and labels are codes and names of the kind kunta",
        "'999' is taken for 'not_applicable': so says its label 'Ei koske'",
    ]


def test_formats_tell_days_and_times(tmp_path: Path) -> None:
    columns = {"pvm": [1.39e10], "kesto": [60.0], "Vastausaika": [1.39e10], "tyhja": [None]}
    forms = {"pvm": "EDATE10", "kesto": "TIME8", "Vastausaika": "DATETIME20", "tyhja": "DATE11"}
    columns["tyhja"] = [float("nan")]
    draft = infer(write_sav(tmp_path / "a.sav", columns, variable_format=forms))
    assert [question.kind for question in draft] == ["date", "text", "date"]
    assert draft.columns == (Column("Vastausaika", "Vastausaika", role="time"),)
    assert draft.fieldwork is not None


def test_what_is_no_answer_is_withheld_or_the_unit(tmp_path: Path) -> None:
    columns = {"email": ["a@example.fi", "b@example.fi"], "Yhdistys": ["Kuutamo ry", "Sade ry"]}
    draft = infer(write_sav(tmp_path / "a.sav", columns))
    assert [(column.id, column.role) for column in draft.columns] == [("email", "email"), ("Yhdistys", "unit_id")]
    assert draft.unit_id == "Yhdistys"


def test_missing_values_of_texts_join_the_options(tmp_path: Path) -> None:
    question, _ = drafted(
        tmp_path, ["k", "e", "k", "e", "?"], missing_ranges=["?"], variable_value_labels={"?": "Vill inte svara"}
    )
    assert isinstance(question, SingleChoice)
    assert [(o.code, o.kind) for o in question.options] == [("k", None), ("e", None), ("?", "refused")]


def test_name_and_title_are_those_of_the_file(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "Kysely 2020.sav", {"x": [1.0]}, file_label="Jäsenkysely")
    draft = infer(path)
    assert (draft.id, draft.title.fi) == ("kysely_2020", "Jäsenkysely")
    named = infer(path, id="oma", title="Oma")
    assert (named.id, named.title.fi) == ("oma", "Oma")
    assert isinstance(named, Draft)


def test_variables_that_make_no_codebook_are_an_error(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", {"a.b": [1.0], "a_b": [1.0]})
    with pytest.raises(SourceError, match=r"a\.sav: its variables make no codebook: .*'a_b'.* Correct them in SPSS"):
        infer(path)


def test_sets_whose_labels_repeat_tell_their_options_apart(tmp_path: Path) -> None:
    from verkosto.responses import ResponseSet
    from verkosto.responses._sav_records import record, sav_dictionary

    plain = write_sav(tmp_path / "a.sav", {"a": [1.0], "b": [0.0]}, column_labels=["Sama", "Sama"])
    dictionary, content = sav_dictionary(plain), plain.read_bytes()
    sets = record(dictionary, [ResponseSet("joukko", "Mitä?", ("a", "b"), "1")], {})
    plain.write_bytes(content[: dictionary.end] + sets + content[dictionary.end :])
    draft = infer(plain)
    (question,) = draft
    assert isinstance(question, MultipleChoice)
    assert [(o.code, o.label.fi) for o in question.options] == [("a", "Sama"), ("b", "Sama [b]")]
    assert read(plain, draft).frame.iloc[0].tolist() == [True, False]
