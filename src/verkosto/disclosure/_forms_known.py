"""Forms of tables whose answers are at hand: which categories each row counts, exactly."""

from __future__ import annotations

from collections.abc import Iterator

from verkosto.aggregate import Heading, Meant, Scale, Table, Where, derived_meant, groups_meant
from verkosto.disclosure._extents import Extents, Meaning
from verkosto.disclosure._forms import Facts, Form, ScaleFacts, ticked_option
from verkosto.disclosure._keys import KNOWN, MISSING, ROWS, Fact

__all__ = ["define_groups", "define_sources", "known_form", "meaning_of"]

_PART = "*-"
"""Code of a base that leaves answers out; its categories are listed behind it."""

_STEP = "^"
"""Code of those who have a number or a higher one; their answers are listed behind it."""

_DONT_KNOW = "dont_know"
_TICKED = "1"


def define_groups(table: Table, extents: Extents) -> list[dict[str, Fact]]:
    """Say what the codes of each `by` mean, and return the fact of each code, of the total and of missing reasons."""
    found = groups_meant(table)
    if found is None:
        return [_by_name(heading, extents) for heading in table.groups]
    return [
        {code: extents.define(heading.id, code, meaning_of(extents, where)) for code, where in meant.items()}
        for heading, meant in zip(table.groups, found, strict=True)
    ]


def define_sources(table: Table, extents: Extents) -> None:
    """Say of what the derived variables are made that facts speak of."""
    for name, codes in derived_meant(table).items():
        for code, sources in codes.items() if extents.speaks_of(name) else ():
            extents.derive(name, code, [meaning_of(extents, where) for where in sources])


def meaning_of(extents: Extents, where: Where) -> Meaning:
    """Return categories by variable as bits."""
    found = {root: extents.categories(root, categories) for root, categories in where.items()}
    for root in found:
        extents.close(root)
    return found


def _by_name(heading: Heading, extents: Extents) -> dict[str, Fact]:
    extents.categories(heading.id, heading.labels)
    extents.close(heading.id)
    return {code: (heading.id, code) for code in (*heading.labels, KNOWN)}


def known_form(heading: Heading, meant: Meant, statistic: str, kind: str, extents: Extents) -> Form:
    """Return the form of a variable from what its rows mean."""
    name = heading.id

    def fact(code: str, where: Where) -> Facts:
        return frozenset([extents.define(name, code, meaning_of(extents, where))])

    def everybody(where: Where) -> Facts:
        return fact(KNOWN if _whole(name, where, meant) else _PART, where)

    base = everybody(meant.base)
    missing = {
        reason: extents.define(name, MISSING + reason, meaning_of(extents, where))
        for reason, where in meant.missing.items()
    }
    nobody = tuple(
        extents.define(root, category, meaning_of(extents, where))
        for where in meant.nobody
        for root, (category,) in where.items()
    )
    if meant.options:
        own = {code: frozenset(_ticked(where, extents)) for code, where in meant.own.items()}
        ticks = f"ticks:{name}" if kind == "ticks" else ROWS
        return Form(
            own,
            base,
            ticks,
            options=True,
            answered=everybody(_without_reasons(meant.base)),
            exclusive=frozenset(heading.exclusive),
            complete=meant.complete,
            missing=missing,
        )
    scale = None if meant.scale is None else _scale(name, meant.scale, extents)
    if all(where == meant.base for where in meant.own.values()):
        amount = f"sum:{name}" if statistic in ("mean", "total") else None
        own = dict.fromkeys(meant.own, base)
        return Form(own, base, scale=scale, missing=missing, nobody=nobody, amount=amount)
    own = {value: fact(value, where) for value, where in meant.own.items()}
    return Form(own, base, scale=scale, missing=missing, nobody=nobody)


def _scale(name: str, scale: Scale, extents: Extents) -> ScaleFacts:
    def facts(where: Where) -> Facts:
        # A step of one answer is that answer.
        (categories,) = where.values()
        code = next(iter(categories)) if len(categories) == 1 else _STEP
        return frozenset([extents.define(name, code, meaning_of(extents, where))])

    return ScaleFacts(tuple(map(facts, scale.reached)), facts(scale.lowest), scale.counts)


def _without_reasons(where: Where) -> Where:
    return {
        root: frozenset(category for category in categories if not category.startswith(MISSING))
        for root, categories in where.items()
    }


def _whole(name: str, where: Where, meant: Meant) -> bool:
    """Return whether everybody who answered is in a base, those who could not say too."""
    base = where.get(name, frozenset())
    apart = meant.missing.get(_DONT_KNOW, {}).get(name, frozenset()) - {MISSING + _DONT_KNOW}
    lacking = meant.options and _DONT_KNOW not in base
    return not apart and not lacking and not any(category.startswith(MISSING) for category in base)


def _ticked(where: Where, extents: Extents) -> Iterator[Fact]:
    """Yield that an option was ticked, and say that its question was answered then."""
    name = next(root for root, categories in where.items() if categories == {_TICKED})
    question, answered = next((root, categories) for root, categories in where.items() if root != name)
    yield ticked_option(extents, name, question, extents.categories(question, answered))
