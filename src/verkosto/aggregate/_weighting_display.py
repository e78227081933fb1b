"""How fitted weights look in a terminal and in a notebook: what they cost, and how the margins are met."""

from __future__ import annotations

import math

from verkosto import html as markup
from verkosto.aggregate._sheet import under_one_another
from verkosto.aggregate._weighting_diagnostics import Diagnostics
from verkosto.text import LocalText, check_language, format_number, format_percent

__all__ = ["MOST_ROWS", "html", "line", "note", "text"]

MOST_ROWS = 60
"""How many rows a notebook or a terminal shows."""

_WRITTEN = (1e-4, 1e15)
"""Numbers between these are written out, others with an exponent."""

_WORDS = {
    "title": {"fi": "Sovitetut painot", "sv": "Anpassade vikter", "en": "Fitted weights"},
    "method": {"fi": "Menetelmä", "sv": "Metod", "en": "Method"},
    "rows": {"fi": "Vastauksia", "sv": "Svar", "en": "Responses"},
    "left_out": {"fi": "Vastauksia painolla 0", "sv": "Svar med vikten 0", "en": "Responses with weight 0"},
    "iterations": {"fi": "Kierroksia", "sv": "Varv", "en": "Rounds"},
    "error": {
        "fi": "Suurin suhteellinen poikkeama",
        "sv": "Största relativa avvikelse",
        "en": "Largest relative error",
    },
    "weights": {"fi": "Painot", "sv": "Vikter", "en": "Weights"},
    "factors": {"fi": "Kertoimet", "sv": "Faktorer", "en": "Factors"},
    "effect": {"fi": "Asetelmakerroin (Kish)", "sv": "Designeffekt (Kish)", "en": "Design effect (Kish)"},
    "effective": {"fi": "Tehollinen n", "sv": "Effektivt n", "en": "Effective n"},
    "trimmed": {"fi": "Rajattuja painoja", "sv": "Begränsade vikter", "en": "Weights at a limit"},
    "collapsed": {"fi": "Yhdistetty", "sv": "Sammanslaget", "en": "Put together"},
    "margin": {"fi": "Muuttuja", "sv": "Variabel", "en": "Variable"},
    "value": {"fi": "Luokka", "sv": "Klass", "en": "Category"},
    "base": {"fi": "Ennen", "sv": "Före", "en": "Before"},
    "target": {"fi": "Tavoite", "sv": "Mål", "en": "Target"},
    "after": {"fi": "Painotettu", "sv": "Viktat", "en": "Weighted"},
    "more": {"fi": "… ja {} riviä lisää", "sv": "… och {} rader till", "en": "… and {} rows more"},
}


def line(found: Diagnostics) -> str:
    """Return what a `repr` shows."""
    low, high = found.weight_range
    return (
        f"<CalibratedDesign ({found.method}): {found.rows} rows, weights {low:.4g} to {high:.4g}, "
        f"design effect {found.design_effect:.3g}, effective n {found.effective_n:.4g}>"
    )


def note(found: Diagnostics) -> LocalText:
    """Return what stands under a table."""
    names = ", ".join(_names(found)) or found.method
    return LocalText(
        fi=f"Painot on sovitettu tunnettuihin jakaumiin ({names}); vastausten määrät ovat painottamattomia.",
        sv=f"Vikterna är anpassade till kända fördelningar ({names}); antalen svar är oviktade.",
        en=f"Weights were fitted to known totals ({names}); numbers of responses are not weighted.",
    )


def text(found: Diagnostics, lang: str, *, most: int | None) -> str:
    """Return facts and margins as lines of text."""
    lines = [_word("title", lang), "", *under_one_another(_facts(found, lang), {0, 1})]
    header, rows, more = _margins(found, lang, most)
    if rows:
        lines += ["", *under_one_another([header, *rows], {0, 1})]
    return "\n".join([*lines, *more])


def html(found: Diagnostics, lang: str, *, most: int | None) -> str:
    """Return facts and margins as two tables."""
    title = _word("title", lang)
    parts = [markup.table([title, ""], _facts(found, lang), numeric=[1])]
    header, rows, more = _margins(found, lang, most)
    if rows:
        parts.append(markup.table(header, rows, numeric=range(2, len(header))))
    return "\n".join([*parts, *(f"<p>{markup.escape(part)}</p>" for part in more)])


def _word(name: str, lang: str) -> str:
    return _WORDS[name][check_language(lang)]


def _names(found: Diagnostics) -> list[str]:
    entries = () if found.known is None else found.known.entries
    return list(dict.fromkeys(entry.variable for entry in entries if entry.variable))


def _facts(found: Diagnostics, lang: str) -> list[list[str]]:
    facts = {
        "method": f"{found.method} ({', '.join(_names(found))})" if _names(found) else found.method,
        "rows": _number(found.rows, lang),
        "left_out": _number(found.left_out, lang) if found.left_out else "",
        "iterations": _number(found.iterations, lang),
        "error": format_percent(found.largest_error, decimals=0 if found.largest_error < 1e-6 else 2, lang=lang),
        "weights": _range(found.weight_range, lang),
        "factors": _range(found.factor_range, lang),
        "effect": _number(found.design_effect, lang),
        "effective": format_number(found.effective_n, decimals=0, lang=lang),
        "trimmed": _number(found.trimmed, lang) if found.trimmed else "",
        "collapsed": "; ".join(found.collapsed),
    }
    return [[_word(name, lang), value] for name, value in facts.items() if value]


def _margins(found: Diagnostics, lang: str, most: int | None) -> tuple[list[str], list[list[str]], list[str]]:
    header = [*(_word(name, lang) for name in ("margin", "value")), "n"]
    header += [_word(name, lang) for name in ("base", "target", "after")]
    known = found.known
    if known is None:
        return header, [], []
    rows = [
        [
            entry.variable,
            "" if entry.variable and not entry.value else entry.label.get(lang),
            *(_number(float(x), lang) for x in sums),
        ]
        for entry, *sums in zip(
            known.entries, (e.n for e in known.entries), found.before, known.totals, found.after, strict=True
        )
    ]
    hidden = 0 if most is None else max(len(rows) - most, 0)
    more = [_word("more", lang).format(hidden)] if hidden else []
    return header, rows[: len(rows) - hidden], more


def _range(ends: tuple[float, float], lang: str) -> str:
    return "–".join(_number(end, lang) for end in ends)


def _number(value: float, lang: str) -> str:
    """Write a number with four digits, whole numbers with all of theirs."""
    if value and not _WRITTEN[0] <= abs(value) < _WRITTEN[1]:
        return f"{value:.4g}"
    if abs(value - round(value)) <= 1e-9 * abs(value):
        return format_number(round(value), lang=lang)
    return format_number(value, decimals=max(0, 3 - math.floor(math.log10(abs(value)))), lang=lang)
