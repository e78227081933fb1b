"""Strategies for every class of organisations: small objects, and networks whose references hold.

Councils' tests draw from them too. Ids are few, so that objects meet; dates are near one another, so that terms
overlap, touch and leave gaps.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from verkosto.dates import PartialDate, Period
from verkosto.organisations import (
    Change,
    Contact,
    Finding,
    Identifier,
    Membership,
    Name,
    Network,
    Organisation,
    Person,
    Post,
    Quantity,
    Statement,
    Term,
)
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = [
    "EVERY_CLASS",
    "areas",
    "changes",
    "contacts",
    "dates",
    "findings",
    "identifiers",
    "local_texts",
    "memberships",
    "names",
    "networks",
    "organisations",
    "people",
    "periods",
    "posts",
    "quantities",
    "sources",
    "statements",
    "terms",
    "words",
]

ORGANISATIONS = ("mvn", "hyte", "sotunet", "lapsote")
PEOPLE = ("sivonen", "manninen", "karjalainen")
POSTS = ("chair", "seat")
ROLES = ("member", "chair", "part_of")

_bodies, _humans, _places = st.sampled_from(ORGANISATIONS), st.sampled_from(PEOPLE), st.sampled_from(POSTS)
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).filter(lambda text: bool(text.strip()))
notes = st.none() | words
days = st.dates(min_value=PartialDate(2019).first, max_value=PartialDate(2025).last)
dates = st.one_of(
    st.integers(2019, 2025).map(PartialDate),
    st.builds(PartialDate, st.integers(2019, 2025), st.integers(1, 12)),
    days.map(PartialDate.of),
)
local_texts = st.builds(LocalText, words, sv=notes, en=notes)
sources = st.builds(
    Source,
    st.sampled_from(["Tiedote", "Luettelo", "Päätös"]),
    publisher=notes,
    url=st.none() | st.just("https://example.org/"),
    published=st.none() | dates,
    retrieved=st.none() | dates,
    note=notes,
)
areas = st.sampled_from(["maakunta/13", "maakunta/21", "hyvinvointialue/01", "kunta/179"]).map(AreaRef.of)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Draw a period, either end open at times."""
    start, end = _ends(draw)
    return Period(start, end)


def _ends(draw: st.DrawFn) -> tuple[PartialDate | None, PartialDate | None]:
    start, end = draw(st.none() | dates), draw(st.none() | dates)
    if start is not None and end is not None and end.last < start.first:
        start, end = end, start
    return start, end


@st.composite
def terms(draw: st.DrawFn, *, planned: bool | None = None) -> Term:
    """Draw one statement of when something held."""
    start, end = _ends(draw)
    seen = draw(st.none() | dates)
    if seen is not None and ((start and seen.last < start.first) or (end and end.last < seen.first)):
        seen = None
    is_plan = draw(st.booleans()) if planned is None else planned
    return Term(start, end, observed_at=seen, planned=is_plan, source=draw(st.none() | sources), note=draw(notes))


def _few(items: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most).map(tuple)


quantities = st.just(Quantity(None)) | st.builds(
    Quantity,
    st.integers(0, 10**6) | st.floats(0, 1e9),
    st.sampled_from(["exactly", "about", "nearly", "over", "at_least", "at_most"]),
)
statements = st.builds(
    Statement,
    words,
    st.one_of(st.none(), st.booleans(), quantities, local_texts, dates),
    source=st.none() | sources,
    as_of=st.none() | dates,
    publishable=st.booleans(),
    note=notes,
)
contacts = st.builds(
    Contact,
    st.sampled_from(["email", "phone", "address", "url", "other"]),
    words,
    ground=st.none() | st.sampled_from(["consent", "office", "own_publication", "organisation"]),
    keep_until=st.none() | dates,
    terms=_few(terms()),
    label=notes,
    source=st.none() | sources,
)
identifiers = st.builds(Identifier, st.sampled_from(["y-tunnus", "yhdistysrekisteri", "oma"]), words)
names = st.builds(Name, local_texts, terms=_few(terms()), note=notes)


def people(ids: st.SearchStrategy[str] = _humans) -> st.SearchStrategy[Person]:
    """Draw a person."""
    return st.builds(Person, ids, words, contacts=_few(contacts), publishable=st.booleans(), sources=_few(sources))


def organisations(ids: st.SearchStrategy[str] = _bodies) -> st.SearchStrategy[Organisation]:
    """Draw an organisation."""
    return st.builds(
        Organisation,
        ids,
        local_texts,
        classification=notes,
        registered=st.none() | st.booleans(),
        terms=_few(terms()),
        areas=_few(areas),
        other_names=_few(names, 1),
        identifiers=_few(identifiers),
        contacts=_few(contacts, 1),
        statements=_few(statements),
        sources=_few(sources),
    )


def posts(ids: st.SearchStrategy[str] = _places) -> st.SearchStrategy[Post]:
    """Draw a post of one of the organisations."""
    return st.builds(
        Post,
        ids,
        _bodies,
        st.sampled_from(ROLES),
        label=st.none() | local_texts,
        area=st.none() | areas,
        places=st.none() | st.integers(1, 3),
        funded_by=st.none() | _bodies,
        terms=_few(terms()),
        sources=_few(sources),
    )


@st.composite
def memberships(draw: st.DrawFn) -> Membership:
    """Draw a membership of a person or an organisation."""
    holder = {"person": draw(_humans)} if draw(st.booleans()) else {"member": draw(_bodies)}
    return Membership(
        draw(_bodies),
        draw(st.sampled_from(ROLES)),
        **holder,
        post=draw(st.none() | _places),
        area=draw(st.none() | areas),
        on_behalf_of=draw(st.none() | _bodies),
        nominated_by=draw(st.none() | _bodies),
        label=draw(st.none() | local_texts),
        terms=draw(_few(terms())),
        contacts=draw(_few(contacts, 1)),
        id=draw(st.none() | st.sampled_from(["m1", "m2"])),
        sources=draw(_few(sources, 1)),
    )


changes = st.builds(
    Change,
    st.sampled_from(["merger", "split", "succession"]),
    st.lists(_bodies, min_size=1, max_size=2).map(tuple),
    st.lists(_bodies, min_size=1, max_size=2).map(tuple),
    date=st.none() | dates,
    planned=st.booleans(),
    source=st.none() | sources,
    note=notes,
)
findings = st.builds(Finding, words, words, _few(words), periods(), _few(sources))


@st.composite
def networks(draw: st.DrawFn, *, most: int = 4) -> Network:
    """Draw a network of all the ids above, with up to `most` memberships."""
    return Network(
        organisations=[draw(organisations(st.just(id_))) for id_ in ORGANISATIONS],
        people=[draw(people(st.just(id_))) for id_ in PEOPLE],
        posts=[draw(posts(st.just(id_))) for id_ in POSTS],
        memberships=draw(st.lists(memberships(), max_size=most)),
        changes=draw(st.lists(changes, max_size=2)),
    )


EVERY_CLASS: dict[type, st.SearchStrategy[Any]] = {
    Change: changes,
    Contact: contacts,
    Finding: findings,
    Identifier: identifiers,
    LocalText: local_texts,
    Membership: memberships(),
    Name: names,
    Network: networks(),
    Organisation: organisations(),
    Person: people(),
    Post: posts(),
    Quantity: quantities,
    Source: sources,
    Statement: statements,
    Term: terms(),
}
