"""Differences that a sentence asserts: more than another, the largest, grown; each against chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from verkosto.aggregate import TOTAL_CODE
from verkosto.reporting._claim_case import DASH, Case, chance, denied, judged
from verkosto.reporting._claim_figures import Figure, figure, local, rows_of
from verkosto.reporting._claim_gaps import Gap, gap_of, holm
from verkosto.reporting._claim_hidden import surely_below
from verkosto.reporting._claim_mentions import AS_WRITTEN, Mention
from verkosto.reporting._claim_result import Finding, why
from verkosto.reporting._claim_shares import share_finding
from verkosto.text import LocalText

__all__ = ["difference_findings"]

_UP, _DOWN = ("more", "grew", "largest"), ("less", "fell", "smallest")


@frozen
class _Relation:
    """What became of a comparison in one group.

    Attributes:
        found: The claim's figure.
        rival: What it was compared with: of several the one that is ahead, or the nearest.
        ahead: Whether the figure is on the right side of all of them; None where that cannot be told.
        p: The p-value against the rival; None where there is none.
        why: Why it cannot be told; None where it can.
    """

    found: Figure | None
    rival: Figure | None
    ahead: bool | None
    p: float | None
    why: LocalText | None = None


def difference_findings(case: Case) -> Iterator[Finding]:
    """Check each comparison, and what is said of every group."""
    compared = case.comparisons
    for mention in compared:
        if case.within is not None:
            yield from _in_every_group(case, mention)
        elif case.main is not None and case.main.is_difference:
            yield _of_difference(case, mention, case.main)
        else:
            yield _one(case, mention, _related(case, mention, case.main, case.groups))
    if (words := case.everywhere) is not None:
        if case.within is None:
            yield denied(case, "untied", words, because="no_within")
        elif not compared:
            yield from _forms_in_every_group(case, words)
    if not compared and any(mention.kind == "times" for mention in case.mentions) and case.versus is not None:
        # "Kaksi kertaa niin moni" says without another word that there are more.
        times = next(mention for mention in case.mentions if mention.kind == "times")
        mode = "more" if (times.value or 0) > 1 else "less"
        yield _one(case, evolve(times, mode=mode), _related(case, evolve(times, mode=mode), case.main, case.groups))


def _one(case: Case, mention: Mention, relation: _Relation, p: float | None = None) -> Finding:
    """Return the finding of one comparison, with its p-value adjusted where there are several groups."""
    superlative = mention.mode in ("largest", "smallest")
    kind = mention.mode if superlative else "difference"
    shows = _shows(relation)
    if relation.why is not None:
        hidden = (relation.found is not None and relation.found.hidden) or (
            relation.rival is not None and relation.rival.hidden
        )
        return denied(case, "suppressed" if hidden else "untied", mention, shows, because=relation.why)
    p = relation.p if p is None else p
    ok, because = _verdict(case, mention, relation, p, superlative=superlative)
    return judged(case, kind, mention, shows, ok=ok, because=because)


def _verdict(
    case: Case, mention: Mention, relation: _Relation, p: float | None, *, superlative: bool
) -> tuple[bool, LocalText]:
    if mention.mode in (*_UP, *_DOWN) and not relation.ahead and not mention.negated:
        rival = relation.rival
        if superlative and rival is not None:
            return False, why("rival", figure=local(rival.label))
        return False, why("other_way")
    if p is None:
        return False, why("no_test")
    beyond = p < 1 - case.level
    text = chance(p)
    if case.ranked is not None and case.ranked.compares(relation.found, relation.rival):
        text = case.ranked.named(text)
    if mention.mode == "same" or mention.negated:
        # "Ei kasvanut" holds where it fell, too.
        ok = not beyond or (mention.negated and mention.mode != "differ" and not relation.ahead)
        return ok, why("not_same" if beyond and not ok else ("beyond_chance" if beyond else "same"), p=text)
    keys = ("lead", "no_lead") if superlative else ("beyond_chance", "within_chance")
    return beyond, why(keys[0] if beyond else keys[1], p=text)


def _shows(relation: _Relation) -> LocalText:
    parts = [one for one in (relation.found, relation.rival) if one is not None]
    if not parts:
        return DASH
    return local(lambda lang: "; ".join(f"{one.label(lang)} {one.shown().get(lang)}" for one in parts))


def _related(case: Case, mention: Mention, found: Figure | None, groups: Sequence[str]) -> _Relation:
    """Compare a figure with what the claim names, or with all others of its kind."""
    if found is None:
        return _Relation(None, None, None, None, why(case.lacking))
    superlative = mention.mode in ("largest", "smallest")
    rivals = _rivals(case, found) if superlative else _versus(case, groups)
    if not rivals:
        return _Relation(found, None, None, None, why("no_rival" if superlative else "no_versus"))
    if found.estimate is None:
        return _Relation(found, None, None, None, why("suppressed" if found.hidden else "no_figure"))
    rank = int(mention.value) if superlative and mention.value else 1
    return _nearest(case, found, rivals, up=mention.mode not in _DOWN, rank=rank)


def _nearest(case: Case, found: Figure, rivals: Sequence[Figure], *, up: bool, rank: int) -> _Relation:
    """Return how a figure stands to its rivals, of which so many as its rank says are before it."""
    gaps: list[Gap] = []
    bounded: float | None = None
    for rival in rivals:
        gap = gap_of(found, rival, case.tested)
        if gap is not None:
            gaps.append(gap)
        elif rival.hidden:
            bounded = _p_in_all(case, found) if up and rank == 1 and surely_below(found, rival) else None
            if bounded is None:
                return _Relation(found, rival, None, None, why("hidden_rival", figure=local(rival.label)))
    if not gaps:
        return _Relation(found, None, None, None, why("no_figure"))
    sign = 1 if up else -1
    before = sum(sign * gap.value < 0 for gap in gaps)
    ahead = before == rank - 1 and all(gap.value for gap in gaps)
    nearest = min(gaps, key=lambda gap: sign * gap.value if rank == 1 else abs(gap.value))
    # It is larger than all others if it is larger than each, so no p-value needs an adjustment.
    unknown = any(gap.p is None for gap in gaps)
    p = None if unknown else (max(gap.p or 0.0 for gap in gaps) if ahead else nearest.p)
    if p is not None and ahead and bounded is not None:
        p = max(p, bounded)
    return _Relation(found, nearest.second, ahead, p)


def _p_in_all(case: Case, found: Figure) -> float | None:
    """Return the ranking's p-value for all groups and rivals: those of hidden rivals by themselves are kept nowhere."""
    return None if case.ranked is None else case.ranked.p_in_all(found, case.within)


