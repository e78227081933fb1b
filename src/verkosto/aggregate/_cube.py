"""A table as a cube: every cell of all its dimensions, as the formats of statistical offices want it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.aggregate._figures import unit_of
from verkosto.aggregate._headings import TOTAL, TOTAL_CODE, Heading
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.text import LANGUAGES, LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.aggregate._figures import Unit
    from verkosto.aggregate._table import Table

__all__ = ["COLUMN_LABELS", "Cube", "Dimension", "cube_of"]

_QUESTIONS = LocalText(fi="Kysymys", sv="Fråga", en="Question")
COLUMN_LABELS: Mapping[str, LocalText] = {
    "estimate": LocalText(fi="Arvo", sv="Värde", en="Value"),
    "se": LocalText(fi="Keskivirhe", sv="Medelfel", en="Standard error"),
    "low": LocalText(
        fi="Luottamusvälin alaraja", sv="Konfidensintervallets nedre gräns", en="Lower end of the interval"
    ),
    "high": LocalText(
        fi="Luottamusvälin yläraja", sv="Konfidensintervallets övre gräns", en="Upper end of the interval"
    ),
    "n": LocalText(fi="Vastauksia", sv="Antal svar", en="Responses"),
    "base": LocalText(fi="Kaikki vastaukset (n)", sv="Alla svar (n)", en="All responses (n)"),
    "weighted": LocalText(fi="Vastauksia, painotettu", sv="Antal svar, viktat", en="Responses, weighted"),
    "base_weighted": LocalText(
        fi="Kaikki vastaukset, painotettu", sv="Alla svar, viktat", en="All responses, weighted"
    ),
    "units": LocalText(fi="Suojausyksiköitä", sv="Skyddsenheter", en="Protection units"),
    "df": LocalText(fi="Vapausasteet", sv="Frihetsgrader", en="Degrees of freedom"),
    "deff": LocalText(fi="Asetelmakerroin", sv="Designeffekt", en="Design effect"),
}
"""What the columns of figures are called where a reader sees them, in the order in which files have them."""

_YEAR = LocalText(fi="Vuosi", sv="År", en="Year")
_SHARE = LocalText(fi="Osuus", sv="Andel", en="Share")


@frozen
class Dimension:
    """One dimension of a cube.

    Attributes:
        id: The id of a variable or `by`; "variable" for several questions together.
        text: What it is called.
        labels: A label for each of its codes.
        role: "geo" for kinds of area, "time" for the year.
    """

    id: str
    text: LocalText
    labels: Mapping[str, LocalText]
    role: Literal["geo", "time"] | None = None

    def __len__(self) -> int:
        return len(self.labels)


@frozen(eq=False)
class Cube:
    """The cells of a table in all combinations of its dimensions.

    Attributes:
        table: The table.
        dimensions: The year first where it is told, then groups, then questions where they are several, then the
            answers.
        rows: The row of the table for each cell, the last dimension running fastest; -1 where it has none.
        title: The question.
        unit: The unit of the estimates; "number" also where they have several.
    """

    table: Table
    dimensions: tuple[Dimension, ...]
    rows: NDArray[np.intp]
    title: LocalText
    unit: Unit

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that any of its texts has, Finnish first."""
        # Totals, the year and the list of questions have words of verkosto's own in every language.
        texts = [self.title, *(d.text for d in self.dimensions if d.text not in (_YEAR, _QUESTIONS))]
        texts += [text for d in self.dimensions for code, text in d.labels.items() if code != TOTAL_CODE]
        return tuple(lang for lang in LANGUAGES if any(lang in text.languages for text in texts))

    def estimate_label(self) -> LocalText:
        """Return what the estimate is called: a share, or else a value."""
        return _SHARE if self.unit == "percent" else COLUMN_LABELS["estimate"]


def cube_of(table: Table, variable: str | None, year: int | None) -> Cube:
    """Return a table, or one of its variables, as a cube.

    Raises:
        AnalysisError: There is no such variable, several have answers of their own and none is named, or the year
            is none.
    """
    headings = _chosen(table, variable)
    codes = [*dict.fromkeys(code for heading in headings for code in heading.labels)]
    if any(set(heading.labels) != set(codes) for heading in headings):
        names = ", ".join(repr(heading.id) for heading in headings[:5])
        msg = f"the table's questions have different answers, so they are no one cube. Say variable=: {names}."
        raise AnalysisError(msg)
    dimensions = [_group(table, heading) for heading in table.groups]
    if len(headings) > 1:
        dimensions.append(Dimension("variable", _QUESTIONS, {heading.id: heading.text for heading in headings}))
        answers = Dimension("value", table.title, headings[0].labels)
    else:
        answers = Dimension(headings[0].id, headings[0].text, headings[0].labels)
    dimensions.append(answers)
    rows = _rows(table, dimensions, headings)
    if year is not None:
        dimensions.insert(0, _year(year))
    title = headings[0].text if len(headings) == 1 else table.title
    units = {unit_of(name) for name in set(table.cells["statistic"][rows[rows >= 0]])}
    return Cube(table, tuple(dimensions), rows, title, units.pop() if len(units) == 1 else "number")


def _chosen(table: Table, variable: str | None) -> tuple[Heading, ...]:
    if variable is None:
        return table.variables
    chosen = tuple(heading for heading in table.variables if heading.id == variable)
    if not chosen:
        names = [heading.id for heading in table.variables]
        hint = did_you_mean(variable, names)
        msg = f"the table has no variable {variable!r}.{hint} Use one of {', '.join(map(repr, names))}."
        raise AnalysisError(msg)
    return chosen


def _group(table: Table, heading: Heading) -> Dimension:
    from verkosto import regions

    occur = set(table.cells[heading.id])
    labels = {code: text for code, text in heading.labels.items() if code in occur}
    if TOTAL_CODE in occur:
        labels[TOTAL_CODE] = TOTAL
    areas = any(kind.code == heading.id for kind in regions.area_types())
    return Dimension(heading.id, heading.text, labels, "geo" if areas else None)


def _year(year: int) -> Dimension:
    if isinstance(year, bool) or not isinstance(year, int) or not 1000 <= year <= 9999:
        msg = f"year {year!r} is no year. Give a number such as 2020."
        raise AnalysisError(msg)
    return Dimension("survey_year", _YEAR, {str(year): LocalText(fi=str(year))}, "time")


def _rows(table: Table, dimensions: Sequence[Dimension], headings: Sequence[Heading]) -> NDArray[np.intp]:
    cells = table.cells
    names = [*table.by, *(["variable"] if len(headings) > 1 else []), "value"]
    known = np.isin(cells["variable"], [heading.id for heading in headings])
    shown = np.flatnonzero(known)
    place = np.zeros(len(shown), dtype=np.intp)
    for name, dimension in zip(names, dimensions, strict=True):
        places = {code: number for number, code in enumerate(dimension.labels)}
        place = place * len(dimension) + np.array([places[code] for code in cells[name][shown]], dtype=np.intp)
    rows = np.full(math.prod(map(len, dimensions)), -1, dtype=np.intp)
    rows[place] = shown
    return rows
