from __future__ import annotations

from typing import Any

import pytest

from verkosto.dates import PartialDate
from verkosto.errors import DateError, OptionError, UnknownAreaError
from verkosto.organisations import Change, Membership, Organisation, Person, Post, Term
from verkosto.text import LocalText


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (Post("a", "mvn", "chair"), "chair"),
        (Post("a", "mvn", "member", area="maakunta/13"), "member, Keski-Suomi"),
        (Post("a", "mvn", "member", area="maakunta/13", label="Edustaja"), "Edustaja"),
    ],
)
def test_how_a_post_is_called(post: Post, words: str) -> None:
    assert str(post) == words


@pytest.mark.parametrize("places", [0, -1, True, 1.5, "2"])
def test_a_post_has_whole_places(places: Any) -> None:
    with pytest.raises(OptionError, match="Give 1 or more, or None where not stated"):
        Post("a", "mvn", "chair", places=places)


def test_a_posts_number_of_places_may_be_unstated() -> None:
    assert Post("a", "mvn", "worker", places=None).places is None


@pytest.mark.parametrize(
    ("membership", "key"),
    [
        (Membership("mvn", person="a"), "mvn member a"),
        (Membership("mvn", person="a", id="m1"), "m1"),
        (Membership("mvn", "chair", member="b", area="maakunta/13"), "mvn chair maakunta/13 b"),
        (Membership("mvn", person="a", terms=Term("2020", "2021")), "mvn member a 2020"),
        (Membership("mvn", person="a", terms=Term(end="2021")), "mvn member a 2021"),
    ],
)
def test_what_tells_a_membership_from_others(membership: Membership, key: str) -> None:
    assert membership.key == key


def test_who_holds_a_membership() -> None:
    assert Membership("mvn", person="a").holder == "a"
    assert Membership("mvn", member="b").holder == "b"
    assert Membership("mvn", member="b", label="Sihteeristö").label == LocalText("Sihteeristö")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({}, OptionError, "A membership of 'mvn' as 'member' names one holder. Give either `person`"),
        ({"person": "a", "member": "b"}, OptionError, "names one holder"),
        ({"person": Person("a", "A")}, OptionError, "A Person stands in Membership.person .* Give its id, 'a'"),
        ({"member": Organisation("b", "B")}, OptionError, "Membership.member .* Give its id, 'b'"),
        ({"person": "a", "on_behalf_of": ""}, OptionError, "'' in Membership.on_behalf_of is no id"),
        ({"person": "a", "role": None}, OptionError, "Membership.role is of type NoneType"),
        ({"person": "a", "role": " "}, OptionError, "Membership.role is empty"),
        ({"person": "a", "area": "maakunta/99"}, UnknownAreaError, "code '99'"),
        ({"person": "a", "terms": "2023"}, OptionError, "A str stands where Term objects belong"),
    ],
)
def test_what_is_no_membership(arguments: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Membership("mvn", **arguments)


def test_a_single_term_is_taken() -> None:
    assert Membership("mvn", person="a", terms=Term("2023")).terms == (Term("2023"),)


def test_a_change_takes_one_or_several_organisations() -> None:
    change = Change("merger", ["a", "b"], "c", date="2024-01")
    assert (change.before, change.after, change.date) == (("a", "b"), ("c",), PartialDate(2024, 1))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("fusion", "a", "b"), OptionError, "No kind of change 'fusion'.*Use one of merger, split, succession"),
        (("merger", (), "b"), OptionError, "A merger has organisations before it and after it"),
        (("merger", "a", []), OptionError, "before it and after it"),
        (("merger", "a", [Person("b", "B")]), OptionError, "A Person stands where str objects belong"),
        (("merger", "a", [""]), OptionError, "'' in a list of ids is no id"),
    ],
)
def test_what_is_no_change(arguments: tuple[Any, ...], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Change(*arguments)


def test_a_changes_date_is_a_date() -> None:
    with pytest.raises(DateError, match="is no date"):
        Change("merger", "a", "b", date="spring")
