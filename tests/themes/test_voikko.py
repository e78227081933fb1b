"""libvoikko as a lemmatizer, and as a judge of the rules of inflection. Skipped where it is not installed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from inflected_words import COMPOUNDS, FIELD, NAMES, SIMPLE, listed

from verkosto.errors import MissingExtraError
from verkosto.themes import lemmatizer
from verkosto.themes._inflection import inflected
from verkosto.themes._matching import spans
from verkosto.themes._patterns import parse
from verkosto.themes._voikko import Voikko

try:
    ENGINE = Voikko()
except MissingExtraError as error:
    pytest.skip(f"libvoikko with its Finnish dictionary is not installed: {error}", allow_module_level=True)


def test_every_inflected_word_has_its_dictionary_form() -> None:
    forms = [(form, word) for word, inflected in listed(FIELD) for form in inflected]
    given = ENGINE.lemmas([form for form, _ in forms], "fi")
    assert [found[0] for found in given] == [word for _, word in forms]


def test_compounds_are_cut_and_other_words_are_not() -> None:
    words = [word for word, _ in listed(COMPOUNDS)]
    assert ["".join(parts) for parts in ENGINE.parts(words, "fi")] == ["".join(parts) for _, parts in listed(COMPOUNDS)]
    cut = ENGINE.parts(SIMPLE.split(), "fi")
    assert [word for word, parts in zip(SIMPLE.split(), cut, strict=True) if parts] == []


def test_a_word_has_all_of_its_readings_nouns_first() -> None:
    assert ENGINE.lemmas(["tilaa", "tiedottamista", "eu:n"], "fi") == [
        ("tila", "tilata"), ("tiedottaminen", "tiedottaa", "tiedottama"), ("eu",)
    ]  # fmt: skip


def test_other_words_go_to_another_lemmatizer() -> None:
    knowing = ENGINE.knowing(["lokal", "qwertö"])
    assert knowing.lemmas(["qwertössä", "kunnan"], "fi") == [("qwertö", "qwertössä"), ("kunta",)]
    assert knowing.lemmas(["lokaler"], "sv") == [("lokal", "lokaler")]
    assert knowing.parts(["möteslokaler"], "sv") == [("mötes", "lokal")]
    assert ENGINE.parts(["qwertyuiop"], "fi") == [()]


def test_one_without_knowing_stays_as_it_is() -> None:
    class Own:
        @property
        def name(self) -> str:
            return "own 1"

        def lemmas(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
            return [(word.upper(),) for word in words]

        def parts(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
            return [() for _ in words]

    engine = Voikko(Own())
    assert engine.knowing(["tila"]) is engine
    assert engine.lemmas(["lokal"], "sv") == [("LOKAL",)]
    assert engine.name.endswith(", own 1")


@pytest.mark.parametrize(
    ("pattern", "text", "met"),
    [
        ("vapaaehtoinen+", "vapaaehtoistoimintaan", 1),
        ("+toiminta", "vapaaehtoistoimintaan", 1),
        ("vertaistuki+", "vertaistukiryhmässä", 1),
        ("+yhteistyö", "järjestöyhteistyöstä", 1),
        ("tuki", "tukea", 1),
        ("keski-suomi", "Keski-Suomessa", 1),
    ],
)
def test_patterns_meet_by_dictionary_form(pattern: str, text: str, met: int) -> None:
    assert len(spans(text, "fi", parse(pattern), ENGINE)) == met


def test_its_name_has_the_version() -> None:
    assert re.fullmatch(r"voikko \d+\.\d+\S*, (simplemma \S+|words)", lemmatizer("voikko").name)
    assert repr(ENGINE) == f"<{ENGINE.name}>"


def test_the_listed_forms_are_forms_of_their_words() -> None:
    """The lists on which the rules of inflection are measured are right, where libvoikko knows the word."""
    forms = [(form, name) for name, inflected in (*listed(NAMES), *listed(FIELD)) for form in inflected]
    read = ENGINE.lemmas([form.lower() for form, _ in forms], "fi")
    judged = [(form, name, found) for (form, name), found in zip(forms, read, strict=True) if found != (form.lower(),)]
    assert len(judged) >= 150
    assert [(form, name, found) for form, name, found in judged if name.lower() not in found] == []


def test_the_rules_find_few_words_that_libvoikko_takes_for_others() -> None:
    names = [name for name, _ in listed(FIELD)]
    words = sorted({form for _, forms in listed(FIELD) for form in forms} | set(SIMPLE.split()))
    wrong = [
        (name, word)
        for word, lemmas in zip(words, ENGINE.lemmas(words, "fi"), strict=True)
        for name in names
        if name not in lemmas and re.fullmatch(inflected(name), word)
    ]
    assert wrong == []
