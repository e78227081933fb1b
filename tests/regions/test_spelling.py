from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.regions._spelling import DASHES, halves, joins, key_of, variants, words


@given(st.text())
def test_words_lie_apart_in_order_and_cover_every_letter(text: str) -> None:
    found = list(words(text))
    ends = [0, *(word.end for word in found)]
    assert all(before <= word.start < word.end for before, word in zip(ends, found, strict=False))
    covered = {place for word in found for place in range(word.start, word.end)}
    assert {place for place, letter in enumerate(text) if letter.isalnum()} <= covered


@given(st.text())
def test_case_and_composition_make_no_difference(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert key_of(unicodedata.normalize("NFD", composed)) == key_of(composed)
    assert key_of(composed.swapcase().casefold()) == key_of(composed.casefold())


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\u202f", " \n ", "\u200b"])
def test_every_dash_and_space_joins_a_name(dash: str, space: str) -> None:
    assert key_of(f" Keski{space}{dash}{space}SUOMI. ") == "keski suomi"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Keski\u00ad-Suo\u00admi", "keski suomi"),
        ("S:t Karins", "s:t karins"),
        ("St. Karins", "st karins"),
        ("HVA:lla", "hva:lla"),
        ("Kunta:Lahti", None),
        ("Espoo, Vantaa", None),
        ("Lahti. Hollola", None),
        ("Keski\n\nSuomi", None),
        ("Keski--Suomi", None),
        ("Keski" + " " * 100 + "Suomi", None),
        ("(Lahti)", "lahti"),
        ("_Lahti_", "lahti"),
        ("Lahti2", "lahti2"),
        ("", None),
        (" - ", None),
    ],
)
def test_a_text_is_one_key_or_none(text: str, key: str | None) -> None:
    assert key_of(text) == key


def test_words_that_stand_far_apart_do_not_join() -> None:
    near, far = ("Keski" + " " * gap + "Suomi" for gap in (60, 61))
    assert joins(near, *words(near))
    assert not joins(far, *words(far))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("lahti", ["lahti"]),
        ("lahdessakin", ["lahdessakin", "lahdessa"]),
        ("hva:n", ["hva:n", "hva"]),
        ("hva:nkaan", ["hva:nkaan", "hva", "hva:n"]),
        ("helsingissäkö", ["helsingissäkö", "helsingissä"]),
        ("iikö", ["iikö"]),
        ("hanko", ["hanko", "han"]),
    ],
)
def test_what_hangs_on_a_word_is_taken_off(key: str, expected: list[str]) -> None:
    assert list(variants(key)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turku/Åbo", [("Turku", "Åbo")]),
        ("Turku (Åbo)", [("Turku", "Åbo)")]),
        ("Ahvenanmaa – Åland", [("Ahvenanmaa", "Åland")]),
        ("Keski-Suomi, Jyväskylä", [("Keski", "Suomi, Jyväskylä"), ("Keski-Suomi", "Jyväskylä")]),
        ("Turku Åbo", []),
        ("Turku", []),
    ],
)
def test_a_text_is_cut_where_a_name_may_be_said_again(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(halves(text)) == expected


def test_a_long_text_is_not_cut_everywhere() -> None:
    assert len(list(halves("x/" * 1000))) < 20
