"""Organisations, people and networks as small tables in a notebook; no contact is shown, only how many there are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from verkosto import html
from verkosto.organisations._statements import Statement
from verkosto.organisations._terms import Term, standing_on

if TYPE_CHECKING:
    from verkosto.organisations._network import Network
    from verkosto.organisations._organisation import Organisation
    from verkosto.organisations._people import Contact, Person
    from verkosto.sources import Source

__all__ = ["network_html", "organisation_html", "person_html"]

_LANGUAGE_NAMES = {"fi": "Finnish", "sv": "Swedish", "en": "English"}
_WORDS = {None: "stated none", True: "yes", False: "no"}
_MOST_ROLES = 50

Row = tuple[str, object]


def organisation_html(organisation: Organisation) -> str:
    """Show an organisation: its names, what it is today and who says so, and what sources state of it."""
    name = organisation.name
    rows: list[Row] = [("Id", organisation.id)]
    rows += [(_LANGUAGE_NAMES[lang], name.get(lang)) for lang in name.languages]
    rows += [(other.note or "Other name", other.name.fi) for other in organisation.other_names]
    rows += _given("Classification", organisation.classification)
    rows += _given("In the register", _WORDS[organisation.registered] if organisation.registered is not None else None)
    rows.append(("Status", _status(organisation)))
    rows += [("Existence", _term(term)) for term in organisation.terms]
    rows += _given("Areas", ", ".join(f"{ref} {ref.name}" for ref in organisation.areas))
    rows += [(found.scheme, found.value) for found in organisation.identifiers]
    rows += [(statement.topic, _statement(statement)) for statement in organisation.statements]
    rows += _contacts(organisation.contacts)
    rows += _sources(organisation.sources)
    return html.table(("Organisation", name.fi), rows)


def person_html(person: Person) -> str:
    """Show a person without any contact."""
    rows: list[Row] = [("Id", person.id), ("Name may be published", _WORDS[person.publishable])]
    return html.table(("Person", person.name), [*rows, *_contacts(person.contacts), *_sources(person.sources)])


def network_html(network: Network, counts: Mapping[str, int]) -> str:
    """Show how much a network holds, and its memberships by role."""
    roles = Counter(membership.role for membership in network.memberships).most_common()
    parts = [html.table(("Network", "n"), counts.items(), numeric=[1])]
    if roles:
        shown: list[Row] = [*roles[:_MOST_ROLES]]
        if len(roles) > _MOST_ROLES:
            shown.append((f"{len(roles) - _MOST_ROLES} further roles", sum(n for _, n in roles[_MOST_ROLES:])))
        parts.append(html.table(("Role", "Memberships"), shown, numeric=[1]))
    return "\n".join(parts)


def _given(title: str, value: str | None) -> Iterator[Row]:
    if value:
        yield title, value


def _status(organisation: Organisation) -> str:
    today = dt.datetime.now().astimezone().date()
    status = organisation.status(on=today)
    if not organisation.terms:
        return f"{status} on {today}: nothing is stated of its existence"
    return f"{status} on {today} ({standing_on(organisation.terms, today)})"


def _term(term: Term) -> str:
    parts = [f"{term.start or '..'}/{term.end or '..'}"] if term.start or term.end else []
    parts += [f"observed {term.observed_at}"] if term.observed_at else []
    parts += ["planned"] if term.planned else []
    parts += [term.note] if term.note else []
    return f"{', '.join(parts) or 'without a date'}{_said(term.source)}"


def _statement(statement: Statement) -> str:
    if not statement.publishable:
        return "not to be published"
    value = statement.value
    said = _WORDS[value] if value is None or isinstance(value, bool) else str(value)
    when = "" if statement.as_of is None else f" ({statement.as_of})"
    return f"{said}{when}{_said(statement.source)}"


def _said(source: Source | None) -> str:
    return "" if source is None else f" — {source}"


def _contacts(contacts: Sequence[Contact]) -> Iterator[Row]:
    if contacts:
        yield "Contacts", f"{len(contacts)}, not shown"


def _sources(sources: Iterable[Source]) -> Iterator[Row]:
    for source in sources:
        yield "Source", source
