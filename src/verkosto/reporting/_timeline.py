"""The timeline of a body: who held which seat and office when, as a picture, in words and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from verkosto.councils import Structure
from verkosto.dates import DateLike, PartialDate, Period
from verkosto.errors import OptionError
from verkosto.organisations import Term
from verkosto.reporting._bars import Bar, Row
from verkosto.reporting._course import Course, course_of
from verkosto.reporting._marks import MARKS
from verkosto.reporting._names import full_name, short_names
from verkosto.reporting._picture import Picture, paint_picture
from verkosto.reporting._wording import say
from verkosto.text import MISSING, LocalText, check_language, format_date, format_number, format_period

if TYPE_CHECKING:
    from verkosto.reporting._canvas import Canvas

__all__ = ["timeline"]

_FEW_ROWS = 8


def timeline(
    structure: Structure,
    period: Period | DateLike | None = None,
    *,
    roles: str | Iterable[str] | None = None,
    lang: str = "fi",
    title: LocalText | str | None = None,
) -> Picture:
    """Draw who held the posts of a council or another body, and when.

    One row for each post: offices first, then seats in the order of their areas' codes. A bar is one holder's
    time with the name on it. What is not sure looks so: a start or end known to the month or year fades, what
    is presumed has a dashed outline, what sources disagree on is cross-hatched, an empty place is hatched, and
    a question mark stands where the holder is not known. A bar that goes on beyond the picture has an arrow.
    People in a role for which no rule makes a place, such as a chair, have rows too.

    Names that do not fit are shortened, never to a form that two holders share; the table of the picture has
    them in full.

    Args:
        structure: A council, or another structure whose posts follow from rules.
        period: The time to show, such as "2020/2025". None, and an open end, means the stated dates in whole
            years. Today plays no part, so the same facts give the same picture.
        roles: Only these roles, such as "member" or ["chair", "member"]; None means all.
        lang: "fi", "sv" or "en".
        title: What stands above the picture; a plain string is Finnish, "" leaves it out. None means the name
            of the body.

    Raises:
        OptionError: For a role that nobody has there, a period without posts, no stated date at all, something
            that is no structure, or another language.
        DateError: For text that is no period.
        MissingExtraError: The extra `report` is not installed.

    Example:
        >>> from verkosto.councils import Structure
        >>> from verkosto.organisations import Membership, Network, Organisation, Person, Term
        >>> network = Network(
        ...     organisations=[Organisation("sotunet", "Sotunet")],
        ...     people=[Person("ahtiainen", "Veli-Matti Ahtiainen")],
        ...     memberships=[Membership("sotunet", "chair", person="ahtiainen", terms=[Term(observed_at="2019")])],
        ... )
        >>> picture = timeline(Structure("sotunet", network), lang="en")
        >>> picture.rows
        (('Chair', 'Veli-Matti Ahtiainen', '–', 'observed: 2019', 'start or end approximate'),)
    """
    check_language(lang)
    if not isinstance(structure, Structure):
        raise OptionError(f"A timeline shows a Council or a Structure, not {type(structure).__name__}. Give one.")
    course = course_of(structure, period, roles, lang)
    name = structure.body.name.get(lang)
    above = name if title is None else LocalText.of(title).get(lang)
    names = short_names([bar.who for bar in course.bars if bar.who is not None], lang)
    return paint_picture(
        partial(_draw, course, names, above, lang),
        title=above or name,
        alt=_alt(course, above or name, lang),
        header=tuple(say(key, lang) for key in ("seat", "holder", "represents", "term", "certainty")),
        rows=tuple(_cells(structure, row, bar, lang) for row in course.rows for bar in row.bars),
        lang=lang,
    )


def _draw(course: Course, names: Mapping[str, tuple[str, ...]], title: str, lang: str) -> Canvas:
    from verkosto.reporting._timeline_drawing import draw_timeline

    return draw_timeline(course, names, title, lang)


def _cells(structure: Structure, row: Row, bar: Bar, lang: str) -> tuple[str, ...]:
    behalf = bar.membership.on_behalf_of if bar.membership else None
    return (
        row.label,
        _who(bar, lang),
        MISSING if behalf is None else structure.network.organisation(behalf).name.get(lang),
        _when(bar, lang),
        ", ".join(say(MARKS[standing].wording, lang) for standing in bar.standings),
    )


def _who(bar: Bar, lang: str) -> str:
    if bar.who is not None:
        return full_name(bar.who, lang)
    return say(MARKS[bar.standings[0]].wording, lang)


def _when(bar: Bar, lang: str) -> str:
    """Write the time of a bar as its sources do; of days without a holder, and without dates, what is shown."""
    stated = [] if bar.membership is None else [_stated(term, lang) for term in bar.membership.terms]
    found = list(dict.fromkeys(text for text in stated if text))
    return "; ".join(found) or format_period(_rounded(bar), lang=lang)


def _stated(term: Term, lang: str) -> str:
    text = format_period(Period(term.start, term.end), lang=lang) if term.start or term.end else ""
    seen = say("seen", lang, date=format_date(term.observed_at, lang=lang)) if term.observed_at else ""
    return ", ".join(part for part in (text, seen) if part)


def _rounded(bar: Bar) -> Period:
    """Return whole years or months where the days are just that."""
    start, end = PartialDate.of(bar.first), PartialDate.of(bar.last)
    for coarse in (PartialDate.of(f"{bar.first:%Y}"), PartialDate.of(f"{bar.first:%Y-%m}")):
        last = PartialDate(bar.last.year, bar.last.month if coarse.month else None)
        if coarse.first == bar.first and last.last == bar.last:
            return Period(coarse, last)
    return Period(start, end)


def _alt(course: Course, title: str, lang: str) -> str:
    """Describe the picture: who held what, with dates where the rows are few; what was empty, with its dates."""
    holders = {bar.who.id for bar in course.bars if bar.who is not None}
    years = format_period(Period(f"{course.first:%Y}", f"{course.last:%Y}"), lang=lang)
    sentences = [
        say("alt_timeline", lang, title=title, years=years),
        say(
            "alt_seats",
            lang,
            seats=format_number(len(course.rows), lang=lang),
            holders=format_number(len(holders), lang=lang),
        ),
    ]
    for row in course.rows:
        held = [bar for bar in row.bars if bar.who is not None]
        if held:
            sentences.append(f"{row.label}: {_named(held, lang, dated=len(course.rows) <= _FEW_ROWS)}.")
    sentences.append(_empty(course.rows, lang))
    unknown = _spans(course.rows, "unknown", lang)
    if unknown:
        sentences.append(say("alt_unknown", lang, seats=unknown))
    disputed = [row.label for row in course.rows if any("disputed" in bar.standings for bar in row.bars)]
    if disputed:
        sentences.append(say("alt_disputed", lang, seats=", ".join(disputed)))
    return " ".join(sentences)


def _named(bars: Sequence[Bar], lang: str, *, dated: bool) -> str:
    if dated:
        return "; ".join(f"{_who(bar, lang)} ({_when(bar, lang)})" for bar in bars)
    return ", ".join(dict.fromkeys(_who(bar, lang) for bar in bars))


def _empty(rows: Sequence[Row], lang: str) -> str:
    vacant = _spans(rows, "no", lang)
    return say("alt_vacant", lang, seats=vacant) if vacant else say("alt_none_vacant", lang)


def _spans(rows: Sequence[Row], standing: str, lang: str) -> str:
    """Say when bars of nobody have a standing, and in which rows."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for bar in row.bars:
            if bar.who is None and bar.standings[0] == standing:
                found.setdefault(_when(bar, lang), []).append(row.label)
    return "; ".join(f"{', '.join(dict.fromkeys(labels))} ({when})" for when, labels in found.items())
