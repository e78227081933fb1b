"""Figures of a table as readers see them: a share, its interval, its base."""

from __future__ import annotations

from verkosto.reporting._wording import say, wordings
from verkosto.text import MISSING, format_base, format_number, format_percent

__all__ = ["base", "interval", "interval_name", "level", "share", "share_and_interval"]


def share(value: float | None, lang: str) -> str:
    """Write a share as whole percents."""
    return format_percent(value, lang=lang)


def interval(low: float | None, high: float | None, lang: str) -> str:
    """Write an interval; the per cent sign stands once, at the end."""
    if low is None or high is None:
        return MISSING
    first = format_number(100 * low, decimals=0, lang=lang)
    return f"{first}{MISSING}{format_percent(high, lang=lang)}"


def share_and_interval(value: float | None, low: float | None, high: float | None, lang: str) -> str:
    """Write a share with its interval in brackets, or a dash where there is none."""
    if value is None or low is None or high is None:
        return share(value, lang)
    return f"{share(value, lang)} ({interval(low, high, lang)})"


def level(confidence: float, lang: str) -> str:
    """Write the confidence of an interval, with a decimal where it needs one."""
    whole = abs(confidence * 100 - round(confidence * 100)) < 1e-9
    return format_percent(confidence, decimals=0 if whole else 1, lang=lang)


def interval_name(confidence: float, methods: tuple[str, ...], lang: str) -> str:
    """Name an interval's confidence and how it was made."""
    if not methods:
        return say("interval", lang, level=level(confidence, lang))
    ends = {"none": share(0, lang), "all": share(1, lang)}
    known = wordings()
    named = "; ".join(say(method, lang, **ends) if method in known else method for method in methods)
    return say("interval_named", lang, level=level(confidence, lang), method=named)


def base(counts: tuple[int, ...], lang: str) -> str:
    """Write one base, or the smallest and the largest of several."""
    low, high = min(counts, default=0), max(counts, default=0)
    if low == high:
        return format_base(low, lang=lang)
    return say(
        "n_range",
        lang,
        low=format_number(low, lang=lang),
        high=format_number(high, lang=lang),
    )
