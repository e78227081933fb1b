"""How a test looks in a terminal and in a notebook: what was found first, then the figures behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from verkosto.aggregate._sheet import Sheet, said
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_words import COLUMN_TITLES, INTERVAL, NO_P
from verkosto.text import MISSING, format_base, format_number, format_percent

if TYPE_CHECKING:
    from verkosto.aggregate._tests_result import Effect, OtherTest, SignificanceTest

__all__ = ["digits", "figures_rows", "finding", "p_value", "sheet", "shown"]

_SIGNS = {"chi2": "χ²"}
_SHARES = frozenset({"share", "expected_share", "low_share", "high_share", "fitted_share"})
_PERCENT = frozenset({"probability_of_superiority", "rank_eta_squared"})
_POINTS = frozenset({"share_difference", "share_slope", "largest_difference"})
_POINT = {"fi": "%-yks.", "sv": "%-enh.", "en": "pp"}
_TOTAL_DIGITS = 3


def sheet(test: SignificanceTest, lang: str) -> Sheet:
    """Return a test as a sheet."""
    base = f"{test.base.get(lang)}, {format_base(test.n, lang=lang)}"
    found = [finding(test, lang), *(effect_line(effect, test.level, lang) for effect in test.effects)]
    found += [f"{beside.label.get(lang)}: {finding(beside, lang)}" for beside in test.others]
    title = "\n".join([test.title.get(lang), f"{test.method.get(lang)} ({base})", *found])
    labels = {(part.column, part.code): part.label.get(lang) for part in test.labels}
    header, rows, texts = figures_rows(test.groups, labels, lang)
    return Sheet(title, header, rows, texts, said(test.notes, lang))


def finding(test: SignificanceTest | OtherTest, lang: str) -> str:
    """Return the statistic, its degrees of freedom and the p-value in one line."""
    if test.statistic is None or test.df is None:
        return p_value(test.p, lang) if test.status == "ok" else NO_P[test.status].get(lang)
    name = _SIGNS.get(test.statistic_name, test.statistic_name)
    parts = [f"{name} = {format_number(test.statistic, decimals=2, lang=lang)}"]
    df = _df(test.df, lang) if test.ddf is None else f"{_df(test.df, lang)}; {_df(test.ddf, lang)}"
    return ", ".join([*parts, f"df = {df}", p_value(test.p, lang)])


def p_value(p: float | None, lang: str) -> str:
    """Return "p = 0.048", or "p < 0.001"."""
    if p is None:
        return f"p = {MISSING}"
    if p < 0.001:
        return f"p < {format_number(0.001, lang=lang)}"
    return f"p = {format_number(p, decimals=3, lang=lang)}"


def effect_line(effect: Effect, level: float, lang: str) -> str:
    """Return an effect with its interval in one line."""
    label = effect.label.get(lang)
    line = f"{label} {shown(effect.name, effect.estimate, lang)}"
    if effect.interval is None or effect.low is None:
        return line
    high = "∞" if effect.high is None else shown(effect.name, effect.high, lang, unit=False)
    ends = f"{shown(effect.name, effect.low, lang, unit=False)} … {high}"
    decimals = 0 if abs(level * 100 - round(level * 100)) < 1e-9 else 1
    return f"{line} ({INTERVAL.get(lang).format(format_percent(level, decimals=decimals, lang=lang))} {ends})"


def shown(name: str, value: float | None, lang: str, *, unit: bool = True) -> str:
    """Return the size of an effect in its unit: percents, percentage points or a number."""
    if value is None or name not in _PERCENT | _POINTS:
        return digits(value, lang)
    text = format_number(value * 100, decimals=1, lang=lang)
    sign = _POINT[lang] if name in _POINTS else "%"
    return f"{text}\N{NO-BREAK SPACE}{sign}" if unit else text


def digits(value: float | None, lang: str) -> str:
    """Return a number with three digits that matter, and at least all that stand before the decimal sign."""
    if value is None:
        return MISSING
    size = math.floor(math.log10(abs(value))) if value else 0
    return format_number(value, decimals=min(max(_TOTAL_DIGITS - 1 - size, 0), 6), lang=lang)


def figures_rows(
    figures: Figures, labels: Mapping[tuple[str, str], str], lang: str
) -> tuple[list[str], list[list[str]], frozenset[int]]:
    """Return the header of figures, their rows as text with labels for codes, and which columns are text."""
    header = [COLUMN_TITLES[name].get(lang) for name in figures.names]
    rows = [
        [
            labels.get((name, value), value) if isinstance(value, str) else _cell(name, value, lang)
            for name, value in zip(figures.names, row, strict=True)
        ]
        for row in figures.rows
    ]
    texts = frozenset(place for place, kind in enumerate(figures.kinds) if kind == "text")
    return header, rows, texts


def _cell(name: str, value: float | None, lang: str) -> str:
    if name in _SHARES:
        return format_percent(value, decimals=1, lang=lang)
    if name == "n":
        return format_number(value, lang=lang)
    if name == "at" and value is not None:
        # A year has no thousands to group.
        return f"{round(value, 2):g}".replace(".", "." if lang == "en" else ",")
    return digits(value, lang)


def _df(df: float, lang: str) -> str:
    return "∞" if math.isinf(df) else format_number(round(df, 2), lang=lang)
