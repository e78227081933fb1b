"""Days and times as tools of other countries write them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from verkosto.responses import Dated, RawColumn, parse_day
from verkosto.responses._decode import moment


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        ("2026/4/3 7:06:23 AM", 7),
        ("2026/04/03 12:06:23 AM", 0),
        ("2026/04/03 12:06:23 PM", 12),
        ("2026/04/03 7:06:23 pm GMT+3", 19),
        ("2026/04/03 7:06:23 ip. EEST", 19),
        ("2026/04/03 7:06:23 ap. UTC-11:30", 7),
        ("3.4.2026 kl. 7.06.23 em", 19),
        ("3.4.2026 klo 7.06.23 fm", 7),
        ("2026-04-03 19:06:23 EET", 19),
        ("3/4/2026 07:06:23PM", 19),
    ],
)
def test_halves_of_a_day_and_names_of_zones_are_read(cell: str, hour: int) -> None:
    assert parse_day(cell).item() == dt.datetime(2026, 4, 3, hour, 6, 23)  # noqa: DTZ001 - a cell has no time zone


@pytest.mark.parametrize(
    "cell",
    ["2026/04/03 13:06:23 PM", "2026/04/03 0:06 AM", "2026/13/03", "2026/04/03 PM", "26/04/03", "2026/04-03",
     "2026/04/03 7:06 xm", "2026/04/03 7:06 GMT+", "3.4.2026 EET"],
)  # fmt: skip
def test_what_is_no_day_stays_none(cell: str) -> None:
    assert np.isnat(parse_day(cell))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("7/4/26 19:06:23", "2026-07-04T19:06:23"),
        (" 7/4/26", "2026-07-04T00:00:00"),
        ("7/4/2026", "2026-07-04T00:00:00"),
        ("7/4/260", "NaT"),
        ("7/4/26/1", "NaT"),
        ("7.4.26", "NaT"),
        ("4/7/26, 7:06 PM", "2026-04-07T19:06:00"),
    ],
)
def test_a_time_of_answering_may_have_a_year_of_two_digits(cell: str, day: str) -> None:
    found = moment(RawColumn(np.array([0], dtype=np.int32), [cell]), "mdy")
    assert isinstance(found.variable, Dated)
    np.testing.assert_array_equal(found.variable.values, np.array([day], dtype="datetime64[s]"))
    assert (found.verdicts is None) == (day != "NaT")
