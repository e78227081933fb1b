from __future__ import annotations

from fractions import Fraction

import pytest

from verkosto.errors import OptionError
from verkosto.reporting._claim_mentions import span_of
from verkosto.reporting._claim_result import why
from verkosto.reporting._claim_sentence import mentions, named_base
from verkosto.reporting._claim_words import TOLERANCES, allowed, language_of, words


def test_the_language_is_that_of_most_words() -> None:
    assert language_of("Kolme neljästä kannatti mallia") == "fi"
    assert language_of("Tre av fyra föreningar stödde den") == "sv"
    assert language_of("Three in four of the associations supported it") == "en"
    assert language_of("73 %") == "fi"


def test_bases_that_sentences_name() -> None:
    assert named_base("Kantaa ottaneista 86 %", "fi") == ("substantive", "Kantaa ottaneista")
    assert named_base("Vastaajista 73 %", "fi") == ("answered", "Vastaajista")
    assert named_base("73 % av dem som tog ställning", "sv") == ("substantive", "som tog ställning")
    assert named_base("86% of those who took a stand", "en") == ("substantive", "took a stand")
    assert named_base("73 % kannatti", "fi") is None


def test_every_language_has_the_same_words() -> None:
    fi, sv, en = (words(lang).data for lang in ("fi", "sv", "en"))
    assert set(fi) == set(sv) == set(en)
    for part in ("base", "number", "of", "modifiers", "bands", "times", "comparisons"):
        assert set(fi[part]) == set(sv[part]) == set(en[part]), part


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        ("kolme neljästä", (72.5, 75, 77.5), (72.4, 77.6)),
        ("joka kymmenes", (7.5, 12.5), (7.4, 12.6)),
        ("yksi sadasta", (0.75, 1.25), (0.7, 1.3)),
        ("noin puolet", (45, 55), (44.9, 55.1)),
        ("lähes puolet", (45, 49.9), (50, 44.9)),
        ("runsas puolet", (50.1, 55), (50, 55.1)),
        ("yli puolet", (50.1, 99), (50,)),
        ("alle puolet", (49.9, 1), (50,)),
        ("vähintään puolet", (50,), (49.9,)),
        ("enintään puolet", (50,), (50.1,)),
        ("enemmistö", (50.1,), (50,)),
        ("selvä enemmistö", (60,), (59.9,)),
        ("valtaosa", (65,), (64.9,)),
        ("vähemmistö", (49.9,), (50,)),
        ("lähes kaikki", (90, 99), (89, 100)),
        ("kaikki", (100,), (99.9,)),
        ("kukaan ei", (0,), (0.1,)),
        ("juuri kukaan ei", (1, 10), (0, 11)),
        ("vain harva", (1, 20), (0, 21)),
        ("73 %", (72.5, 73.5), (72.4, 73.6)),
        ("73,4 %", (73.35, 73.45), (73.3, 73.5)),
        ("lähes 75 %", (73, 74.9), (75, 69)),
    ],
)
def test_what_each_form_allows(text: str, holds: tuple[float, ...], fails: tuple[float, ...]) -> None:
    (found,) = mentions(text, "fi")
    span = span_of(found, TOLERANCES)
    assert all(span.holds(Fraction(str(share)) / 100) for share in holds)
    assert not any(span.holds(Fraction(str(share)) / 100) for share in fails)


@pytest.mark.parametrize(
    ("lang", "text", "mode"),
    [
        ("fi", "Kannatus oli korkeinta Savossa", "largest"),
        ("fi", "Kannatus oli vahvinta Savossa", "largest"),
        ("fi", "Sitä pidettiin tärkeimpänä", "largest"),
        ("fi", "Kannatus oli heikointa Savossa", "smallest"),
        ("fi", "Seuraavaksi yleisimmin toivottiin tukea", "largest"),
        ("fi", "Kannatus nousee", "grew"),
        ("fi", "Kaikilla erva-alueilla kannatettiin", "everywhere"),
        ("sv", "Stödet var starkast i Åbo", "largest"),
        ("sv", "Stödet var svagast i Åbo", "smallest"),
        ("en", "Support was strongest in Turku", "largest"),
        ("en", "Support was weakest in Turku", "smallest"),
    ],
)
def test_words_that_compare(lang: str, text: str, mode: str) -> None:
    (found,) = mentions(text, lang)
    assert (found.kind, found.mode) == ("compare", mode)


def test_one_of_the_most_common_claims_no_lead() -> None:
    assert mentions("Tuki on yleisimpiä toiveita", "fi") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kannatus ylitti 70 prosenttia", [("percent", "over")]),
        ("Kannatus alittaa 80 prosenttia", [("percent", "under")]),
        ("Kannattajia oli kuusinkertainen määrä", [("times", "near")]),
        ("Neljä kertaa vuodessa tapaisi 35 %", [("percent", "as_written")]),
        ("Puolet kannatti ja loput vastustivat", [("part", "near"), ("unread", "rest")]),
    ],
)
def test_what_else_a_release_says(text: str, said: list[tuple[str, str]]) -> None:
    assert [(found.kind, found.mode) for found in mentions(text, "fi")] == said


def test_tolerances_are_adjustable() -> None:
    (found,) = mentions("kolme neljästä", "fi")
    assert span_of(found, allowed({"near": 5})).holds(Fraction(70, 100))
    assert allowed(None) == TOLERANCES


@pytest.mark.parametrize(
    ("given", "message"),
    [({"naer": 3}, "Did you mean 'near'"), ({"near": -1}, "from 0 to 100"), ({"near": "x"}, "from 0 to 100")],
)
def test_tolerances_that_are_none(given: dict[str, float], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        allowed(given)


def test_counts_and_ratios_have_tolerances_of_their_own() -> None:
    (count,), (ratio,) = mentions("lähes 600 kannatti", "fi"), mentions("kaksi kertaa", "fi")
    assert span_of(count, TOLERANCES).holds(Fraction(562))
    assert not span_of(count, TOLERANCES).holds(Fraction(539))
    assert span_of(ratio, TOLERANCES).holds(Fraction(11, 5))
    assert not span_of(ratio, TOLERANCES).holds(Fraction(23, 10))


def test_reasons_stand_in_three_languages() -> None:
    reason = why("only_of", why=why("not_rounds"), base=why("base_substantive"))
    assert "holds only of those who took a stand" in reason.get("en")
    assert "kantaa ottaneista" in reason.fi
    assert "tog ställning" in reason.get("sv")
