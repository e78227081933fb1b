"""What a header may say: the titles, options and ids of an instrument as folded text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from attrs import frozen

from verkosto.instruments import Column, Instrument, MultipleChoice, Option, Question, Ranking, SingleChoice
from verkosto.responses._raw import Dialect, Header

__all__ = [
    "OPEN_ANSWERS",
    "Keys",
    "Part",
    "Slot",
    "every_part",
    "fold",
    "items_of",
    "slots_of",
    "title_of",
    "titles_of",
]

Part = Question | Column

_NUMBERED = re.compile(r"^\d{1,3}\.\s+(?=\S)")
_MOST_CLOSING = 4
"""Dividers that may close a title, the one before the option among them."""

OPEN_ANSWERS = ("avoimet vastaukset", "avoin vastaus", "open answers", "open-ended answers", "öppna svar", "- text")
"""What stands behind an option in the heading of what was written beside it."""


def fold(text: str) -> str:
    """Make texts alike that a person would call the same: white space, case, forms of one letter."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def title_of(text: str) -> str:
    """Fold a title and take a closing colon from it."""
    return fold(text).rstrip(": ")


_FORMS: tuple[Callable[[str], str], ...] = (str.strip, title_of)


def titles_of(text: str) -> tuple[str, ...]:
    """Return the folded forms of a title: as it stands, and without a number such as `3. ` before it."""
    whole = title_of(text)
    bare = _NUMBERED.sub("", whole)
    return (whole,) if bare == whole else (whole, bare)


@frozen
class Slot:
    """A place in the responses that one column of the source fills.

    Attributes:
        part: The question or column of the codebook.
        item: Its option or row, where each has a column.
        use: What the column holds: the value, the text written beside the option, (an export of ticks) 1 where the
            option of a single choice was chosen, or all options of a multiple choice or ranking together.
    """

    part: Part
    item: Option | None = None
    use: Literal["value", "text", "tick", "joined"] = "value"

    @property
    def variable(self) -> str:
        """Name of the variable in `Responses.frame`."""
        name = self.part.id if self.item is None else f"{self.part.id}[{self.item.code}]"
        return f"{name}.text" if self.use == "text" else name


def every_part(instrument: Instrument) -> tuple[Part, ...]:
    """Return the columns and questions of a codebook, in its order."""
    return (*instrument.columns, *instrument.questions)


def items_of(part: Part) -> tuple[Option, ...]:
    """Return the options or rows of a part that have a column each."""
    return part.items if isinstance(part, Question) else ()


def slots_of(part: Part) -> Iterator[Slot]:
    """Yield the slots for a part's values."""
    items = items_of(part)
    if not items:
        yield Slot(part)
    for item in items:
        yield Slot(part, item)


def _writable(part: Part) -> tuple[Option, ...]:
    """Return the options beside which a respondent could write."""
    if not isinstance(part, Question):
        return ()
    return tuple(o for o in (part.items or part.choices) if o.free_text)


def _labels(option: Option) -> tuple[str, ...]:
    return option.texts


def _code(option: Option) -> tuple[str, ...]:
    return (option.code,)


class _Texts:
    """Finds options by a text, labels before codes: as it stands, then made alike. Several may be meant."""

    def __init__(self, options: Iterable[Option]) -> None:
        listed = tuple(options)
        self._tables = [(form, _table(listed, said, form)) for said in (_labels, _code) for form in _FORMS]

    def __call__(self, text: str) -> list[Option]:
        return next((found for form, table in self._tables if (found := table.get(form(text)))), [])


def _table(
    options: Iterable[Option], said: Callable[[Option], tuple[str, ...]], form: Callable[[str], str]
) -> dict[str, list[Option]]:
    table: dict[str, list[Option]] = {}
    for option in options:
        for key in dict.fromkeys(form(text) for text in said(option) if title_of(text)):
            table.setdefault(key, []).append(option)
    return table


class _PartTexts:
    """The options of one part that a header may name."""

    def __init__(self, part: Part, *, binary: bool) -> None:
        self.part = part
        self.items = _Texts(items_of(part))
        self.ticks = _Texts(part.options if binary and isinstance(part, SingleChoice) else ())
        self.writable = _Texts(_writable(part))

    def slots(self, text: str) -> list[Slot]:
        """Return the slots that a text beside the part's title may mean."""
        if items := self.items(text):
            return [Slot(self.part, item) for item in items]
        if ticked := self.ticks(text):
            return [Slot(self.part, option, "tick") for option in ticked]
        wanted = title_of(text)
        for end in OPEN_ANSWERS:
            if wanted.endswith(end) and (found := self.writable(wanted.removesuffix(end))):
                return [Slot(self.part, option, "text") for option in found]
        beside = [] if items_of(self.part) else self.writable(text)
        return [Slot(self.part, option, "text") for option in beside]


