"""An indicator over waves: the table of each, and which cannot be compared with the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, fields, frozen

from verkosto.aggregate import Table
from verkosto.dates import DateLike, PartialDate
from verkosto.errors import OptionError
from verkosto.indicators._register import Register
from verkosto.indicators._sources import AnySource, computed, source_of, told
from verkosto.instruments import AreaQuestion, Question
from verkosto.regions import areas, merged_into
from verkosto.responses import Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from verkosto.indicators._indicator import Indicator

__all__ = ["IndicatorWaves", "breaks_of", "over_waves"]

_BESIDE = frozenset({"id", "aliases", "position", "privacy"})
"""What a question may have otherwise without asking something else."""

_MOST_NAMED = 4


def _tables(value: Mapping[str, Table]) -> Mapping[str, Table]:
    return MappingProxyType(dict(value))


def _breaks(value: Mapping[str, LocalText]) -> Mapping[str, LocalText]:
    return MappingProxyType(dict(value))


@frozen(eq=False)
class IndicatorWaves:
    """An indicator over waves: made by `Indicator.compute_all`.

    Attributes:
        id: Id of the indicator.
        tables: The table of each wave, as `Indicator.compute` makes it.
        breaks: By wave, why it cannot be compared with the one before. `reporting.chart` takes it as it is.
    """

    id: str
    tables: Mapping[str, Table] = field(converter=_tables, repr=False)
    breaks: Mapping[str, LocalText] = field(converter=_breaks)


def over_waves(
    indicator: Indicator,
    given: Mapping[str, AnySource],
    *,
    area_type: str | None,
    on: DateLike | None,
    allocate: Literal["majority"] | None,
    options: Mapping[str, Any],
) -> IndicatorWaves:
    """Do what `Indicator.compute_all` says."""
    if not isinstance(given, Mapping) or not given:
        raise OptionError("waves are a mapping from names to answers or registers, such as {'2020': vastaukset}.")
    sources = {str(name): source_of(source) for name, source in given.items()}
    tables = {}
    for name, source in sources.items():
        with told(f"wave {name!r}"):
            tables[name] = computed(indicator, source, area_type=area_type, on=on, allocate=allocate, options=options)
    wanted = indicator.area_type if area_type is None else area_type
    return IndicatorWaves(indicator.id, tables, breaks_of(indicator, sources, wanted, on=on))


def breaks_of(
    indicator: Indicator, sources: Mapping[str, Responses | Register], area_type: str, *, on: DateLike | None
) -> dict[str, LocalText]:
    """Return by name why a source cannot be compared with the one before; nothing where it can."""
    found = {}
    for (_, before), (name, now) in pairwise(sources.items()):
        reasons = [*_definitions(indicator, before, now), *_areas(before, now, area_type, on)]
        if reasons:
            found[name] = LocalText(
                **{lang: " ".join(reason.get(lang) for reason in reasons) for lang in ("fi", "sv", "en")}
            )
    return found


def _definitions(indicator: Indicator, before: Responses | Register, now: Responses | Register) -> Iterator[LocalText]:
    if isinstance(before, Register) and isinstance(now, Register):
        return
    if isinstance(before, Register) or isinstance(now, Register):
        yield LocalText(
            fi="Toinen luvuista on kyselystä ja toinen rekisteristä.",
            sv="Den ena siffran kommer från en enkät och den andra från ett register.",
            en="One of the figures is of a survey and the other of a register.",
        )
        return
    for name in indicator.variables:
        one, other = (_question(source, name) for source in (before, now))
        if one is None or other is None:
            # A column, or a kind of area that follows from an area question.
            continue
        if differing := _differing(one, other):
            what = ", ".join(differing)
            yield LocalText(
                fi=f"Kysymys {name} ei ole sama kuin aiemmin ({what}).",
                sv=f"Frågan {name} är inte densamma som tidigare ({what}).",
                en=f"Question {name} is not what it was before ({what}).",
            )


def _question(responses: Responses, name: str) -> Question | None:
    own = name.partition("[")[0]
    return next((question for question in responses.instrument if question.id == own), None)


def _differing(one: Question, other: Question) -> list[str]:
    if type(one) is not type(other):
        return ["kind"]
    names = [part.name for part in fields(type(one)) if part.name not in _BESIDE]
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def _areas(
    before: Responses | Register, now: Responses | Register, area_type: str, on: DateLike | None
) -> Iterator[LocalText]:
    held = [_municipalities(area_type, _day(source, area_type, on)) for source in (before, now)]
    names = {code: name for areas_of in held for code, (name, _) in areas_of.items()}
    changed = [names[code] for code in sorted(names) if _held(held[0], code) != _held(held[1], code)]
    if not changed:
        return
    more = f" (+{len(changed) - _MOST_NAMED})" if len(changed) > _MOST_NAMED else ""
    said = {lang: ", ".join(text.get(lang) for text in changed[:_MOST_NAMED]) + more for lang in ("fi", "sv", "en")}
    yield LocalText(
        fi=f"Alueet eivät ole samat kuin aiemmin: {said['fi']}.",
        sv=f"Områdena är inte desamma som tidigare: {said['sv']}.",
        en=f"Areas are not what they were before: {said['en']}.",
    )


_Held = Mapping[str, tuple[LocalText, frozenset[str]]]


def _held(held: _Held, code: str) -> frozenset[str]:
    return held[code][1] if code in held else frozenset()


def _municipalities(area_type: str, day: PartialDate | dt.date | None) -> _Held:
    """Return the municipalities of each area, each by the one that it belongs to today: a merger moves nothing."""
    return {
        area.code: (area.name, frozenset(merged_into(code) for code in area.municipalities))
        for area in areas(area_type, on=day, official=False)
    }


def _day(source: Responses | Register, area_type: str, on: DateLike | None) -> PartialDate | None:
    """Return the day whose areas a source was counted by."""
    own = source.on if isinstance(source, Register) else source.instrument.areas_on
    if on is None:
        return own
    asked = not isinstance(source, Register) and any(
        isinstance(question, AreaQuestion) and question.area_type == area_type for question in source.instrument
    )
    # Who was asked for the region itself answered by the regions of their own day.
    return own if asked else PartialDate.of(on)
