"""What was done to an answer on its way to a quotation; the analyst's decisions hold its words, the log does not."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from verkosto.themes._scrub_marks import Kind

__all__ = ["Alteration", "Decision"]

What = Literal["mark", "keep", "hide", "edit", "shorten", "group"]


@frozen
class Alteration:
    """One thing that was done to an answer before it was quoted. It holds none of the answer's words.

    Attributes:
        what: "mark" for what the scrubber marked; "keep" and "hide" for what a person decided of a doubtful mark;
            "edit", "shorten" and "group" for what a person changed.
        number: Which mark of the text, counted from 1; None for what belongs to none.
        kind: What was marked, or None.
        rule: Which rule of the scrubber found it, or None.
        replacement: What stands in its stead, such as "[henkilö]", or None where the words stay.
        why: The reason that the person gave.
    """

    what: What
    number: int | None = None
    kind: Kind | None = None
    rule: str | None = None
    replacement: str | None = None
    why: str = ""


@frozen
class Decision:
    """What a person decided of doubtful words: whether they stay."""

    kind: Kind
    words: str = field(repr=False)
    keep: bool
