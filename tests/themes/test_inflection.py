"""Finnish words and names in all of their forms: cases, plural, possessive endings, clitics, consonant gradation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inflected_words import FIELD, NAMES, listed

from verkosto.themes._gradation import strong, weak
from verkosto.themes._inflection import beginning, inflected
from verkosto.themes._stems import stems_of

FORMS = [(name, form) for name, forms in (*listed(NAMES), *listed(FIELD)) for form in (name, *forms)]


def test_every_form_of_a_name_is_found() -> None:
    missed = [(name, form) for name, form in FORMS if not re.fullmatch(inflected(name), form, re.IGNORECASE)]
    assert len(FORMS) >= 250
    assert missed == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Virtanen", "Virta"),
        ("Virtanen", "Virtanenko2"),
        ("Salo", "Salonen"),
        ("Mäki", "Mäkinen"),
        ("Niemi", "Niemelä"),
        ("Laine", "Lainela"),
        ("kunta", "kunto"),
        ("kunta", "kuntoja"),
        ("tila", "tilaisuus"),
        ("tila", "tilinpäätös"),
        ("tila", "tilistä"),
        ("tila", "toimitila"),
        ("raha", "rahoitus"),
        ("järjestö", "järjestys"),
        ("järjestö", "järjestelmä"),
        ("tuki", "tukka"),
        ("koulu", "koulutus"),
        ("hanke", "hankala"),
        ("verkosto", "verkko"),
        ("aika", "aina"),
        ("laki", "laitteen"),
        ("alku", "alueen"),
        ("väki", "väitteen"),
        ("HUS", "husaari"),
        ("ry", "ryhmä"),
    ],
)
def test_another_word_is_not_a_form(name: str, other: str) -> None:
    assert not re.search(inflected(name), other, re.IGNORECASE)


def test_a_name_of_several_words_is_found_however_its_words_are_inflected() -> None:
    found = re.compile(inflected("Keski-Suomen Sydänpiiri ry"), re.IGNORECASE)
    for form in ("Keski-Suomen Sydänpiiri ry", "Keski-Suomen  Sydänpiirin ry:n", "KESKI-SUOMEN SYDÄNPIIRI RY:LLE"):
        assert found.fullmatch(form)
    assert re.search(inflected("Suomen Punainen Risti"), "Kiitos Suomen Punaiselle Ristille!", re.IGNORECASE)
    assert not re.search(inflected("Suomen Punainen Risti"), "Suomen Punainen auto", re.IGNORECASE)


def test_a_name_in_the_plural_is_found_too() -> None:
    assert all(re.fullmatch(inflected("Martat"), form) for form in ("martat", "marttojen", "marttoja", "martoille"))


@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_any_name_makes_an_expression_that_finds_it(name: str) -> None:
    found = re.compile(inflected(name), re.IGNORECASE)
    plain = name.isascii() and name.replace(" ", "").isalnum()
    assert found.fullmatch(" ".join(name.split())) or not plain


@given(st.from_regex(r"[a-zåäö]{1,14}", fullmatch=True))
def test_every_form_begins_as_it_is_said(word: str) -> None:
    stems, start = stems_of(word), beginning(word)
    assert all(stem.startswith(start) for stem in stems.vowel | stems.consonant | stems.plural)
    assert word.startswith(start)


@pytest.mark.parametrize(
    ("in_strong", "in_weak"),
    [
        ("lehto", "lehdo"), ("tupa", "tuva"), ("joki", "joi"), ("puku", "puvu"), ("aika", "aja"), ("kampa", "kamma"),
        ("kunta", "kunna"), ("ilta", "illa"), ("virta", "virra"), ("kenkä", "kengä"), ("matto", "mato"),
        ("pappi", "papi"), ("kukka", "kuka"), ("särke", "särje"), ("vaaka", "vaa'a"), ("sata", "sada"),
    ],
)  # fmt: skip
def test_consonants_change_their_grade(in_strong: str, in_weak: str) -> None:
    assert in_weak in weak(in_strong)


@pytest.mark.parametrize(
    ("in_weak", "in_strong"),
    [
        ("hanke", "hankke"), ("tarve", "tarpe"), ("liikenne", "liikente"), ("osoite", "osoitte"), ("hidaa", "hitaa"),
        ("rikaa", "rikkaa"), ("koe", "koke"), ("hylje", "hylke"), ("rakenne", "rakente"), ("lumme", "lumpe"),
        ("siive", "siipe"), ("penge", "penke"), ("pelle", "pelte"), ("perre", "perte"),
    ],
)  # fmt: skip
def test_consonants_change_back(in_weak: str, in_strong: str) -> None:
    assert in_strong in strong(in_weak)
