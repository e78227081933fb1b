"""Where passages stand: programs count emoji and line breaks in several ways, and each way gives the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.themes._qdpx_places import spans_in

TEXT = "Tila 😀 keskustasta\r\nRahaa 🙂 kiitos\r\nKoulutusta verkossa"
WORDS = ("Tila", "keskustasta", "Rahaa", "kiitos", "verkossa")


def points(text: str) -> int:
    return len(text)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def lines(text: str) -> int:
    return len(text.replace("\r\n", "\n"))


def both(text: str) -> int:
    return units(text.replace("\r\n", "\n"))


def broken(text: str) -> int:
    return len(text.replace("\n", "\r\n"))


def broken_units(text: str) -> int:
    return units(text.replace("\n", "\r\n"))


def counted(text: str, count: Callable[[str], int], *, named: bool = False) -> list[tuple[tuple[int, int], str]]:
    """Return the words of the text as a program would place them."""
    places = [(text.index(word), word) for word in WORDS]
    return [((count(text[:at]), count(text[: at + len(word)])), word if named else "") for at, word in places]


def words_at(text: str, spans: list[tuple[int, int] | None]) -> list[str | None]:
    return [None if span is None else text[slice(*span)] for span in spans]


@pytest.mark.parametrize("count", [points, units, lines, both])
def test_every_way_to_count_gives_the_words(count: Callable[[str], int]) -> None:
    assert words_at(TEXT, spans_in(TEXT, counted(TEXT, count))) == list(WORDS)


@pytest.mark.parametrize("count", [points, units, broken, broken_units])
def test_every_way_to_count_a_text_whose_breaks_were_changed(count: Callable[[str], int]) -> None:
    text = TEXT.replace("\r\n", "\n")
    assert words_at(text, spans_in(text, counted(text, count))) == list(WORDS)


def test_what_a_program_calls_a_passage_tells_how_it_counts() -> None:
    text = "a\r\na a a a"
    spans = [((2, 5), "a a…")]
    assert words_at(text, spans_in(text, spans)) == ["a a"]
    assert words_at(text, spans_in(text, [((2, 5), "")], lines_first=True)) == ["a a"]
    assert words_at(text, spans_in(text, [((3, 6), "")])) == ["a a"]


def test_what_lies_outside_has_no_place() -> None:
    assert spans_in("Tila", [((0, 4), ""), ((0, 5), ""), ((9, 9), "")]) == [(0, 4), None, None]
    assert spans_in("Tila 😀\n", [((0, 99), "")]) == [None]
    assert spans_in("", []) == []


@settings(max_examples=60, deadline=None)
@given(text=st.text("aä \n\r😀", max_size=20), span=st.tuples(st.integers(0, 25), st.integers(0, 25)).map(sorted))
def test_a_place_is_always_in_the_text(text: str, span: list[int]) -> None:
    (found,) = spans_in(text, [((span[0], span[1]), "")])
    assert found is None or 0 <= found[0] <= found[1] <= len(text)
