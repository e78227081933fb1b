"""What identifies is withheld or becomes pseudonyms before anything is decoded; free text is looked through."""

from __future__ import annotations

import re
from typing import Any

import pytest
from attrs import evolve
from reading import assembled, findings, made

from verkosto.errors import CodebookError, OptionError, UnknownVariableError
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
from verkosto.responses import CellCounts, Dialect, Header, Pseudonyms, Responses

KEY = Pseudonyms("0f1e2d3c4b5a69788796a5b4c3d2e1f0")
WORDS = (Option("a", "Aamu"), Option("b", "Ilta", free_text=True))
LUKU = Number("luku", "Luku")


def cells(responses: Responses) -> CellCounts:
    assert responses.provenance is not None
    return responses.provenance.cells


def why(responses: Responses, name: str) -> list[Any]:
    found = responses.missing(name)
    return found.astype("object").where(found.notna(), None).tolist()


def options(responses: Responses) -> Any:
    assert responses.provenance is not None
    return responses.provenance.options


def test_answers_of_a_contact_question_are_counted_and_kept_nowhere() -> None:
    posti = Text("posti", "Sähköpostisi?", privacy="contact", asked_if={"lupa": ("a",)})
    lupa = SingleChoice("lupa", "Saako?", options=WORDS)
    rows = [["Aamu", "x@y.fi"], ["Aamu", " "], ["Ilta", ""], ["Ilta", "a@b.fi"]]
    found = assembled(made(lupa, posti), ["Saako?", "Sähköpostisi?"], rows, cuts=[1])
    assert why(found, "posti") == ["withheld", "not_answered", "not_asked", "withheld"]
    assert found.frame["posti"].isna().all()
    assert cells(found) == CellCounts(read=6, decoded=4, withheld=2)
    assert found.issues == ()


@pytest.mark.parametrize(
    ("question", "titles", "rows"),
    [
        (
            MultipleChoice("q", "Q", options=WORDS),
            [("Q", "Aamu"), ("Q", "Ilta")],
            [["Aamu", ""], ["", "muu"], ["", ""]],
        ),
        (Ranking("q", "Q", options=WORDS), [("Q", "Aamu"), ("Q", "Ilta")], [["1", "2"], ["1", "1"], ["", ""]]),
        (Matrix("q", "Q", rows=WORDS[:1], scale=Scale(WORDS[:1])), [("Q", "Aamu")], [["Aamu"], ["?"], [""]]),
        (SingleChoice("q", "Q", options=WORDS), ["Q"], [["Aamu"], ["?"], [""]]),
        (Number("q", "Q"), ["Q"], [["7"], ["?"], [""]]),
    ],
)
def test_every_kind_of_question_may_be_withheld(question: Any, titles: Any, rows: Any) -> None:
    listed, titled = [[*row, "1"] for row in rows], [*list[Any](titles), "Luku"]
    found = assembled(made(evolve(question, privacy="direct_identifier"), LUKU), titled, listed)
    for name in [v for v in question.variables() if v in found.variables and not v.endswith("].text")]:
        # By the whole question: which of the options a reason stands at would tell the answer.
        assert why(found, name) == ["withheld", "withheld", "not_answered"]
    assert found.issues == ()
    filled = sum(bool(cell) for row in rows for cell in row)
    assert (cells(found).withheld, cells(found).decoded) == (filled, 3)


def test_a_blank_that_means_not_selected_is_told_of_those_alone_who_ticked_nothing() -> None:
    question = MultipleChoice("q", "Q", options=WORDS, privacy="contact")
    titles: list[Any] = [("Q", "Aamu"), ("Q", "Ilta"), "Luku"]
    rows = [["1", "0", "1"], ["0", "0", "1"]]
    dialect = Dialect(values="binary", blank_means="not_selected", zeros="blank")
    found = assembled(made(question, LUKU), titles, rows, dialect=dialect)
    assert [why(found, name) for name in ("q[a]", "q[b]")] == [["withheld", None], ["withheld", None]]
    assert cells(found).withheld == 4


