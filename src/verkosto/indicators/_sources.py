"""What an indicator is computed of: answers, or the numbers of a register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from verkosto.aggregate import Table
from verkosto.dates import DateLike
from verkosto.errors import (
    AnalysisError,
    DateNotCoveredError,
    DerivationError,
    NonNestingError,
    OptionError,
    UnknownVariableError,
)
from verkosto.indicators._register import Register
from verkosto.indicators._register_table import register_table
from verkosto.indicators._survey import carries, survey_table
from verkosto.organisations import AssociationCounts
from verkosto.responses import Responses

if TYPE_CHECKING:
    from verkosto.indicators._indicator import Indicator

__all__ = ["AnySource", "computed", "lacking", "source_of", "told"]

AnySource = Responses | Register | AssociationCounts
"""Answers to a survey, or numbers by area."""

_TOLD = (
    AnalysisError, DateNotCoveredError, DerivationError, NonNestingError, OptionError, UnknownVariableError
)  # fmt: skip


def source_of(given: object) -> Responses | Register:
    """Return a source in one of the two forms that there are.

    Raises:
        OptionError: It is something else.
    """
    if isinstance(given, Responses | Register):
        return given
    if isinstance(given, AssociationCounts):
        return Register.of(given)
    msg = (
        f"an indicator is computed of answers or of a register, not of a {type(given).__name__}. "
        "Put numbers by area into `indicators.Register`."
    )
    raise OptionError(msg)


def computed(
    indicator: Indicator,
    given: AnySource,
    *,
    area_type: str | None,
    on: DateLike | None,
    allocate: Literal["majority"] | None,
    options: Mapping[str, Any],
) -> Table:
    """Do what `Indicator.compute` says."""
    source = source_of(given)
    wanted = indicator.area_type if area_type is None else area_type
    with told(f"indicator {indicator.id!r}"):
        if isinstance(source, Register):
            if options:
                raise OptionError(f"{next(iter(options))!r} is for surveys; a register takes no such option.")
            return register_table(indicator, source, wanted, on=on, allocate=allocate)
        return survey_table(indicator, source, wanted, on=on, allocate=allocate, options=options)


def lacking(indicator: Indicator, source: Responses | Register) -> tuple[str, ...]:
    """Return the variables of an indicator that a source lacks."""
    if isinstance(source, Register):
        answers = not isinstance(indicator.numerator, str)
        return tuple(name for name in indicator.variables if answers or name not in source.numbers)
    return tuple(name for name in indicator.variables if not carries(source, name))


@contextmanager
def told(whose: str) -> Iterator[None]:
    """Say in errors of ours what they are about."""
    try:
        yield
    except _TOLD as error:
        raise type(error)(f"{whose}: {error}") from error
