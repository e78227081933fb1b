from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from attrs import evolve
from audits import network
from hypothesis import given, settings
from networks import days, networks

from verkosto.dates import PartialDate, Period
from verkosto.errors import DateError
from verkosto.organisations import (
    AUDIT_CODES,
    Change,
    Contact,
    Identifier,
    Membership,
    Network,
    Organisation,
    Person,
    Post,
    Term,
)

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "organisations.md"


def test_every_code_comes_once_and_in_the_order_of_the_list() -> None:
    number = Identifier("oma", "1")
    found = network(
        Organisation("a", "A", terms=[Term("2020-05-11"), Term("2020-05-07")], identifiers=number),
        Organisation("b", "B", terms=Term("2010-01-01", "2021-12-31"), identifiers=number),
        Organisation("c", "C"),
        Person("p", "P", contacts=Contact("email", "y@z", keep_until="2020")),
        Post("seat", "c", "member", terms=Term("2020-01-01", "2020-12-31")),
        Membership("c", "x", person="p", terms=[Term("2020-01-01", "2021"), Term("2020-01-01", "2020")]),
        Membership("b", "x", person="p", terms=Term("2009-01-01", "2011-12-31")),
        Membership("c", "x", member="b", terms=Term("2021-01-01")),
        Membership("b", "y", person="p", terms=Term("2021-01-01", "2022-06-30")),
        Membership("c", "z", person="p", post="seat", terms=Term("2020-07-01", "2021-06-30")),
        Membership("c", "v", person="p"),
        Membership("c", "v", person="p"),
        Membership("c", "part_of", member="c"),
        Change("split", "c", "b", date="2023"),
        Change("merger", "b", "c", date="2015"),
    ).audit()
    assert [finding.code for finding in found] == list(AUDIT_CODES)


def test_the_reference_lists_every_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", REFERENCE.read_text("utf-8"), re.MULTILINE)
    assert {code: meaning for code, meaning in rows if code in AUDIT_CODES} == AUDIT_CODES


def test_an_audit_of_a_day_or_a_period_leaves_out_the_rest() -> None:
    found = network(
        Organisation("b", "B", terms=Term("2010", "2021-12-31")),
        Membership("a", member="b", id="m1", terms=Term("2020-01-01", "2022-06-30")),
        Person("p", "P", contacts=Contact("email", "y@z", keep_until="2023")),
    )
    assert [finding.code for finding in found.audit(on="2021-12-31")] == []
    assert [finding.code for finding in found.audit(on=dt.date(2022, 1, 1))] == ["dissolved_organisation"]
    assert [finding.code for finding in found.audit(on=Period("2022-06", "2024"))] == [
        "dissolved_organisation",
        "keep_until_passed",
    ]
    assert [finding.code for finding in found.audit(on=Period("2022-07"))] == ["keep_until_passed"]
    assert [finding.code for finding in found.audit(on="2024-01-01")] == ["keep_until_passed"]
    with pytest.raises(DateError, match="is no date"):
        found.audit(on="spring")


@given(networks(), days)
@settings(max_examples=8)
def test_an_audit_finds_the_same_again_and_a_day_chooses(drawn: Network, day: dt.date) -> None:
    whole = drawn.audit(on=Period())
    assert whole == evolve(drawn).audit(on=Period())
    assert {finding.code for finding in whole} <= set(AUDIT_CODES)
    asked = Period(PartialDate.of(day), PartialDate.of(day))
    assert drawn.audit(on=day) == tuple(finding for finding in whole if finding.span.overlaps(asked))
