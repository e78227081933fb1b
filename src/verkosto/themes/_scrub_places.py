"""Places in running text, and how many associations among the respondents come from each.

A municipality or a region tells little where many answered, and nearly all where one did. Villages, districts and
schools are in no register here: they are looked for where the caller names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from verkosto.errors import VerkostoError
from verkosto.regions import AreaRef, Mention, find_all
from verkosto.responses import Coded, Numeric, Responses
from verkosto.themes._scrub_marks import Found

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

__all__ = ["Bases", "Place", "places_in"]

_MAY_LIVE = re.compile("l(?:ai|äi)(?:nen|s)", re.IGNORECASE)
_INHABITANT = re.compile(r"(?<![^\W_])([^\W\d_]{3,30}?)l(?:ai|äi)(?:nen|s[^\W\d_]{1,12})(?![^\W_])", re.IGNORECASE)


@frozen(eq=False, repr=False, slots=False)
class Bases:
    """How many protection units answered from each place.

    Attributes:
        responses: The responses that are counted.
    """

    responses: Responses
    _by_kind: dict[str, Coded | None] = field(factory=dict, init=False)
    _counted: dict[tuple[AreaRef, bytes], int] = field(factory=dict, init=False)

    @property
    def day(self) -> dt.date | None:
        """The day on which the survey's areas are meant."""
        on = self.responses.instrument.areas_on
        return None if on is None else on.first

    def of(self, place: AreaRef, inside: NDArray[np.bool_] | None = None) -> int | None:
        """Return how many units come from a place, None where no area question tells.

        Args:
            place: A municipality or region.
            inside: Rows that count; None for all.
        """
        areas = self._areas(place.area_type)
        if areas is None:
            return None
        key = place, b"" if inside is None else inside.tobytes()
        if key not in self._counted:
            code = {one: number for number, one in enumerate(areas.categories)}.get(place.code, len(areas.categories))
            rows = areas.codes == code
            self._counted[key] = self.units(rows if inside is None else rows & inside)
        return self._counted[key]

    def units(self, rows: NDArray[np.bool_]) -> int:
        """Return how many units have one of some rows; all whose unit is not known may be one."""
        if self.responses.domain is not None:
            rows = rows & self.responses.domain
        unit = self.unit
        return int(rows.sum()) if unit is None else len(np.unique(np.maximum(unit[rows], -1)))

    @property
    def unit(self) -> NDArray[np.int64] | None:
        """The unit of each row, less than 0 where it is not known; None where each row is its own."""
        name = self.responses.instrument.unit_id
        if name is None:
            return None
        variable = self.responses.variables.get(name)
        if isinstance(variable, Coded):
            return variable.codes.astype(np.int64)
        if isinstance(variable, Numeric):
            numbers = np.unique(np.nan_to_num(variable.values, nan=-1.0), return_inverse=True)[1]
            return np.where(variable.absent != 0, -1, numbers).astype(np.int64)
        return np.full(self.responses.rows, -1, dtype=np.int64)

    def _areas(self, kind: str) -> Coded | None:
        if kind not in self._by_kind:
            try:
                self._by_kind[kind] = self.responses.areas(kind).values
            except VerkostoError:
                # No question leads there, or not on that day: then nothing is known of the place.
                self._by_kind[kind] = None
        return self._by_kind[kind]


@frozen
class Place:
    """Where a text speaks of a place, and of which it may be.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        areas: What it can mean.
        doubtful: Whether it may be an ordinary word.
    """

    start: int
    end: int
    areas: tuple[AreaRef, ...]
    doubtful: bool


def places_in(text: str, bases: Bases | None, min_count: int) -> Iterator[tuple[Found | None, Place]]:
    """Yield the places of a text, each with what is found of it; None for one that many come from.

    Args:
        text: A text with plain spaces and hyphens.
        bases: How many come from where; None where nobody knows.
        min_count: A place from which fewer come is to be hidden.
    """
    day = None if bases is None else bases.day
    named = [Place(one.start, one.end, tuple(one.candidates), _doubted(one)) for one in _mentions(text, day)]
    for place in (*named, *_homes(text, day)):
        base = _base(place.areas, bases)
        if base is None:
            yield Found(place.start, place.end, "place", "unknown base", certain=False), place
        elif base < min_count:
            yield Found(place.start, place.end, "place", "small base", certain=not place.doubtful), place
        else:
            yield None, place


def _homes(text: str, day: dt.date | None) -> Iterator[Place]:
    """Yield the words for those who live somewhere: "utsjokelaisten"."""
    # A quick look first, for few texts have such a word.
    for found in _INHABITANT.finditer(text) if _MAY_LIVE.search(text) else ():
        if areas := _home_of(found.group(1).casefold(), day):
            yield Place(*found.span(), areas, doubtful=True)


@lru_cache(maxsize=5000)
def _home_of(stem: str, day: dt.date | None) -> tuple[AreaRef, ...]:
    # "Lahti" has "lahtelainen", and "Nousiainen" has "nousiaislainen".
    other = re.sub("s$", "nen", re.sub("e$", "i", stem))
    for name in dict.fromkeys((stem, other)):
        for mention in _mentions(name.capitalize(), day):
            if (mention.start, mention.end) == (0, len(name)):
                return tuple(mention.candidates)
    return ()


def _mentions(text: str, day: dt.date | None) -> tuple[Mention, ...]:
    try:
        return find_all(text, on=day)
    except VerkostoError:
        # The register does not cover the survey's day.
        return find_all(text)


def _base(places: Iterable[AreaRef], bases: Bases | None) -> int | None:
    """Return the smallest base of what a mention can mean; None where one of them is not known."""
    found = [None if bases is None else bases.of(place) for place in places]
    known = [base for base in found if base is not None]
    return min(known) if known and len(known) == len(found) else None


def _doubted(mention: Mention) -> bool:
    return bool({"word", "name", "lower_case", "compound"} & set(mention.reasons))
