"""What a codebook file gets wrong is told all at once, with the place and the remedy."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from verkosto.errors import CodebookError
from verkosto.instruments import Draft, Instrument
from verkosto.instruments._files import from_dict, to_dict

EMPTY: dict[str, Any] = {"format": "verkosto.instrument/1", "id": "koe", "title": "Koe"}
CHOICE: dict[str, Any] = {
    "id": "malli_a",
    "kind": "single_choice",
    "text": "Malli A",
    "options": [{"code": "k", "label": "Kannatan"}, {"code": "e", "label": "En kannata"}],
}


def faults(data: object) -> list[str]:
    with pytest.raises(CodebookError) as caught:
        from_dict(data, Instrument, where="kysely.toml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("kysely.toml: ") for line in lines)
    return [line.removeprefix("kysely.toml: ") for line in lines]


def of_question(**changes: Any) -> list[str]:
    """Return the faults of a choice question with changed keys; None takes a key away."""
    question = {key: value for key, value in (CHOICE | changes).items() if value is not None}
    return faults({**EMPTY, "questions": [question]})


def of_option(**changes: Any) -> list[str]:
    return of_question(options=[{"code": "k", "label": "Kannatan", **changes}])


def test_data_comes_back_as_an_equal_instrument(kysely: Instrument) -> None:
    assert from_dict(to_dict(kysely), Instrument) == kysely


def test_a_misspelt_key_is_one_fault_with_the_nearest_key() -> None:
    found = of_question(options=[{"code": "k", "lable": "Kannatan"}])
    assert found == ["questions[1] 'malli_a'.options[1]: unknown key 'lable'. Did you mean 'label'?"]


def test_a_missing_key_is_told() -> None:
    assert of_question(options=[{"label": "Kannatan"}]) == [
        "questions[1] 'malli_a'.options[1]: the key 'code' is missing. Add it."
    ]
    assert of_question(text=None) == ["questions[1] 'malli_a': the key 'text' is missing. Add it."]
    assert of_question(id=None) == ["questions[1]: the key 'id' is missing. Add it."]
    assert faults({"format": EMPTY["format"]}) == [
        "the key 'id' is missing. Add it.",
        "the key 'title' is missing. Add it.",
    ]


def test_a_key_without_a_near_one_is_told_with_all_that_are_known() -> None:
    assert of_question(zzz=1) == [
        (
            "questions[1] 'malli_a': unknown key 'zzz'. Known keys: "
            "kind, id, text, aliases, asked_if, position, privacy, note, options, ordered."
        )
    ]
    assert faults({**EMPTY, "zzz": 1})[0].startswith("unknown key 'zzz'. Known keys: format, id, title, ")


def test_a_key_of_the_head_among_the_questions_is_told_as_such() -> None:
    assert of_question(unit_id="jarjesto") == [
        (
            "questions[1] 'malli_a': unknown key 'unit_id'. It belongs at the top of the file, above the first "
            "[[columns]] or [[questions]]."
        )
    ]


def test_two_questions_of_one_id_are_told() -> None:
    message = "questions[1] and questions[2] share the id 'malli_a'. Rename one of them."
    assert faults({**EMPTY, "questions": [CHOICE, CHOICE]}) == [message]
    # Also when another fault keeps the instrument from being made.
    assert faults({**EMPTY, "questions": [CHOICE, CHOICE | {"kind": "tekst"}]})[1:] == [message]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (None, "the key 'kind' is missing. Add one of single_choice, multiple_choice, matrix, "),
        ("single_choise", "no kind of question 'single_choise'. Did you mean 'single_choice'"),
        ("zzz", "no kind of question 'zzz'. Known kinds: single_choice, "),
        (["text"], "no kind of question ['text']. Known kinds: single_choice, "),
    ],
)
def test_an_unknown_kind_is_told(kind: object, message: str) -> None:
    (line,) = of_question(kind=kind)
    assert line.startswith(f"questions[1] 'malli_a': {message}")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("code", 1, 'needs text, not the number 1. Write it in quotes: "1".'),
        ("code", 1.5, 'needs text, not the number 1.5. Write it in quotes: "1.5".'),
        ("code", True, "needs text, not true. Write it in quotes."),
        ("code", None, "needs text, not nothing. Write it in quotes."),
        ("label", ["Kyllä"], "needs text, not a list. Write it in quotes."),
        ("label", dt.date(2020, 1, 1), "needs text, not a date. Write it in quotes."),
        ("label", dt.datetime(2020, 1, 1, 10), "needs text, not a moment. Write it in quotes."),  # noqa: DTZ001
        ("label", dt.time(10, 31), "needs text, not a time of day. Write it in quotes."),
        ("number", "1", "needs a whole number, not the text '1'. Write it without quotes, such as 1."),
        ("number", 1.0, "needs a whole number, not the number 1.0. Write it without quotes, such as 1."),
        ("number", False, "needs a whole number, not false. Write it without quotes, such as 1."),
        ("number", {}, "needs a whole number, not a table. Write it without quotes, such as 1."),
        ("free_text", "true", "needs true or false, not the text 'true'. Write it without quotes."),
        ("exclusive", 1, "needs true or false, not the number 1. Write it without quotes."),
        ("free_text", 1, "needs true or false, not the number 1. Write it without quotes."),
        ("kind", "dontknow", "'dontknow' is unknown. Did you mean 'dont_know'? Use one of dont_know, "),
        ("kind", 5, 'needs text, not the number 5. Write it in quotes: "5".'),
        ("aliases", "Joo", "needs a list, not the text 'Joo'. Put it between [ and ]."),
        ("label", "Kyll\ud800ä", "character 5 is half of a surrogate pair and no text. Write the character again."),
    ],
)
def test_no_value_is_made_into_another_type(key: str, value: object, message: str) -> None:
    (line,) = of_option(**{key: value})
    assert line.startswith(f"questions[1] 'malli_a'.options[1].{key}: {message}")


def test_places_inside_lists_and_tables_are_told() -> None:
    assert of_option(aliases=["Joo", 5]) == [
        "questions[1] 'malli_a'.options[1].aliases[2]: needs text, not the number 5. Write it in quotes: \"5\"."
    ]
    assert of_option(label={"fi": "Kyllä", "se": "Ja"}) == [
        "questions[1] 'malli_a'.options[1].label: unknown key 'se'. Known keys: fi, sv, en."
    ]
    assert of_option(label={"sv": "Ja"}) == [
        "questions[1] 'malli_a'.options[1].label: the key 'fi' is missing. Add it."
    ]
    assert of_option(label={"fi": 5}) == [
        "questions[1] 'malli_a'.options[1].label.fi: needs text, not the number 5. Write it in quotes: \"5\"."
    ]


def test_lists_and_tables_that_are_something_else_are_told() -> None:
    assert of_question(options=["Kannatan"]) == [
        (
            "questions[1] 'malli_a'.options[1]: needs a table, not the text 'Kannatan'. "
            'Write it as { code = "k", label = "Kannatan" }.'
        )
    ]
    assert of_question(options={"code": "k", "label": "Kannatan"}) == [
        (
            "questions[1] 'malli_a'.options: needs a list, not a table. Put it between [ and ]. "
            "A table of its own takes two brackets: [[questions]]."
        )
    ]
    assert faults({**EMPTY, "questions": CHOICE})[0].startswith("questions: needs a list, not a table.")
    assert faults({**EMPTY, "questions": ["malli_a"]}) == [
        "questions[1]: needs a table, not the text 'malli_a'. Begin each question with [[questions]]."
    ]
    assert faults({**EMPTY, "columns": [5]}) == [
        "columns[1]: needs a table, not the number 5. Write its keys with their values."
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("malli", ": needs a table, not the text 'malli'. Write it as { toimiala = [\"sote\"] }."),
        ({"a\nb": 5}, ".'a\\nb': needs a list, not the number 5. Put it between [ and ]."),
        ({"toimiala": 5}, ".toimiala: needs a list, not the number 5. Put it between [ and ]."),
        ({"toimiala": ["a", 5]}, '.toimiala[2]: needs text, not the number 5. Write it in quotes: "5".'),
    ],
)
def test_conditions_of_the_wrong_shape_are_told(value: object, message: str) -> None:
    assert of_question(asked_if=value) == [f"questions[1] 'malli_a'.asked_if{message}"]


def test_every_condition_is_looked_at() -> None:
    assert len(of_question(asked_if={"a": 5, "b": 6, "c": ["k"]})) == 2


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("fieldwork", 2020, 'needs a date, not the number 2020. Write it in quotes, such as "2020-03-01".'),
        ("fieldwork", "24.4.2023", "'24.4.2023' is not in ISO form. If the day stands first, write '2023-04-24'."),
        ("fieldwork", "2020-03/2020-02", "A period cannot end (2020-02) before it starts (2020-03)."),
        ("fieldwork", {"start": "2020-03", "end": "2020-02"}, ": A period cannot end (2020-02)"),
        ("fieldwork", {"begin": "2020"}, ": unknown key 'begin'. Known keys: start, end."),
        ("fieldwork", {"start": 2020}, ".start: needs a date, not the number 2020."),
        ("area_date", "maaliskuu", "'maaliskuu' is no date."),
        ("area_date", dt.time(10), "needs a date, not a time of day."),
        ("area_date", ["2020"], "needs a date, not a list."),
        ("sampling", "openlink", "'openlink' is unknown. Did you mean 'open_link'? Use one of open_link, sample"),
        ("unit_id", 5, "needs text, not the number 5."),
    ],
)
def test_the_head_of_the_file_is_checked(key: str, value: object, message: str) -> None:
    (line,) = faults({**EMPTY, key: value})
    assert line.startswith(f"{key}{message}" if message[0] in ":." else f"{key}: {message}")


def test_bounds_are_numbers() -> None:
    number = {"id": "jasenia", "kind": "number", "text": "?"}
    assert faults({**EMPTY, "questions": [number | {"minimum": "5"}]}) == [
        (
            "questions[1] 'jasenia'.minimum: a bound must be a finite number, not '5'. "
            "Write it without quotes, or leave it out."
        )
    ]
    assert faults({**EMPTY, "questions": [number | {"minimum": 5, "maximum": 1}]}) == [
        "questions[1] 'jasenia': minimum 5 is above maximum 1. Exchange them."
    ]


def test_contradictions_of_a_part_stand_at_its_place_and_name_it_once() -> None:
    twice = {"code": "k", "label": "Kyllä"}
    assert of_question(options=[twice, twice]) == [
        "questions[1] 'malli_a': the code 'k' stands for both 'k' and 'k'. Make it unique.",
        "questions[1] 'malli_a': the label 'Kyllä' stands for both 'k' and 'k'. Make it unique.",
    ]
    assert of_question(options=[]) == ["questions[1] 'malli_a' has no options. List at least one."]
    assert of_option(code="*") == [
        "questions[1] 'malli_a'.options[1]: the code '*' is kept for totals. Give the option another code."
    ]
    assert of_question(id="n") == ["questions[1] 'n': question id 'n' is a column of every table. Choose another id."]
    assert of_question(position=0) == [
        "questions[1] 'malli_a': position counts columns from 1, not 0. Give the column's number."
    ]
    assert faults({**EMPTY, "columns": [{"id": "a", "position": 0}]}) == [
        "columns[1] 'a': position counts columns from 1, not 0. Give the column's number."
    ]
    matrix = {"id": "m", "kind": "matrix", "text": "?", "rows": [twice], "scale": [twice, twice]}
    assert faults({**EMPTY, "questions": [matrix]})[0] == (
        "questions[1] 'm'.scale: the code 'k' stands for both 'k' and 'k'. Make it unique."
    )


def test_contradictions_of_the_whole_stand_after_the_file_name() -> None:
    assert faults({**EMPTY, "unit_id": "jarjesto"}) == [
        "unit_id 'jarjesto' is no column or question. Declare it in `columns`."
    ]
    assert faults({**EMPTY, "id": " "}) == [
        "an instrument needs an id as text, not ' '. Write 'tukirakenne-2020' or so."
    ]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    data = {
        "id": "koe",
        "title": 5,
        "columns": [{"id": "aika", "role": "timr"}],
        "questions": [{**CHOICE, "options": [{"code": 1, "label": 2, "nubmer": 3}]}, {"id": "x", "kind": "text"}],
    }
    assert [line.split(":")[0] for line in faults(data)] == [
        "the key 'format' is missing. Add format = \"verkosto.instrument/1\" as the first line.",
        "title",
        "columns[1] 'aika'.role",
        "questions[1] 'malli_a'.options[1]",
        "questions[1] 'malli_a'.options[1].code",
        "questions[1] 'malli_a'.options[1].label",
        "questions[2] 'x'",
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("verkosto.instrument/2", "the format 'verkosto.instrument/2' is unknown. Update verkosto; this version"),
        ("limesurvey", "the format 'limesurvey' is unknown. Check that the file is a codebook; this version"),
        (1, "the format 1 is unknown. Check that the file is a codebook"),
    ],
)
def test_another_format_is_told_and_nothing_else(name: object, message: str) -> None:
    (line,) = faults({"format": name, "id": 5})
    assert line.startswith(message)
    assert faults({"id": "koe", "title": "Koe"})[0].startswith("the key 'format' is missing.")


@pytest.mark.parametrize("data", [None, [], "koe", 5])
def test_data_that_is_no_table_is_told(data: object) -> None:
    assert faults(data) == [f"a codebook is a table of keys, not a {type(data).__name__}. Begin with 'format'."]


def test_values_in_messages_stay_short() -> None:
    (line,) = of_option(kind="x" * 500)
    assert len(line) < 200
    (line,) = of_option(number=10**5000)
    assert "a number of more than 64 bits" in line


def test_fields_of_a_child_of_instrument_are_no_part_of_a_file() -> None:
    assert from_dict(EMPTY, Draft) == Draft("koe", "Koe")
    with pytest.raises(CodebookError, match=r"unknown key 'guesses'\. Known keys: format, id"):
        from_dict({**EMPTY, "guesses": []}, Draft)
