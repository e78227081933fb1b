"""What becomes of each type of question, of conditions, of groups and of what repeats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kobo_files import as_form, codebook

from verkosto.backends._xlsform import form_of
from verkosto.backends._xlsform_draft import draft_of_form
from verkosto.backends._xlsform_words import language_of
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Draft,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    SingleChoice,
    Text,
)

Row = dict[str, str]
LIST: list[Row] = [{"list_name": "l", "name": name, "label": name.upper()} for name in ("a", "b")]


def drafted(folder: Path, *survey: Row, choices: list[Row] | None = None, settings: list[Row] | None = None) -> Draft:
    return draft_of_form(form_of(as_form(folder, survey, LIST if choices is None else choices, settings or [])))


def one(folder: Path, stated: str, **parts: str) -> Question | Column:
    """The part that one question becomes."""
    draft = drafted(
        folder, {"type": stated, "name": "q", "label": "Q", **parts}, {"type": "text", "name": "z", "label": "Z"}
    )
    parts_of_form: list[Question | Column] = [*draft.columns, *draft.questions]
    return next(part for part in parts_of_form if part.id == "q")


def reasons(draft: Draft, name: str) -> str:
    return "; ".join(guess.reason for guess in draft.guesses if guess.id == name)


class TestTypes:
    @pytest.mark.parametrize(
        ("stated", "kind"),
        [
            ("select_one l", SingleChoice),
            ("select one from l", SingleChoice),
            ("select_multiple l", MultipleChoice),
            ("rank l", Ranking),
            ("integer", Number),
            ("int", Number),
            ("decimal", Number),
            ("range", Number),
            ("date", Date),
            ("dateTime", Date),
            ("time", Text),
            ("text", Text),
            ("add text prompt", Text),
            ("barcode", Text),
            ("hidden", Text),
            ("acknowledge", Text),
            ("image", Text),
            ("audio", Text),
            ("file", Text),
        ],
    )
    def test_that_ask(self, tmp_path: Path, stated: str, kind: type[Question]) -> None:
        assert isinstance(one(tmp_path, stated), kind)

    @pytest.mark.parametrize(
        ("stated", "role"),
        [
            ("start", "time"),
            ("end", "time"),
            ("today", "time"),
            ("deviceid", "identifier"),
            ("username", "identifier"),
            ("phonenumber", "identifier"),
            ("email", "email"),
            ("geopoint", "identifier"),
            ("geoshape", "identifier"),
            ("start-geopoint", "identifier"),
        ],
    )
    def test_that_ask_nothing_or_identify(self, tmp_path: Path, stated: str, role: str) -> None:
        made = one(tmp_path, stated)
        assert isinstance(made, Column)
        assert made.role == role

    def test_that_make_nothing(self, tmp_path: Path) -> None:
        draft = drafted(
            tmp_path, {"type": "note", "name": "n", "label": "N"}, {"type": "text", "name": "t", "label": "T"}
        )
        assert [question.id for question in draft] == ["t"]

    def test_that_nobody_knows_are_text_and_a_guess(self, tmp_path: Path) -> None:
        draft = drafted(tmp_path, {"type": "taikuus", "name": "q", "label": "Q"})
        assert isinstance(draft["q"], Text)
        assert "'taikuus' is unknown" in reasons(draft, "q")

    def test_a_calculation_is_text_and_a_guess(self, tmp_path: Path) -> None:
        draft = drafted(tmp_path, {"type": "calculate", "name": "q", "calculation": "1 + 1"})
        assert draft["q"].text.fi == "q"
        assert "calculated" in reasons(draft, "q")

    def test_bounds(self, tmp_path: Path) -> None:
        def bounds(stated: str, **parts: str) -> tuple[Any, Any]:
            made = one(tmp_path, stated, **parts)
            assert isinstance(made, Number)
            return made.minimum, made.maximum

        assert bounds("integer", constraint=". > 0 and . < 5") == (1, 4)
        assert bounds("decimal", constraint=". > 0") == (0, None)
        assert bounds("range", parameters="start=10 end=-2 step=1") == (-2, 10)
        assert bounds("range") == (1, 10)
        assert bounds("integer", constraint="regex(., '9')") == (None, None)
        draft = drafted(tmp_path, {"type": "integer", "name": "q", "label": "Q", "constraint": ". != 3"})
        assert reasons(draft, "q") == "allowed is only . != 3: minimum and maximum cannot say it"

    def test_choices_that_the_form_does_not_hold(self, tmp_path: Path) -> None:
        for stated in ("select_one_from_file kunnat.csv", "select_multiple_from_file kunnat.csv"):
            draft = drafted(tmp_path, {"type": stated, "name": "q", "label": "Q"})
            assert isinstance(draft["q"], Text)
            assert "'kunnat.csv', which the form does not hold" in reasons(draft, "q")
        rank = [{"type": "text", "name": "t", "label": "T"}, {"type": "rank ${r}", "name": "q", "label": "Q"}]
        repeat = [{"type": "begin_repeat", "name": "r"}, rank[0], {"type": "end_repeat"}]
        assert isinstance(drafted(tmp_path, *repeat, rank[1])["q"], Text)

    def test_a_title_that_identifies_is_a_guess(self, tmp_path: Path) -> None:
        draft = drafted(tmp_path, {"type": "text", "name": "q", "label": "Nimesi"})
        assert "names an identifier" in reasons(draft, "q")


class TestChoices:
    def test_names_are_codes_and_places_in_the_list_mean_nothing(self, tmp_path: Path) -> None:
        choices = [{"list_name": "l", "name": name, "label": name} for name in ("b", "3", "03")]
        made = one_choice(tmp_path, choices)
        assert [(option.code, option.number) for option in made.options] == [("b", -1), ("3", -2), ("03", -3)]

    def test_a_name_without_label_speaks_for_itself(self, tmp_path: Path) -> None:
        assert one_choice(tmp_path, [{"list_name": "l", "name": "x"}]).options[0].label.fi == "x"

    def test_names_that_repeat_where_the_form_allows_it(self, tmp_path: Path) -> None:
        choices = [
            {"list_name": "l", "name": n, "label": label} for n, label in (("x", "Eka"), ("y", "Muu"), ("x", "Toka"))
        ]
        question = {"type": "select_one l", "name": "q", "label": "Q"}
        draft = drafted(tmp_path, question, choices=choices, settings=[{"allow_choice_duplicates": "yes"}])
        assert [option.label.fi for option in draft["q"].choices] == ["Eka", "Muu"]
        assert "choices of one name" in reasons(draft, "q")

    def test_other_is_written_beside_the_option(self, tmp_path: Path) -> None:
        question = {"type": "select_one l or_other", "name": "q", "label": "Q"}
        draft = drafted(tmp_path, question)
        assert draft["q"].variables() == ("q", "q[other].text")
        assert len(draft.questions) == 1

    def test_a_question_of_the_forms_own_for_other_stays_one(self, tmp_path: Path) -> None:
        other = {"type": "text", "name": "q_other", "label": "Mikä?", "relevant": "${q} = 'a'"}
        draft = drafted(tmp_path, {"type": "select_one l", "name": "q", "label": "Q"}, other)
        assert draft["q_other"].asked_if == {"q": ("a",)}

    def test_special_answers_count_as_such_in_single_choices_alone(self, tmp_path: Path) -> None:
        choices = [{"list_name": "l", "name": "e", "label": "En osaa sanoa"}, *LIST]
        survey = [{"type": f"select_{kind} l", "name": kind, "label": "Q"} for kind in ("one", "multiple")]
        draft = drafted(tmp_path, *survey, choices=choices)
        assert draft["one"].choices[0].kind == "dont_know"
        assert draft["multiple"].items[0].kind is None
        assert "taken for 'dont_know'" in reasons(draft, "one")

    def test_of_areas(self, tmp_path: Path) -> None:
        kunta = codebook(tmp_path)["kunta"]
        assert isinstance(kunta, AreaQuestion)
        assert kunta.area_type == "kunta"


def one_choice(folder: Path, choices: list[Row]) -> SingleChoice:
    made = drafted(folder, {"type": "select_one l", "name": "q", "label": "Q"}, choices=choices)["q"]
    assert isinstance(made, SingleChoice)
    return made


class TestStructure:
    def test_groups_stand_in_the_name(self, tmp_path: Path) -> None:
        group = {"type": "begin_group", "name": "g", "label": "G"}
        draft = drafted(tmp_path, group, group | {"name": "h"}, {"type": "text", "name": "q", "label": "Q"}, END, END)
        assert [question.id for question in draft] == ["g/h/q"]

    def test_names_that_a_codebook_cannot_take(self, tmp_path: Path) -> None:
        survey = [{"type": "text", "name": name, "label": "Q"} for name in ("status", "a.b", "a_b")]
        draft = drafted(tmp_path, *survey, {"type": "text", "name": "_uuid", "label": "Q"})
        assert [(q.id, q.aliases) for q in draft] == [
            ("q-status", ("status",)),
            ("a_b", ("a.b",)),
            ("q-a_b", ("a_b",)),
            ("q-_uuid", ("_uuid",)),
        ]

    def test_a_table_is_a_matrix(self, tmp_path: Path) -> None:
        arviot = codebook(tmp_path)["arviot"]
        assert isinstance(arviot, Matrix)
        assert arviot.text.fi == "Miten tuki toimii?"
        assert arviot.variables() == ("arviot[laatu]", "arviot[hinta]")

    def test_a_page_of_other_things_is_none(self, tmp_path: Path) -> None:
        page = {"type": "begin_group", "name": "g", "label": "G", "appearance": "field-list"}
        choice = {"type": "select_one l", "name": "x", "label": "X"}
        for second in ({"type": "text", "name": "y", "label": "Y"}, {**choice, "name": "y", "relevant": "${x} = 'a'"}):
            assert [q.id for q in drafted(tmp_path, page, choice, second, END)] == ["g/x", "g/y"]
        assert [q.id for q in drafted(tmp_path, page, choice, END)] == ["g/x"]

    def test_groups_without_anything_make_nothing(self, tmp_path: Path) -> None:
        for looks in ({}, {"appearance": "field-list"}):
            group = {"type": "begin_group", "name": "g", "label": "G", **looks}
            assert not drafted(tmp_path, group, END).questions

    def test_heads_of_tables_are_no_questions(self, tmp_path: Path) -> None:
        page = {"type": "begin_group", "name": "g", "label": "G", "appearance": "field-list"}
        rows = [{"type": "select_one l", "name": name, "label": name, "appearance": "list-nolabel"} for name in "xy"]
        head = {"type": "select_one l", "name": "paa", "label": "P", "appearance": "label"}
        assert drafted(tmp_path, page, head, *rows, END)["g"].variables() == ("g[x]", "g[y]")
        assert [q.id for q in drafted(tmp_path, head, rows[0])] == ["x"]

    @pytest.mark.parametrize(
        ("inside", "role"),
        [
            ({"type": "integer", "name": "ika", "label": "Ikä"}, "ignore"),
            ({"type": "text", "name": "nimi", "label": "Nimi"}, "identifier"),
            ({"type": "geopoint", "name": "paikka", "label": "Missä"}, "identifier"),
        ],
    )
    def test_what_repeats_is_one_column(self, tmp_path: Path, inside: Row, role: str) -> None:
        repeat = {"type": "begin_repeat", "name": "r", "label": "R"}
        group = {"type": "begin_group", "name": "g", "label": "G"}
        draft = drafted(tmp_path, repeat, group, inside, END, {"type": "end_repeat"}, {"type": "note", "name": "n"})
        assert draft.column("r").role == role
        assert reasons(draft, "r").startswith("repeats, so that nobody has one answer")
        assert not draft.questions

    def test_conditions_of_groups_hold_inside(self, tmp_path: Path) -> None:
        survey: list[Row] = [
            {"type": "select_one l", "name": "x", "label": "X"},
            {"type": "select_multiple l", "name": "y", "label": "Y"},
            {"type": "begin_group", "name": "g", "label": "G", "relevant": "${x} = 'a'"},
            {"type": "text", "name": "q", "label": "Q", "relevant": "selected(${y}, 'b')"},
            END,
        ]
        assert drafted(tmp_path, *survey)["g/q"].asked_if == {"x": ("a",), "y": ("b",)}

    @pytest.mark.parametrize("relevant", ["${x} = 'zz'", "${t} = 'a'", "${x} > 2", "${kunta} = 'helsinki'"])
    def test_conditions_that_cannot_be_said_are_guesses(self, tmp_path: Path, relevant: str) -> None:
        areas = [{"list_name": "k", "name": n.casefold(), "label": n} for n in ("Helsinki", "Kuopio")]
        survey = [
            {"type": "select_one l", "name": "x", "label": "X"},
            {"type": "text", "name": "t", "label": "T"},
            {"type": "select_one k", "name": "kunta", "label": "Kunta"},
            {"type": "text", "name": "q", "label": "Q", "relevant": relevant},
        ]
        draft = drafted(tmp_path, *survey, choices=[*LIST, *areas])
        assert draft["q"].asked_if == {}
        assert f"shown only where {relevant}" in reasons(draft, "q")

    def test_names_of_two_questions_say_nothing(self, tmp_path: Path) -> None:
        x = {"type": "select_one l", "name": "x", "label": "X"}
        groups = [row for name in "gh" for row in ({"type": "begin_group", "name": name, "label": "G"}, x, END)]
        form = form_of(as_form(tmp_path, [*groups, {"type": "text", "name": "q", "label": "Q"}], LIST, []))
        form.tree["children"][2]["bind"] = {"relevant": "${x} = 'a'"}
        assert draft_of_form(form)["q"].asked_if == {}


END = {"type": "end_group"}


class TestWords:
    def test_languages_of_columns(self) -> None:
        said = ["Suomi (fi)", "English (en-GB)", "Svenska", "Ruotsi", "fi", "Davvisámegiella (se)"]
        assert [language_of(name) for name in said] == ["fi", "en", "sv", "sv", "fi", "se"]

    def test_another_language_stands_for_finnish(self, tmp_path: Path) -> None:
        labels = {"label::English (en)": "Why?", "label::Davvisámegiella (se)": "Manne?"}
        draft = drafted(
            tmp_path, {"type": "text", "name": "q", **labels}, settings=[{"default_language": "English (en)"}]
        )
        assert (draft["q"].text.fi, draft["q"].text.en, draft["q"].text.sv) == ("Why?", "Why?", None)

    def test_a_plain_column_hides_no_other(self, tmp_path: Path) -> None:
        for question in (
            {"label::Suomi (fi)": "Miksi?", "label": "Why?"},
            {"label": "Why?", "label::Suomi (fi)": "Miksi?"},
        ):
            assert drafted(tmp_path, {"type": "text", "name": "q", **question})["q"].text.fi == "Miksi?"

    def test_the_draft_saves_and_loads(self, tmp_path: Path) -> None:
        draft = codebook(tmp_path)
        draft.save(tmp_path / "kysely.toml")
        assert Instrument.load(tmp_path / "kysely.toml") == draft.instrument
