from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from verkosto.reporting._claim_mentions import Mention
from verkosto.reporting._claim_sentence import mentions
from verkosto.reporting._claim_words import language_of


def read(text: str, lang: str | None = None) -> list[tuple[Any, ...]]:
    """Return kind, mode and value of what a sentence says; values of shares as percents."""
    found = mentions(text, lang or language_of(text))
    return [(m.kind, m.mode, _plain(m)) for m in found]


def _plain(mention: Mention) -> float | None:
    if mention.value is None:
        return None
    times = 100 if mention.kind in ("percent", "part", "points", "margin") else 1
    return round(float(mention.value) * times, 4)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("73 % kannatti", 73),
        ("73\u00a0% kannatti", 73),
        ("73\u202f%:lla", 73),
        ("73% supported it", 73),
        ("73,4 prosenttia", 73.4),
        ("73 prosentilla", 73),
        ("73 procent av", 73),
        ("73 per cent of", 73),
        ("73.4 percent of", 73.4),
        ("73-prosenttisesti", 73),
    ],
)
def test_percents_are_read_as_they_are_written(text: str, percent: float) -> None:
    assert read(text) == [("percent", "as_written", percent)]


PARTS = {
    "fi": {
        "kolme neljästä": 75,
        "kolmella neljästä": 75,
        "kolmen neljästä": 75,
        "kolme vastaajaa neljästä": 75,
        "3 neljästä": 75,
        "3/4": 75,
        "¾": 75,
        "kaksi kolmasosaa": 66.6667,
        "kahdella kolmasosalla": 66.6667,
        "kaksi kolmannesta": 66.6667,
        "kolmannes": 33.3333,
        "neljännes": 25,
        "neljännekselle": 25,
        "neljäsosa": 25,
        "joka neljäs": 25,
        "joka kolmannella": 33.3333,
        "joka viidennen": 20,
        "joka toinen": 50,
        "puolet": 50,
        "puolella vastaajista": 50,
        "yhdeksän kymmenestä": 90,
        "yhdeksällä kymmenestä": 90,
        "yksi viidestä": 20,
    },
    "sv": {
        "tre av fyra": 75,
        "tre fjärdedelar": 75,
        "två tredjedelar": 66.6667,
        "var fjärde": 25,
        "vart femte": 20,
        "varannan": 50,
        "hälften": 50,
        "nio av tio": 90,
    },
    "en": {
        "three in four": 75,
        "three out of four": 75,
        "three of four": 75,
        "three-quarters": 75,
        "three quarters": 75,
        "two thirds": 66.6667,
        "a third": 33.3333,
        "one in five": 20,
        "every fourth": 25,
        "every other": 50,
        "half": 50,
        "nine in ten": 90,
    },
}


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, parts in PARTS.items() for text in parts])
def test_parts_in_words(lang: str, text: str) -> None:
    assert read(text, lang) == [("part", "near", PARTS[lang][text])]


@pytest.mark.parametrize(
    ("text", "lang", "mode", "percent"),
    [
        ("yli puolet", "fi", "over", 50),
        ("alle puolet", "fi", "under", 50),
        ("noin puolet", "fi", "about", 50),
        ("lähes puolet", "fi", "nearly", 50),
        ("vajaa kolmannes", "fi", "nearly", 33.3333),
        ("hieman alle puolet", "fi", "nearly", 50),
        ("runsas neljännes", "fi", "just_over", 25),
        ("reilu puolet", "fi", "just_over", 50),
        ("hieman yli puolet", "fi", "just_over", 50),
        ("enemmän kuin kolme neljästä", "fi", "over", 75),
        ("useampi kuin joka neljäs", "fi", "over", 25),
        ("vähintään puolet", "fi", "at_least", 50),
        ("korkeintaan puolet", "fi", "at_most", 50),
        ("mer än hälften", "sv", "over", 50),
        ("nästan hälften", "sv", "nearly", 50),
        ("drygt hälften", "sv", "just_over", 50),
        ("färre än var fjärde", "sv", "under", 25),
        ("more than half", "en", "over", 50),
        ("nearly half", "en", "nearly", 50),
        ("just over a third", "en", "just_over", 33.3333),
        ("about half", "en", "about", 50),
    ],
)
def test_modifiers_before_parts(text: str, lang: str, mode: str, percent: float) -> None:
    assert read(text, lang) == [("part", mode, percent)]


