"""Strategies for a council's records, and one council whose every date is known."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from networks import ORGANISATIONS, PEOPLE, POSTS, contacts, dates, local_texts, memberships, notes, quantities, sources

from verkosto.councils import (
    Attendance,
    AttendanceRole,
    Council,
    Meeting,
    Quorum,
    RequestStatus,
    SeatRule,
    StatementRequest,
)
from verkosto.dates import PartialDate
from verkosto.organisations import Membership, Network, Organisation, Person, Post, Term

__all__ = ["attendances", "councils", "known_networks", "meetings", "quorums", "regional_council", "requests", "rules"]

_bodies = st.none() | st.sampled_from(ORGANISATIONS)
_people = st.sampled_from(PEOPLE)
_roles: st.SearchStrategy[AttendanceRole] = st.sampled_from(["member", "deputy", "chair", "secretary", "guest"])
_statuses: st.SearchStrategy[RequestStatus] = st.sampled_from(["open", "answered", "declined", "withdrawn", "unknown"])
_sources = st.lists(sources, max_size=2).map(tuple)

quorums = st.one_of(
    st.builds(
        Quorum,
        st.integers(1, 9),
        st.none() | st.sampled_from(["1/2", "1/3"]),
        chair_present=st.booleans(),
        source=st.none() | sources,
    ),
    st.builds(Quorum, share=st.fractions("1/4", "3/4"), more_than=st.booleans()),
)


@st.composite
def attendances(draw: st.DrawFn, *, present: bool | None = None) -> Attendance:
    """Draw one who was there or excused, or a number of people without names."""
    who: dict[str, Any] = draw(
        st.one_of(
            st.fixed_dictionaries({"person": _people}),
            st.fixed_dictionaries({"member": st.sampled_from(ORGANISATIONS)}),
            st.fixed_dictionaries({"count": quantities}),
        )
    )
    role = draw(_roles)
    return Attendance(
        **who,
        role=role,
        deputy_for=draw(st.none() | _people) if role == "deputy" else None,
        post=draw(st.none() | st.sampled_from([*POSTS, "mvn/member/maakunta/13"])),
        on_behalf_of=draw(_bodies),
        present=draw(st.booleans()) if present is None else present,
        note=draw(notes),
    )


@st.composite
def meetings(draw: st.DrawFn, id_: str = "1") -> Meeting:
    """Draw a meeting: held, planned or cancelled, with a date of any precision, bounds, or neither."""
    days = sorted(draw(st.tuples(dates, dates, dates)))
    inner: PartialDate | None = draw(st.sampled_from([days[1], None]))
    held = draw(st.booleans())
    there = draw(st.lists(attendances(present=None if held else False), max_size=4))
    return Meeting(
        id_,
        inner,
        not_before=draw(st.sampled_from([days[0], None])),
        not_after=draw(st.sampled_from([days[2], None])),
        organisation=draw(_bodies),
        title=draw(st.none() | local_texts),
        place=draw(notes),
        attendance=tuple({(a.attendee, a.role): a for a in there}.values()),
        agenda=draw(st.lists(st.text("abc", min_size=1), max_size=2)),
        planned=not held and draw(st.booleans()),
        cancelled=not held and draw(st.booleans()),
        url=draw(notes),
        note=draw(notes),
        internal_note=draw(notes),
        sources=draw(_sources),
    )


@st.composite
def requests(draw: st.DrawFn, id_: str = "l1", handled_in: tuple[str, ...] = ()) -> StatementRequest:
    """Draw a request with whatever became of it."""
    received, due, ended = sorted(draw(st.tuples(dates, dates, dates)))
    status = draw(_statuses)
    end = {"answered": "answered", "declined": "closed", "withdrawn": "closed"}.get(status)
    closing: dict[str, Any] = {end: ended} if end is not None and draw(st.booleans()) else {}
    return StatementRequest(
        id_,
        draw(local_texts),
        requested_by=draw(_bodies),
        received=draw(st.sampled_from([received, None])),
        due=draw(st.sampled_from([due, None])),
        status=status,
        handled_in=handled_in,
        url=draw(notes),
        note=draw(notes),
        internal_note=draw(notes),
        sources=draw(_sources),
        **closing,
    )


_contacts = st.just(()) | contacts.map(lambda contact: (contact,))

rules = st.builds(
    SeatRule,
    st.sampled_from(["maakunta", "hyvinvointialue", None]),
    st.none() | st.integers(1, 2),
    role=st.sampled_from(["member", "worker"]),
    label=st.none() | local_texts,
    term_years=st.none() | st.integers(1, 4),
    nominated_by=_bodies,
    funded_by=_bodies,
    source=st.none() | sources,
)


@st.composite
def councils(draw: st.DrawFn, of: st.SearchStrategy[Network]) -> Council:
    """Draw a council with records, on a network of the ids that `networks` has."""
    held = [draw(meetings(str(number))) for number in range(draw(st.integers(0, 2)))]
    handled = tuple(meeting.id for meeting in held[:1])
    asked = [draw(requests(f"l{number}", handled)) for number in range(draw(st.integers(0, 2)))]
    return Council(
        "mvn",
        draw(of),
        rules=draw(st.lists(rules, max_size=2)),
        roster=draw(st.sampled_from(["complete", "partial"])),
        chair_roles=draw(st.sampled_from(["chair", ("chair", "member")])),
        quorum=draw(st.none() | quorums),
        meetings=held,
        requests=asked,
    )


@st.composite
def known_networks(draw: st.DrawFn) -> Network:
    """Draw a network in which the council has two members and a chair, some of them not to be named.

    It has the ids that `networks` has and is drawn in a hundredth of the time.
    """
    terms = [Term("2021-01-01", "2023-12-31")]
    held = draw(st.lists(memberships(), max_size=1))
    return Network(
        organisations=[Organisation(id_, id_, contacts=draw(_contacts)) for id_ in ORGANISATIONS],
        people=[
            Person(id_, id_, publishable=draw(st.sampled_from([True, True, False])), contacts=draw(_contacts))
            for id_ in PEOPLE
        ],
        posts=[Post(id_, "mvn", "member") for id_ in POSTS],
        memberships=[
            Membership("mvn", person="sivonen", post="seat", on_behalf_of="hyte", terms=terms),
            Membership("mvn", person="manninen", area="maakunta/13", terms=terms, contacts=draw(_contacts)),
            Membership("mvn", "chair", person="manninen", terms=terms),
            *held,
        ],
    )


def regional_council(**more: Any) -> Council:
    """A council of three regions in 2023 and 2024: two members, one of them chair, a secretary and a contact person."""
    both = [Term("2023-01-01", "2024-12-31")]
    members = [
        Membership("mvn", person="sivonen", area="maakunta/13", on_behalf_of="kyt", terms=both),
        Membership("mvn", person="manninen", area="maakunta/01", on_behalf_of="hyte", terms=both),
        Membership("mvn", "chair", person="sivonen", on_behalf_of="kyt", terms=both),
        Membership("mvn", "vice_chair", person="manninen", terms=both),
        Membership("mvn", "contact", person="pajula", terms=[Term("2023-01-01", "2023-05-31")]),
        Membership("mvn", "secretary", person="heinonen", terms=[Term("2023-06-01", "2024-12-31")]),
        Membership("mvn", "part_of", member="tv"),
    ]
    network = Network(
        organisations=[
            Organisation("mvn", "Neuvottelukunta", terms=[Term("2023-01-01", "2024-12-31")]),
            Organisation("tv", "Työvaliokunta"),
            Organisation("kyt", "Keski-Suomen Yhteisöjen Tuki ry"),
            Organisation("hyte", "Hyte ry"),
            Organisation("stm", "Sosiaali- ja terveysministeriö"),
        ],
        people=[
            Person("sivonen", "Tiina Sivonen"),
            Person("manninen", "Marja Manninen"),
            Person("pajula", "Elina Pajula"),
            Person("heinonen", "Sanna Heinonen"),
            Person("vieras", "Vilma Vieras", publishable=False),
        ],
        memberships=[*members, *more.pop("memberships", ())],
    )
    return Council("mvn", network, rules=[SeatRule("maakunta", only=["01", "13", "19"])], **more)
