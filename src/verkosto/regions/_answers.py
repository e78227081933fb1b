"""What people and spreadsheets write where an area's code is asked for."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from verkosto.dates import DateLike
from verkosto.regions._register import covered_day, division
from verkosto.regions._tables import AreaFacts, area_facts

__all__ = ["answer_codes", "normalise"]


def normalise(text: str) -> str:
    """Return the form in which `answer_codes` is asked: composed, case folded, with single spaces.

    A no-break space counts as a space.

    Example:
        >>> normalise("  Keski-SUOMI ")
        'keski-suomi'
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def answer_codes(area_type: str, *, on: DateLike | None = None) -> Mapping[str, str]:
    """Return codes of areas by the answers that can mean them on a day.

    The keys are normalised (`normalise`): codes with and without their leading zeros, and Finnish, Swedish
    and English names, of which those that could mean two areas are left out. Among municipalities former
    ones are known too and keep their own code; `area_of` follows them to where they merged.

    Args:
        area_type: A kind of `area_types()`.
        on: As in `areas`.

    Returns:
        A read-only mapping, made once for each run of days without a change. Bodies outside the scheme
        are among its codes.

    Raises:
        UnknownAreaError: For an unknown kind.
        DateNotCoveredError: For a day outside the years that the kind is covered.
        DateError: For text that is no date.

    Example:
        >>> codes = answer_codes("kunta", on="2020-03-01")
        >>> codes["49"], codes[normalise("ESBO")], codes["valtimo"]
        ('049', '049', '911')
    """
    day = covered_day(area_type, on)
    # The first day of the run: all days of one run share one mapping.
    first = next(iter(division(area_type, day).areas.values())).on
    return _codes(area_type, first)


@lru_cache(maxsize=64)
def _codes(kind: str, day: dt.date) -> Mapping[str, str]:
    facts = area_facts(kind)
    codes = facts if kind == "kunta" else division(kind, day).areas
    meanings: dict[str, set[str]] = {}
    for code in codes:
        for spelling in _spellings(facts[code]):
            meanings.setdefault(normalise(spelling), set()).add(code)
    return MappingProxyType({text: min(codes) for text, codes in meanings.items() if len(codes) == 1})


def _spellings(facts: AreaFacts) -> Iterator[str]:
    yield facts.code
    yield facts.code.lstrip("0") or "0"
    yield from (name for name in (facts.name.fi, facts.name.sv, facts.name.en) if name)
