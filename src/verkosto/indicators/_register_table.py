"""An indicator of a register: its numbers by area as a table, in the unit of the indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from verkosto.aggregate import PUBLISHED, TOTAL_CODE, Columns, Heading, Table
from verkosto.dates import DateLike, PartialDate
from verkosto.errors import AnalysisError, UnknownVariableError, did_you_mean
from verkosto.indicators._register import Register
from verkosto.regions import area_type as known_area_type
from verkosto.regions import areas, convert
from verkosto.text import LocalText, format_date

if TYPE_CHECKING:
    from verkosto.indicators._indicator import Indicator

__all__ = ["numbers_by", "register_table"]

VALUE = "value"

_LABELS = {
    "share": LocalText(fi="osuus", sv="andel", en="share"),
    "per_1000": LocalText(fi="tuhatta kohti", sv="per tusen", en="per thousand"),
    "count": LocalText(fi="lukumäärä", sv="antal", en="number"),
    "ratio": LocalText(fi="suhde", sv="kvot", en="ratio"),
}
_STATISTICS = {"share": "share", "count": "total"}
_NOT_KNOWN = ("n", "base", "weighted", "units", "se", "low", "high", "interval", "df", "deff")
_AFTER = (
    *("statistic", "n", "base", "base_kind", "weighted", "base_weighted", "units", "estimate", "se", "low", "high"),
    *("interval", "df", "deff", "status"),
)


def numbers_by(
    register: Register, name: str, area_type: str, *, on: DateLike | None, allocate: Literal["majority"] | None
) -> dict[str, float]:
    """Return one of the numbers of a register by the areas of a kind and day.

    Raises:
        UnknownVariableError: The register has no such number; the message names the nearest.
        NonNestingError: Areas lie in several of those wanted and `allocate` is not given.
        DateNotCoveredError: Areas are not known on the day.
    """
    if name not in register.numbers:
        hint = did_you_mean(name, register.numbers)
        raise UnknownVariableError(f"register {register.id!r} has no number {name!r}.{hint}")
    values = register.numbers[name]
    if area_type == register.area_type and on is None:
        return values
    return convert(values, register.area_type, area_type, on=register.on, to=on, allocate=allocate)


def register_table(
    indicator: Indicator,
    register: Register,
    area_type: str,
    *,
    on: DateLike | None,
    allocate: Literal["majority"] | None,
) -> Table:
    """Return an indicator of the numbers of a register.

    Raises:
        AnalysisError: The indicator is of answers, or a mean.
        UnknownVariableError: The register lacks a number.
    """
    if not isinstance(indicator.numerator, str) or isinstance(indicator.base, Mapping) or indicator.unit == "mean":
        msg = f"it is of answers, and register {register.id!r} has none. Compute it of a survey."
        raise AnalysisError(msg)
    above = numbers_by(register, indicator.numerator, area_type, on=on, allocate=allocate)
    below = None
    if indicator.base is not None:
        below = numbers_by(register, indicator.base, area_type, on=on, allocate=allocate)
    codes = sorted(set(above) if below is None else set(above) & set(below))
    if not codes:
        raise AnalysisError(f"register {register.id!r} has both numbers of no area. Check the codes of areas.")
    day = register.on if on is None else PartialDate.of(on)
    known = {area.code: area.name for area in areas(area_type, on=day, official=False)}
    return Table(
        instrument_id=register.id,
        title=indicator.definition,
        variables=(Heading(indicator.id, indicator.definition, {VALUE: _LABELS[indicator.unit]}),),
        groups=(Heading(area_type, known_area_type(area_type).name, {code: known[code] for code in codes}),),
        level=0.95,
        weights=None,
        notes=_notes(day, [known[code] for code in sorted({*above, *(below or {})} - set(codes))]),
        provenance=_provenance(register),
        cells=_cells(indicator, area_type, above, below, codes),
        absences=Columns.of_lists({"variable": [], area_type: [], "reason": [], "n": []}),
    )


def _cells(
    indicator: Indicator,
    area_type: str,
    above: Mapping[str, float],
    below: Mapping[str, float] | None,
    codes: list[str],
) -> Columns:
    tops = [*(above[code] for code in codes), sum(above[code] for code in codes)]
    bases: list[float | None] = [None] * len(tops)
    figures: list[float | None] = [*tops]
    if below is not None:
        wholes = [*(below[code] for code in codes), sum(below[code] for code in codes)]
        bases = [*wholes]
        figures = [indicator.factor * top / whole if whole else None for top, whole in zip(tops, wholes, strict=True)]
    size = len(tops)
    lists: dict[str, list[Any]] = {
        "variable": [indicator.id] * size,
        "value": [VALUE] * size,
        "label": [_LABELS[indicator.unit].fi] * size,
        area_type: [*codes, TOTAL_CODE],
        "statistic": [_STATISTICS.get(indicator.unit, "ratio")] * size,
        "base_kind": ["answered"] * size,
        "base_weighted": bases,
        "estimate": figures,
        "status": [PUBLISHED] * size,
    }
    lists |= {name: [None] * size for name in _NOT_KNOWN}
    order = ("variable", "value", "label", area_type, *_AFTER)
    return Columns.of_lists({name: lists[name] for name in order})


def _notes(day: PartialDate | None, left: list[LocalText]) -> tuple[LocalText, ...]:
    notes = []
    if left:
        names = {lang: ", ".join(text.get(lang) for text in left) for lang in ("fi", "sv", "en")}
        notes.append(
            LocalText(
                fi=f"Poissa, koska jompikumpi luku puuttuu: {names['fi']}.",
                sv=f"Utelämnade, eftersom endera siffran saknas: {names['sv']}.",
                en=f"Left out, because one of the numbers is missing: {names['en']}.",
            )
        )
    if day is not None:
        said = {lang: format_date(day, lang=lang) for lang in ("fi", "sv", "en")}
        notes.append(
            LocalText(
                fi=f"Aluejako: {said['fi']}.", sv=f"Områdesindelning: {said['sv']}.", en=f"Areas as on {said['en']}."
            )
        )
    return tuple(notes)


def _provenance(register: Register) -> dict[str, str]:
    if register.source is None:
        return {}
    names = ("publisher", "url", "published", "retrieved")
    parts = {"source": register.source.title, **{name: getattr(register.source, name) for name in names}}
    return {name: str(value) for name, value in parts.items() if value is not None}
