from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from made_answers import vastaukset

from verkosto.aggregate import Columns, Table, crosstab, frequency, mean, reported
from verkosto.reporting import Checked, Claim
from verkosto.reporting._claim_figures import figure, is_unsure, shares_of_bases
from verkosto.text import LocalText

ANSWERS = vastaukset(
    malli=["k"] * 50 + ["e"] * 30 + ["eos"] * 20 + [None] * 25,
    palvelut=[["kevat"]] * 40 + [["kevat", "syksy"]] * 40 + [["syksy"]] * 20 + [None] * 25,
    laji=["p", "v", "v", "v", "v"] * 25,
    paino=[1.0, 2.0, 3.0, 2.0, 2.0] * 25,
)
WHOLE = frequency(ANSWERS, "malli")
SURE = frequency(ANSWERS, "malli", dont_know="exclude")
ASKED = frequency(ANSWERS, "malli", base="asked")
SEVERAL = frequency(ANSWERS, "palvelut")
TICKS = frequency(ANSWERS, "palvelut", base="ticks")
GROUPS = crosstab(ANSWERS, "malli", by="laji", margins=True)


def base_of(checked: Checked) -> list[tuple[bool, str]]:
    return [(finding.ok, finding.why.get("en")) for finding in checked.findings if finding.kind == "base"]


def hint(text: str, table: Table, **more: str) -> str:
    """Return why the first failing figure of a claim fails."""
    return Claim(text, table=table, **more).check().failures[0].why.get("en")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("50 % kannatti", WHOLE),
        ("Vastaajista 50 % kannatti", WHOLE),
        ("Kantaa ottaneista 62,5 % kannatti", WHOLE),
        ("Kaikista, joilta kysyttiin, 40 % kannatti", WHOLE),
        ("Kantaa ottaneista 62,5 % kannatti", SURE),
        ("Vastaajista 50 % kannatti", SURE),
        ("Kaikista, joilta kysyttiin, 40 % kannatti", ASKED),
        ("62,5 % av dem som tog ställning stödde modellen", WHOLE),
        ("Half (50%) of the respondents supported it", WHOLE),
    ],
)
def test_the_base_that_a_sentence_names(text: str, table: Table) -> None:
    checked = Claim(text, table=table, value="k").check()
    assert checked.holds, str(checked)


def test_a_percent_of_another_base_is_told() -> None:
    assert "holds only of those who took a stand" in hint("62,5 % kannatti", WHOLE, value="k")
    assert "holds only of all who were asked" in hint("40 % kannatti", WHOLE, value="k")
    assert "holds only of those who answered, with" in hint("50 % kannatti", SURE, value="k")
    assert "holds only of those who took a stand" in hint("Vastaajista 62,5 % kannatti", SURE, value="k")
    assert "holds only of all choices" in hint("57 % kevään koulutukseen", SEVERAL, value="kevat")
    assert hint("41 % kannatti", WHOLE, value="k") == "the figure does not round to it"


def test_shares_across_groups_are_told() -> None:
    odd = crosstab(
        vastaukset(malli=["k"] * 30 + ["e"] * 10 + ["k"] * 10 + ["e"] * 50, laji=["p"] * 40 + ["v"] * 60),
        "malli",
        by="laji",
        margins=True,
    )
    assert "the respondents of all groups together" in hint("30 % kannatti", odd, value="k", group="p")
    assert "all groups together, and not of this one" in hint("40 % kannatti", odd, value="k", group="p")
    shares = dict(shares_of_bases(figure(odd, 0)))
    assert {name: float(share) for name, share in shares.items()} == {
        "substantive": 0.75,
        "everybody": 0.3,
        "answer": 0.75,
        "total": 0.4,
    }


def test_shares_that_are_none_have_no_other_bases() -> None:
    numbers = mean(vastaukset(jasenia=[1, 2]), "jasenia")
    assert list(shares_of_bases(figure(numbers, 0))) == []
    apart = crosstab(ANSWERS, "malli", by="laji")
    assert set(dict(shares_of_bases(figure(apart, 0)))) == {"substantive", "asked"}


