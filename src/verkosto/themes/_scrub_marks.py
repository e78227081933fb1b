"""Marks: places of a text that may tell who wrote it, and what is put in their stead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Literal, get_args

from attrs import evolve, field, frozen

from verkosto.text import LANGUAGES
from verkosto.themes._scrub_words import labels

__all__ = ["BEFORE", "KINDS", "Found", "Kind", "Mark", "Scrubbed", "apart", "placeholders", "rendered"]

Kind = Literal[
    "email",
    "phone",
    "identity_code",
    "birth_date",
    "business_id",
    "register_number",
    "account",
    "url",
    "handle",
    "address",
    "vehicle",
    "person",
    "organisation",
    "place",
    "name",
]
"""What a mark stands on; `name` is a word that looks like a name, nobody knows of what."""
KINDS: tuple[Kind, ...] = get_args(Kind)

BEFORE = "before a name"
"""The rule of a word that begins a sentence in front of a name."""

# Names that stand side by side are one name.
_TOGETHER = frozenset({"person", "name", "organisation", "address"})
_GAP = re.compile(r"[ \t\u00a0]{1,3}|-")
_INITIALS = re.compile(r"(?<![^\W_])[A-ZÅÄÖ](?:\.?-[A-ZÅÄÖ])?(?:\.[ ]?|[ ])(?:[A-ZÅÄÖ](?:\.[ ]?|[ ]))?\Z")
_INITIAL_AFTER = re.compile(r"[ ][A-ZÅÄÖ](?:\.-?[A-ZÅÄÖ])?\.(?![^\W_])")
_NEAR = 10


@frozen
class Found:
    """What a rule found, before it is known what is put in its stead.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        kind: What it is.
        rule: What found it, such as "check digits" or "register".
        certain: Whether it is that without doubt.
    """

    start: int
    end: int
    kind: Kind
    rule: str
    certain: bool = field(default=True, kw_only=True)


@frozen
class Mark:
    """A place of a text that may tell who wrote it. It holds none of the words.

    Attributes:
        start: Where it begins in the text as it stands.
        end: Where it ends: `text[start:end]` is what was marked.
        kind: "email", "phone", "identity_code", "person", "organisation", "place" and so on;
            "name" for a word that looks like a name of any kind.
        replacement: What stands in its stead, such as "[henkilö]"; "[henkilö?]" where it is not certain.
        certain: Whether it is what it seems. Where it is not, a person decides.
        rule: What found it: "check digits", "form", "context", "register", "own organisation", "first name", "title",
            "capital", "abbreviation", "list", "small base", "unknown base" ...
    """

    start: int
    end: int
    kind: Kind
    replacement: str
    certain: bool
    rule: str


@frozen(repr=False, slots=False)
class Scrubbed:
    """A text with what was marked in it. Its words stand in `original` and `text` alone, never in a `repr`.

    Attributes:
        original: The text as it stands.
        marks: What was marked, in order; no two overlap.
        lang: Language of the replacements.
    """

    original: str
    marks: tuple[Mark, ...]
    lang: str

    @cached_property
    def text(self) -> str:
        """The text with every mark replaced, those too that are not certain."""
        return rendered(self.original, [(mark, mark.replacement) for mark in self.marks])

    @property
    def certain(self) -> tuple[Mark, ...]:
        """The marks about which there is no doubt."""
        return tuple(mark for mark in self.marks if mark.certain)

    @property
    def uncertain(self) -> tuple[Mark, ...]:
        """The marks of which a person must decide."""
        return tuple(mark for mark in self.marks if not mark.certain)

    def __repr__(self) -> str:
        return f"<Scrubbed: {len(self.original)} characters, {len(self.marks)} marks, {len(self.uncertain)} uncertain>"


def rendered(text: str, replaced: Iterable[tuple[Mark, str]]) -> str:
    """Return a text with marks, which are in order, replaced by something each."""
    parts, last = [], 0
    for mark, instead in replaced:
        parts += [text[last : mark.start], instead]
        last = mark.end
    return "".join([*parts, text[last:]])


@cache
def placeholders() -> re.Pattern[str]:
    """Return what finds replacements that stand in a text already; the group tells a doubtful one."""
    every = {found.get(lang) for found in labels().values() for lang in LANGUAGES}
    longest_first = sorted(every, key=lambda label: (-len(label), label))
    return re.compile(rf"\[(?:{'|'.join(map(re.escape, longest_first))})(\??)\]")


@frozen
class _Taken:
    """Which characters of a text are marked already."""

    flags: bytearray = field(repr=False)

    def free(self, start: int, end: int) -> bool:
        return not any(self.flags[start:end])

    def take(self, start: int, end: int) -> None:
        self.flags[start:end] = b"\1" * (end - start)


def apart(found: Sequence[Found], text: str) -> list[Found]:
    """Return what was found so that nothing overlaps: the certain first, then the longest; neighbours become one."""
    taken = _Taken(bytearray(len(text)))
    kept = []
    for one in sorted(found, key=lambda one: (not one.certain, one.start - one.end, one.start, KINDS.index(one.kind))):
        if taken.free(one.start, one.end):
            taken.take(one.start, one.end)
            kept.append(one)
    return _joined(sorted(kept, key=lambda one: one.start), text)


def _joined(found: Sequence[Found], text: str) -> list[Found]:
    joined: list[Found] = []
    for each in found:
        one = _with_initials(each, text, joined[-1].end if joined else 0)
        before = joined[-1] if joined else None
        if before is not None and _are_one(before, one, text):
            surest = max(before, one, key=lambda part: (part.certain, part.kind == "person"))
            joined[-1] = evolve(surest, start=before.start, end=one.end)
        else:
            joined.append(one)
    return joined


def _with_initials(one: Found, text: str, after: int) -> Found:
    """Return what was found with the initials beside it: "J-P Hakkarainen", "M. Virtanen", "Matti V."."""
    if one.kind not in ("person", "name"):
        return one
    initials = _INITIALS.search(text, max(after, one.start - _NEAR), one.start)
    last = _INITIAL_AFTER.match(text, one.end)
    return evolve(one, start=initials.start() if initials else one.start, end=last.end() - 1 if last else one.end)


def _are_one(before: Found, after: Found, text: str) -> bool:
    if before.kind not in _TOGETHER or before.rule == BEFORE or not _GAP.fullmatch(text, before.end, after.start):
        # A word that begins a sentence may be a first name, and may be "Soitin": that is decided by itself.
        return False
    if before.kind == after.kind:
        # Two certain organisations in a row are two; the parts of one person's name are one person.
        return before.kind != "organisation"
    # A word that looks like a name, beside a person or a first name, is the rest of that name.
    return {before.kind, after.kind} == {"person", "name"}
