"""The language of short answers, in three languages of one column. Every answer is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.themes import language_of

FINNISH = """
tila|Rahaa|Lisää rahaa|Koulutusta|Yhteiset tilat|Avustuksia|Vapaaehtoisia|Näkyvyyttä|Verkostoitumista|Tietoa
Apua hakemuksiin|Kunnan tuki|Yhteistyö|Yhteistyötä kunnan kanssa|Halvemmat vuokrat|Toimitilat|Markkinointi
Jäsenhankinta|Uusia jäseniä|Nuoria mukaan|Talkoot|Some|Viestintää|Parempi tiedonkulku|Yhteinen kalenteri|Tapahtumia
Vertaistukea|Vertaistukiryhmä|Keskustelua päättäjien kanssa|Ei riitä aika|Tekijöistä on pula|Puuttuu tekijöitä
Osallisuus|Edunvalvonta|Järjestöjen verkosto|Sote-uudistus|Hyvinvointialue|Maakunnallinen yhteistyö|Kuljetukset
Digitaidot|Opastusta tietokoneen käyttöön|Palkkatuki|Työntekijä|Hallitukseen uusia ihmisiä|Pitkäjänteinen rahoitus
Kokoontumistila ilman vuokraa|Ilmainen sali|Liikuntavuoroja|Yhteishankkeita|Koulujen kanssa|Seurakunta|Kirjasto
Kylätalo remonttiin|Enemmän aikaa|Helpompi hakea avustusta|Verotus|Kuntoutus|Esteettömyys|Tulkkaus
Ruotsinkielistä materiaalia|Lastenhoito kokousten ajaksi|Luottamusta|Kiitosta ja arvostusta|Jotain konkreettista
Enemmän ymmärrystä|Bussit kulkemaan|Retkiä
"""
SWEDISH = """
Pengar|Mer pengar|Lokaler|Billigare lokaler|Bidrag|Större bidrag|Frivilliga|Fler frivilliga|Samarbete
Samarbete med kommunen|Information|Utbildning|Kurser|Medlemmar|Nya medlemmar|Synlighet|Nätverk|Stöd|Kamratstöd
Hjälp med ansökningar|Tid|Vi behöver mer tid|Gemensamma lokaler|Gemensam kalender|Evenemang|Ungdomar
Yngre i styrelsen|Större synlighet|Marknadsföring|Bättre kommunikation|Kontakter|Kontakt med beslutsfattare
Ekonomiskt stöd|Finansiering|Långsiktig finansiering|Personal|En anställd|Möten|Träffar|Utrymmen|Utrymme för möten
Välfärdsområdet|Kommunens stöd|Projekt tillsammans|Svenska tjänster|Service på svenska|Material på svenska|Tolkning
Skjutsar|Barnvakt|Uppskattning|Erfarenhetsutbyte|Att träffa andra|Rekrytering|Lägre hyra|Enklare ansökan
Det räcker inte|Ingen tid|Flera aktiva|Digitala kunskaper|Bättre samarbete|Ökad kunskap|Skolor|Församlingen|Talko
Föreningsstöd|Nya lokaler|Handledning|Rådgivning
"""
ENGLISH = """
Money|More money|Funding|Better funding|Volunteers|More volunteers|Support|Peer support|Space|Meeting space|Rooms
Premises|Cheaper rent|Cooperation|Cooperation with the city|Networking|Information|Training|Courses|Members
New members|Young people|Visibility|Marketing|Help with applications|Grants|Bigger grants|Time|We need more time
A shared calendar|Events|Better communication|Contacts|Meeting decision makers|Long-term funding|An employee|Staff
Projects together|Equipment|Transport|Interpretation|Childcare|Appreciation|Sharing experience|Recruiting volunteers
Easier applications|Not enough people|Digital skills|Knowledge|Schools|The library|Guidance|Advice|Lower fees
Joint projects|Services in English|Social media|Working together|A place to meet|Trust|Health services|Accessibility
More cooperation between associations|Leadership
"""


# Written after the table of letters and the lists of words, which no word was taken from here into.
UNSEEN = {
    "fi": """
Parkkipaikkoja|Avustaja|Musiikkia|Yhteydet kuntoon|Hyvä ilmapiiri|Aika ajoin kahvit|Teknistä tukea|Lakimies
Kirjanpito|Kimppakyytejä|Uusi sali|Tiedotus|Yhteiskunta|Vuokra|Kesätapahtuma|Omaishoito|Pääsy tietoihin|Luontopolku
Nettisivut|Alennuksia|Ohjaajia lisää|Asiantuntijaluentoja|Kylän yhteinen|Ruokaa|Lapset|Yhteinen kassa
Päätökset nopeammin|Saunailta|Peliaikoja|Keskitetty neuvonta
""",
    "sv": """
Parkering|Musik|Bra stämning|Teknisk hjälp|Bokföring|Samåkning|En sal|Hyra|Sommarfest|Närståendevård|Hemsidor
Rabatter|Fler ledare|Föreläsningar|Byn|Mat|Barnen|Snabbare beslut|Bastukväll|Rådgivning till alla|Respekt|Kaffe
Gemenskap|Transporter|Lediga tider|Jurist|Instruktörer|Stipendier|Idrottshall|Webbplats
""",
    "en": """
Parking|Music|Good atmosphere|Technical help|Bookkeeping|A hall|Rent|Summer party|Family care|Websites|Discounts
More leaders|Lectures|The village|Food|Children|Faster decisions|Sauna evening|Respect|Coffee|Fellowship|Free slots
Lawyer|Instructors|Scholarships|Sports hall|Clear rules|Feedback|Mentoring|Insurance
""",
}


def answers(listed: str) -> list[str]:
    return listed.replace("\n", "|").strip("|").split("|")


def wrong(listed: str, lang: str) -> list[str]:
    return [one for one in answers(listed) if language_of(one) != lang]


def test_short_answers_are_told_apart() -> None:
    made = {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}
    assert all(len(answers(listed)) >= 60 for listed in made.values())
    assert {lang: len(wrong(listed, lang)) for lang, listed in made.items()} == {"fi": 0, "sv": 3, "en": 3}


def test_so_are_most_of_those_that_it_was_not_made_with() -> None:
    assert {lang: len(wrong(listed, lang)) for lang, listed in UNSEEN.items()} == {"fi": 1, "sv": 5, "en": 2}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("", "fi"),
        ("-", "fi"),
        ("🙂", "fi"),
        ("2024", "fi"),
        ("a", "en"),
        ("Enemmän rahaa ja tiloja, jotta more support onnistuu meillä", "fi"),
        ("Vi behöver mer pengar för toimitilat och lokaler i kommunen", "sv"),
        ("FÖRENINGEN BEHÖVER LOKALER", "sv"),
        ("J\u00c3\u00a4rjest\u00c3\u00b6jen v\u00c3\u00a4linen yhteisty\u00c3\u00b6", "fi"),
        ("Vapaa\u00adehtoisia", "fi"),
        ("x" * 1_000_000, "fi"),
    ],
)
def test_the_language_of_a_text(text: str, lang: str) -> None:
    assert language_of(text) == lang


@given(st.text(max_size=50))
def test_every_text_has_a_language(text: str) -> None:
    assert language_of(text) in ("fi", "sv", "en")
