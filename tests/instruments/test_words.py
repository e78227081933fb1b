"""What labels say of missing answers, and labels that stand twice."""

from __future__ import annotations

import pytest

from verkosto.instruments import kind_in_words, reason_in_words, told_apart
from verkosto.instruments._words import missing_kind
from verkosto.text import LocalText


@pytest.mark.parametrize(
    ("label", "reason", "kind"),
    [
        ("En  osaa sanoa.", "dont_know", "dont_know"),
        ("[DON\N{RIGHT SINGLE QUOTATION MARK}T KNOW]", "dont_know", "dont_know"),
        ("En tieda\N{COMBINING DIAERESIS}", "dont_know", "dont_know"),
        ("Vägrar", "refused", "refused"),
        ("N/A", "not_applicable", "not_applicable"),
        ("Ei kysytty", "not_asked", "not_applicable"),
        ("Tieto puuttuu", "not_answered", None),
        ("Ei koske meitä, koska olemme uusia", None, None),
        ("", None, None),
    ],
)
def test_a_label_says_why_or_something_else(label: str, reason: str | None, kind: str | None) -> None:
    assert (reason_in_words(label), kind_in_words(label)) == (reason, kind)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Kysymystä ei esitetty (versio B)", "not_applicable"),
        ("Puhelin: kieltäytyi", "refused"),
        ("INAP., q7 = 2", "not_applicable"),
        ("Inapuri", None),
        ("Vastaus puuttuu", None),
    ],
)
def test_of_what_is_missing_any_words_tell_why(words: str, kind: str | None) -> None:
    assert missing_kind(words) == kind


def test_labels_that_stand_twice_are_told_apart() -> None:
    taken: set[str] = set()
    labels = [
        told_apart(LocalText(fi=fi, sv=sv), code, taken)
        for code, fi, sv in (("a", "Muu", "Annat"), ("b", "Muu", "Annat"), ("b2", "Muu [c]", None), ("c", "Muu", None))
    ]
    assert [label.fi for label in labels] == ["Muu", "Muu [b]", "Muu [c]", "Muu [c] [c]"]
    assert [label.sv for label in labels] == ["Annat", None, None, None]
