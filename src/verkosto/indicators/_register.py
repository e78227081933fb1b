"""Register: numbers by area under the names that indicators use."""

from __future__ import annotations

import math
from collections.abc import Mapping

from attrs import field, frozen

from verkosto.dates import DateLike, PartialDate
from verkosto.errors import OptionError
from verkosto.organisations import AssociationCounts, Quantity
from verkosto.regions import area, area_type
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["ASSOCIATIONS", "Register"]

ASSOCIATIONS = "registered_associations"
"""The number that `AssociationCounts` has; a class of purpose stands in brackets behind it."""


def _text(value: str | Mapping[str, str] | LocalText | None) -> LocalText | None:
    return None if value is None else LocalText.of(value)


def _date(value: DateLike | None) -> PartialDate | None:
    return None if value is None else PartialDate.of(value)


@frozen(unsafe_hash=False)
class Register:
    """Numbers by area that are public already, such as inhabitants or registered associations.

    They are never hidden. Numbers of your own answers do not belong here: give the answers themselves.

    Attributes:
        id: What the register is called in a package.
        numbers: By name, a number for each area code: `{"asukkaita": {"13": 273000}}`; `Quantity` will do.
        title: Its name; the id where it is left out.
        area_type: The kind of the areas.
        on: The day of the numbers and of the areas; None: the newest that the areas are known.
        source: Who counted.

    Raises:
        OptionError: Numbers that are none, no finite ones or negative; a code twice.
        UnknownAreaError: No such kind of area, or no such code on the day.
        DateNotCoveredError: Areas are not known on the day.

    Example:
        >>> import verkosto as vk
        >>> register = vk.indicators.Register("vaesto", {"asukkaita": {"13": 273000}}, on="2024-12-31")
        >>> register.numbers["asukkaita"]["13"]
        273000.0
    """

    id: str
    numbers: dict[str, dict[str, float]] = field(repr=False)
    title: LocalText | None = field(default=None, converter=_text, kw_only=True)
    area_type: str = field(default="maakunta", kw_only=True)
    on: PartialDate | None = field(default=None, converter=_date, kw_only=True)
    source: Source | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            raise OptionError(f"a register needs an id as text, not {self.id!r}.")
        area_type(self.area_type)
        if not isinstance(self.numbers, Mapping) or not all(isinstance(n, Mapping) for n in self.numbers.values()):
            msg = "numbers of a register are by name and code: {'asukkaita': {'13': 273000}}."
            raise OptionError(msg)
        object.__setattr__(self, "numbers", {str(n): self._checked(str(n), v) for n, v in self.numbers.items()})

    @property
    def name(self) -> LocalText:
        """The title, or the id where there is none."""
        return LocalText(fi=self.id) if self.title is None else self.title

    @classmethod
    def of(cls, counts: AssociationCounts) -> Register:
        """Return the counts of registered associations as a register, also by class of purpose."""
        numbers: dict[str, dict[str, float]] = {ASSOCIATIONS: dict(counts.by("region"))}
        for purpose in counts.purposes:
            numbers[f"{ASSOCIATIONS}[{purpose}]"] = dict(counts.by("region", purpose=purpose))
        title = LocalText(fi="Yhdistysrekisteri", sv="Föreningsregistret", en="Register of associations")
        return cls(ASSOCIATIONS, numbers, title=title, on=counts.on.isoformat(), source=counts.source)

    def _checked(self, name: str, values: Mapping[str, object]) -> dict[str, float]:
        found: dict[str, float] = {}
        for given, value in values.items():
            code = area(self.area_type, given, on=self.on).code
            if code in found:
                raise OptionError(f"register {self.id!r}: {name!r} has the area {code!r} twice.")
            found[code] = _number(value, f"register {self.id!r}: {name!r} of {code!r}")
        return dict(sorted(found.items()))


def _number(value: object, what: str) -> float:
    given = value.value if isinstance(value, Quantity) else value
    try:
        number = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise OptionError(f"{what} is no number. Leave out what is not known.") from error
    if isinstance(given, bool) or not math.isfinite(number) or number < 0:
        raise OptionError(f"{what} is {given!r}. Give a number from 0 up, or leave it out.")
    return number
