"""Patterns in answers: what they meet, where, and that the fast way finds what a simple way finds."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from verkosto.errors import OptionError
from verkosto.themes import Codebook, Lemmatizer, Theme
from verkosto.themes._matching import Span, matches, spans, spans_in, why
from verkosto.themes._patterns import Element, Pattern, parse
from verkosto.themes._tokens import words_of

LEMMAS = {
    "tilat": ("tila",),
    "tilaa": ("tilata", "tila"),
    "verkostot": ("verkosto",),
    "avustukset": ("avustus",),
    "toimitilaa": ("toimitila",),
}
PARTS = {
    "toimitila": ("toimi", "tila"),
    "toimitilaa": ("toimi", "tila"),
    "vertaistuki": ("vertainen", "tuki"),
    "vertaistukiryhmä": ("vertainen", "tuki", "ryhmä"),
}


@frozen
class Listed:
    """A lemmatizer of two short lists; nothing it does not list has another form or parts."""

    name: str = "listed"

    def lemmas(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        return [LEMMAS.get(word, (word,)) if lang == "fi" else (word,) for word in words]

    def parts(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        return [PARTS.get(word, ()) if lang == "fi" else () for word in words]


def found(text: str, pattern: str, lang: str = "fi") -> list[str]:
    return [text[one.start : one.end] for one in spans(text, lang, parse(pattern), Listed())]


@pytest.mark.parametrize(
    ("pattern", "text", "met"),
    [
        ("tila", "Tilat, tilaa ja TILA; toimitilaa", ["Tilat", "tilaa", "TILA"]),
        ('"tilaa"', "Tilat, tilaa", ["tilaa"]),
        ("tila*", "tilat, tilaus, toimitilaa", ["tilat", "tilaus"]),
        ("*tila", "tilat, toimitilaa", ["tilat", "toimitilaa"]),
        ("*verkosto*", "verkostot ja järjestöverkostoissa", ["verkostot", "järjestöverkostoissa"]),
        ("+tila", "tila, toimitila, toimitilaa", ["toimitila", "toimitilaa"]),
        ("toimi+", "toimi, toimitilaa", ["toimitilaa"]),
        ("+tuki+", "tuki, vertaistuki, vertaistukiryhmä", ["vertaistuki", "vertaistukiryhmä"]),
        ("vertaistuki+", "vertaistuki, vertaistukiryhmä", ["vertaistukiryhmä"]),
        ("+vertaistukiryhmä", "vertaistukiryhmä", []),
        ("avustukset", "avustus, avustukset", ["avustus", "avustukset"]),
        ("yhteinen tila", "yhteinen\ntilaa, yhteinen, tila. Tila yhteinen tila", ["yhteinen\ntilaa", "yhteinen tila"]),
        ("yhteinen tila", "yhteinen – tila yhteinen (tila) yhteinen\n\ntila", ["yhteinen – tila"]),
        ("tila tila", "tila tila tila", ["tila tila", "tila tila"]),
        ("tila", "vapaa tila🙂", ["tila"]),
        ("sv: tila", "tila", []),
        ("fi: tila", "tila", ["tila"]),
    ],
)
def test_a_pattern_meets_words(pattern: str, text: str, met: list[str]) -> None:
    assert found(text, pattern) == met


def test_places_are_those_of_the_text_as_it_stands() -> None:
    text = unicodedata.normalize("NFD", "Hyvä 🙂 ti\u00adlat")
    (span,) = spans(text, "fi", parse("hyvä tila"), Listed())
    assert (span.start, span.end, span.lemma) == (0, len(text), "hyvä tila")


def test_a_find_is_named_by_the_dictionary_form_that_was_met() -> None:
    assert [one.lemma for one in spans("tilaa", "fi", parse("tila"), Listed())] == ["tila"]
    assert [one.lemma for one in spans("tilaa", "fi", parse("tila*"), Listed())] == ["tila"]
    assert [one.lemma for one in spans("toimitilaa", "fi", parse("+tila"), Listed())] == ["toimitila"]


def test_why_tells_each_pattern_and_its_place() -> None:
    theme = Theme("tilat", "Tilat", patterns=("tila", "sv: lokal", "yhteinen tila"))
    met = why("yhteinen tila", "fi", theme, Listed())
    assert met == [("yhteinen tila", Span(0, 13, "yhteinen tila")), ("tila", Span(9, 13, "tila"))]
    assert why("lokal", "sv", theme, Listed()) == [("sv: lokal", Span(0, 5, "lokal"))]
    assert why("tila", "fi", Theme("x", "X"), Listed()) == []


def test_a_lemmatizer_that_loses_a_word_is_refused() -> None:
    class Lossy(Listed):
        def lemmas(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
            return []

    with pytest.raises(OptionError, match="'listed': `lemmas` gave 0 results for 1 words"):
        spans("tila", "fi", parse("tila"), Lossy())


def test_a_word_without_a_dictionary_form_is_its_own() -> None:
    class Silent(Listed):
        def lemmas(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
            return [()] * len(words)

    assert [one.lemma for one in spans("tila", "fi", parse("tila"), Silent())] == ["tila"]


WORDS = [
    "tila",
    "tilat",
    "tilaa",
    "toimitilaa",
    "vertaistuki",
    "vertaistukiryhmä",
    "avustukset",
    "ja",
    "tuki",
    "yhteinen",
]
GAPS = [" ", " ", "  ", ", ", ". ", "\n", "\n\n", " – ", " 🙂 "]
texts_of = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=8).map(
    lambda drawn: "".join(word + gap for word, gap in drawn)
)
element = st.tuples(st.sampled_from(["", "*", "+"]), st.sampled_from(WORDS), st.booleans(), st.booleans()).map(
    lambda drawn: f"{drawn[0] if drawn[2] or not drawn[3] else ''}{drawn[1]}{drawn[0] if drawn[3] else ''}"
)
patterns_of = st.tuples(st.sampled_from(["", "fi: ", "sv: "]), st.lists(element, min_size=1, max_size=3)).map(
    lambda drawn: drawn[0] + " ".join(drawn[1])
)
STOPS = re.compile(r"[.,;:!?()\[\]{}/|…•]|\n\s*\n")


def meets(word: str, one: Element, engine: Lemmatizer) -> bool:
    """The simple way: one word, one element, no index."""
    lemmas = engine.lemmas([word], "fi")[0]
    own = engine.lemmas([one.key], "fi")[0]
    meant = {one.key} if one.key in own else {one.key, own[0]}
    match one.kind:
        case "exact":
            return word == one.key
        case "word":
            return word == one.key or bool(meant & set(lemmas))
        case "begins":
            return any(form.startswith(one.key) for form in (word, *lemmas))
        case "ends":
            return any(form.endswith(one.key) for form in (word, *lemmas))
        case "holds":
            return any(one.key in form for form in (word, *lemmas))
    parts = engine.parts([word], "fi")[0]
    meant |= {"".join(engine.parts([form], "fi")[0]) for form in meant} - {""}
    size = len(parts)
    runs = [(a, b) for a in range(size) for b in range(a + 1, size + 1) if b - a < size]
    ends = {"first": lambda run: run[0] == 0, "last": lambda run: run[1] == size, "part": lambda run: True}
    return any("".join(parts[slice(*run)]) in meant for run in filter(ends[one.kind], runs))


def simple(text: str, lang: str, pattern: Pattern, engine: Lemmatizer) -> list[tuple[int, int]]:
    """The simple way: each place of each text."""
    words, size = words_of(text), len(pattern.elements)
    if pattern.lang not in (None, lang):
        return []
    result = []
    for run in (words[place : place + size] for place in range(len(words) - size + 1)):
        together = not any(STOPS.search(text[a.end : b.start]) for a, b in pairwise(run))
        if together and all(meets(word.key, one, engine) for word, one in zip(run, pattern.elements, strict=True)):
            result.append((run[0].start, run[-1].end))
    return result


@given(st.lists(texts_of, max_size=5), patterns_of, patterns_of)
def test_the_fast_way_finds_what_the_simple_way_finds(texts: list[str], first: str, second: str) -> None:
    langs = ["fi" for _ in texts]
    book = Codebook("b", "B", [Theme("a", "A", patterns=(first,)), Theme("c", "C", patterns=(second, first))])
    met = [[simple(text, "fi", parse(one), Listed()) for one in (first, second)] for text in texts]
    table = matches(texts, langs, book, Listed())
    assert table.tolist() == [[bool(a), bool(a or b)] for a, b in met]
    places = spans_in(texts, langs, parse(first), Listed())
    assert [[(one.start, one.end) for one in each] for each in places] == [a for a, _ in met]


def test_each_language_has_its_own_words() -> None:
    book = Codebook("b", "B", [Theme("a", "A", patterns=("tila", "sv: lokal")), Theme("c", "C")])
    table = matches(["tilat", "tilat", "lokal", "", "lokal"], ["fi", "sv", "sv", "en", "fi"], book, Listed())
    assert table.tolist() == [[True, False], [False, False], [True, False], [False, False], [False, False]]
    assert matches([], [], book, Listed()).shape == (0, 2)
    assert [len(one) for one in spans_in(["lokal", "x lokal"], ["fi", "sv"], parse("sv: lokal"), Listed())] == [0, 1]


def test_a_phrase_does_not_reach_over_into_the_next_answer() -> None:
    book = Codebook("b", "B", [Theme("a", "A", patterns=("yhteinen tila",))])
    assert not matches(["yhteinen", "tila", ""], ["fi"] * 3, book, Listed()).any()
    assert matches(["tila", "yhteinen tila"], ["fi"] * 2, book, Listed()).tolist() == [[False], [True]]


def test_one_answer_of_a_million_letters_does_not_hang() -> None:
    started = time.perf_counter()
    text = "tila " * 30_000 + "a" * 600_000 + "-" * 250_000
    book = Codebook("b", "B", [Theme("a", "A", patterns=("tila tila tila", "*tila*", "+tila+"))])
    assert np.all(matches([text], ["fi"], book, Listed()))
    assert len(spans(text, "fi", parse("tila tila"), Listed())) == 29_999
    assert time.perf_counter() - started < 20