@pytest.mark.parametrize(
    ("text", "lang", "band"),
    [
        ("Enemmistö kannatti", "fi", "majority"),
        ("suurin osa kannatti", "fi", "majority"),
        ("suurimmalla osalla oli", "fi", "majority"),
        ("selvällä enemmistöllä", "fi", "clear_majority"),
        ("valtaosa kannatti", "fi", "large_majority"),
        ("vähemmistö", "fi", "minority"),
        ("lähes kaikki", "fi", "nearly_all"),
        ("kaikki", "fi", "all"),
        ("kukaan ei kannattanut", "fi", "none"),
        ("juuri kukaan ei kannattanut", "fi", "nearly_none"),
        ("vain harva kannatti", "fi", "few"),
        ("majoriteten", "sv", "majority"),
        ("de flesta", "sv", "majority"),
        ("nästan alla", "sv", "nearly_all"),
        ("ingen", "sv", "none"),
        ("a clear majority", "en", "clear_majority"),
        ("most respondents", "en", "majority"),
        ("the majority", "en", "majority"),
        ("almost everyone", "en", "nearly_all"),
        ("nobody", "en", "none"),
    ],
)
def test_shares_without_a_number(text: str, lang: str, band: str) -> None:
    assert [found[:2] for found in read(text, lang) if found[0] != "compare"] == [("band", band)]


def test_words_of_all_that_say_no_share() -> None:
    assert read("kaikista vastaajista 73 %", "fi") == [("percent", "as_written", 73)]
    assert read("av alla svarande 73 %", "sv") == [("percent", "as_written", 73)]
    assert read("of all respondents 73%", "en") == [("percent", "as_written", 73)]


@pytest.mark.parametrize(
    ("text", "value", "of_base"),
    [
        ("562 vastasi", 562, True),
        ("kyselyyn vastasi 1\u00a0234 yhdistystä", 1234, True),
        ("kyselyyn vastasi 1\u2009234", 1234, True),
        ("1 234 567 vastausta", 1234567, True),
        ("n = 562", 562, True),
        ("n=562", 562, True),
        ("410:llä oli", 410, False),
        ("410 kannatti", 410, False),
        ("562 svarade", 562, True),
        ("1,234 responded", 1234, True),
        ("yli 400 kannatti", 400, False),
    ],
)
def test_counts(text: str, value: int, of_base: bool) -> None:
    (found,) = mentions(text, "en" if "," in text else language_of(text))
    assert (found.kind, found.value, found.of_base) == ("number", Fraction(value), of_base)


def test_a_loose_space_may_part_two_numbers() -> None:
    (loose,), (tight,) = mentions("410 562:sta", "fi"), mentions("410\u00a0562:sta", "fi")
    assert loose.apart == (Fraction(410), Fraction(562))
    assert not tight.apart


@pytest.mark.parametrize(
    ("text", "lang", "what"),
    [
        ("vuonna 2020", "fi", "year"),
        ("vuosina 2018–2019", "fi", "year"),
        ("vuosina 2018-19", "fi", "year"),
        ("2010-luvulla", "fi", "year"),
        ("vuodenvaihteessa 2018/2019", "fi", "year"),
        ("7.5.2020", "fi", "date"),
        ("7.–9.5.2020 aikana", "fi", "date"),
        ("7.5. alkaen", "fi", "date"),
        ("2020-05-07", "fi", "date"),
        ("7. toukokuuta 2020", "fi", "date"),
        ("den 24 april 2023", "sv", "date"),
        ("in the 1990s", "en", "year"),
        ("on 7 May 2020", "en", "date"),
        ("May 2020", "en", "date"),
        ("5/2020", "fi", "date"),
        ("kysely toteutettiin 3. kerran", "fi", "ordinal"),
        ("the 2nd", "en", "ordinal"),
        ("asteikolla 1–5", "fi", "scale"),
        ("på en skala 1–5", "sv", "scale"),
        ("on a scale of 1 to 5", "en", "scale"),
        ("1–5-asteikolla", "fi", "scale"),
        ("COVID-19", "fi", "name"),
        ("95 %:n luottamusväli", "fi", "level"),
        ("95% confidence interval", "en", "level"),
        ("luottamusväli (95 %)", "fi", "level"),
    ],
)
def test_digits_that_are_no_figures(text: str, lang: str, what: str) -> None:
    assert [found[:2] for found in read(text, lang)] == [("aside", what)]


