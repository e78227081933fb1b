from __future__ import annotations

import datetime as dt
import itertools
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import days, terms

from verkosto.errors import DateError, OptionError
from verkosto.organisations import HELD, Standing, Term, change_days, standing
from verkosto.organisations._terms import standing_on
from verkosto.sources import Source

ONE_DAY = dt.timedelta(days=1)

# Which source said what, the days asked about, and how the fact stands on each.
CASES: list[tuple[str, list[Term], dict[str, Standing]]] = [
    ("nothing is dated", [Term()], {"1900": "presumed", "2100": "presumed"}),
    ("no statement at all", [], {"2020": "presumed"}),
    (
        "a start to the day",
        [Term("2023-06-01")],
        {"2023-05-31": "no", "2023-06-01": "stated", "2023-06-02": "presumed"},
    ),
    (
        "a start to the year",
        [Term("2023")],
        {"2022-12-31": "no", "2023-01-01": "imprecise", "2023-12-31": "imprecise", "2024-01-01": "presumed"},
    ),
    (
        "an end to the day",
        [Term(end="2023-05-31")],
        {"1990": "presumed", "2023-05-30": "presumed", "2023-05-31": "stated", "2023-06-01": "no"},
    ),
    (
        "an end to the month",
        [Term(end="2023-05")],
        {"2023-04-30": "presumed", "2023-05-15": "imprecise", "2023-05-31": "imprecise", "2023-06-01": "no"},
    ),
    (
        "a term of years",
        [Term("2023", "2025")],
        {
            "2022-12-31": "no",
            "2023-06-01": "imprecise",
            "2023-12-31": "stated",
            "2024": "stated",
            "2025": "stated",
            "2025-01-02": "imprecise",
            "2025-12-31": "imprecise",
            "2026": "no",
        },
    ),
    (
        "one day",
        [Term("2022-03-31", "2022-03-31")],
        {"2022-03-30": "no", "2022-03-31": "stated", "2022-04-01": "no"},
    ),
    (
        "one year, of which nobody says how much",
        [Term("2022", "2022")],
        {"2021-12-31": "no", "2022-07-01": "imprecise", "2023": "no"},
    ),
    (
        "seen on a day",
        [Term(observed_at="2023-04-24")],
        {"2023-04-23": "unknown", "2023-04-24": "stated", "2023-04-25": "presumed"},
    ),
    (
        "seen some time in a year",
        [Term(observed_at="2019")],
        {"2018-12-31": "unknown", "2019": "imprecise", "2019-06-01": "imprecise", "2020": "presumed"},
    ),
    (
        "seen in office before its stated end",
        [Term(end="2025", observed_at="2023-04-24")],
        {"2023-04-23": "unknown", "2023-04-24": "stated", "2024-12-31": "stated", "2025-06-01": "imprecise"},
    ),
    (
        "seen soon after a start that is known to the year",
        [Term("2023", observed_at="2023-04-24")],
        {"2022": "no", "2023-04-23": "imprecise", "2023-04-24": "stated", "2023-12-31": "presumed"},
    ),
    (
        "two statements: seen in a month, and listed for years",
        [Term(observed_at="2023-04"), Term("2023", "2025")],
        {
            "2022-12-31": "no",
            "2023-02-01": "imprecise",
            "2023-04-30": "stated",
            "2024-06-01": "stated",
            "2025-06-01": "imprecise",
            "2026-01-01": "no",
        },
    ),
    (
        "two founding days",
        [Term("2020-05-11"), Term("2020-05-07")],
        {"2020-05-06": "no", "2020-05-07": "disputed", "2020-05-10": "disputed", "2020-05-12": "presumed"},
    ),
    (
        "two ends",
        [Term("2020", "2021-05-31"), Term("2020", "2021-12-31")],
        {"2021-05-31": "stated", "2021-06-01": "disputed", "2021-12-31": "disputed", "2022": "no"},
    ),
    (
        "one source knows the start, another the end",
        [Term("2020-01-01"), Term(end="2021-12-31")],
        {"2019-12-31": "no", "2021-06-01": "stated", "2022-01-01": "no"},
    ),
    (
        "sources that date it apart agree about the days between",
        [Term("2019", "2020"), Term("2024-01-01", "2025")],
        {"2018": "no", "2020": "disputed", "2022": "no", "2024-02-01": "disputed", "2026": "no"},
    ),
    (
        "seen after its stated end",
        [Term("2020-01-01", "2021-12-31"), Term(observed_at="2022-05-01")],
        {"2021-06-01": "stated", "2022-02-01": "disputed", "2022-05-02": "no"},
    ),
    (
        "an exact date beside a coarse one",
        [Term("2023"), Term("2023-06-01")],
        {"2023-05-31": "no", "2023-06-01": "stated", "2023-07-01": "presumed"},
    ),
    ("a plan without a date", [Term(planned=True)], {"1990": "planned", "2030": "planned"}),
    (
        "a plan for a year",
        [Term("2022", planned=True)],
        {"2021-12-31": "unknown", "2022-06-01": "planned", "2030": "planned"},
    ),
    (
        "a plan that was seen before its start",
        [Term("2023", "2024", planned=True, observed_at="2023-01-05")],
        {"2022-12-31": "unknown", "2023-01-01": "planned", "2024-12-31": "planned", "2025": "unknown"},
    ),
    (
        "a plan, and then the fact",
        [Term("2022", planned=True), Term("2023-03-01")],
        {"2021": "no", "2022-06-01": "planned", "2023-03-01": "stated", "2024": "presumed"},
    ),
    (
        "a plan, and later on it is seen",
        [Term("2022", planned=True), Term(observed_at="2023-03-01")],
        {"2021": "unknown", "2022-06-01": "planned", "2023-03-01": "stated"},
    ),
    (
        "a plan that came to an end",
        [Term("2022", planned=True), Term("2023-03-01", "2023-12-31")],
        {"2022-06-01": "planned", "2023-06-01": "stated", "2024": "no"},
    ),
]


