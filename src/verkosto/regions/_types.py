"""What the register speaks of: kinds of area, and areas on a day."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from verkosto.dates import Period
from verkosto.text import LocalText

__all__ = ["Area", "AreaType"]


@frozen
class AreaType:
    """A kind of area, such as region or wellbeing services county.

    Attributes:
        code: The kind's identifier in every call, such as "maakunta".
        name: Its name in the singular.
        covered: The days for which the register knows it. The kind itself may be older or younger.
    """

    code: str
    name: LocalText
    covered: Period

    def __str__(self) -> str:
        """Give the Finnish name."""
        return self.name.fi


@frozen
class Area:
    """An area as it stood on one day.

    Attributes:
        area_type: The kind of area, such as "maakunta".
        code: The official code, a string, because its leading zeros count.
        name: The name in Finnish, Swedish and English.
        on: The day that the area is described on.
        municipalities: Codes of the municipalities that lay in it on that day, in order. A municipality
            holds itself alone.
        official: False for a body that stands outside the scheme of its kind, such as the city of Helsinki
            among the wellbeing services counties. Its code is verkosto's own.
        valid: The days on which the register knows the area; both ends lie within the years that its kind
            is covered, so the first is no founding date.
        iso_3166_2: The region's code in ISO 3166-2; None for other kinds.
        nuts3_2021: The corresponding area of NUTS 3 of 2021, for regions. It need not hold the same
            municipalities.
        nuts3_2024: The corresponding area of NUTS 3 of 2024, for regions.
    """

    area_type: str
    code: str
    name: LocalText
    on: dt.date
    municipalities: tuple[str, ...] = field(repr=False)
    official: bool
    valid: Period
    iso_3166_2: str | None = None
    nuts3_2021: str | None = None
    nuts3_2024: str | None = None

    def __str__(self) -> str:
        """Give the Finnish name."""
        return self.name.fi
