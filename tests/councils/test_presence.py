"""Attendance held against seats and quorum."""

from __future__ import annotations

from typing import Any

import pytest
from council_records import councils, known_networks, regional_council
from hypothesis import given, settings

from verkosto.councils import Attendance, Council, Meeting, Quorum, SeatRule
from verkosto.organisations import Membership, Network, Organisation, Quantity, Term

HALF = Quorum(share="1/2")
TERMS = [Term("2023-01-01", "2024-12-31")]


def met(*there: Attendance, date: str | None = "2023-03-31", quorum: Quorum | None = HALF, **more: Any) -> Council:
    meeting = Meeting("1", date, attendance=there, organisation=more.pop("organisation", None))
    return regional_council(meetings=[meeting], quorum=quorum, **more)


def test_who_was_there_in_the_order_of_the_record() -> None:
    council = met(
        Attendance("manninen"),
        Attendance(member="stm", role="guest"),
        Attendance("sivonen", present=False),
        Attendance("heinonen", role="secretary"),
        Attendance("manninen", role="chair"),
        Attendance(count=3, role="guest"),
    )
    assert [str(one) for one in council.attended("1")] == [
        "Marja Manninen",
        "Sosiaali- ja terveysministeriö",
        "Sanna Heinonen",
    ]


def test_presence_against_the_seats_of_the_day() -> None:
    found = met(
        Attendance("manninen"),
        Attendance(member="stm", role="guest"),
        Attendance(count=Quantity(20, "about"), role="guest"),
        Attendance("heinonen", role="secretary"),
    ).presence("1")
    assert (found.present, found.places, found.needed, found.quorate) == (Quantity(1), Quantity(3), 2, False)
    assert found.guests == Quantity(1, "at_least")
    assert [(holder.who.id, holder.post.id) for holder in found.absent] == [("sivonen", "mvn/member/maakunta/13")]


@pytest.mark.parametrize(
    ("there", "present"),
    [
        ([Attendance("sivonen"), Attendance("manninen")], 2),
        ([Attendance("sivonen", role="chair"), Attendance("manninen")], 2),
        # A deputy and the member that the deputy stands for take one place.
        ([Attendance("sivonen"), Attendance("pajula", role="deputy", deputy_for="sivonen")], 1),
        ([Attendance("pajula", role="deputy", deputy_for="sivonen")], 1),
        ([Attendance("pajula", role="deputy", post="mvn/member/maakunta/13"), Attendance("sivonen")], 1),
        # Two people of the organisation that holds one seat take one place, and so does a person for the body.
        ([Attendance("pajula", on_behalf_of="kyt"), Attendance("heinonen", on_behalf_of="kyt")], 1),
        ([Attendance(member="kyt", on_behalf_of="kyt"), Attendance("sivonen")], 1),
        # Whoever holds no seat by the network is still counted as the record says.
        ([Attendance("pajula"), Attendance("heinonen", role="deputy")], 2),
        (
            [
                Attendance("pajula", post="mvn/member/maakunta/19"),
                Attendance("heinonen", post="mvn/member/maakunta/19"),
            ],
            2,
        ),
        ([Attendance("pajula", role="deputy", deputy_for="heinonen", on_behalf_of="kyt"), Attendance("sivonen")], 2),
        ([Attendance(count=1), Attendance("sivonen")], 2),
    ],
)
def test_how_many_places_were_taken(there: list[Attendance], present: int) -> None:
    found = met(*there).presence("1")
    assert found.present == Quantity(present)
    assert found.quorate is (present >= 2)


def test_where_an_organisation_holds_the_seat_its_delegate_takes_it() -> None:
    seat = Membership("mvn", member="hyte", area="maakunta/19", terms=TERMS)
    found = met(Attendance("pajula", on_behalf_of="hyte"), memberships=[seat]).presence("1")
    # Manninen's seat is held for the same organisation, and stands first.
    assert [holder.who.id for holder in found.absent] == ["sivonen", "hyte"]
    found = met(Attendance(member="hyte"), memberships=[seat]).presence("1")
    assert [holder.who.id for holder in found.absent] == ["manninen", "sivonen"]


@pytest.mark.parametrize(
    ("number", "quorate"),
    [(Quantity(2, "at_least"), True), (Quantity(1, "at_least"), None), (Quantity(1, "at_most"), False)],
)
def test_a_number_that_is_not_exact_may_leave_the_quorum_open(number: Quantity, quorate: bool | None) -> None:
    found = met(Attendance(count=number)).presence("1")
    assert found.quorate is quorate
    assert found.absent == ()


@pytest.mark.parametrize(
    ("changes", "places", "needed", "quorate"),
    [
        ({"quorum": None}, Quantity(3), None, None),
        ({"date": "2023-03"}, Quantity(None), None, None),
        ({"date": None}, Quantity(None), None, None),
        ({"date": "2023-03", "quorum": Quorum(2)}, Quantity(None), 2, False),
        ({"organisation": "tv"}, Quantity(None), None, None),
        ({"organisation": "mvn"}, Quantity(3), 2, False),
        ({"quorum": Quorum(chair_present=True)}, Quantity(3), 1, False),
        ({"date": "2025-03-31"}, Quantity(0), None, None),
    ],
)
def test_what_can_be_told_of_a_quorum(changes: dict[str, Any], places: Quantity, needed: int, quorate: bool) -> None:
    found = met(Attendance("manninen"), **changes).presence("1")
    assert (found.places, found.needed, found.quorate) == (places, needed, quorate)


def test_nothing_recorded_is_no_empty_meeting() -> None:
    for there in ([], [Attendance("heinonen", role="secretary"), Attendance("sivonen", present=False)]):
        found = met(*there).presence("1")
        assert (found.present, found.quorate, found.absent) == (Quantity(None), None, ())


@pytest.mark.parametrize(
    ("there", "date", "quorate"),
    [
        ([Attendance("sivonen")], "2023-03-31", True),
        ([Attendance("manninen")], "2023-03-31", False),
        # Whoever presided in the chair's place was not the chair.
        ([Attendance("manninen", role="chair")], "2023-03-31", False),
        ([Attendance("manninen"), Attendance(count=1)], "2023-03-31", None),
        ([Attendance("manninen")], "2023", None),
        ([Attendance("manninen", role="chair")], "2023", True),
    ],
)
def test_whether_the_chair_was_there(there: list[Attendance], date: str, quorate: bool | None) -> None:
    assert met(*there, date=date, quorum=Quorum(1, chair_present=True)).presence("1").quorate is quorate


def test_a_day_beyond_the_register_has_no_known_seats() -> None:
    network = Network(organisations=[Organisation("j", "Järjestöneuvosto")])
    there = [Attendance(count=5)]
    council = Council(
        "j", network, rules=[SeatRule("maakunta")], meetings=[Meeting("1", "2140-03-31", attendance=there)], quorum=HALF
    )
    found = council.presence("1")
    assert (found.present, found.places, found.quorate) == (Quantity(5), Quantity(None), None)


@settings(max_examples=15)
@given(councils(known_networks()))
def test_the_parts_of_presence_agree(council: Council) -> None:
    for meeting in council.meetings:
        found = council.presence(meeting.id)
        names = {one.id for one in council.attended(meeting.id)}
        assert names == {a.attendee for a in meeting.attendance if a.present} - {None}
        assert not {holder.membership.holder for holder in found.absent} & {
            a.attendee for a in meeting.attendance if a.counted
        }
        assert (found.quorate is None) or (found.needed is not None and any(a.counted for a in meeting.attendance))
        if found.quorate and found.needed is not None:
            assert found.present.low >= found.needed
