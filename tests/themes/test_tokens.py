"""Words of answers: their places in the text as it stands, and the form in which they are compared."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.themes._tokens import BREAK, TOKEN, key_of, words_of


def keys(text: str) -> list[str]:
    return [word.key for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Verkostot, tilat ja RAHA!", ["verkostot", "tilat", "ja", "raha"]),
        ("sote-järjestöt – Keski‑Suomi", ["sote-järjestöt", "keski-suomi"]),
        ("SPR:n ja HUS:in", ["spr:n", "ja", "hus:in"]),
        ("we don’t, I can't", ["we", "don't", "i", "can't"]),
        ("tiloja🙂ja 👩‍👩‍👧 rahaa", ["tiloja", "ja", "rahaa"]),
        ("vapaa\u00adehtoinen, toi\u200bminta", ["vapaaehtoinen", "toiminta"]),
        ("tila_raha 2.0 '-:", ["tila", "raha", "2", "0"]),
        ("jÃ¤rjestÃ¶t ja tyÃ¶", ["järjestöt", "ja", "työ"]),
        ("", []),
        ("🙂 - !!!", []),
    ],
)
def test_words_are_cut_and_folded(text: str, found: list[str]) -> None:
    assert keys(text) == found


def test_composition_does_not_matter() -> None:
    text = "Järjestöt, ÅLAND – näkyvyys"
    assert keys(unicodedata.normalize("NFD", text)) == keys(text)


def test_places_are_those_of_the_text_as_it_stands() -> None:
    text = unicodedata.normalize("NFD", "Hyvä tila,  vapaa\u00adehtoisten  työ🙂")
    assert [text[word.start : word.end] for word in words_of(text)] == [word.text for word in words_of(text)]
    assert [unicodedata.normalize("NFC", word.text) for word in words_of(text)][-1] == "työ"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_word_has_a_key_and_its_place(text: str) -> None:
    found = words_of(text)
    assert all(text[word.start : word.end] == word.text and word.key == key_of(word.text) != BREAK for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)


@given(st.text(alphabet="aäÄ-':.\u00ad\u0308 Ã¤¶\n", max_size=40))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert all(key_of(word.key) == word.key for word in words_of(text))


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "-a" * 500_000, "a\u0308" * 500_000, "':" * 500_000, "Ã" * 1_000_000]
)
def test_a_long_answer_takes_no_longer_than_its_letters(text: str) -> None:
    started = time.perf_counter()
    assert len(TOKEN.findall(text)) <= 1_000_000
    assert time.perf_counter() - started < 5
