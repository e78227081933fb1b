from __future__ import annotations

import datetime as dt
import pickle

import pytest

from councils import BODY, made, sits
from verkosto.councils import SeatRule, Structure, _structure
from verkosto.errors import DateNotCoveredError, NetworkError, OptionError, UnknownObjectError
from verkosto.organisations import Membership, Network, Organisation, Post, Term

SEAT = "mvn/member/maakunta/13"


def test_the_national_council_holds_eighteen_seats_and_knows_its_chair() -> None:
    """The chair was seen in office in April 2023, and another list says 2023-25."""
    statements = [Term(observed_at="2023-04"), Term("2023", "2025")]
    council = made(
        sits("a", terms=statements),
        Membership(BODY, "chair", person="a", area="maakunta/13", terms=statements),
        rules=[SeatRule("maakunta", exclude="21"), SeatRule(role="chair")],
        roster="partial",
    )
    assert str(council.places(on="2023-04-24", role="member")) == "18"
    assert [(h.post.role, h.standing) for h in council.holders(on="2024-06-01")] == [
        ("member", "stated"),
        ("chair", "stated"),
    ]
    assert council.holders(on="2026-01-01") == ()
    vacancies = council.vacancies(on="2024-06-01")
    assert len(vacancies) == 17
    assert not any(vacancy.known for vacancy in vacancies)


def test_two_holders_of_one_seat_are_ranked_and_none_is_lost() -> None:
    older, newer, undated = sits("a", "2020-01-01"), sits("b", "2022-06-01", "2024-05-31"), sits("c")
    council = made(older, newer, undated)
    (before,), (after,), (late,) = (council.holders(on=on) for on in ("2021-06-01", "2023-06-01", "2025-06-01"))
    assert (before.who.id, before.standing, before.others) == ("a", "presumed", (undated,))
    assert (after.who.id, after.standing, after.others) == ("b", "stated", (older, undated))
    assert (late.who.id, late.standing, late.others) == ("a", "presumed", (undated,))
    assert council.holders(on="2021-06-01", certain=True) == ()
    assert council.holders(on="2023-06-01", certain=True) == (after,)


def test_somebody_with_two_memberships_takes_one_place() -> None:
    first, second = sits("a", "2020", "2022"), sits("a", "2022", "2024")
    council = made(first, second, rules=[SeatRule("maakunta", 2, only="13")])
    (holder,) = council.holders(on="2022-06-01")
    assert (holder.who.id, holder.membership, holder.others) == ("a", second, (first,))
    (vacancy,) = council.vacancies(on="2022-06-01")
    assert (vacancy.missing, vacancy.known) == (1, True)


def test_an_organisation_may_hold_a_seat() -> None:
    council = made(
        Membership(BODY, member="kyt", area="maakunta/13"), organisations=[Organisation("kyt", "Yhteisöjen Tuki ry")]
    )
    (holder,) = council.holders(on="2021-06-01")
    assert isinstance(holder.who, Organisation)


def test_a_start_that_nobody_states_leaves_a_seat_unknown() -> None:
    seen = sits("a", terms=[Term(observed_at="2023-04")])
    (vacancy,) = made(seen).vacancies(on="2022-01-01")
    assert (vacancy.missing, vacancy.known, vacancy.candidates) == (1, False, (seen,))
    assert made(seen).vacancies(on="2024-01-01") == ()


def test_whoever_sits_is_no_candidate_for_the_place_beside() -> None:
    members = [sits("a", "2020", "2026"), sits("a", terms=[Term(observed_at="2024")])]
    (vacancy,) = made(*members, rules=[SeatRule("maakunta", 2, only="13")]).vacancies(on="2022-01-01")
    assert (vacancy.missing, vacancy.known, vacancy.candidates) == (1, True, ())


def test_an_unstated_number_of_places_holds_all_and_is_vacant_without_any() -> None:
    rules = [SeatRule(None, None)]
    council = made(*(sits(who, "2021", area=None) for who in "abc"), rules=rules)
    assert [holder.who.id for holder in council.holders(on="2022-01-01")] == ["a", "b", "c"]
    assert council.vacancies(on="2022-01-01") == ()
    (vacancy,) = made(rules=rules).vacancies(on="2022-01-01")
    assert vacancy.missing is None


def test_a_membership_claims_the_post_that_it_names() -> None:
    posts = [Post("first", BODY, "vice_chair"), Post("second", BODY, "vice_chair")]
    council = made(
        Membership(BODY, "vice_chair", person="a", post="first", terms=[Term("2021")]),
        Membership(BODY, "vice_chair", person="b", area="maakunta/13", terms=[Term("2022")]),
        posts=posts,
    )
    held = {holder.post.id: holder.who.id for holder in council.holders(on="2023-01-01", role="vice_chair")}
    assert held == {"first": "a", "second": "b"}


def test_a_membership_of_an_area_sits_in_no_seat_of_another() -> None:
    rules = [SeatRule("maakunta", only="13"), SeatRule(None, 2)]
    council = made(sits("a", "2021", area="maakunta/21"), sits("b", "2021", area=None), rules=rules)
    assert [(h.who.id, h.post.id) for h in council.holders(on="2022-01-01")] == [("b", "mvn/member")]


def test_there_are_no_seats_on_days_without_a_body() -> None:
    founded = [Term("2020-05-11", "2024-12-31"), Term("2020-05-07", "2024-12-31")]
    council = made(sits("a", "2019-01-01"), terms=founded)
    days = ("2020-05-06", "2020-05-08", "2020-05-11", "2024-12-31", "2025-01-01")
    assert [len(council.posts(on=on)) for on in days] == [0, 1, 1, 1, 0]
    assert council.holders(on="2019-06-01") == ()
    assert council.vacancies(on="2019-06-01") == ()


