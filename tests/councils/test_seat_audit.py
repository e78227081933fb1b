"""What an audit says of seats: when each code fires, on which days, and when missing precision keeps it silent."""

from __future__ import annotations

import pytest
from attrs import evolve

from councils import BODY, made, sits
from verkosto.councils import SeatRule, Structure
from verkosto.dates import Period
from verkosto.errors import DateError, DateNotCoveredError
from verkosto.organisations import Membership, Term
from verkosto.sources import Source

SEAT = "mvn/member/maakunta/13"
TWO = SeatRule("maakunta", 2, only="13")


def found(council: Structure, *codes: str) -> list[str]:
    return [f"{f.code} {f.span}" for f in council.audit() if not codes or f.code in codes]


def test_a_seat_without_anybody_is_vacant() -> None:
    (finding,) = made().audit()
    assert str(finding) == (
        "vacant_seat 2020-01-01/..: Nobody holds the seat of Keski-Suomi (maakunta/13, member). "
        f"Fill it, or add the membership that is missing. [{SEAT}]"
    )


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (TWO, "1 of the 2 places of the seat of Keski-Suomi (maakunta/13, member) is vacant."),
        (SeatRule("maakunta", 3, only="13"), "2 of the 3 places of the seat of Keski-Suomi (maakunta/13, member) are"),
    ],
)
def test_places_that_are_missing_are_counted(rule: SeatRule, message: str) -> None:
    (finding,) = made(sits("a", "2020-01-01", "2026-12-31"), rules=[rule]).audit("2021-06-01")
    assert finding.message.startswith(message)


def test_a_post_of_an_unstated_number_is_vacant_without_anybody() -> None:
    (finding,) = made(rules=[SeatRule(None, None, role="coordinator")]).audit()
    assert finding.message.startswith(
        "Nobody holds the post of coordinator (mvn/coordinator), whose number of places is not stated."
    )
    assert finding.span == Period("2020-01-01")


def test_a_vacancy_lasts_as_long_as_the_seat() -> None:
    assert found(made(rules=[SeatRule("hyvinvointialue", only="13")])) == ["vacant_seat 2023-01-01/.."]
    assert found(made(rules=[SeatRule("erva", only="4")])) == ["vacant_seat 2020-01-01/2022-12-31"]
    assert found(made(terms=[Term("2021-01-01", "2021-12-31")])) == ["vacant_seat 2021-01-01/2021-12-31"]


def test_a_planned_body_is_not_vacant_yet() -> None:
    assert found(made(terms=[Term("2024", planned=True)])) == []


def test_between_two_terms_there_is_a_gap_and_elsewhere_a_vacancy() -> None:
    council = made(sits("a", "2020-03-01", "2021-12-31"), sits("b", "2022-02-01", "2023-12-31"))
    assert found(council) == [
        "vacant_seat 2020-01-01/2020-02-29",
        "term_gap 2022-01-01/2022-01-31",
        "vacant_seat 2024-01-01/..",
    ]
    (gap,) = council.audit("2022-01-15")
    assert gap.message == (
        "Nobody holds the seat of Keski-Suomi (maakunta/13, member) between the terms of Aino (2020-03-01 to "
        "2021-12-31) and Bertta (2022-02-01 to 2023-12-31). Correct the dates, or add the membership that is missing."
    )
    assert gap.objects == (
        SEAT,
        "mvn member maakunta/13 a 2020-03-01",
        "mvn member maakunta/13 b 2022-02-01",
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2020", "2022"), ("2022", "2026")),
        (("2020", "2022-05"), ("2022-06", "2026")),
        (("2020", "2022-05-31"), ("2022-06-01", "2026")),
        (("2020", "2022"), ("2023", "2026")),
        (("2020", "2022-06-15"), ("2022-06-15", "2026")),
        (("2020", "2022-12-31"), ("2022", "2026")),
        (("2020", "2022"), ("2022-06-15", "2026")),
        (("2020", "2022"), ("2022-01-01", "2026")),
    ],
)
def test_a_handover_as_sources_write_it_is_in_order(first: tuple[str, str], second: tuple[str, str]) -> None:
    for other in ("b", "a"):
        council = made(sits("a", *first), sits(other, *second), terms=())
        assert council.audit("2020/2026-01-01") == ()