def _versus(case: Case, groups: Sequence[str]) -> list[Figure]:
    """Return what the claim compares with, in a group."""
    versus = case.versus
    if versus is None or tuple(groups) == case.groups:
        return [] if versus is None else [versus]
    rows = rows_of(versus.table, versus.place.variable, groups, versus.place.value)
    return [figure(versus.table, row, other=versus.other) for row in rows]


def _rivals(case: Case, found: Figure) -> list[Figure]:
    """Return the other answers in the group of a figure, or the same answer in other groups."""
    table, place = found.table, found.place
    if case.among == "values" or case.within is not None:
        others = [figure(table, row) for row in rows_of(table, place.variable, place.groups) if row != found.row]
        return [one for one in others if case.ranked is None or one.place.value in case.ranked.values]
    every = (figure(table, row) for row in range(len(table)))
    totals = [code == TOTAL_CODE for code in place.groups]
    return [
        one
        for one in every
        if one.row != found.row
        and (one.place.variable, one.place.value) == (place.variable, place.value)
        and [code == TOTAL_CODE for code in one.place.groups] == totals
    ]


def _every_group(case: Case) -> list[tuple[str, ...]]:
    """Return each group of what the sentence has to hold in, beside the claim's other groups."""
    table = case.table
    place = table.by.index(case.within or "")
    wanted = []
    for codes in dict.fromkeys(zip(*(table.cells[name].tolist() for name in table.by), strict=True)):
        others = [code == own for at, (code, own) in enumerate(zip(codes, case.groups, strict=True)) if at != place]
        if codes[place] != TOTAL_CODE and all(others):
            wanted.append(tuple(str(code) for code in codes))
    return wanted


