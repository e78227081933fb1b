"""Intervals as readers know them: how sure they are, and how they were made."""

from __future__ import annotations

from verkosto.reporting._wording import say, wordings
from verkosto.text import format_percent

__all__ = ["interval_name"]


def interval_name(confidence: float, methods: tuple[str, ...], lang: str) -> str:
    """Name an interval's confidence and how it was made."""
    whole = abs(confidence * 100 - round(confidence * 100)) < 1e-9
    level = format_percent(confidence, decimals=0 if whole else 1, lang=lang)
    if not methods:
        return say("interval", lang, level=level)
    ends = {"none": format_percent(0, lang=lang), "all": format_percent(1, lang=lang)}
    known = wordings()
    named = "; ".join(say(f"by_{name}", lang, **ends) if f"by_{name}" in known else name for name in methods)
    return say("interval_named", lang, level=level, method=named)