def test_a_month_between_two_terms_is_a_gap_whatever_their_precision() -> None:
    council = made(sits("a", "2020", "2022-05"), sits("b", "2022-07", "2026"))
    assert found(council, "term_gap") == ["term_gap 2022-06-01/2022-06-30"]


def test_with_a_partial_roster_nobody_is_missing_and_holders_are_unknown() -> None:
    council = made(sits("a", "2020-01-01", "2021-12-31"), sits("b", "2022-02-01", "2023-12-31"), roster="partial")
    assert found(council) == ["unknown_holder 2022-01-01/2022-01-31", "unknown_holder 2024-01-01/.."]
    assert "Only some members were published" in council.audit("2022-01-15")[0].message


def test_whoever_was_only_seen_leaves_the_time_before_unknown() -> None:
    council = made(sits("a", terms=[Term(observed_at="2023-04-24")]))
    assert found(council) == ["unknown_holder 2020-01-01/2023-04-23"]
    (finding,) = council.audit("2021-01-01")
    assert finding.message.startswith("Since when Aino held the seat of Keski-Suomi (maakunta/13, member) is not")
    assert finding.objects == (SEAT, "mvn member maakunta/13 a 2023-04-24")


def test_more_than_a_seat_can_hold_are_found_on_the_days_that_are_certain() -> None:
    council = made(sits("a", "2020-01-01", "2022"), sits("b", "2021", "2026-12-31"))
    assert found(council) == ["double_holder 2021-12-31/2022-01-01"]
    (finding,) = council.audit("2021-12-31")
    assert finding.message == (
        "Aino and Bertta hold the seat of Keski-Suomi (maakunta/13, member) at the same time, which has 1 place. "
        "State the end of a term, or correct its dates."
    )
    assert finding.objects == (
        "mvn member maakunta/13 a 2020-01-01",
        "mvn member maakunta/13 b 2021",
        SEAT,
    )


def test_three_in_two_places_are_one_too_many() -> None:
    members = [sits(who, "2020-01-01", "2026-12-31") for who in "abc"]
    assert found(made(*members[:2], rules=[TWO])) == []
    council = made(*members, rules=[TWO])
    assert found(council) == ["double_holder 2020-01-01/.."]
    assert council.audit()[0].message.startswith("Aino, Bertta and Cecilia hold")
    assert "which has 2 places" in council.audit()[0].message


def test_a_list_without_dates_can_hold_one_too_many() -> None:
    council = made(sits("a"), sits("b"), terms=())
    assert found(council) == ["double_holder ../.."]


def test_a_later_one_beside_a_stated_term_is_one_too_many_for_as_long_as_that_lasts() -> None:
    council = made(sits("a", "2020-01-01", "2022-12-31"), sits("b", "2021-06-01"))
    assert found(council) == ["double_holder 2021-06-01/2022-12-31"]


def test_an_open_end_beside_a_successor_is_told_once() -> None:
    open_end = sits("a", "2020-01-01")
    council = made(open_end, sits("b", "2022-06-01", "2024-05-31"), sits("c", "2024-06-01"))
    assert found(council) == ["open_end 2022-06-01/.."]
    (finding,) = council.audit()
    assert finding.message == (
        "No source states until when Aino held the seat of Keski-Suomi (maakunta/13, member) (from 2020-01-01), "
        "and others have had it since. State the end of the term."
    )
    assert finding.objects == (open_end.key, SEAT)


def test_an_open_end_stays_amiss_when_the_successor_has_left_but_not_longer_than_the_seat() -> None:
    ghost, successor = sits("a", "2020-01-01"), sits("b", "2021-06-01", "2022-05-31")
    council = made(ghost, successor)
    assert council.representative("13", on="2023-01-01") is not None
    assert found(council) == ["open_end 2021-06-01/.."]
    ended = SeatRule("maakunta", only="13", terms=Term("2020", "2024-12-31"))
    assert found(made(ghost, successor, rules=[ended])) == ["open_end 2021-06-01/2024-12-31"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (Term(observed_at="2021-04"), Term(observed_at="2023-04")),
        (Term("2021"), Term(observed_at="2023-04")),
        (Term(observed_at="2021-04"), Term("2022", "2026")),
        (Term("2022"), Term("2022")),
        (Term(), Term("2021", "2026")),
    ],
)
def test_observations_and_open_ends_are_never_held_to_be_double(older: Term, newer: Term) -> None:
    council = made(sits("a", terms=[older]), sits("b", terms=[newer]))
    codes = {finding.code for finding in council.audit()}
    assert "open_end" in codes
    assert "double_holder" not in codes


