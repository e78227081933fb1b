from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.councils import StatementRequest
from verkosto.dates import PartialDate
from verkosto.errors import DateError, NetworkError, OptionError
from verkosto.text import LocalText

DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2021, 12, 1), dt.date(2022, 3, 31))
dates = st.builds(lambda day, digits: PartialDate.of(day.isoformat()[:digits]), days, st.sampled_from([4, 7, 10]))


@st.composite
def dated_requests(draw: st.DrawFn) -> StatementRequest:
    received, due, ended = draw(st.lists(dates, min_size=3, max_size=3).map(sorted))
    status = draw(st.sampled_from(["open", "answered", "declined", "withdrawn", "unknown"]))
    end = {"answered": {"answered": ended}, "declined": {"closed": ended}, "withdrawn": {"closed": ended}}
    given_end = end.get(status, {}) if draw(st.booleans()) else {}
    return StatementRequest("r", "Lausunto", received=received, due=due, status=status, **given_end)  # type: ignore[arg-type]


def request(**more: object) -> StatementRequest:
    return StatementRequest("l1", "Lausunto", received="2022-03-02", due="2022-03-31", **more)  # type: ignore[arg-type]


def test_what_is_given_short_is_kept_whole() -> None:
    made = request(handled_in="1")
    assert (made.title, made.handled_in, made.due, made.status) == (
        LocalText("Lausunto"),
        ("1",),
        PartialDate(2022, 3, 31),
        "open",
    )
    assert str(made) == "Lausunto"


@pytest.mark.parametrize(
    ("made", "answers"),
    [
        (request(), {"2022-03-01": None, "2022-03-02": "open", "2030-01-01": "open"}),
        (
            request(answered="2022-04-05", status="answered"),
            {"2022-03-01": None, "2022-04-04": "open", "2022-04-05": "answered", "2023-01-01": "answered"},
        ),
        (
            request(closed="2022-03", status="withdrawn"),
            {"2022-03-01": None, "2022-03-02": "unknown", "2022-03-30": "unknown", "2022-03-31": "withdrawn"},
        ),
        (request(status="declined"), {"2022-03-01": None, "2022-03-02": "unknown", "2030-01-01": "unknown"}),
        (request(status="unknown"), {"2022-03-02": "unknown"}),
        (StatementRequest("l2", "Ilman päiviä"), {"1900-01-01": "open"}),
    ],
)
def test_the_status_of_a_day(made: StatementRequest, answers: dict[str, str | None]) -> None:
    assert {day: made.status_on(day) for day in answers} == answers


def test_it_is_overdue_from_the_day_after_it_was_due_until_it_is_answered() -> None:
    made = request(answered="2022-04-05", status="answered")
    assert [made.overdue(f"2022-{day}") for day in ("03-31", "04-01", "04-04", "04-05")] == [False, True, True, False]
    assert str(made.overdue_span) == "2022-04-01/2022-04-04"
    assert str(request().overdue_span) == "2022-04-01/.."
    assert request(answered="2022-03-31", status="answered").overdue_span is None
    assert request(status="answered").overdue_span is None
    assert StatementRequest("l3", "Ei määräaikaa", received="2020").overdue("2030-01-01") is False
    assert StatementRequest("l4", "Kalenterin loppu", due="9999-12-31").overdue_span is None


@given(dated_requests(), st.lists(days, max_size=20))
def test_the_span_holds_exactly_the_days_that_are_overdue(made: StatementRequest, asked: list[dt.date]) -> None:
    span = made.overdue_span
    ends = [day for day in (span.first, span.last) if day is not None] if span else []
    for day in (*asked, *ends, *(end + DAY for end in ends), *(end - DAY for end in ends)):
        assert made.overdue(day) == (span is not None and span.on(day))


@given(dated_requests(), st.lists(days, min_size=2, max_size=20))
def test_a_closed_request_is_never_open_again(made: StatementRequest, asked: list[dt.date]) -> None:
    course = [made.status_on(day) for day in sorted(asked)]
    order = {None: 0, "open": 1, "unknown": 2}
    ranks = [order.get(status, 3) for status in course]
    assert ranks == sorted(ranks)
    assert set(course) <= {None, "open", "unknown", made.status}


@pytest.mark.parametrize(
    ("wrong", "messages"),
    [
        ({"answered": "2022-03-20"}, ["answered on 2022-03-20, and its status is 'open'"]),
        ({"closed": "2022-03-20"}, ["closed on 2022-03-20, and its status is 'open'", "give the date as `answered`"]),
        ({"answered": "2022-03-20", "status": "declined"}, ["Write status='answered'"]),
        ({"closed": "2022-03-20", "status": "answered"}, ["closed on 2022-03-20"]),
        (
            {"answered": "2022-03-01", "status": "unknown", "closed": "2021"},
            [
                "answered on 2022-03-01, before",
                "closed on 2021, before",
                "status is 'unknown'. Write",
                "closed on 2021, and",
            ],
        ),
    ],
)
def test_every_contradiction_of_status_and_dates_is_told(wrong: dict[str, object], messages: list[str]) -> None:
    with pytest.raises(NetworkError, match="Request 'l1' contradicts itself") as caught:
        request(**wrong)
    assert [message for message in messages if message not in str(caught.value)] == []


def test_what_is_no_request_is_refused() -> None:
    with pytest.raises(NetworkError, match="due on 2022-03-01, before it was received"):
        StatementRequest("l1", "Lausunto", received="2022-03-02", due="2022-03-01")
    with pytest.raises(OptionError, match=r"No status 'answerd'\. Did you mean 'answered'"):
        request(status="answerd")
    with pytest.raises(DateError):
        StatementRequest("l1", "Lausunto", due="31.3.2022")
