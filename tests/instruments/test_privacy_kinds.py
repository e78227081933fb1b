"""How near columns and questions come to a person: by nature, as stated, and what contradicts itself."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from attrs import evolve

from verkosto.errors import CodebookError
from verkosto.instruments import (
    PRIVACY,
    AreaQuestion,
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Privacy,
    Scale,
    SingleChoice,
    Text,
)

OPTIONS = (Option("a", "A"), Option("muu", "Muu, mikä?", free_text=True))


def made(*questions: Any, columns: tuple[Column, ...] = (), unit_id: str | None = None) -> Instrument:
    return Instrument("koe", "Koe", questions=questions, columns=columns, unit_id=unit_id)


def test_every_kind_has_its_meaning() -> None:
    assert tuple(PRIVACY) == get_args(Privacy)
    assert all(PRIVACY.values())


def test_roles_and_kinds_of_question_have_a_kind_by_nature() -> None:
    columns = [Column(r, role=r) for r in ("response_id", "time", "weight", "unit_id", "email", "identifier", "ignore")]
    instrument = made(
        Text("perustelu", "Miksi?"),
        AreaQuestion("kunta", "Kotikunta?"),
        MultipleChoice("tuki", "Mitä?", options=OPTIONS),
        Matrix("vaite", "Mitä mieltä?", rows=(Option("r", "R"),), scale=Scale(OPTIONS[:1])),
        columns=tuple(columns),
    )
    assert instrument.privacy_kinds() == {
        "response_id": "quasi_identifier",
        "time": "answer",
        "weight": "answer",
        "unit_id": "quasi_identifier",
        "email": "contact",
        "identifier": "direct_identifier",
        "ignore": "free_text",
        "perustelu": "free_text",
        "kunta": "quasi_identifier",
        "tuki[a]": "answer",
        "tuki[muu]": "answer",
        "tuki[muu].text": "free_text",
        "vaite[r]": "answer",
    }


def test_what_is_stated_wins_for_every_variable_of_a_question() -> None:
    instrument = made(MultipleChoice("tuki", "Mitä?", options=OPTIONS, privacy="contact"), Number("ika", "Ikä?"))
    assert set(instrument.privacy_kinds().values()) == {"contact", "answer"}
    assert [question.withheld for question in instrument] == [True, False]
    assert evolve(instrument["ika"], privacy="quasi_identifier").privacy_kind == "quasi_identifier"


@pytest.mark.parametrize("make", [Text, Column])
def test_what_identifies_is_withheld_unless_it_becomes_a_pseudonym(make: Any) -> None:
    kinds = {kind for kind in PRIVACY if make("a", "A", privacy=kind).withheld}
    assert kinds == {"direct_identifier", "contact"}
    assert not make("a", "A", privacy="contact", pseudonym="jasen").withheld
    assert not make("a", "A", pseudonym="jasen").withheld


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"role": "email", "privacy": "answer"}, "the role 'email' and the privacy 'answer' contradict each other"),
        ({"role": "identifier", "privacy": "free_text"}, "contradict each other. Leave one of them out"),
        ({"role": "weight", "pseudonym": "jasen"}, "a column of the role 'weight' cannot be pseudonyms"),
        ({"role": "time", "pseudonym": "jasen"}, "a column of the role 'time' cannot be pseudonyms"),
        ({"role": "response_id", "privacy": "contact"}, "nothing tells responses apart. Add pseudonym = 'a'"),
        ({"privacy": "contacts"}, "privacy 'contacts' is unknown. Did you mean 'contact'"),
        ({"pseudonym": " "}, "pseudonym must say what the values identify"),
        ({"pseudonym": True}, "such as 'jasen', not True. Columns of the same word get the same pseudonyms"),
    ],
)
def test_a_column_that_contradicts_itself_is_refused(parts: Any, message: str) -> None:
    with pytest.raises(CodebookError) as caught:
        Column("a", **parts)
    assert str(caught.value).startswith("column 'a'")
    assert message in str(caught.value)


def test_roles_and_privacy_that_agree_are_taken() -> None:
    assert Column("a", role="email", privacy="direct_identifier").withheld
    assert not Column("a", role="response_id", privacy="contact", pseudonym="vastaaja").withheld


def test_a_question_of_options_takes_no_pseudonym() -> None:
    with pytest.raises(TypeError, match="pseudonym"):
        SingleChoice("a", "A", options=OPTIONS, pseudonym="jasen")  # type: ignore[call-arg]
    table = {"id": "a", "kind": "number", "text": "A", "pseudonym": "jasen"}
    with pytest.raises(CodebookError, match="unknown key 'pseudonym'"):
        Instrument.from_json(_json(questions=[table]))


def test_a_protection_unit_may_be_pseudonyms_and_nothing_withheld() -> None:
    unit = Text("jarjesto", "Järjestö?", privacy="direct_identifier")
    with pytest.raises(CodebookError, match="unit_id 'jarjesto' is a direct_identifier, whose values are kept nowhere"):
        made(unit, unit_id="jarjesto")
    assert made(evolve(unit, pseudonym="jarjesto"), unit_id="jarjesto").unit_id == "jarjesto"


def test_nobody_is_asked_by_answers_that_are_kept_nowhere() -> None:
    first = SingleChoice("a", "A", options=OPTIONS, privacy="direct_identifier")
    with pytest.raises(
        CodebookError, match=r"asked_if names 'a', whose answers are kept nowhere \(direct_identifier\)"
    ):
        made(first, Number("b", "B", asked_if={"a": ("muu",)}))
    quasi = evolve(first, privacy="quasi_identifier")
    assert made(quasi, Number("b", "B", asked_if={"a": ("muu",)}))["b"].asked_if == {"a": ("muu",)}


def _json(**parts: Any) -> str:
    import json

    return json.dumps({"format": "verkosto.instrument/1", "id": "a", "title": "A", **parts})


def test_an_older_codebook_has_the_kinds_by_nature() -> None:
    old = Instrument.from_json(_json(columns=[{"id": "e", "role": "email"}], questions=[]))
    assert (old.column("e").privacy, old.column("e").pseudonym) == (None, None)
    assert "privacy" not in old.to_json()
