from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.councils import Attendance, Meeting
from verkosto.dates import PartialDate
from verkosto.errors import DateError, NetworkError, OptionError
from verkosto.organisations import Quantity
from verkosto.text import LocalText

days = st.dates(dt.date(2021, 12, 1), dt.date(2022, 3, 31))
dates = st.builds(lambda day, digits: PartialDate.of(day.isoformat()[:digits]), days, st.sampled_from([4, 7, 10]))


@st.composite
def dated_meetings(draw: st.DrawFn) -> Meeting:
    day = draw(days)
    given_dates = {
        "date": draw(st.none() | st.sampled_from([4, 7, 10]).map(lambda digits: day.isoformat()[:digits])),
        "not_before": draw(st.none() | dates.filter(lambda date: date.first <= day)),
        "not_after": draw(st.none() | dates.filter(lambda date: date.last >= day)),
    }
    return Meeting("1", planned=draw(st.booleans()), cancelled=draw(st.booleans()), **given_dates)  # type: ignore[arg-type]


def test_a_meeting_that_is_only_known_to_have_been_before_a_day() -> None:
    once = Meeting("ensimmäinen", not_after="2022-03-20", title="Ensimmäinen kokous")
    assert (once.date, once.day, str(once.possible)) == (None, None, "../2022-03-20")
    assert (once.status(on="2022-03-19"), once.status(on="2022-03-20")) == ("unknown", "held")
    assert once.title == LocalText("Ensimmäinen kokous")


@pytest.mark.parametrize(
    ("meeting", "possible", "day"),
    [
        (Meeting("1", "2022-03-31"), "2022-03-31/2022-03-31", dt.date(2022, 3, 31)),
        (Meeting("1", "2022-03"), "2022-03-01/2022-03-31", None),
        (Meeting("1", "2022-03", not_before="2022-03-10", not_after="2022-03-20"), "2022-03-10/2022-03-20", None),
        (Meeting("1", "2022-03", not_after="2022-03-01"), "2022-03-01/2022-03-01", dt.date(2022, 3, 1)),
        (Meeting("1", not_before="2022"), "2022-01-01/..", None),
        (Meeting("1"), "../..", None),
    ],
)
def test_the_days_on_which_it_can_have_been(meeting: Meeting, possible: str, day: dt.date | None) -> None:
    assert (str(meeting.possible), meeting.day) == (possible, day)


@pytest.mark.parametrize(
    ("meeting", "statuses"),
    [
        (Meeting("1", "2022-03-31", planned=True), ["planned", "planned", "unknown"]),
        (Meeting("1", "2022-03-31"), ["planned", "held", "held"]),
        (Meeting("1", "2022"), ["unknown", "unknown", "unknown"]),
        (Meeting("1", "2022-03-31", cancelled=True), ["cancelled"] * 3),
        (Meeting("1"), ["unknown"] * 3),
        (Meeting("1", planned=True), ["planned"] * 3),
    ],
)
def test_what_a_meeting_is_on_a_day(meeting: Meeting, statuses: list[str]) -> None:
    assert [meeting.status(on=day) for day in ("2022-03-30", "2022-03-31", "2022-04-01")] == statuses


@given(dated_meetings(), st.lists(days, min_size=2, max_size=20))
def test_a_meeting_goes_one_way(meeting: Meeting, asked: list[dt.date]) -> None:
    course = [meeting.status(on=day) for day in sorted(asked)]
    order = ["planned", "unknown", "held", "cancelled"]
    assert [order.index(status) for status in course] == sorted(order.index(status) for status in course)
    for day, status in zip(sorted(asked), course, strict=True):
        if status == "held":
            assert meeting.possible.last is not None
            assert meeting.possible.last <= day
    assert "held" not in course or not (meeting.planned or meeting.cancelled)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"date": "2022-03-31", "not_after": "2022-03-20"}, r"no day fits its dates \(date 2022-03-31, not_after"),
        ({"date": "2022-03", "not_before": "2022-04-01"}, "no day fits"),
        ({"not_before": "2022-04-01", "not_after": "2022-03"}, "no day fits"),
        ({"planned": True, "attendance": [Attendance("a")]}, "it is planned, and people are recorded as present"),
        ({"cancelled": True, "planned": True, "attendance": [Attendance(count=3)]}, "it is cancelled, and people"),
    ],
)
def test_a_meeting_that_contradicts_itself_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        Meeting("1", **wrong)  # type: ignore[arg-type]


def test_excuses_for_a_planned_meeting_are_no_contradiction() -> None:
    meeting = Meeting("1", "2022-03-31", planned=True, attendance=[Attendance("a", present=False)], agenda="Avaus")
    assert (meeting.attendance[0].counted, meeting.agenda) == (False, ("Avaus",))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "Give exactly one"),
        ({"person": "a", "member": "b"}, "Give exactly one"),
        ({"person": "a", "count": 1}, "Give exactly one"),
        ({"person": "a", "role": "gest"}, "No attendance role 'gest'. Did you mean 'guest'"),
        ({"person": "a", "deputy_for": "b"}, "A member is nobody's deputy"),
        ({"count": -1, "role": "guest"}, "A quantity counts"),
    ],
)
def test_an_attendance_of_nobody_in_particular_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Attendance(**wrong)  # type: ignore[arg-type]


def test_who_counts_and_for_how_many() -> None:
    made = [
        Attendance("a"),
        Attendance("b", role="deputy", deputy_for="c"),
        Attendance("d", role="chair"),
        Attendance(member="e"),
        Attendance(count=Quantity(20, "about"), role="guest"),
        Attendance("f", role="secretary"),
    ]
    assert [a.counted for a in made] == [True, True, True, True, False, False]
    assert [a.attendee for a in made] == ["a", "b", "d", "e", None, "f"]
    assert [str(a.number) for a in made] == ["1", "1", "1", "1", "about 20", "1"]


def test_a_meeting_is_called_by_its_title_or_its_date() -> None:
    assert [str(Meeting("1", "2022-03-31", title="Kevät")), str(Meeting("1", "2022-03")), str(Meeting("1"))] == [
        "Kevät",
        "2022-03",
        "1",
    ]
    with pytest.raises(DateError):
        Meeting("1", "31.3.2022")
