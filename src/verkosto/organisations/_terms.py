"""When something held, as its sources state it, and what that says about a day.

Sources disagree, date to the month, or only show that somebody was in office when they were read. A `Term` is
one such statement; `standing` weighs all statements about one fact and says how sure its answer is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from attrs import field, frozen

from verkosto.dates import DateLike, PartialDate, as_day
from verkosto.errors import DateError
from verkosto.fields import check_flag, check_source, check_text_or_none, date_or_none, several
from verkosto.sources import Source

__all__ = ["HELD", "Standing", "Term", "change_days", "standing", "standing_on", "terms_of"]

Standing = Literal["stated", "imprecise", "disputed", "presumed", "planned", "unknown", "no"]
"""How a fact stands on a day; `standing` explains each."""

HELD: tuple[Standing, ...] = ("stated", "imprecise", "disputed", "presumed")
"""The standings that count as holding, from the surest to the weakest."""

Side = Literal["yes", "no", "maybe", "unseen", "unsaid", "open", "disputed"]
_SUREST_FIRST: tuple[Side, ...] = ("yes", "no", "maybe", "unseen", "unsaid", "open")
_Limits: TypeAlias = tuple[int, int, int, int, int, Side]
_NEVER = 0
_LAST_DAY = dt.date.max.toordinal()
_BEYOND = _LAST_DAY + 1


@frozen
class Term:
    """One statement of when something held: an office, a seat, an organisation's existence.

    Attributes:
        start: Its first day, as precisely as the source says; None where the source does not say.
        end: Its last day, as precisely as the source says; None where the source does not say. Whether it
            goes on is then presumed and not stated.
        observed_at: When the source shows it to hold, where it says no more than that.
        planned: Whether the source states a plan and not a fact.
        source: Who says so.
        note: What the source says beside the dates, such as "announced".

    Raises:
        DateError: For text that is no date, an end before the start, or an observation outside the two.

    Example:
        >>> term = Term("2023", "2025", observed_at="2023-04")
        >>> standing([term], "2024-06-30"), standing([term], "2022-12-31")
        ('stated', 'no')
    """

    start: PartialDate | None = field(default=None, converter=date_or_none)
    end: PartialDate | None = field(default=None, converter=date_or_none)
    observed_at: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    planned: bool = field(default=False, validator=check_flag, kw_only=True)
    source: Source | None = field(default=None, validator=check_source, kw_only=True)
    note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    # Days as numbers, made when a date is first asked: questions about dates are what networks are for.
    _limits: _Limits | None = field(default=None, init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        start, end, seen = self.start, self.end, self.observed_at
        if start is not None and end is not None and end.last < start.first:
            raise DateError(f"A term cannot end ({end}) before it starts ({start}). Exchange the two dates.")
        if seen is None:
            return
        if (start is not None and seen.last < start.first) or (end is not None and end.last < seen.first):
            raise DateError(
                f"A term from {start or 'unknown'} to {end or 'unknown'} cannot have been observed on {seen}. "
                "Correct the dates, or write two terms when two sources disagree."
            )

    @property
    def limits(self) -> _Limits:
        """Days as ordinal numbers: what the dates allow, whichever day they mean.

        In order: the first day on which it can have begun where a start is stated; on which it may have begun;
        on which it must have; the last day until which it cannot be over; the last day that it can have held
        where an end is stated; what is said of the days before all.
        """
        if self._limits is None:
            object.__setattr__(self, "_limits", _limits_of(self.start, self.observed_at, self.end))
        return self._limits  # type: ignore[return-value]


def _limits_of(start: PartialDate | None, seen: PartialDate | None, end: PartialDate | None) -> _Limits:
    firsts = [date.first.toordinal() for date in (start, seen, end) if date is not None]
    lasts = [date.last.toordinal() for date in (start, seen, end) if date is not None]
    # Of a start, an observation and an end each lies within the next, whichever days they mean; so the earliest that
    # is stated bounds what came before it, and the latest what comes after.
    return (
        firsts[0] if start is not None else _NEVER,
        firsts[0] if firsts else _BEYOND,
        min(lasts, default=_BEYOND),
        max(firsts, default=_NEVER),
        lasts[-1] if end is not None else _BEYOND,
        "unsaid" if seen is None else "unseen",
    )


def terms_of(values: Iterable[Term] | Term) -> tuple[Term, ...]:
    """Take terms, or one."""
    return several(values, Term)


def standing(terms: Iterable[Term], on: DateLike) -> Standing:
    """Weigh all statements about one fact for a day.

    Args:
        terms: What the sources state about one and the same fact, such as one person's one term of office.
            Successive terms of office are facts of their own.
        on: A day as `as_day` reads it.

    Returns:
        "stated": the day lies within what is stated, whatever the missing precision leaves open.
        "imprecise": within the stated span, but so near its end that the precision leaves it open
        (on 2023-06-01 a term that starts in "2023", on 2023-04-10 what was observed in "2023-04").
        "disputed": one source says that it had begun (or ended) by that day, another that it had not.
        "presumed": after the last day that is known, where no end is stated; before a stated end, where
        nothing else is known; on any day, where no date is known at all.
        "planned": stated as a plan only, so far.
        "unknown": before the first day that is known, where no start is stated.
        "no": a source says that it had not begun, or had ended.

    Raises:
        DateError: For text that is no date.

    Example:
        >>> announced, listed = Term("2020-05-11"), Term("2020-05-07")
        >>> [standing([announced, listed], f"2020-05-{day:02}") for day in (6, 8, 12)]
        ['no', 'disputed', 'presumed']
    """
    return standing_on(tuple(terms), as_day(on))


def standing_on(terms: Sequence[Term], day: dt.date) -> Standing:
    """Weigh statements as `standing` does, for a day that is already a `datetime.date`."""
    asked = day.toordinal()
    facts = [(_begun(term.limits, asked), _over(term.limits, asked)) for term in terms if not term.planned]
    if len(facts) == len(terms):
        return _weighed(facts) if facts else "presumed"
    found = _weighed(facts) if facts else "unknown"
    # Before the first day that is known a plan is all there is; after a stated end it says nothing.
    not_yet = not facts or _agreed(begun for begun, _ in facts) in ("no", "unseen")
    return "planned" if not_yet and any(_plan_stands(term, asked) for term in terms if term.planned) else found


def _weighed(facts: Sequence[tuple[Side, Side]]) -> Standing:
    begun, over = facts[0]
    if len(facts) > 1:
        begun, over = _agreed(begun for begun, _ in facts), _agreed(over for _, over in facts)
    if begun == "no" or over == "yes":
        return "no"
    if "disputed" in (begun, over):
        # Sources that date it apart, to 2020-2021 and from 2024 on, agree about the days between.
        return "no" if all(begun == "no" or over == "yes" for begun, over in facts) else "disputed"
    if begun in ("unseen", "unsaid"):
        return "unknown" if begun == "unseen" else "presumed"
    if "maybe" in (begun, over) or over == "open":
        return "imprecise"
    return "presumed" if over == "unsaid" else "stated"


def _begun(limits: _Limits, day: int) -> Side:
    """Tell whether it had begun by the day."""
    if day < limits[0]:
        return "no"
    if day >= limits[2]:
        return "yes"
    return "maybe" if day >= limits[1] else limits[5]


def _over(limits: _Limits, day: int) -> Side:
    """Tell whether it was over before the day."""
    if day > limits[4]:
        return "yes"
    if day <= limits[3]:
        return "no"
    if limits[4] < _BEYOND:
        return "maybe"
    # Until a coarse beginning is past nothing is presumed of what comes after it, unless another source dates it.
    return "open" if day <= limits[2] else "unsaid"


def _agreed(sides: Iterable[Side]) -> Side:
    said = set(sides)
    if "yes" in said and "no" in said:
        return "disputed"
    return next(side for side in _SUREST_FIRST if side in said)


def _plan_stands(term: Term, day: int) -> bool:
    known = [date.first.toordinal() for date in (term.observed_at, term.start) if date is not None]
    return (not known or min(known) <= day) and day <= term.limits[4]


def change_days(terms: Iterable[Term]) -> set[dt.date]:
    """Return every day on which `standing` of these terms may differ from the day before.

    Example:
        >>> sorted(str(day) for day in change_days([Term("2023", "2025-05-31")]))
        ['2023-01-01', '2023-12-31', '2024-01-01', '2025-06-01']
    """
    days = set()
    for term in terms:
        no, maybe, yes, still, last, _ = term.limits
        days |= {no, maybe, yes, yes + 1, still + 1, last + 1}
        if term.planned and term.observed_at is not None:
            days.add(term.observed_at.first.toordinal())
    return {dt.date.fromordinal(day) for day in days if 1 < day <= _LAST_DAY}
