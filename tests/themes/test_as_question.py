"""Themes as a multiple choice: who is in the base, what tables, tests, protection and files make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from open_answers import ANSWERS, BOOK, CODED, QUESTION, coded, open_responses

import verkosto as vk
from verkosto.errors import CodingError, OptionError
from verkosto.themes import Coding, Theme, propose, start


def shares(responses: vk.Responses, **options: Any) -> dict[str, tuple[int, int]]:
    """How many bear each theme, and the base."""
    frame = vk.frequency(responses, "teemat", **options).frame
    return {v: (int(n), int(b)) for v, n, b in zip(frame["value"], frame["n"], frame["base"], strict=True)}


def test_shares_are_of_all_whose_answer_was_coded() -> None:
    responses = coded().responses("teemat", how="any")
    assert shares(responses) == {
        "tilat": (4, 12), "rahoitus": (3, 12), "avustukset": (1, 12), "vapaaehtoiset": (4, 12), "viestinta": (3, 12),
        "yhteistyo": (2, 12), "none": (1, 12),
    }  # fmt: skip
    question = responses.instrument["teemat"]
    assert isinstance(question, vk.MultipleChoice)
    assert [option.code for option in question.options] == [*BOOK.ids, "none"]
    assert question.text == responses.instrument[QUESTION].text
    assert question.options[0].label.sv == "Lokaler"


def test_without_the_option_shares_are_of_those_who_bear_a_theme() -> None:
    responses = coded().responses("teemat", none=None)
    assert shares(responses)["tilat"] == (3, 10)
    assert shares(responses, base="asked")["tilat"] == (3, 14)
    assert "teemat[none]" not in responses.variables


def test_a_theme_may_take_those_that_bear_none() -> None:
    muu = evolve(BOOK, themes=(*BOOK.themes, Theme("muu", "Muu")))
    marks = np.concatenate([coded().marks, np.minimum(coded().marks[..., :1], 0)], axis=2)
    coding = Coding(open_responses(), coded().answers, muu, coders=("Aino", "Bo"), marks=marks)
    assert shares(coding.responses("teemat", none="muu"))["muu"] == (2, 12)
    own = vk.Option("ei", "Ei teemaa")
    assert shares(coding.responses("teemat", none=own))["ei"] == (2, 12)
    answers = [coding.responses(), *(coding.responses(none=none) for none in (own, "muu", None))]
    headings = [vk.frequency(one, "teemat").variables[0] for one in answers]
    assert [heading.exclusive for heading in headings] == [("none",), ("ei",), (), ()]
    with pytest.raises(CodingError, match="no theme of the codebook"):
        coding.responses("teemat", none="mu")
    with pytest.raises(CodingError, match="has a theme 'muu' already"):
        coding.responses("teemat", none=vk.Option("muu", "Muu"))


def test_who_has_no_themes_has_a_reason() -> None:
    texts = {**ANSWERS, "v15": "EOS", "v16": "Ei koske meitä", "v17": "!not_asked", "v18": "vet inte"}
    coding = start(open_responses(texts), QUESTION, codebook=BOOK).set("A", list(ANSWERS)[:12], "tilat")
    responses = coding.responses("teemat")
    missing = responses.missing("teemat")
    assert missing.tolist()[12:] == [
        "not_answered", "not_answered", "dont_know", "not_applicable", "not_asked", "dont_know",
    ]  # fmt: skip
    assert missing[:12].isna().all()
    assert shares(responses)["tilat"] == (12, 12)
    assert shares(responses, base="asked")["tilat"] == (12, 16)


def test_answers_that_nobody_coded() -> None:
    coding = propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words").set("A", ["v1", "v2"], "tilat")
    with pytest.raises(CodingError, match=r"10 of 12 answers are not coded; `coding.left\(\)`"):
        coding.responses()
    left_out = coding.responses(uncoded="missing")
    assert shares(left_out)["tilat"] == (2, 2)
    assert left_out.missing("teemat").value_counts()["not_asked"] == 10
    assert coding.rank(uncoded="missing", resamples=100).frame["base"].max() == 2
    assert coding.cooccurrence(uncoded="missing").base == 2
    proposed = coding.responses(uncoded="proposal")
    assert coding.proposed is not None
    assert shares(proposed)["vapaaehtoiset"] == (int((coding.proposed[2:, 3] == 1).sum()), 12)
    with pytest.raises(OptionError, match="uncoded must be one of"):
        coding.responses(uncoded="zero")  # type: ignore[arg-type]
    with pytest.raises(CodingError, match="nothing was proposed"):
        start(open_responses(), QUESTION, codebook=BOOK).responses(uncoded="proposal")


def test_parents_count_what_their_parts_have() -> None:
    plain, whole = (coded().responses("teemat", how="Aino", parents=parents) for parents in (False, True))
    assert (shares(plain)["rahoitus"], shares(whole)["rahoitus"]) == ((2, 12), (3, 12))
    assert shares(plain)["none"] == shares(whole)["none"] == (1, 12)
    heading = [evolve(theme, codable=theme.id != "rahoitus") for theme in BOOK]
    book = evolve(BOOK, themes=heading)
    by = {"Aino": {a: [t for t in themes if t != "rahoitus"] for a, themes in CODED["Aino"].items()}}
    assert shares(coded(by, book).responses("teemat", parents=True))["rahoitus"] == (1, 12)
    assert "rahoitus" not in shares(coded(by, book).responses("teemat"))


def test_the_note_says_how_and_names_nobody() -> None:
    coding = coded()
    notes = {how: coding.responses("teemat", how=how).instrument["teemat"].note for how in ("majority", "Bo", "any")}
    for note in notes.values():
        assert note is not None
        assert "Bo" not in f"{note.fi}{note.sv}{note.en}"
    assert notes["majority"] == vk.LocalText(
        fi="Avovastaukset on koodattu koodikirjalla Yhteistyötoiveet (versio 2). Koodaajia oli 2. Teema luetaan "
        "vastaukselle, kun yli puolet sen koodanneista löysi sen.",
        sv="De öppna svaren är kodade med kodboken Önskemål om samarbete (version 2). Antal kodare: 2. Ett tema räknas "
        "när fler än hälften av dem som kodat svaret fann det.",
        en="Open answers were coded by the codebook Wishes for cooperation (version 2). Number of coders: 2. A theme "
        "counts when more than half of those who coded the answer found it.",
    )


def test_the_note_tells_proposals_and_gaps() -> None:
    coding = propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words")
    bare = coding.responses(how="proposal").instrument["teemat"].note
    assert bare is not None
    assert bare.en.endswith("nobody has checked it. The dictionary forms of the words are by words.")  # type: ignore[union-attr]
    one = coding.set("A", "v1", "tilat")
    for uncoded, said in (
        ("missing", "Number of answers not coded, and left out: 11"),
        ("proposal", "that the words propose"),
    ):
        note = one.responses(uncoded=uncoded).instrument["teemat"].note  # type: ignore[arg-type]
        assert note is not None
        assert note.en is not None
        assert "One coder decided. Coding began with what the words propose (words)." in note.en
        assert said in note.en
    two = one.accept("B").responses(how=("A", "majority")).instrument["teemat"].note
    assert two is not None
    assert "Ratkaisun teki yksi koodaaja; muutoin teema luetaan" in two.fi


def test_the_note_stands_under_tables_and_in_reports(tmp_path: Path) -> None:
    responses = coded().responses("teemat")
    note = responses.instrument["teemat"].note
    for table in (vk.crosstab(responses, "teemat", by="jarjestotyyppi"),
                  vk.crosstab(responses, "jarjestotyyppi", by="teemat[tilat]"),
                  vk.frequency(responses, "teemat[tilat]")):  # fmt: skip
        assert note in table.notes
    assert note not in vk.frequency(responses, "jarjestotyyppi").notes
    vk.report([vk.frequency(responses, "teemat")], tmp_path / "r.html", internal=True)
    assert "koodikirjalla" in (tmp_path / "r.html").read_text("utf-8")


def test_open_answers_can_stay_behind() -> None:
    responses = coded().responses("teemat", keep_text=False)
    assert QUESTION not in responses.variables
    assert QUESTION not in responses.instrument
    assert shares(responses)["tilat"] == (3, 12)
    assert QUESTION in coded().responses("teemat").variables


def test_texts_beside_options_can_stay_behind() -> None:
    choice = vk.SingleChoice("malli", "Malli", options=(vk.Option("k", "K"), vk.Option("muu", "Muu", free_text=True)))
    import made_answers

    kysely = vk.Instrument("k", "K", questions=(choice,))
    answers = made_answers.responses(kysely, {"malli": ["k", "muu"], "malli[muu].text": [None, "Oma tila"]})
    coding = start(answers, "malli[muu].text", codebook=BOOK).set("A", "3", "tilat")
    kept = coding.responses("teemat", keep_text=False)
    assert set(kept.variables) == {"malli", *(f"teemat[{code}]" for code in (*BOOK.ids, "none"))}
    assert kept.instrument["malli"].variables() == ("malli",)
    assert shares(kept)["tilat"] == (1, 1)


def test_a_taken_id_is_refused() -> None:
    for name in (QUESTION, "vastaus"):
        with pytest.raises(CodingError, match="is taken"):
            coded().responses(name)
    with pytest.raises(vk.errors.CodebookError):
        coded().responses("Teemat!")


def test_a_subset_stays_one() -> None:
    whole = coded().responses("teemat")
    inside = coded().survey.where({"jarjestotyyppi": "kulttuuri"})
    coding = start(inside, QUESTION, codebook=BOOK).set("A", ["v3", "v4", "v9", "v12"], "tilat")
    part = coding.responses("teemat")
    assert len(part) == 4
    assert shares(part)["tilat"] == (4, 4)
    assert len(whole.where({"teemat": ["tilat", "yhteistyo"]})) == 4
    derived = whole.derive("onko", {"on": {"teemat": ["tilat"]}}, otherwise="ei")
    assert derived.frame["onko"].value_counts().to_dict() == {"ei": 9, "on": 3}


def test_files_keep_themes_and_how_they_came_about(tmp_path: Path) -> None:
    responses = coded().responses("teemat", keep_text=False)
    responses.to_parquet(tmp_path / "a.parquet")
    assert vk.Responses.from_parquet(tmp_path / "a.parquet") == responses
    for ending in ("toml", "json"):
        responses.instrument.save(tmp_path / f"k.{ending}")
        assert vk.Instrument.load(tmp_path / f"k.{ending}") == responses.instrument
    responses.instrument.to_ddi(tmp_path / "k.xml")
    assert vk.Instrument.from_ddi(tmp_path / "k.xml") == responses.instrument
    responses.to_sav(tmp_path / "a.sav")
    responses.to_xlsx(tmp_path / "a.xlsx", lang="sv")
    table = vk.frequency(responses, "teemat")
    assert vk.Table.from_json(table.to_json()).notes == table.notes


def test_a_table_of_themes_is_protected() -> None:
    survey = vk.samples.kumaja()
    book = evolve(BOOK, themes=[evolve(theme, parent=None) for theme in BOOK])
    coding = propose(survey, "yhteistyotoive", codebook=book, lemmatizer="words").accept("A")
    table = vk.crosstab(coding.responses("teemat"), "teemat", by="jarjestotyyppi", margins=True)
    published = vk.protect(table, min_count=5)
    assert published.audit.safe
    assert (published.frame["status"] != table.frame["status"]).any()
    assert coding.responses("teemat").instrument["teemat"].note in published.notes
    letters = vk.column_tests(table)
    assert letters.frame["p"].notna().any()


@settings(max_examples=settings().max_examples // 3)
@given(st.data())
def test_ticks_are_the_marks_and_every_coded_answer_has_one(data: st.DataObject) -> None:
    themes = st.lists(st.sampled_from(BOOK.ids), unique=True)
    by = {f"v{n}": data.draw(themes) for n in range(1, 13)}
    responses = coded({"A": by}).responses("teemat")
    frame = responses.frame[[f"teemat[{code}]" for code in (*BOOK.ids, "none")]]
    for row, found in enumerate(by.values()):
        assert [theme for theme in BOOK.ids if frame[f"teemat[{theme}]"][row]] == sorted(found, key=BOOK.ids.index)
        assert frame["teemat[none]"][row] == (not found)
    assert frame[12:].isna().all(axis=None)
