"""A small survey with an open question whose answers name people and places, for tests of quotations."""

from __future__ import annotations

import made_answers

from verkosto import themes
from verkosto.instruments import AreaQuestion, Column, Instrument, Option, SingleChoice, Text
from verkosto.responses import Responses
from verkosto.text import LocalText

__all__ = ["BOOK", "SECRETS", "coding", "survey"]

SECRETS = ("Meikäläi", "Kuvitelman Kissa", "salaisuu", "v1salainen")
"""Words of answers, organisations and ids that no reader may find."""

BOOK = themes.Codebook(
    "teemat",
    "Teemat",
    (
        themes.Theme("tilat", LocalText(fi="Tilat", sv="Lokaler"), patterns=("tila",)),
        themes.Theme("raha", "Rahoitus", patterns=("raha",)),
    ),
)

_ROWS = (
    # id, association, kind, municipality, answer, themes
    (
        "v1salainen",
        "Kuvitelman Kissaystävät ry",
        "sote",
        "179",
        "Matti Meikäläinen vaali salaisuuksia tiloistamme.",
        "tilat",
    ),
    ("v2", "Toiset ry", "sote", "179", "Tilat ovat kalliit.", "tilat"),
    ("v3", "Kolmannet ry", "sote", "179", "Jyväskylässä on tiloja ja rahaa.", "tilat raha"),
    ("v4", "Neljännet ry", "sote", "179", "Äänekoskella tila on pieni.", "tilat"),
    ("v5", "Viidennet ry", "sote", "179", "Vi behöver mera lokaler och pengar för verksamheten.", "tilat raha"),
    ("v6", "Kuudennet ry", "kulttuuri", "179", "Yhteinen tila musiikille.", "tilat"),
    ("v7", "Toiset ry", "sote", "179", "Toinen vastaus tiloista samasta järjestöstä.", "tilat"),
    ("v8", "Kahdeksannet ry", "sote", "992", "Tilat ovat kalliit.", "tilat"),
    ("v9", "", "sote", None, "Rahaa puuttuu. Virta vie.\n\nToinen kappale tiloista.", "raha"),
    ("v10", "Kymmenennet ry", None, "179", "ei kommentoitavaa", ""),
)


def survey(unit: str | None = "jarjesto") -> Responses:
    """Ten responses of nine associations, most of them from one municipality."""
    instrument = Instrument(
        "sitaatit-2024",
        "Sitaattikysely",
        area_date="2024-01-01",
        unit_id=unit,
        columns=(Column("vastaus", role="response_id"), Column("jarjesto", role="unit_id")),
        questions=(
            SingleChoice(
                "tyyppi",
                "Tyyppi",
                options=(Option("sote", LocalText(fi="Sosiaaliala", sv="Socialt")), Option("kulttuuri", "Kulttuuri")),
            ),
            AreaQuestion("kunta", "Kunta", area_type="kunta"),
            Text("toive", LocalText(fi="Mitä toivot?", sv="Vad önskar du?")),
        ),
    )
    ids, names, kinds, places, answers, _ = zip(*_ROWS, strict=True)
    values = {
        "vastaus": list(ids),
        "jarjesto": [name or None for name in names],
        "tyyppi": list(kinds),
        "kunta": list(places),
        "toive": list(answers),
    }
    return made_answers.responses(instrument, values, len(_ROWS))


def coding(unit: str | None = "jarjesto") -> themes.Coding:
    """The survey as one person has coded it."""
    made = themes.start(survey(unit), "toive", codebook=BOOK, coders=("A",))
    for row in _ROWS[:-1]:
        made = made.set("A", row[0], row[-1].split())
    return made