def test_a_planned_body_has_the_seats_that_are_planned() -> None:
    plan = made(terms=[Term("2022", planned=True)])
    assert plan.body.status(on="2023-01-01") == "planned"
    assert str(plan.places(on="2023-01-01")) == "1"


def test_a_rule_that_takes_over_replaces_the_one_before() -> None:
    rules = [
        SeatRule("maakunta", only="13", terms=Term("2020", "2022")),
        SeatRule("maakunta", 2, only="13", terms=Term("2022")),
    ]
    council = made(rules=rules)
    assert [str(council.places(on=on)) for on in ("2021-06-01", "2022-06-01", "2023-06-01")] == ["1", "2", "2"]
    surer = made(rules=[rules[0], SeatRule("maakunta", 3, only="13", terms=Term("2021", "2021"))])
    assert str(surer.places(on="2021-06-01")) == "1"


def test_rules_of_several_nominators_add_up() -> None:
    bodies = [Organisation("x", "X"), Organisation("y", "Y")]
    rules = [SeatRule(None, 2, nominated_by="x", funded_by="x"), SeatRule(None, 3, nominated_by="y")]
    council = made(rules=rules, organisations=bodies)
    (post,) = council.posts(on="2021-01-01")
    assert (post.places, post.funded_by) == (5, None)
    open_number = made(rules=[rules[0], SeatRule(None, None, nominated_by="y")], organisations=bodies)
    assert str(open_number.places(on="2021-01-01")) == "a number not stated"


def test_a_post_of_the_network_stands_in_for_the_one_of_a_rule() -> None:
    own = Post(SEAT, BODY, "member", area="maakunta/13", places=4, terms=[Term("2021-01-01", "2021-12-31")])
    council = made(posts=[own])
    assert [str(council.places(on=on)) for on in ("2020-06-01", "2021-06-01", "2022-06-01")] == ["1", "4", "1"]


def test_posts_stand_in_the_order_of_the_rules_then_the_codes_then_their_own() -> None:
    own = Post("own", BODY, "secretary")
    council = made(rules=[SeatRule(role="chair"), SeatRule("maakunta", only=["19", "01"])], posts=[own])
    assert [post.id for post in council.posts(on="2021-01-01")] == [
        "mvn/chair",
        "mvn/member/maakunta/01",
        "mvn/member/maakunta/19",
        "own",
    ]
    assert council.roles == ("chair", "member", "secretary")
    assert [post.id for post in council.posts(on="2021-01-01", role="secretary")] == ["own"]


def test_none_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    council = made(sits("a", "2021-01-01", "2022-12-31"))
    monkeypatch.setattr(_structure, "day_or_today", lambda on: dt.date(2022, 6, 1))
    assert council.holders() == council.holders(on="2022-06-01") != ()
    assert council.representative("13") == council.representative("13", on="2022-06-01")
    assert (council.vacancies(), council.posts()) == ((), council.posts(on="2022-06-01"))
    monkeypatch.setattr(_structure, "day_or_today", lambda on: dt.date(2050, 1, 1))
    with pytest.raises(DateNotCoveredError, match=r"Today is 2050-01-01\. maakunta is covered.*Pass the day as on="):
        council.holders()


def test_only_the_roles_asked_for_need_the_register() -> None:
    council = made(rules=[SeatRule("maakunta"), SeatRule(role="chair")], terms=())
    assert len(council.posts(on="1995-01-01", role="chair")) == 1
    for role in ("member", None):
        with pytest.raises(DateNotCoveredError, match="maakunta is covered from"):
            council.posts(on="1995-01-01", role=role)


def test_an_unknown_role_is_told() -> None:
    with pytest.raises(UnknownObjectError, match=r"role 'memebr'\. Did you mean 'member'\? Its roles: member"):
        made().holders(on="2021-01-01", role="memebr")
    with pytest.raises(UnknownObjectError, match="Its roles: none"):
        made(rules=[]).places(on="2021-01-01", role="member")
    assert str(made(rules=[]).places(on="2021-01-01")) == "0"


def test_a_structure_refuses_what_does_not_fit_its_network() -> None:
    network = Network(organisations=[Organisation(BODY, "Neuvottelukunta")])
    with pytest.raises(UnknownObjectError, match="Did you mean 'mvn'"):
        Structure("mvm", network)
    with pytest.raises(NetworkError) as caught:
        Structure(BODY, network, rules=[SeatRule(nominated_by="x"), SeatRule(role="chair", funded_by="mvm")])
    assert str(caught.value).splitlines()[1:] == [
        "rule for 'member': no organisation has the id 'x'.",
        "rule for 'chair': no organisation has the id 'mvm'. Did you mean 'mvn'?",
    ]
    with pytest.raises(OptionError, match="No roster 'whole'"):
        Structure(BODY, network, roster="whole")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="where a Network belongs"):
        Structure(BODY, "network")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="SeatRule objects"):
        Structure(BODY, network, rules="maakunta")  # type: ignore[arg-type]


def test_a_structure_compares_pickles_and_shows_itself() -> None:
    council = made(sits("a", "2021"))
    council.holders(on="2022-01-01")
    again = pickle.loads(pickle.dumps(council))
    assert again == council == made(sits("a", "2021"))
    assert again.holders(on="2022-01-01") == council.holders(on="2022-01-01")
    assert repr(council) == "<Structure 'mvn': Neuvottelukunta, 1 rules>"
    assert "Keski-Suomi" in str(council.table(on="2022-01-01"))
    assert "<table>" in council._repr_html_()