def test_two_that_were_seen_on_one_day_hold_it_both() -> None:
    terms = [Term(observed_at="2023-04-24")]
    council = made(sits("a", terms=terms), sits("b", terms=terms))
    assert found(council, "double_holder", "open_end") == ["double_holder 2023-04-24/.."]


def test_whoever_was_seen_on_the_first_day_of_another_need_not_have_begun_then() -> None:
    council = made(sits("a", terms=[Term(observed_at="2021-01-01")]), sits("b", "2021-01-01", "2026-12-31"))
    assert found(council, "double_holder", "open_end") == [
        "double_holder 2021-01-01/2021-01-01",
        "open_end 2021-01-02/..",
    ]


def test_a_stated_end_without_a_start_says_nothing_against_another() -> None:
    council = made(sits("a", None, "2025-12-31"), sits("b", "2021-01-01", "2022-12-31"))
    assert found(council, "double_holder", "open_end") == []


def test_two_terms_of_one_holder_that_overlap_are_told() -> None:
    council = made(sits("a", "2020-01-01", "2022-06-30"), sits("a", "2022-06-01", "2026-12-31"))
    assert found(council) == ["term_overlap 2022-06-01/2022-06-30"]
    (finding,) = council.audit()
    assert finding.message.startswith(
        "Aino has terms in the seat of Keski-Suomi (maakunta/13, member) that overlap: "
        "2020-01-01 to 2022-06-30 and 2022-06-01 to 2026-12-31."
    )


def test_a_reelection_after_an_open_end_is_no_overlap() -> None:
    assert found(made(sits("a", "2020-01-01"), sits("a", "2022-06-01", "2024-05-31"))) == []


def test_findings_name_the_sources_of_what_they_rest_on() -> None:
    rules, page, release = Source("Säännöt"), Source("Sivu"), Source("Tiedote")
    council = made(
        sits("a", terms=[Term("2020-01-01", "2022-12-31", source=page)]),
        sits("b", terms=[Term("2021-01-01", "2023-12-31", source=release)], sources=[page]),
        rules=[SeatRule("maakunta", only="13", source=rules)],
    )
    assert {f.code: f.sources for f in council.audit()} == {
        "double_holder": (rules, release, page),
        "vacant_seat": (rules,),
    }


def test_an_audit_is_asked_for_a_day_a_period_or_all() -> None:
    council = made(sits("a", "2020-01-01", "2021-12-31"), sits("b", "2022-02-01", "2023-12-31"))
    gap, vacancy = council.audit()
    assert council.audit("2022-01-31") == council.audit(Period("2022-01", "2022-01")) == (gap,)
    assert council.audit("2022-02-01") == ()
    assert council.audit("2022/2025") == council.audit(Period("2022")) == (gap, vacancy)
    # A year is its first day, as in every other question.
    assert council.audit("2022") == (gap,)
    with pytest.raises(DateNotCoveredError, match="maakunta is covered"):
        council.audit("2030-01-01")
    with pytest.raises(DateError):
        council.audit("31.1.2022")


def test_whoever_may_not_be_named_goes_by_the_id() -> None:
    council = made(sits("a", "2020-01-01", "2026-12-31"), sits("b", "2020-01-01", "2026-12-31"))
    hidden = [evolve(person, publishable=person.id != "a") for person in council.network.people]
    (finding,) = evolve(council, network=evolve(council.network, people=hidden)).audit()
    assert finding.message.startswith("Bertta and a hold")


def test_a_post_without_an_area_is_named_by_its_role_and_id() -> None:
    council = made(Membership(BODY, "chair", person="a", terms=[Term("2021-01-01")]), rules=[SeatRule(role="chair")])
    (finding,) = council.audit()
    assert finding.message.startswith("Nobody holds the post of chair (mvn/chair).")
    assert str(finding.span) == "2020-01-01/2020-12-31"
