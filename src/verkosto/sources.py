"""Who said it, when and where: the source of a fact, a register or a published result."""

from __future__ import annotations

from attrs import field, frozen

from verkosto.dates import DateLike, PartialDate

__all__ = ["Source"]


def _date_or_none(value: DateLike | None) -> PartialDate | None:
    return None if value is None else PartialDate.of(value)


@frozen
class Source:
    """Where a fact comes from.

    Attributes:
        title: What was read, such as the name of a classification or a release.
        publisher: Who answers for it.
        url: Where it stands.
        published: When it was published, as precisely as is known.
        retrieved: When it was read.
        note: Licence, reservations, or what was decided where sources differ.

    Raises:
        DateError: For a date that is not in ISO form.

    Example:
        >>> print(Source("Kuntamuutokset", publisher="Tilastokeskus", published="2025", retrieved="2026-01"))
        Tilastokeskus: Kuntamuutokset (2025). Read 2026-01.
    """

    title: str
    publisher: str | None = None
    url: str | None = None
    published: PartialDate | None = field(default=None, converter=_date_or_none)
    retrieved: PartialDate | None = field(default=None, converter=_date_or_none)
    note: str | None = None

    def __str__(self) -> str:
        """Give a citation on one line; the note is left out."""
        who = f"{self.publisher}: " if self.publisher else ""
        when = f" ({self.published})" if self.published else ""
        where = f" {self.url}." if self.url else ""
        read = f" Read {self.retrieved}." if self.retrieved else ""
        return " ".join(f"{who}{self.title}{when}.{where}{read}".split())
