"""Consonant gradation: how the consonants before a Finnish word's last vowel change.

The facts are those of the chapter on astevaihtelu in Iso suomen kielioppi (Hakulinen et al. 2004).
"""

from __future__ import annotations

import re

__all__ = ["strong", "weak"]

_V = "[aeiouyäöå]"
_END = "[aeiouyäöå]{1,2}"

# Strong grade, weak grade, as ends of a stem. Several rows may fit one stem: all of them are forms to look for.
_WEAK = [
    (rf"kk({_END})", r"k\1"),
    (rf"pp({_END})", r"p\1"),
    (rf"tt({_END})", r"t\1"),
    (rf"gg({_END})", r"g\1"),
    (rf"bb({_END})", r"b\1"),
    (rf"nk({_END})", r"ng\1"),
    (rf"mp({_END})", r"mm\1"),
    (rf"nt({_END})", r"nn\1"),
    (rf"lt({_END})", r"ll\1"),
    (rf"rt({_END})", r"rr\1"),
    (rf"({_V}|h)t({_END})", r"\1d\2"),
    (rf"({_V}|l|r)p({_END})", r"\1v\2"),
    (rf"({_V}|l|r|h)k({_END})", r"\1\2"),
    (r"([lrh])ke", r"\1je"),
    (r"([uy])k([uy])", r"\1v\2"),
    (r"ik([aä])", r"j\1"),
    (rf"({_V})k({_END})", r"\1'\2"),
]
_STRONG = [
    (rf"({_V}|[lnrm])([kpt])({_END})", r"\1\2\2\3"),
    (rf"ng({_END})", r"nk\1"),
    (rf"mm({_END})", r"mp\1"),
    (rf"nn({_END})", r"nt\1"),
    (rf"ll({_END})", r"lt\1"),
    (rf"rr({_END})", r"rt\1"),
    (rf"d({_END})", r"t\1"),
    (rf"({_V}|[lr])v({_END})", r"\1p\2"),
    (r"([lrh])je", r"\1ke"),
    (r"([aeouyäö])([eaä])", r"\1k\2"),
]


def _compiled(table: list[tuple[str, str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(end + "$"), other) for end, other in table]


_TO_WEAK, _TO_STRONG = _compiled(_WEAK), _compiled(_STRONG)


def weak(stem: str) -> set[str]:
    """Return what a stem in strong grade, ending in a vowel, can be in closed syllables, itself included.

    Example:
        >>> sorted(weak("lehto"))
        ['lehdo', 'lehto']
    """
    return {stem} | {end.sub(other, stem) for end, other in _TO_WEAK}


def strong(stem: str) -> set[str]:
    """Return what a stem in weak grade, ending in a vowel, can be in open syllables, itself included.

    Example:
        >>> sorted(strong("hanke"))
        ['hanke', 'hankke']
    """
    return {stem} | {end.sub(other, stem) for end, other in _TO_STRONG}
