"""Whether the ids of a network are unique, and every reference finds its object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence, Set
from itertools import chain

from verkosto.errors import NetworkError, did_you_mean
from verkosto.organisations._organisation import Organisation
from verkosto.organisations._people import Person
from verkosto.organisations._posts import Change, Membership, Post

__all__ = ["refuse_faults"]

# A near name is searched for a few faults only: in a large network each search takes long.
_MOST_HINTS = 3
_MOST_LISTED = 20


def refuse_faults(
    organisations: Sequence[Organisation],
    people: Sequence[Person],
    posts: Sequence[Post],
    memberships: Sequence[Membership],
    changes: Sequence[Change],
) -> None:
    """Raise one error for all faults of a network's references.

    Raises:
        NetworkError: There is a fault.
    """
    faults = list(_faults(organisations, people, posts, memberships, changes))
    if faults:
        more = [f"and {len(faults) - _MOST_LISTED} more"] if len(faults) > _MOST_LISTED else []
        raise NetworkError("\n".join(["The network contradicts itself:", *faults[:_MOST_LISTED], *more]))


def _faults(
    organisations: Sequence[Organisation],
    people: Sequence[Person],
    posts: Sequence[Post],
    memberships: Sequence[Membership],
    changes: Sequence[Change],
) -> Iterator[str]:
    """Yield a line for each id that stands twice and each reference to an object that is not there."""
    yield from _repeated("organisation or person", chain(organisations, people))
    yield from _repeated("post", posts)
    bodies = {organisation.id for organisation in organisations}
    humans = {person.id for person in people}
    places = {post.id for post in posts}
    missing = chain(
        _missing_of_posts(posts, bodies),
        _missing_of_memberships(memberships, bodies, humans, places),
        (
            (f"{change.kind} on {change.date or 'an unknown day'}", "organisation", id_)
            for change in changes
            for id_ in (*change.before, *change.after)
            if id_ not in bodies
        ),
    )
    known = {"organisation": bodies, "person": humans, "post": places}
    for number, (where, kind, id_) in enumerate(missing):
        hint = did_you_mean(id_, known[kind]) if number < _MOST_HINTS else ""
        yield f"{where}: no {kind} has the id {id_!r}.{hint}"


def _repeated(kind: str, objects: Iterable[Organisation | Person | Post]) -> Iterator[str]:
    counts = Counter([obj.id for obj in objects])
    yield from (f"{kind} {id_!r} stands {n} times. Give each an id of its own." for id_, n in counts.items() if n > 1)


def _missing_of_posts(posts: Iterable[Post], bodies: Container[str]) -> Iterator[tuple[str, str, str]]:
    for post in posts:
        for id_ in (post.organisation, post.funded_by):
            if id_ is not None and id_ not in bodies:
                yield f"post {post.id!r}", "organisation", id_


def _missing_of_memberships(
    memberships: Sequence[Membership], bodies: Set[str], humans: Set[str], places: Set[str]
) -> Iterator[tuple[str, str, str]]:
    named = {id_ for m in memberships for id_ in (m.organisation, m.member, m.on_behalf_of, m.nominated_by)}
    held = {m.person for m in memberships}, {m.post for m in memberships}
    if named <= bodies | {None} and held[0] <= humans | {None} and held[1] <= places | {None}:
        return
    for m in memberships:
        for id_ in (m.organisation, m.member, m.on_behalf_of, m.nominated_by):
            if id_ is not None and id_ not in bodies:
                yield f"membership {m.key!r}", "organisation", id_
        if m.person is not None and m.person not in humans:
            yield f"membership {m.key!r}", "person", m.person
        # A post that rules make, such as a council's seat, is known to the council and not to the network.
        if m.post is not None and m.post not in places and "/" not in m.post:
            yield f"membership {m.key!r}", "post", m.post
