from __future__ import annotations

import re
from typing import Any

import pytest
from audits import A_LIST, MINUTES, RELEASE, Told, network, told

from verkosto.organisations import (
    Membership,
    Organisation,
    Post,
    Term,
)

CASES: list[tuple[str, list[Any], list[Told]]] = [
    (
        "two founding days",
        [Organisation("a", "A", terms=[Term("2020-05-11", source=RELEASE), Term("2020-05-07", source=A_LIST)])],
        [("disputed_existence", ("a",), "2020-05-07/2020-05-10", ("Tiedote", "Luettelo"))],
    ),
    (
        "two spans of a post",
        [Post("p1", "a", "chair", terms=[Term("2020", "2021-12-31"), Term("2020", "2022-12-31")])],
        [("disputed_existence", ("p1",), "2022-01-01/2022-12-31", ())],
    ),
    (
        "two ends of a term, and the source of the membership is not one of the dispute",
        [
            Membership(
                "a",
                person="p",
                id="m",
                sources=RELEASE,
                terms=[
                    Term("2020-01-01", "2021-05-31", source=A_LIST),
                    Term("2020-01-01", "2021-06-30", source=MINUTES),
                ],
            )
        ],
        [("disputed_term", ("m",), "2021-06-01/2021-06-30", ("Luettelo", "Pöytäkirja"))],
    ),
    (
        "a member before the founding",
        [
            Organisation("a", "A", terms=Term("2020-05-07", source=A_LIST)),
            Membership("a", person="p", id="m", terms=Term("2019-01-01", "2021-12-31", source=MINUTES)),
        ],
        [("before_founding", ("m", "a"), "2019-01-01/2020-05-06", ("Pöytäkirja", "Luettelo"))],
    ),
    (
        "one source has it founded in time",
        [
            Organisation("a", "A", terms=[Term("2020-05-11"), Term("2018-12-31")]),
            Membership("a", person="p", id="m", terms=Term("2019-01-01", "2021-12-31")),
        ],
        [("disputed_existence", ("a",), "2018-12-31/2020-05-10", ())],
    ),
    (
        "a start to the year allows the founding in it",
        [
            Organisation("a", "A", terms=Term("2020-05-07")),
            Membership("a", person="p", terms=Term("2020", "2022")),
        ],
        [],
    ),
    (
        "a planned body has no founding",
        [
            Organisation("a", "A", terms=Term("2022", planned=True)),
            Membership("a", person="p", terms=Term("2020", "2021")),
        ],
        [],
    ),
    (
        "a plan, then the founding",
        [
            Organisation("a", "A", terms=[Term("2019", planned=True), Term("2022-01-01")]),
            Membership("a", person="p", id="m", terms=Term("2020-01-01", "2023-12-31")),
        ],
        [("before_founding", ("m", "a"), "2020-01-01/2021-12-31", ())],
    ),
    (
        "the member and the represented are founded later",
        [
            Organisation("b", "B", terms=Term("2021-01-01")),
            Membership("a", member="b", id="m1", terms=Term("2020-07-01", "2022-12-31")),
            Membership("a", person="p", id="m2", on_behalf_of="b", terms=Term("2020-07-01", "2022-12-31")),
        ],
        [
            ("before_founding", ("m1", "b"), "2020-07-01/2020-12-31", ()),
            ("before_founding", ("m2", "b"), "2020-07-01/2020-12-31", ()),
        ],
    ),
    (
        "a dissolved member and a dissolved represented one, by statement and by presumption",
        [
            Organisation("b", "B", terms=Term(end="2021-12-31", source=A_LIST)),
            Membership("a", member="b", id="m1", terms=Term("2020-01-01")),
            Membership(
                "a", person="p", id="m2", on_behalf_of="b", terms=Term("2020-01-01", "2022-06-30", source=MINUTES)
            ),
            Membership("a", person="p", id="m3", role="chair", on_behalf_of="b", terms=Term("2020", "2021")),
            Membership("a", person="p", id="m4", role="guest", on_behalf_of="b"),
        ],
        [
            ("dissolved_organisation", ("m1", "b"), "2022-01-01/..", ("Luettelo",)),
            ("dissolved_organisation", ("m2", "b"), "2022-01-01/2022-06-30", ("Pöytäkirja", "Luettelo")),
            ("dissolved_organisation", ("m4", "b"), "2022-01-01/..", ("Luettelo",)),
        ],
    ),
    (
        "what a coarse date leaves open contradicts nothing, the days after it do",
        [
            Organisation("b", "B", terms=Term(end="2021-06-30")),
            Membership("a", member="b", id="m", terms=[Term(end="2020-05"), Term(end="2022-06-30")]),
        ],
        [
            ("disputed_term", ("m",), "2020-06-01/2022-06-30", ()),
            ("dissolved_organisation", ("m", "b"), "2021-07-01/2022-06-30", ()),
        ],
    ),
    (
        "an end to the year allows the end in it",
        [Organisation("b", "B", terms=Term(end="2021-06-30")), Membership("a", member="b", terms=Term("2020", "2021"))],
        [],
    ),
    (
        "a member after the body's end, by statement; a presumption ends with the body",
        [
            Organisation("a", "A", terms=Term("2010", "2020-12-31")),
            Membership("a", person="p", id="m1", terms=Term("2019-01-01", "2021-12-31")),
            Membership("a", person="p", id="m2", role="chair", terms=Term("2019-01-01")),
        ],
        [("after_dissolution", ("m1", "a"), "2021-01-01/2021-12-31", ())],
    ),
    ("a dissolved organisation without a successor", [Organisation("a", "A", terms=Term("2010", "2020"))], []),
    (
        "sources that date it apart have no founding in common",
        [
            Organisation("a", "A", terms=[Term("2020-01-01"), Term(end="2010-12-31")]),
            Membership("a", person="p", terms=Term("2015-01-01", "2015-12-31")),
        ],
        [
            ("disputed_existence", ("a",), "2010-12-31/2010-12-31", ()),
            ("disputed_existence", ("a",), "2020-01-01/2020-01-01", ()),
        ],
    ),
    (
        "a post that is not there yet, then there, then gone",
        [
            Post("p1", "a", "chair", terms=Term("2020-01-01", "2021-12-31", source=A_LIST)),
            Post("p2", "a", "desk"),
            Membership("a", person="p", id="m1", role="x", post="p1", terms=Term("2019-07-01", "2020-12-31")),
            Membership(
                "a", person="p", id="m2", role="y", post="p1", terms=Term("2021-01-01", "2022-06-30", source=MINUTES)
            ),
            Membership("a", person="p", id="m3", role="z", post="p1", terms=Term("2020-01-01")),
            Membership("a", person="p", id="m4", role="v", post="p2", terms=Term("2020-01-01")),
            Membership("a", person="p", id="m5", role="w", post="a/member", terms=Term("2020-01-01")),
        ],
        [
            ("outside_post", ("m1", "p1"), "2019-07-01/2019-12-31", ("Luettelo",)),
            ("outside_post", ("m2", "p1"), "2022-01-01/2022-06-30", ("Pöytäkirja", "Luettelo")),
        ],
    ),
    (
        "the same seat twice; other roles, holders, areas and times are no doubles",
        [
            Membership("a", person="p", id="m1", terms=Term("2020-01-01", "2021-12-31", source=A_LIST)),
            Membership("a", person="p", id="m2", terms=Term("2021-07-01", "2023-12-31", source=MINUTES)),
            Membership("a", person="p", id="m3", terms=Term("2024-01-01", "2025-12-31")),
            Membership("a", person="p", id="m4", role="chair", terms=Term("2020-01-01", "2025-12-31")),
            Membership("a", person="p", id="m5", area="maakunta/13", terms=Term("2020-01-01", "2025-12-31")),
            Membership("a", member="b", id="m6", terms=Term("2020-01-01", "2025-12-31")),
            Membership("a", person="p", id="m7"),
        ],
        [("duplicate_membership", ("m1", "m2"), "2021-07-01/2021-12-31", ("Luettelo", "Pöytäkirja"))],
    ),
    (
        "a long one over two short ones",
        [
            Membership("a", person="p", id="m1", terms=Term("2020-01-01", "2020-12-31")),
            Membership("a", person="p", id="m2", terms=Term("2022-01-01", "2022-12-31")),
            Membership("a", person="p", id="m3", terms=Term("2019-01-01", "2023-12-31")),
        ],
        [
            ("duplicate_membership", ("m3", "m1"), "2020-01-01/2020-12-31", ()),
            ("duplicate_membership", ("m3", "m2"), "2022-01-01/2022-12-31", ()),
        ],
    ),
    (
        "two that nobody dates",
        [Membership("a", person="p", id="m1"), Membership("a", person="p", id="m2", sources=A_LIST)],
        [("duplicate_membership", ("m1", "m2"), "../..", ("Luettelo",))],
    ),
    (
        "a re-election while the open end of the first is presumed",
        [
            Membership("a", person="p", terms=Term("2020-01-01")),
            Membership("a", person="p", terms=Term("2022-01-01", "2023-12-31")),
        ],
        [],
    ),
]


@pytest.mark.parametrize(("facts", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_what_an_audit_finds(facts: list[Any], expected: list[Told]) -> None:
    found = network(*facts).audit()
    assert told(found) == expected
    for finding in found:
        assert re.search(r"\. [A-Z].*\.$", finding.message), "a message ends with what to do"
        assert "y@z" not in str(finding)