def _figure_in(case: Case, group: Sequence[str]) -> Figure | None:
    """Return the claim's figure in another group."""
    rows = rows_of(case.table, case.variable, group, case.values[0] if case.values else None)
    return figure(case.table, rows[0]) if len(rows) == 1 else None


def _name(case: Case, group: Sequence[str]) -> LocalText:
    place = case.table.by.index(case.within or "")
    heading = case.table.groups[place]
    return local(lambda lang: heading.label(group[place], lang))


def _in_every_group(case: Case, mention: Mention) -> Iterator[Finding]:
    """Check a comparison in each group; p-values are Holm's, for there are as many tests as groups.

    A ranking tests its groups as one statement, which needs no adjustment and has a finding of its own.
    """
    groups = _every_group(case)
    relations = [_related(case, mention, _figure_in(case, group), group) for group in groups]
    p = [relation.p for relation in relations]
    p = holm(p) if case.ranked is None else p
    for group, relation, adjusted in zip(groups, relations, p, strict=True):
        found = _one(case, mention, relation, adjusted)
        yield evolve(found, why=why("in_group", group=_name(case, group), why=found.why))
    yield from _as_one(case, mention)


def _as_one(case: Case, mention: Mention) -> Iterator[Finding]:
    """Check that an answer is the largest in every group, as a ranking tests it."""
    value = case.values[0] if case.values else ""
    if case.ranked is None or mention.mode != "largest" or mention.value or value not in case.ranked.everywhere:
        return
    p = case.ranked.everywhere[value].p
    because = case.ranked.in_all(value, chance(p))
    yield judged(case, "largest", case.everywhere or mention, ok=p < 1 - case.level, because=because)


def _forms_in_every_group(case: Case, words: Mention) -> Iterator[Finding]:
    """Check in each group the forms that the sentence says of all; a percent as written is that of all together."""
    forms = [m for m in case.mentions if m.of_share and not (m.kind == "percent" and m.mode == AS_WRITTEN)]
    if not forms:
        yield denied(case, "untied", words, because="untied")
    for mention in forms:
        for group in _every_group(case):
            there = _figure_in(case, group)
            if there is None:
                found = denied(case, "form", mention, because="no_figure")
            else:
                found = share_finding(case, "form", mention, there)
            yield evolve(found, why=why("in_group", group=_name(case, group), why=found.why))


def _of_difference(case: Case, mention: Mention, found: Figure) -> Finding:
    """Check a direction against a figure that is a difference itself, and its interval."""
    if found.estimate is None:
        return denied(
            case,
            "suppressed" if found.hidden else "untied",
            mention,
            because="suppressed" if found.hidden else "no_figure",
        )
    low, high = found.number("low"), found.number("high")
    shows = found.shown()
    if low != low or high != high:
        return denied(case, "difference", mention, shows, because="no_test")
    zero_outside = low > 0 or high < 0
    up = found.estimate > 0
    if mention.mode in (*_UP, *_DOWN) and not mention.negated:
        if up != (mention.mode in _UP):
            return denied(case, "difference", mention, shows, because="other_way")
        key = "beyond_chance" if zero_outside else "within_chance"
    else:
        key = "not_same" if zero_outside else "same"
    ok = zero_outside if key in ("beyond_chance", "within_chance") or mention.mode == "differ" else not zero_outside
    return judged(case, "difference", mention, shows, ok=ok, because=why(key, p=local(found.between)))
