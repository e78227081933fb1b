from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest
from council_records import councils, known_networks, regional_council
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.councils import Attendance, Council, Meeting, Quorum, SeatRule, StatementRequest
from verkosto.errors import DateError, NetworkError, OptionError, UnknownObjectError
from verkosto.organisations import Change, Membership, Network, Organisation, Person, Quantity, Term

NETWORK = known_networks()
NETWORKS = ("jarjestotyontekijat", "jarjestoagentit", "vammaistyo", "paihde-ja-mielenterveys", "vakivaltatyo")


def pirkanmaa() -> Council:
    """The group that the regional release of spring 2022 speaks of; its members' names were not published."""
    release = Term(observed_at="2022-03")
    network = Network(
        organisations=[
            Organisation("ryhma", "Järjestöjen sote-ryhmä", terms=[release]),
            *(Organisation(id_, id_, classification="network", registered=False) for id_ in NETWORKS),
            Organisation("artteli", "Artteli-kumppanuusyhdistys ry"),
            Organisation("muutostuki", "Järjestöjen sote-muutostuki"),
            Organisation("diabetes", "Diabetesliitto"),
            Organisation("foorumi", "Pirkanmaan sote-järjestöfoorumi"),
            Organisation(
                "neuvottelukunta", "Järjestöneuvottelukunta", terms=[Term(planned=True, observed_at="2022-03")]
            ),
            Organisation("hva", "Pirkanmaan hyvinvointialue", terms=[Term("2021-07-01")]),
        ],
        people=[Person("multanen", "Kati Multanen")],
        memberships=[
            Membership("ryhma", "chair", person="multanen", on_behalf_of="diabetes", terms=[release]),
            Membership("ryhma", "secretariat", member="artteli", terms=[release]),
            Membership("ryhma", "coordinator", member="artteli", terms=[release]),
            Membership("ryhma", "coordinator", member="muutostuki", terms=[release]),
            Membership("neuvottelukunta", "part_of", member="ryhma", terms=[Term(planned=True, observed_at="2022-03")]),
        ],
        changes=[Change("succession", "foorumi", "neuvottelukunta", planned=True)],
    )
    return Council(
        "ryhma",
        network,
        rules=[SeatRule(n=None, nominated_by=id_) for id_ in NETWORKS],
        roster="partial",
        meetings=[
            Meeting("ensimmainen", not_after="2022-03-30"),
            *(Meeting(day, day, planned=True) for day in ("2022-03-31", "2022-04-28", "2022-06-02")),
        ],
        requests=[StatementRequest("palvelustrategia", "Palvelustrategia", requested_by="hva", received="2022-04")],
    )


def test_a_group_whose_members_were_not_published_can_be_written_down() -> None:
    group = pirkanmaa()
    assert group.places(on="2022-04-01") == Quantity(None)
    assert [vacancy.known for vacancy in group.vacancies(on="2022-04-01")] == [False]
    officers = group.officers(on="2022-04-01")
    assert [(officer.role, str(officer.who), officer.standing) for officer in officers] == [
        ("chair", "Kati Multanen", "presumed"),
        ("secretariat", "Artteli-kumppanuusyhdistys ry", "presumed"),
        ("coordinator", "Artteli-kumppanuusyhdistys ry", "presumed"),
        ("coordinator", "Järjestöjen sote-muutostuki", "presumed"),
    ]
    assert [meeting.id for meeting in group.meetings_in("2022-03")] == ["ensimmainen", "2022-03-31"]
    assert group.meeting("ensimmainen").status(on="2022-03-30") == "held"
    coming = group.next_meeting("2022-04-01")
    assert coming is not None
    assert (coming.id, coming.status(on="2022-04-01")) == ("2022-04-28", "planned")
    assert [request.id for request in group.open_requests(on="2022-05-01")] == ["palvelustrategia"]
    assert [finding.code for finding in group.audit()] == ["unknown_holder"]
    (parent,) = group.network.memberships_by("ryhma")
    assert group.network.standing(parent, on="2022-04-01") == "planned"
    assert group.network.organisation(parent.organisation).status(on="2022-04-01") == "planned"


