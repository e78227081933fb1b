"""Columns of a source that no question asked, and what they are for."""

from __future__ import annotations

from typing import ClassVar, Literal, get_args

from attrs import field, frozen

from verkosto.instruments._fields import check_id, each, one_of, position, text_or_none, texts

__all__ = ["ROLES", "Column", "Role"]

Role = Literal["response_id", "time", "weight", "stratum", "psu", "fpc", "unit_id", "email", "identifier", "ignore"]
ROLES: tuple[str, ...] = get_args(Role)
"""What a column that no question asked may be for."""

WITHHELD_ROLES = frozenset({"email", "identifier"})
"""Roles whose values are counted and kept nowhere."""


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

    Raises:
        CodebookError: For an id that is no plain word, an unknown role or a value of the wrong type.

    Example:
        >>> Column("aika", header="Vastausaika", role="time").titles
        ('Vastausaika',)
    """

    noun: ClassVar[str] = "column"

    id: str
    header: str | None = field(default=None, validator=text_or_none)
    role: Role = field(default="ignore", validator=one_of(ROLES), kw_only=True)
    aliases: tuple[str, ...] = field(default=(), converter=texts, validator=each(str, "texts in quotes"), kw_only=True)
    position: int | None = field(default=None, validator=position, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "column")

    @property
    def titles(self) -> tuple[str, ...]:
        """Every text that may head the column."""
        return tuple(dict.fromkeys((self.header or self.id, *self.aliases)))

    @property
    def withheld(self) -> bool:
        """Whether its values identify a respondent and are kept nowhere."""
        return self.role in WITHHELD_ROLES
