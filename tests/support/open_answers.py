"""Twelve open answers in three languages, a codebook and two coders, all made up, for the tests of themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import made_answers
import numpy as np

from verkosto.instruments import Column, Instrument, Option, SingleChoice, Text
from verkosto.responses import Responses
from verkosto.text import LocalText
from verkosto.themes import Codebook, Coding, Theme, answers_of

__all__ = ["ANSWERS", "BOOK", "CODED", "KINDS", "QUESTION", "coded", "open_responses"]

QUESTION = "toive"

ANSWERS: Mapping[str, str | None] = {
    "v1": "Yhteiset tilat ja halvempi vuokra.",
    "v2": "Vapaaehtoistoimintaan tarvitaan tekijöitä.",
    "v3": "Rahoitusta ja tiloja!",
    "v4": "Verkostoituminen muiden yhdistysten kanssa 🙂",
    "v5": "Tietoa avustuksista.",
    "v6": "Yhteinen tapahtumakalenteri",
    "v7": "Gemensamma lokaler och mer pengar.",
    "v8": "Vi behöver frivilliga.",
    "v9": "More volunteers and a shared calendar.",
    "v10": "Kunnan kanssa sovitut pelisäännöt",
    "v11": "Kaikki sujuu jo hyvin.",
    "v12": "Koulutusta vapaaehtoisille ja tilojen varaus yhteen paikkaan.",
    "v13": "-",
    "v14": None,
}
"""What each response says: twelve answers, one that says nothing and one that is blank."""

KINDS = ("sote", "sote", "kulttuuri", "kulttuuri", "sote", "liikunta", "sote", "liikunta", "kulttuuri", "sote",
         "liikunta", "kulttuuri", "sote", "liikunta")  # fmt: skip
"""The kind of association that each response speaks for."""

BOOK = Codebook(
    "teemat",
    LocalText(fi="Yhteistyötoiveet", sv="Önskemål om samarbete", en="Wishes for cooperation"),
    (
        Theme(
            "tilat",
            LocalText(fi="Tilat", sv="Lokaler", en="Premises"),
            definition="Paikka toiminnalle: kokoontuminen, varasto, toimisto.",
            use="Vastaaja kaipaa paikkaa tai sen varaamista.",
            avoid="Raha tilojen vuokraan: rahoitus.",
            examples=("Tarvitsemme kokoustilan.",),
            patterns=("tila", "+tila", "sv:lokal", "en:premises"),
        ),
        Theme(
            "rahoitus",
            LocalText(fi="Rahoitus", sv="Finansiering", en="Funding"),
            patterns=("rahoitus", "raha", "peng*"),
        ),
        Theme(
            "avustukset", LocalText(fi="Avustukset", sv="Bidrag", en="Grants"), parent="rahoitus", patterns=("avustus",)
        ),
        Theme(
            "vapaaehtoiset",
            LocalText(fi="Vapaaehtoiset", sv="Frivilliga", en="Volunteers"),
            patterns=("vapaaehto*", "tekijä", "frivillig*", "volunteer"),
        ),
        Theme(
            "viestinta",
            LocalText(fi="Viestintä", sv="Kommunikation", en="Communication"),
            patterns=("tieto", "*kalenteri", "calendar"),
        ),
        Theme(
            "yhteistyo",
            LocalText(fi="Yhteistyö", sv="Samarbete", en="Cooperation"),
            patterns=("verkosto*", "kunta"),
            former=("verkostot",),
        ),
    ),
    version="2",
)

CODED: Mapping[str, Mapping[str, Sequence[str]]] = {
    "Aino": {
        "v1": ["tilat"], "v2": ["vapaaehtoiset"], "v3": ["tilat", "rahoitus"], "v4": ["yhteistyo"],
        "v5": ["avustukset", "viestinta"], "v6": ["viestinta"], "v7": ["tilat", "rahoitus"], "v8": ["vapaaehtoiset"],
        "v9": ["vapaaehtoiset", "viestinta"], "v10": ["yhteistyo"], "v11": [], "v12": ["tilat", "vapaaehtoiset"],
    },
    "Bo": {
        "v1": ["tilat", "rahoitus"], "v2": ["vapaaehtoiset"], "v3": ["tilat", "rahoitus"], "v4": ["yhteistyo"],
        "v5": ["avustukset"], "v6": ["viestinta"], "v7": ["tilat", "rahoitus"], "v8": ["vapaaehtoiset"],
        "v9": ["vapaaehtoiset"], "v10": [], "v11": [], "v12": ["vapaaehtoiset"],
    },
}  # fmt: skip
"""The themes that each coder found in each answer."""


def open_responses(texts: Mapping[str, str | None] = ANSWERS, kinds: Sequence[str | None] = KINDS) -> Responses:
    """Responses with a response id, a kind of association and the open question; a text may be "!not_asked"."""
    instrument = Instrument(
        "toiveet-2024",
        "Toivekysely",
        columns=(Column("vastaus", header="Vastaus", role="response_id"),),
        questions=(
            SingleChoice(
                "jarjestotyyppi",
                "Järjestön tyyppi",
                options=(
                    Option("sote", "Sosiaali- ja terveysala"),
                    Option("kulttuuri", "Kulttuuri"),
                    Option("liikunta", "Liikunta"),
                ),
            ),
            Text(QUESTION, LocalText(fi="Mikä yhteistyö auttaisi eniten?", en="Which cooperation would help most?")),
        ),
    )
    listed = list(kinds)[: len(texts)] + [None] * max(0, len(texts) - len(kinds))
    values: dict[str, Sequence[Any]] = {
        "vastaus": list(texts),
        "jarjestotyyppi": listed,
        QUESTION: list(texts.values()),
    }
    return made_answers.responses(instrument, values, len(texts))


def coded(by: Mapping[str, Mapping[str, Sequence[str]]] = CODED, book: Codebook = BOOK) -> Coding:
    """The twelve answers as some coders have coded them; answers that a coder does not name are left uncoded."""
    responses = open_responses()
    answers = answers_of(responses, QUESTION)
    marks = np.full((len(by), len(answers), len(book)), -1, dtype=np.int8)
    for place, found in enumerate(by.values()):
        for answer, themes in found.items():
            marks[place, answers.places[answer]] = [int(theme in themes) for theme in book.ids]
    return Coding(responses, answers, book, coders=tuple(by), marks=marks)
