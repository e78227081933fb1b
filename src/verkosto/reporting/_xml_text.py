"""Text that every file of a report can hold: Word, Excel and PDF refuse what is no character."""

from __future__ import annotations

import re

__all__ = ["xml_text"]

# Beyond these stand control characters, halves of surrogate pairs and the two code points that are no characters.
_REFUSED = re.compile("[^ -~\N{NO-BREAK SPACE}-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""Return text on one line in which what no file can hold has a substitute; everything else stays.

    No-break spaces, soft hyphens and the like stay, since they tell where a line may break.

    Example:
        >>> xml_text("73\xa0%\tja\n\ud83d\x01")
        '73\xa0% ja \ufffd\ufffd'
    """
    return _REFUSED.sub(_substitute, text)


def _substitute(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else "\ufffd"
