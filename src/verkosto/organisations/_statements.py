"""Facts beside names and dates: quantities as their sources put them, and statements about anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from math import inf, isfinite
from typing import Literal, TypeAlias

from attrs import field, frozen

from verkosto.dates import PartialDate
from verkosto.errors import OptionError
from verkosto.fields import (
    check_flag,
    check_source,
    check_text_or_none,
    check_word,
    date_or_none,
    one_of,
    several,
)
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["QUALIFIERS", "Qualifier", "Quantity", "Statement", "StatementValue", "statements_of", "total"]

Qualifier = Literal["exactly", "about", "nearly", "over", "at_least", "at_most"]
QUALIFIERS: tuple[str, ...] = ("exactly", "about", "nearly", "over", "at_least", "at_most")
"""How a source qualifies a number: 853; about 850; nearly 10 000; over 200; at least 10; at most 30."""

_MOST = 1e300


@frozen
class Quantity:
    """A number as its source puts it.

    Attributes:
        value: The number, finite and not negative; None where the source speaks of an unstated number.
        qualifier: "exactly", "about", "nearly" (a little less than), "over", "at_least" or "at_most".

    Raises:
        OptionError: For another qualifier, a number that is negative or not finite, or a qualified number
            that is not given.

    Example:
        >>> Quantity(10000, "nearly").low, Quantity(200, "over").low, Quantity(None).high
        (0, 200, inf)
        >>> print(total([Quantity(10), Quantity(None)]))
        at least 10
    """

    value: float | None
    qualifier: Qualifier = field(default="exactly", validator=one_of(QUALIFIERS, "qualifier"))

    def __attrs_post_init__(self) -> None:
        if self.value is None:
            if self.qualifier != "exactly":
                raise OptionError("A number that is not stated has no qualifier. Leave the qualifier out.")
        elif isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise OptionError(f"A quantity is a number, not a {type(self.value).__name__}. Write it without quotes.")
        elif not 0 <= self.value <= _MOST:
            raise OptionError("A quantity counts something. Give a number from 0 up that is not infinite.")

    @property
    def low(self) -> float:
        """The least that it can be; "about" bounds nothing."""
        if self.value is None or self.qualifier in ("about", "nearly", "at_most"):
            return 0
        return self.value

    @property
    def high(self) -> float:
        """The most that it can be, infinity where nothing bounds it."""
        if self.value is None or self.qualifier in ("about", "over", "at_least"):
            return inf
        return self.value

    def __str__(self) -> str:
        """Give the number with its qualifier in English."""
        if self.value is None:
            return "a number not stated"
        number = str(int(self.value) if self.value == int(self.value) else self.value)
        return number if self.qualifier == "exactly" else f"{self.qualifier.replace('_', ' ')} {number}"


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Add quantities up, as exactly as they allow.

    Returns:
        An exact number where all are exact; otherwise the bound that stands ("at least 10" for ten and an
        unstated number), or an unstated number where none does.
    """
    parts = list(quantities)
    low, high = sum(q.low for q in parts), sum(q.high for q in parts)
    if low == high:
        return Quantity(low)
    if low:
        return Quantity(low, "at_least")
    return Quantity(high, "at_most") if isfinite(high) else Quantity(None)


StatementValue: TypeAlias = Quantity | LocalText | PartialDate | bool | None


def _value(value: StatementValue | str | float | dt.date) -> StatementValue:
    if value is None or isinstance(value, bool | Quantity | LocalText | PartialDate):
        return value
    if isinstance(value, str):
        return LocalText(value)
    if isinstance(value, int | float):
        return Quantity(value)
    if isinstance(value, dt.date):
        return PartialDate.of(value)
    raise OptionError(
        f"A statement holds no {type(value).__name__}. Give a Quantity, a text, a date, True or False, or None."
    )


@frozen
class Statement:
    """What a source says of an organisation under one topic.

    That nothing is known of a topic is said by no statement. A statement whose value is None says that there
    is none: a working committee "without separate resources" has a statement of resources.

    Attributes:
        topic: What it is about, such as "resources" or "associations".
        value: A quantity, a text, a date, yes or no; None for stated none. A plain number is taken as an
            exact quantity and a plain string as Finnish text.
        source: Who says so.
        as_of: The date that the statement speaks of.
        publishable: Whether a public copy may carry it.
        note: Reservations.

    Raises:
        DateError: For text that is no date.
        OptionError: For a number that no `Quantity` can be, or a value of another kind.

    Example:
        >>> Statement("resources", None).value is None
        True
        >>> Statement("associations", Quantity(10000, "nearly")).value.qualifier
        'nearly'
    """

    topic: str = field(validator=check_word)
    value: StatementValue = field(converter=_value, repr=False)
    source: Source | None = field(default=None, validator=check_source, kw_only=True)
    as_of: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    publishable: bool = field(default=True, validator=check_flag, kw_only=True)
    note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)


def statements_of(values: Iterable[Statement] | Statement) -> tuple[Statement, ...]:
    """Take statements, or one."""
    return several(values, Statement)
