"""The invented responses of "Tukirakenne 2020": 562 persons, the published totals, and some dirt."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.samples._chance import Chance
from tests.samples._files import Export, Row, Stray, moment

from verkosto import regions
from verkosto.instruments import Instrument

__all__ = ["export"]

SEED = 562
PERSONS, ASSOCIATIONS = 562, 330
SOTE, IN_FEDERATION = 350, 280
AREAS_ON = "2020-03-01"
FIRST_DAY, DAYS = dt.datetime(2020, 2, 3), 47  # noqa: DTZ001 - exports tell local time without a zone
OSTROBOTHNIA = "15"
BLANK_ROWS = {187: "", 402: "", 403: "  "}
ORDER = (
    "aika sahkoposti jarjesto kunta toimiala liitto malli_a perustelu_a malli_b perustelu_b palvelut vaittamat "
    "yhteistyo toiveet jasenia maksu perustettu suosittelu vapaa_sana"
).split()
LOTTERY, NAMELESS = "Haluan osallistua arvontaan", "\u00a0"
TITLES = {
    "jarjesto": "Järjestön\u00a0nimi\u00a0",
    "liitto": "Kuuluuko järjestönne valtakunnalliseen\u00a0liittoon?",
    "palvelut": "Mitä palveluja tukirakenteen\u00a0pitäisi tarjota?",
    "toiveet": "Mitä tukea järjestönne kaipaa eniten?:",
}


@dataclass
class Association:
    """What persons of one association share."""

    region: str
    kunta: str
    size: int = 1
    field: str = ""
    federation: bool = False
    name: str = ""
    members: int = 0
    fee: str = ""
    founded: str = ""
    lean: float = 0.0


@dataclass
class Person:
    """A respondent: the association, and how warmly each model is received."""

    of: Association
    a: float
    b: float
    model_a: str = ""
    model_b: str = ""


def export(instrument: Instrument) -> Export:
    """Return the responses as both files will hold them."""
    with (Path(__file__).parent / "tukirakenne_invented.toml").open("rb") as file:
        source = tomllib.load(file)
    chance = Chance(SEED)
    people = _people(_associations(source, chance), source, chance)
    weights = _weights(source)
    rows = [_row(person, when, source, chance) for person, when in zip(people, _moments(chance), strict=True)]
    for person, row in zip(people, rows, strict=True):
        row["paino"] = weights[person.of.region]
    _contacts(rows, chance)
    _spoil(rows)
    for place, white in BLANK_ROWS.items():
        rows.insert(place, {"vapaa_sana": white} if white else {})
    integers = frozenset(place for place in range(len(rows)) if place % 3 == 1)
    order = [*ORDER, LOTTERY, NAMELESS, "paino"]
    return Export(instrument, order, rows, TITLES, integers)


def _associations(source: Mapping[str, Any], chance: Chance) -> list[Association]:
    made = []
    for region, facts in source["regions"].items():
        municipalities = regions.area("maakunta", region, on=AREAS_ON).municipalities
        here = []
        for _ in range(round(facts["persons"] * ASSOCIATIONS / PERSONS)):
            central = chance.happens(0.5)
            here.append(Association(region, chance.pick(facts["centres"] if central else municipalities)))
        for _ in range(facts["persons"] - len(here)):
            chance.pick(here).size += 1
        made += here
    _fields(made, source, chance)
    taken: set[str] = set()
    for association in made:
        association.name = _name(association.field, source["names"], taken, chance)
        association.members = round(60 * 3.4 ** chance.normal()) + 3
        association.fee = chance.pick(("0", "5", "8,50", "10", "12,50", "15", "15,00", "17,50", "20", "25", "30,00"))
        year = 2019 - int(abs(chance.normal()) * 32)
        association.founded = f"{1 + chance.below(28)}.{1 + chance.below(12)}.{max(year, 1897)}"
        association.lean = 0.5 * chance.normal()
    return made


def _fields(made: Sequence[Association], source: Mapping[str, Any], chance: Chance) -> None:
    """Give fields, so that exactly 350 persons are of social and health and 280 of them in a federation."""
    for association in made:
        association.field = chance.weighted(source["fields"])
    sote = [made[place] for place in chance.adding_up([one.size for one in made], SOTE)]
    for association in sote:
        association.field = "sote"
    for place in chance.adding_up([one.size for one in sote], IN_FEDERATION):
        sote[place].federation = True


def _name(field: str, names: Mapping[str, Any], taken: set[str], chance: Chance) -> str:
    while True:
        place = chance.pick(names["first"]) + chance.pick(names["second"])
        name = f"{place} {chance.pick(names['themes'][field])} ry"
        if name not in taken:
            taken.add(name)
            return name


def _people(associations: Sequence[Association], source: Mapping[str, Any], chance: Chance) -> list[Person]:
    people = []
    for association in associations:
        facts = source["regions"][association.region]
        for _ in range(association.size):
            warm = association.lean + (0.25 if association.field == "sote" else 0.0)
            people.append(
                Person(
                    association,
                    a=facts["a"] + warm + chance.normal(),
                    b=facts["b"] - 0.4 * warm + chance.normal(),
                )
            )
    _models(people, source["models"], chance)
    return chance.shuffled(people)


def _models(people: list[Person], joint: Mapping[str, Mapping[str, int]], chance: Chance) -> None:
    """Give both models' answers: the warmest say yes, and the joint counts come out exactly."""
    totals = {code: sum(counts.values()) for code, counts in joint.items()}
    for code, group in _cut(people, totals, lambda person: person.a, chance):
        for person in group:
            person.model_a = code
        for other, inner in _cut(group, joint[code], lambda person: person.b, chance):
            for person in inner:
                person.model_b = other


