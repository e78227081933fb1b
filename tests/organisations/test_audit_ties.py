from __future__ import annotations

import re
from typing import Any

import pytest
from audits import A_LIST, MINUTES, RELEASE, Told, network, told

from verkosto.organisations import (
    Change,
    Contact,
    Identifier,
    Membership,
    Organisation,
    Person,
    Term,
)

CASES: list[tuple[str, list[Any], list[Told]]] = [
    (
        "a circle of parts, on the days on which it closes, and a tail that leads there",
        [
            Organisation("c", "C"),
            Organisation("d", "D"),
            Membership("b", "part_of", member="a", terms=Term("2020-01-01", "2022-12-31", source=A_LIST)),
            Membership("c", "part_of", member="b", terms=Term("2021-01-01", source=MINUTES)),
            Membership("a", "part_of", member="c"),
            Membership("a", "part_of", member="d"),
        ],
        [("part_of_cycle", ("a", "b", "c"), "2021-01-01/2022-12-31", ("Luettelo", "Pöytäkirja"))],
    ),
    (
        "parts that never meet, and a person who is no part",
        [
            Membership("b", "part_of", member="a", terms=Term("2020-01-01", "2020-12-31")),
            Membership("a", "part_of", member="b", terms=Term("2021-01-01", "2021-12-31")),
            Membership("b", "part_of", person="p"),
        ],
        [],
    ),
    (
        "a part of itself, and a circle beside",
        [
            Organisation("c", "C"),
            Membership("c", "part_of", member="c", terms=Term("2021-01-01")),
            Membership("b", "part_of", member="a"),
            Membership("a", "part_of", member="b"),
        ],
        [("part_of_cycle", ("a", "b"), "../..", ()), ("part_of_cycle", ("c",), "2021-01-01/..", ())],
    ),
    (
        "one number for two",
        [
            Organisation(
                "a", "A", identifiers=[Identifier("y-tunnus", "1"), Identifier("y-tunnus", "1")], sources=A_LIST
            ),
            Organisation("b", "B", identifiers=[Identifier("y-tunnus", "1"), Identifier("oma", "2")], sources=MINUTES),
            Organisation("c", "C", identifiers=[Identifier("oma", "1"), Identifier("oma", "3")]),
        ],
        [("shared_identifier", ("a", "b"), "../..", ("Luettelo", "Pöytäkirja"))],
    ),
    (
        "a merger of what had ended into what was not yet there",
        [
            Organisation("a", "A", terms=Term("2010", "2020-06-30", source=A_LIST)),
            Organisation("b", "B", terms=Term("2022-01-01", source=MINUTES)),
            Change("merger", "a", "b", date="2021", source=RELEASE),
        ],
        [
            ("absent_at_change", ("a",), "2021-01-01/2021-12-31", ("Tiedote", "Luettelo")),
        ],
    ),
    (
        "a merger into what is founded much later",
        [Organisation("b", "B", terms=Term("2022-01-02")), Change("merger", "a", "b", date="2021")],
        [("absent_at_change", ("b",), "2021-01-01/2021-12-31", ())],
    ),
    (
        "a split of what was founded later, into what had ended",
        [
            Organisation("a", "A", terms=Term("2023-01-01", "2023-12-31")),
            Organisation("b", "B", terms=Term("2010", "2020-12-31")),
            Change("split", "a", "b", date="2021-05-01"),
        ],
        [
            ("absent_at_change", ("a",), "2021-05-01/2021-05-01", ()),
            ("absent_at_change", ("b",), "2021-05-01/2021-05-01", ()),
            ("active_after_change", ("a",), "2023-01-01/2023-12-31", ()),
        ],
    ),
    (
        "a succession on the morrow, and one after a pause",
        [
            Organisation("a", "A", terms=Term("2010", "2020-12-31")),
            Organisation("b", "B", terms=Term("2021-01-01")),
            Change("succession", "a", "b", date="2021-01-01"),
            Change("succession", "a", "b", date="2022-01-01"),
        ],
        [],
    ),
    (
        "a body that goes on after its merger; the one that takes the other in goes on by right",
        [
            Organisation("a", "A", terms=Term("2010", source=A_LIST)),
            Organisation("b", "B", terms=Term("2010")),
            Change("merger", ("a", "b"), "b", date="2021-05", source=RELEASE),
        ],
        [("active_after_change", ("a",), "2021-06-01/..", ("Tiedote", "Luettelo"))],
    ),
    (
        "plans and changes without a date contradict nothing",
        [
            Organisation("a", "A", terms=Term("2010", "2012")),
            Change("merger", "a", "b", date="2030", planned=True),
            Change("merger", "a", "b"),
        ],
        [],
    ),
    (
        "contacts of an organisation, a person and a membership that are kept too long",
        [
            Organisation("a", "A", contacts=Contact("url", "x", keep_until="2020")),
            Person(
                "p", "P", contacts=[Contact("email", "y@z", keep_until="2021-05", source=A_LIST), Contact("phone", "1")]
            ),
            Membership("a", person="p", id="m", contacts=Contact("phone", "1", keep_until="2000-01-01")),
            Organisation("b", "B", contacts=Contact("url", "x", keep_until="9999")),
        ],
        [
            ("keep_until_passed", ("a",), "2021-01-01/..", ()),
            ("keep_until_passed", ("p",), "2021-06-01/..", ("Luettelo",)),
            ("keep_until_passed", ("m",), "2000-01-02/..", ()),
        ],
    ),
]


@pytest.mark.parametrize(("facts", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_what_an_audit_finds(facts: list[Any], expected: list[Told]) -> None:
    found = network(*facts).audit()
    assert told(found) == expected
    for finding in found:
        assert re.search(r"\. [A-Z].*\.$", finding.message), "a message ends with what to do"
        assert "y@z" not in str(finding)