def test_a_base_that_leaves_out_the_unsure_is_mentioned() -> None:
    assert base_of(Claim("62,5 % kannatti", table=SURE, value="k").check()) == [
        (True, "the share leaves “don't know” out of its base, which the sentence does not say")
    ]
    assert base_of(Claim("50 % kannatti", table=WHOLE, value="k").check()) == []
    assert base_of(Claim("Kysely: vastaajia oli 100", table=WHOLE, value="k").check()) == []


def test_a_base_that_the_table_does_not_tell() -> None:
    ((ok, why),) = base_of(Claim("Vastaajista 57 % toivoi sitä", table=TICKS, value="kevat").check())
    assert not ok
    assert why.startswith("the table's share is of all choices; the sentence says those who answered")
    assert Claim("57 % toivoi sitä", table=TICKS, value="kevat").holds
    assert not Claim("50 % kannatti", table=ASKED, value="k", base="substantive").holds


def test_a_base_can_be_given() -> None:
    assert Claim("62,5 % kannatti", table=WHOLE, value="k", base="substantive").holds
    assert not Claim("50 % kannatti", table=WHOLE, value="k", base="substantive").holds
    assert Claim("57 % toivoi sitä", table=SEVERAL, value="kevat", base="ticks").holds


def test_everybody_answered_so_all_asked_are_all_who_answered() -> None:
    full = frequency(vastaukset(malli=["k"] * 3 + ["e"]), "malli")
    assert Claim("Kaikista, joilta kysyttiin, 75 % kannatti", table=full, value="k").holds
    release = reported({"k": 75}, 4)
    assert not Claim("Kaikista, joilta kysyttiin, 75 % kannatti", table=release, value="k").holds


def test_weighted_shares_have_no_counts_beside_them() -> None:
    table = frequency(ANSWERS, "malli", weights="paino")
    shown = figure(table, 0).shown().fi
    assert shown.endswith("(n = 100)")
    assert list(dict(shares_of_bases(figure(table, 0)))) == ["substantive"]


def test_a_hidden_unsure_answer_tells_nothing_of_those_who_took_a_stand() -> None:
    data = {name: column.copy() for name, column in WHOLE.cells.data.items()}
    data["n"][2], data["estimate"][2], data["status"][2] = -1, np.nan, "hidden"
    bare = evolve(WHOLE, cells=Columns(data), origin=None)
    assert "substantive" not in dict(shares_of_bases(figure(bare, 0)))
    checked = Claim("Kantaa ottaneista 62,5 % kannatti", table=bare, value="k").check()
    assert not checked.holds
    assert "62" not in checked.findings[0].shows.get("en")


def test_who_is_unsure_is_told_by_the_codebook_or_by_words() -> None:
    read = Table.from_json(WHOLE.to_json())
    assert [is_unsure(WHOLE, "malli", code) for code in ("k", "e", "eos")] == [False, False, True]
    assert [is_unsure(read, "malli", code) for code in ("k", "e", "eos")] == [False, False, True]
    assert Claim("Kantaa ottaneista 62,5 % kannatti", table=read, value="k").holds
    sv = evolve(
        read.variables[0], labels={"k": LocalText("A"), "e": LocalText("B"), "eos": LocalText(fi="C", sv="Vet inte")}
    )
    assert is_unsure(evolve(read, variables=(sv,)), "malli", "eos")
    assert not is_unsure(read, "malli", "xx")
    assert Claim(
        "Kantaa ottaneista 83 % kannatti", table=reported({"k": 73, "e": 15, "En osaa sanoa": 12}), value="k"
    ).holds


def test_the_unsure_themselves() -> None:
    assert Claim("Joka viides (20 %) ei osannut sanoa", table=WHOLE, value="eos").holds
    assert Claim("Kaikista, joilta kysyttiin, 16 % ei osannut sanoa", table=WHOLE, value="eos").holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Kyselyyn vastasi 125", True),
        ("Kysymykseen vastasi 100", True),
        ("Kysymykseen vastasi 125", False),
        ("125 svarade på enkäten", True),
        ("125 svarade på frågan", False),
        ("100 svarade på frågan", True),
        ("125 answered the survey", True),
        ("125 answered the question", False),
    ],
)
def test_whoever_left_the_question_out_answered_the_survey_and_not_the_question(text: str, holds: bool) -> None:
    assert Claim(text, table=WHOLE).holds is holds
