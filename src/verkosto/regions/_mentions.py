"""Areas mentioned in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from attrs import evolve, field, frozen

from verkosto.dates import DateLike
from verkosto.errors import OptionError
from verkosto.regions._areas import area
from verkosto.regions._find import stands
from verkosto.regions._lists import HYPHENS, elided, listed
from verkosto.regions._names import Spelling, names
from verkosto.regions._readings import PLAIN_KINDS, Reading, chosen, lengths, reading
from verkosto.regions._refs import AreaRef
from verkosto.regions._register import area_type as known_kind
from verkosto.regions._register import covered_day
from verkosto.regions._spelling import Word, joins, variants, words
from verkosto.regions._types import Area

__all__ = ["Mention", "find_all"]

_BEFORE_KIND = ("gen", "sv")
# No name has more words, words for its kind included.
_LONGEST = 12
_SENTENCE_END = re.compile(r"[.!?…:;•|\n\r\"“”„»«*]")


@frozen
class Mention:
    """A place of a text where an area is mentioned.

    Attributes:
        start: Where the mention begins: `text[start:end]` is its text.
        end: Where it ends.
        text: What stands there.
        candidates: The areas that it can mean, without a date.
        area: The area on the day asked, where exactly one is meant and stands on that day; otherwise None.
        reasons: Why the mention needs its context to be understood; none for most mentions. "word": the
            form is an ordinary word too and begins a sentence. "name": it may be a person or a company.
            "lower_case": it is not written as a name. "compound": it is joined to another word by a hyphen
            ("Itä-Helsinki", "Uusimaa-hanke"). "list": the last name of its list says another kind of area,
            which may be meant for all ("Lapin ja Kainuun hyvinvointialueet"). "several": it can mean several
            areas. "not_standing": the area did not stand on the day, such as a municipality that has merged.
    """

    start: int
    end: int
    text: str
    candidates: tuple[AreaRef, ...]
    area: Area | None = field(repr=False)
    reasons: tuple[str, ...] = ()

    @property
    def needs_context(self) -> bool:
        """Whether somebody should look at the text before the mention is counted."""
        return bool(self.reasons)


def find_all(
    text: str,
    *,
    on: DateLike | None = None,
    area_types: Iterable[str] | None = None,
    backcast: bool = False,
) -> tuple[Mention, ...]:
    """Return the areas mentioned in a text, in order, the longest name first where names overlap.

    Names are known in all the forms that `find` knows. A mention begins with a capital; a name in lower case
    counts as one that needs context, and is passed over where it is an ordinary word ("lahden"). So much is
    marked and nothing guessed: a mention that may be something else has its `reasons`.

    "Keski-Suomen hyvinvointialueella" is one mention of the county and none of the region. "Etelä- ja
    Pohjois-Savossa" are two: "Etelä-" and "Pohjois-Savossa". Names in web and e-mail addresses are none.

    Args:
        text: Any text. The time it takes grows as its length.
        on: As in `areas`: the day on which the areas are described.
        area_types: Kinds of `area_types()` to look for. None means regions and municipalities by their plain
            names, and any kind that the text itself says.
        backcast: As in `areas`.

    Raises:
        UnknownAreaError: For an unknown kind.
        DateNotCoveredError: For a day on which one of the kinds asked is not covered.
        DateError: For text that is no date.
        OptionError: For a text or kinds that are no strings.

    Example:
        >>> text = "Keski-Suomessa ja Pirhassa kokeillaan, Salon malli on toinen."
        >>> for mention in find_all(text):
        ...     print(mention.text, mention.area.name.fi, mention.needs_context)
        Keski-Suomessa Keski-Suomi False
        Pirhassa Pirkanmaan hyvinvointialue False
        Salon Salo True
    """
    if not isinstance(text, str):
        raise OptionError(f"A text is a string, not {type(text).__name__}. Put quotes around it.")
    kinds = _kinds(area_types, on, backcast=backcast)
    areas = _Areas(on, backcast=backcast)
    every = _in_lists(text, list(_found(text, list(words(text)), kinds)))
    return tuple(areas.mention(text, found) for found in every if found.spellings)


@frozen
class _Found:
    """Words of the text that are one name; no spellings where it means areas that are not asked for."""

    start: int
    end: int
    names_kind: bool = False
    spellings: tuple[Spelling, ...] = ()
    reasons: tuple[str, ...] = ()


def _kinds(asked: Iterable[str] | None, on: DateLike | None, *, backcast: bool) -> tuple[str, ...] | None:
    if isinstance(asked, str):
        raise OptionError(f"area_types are several kinds, not one text. Write area_types=({asked!r},).")
    kinds = None if asked is None else tuple(known_kind(kind).code for kind in asked)
    for kind in PLAIN_KINDS if kinds is None else kinds:
        covered_day(kind, on, backcast=backcast)
    return kinds


def _found(text: str, every: list[Word], kinds: tuple[str, ...] | None) -> Iterator[_Found]:
    first = names().first
    place = 0
    while place < len(every):
        taken = 1
        if any(key in first for key in variants(every[place].key)):
            for count in lengths(_run(text, every, place)):
                found = _as_name(text, every, place, count, kinds)
                if found is not None:
                    taken = count
                    yield from _cut_off(text, every, place, count, kinds)
                    yield found
                    break
        place += taken


def _cut_off(text: str, every: list[Word], place: int, count: int, kinds: tuple[str, ...] | None) -> Iterator[_Found]:
    """What "Etelä-" means in front of "Pohjois-Savossa"."""
    tail = " ".join(word.key for word in every[place + 1 : place + count])
    for head in elided(text, every, place) if tail else ():
        read = reading(f"{head.key} {tail}")
        if read is not None and (spellings := _asked(read, kinds)):
            reasons = ("lower_case",) if text[head.start].islower() else ()
            yield _Found(head.start, head.end + 1, bool(read.named), spellings, reasons)


def _in_lists(text: str, found: list[_Found]) -> list[_Found]:
    """Mark the names whose kind the last name of their list may say."""
    marked = list(found)
    for place in range(len(found) - 2, -1, -1):
        one, following = marked[place], marked[place + 1]
        said = following.names_kind or "list" in following.reasons
        genitive = any(spelling.case in _BEFORE_KIND for spelling in one.spellings)
        if said and genitive and not one.names_kind and listed(text, one.end, following.start):
            marked[place] = evolve(one, reasons=(*one.reasons, "list"))
    return marked


def _run(text: str, every: list[Word], place: int) -> list[str]:
    """The words from a place on that can be parts of one name."""
    keys = [every[place].key]
    for before, after in pairwise(every[place : place + _LONGEST]):
        if not joins(text, before, after):
            break
        keys.append(after.key)
    return keys


def _as_name(text: str, every: list[Word], place: int, count: int, kinds: tuple[str, ...] | None) -> _Found | None:
    part = every[place : place + count]
    read = reading(" ".join(word.key for word in part))
    if read is None:
        return None
    spellings = _asked(read, kinds)
    if not spellings and not read.named:
        return None
    found = _Found(part[0].start, part[-1].end, bool(read.named))
    if not spellings or _in_address(text, found.start, found.end):
        return found
    reasons = tuple(_reasons(text, every, place, part, read, spellings))
    if "lower_case" in reasons and any(spelling.word for spelling in spellings):
        return found
    return evolve(found, spellings=spellings, reasons=reasons)


def _asked(read: Reading, kinds: tuple[str, ...] | None) -> tuple[Spelling, ...]:
    if read.named:
        return read.named if kinds is None else chosen(read.named, kinds)
    return chosen(read.plain, PLAIN_KINDS if kinds is None else kinds)


def _reasons(
    text: str, every: list[Word], place: int, part: list[Word], read: Reading, spellings: tuple[Spelling, ...]
) -> Iterator[str]:
    name = text[part[read.at].start : part[-1].end]
    lower = name[0].islower()
    if any(spelling.word for spelling in spellings):
        begins = place == 0 or _SENTENCE_END.search(text, every[place - 1].end, part[0].start) is not None
        if begins or lower or name.isupper():
            yield "word"
    if any(spelling.person for spelling in spellings):
        yield "name"
    if lower:
        yield "lower_case"
    if _hyphenated(text, part[0].start, part[-1].end):
        yield "compound"


def _hyphenated(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 2) : start]
    joined = len(before) == 2 and before[1] in HYPHENS and not before[0].isspace()
    return joined or (end < len(text) and text[end] in HYPHENS)


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the words belong to a web or e-mail address ("lahti.fi", "info@pori.fi", "www.espoo.fi/espoo")."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if "@" in (before[-1:], after[:1]) or (after[:1] == "." and after[1:].islower()):
        return True
    follows = before[-1:] in (".", "/") and (before[:1].isalnum() or before[:1] == "/")
    return follows and text[start].islower()


_References = tuple[tuple[str, str], ...]
_Answer = tuple[tuple[AreaRef, ...], Area | None, tuple[str, ...]]


class _Areas:
    """The areas of one call on one day, each looked up once."""

    def __init__(self, on: DateLike | None, *, backcast: bool) -> None:
        self._on = on
        self._backcast = backcast
        self._known: dict[_References, _Answer] = {}

    def mention(self, text: str, found: _Found) -> Mention:
        references = tuple(dict.fromkeys((spelling.area_type, spelling.code) for spelling in found.spellings))
        if references not in self._known:
            self._known[references] = self._looked_up(references)
        candidates, one, reasons = self._known[references]
        stands_here = text[found.start : found.end]
        return Mention(found.start, found.end, stands_here, candidates, one, (*found.reasons, *reasons))

    def _looked_up(self, references: _References) -> _Answer:
        current = [r for r in references if stands(*r, on=self._on, backcast=self._backcast)]
        candidates = tuple(AreaRef(kind, code) for kind, code in current or references)
        if len(current) == 1:
            return candidates, area(*current[0], on=self._on, backcast=self._backcast), ()
        return candidates, None, ("several",) if current else ("not_standing",)
