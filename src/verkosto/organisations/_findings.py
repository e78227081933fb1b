"""What an audit finds: data with a code, never only a sentence."""

from __future__ import annotations

from attrs import field, frozen

from verkosto.dates import Period
from verkosto.fields import sources, strings
from verkosto.sources import Source

__all__ = ["Finding"]


@frozen
class Finding:
    """Something that an audit of a network or a council found.

    Attributes:
        code: What kind of finding, such as "vacant_seat"; the reference lists them all.
        message: What was found and what to do about it, in English.
        objects: Ids of the objects concerned, those of the kind that the code names first.
        span: The days on which it is so; either end may be open.
        sources: Whose statements it rests on.

    Example:
        >>> print(Finding("vacant_seat", "Nobody holds the seat.", ("mvn/member/13",), Period("2022")))
        vacant_seat 2022/..: Nobody holds the seat. [mvn/member/13]
    """

    code: str
    message: str
    objects: tuple[str, ...] = field(converter=strings)
    span: Period = field(factory=Period)
    sources: tuple[Source, ...] = field(default=(), converter=sources)

    def __str__(self) -> str:
        """Give the finding on one line."""
        return f"{self.code} {self.span}: {self.message} [{', '.join(self.objects)}]"
