from __future__ import annotations

import pytest

from councils import made, sits
from verkosto.councils import SeatRule, Structure
from verkosto.dates import Period
from verkosto.errors import DateError, DateNotCoveredError
from verkosto.organisations import Term


def lines(council: Structure, period: Period | str | None = None) -> list[str]:
    return [f"{s.span} {s.who or '-'} {s.standing}" for s in council.timeline(period)]


def test_a_seat_is_told_from_its_beginning_to_where_nothing_known_ends_it() -> None:
    council = made(sits("a", "2020-01-01", "2021-12-31"), sits("b", "2022-03-01"))
    assert lines(council) == [
        "2020-01-01/2021-12-31 Aino stated",
        "2022-01-01/2022-02-28 - no",
        "2022-03-01/2022-03-01 Bertta stated",
        "2022-03-02/.. Bertta presumed",
    ]


def test_missing_precision_shows_as_standing_and_not_as_a_gap() -> None:
    council = made(sits("a", "2020", "2022"), sits("b", "2022", "2024"))
    assert lines(council, "2022/2023") == [
        "2022-01-01/2022-01-01 Aino stated",
        "2022-01-02/2022-12-30 Bertta imprecise",
        "2022-12-31/2023-12-31 Bertta stated",
    ]


def test_an_observation_leaves_the_time_before_unknown() -> None:
    council = made(sits("a", terms=[Term(observed_at="2023-04-24")]))
    assert lines(council) == [
        "2020-01-01/2023-04-23 - unknown",
        "2023-04-24/2023-04-24 Aino stated",
        "2023-04-25/.. Aino presumed",
    ]


def test_a_partial_roster_has_no_vacancies_but_unknown_holders() -> None:
    assert lines(made(roster="partial")) == ["2020-01-01/.. - unknown"]
    assert lines(made()) == ["2020-01-01/.. - no"]


def test_seats_begin_and_end_with_their_kind_of_area() -> None:
    assert lines(made(rules=[SeatRule("hyvinvointialue", only="13")])) == ["2023-01-01/.. - no"]
    assert lines(made(rules=[SeatRule("erva", only="4")])) == ["2020-01-01/2022-12-31 - no"]


def test_without_any_date_everything_is_open() -> None:
    assert lines(made(sits("a"), terms=())) == ["../.. Aino presumed"]
    assert lines(made(sits("a"), rules=[SeatRule(role="chair")], terms=())) == ["../.. - no"]


def test_time_before_the_first_statement_is_told_on_request() -> None:
    council = made(sits("a", "2021-06-01"), terms=())
    assert lines(council)[0] == "2021-06-01/2021-06-01 Aino stated"
    assert lines(council, "2021") == [
        "2021-01-01/2021-05-31 - no",
        "2021-06-01/2021-06-01 Aino stated",
        "2021-06-02/2021-12-31 Aino presumed",
    ]


def test_a_period_beyond_the_register_is_an_error_and_an_open_end_is_none() -> None:
    council = made(terms=())
    with pytest.raises(DateNotCoveredError):
        council.timeline("2012/2014")
    with pytest.raises(DateNotCoveredError):
        council.timeline("2024/2030")
    assert lines(council, "2024/..") == ["2024-01-01/.. - no"]
    assert lines(council, Period(end="2014")) == ["../2014-12-31 - no"]
    with pytest.raises(DateError):
        council.timeline("24.4.2023")


def test_several_places_hold_several_and_one_line_tells_what_is_missing() -> None:
    council = made(
        sits("a", "2020-01-01", "2020-12-31"),
        sits("b", "2020-06-01", "2021-12-31"),
        rules=[SeatRule("maakunta", 2, only="13")],
    )
    assert lines(council, "2020/2021") == [
        "2020-01-01/2020-12-31 Aino stated",
        "2020-01-01/2020-05-31 - no",
        "2020-06-01/2021-12-31 Bertta stated",
        "2021-01-01/2021-12-31 - no",
    ]
