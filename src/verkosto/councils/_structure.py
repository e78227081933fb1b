"""A body whose posts follow from rules, and who holds them on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import ClassVar, Literal, TypeVar, get_args

from attrs import field, frozen

from verkosto.councils._asked import area_asked, posts_serving, representative_of, representatives_of, served
from verkosto.councils._audit import Audited, seat_findings
from verkosto.councils._course import Course, Snapshot
from verkosto.councils._fields import check_network, day_or_today
from verkosto.councils._holders import Holder, Sitting, Vacancy
from verkosto.councils._html import SeatTable, seat_table
from verkosto.councils._rules import SeatRule, rule_faults, rules_of
from verkosto.councils._sittings import sittings
from verkosto.dates import DateLike, Period, as_day
from verkosto.errors import DateNotCoveredError, NetworkError
from verkosto.fields import check_id, one_of
from verkosto.organisations import Document, Finding, Network, Organisation, Post, Quantity, total
from verkosto.regions import Area, AreaRef

__all__ = ["Roster", "Structure"]

T = TypeVar("T")

Roster = Literal["complete", "partial"]
"""Whether the memberships of a body are all there are, or only those that were published."""


@frozen(slots=False, repr=False)
class Structure(Document):
    """A body whose posts follow from rules: a council, or a support structure with a worker in each region.

    Its posts on a day are those that its rules make from the register of areas, and the posts that the network
    names for it. It has none on days on which its organisation is stated not to exist; a planned one has.

    A membership claims the post that it names in `post`, otherwise the post of its role and area. Where no post
    of the role has an area, the membership's area is not asked. Everything is answered for a day; `on=None` is today.

    Attributes:
        organisation: Id of the body in the network.
        network: The organisations, people and memberships that it speaks of.
        rules: The rules that make its posts. Two rules for the same seats add up where different organisations
            nominate; otherwise the surer counts on a day, then the later in the list.
        roster: "complete" where the memberships are all there are, so that a post without a holder is vacant;
            "partial" where only some were published, so that its holder is unknown.

    Raises:
        UnknownObjectError: The network has no organisation of that id.
        NetworkError: A rule names an organisation that the network does not have.
        OptionError: For another roster, or an object of another kind than the field's.

    Example:
        >>> from verkosto.organisations import Membership, Person, Term
        >>> network = Network(
        ...     organisations=[Organisation("mvn", "Neuvottelukunta"), Organisation("kyt", "Yhteisöjen Tuki ry")],
        ...     people=[Person("sivonen", "Tiina Sivonen")],
        ...     memberships=[Membership("mvn", person="sivonen", area="maakunta/13", on_behalf_of="kyt",
        ...                             terms=[Term("2023", "2025")])],
        ... )
        >>> council = Structure("mvn", network, rules=[SeatRule("maakunta", exclude="21")])
        >>> print(council.places(on="2024-06-01"), council.representative("13", on="2024-06-01").who)
        18 Tiina Sivonen
        >>> len(council.vacancies(on="2024-06-01"))
        17
    """

    FORMAT: ClassVar[str] = "verkosto.structure/1"

    organisation: str = field(validator=check_id)
    network: Network = field(validator=check_network)
    rules: tuple[SeatRule, ...] = field(default=(), converter=rules_of, kw_only=True)
    roster: Roster = field(default="complete", validator=one_of(get_args(Roster), "roster"), kw_only=True)

    def __attrs_post_init__(self) -> None:
        self.network.organisation(self.organisation)
        if faults := list(self._faults()):
            raise NetworkError(f"{self.organisation!r} does not fit its network:\n" + "\n".join(faults))

    @property
    def body(self) -> Organisation:
        """The organisation itself."""
        return self.network.organisation(self.organisation)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that its rules and posts have, in their order."""
        return self._course.roles

    def posts(self, *, on: DateLike | None = None, role: str | None = None) -> tuple[Post, ...]:
        """Return the posts that exist on a day: in the order of the rules, by area code, then those of the network.

        Args:
            on: A day as `as_day` reads it; None is today.
            role: Only this role.

        Raises:
            UnknownObjectError: For a role that no rule and no post has.
            DateNotCoveredError: The seats depend on areas that the register does not cover on that day.
            DateError: For text that is no date.
        """
        return self._on(on, role).posts

    def places(self, *, on: DateLike | None = None, role: str | None = None) -> Quantity:
        """Return how many may hold the posts of a day: "at least 10" for ten places and a number not stated.

        Args:
            on: As in `posts`.
            role: Only this role.

        Raises:
            UnknownObjectError, DateNotCoveredError, DateError: As in `posts`.

        Example:
            >>> network = Network(organisations=[Organisation("b", "Malli B")])
            >>> model = Structure("b", network, rules=[
            ...     SeatRule("erva", 2, role="worker"), SeatRule(None, None, role="coordinator")])
            >>> print(model.places(on="2020-03-01"), "-", model.places(on="2020-03-01", role="coordinator"))
            at least 10 - a number not stated
        """
        return total(Quantity(post.places) for post in self._on(on, role).posts)

    def holders(
        self, *, on: DateLike | None = None, role: str | None = None, certain: bool = False
    ) -> tuple[Holder, ...]:
        """Return who holds the posts of a day, in the order of `posts`; never more than a post has places.

        Where more claim a post than it has places, the surer come first (`Holder.standing`), among equals those
        whose term began later; the rest stand in `Holder.others`. Who sits twice by two memberships counts once.

        Args:
            on: As in `posts`.
            role: Only this role.
            certain: Only those of whom it is stated that they held it on that day.

        Raises:
            UnknownObjectError, DateNotCoveredError, DateError: As in `posts`.
        """
        found = self._on(on, role).holders
        return tuple(holder for holder in found if holder.standing == "stated") if certain else found

    def vacancies(self, *, on: DateLike | None = None, role: str | None = None) -> tuple[Vacancy, ...]:
        """Return the posts of a day that have fewer holders than places.

        A post whose number of places is not stated is among them when nobody holds it. The arguments and errors
        are those of `posts`.
        """
        return self._on(on, role).vacancies

    def representative(
        self, area: str | AreaRef | Area, *, on: DateLike | None = None, role: str = "member"
    ) -> Holder | None:
        """Return who holds the one place that stands for an area on a day; None where nobody does.

        Args:
            area: A code of the kind that the role's seats stand for ("13"), text such as "maakunta/13", a
                reference or an `Area`. An area of another kind that lies inside one seat's area on that day,
                such as a municipality, is represented by that seat.
            on: As in `posts`.
            role: The role of the seat.

        Raises:
            UnknownObjectError: No seat stands for the area on that day; the message says why. Or the role is unknown.
            NonNestingError: The area does not lie inside one seat's area.
            OptionError: The area has several places, see `representatives`.
            UnknownAreaError: For an area that the register does not know, or not on that day.
            AmbiguousAreaError: For a bare code of several kinds.
            DateNotCoveredError, DateError: As in `posts`.
        """
        asked = area_asked(self._course, area, role)
        return self._answer(on, lambda day: representative_of(self._course, asked, day, role))

    def representatives(
        self, area: str | AreaRef | Area, *, on: DateLike | None = None, role: str = "member"
    ) -> tuple[Holder, ...]:
        """Return everybody who holds a place that stands for an area on a day.

        The arguments and errors are those of `representative`, but that there may be several places.
        """
        asked = area_asked(self._course, area, role)
        return self._answer(on, lambda day: representatives_of(self._course, asked, day, role))

    def serving(
        self, area: str | AreaRef | Area, *, on: DateLike | None = None, role: str | None = None
    ) -> tuple[Post, ...]:
        """Return the posts whose areas contain or overlap an area on a day; posts without an area are left out.

        Args:
            area: As in `representative`.
            on: As in `posts`.
            role: Only this role.

        Raises:
            UnknownAreaError: For an area that the register does not know, or not on that day.
            AmbiguousAreaError: For a bare code of several kinds.
            UnknownObjectError, DateNotCoveredError, DateError: As in `posts`.
        """
        asked = area_asked(self._course, area, role)
        return self._answer(on, lambda day: posts_serving(self._course, asked, day, role))

    def areas_served(self, post: Post | str, area_type: str, *, on: DateLike | None = None) -> tuple[Area, ...]:
        """Return the areas of a kind that a post's area contains or overlaps on a day, by code.

        Args:
            post: A post, or the id of one that exists on that day.
            area_type: A kind of area. Its bodies outside the scheme, such as Helsinki among the wellbeing services
                counties, are among the answer (`Area.official`).
            on: As in `posts`.

        Returns:
            Nothing for a post without an area.

        Raises:
            UnknownObjectError: For an id that no post has on that day.
            UnknownAreaError: For an unknown kind of area.
            DateNotCoveredError, DateError: As in `posts`.

        Example:
            >>> network = Network(organisations=[Organisation("b", "Malli B")])
            >>> model = Structure("b", network, rules=[SeatRule("erva", 2, role="worker")])
            >>> for post in model.serving("maakunta/13", on="2020-03-01"):
            ...     print(post.id, [area.code for area in model.areas_served(post, "maakunta", on="2020-03-01")])
            b/worker/erva/3 ['05', '06', '13', '14', '15']
            b/worker/erva/4 ['10', '11', '12', '13']
        """
        return self._answer(on, lambda day: served(self._course, post, area_type, day))

    def timeline(self, period: Period | DateLike | None = None) -> tuple[Sitting, ...]:
        """Return who held each post from when to when, and when nobody did, by post and first day.

        A sitting ends where its holder changes, and where the standing does: from the day on which no more is
        stated, somebody's sitting goes on as "presumed".

        Args:
            period: The days asked for, a year or a month as all of its days; None means from the first day that
                any statement about the body names. An end of a sitting is open where nothing known ends it.

        Raises:
            DateNotCoveredError: An end of the period lies on a day on which the seats cannot be known.
            DateError: For text that is no date or period.

        Example:
            >>> from verkosto.organisations import Membership, Person, Term
            >>> network = Network(organisations=[Organisation("tv", "Työvaliokunta")],
            ...     people=[Person("a", "Aino"), Person("b", "Bertta")],
            ...     memberships=[Membership("tv", "chair", person="a", terms=[Term("2021-01-01", "2022-05-31")]),
            ...                  Membership("tv", "chair", person="b", terms=[Term("2022-08-01", "2023-12-31")])])
            >>> for sitting in Structure("tv", network, rules=[SeatRule(role="chair")]).timeline("2022"):
            ...     print(sitting.span, sitting.who)
            2022-01-01/2022-05-31 Aino
            2022-06-01/2022-07-31 None
            2022-08-01/2022-12-31 Bertta
        """
        return sittings(self._course, None if period is None else Period.of(period))

    def audit(self, on: DateLike | Period | None = None) -> tuple[Finding, ...]:
        """Return what is amiss with the seats and their holders, by first day, code and objects.

        `AUDIT_CODES` explains each code. Nothing is found that rests on missing precision alone: of two terms that
        meet in "2022" none is too early or too late. Contact values never stand in a message.

        Args:
            on: A day, or a `Period` (also as text: "2022/2023"); findings that touch it. None means all, from
                the first day that any statement about the body names.

        Returns:
            Findings with the days on which they hold. An end is open where nothing known ends it.

        Raises:
            DateNotCoveredError: The seats of the day depend on areas that the register does not cover then.
            DateError: For text that is no date or period.

        Example:
            >>> from verkosto.organisations import Membership, Person, Term
            >>> network = Network(organisations=[Organisation("tv", "Työvaliokunta")], people=[Person("a", "Aino")],
            ...     memberships=[Membership("tv", "chair", person="a", terms=[Term("2021-01-01", "2022-05-31")])])
            >>> for finding in Structure("tv", network, rules=[SeatRule(role="chair")]).audit("2022-07-01"):
            ...     print(finding)
            vacant_seat 2022-06-01/..: Nobody holds the post of chair (tv/chair). ... [tv/chair]
        """
        if on is None:
            return self._audited.findings
        if isinstance(on, Period) or (isinstance(on, str) and "/" in on):
            return self._audited.within(Period.of(on))
        day = as_day(on)
        self._course.check(day, None)
        return self._audited.on(day)

    def table(self, *, on: DateLike | None = None, lang: str = "fi") -> SeatTable:
        """Return the seats on a day in words; a notebook shows it as a table.

        Args:
            on: A day; None is today, or the newest day before it that the register covers.
            lang: "fi", "sv" or "en".

        Raises:
            OptionError: For another language.
            DateNotCoveredError: For a day on which the register does not know the areas that have seats.
            DateError: For text that is no date.
        """
        return seat_table(self, on, lang)

    def __repr__(self) -> str:
        """Name the body and count its rules."""
        return f"<{type(self).__name__} {self.organisation!r}: {self.body}, {len(self.rules)} rules>"

    def _repr_html_(self) -> str:
        """Show the seats of today in a notebook."""
        return self.table()._repr_html_()

    def _faults(self) -> Iterator[str]:
        """Yield a line for each thing that does not fit the network; a subclass yields its own after these."""
        yield from rule_faults(self.rules, {organisation.id for organisation in self.network.organisations})

    def _findings(self) -> Iterator[Finding]:
        """Yield everything that is amiss on whatever day, each with all of its span.

        A subclass yields its own after these. `audit` sorts them, joins equal ones whose spans adjoin, and
        chooses those of the days asked for; a finding therefore must not depend on them.
        """
        yield from seat_findings(self._course)

    @cached_property
    def _audited(self) -> Audited:
        return Audited.of(self._findings())

    @cached_property
    def _course(self) -> Course:
        """What its rules, posts and memberships say for every day, compiled on first use."""
        return Course(self.body, self.network, self.rules, self.roster == "complete")

    def _on(self, on: DateLike | None, role: str | None) -> Snapshot:
        return self._answer(on, lambda day: self._course.snapshot(day, role))

    def _answer(self, on: DateLike | None, answer: Callable[[dt.date], T]) -> T:
        if on is not None:
            return answer(as_day(on))
        today = day_or_today(None)
        try:
            return answer(today)
        except DateNotCoveredError as error:
            raise DateNotCoveredError(f"Today is {today}. {error} Pass the day as on=.") from error
