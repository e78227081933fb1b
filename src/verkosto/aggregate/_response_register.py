"""The register that answers are held against: how many organisations each area or kind has."""

from __future__ import annotations

import numbers
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

from attrs import evolve, field, frozen

from verkosto import regions
from verkosto.aggregate._areas import area_labels, is_area_type
from verkosto.aggregate._response_frames import category, columns_of, numbers_of
from verkosto.errors import AnalysisError, NonNestingError
from verkosto.instruments import AreaQuestion
from verkosto.organisations import AssociationCounts, Network, Organisation, registered_associations
from verkosto.responses import Responses
from verkosto.text import LocalText, format_date, format_number

__all__ = ["Registered", "registered"]


@frozen
class Registered:
    """A register by area or kind of organisation.

    Attributes:
        counts: Number of organisations by the codes of `by`.
        total: All of them, each once.
        beside: Codes that exist and that the register does not cover, such as Åland.
        labels: What codes are called that the answers may not have.
        notes: What it is.
    """

    counts: Mapping[str, int]
    total: int
    beside: frozenset[str] = frozenset()
    labels: Mapping[str, LocalText] = field(factory=dict)
    notes: tuple[LocalText, ...] = ()


def registered(
    responses: Responses,
    by: str,
    register: Any,
    *,
    codes: Mapping[str, str | Iterable[str]] | None,
    purpose: str | None,
    count: str | None,
    allocate: str | None,
) -> Registered:
    """Return the register by the codes of `by`.

    Args:
        responses: The answers, with their date of areas.
        by: The kind of area or the choice question that divides both.
        register: Counts of the register of associations (None: those of the package), a mapping of numbers, a
            `Network`, or a frame with a row for each organisation or, with `count`, for each code.
        codes: The register's code, or several, of each option of `by`, where they are called otherwise.
        purpose: Class of purpose, of the register of associations.
        count: Column of numbers of a frame.
        allocate: `"majority"` counts a region wholly where most of its municipalities are.

    Raises:
        AnalysisError: A register that cannot be divided so.
        NonNestingError: Regions do not nest in the areas wanted, and `allocate` is not given.
        OptionError: No such purpose.
        UnknownVariableError: A frame without the columns.
    """
    area_type = area_type_of(responses, by)
    register = registered_associations() if register is None else register
    if purpose is not None and not isinstance(register, AssociationCounts):
        raise AnalysisError("purpose= is for the register of associations. Choose the organisations yourself.")
    if isinstance(register, AssociationCounts):
        if area_type is not None:
            found = _by_area(responses, register, area_type, purpose, allocate)
        else:
            found = _by_purpose(register, purpose)
    elif isinstance(register, Network):
        found = _of_network(responses, register, area_type)
    elif isinstance(register, Mapping):
        found = _of_numbers(register)
    else:
        found = _of_frame(register, by, count)
    if area_type is not None:
        found = _named(responses, found, area_type)
    return found if codes is None else _renamed(found, codes)


def area_type_of(responses: Responses, by: str) -> str | None:
    """Return the kind of area that `by` is; None for a choice."""
    question = next((question for question in responses.instrument if question.id == by), None)
    if isinstance(question, AreaQuestion):
        return question.area_type
    return by if question is None and is_area_type(by) else None


def _by_purpose(register: AssociationCounts, purpose: str | None) -> Registered:
    counts = register.by("purpose", purpose=purpose)
    return Registered(counts, sum(counts.values()), labels=register.purposes, notes=(_source(register, purpose),))


def _by_area(
    responses: Responses, register: AssociationCounts, area_type: str, purpose: str | None, allocate: str | None
) -> Registered:
    on = responses.instrument.areas_on
    day = None if on is None else on.first
    every = frozenset(area.code for area in regions.areas(area_type, on=day, official=False))
    counts = register.by("region", purpose=purpose)
    if area_type != "maakunta":
        counts = _converted(counts, area_type, day, allocate)
    return Registered(counts, sum(counts.values()), every - set(counts), notes=(_source(register, purpose),))


def _converted(counts: Mapping[str, int], area_type: str, day: Any, allocate: str | None) -> dict[str, int]:
    between = regions.correspondence("maakunta", area_type, on=day)
    split = {area.code: area.name.fi for area in between.split if area.code in counts}
    if split and allocate is None:
        names = ", ".join(split.values())
        msg = (
            f"the register counts associations by region, and regions do not nest in {area_type}: {names}. Give "
            "register={code: number}, or allocate='majority' to count each region where most of its municipalities are."
        )
        raise NonNestingError(msg)
    found: Counter[str] = Counter()
    for code, number in counts.items():
        found[between.majority(code) if code in split else between.target_of(code)] += number
    return dict(found)


def _of_network(responses: Responses, network: Network, area_type: str | None) -> Registered:
    """Count the organisations of a network; one that works in several areas counts in each, and once in all."""
    on = responses.instrument.areas_on
    day = None if on is None else on.first
    found: Counter[str] = Counter()
    total = 0
    for organisation in network.organisations:
        if area_type is None:
            places = {organisation.classification} - {None}
        else:
            places = set(_places(organisation, area_type, day))
        found.update(cast("Iterable[str]", places))
        total += bool(places)
    without = len(network.organisations) - total
    notes = (_network(total), *((_placeless(without),) if without else ()))
    return Registered(dict(found), total, notes=notes)


