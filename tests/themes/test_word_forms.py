"""The fallback without a dictionary, measured on inflected words of this field."""

from __future__ import annotations

import pytest
from inflected_words import COMPOUNDS, FIELD, SIMPLE, listed

from verkosto.themes import Lemmatizer, lemmatizer
from verkosto.themes._matching import spans
from verkosto.themes._patterns import parse
from verkosto.themes._word_forms import WordForms


def test_every_inflected_word_is_found_by_the_word_that_is_asked_for() -> None:
    forms = [(form, word) for word, inflected in listed(FIELD) for form in inflected]
    given = WordForms([word for word, _ in listed(FIELD)]).lemmas([form for form, _ in forms], "fi")
    assert len(forms) >= 100
    assert [found[0] for found in given] == [word for _, word in forms]


def test_a_word_that_nobody_asks_for_is_its_own() -> None:
    assert WordForms().lemmas(["kunnan", ""], "fi") == [("kunnan",), ("",)]
    assert WordForms(["kunta"]).lemmas(["kunnan"], "en") == [("kunnan",)]
    assert isinstance(WordForms(), Lemmatizer)
    assert (WordForms().name, repr(WordForms())) == ("words", "<words>")


def test_parts_of_compounds_are_found_by_the_inflection_of_the_parts_that_are_asked_for() -> None:
    parts = sorted({part for _, given in listed(COMPOUNDS) for part in given})
    found = dict(
        zip(
            [word for word, _ in listed(COMPOUNDS)],
            WordForms(parts).parts([w for w, _ in listed(COMPOUNDS)], "fi"),
            strict=True,
        )
    )
    wrong = {word: found[word] for word, given in listed(COMPOUNDS) if found[word] != tuple(given)}
    # "järjestön-" is a genitive to whoever does not know "euvottelu".
    assert set(wrong) <= {"järjestöneuvottelukunta"}
    assert [
        word for word, given in zip(SIMPLE.split(), WordForms(parts).parts(SIMPLE.split(), "fi"), strict=True) if given
    ] == []


@pytest.mark.parametrize(
    ("asked", "word", "parts"),
    [
        ("toiminta", "vapaaehtoistoiminnan", ("vapaaehtoinen", "toiminta")),
        ("vapaaehtoinen", "vapaaehtoistoiminnan", ("vapaaehtoinen", "toiminnan")),
        ("yhteistyö", "järjestöyhteistyöverkosto", ("järjestö", "yhteistyö", "verkosto")),
        ("järjestö", "sote-järjestöjen", ("sote", "järjestö")),
        ("järjestö", "järjestöjenväliset", ("järjestö", "väliset")),
        ("kunta", "kunnanjohtaja", ("kunta", "johtaja")),
        ("tuki", "vertaistukea", ("vertainen", "tuki")),
        ("tila", "tilat", ()),
        ("tila", "a" * 100 + "tila", ()),
        ("ry", "kerhory", ()),
        ("kissa", "tila", ()),
    ],
)
def test_what_is_beside_a_part_stands_as_it_is(asked: str, word: str, parts: tuple[str, ...]) -> None:
    assert WordForms([asked]).parts([word], "fi") == [parts]


@pytest.mark.parametrize(
    ("lang", "pattern", "text", "met"),
    [
        ("sv", "lokal", "lokaler lokalen lokalernas lokus", 3),
        ("sv", "frivillig", "frivilliga frivilligas", 2),
        ("sv", "flicka", "flickor flickan", 2),
        ("sv", "+lokal", "möteslokaler", 1),
        ("sv", "möte+", "möteslokaler", 1),
        ("en", "volunteer", "volunteers volunteering volunteer's", 3),
        ("en", "community", "communities community's", 2),
        ("en", "organise", "organised organising", 2),
        ("fi", "tila", "tiloissammekin toimitila", 1),
        ("fi", "tila*", "tilava", 1),
        ("fi", "yhteinen tila", "yhteisiä tiloja", 1),
    ],
)
def test_patterns_meet_without_a_dictionary(lang: str, pattern: str, text: str, met: int) -> None:
    assert len(spans(text, lang, parse(pattern), lemmatizer("words"))) == met
