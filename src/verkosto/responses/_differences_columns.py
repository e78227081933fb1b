"""Titles that a codebook and a source have otherwise: which lost question is which unclaimed column.

Three rounds, and what is matched in one is out of the next:

1. A column whose title a question has, and whose option it has not, belongs to that question.
2. Columns that share a title are compared with a question of several columns as a whole: by their titles, and by
   their rows or options taken together where at least two match. A matrix whose rows stand is found by them.
3. Other columns are compared with other questions by whole titles.

Pairs are taken one-to-one, the most alike first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve, field, frozen

from verkosto.instruments import (
    RESERVED,
    Column,
    Instrument,
    Option,
    Question,
    SingleChoice,
    alias_line,
    column_lines,
    option_line,
)
from verkosto.responses._differences import Difference
from verkosto.responses._draft_runs import beside_of
from verkosto.responses._draft_words import slug
from verkosto.responses._keys import Part, Slot, every_part, items_of, slots_of, title_of, titles_of
from verkosto.responses._likeness import ALIKE, Likeness, likeness, nearest, pairs
from verkosto.responses._raw import Header

__all__ = ["Loose", "column_differences", "new_option"]

_MOST_CUTS = 4
_SEPARATORS = (":", " - ")
_FEWEST_ROWS = 2


@frozen
class _Cut:
    """One way to divide a header into a title and an option."""

    title: str
    option: str


@frozen
class Loose:
    """A column that nothing claims.

    Attributes:
        header: Its header.
        identifies: Whether it looks identifying.
    """

    header: Header
    identifies: bool = field(default=False, kw_only=True)

    @property
    def position(self) -> int:
        """Number of the column, from 1."""
        return self.header.position

    def cuts(self) -> Iterator[_Cut]:
        """Yield the ways to divide the header, for its reader's own way is not known here."""
        if self.header.option:
            yield _Cut(self.header.title, self.header.option)
        text = self.header.title.strip()
        for separator in _SEPARATORS:
            pieces = text.split(separator, _MOST_CUTS)
            for cut in range(1, len(pieces)):
                title, option = separator.join(pieces[:cut]), separator.join(pieces[cut:])
                if title.strip() and option.strip():
                    yield _Cut(title, option)
        title, bracket, option = text.removesuffix("]").rpartition("[")
        if bracket and text.endswith("]") and title.strip() and option.strip():
            yield _Cut(title, option)


def column_differences(instrument: Instrument, lost: Sequence[Slot], loose: Sequence[Loose]) -> list[Difference]:
    """Match what has no column with the columns that nothing claims.

    Args:
        instrument: The codebook.
        lost: Its slots without a column.
        loose: The columns.
    """
    matching = _Matching(instrument, lost, loose)
    matching.known_titles()
    matching.groups()
    matching.singles()
    matching.rest()
    return matching.found


def new_option(
    question: Question, text: str, listed: Sequence[Option], near: tuple[int, float] | None, **more: Any
) -> Difference:
    """Tell of an option, or a row, that the codebook does not have.

    Args:
        question: Whose it is.
        text: How it reads in the source.
        listed: The options or rows that the codebook has.
        near: The place of the one that it is most like, and how much.
        **more: Where it stands.
    """
    code = slug(text, {option.code for option in listed}, words=2, fallback="o")
    expected, value = (None, None) if near is None else (listed[near[0]].label.fi, near[1])
    line = option_line(Option(code, " ".join(text.split())))
    return Difference("new_option", question.id, expected, likeness=value, line=line, **more)


