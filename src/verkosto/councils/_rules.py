"""Rules that make seats: one for each region, two for each county, a number that nobody stated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from attrs import field, frozen

from verkosto.councils._areas import official_codes, stands
from verkosto.dates import DateLike, as_day
from verkosto.errors import OptionError, did_you_mean
from verkosto.fields import check_id_or_none, check_source, check_word, several, strings, text_or_none
from verkosto.organisations import HELD, Post, Term, standing, terms_of
from verkosto.regions import AreaRef, area_type
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["SeatRule", "rule_faults", "rules_of"]


@frozen(cache_hash=True)
class SeatRule:
    """A rule from which the seats of a body follow on any date.

    Attributes:
        per: The kind of area that each has seats of its own, such as "maakunta"; None for seats without an area.
        n: How many places each has; None where the source does not state the number.
        exclude: Codes of areas without a seat; missing leading zeros are given back.
        only: Codes of the areas that have one; empty means all.
        role: What the holders are, such as "member", "deputy" or "worker".
        label: What a holder is called; a plain string is taken as Finnish.
        term_years: How long a term may last; None where it is not stated.
        nominated_by: Id of the organisation that nominates the holders.
        funded_by: Id of the organisation that pays for the posts.
        terms: What is stated of when the rule is in force; none means always.
        source: Who states the rule.

    Raises:
        UnknownAreaError: For a kind of area, or a code of one, that the register does not know.
        OptionError: For a number of places or years below 1, an area that is both excluded and named by `only`,
            either of them without `per`, an empty role or one with a "/", or a value of another kind.

    Example:
        >>> rule = SeatRule(per="maakunta", n=1, exclude="21")
        >>> len(rule.posts("mvn", on="2023-04-24"))
        18
        >>> counties = SeatRule(per="hyvinvointialue")
        >>> len(counties.posts("mvn", on="2022-12-31")), len(counties.posts("mvn", on="2023-01-01"))
        (0, 21)
    """

    per: str | None = None
    n: int | None = 1
    exclude: tuple[str, ...] = field(default=(), converter=strings, kw_only=True)
    only: tuple[str, ...] = field(default=(), converter=strings, kw_only=True)
    role: str = field(default="member", validator=check_word, kw_only=True)
    label: LocalText | None = field(default=None, converter=text_or_none, kw_only=True)
    term_years: int | None = field(default=None, kw_only=True)
    nominated_by: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    funded_by: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    terms: tuple[Term, ...] = field(default=(), converter=terms_of, kw_only=True)
    source: Source | None = field(default=None, validator=check_source, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if "/" in self.role:
            raise OptionError(
                f"A role cannot be {self.role!r}: the posts' ids have '/' between their parts. Leave it out."
            )
        _check_count("places", self.n)
        _check_count("years of a term", self.term_years)
        if self.per is None:
            if self.exclude or self.only:
                raise OptionError("Seats without an area exclude none. Give `per`, or leave `exclude` and `only` out.")
            return
        area_type(self.per)
        for name in ("exclude", "only"):
            object.__setattr__(self, name, tuple(AreaRef(self.per, code).code for code in getattr(self, name)))
        if both := set(self.exclude) & set(self.only):
            raise OptionError(
                f"Areas both excluded and named by `only`: {', '.join(sorted(both))}. Keep one of the two."
            )

    def posts(self, organisation: str, *, on: DateLike) -> tuple[Post, ...]:
        """Return the posts that the rule makes for an organisation on a day, by area code.

        Their ids are made of the organisation, the role and the area, such as "mvn/member/maakunta/13", or
        "mvn/coordinator" without an area, so that a seat keeps its id from day to day.

        Args:
            organisation: Id of the organisation.
            on: A day as `as_day` reads it.

        Returns:
            One post for each area, with the rule's number of places. None on days on which the rule is not in
            force, and none where the kind of area had not begun or had ended.

        Raises:
            DateNotCoveredError: The kind of area stood on that day, and the register does not cover it.
            DateError: For text that is no date.

        Example:
            >>> rule = SeatRule("erva", 2, role="worker")
            >>> [(post.id, post.places) for post in rule.posts("b", on="2020-03-01")][:2]
            [('b/worker/erva/1', 2), ('b/worker/erva/2', 2)]
            >>> rule.posts("b", on="2023-01-01")
            ()
        """
        day = as_day(on)
        if standing(self.terms, day) not in HELD:
            return ()
        if self.per is None:
            return _made(self, organisation, ())
        if not stands(self.per, day):
            return ()
        return _made(self, organisation, self._codes(day))

    def _codes(self, day: dt.date) -> tuple[str, ...]:
        codes = official_codes(self.per or "", day)
        return tuple(c for c in codes if c not in self.exclude and (not self.only or c in self.only))


def rules_of(values: Iterable[SeatRule] | SeatRule) -> tuple[SeatRule, ...]:
    """Take rules, or one."""
    return several(values, SeatRule)


def rule_faults(rules: Iterable[SeatRule], known: Collection[str]) -> Iterator[str]:
    """Yield a line for each organisation that a rule names and nobody knows."""
    for rule in rules:
        for id_ in (rule.nominated_by, rule.funded_by):
            if id_ is not None and id_ not in known:
                yield f"rule for {rule.role!r}: no organisation has the id {id_!r}.{did_you_mean(id_, known)}"


def _check_count(what: str, number: int | None) -> None:
    if number is None:
        return
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise OptionError(f"A rule cannot state {number!r} {what}. Give 1 or more, or None where it is not stated.")


@lru_cache(maxsize=512)
def _made(rule: SeatRule, organisation: str, codes: tuple[str, ...]) -> tuple[Post, ...]:
    base = f"{organisation}/{rule.role}"
    if rule.per is None:
        return (_post(rule, organisation, base, None),)
    refs = (AreaRef(rule.per, code) for code in codes)
    return tuple(_post(rule, organisation, f"{base}/{ref}", ref) for ref in refs)


def _post(rule: SeatRule, organisation: str, id_: str, area: AreaRef | None) -> Post:
    return Post(
        id_,
        organisation,
        rule.role,
        label=rule.label,
        area=area,
        places=rule.n,
        funded_by=rule.funded_by,
        terms=rule.terms,
        sources=() if rule.source is None else (rule.source,),
    )
