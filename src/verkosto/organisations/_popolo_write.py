"""Objects of a network as Popolo says them; what Popolo has no place for is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from verkosto.dates import PartialDate
from verkosto.organisations._organisation import Organisation
from verkosto.organisations._people import Contact, Person
from verkosto.organisations._posts import Membership, Post
from verkosto.organisations._terms import Term
from verkosto.regions import AreaRef
from verkosto.sources import Source

__all__ = ["MULTILINGUAL", "WRITERS", "written_area"]

Json = dict[str, Any]

MULTILINGUAL = "multilingual"
"""Note of an other name that is the name in another language, as EveryPolitician writes it."""


def _person(person: Person) -> Json:
    return _given(
        id=person.id, name=person.name, contact_details=_contacts(person.contacts), sources=_sources(person.sources)
    )


def _organisation(organisation: Organisation) -> Json:
    start, end = _dates(organisation.terms)
    name = organisation.name
    translated = [
        {"name": text, "lang": lang, "note": MULTILINGUAL} for lang, text in (("sv", name.sv), ("en", name.en)) if text
    ]
    others = [
        _given(
            name=other.name.fi,
            note=other.note,
            **dict(zip(("start_date", "end_date"), _dates(other.terms), strict=True)),
        )
        for other in organisation.other_names
    ]
    return _given(
        id=organisation.id,
        name=name.fi,
        other_names=[*translated, *others],
        identifiers=[_given(scheme=known.scheme, identifier=known.value) for known in organisation.identifiers],
        classification=organisation.classification,
        area_id=_area_id(next(iter(organisation.areas), None)),
        founding_date=start,
        dissolution_date=end,
        contact_details=_contacts(organisation.contacts),
        sources=_sources(organisation.sources),
    )


def _post(post: Post) -> Json:
    start, end = _dates(post.terms)
    return _given(
        id=post.id,
        label=None if post.label is None else post.label.fi,
        role=post.role,
        organization_id=post.organisation,
        area_id=_area_id(post.area),
        start_date=start,
        end_date=end,
        sources=_sources(post.sources),
    )


def _membership(membership: Membership) -> Json:
    start, end = _dates(membership.terms)
    member = None if membership.member is None else {"@type": "Organization", "id": membership.member}
    return _given(
        id=membership.id,
        label=None if membership.label is None else membership.label.fi,
        role=membership.role,
        person_id=membership.person,
        member=member,
        organization_id=membership.organisation,
        post_id=membership.post,
        on_behalf_of_id=membership.on_behalf_of,
        area_id=_area_id(membership.area),
        start_date=start,
        end_date=end,
        contact_details=_contacts(membership.contacts),
        sources=_sources(membership.sources),
    )


WRITERS: Mapping[type, Callable[[Any], Json]] = {
    Person: _person,
    Organisation: _organisation,
    Post: _post,
    Membership: _membership,
}
"""What Popolo says of an object, by its class."""


def written_area(ref: AreaRef) -> Json:
    """Return an area as Popolo says it."""
    return {"id": str(ref), "identifier": ref.code, "classification": ref.area_type, "name": ref.name}


def _dates(terms: Sequence[Term]) -> tuple[str | None, str | None]:
    """Return start and end of the first statement that has either; plans are left out."""
    term = next((term for term in terms if not term.planned and (term.start or term.end)), Term())
    return _text(term.start), _text(term.end)


def _contacts(contacts: Iterable[Contact]) -> list[Json]:
    found = []
    for contact in contacts:
        start, end = _dates(contact.terms)
        sources = _sources(() if contact.source is None else (contact.source,))
        found.append(
            _given(
                type=contact.kind,
                label=contact.label,
                value=contact.value,
                valid_from=start,
                valid_until=end,
                sources=sources,
            )
        )
    return found


def _sources(sources: Iterable[Source]) -> list[Json]:
    """Return the sources that have an address: Popolo's sources are links."""
    return [{"url": source.url, "note": source.title} for source in sources if source.url]


def _area_id(ref: AreaRef | None) -> str | None:
    return None if ref is None else str(ref)


def _text(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _given(**properties: object) -> Json:
    return {name: value for name, value in properties.items() if value is not None and value not in ("", [])}
