"""What an audit calls seats, terms and people in its messages, and the findings that it makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from verkosto.councils._course import Course
from verkosto.councils._members import Member
from verkosto.councils._runs import Runs
from verkosto.organisations import Finding, Post, Term
from verkosto.sources import Source

__all__ = ["Amiss", "findings", "handed_over", "names", "seat_name", "spans", "term_text", "whose"]

Span = tuple[dt.date, dt.date]


@frozen
class Amiss:
    """Something amiss, before its days are known: code, message, objects, and whose statements it rests on."""

    code: str
    message: str
    objects: tuple[str, ...]
    sources: tuple[Source, ...] = ()


def findings(course: Course, role: str | None, amiss: Iterable[tuple[Amiss, dt.date, dt.date]]) -> Iterator[Finding]:
    """Give what is amiss its span: from the first statement about the body on, open where only the register ends it."""
    for found, first, last in amiss:
        span = course.shown(role, first, last)
        if span is not None:
            yield Finding(found.code, found.message, found.objects, span, found.sources)


def seat_name(post: Post) -> str:
    """Name a seat by its area, or by its role and id."""
    if post.area is None:
        return f"the post of {post.role} ({post.id})"
    return f"the seat of {post.area.name} ({post.area}, {post.role})"


def names(members: Iterable[Member]) -> str:
    """Name holders, each once, in the order of the alphabet."""
    found = sorted({member.name for member in members})
    return " and ".join(found) if len(found) < 3 else f"{', '.join(found[:-1])} and {found[-1]}"


def term_text(terms: Iterable[Term]) -> str:
    """Give the dates of several statements, such as "2020-05-11 to 2022 or seen 2023-04"."""
    return " or ".join(dict.fromkeys(map(_dates, terms))) or "no dates"


def _dates(term: Term) -> str:
    if term.start is not None and term.end is not None:
        dates = f"{term.start} to {term.end}"
    else:
        dates = f"from {term.start}" if term.start is not None else f"until {term.end}" if term.end is not None else ""
    seen = f"seen {term.observed_at}" if term.observed_at is not None else ""
    return ", ".join(part for part in (dates, seen) if part) or "no dates"


def whose(post: Post | None, members: Iterable[Member] = ()) -> tuple[Source, ...]:
    """Collect the sources of a seat and of memberships, each once and in order."""
    of_post = () if post is None else post.sources
    return tuple(dict.fromkeys((*of_post, *(source for member in members for source in member.sources))))


def handed_over(members: Sequence[Member], first: dt.date, last: dt.date) -> bool:
    """Tell whether an overlap is the one day on which a term ends and the next begins, which sources write for both."""
    if first != last:
        return False
    ending = {n for n, m in enumerate(members) if any(t.end is not None and t.end.first == first for t in m.facts)}
    starting = {n for n, m in enumerate(members) if any(t.start is not None and t.start.last == first for t in m.facts)}
    return bool(ending) and bool(starting - ending) and len(ending | starting) == len(members)


def spans(runs: Runs[bool], first: dt.date, last: dt.date) -> Iterator[Span]:
    """Yield the parts of a span on which something is so."""
    for begins, ends, is_so in runs.spans():
        if is_so and begins <= last and first <= ends:
            yield max(begins, first), min(ends, last)