def _cut(
    people: Sequence[Person], counts: Mapping[str, int], warmth: Callable[[Person], float], chance: Chance
) -> Iterator[tuple[str, list[Person]]]:
    ranked = sorted(people, key=warmth, reverse=True)
    yield "k", ranked[: counts["k"]]
    # Those who cannot say are a little warmer than those against, and otherwise anybody.
    rest = sorted(ranked[counts["k"] :], key=lambda person: 0.4 * warmth(person) + chance.normal())
    yield "e", rest[: counts["e"]]
    yield "eos", rest[counts["e"] :]


def _weights(source: Mapping[str, Any]) -> dict[str, str]:
    everything = sum(facts["associations"] for facts in source["regions"].values())
    shares = {
        region: facts["associations"] / everything * PERSONS / facts["persons"]
        for region, facts in source["regions"].items()
    }
    return {region: f"{share:.3f}".replace(".", ",") for region, share in shares.items()}


def _moments(chance: Chance) -> list[str]:
    minutes = []
    for _ in range(PERSONS):
        # Most answer after the invitation or after a reminder.
        start = chance.weighted({0: 5.0, 15: 3.0, 29: 3.0, 40: 1.0})
        day = min(start + int(abs(chance.normal()) * 3.5), DAYS - 1)
        minutes.append(day * 1440 + 420 + chance.below(900))
    return [moment(FIRST_DAY + dt.timedelta(minutes=m)) for m in sorted(minutes)]