@pytest.mark.parametrize(
    ("stated", "day", "expected"),
    [
        pytest.param(stated, day, expected, id=f"{name}, {day}")
        for name, stated, answers in CASES
        for day, expected in answers.items()
    ],
)
def test_how_a_fact_stands(stated: list[Term], day: str, expected: Standing) -> None:
    assert standing(stated, day) == expected
    assert standing(reversed(stated), day) == expected


def readings(term: Term, day: dt.date) -> list[bool]:
    """Whether it holds on a day, in every way that the dates can be read, as far as the way matters for that day."""
    dates = (term.start, term.observed_at, term.end)
    near = {day - ONE_DAY, day, day + ONE_DAY, *(mark for date in dates if date for mark in (date.first, date.last))}
    open_ends = ([dt.date.min], [day], [dt.date.max])
    choices = [
        [one for one in near if date.first <= one <= date.last] if date else open_end
        for date, open_end in zip(dates, open_ends, strict=True)
    ]
    return [
        start <= day <= end
        for start, seen, end in itertools.product(*choices)
        if start <= end and (term.observed_at is None or start <= seen <= end)
    ]


@given(terms(planned=False), days)
def test_one_statement_says_what_all_its_readings_say(term: Term, day: dt.date) -> None:
    possible = readings(term, day)
    found = standing([term], day)
    assert (found == "no") == (not any(possible))
    assert found != "stated" or all(possible)
    if term.start and term.end:
        assert found == ("stated" if all(possible) else "imprecise" if any(possible) else "no")


@given(st.lists(terms(), max_size=3), st.lists(days, min_size=1, max_size=20))
def test_nothing_changes_between_the_days_of_change(stated: list[Term], asked: list[dt.date]) -> None:
    marks = sorted({dt.date.min, *change_days(stated)})
    for day in asked:
        since = max(mark for mark in marks if mark <= day)
        assert standing_on(stated, day) == standing_on(stated, since)


@given(st.lists(terms(), max_size=3), days)
def test_the_order_of_sources_does_not_matter(stated: list[Term], day: dt.date) -> None:
    assert {standing(order, day) for order in itertools.permutations(stated)} == {standing(stated, day)}


@given(st.lists(terms(planned=False), min_size=1, max_size=3), terms(planned=True), days)
def test_a_plan_never_takes_from_what_is_held(stated: list[Term], plan: Term, day: dt.date) -> None:
    before = standing(stated, day)
    if before in HELD:
        assert standing([*stated, plan], day) == before


def test_change_days_stay_within_the_calendar() -> None:
    assert change_days([Term("0001", "9999")]) == {dt.date(1, 12, 31), dt.date(2, 1, 1), dt.date(9999, 1, 2)}
    assert standing([Term("0001", "9999-12-31")], "9999-12-31") == "stated"


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ({"start": "2025", "end": "2023"}, "cannot end"),
        ({"start": "2025", "observed_at": "2023"}, "from 2025 to unknown cannot have been observed on 2023"),
        ({"end": "2022", "observed_at": "2023"}, "from unknown to 2022 cannot have been observed"),
        ({"start": "24.4.2023"}, "write '2023-04-24'"),
    ],
)
def test_dates_that_contradict_one_another_are_refused(given_: dict[str, str], message: str) -> None:
    with pytest.raises(DateError, match=message):
        Term(**given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ({"planned": "no"}, r"Term.planned is of type str. Write True or False"),
        ({"source": "https://example.org"}, r"Term.source is a str and no Source. Write Source\("),
        ({"note": 5}, r"Term.note is of type int. Write it in quotes"),
    ],
)
def test_fields_of_another_kind_are_refused(given_: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Term("2023", **given_)


def test_what_was_asked_before_is_no_part_of_a_term() -> None:
    term = Term("2023", "2025", source=Source("Luettelo"))
    asked = Term("2023", "2025", source=Source("Luettelo"))
    assert standing([asked], "2024") == "stated"
    assert asked == term
    assert hash(asked) == hash(term)
    assert repr(asked) == repr(term)
    assert standing([pickle.loads(pickle.dumps(asked))], "2024") == "stated"
    assert standing([attrs.evolve(asked, end="2023")], "2024") == "no"
