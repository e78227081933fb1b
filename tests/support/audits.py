"""Small networks to audit, and what an audit tells of them in a form that a table of cases can hold."""

from __future__ import annotations

from typing import Any

from verkosto.organisations import Finding, Network, Organisation, Person
from verkosto.sources import Source

__all__ = ["A_LIST", "MINUTES", "RELEASE", "Told", "network", "told"]

A_LIST, MINUTES, RELEASE = Source("Luettelo"), Source("Pöytäkirja"), Source("Tiedote")


def network(*facts: Any) -> Network:
    """A network of the facts, with a person "p" and the organisations "a" and "b" where the facts have none."""
    ids = {fact.id for fact in facts if isinstance(fact, Organisation | Person)}
    rest = [Organisation(id_, id_.upper()) for id_ in "ab" if id_ not in ids]
    return Network().add(*facts, *rest, *([] if "p" in ids else [Person("p", "P")]))


Told = tuple[str, tuple[str, ...], str, tuple[str, ...]]
"""Code, objects, span and titles of the sources."""


def told(findings: tuple[Finding, ...]) -> list[Told]:
    return [(f.code, f.objects, str(f.span), tuple(source.title for source in f.sources)) for f in findings]