def test_a_council_of_which_only_members_are_known_has_no_seats() -> None:
    network = Network(
        organisations=[Organisation("j", "Järjestöneuvosto")],
        people=[Person("a", "Aino")],
        memberships=[Membership("j", person="a"), Membership("j", "deputy", person="a")],
    )
    council = Council(
        "j", network, quorum=Quorum(2), meetings=[Meeting("1", "2024-05-01", attendance=[Attendance("a")])]
    )
    assert (council.posts(on="2024-05-01"), council.officers(on="2024-05-01")) == ((), ())
    assert council.presence("1").places == Quantity(None)
    assert [finding.code for finding in council.audit()] == ["meeting_without_quorum"]


def test_every_fault_of_the_records_is_told_at_once() -> None:
    with pytest.raises(NetworkError) as caught:
        regional_council(
            meetings=[
                Meeting(
                    "1",
                    organisation="tvk",
                    attendance=[
                        Attendance("sivone"),
                        Attendance(member="hytee", on_behalf_of="nobody"),
                        Attendance("manninen", role="deputy", deputy_for="pajala", post="sihteeri"),
                        Attendance("vieras", role="guest", post="mvn/member/maakunta/13"),
                        Attendance("vieras", role="guest"),
                        Attendance(count=2),
                        Attendance(count=2),
                    ],
                ),
                Meeting("1"),
            ],
            requests=[
                StatementRequest("l", "Lausunto", requested_by="st", handled_in=["1", "2"]),
                StatementRequest("l", "Toinen"),
            ],
        )
    lines = str(caught.value).splitlines()[1:]
    assert lines == [
        "meeting '1' stands 2 times. Give each an id of its own.",
        "request 'l' stands 2 times. Give each an id of its own.",
        "meeting '1': 'vieras' is there 2 times as guest. Keep one of them.",
        "meeting '1': no organisation has the id 'tvk'. Did you mean 'tv'?",
        "meeting '1': no person has the id 'sivone'. Did you mean 'sivonen'?",
        "meeting '1': no organisation has the id 'hytee'. Did you mean 'hyte'?",
        "meeting '1': no organisation has the id 'nobody'.",
        "meeting '1': no person or organisation has the id 'pajala'.",
        "meeting '1': no post has the id 'sihteeri'.",
        "request 'l': no organisation has the id 'st'.",
        "request 'l': no meeting has the id '2'.",
    ]


def test_faults_of_rules_and_records_come_together() -> None:
    network = Network(organisations=[Organisation("j", "Järjestöneuvosto")])
    with pytest.raises(NetworkError, match=r"(?s)'stea'.*'hva'"):
        Council(
            "j", network, rules=[SeatRule(funded_by="stea")], requests=[StatementRequest("l", "L", requested_by="hva")]
        )


@pytest.mark.parametrize(
    "wrong",
    [{"quorum": 9}, {"meetings": "1"}, {"requests": [1]}, {"seat_role": ""}, {"chair_roles": 3}, {"meetings": 5}],
)
def test_what_is_no_record_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        regional_council(**wrong)


def test_one_record_may_stand_without_a_list() -> None:
    council = regional_council(meetings=Meeting("1"), requests=StatementRequest("l1", "Lausunto"))
    assert (len(council.meetings), len(council.requests)) == (1, 1)


def test_officers_are_those_in_office_and_no_members_or_parts() -> None:
    council = regional_council(chair_roles=["vice_chair", "chair"])
    roles = [officer.role for officer in council.officers(on="2023-04-01")]
    assert roles == ["vice_chair", "chair", "contact"]
    assert [o.who.id for o in council.officers(on="2023-06-01", role="secretary")] == ["heinonen"]
    assert [o.who.id for o in council.officers(on="2023-06-01", role="part_of")] == ["tv"]
    assert [o.membership.area for o in council.officers(on="2023-06-01", role="member")] == [
        membership.area for membership in council.network.memberships_of("mvn", role="member")
    ]
    assert council.officers(on="2026-01-01") == ()
    assert council.officers() == council.officers(on=dt.datetime.now().astimezone().date())


