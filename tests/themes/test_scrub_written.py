"""Sentences as people of associations write them: what must be hidden is, and nothing else without doubt."""

from __future__ import annotations

import re

import pytest

from verkosto import themes

SCRUBBER = themes.Scrubber(
    ["Matti Virtanen", "Liisa Kuusi", "Onni Lahti", "Toivo Salo", "Karl-Erik Björklund", "Aino Mäki-Korvela"],
    ["Allergialiitto ry", "Kotkan Allergiayhdistys ry", "Kynnys ry", "HUS-yhtymä", "Ekenäs Marthaförening rf"],
    places=["Satumäki", "Kissanlampi"],
    lang="fi",
)

# What must be without doubt stands between « and », what may be doubtful between ‹ and ›.
HIDDEN = (
    "maili «liisa at jarjesto piste fi» kiitos",
    "mejla «asa.s snabel-a jarjesto.fi»",
    "«info(snabel-a)kissat.ax»",
    "osoite on «liisa.kuusi@gmail,com» eli gmail",
    "osoite «pj @ kissat . fi» iltaisin",
    "puh.«050.123.4567»",
    "numeroni on «040\n1234567»",
    "soittakaa «044·123·4567»",
    "ulkomailta «+358.40.1234567»",
    "hetu:«131052-308T»ja muuta",
    "hetu «13.10.52-308T»",
    "alkaa ‹010180A›",
    "tunnuksemme Y-tunnus «FI20774740»",
    "tilinro:«fi2112345600000785»kiitos",
    "tili «FI21 1234\n5600 0007 85»",
    "Reg.nr «123456»",
    "ig: ‹kissayhdistys_ry›",
    "«Itäinen Pitkäkatu 4 A»",
    "kokoonnumme «Kirkkokadulla 7»",
    "toimisto «Koulutiellä 3»",
    "«Rantapolku 8 as. 3»",
    "‹kissakuja 5 b 12, 70100 kuopio›",
    "«12 Baker Street»",
    "«Postilokero 45»",
    "syntynyt «12. maaliskuuta 1956»",
    "born on «12 March 1956»",
    "syntymäaika «12031956»",
    "synt.aika: «120356»",
    "DOB «1956-03-12»",
    "f. «3/5 1948»",
    "äitini (s. ‹1934›) hoitaa",
    "auto ‹XYZ 789› parkissa",
    "mopon rekisteri ‹12-ABC›",
    "auton rekisterinumero on ‹kis-1›",
    "«Virtas-Matti» tuntee kaikki",
    "«Virtanen M.» hoitaa",
    "«Matti V.» on pj",
    "«MattiVirtanen» on nimimerkki",
    "«Matti\u200bVirtanen»",
    "«Virta-\nsen» kanssa",
    "«Liisa Kuuselle» ja ‹Björklundeille›",
    "sekä «Mäki-Korvelan Aino»",
    "«Allergialiitto»-yhteistyö sujuu",
    "‹allergialiiton› koulutus",
    "«Allergialiitollekin» kerrottu",
    "«Allergia-liitto» auttaa",
    "«Kotkan Allergia-\nyhdistys»",
    "«Kotkan allergia-yhdistyksen» jäsen",
    "«HUS-yhtymässäkin»",
    "«Ekenäs Marthaförenings» möte",
    "‹satumäestä› tullaan",
    "‹kissanlammella› on talo",
    "‹Sodankyläläinen› yhdistys",
    "me ‹nousiaislaiset› ja ‹utsjokelaiset›",
    "täällä ‹Lahdessa› ja ‹Salossa›",
)

TRAPS = (
    "laki 1301/2014 ja asetus (EU) 2016/679", "peli päättyi 3-2 (2-1)", "1 250 000 € tai 10.000 euroa",
    "1.1.–31.12.2020",
    "24/7, 5G ja CO2", "ISBN 978-951-0-12345-6", "10-15 hlö/kerta klo 18.00–20.00", "Toivomme lisää",
    "kuusi henkilöä ja kuusen alla", "virta ei riitä", "onni potkaisi, onnea", "toivo elää", "lahden rannalla, salossa",
    "kynnys on matala", "sosiaali-\nja terveysala", "erilainen, kansalainen, suomalaisten", "s. 12-15 raportissa",
    "yhdistys on syntynyt tarpeesta", "facebook: hyvä kanava", "auto vie 12 henkeä", "kahvi @ kirjasto", "at the end",
    "torilla tavataan, rannalla 5 ihmistä", "kpl 1234567 vuodessa", "A4-paperi, T-paita", "liitto ja yhdistys auttavat",
)  # fmt: skip


def _spans(marked: str) -> tuple[str, list[tuple[int, int, bool]]]:
    """Return a sentence without its brackets, and what stood in them."""
    text, spans, start = "", [], 0
    for piece in re.split("([«»‹›])", marked):
        if piece in ("«", "‹"):
            start = len(text)
        elif piece in ("»", "›"):
            spans.append((start, len(text), piece == "»"))
        else:
            text += piece
    return text, spans


@pytest.mark.parametrize("marked", HIDDEN)
def test_what_tells_who_wrote_is_hidden_and_nothing_else_is_without_doubt(marked: str) -> None:
    text, spans = _spans(marked)
    marks = SCRUBBER.scrub(text).marks
    assert spans
    for start, end, certain in spans:
        held = {place for mark in marks if mark.certain or not certain for place in range(mark.start, mark.end)}
        assert {place for place in range(start, end) if text[place].isalnum()} <= held
    meant = {place for start, end, _ in spans for place in range(start, end)}
    assert all(meant & set(range(mark.start, mark.end)) for mark in marks if mark.certain)


@pytest.mark.parametrize("text", TRAPS)
def test_traps_are_left_alone(text: str) -> None:
    assert SCRUBBER.scrub(text).marks == ()


def test_a_surname_that_is_a_town_is_doubtful_by_itself_and_certain_in_a_whole_name() -> None:
    def certain(text: str) -> list[bool]:
        return [mark.certain for mark in SCRUBBER.scrub(text).marks]

    assert certain("käytiin Lahdessa") == [False]
    assert certain("käytiin Onni Lahden luona") == [True]
    assert certain("aina kuin Lahti-Salo tie") == [False]


def test_a_name_that_a_line_divides_is_marked_where_it_stands() -> None:
    text = "kysy Virta-\nselta, ei Virta-\nSelta"
    assert [text[mark.start : mark.end] for mark in SCRUBBER.scrub(text).certain] == ["Virta-\nselta"]
