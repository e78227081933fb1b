"""Marks behind figures: those that are not reliable, and what a caller adds, such as letters of tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._columns import NO_COUNT
from verkosto.aggregate._quality import quality_of
from verkosto.text import LocalText

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["Cell", "flags_of", "legend", "marks_of"]

_SYMBOLS = {"unreliable": "†", "caution": "‡"}
_LEGEND = {
    "unreliable": LocalText(
        fi="† Epäluotettava luku: vastaajia on vähän tai vaihtelu on suurta.",
        sv="† Otillförlitlig siffra: de svarande är få eller spridningen är stor.",
        en="† Not a reliable figure: few respondents or much variation.",
    ),
    "caution": LocalText(
        fi="‡ Tulkittava varoen: osuus on 0 tai 100 %, vaihtelu on melko suurta tai otosyksiköitä on vähän.",
        sv="‡ Bör tolkas försiktigt: andelen är 0 eller 100 %, spridningen är ganska stor eller urvalsenheterna är få.",
        en="‡ To be read with caution: a share of 0 or 100%, rather much variation or few sampling units.",
    ),
}


@frozen
class Cell:
    """One figure of a display.

    Attributes:
        text: The figure.
        mark: What hangs behind it.
        between: Its interval, where the display has it in the cell.
    """

    text: str
    mark: str = ""
    between: str = ""

    def __str__(self) -> str:
        return f"{self.text}{self.mark}{f' ({self.between})' if self.between else ''}"


def flags_of(table: Table, rows: Sequence[int] | None = None) -> dict[int, str]:
    """Return "unreliable" or "caution" for each row that is one of them.

    Args:
        table: The table.
        rows: Those that are looked at; None: all.
    """
    # Nothing can be said of a figure whose base is not known, and its note says that.
    known = np.flatnonzero(table.cells["base"] != NO_COUNT)
    looked_at = known if rows is None else np.intersect1d(known, np.asarray(rows, dtype=np.intp))
    flags = quality_of(evolve(table, cells=table.cells.take(looked_at), origin=None)).flag
    return {row: flag for row, flag in zip(looked_at.tolist(), flags.tolist(), strict=True) if flag in _SYMBOLS}


def marks_of(flags: Mapping[int, str], given: Mapping[int, str] | None = None) -> dict[int, str]:
    """Return what stands behind the figure of each row that has a mark.

    Args:
        flags: What `flags_of` gave.
        given: Further marks, by row of the table; a space parts them from the figure.
    """
    marks = {row: _SYMBOLS[flag] for row, flag in flags.items()}
    for row, mark in (given or {}).items():
        if mark:
            marks[row] = f"{marks.get(row, '')} {mark}"
    return marks


def legend(flags: Mapping[int, str], lang: str) -> list[str]:
    """Return a line for each kind of flag that there is."""
    kinds = set(flags.values())
    return [text.get(lang) for flag, text in _LEGEND.items() if flag in kinds]
