"""Putting seats, holders and terms into words of one language."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from verkosto.councils._words import ROLES, STANDINGS, WORDS
from verkosto.dates import Period
from verkosto.errors import AreaError
from verkosto.organisations import Membership, Network, Organisation, Person, Post, Quantity, Standing, Term
from verkosto.regions import AreaRef
from verkosto.text import MISSING, LocalText, format_date, format_number, format_period

__all__ = ["Wording"]


@frozen
class Wording:
    """Words in one language about what a network holds.

    Attributes:
        network: Where names of organisations and people stand.
        lang: "fi", "sv" or "en".
    """

    network: Network
    lang: str

    def say(self, key: str, *parts: object) -> str:
        """Return a fixed text with its parts put in."""
        return WORDS[key][self.lang].format(*parts)

    def role(self, role: str, label: LocalText | None = None) -> str:
        """Return what a role is called; a role without a word of its own is its own word."""
        if label is not None:
            return label.get(self.lang)
        return ROLES[role][self.lang] if role in ROLES else role.replace("_", " ")

    def name(self, who: Person | Organisation) -> str:
        """Return the name of a person or an organisation."""
        return who.name.get(self.lang) if isinstance(who.name, LocalText) else who.name

    def holders(self, memberships: Iterable[Membership]) -> str:
        """Return the names of those who hold memberships, each once."""
        return ", ".join(dict.fromkeys(self.name(self.network.holder(membership)) for membership in memberships))

    def seat(self, post: Post, *, area_only: bool) -> str:
        """Return what a seat is called: its area, its role, or both."""
        role = self.role(post.role, post.label)
        if post.area is None:
            return role
        area = self.area(post.area)
        return area if area_only else f"{area}, {role}"

    def area(self, ref: AreaRef) -> str:
        """Return an area's name, in Finnish where the area no longer stands."""
        try:
            return ref.on().name.get(self.lang)
        except AreaError:
            return ref.name

    def standing(self, standing: Standing) -> str:
        """Return how sure a fact is."""
        return STANDINGS[standing][self.lang]

    def represents(self, membership: Membership) -> str:
        """Return the organisation that a member represents, a dash where none is known."""
        if membership.on_behalf_of is None:
            return MISSING
        return self.name(self.network.organisation(membership.on_behalf_of))

    def terms(self, terms: Iterable[Term]) -> str:
        """Return when something held; what several sources state stands side by side."""
        return " / ".join(dict.fromkeys(self._term(term) for term in terms)) or MISSING

    def _term(self, term: Term) -> str:
        if term.start is None and term.end is None:
            words = self.say("observed", format_date(term.observed_at, lang=self.lang))
        else:
            words = format_period(Period(term.start, term.end), lang=self.lang)
        return self.say("planned", words) if term.planned else words

    def quantity(self, number: Quantity) -> str:
        """Return a number of places."""
        if number.value is None:
            return self.say("unstated")
        digits = format_number(number.value, lang=self.lang)
        return digits if number.low == number.high else self.say("at_least", digits)
