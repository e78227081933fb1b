"""Other numbers in a sentence: counts, means, percentage points, intervals, how many times as many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from attrs import evolve

from verkosto.aggregate import TOTAL_CODE, stretches
from verkosto.reporting._claim_case import DASH, Case, agreed, denied, judged, span_text
from verkosto.reporting._claim_figures import Figure, figure, local, rows_of
from verkosto.reporting._claim_mentions import Mention, Span, span_of
from verkosto.reporting._claim_result import Finding, why
from verkosto.reporting._claim_words import words
from verkosto.text import LocalText, format_number

__all__ = ["number_findings"]


def number_findings(case: Case) -> Iterator[Finding]:
    """Check each number that is no share, and what could not be read."""
    checks: dict[str, Callable[[Case, Mention], Finding]] = {
        "number": _number,
        "points": _points,
        "times": _times,
        "interval": _interval,
        "margin": _margin,
        "unread": _unread,
    }
    for mention in case.mentions:
        if mention.kind in checks:
            yield checks[mention.kind](case, mention)


def _unread(case: Case, mention: Mention) -> Finding:
    return denied(case, "untied", mention, because="untied")


def _fits(case: Case, mention: Mention, value: Fraction) -> bool:
    return span_of(mention, case.tolerances).holds(value)


def _number(case: Case, mention: Mention) -> Finding:
    """Check a number without a unit: a count, a mean or a share without its sign."""
    if any(one.hidden for one in case.named):
        return denied(case, "suppressed", mention, because="suppressed")
    for found in case.named:
        if _is_estimate(mention, found) and _fits_estimate(case, mention, found):
            return agreed(case, "number", mention, found.shown(), because="rounds")
    if (counted := _count(case, mention)) is not None:
        return counted
    if _base_hidden(case):
        return denied(case, "suppressed", mention, because="suppressed")
    main = case.main
    if main is not None and not main.is_share and not mention.of_base:
        return denied(case, "number", mention, main.shown(), because="not_rounds")
    return denied(case, "count", mention, _counts_shown(case), because="count_wrong")


def _is_estimate(mention: Mention, found: Figure) -> bool:
    """Whether a plain number can be a figure: decimals between 0 and 1 a share, anything a mean or a score."""
    return mention.step < 1 if found.is_share else not (mention.inside and mention.of_base)


def _fits_estimate(case: Case, mention: Mention, found: Figure) -> bool:
    if found.estimate is None:
        return False
    values = (found.estimate, found.estimate * 100) if found.in_points else (found.estimate,)
    return any(_fits(case, mention, value) for value in values)


def _count(case: Case, mention: Mention) -> Finding | None:
    """Return the finding of a count that the table has; None where it has none."""
    found = _counted(case, mention, alone=_alone(case))
    if found is None and mention.apart:
        # "410 562:sta": the space parts two numbers and no thousands.
        parts = [_counted(case, evolve(mention, value=part), alone=False) for part in mention.apart]
        return parts[0] if all(part is not None and part.ok for part in parts) else None
    return found


def _counted(case: Case, mention: Mention, *, alone: bool) -> Finding | None:
    shows = _counts_shown(case)
    if any(_fits(case, mention, Fraction(one.n)) for one in case.named if one.is_share and one.n is not None):
        return agreed(case, "count", mention, shows, because="count_right")
    for low, high in filter(None, map(_published, case.figures)):
        if any(_fits(case, mention, Fraction(n)) for n in range(low, high + 1)):
            span = span_text(Span(Fraction(low), Fraction(high)), share=False)
            return agreed(case, "count", mention, shows, because=why("count_possible", span=span))
    if not any(_fits(case, mention, Fraction(base)) for base in _bases(case)):
        return None
    of_answer = case.main is not None and case.main.is_share and alone and not _says_replies(case, mention)
    if of_answer:
        return denied(case, "count", mention, shows, because="count_of_base")
    return agreed(case, "count", mention, shows, because="count_right")


def _alone(case: Case) -> bool:
    """Whether a sentence has one figure, which then has to be that of the answer that it is about."""
    return sum(one.of_share or one.kind in ("number", "points", "times") for one in case.mentions) == 1


def _says_replies(case: Case, mention: Mention) -> bool:
    """Whether the words beside a count say that so many answered, and no more."""
    beside = (
        f"{case.sentence[max(0, mention.start - 20) : mention.start]} | {case.sentence[mention.end : mention.end + 40]}"
    )
    return bool(words(case.lang).word("replies").search(beside))


def _published(found: Figure) -> tuple[int, int] | None:
    """Return the counts that a published share can come from."""
    if found.status != "reported" or found.base is None or found.table.weights is not None:
        return None
    row = found.table.counts().iloc[found.row]
    return None if row.isna()["low"] else (int(row["low"]), int(row["high"]))


def _bases(case: Case) -> set[int]:
    """Return the counts of respondents that a sentence may name: bases, all groups together, all rows."""
    table = case.table
    found = {one.base for one in case.named}
    rows = rows_of(table, case.variable, case.groups) or rows_of(table, case.variable, (TOTAL_CODE,) * len(table.by))
    found |= {figure(table, row).base for row in rows}
    known = {base for base in found if base is not None}
    if all(code == TOTAL_CODE for code in case.groups):
        lists = table.absences.lists()
        missing = sum(n or 0 for name, n in zip(lists["variable"], lists["n"], strict=True) if name == case.variable)
        # "Kyselyyn vastasi 562" counts those who left this question out, "kysymykseen vastasi" does not.
        if missing and not words(case.lang).word("question").search(case.sentence):
            known |= {base + missing for base in known}
        known |= _over_groups(case)
    return known


def _base_hidden(case: Case) -> bool:
    """Whether the number of respondents in the group is kept back."""
    rows = [figure(case.table, row) for row in rows_of(case.table, case.variable, case.groups)]
    return any(row.hidden and row.base is None for row in rows)


def _over_groups(case: Case) -> set[int]:
    """Return the base of all groups of a table without totals."""
    table = case.table
    parts = stretches(table).get(case.variable, [])
    apart = [figure(table, part.start) for part in parts]
    inner = [one.base for one in apart if TOTAL_CODE not in one.place.groups]
    return set() if not inner or None in inner else {sum(base for base in inner if base is not None)}


def _counts_shown(case: Case) -> LocalText:
    if case.main is not None:
        return case.main.shown()
    bases = sorted(_bases(case))
    if not bases:
        return DASH
    return local(lambda lang: ", ".join(f"n = {format_number(base, lang=lang)}" for base in bases))


def _points(case: Case, mention: Mention) -> Finding:
    """Check percentage points: a difference of two figures, or a figure that is one."""
    main = case.main
    if main is None or main.estimate is None or (case.versus is not None and case.versus.estimate is None):
        return _unseen(case, mention)
    if case.versus is not None:
        gap = main.estimate - (case.versus.estimate or Fraction(0))
    elif main.in_points:
        gap = main.estimate
    else:
        return denied(case, "untied", mention, because="no_versus")
    # "Väheni 5 prosenttiyksikköä" says the direction in words.
    signed = mention.text.lstrip().startswith(("-", "\u2212", "+")) or main.statistic in ("net", "nps")
    ok = _fits(case, mention, gap if signed else abs(gap))
    shows = local(lambda lang: _in_points(gap, lang))
    return judged(case, "points", mention, shows, ok=ok, because="rounds" if ok else "not_rounds")


def _in_points(gap: Fraction, lang: str) -> str:
    unit = {"fi": "%-yks.", "sv": "%-enh.", "en": "pp"}[lang]
    return f"{format_number(float(gap * 100), decimals=1, lang=lang)}\u00a0{unit}"


def _times(case: Case, mention: Mention) -> Finding:
    """Check how many times as large a figure is as another."""
    main, versus = case.main, case.versus
    if versus is None:
        return denied(case, "untied", mention, because="no_versus")
    if main is None or main.estimate is None or versus.estimate is None:
        return _unseen(case, mention)
    above, below = main.estimate, versus.estimate
    if any(one.mode in ("less", "fell") for one in case.comparisons) and (mention.value or 0) > 1:
        above, below = below, above
    if not below:
        return denied(case, "times", mention, because="no_figure")
    ratio = above / below
    shows = local(lambda lang: f"{format_number(float(ratio), decimals=2, lang=lang)} ×")
    span = span_of(mention, case.tolerances)
    ok = span.holds(ratio)
    because = why("within_form" if ok else "outside_form", span=span_text(span, share=False))
    return judged(case, "times", mention, shows, ok=ok, because=because)


def _interval(case: Case, mention: Mention) -> Finding:
    """Check both ends of an interval."""
    ends = _ends(case)
    if ends is None or mention.ends is None:
        return _unseen(case, mention)
    ok = all(_fits(case, evolve(mention, value=said), end) for said, end in zip(mention.ends, ends, strict=True))
    return judged(case, "interval", mention, _interval_shown(case), ok=ok, because="rounds" if ok else "not_rounds")


def _margin(case: Case, mention: Mention) -> Finding:
    """Check half the width of an interval."""
    ends = _ends(case)
    if ends is None:
        return _unseen(case, mention)
    ok = _fits(case, mention, (ends[1] - ends[0]) / 2)
    return judged(case, "margin", mention, _interval_shown(case), ok=ok, because="rounds" if ok else "not_rounds")


def _ends(case: Case) -> tuple[Fraction, Fraction] | None:
    main = case.main
    if main is None or main.estimate is None:
        return None
    low, high = main.number("low"), main.number("high")
    return None if low != low or high != high else (Fraction(low), Fraction(high))


def _interval_shown(case: Case) -> LocalText:
    return DASH if case.main is None else local(case.main.between)


def _unseen(case: Case, mention: Mention) -> Finding:
    """Return the finding of a figure that the table does not have."""
    if any(one.hidden for one in case.named):
        return denied(case, "suppressed", mention, because="suppressed")
    return denied(case, "untied", mention, because="no_figure" if case.main is not None else case.lacking)
