"""Columns of a source that no question asked, and what they are for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, get_args

from attrs import field, frozen

from verkosto.instruments._fields import check_id, each, one_of, position, refuse, text_or_none, texts
from verkosto.instruments._privacy import PRIVACY, WITHHELD, Privacy, word_or_none

__all__ = ["ROLES", "Column", "Role"]

Role = Literal["response_id", "time", "weight", "stratum", "psu", "fpc", "unit_id", "email", "identifier", "ignore"]
ROLES: tuple[str, ...] = get_args(Role)
"""What a column that no question asked may be for."""

_NATURAL: dict[str, Privacy] = {
    "response_id": "quasi_identifier",
    "unit_id": "quasi_identifier",
    "email": "contact",
    "identifier": "direct_identifier",
    # Nobody has said what stands there.
    "ignore": "free_text",
}
_NO_TEXT = ("time", "weight", "fpc")


@frozen
class Column:
    """A column of the source that no question asked.

    Attributes:
        id: Name of the variable in `Responses.frame`.
        header: The column's title in the source; the id where it is left out.
        role: `weight` and `fpc` are read as numbers, `time` as dates with a time, `response_id`, `stratum`,
            `psu`, `unit_id` and `ignore` as text; the values of `email` and `identifier` are counted and
            kept nowhere.
        aliases: Other titles of the column.
        position: Number of the column in the source, from 1, where its title repeats.
        privacy: How near the values come to a person; None: as the role says (`privacy_kind`). A
            `direct_identifier` and a `contact` are counted and kept nowhere.
        pseudonym: What the values identify, such as `"jasen"`, where they are to be replaced by pseudonyms: then
            reading needs a key, and columns of the same word get the same pseudonyms.

    Raises:
        CodebookError: For an id that is no plain word, an unknown role, a value of the wrong type, or a role that
            contradicts `privacy` or `pseudonym`.

    Example:
        >>> Column("aika", header="Vastausaika", role="time").titles
        ('Vastausaika',)
        >>> Column("sposti", role="email").withheld, Column("sposti", role="email", pseudonym="jasen").withheld
        (True, False)
    """

    noun: ClassVar[str] = "column"

    id: str
    header: str | None = field(default=None, validator=text_or_none)
    role: Role = field(default="ignore", validator=one_of(ROLES), kw_only=True)
    aliases: tuple[str, ...] = field(default=(), converter=texts, validator=each(str, "texts in quotes"), kw_only=True)
    position: int | None = field(default=None, validator=position, kw_only=True)
    privacy: Privacy | None = field(default=None, validator=one_of(PRIVACY, optional=True), kw_only=True)
    pseudonym: str | None = field(default=None, validator=word_or_none, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "column")
        refuse(f"column {self.id!r}{fault}" for fault in self._faults())

    def _faults(self) -> Iterator[str]:
        if self.role in ("email", "identifier") and self.privacy_kind not in WITHHELD:
            yield (
                f": the role {self.role!r} and the privacy {self.privacy!r} contradict each other. "
                "Leave one of them out."
            )
        if self.pseudonym is not None and self.role in _NO_TEXT:
            yield f": a column of the role {self.role!r} cannot be pseudonyms. Leave `pseudonym` out."
        if self.role == "response_id" and self.withheld:
            yield (
                f": without its values nothing tells responses apart. Add pseudonym = {self.id!r}, or leave `privacy` "
                "out."
            )

    @property
    def titles(self) -> tuple[str, ...]:
        """Every text that may head the column."""
        return tuple(dict.fromkeys((self.header or self.id, *self.aliases)))

    @property
    def privacy_kind(self) -> Privacy:
        """How near the values come to a person: as `privacy` says, or else as the role does."""
        return self.privacy or _NATURAL.get(self.role, "answer")

    @property
    def withheld(self) -> bool:
        """Whether its values identify a respondent and are kept nowhere, not even as pseudonyms."""
        return self.privacy_kind in WITHHELD and self.pseudonym is None
