"""How many associations the register has, by region and purpose: the population that surveys speak of."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from attrs import field, frozen

from verkosto.errors import AnalysisError, OptionError, UnknownAreaError, did_you_mean
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["AssociationCounts", "CoverageRow", "registered_associations"]

_DATA = Path(__file__).with_name("data")
_DIMENSIONS = ("region", "purpose")


@frozen
class CoverageRow:
    """How much of a region's associations a count reaches.

    Attributes:
        region: Code of the region.
        counted: How many were counted there.
        registered: How many the register has there; None where it is not known.
        share: Counted of registered, between 0 and 1; None where nothing is registered or known. Above 1,
            something else than registered associations of the region was counted.
    """

    region: str
    counted: int
    registered: int | None
    share: float | None


@frozen(repr=False)
class AssociationCounts:
    """Registered associations on a day by region and by class of purpose.

    Each association is in one region and in one class, so both ways of counting add up to the same total.

    Attributes:
        on: The day of the count.
        source: Who counted.
        purposes: The classes by code, with their names in three languages.
        counts: Numbers by (region, purpose).

    Example:
        >>> register = registered_associations()
        >>> register
        <AssociationCounts: 107851 associations on 2025-01-02 in 18 regions, 10 purposes>
        >>> register.count("06", "social_health"), register.purposes["social_health"].get("en")
        (759, 'Social and health associations')
    """

    on: dt.date
    source: Source
    purposes: Mapping[str, LocalText]
    counts: Mapping[tuple[str, str], int] = field(repr=False)

    @property
    def regions(self) -> tuple[str, ...]:
        """Codes of the regions that were counted, in order."""
        return tuple(sorted({region for region, _ in self.counts}))

    def count(self, region: str | None = None, purpose: str | None = None) -> int:
        """Return the number of associations, of all regions and purposes unless stated.

        Args:
            region: Code of a region ("13" or "maakunta/13").
            purpose: Code of a class, see `purposes`.

        Raises:
            UnknownAreaError: No such region, or one that was not counted.
            OptionError: No such purpose.

        Example:
            >>> registered_associations().count("13")
            5330
        """
        wanted = None if region is None else self._counted_region(region)
        self._check_purpose(purpose)
        return sum(n for (place, kind), n in self.counts.items() if wanted in (None, place) and purpose in (None, kind))

    def by(
        self, dimension: Literal["region", "purpose"], *, region: str | None = None, purpose: str | None = None
    ) -> Mapping[str, int]:
        """Return the numbers by region or by purpose; they add up to `count` of the same region and purpose.

        Args:
            dimension: "region" or "purpose".
            region: Only this region.
            purpose: Only this class.

        Raises:
            UnknownAreaError: No such region, or one that was not counted.
            OptionError: No such dimension or purpose.

        Example:
            >>> registered_associations().by("region", purpose="social_health")["13"]
            354
        """
        if dimension not in _DIMENSIONS:
            hint = did_you_mean(str(dimension), _DIMENSIONS)
            raise OptionError(f"No counts by {dimension!r}.{hint} Use 'region' or 'purpose'.")
        if dimension == "region":
            wanted = self.regions if region is None else (self._counted_region(region),)
            return MappingProxyType({code: self.count(code, purpose) for code in wanted})
        self._check_purpose(purpose)
        return MappingProxyType({code: self.count(region, code) for code in self.purposes if purpose in (None, code)})

    def coverage(self, counted: Mapping[str, int], *, purpose: str | None = None) -> tuple[CoverageRow, ...]:
        """Tell how much of each region's associations a count reaches.

        Args:
            counted: Numbers of associations (not of persons) by region, such as those that answered a survey.
            purpose: Only this class of the register.

        Returns:
            A row for each region of the register and of `counted`, in order of code: those of which none was
            counted too, and those that the register does not cover, such as Åland.

        Raises:
            UnknownAreaError: No such region.
            OptionError: No such purpose, or a number that counts nothing.

        Example:
            >>> rows = registered_associations().coverage({"13": 533, "21": 4})
            >>> [(row.region, row.share) for row in rows if row.counted]
            [('13', 0.1), ('21', None)]
        """
        reached = _counted(counted)
        registered = self.by("region", purpose=purpose)
        return tuple(
            _coverage(code, reached.get(code, 0), registered.get(code)) for code in sorted({*registered, *reached})
        )

    def weights(
        self, counted: Mapping[str, int], *, purpose: str | None = None, merge: Iterable[Iterable[str]] = ()
    ) -> Mapping[str, float]:
        """Return how many registered associations one counted association stands for, by region.

        Args:
            counted: As in `coverage`.
            purpose: Only this class of the register.
            merge: Groups of regions that are weighted together, such as `[("15", "16")]`, where one has too
                few or none.

        Returns:
            N/n for each region, or for its group. Weights times counts add up to the register's total.

        Raises:
            AnalysisError: A region has associations and none was counted, more were counted than are registered,
                or the register does not cover it; every such region is listed.
            UnknownAreaError: No such region.
            OptionError: No such purpose, a number that counts nothing, or a region in two groups.

        Example:
            >>> register = registered_associations()
            >>> counted = dict.fromkeys(register.regions, 100) | {"16": 0}
            >>> weights = register.weights(counted, merge=[("15", "16")])
            >>> weights["13"], weights["15"], weights["15"] == weights["16"]
            (53.3, 54.45, True)
        """
        reached = _counted(counted)
        registered = self.by("region", purpose=purpose)
        groups = _groups(merge, sorted({*registered, *reached}))
        weights: dict[str, float] = {}
        faults = []
        for group in groups:
            n, total = sum(reached.get(code, 0) for code in group), sum(registered.get(code, 0) for code in group)
            if fault := _fault(group, n, total, [code for code in group if code not in registered]):
                faults.append(fault)
            elif n:
                weights |= dict.fromkeys(group, total / n)
        if faults:
            raise AnalysisError("The register gives no weights: " + "; ".join(faults) + ".")
        return MappingProxyType(dict(sorted(weights.items())))

    def __repr__(self) -> str:
        """Tell the total and what it is divided by."""
        return (
            f"<AssociationCounts: {self.count()} associations on {self.on} in {len(self.regions)} regions, "
            f"{len(self.purposes)} purposes>"
        )

    def _counted_region(self, region: str) -> str:
        code = _code(region)
        if code not in self.regions:
            raise UnknownAreaError(
                f"{AreaRef('maakunta', code).name} ({code}) is not in the table of {self.on}. "
                "Leave it out; nothing is known of its associations here."
            )
        return code

    def _check_purpose(self, purpose: str | None) -> None:
        if purpose is not None and purpose not in self.purposes:
            hint = did_you_mean(str(purpose), self.purposes)
            raise OptionError(f"No purpose {purpose!r}.{hint} Use one of {', '.join(self.purposes)}.")


@cache
def registered_associations() -> AssociationCounts:
    """Return the numbers of the register of associations on 2 January 2025.

    The 18 regions of mainland Finland are covered; Åland is not, see the source's note. Besides the nine
    classes of purpose there are associations that the register has not classified: whoever surveys one field
    should expect some of them there.

    Example:
        >>> print(registered_associations().source.publisher)
        Finnish Patent and Registration Office
    """
    source = next(row for row in _rows("sources") if row["table"] == "associations.csv")
    return AssociationCounts(
        on=dt.date.fromisoformat(source["published"]),
        source=Source(source["title"], source["publisher"], source["url"], source["published"], note=source["note"]),
        purposes=MappingProxyType(
            {row["code"]: LocalText(row["name_fi"], row["name_sv"], row["name_en"]) for row in _rows("purposes")}
        ),
        counts=MappingProxyType({(row["region"], row["purpose"]): int(row["count"]) for row in _rows("associations")}),
    )


def _rows(table: str) -> list[dict[str, str]]:
    with (_DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _code(region: str) -> str:
    given = region if isinstance(region, str) and "/" in region else f"maakunta/{region}"
    ref = AreaRef.of(given)
    if ref.area_type != "maakunta":
        raise UnknownAreaError(f"{region!r} is no region. Give the code of a maakunta, such as '13'.")
    return ref.code


def _counted(counted: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for region, number in counted.items():
        # A NumPy integer counts as well; it is no int, but an index as an int is.
        index: Callable[[], int] | None = getattr(number, "__index__", None)
        if index is None or isinstance(number, bool) or index() < 0:
            raise OptionError(f"Region {region!r} counts {number!r} associations. Give a whole number from 0 up.")
        code = _code(region)
        found[code] = found.get(code, 0) + index()
    return found


def _coverage(region: str, counted: int, registered: int | None) -> CoverageRow:
    return CoverageRow(region, counted, registered, counted / registered if registered else None)


def _groups(merge: Iterable[Iterable[str]], regions: Iterable[str]) -> list[tuple[str, ...]]:
    groups = [tuple(_code(region) for region in group) for group in merge]
    merged = [code for group in groups for code in group]
    if twice := sorted({code for code in merged if merged.count(code) > 1}):
        raise OptionError(f"Regions stand in two groups of `merge`: {', '.join(twice)}. Put each in one group.")
    return [*groups, *((code,) for code in regions if code not in merged)]


def _fault(group: tuple[str, ...], n: int, registered: int, unknown: list[str]) -> str | None:
    named = " and ".join(f"{AreaRef('maakunta', code).name} ({code})" for code in group)
    if unknown and n:
        return f"{', '.join(unknown)} is not in the register's table; leave it out and say so"
    if not n and registered:
        return f"none counted of {registered} in {named}; merge it with another region: merge=[({group[0]!r}, ...)]"
    if n > registered:
        return f"{n} counted of {registered} in {named}; count associations and not persons"
    return None
