"""The invented responses of "Sotunetin kysely 2018–2019": 59 persons of 53 network organisations in 17 regions."""

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

SEED = 2019
FIRST_DAY, DAYS = dt.datetime(2018, 12, 3), 55  # noqa: DTZ001 - exports tell local time without a zone
ORDER = (
    "aika jarjesto maakunta tehtava maakuntien_yhteistyo valtakunnan_yhteistyo tapaamiset tietotarpeet jarjestoja "
    "yhteinen_tehtava"
).split()
CONTACT = "Minuun saa ottaa yhteyttä"
TITLES = {
    "maakunta": "Maakunta, jonka\u00a0järjestöjä kokoatte yhteen",
    "jarjestoja": "Montako järjestöä verkostossanne on?:",
}


def export(instrument: Instrument) -> Export:
    """Return the responses as both files will hold them."""
    with (Path(__file__).parent / "sotunet_invented.toml").open("rb") as file:
        source = tomllib.load(file)
    chance = Chance(SEED)
    names = _names(source["names"], chance)
    rows: list[Row] = []
    for facts in source["regions"].values():
        here = [names.pop() for _ in range(facts["organisations"])]
        # Each organisation has a respondent; what persons are left over belong to the first ones.
        sizes = [*here, *here[: facts["persons"] - len(here)]]
        size = {name: str(round(45 * 2.2 ** chance.normal()) + 5) for name in here}
        rows += [_row(name, size[name], facts["spellings"], source, chance) for name in sizes]
    rows = chance.shuffled(rows)
    for row, when in zip(rows, _moments(len(rows), chance), strict=True):
        row["aika"] = when
    _spoil(rows)
    rows.insert(17, {})
    return Export(instrument, [*ORDER, CONTACT], rows, TITLES)


def _names(parts: Mapping[str, Sequence[str]], chance: Chance) -> list[str]:
    places = [first + second for first in parts["first"] for second in parts["second"]]
    return [f"{place} {chance.pick(parts['ends'])}" for place in chance.shuffled(places)]


def _row(name: str, size: str, spellings: Sequence[str], source: Mapping[str, Any], chance: Chance) -> Row:
    row: Row = {
        "jarjesto": name,
        "maakunta": chance.pick(spellings),
        "tehtava": chance.weighted({"johto": 5, "tyo": 4, "luottamus": 2}),
        "tapaamiset": chance.weighted({"1": 5, "2": 26, "4": 18, "12": 3, "eos": 6, "": 2}),
        CONTACT: Stray("Kyllä", 1) if chance.happens(0.5) else "",
    }
    wishes = {"maakuntien_yhteistyo": source["regional"], "valtakunnan_yhteistyo": source["national"]}
    for question, shares in wishes.items():
        row |= {f"{question}[{code}]": True for code, share in shares.items() if chance.happens(share)}
    if "maakuntien_yhteistyo[muu]" in row:
        row["maakuntien_yhteistyo[muu].text"] = chance.pick(source["words"]["muu"])
    for code, facts in source["needs"].items():
        level = min(5, max(1, round(facts["level"] + 0.9 * chance.normal())))
        row[f"tietotarpeet[{code}]"] = "eos" if chance.happens(facts["eos"]) else str(level)
    if chance.happens(0.85):
        row["jarjestoja"] = size
    if chance.happens(0.55):
        row["yhteinen_tehtava"] = chance.pick(source["words"]["first_task"])
    return row


def _moments(count: int, chance: Chance) -> list[str]:
    minutes = []
    for _ in range(count):
        # Most answer after the invitation, or after the holidays.
        start = chance.weighted({0: 5.0, 38: 4.0})
        day = min(start + int(abs(chance.normal()) * 5), DAYS - 1)
        minutes.append(day * 1440 + 450 + chance.below(600))
    return [moment(FIRST_DAY + dt.timedelta(minutes=m)) for m in sorted(minutes)]


def _spoil(rows: Sequence[Row]) -> None:
    """Write what the codebook does not know, so that each kind of it is met in a small survey too."""
    next(row for row in rows[10:] if row["maakunta"] == "Uusimaa")["maakunta"] = "koko maa"
    next(row for row in rows[20:] if row["tapaamiset"] == "2")["tapaamiset"] = Stray("Tarpeen mukaan", 9)
    next(row for row in rows[30:] if "jarjestoja" in row)["jarjestoja"] = "satakunta"
    rows[45]["aika"] = str(rows[45]["aika"]).split()[0] + " 25.10"
