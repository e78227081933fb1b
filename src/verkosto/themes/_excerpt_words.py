"""Words that a person gives while editing an excerpt: passages of it, and reasons that the log keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verkosto.errors import OptionError
from verkosto.themes._scrub_marks import Mark

if TYPE_CHECKING:
    from verkosto.themes._clearance_log import ClearanceLog
    from verkosto.themes._excerpt import Excerpt

__all__ = ["decider", "holding", "mark_of", "reason_of", "shortened"]

_CUT = "[…]"
# Rules that know a name, whatever form it has.
_KNOWN = frozenset({"register", "own organisation", "list", "initials"})
_ENDS = " .!?…\n"


def holding(excerpt: Excerpt, draft: str, passage: str) -> str:
    """Return the draft, or what would be printed, whichever holds a passage.

    Raises:
        OptionError: Neither does.
    """
    for text in (draft, excerpt.text):
        if passage and passage in text:
            return text
    raise OptionError("the passage does not stand in the excerpt. Copy it from `excerpt.text`.")


def shortened(text: str, passage: str, *, drop: bool) -> str:
    """Return a text without a passage, or the passage without the text around it; "[…]" stands where something went."""
    before, _, after = text.partition(passage)
    if drop:
        left = f"{before} {_CUT} {after}"
    else:
        left = f"{_CUT if before.strip() else ''} {passage} {_CUT if after.strip(_ENDS) else ''}"
    left = re.sub(rf"{re.escape(_CUT)}\s+(?=[.,;:!?])", _CUT, left)
    # An empty line stays, for it parts paragraphs.
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", left) if part.strip())


def reason_of(excerpt: Excerpt, why: str, *, needed: bool = True) -> str:
    """Return the reason that a person gives.

    Raises:
        OptionError: There is none and it is needed; or it repeats what is marked in the answer or in the draft, or
            names somebody of the register in any form.
    """
    reason = why.strip() if isinstance(why, str) else ""
    if needed and not reason:
        raise OptionError("give the reason, which the log keeps: why='sana, ei nimi'.")
    of_original = excerpt.scrubber.scrub(excerpt.original, lang=excerpt.lang, own=excerpt.own)
    marked = (
        found.original[mark.start : mark.end] for found in (excerpt.scrubbed, of_original) for mark in found.marks
    )
    own = excerpt.scrubber.scrub(reason, lang=excerpt.lang, own=excerpt.own).marks
    if any(mark.certain or mark.rule in _KNOWN for mark in own) or any(
        re.search(rf"(?<!\w){re.escape(words)}(?!\w)", reason, re.IGNORECASE) for words in marked
    ):
        raise OptionError("the reason repeats words that are marked, and the log keeps it. Say it without them.")
    return reason


def mark_of(excerpt: Excerpt, mark: Mark | int) -> tuple[int, Mark]:
    """Return the number of a mark of an excerpt, from 1, and the mark.

    Raises:
        OptionError: There is no such mark.
    """
    places = {place: found for place, found in enumerate(excerpt.marks, start=1) if mark in (place - 1, found)}
    if isinstance(mark, bool) or not places:
        msg = f"the excerpt has {len(excerpt.marks)} marks, and this is none of them. Take one of `excerpt.marks`."
        raise OptionError(msg)
    return next(iter(places.items()))


def decider(by: str, log: ClearanceLog | None, *, does: str, example: str) -> str:
    """Return who decides; the log is one.

    Raises:
        OptionError: Nobody is named, or the log is none.
    """
    if not isinstance(by, str) or not by.strip():
        raise OptionError(f"say who {does} the excerpt: {example}.")
    if log is not None and not hasattr(log, "withdrawn"):
        msg = f"log is a ClearanceLog, such as themes.ClearanceLog('sitaatit.jsonl'), not {type(log).__name__}."
        raise OptionError(msg)
    return by.strip()
