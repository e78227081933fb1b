"""Groups of a table put together into larger areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from verkosto.aggregate._areas import is_area_type, larger
from verkosto.aggregate._cells import Codes
from verkosto.aggregate._levels import Levels
from verkosto.aggregate._origin import Origin
from verkosto.errors import AnalysisError
from verkosto.instruments import AreaQuestion
from verkosto.responses import MISSING

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["converted", "kind_of", "remade"]

_NOBODY = MISSING["not_answered"]


def converted(table: Table, area_type: str, *, by: str | None, allocate: str | None) -> Table:
    """Do what `Table.convert` says."""
    origin = table.known_origin()
    place = _place(origin, by)
    if area_type in table.by and area_type != table.by[place]:
        raise AnalysisError(f"the table is divided by {area_type!r} already. Name another kind of area.")
    levels = list(origin.by)
    levels[place] = _larger(origin, place, area_type, allocate)
    return remade(origin, by=levels)


def remade(origin: Origin, *, by: Sequence[Levels]) -> Table:
    """Make a table again with other groups.

    Raises:
        AnalysisError: It was not made of figures that can be counted anew.
    """
    if origin.again is None:
        msg = "such a table cannot be made again with other groups or answers. Tabulate by the larger groups instead."
        raise AnalysisError(msg)
    found: Table = origin.again(origin.responses, origin.figures, by)
    return found


def kind_of(origin: Origin, levels: Levels) -> str | None:
    """Return the kind of area that levels are, or None."""
    question = next((q for q in origin.responses.instrument if q.id == levels.heading.id), None)
    if isinstance(question, AreaQuestion):
        return question.area_type
    return levels.heading.id if question is None and is_area_type(levels.heading.id) else None


def _place(origin: Origin, by: str | None) -> int:
    names = [levels.heading.id for levels in origin.by]
    kinds = [kind_of(origin, levels) for levels in origin.by]
    found = [place for place, kind in enumerate(kinds) if kind is not None and by in (None, names[place])]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(repr(names[place]) for place in found)
        msg = f"the table is divided by several kinds of area: {several}. Say which: by={names[found[0]]!r}."
        raise AnalysisError(msg)
    what = "the table is not divided by areas" if by is None else f"the table is not divided by areas of {by!r}"
    raise AnalysisError(f"{what}. Tabulate with by= an area question or a kind of area, such as 'maakunta'.")


def _larger(origin: Origin, place: int, area_type: str, allocate: str | None) -> Levels:
    levels, axis = origin.by[place], origin.by[place].axis
    labels = list(levels.heading.labels)
    # Who could not say where belongs to no area; areas in which nobody is need not nest.
    areas = sorted({int(level) for level in origin.groups.levels[:, place]} - {axis.dont_know})
    codes = [labels[level] for level in areas]
    kind = kind_of(origin, levels) or area_type
    heading, targets, notes = larger(origin.responses, kind, codes, area_type, allocate=allocate)
    target_of = dict(zip(areas, targets, strict=True))
    places = tuple(target_of.get(level, _NOBODY) if level >= 0 else level for level in axis.places)
    return Levels(heading, Codes(axis.variable, len(heading.labels), places), levels.question, open=True, notes=notes)
