"""Keys: what a number counts, said so that two tables that show the same number name it alike."""

from __future__ import annotations

import json
from typing import Any

from attrs import frozen

from verkosto.aggregate import Table
from verkosto.errors import TableFormatError

__all__ = ["KNOWN", "MISSING", "ROWS", "Fact", "Key", "population_of"]

Fact = tuple[str, str]
"""Something that is true of everybody counted: a variable or kind of area, and a code."""

KNOWN = "*"
"""The code of those who have any value at all; no option may bear it."""

MISSING = "!"
"""Before a missing reason: those who have no value for that reason. Alone: those who have no value."""

ROWS = "rows"
"""What counts respondents."""

_SHOWN = 12


@frozen
class Key:
    """One number of what is published.

    A value in a group, the base of a group and a missing reason are all the same kind of thing: the number of
    respondents of whom some facts are true. So a number that two tables share has one key, and `by="maakunta"` and
    `where={"maakunta": ["13"]}` meet.

    Attributes:
        population: Whose answers: the id of the survey, with the digest of the answers where it is known.
        facts: What is true of those counted.
        what: What is counted: "rows" for respondents, or the ticks or the sum of the numbers of a variable.
    """

    population: str
    facts: frozenset[Fact]
    what: str = ROWS

    def plain(self) -> list[Any]:
        """Return the key as values that JSON has; `of_plain` gives it back."""
        return [self.population, self.what, sorted(map(list, self.facts))]

    @classmethod
    def of_plain(cls, plain: Any) -> Key:
        """Return the key that `plain` gave.

        Raises:
            TableFormatError: It is none.
        """
        try:
            population, what, facts = plain
            pairs = frozenset((dimension, code) for dimension, code in facts)
        except (TypeError, ValueError) as error:
            raise TableFormatError(_wrong(plain)) from error
        texts = [population, what, *(text for pair in pairs for text in pair)]
        if not all(isinstance(text, str) for text in texts):
            raise TableFormatError(_wrong(plain))
        return cls(population, pairs, what)

    def __str__(self) -> str:
        return json.dumps(self.plain(), ensure_ascii=False)


def _wrong(plain: object) -> str:
    return f"a key of what is published is {type(plain).__name__} of another form. Give what `Key.plain` wrote."


def population_of(table: Table) -> str:
    """Return whose answers a table shows: its survey, and of which answers where that is known."""
    digest = table.provenance.get("digest")
    return table.instrument_id if digest is None else f"{table.instrument_id}@{digest[:_SHOWN]}"
