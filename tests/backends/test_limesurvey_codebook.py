from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from limesurvey import codebook, survey

from verkosto.backends._limesurvey_codebook import draft_of
from verkosto.backends._limesurvey_conditions import asked_if_of
from verkosto.backends._limesurvey_headings import meanings
from verkosto.backends._limesurvey_options import local, options_of
from verkosto.backends._limesurvey_properties import survey_of_properties
from verkosto.backends._limesurvey_survey import Asked, Part, Survey, plain
from verkosto.errors import SourceError
from verkosto.instruments import (
    AreaQuestion,
    Draft,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Ranking,
    SingleChoice,
    Text,
)
from verkosto.text import LocalText


def parts(**texts: str) -> tuple[Part, ...]:
    return tuple(Part(code, {"fi": text}) for code, text in texts.items())


def asked(code: str, letter: str, **rest: Any) -> Asked:
    return Asked(code, letter, {"fi": f"{code}?"}, **rest)


def draft(*questions: Asked, settings: Mapping[str, str] | None = None) -> Draft:
    return draft_of(Survey("7", {}, ("fi",), questions, settings or {}))


def reasons(made: Draft, name: str) -> list[str]:
    return [guess.reason for guess in made.guesses if guess.id == name]


REGIONS = {"01": "Uusimaa", "02": "Varsinais-Suomi", "04": "Satakunta", "05": "Kanta-Häme"}
ROWS = parts(S1="Yksi", S2="Kaksi")


class TestKinds:
    @pytest.mark.parametrize(
        ("question", "variables"),
        [
            (asked("q", "A", rows=ROWS), ["q[S1]", "q[S2]"]),
            (asked("q", "C", rows=ROWS), ["q[S1]", "q[S2]"]),
            (asked("q", "E", rows=ROWS), ["q[S1]", "q[S2]"]),
            (asked("q", "H", rows=ROWS, answers=(parts(A1="Hyvä"),)), ["q[S1]", "q[S2]"]),
            (asked("q", "U"), ["q"]),
            (asked("q", "I"), ["q"]),
            (asked("q", "L"), ["q"]),
            (asked("q", ";", rows=ROWS, columns=parts(C1="Nyt")), ["q_S1_C1", "q_S2_C1"]),
            (
                asked("q", "P", rows=ROWS, other=True),
                ["q[S1]", "q[S2]", "q[other]", "q[S1].text", "q[S2].text", "q[other].text", "q_othercomment"],
            ),
            (asked("q", "X"), []),
        ],
    )
    def test_give_variables(self, question: Asked, variables: list[str]) -> None:
        assert [name for one in draft(question) for name in one.variables()] == variables

    def test_of_the_survey(self) -> None:
        made = codebook()
        kinds = {
            name: type(made[name]) for name in ("kunta", "palv", "lik", "kanava", "jarj", "ika", "miksi", "dual_2")
        }
        assert list(kinds.values()) == [
            AreaQuestion,
            SingleChoice,
            Matrix,
            MultipleChoice,
            Ranking,
            Number,
            Text,
            Matrix,
        ]
        assert made["miksi"].asked_if == {"suos": ("N",)}
        assert made["mx_R2_C1"].text == LocalText(
            fi="Montako kertaa? [Uimahalli][2025]", sv="Hur många gånger? [Simhall][2025]"
        )
        assert made.column("intro").titles == ("Tervetuloa kyselyyn!", "Välkommen!")

    def test_survive_the_file(self, tmp_path: Any) -> None:
        codebook().save(tmp_path / "kysely.toml")
        assert Instrument.load(tmp_path / "kysely.toml") == codebook()

    def test_that_nobody_knows_are_text(self) -> None:
        made = draft(asked("q", "?"))
        assert isinstance(made["q"], Text)
        assert reasons(made, "q") == ["LimeSurvey's type '?' is unknown; read as text"]

    def test_numbers_have_the_bounds_that_are_numbers(self) -> None:
        limits = {"min_num_value_n": "0", "max_num_value_n": "{ika}"}
        number = draft(asked("q", "N", attributes=limits))["q"]
        assert isinstance(number, Number)
        assert (number.minimum, number.maximum) == (0, None)
        each = draft(asked("q", "K", rows=ROWS, attributes={"max_num_value_n": "10"}))["q_S1"]
        assert isinstance(each, Number)
        assert each.maximum == 10


