"""Posts and who holds them, and what organisations become."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import field, frozen

from verkosto.dates import PartialDate
from verkosto.errors import OptionError
from verkosto.fields import (
    area_or_none,
    check_flag,
    check_id,
    check_id_or_none,
    check_source,
    check_text_or_none,
    check_word,
    date_or_none,
    ids,
    one_of,
    several,
    sources,
    text_or_none,
)
from verkosto.organisations._people import Contact, contacts_of
from verkosto.organisations._terms import Term, terms_of
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["CHANGE_KINDS", "Change", "ChangeKind", "Membership", "Post", "changes_of", "memberships_of", "posts_of"]

ChangeKind = Literal["merger", "split", "succession"]
CHANGE_KINDS: tuple[str, ...] = ("merger", "split", "succession")


@frozen
class Post:
    """A place in an organisation that somebody may hold: a seat, an office, a job.

    Attributes:
        id: Its identifier in the network.
        organisation: Id of the organisation that it belongs to.
        role: What the holder is, such as "member", "deputy", "chair", "secretary", "worker".
        label: What it is called; a plain string is taken as Finnish.
        area: The area that it stands for or serves, as a reference or as text such as "maakunta/13".
        places: How many may hold it at a time; None where the source does not state the number.
        funded_by: Id of the organisation that pays for it.
        terms: What is stated of its existence; none means that it has always been there.
        sources: Where it is named.

    Raises:
        OptionError: For a number of places below 1.
        UnknownAreaError: For an area that the register does not know.

    Example:
        >>> str(Post("chair", "mvn", "chair"))
        'chair'
    """

    id: str = field(validator=check_id)
    organisation: str = field(validator=check_id)
    role: str = field(validator=check_word)
    label: LocalText | None = field(default=None, converter=text_or_none, kw_only=True)
    area: AreaRef | None = field(default=None, converter=area_or_none, kw_only=True)
    places: int | None = field(default=1, kw_only=True)
    funded_by: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    terms: tuple[Term, ...] = field(default=(), converter=terms_of, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), converter=sources, kw_only=True)

    def __attrs_post_init__(self) -> None:
        n = self.places
        if n is not None and (not isinstance(n, int) or isinstance(n, bool) or n < 1):
            raise OptionError(f"Post {self.id!r} has {n!r} places. Give 1 or more, or None where not stated.")

    def __str__(self) -> str:
        """Give the label, or the role and the area."""
        if self.label is not None:
            return self.label.fi
        return self.role if self.area is None else f"{self.role}, {self.area.name}"


@frozen
class Membership:
    """A person or an organisation in an organisation: as a member, an office holder, a part, a secretariat.

    Attributes:
        organisation: Id of the organisation in which it is held.
        role: What the member is there. "part_of" makes an organisation a sub-group of another.
        person: Id of the person who holds it; exactly one of `person` and `member` is given.
        member: Id of the organisation that holds it.
        post: Id of the post; None where the role and the area tell it.
        area: The area that the member represents or works in.
        on_behalf_of: Id of the organisation that the member represents.
        nominated_by: Id of the organisation that nominated the member, which need not be represented.
        label: What the role is called there; a plain string is taken as Finnish.
        terms: What sources state of this one term of office, see `Term`. Somebody elected again has a
            membership for each term.
        contacts: How the member is reached in this role.
        id: An identifier of its own, where it has one; otherwise `key` tells it from others.
        sources: Where it is stated, beside the sources of its terms.

    Raises:
        OptionError: For both or neither of `person` and `member`, or an object where an id belongs.
        UnknownAreaError: For an area that the register does not know.

    Example:
        >>> Membership("mvn", "chair", person="sivonen", terms=(Term(observed_at="2023-04"),)).key
        'mvn chair sivonen 2023-04'
    """

    organisation: str = field(validator=check_id)
    role: str = field(default="member", validator=check_word)
    person: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    member: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    post: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    area: AreaRef | None = field(default=None, converter=area_or_none, kw_only=True)
    on_behalf_of: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    nominated_by: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    label: LocalText | None = field(default=None, converter=text_or_none, kw_only=True)
    terms: tuple[Term, ...] = field(default=(), converter=terms_of, kw_only=True)
    contacts: tuple[Contact, ...] = field(default=(), converter=contacts_of, kw_only=True)
    id: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), converter=sources, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if (self.person is None) == (self.member is None):
            raise OptionError(
                f"A membership of {self.organisation!r} as {self.role!r} names one holder. "
                "Give either `person` or, for an organisation, `member`."
            )

    @property
    def holder(self) -> str:
        """Id of the person or organisation that holds it."""
        return self.person if self.person is not None else self.member or ""

    @property
    def key(self) -> str:
        """What the membership is called in findings: its id, or what tells it from others."""
        if self.id is not None:
            return self.id
        dates = [str(date) for term in self.terms for date in (term.start, term.observed_at, term.end) if date]
        parts = [self.organisation, self.role, str(self.area or ""), self.holder, *dates[:1]]
        return " ".join(part for part in parts if part)


@frozen
class Change:
    """An event that ends organisations or begins them: a merger, a split, a succession.

    Attributes:
        kind: "merger", "split", or "succession" where one takes over from another.
        before: Ids of the organisations before it.
        after: Ids of the organisations after it.
        date: When, as precisely as the source says; None where it does not say.
        planned: Whether it is a plan and not a fact.
        source: Who says so.
        note: What the source says beside.

    Raises:
        OptionError: For another kind, or an event without organisations on both sides.
        DateError: For text that is no date.

    Example:
        >>> Change("succession", "foorumi", "neuvottelukunta", planned=True).after
        ('neuvottelukunta',)
    """

    kind: ChangeKind = field(validator=one_of(CHANGE_KINDS, "kind of change"))
    before: tuple[str, ...] = field(converter=ids)
    after: tuple[str, ...] = field(converter=ids)
    date: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    planned: bool = field(default=False, validator=check_flag, kw_only=True)
    source: Source | None = field(default=None, validator=check_source, kw_only=True)
    note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.before or not self.after:
            raise OptionError(f"A {self.kind} has organisations before it and after it. Name at least one each.")


def posts_of(values: Iterable[Post] | Post) -> tuple[Post, ...]:
    """Take posts, or one."""
    return several(values, Post)


def memberships_of(values: Iterable[Membership] | Membership) -> tuple[Membership, ...]:
    """Take memberships, or one."""
    return several(values, Membership)


def changes_of(values: Iterable[Change] | Change) -> tuple[Change, ...]:
    """Take changes, or one."""
    return several(values, Change)
