"""Patterns as people write them, and what is said of those that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.errors import CodebookError
from verkosto.themes._patterns import Element, parse


@pytest.mark.parametrize(
    ("pattern", "elements", "lang"),
    [
        ("verkosto", [("word", "verkosto")], None),
        (" Verkosto* ", [("begins", "verkosto")], None),
        ("*verkosto", [("ends", "verkosto")], None),
        ("*verkosto*", [("holds", "verkosto")], None),
        ("+toiminta", [("last", "toiminta")], None),
        ("vapaaehtoinen+", [("first", "vapaaehtoinen")], None),
        ("+yhteistyö+", [("part", "yhteistyö")], None),
        ("sote-järjestö", [("word", "sote-järjestö")], None),
        ('"tilaa"', [("exact", "tilaa")], None),
        ("”tilaa”", [("exact", "tilaa")], None),
        ('yhteinen  "tilaa" ra*', [("word", "yhteinen"), ("exact", "tilaa"), ("begins", "ra")], None),
        ("sv: lokal*", [("begins", "lokal")], "sv"),
        ("sv:lokal*", [("begins", "lokal")], "sv"),
        ("EN: peer support", [("word", "peer"), ("word", "support")], "en"),
        ("EU:n", [("word", "eu:n")], None),
        ("ja\u0308rjesto\u0308", [("word", "järjestö")], None),
    ],
)
def test_a_pattern_is_read(pattern: str, elements: list[tuple[str, str]], lang: str | None) -> None:
    read = parse(pattern)
    assert [(one.kind, one.key) for one in read.elements] == elements
    assert (read.source, read.lang) == (pattern, lang)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "it has no word"),
        ("fi: ", "it has no word"),
        ("de: Haus", "'de' is no language of answers"),
        ("de:haus", "'de' is no language of answers"),
        ("ver*kosto", r"cannot be read from 'ver\*kosto' on"),
        ("**tila", "cannot be read"),
        ("*tila+", "mixes"),
        ("*", "cannot be read"),
        ("+", "cannot be read"),
        ('""', "cannot be read|is not one word"),
        ('tila""', "cannot be read"),
        ("t*", "would meet nearly every word"),
        ("tila,", "is not one word"),
        ("tila/raha", "is not one word"),
        ('"kaksi sanaa"', "is not one word"),
        ('"tila', "cannot be read"),
        ("🙂", "is not one word"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused_with_a_remedy(pattern: str, said: str) -> None:
    with pytest.raises(CodebookError, match=said) as refused:
        parse(pattern)
    assert repr(pattern) in str(refused.value)
    assert "Remedy: " in str(refused.value)


@given(st.text(max_size=20))
def test_whatever_is_written_is_read_or_refused(pattern: str) -> None:
    try:
        read = parse(pattern)
    except CodebookError:
        return
    assert read.elements
    assert all(isinstance(one, Element) and one.key for one in read.elements)