def test_a_withheld_column_of_any_role_has_no_variable() -> None:
    columns = (Column("paino", role="weight", privacy="direct_identifier"), Column("tili", privacy="direct_identifier"))
    found = assembled(made(LUKU, columns=columns), ["Luku", "paino", "tili"], [["1", "0,5", "FI21"], ["2", "?", " "]])
    assert list(found.variables) == ["luku"]
    assert cells(found) == CellCounts(read=5, decoded=2, withheld=3)
    with pytest.raises(UnknownVariableError, match=r"'tili' identify respondents and are kept nowhere\. Give it a"):
        found.variable("tili")


JASEN = (
    Column("tunnus", "Tunnus", role="response_id", pseudonym="vastaus"),
    Column("posti", "Sähköposti", role="email", pseudonym="jasen"),
    Column("jarjesto", "Järjestö", role="unit_id", pseudonym="jarjesto"),
)
TITLES = ["Tunnus", "Sähköposti", "Järjestö", "Luku"]
ROWS = [["17", "A@b.fi", "Kerho ry", "1"], ["18", "c@d.fi", "Kerho ry", "2"], [" 17", " a@b.fi", "", "x"]]


def test_identifiers_become_pseudonyms_that_can_be_counted_and_joined() -> None:
    found = assembled(made(LUKU, columns=JASEN, unit_id="jarjesto"), TITLES, ROWS, cuts=[1, 2], pseudonyms=KEY)
    same = KEY.pseudonym("a@b.fi", of="jasen", survey="testi")
    assert found.frame["posti"].tolist()[::2] == [same, same]
    assert found.frame["posti"].nunique() == 2
    assert found.frame["jarjesto"].nunique() == 1
    assert why(found, "jarjesto") == [None, None, "not_answered"]
    assert [(i.row, i.reason, i.value) for i in found.issues if i.variable == "tunnus"] == [
        (4, "duplicate_response", None)
    ]
    assert cells(found) == CellCounts(read=11, decoded=10, issues=1)
    assert len(found.where({"posti": [same]})) == 2


def test_the_word_and_the_survey_keep_pseudonyms_apart() -> None:
    def told(instrument: str, word: str, key: Pseudonyms = KEY) -> str:
        columns = (Column("c", pseudonym=word),)
        found = assembled(Instrument(instrument, "T", columns=columns, questions=[LUKU]), ["c", "Luku"], [["17", "1"]],
                          pseudonyms=key)  # fmt: skip
        return str(found.frame["c"][0])

    panel = Pseudonyms("0f1e2d3c4b5a69788796a5b4c3d2e1f0", scope="paneeli")
    assert len({told("a1", "x"), told("a2", "x"), told("a1", "y"), told("a1", "x", panel)}) == 4
    assert told("a1", "x", panel) == told("a2", "x", panel)


def test_an_open_question_may_become_pseudonyms_too() -> None:
    question = Text("nimi", "Nimesi?", privacy="direct_identifier", pseudonym="jasen")
    zeros = Dialect(zeros="blank")
    found = assembled(made(question, LUKU), ["Nimesi?", "Luku"], [["Aino", "1"], ["", "1"], ["0", "1"]], pseudonyms=KEY,
                      dialect=zeros)  # fmt: skip
    assert why(found, "nimi") == [None, "not_answered", "not_answered"]
    assert found.frame["nimi"][0] == KEY.pseudonym("Aino", of="jasen", survey="testi")
    assert findings(found) == []


def test_provenance_tells_what_was_made_and_not_with_which_key() -> None:
    found = assembled(made(LUKU, columns=JASEN), TITLES, ROWS, pseudonyms=KEY)
    assert options(found)["pseudonyms"] == {
        "variables": ("tunnus", "posti", "jarjesto"),
        "scope": "testi",
        "algorithm": "HMAC-SHA-256, first 128 bits in base32",
    }
    panel = Pseudonyms("0f1e2d3c4b5a69788796a5b4c3d2e1f0", scope="paneeli")
    assert (
        options(assembled(made(LUKU, columns=JASEN), TITLES, ROWS, pseudonyms=panel))["pseudonyms"]["scope"]
        == "paneeli"
    )
    assert "pseudonyms" not in options(assembled(made(LUKU), ["Luku"], [["1"]], pseudonyms=KEY))


def test_without_a_key_nothing_is_read() -> None:
    message = "says that 'tunnus', 'posti', 'jarjesto' become pseudonyms, and there is no key. Pass pseudonyms="
    with pytest.raises(OptionError, match=re.escape(message)):
        assembled(made(LUKU, columns=JASEN), TITLES, ROWS)


