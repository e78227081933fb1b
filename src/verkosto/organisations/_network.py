"""The network: organisations, people, posts and memberships that refer to one another by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Self, TypeVar

from attrs import evolve, field, frozen

from verkosto.dates import DateLike, Period, as_day
from verkosto.errors import OptionError, UnknownObjectError, did_you_mean
from verkosto.organisations._audit import audit
from verkosto.organisations._files import Document
from verkosto.organisations._findings import Finding
from verkosto.organisations._html import network_html
from verkosto.organisations._lineage import next_by_change, reached, tied
from verkosto.organisations._organisation import Organisation, organisations_of
from verkosto.organisations._people import Person, people_of
from verkosto.organisations._posts import Change, Membership, Post, changes_of, memberships_of, posts_of
from verkosto.organisations._references import refuse_faults
from verkosto.organisations._terms import HELD, Standing, standing_on

__all__ = ["Fact", "Network"]

Fact = Organisation | Person | Post | Membership | Change
"""What a network is made of."""

K = TypeVar("K")
T = TypeVar("T")


@frozen(slots=False, repr=False)
class Network(Document):
    """Organisations, people, posts, memberships and changes, which refer to one another by id.

    It does not change: `add` returns a new one.

    Attributes:
        organisations: The organisations, each id once.
        people: The people, each id once; no id is a person's and an organisation's at the same time.
        posts: The posts, each id once.
        memberships: Who is what in which organisation, as sources state it.
        changes: Mergers, splits and successions.

    Raises:
        NetworkError: An id stands twice, or an object refers to one that is not there; every fault is listed.

    Example:
        >>> network = Network(
        ...     organisations=[Organisation("mvn", "Neuvottelukunta"), Organisation("hyte", "Hyte ry")],
        ...     people=[Person("manninen", "Marja Manninen")],
        ...     memberships=[Membership("mvn", "vice_chair", person="manninen", on_behalf_of="hyte")],
        ... )
        >>> network
        <Network: 2 organisations, 1 people, 0 posts, 1 memberships, 0 changes>
        >>> [membership.role for membership in network.memberships_of("mvn", on="2023-04-24")]
        ['vice_chair']
    """

    FORMAT: ClassVar[str] = "verkosto.network/1"

    organisations: tuple[Organisation, ...] = field(default=(), converter=organisations_of, kw_only=True)
    people: tuple[Person, ...] = field(default=(), converter=people_of, kw_only=True)
    posts: tuple[Post, ...] = field(default=(), converter=posts_of, kw_only=True)
    memberships: tuple[Membership, ...] = field(default=(), converter=memberships_of, kw_only=True)
    changes: tuple[Change, ...] = field(default=(), converter=changes_of, kw_only=True)

    def __attrs_post_init__(self) -> None:
        refuse_faults(self.organisations, self.people, self.posts, self.memberships, self.changes)

    def organisation(self, id: str) -> Organisation:  # noqa: A002
        """Return one organisation.

        Raises:
            UnknownObjectError: For an id that no organisation has; the message names the nearest.
        """
        return _one(self._organisations, id, "organisation")

    def person(self, id: str) -> Person:  # noqa: A002
        """Return one person.

        Raises:
            UnknownObjectError: For an id that no person has; the message names the nearest.
        """
        return _one(self._people, id, "person")

    def post(self, id: str) -> Post:  # noqa: A002
        """Return one post.

        Raises:
            UnknownObjectError: For an id that no post has; the message names the nearest.
        """
        return _one(self._posts, id, "post")

    def holder(self, membership: Membership) -> Person | Organisation:
        """Return the person or organisation that holds a membership."""
        if membership.person is not None:
            return self.person(membership.person)
        return self.organisation(membership.holder)

    def memberships_of(
        self, organisation: str, *, role: str | None = None, on: DateLike | None = None
    ) -> tuple[Membership, ...]:
        """Return the memberships of an organisation: those who belong to it.

        Args:
            organisation: The organisation's id.
            role: Only this role.
            on: Only those that hold on this day, presumed and disputed ones included (`HELD`); None means
                all, whenever.

        Raises:
            UnknownObjectError: For an id that no organisation has.
            DateError: For text that is no date.
        """
        self.organisation(organisation)
        return _chosen(self._by_organisation.get(organisation, ()), role, on)

    def memberships_by(
        self, holder: str, *, role: str | None = None, on: DateLike | None = None
    ) -> tuple[Membership, ...]:
        """Return the memberships that a person or an organisation holds in others.

        Args:
            holder: Id of the person or organisation.
            role: Only this role.
            on: As in `memberships_of`.

        Raises:
            UnknownObjectError: For an id that neither a person nor an organisation has.
            DateError: For text that is no date.
        """
        if holder not in self._people:
            self.organisation(holder)
        return _chosen(self._by_holder.get(holder, ()), role, on)

    def posts_of(self, organisation: str, *, role: str | None = None) -> tuple[Post, ...]:
        """Return the posts of an organisation.

        Raises:
            UnknownObjectError: For an id that no organisation has.
        """
        self.organisation(organisation)
        found = self._posts_by_organisation.get(organisation, ())
        return found if role is None else tuple(post for post in found if post.role == role)

    def standing(self, membership: Membership, *, on: DateLike) -> Standing:
        """Tell how a membership stands on a day, see `standing`.

        Raises:
            DateError: For text that is no date.
        """
        return standing_on(membership.terms, as_day(on))

    def successors(
        self, organisation: str, *, on: DateLike | None = None, planned: bool = False
    ) -> tuple[Organisation, ...]:
        """Return what an organisation became, through every merger, split and succession, the nearest first.

        Args:
            organisation: The organisation's id.
            on: Only changes that had happened by this day; a date such as "2023" counts from its first day,
                and a change without a date always. None means all.
            planned: Whether changes that are plans count too.

        Raises:
            UnknownObjectError: For an id that no organisation has.
            DateError: For text that is no date.

        Example:
            >>> network = Network(organisations=[Organisation("a", "A ry"), Organisation("b", "B ry")],
            ...                   changes=Change("succession", "a", "b", date="2022"))
            >>> [found.id for found in network.successors("a")], network.successors("a", on="2021")
            (['b'], ())
        """
        self.organisation(organisation)
        following = next_by_change(self._changes_before, "after", on, planned=planned)
        return tuple(self._organisations[id_] for id_ in reached(organisation, following))

    def predecessors(
        self, organisation: str, *, on: DateLike | None = None, planned: bool = False
    ) -> tuple[Organisation, ...]:
        """Return what an organisation came from, the nearest first; as `successors` otherwise."""
        self.organisation(organisation)
        following = next_by_change(self._changes_after, "before", on, planned=planned)
        return tuple(self._organisations[id_] for id_ in reached(organisation, following))

    def parents(self, organisation: str, *, on: DateLike | None = None) -> tuple[Organisation, ...]:
        """Return the organisations that an organisation is a sub-group of: its "part_of" memberships.

        Args:
            organisation: The organisation's id.
            on: As in `memberships_of`.

        Raises:
            UnknownObjectError: For an id that no organisation has.
            DateError: For text that is no date.
        """
        self.organisation(organisation)
        found = tied(self.memberships_by(organisation, on=on), "organisation")
        return tuple(self._organisations[id_] for id_ in found)

    def children(self, organisation: str, *, on: DateLike | None = None) -> tuple[Organisation, ...]:
        """Return the sub-groups of an organisation; as `parents` otherwise."""
        return tuple(self._organisations[id_] for id_ in tied(self.memberships_of(organisation, on=on), "member"))

    def audit(self, *, on: DateLike | Period | None = None) -> tuple[Finding, ...]:
        """Return what contradicts what, on which days and by which sources; the reference lists the codes.

        That something is not known is no finding, nor is a dissolved organisation without a successor.

        Args:
            on: Only findings about this day or period. None means all time; for contacts that are kept too
                long it means today.

        Returns:
            Findings in the order of their codes, and of the objects in the network; the same network and day
            give the same findings.

        Raises:
            DateError: For text that is no date.

        Example:
            >>> from verkosto.organisations import Term
            >>> network = Network(
            ...     organisations=[Organisation("a", "A ry", terms=Term(end="2022")), Organisation("b", "B ry")],
            ...     memberships=Membership("b", member="a", terms=Term("2020")))
            >>> [(finding.code, str(finding.span)) for finding in network.audit()]
            [('dissolved_organisation', '2023-01-01/..')]
        """
        return audit(self, on)

    def add(self, *facts: Fact) -> Self:
        """Return a network with further objects.

        Raises:
            NetworkError: As for a network of all of them.
            OptionError: For something that a network is not made of.
        """
        parts: dict[str, Any] = _with_added(self, facts)
        return evolve(self, **parts)

    def __repr__(self) -> str:
        """Count what it holds."""
        return f"<Network: {', '.join(f'{n} {name}' for name, n in self._counts.items())}>"

    def _repr_html_(self) -> str:
        """Show what it holds and the memberships by role."""
        return network_html(self, self._counts)

    @property
    def _counts(self) -> Mapping[str, int]:
        return {name: len(getattr(self, name)) for name in _PARTS.values()}

    @cached_property
    def _organisations(self) -> Mapping[str, Organisation]:
        return {organisation.id: organisation for organisation in self.organisations}

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _posts(self) -> Mapping[str, Post]:
        return {post.id: post for post in self.posts}

    @cached_property
    def _by_organisation(self) -> Mapping[str, tuple[Membership, ...]]:
        return _grouped((m.organisation, m) for m in self.memberships)

    @cached_property
    def _changes_before(self) -> Mapping[str, tuple[Change, ...]]:
        return _grouped((id_, change) for change in self.changes for id_ in change.before)

    @cached_property
    def _changes_after(self) -> Mapping[str, tuple[Change, ...]]:
        return _grouped((id_, change) for change in self.changes for id_ in change.after)

    @cached_property
    def _by_holder(self) -> Mapping[str, tuple[Membership, ...]]:
        return _grouped((m.holder, m) for m in self.memberships)

    @cached_property
    def _posts_by_organisation(self) -> Mapping[str, tuple[Post, ...]]:
        return _grouped((post.organisation, post) for post in self.posts)


_PARTS: dict[type, str] = {
    Organisation: "organisations",
    Person: "people",
    Post: "posts",
    Membership: "memberships",
    Change: "changes",
}


def _one(known: Mapping[str, T], wanted: str, kind: str) -> T:
    found = known.get(wanted)
    if found is None:
        raise UnknownObjectError(f"No {kind} has the id {wanted!r}.{did_you_mean(str(wanted), known)} Check the id.")
    return found


def _chosen(memberships: Sequence[Membership], role: str | None, on: DateLike | None) -> tuple[Membership, ...]:
    found = memberships if role is None else [m for m in memberships if m.role == role]
    if on is None:
        return tuple(found)
    day = as_day(on)
    return tuple(m for m in found if standing_on(m.terms, day) in HELD)


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _with_added(network: Network, facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    added: dict[str, tuple[Fact, ...]] = {}
    for fact in facts:
        part = next((name for cls, name in _PARTS.items() if isinstance(fact, cls)), None)
        if part is None:
            raise OptionError(
                f"A network is not made of {type(fact).__name__}. Add organisations, people, posts, "
                "memberships or changes."
            )
        added[part] = (*added.get(part, getattr(network, part)), fact)
    return added
