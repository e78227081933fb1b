"""Shares in a sentence: percents and forms in words against a table's figures, of the base that the sentence names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from verkosto.aggregate import TOTAL_CODE
from verkosto.reporting._claim_case import Case, agreed, denied, span_text
from verkosto.reporting._claim_figures import Figure, figure, is_unsure, local, rows_of, shares_of_bases
from verkosto.reporting._claim_mentions import AS_WRITTEN, Mention, span_of
from verkosto.reporting._claim_result import Finding, why
from verkosto.reporting._claim_sentence import named_base
from verkosto.reporting._claim_words import words
from verkosto.text import LocalText, format_number, format_percent

__all__ = ["base_findings", "share_finding", "share_findings"]


def tied(case: Case) -> list[tuple[Mention, Figure | None]]:
    """Return each share that the sentence says with the figure that it has to fit; None for no particular one."""
    slots = _slots(case)
    figures = case.named
    pairs: list[tuple[Mention, Figure | None]] = []
    order = 0
    for slot in slots:
        if any(mention.source for mention in slot) and case.versus is not None:
            chosen: Figure | None = case.versus
        elif len(slots) == len(figures) or order == 0:
            chosen = figures[order] if order < len(figures) else None
            order += 1
        else:
            chosen = case.main if len(figures) == 1 else None
        pairs += [(mention, chosen) for mention in slot]
    return pairs


def _slots(case: Case) -> list[list[Mention]]:
    """Return the shares in the sentence; those that say the same thing twice, "kolme neljästä (73 %)", together."""
    slots: list[list[Mention]] = []
    again = words(case.lang).word("again")
    for mention in (found for found in case.mentions if found.of_share):
        before = slots[-1][-1] if slots else None
        between = "" if before is None else case.sentence[before.end : mention.start]
        bracket = mention.inside and before is not None and not before.inside
        if before is not None and (bracket or (len(between.split()) <= 3 and again.search(between))):
            slots[-1].append(mention)
        else:
            slots.append([mention])
    return slots


def share_findings(case: Case) -> Iterator[Finding]:
    """Check each percent and each form."""
    pairs = tied(case)
    for mention, chosen in pairs:
        kind = "percent" if mention.kind == "percent" else "form"
        candidates = [chosen] if chosen is not None else case.named
        if case.main is None or not candidates:
            yield denied(case, "untied", mention, because=case.lacking)
            continue
        found = next((one for one in candidates if fits(case, mention, one)), candidates[0])
        yield share_finding(
            case, kind, mention, found, [other for other, one in pairs if one is chosen and other is not mention]
        )


def share_of(case: Case, found: Figure) -> Fraction | None:
    """Return a figure as a share of the base that the sentence names; as it stands where it names none."""
    named = _wanted_base(case)
    if named is None or not found.is_share or named in _own_bases(found):
        return found.estimate
    return dict(shares_of_bases(found)).get(named, found.estimate)


def fits(case: Case, mention: Mention, found: Figure) -> bool:
    """Whether a figure is what a mention says."""
    share = share_of(case, found)
    if share is None or _finer(mention, found):
        return False
    return _within(mention, share, found.step, case)


def _within(mention: Mention, share: Fraction, step: Fraction, case: Case) -> bool:
    slack = step / 2 if mention.mode == AS_WRITTEN and mention.step > step else Fraction(0)
    return span_of(mention, case.tolerances).holds(share, slack)


def _finer(mention: Mention, found: Figure) -> bool:
    """Whether a number has more decimals than the table's figures; steps of 5 points are written as whole percents."""
    if mention.mode != AS_WRITTEN or not mention.step or not found.step:
        return False
    digits = format(Decimal(found.step.numerator) / Decimal(found.step.denominator) * 100, "f").partition(".")[2]
    return mention.step * 100 < Fraction(1, 10 ** len(digits.rstrip("0")))


def share_finding(case: Case, kind: str, mention: Mention, found: Figure, others: Sequence[Mention] = ()) -> Finding:
    """Check a share against one figure; `others` are what the sentence says of the same figure."""
    if found.hidden or found.estimate is None:
        key = "suppressed" if found.hidden else "no_figure"
        return denied(case, "suppressed" if found.hidden else kind, mention, because=key)
    if not (found.is_share or found.in_points):
        return denied(case, "untied", mention, found.shown(), because="untied")
    span = span_text(span_of(mention, case.tolerances), share=True)
    plain = mention.mode == AS_WRITTEN and mention.kind == "percent"
    if fits(case, mention, found):
        because = why("rounds") if plain else why("within_form", span=span)
        return agreed(case, kind, mention, _shown(case, found), because=because)
    if _finer(mention, found):
        step = local(lambda lang: format_number(float(found.step * 100), lang=lang))
        return denied(case, kind, mention, found.shown(), because=why("finer", step=step))
    if plain and (change := _change(case, mention, found)) is not None:
        return change
    because = why("not_rounds") if plain else why("outside_form", span=span)
    return denied(case, kind, mention, _shown(case, found), because=_explained(case, mention, found, others, because))


