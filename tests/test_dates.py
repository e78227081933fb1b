from __future__ import annotations

import contextlib
import datetime as dt
import pickle

import pandas as pd
import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from verkosto.dates import PartialDate, Period, as_day
from verkosto.errors import DateError

DAYS = st.dates()


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(DAYS)
    known = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:known])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    ends = sorted([draw(partial_dates()), draw(partial_dates())], key=lambda date: date.first)
    start, end = ends if ends[1].last >= ends[0].first else reversed(ends)
    return Period(draw(st.sampled_from([start, None])), draw(st.sampled_from([end, None])))


@given(partial_dates())
def test_reading_what_str_wrote_is_the_identity(date: PartialDate) -> None:
    assert PartialDate.of(str(date)) == date
    assert len(str(date)) == {"year": 4, "month": 7, "day": 10}[date.precision]
    assert hash(PartialDate.of(str(date))) == hash(date)


@given(periods())
def test_reading_a_period_that_str_wrote_is_the_identity(period: Period) -> None:
    assert Period.of(str(period)) == period
    assert pickle.loads(pickle.dumps(period)) == period


@given(partial_dates(), DAYS)
def test_a_day_lies_within_a_date_from_its_first_to_its_last_day(date: PartialDate, day: dt.date) -> None:
    assert date.on(day) == (date.first <= day <= date.last)
    assert date.on(date.first)
    assert date.on(date.last)
    assert date.on(day) == str(day).startswith(str(date))


@given(partial_dates(), partial_dates())
def test_the_order_is_total_and_goes_by_first_day_then_from_coarse_to_fine(a: PartialDate, b: PartialDate) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    if a.first != b.first:
        assert (a < b) == (a.first < b.first)
    elif a != b:
        assert (a < b) == (a.last > b.last)


@given(st.lists(partial_dates()))
def test_sorting_by_date_sorts_the_iso_texts(dates: list[PartialDate]) -> None:
    assert [str(date) for date in sorted(dates)] == sorted(map(str, dates))


@given(periods(), DAYS)
def test_a_period_holds_the_days_between_its_ends(period: Period, day: dt.date) -> None:
    after_start = period.first is None or period.first <= day
    before_end = period.last is None or day <= period.last
    assert period.on(day) == (after_start and before_end)


@given(periods(), periods())
def test_two_periods_overlap_when_one_holds_an_end_of_the_other(a: Period, b: Period) -> None:
    assert a.overlaps(b) == b.overlaps(a)
    first_days = [p.first or dt.date.min for p in (a, b)]
    assert a.overlaps(b) == any(a.on(day) and b.on(day) for day in first_days)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        (" 2023-04-24 ", "2023-04-24", "2023-04-24", "day"),
    ],
)
def test_dates_keep_their_precision(text: str, first: str, last: str, precision: str) -> None:
    date = PartialDate.of(text)
    assert (str(date.first), str(date.last), date.precision) == (first, last, precision)
    assert str(date) == text.strip()


def test_dates_of_one_first_day_stand_from_coarse_to_fine() -> None:
    texts = ["2023", "2023-01", "2023-01-01", "2023-01-02", "2023-02"]
    assert [str(d) for d in sorted(map(PartialDate.of, reversed(texts)))] == texts
    assert PartialDate.of("2023-02") >= PartialDate.of("2023-02")


def test_dates_do_not_compare_with_other_types() -> None:
    with pytest.raises(TypeError):
        _ = PartialDate.of("2023") < dt.date(2023, 1, 1)  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    ["", "23", "2023-4", "2023-13", "2023-02-29", "0000", "2023-04-24T10:00", "2023/04", "abc", "٢٠٢٣"],
)
def test_other_text_is_no_date_and_the_message_says_what_to_write(text: str) -> None:
    with pytest.raises(DateError, match=r"Write a date as 2023|Correct the date"):
        PartialDate.of(text)


def test_a_finnish_date_is_refused_with_its_iso_form() -> None:
    with pytest.raises(DateError, match="If the day stands first, write '2023-04-05'"):
        PartialDate.of("5.4.2023")


@pytest.mark.parametrize("value", [2023, 2023.5, None, ["2023"]])
def test_other_types_are_no_dates(value: object) -> None:
    with pytest.raises(DateError, match="Text needs quotes"):
        PartialDate.of(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("year", "month", "day"), [(2023, None, 5), (2023, 2, 30), (0, None, None)])
def test_parts_that_make_no_date_are_refused(year: int, month: int | None, day: int | None) -> None:
    with pytest.raises(DateError):
        PartialDate(year, month, day)


def test_timestamps_and_dates_of_other_libraries_become_plain_dates() -> None:
    toml = tomlkit.parse("day = 2020-03-01")["day"]
    for value in (dt.datetime(2020, 3, 1, 23, 59, tzinfo=dt.UTC), pd.Timestamp("2020-03-01 12:00"), toml):
        day = as_day(value)
        assert type(day) is dt.date
        assert day == dt.date(2020, 3, 1)
        assert PartialDate.of(day) == PartialDate(2020, 3, 1)


def test_a_missing_timestamp_is_no_date() -> None:
    with pytest.raises(DateError, match="missing timestamp"):
        as_day(pd.NaT)  # type: ignore[arg-type]


def test_a_question_that_needs_one_day_takes_the_first() -> None:
    assert as_day("2020") == as_day("2020-01") == as_day(PartialDate(2020)) == dt.date(2020, 1, 1)
    assert as_day(dt.date(2020, 3, 1)) == as_day("2020-03-01")


def test_a_period_reaches_from_the_first_possible_day_to_the_last() -> None:
    period = Period("2020-02", "2020-03")
    assert (period.first, period.last) == (dt.date(2020, 2, 1), dt.date(2020, 3, 31))
    assert [period.on(d) for d in ("2020-01-31", "2020-02-01", "2020-03-31", "2020-04-01")] == [0, 1, 1, 0]
    assert Period("2020-03-15", "2020-03").last == dt.date(2020, 3, 31)


def test_open_ends_hold_everything_on_their_side() -> None:
    assert (Period().first, Period().last) == (None, None)
    assert Period().on(dt.date.min)
    assert Period(start="2023").on(dt.date.max)
    assert not Period(end="2022").on("2023-01-01")


def test_a_period_is_read_from_text_dates_and_itself() -> None:
    period = Period("2020-02", "2020-03")
    assert Period.of(" 2020-02 / 2020-03 ") == Period.of(period) == period
    assert Period.of("2020-02") == Period("2020-02", "2020-02") == Period.of(PartialDate(2020, 2))
    for text in ("../..", "../2022", "2023/.."):
        assert str(Period.of(text)) == text


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(DateError, match=r"end \(2020-02\) before it starts \(2020-03-01\)"):
        Period("2020-03-01", "2020-02")


@pytest.mark.parametrize("text", ["2020/2021/2022", "2020/", "/", "2020-02-2020-03", "helmikuu"])
def test_other_text_is_no_period(text: str) -> None:
    with pytest.raises(DateError, match="Write"):
        Period.of(text)


@given(st.text(max_size=12) | st.from_regex(r"[0-9./-]{1,11}", fullmatch=True))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    for read in (PartialDate.of, Period.of, as_day):
        with contextlib.suppress(DateError):
            read(text)
