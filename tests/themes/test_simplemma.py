"""simplemma with what is added to it, measured on inflected words of this field.

Its Finnish and Swedish take seconds to load, in each process that runs a test of them, so that these wait for the
thorough tests; `test_simplemma_rules.py` has the rules on a dictionary of a few words.
"""

from __future__ import annotations

import importlib.metadata
import threading

import pytest
from inflected_words import COMPOUNDS, FIELD, SIMPLE, listed

from verkosto.themes import lemmatizer
from verkosto.themes._matching import spans
from verkosto.themes._patterns import parse
from verkosto.themes._simplemma import Simplemma


@pytest.mark.thorough
def test_every_inflected_word_has_its_dictionary_form() -> None:
    forms = [(form, word) for word, inflected in listed(FIELD) for form in inflected]
    given = lemmatizer("simplemma").lemmas([form for form, _ in forms], "fi")
    assert len(forms) >= 100
    # The dictionary of simplemma 1.1 takes "nuoria" for the plural of "nuora".
    assert {form for (form, word), found in zip(forms, given, strict=True) if found[0] != word} <= {"nuoria"}


@pytest.mark.thorough
def test_compounds_are_cut_and_other_words_are_not() -> None:
    words = [word for word, _ in listed(COMPOUNDS)]
    assert lemmatizer("simplemma").parts(words, "fi") == [tuple(parts) for _, parts in listed(COMPOUNDS)]
    cut = lemmatizer("simplemma").parts(SIMPLE.split(), "fi")
    assert [word for word, parts in zip(SIMPLE.split(), cut, strict=True) if parts] == []


@pytest.mark.parametrize(
    ("lang", "word", "lemma"),
    [
        ("fi", "spr:n", "spr"),
        ("fi", "hus:ssa", "hus"),
        ("fi", "työ", "työ"),
        ("fi", "järjestöstämmekin", "järjestö"),
        ("fi", "somekanavissamme", "somekanava"),
        ("fi", "etäyhteydet", "etäyhteys"),
        ("fi", "qwxzy", "qwxzy"),
        ("fi", "2020", "2020"),
        ("sv", "lokaler", "lokal"),
        ("sv", "frivilliga", "frivillig"),
        ("fi", "kuntakin", "kunta"),
        ("fi", "seuraansa", "seura"),
    ],
)
@pytest.mark.thorough
def test_what_the_dictionary_leaves_out(lang: str, word: str, lemma: str) -> None:
    assert lemmatizer("simplemma").lemmas([word], lang)[0][0] == lemma


@pytest.mark.parametrize(("word", "lemma"), [("volunteers", "volunteer"), ("yle:s", "yle")])
def test_english_has_its_dictionary_forms(word: str, lemma: str) -> None:
    assert lemmatizer("simplemma").lemmas([word], "en") == [(lemma,)]


@pytest.mark.thorough
def test_a_second_reading_is_found_for_a_word_that_is_asked_for() -> None:
    assert Simplemma().knowing(["tila"]).lemmas(["tilaa"], "fi") == [("tilata", "tila")]
    assert len(spans("Lisää tilaa ja tukea", "fi", parse("tuki"), Simplemma())) == 1


@pytest.mark.parametrize(
    ("lang", "pattern", "text", "met"),
    [
        ("fi", "+toiminta", "vapaaehtoistoimintaan", 1),
        ("fi", "vapaaehtoinen+", "vapaaehtoistoimintaan", 1),
        ("fi", "+yhteistyö", "järjestöyhteistyöstä", 1),
        ("fi", "+työ", "järjestöyhteistyöstä", 1),
        ("fi", "vertaistuki+", "vertaistukiryhmässä", 1),
        ("fi", "+toiminta", "toiminta", 0),
        ("fi", "avustukset", "avustusta avustuksen", 2),
        ("fi", "yhteinen tila", "yhteisissä tiloissa", 1),
        ("sv", "+lokal", "möteslokaler", 1),
    ],
)
@pytest.mark.thorough
def test_patterns_meet_by_dictionary_form(lang: str, pattern: str, text: str, met: int) -> None:
    assert len(spans(text, lang, parse(pattern), Simplemma())) == met


def test_a_phrase_meets_english() -> None:
    assert len(spans("Peer support groups", "en", parse("peer support"), Simplemma())) == 1


def test_its_name_has_the_version() -> None:
    assert lemmatizer("simplemma").name == f"simplemma {importlib.metadata.version('simplemma')}"
    assert repr(lemmatizer()) == f"<{lemmatizer('simplemma').name}>"


def test_threads_that_come_while_it_loads_all_get_the_same() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(Simplemma().lemmas(["groups"], "en"))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [[("group",)]] * 4