def test_texts_that_may_identify_are_told() -> None:
    made = draft(asked("q", "S"), Asked("posti", "S", {"fi": "Sähköpostiosoite"}))
    assert [guess.id for guess in made.guesses] == ["posti"]
    assert "names an identifier" in made.guesses[0].reason


class TestAreas:
    def test_need_codes_and_names_that_agree(self) -> None:
        made = draft(asked("q", "!", answers=(parts(**{"049": "Espoo", "091": "Turku"}),)))
        assert isinstance(made["q"], SingleChoice)

    def test_may_have_answers_that_say_why_there_is_none(self) -> None:
        answers = parts(
            **{"01": "Uusimaa", "02": "Varsinais-Suomi", "04": "Satakunta", "05": "Kanta-Häme", "99": "En osaa sanoa"}
        )
        question = draft(asked("q", "L", answers=(answers,)))["q"]
        assert isinstance(question, AreaQuestion)
        assert question.area_type == "maakunta"
        assert [(option.code, option.kind) for option in question.special] == [("99", "dont_know")]

    def test_with_answers_of_another_sense_are_choices(self) -> None:
        answers = parts(
            **{"01": "Uusimaa", "02": "Varsinais-Suomi", "04": "Satakunta", "05": "Kanta-Häme", "99": "Muualla"}
        )
        assert isinstance(draft(asked("q", "L", answers=(answers,)))["q"], SingleChoice)


class TestIds:
    def test_that_tables_use_are_changed_and_still_found(self) -> None:
        made = draft(asked("n", "Y"), asked("id", "T", relevance='n.NAOK == "Y"'))
        assert [question.id for question in made] == ["q-n", "q-id"]
        assert made["q-id"].asked_if == {"q-n": ("Y",)}
        assert made["q-n"].aliases == ("n",)
        assert reasons(made, "q-n") == ["called 'n' in LimeSurvey, which is taken here"]

    def test_of_every_form_are_found(self) -> None:
        made = draft(
            asked("value", "1", rows=ROWS, answers=(parts(A1="A"), parts(B1="B"))), asked("low", "K", rows=ROWS)
        ).instrument
        for headings in (["value[S1][2]", "low[S2]"], ["value_S1_2", "low_S2"]):
            found = [meaning and meaning.variable for meaning in meanings(headings, made)]
            assert found == ["q-value_2[S1]", "q-low_S2"]

    def test_of_columns_are_changed_too(self) -> None:
        assert draft(asked("id", "X")).column("q-id").titles == ("id?", "id")


def test_columns_are_those_that_the_settings_add() -> None:
    assert [column.id for column in draft().columns] == ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    settings = {"usetokens": "Y", "datestamp": "Y", "ipaddr": "Y", "refurl": "N"}
    made = draft(settings=settings)
    assert [column.id for column in made.columns[5:]] == ["token", "startdate", "datestamp", "ipaddr"]
    assert [column.id for column in made.columns if column.withheld] == ["token", "ipaddr"]


class TestConditions:
    @pytest.mark.parametrize(
        ("relevance", "wanted"),
        [
            ("1", {}),
            ("", {}),
            ("((1))", {}),
            ('suos.NAOK == "N"', {"suos": ("N",)}),
            ("((suos == 'N'))", {"suos": ("N",)}),
            ('(a.NAOK == "1" or a.NAOK == "2")', {"a": ("1", "2")}),
            ('(a.NAOK == "1" || a eq "2") && (b.NAOK == "Y")', {"a": ("1", "2"), "b": ("Y",)}),
            ('m_S1.NAOK == "Y"', {"m": ("S1",)}),
            ('m_S1 == "Y" or m_S2 == "Y"', {"m": ("S1", "S2")}),
            ('m_S1 == ""', None),
            ('m_S1 == "1"', None),
            ('a == ""', None),
            ("ika.NAOK > 17", None),
            ("!is_empty(a)", None),
            ('a == "1" or b == "1"', None),
            ('a == "1" and a == "2"', None),
            ('(a == "1" and b == "2") or (c == "3")', None),
            ('m_S1 == "Y" or m == "Y"', None),
            ("(((", None),
            ("((a)", None),
        ],
    )
    def test_say_what_a_codebook_can_say(self, relevance: str, wanted: object) -> None:
        assert asked_if_of(relevance) == wanted

    def test_that_it_cannot_say_are_told(self) -> None:
        made = draft(asked("a", "Y"), asked("b", "T", relevance="!is_empty(a)"))
        assert made["b"].asked_if == {}
        assert reasons(made, "b") == ["shown only where !is_empty(a): asked_if cannot say it"]

    @pytest.mark.parametrize("relevance", ['x == "Y"', 'a == "Z"', 'b == "1"', 'luku == "1"'])
    def test_on_what_is_not_there_are_told(self, relevance: str) -> None:
        made = draft(asked("a", "Y"), asked("luku", "N"), asked("b", "T", relevance=relevance))
        assert len(reasons(made, "b")) == 1

    def test_may_name_areas(self) -> None:
        kunnat = asked("k", "!", answers=(parts(**{"049": "Espoo", "091": "Helsinki"}),))
        assert draft(kunnat, asked("b", "T", relevance='k == "049"'))["b"].asked_if == {"k": ("049",)}