def test_the_caller_may_do_without_the_values() -> None:
    found = assembled(made(LUKU, columns=JASEN), TITLES, ROWS, pseudonyms="withhold")
    assert why(found, "posti") == ["withheld"] * 3
    assert why(found, "jarjesto") == ["withheld", "withheld", "not_answered"]
    assert cells(found) == CellCounts(read=11, decoded=2, issues=1, withheld=8)
    assert options(found)["pseudonyms"] == "withhold"
    assert [issue.reason for issue in found.issues] == ["not_a_number"]


@pytest.mark.parametrize(
    "key", ["sha256", b"0f1e2d3c4b5a69788796a5b4c3d2e1f0", True, "0f1e2d3c4b5a69788796a5b4c3d2e1f0"]
)
def test_a_hash_or_a_bare_key_is_refused_and_not_repeated(key: Any) -> None:
    with pytest.raises(OptionError, match=r"takes a Pseudonyms\(key\) or 'withhold', not \w+\. A plain hash") as caught:
        assembled(made(LUKU), ["Luku"], [["1"]], pseudonyms=key)
    assert "sha256" not in str(caught.value)
    assert "0f1e" not in str(caught.value)


MUU = MultipleChoice("tuki", "Mitä?", options=(Option("tilat", "Tilat"), Option("muu", "Muu", free_text=True)))


@pytest.mark.parametrize(
    "cell", ["soita 040 123 4567", "a@b.fi", "131052-308T", "131052-308U", "FI21 1234 5600 0007 85 kiitos"]
)
def test_free_text_that_identifies_is_kept_and_told_once_for_each_column(cell: str) -> None:
    rows = [["hyvä", "", "", "1"], [cell, "Muu", cell, "1"], [cell, "Muu", "x", "1"]]
    titles: list[Any] = ["Miksi?", ("Mitä?", "Muu"), Header("Mitä?", 3, code="tuki[muu].text"), "Luku"]
    found = assembled(made(Text("miksi", "Miksi?"), MUU, LUKU), titles, rows, cuts=[1, 2])
    told = [
        (i.row, i.column, i.variable, i.value, i.position) for i in found.issues if i.reason == "identifier_in_text"
    ]
    assert told == [(None, "Miksi?", "miksi", None, 1), (None, "Mitä?", "tuki[muu].text", None, 3)]
    assert found.frame["miksi"].tolist() == ["hyvä", cell, cell]
    assert cells(found).decoded == cells(found).read


def test_text_in_the_option_s_own_cell_is_looked_through() -> None:
    found = assembled(
        made(MUU), [("Mitä?", "Tilat"), ("Mitä?", "Muu")], [["Tilat", "a@b.fi"]], dialect=Dialect(ticks="any")
    )
    assert findings(found) == [("Mitä?:Muu", "identifier_in_text")]
    joined = Dialect(joined=";", written="instead")
    found = assembled(made(MUU), ["Mitä?"], [["Tilat;a@b.fi"]], dialect=joined)
    assert findings(found) == [("Mitä?", "identifier_in_text")]


def test_a_title_alone_is_no_finding() -> None:
    """Associations have names too; what the codebook asks for is the author's to judge."""
    found = assembled(made(Text("nimi", "Yhdistyksen nimi"), LUKU), ["Yhdistyksen nimi", "Luku"], [["Talkoo ry", "1"]])
    assert findings(found) == []


def test_columns_that_nobody_described_are_looked_through_too() -> None:
    found = assembled(made(LUKU, columns=(Column("muuta"),)), ["muuta", "Luku"], [["a@b.fi", "1"]])
    assert findings(found) == [("muuta", "identifier_in_text")]


@pytest.mark.parametrize("privacy", ["free_text", "quasi_identifier", "answer"])
def test_whoever_states_the_privacy_has_looked(privacy: Any) -> None:
    found = assembled(made(Text("nimi", "Nimesi?", privacy=privacy)), ["Nimesi?"], [["a@b.fi"]])
    assert found.issues == ()
    assert found.frame["nimi"].tolist() == ["a@b.fi"]


def test_a_pseudonym_needs_its_word() -> None:
    with pytest.raises(CodebookError, match="pseudonym must say what the values identify"):
        Text("nimi", "Nimesi?", pseudonym="")