def _change(case: Case, mention: Mention, found: Figure) -> Finding | None:
    """Return the finding of a percent that tells how much something changed; None where it does not."""
    versus = case.versus
    moved = [one for one in case.comparisons if one.mode in ("more", "less", "grew", "fell")]
    if versus is None or not versus.estimate or found is not case.main or found.estimate is None or not moved:
        return None
    gap = found.estimate - versus.estimate
    shows = local(lambda lang: f"{versus.shown().get(lang)} → {found.shown().get(lang)}")
    if _within(mention, abs(gap / versus.estimate), Fraction(0), case):
        return agreed(case, "percent", mention, shows, because="relative")
    if _within(mention, abs(gap), Fraction(0), case):
        return denied(case, "percent", mention, shows, because="points_not_percent")
    return None


def _shown(case: Case, found: Figure) -> LocalText:
    """Return the figure as readers see it; the share of another base, where the sentence names one."""
    share = share_of(case, found)
    if share is None or share == found.estimate:
        return found.shown()
    return local(lambda lang: format_percent(float(share), decimals=1, lang=lang))


def _explained(case: Case, mention: Mention, found: Figure, others: Sequence[Mention], because: LocalText) -> LocalText:
    """Add to a failure what the number would be right for."""
    if mention.mode in (AS_WRITTEN, "near") and found.estimate is not None:
        own = [(_own_bases(found)[0], found.estimate)] if share_of(case, found) != found.estimate else []
        for name, share in (*own, *shares_of_bases(found)):
            if _within(mention, share, found.step, case):
                return why("only_of", why=because, base=why(f"base_{name}"))
        if mention.mode == AS_WRITTEN:
            for other in _neighbours(found):
                if other.estimate is not None and _within(mention, other.estimate, found.step, case):
                    return why("other_figure", why=because, figure=local(other.label))
    for other_mention in others:
        if other_mention.kind != mention.kind and fits(case, other_mention, found):
            return why("disagree", why=because, other=other_mention.text)
    return because


def _neighbours(found: Figure) -> list[Figure]:
    """Return the other answers of the same question and group."""
    rows = rows_of(found.table, found.place.variable, found.place.groups)
    return [figure(found.table, row) for row in rows if row != found.row]


def _own_bases(found: Figure) -> tuple[str, ...]:
    """Return what a share's base may be called."""
    kind = str(found.table.cells["base_kind"][found.row])
    if kind != "answered":
        return (kind,)
    table, variable = found.table, found.place.variable
    codes = {found.place.value, *(one.place.value for one in _neighbours(found))}
    inside = any(is_unsure(table, variable, code) for code in codes)
    outside = _left_out(found)
    if inside:
        return ("answered",)
    return ("substantive",) if outside else ("answered", "substantive")


def _left_out(found: Figure) -> bool:
    lists = found.table.absences.lists()
    rows = zip(lists["variable"], lists["reason"], lists["n"], strict=True)
    return any(name == found.place.variable and reason == "dont_know" and n for name, reason, n in rows)


def _wanted_base(case: Case) -> str | None:
    if case.base is not None:
        return case.base
    named = named_base(case.sentence, case.lang)
    return None if named is None else named[0]


def base_findings(case: Case) -> Iterator[Finding]:
    """Check the base that the sentence names, or that it leaves out a group without saying so."""
    found = case.main
    if found is None or not found.is_share or found.estimate is None or not any(m.of_share for m in case.mentions):
        return
    named, own = _wanted_base(case), _own_bases(found)
    said = named_base(case.sentence, case.lang)
    text = case.sentence if said is None else said[1]
    if named is None:
        if own == ("substantive",):
            yield agreed(case, "base", text, because="base_silent")
    elif named in own or named in dict(shares_of_bases(found)) or _nobody_missing(found, named):
        yield agreed(case, "base", text, because=why("base_named", named=why(f"base_{named}")))
    else:
        because = why("base_unknown", own=why(f"base_{own[0]}"), named=why(f"base_{named}"))
        yield denied(case, "base", text, because=because)


def _nobody_missing(found: Figure, named: str) -> bool:
    """Whether all who were asked answered, so that both bases are one."""
    own = _own_bases(found)
    kinds = {named, *own}
    whole = all(code == TOTAL_CODE for code in found.place.groups)
    return (
        kinds <= {"asked", "answered", "substantive"}
        and "asked" in kinds
        and whole
        and not len(found.table.absences)
        and (found.table.origin is not None or found.n is not None)
    )
