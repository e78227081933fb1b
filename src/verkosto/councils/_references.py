"""Whether what a council's records name is in its network, and every record has an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING

from verkosto.errors import did_you_mean

if TYPE_CHECKING:
    from verkosto.councils._council import Council
    from verkosto.councils._meetings import Attendance

__all__ = ["record_faults"]

# A near name is searched for a few faults only: in a large network each search takes long.
_MOST_HINTS = 3


def record_faults(council: Council) -> Iterator[str]:
    """Yield a line for each id that stands twice and each reference that leads nowhere."""
    meetings, requests = council.meetings, council.requests
    if not meetings and not requests:
        return
    yield from _repeated("meeting", (meeting.id for meeting in meetings))
    yield from _repeated("request", (request.id for request in requests))
    for meeting in meetings:
        attendees = ((a.attendee, a.role) for a in meeting.attendance if a.attendee is not None)
        for (id_, role), times in Counter(attendees).items():
            if times > 1:
                yield f"meeting {meeting.id!r}: {id_!r} is there {times} times as {role}. Keep one of them."
    network = council.network
    known: dict[str, Set[str]] = {
        "organisation": {organisation.id for organisation in network.organisations},
        "person": {person.id for person in network.people},
        "post": {post.id for post in network.posts},
        "meeting": {meeting.id for meeting in meetings},
    }
    known["person or organisation"] = known["person"] | known["organisation"]
    missing = ((where, kind, id_) for where, kind, id_ in _references(council) if id_ not in known[kind])
    for number, (where, kind, id_) in enumerate(missing):
        hint = did_you_mean(id_, known[kind]) if number < _MOST_HINTS else ""
        yield f"{where}: no {kind} has the id {id_!r}.{hint}"


def _repeated(kind: str, ids: Iterable[str]) -> Iterator[str]:
    counts = Counter(ids)
    yield from (f"{kind} {id_!r} stands {n} times. Give each an id of its own." for id_, n in counts.items() if n > 1)


def _references(council: Council) -> Iterator[tuple[str, str, str]]:
    for meeting in council.meetings:
        where = f"meeting {meeting.id!r}"
        if meeting.organisation is not None:
            yield where, "organisation", meeting.organisation
        for attendance in meeting.attendance:
            yield from ((where, kind, id_) for kind, id_ in _named(attendance))
    for request in council.requests:
        where = f"request {request.id!r}"
        if request.requested_by is not None:
            yield where, "organisation", request.requested_by
        yield from ((where, "meeting", id_) for id_ in request.handled_in)


def _named(attendance: Attendance) -> Iterator[tuple[str, str]]:
    named = {
        "person": (attendance.person,),
        "organisation": (attendance.member, attendance.on_behalf_of),
        "person or organisation": (attendance.deputy_for,),
        # A seat that a rule makes is known to the rule and not to the network.
        "post": (attendance.post if "/" not in (attendance.post or "") else None,),
    }
    yield from ((kind, id_) for kind, ids in named.items() for id_ in ids if id_ is not None)