def test_a_number_that_could_be_a_year_counts_respondents_where_the_words_say_so() -> None:
    assert read("2020 vastausta", "fi") == [("number", "as_written", 2020)]
    assert read("n = 2020", "fi") == [("number", "as_written", 2020)]
    assert read("Vuonna 2020 vastasi moni", "fi") == [("aside", "year", None)]


def test_other_numbers() -> None:
    assert read("keskiarvo 3,4", "fi") == [("number", "as_written", 3.4)]
    assert read("Medelvärdet var 3,4.", "sv") == [("number", "as_written", 3.4)]
    assert read("NPS oli \u221211", "fi") == [("number", "as_written", -11)]
    assert read("5 prosenttiyksikköä", "fi") == [("points", "as_written", 5)]
    assert read("5 procentenheter", "sv") == [("points", "as_written", 5)]
    assert read("5.5 percentage points", "en") == [("points", "as_written", 5.5)]
    assert read("±4 prosenttiyksikköä", "fi") == [("margin", "as_written", 4)]
    assert read("virhemarginaali 4 prosenttiyksikköä", "fi") == [("margin", "as_written", 4)]
    (interval,) = mentions("69–76 %", "fi")
    assert (interval.kind, interval.ends) == ("interval", (Fraction(69, 100), Fraction(76, 100)))
    assert read("kymmenen prosenttia", "fi") == [("unread", "words", None)]
    assert read("410/562", "fi") == [("number", "as_written", 410), ("number", "as_written", 562)]


@pytest.mark.parametrize(
    ("text", "lang", "ratio"),
    [
        ("tuplasti", "fi", 2),
        ("kaksi kertaa niin moni", "fi", 2),
        ("kuusi kertaa", "fi", 6),
        ("kolminkertainen", "fi", 3),
        ("2,5-kertainen", "fi", 2.5),
        ("puolitoista kertaa", "fi", 1.5),
        ("dubbelt så många", "sv", 2),
        ("tre gånger", "sv", 3),
        ("twice as many", "en", 2),
        ("2.5 times", "en", 2.5),
        ("halved", "en", 0.5),
    ],
)
def test_ratios(text: str, lang: str, ratio: float) -> None:
    assert ("times", "near", ratio) in read(text, lang)


@pytest.mark.parametrize(
    ("text", "lang", "kind", "negated"),
    [
        ("enemmän kuin", "fi", "more", False),
        ("yleisempää", "fi", "more", False),
        ("vähemmän", "fi", "less", False),
        ("suurin", "fi", "largest", False),
        ("eniten", "fi", "largest", False),
        ("vähiten", "fi", "smallest", False),
        ("kasvoi", "fi", "grew", False),
        ("ei kasvanut", "fi", "grew", True),
        ("väheni", "fi", "fell", False),
        ("pysyi ennallaan", "fi", "same", False),
        ("riippumatta", "fi", "everywhere", False),
        ("kaikissa maakunnissa", "fi", "everywhere", False),
        ("vanligare än", "sv", "more", False),
        ("ökade inte", "sv", "grew", False),
        ("oavsett", "sv", "everywhere", False),
        ("the most common", "en", "largest", False),
        ("did not differ", "en", "differ", True),
        ("whatever", "en", "everywhere", False),
    ],
)
def test_comparisons(text: str, lang: str, kind: str, negated: bool) -> None:
    (found,) = mentions(text, lang)
    assert (found.kind, found.mode, found.negated) == ("compare", kind, negated)


def test_more_than_a_number_compares_with_nothing_else() -> None:
    assert read("enemmän kuin 70 %", "fi") == [("percent", "over", 70)]
    assert read("fler än 400 svarande", "sv") == [("number", "over", 400)]


def test_what_is_set_aside_is_not_read() -> None:
    assert mentions("18–29-vuotiaista 73 %", "fi", ["18–29-vuotiaista"])[0].mode == "given"
    assert [m.kind for m in mentions("Malli 1 sai 73 %", "fi", ["Malli 1"])] == ["aside", "percent"]