class _Matching:
    def __init__(self, instrument: Instrument, lost: Sequence[Slot], loose: Sequence[Loose]) -> None:
        self.instrument = instrument
        self.lost = {slot.variable: slot for slot in lost}
        self.loose = dict.fromkeys(loose)
        self.found: list[Difference] = []

    def known_titles(self) -> None:
        """Find the columns that a question's title heads, with an option that the question does not have."""
        known: dict[str, Question] = {}
        for question in self.instrument:
            if question.items:
                for key in (key for title in (*question.titles, question.id) for key in titles_of(title)):
                    known.setdefault(key, question)
        groups: dict[str, list[tuple[Loose, str]]] = {}
        for column in self.loose:
            named = ((known[key], cut) for cut in column.cuts() for key in titles_of(cut.title) if key in known)
            if first := next(named, None):
                groups.setdefault(first[0].id, []).append((column, first[1].option))
        for name, group in groups.items():
            self._options(self.instrument[name], group)

    def _options(self, question: Question, group: Sequence[tuple[Loose, str]]) -> None:
        """Match columns with the options or rows of their question that have none."""
        items = [slot for slot in self.lost.values() if slot.part.id == question.id]
        texts = [text for _, text in group]
        left = dict(enumerate(group))
        for one, other, value in pairs(likeness([_texts(slot) for slot in items], texts)):
            slot, (column, text) = items[one], left.pop(other)
            self._take(slot, column)
            if slot.item is not None and title_of(text) not in map(title_of, slot.item.texts):
                line = option_line(slot.item, " ".join(text.split()))
                label, at = slot.item.label.fi, (column.position,)
                self.found.append(Difference("renamed_option", slot.variable, label, text, at, value, line=line))
        near = nearest(likeness([option.texts for option in question.items], texts))
        for other, (column, text) in left.items():
            self.loose.pop(column)
            self.found += _unknown_option(question, column, text, near.get(other))

    def groups(self) -> None:
        """Match questions of several columns with columns that share a title."""
        parts = [q for q in self.instrument if self._is_lost(q) and (q.items or isinstance(q, SingleChoice))]
        groups: dict[str, list[tuple[Loose, _Cut]]] = {}
        for column in self.loose:
            for cut in column.cuts():
                groups.setdefault(title_of(cut.title), []).append((column, cut))
        listed = list(groups.values())
        by_title = likeness([part.titles for part in parts], [group[0][1].title for group in listed])
        by_rows = _by_rows(
            [part.items or part.choices for part in parts],
            [[cut.option for _, cut in group] if len(group) >= _FEWEST_ROWS else [] for group in listed],
        )
        # Ticks of a single choice are told by its options alone: a title with a colon is more often another question.
        alike = {
            pair: by_title.get(pair, 0.0) + by_rows.get(pair, 0.0)
            for pair in {**by_title, **by_rows}
            if pair in by_rows or parts[pair[0]].items
        }
        for one, other, _ in pairs(alike):
            group = listed[other]
            if all(column in self.loose for column, _ in group):
                value = max(by_title.get((one, other), 0.0), by_rows.get((one, other), 0.0))
                self._renamed_group(parts[one], group, value)

    def _renamed_group(self, question: Question, group: Sequence[tuple[Loose, _Cut]], value: float) -> None:
        self._renamed(question, group[0][1].title, [column for column, _ in group], value)
        if question.items:
            self._options(question, [(column, cut.option) for column, cut in group])
        else:
            for column, _ in group:
                self.loose.pop(column)
            self.lost.pop(question.id)

    def _renamed(self, part: Part, title: str, columns: Sequence[Loose], value: float) -> None:
        text, at = " ".join(title.split()), tuple(column.position for column in columns)
        line = alias_line(part, text)
        self.found.append(
            Difference("renamed_title", part.id, next(iter(part.titles), None), text, at, value, line=line)
        )

    def singles(self) -> None:
        """Match what is left by whole titles."""
        parts = [part for part in every_part(self.instrument) if self._is_lost(part)]
        columns = list(self.loose)
        for one, other, value in pairs(likeness([p.titles for p in parts], [c.header.text for c in columns])):
            self._renamed(parts[one], columns[other].header.text, [columns[other]], value)
            self.loose.pop(columns[other])
            for slot in slots_of(parts[one]):
                self.lost.pop(slot.variable)

    def rest(self) -> None:
        """Tell of what has no match."""
        for part in every_part(self.instrument):
            if self._is_lost(part):
                self.found.append(Difference("missing_column", part.id, next(iter(part.titles), None)))
                continue
            for item, slot in zip(items_of(part), slots_of(part), strict=False):
                if slot.variable in self.lost:
                    self.found.append(Difference("missing_column", slot.variable, item.label.fi))
        taken = {*RESERVED, *(part.id for part in every_part(self.instrument))}
        for column in self.loose:
            text = column.header.text
            name = slug(text, (), fallback="sarake")
            name = slug(f"{name}_{column.position}", taken) if name in taken else name
            taken.add(name)
            made = Column(name, " ".join(text.split()), role="identifier" if column.identifies else "ignore")
            if not text.strip():
                made = evolve(made, header=None, position=column.position)
            at, line = (column.position,), column_lines(made)
            self.found.append(Difference("new_column", None, None, text, at, line=line))

    def _is_lost(self, part: Part) -> bool:
        """Tell whether nothing of a part has a column."""
        return all(slot.variable in self.lost for slot in slots_of(part))

    def _take(self, slot: Slot, column: Loose) -> None:
        self.lost.pop(slot.variable)
        self.loose.pop(column)


def _texts(slot: Slot) -> tuple[str, ...]:
    return () if slot.item is None else slot.item.texts


def _unknown_option(
    question: Question, column: Loose, text: str, near: tuple[int, float] | None
) -> Iterator[Difference]:
    """Tell of a column of a question that is no option of it; nothing where it holds what was written beside one."""
    stem, at = beside_of(text) or title_of(text), (column.position,)
    beside = next((option for option in question.items if stem in map(title_of, option.texts)), None)
    if beside is None:
        yield new_option(question, text, question.items, near, found=text, positions=at)
    elif not beside.free_text:
        line = option_line(evolve(beside, free_text=True))
        yield Difference("written_beside", question.id, beside.label.fi, text, at, line=line)


def _by_rows(ours: Sequence[Sequence[Option]], theirs: Sequence[Sequence[str]]) -> Likeness:
    """Compare lists of options with lists of texts: the mean likeness of what matches one-to-one, for two or more."""
    left = [(place, option) for place, options in enumerate(ours) for option in options]
    right = [(place, text) for place, texts in enumerate(theirs) for text in texts]
    inside: dict[tuple[int, int], dict[tuple[int, int], float]] = {}
    for (one, other), value in likeness([option.texts for _, option in left], [text for _, text in right]).items():
        inside.setdefault((left[one][0], right[other][0]), {})[one, other] = value
    found = {}
    for (one, other), values in inside.items():
        chosen = pairs(values)
        mean = sum(value for _, _, value in chosen) / max(len(ours[one]), len(theirs[other]))
        if len(chosen) >= _FEWEST_ROWS and mean >= ALIKE:
            found[one, other] = mean
    return found
