from __future__ import annotations

import traceback
from typing import Any

import pytest

from verkosto.dates import as_day
from verkosto.errors import DateError, OptionError
from verkosto.organisations import Contact, Person, Term
from verkosto.organisations._people import public_contacts
from verkosto.sources import Source

ADDRESS = "maija@example.org"


def email(**more: Any) -> Contact:
    return Contact("email", ADDRESS, **more)


@pytest.mark.parametrize(
    ("contact", "day", "public", "expired", "overdue"),
    [
        (email(), "2023", False, False, False),
        (email(ground="consent"), "2023", True, False, False),
        (email(ground="office", keep_until="2023"), "2023-12-31", True, False, False),
        (email(ground="office", keep_until="2023"), "2024-01-01", False, True, True),
        (email(ground="office", terms=Term(end="2023-05-31")), "2023-05-31", True, False, False),
        (email(ground="office", terms=Term(end="2023-05-31")), "2023-06-01", False, True, False),
        (email(ground="office", terms=Term("2023-06-01")), "2023-05-31", False, False, False),
        (email(keep_until="2022"), "2023", False, True, True),
    ],
)
def test_when_a_contact_may_be_published(
    contact: Contact, day: str, *, public: bool, expired: bool, overdue: bool
) -> None:
    assert (contact.public(day), contact.expired(day), contact.overdue(day)) == (public, expired, overdue)
    assert public_contacts((contact,), as_day(day)) == ((contact,) if public else ())


def test_a_contacts_value_is_shown_nowhere() -> None:
    assert ADDRESS not in repr(email()) + repr(Person("a", "A", contacts=email()))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((ADDRESS, "email"), "No kind of contact. Use one of email, phone"),
        (("emial", ADDRESS), "No kind of contact 'emial'. Did you mean 'email'"),
        (("email", ""), "Contact.value is empty"),
        (("email", None), "Contact.value is of type NoneType"),
    ],
)
def test_what_is_no_contact(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(OptionError, match=message) as caught:
        Contact(*arguments)
    assert ADDRESS not in "".join(traceback.format_exception_only(caught.value))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"ground": "konsent"}, "No ground for publishing 'konsent'. Did you mean 'consent'"),
        ({"terms": "2023"}, r"A str stands where Term objects belong. Write \[Term\(...\)\]"),
        ({"terms": ["2023"]}, "A str stands where Term objects belong"),
        ({"terms": {"start": "2023"}}, "A dict stands where Term objects belong"),
        ({"terms": 5}, "A int stands where Term objects belong"),
        ({"source": "Tiedote"}, "Contact.source is a str and no Source"),
        ({"label": 5}, "Contact.label is of type int"),
    ],
)
def test_what_a_contact_refuses(more: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        email(**more)


def test_a_contacts_dates_are_dates() -> None:
    with pytest.raises(DateError, match="is no date"):
        email(keep_until="spring")
    with pytest.raises(DateError, match="is no date"):
        email(ground="office", keep_until="2023").public("spring")


def test_single_objects_are_taken_as_lists_of_one() -> None:
    source = Source("Tiedote")
    person = Person("a", "A", contacts=email(), sources=source)
    assert person == Person("a", "A", contacts=[email()], sources=(source,))
    assert person == Person("a", "A", contacts=iter([email()]), sources={source})
    assert person.contacts == (email(),)
    assert str(person) == "A"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("", "A"), "'' in Person.id is no id"),
        ((" a", "A"), "' a' in Person.id is no id. Give letters or digits without spaces"),
        ((5, "A"), "A int stands in Person.id where an id belongs. Write it in quotes"),
        (("a", ""), "Person.name is empty"),
        (("a", None), "Person.name is of type NoneType"),
    ],
)
def test_what_is_no_person(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Person(*arguments)
