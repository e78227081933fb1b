"""What is added to simplemma's dictionary: its rules, on a dictionary of a few words that takes no time to load."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from verkosto.themes import _simplemma
from verkosto.themes._matching import spans
from verkosto.themes._patterns import parse
from verkosto.themes._simplemma import Simplemma

WORDS = {
    "kunta": "kunta",
    "kunnassa": "kunta",
    "te": "te",
    "työ": "te",
    "tilaa": "tilata",
    "tiloissa": "tila",
    "järjestö": "järjestö",
    "järjestöt": "järjestö",
    "yhteys": "yhteys",
    "yhteydet": "yhteys",
    "seuraan": "seura",
    "jäseneksi": "Jäsen",
    "vertainen": "vertainen",
    "tuki": "tuki",
    "tukea": "tuki",
    "lokaler": "lokal",
}


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A package of the name of simplemma with these words; the languages that it was asked to load."""
    asked: list[str] = []

    def is_known(word: str, lang: str) -> bool:
        asked.append(lang)
        return word in WORDS

    def lemmatize(word: str, lang: str) -> str:
        return WORDS.get(word, word.removesuffix("ssa"))

    kept = _simplemma._dictionary
    kept.cache_clear()
    monkeypatch.setitem(sys.modules, "simplemma", SimpleNamespace(is_known=is_known, lemmatize=lemmatize))
    yield asked
    kept.cache_clear()


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("kunnassa", "kunta"),
        ("kunnassakin", "kunta"),
        ("työ", "työ"),
        ("työkään", "työ"),
        ("tiloissamme", "tila"),
        ("tiloissaan", "tila"),
        ("järjestömmekin", "järjestö"),
        ("seuraansa", "seura"),
        ("jäsenekseni", "jäsen"),
        ("hus:ssa", "hus"),
        ("etä-yhteydet", "etä-yhteys"),
        ("vertaistukea", "vertaistuki"),
        ("qwxzyssa", "qwxzy"),
        ("qwxzyttämme", "qwxzyttämme"),
        ("-", "-"),
    ],
)
def test_endings_and_parts_that_the_dictionary_lacks(word: str, lemma: str) -> None:
    assert Simplemma().lemmas([word], "fi") == [(lemma,)]


def test_other_languages_are_looked_up_with_and_without_what_follows_a_colon(loaded: list[str]) -> None:
    assert Simplemma().lemmas(["lokaler", "lokaler:s", "yle:s"], "sv") == [("lokal",), ("lokal",), ("yle",)]
    assert set(loaded) == {"sv"}


def test_a_second_reading_is_found_for_a_word_that_is_asked_for() -> None:
    assert Simplemma().knowing(["tila"]).lemmas(["tilaa"], "fi") == [("tilata", "tila")]
    assert len(spans("Lisää tilaa ja tukea", "fi", parse("tuki"), Simplemma())) == 1


def test_compounds_are_cut_where_a_pattern_asks_for_one() -> None:
    assert Simplemma().parts(["vertaistuki", "kunta", "qwxzy"], "fi") == [("vertainen", "tuki"), (), ()]
    assert Simplemma().knowing(["tila"]).parts(["vertaistuki"], "fi") == [()]
    assert Simplemma().knowing(["lokal"]).parts(["möteslokaler"], "sv") == [("mötes", "lokal")]
    assert len(spans("vertaistukea", "fi", parse("+tuki"), Simplemma())) == 1
