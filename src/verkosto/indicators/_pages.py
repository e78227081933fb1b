"""The readable part of a package: what a report has of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verkosto.disclosure import PublishedTable
from verkosto.indicators._figures import Computed
from verkosto.reporting import Heading
from verkosto.text import LocalText

__all__ = ["items_of"]

_THOUSAND = LocalText(
    fi="Aineistotiedostossa luku on tuhatta kohti.",
    sv="I datafilen är siffran per tusen.",
    en="In the data file the figure is per thousand.",
)
_DIVIDED = LocalText(
    fi="Taulukossa on vastausten määrä. Aineistotiedostossa se on jaettu rekisterin luvulla.",
    sv="Tabellen visar antalet svar. I datafilen är det delat med registrets siffra.",
    en="The table has the number of answers. In the data file it is divided by the number of the register.",
)


def items_of(
    made: Sequence[Computed], tables: Sequence[PublishedTable], breaks: Mapping[str, Mapping[str, LocalText]]
) -> list[Heading | LocalText | PublishedTable]:
    """Return a chapter for each indicator: its definition, a table for each source, and what cannot be compared."""
    found: list[Heading | LocalText | PublishedTable] = []
    before = None
    for one, table in zip(made, tables, strict=True):
        if one.indicator.id != before:
            before = one.indicator.id
            found.append(Heading(one.indicator.definition))
            if one.indicator.unit == "per_1000":
                found.append(_THOUSAND)
            if one.wholes is not None:
                found.append(_DIVIDED)
        if reason := breaks.get(one.indicator.id, {}).get(one.source):
            found.append(reason)
        found.append(table)
    return found
