"""A reference to an area: its kind and code, without a date."""

from __future__ import annotations

from functools import lru_cache
from typing import Self

from attrs import frozen

from verkosto.dates import DateLike
from verkosto.errors import OptionError, UnknownAreaError
from verkosto.regions._areas import area
from verkosto.regions._register import area_type, nearest, padded
from verkosto.regions._tables import area_facts
from verkosto.regions._types import Area

__all__ = ["AreaRef"]


@frozen
class AreaRef:
    """Which area is meant, on whatever day one asks.

    A representative speaks for Keski-Suomi before and after a municipality changes regions, so what a
    membership names is the kind and the code, and the `Area` follows for a day.

    Attributes:
        area_type: A kind of `area_types()`.
        code: The area's code as text; missing leading zeros are given back.

    Raises:
        UnknownAreaError: For an unknown kind, or a code that no area of the kind has or had.
        OptionError: For a code that is no string.

    Example:
        >>> ref = AreaRef("maakunta", "13")
        >>> str(ref), ref.on("2020-03-01").name.fi
        ('maakunta/13', 'Keski-Suomi')
        >>> AreaRef.of("maakunta/13") == ref
        True
    """

    area_type: str
    code: str

    def __attrs_post_init__(self) -> None:
        kind = area_type(self.area_type).code
        object.__setattr__(self, "code", _known(kind, padded(kind, self.code)))

    @classmethod
    def of(cls, value: str | Area | Self) -> Self:
        """Take a reference as it is, its text form, or an `Area`.

        Raises:
            UnknownAreaError: For a kind or code that the register does not know.
            OptionError: For anything else.
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, Area):
            return cls(value.area_type, value.code)
        if isinstance(value, str) and value.count("/") == 1:
            kind, code = value.split("/")
            return cls(kind.strip(), code.strip())
        raise OptionError(f"{value!r} names no area. Write its kind and code, such as 'maakunta/13'.")

    def on(self, day: DateLike | None = None, *, backcast: bool = False) -> Area:
        """Return the area as it stood on a day; None means the newest covered day.

        Args:
            day: As `on` in `areas`.
            backcast: As in `areas`.

        Raises:
            UnknownAreaError: The area did not stand on that day.
            DateNotCoveredError: The register does not cover the kind on that day.
            DateError: For text that is no date.
        """
        return area(self.area_type, self.code, on=day, backcast=backcast)

    @property
    def name(self) -> str:
        """The Finnish name, whatever the day."""
        return area_facts(self.area_type)[self.code].name.fi

    def __str__(self) -> str:
        """Give the text form, which `AreaRef.of` reads back."""
        return f"{self.area_type}/{self.code}"


@lru_cache(maxsize=4096)
def _known(kind: str, code: str) -> str:
    known = area_facts(kind)
    if code not in known:
        hint = nearest(code, {c: facts.name.fi for c, facts in known.items()})
        raise UnknownAreaError(f"No {kind} has or had the code {code!r}.{hint} Give a code of that kind.")
    return code
