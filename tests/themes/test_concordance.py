from __future__ import annotations

import time
from typing import Any

import pytest
from open_answers import ANSWERS, BOOK, QUESTION, coded, open_responses

from verkosto.errors import AnalysisError, CodebookError, OptionError, UnknownThemeError, UnknownVariableError
from verkosto.samples import kumaja
from verkosto.themes import Concordance, concordance, propose


def search(*texts: str, pattern: str = "tila", width: int = 40) -> Concordance:
    answers = open_responses({f"v{place}": text for place, text in enumerate(texts)}, ["sote"] * len(texts))
    return concordance(answers, QUESTION, pattern=pattern, width=width, lemmatizer="words")


def test_matches_stand_in_context_with_their_dictionary_form() -> None:
    found = concordance(open_responses(), QUESTION, pattern="tila", lemmatizer="words")
    frame = found.frame
    assert frame["answer"].tolist() == ["v1", "v3", "v12"]
    assert frame["match"].tolist() == ["tilat", "tiloja", "tilojen"]
    assert frame["lemma"].tolist() == ["tila"] * 3
    assert frame["left"].tolist() == ["Yhteiset ", "Rahoitusta ja ", "Koulutusta vapaaehtoisille ja "]
    assert frame["right"].tolist() == [" ja halvempi vuokra.", "!", " varaus yhteen paikkaan."]
    assert [ANSWERS[line.answer][line.start :][:4] for line in found.lines()] == ["tila", "tilo", "tilo"]  # type: ignore[index]


def test_counts_by_dictionary_form_and_by_word() -> None:
    found = search("Tilat ja tilat, tila", "tiloja", "ei mitään")
    counts = found.counts
    assert counts[counts["form"].isna()][["lemma", "matches", "answers", "units"]].values.tolist() == [
        ["tila", 4, 2, 2]
    ]
    forms: Any = counts.dropna().set_index("form")
    assert forms.loc["tilat", ["matches", "answers"]].tolist() == [2, 1]
    assert found.totals[["group", "matches", "answers", "searched", "share"]].values.tolist() == [["*", 4, 2, 2, 1.0]]


def test_groups_of_a_variable() -> None:
    found = concordance(
        open_responses(), QUESTION, pattern=["tila", "vapaaehto*"], by="jarjestotyyppi", lemmatizer="words"
    )
    assert found.frame["group"].tolist() == ["sote", "sote", "kulttuuri", "kulttuuri", "kulttuuri"]
    totals: Any = found.totals.set_index("group")
    assert totals["matches"].to_dict() == {"sote": 2, "kulttuuri": 3, "liikunta": 0, "*": 5}
    assert totals.loc["kulttuuri", ["label", "answers", "searched", "share"]].tolist() == ["Kulttuuri", 2, 4, 0.5]
    assert {line.answer for line in found.lines(group="kulttuuri")} == {"v3", "v12"}
    nobody = open_responses({"v1": "tilat"}, [None])
    frame = concordance(nobody, QUESTION, pattern="tila", by="jarjestotyyppi", lemmatizer="words").frame
    assert frame["group"].isna().tolist() == [True]


def test_groups_of_areas() -> None:
    survey = kumaja()
    for by in ("maakunta", "kunta"):
        found = concordance(survey, "yhteistyotoive", pattern="tila*", by=by, lemmatizer="words")
        totals: Any = found.totals.set_index("group")
        assert totals["matches"].sum() == 2 * len(found)
        assert (
            totals.loc[{"maakunta": "01", "kunta": "091"}[by], "label"]
            == {"maakunta": "Uusimaa", "kunta": "Helsinki"}[by]
        )


def test_groups_of_themes_and_answers_that_bear_one() -> None:
    coding = coded()
    found = coding.concordance("tila", by="theme", lemmatizer="words")
    rows = found.frame[["answer", "group"]].values.tolist()
    assert ["v3", "tilat"] in rows
    assert ["v3", "rahoitus"] in rows
    only = coding.concordance("tila", themes="rahoitus", lemmatizer="words")
    assert only.frame["answer"].tolist() == ["v3"]
    assert int(only.searched.sum()) == 2
    proposed = propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words")
    assert "tilat" in proposed.concordance("tila", by="theme").frame["group"].tolist()
    with pytest.raises(UnknownThemeError, match="Did you mean 'tilat'"):
        coding.concordance("tila", themes=["tilta"])


