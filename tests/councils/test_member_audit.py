"""What an audit says of memberships and of the organisations that they represent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from councils import BODY, made, sits, structures
from verkosto.councils import AUDIT_CODES, SeatRule, Structure
from verkosto.organisations import Change, Membership, Organisation, Post, Term
from verkosto.sources import Source

REGIONS = SeatRule("maakunta", exclude="21")
CODES = ("two_seats", "holds_no_seat", "term_too_long", "works_elsewhere", "dissolved_organisation", "disputed_term")


def found(council: Structure, *codes: str) -> list[str]:
    return [f"{f.code} {f.span}" for f in council.audit() if f.code in (codes or CODES)]


@settings(max_examples=25)
@given(structures())
def test_every_code_is_explained(structure: Structure) -> None:
    assert {finding.code for finding in structure.audit()} <= set(AUDIT_CODES)


def test_one_holder_of_two_seats_is_told_for_the_days_of_both() -> None:
    council = made(
        sits("a", "2020-01-01", "2022-12-31"),
        sits("a", "2022-01-01", "2023-12-31", area="maakunta/12"),
        rules=[REGIONS],
    )
    assert found(council) == ["two_seats 2022-01-01/2022-12-31"]
    (finding,) = (f for f in council.audit() if f.code == "two_seats")
    assert finding.message.startswith(
        "Aino holds the seat of Pohjois-Karjala (maakunta/12, member) and the seat of Keski-Suomi (maakunta/13, member)"
    )
    assert finding.objects == ("a", "mvn/member/maakunta/12", "mvn/member/maakunta/13")


@pytest.mark.parametrize(
    ("first", "second"),
    [(("2020", "2022"), ("2022", "2026")), (("2020", "2022-06-15"), ("2022-06-15", "2026"))],
)
def test_a_change_of_seats_is_no_second_seat(first: tuple[str, str], second: tuple[str, str]) -> None:
    council = made(sits("a", *first), sits("a", *second, area="maakunta/12"), rules=[REGIONS])
    assert found(council) == []


def test_two_seats_without_any_date_are_two() -> None:
    council = made(sits("a"), sits("a", area="maakunta/12"), rules=[REGIONS])
    assert found(council) == ["two_seats 2020-01-01/.."]


def test_a_seat_a_deputy_seat_and_an_office_are_no_two_seats() -> None:
    council = made(
        sits("a", "2020-01-01", "2026-12-31"),
        sits("a", "2020-01-01", "2026-12-31", role="deputy"),
        sits("a", "2020-01-01", "2026-12-31", role="chair"),
        rules=[
            SeatRule("maakunta", only="13"),
            SeatRule("maakunta", only="13", role="deputy"),
            SeatRule(role="chair"),
        ],
    )
    assert council.audit("2024-06-01") == ()


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (
            sits("a", "2021-01-01", "2021-12-31", area="maakunta/21"),
            "Ahvenanmaa (maakunta/21) has no seat by the rules",
        ),
        (sits("a", "2021-01-01", "2021-12-31", area="kunta/179"), "Jyväskylä (kunta/179) is of another kind"),
        (sits("a", "2021-01-01", "2021-12-31", area=None), "the membership states none. Add it"),
        (
            sits("a", "2021-01-01", "2021-12-31", area=None, on_behalf_of="kyt"),
            "states none. The represented organisation works in maakunta/13. Add it",
        ),
        (
            sits("a", "2021-01-01", "2021-12-31", post="mvn/member/maakunta/31"),
            "there never is a post 'mvn/member/maakunta/31'. Did you mean 'mvn/member/maakunta/",
        ),
    ],
)
def test_a_membership_that_never_meets_a_seat_is_told_for_all_its_days(member: Membership, why: str) -> None:
    bodies = [Organisation("kyt", "Yhteisöjen Tuki ry", areas="maakunta/13")]
    council = made(member, rules=[REGIONS], organisations=bodies)
    (finding,) = (f for f in council.audit() if f.code in CODES)
    assert (finding.code, str(finding.span), finding.objects) == (
        "holds_no_seat",
        "2021-01-01/2021-12-31",
        (member.key, BODY),
    )
    assert why in finding.message


def test_a_membership_without_dates_that_never_meets_a_seat_is_told() -> None:
    assert found(made(sits("a", area="maakunta/21"), rules=[REGIONS])) == ["holds_no_seat 2020-01-01/.."]


def test_a_membership_from_before_the_seats_is_told_for_the_days_that_are_stated() -> None:
    council = made(sits("a", "2019-06-01", "2024-12-31"))
    assert found(council) == ["holds_no_seat 2019-06-01/2019-12-31"]
    assert "the seat does not exist on these days" in council.audit()[0].message
    founded = [Term("2020-05-11")]
    assert found(made(sits("a", "2020", "2024-12-31"), terms=founded)) == []
    assert found(made(sits("a"), terms=founded)) == []


def test_an_open_term_ends_with_its_seat() -> None:
    council = made(sits("a", "2021-01-01", area="erva/4"), rules=[SeatRule("erva")])
    assert found(council) == []
    stated = made(sits("a", "2021-01-01", "2023-06-30", area="erva/4"), rules=[SeatRule("erva")])
    assert found(stated) == ["holds_no_seat 2023-01-01/2023-06-30"]


def test_days_beyond_the_register_are_not_judged() -> None:
    assert found(made(sits("a", "2010-01-01", "2014-12-31", area="maakunta/21"), rules=[REGIONS], terms=())) == [
        "holds_no_seat ../2014-12-31"
    ]


def test_a_membership_in_another_role_needs_no_seat() -> None:
    assert found(made(Membership(BODY, "secretariat", member=BODY))) == []
    unknown = made(Membership(BODY, "guest", person="a", post="guest/1", terms=[Term("2021-01-01", "2021-12-31")]))
    assert found(unknown) == ["holds_no_seat 2021-01-01/2021-12-31"]


RULE = SeatRule("maakunta", only="13", term_years=2, source=Source("Säännöt"))


@pytest.mark.parametrize(
    ("terms", "span"),
    [
        ([Term("2020-05-11", "2022-05-11")], None),
        ([Term("2020-05-11", "2022-05-12")], "2022-05-12/2022-05-12"),
        ([Term("2020", "2022")], None),
        ([Term("2020", "2023")], "2023-01-01/2023-01-01"),
        ([Term("2020-02-29", "2022-03-01")], None),
        ([Term("2020-02-29", "2022-03-02")], "2022-03-02/2022-03-02"),
        ([Term("2020-05-11")], None),
        ([Term("2020-05-11", observed_at="2023-04-24")], "2022-05-12/2023-04-24"),
        ([Term(observed_at="2020-03-01"), Term(observed_at="2023-04-24")], "2022-03-02/2023-04-24"),
        ([Term(observed_at="2020-03-01")], None),
        ([Term(None, "2026")], None),
        ([Term("2020-01-01", "2023"), Term("2021", "2023")], None),
        ([Term("2020-01-01", "2026", planned=True)], None),
    ],
)
def test_a_term_is_too_long_only_if_it_certainly_is(terms: list[Term], span: str | None) -> None:
    council = made(sits("a", terms=terms), rules=[RULE])
    assert found(council, "term_too_long") == ([] if span is None else [f"term_too_long {span}"])


def test_too_long_a_term_names_the_rule() -> None:
    (finding,) = (f for f in made(sits("a", "2020-01-01", "2026-12-31"), rules=[RULE]).audit() if f.code in CODES)
    assert finding.sources == (Source("Säännöt"),)
    assert finding.message.startswith("A term in the seat of Keski-Suomi (maakunta/13, member) lasts 2 years")
    assert "2020-01-01 to 2026-12-31" in finding.message


def test_a_term_to_the_end_of_the_calendar_is_no_fault() -> None:
    eternal = SeatRule("maakunta", only="13", term_years=9000)
    assert found(made(sits("a", "2020-01-01", "9999-12-31"), rules=[eternal])) == []


@pytest.mark.parametrize(
    ("areas", "span"),
    [
        (["maakunta/13"], None),
        (["kunta/179"], None),
        (["erva/4", "maakunta/12"], None),
        (["hyvinvointialue/15"], None),
        ([], None),
        (["maakunta/12"], "2020-01-01/2024-12-31"),
        (["maakunta/12", "kunta/091"], "2020-01-01/2024-12-31"),
        # Before 2023 nobody knows where a county's association worked, and erva areas are known until 2022.
        (["hyvinvointialue/12"], "2023-01-01/2024-12-31"),
        (["erva/1"], "2020-01-01/2022-12-31"),
    ],
)
def test_a_representative_works_elsewhere_only_if_all_areas_are_known_and_apart(
    areas: list[str], span: str | None
) -> None:
    council = made(
        sits("a", "2020-01-01", "2024-12-31", on_behalf_of="kyt"),
        organisations=[Organisation("kyt", "Yhteisöjen Tuki ry", areas=areas)],
    )
    assert found(council) == ([] if span is None else [f"works_elsewhere {span}"])


def test_where_an_organisation_works_is_told_with_its_area() -> None:
    council = made(
        Membership(BODY, member="kyt", area="maakunta/13", terms=[Term("2020-01-01", "2026-12-31")]),
        organisations=[Organisation("kyt", "Yhteisöjen Tuki ry", areas="maakunta/12")],
    )
    (finding,) = council.audit()
    assert finding.message.startswith(
        "Yhteisöjen Tuki ry, which Yhteisöjen Tuki ry represents in the seat of Keski-Suomi (maakunta/13, member), "
        "works in Pohjois-Karjala (maakunta/12)."
    )
    assert finding.objects[0] == "kyt"


def test_a_seat_of_an_area_that_is_not_known_on_a_day_is_not_judged() -> None:
    own = Post("own", BODY, "member", area="hyvinvointialue/13")
    council = made(
        sits("a", "2020-01-01", "2024-12-31", area="hyvinvointialue/13", on_behalf_of="kyt"),
        organisations=[Organisation("kyt", "Tuki ry", areas="maakunta/12")],
        posts=[own],
        rules=[],
    )
    assert found(council) == ["works_elsewhere 2023-01-01/2024-12-31"]


def test_an_organisation_that_has_ended_represents_nobody() -> None:
    council = made(
        sits("a", "2020-01-01", on_behalf_of="old"),
        organisations=[
            Organisation("old", "Vanha ry", terms=[Term("2000", "2022")], sources=[Source("Rekisteri")]),
            Organisation("new", "Uusi ry"),
        ],
        changes=[Change("merger", ["old"], ["new"], date="2022"), Change("merger", ["old"], [BODY], planned=True)],
    )
    assert found(council) == ["dissolved_organisation 2023-01-01/.."]
    (finding,) = council.audit()
    assert finding.message == (
        "Aino is member for Vanha ry, which had ended. Its successor is Uusi ry: see whom it names."
    )
    assert finding.objects == ("old", "mvn member maakunta/13 a 2020-01-01")
    assert finding.sources == (Source("Rekisteri"),)


def test_an_organisation_without_a_successor_is_asked_about() -> None:
    body = Organisation("old", "Vanha ry", terms=[Term(None, "2022-12-31")])
    council = made(sits("a", "2020-01-01", "2022-12-31", on_behalf_of="old"), organisations=[body])
    assert found(council) == []
    longer = made(sits("a", "2020-01-01", "2023-02-01", on_behalf_of="old"), organisations=[body])
    assert found(longer) == ["dissolved_organisation 2023-01-01/2023-02-01"]
    assert "Ask who is represented now." in longer.audit("2023-01-15")[0].message


def test_sources_that_disagree_are_told_with_their_dates() -> None:
    page, release = Source("Sivu"), Source("Tiedote")
    council = made(
        sits("a", terms=[Term("2021-01-01", "2022", source=page), Term("2021-02-01", "2022", source=release)]),
        terms=[Term("2020-05-11", source=release), Term("2020-05-07", source=page)],
    )
    first, second = (f for f in council.audit() if f.code == "disputed_term")
    assert (str(first.span), first.objects, first.sources) == ("2020-05-07/2020-05-10", (BODY,), (release, page))
    assert "from 2020-05-11 or from 2020-05-07" in first.message
    assert (str(second.span), second.sources) == ("2021-01-01/2021-01-31", (page, release))
    assert "2021-01-01 to 2022 or 2021-02-01 to 2022" in second.message


def test_an_observation_within_a_stated_term_is_no_dispute() -> None:
    assert found(made(sits("a", terms=[Term(observed_at="2023-04"), Term("2023", "2025")]))) == []
