"""Advice before anything is hidden: the same answers in fewer groups, of which more can be shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from attrs import field, frozen

from verkosto import regions
from verkosto.aggregate import Table, area_kind, regrouped
from verkosto.disclosure._coarsen_answers import Grouping, answer_groupings, class_groupings
from verkosto.disclosure._coarsen_areas import groupings, meeting
from verkosto.disclosure._coarsen_cost import codes_of
from verkosto.disclosure._coarsen_judge import hidden_in
from verkosto.disclosure._coarsen_words import joined, worded
from verkosto.disclosure._rules import Rules
from verkosto.errors import AnalysisError, AreaError
from verkosto.instruments import Option
from verkosto.text import LocalText

__all__ = ["Redesign", "coarsen"]

_LARGER = ("seutukunta", "maakunta", "hyvinvointialue", "erva", "yta", "suuralue")
"""Kinds of area to which the areas of a table may be put together, smaller ones first."""

_FEWEST = 2
_TRIES = 5


def _groups(value: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {new: tuple(codes) for new, codes in value.items()}


@frozen(eq=False, repr=False)
class Redesign:
    """The table with fewer groups or answers.

    Attributes:
        table: The new table, of the same answers, counted anew. It is not protected yet.
        groups: New codes and the codes that each was made of.
        hidden: How many of its figures would still have to be hidden.
        kept: How many areas, groups or answers it has.
        text: What was done, and what it brings, in words.
    """

    table: Table
    groups: Mapping[str, tuple[str, ...]] = field(converter=_groups)
    hidden: int
    kept: int
    text: LocalText

    def __str__(self) -> str:
        return self.text.fi

    def __repr__(self) -> str:
        return f"<Redesign: {', '.join(self.groups)}; {self.kept} left, {self.hidden} hidden>"


@frozen
class _Plan:
    """A way to put groups together, not yet carried out.

    Attributes:
        what: "larger" areas, "neighbours", "groups" or "answers": what is compared with what.
        groups: New codes and what each is made of.
        make: Makes the table; None where it cannot be made.
        kept: How many areas, groups or answers are left, of how many.
        parts: Labels of what is put together, or of the larger kind of area.
    """

    what: str
    groups: Mapping[str, Sequence[str]]
    make: Callable[[], Table | None]
    kept: tuple[int, int]
    parts: tuple[LocalText, ...]


def coarsen(
    table: Table, *, rules: Rules | None = None, within: str | None = None, time_limit: float = 5.0
) -> tuple[Redesign, ...]:
    """Find tables of the same answers with fewer groups, of which less must be hidden.

    These ways are tried, each by itself: larger areas of the hierarchy (regions to major regions), areas put together
    with their neighbours, groups that are no areas, and answers put together: neighbours on an ordered scale, else
    the rarest ones. "Cannot say" always stays apart. The answers are counted anew, so an association that stands in
    two areas counts once.

    Args:
        table: A table whose answers are at hand.
        rules: What must be hidden; None: the rules of `protect`.
        within: A kind of area, such as "suuralue", whose borders no group of neighbours may cross.
        time_limit: Seconds after which no further way is tried.

    Returns:
        The one that hides fewest figures first; of several the one with most groups. Only those that hide fewer than
        the table as it is, and none that another of the same way beats in both respects. Nothing where the table can
        be published whole.

    Raises:
        AnalysisError: The answers are not at hand, or the table cannot be made of them again.
        NonNestingError: Areas of the table do not lie inside those of `within`.
        UnknownAreaError: `within` is no kind of area.

    Example:
        >>> import verkosto as vk
        >>> table = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta")
        >>> best = vk.disclosure.coarsen(table)[0]
        >>> best.hidden, best.kept
        (0, 9)
    """
    rules = Rules() if rules is None else rules
    until = time.monotonic() + time_limit
    if table.known_origin().again is None:
        msg = "such a table cannot be made again with other groups or answers. Tabulate by larger groups instead."
        raise AnalysisError(msg)
    if within is not None:
        regions.area_type(within)
    share = time_limit / _TRIES
    before = hidden_in(table, rules, time_limit=share)
    found: list[tuple[str, Redesign]] = []
    for plan in _plans(table, rules, within) if before else ():
        new = plan.make()
        hidden = before if new is None else hidden_in(new, rules, time_limit=share)
        if new is not None and hidden < before:
            text = worded(plan.what, plan.parts, plan.kept, (hidden, before))
            found.append((plan.what, Redesign(new, plan.groups, hidden, plan.kept[0], text)))
        if time.monotonic() > until:
            break
    return _best(found)


def _best(found: Sequence[tuple[str, Redesign]]) -> tuple[Redesign, ...]:
    """Return the redesigns in order, without those that another of the same way equals or beats in both respects."""
    best: list[tuple[str, Redesign]] = []
    for what, redesign in sorted(found, key=lambda pair: (pair[1].hidden, -pair[1].kept)):
        if not any(way == what and other.kept >= redesign.kept for way, other in best):
            best.append((what, redesign))
    return tuple(redesign for _, redesign in best)


def _plans(table: Table, rules: Rules, within: str | None) -> Iterator[_Plan]:
    """Yield what is worth trying, what promises most of each way first."""
    for by in table.by:
        kind = area_kind(table, by)
        if kind is None:
            yield from _merged(table, by, "groups", class_groupings(table, by, rules))
        else:
            met = meeting(table, by, kind, within=within)
            yield from _merged(table, by, "neighbours", groupings(table, by, met, rules))
            yield from _larger(table, by, kind)
    yield from _answers(table, rules)


def _larger(table: Table, by: str, kind: str) -> Iterator[_Plan]:
    count = len(codes_of(table, by))
    for larger in _LARGER:
        converted = _converted(table, by, larger) if larger != kind else None
        if converted is None or not _FEWEST <= len(codes_of(converted, larger)) < count:
            continue
        groups = _made_of(table, converted, table.by.index(by))
        kept = len(codes_of(converted, larger)), count
        make = partial(_converted, table, by, larger)
        yield _Plan("larger", groups, make, kept, (regions.area_type(larger).name,))


def _converted(table: Table, by: str, larger: str) -> Table | None:
    try:
        return table.convert(larger, by=by)
    except (AnalysisError, AreaError):
        # They do not nest, or the kind did not stand on the day.
        return None


def _made_of(table: Table, converted: Table, place: int) -> dict[str, list[str]]:
    """Return the codes that each larger area was made of, as categories of the answers tell."""
    old, new = (of.known_origin().by[place] for of in (table, converted))
    labels, larger = list(old.heading.labels), list(new.heading.labels)
    found: dict[str, list[str]] = {}
    for before, after in sorted(set(zip(old.axis.places, new.axis.places, strict=True))):
        if before >= 0 and after >= 0 and labels[before] in codes_of(table, table.by[place]):
            found.setdefault(larger[after], []).append(labels[before])
    return found


def _merged(table: Table, by: str, what: str, found: Iterable[Grouping]) -> Iterator[_Plan]:
    labels = next(heading.labels for heading in table.groups if heading.id == by)
    count = len(codes_of(table, by))
    for grouping in found:
        merged = {_option(codes, labels, what): codes for codes in grouping if len(codes) > 1}
        groups = {new.code: codes for new, codes in merged.items()}
        make = partial(regrouped, table, by, merged)
        kept = count - sum(len(codes) - 1 for codes in merged.values())
        yield _Plan(what, groups, make, (kept, count), tuple(new.label for new in merged))


def _answers(table: Table, rules: Rules) -> Iterator[_Plan]:
    labels_of = {heading.id: heading.labels for heading in table.variables}
    for ids, grouping in answer_groupings(table, rules):
        labels = labels_of[ids[0]]
        merged = {_option(codes, labels, "answers"): codes for codes in grouping if len(codes) > 1}
        groups = {new.code: codes for new, codes in merged.items()}
        kept = len(labels) - sum(len(codes) - 1 for codes in merged.values())
        make = partial(_collapsed, table, ids, merged)
        yield _Plan("answers", groups, make, (kept, len(labels)), tuple(new.label for new in merged))


def _collapsed(table: Table, variables: Sequence[str], groups: Mapping[Option, Sequence[str]]) -> Table | None:
    try:
        for variable in variables:
            table = table.collapse(groups, variable=variable)
    except AnalysisError:
        # Means, nets and shares of ticks cannot be put together.
        return None
    return table


def _option(codes: Sequence[str], labels: Mapping[str, LocalText], what: str) -> Option:
    return Option("+".join(codes), joined([labels[code] for code in codes], what))
