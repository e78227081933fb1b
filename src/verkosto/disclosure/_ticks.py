"""Ticks: what the options of a multiple choice tell of one another.

Everybody who answered ticked an option, so all ticks together are no fewer than those who answered. Who ticked "none of
these" ticked no other: those who answered are they and the *others*, of whom no other option has more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from verkosto.disclosure._keys import Key

__all__ = ["WORKED_OUT", "Ticks", "tied_ticks"]

WORKED_OUT = "~"
"""How what is counted begins where it is made of numbers of respondents, group by group."""

Sum = tuple[Key, tuple[Key, ...]]


@frozen
class Ticks:
    """The options of a multiple choice in one group, as a table shows them.

    Attributes:
        name: The question.
        answered: Those of the group who ticked any option.
        own: By variable of an option those who ticked it.
        exclusive: Variables of options that nobody ticked together with another.
        complete: Sets of variables, of each of which everybody who answered ticked one at least.
    """

    name: str
    answered: Key
    own: Mapping[str, Key] = field(hash=False)
    exclusive: frozenset[str] = frozenset()
    complete: frozenset[frozenset[str]] = frozenset()

    def joined(self, other: Ticks) -> Ticks:
        """Put together what two tables show of one group."""
        own, exclusive = {**self.own, **other.own}, self.exclusive | other.exclusive
        return Ticks(self.name, self.answered, own, exclusive, self.complete | other.complete)

    def sums(self) -> Iterable[Sum]:
        """Yield what adds up, with numbers that nobody publishes."""
        for variables in sorted(map(sorted, self.complete)):
            ticks, more = (self._number(f"{what} {' '.join(variables)}") for what in ("ticks", "more"))
            yield ticks, tuple(self.own[variable] for variable in variables)
            yield ticks, (self.answered, more)
        if self.exclusive:
            others = self._number("others")
            yield self.answered, (others, *(self.own[variable] for variable in sorted(self.exclusive)))
            for variable, key in self.own.items():
                if variable not in self.exclusive:
                    yield others, (key, self._number(f"beside {variable}"))

    def _number(self, what: str) -> Key:
        return Key(self.answered.population, self.answered.facts, f"{WORKED_OUT}{what}:{self.name}")


def tied_ticks(several: Iterable[Ticks]) -> list[Sum]:
    """Return what adds up, of each group once."""
    found: dict[tuple[str, Key], Ticks] = {}
    for ticks in several:
        place = ticks.name, ticks.answered
        found[place] = found[place].joined(ticks) if place in found else ticks
    return [each for ticks in found.values() for each in ticks.sums()]
