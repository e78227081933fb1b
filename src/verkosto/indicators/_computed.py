"""All indicators of a package: each of every source that carries its variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from verkosto.dates import DateLike, PartialDate
from verkosto.errors import UnknownVariableError
from verkosto.indicators._figures import Computed
from verkosto.indicators._indicator import Indicator
from verkosto.indicators._register import Register
from verkosto.indicators._register_table import numbers_by
from verkosto.indicators._sources import lacking, told
from verkosto.indicators._survey import divides_by_register
from verkosto.indicators._waves import breaks_of
from verkosto.regions import areas
from verkosto.responses import Responses
from verkosto.text import LocalText

__all__ = ["breaks_by_indicator", "computed_of"]

_Sources = Mapping[str, Responses | Register]


def computed_of(
    indicators: Iterable[Indicator],
    sources: _Sources,
    *,
    area_type: str | None,
    area_date: DateLike | None,
    allocate: Literal["majority"] | None,
    options: Mapping[str, Mapping[str, Any]],
) -> tuple[Computed, ...]:
    """Compute each indicator of every source that carries it.

    Raises:
        UnknownVariableError: None does; the message names the indicator and what each source lacks.
    """
    found = []
    for indicator in indicators:
        carriers = _carriers(indicator, sources)
        for name in carriers:
            source = sources[name]
            table = indicator.compute(
                source, area_type=area_type, area_date=area_date, allocate=allocate, **options[name]
            )
            wholes = None
            if divides_by_register(indicator):
                with told(f"indicator {indicator.id!r}"):
                    register = _register(indicator, sources)
                    wholes = numbers_by(register, str(indicator.base), table.by[0], on=area_date, allocate=allocate)
            day = _area_date(source, table.by[0], area_date)
            found.append(Computed(indicator, name, _period(source), day, table, wholes))
    return tuple(found)


def breaks_by_indicator(
    made: Iterable[Computed], sources: _Sources, *, area_date: DateLike | None
) -> dict[str, dict[str, LocalText]]:
    """Return by indicator and source why it cannot be compared with the source before."""
    by_indicator: dict[str, list[Computed]] = {}
    for one in made:
        by_indicator.setdefault(one.indicator.id, []).append(one)
    return {
        name: breaks_of(
            several[0].indicator,
            {one.source: sources[one.source] for one in several},
            several[0].area_type,
            on=area_date,
        )
        for name, several in by_indicator.items()
    }


def _carriers(indicator: Indicator, sources: _Sources) -> list[str]:
    missing = {name: _missing(indicator, name, sources) for name in sources}
    found = [name for name, names in missing.items() if not names]
    if found:
        return found
    told_of = "; ".join(f"{name!r} lacks {', '.join(map(repr, names))}" for name, names in missing.items())
    msg = f"indicator {indicator.id!r}: no source carries its variables: {told_of}. Mend the indicator or add a source."
    raise UnknownVariableError(msg)


def _missing(indicator: Indicator, name: str, sources: _Sources) -> tuple[str, ...]:
    names = lacking(indicator, sources[name])
    if divides_by_register(indicator) and isinstance(sources[name], Responses) and _registers(indicator, sources):
        return tuple(one for one in names if one != indicator.base)
    return names


def _registers(indicator: Indicator, sources: _Sources) -> list[Register]:
    return [one for one in sources.values() if isinstance(one, Register) and indicator.base in one.numbers]


def _register(indicator: Indicator, sources: _Sources) -> Register:
    # Of several years of a register the last is the one that is meant, as waves stand the earliest first.
    return _registers(indicator, sources)[-1]


def _period(source: Responses | Register) -> str:
    if isinstance(source, Register):
        return "" if source.on is None else str(source.on)
    period = source.instrument.fieldwork
    if period is None:
        return ""
    return str(period.start) if period.start == period.end else str(period)


def _area_date(source: Responses | Register, area_type: str, area_date: DateLike | None) -> str:
    own = source.on if isinstance(source, Register) else source.instrument.areas_on
    day = own if area_date is None else PartialDate.of(area_date)
    # Where nobody named a day, areas are those of the newest that is known.
    return str(areas(area_type)[0].on if day is None else day)
