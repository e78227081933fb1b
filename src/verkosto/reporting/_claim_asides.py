"""Digits in a sentence that are no figures of a table: dates, years, ordinals, scales, levels of confidence, names."""

from __future__ import annotations

import re
from functools import cache

from verkosto.reporting._claim_words import DIGITS, words

__all__ = ["DASH", "PERCENT", "asides"]

DASH = r"\s?(?:[-–]|\.\.\.?|…)\s?"
"""What stands between two ends."""

PERCENT = r"prosent\w+|pros\.|procent\w*|per cent|percent"
"""The word for a percent in all three languages."""

_SMALL = r"[^\W\d_A-ZÅÄÖ]"
_DAY = r"\d{1,2}"
_CENTURY = r"(?:18|19|20)"
_YEAR = rf"{_CENTURY}\d{{2}}"


@cache
def asides(lang: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what each kind is called and its pattern, in the order in which they are looked for."""
    data = words(lang).data
    month = rf"(?:{data['month']}){data['month_end']}"
    scale, interval = data["scale"], data["interval"]
    kinds = {
        "scale": [
            rf"(?i:(?:{scale})(?: of| from| från)? \d+(?:{DASH}| to | till )\d+)",
            rf"(?i:\b\d+{DASH}\d+ ?-?(?:{scale}))",
        ],
        "level": [
            rf"(?i:\b{DIGITS} ?(?:%|{PERCENT})(?::?n)?s? (?:{interval})\b)",
            rf"(?i:\b(?:{interval}) \(?9\d(?:[.,]\d+)? ?(?:%|{PERCENT})\)?)",
        ],
        "date": [
            r"\b\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?\b",
            # 7.5.2020, 7.–9.5.2020, and 7.5. within a sentence: at its end it may be a number.
            rf"\b{_DAY}\.(?:{DASH}{_DAY}\.)?{_DAY}\.(?:\d{{4}}\b|(?= {_SMALL})|{DASH}{_DAY}\.{_DAY}\.(?:\d{{4}})?)",
            rf"(?i:\b{_DAY}(?:\.|st|nd|rd|th)?(?:{DASH}{_DAY}\.?)? (?:{month})(?: \d{{4}})?)",
            rf"(?i:\b(?:{month}) (?:{_DAY}, )?\d{{4}}\b)",
            rf"\b{_DAY}/{_YEAR}\b",
        ],
        "year": [
            rf"\b{_YEAR}(?:{DASH}|/)(?:{_YEAR}|\d{{2}})(?!\d|[.,]\d)",
            rf"\b{_YEAR}[- ]?(?:luvu\w+|tale\w*)",
            rf"\b{_CENTURY}\d0s\b",
        ],
        "ordinal": [r"\b\d{1,3}(?:st|nd|rd|th|:[ae]|:nnen|:s|:nneksi)\b", rf"(?<![\w.,])\d{{1,3}}\.(?= {_SMALL})"],
        "name": [r"[^\W\d_]-?\d+(?:[.,]\d+)?(?![\w%])"],
    }
    return tuple((kind, re.compile("|".join(patterns))) for kind, patterns in kinds.items())
