"""Codebooks that others wrote: the expected instrument stands here, not the writer's idea of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ddi_files import ARCHIVED, NAMESPACES, book, write_book

from verkosto.dates import Period
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Draft,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.text import LocalText

QUESTIONS = (
    SingleChoice(
        "q1",
        LocalText("Sukupuolesi?", sv="Ditt kön?", en="Your gender?"),
        aliases=("[q1] Sukupuoli",),
        options=(
            Option("1", LocalText("Nainen", sv="Kvinna", en="Female")),
            Option("2", LocalText("Mies", sv="Man", en="Male")),
            Option("9", LocalText("Ei halua vastata", en="Refused"), number=9, kind="refused"),
        ),
    ),
    Number(
        "q2",
        "Minä vuonna olet syntynyt?",
        aliases=("[q2] Syntymävuosi",),
        minimum=1921,
        maximum=2003,
        special=(Option("9999", "Tieto puuttuu", kind="refused"),),
    ),
    Matrix(
        "q3",
        "Kuinka tärkeää talkoissa on",
        rows=(Option("q3_1", "[q3_1] Yhteishenki"), Option("q3_2", "[q3_2] Raha")),
        scale=Scale(
            (Option("1", "Ei tärkeää"), Option("2", "Tärkeää"), Option("8", "En osaa sanoa", 8, kind="dont_know"))
        ),
    ),
    MultipleChoice(
        "G2", "Mitä olet tehnyt talkoilla?", options=(Option("q4_1", "Rakentaminen"), Option("q4_2", "Siivous"))
    ),
    Text("q5", "[q5] Mitä muuta?"),
    Date("q6", "[q6] Päivä", order="mdy"),
    AreaQuestion(
        "q7", "[q7] Maakunta", area_type="maakunta", special=(Option("99", "Asuu ulkomailla", kind="not_applicable"),)
    ),
)


def read(folder: Path, text: str) -> Draft:
    return Draft.from_ddi(write_book(folder, text))


def reasons(draft: Draft, key: str) -> list[str]:
    return [guess.reason for guess in draft.guesses if guess.id == key]


def only(folder: Path, variable: str) -> tuple[Question, list[str]]:
    draft = read(folder, book(variable))
    (question,) = draft.questions
    return question, reasons(draft, question.id)


def test_an_archived_codebook(tmp_path: Path) -> None:
    assert Instrument.from_ddi(write_book(tmp_path, ARCHIVED)) == Instrument(
        "FSD9901",
        LocalText("Talkootyö seuroissa 2019", sv="Talkoarbete i föreningar 2019", en="Volunteering in Clubs 2019"),
        fieldwork=Period("2019-03-04", "2019-04-30"),
        sampling="sample",
        columns=(
            Column("fsd_no", "fsd_no", aliases=("FSD:n aineistonumero",)),
            Column("fsd_id", "fsd_id", role="response_id", aliases=("FSD:n havaintotunnus",)),
            Column("paino", "paino", role="weight", aliases=("Painomuuttuja",)),
        ),
        questions=QUESTIONS,
    )


def test_every_guess_is_told(tmp_path: Path) -> None:
    draft = read(tmp_path, ARCHIVED)
    assert reasons(draft, "FSD9901") == ["sampling is 'sample' by the words 'Todennäköisyysotanta: ositettu otanta'"]
    assert reasons(draft, "q2") == [
        "a number without labels",
        "'9999' (Tieto puuttuu) is missing and the file does not say why; taken for 'refused'",
    ]
    assert reasons(draft, "G2") == [
        "a group of 2 variables that are ticked or not; 1 is taken for a tick",
        "asked of: Ne, jotka ovat olleet talkoissa (say it with asked_if, if not everybody was)",
    ]
    parts = {column.id for column in draft.columns} | {question.id for question in draft}
    assert parts <= {guess.id for guess in draft.guesses}
    assert '# arvaus: the format is that of a date\n[[questions]]\nid = "q6"' in draft.to_toml()


@pytest.mark.parametrize("space", NAMESPACES)
def test_every_version_is_read(space: str, tmp_path: Path) -> None:
    text = ARCHIVED.replace('xmlns="ddi:codebook:2_5" ', f'xmlns="{space}" ' if space else "")
    assert Instrument.from_ddi(write_book(tmp_path, text)).questions == QUESTIONS


def test_a_prefix_and_an_answer_of_an_archive_around_it(tmp_path: Path) -> None:
    inside = ARCHIVED.partition("<codeBook")[2]
    wrapped = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record><header/><metadata>'
        f"<codeBook{inside}</metadata></record></GetRecord></OAI-PMH>"
    )
    assert Instrument.from_ddi(write_book(tmp_path, wrapped)).id == "FSD9901"
    prefixed = book('<var name="a"><labl>A</labl></var>').replace("<", "<d:").replace("<d:/", "</d:")
    prefixed = prefixed.replace("<d:?", "<?").replace("xmlns=", "xmlns:d=")
    assert Instrument.from_ddi(write_book(tmp_path, prefixed)).questions[0].text.fi == "A"


def test_id_and_title_of_the_caller_or_of_the_file(tmp_path: Path) -> None:
    path = write_book(tmp_path, ARCHIVED)
    given = Draft.from_ddi(path, id="oma", title="Oma")
    assert (given.id, given.title.fi) == ("oma", "Oma")
    bare = write_book(tmp_path, "<codeBook><stdyDscr/></codeBook>", "tyhja.xml")
    assert (Draft.from_ddi(bare).id, Draft.from_ddi(bare).title.fi) == ("tyhja", "tyhja")


def test_other_languages_stand_in_for_finnish(tmp_path: Path) -> None:
    text = (
        '<codeBook xml:lang="en-GB"><stdyDscr><citation><titlStmt><titl>Survey</titl></titlStmt></citation>'
        '</stdyDscr><dataDscr><var name="a"><labl xml:lang="de">Frage</labl><labl xml:lang="swe">Fråga</labl>'
        "<labl>Question</labl></var></dataDscr></codeBook>"
    )
    draft = read(tmp_path, text)
    assert draft.title == LocalText("Survey", en="Survey")
    assert reasons(draft, "koodikirja")[0] == "the title is not in Finnish; its first language stands in for it"
    assert draft.questions[0].text == LocalText("Question", sv="Fråga", en="Question")


LABELLED = "".join(f"<catgry><catValu>{n}</catValu><labl>L{n}</labl></catgry>" for n in (1, 2))


@pytest.mark.parametrize(
    ("variable", "kind", "reason"),
    [
        (LABELLED, "single_choice", "2 categories with labels"),
        ("<catgry><catValu>1</catValu></catgry>", "text", "the file says nothing of its values"),
        ('<valrng><range min="0" max="100"/></valrng>', "number", "a number without labels"),
        ('<valrng><range min="1" max="2"/></valrng>' + LABELLED, "single_choice", "2 categories with labels"),
        (
            '<valrng><range min="1" max="10"/></valrng>' + LABELLED.replace("2", "10"),
            "number",
            "values without a label stand beside the 2 that have one",
        ),
        (
            LABELLED + "".join(f"<catgry><catValu>{n}</catValu></catgry>" for n in range(3, 9)),
            "number",
            "values without a label stand beside the 2 that have one",
        ),
        ('<sumStat type="mean">3</sumStat>', "number", "a number without labels"),
        ('<varFormat type="character"/>', "text", "the format is that of text"),
        ('<varFormat formatname="DATE9"/>', "date", "the format is that of a date"),
        ('<qstn responseDomainType="datetime"/>', "date", "the file states the kind datetime"),
        ('<qstn responseDomainType="category"/>' + LABELLED, "single_choice", "the file states the kind category"),
        ('<qstn responseDomainType="code"/>', "text", "the file says nothing of its values"),
        ('<qstn responseDomainType="geographic"/>', "text", "the file says nothing of its values"),
    ],
)
def test_the_kind_of_a_question(variable: str, kind: str, reason: str, tmp_path: Path) -> None:
    question, told = only(tmp_path, f'<var ID="V1" name="a"><labl>A</labl>{variable}</var>')
    assert (question.kind, told) == (kind, [reason])


def test_who_was_asked_is_told_in_the_words_of_the_file(tmp_path: Path) -> None:
    variables = (
        f'<var ID="V1" name="a"><labl>A</labl>{LABELLED}</var><var ID="V2" name="b"><labl>B</labl>'
        '<universe clusion="E">Ne, joilla <Link refs="V1">a on 1</Link></universe></var>'
    )
    draft = read(tmp_path, book(variables))
    assert draft.questions[1].asked_if == {}
    told = "not asked of: Ne, joilla a on 1 (say it with asked_if, if not everybody was)"
    assert reasons(draft, "b")[0] == told


def test_groups_that_are_no_one_question(tmp_path: Path) -> None:
    member = '<var ID="V{0}" name="q{0}"><labl>Q{0}</labl>{1}</var>'
    three = LABELLED + "<catgry><catValu>3</catValu><labl>L3</labl></catgry>"
    variables = member.format(1, three) + member.format(2, LABELLED) + member.format(3, "")
    groups = '<varGrp type="multipleResp" var="V1 V2"/><varGrp type="grid" var="V1 V2"/><varGrp type="grid" var="V9"/>'
    draft = read(tmp_path, book(groups + variables))
    assert [question.kind for question in draft.questions] == ["single_choice", "single_choice", "text"]


def test_variables_of_one_name_in_a_group(tmp_path: Path) -> None:
    variables = "".join(f'<var ID="V{n}" name="q"><labl>Q</labl>{LABELLED}</var>' for n in (1, 2))
    draft = read(tmp_path, book(f'<varGrp name="g" type="grid" var="V1 V2"/>{variables}'))
    assert [(row.code, row.label.fi) for row in draft.questions[0].items] == [("q", "Q"), ("V2", "Q [V2]")]


def test_a_group_of_ranks(tmp_path: Path) -> None:
    variables = "".join(f'<var ID="V{n}" name="q{n}"><labl>Q{n}</labl></var>' for n in (1, 2))
    group = '<varGrp ID="A" type="other" otherType="ranking" var="V1 V2"><txt>Mikä on tärkein?</txt></varGrp>'
    draft = read(tmp_path, book(group + variables))
    assert draft.questions == (Ranking("A", "Mikä on tärkein?", options=(Option("q1", "Q1"), Option("q2", "Q2"))),)
    assert reasons(draft, "A") == ["a group of ranks"]


def test_a_variable_of_two_groups_is_asked_once(tmp_path: Path) -> None:
    variables = "".join(f'<var ID="V{n}" name="q{n}"><labl>Q{n}</labl>{LABELLED}</var>' for n in (1, 2, 3))
    groups = '<varGrp ID="A" type="multipleResp" var="V1 V2"/><varGrp ID="B" type="grid" var="V2 V3"/>'
    draft = read(tmp_path, book(groups + variables))
    assert [(question.id, question.kind) for question in draft.questions] == [
        ("A", "multiple_choice"),
        ("q3", "single_choice"),
    ]


def test_categories_that_no_list_of_options_could_hold(tmp_path: Path) -> None:
    values = (("1", "Kyllä"), ("1", "Ei"), ("01", "Kyllä"), ("*", "Tähti"), ("[x]", ""), ("", "Tähti"))
    listed = "".join(f"<catgry><catValu>{v}</catValu><labl>{text}</labl></catgry>" for v, text in values)
    question, told = only(tmp_path, f'<var name="a"><labl>A</labl>{listed}</var>')
    assert isinstance(question, SingleChoice)
    assert [(option.code, option.label.fi) for option in question.options] == [
        ("1", "Kyllä"),
        ("01", "Kyllä [01]"),
        ("tähti", "Tähti"),
        ("(x)", "(x)"),
        ("5", "Tähti [5]"),
    ]
    assert told[1:] == [
        "the value '1' stands twice; only its first category is here",
        "two values are one number or one place, so no option has a number",
    ]


@pytest.mark.parametrize(
    ("category", "kind", "told"),
    [
        ('missing="Y" missType="inap"', "not_applicable", "by its words"),
        ('missing="Y" missType="dont_know"', "dont_know", None),
        ('missing="Y" missType="Inap. (vain jäsenet)"', "not_applicable", "by its words"),
        ('missing="Y"', "refused", "does not say why"),
        ("", None, None),
    ],
)
def test_why_a_category_is_missing(category: str, kind: str | None, told: str | None, tmp_path: Path) -> None:
    last = f"<catgry {category}><catValu>3</catValu><labl>Muu</labl></catgry>"
    question, reasons_ = only(tmp_path, f'<var name="a"><labl>A</labl>{LABELLED}{last}</var>')
    assert question.choices[-1].kind == kind
    assert (told is None and len(reasons_) == 1) or (told is not None and told in reasons_[1])


def test_an_answer_that_is_none_by_its_words(tmp_path: Path) -> None:
    last = "<catgry><catValu>3</catValu><labl>En osaa sanoa</labl></catgry>"
    question, told = only(tmp_path, f'<var name="a"><labl>A</labl>{LABELLED}{last}</var>')
    assert question.choices[-1].kind == "dont_know"
    assert told[1] == "'3' (En osaa sanoa) is taken for 'dont_know', though the file does not call it missing"


def test_names_that_are_no_ids(tmp_path: Path) -> None:
    names = ("$q 1", "n", "q1", "q1", "", "_")
    draft = read(tmp_path, book("".join(f'<var name="{name}"><labl>Q</labl></var>' for name in names)))
    assert [question.id for question in draft] == ["q_1", "n_2", "q1", "q1_2", "v5", "v6"]
    assert draft.questions[0].aliases == ("$q 1",)
    assert reasons(draft, "q_1")[0] == "called '$q 1' in the file"


def test_the_words_of_a_question(tmp_path: Path) -> None:
    mixed, _ = only(
        tmp_path, '<var name="a"><qstn>Oletko <emph>nyt</emph>\n  jäsen?<ivuInstr>x</ivuInstr></qstn></var>'
    )
    assert mixed.text.fi.startswith("Oletko nyt jäsen?")
    both, _ = only(tmp_path, '<var name="a"><qstn><preQTxt>Ensin:</preQTxt><qstnLit>a<br/>b</qstnLit></qstn></var>')
    assert both.text.fi == "Ensin: a b"
    before, _ = only(tmp_path, '<var name="a"><qstn><preQTxt>Vain tämä</preQTxt></qstn></var>')
    assert before.text.fi == "Vain tämä"
    nothing, _ = only(tmp_path, '<var name="a"/>')
    assert nothing.text.fi == "a"


@pytest.mark.parametrize(
    ("dates", "fieldwork", "told"),
    [
        ('<collDate date="2020-01-02T10:00:00">x</collDate>', Period("2020-01-02", "2020-01-02"), None),
        ("<collDate>2020-01</collDate>", Period("2020-01", "2020-01"), None),
        ('<collDate event="start" date="4.3.2020"/>', None, "the collection date '4.3.2020' is not in ISO form"),
        (
            '<collDate event="start" date="2021"/><collDate event="end" date="2020"/>',
            None,
            "fieldwork is left out: A period cannot end",
        ),
        (
            '<collDate date="2020"/><collDate date="2022"/>',
            Period("2020", "2022"),
            "answers were collected in several turns",
        ),
        ("<collDate/>", None, None),
    ],
)
def test_when_answers_were_collected(dates: str, fieldwork: Period | None, told: str | None, tmp_path: Path) -> None:
    study = f"<stdyInfo><sumDscr>{dates}</sumDscr></stdyInfo>"
    draft = read(tmp_path, book(study=study))
    assert draft.fieldwork == fieldwork
    assert [guess.reason[: len(told or "")] for guess in draft.guesses] == ([] if told is None else [told])


@pytest.mark.parametrize(
    ("words", "sampling"),
    [
        ("<concept>Probability.Stratified</concept>", "sample"),
        ("<concept>Nonprobability.Availability</concept>", "open_link"),
        ("Ei-todennäköisyysotanta: kiintiöpoiminta", "unknown"),
        ("Kokonaisaineisto", "census"),
        ("Muu otantamenetelmä", "unknown"),
        ("Muu</sampProc><sampProc>Probability", "sample"),
    ],
)
def test_who_could_answer(words: str, sampling: str, tmp_path: Path) -> None:
    study = f"<method><dataColl><sampProc>{words}</sampProc></dataColl></method>"
    assert read(tmp_path, book(study=study)).sampling == sampling