def _places(organisation: Organisation, area_type: str, day: Any) -> Iterable[str]:
    for ref in organisation.areas:
        if ref.area_type == area_type:
            yield ref.code
        elif ref.area_type == "kunta":
            yield regions.area_of(ref.code, area_type, on=day).code


def _of_numbers(register: Mapping[Any, Any]) -> Registered:
    counts = {}
    for code, number in register.items():
        whole = isinstance(number, numbers.Integral) or (isinstance(number, float) and number.is_integer())
        if isinstance(number, bool) or not whole or number < 0:
            msg = f"register: {code!r} has {number!r} organisations. Give a whole number from 0 up."
            raise AnalysisError(msg)
        counts[str(code)] = int(number)
    return Registered(counts, sum(counts.values()))


def _of_frame(register: Any, by: str, count: str | None) -> Registered:
    wanted = [by] if count is None else [by, count]
    columns = columns_of(register, wanted, "the register")
    places = [category(value) for value in columns[by]]
    found: Counter[str] = Counter()
    counts = [1] * len(places) if count is None else numbers_of(columns[count], count, "count").astype(int).tolist()
    for place, number in zip(places, counts, strict=True):
        if place is not None:
            found[place] += number
    without = sum(number for place, number in zip(places, counts, strict=True) if place is None)
    return Registered(dict(found), sum(found.values()), notes=(_placeless(without),) if without else ())


def _named(responses: Responses, found: Registered, area_type: str) -> Registered:
    """Give the areas of a register their names; a code that is none would never meet an answer."""
    labels = area_labels(responses, area_type, [*found.counts, *found.beside])
    on = responses.instrument.areas_on
    known = {area.code for area in regions.areas(area_type, on=None if on is None else on.first, official=False)}
    if unknown := sorted(set(found.counts) - known):
        msg = (
            f"register: {', '.join(map(repr, unknown[:3]))} is no code of a {area_type} at the survey's date. Write "
            f"codes, such as {min(known)!r}."
        )
        raise AnalysisError(msg)
    return evolve(found, labels=labels)


def _renamed(found: Registered, codes: Mapping[str, str | Iterable[str]]) -> Registered:
    """Name the register's codes as the answers do; classes that no option stands for are left out and noted."""
    names: dict[str, str] = {}
    for ours, theirs in codes.items():
        for code in [theirs] if isinstance(theirs, str) else theirs:
            if code not in found.counts:
                msg = f"codes: the register has no {code!r}. It has {', '.join(found.counts)}."
                raise AnalysisError(msg)
            if code in names:
                msg = f"codes: {code!r} stands under two options. Put it under one, or those together with `derive`."
                raise AnalysisError(msg)
            names[code] = ours
    counts: Counter[str] = Counter()
    for code, ours in names.items():
        counts[ours] += found.counts[code]
    left = {code: number for code, number in found.counts.items() if code not in names}
    notes = (*found.notes, _left_out(found, left)) if left else found.notes
    return evolve(found, counts=dict(counts), total=sum(counts.values()), notes=notes)


def _left_out(found: Registered, left: Mapping[str, int]) -> LocalText:
    def text(lang: str) -> str:
        names = ", ".join(found.labels[code].get(lang) if code in found.labels else code for code in left)
        n = format_number(sum(left.values()), lang=lang)
        return {
            "fi": f"Rekisteristä ei ole mukana, koska mikään vastausvaihtoehto ei vastaa niitä ({n}): {names}.",
            "sv": f"Ur registret ingår inte, eftersom inget svarsalternativ motsvarar dem ({n}): {names}.",
            "en": f"Of the register these are left out, because no option stands for them ({n}): {names}.",
        }[lang]

    return LocalText(fi=text("fi"), sv=text("sv"), en=text("en"))


def _source(register: AssociationCounts, purpose: str | None) -> LocalText:
    def text(lang: str) -> str:
        n = format_number(register.count(None, purpose), lang=lang)
        day, who = format_date(register.on, lang=lang), register.source.publisher
        what = "" if purpose is None else f" ({register.purposes[purpose].get(lang)})"
        return {
            "fi": f"Rekisterissä {n} yhdistystä{what} {day}. Lähde: {who}.",
            "sv": f"I registret {n} föreningar{what} den {day}. Källa: {who}.",
            "en": f"In the register {n} associations{what} on {day}. Source: {who}.",
        }[lang]

    return LocalText(fi=text("fi"), sv=text("sv"), en=text("en"))


def _network(total: int) -> LocalText:
    return LocalText(
        fi=f"Verkostossa {total} järjestöä; usealla alueella toimiva on mukana jokaisella niistä.",
        sv=f"I nätverket {total} organisationer; den som verkar i flera områden ingår i vart och ett av dem.",
        en=f"In the network {total} organisations; one that works in several areas counts in each of them.",
    )


def _placeless(without: int) -> LocalText:
    return LocalText(
        fi=f"Rekisterissä {without} järjestöä, joiden ryhmä ei ole tiedossa; niitä ei ole luettu.",
        sv=f"I registret {without} organisationer vars grupp inte är känd; de är inte medräknade.",
        en=f"In the register {without} organisations whose group is not known; they are not counted.",
    )
