"""Findings about quorum, chair, contacts, meetings and requests; those about seats have tests of their own."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from attrs import evolve
from council_records import councils, known_networks, regional_council
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.councils import Attendance, Council, Meeting, Quorum, SeatRule, StatementRequest
from verkosto.organisations import Contact, Finding, Ground, Membership, Network, Organisation, Person, Term, to_data
from verkosto.sources import Source

OURS = {"no_quorum", "meeting_without_quorum", "chair_without_seat", "expired_contact", "overdue_request"}
RULES, NOTICE = Source("Työjärjestys"), Source("Kokouskutsu")


def found(council: Council, code: str) -> list[Finding]:
    return [finding for finding in council.audit() if finding.code == code]


def spans(council: Council, code: str) -> list[str]:
    return [str(finding.span) for finding in found(council, code)]


def test_a_council_in_order_has_no_findings_of_its_records() -> None:
    council = regional_council(
        quorum=Quorum(2, chair_present=True),
        meetings=[Meeting("1", "2023-03-31", attendance=[Attendance("sivonen"), Attendance("manninen")])],
        requests=[StatementRequest("l1", "L", due="2023-03-31", answered="2023-03-31", status="answered")],
    )
    assert [finding for finding in council.audit() if finding.code in OURS - {"expired_contact"}] == []


def test_days_on_which_too_few_places_are_filled() -> None:
    leaving = Membership("mvn", person="pajula", area="maakunta/19", terms=[Term("2023-01-01", "2023-03-31")])
    council = regional_council(memberships=[leaving], quorum=Quorum(3, source=RULES))
    (finding,) = found(council, "no_quorum")
    assert str(finding) == (
        "no_quorum 2023-04-01/2024-12-31: A quorum needs 3 of 3 places, and 2 are filled. Fill more of them. [mvn]"
    )
    assert finding.sources == (RULES,)
    assert finding in council.audit("2023-04-01")
    assert finding not in council.audit("2023-03-31")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"quorum": Quorum(2)}, []),
        ({"quorum": None}, []),
        ({"roster": "partial"}, []),
        # Whoever may have come to the seat before the list was read may have made the quorum.
        (
            {
                "memberships": [
                    Membership("mvn", person="pajula", area="maakunta/19", terms=[Term(observed_at="2023-06-01")])
                ]
            },
            [],
        ),
        (
            {"memberships": [Membership("mvn", person="pajula", area="maakunta/19", terms=[Term("2023-06-01")])]},
            ["2023-01-01/2023-05-31"],
        ),
    ],
)
def test_only_what_is_certain_is_a_missing_quorum(changes: dict[str, Any], expected: list[str]) -> None:
    assert spans(regional_council(**{"quorum": Quorum(3), **changes}), "no_quorum") == expected


def test_beyond_the_register_nothing_is_said_of_a_quorum() -> None:
    late = Membership("mvn", "chair", person="manninen", terms=[Term("2130-01-01")])
    council = regional_council(memberships=[late], quorum=Quorum(3))
    council = evolve(council, network=evolve(council.network, organisations=_everlasting(council.network)))
    assert spans(council, "no_quorum")[-1] == "2025-01-01/2129-12-31"


def test_seats_of_a_number_that_is_not_stated_have_no_share() -> None:
    network = regional_council().network
    rules = [SeatRule(n=None), SeatRule("maakunta", only=["01"])]
    assert spans(Council("mvn", network, rules=rules, quorum=Quorum(share=1)), "no_quorum") == []


def test_a_quorum_with_the_chair_needs_one() -> None:
    chair = Quorum(1, chair_present=True)
    assert spans(regional_council(quorum=chair, chair_roles="speaker"), "no_quorum") == ["2023-01-01/2024-12-31"]
    plan = Membership("mvn", "speaker", person="sivonen", terms=[Term("2023-06-01", "2024-12-31", planned=True)])
    seen = Membership("mvn", "speaker", person="sivonen", terms=[Term(observed_at="2024-06-01")])
    late = Membership("mvn", "speaker", person="sivonen", terms=[Term("2024-06-01", "2024-12-31")])
    courses = {plan: ["2023-01-01/2024-12-31"], seen: [], late: ["2023-01-01/2024-05-31"]}
    for membership, expected in courses.items():
        council = regional_council(quorum=chair, chair_roles="speaker", memberships=[membership])
        assert spans(council, "no_quorum") == expected


def test_a_meeting_whose_record_shows_too_few() -> None:
    short = Meeting("1", "2023-03-31", attendance=[Attendance("sivonen")], sources=[NOTICE])
    blank = Meeting("2", "2023-03-31")
    unled = Meeting("3", "2023-03-31", attendance=[Attendance("manninen"), Attendance("pajula")])
    council = regional_council(meetings=[short, blank, unled], quorum=Quorum(2, chair_present=True, source=RULES))
    findings = found(council, "meeting_without_quorum")
    assert [(f.objects, f.sources) for f in findings] == [(("1", "mvn"), (NOTICE, RULES)), (("3", "mvn"), (RULES,))]
    assert [f.message.partition(" present")[0] for f in findings] == [
        "The record shows 1 of the 2 needed",
        "The record shows no chair, whom the quorum asks for,",
    ]
    assert {str(f.span) for f in findings} == {"2023-03-31/2023-03-31"}


CHAIR = Membership("mvn", "speaker", person="heinonen", id="puhe", terms=[Term("2023-03-01", source=NOTICE)])
SEAT = Membership("mvn", person="heinonen", area="maakunta/19")


def seat(term: Term) -> Membership:
    return evolve(SEAT, terms=[term])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([CHAIR], ["2023-03-01/.."]),
        ([CHAIR, seat(Term("2023-01-01", "2024-12-31"))], ["2025-01-01/.."]),
        (
            [CHAIR, seat(Term("2023-06-01", "2023-12-31"))],
            ["2023-03-01/2023-05-31", "2024-01-01/.."],
        ),
        ([CHAIR, seat(Term(observed_at="2024-06-01"))], []),
        (
            [CHAIR, Membership("mvn", person="heinonen", area="maakunta/01", terms=[Term("2023", "2024")])],
            ["2025-01-01/.."],
        ),
        (
            [CHAIR, Membership("mvn", person="heinonen", area="maakunta/21", terms=[Term("2023", "2024")])],
            ["2023-03-01/.."],
        ),
        ([evolve(CHAIR, terms=[Term("2130")])], []),
        ([evolve(CHAIR, terms=[Term("2023")])], ["2024-01-01/.."]),
        ([evolve(CHAIR, terms=[Term("2023-03-01", planned=True)])], []),
    ],
)
def test_a_chair_without_a_seat(more: list[Membership], expected: list[str]) -> None:
    council = regional_council(memberships=more, chair_roles="speaker")
    council = evolve(council, network=evolve(council.network, organisations=_everlasting(council.network)))
    assert spans(council, "chair_without_seat") == expected
    for finding in found(council, "chair_without_seat"):
        assert finding.objects == ("puhe", "mvn")
        name = council.network.person("heinonen").name
        assert finding.message.startswith(f"{name} is speaker and holds no seat.")
    assert spans(evolve(council, roster="partial"), "chair_without_seat") == []


def _everlasting(network: Network) -> list[Organisation]:
    return [evolve(one, terms=()) for one in network.organisations]


def test_before_there_are_seats_a_chair_needs_none() -> None:
    network = regional_council(memberships=[CHAIR]).network
    late = [SeatRule("maakunta", terms=[Term("2024-01-01")])]
    council = Council("mvn", network, rules=late, chair_roles="speaker", quorum=Quorum(1))
    assert spans(council, "chair_without_seat") == ["2024-01-01/2024-12-31"]
    assert spans(council, "no_quorum") == []


def test_an_office_that_ended_without_a_successor() -> None:
    council = regional_council()
    (finding,) = found(council, "expired_contact")
    assert finding.objects == ("mvn contact pajula 2023-01-01", "mvn")
    assert str(finding.span) == "2023-06-01/2024-12-31"
    assert "held the office until 2023-05-31" in finding.message


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([Term("2023-06-01", "2024-12-31")], []),
        ([Term("2023-08-01", "2024-12-31")], ["2023-06-01/2023-07-31"]),
        ([Term("2023-08", "2024-12-31")], ["2023-06-01/2023-07-31"]),
        ([Term("2023-08-01", "2023-12-31")], ["2023-06-01/2023-07-31", "2024-01-01/2024-12-31"]),
        ([Term(observed_at="2023-08")], []),
        ([Term("2023-08-01", planned=True)], ["2023-06-01/2024-12-31"]),
        ([], []),
    ],
)
def test_a_successor_fills_the_office(terms: list[Term], expected: list[str]) -> None:
    next_one = Membership("mvn", "contact", person="heinonen", terms=terms)
    assert spans(regional_council(memberships=[next_one]), "expired_contact") == expected


def test_which_roles_are_asked_can_be_chosen() -> None:
    assert found(regional_council(contact_roles="secretary"), "expired_contact") == []


@pytest.mark.parametrize(
    ("contact", "first"),
    [
        (Contact("email", "x@example.org", keep_until="2023-05-31", source=NOTICE), "2023-06-01/.."),
        (
            Contact("email", "x@example.org", terms=[Term("2023-02", "2023-05", source=RULES)], source=NOTICE),
            "2023-06-01/..",
        ),
        (
            Contact("email", "x@example.org", terms=[Term("2023", "2024")], keep_until="2023-05", source=NOTICE),
            "2023-06-01/..",
        ),
        (Contact("email", "x@example.org", terms=[Term("2023-02")], keep_until="9999"), None),
        (Contact("email", "x@example.org", ground="consent"), None),
    ],
)
@pytest.mark.parametrize("place", ["body", "person", "membership"])
def test_a_contact_past_its_time_wherever_it_stands(place: str, contact: Contact, first: str | None) -> None:
    council = regional_council(contact_roles=())
    network = council.network
    if place == "body":
        bodies = [evolve(o, contacts=[contact]) if o.id == "mvn" else o for o in network.organisations]
        network = evolve(network, organisations=bodies)
    elif place == "person":
        people = [evolve(p, contacts=[contact]) if p.id == "sivonen" else p for p in network.people]
        network = evolve(network, people=people)
    else:
        network = network.add(Membership("mvn", "advisor", person="heinonen", id="neuvo", contacts=[contact]))
    findings = found(evolve(council, network=network), "expired_contact")
    assert [str(finding.span) for finding in findings] == ([] if first is None else [first])
    for finding in findings:
        assert finding.objects == ({"body": "mvn", "person": "sivonen", "membership": "neuvo"}[place],)
        assert finding.sources == (NOTICE,)
        assert "example.org" not in str(finding)


GROUNDS: tuple[Ground, ...] = ("office", "consent")


def test_an_office_address_is_past_when_the_office_is() -> None:
    desk = [Contact("email", "x@example.org", ground=ground) for ground in GROUNDS]
    office = Membership(
        "mvn", "advisor", person="pajula", id="neuvo", contacts=desk, terms=[Term("2023", "2023-05-31")]
    )
    council = regional_council(contact_roles=(), memberships=[office])
    (finding,) = found(council, "expired_contact")
    assert str(finding.span) == "2023-06-01/.."
    assert "belongs to an office that ended before 2023-06-01" in finding.message


def test_requests_that_were_late() -> None:
    asked = [
        StatementRequest("open", "A", due="2023-03", sources=[NOTICE]),
        StatementRequest("late", "B", due="2023-03-31", answered="2023-04-15", status="answered"),
        StatementRequest("in-time", "C", due="2023-03-31", answered="2023-03-31", status="answered"),
        StatementRequest("no-date", "D"),
    ]
    findings = found(regional_council(requests=asked), "overdue_request")
    assert [(f.objects, str(f.span), f.sources) for f in findings] == [
        (("late", "mvn"), "2023-04-01/2023-04-14", ()),
        (("open", "mvn"), "2023-04-01/..", (NOTICE,)),
    ]


@settings(max_examples=18)
@given(councils(known_networks()), st.dates(dt.date(2019, 1, 1), dt.date(2025, 12, 31)))
def test_a_day_shows_exactly_the_findings_that_hold_on_it(council: Council, day: dt.date) -> None:
    asked = {finding for finding in council.audit() if finding.code in OURS and finding.span.on(day)}
    assert {finding for finding in council.audit(day) if finding.code in OURS} == asked
    late = {f.objects[0] for f in asked if f.code == "overdue_request"}
    assert late == {request.id for request in council.requests if request.overdue(day)}


@settings(max_examples=10)
@given(councils(known_networks()))
def test_no_finding_shows_how_somebody_is_reached(council: Council) -> None:
    marked = Contact("email", "salainen@example.org", keep_until="2020")
    network = evolve(council.network, people=[evolve(p, contacts=(marked,)) for p in council.network.people])
    findings = evolve(council, network=network).audit()
    assert "salainen" not in json.dumps([to_data(finding) for finding in findings])


def test_findings_of_an_organisation_in_the_chair() -> None:
    network = Network(
        organisations=[Organisation("j", "J"), Organisation("o", "O")],
        people=[Person("p", "P")],
        memberships=[Membership("j", "chair", member="o"), Membership("j", member="o", terms=[Term("2023", "2024")])],
    )
    assert spans(Council("j", network, rules=[SeatRule(n=3)]), "chair_without_seat") == [
        "../2022-12-31",
        "2025-01-01/..",
    ]