def test_the_order_of_lines() -> None:
    found = search("b tila d", "a tiloja c", "c tila a")

    def answers(sort: str) -> list[str]:
        return [line.answer for line in found.lines(sort=sort)]  # type: ignore[arg-type]

    assert answers("answer") == ["v0", "v1", "v2"]
    assert answers("left") == ["v1", "v0", "v2"]
    assert answers("right") == ["v2", "v1", "v0"]
    assert answers("match") == ["v2", "v0", "v1"]
    assert answers("lemma") == ["v2", "v0", "v1"]
    assert found.to_text(sort="answer") == "v0  b [tila] d\nv1  a [tiloja] c\nv2  c [tila] a"
    assert found.to_text(most=1).endswith("… 2 more")
    assert found.to_text(most=None).count("\n") == 2
    assert search("ei osumia täällä").to_text() == ""


def test_a_repr_shows_no_words_of_answers() -> None:
    found = search("Pirkon tilat", "salaisuus")
    assert repr(found) == "<Concordance of 'tila' in 'toive': 1 matches in 1 of 2 answers>"
    assert "Pirkon" not in found._repr_html_() + repr(found.lines())
    assert len(found) == 1


def test_context_is_on_one_line_and_keeps_whole_words() -> None:
    text = "Ensimmäinen rivi\n\n  toinen   rivi: tilat 🙂👩‍👩‍👧 olisivat\ttärkeitä meille kaikille"
    (line,) = search(text, width=20).lines()
    assert (line.left, line.match, line.right) == ("rivi toinen rivi: ", "tilat", " 🙂👩‍👩‍👧 olisivat")
    assert text[line.start : line.start + 5] == "tilat"
    (bare,) = search(text, width=0).lines()
    assert (bare.left, bare.right) == ("", "")
    (tight,) = search("x" * 500 + " tila " + "y" * 500, width=10).lines()
    assert (tight.left, tight.right) == ("x" * 9 + " ", " " + "y" * 9)


def test_of_matches_that_overlap_the_first_and_longest_counts() -> None:
    answers = open_responses({"v1": "yhteiset tilat yhteiset tilat"}, ["sote"])
    found = concordance(answers, QUESTION, pattern=["tila", '"yhteiset" tila'], lemmatizer="words")
    assert [line.match for line in found.lines()] == ["yhteiset tilat"] * 2


def test_answers_that_say_nothing_and_rows_outside_are_not_searched() -> None:
    answers = open_responses().where({"jarjestotyyppi": ["kulttuuri"]})
    found = concordance(answers, QUESTION, pattern="tila", lemmatizer="words")
    assert (int(found.searched.sum()), found.frame["answer"].tolist()) == (4, ["v3", "v12"])


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"pattern": ""}, CodebookError, "it has no word"),
        ({"pattern": []}, OptionError, "is no pattern"),
        ({"pattern": [3]}, OptionError, "is no pattern"),
        ({"width": -1}, OptionError, "width=-1 is no number of letters"),
        ({"width": True}, OptionError, "width=True"),
        ({"by": QUESTION}, AnalysisError, "has no categories to group by"),
        ({"by": "jarjestotyypi"}, UnknownVariableError, "Did you mean 'jarjestotyyppi'"),
    ],
)
def test_wrong_arguments(wrong: dict[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        concordance(open_responses(), QUESTION, **{"pattern": "tila", "lemmatizer": "words", **wrong})  # type: ignore[arg-type]


def test_wrong_orders_and_groups() -> None:
    found = search("tilat")
    with pytest.raises(OptionError, match=r"no order 'lemm'. Did you mean 'lemma'"):
        found.lines(sort="lemm")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="there is no group 'x'"):
        found.lines(group="x")


def test_a_long_answer_and_emoji_take_no_time() -> None:
    long = "sana " * 3000 + "tiloja" + " sana" * 3000
    started = time.perf_counter()
    (line,) = search(long, "🙂" * 1000, width=20).lines()
    assert (line.left, line.match, line.right) == ("sana sana sana sana ", "tiloja", " sana sana sana sana")
    assert time.perf_counter() - started < 5
