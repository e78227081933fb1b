"""Findings about ties: circles of parts, shared identifiers, changes, and contacts that are kept too long."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from verkosto.organisations._audit_terms import sources_of
from verkosto.organisations._findings import Finding
from verkosto.organisations._lineage import PART_OF
from verkosto.organisations._organisation import Identifier, Organisation
from verkosto.organisations._people import Contact
from verkosto.organisations._posts import Change, Membership
from verkosto.organisations._runs import LAST, Courses, Run, span_of
from verkosto.sources import Source

if TYPE_CHECKING:
    from verkosto.organisations._network import Network

__all__ = ["change_findings", "contact_findings", "cycle_findings", "identifier_findings"]


def cycle_findings(network: Network, courses: Courses) -> Iterator[Finding]:
    """Yield circles of organisations that are parts of one another, with the days on which all ties hold."""
    parts = [m for m in network.memberships if m.role == PART_OF and m.member is not None]
    told = set()
    for circle, (first, last) in _circles(_entangled(parts), courses):
        ids = tuple(m.holder for m in circle)
        if (frozenset(ids), first) not in told:
            told.add((frozenset(ids), first))
            yield Finding(
                "part_of_cycle",
                f"{' is part of '.join(map(repr, (*ids, ids[0])))}. Remove the tie that is not so.",
                ids,
                span_of(first, last),
                sources_of(*circle),
            )


def _entangled(parts: Sequence[Membership]) -> Sequence[Membership]:
    """Leave out what leads to no circle, or comes from none: in most networks nothing remains."""
    ends: tuple[Callable[[Membership], str], ...] = (lambda m: m.holder, lambda m: m.organisation)
    for start, end in (ends, ends[::-1]):
        free = _free([(start(m), end(m)) for m in parts])
        parts = [m for m in parts if start(m) not in free and end(m) not in free]
    return parts


def _sorter(ties: Iterable[tuple[str, str]]) -> TopologicalSorter[str]:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for before, after in ties:
        sorter.add(after, before)
    return sorter


def _free(ties: Iterable[tuple[str, str]]) -> set[str]:
    sorter, free = _sorter(ties), set[str]()
    # After the error it goes on with everything that waits for no circle.
    with contextlib.suppress(CycleError):
        sorter.prepare()
    while ready := sorter.get_ready():
        free.update(ready)
        sorter.done(*ready)
    return free


def _circles(parts: Sequence[Membership], courses: Courses) -> Iterator[tuple[list[Membership], Run]]:
    held = {id(m): courses.of(m.terms).firm for m in parts}
    # A circle closes on the first day of one of its ties.
    for day in sorted({first for runs in held.values() for first, _ in runs}):
        ties: dict[tuple[str, str], tuple[Membership, Run]] = {}
        for m in parts:
            run = next(((first, last) for first, last in held[id(m)] if first <= day <= last), None)
            if run is not None:
                ties.setdefault((m.holder, m.organisation), (m, run))
        while circle := _circle(ties):
            pairs = [ties.pop(pair) for pair in circle]
            runs = [run for _, run in pairs]
            yield [m for m, _ in pairs], (max(first for first, _ in runs), min(last for _, last in runs))


def _circle(ties: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    try:
        _sorter(ties).prepare()
    except CycleError as error:
        around = error.args[1][:-1]
        start = around.index(min(around))
        turned = [*around[start:], *around[:start]]
        return list(pairwise([*turned, turned[0]]))
    return []


def identifier_findings(network: Network) -> Iterator[Finding]:
    """Yield identifiers that several organisations bear."""
    bearers: dict[Identifier, list[Organisation]] = {}
    for organisation in network.organisations:
        for identifier in dict.fromkeys(organisation.identifiers):
            bearers.setdefault(identifier, []).append(organisation)
    for identifier, found in bearers.items():
        if len(found) > 1:
            yield Finding(
                "shared_identifier",
                f"{len(found)} organisations bear the {identifier.scheme} {identifier.value!r}. "
                "Correct the identifier, or make one organisation of them.",
                tuple(organisation.id for organisation in found),
                sources=sources_of(*found),
            )


def change_findings(network: Network, courses: Courses) -> Iterator[Finding]:
    """Yield changes that contradict the life of the organisations that they name."""
    named = {id_ for change in network.changes for id_ in (*change.before, *change.after)}
    bodies = {body.id: body for body in network.organisations if body.id in named and body.terms}
    dated = [
        (change, (change.date.first.toordinal(), change.date.last.toordinal()))
        for change in network.changes
        if change.date is not None and not change.planned
    ]
    for change, days in dated:
        for id_ in dict.fromkeys((*change.before, *change.after)):
            if id_ in bodies:
                yield from _absent(change, days, bodies[id_], courses)
    for change, (_, last) in dated:
        for id_ in change.before:
            if id_ in bodies and id_ not in change.after:
                yield from _goes_on(change, last, bodies[id_], courses)


def _absent(change: Change, days: Run, body: Organisation, courses: Courses) -> Iterator[Finding]:
    first, last = days
    # The one may end on the eve of the change, the other begin on its morrow.
    late, gone = courses.life(body.terms)
    if body.id in change.before and (late >= last or (gone < first and change.kind != "succession")):
        when = "had not been founded" if late >= last else "had ended"
    elif body.id in change.after and (late > last or gone <= first):
        when = "had not been founded" if late > last else "had ended"
    else:
        return
    yield Finding(
        "absent_at_change",
        f"The {change.kind} of {change.date} names {body.id!r}, which {when}. Correct the date or the organisation.",
        (body.id,),
        span_of(first, last),
        _sources(change, body),
    )


def _goes_on(change: Change, last: int, body: Organisation, courses: Courses) -> Iterator[Finding]:
    for start, end in courses.of(body.terms).firm:
        if end > last:
            yield Finding(
                "active_after_change",
                f"{body.id!r} goes on after the {change.kind} of {change.date}. State its end, or name it among the "
                "organisations after the change.",
                (body.id,),
                span_of(max(start, last + 1), end),
                _sources(change, body),
            )


def _sources(change: Change, body: Organisation) -> tuple[Source, ...]:
    own = () if change.source is None else (change.source,)
    return tuple(dict.fromkeys((*own, *sources_of(body))))


def contact_findings(network: Network, day: dt.date) -> Iterator[Finding]:
    """Yield contacts whose last day of keeping is before a day; their values are not shown."""
    owners: Iterable[tuple[str, Sequence[Contact]]] = chain(
        ((body.id, body.contacts) for body in network.organisations),
        ((person.id, person.contacts) for person in network.people),
        ((m.key, m.contacts) for m in network.memberships if m.contacts),
    )
    for id_, contacts in owners:
        for contact in contacts:
            if contact.keep_until is not None and contact.overdue(day):
                yield Finding(
                    "keep_until_passed",
                    f"The {contact.kind} of {id_!r} was to be kept until {contact.keep_until}. Remove it.",
                    (id_,),
                    span_of(contact.keep_until.last.toordinal() + 1, LAST),
                    () if contact.source is None else (contact.source,),
                )