def _row(person: Person, when: str, source: Mapping[str, Any], chance: Chance) -> Row:
    of = person.of
    row: Row = {
        "aika": when,
        "jarjesto": of.name,
        "kunta": of.kunta,
        "toimiala": of.field,
        "malli_a": person.model_a,
        "malli_b": person.model_b,
        "yhteistyo": chance.weighted({"1": 3, "2": 22, "3": 41, "4": 31, "": 3}),
    }
    if of.field == "sote":
        row["liitto"] = "k" if of.federation else "e"
    row |= _services(source["services"], source["answers"]["muu"], chance)
    row |= _statements(person, source["statements"], chance)
    answers = source["answers"]
    swedish = 0.6 if of.region == OSTROBOTHNIA else 0.03
    said = {
        "perustelu_a": (answers["perustelu_a"][person.model_a], 0.45),
        "perustelu_b": (answers["perustelu_b"][person.model_b], 0.33),
        "toiveet": (answers["toiveet"]["sv" if chance.happens(swedish) else "all"], 0.58),
        "vapaa_sana": (answers["vapaa_sana"]["all"], 0.14),
    }
    row |= {name: _answer(words, chance) for name, (words, share) in said.items() if chance.happens(share)}
    row |= _facts(of, chance)
    if chance.happens(0.93):
        row["suosittelu"] = str(min(10, max(0, round(7 + 0.5 * person.a + 1.9 * chance.normal()))))
    return row


def _services(shares: Mapping[str, float], others: Mapping[str, Any], chance: Chance) -> Row:
    if chance.happens(0.04):
        return {}
    row: Row = {f"palvelut[{code}]": True for code, share in shares.items() if chance.happens(share)}
    if "palvelut[muu]" in row and chance.happens(0.85):
        row["palvelut[muu].text"] = chance.pick(others["reasons"])
    return row


def _statements(person: Person, statements: Mapping[str, Any], chance: Chance) -> Row:
    row: Row = {}
    for code, facts in statements.items():
        agreed = facts["level"] + facts["a"] * person.a + facts["b"] * person.b + 0.9 * chance.normal()
        name = f"vaittamat[{code}]"
        if chance.happens(0.025):
            continue
        row[name] = "eos" if chance.happens(facts["eos"]) else str(min(5, max(1, round(3 + agreed))))
    return row


def _facts(of: Association, chance: Chance) -> Row:
    """What persons tell of their association: not all of them know all of it."""
    row: Row = {}
    if chance.happens(0.92):
        plain = f"{of.members:,}"
        row["jasenia"] = plain.replace(",", chance.pick(("\u00a0", " ", "")))
    if chance.happens(0.88):
        row["maksu"] = of.fee
    if chance.happens(0.55):
        row["perustettu"] = of.founded
    return row


def _answer(words: Mapping[str, Sequence[str]], chance: Chance) -> str:
    text = chance.pick(words["reasons"])
    if chance.happens(0.55):
        second = chance.pick(words["reasons"])
        text = text if second == text else f"{text} {second}"
    if chance.happens(0.3):
        text = f"{text} {chance.pick(words['additions'])}"
    if chance.happens(0.12):
        text = (text[0].lower() + text[1:]).removesuffix(".")
    return text


def _contacts(rows: Sequence[Row], chance: Chance) -> None:
    for number in chance.shuffled(range(len(rows)))[:171]:
        rows[number]["sahkoposti"] = f"vastaaja{number + 1:03d}@example.org"
        rows[number][LOTTERY] = Stray("Kyllä", 1)
    rows[88][NAMELESS] = rows[350][NAMELESS] = "ks. edellinen"


def _spoil(rows: Sequence[Row]) -> None:
    """Write what the codebook does not know, never into the two models; and one municipality that had merged."""
    first = next(row for row in rows[60:] if row["toimiala"] == "muu")
    first["toimiala"] = Stray("Pelastustoiminta", 9)
    next(row for row in rows[150:] if row["kunta"] == "091")["kunta"] = "999"
    next(row for row in rows if row["kunta"] == "541")["kunta"] = "911"
    next(row for row in rows[240:] if "jasenia" in row)["jasenia"] = "noin 50"
    next(row for row in rows[300:] if "perustettu" in row)["perustettu"] = "31.2.1999"
    next(row for row in rows[360:] if "suosittelu" in row)["suosittelu"] = "11"
    next(row for row in rows[420:] if "vaittamat[aani]" in row)["vaittamat[aani]"] = Stray("Ehkä", 8)
    rows[460]["aika"] = str(rows[460]["aika"]).split()[0] + " 10.61"
