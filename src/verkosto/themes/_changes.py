"""What coders changed and wrote: each change with its place, so that a coding can be traced."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

__all__ = ["Change", "Comment", "Mark"]

Mark = Literal["yes", "no", "proposed", ""]
"""What stands of a theme: "yes" or "no" by the coder, "proposed" by the patterns alone, "" for nothing."""


@frozen
class Change:
    """One theme of one answer that a coder set, or decided otherwise than before.

    Themes that a coder leaves out of an answer, and that nobody proposed, make no change of their own.

    Attributes:
        answer: Id of the answer.
        coder: Who.
        theme: Id of the theme; "" where the answer as a whole was coded as having none of them, or such a coding was
            taken back.
        before: "yes" or "no" as the coder had it, "proposed" where only the patterns had it, "" where nothing stood.
        after: "yes", "no", or "" where the coding was taken back.
        place: Where it came from, such as "koodaus.xlsx, sheet 'A', cell D7" or "accept".
    """

    answer: str
    coder: str
    theme: str
    before: Mark
    after: Mark
    place: str


@frozen
class Comment:
    """What a coder wrote beside a coding. Its text never stands in a `repr`.

    Attributes:
        answer: Id of the answer, or None where it belongs to none.
        coder: Who.
        text: What was written, as it stood.
        place: Where it stood.
    """

    answer: str | None
    coder: str
    text: str = field(repr=False)
    place: str
