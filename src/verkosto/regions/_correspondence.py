"""How two kinds of area correspond on a day, counted in municipalities."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from operator import attrgetter

from attrs import frozen

from verkosto.dates import DateLike
from verkosto.errors import DateNotCoveredError, NonNestingError
from verkosto.regions._areas import area, areas
from verkosto.regions._register import area_type, covered_day, division
from verkosto.regions._types import Area

__all__ = ["Correspondence", "CorrespondenceRow", "correspondence"]

_MOST_NAMED = 4


@frozen
class CorrespondenceRow:
    """One pair of areas that have municipalities in common.

    Attributes:
        source: Code of the source area.
        target: Code of the target area.
        municipalities: How many municipalities lie in both.
        share: Their share of the source area's municipalities, 0..1. It says nothing about people.
    """

    source: str
    target: str
    municipalities: int
    share: float


@frozen(repr=False)
class Correspondence:
    """Which areas of one kind lie in which areas of another, on a day.

    Attributes:
        source: The kind of the source areas.
        target: The kind of the target areas.
        on: The day.
        rows: One row for each pair with a municipality in common, by source code and target code. Every
            municipality of the country is counted in one of them.
    """

    source: str
    target: str
    on: dt.date
    rows: tuple[CorrespondenceRow, ...]

    @property
    def nests(self) -> bool:
        """Whether every source area lies inside one target area."""
        return not self._split_codes

    @property
    def split(self) -> tuple[Area, ...]:
        """The source areas that lie in several target areas, by code."""
        split = self._split_codes
        return tuple(a for a in areas(self.source, on=self.on, official=False) if a.code in split)

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
            raise NonNestingError(
                f"{self._placed(code, rows)} Ask for the answers' municipalities, or take `majority`."
            )
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
            raise NonNestingError(
                f"{self._placed(code, rows)} None holds the most. Ask for the answers' municipalities."
            )
        return rows[0].target

    def __str__(self) -> str:
        """Say in one sentence which source areas do not nest."""
        every = len({row.source for row in self.rows})
        heading = f"{self.source} to {self.target} on {self.on}"
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

    def _rows_of(self, code: str) -> list[CorrespondenceRow]:
        wanted = area(self.source, code, on=self.on).code
        return [row for row in self.rows if row.source == wanted]

    def _placed(self, code: str, rows: list[CorrespondenceRow]) -> str:
        source = area(self.source, code, on=self.on)
        places = [
            f"{row.municipalities} in {row.target!r} ({area(self.target, row.target, on=self.on)})"
            for row in rows[:_MOST_NAMED]
        ]
        if len(rows) > _MOST_NAMED:
            places.append(f"the rest in {len(rows) - _MOST_NAMED} more")
        return (
            f"{self.source} {source.code!r} ({source}) does not lie inside one {self.target} on {self.on}: "
            f"of its {len(source.municipalities)} municipalities {', '.join(places)}."
        )


def correspondence(a: str, b: str, *, on: DateLike | None = None) -> Correspondence:
    """Tell how areas of kind `a` lie in areas of kind `b` on a day.

    Args:
        a: The kind of the source areas; "kunta" is one too.
        b: The kind of the target areas.
        on: As in `areas`; None means the newest day that both kinds are covered.

    Raises:
        UnknownAreaError: For an unknown kind.
        DateNotCoveredError: For a day that one of the kinds is not covered, or two kinds that have no
            covered day in common.
        DateError: For text that is no date.

    Example:
        >>> print(correspondence("maakunta", "erva", on="2020-03-01"))
        maakunta to erva on 2020-03-01: 3 of 19 do not nest (Pirkanmaa, Keski-Suomi, Pohjanmaa)
    """
    if on is None:
        on = _newest_common_day(a, b)
    day = covered_day(a, on)
    covered_day(b, day)
    of_a, of_b = division(a, day).area_of, division(b, day).area_of
    pairs = Counter((code, of_b[municipality]) for municipality, code in of_a.items())
    size = Counter(of_a.values())
    rows = (CorrespondenceRow(s, t, n, n / size[s]) for (s, t), n in sorted(pairs.items()))
    return Correspondence(source=a, target=b, on=day, rows=tuple(rows))


def _newest_common_day(a: str, b: str) -> dt.date:
    first, second = area_type(a).covered, area_type(b).covered
    if not first.overlaps(second):
        raise DateNotCoveredError(
            f"{a} is covered from {first.start} to {first.end} and {b} from {second.start} to {second.end}: "
            "no day in common. Go through municipalities, each kind on a day of its own: area_of."
        )
    return min(covered_day(a, None), covered_day(b, None))
