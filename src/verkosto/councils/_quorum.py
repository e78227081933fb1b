"""How many must be present for a body to decide."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from attrs import field, frozen

from verkosto.errors import OptionError
from verkosto.fields import check_flag, check_source
from verkosto.sources import Source

__all__ = ["Quorum"]

_SIMPLE = 1000


def _share(value: str | float | Fraction | None) -> str | None:
    if value is None:
        return None
    try:
        share = _fraction(value)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise OptionError(f"{value!r} is no share. Write it as '1/2', 0.5 or a Fraction.") from error
    if not 0 < share <= 1:
        raise OptionError(f"A quorum asks for a share above 0 and up to 1, not for {share}. Write 0.5 for a half.")
    return str(share)


def _fraction(value: str | float | Fraction) -> Fraction:
    if not isinstance(value, float):
        return Fraction(value)
    # 2/3 typed as a float lies a little below two thirds, and "more than two thirds of 18" must still be 13.
    simple = Fraction(value).limit_denominator(_SIMPLE)
    return simple if float(simple) == value else Fraction(str(value))


@frozen
class Quorum:
    """What must be met for a meeting to decide: a number, a share of the places, the chair's presence.

    Attributes:
        count: The least number of members present; None where no number is set.
        share: The least share of the places; given as "1/2", 0.5 or a `Fraction`, kept as text such as "1/2".
        more_than: Whether the share must be exceeded and not only reached, as in "more than half".
        chair_present: Whether somebody in a chair's role of the council must be present. The chair counts as
            one of those present.
        source: Which rules of procedure say so.

    Raises:
        OptionError: For a quorum that asks for nothing, a count below 1, a share outside 0 to 1, more than
            all, or `more_than` without a share.

    Example:
        >>> Quorum(share="1/2", more_than=True).needed(18), Quorum(share="1/2").needed(19)
        (10, 10)
        >>> Quorum(5, "1/3").needed(12), Quorum(5, "1/3").needed(18)
        (5, 6)
    """

    count: int | None = None
    share: str | None = field(default=None, converter=_share)
    more_than: bool = field(default=False, validator=check_flag, kw_only=True)
    chair_present: bool = field(default=False, validator=check_flag, kw_only=True)
    source: Source | None = field(default=None, validator=check_source, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.count is None and self.share is None and not self.chair_present:
            raise OptionError("This quorum asks for nothing. Give a count, a share, or chair_present=True.")
        if self.count is not None and (
            isinstance(self.count, bool) or not isinstance(self.count, int) or self.count < 1
        ):
            raise OptionError(f"A quorum counts members, and {self.count!r} is no such number. Give 1 or more.")
        if self.more_than and (self.share is None or Fraction(self.share) == 1):
            raise OptionError("More than what? Give a share below 1 with more_than, such as share='1/2'.")

    def needed(self, places: int) -> int:
        """Return how many of a number of places must be represented; at least one always.

        Where the quorum sets both a count and a share, the greater number is needed.

        Args:
            places: How many places the body has, vacant ones included.

        Raises:
            OptionError: For a number below 0.
        """
        if places < 0:
            raise OptionError(f"A body cannot have {places} places. Give 0 or more.")
        return max(1, self.count or 0, self._of_share(places))

    def _of_share(self, places: int) -> int:
        if self.share is None:
            return 0
        exact = Fraction(self.share) * places
        return floor(exact) + 1 if self.more_than else ceil(exact)

    def __str__(self) -> str:
        """Give the quorum in English."""
        more = "more than" if self.more_than else "at least"
        parts = [f"at least {self.count} members"] if self.count is not None else []
        parts += [f"{more} {self.share} of the places"] if self.share is not None else []
        parts += ["the chair"] if self.chair_present else []
        return " and ".join(parts)
