"""What the register speaks of: kinds of area, and areas on a day."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from verkosto import html
from verkosto.dates import PartialDate, Period
from verkosto.regions._facts import municipality_facts
from verkosto.text import LocalText

__all__ = ["Area", "AreaType"]

_LANGUAGE_NAMES = {"fi": "Suomeksi", "sv": "På svenska", "en": "In English"}


@frozen
class AreaType:
    """A kind of area, such as region or wellbeing services county.

    Attributes:
        code: The kind's identifier in every call, such as "maakunta".
        name: Its name in the singular.
        covered: The days for which the register knows it. The kind itself may be older or younger.
        begins: The day on which the kind itself began; None where it stood before the covered days.
        ends: The last day of the kind itself; None where it stands after the covered days.
    """

    code: str
    name: LocalText
    covered: Period
    begins: PartialDate | None = None
    ends: PartialDate | None = None

    @property
    def can_backcast(self) -> bool:
        """Whether `backcast=True` takes the kind to earlier days.

        It does where the kind began with its first covered day: before that there was no other division
        of the kind that the back-cast one could be mistaken for.
        """
        return self.begins is not None and self.begins == self.covered.start

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
        backcast: True where the area did not stand on the day, and what is described is its first division
            applied to that day's municipalities, as `backcast=True` asked.
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
    backcast: bool = False

    def __str__(self) -> str:
        """Give the Finnish name."""
        return self.name.fi

    def _repr_html_(self) -> str:
        """Show the area as a small table."""
        rows: list[tuple[str, object]] = [(_LANGUAGE_NAMES[lang], self.name.get(lang)) for lang in self.name.languages]
        outside = "" if self.official else " (outside the scheme)"
        rows += [("Kind and code", f"{self.area_type} {self.code}{outside}"), ("On", self._day())]
        rows.append(("Known", self.valid))
        if self.area_type != "kunta":
            known = municipality_facts()
            names = ", ".join(known[code].name.fi for code in self.municipalities)
            rows.append((f"Municipalities ({len(self.municipalities)})", names))
        return html.table(("Area", self.name.fi), rows)

    def _day(self) -> str:
        return f"{self.on}, back-cast: the division of {self.valid.start}" if self.backcast else str(self.on)
