"""What an audit finds in seats: empty ones, unknown holders, more claims than places, terms that overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from verkosto.councils._audit_words import Amiss, findings, handed_over, names, seat_name, spans, term_text, whose
from verkosto.councils._course import Course
from verkosto.councils._members import Member
from verkosto.councils._occupancy import Occupancy, Seated
from verkosto.organisations import Finding

__all__ = ["claim_findings", "vacancy_findings"]

Run = tuple[dt.date, dt.date, Seated | None]
Found = tuple[Amiss, dt.date, dt.date]


def vacancy_findings(course: Course) -> Iterator[Finding]:
    """Yield the seats without a holder, on days on which the body is known to exist."""
    for occupancy in course.occupancies:
        for id_ in occupancy.plan.seats:
            for amiss, first, last in _vacancies(_course_of(occupancy, id_)):
                whole = ((amiss, *span) for span in spans(course.active, first, last))
                yield from findings(course, occupancy.plan.role, whole)


def claim_findings(course: Course) -> Iterator[Finding]:
    """Yield the seats that more claim than can hold them, and terms of one holder that overlap."""
    for occupancy in course.occupancies:
        found = (
            entry
            for first, last, seats in occupancy.runs.spans()
            for seated in seats
            for entry in (
                *((amiss, first, last) for amiss in (*_double(seated, first, last), *_overlaps(seated, first, last))),
                *_open_ends(occupancy, seated, first),
            )
        )
        yield from findings(course, occupancy.plan.role, found)


def _course_of(occupancy: Occupancy, id_: str) -> Iterator[Run]:
    for first, last, seats in occupancy.runs.spans():
        yield first, last, next((seated for seated in seats if seated.seat.post.id == id_), None)


def _state(run: Run) -> str:
    _, _, seated = run
    vacancy = None if seated is None else seated.vacancy
    if seated is None or vacancy is None:
        return "none" if seated is None else "full"
    if not vacancy.known:
        return "unknown"
    return "part" if seated.places else "empty"


def _vacancies(course: Iterator[Run]) -> Iterator[Found]:
    stretches = [(state, list(runs)) for state, runs in groupby(course, _state)]
    for place, (state, runs) in enumerate(stretches):
        around = [stretches[n] for n in (place - 1, place + 1) if 0 <= n < len(stretches)]
        between = len(around) == 2 and all(other in ("full", "part") for other, _ in around)
        for first, last, seated in runs:
            if seated is None or state == "full":
                continue
            if state == "empty" and between:
                before, after = around[0][1][-1][2], around[1][1][0][2]
                yield _gap(seated, _sitting(before), _sitting(after)), first, last
            else:
                yield (_unknown(seated) if state == "unknown" else _vacant(seated)), first, last


def _sitting(seated: Seated | None) -> list[Member]:
    return [] if seated is None else [place[0].member for place in seated.places]


def _vacant(seated: Seated) -> Amiss:
    post, missing = seated.seat.post, seated.missing
    if missing is None:
        what = f"Nobody holds {seat_name(post)}, whose number of places is not stated."
    elif post.places == 1:
        what = f"Nobody holds {seat_name(post)}."
    else:
        what = f"{missing} of the {post.places} places of {seat_name(post)} {'is' if missing == 1 else 'are'} vacant."
    return Amiss("vacant_seat", f"{what} Fill it, or add the membership that is missing.", (post.id,), whose(post))


def _gap(seated: Seated, before: Sequence[Member], after: Sequence[Member]) -> Amiss:
    post = seated.seat.post
    return Amiss(
        "term_gap",
        f"Nobody holds {seat_name(post)} between the terms of {_dated(before)} and {_dated(after)}. "
        "Correct the dates, or add the membership that is missing.",
        (post.id, *sorted(m.membership.key for m in (*before, *after))),
        whose(post, (*before, *after)),
    )


def _dated(members: Sequence[Member]) -> str:
    return " and ".join(sorted(f"{m.name} ({term_text(m.facts)})" for m in members))


def _unknown(seated: Seated) -> Amiss:
    post, doubtful = seated.seat.post, [claim.member for claim in seated.doubtful]
    if doubtful:
        what = f"Since when {names(doubtful)} held {seat_name(post)} is not stated. Ask when the term began."
    else:
        what = f"Only some members were published, and who holds {seat_name(post)} is not known. Ask the body."
    keys = sorted(member.membership.key for member in doubtful)
    return Amiss("unknown_holder", what, (post.id, *keys), whose(post, doubtful))


def _double(seated: Seated, first: dt.date, last: dt.date) -> Iterator[Amiss]:
    """Judge the claims for which no place is left; those that are imprecise or disputed say nothing certain."""
    post, placed = seated.seat.post, [place[0].member for place in seated.places]
    sure = [c.member for c in seated.rest if c.standing == "stated"]
    beside = [c.member for c in seated.rest if c.standing == "presumed" and _beside(c.member, placed)]
    claims = [*placed, *sure, *beside]
    if (sure or beside) and not handed_over(claims, first, last):
        places = "1 place" if post.places == 1 else f"{post.places} places"
        yield Amiss(
            "double_holder",
            f"{names(claims)} hold {seat_name(post)} at the same time, which has {places}. "
            "State the end of a term, or correct its dates.",
            (*sorted(member.membership.key for member in claims), post.id),
            whose(post, claims),
        )


def _open_ends(occupancy: Occupancy, seated: Seated, first: dt.date) -> Iterator[Found]:
    """Yield whoever is presumed to go on although others took the place; it stays amiss when those have left."""
    post, placed = seated.seat.post, [place[0].member for place in seated.places]
    for claim in seated.rest:
        member = claim.member
        if claim.standing != "presumed" or _beside(member, placed) or any(t.end is not None for t in member.facts):
            continue
        amiss = Amiss(
            "open_end",
            f"No source states until when {member.name} held {seat_name(post)} ({term_text(member.facts)}), "
            "and others have had it since. State the end of the term.",
            (member.membership.key, post.id),
            whose(post, [member]),
        )
        for begins, ends, seat in occupancy.plan.seats[post.id].spans():
            if seat is not None and first <= ends:
                yield amiss, max(begins, first), ends


def _beside(member: Member, placed: Sequence[Member]) -> bool:
    return all(_not_older(member, other) for other in placed)


def _not_older(member: Member, other: Member) -> bool:
    """Tell whether a membership certainly did not begin before another, so that the other cannot be its successor."""
    mine, theirs = ([t.start for t in m.facts if t.start is not None] for m in (member, other))
    if not mine:
        return not theirs and member.newest == other.newest
    seen = [t.observed_at for t in other.facts if t.observed_at is not None]
    known = theirs or seen
    return bool(known) and min(date.first for date in mine) >= max(date.last for date in known)


def _overlaps(seated: Seated, first: dt.date, last: dt.date) -> Iterator[Amiss]:
    post = seated.seat.post
    stated: dict[str, list[Member]] = {}
    for claim in (*(c for place in seated.places for c in place), *seated.rest):
        if claim.standing == "stated":
            stated.setdefault(claim.member.holder, []).append(claim.member)
    for members in stated.values():
        if len(members) > 1 and not handed_over(members, first, last):
            terms = " and ".join(sorted(term_text(member.facts) for member in members))
            yield Amiss(
                "term_overlap",
                f"{members[0].name} has terms in {seat_name(post)} that overlap: {terms}. "
                "Correct the dates; what several sources say of one term belongs into one membership.",
                (*sorted(member.membership.key for member in members), post.id),
                whose(post, members),
            )
