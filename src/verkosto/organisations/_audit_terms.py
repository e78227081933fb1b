"""Findings about time: memberships beside the life of organisations and posts, and sources that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from verkosto.organisations._findings import Finding
from verkosto.organisations._organisation import Organisation
from verkosto.organisations._posts import Membership, Post
from verkosto.organisations._runs import LAST, Course, Courses, Run, common, span_of
from verkosto.organisations._terms import Term
from verkosto.sources import Source

if TYPE_CHECKING:
    from verkosto.organisations._network import Network

__all__ = ["existence_findings", "sources_of", "term_findings"]


def sources_of(*parts: Organisation | Post | Membership | Term) -> tuple[Source, ...]:
    """Return the sources of some objects and of their terms, each once."""
    found: list[Source | None] = []
    for part in parts:
        found += [part.source] if isinstance(part, Term) else [*(term.source for term in part.terms), *part.sources]
    return tuple(dict.fromkeys(source for source in found if source is not None))


def existence_findings(network: Network, courses: Courses) -> Iterator[Finding]:
    """Yield organisations and posts of whose existence sources disagree."""
    for organisation in network.organisations:
        yield from _disputes("disputed_existence", "Organisation", organisation.id, organisation.terms, courses)
    for post in network.posts:
        yield from _disputes("disputed_existence", "Post", post.id, post.terms, courses)


def _disputes(code: str, kind: str, id_: str, terms: Sequence[Term], courses: Courses) -> Iterator[Finding]:
    # A dispute takes two.
    runs = courses.of(terms).those({"disputed"}) if len(terms) > 1 else ()
    for first, last in runs:
        yield Finding(
            code,
            f"{kind} {id_!r}: the sources disagree about these days. Keep both statements, or remove the one that is "
            "refuted.",
            (id_,),
            span_of(first, last),
            sources_of(*terms),
        )


def term_findings(network: Network, courses: Courses) -> Iterator[Finding]:
    """Yield memberships that contradict the life of what they name, and one another."""
    for m in network.memberships:
        if len(m.terms) > 1:
            yield from _disputes("disputed_term", "Membership", m.key, m.terms, courses)
    found = [courses.of(m.terms) for m in network.memberships]
    founded, ended = dict[str, int](), dict[str, int]()
    for body in network.organisations:
        if body.terms:
            founded[body.id], ended[body.id] = courses.life(body.terms)
    yield from _before_founding(network, found, founded)
    yield from _dissolved(network, found, ended)
    yield from _after_dissolution(network, found, ended)
    yield from _outside_posts(network, found, courses)
    yield from _duplicates(network.memberships, found)


def _before_founding(network: Network, courses: Iterable[Course], founded: Mapping[str, int]) -> Iterator[Finding]:
    late = (
        (m, course, id_, founded[id_])
        for m, course in zip(network.memberships, courses, strict=True)
        for id_ in {m.organisation: None, m.member: None, m.on_behalf_of: None}
        if id_ is not None and course.first_stated <= founded.get(id_, 0)
    )
    for m, course, id_, eve in late:
        ((first, last),) = course.stated
        yield Finding(
            "before_founding",
            f"{m.holder!r} is stated as {m.role} of {m.organisation!r} before {id_!r} was founded. "
            "Correct the term, or add the founding that its source speaks of.",
            (m.key, id_),
            span_of(first, min(last, eve)),
            sources_of(m, network.organisation(id_)),
        )


def _dissolved(network: Network, courses: Iterable[Course], ended: Mapping[str, int]) -> Iterator[Finding]:
    left = (
        (m, course, id_, ended[id_])
        for m, course in zip(network.memberships, courses, strict=True)
        for id_ in {m.member: None, m.on_behalf_of: None}
        if id_ is not None and course.last_firm >= ended.get(id_, LAST + 1)
    )
    for m, course, id_, gone in left:
        for first, last in course.firm:
            if last >= gone:
                yield Finding(
                    "dissolved_organisation",
                    f"{id_!r} is dissolved, and still {'a' if id_ == m.member else 'represented as'} {m.role} of "
                    f"{m.organisation!r}. State the end of the membership.",
                    (m.key, id_),
                    span_of(max(first, gone), last),
                    sources_of(m, network.organisation(id_)),
                )


def _after_dissolution(network: Network, courses: Iterable[Course], ended: Mapping[str, int]) -> Iterator[Finding]:
    for m, course in zip(network.memberships, courses, strict=True):
        gone = ended.get(m.organisation, LAST + 1)
        # What is only presumed ends with the body.
        if course.last_firm < gone or not course.stated or course.stated[0][1] < gone:
            continue
        ((first, last),) = course.stated
        yield Finding(
            "after_dissolution",
            f"{m.holder!r} is stated as {m.role} of {m.organisation!r} after it was dissolved. Correct the end of "
            "either.",
            (m.key, m.organisation),
            span_of(max(first, gone), last),
            sources_of(m, network.organisation(m.organisation)),
        )


def _outside_posts(network: Network, found: Iterable[Course], courses: Courses) -> Iterator[Finding]:
    missing = {post.id: (post, courses.of(post.terms).those({"no"})) for post in network.posts if post.terms}
    for m, course in zip(network.memberships, found, strict=True):
        if m.post is None or m.post not in missing:
            continue
        post, absent = missing[m.post]
        if (run := common(course.stated, absent)) is not None:
            yield Finding(
                "outside_post",
                f"{m.holder!r} is stated to hold post {post.id!r}, which does not exist then. Correct either term.",
                (m.key, post.id),
                span_of(*run),
                sources_of(m, post),
            )


def _duplicates(memberships: Sequence[Membership], courses: Sequence[Course]) -> Iterator[Finding]:
    firsts: dict[object, int] = {}
    groups: dict[int, list[int]] = {}
    for place, m in enumerate(memberships):
        first = firsts.setdefault((m.organisation, m.role, m.holder, m.area, m.post), place)
        if first != place:
            groups.setdefault(first, [first]).append(place)
    for group in groups.values():
        # What no source dates can only double what no source dates either.
        for dated in (True, False):
            alike = [place for place in group if bool(memberships[place].terms) is dated]
            runs = [
                (run, place) for place in alike for run in (courses[place].stated if dated else courses[place].firm)
            ]
            yield from _overlaps(sorted(runs), memberships)


def _overlaps(runs: Sequence[tuple[Run, int]], memberships: Sequence[Membership]) -> Iterator[Finding]:
    longest, holder = 0, -1
    for (first, last), place in runs:
        if first <= longest and place != holder:
            one, other = memberships[holder], memberships[place]
            yield Finding(
                "duplicate_membership",
                f"{one.holder!r} is {one.role} of {one.organisation!r} twice on the same days. "
                "Make one membership with the terms of both, or correct their dates.",
                (one.key, other.key),
                span_of(first, min(last, longest)),
                sources_of(one, other),
            )
        if last > longest:
            longest, holder = last, place
