"""How two kinds of area correspond, on one day or on two, counted in municipalities."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter

from attrs import Factory, field, frozen

from verkosto import html
from verkosto.dates import DateLike
from verkosto.errors import DateNotCoveredError, NonNestingError
from verkosto.regions._areas import area, areas
from verkosto.regions._register import area_type, covered_day, division, run_start, standing
from verkosto.regions._types import Area
from verkosto.text import format_percent

__all__ = ["Correspondence", "CorrespondenceRow", "correspondence", "days_of", "shared"]

_MOST_NAMED = 4
_MOST_SHOWN = 60


@frozen
class CorrespondenceRow:
    """One pair of areas that have municipalities in common.

    Attributes:
        source: Code of the source area.
        target: Code of the target area.
        municipalities: How many municipalities lie in both, as they stood on the earlier of the two days.
        share: Their share of the source area's municipalities, 0..1. It says nothing about people.
    """

    source: str
    target: str
    municipalities: int
    share: float


@frozen(repr=False)
class Correspondence:
    """Which areas of one kind on a day lie in which areas of a kind on the same or another day.

    Attributes:
        source: The kind of the source areas.
        target: The kind of the target areas.
        on: The day of the source areas.
        rows: One row for each pair with a municipality in common, by source code and target code. Every
            municipality of the country is counted in one of them.
        to: The day of the target areas.
        backcast: Whether a kind was taken to a day before it began.
    """

    source: str
    target: str
    on: dt.date
    rows: tuple[CorrespondenceRow, ...]
    to: dt.date = field(default=Factory(lambda self: self.on, takes_self=True))
    backcast: bool = False

    @property
    def nests(self) -> bool:
        """Whether every source area lies inside one target area."""
        return not self._split_codes

    @property
    def split(self) -> tuple[Area, ...]:
        """The source areas that lie in several target areas, by code."""
        split = self._split_codes
        every = areas(self.source, on=self.on, official=False, backcast=self.backcast)
        return tuple(a for a in every if a.code in split)

    def target_of(self, code: str) -> str:
        """Return the code of the one target area that a source area lies in.

        Raises:
            NonNestingError: When it lies in several; the message counts its municipalities in each.
            UnknownAreaError: For a code that no source area has.

        Example:
            >>> correspondence("maakunta", "erva", on="2020-03-01").target_of("19")
            '5'
        """
        rows = self._rows_of(code)
        if len(rows) > 1:
            raise NonNestingError(f"{self.placed(code)} Ask for the answers' municipalities, or take `majority`.")
        return rows[0].target

    def majority(self, code: str) -> str:
        """Return the code of the target area that holds most of a source area's municipalities.

        Municipalities are counted, not inhabitants: use it where a rough answer serves, and say so.

        Raises:
            NonNestingError: When two target areas hold equally many.
            UnknownAreaError: For a code that no source area has.

        Example:
            >>> correspondence("maakunta", "erva", on="2020-03-01").majority("06")
            '3'
        """
        rows = sorted(self._rows_of(code), key=attrgetter("municipalities"), reverse=True)
        if len(rows) > 1 and rows[0].municipalities == rows[1].municipalities:
            raise NonNestingError(f"{self.placed(code)} None holds the most. Ask for the answers' municipalities.")
        return rows[0].target

    def placed(self, code: str) -> str:
        """Say in a sentence where the municipalities of a source area lie.

        Raises:
            UnknownAreaError: For a code that no source area has.

        Example:
            >>> print(correspondence("maakunta", "erva", on="2020-03-01").placed("06"))
            maakunta '06' (Pirkanmaa) does not lie inside one erva on 2020-03-01: of its 22 municipalities 1 in '2' ...
        """
        source = area(self.source, code, on=self.on, backcast=self.backcast)
        rows = self._rows_of(code)
        who = f"{self.source} {source.code!r} ({source})"
        if len(rows) == 1:
            return f"{who} lies inside {self.target} {rows[0].target!r} on {self.to}."
        counts = [f"{row.municipalities} in {row.target!r} ({self._target(row.target)})" for row in rows[:_MOST_NAMED]]
        if len(rows) > _MOST_NAMED:
            counts.append(f"the rest in {len(rows) - _MOST_NAMED} more")
        every = sum(row.municipalities for row in rows)
        return (
            f"{who} does not lie inside one {self.target} on {self.to}: "
            f"of its {every} municipalities {', '.join(counts)}."
        )

    def __str__(self) -> str:
        """Say in one sentence which source areas do not nest."""
        every = len({row.source for row in self.rows})
        heading = f"{self.source} to {self.target} on {self.on}"
        if self.to != self.on:
            heading = f"{self.source} on {self.on} to {self.target} on {self.to}"
        if self.nests:
            return f"{heading}: all {every} nest"
        names = ", ".join(a.name.fi for a in self.split)
        return f"{heading}: {len(self.split)} of {every} do not nest ({names})"

    def __repr__(self) -> str:
        """Give the sentence of `str` in angle brackets."""
        return f"<Correspondence {self}>"

    @property
    def _split_codes(self) -> frozenset[str]:
        targets = Counter(row.source for row in self.rows)
        return frozenset(code for code, count in targets.items() if count > 1)

    def _repr_html_(self) -> str:
        """Show the pairs as a table, those that do not nest first where there are many."""
        split = self._split_codes
        shown = sorted(self.rows, key=lambda row: row.source not in split)[:_MOST_SHOWN]
        cells = [
            (
                f"{row.source} {area(self.source, row.source, on=self.on, backcast=self.backcast)}",
                f"{row.target} {self._target(row.target)}",
                row.municipalities,
                format_percent(row.share, decimals=1),
            )
            for row in shown
        ]
        caption = str(self)
        if len(self.rows) > len(shown):
            caption += f". Shown: {len(shown)} of {len(self.rows)} pairs."
        return html.table((self.source, self.target, "Municipalities", "Share"), cells, caption=caption, numeric=(2, 3))

    def _rows_of(self, code: str) -> list[CorrespondenceRow]:
        wanted = area(self.source, code, on=self.on, backcast=self.backcast).code
        return [row for row in self.rows if row.source == wanted]

    def _target(self, code: str) -> str:
        return area(self.target, code, on=self.to, backcast=self.backcast).name.fi


def correspondence(
    a: str, b: str, *, on: DateLike | None = None, to: DateLike | None = None, backcast: bool = False
) -> Correspondence:
    """Tell how areas of kind `a` lie in areas of kind `b`, on one day or each kind on a day of its own.

    With two days a kind can be compared with itself at another time. The municipalities of the earlier day
    are then the parts that are counted: going forward each is followed to what it has merged into, and going
    back a municipality that grew by a merger is the sum of those that it grew from.

    Args:
        a: The kind of the source areas; "kunta" is one too.
        b: The kind of the target areas.
        on: As in `areas`: the day of the source areas. None means the newest day that both kinds are
            covered; where `to` is given, the newest day of kind `a`.
        to: The day of the target areas; None means the same day.
        backcast: As in `areas`, for both kinds.

    Raises:
        UnknownAreaError: For an unknown kind.
        DateNotCoveredError: For a day that one of the kinds is not covered, or two kinds that have no
            covered day in common while no day is given.
        DateError: For text that is no date.

    Example:
        >>> print(correspondence("maakunta", "erva", on="2020-03-01"))
        maakunta to erva on 2020-03-01: 3 of 19 do not nest (Pirkanmaa, Keski-Suomi, Pohjanmaa)
        >>> print(correspondence("seutukunta", "maakunta", on="2020", to="2021"))
        seutukunta on 2020-01-01 to maakunta on 2021-01-01: 5 of 70 do not nest (...)
    """
    day, target_day = days_of(a, b, on=on, to=to, backcast=backcast)
    rows = _rows(a, b, run_start(a, day), run_start(b, target_day))
    return Correspondence(a, b, day, rows, target_day, backcast=backcast)


def days_of(a: str, b: str, *, on: DateLike | None, to: DateLike | None, backcast: bool) -> tuple[dt.date, dt.date]:
    """The day of the source areas and that of the target areas."""
    if on is None and to is None:
        on = _newest_common_day(a, b)
    day = covered_day(a, on, backcast=backcast)
    return day, covered_day(b, day if to is None else to, backcast=backcast)


Shared = Mapping[tuple[str, str], tuple[str, ...]]
"""Municipalities by source area and target area."""


def shared(fit: Correspondence) -> Shared:
    """The municipalities of the earlier day by the areas that they lie in on the two days."""
    return _shared(fit.source, fit.target, run_start(fit.source, fit.on), run_start(fit.target, fit.to))


@lru_cache(maxsize=256)
def _shared(a: str, b: str, day: dt.date, target_day: dt.date) -> Shared:
    of_a, of_b = division(a, day).area_of, division(b, target_day).area_of
    pairs: dict[tuple[str, str], list[str]] = {}
    for municipality in division("kunta", min(day, target_day)).areas:
        pair = of_a[standing(municipality, day)], of_b[standing(municipality, target_day)]
        pairs.setdefault(pair, []).append(municipality)
    return {pair: tuple(held) for pair, held in sorted(pairs.items())}


@lru_cache(maxsize=256)
def _rows(a: str, b: str, day: dt.date, target_day: dt.date) -> tuple[CorrespondenceRow, ...]:
    pairs = _shared(a, b, day, target_day)
    size: Counter[str] = Counter()
    for (source, _), held in pairs.items():
        size[source] += len(held)
    return tuple(CorrespondenceRow(s, t, len(held), len(held) / size[s]) for (s, t), held in pairs.items())


def _newest_common_day(a: str, b: str) -> dt.date:
    first, second = area_type(a).covered, area_type(b).covered
    if not first.overlaps(second):
        raise DateNotCoveredError(
            f"{a} is covered from {first.start} to {first.end} and {b} from {second.start} to {second.end}: "
            "no day in common. Give each kind a day of its own: on= for the first, to= for the second."
        )
    return min(covered_day(a, None), covered_day(b, None))