class Keys:
    """The slots that a header may mean, in the codebook's order; titles win over ids."""

    def __init__(self, instrument: Instrument, dialect: Dialect) -> None:
        """Fold every title, label and id of an instrument once."""
        self._separator = dialect.separator
        self._joined = dialect.joined is not None
        self._titles: dict[str, list[_PartTexts]] = {}
        self._ids: dict[str, list[_PartTexts]] = {}
        self._variables: dict[str, list[Slot]] = {}
        self._follow_ups: dict[str, list[Slot]] = {}
        self._positions: dict[int, Slot] = {}
        for part in every_part(instrument):
            texts = _PartTexts(part, binary=dialect.values == "binary")
            for key in dict.fromkeys(key for title in part.titles for key in titles_of(title)):
                self._titles.setdefault(key, []).append(texts)
            self._ids.setdefault(fold(part.id), []).append(texts)
            self._add_slots(part)
        # No title has more dividers inside, so that a header of nothing but colons is soon done with.
        known = (key.count(dialect.separator) for key in self._titles) if dialect.separator else ()
        self._most_cuts = max(known, default=0) + _MOST_CLOSING

    def _add_slots(self, part: Part) -> None:
        slots = list(slots_of(part))
        whole = self._of_one_column(part)
        for slot in dict.fromkeys((*slots, whole) if whole is not None else slots):
            self._variables.setdefault(fold(slot.variable), []).append(slot)
        if part.position is not None:
            self._positions |= dict(enumerate(slots if whole is None else [whole], start=part.position))
        for option in _writable(part):
            slot = Slot(part, option, "text")
            self._variables.setdefault(fold(slot.variable), []).append(slot)
            for key in dict.fromkeys(map(title_of, option.texts)):
                self._follow_ups.setdefault(key, []).append(slot)

    def coded(self, header: Header) -> Sequence[Slot]:
        """Return the slots that a header's code names."""
        coded = self._variables.get(fold(header.code), []) if header.code else []
        # Codes may differ by case alone ("q[a]", "q[A]"), so the one that is spelled so wins.
        return [slot for slot in coded if slot.variable == header.code] or coded

    def candidates(self, header: Header) -> Sequence[Slot]:
        """Return the slots that a header's text may mean; none where nothing claims it."""
        if header.option and header.option.strip():
            return self._with_option(header.title, header.option) or self._whole(header.text)
        if not title_of(header.title):
            # A blank title tells nothing; its place may be stated.
            stated = self._positions.get(header.position)
            return [stated] if stated is not None else self._whole(header.title)
        return self._whole(header.title) or self._divided(header.title) or self._follow_up(header.title)

    def _whole(self, text: str) -> Sequence[Slot]:
        for key in titles_of(text):
            slots = (self._of_one_column(known.part) for known in self._titles.get(key, ()))
            if found := [slot for slot in slots if slot is not None]:
                return found
        return self._variables.get(fold(text), ())

    def _of_one_column(self, part: Part) -> Slot | None:
        """Return the slot that a title alone may mean; None where every option or row has a column of its own."""
        if not items_of(part):
            return Slot(part)
        together = self._joined and isinstance(part, MultipleChoice | Ranking)
        return Slot(part, use="joined") if together else None

    def _with_option(self, title: str, option: str) -> list[Slot]:
        """Return the slots for a title and an option that stand apart."""
        for table, keys in ((self._titles, titles_of(title)), (self._ids, (fold(title),))):
            for key in keys:
                if found := [slot for known in table.get(key, ()) for slot in known.slots(option)]:
                    return found
        return []

    def _divided(self, text: str) -> list[Slot]:
        """Try every divider inside a header, the longest title first."""
        if self._separator is None:
            return []
        if self._separator == "[":
            bare = text.rstrip()
            text = bare.removesuffix("]") if bare.endswith("]") else ""
        pieces = text.split(self._separator)
        for cut in range(min(len(pieces) - 1, self._most_cuts), 0, -1):
            title, option = (self._separator.join(part) for part in (pieces[:cut], pieces[cut:]))
            if found := self._with_option(title, option):
                return found
        return []

    def _follow_up(self, text: str) -> Sequence[Slot]:
        """Return the slots for a header that is an option alone ("Muu, mikä?"): what was written beside it."""
        return self._follow_ups.get(title_of(text), ())
