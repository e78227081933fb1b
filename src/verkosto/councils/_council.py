"""A council: seats by rule, officers, meetings, requests for statements."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Self

from attrs import Attribute, field, frozen

from verkosto.councils._council_audit import council_findings
from verkosto.councils._fields import day_or_today
from verkosto.councils._html import SeatTable, record_notes, seat_table, table_day
from verkosto.councils._meetings import Meeting, by_date, meetings_of
from verkosto.councils._officers import Officer, officers_on
from verkosto.councils._presence import Presence, presence_at
from verkosto.councils._public import public_copy
from verkosto.councils._quorum import Quorum
from verkosto.councils._references import record_faults
from verkosto.councils._requests import StatementRequest, by_due, requests_of
from verkosto.councils._structure import Structure
from verkosto.dates import DateLike, Period
from verkosto.errors import OptionError, UnknownObjectError, did_you_mean
from verkosto.fields import check_word, strings
from verkosto.organisations import Finding, Organisation, Person
from verkosto.text import check_language

__all__ = ["Council"]


def _check_quorum(_council: Council, _attribute: Attribute[Quorum | None], value: object) -> None:
    if value is not None and not isinstance(value, Quorum):
        raise OptionError(f"A {type(value).__name__} is no quorum. Write Quorum(9) or Quorum(share='1/2').")


@frozen(slots=False, repr=False)
class Council(Structure):
    """A council (neuvottelukunta) that seats representatives, meets and answers requests for statements.

    A working committee is an organisation of its own in the network, with a membership "part_of" in the
    council; its people are memberships of that organisation.

    Attributes:
        organisation: Id of the council in the network.
        network: The organisations, people and memberships that it speaks of.
        rules: The rules that make its seats.
        roster: "complete" or "partial", see `Structure`.
        seat_role: The role of those who sit in it and vote.
        chair_roles: Roles whose holders are the chair for a quorum; ("chair", "vice_chair") where either will do.
        contact_roles: Roles through which it is reached; `audit` tells when such a term ends without a successor.
        quorum: How many must be present; None where it is not known or none is set.
        meetings: Its meetings and those of its working groups.
        requests: The statements that it is asked for.

    Raises:
        NetworkError: An organisation, person, post or meeting is named that is not there, or an id stands twice;
            every fault is listed.

    Example:
        >>> from verkosto.councils import Attendance, SeatRule
        >>> from verkosto.organisations import Membership, Network
        >>> network = Network(
        ...     organisations=[Organisation("mvn", "Neuvottelukunta"), Organisation("hyte", "Hyte ry")],
        ...     people=[Person("manninen", "Marja Manninen")],
        ...     memberships=[Membership("mvn", "vice_chair", person="manninen", on_behalf_of="hyte")],
        ... )
        >>> council = Council("mvn", network, rules=[SeatRule("maakunta", exclude="21")], quorum=Quorum(9),
        ...     meetings=[Meeting("1", "2023-05-11", attendance=[Attendance("manninen"), Attendance(count=9)])])
        >>> [str(person) for person in council.attended("1")]
        ['Marja Manninen']
    """

    FORMAT: ClassVar[str] = "verkosto.council/1"

    seat_role: str = field(default="member", validator=check_word, kw_only=True)
    chair_roles: tuple[str, ...] = field(default=("chair",), converter=strings, kw_only=True)
    contact_roles: tuple[str, ...] = field(default=("contact", "secretary"), converter=strings, kw_only=True)
    quorum: Quorum | None = field(default=None, validator=_check_quorum, kw_only=True)
    meetings: tuple[Meeting, ...] = field(default=(), converter=meetings_of, kw_only=True)
    requests: tuple[StatementRequest, ...] = field(default=(), converter=requests_of, kw_only=True)

    def officers(self, *, on: DateLike | None = None, role: str | None = None) -> tuple[Officer, ...]:
        """Return who holds the offices beside the seats: chair, vice chair, secretary, contact, secretariat.

        `holders` answers for posts, which have a number of places. An office here is any membership of the
        council in another role than a seat's, and several may hold it: two sources may well name two chairs.

        Args:
            on: A day; None means today.
            role: Only this role, any role included. None leaves out the seats, deputies and sub-groups.

        Returns:
            The officers whose memberships hold on the day, presumed and disputed ones included. Chairs come
            first; of one role the surest comes first.

        Raises:
            DateError: For text that is no date.
        """
        return officers_on(
            self.network,
            self.organisation,
            day_or_today(on),
            role=role,
            seat_roles={self.seat_role, *(rule.role for rule in self.rules)},
            first=self.chair_roles,
        )

    def meeting(self, id: str) -> Meeting:  # noqa: A002
        """Return one meeting.

        Raises:
            UnknownObjectError: For an id that no meeting has; the message names the nearest.
        """
        found = next((meeting for meeting in self.meetings if meeting.id == id), None)
        if found is None:
            hint = did_you_mean(str(id), [meeting.id for meeting in self.meetings])
            raise UnknownObjectError(f"No meeting has the id {id!r}.{hint} Check the id.")
        return found

    def attended(self, meeting: str) -> tuple[Person | Organisation, ...]:
        """Return the people and organisations that a meeting's record shows as present, in its order.

        People without names are not among them; `presence` counts these too.

        Raises:
            UnknownObjectError: For an id that no meeting has.
        """
        present = [a for a in self.meeting(meeting).attendance if a.present]
        people: list[Person | Organisation] = [self.network.person(a.person) for a in present if a.person is not None]
        bodies = [self.network.organisation(a.member) for a in present if a.member is not None]
        found = {one.id: one for one in [*people, *bodies]}
        return tuple(found[id_] for id_ in dict.fromkeys(a.attendee for a in present if a.attendee is not None))

    def presence(self, meeting: str) -> Presence:
        """Hold a meeting's attendance against the seats of its day and the quorum.

        Raises:
            UnknownObjectError: For an id that no meeting has.

        Example:
            >>> from verkosto.councils import Attendance, SeatRule
            >>> from verkosto.organisations import Network
            >>> network = Network(organisations=[Organisation("mvn", "Neuvottelukunta")])
            >>> council = Council("mvn", network, rules=[SeatRule("maakunta", exclude="21")], quorum=Quorum(9),
            ...     meetings=[Meeting("1", "2023-05-11", attendance=[Attendance(count=8)])])
            >>> found = council.presence("1")
            >>> print(found.present, found.places, found.needed, found.quorate)
            8 18 9 False
        """
        return presence_at(self, self.meeting(meeting))

    def meetings_in(self, period: Period | DateLike, *, certain: bool = False) -> tuple[Meeting, ...]:
        """Return the meetings of a period, by date; those that were called off are left out.

        Args:
            period: A period or a date as `Period.of` reads it.
            certain: Whether to return only meetings that lie within the period whatever the missing
                precision leaves open. Otherwise all that can have been in it are returned.

        Raises:
            DateError: For text that is no period.
        """
        asked = Period.of(period)
        within = _inside if certain else Period.overlaps
        found = [m for m in self.meetings if not m.cancelled and within(m.possible, asked)]
        return tuple(sorted(found, key=by_date))

    def next_meeting(self, on: DateLike | None = None) -> Meeting | None:
        """Return the first meeting that lies on a day or after it; None where none is known.

        Meetings that were called off or have no date are left out.

        Args:
            on: A day; None means today.

        Raises:
            DateError: For text that is no date.
        """
        day = day_or_today(on)
        dated = [m for m in self.meetings if m.date is not None and not m.cancelled and m.date.last >= day]
        return min(dated, key=by_date, default=None)

    def open_requests(self, *, on: DateLike | None = None) -> tuple[StatementRequest, ...]:
        """Return the requests that are open on a day, the first due first, those without a due date last.

        Args:
            on: A day; None means today.

        Raises:
            DateError: For text that is no date.
        """
        day = day_or_today(on)
        found = [request for request in self.requests if request.status_on(day) == "open"]
        return tuple(sorted(found, key=by_due))

    def public(self, *, on: DateLike | None = None) -> Self:
        """Return a copy that holds nothing but what may be published on a day.

        What is left out stands nowhere in the copy:

        - contacts without a ground, out of use or past the date that they may be kept, and contacts whose
          ground is an office that is not held on the day;
        - people with `publishable=False` and all their memberships. As only some members are then published,
          the copy's roster is "partial": a seat without a holder is unknown there, and not vacant. At
          meetings these people are counted by role, without the organisation that they represented;
        - statements with `publishable=False`, and internal notes of meetings and requests;
        - what the council has nothing to do with. Of the network the council remains, with its sub-groups,
          their members, posts and changes, the bodies of which it is itself a member, and whoever these, the
          meetings and the requests name. Other memberships of the same people are left out.

        Texts such as agendas and notes are copied as they are: keep names that may not be published out of them.

        Args:
            on: The day of publishing; None means today.

        Raises:
            DateError: For text that is no date.
        """
        return public_copy(self, day_or_today(on))

    def table(self, *, on: DateLike | None = None, lang: str = "fi") -> SeatTable:
        """Return the officers and seats on a day in words, as `Structure.table` does.

        Below them stand the next meeting and the number of open requests on that day.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
            DateNotCoveredError: For a day on which the register does not know the areas that have seats.
            DateError: For text that is no date.
        """
        day = table_day(self, on)
        requests = self.open_requests(on=day)
        notes = record_notes(
            check_language(lang),
            next_meeting=self.next_meeting(day),
            open_requests=len(requests),
            overdue=sum(request.overdue(day) for request in requests),
        )
        return seat_table(self, on, lang, officers=self.officers(on=day), notes=notes)

    @cached_property
    def has_seats(self) -> bool:
        """Whether a rule or a post says what seats it has; the members of a council may be all that is known."""
        return any(rule.role == self.seat_role for rule in self.rules) or bool(
            self.network.posts_of(self.organisation, role=self.seat_role)
        )

    def _findings(self) -> Iterator[Finding]:
        yield from super()._findings()
        yield from council_findings(self)

    def _faults(self) -> Iterator[str]:
        yield from super()._faults()
        yield from record_faults(self)


def _inside(possible: Period, asked: Period) -> bool:
    return all(day is not None and asked.on(day) for day in (possible.first, possible.last))