def test_the_surest_of_several_officers_comes_first() -> None:
    rival = Membership("mvn", "chair", person="pajula", terms=[Term(observed_at="2023-01")])
    sure = Membership("mvn", "secretary", person="sivonen", terms=[Term("2023-06-01", "2023-12-31")])
    council = regional_council(memberships=[rival, sure])
    found = council.officers(on="2023-07-01")
    assert [(officer.role, officer.who.id) for officer in found] == [
        ("chair", "sivonen"),
        ("chair", "pajula"),
        ("vice_chair", "manninen"),
        ("secretary", "heinonen"),
        ("secretary", "sivonen"),
    ]


def test_meetings_of_a_period() -> None:
    council = regional_council(
        meetings=[
            Meeting("late", "2023-12-01"),
            Meeting("autumn", "2023"),
            Meeting("spring", "2023-03-01"),
            Meeting("called-off", "2023-03-02", cancelled=True),
            Meeting("once", not_after="2023-02-01"),
            Meeting("whenever"),
        ]
    )
    assert [m.id for m in council.meetings_in("2023-01/2023-06")] == ["once", "whenever", "autumn", "spring"]
    assert [m.id for m in council.meetings_in("2023", certain=True)] == ["autumn", "spring", "late"]
    assert [m.id for m in council.meetings_in("../2023-06", certain=True)] == ["spring"]
    nexts = {day: council.next_meeting(day) for day in ("2023-02-01", "2023-03-02", "2024-01-01")}
    assert {day: m and m.id for day, m in nexts.items()} == {
        "2023-02-01": "autumn",
        "2023-03-02": "autumn",
        "2024-01-01": None,
    }
    with pytest.raises(DateError):
        council.meetings_in("kevät")


def test_the_next_meeting_may_be_today() -> None:
    today = dt.datetime.now().astimezone().date()
    council = regional_council(meetings=[Meeting("1", today), Meeting("0", today - dt.timedelta(days=1))])
    assert council.next_meeting() == council.meetings[0]


@settings(max_examples=12)
@given(councils(NETWORK), st.dates(dt.date(2018, 1, 1), dt.date(2026, 12, 31)))
def test_what_is_certainly_in_a_period_can_be_in_it(council: Council, day: dt.date) -> None:
    possible, certain = (council.meetings_in(day, certain=sure) for sure in (False, True))
    assert set(certain) <= set(possible)
    assert all(m.day == day for m in certain)
    following = council.next_meeting(day)
    assert following is None or (following.date is not None and following.date.last >= day)


def test_open_requests_come_with_the_first_due_first() -> None:
    first, second = StatementRequest("a", "A", due="2023-05"), StatementRequest("b", "B", due="2023-04-01")
    closed = StatementRequest("c", "C", answered="2023-01-01", status="answered")
    council = regional_council(requests=[StatementRequest("d", "D"), first, second, closed])
    assert [request.id for request in council.open_requests(on="2023-06-01")] == ["b", "a", "d"]
    assert [request.id for request in council.open_requests(on="2022-06-01")] == ["b", "a", "c", "d"]
    assert council.open_requests() == council.open_requests(on="2023-06-01")


def test_an_unknown_meeting_is_told_with_its_neighbours() -> None:
    council = regional_council(meetings=[Meeting("kevat-2023")])
    assert council.meeting("kevat-2023") == council.meetings[0]
    for ask in (council.meeting, council.attended, council.presence):
        with pytest.raises(UnknownObjectError, match=r"'kevat'\. Did you mean 'kevat-2023'|'kevat-2022'"):
            ask("kevat-2022")


def test_a_council_pickles_after_it_has_been_asked() -> None:
    council = regional_council(
        meetings=[Meeting("1", "2023-03-31", attendance=[Attendance(count=2)])], quorum=Quorum(2)
    )
    findings, table = council.audit(), council.table(on="2023-03-31")
    again = pickle.loads(pickle.dumps(council))
    assert again == council
    assert (again.audit(), again.table(on="2023-03-31"), hash(again)) == (findings, table, hash(council))