class TestOptions:
    def test_labels_that_stand_twice_keep_their_code(self) -> None:
        listed = (Part("1", {"fi": "Muu", "sv": "Annat"}), Part("2", {"fi": "Muu", "sv": "Annat"}))
        first, second = options_of(listed, ("fi",))
        assert (first.label, second.label) == (LocalText(fi="Muu", sv="Annat"), LocalText(fi="Muu [2]"))

    @pytest.mark.parametrize(
        ("codes", "numbers"),
        [
            (["1", "2", "99"], [1, 2, 99]),
            (["049", "091"], [49, 91]),
            (["A1", "A2"], [None, None]),
            (["1", "x"], [1, -2]),
            (["1", "01", "2"], [-1, -2, 2]),
            ([], []),
        ],
    )
    def test_numbers_are_codes_and_never_places(self, codes: list[str], numbers: list[int | None]) -> None:
        made = options_of([Part(code, {"fi": f"Vaihtoehto {code}"}) for code in codes], ("fi",))
        assert [option.number for option in made] == numbers

    def test_other_is_no_number_that_an_answer_could_be(self) -> None:
        made = options_of(parts(**{"1": "Yksi", "2": "Muu"}), ("fi",), other=True)
        assert made[-1] == Option(
            "-oth-", LocalText(fi="Muu [-oth-]", sv="Annat", en="Other"), number=-3, free_text=True
        )
        assert options_of(parts(A1="Yksi"), ("fi",), other=True)[-1].number is None

    def test_texts_without_finnish_begin_with_the_base_language(self) -> None:
        assert local({"de": "Ja", "en-GB": "Yes"}, ("de", "en-GB"), "x") == LocalText(fi="Ja", en="Yes")
        assert local({}, ("fi",), "koodi") == LocalText(fi="koodi")


def test_words_of_a_page() -> None:
    text = "<style>p {}</style><p>A&nbsp;&amp;<br/>b</p><script>x()</script></script> c"
    assert plain(text) == "A & b c"
    assert plain(None) == plain("") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a <![if !supportLists]>b<![endif]>", "a b"),
        ("a <![koodi]> b", "a b"),
        ("a <![CDkoodi> b", "a b"),
        ("a <![koodi b", "a <![koodi b"),
        ("a<![", "a<!["),
    ],
)
def test_words_beside_a_mark_that_no_page_has(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize("odd", [[{"qid": 1}], ["text"], [{"qid": "x", "title": "a", "type": "T"}]])
def test_properties_of_another_form_are_refused(odd: list[Any]) -> None:
    with pytest.raises(SourceError, match=r"survey 7: the properties of its questions are not of the form"):
        survey_of_properties(7, {}, {"fi": odd}, settings={})


def test_subquestions_among_the_questions_are_passed_over() -> None:
    listed: list[dict[str, Any]] = [
        {"qid": 1, "title": "a", "type": "T", "question": "A?"},
        {"qid": 2, "parent_qid": 1},
    ]
    assert [q.code for q in survey_of_properties(7, {}, {"fi": listed}, settings={}).questions] == ["a"]


@pytest.mark.parametrize("question", [asked("q [1]", "T"), asked("q", "M"), asked("q", "M", rows=parts(**{"[": "x"}))])
def test_a_survey_that_contradicts_itself_is_refused(question: Asked) -> None:
    with pytest.raises(SourceError, match=r"survey 7 makes no codebook: .* Correct the survey in LimeSurvey"):
        draft(question)


def test_one_language_is_enough() -> None:
    made = draft_of(survey("sv"))
    assert made["suos"].text == LocalText(fi="Skulle du rekommendera?", sv="Skulle du rekommendera?")
