"""Extents: facts as sets of categories, so that what overlaps and what adds up can be seen.

Each variable that respondents answered is a *root* with its categories, the missing reasons among them. A code of that
variable, a region that its municipalities make up and the base of its shares are all sets of those categories, kept as
the bits of a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from verkosto.aggregate import ANSWERED, folded
from verkosto.disclosure._keys import KNOWN, MISSING, Fact
from verkosto.disclosure._ranges import ends_of, pieces_of
from verkosto.responses import REASONS

__all__ = ["Extents", "Implied", "Meaning"]

Meaning = dict[str, int]
"""For each root that facts speak of, the categories that they leave possible, as bits."""

_REASONS = tuple(MISSING + reason for reason in REASONS)

# No code has a line break or a tab.
_LISTED, _OF = "\n", "\t"
_SEVERAL = "..."


@frozen
class Implied:
    """That some categories of a root lie inside some of another: who ticked an option answered its question.

    Attributes:
        inside: The categories of the root.
        other: The other root.
        answered: The categories of the other root that they lie in.
    """

    inside: int
    other: str
    answered: int


class Extents:
    """What the facts of one population mean."""

    def __init__(self) -> None:
        self._bits: dict[str, dict[str, int]] = {}
        self._named: dict[Fact, Meaning] = {}
        self._closed: set[str] = set()
        self._ends: dict[str, set[str]] = {}
        self._unused: dict[str, int] = {}
        self._sources: dict[str, dict[int, tuple[Meaning, ...] | None]] = {}
        self.implied: dict[str, Implied] = {}

    def categories(self, root: str, codes: Iterable[str]) -> int:
        """Return some categories of a root as bits; those that are new become its own."""
        bits = self._bits.setdefault(root, {reason: 1 << place for place, reason in enumerate(_REASONS)})
        found = 0
        for code in codes:
            found |= bits.setdefault(code, 1 << len(bits))
        return found

    def close(self, root: str) -> None:
        """Say that all categories of a root are known."""
        self._closed.add(root)

    def takes(self, root: str, code: str) -> bool:
        """Return whether a code is a category of a root, or may become one."""
        return root not in self._closed or code in self._bits[root]

    def complete(self) -> None:
        """Give a category to each root that has none but missing reasons: those who have some value."""
        for root, bits in list(self._bits.items()):
            if len(bits) == len(_REASONS):
                self.categories(root, [ANSWERED])

    def reasons(self, root: str, names: Iterable[str] = REASONS) -> int:
        """Return missing reasons as categories of a root."""
        return self.categories(root, (MISSING + name for name in names))

    def whole(self, root: str) -> int:
        """Return all categories of a root that somebody may have, missing reasons too."""
        return ((1 << len(self._bits[root])) - 1) & ~self._unused.get(root, 0)

    def leave_out(self, meaning: Mapping[str, int]) -> None:
        """Say that nobody at all has some categories of the one root that a meaning speaks of."""
        if len(meaning) == 1:
            ((root, mask),) = meaning.items()
            self._unused[root] = self._unused.get(root, 0) | mask

    def define(self, name: str, code: str, meaning: Mapping[str, int]) -> Fact:
        """Say what a fact means, and return it.

        Where the name alone does not tell the meaning, or has another already, the code lists its categories: a key is
        understood in another session too, where nothing was defined.
        """
        plain = set(meaning) != {name} or code == KNOWN or meaning[name] == self._bits[name].get(code)
        if plain and self._named.setdefault((name, code), dict(meaning)) == meaning:
            return name, code
        categories = [root + _OF + category for root, mask in meaning.items() for category in self._in(root, mask)]
        fact = name, _LISTED.join([code, *categories])
        self._named[fact] = dict(meaning)
        return fact

    def several(self, name: str, facts: Iterable[Fact]) -> Fact:
        """Return the fact that one of several facts holds."""
        listed: list[str] = []
        for own, code in sorted(facts):
            _, *categories = code.split(_LISTED)
            listed += categories or [own + _OF + code]
        return name, _LISTED.join([_SEVERAL, *listed])

    def imply(self, root: str, inside: int, other: str, answered: int) -> None:
        """Say that some categories of a root lie inside some of another; said twice, what both leave possible."""
        known = self.implied.get(root)
        self.implied[root] = Implied(inside, other, answered if known is None else known.answered & answered)

    def speaks_of(self, root: str) -> bool:
        """Return whether anybody spoke of a root."""
        return root in self._bits

    def derive(self, root: str, code: str, sources: Iterable[Meaning]) -> None:
        """Say who has a category of a derived root, in terms of others: the disjoint meanings that make it up.

        Said twice, and in another way, it is known no more.
        """
        bit, listed = self.categories(root, [code]), tuple(sources)
        own = self._sources.setdefault(root, {})
        own[bit] = listed if own.setdefault(bit, listed) == listed else None

    @property
    def derived(self) -> bool:
        """Whether any root is known to be derived."""
        return bool(self._sources)

    def sources(self, root: str, mask: int) -> list[Meaning]:
        """Return the disjoint meanings that make up categories of a derived root; none where they are not known."""
        known = self._sources.get(root, {})
        several = [known.get(bit) for bit in self._bits.get(root, {}).values() if bit & mask]
        if None in several:
            return []
        return folded([part for parts in several for part in parts or ()], int.__or__)

    def note(self, facts: Iterable[Fact]) -> None:
        """Take notice of categories, and of the ends of ranges, that only these facts name."""
        for fact in facts:
            name, code = fact
            ends = ends_of(code)
            if ends is None:
                self._meaning_of(fact)
            else:
                self._ends.setdefault(name, set()).update(ends)

    def meaning(self, facts: Iterable[Fact]) -> Meaning:
        """Return what several facts together leave possible; roots of which they say nothing are left out."""
        found: Meaning = {}
        for fact in facts:
            for root, mask in self._meaning_of(fact).items():
                found[root] = found.get(root, -1) & mask
        return self.without_implied(found)

    def without_implied(self, found: Meaning) -> Meaning:
        """Return a meaning without what follows from the rest of it."""
        for root, implied in self._implied_in(found):
            # Who ticked an option answered the question, which need not be said twice.
            answered = implied.answered & self.whole(implied.other)
            if implied.other in found and not (answered & ~found[implied.other] or found[root] & ~implied.inside):
                del found[implied.other]
        return found

    def names(self, meaning: Mapping[str, int]) -> dict[str, frozenset[str]]:
        """Return a meaning with the names of categories."""
        return {root: frozenset(self._in(root, mask)) for root, mask in meaning.items()}

    def _implied_in(self, found: Meaning) -> Iterator[tuple[str, Implied]]:
        for root in list(found):
            if (implied := self.implied.get(root)) is not None:
                yield root, implied

    def _meaning_of(self, fact: Fact) -> Meaning:
        if (ends := ends_of(fact[1])) is not None:
            root = f"[{fact[0]}]"
            return {root: self.categories(root, pieces_of(*ends, {*self._ends.get(fact[0], ()), *ends}))}
        if fact not in self._named:
            self._named[fact] = self._supposed(*fact)
        return self._named[fact]

    def _supposed(self, name: str, code: str) -> Meaning:
        """Return what a fact means by its name alone, as in tables whose answers are not at hand."""
        _, *listed = code.split(_LISTED)
        found: Meaning = {}
        for root, _, category in (text.partition(_OF) for text in listed):
            meaning = self._named.get((root, category)) or {root: self.categories(root, [category])}
            for own, mask in meaning.items():
                found[own] = found.get(own, 0) | mask
        if found:
            return found
        if code == MISSING:
            return {name: self.reasons(name)}
        if code == KNOWN:
            # Codes that turn up later belong to it too.
            return {name: ~self.reasons(name)}
        return {name: self.categories(name, [code])}

    def _in(self, root: str, mask: int) -> list[str]:
        return [category for category, bit in self._bits.get(root, {}).items() if bit & mask]
