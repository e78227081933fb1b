"""The invented responses of "Kumajan järjestökysely 2017–2018": 207 persons of associations in Uusimaa."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.samples._chance import Chance
from tests.samples._files import Export, Row, Stray, moment

from verkosto.instruments import Instrument

__all__ = ["export"]

SEED = 2018
FIRST_DAY, DAYS = dt.datetime(2017, 11, 6), 82  # noqa: DTZ001 - exports tell local time without a zone
SECOND_THEME = 0.33
ORDER = (
    "aika jarjesto jarjestotyyppi kunta kumppanit sujuvuus jarjestys yhteistyotoive vapaaehtoisia terveiset"
).split()
PUBLISH = "Vastaukseni saa julkaista nimettömänä"
TITLES = {
    "jarjestotyyppi": "Millaista järjestöä\u00a0edustatte?",
    "yhteistyotoive": "Mikä yhteistyö auttaisi järjestöänne eniten?\u00a0",
    "vapaaehtoisia": "Montako vapaaehtoista järjestössänne toimii?:",
}
LONG = (
    "Meillä on kolme toivetta:\n"
    '1) yhteinen tapahtumakalenteri; 2) "avoimet ovet" kaikissa järjestöissä samana päivänä;\n'
    "3) sähköpostilista, jolla tieto kulkee."
)
"""An answer over several lines, with the marks that separate and enclose cells."""


def export(instrument: Instrument) -> Export:
    """Return the responses as both files will hold them."""
    with (Path(__file__).parent / "kumaja_invented.toml").open("rb") as file:
        source = tomllib.load(file)
    chance = Chance(SEED)
    rows: list[Row] = []
    written: set[str] = set()
    for kind, facts in source["kinds"].items():
        rows += _of_kind(kind, facts, source, written, chance)
    # One respondent more, of a kind that the question did not offer.
    odd = _row(["Haltiametsän Säätiö sr"], source, chance)
    rows.append(odd | {"jarjestotyyppi": Stray("Säätiö", 9), "yhteistyotoive": "Yhteinen hankehakemus."})
    rows = chance.shuffled(rows)
    for row, when in zip(rows, _moments(len(rows), chance), strict=True):
        row["aika"] = when
    _spoil(rows)
    rows.insert(58, {})
    return Export(instrument, [*ORDER, PUBLISH], rows, TITLES)


def _of_kind(
    kind: str, facts: Mapping[str, Any], source: Mapping[str, Any], written: set[str], chance: Chance
) -> list[Row]:
    names = _names(facts, source["names"], chance)
    rows = [_row(names, source, chance) for _ in range(facts["persons"])]
    themes = chance.shuffled([theme for theme, count in facts["themes"].items() for _ in range(count)])
    wishes = [_wish(theme, source["themes"], written, chance) for theme in themes]
    wishes += [chance.pick(source["words"]["empty"]) for _ in range(facts["empty_words"])]
    wishes += [""] * facts["blank"]
    for row, wish in zip(rows, chance.shuffled(wishes), strict=True):
        row["jarjestotyyppi"] = kind
        row["yhteistyotoive"] = wish
    return rows


def _names(facts: Mapping[str, Any], names: Mapping[str, Any], chance: Chance) -> list[str]:
    every = [
        f"{first}{second} {end} ry" for first in names["first"] for second in names["second"] for end in facts["names"]
    ]
    return chance.shuffled(every)[: facts["associations"]]


def _wish(theme: str, themes: Mapping[str, Any], written: set[str], chance: Chance) -> str:
    """Return an answer that nobody has given yet, of one theme or of two."""
    others = [name for name in themes if name != theme]
    while True:
        lang = "_sv" if chance.happens(0.07) else ""
        text: str = chance.pick(themes[theme][f"cores{lang}"])
        if text in written or chance.happens(SECOND_THEME):
            text = f"{text} {chance.pick(themes[chance.pick(others)][f'additions{lang}'])}"
        if text not in written:
            written.add(text)
            return text.lower().removesuffix(".") if chance.happens(0.08) else text


def _row(names: Sequence[str], source: Mapping[str, Any], chance: Chance) -> Row:
    weights = {name: facts["weight"] for name, facts in source["municipalities"].items()}
    row: Row = {
        "jarjesto": chance.pick(names),
        "kunta": chance.pick(source["municipalities"][chance.weighted(weights)]["spellings"]),
        "sujuvuus": chance.weighted({"1": 7, "2": 19, "3": 31, "4": 24, "5": 7, "eos": 9, "": 3}),
        PUBLISH: Stray("Kyllä", 1) if chance.happens(0.6) else "",
    }
    row |= {f"kumppanit[{code}]": True for code, p in source["partners"].items() if chance.happens(p)}
    if "kumppanit[muu]" in row:
        row["kumppanit[muu].text"] = chance.pick(source["words"]["muu"])
    if chance.happens(0.86):
        row |= _ranks(chance)
    if chance.happens(0.81):
        row["vapaaehtoisia"] = str(round(14 * 2.4 ** chance.normal()))
    if chance.happens(0.18):
        said = chance.shuffled(source["words"]["terveiset"])[: 2 if chance.happens(0.4) else 1]
        row["terveiset"] = " ".join(said)
    return row


def _ranks(chance: Chance) -> Row:
    liking = {"tieto": 0.9, "tilat": 0.2, "osaaminen": 0.3, "vaikuttaminen": 0.0}
    liked = {code: level + chance.normal() for code, level in liking.items()}
    ranked = sorted(liked, key=lambda code: -liked[code])
    return {f"jarjestys[{code}]": str(rank) for rank, code in enumerate(ranked, start=1)}


def _moments(count: int, chance: Chance) -> list[str]:
    minutes = []
    for _ in range(count):
        start = chance.weighted({0: 5.0, 22: 3.0, 66: 2.0})
        day = min(start + int(abs(chance.normal()) * 5), DAYS - 1)
        minutes.append(day * 1440 + 450 + chance.below(870))
    return [moment(FIRST_DAY + dt.timedelta(minutes=m)) for m in sorted(minutes)]


def _spoil(rows: Sequence[Row]) -> None:
    """Write what the codebook does not know, and an answer that is hard to read as a file."""
    rows[31]["kunta"] = "pääkaupunkiseutu"
    rows[77]["aika"] = str(rows[77]["aika"]).split()[0] + " 24.05"
    next(row for row in rows[100:] if "vapaaehtoisia" in row)["vapaaehtoisia"] = "n. 20"
    ranked = next(row for row in rows[140:] if row.get("jarjestys[tieto]") == "1")
    ranked |= {"jarjestys[tilat]": "1"}
    next(row for row in rows[20:] if "kalenteri" in str(row["yhteistyotoive"]))["yhteistyotoive"] = LONG
