from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from networks import days, terms

from verkosto.organisations import Term, standing
from verkosto.organisations._runs import FIRST, LAST, Courses, common, span_of


@given(st.lists(terms(), max_size=3), days)
def test_courses_say_what_standing_says(stated: list[Term], day: dt.date) -> None:
    courses, asked = Courses(), day.toordinal()
    course = courses.of(stated)
    assert course.runs[0][0] == FIRST
    assert course.runs[-1][1] == LAST
    assert [how for first, last, how in course.runs if first <= asked <= last] == [standing(stated, day)]
    assert course is courses.of(tuple(stated))
    assert courses.life(stated) == course.life
    until, gone = course.life
    if not until < asked < gone:
        assert standing(stated, day) in ("planned", "no")


def test_spans_are_open_where_the_calendar_ends() -> None:
    assert str(span_of(FIRST, LAST)) == "../.."
    assert str(span_of(FIRST + 1, FIRST + 1)) == "0001-01-02/0001-01-02"


def test_what_two_courses_have_in_common() -> None:
    assert common([(1, 5), (10, 20)], [(6, 8), (15, 30)]) == (15, 20)
    assert common([(1, 5)], [(6, 8)]) is None
