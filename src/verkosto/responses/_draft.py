"""Draft a codebook from the cells of a source: nobody writes the first one by hand."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from attrs import evolve

from verkosto.dates import PartialDate, Period
from verkosto.errors import SourceError
from verkosto.instruments import (
    RESERVED,
    AreaQuestion,
    Column,
    Date,
    Draft,
    Guess,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleChoice,
    Text,
    kind_in_words,
)
from verkosto.responses._draft_guess import Answers, are_codes, area_kind, is_mostly, percent, seems_choice
from verkosto.responses._draft_joined import joined_labels
from verkosto.responses._draft_labels import Labels
from verkosto.responses._draft_roles import Proposal, identifying_share, role_of
from verkosto.responses._draft_runs import beside_of, split, written_beside
from verkosto.responses._draft_words import can_be_code, is_name, slug, tidy
from verkosto.responses._keys import fold
from verkosto.responses._numbers import parse_days, parse_numbers
from verkosto.responses._raw import RawTable
from verkosto.responses._suspect import is_identity

__all__ = ["DRAFT_CHUNKS", "draft"]

DRAFT_CHUNKS = 4
"""Chunks of a source that are looked at: what a longer one says later changes hardly a guess."""


def draft(
    chunks: Sequence[RawTable],
    name: str,
    *,
    id: str | None = None,  # noqa: A002 - the instrument's own word
    title: str | None = None,
    categories: Collection[int] = (),
    as_written: bool = False,
) -> Draft:
    """Draft a codebook from the first chunks of a source.

    Args:
        chunks: At least one, all with the same headers.
        name: The source's name, for what is left out.
        id: Id of the instrument.
        title: Title of the survey.
        categories: Positions of columns whose source says that they hold categories, and no numbers.
        as_written: Whether names and short answers are ids and codes as they stand, which suits a frame.

    Raises:
        SourceError: An address or another identifier stands where a title should: ids are made of titles.
    """
    for header in chunks[0].headers:
        if is_identity(header.text):
            msg = (
                f"{name}: column {header.position} is headed by an address or a number of a person, so its first row "
                "seems to hold answers. Put a row of titles above it, or correct that title."
            )
            raise SourceError(msg)
    return _Drafter(chunks, categories, as_written=as_written).draft(
        id or slug(name, (), words=6), title or tidy(name.replace("_", " "))
    )


class _Drafter:
    def __init__(self, chunks: Sequence[RawTable], categories: Collection[int], *, as_written: bool) -> None:
        first = chunks[0]
        self.categories = categories
        self.as_written = as_written
        self.dialect = first.dialect
        self.separator = first.dialect.separator
        self.answers = [
            Answers.of(header, [chunk.columns[place] for chunk in chunks]) for place, header in enumerate(first.headers)
        ]
        self.columns: list[Column] = []
        self.questions: list[Question] = []
        self.guesses: list[Guess] = []
        self.taken: set[str] = set()
        self.unit_id: str | None = None
        self.fieldwork: Period | None = None

    def draft(self, name: str, title: str) -> Draft:
        self._find_fieldwork()
        self._look_for_titles()
        groups = self._groups()
        # A header that stands in two groups could not be told to which it belongs.
        seen = Counter(key for _, places, _ in groups for key in {self._key(place) for place in places})
        for text, places, rests in groups:
            group = [self.answers[place] for place in places]
            apart = any(seen[self._key(place)] > 1 for place in places)
            if len(places) > 1 and (apart or not self._together(text, group, rests)):
                for answers in group:
                    self._alone(answers.header.text, answers)
            elif len(places) == 1:
                self._alone(group[0].header.text, group[0])
        return Draft(
            name,
            title,
            fieldwork=self.fieldwork,
            unit_id=self.unit_id,
            columns=tuple(self.columns),
            questions=tuple(self.questions),
            guesses=tuple(self.guesses),
        )

    def _key(self, place: int) -> str:
        return fold(tidy(self.answers[place].header.text))

    def _groups(self) -> list[tuple[str, list[int], list[str]]]:
        headers = [answers.header for answers in self.answers]
        if not any(header.option for header in headers):
            return split([header.title for header in headers], self.separator)
        groups = []
        for title, run in itertools.groupby(range(len(headers)), key=lambda place: headers[place].title):
            places = list(run)
            groups.append((title, places, [headers[place].option or "" for place in places]))
        return groups

    def _name(self, text: str, reason: str) -> str:
        taken = self.taken | RESERVED
        name = text if self.as_written and is_name(text, taken) else slug(text, taken)
        self.taken.add(name)
        self.guesses.append(Guess(name, reason))
        return name

    def _options(self, labels: Sequence[str], *, writable: frozenset[str] = frozenset()) -> tuple[Option, ...]:
        taken: set[str] = set()
        options = []
        # All of a list or none: codes of one kind are easier to remember.
        whole = self.as_written and all(can_be_code(label) or kind_in_words(label) for label in labels)
        for label in labels:
            kind = kind_in_words(label)
            code = label if whole and kind is None else slug(label, taken, words=2, fallback="o")
            code = "eos" if kind == "dont_know" and "eos" not in taken else code
            taken.add(code)
            options.append(Option(code, label, kind=kind, free_text=label in writable))
        return tuple(options)

    def _alone(self, title: str, answers: Answers) -> None:
        text = tidy(title)
        if not text:
            self._nameless([answers])
            return
        role = role_of(answers)
        if role is not None:
            self._column(" ".join(title.split()), role)
            return
        if self._beside_choice(text, answers):
            return
        question, reason = self._kind(text, answers)
        name = self._name(text, reason)
        self.questions.append(question(name))

    def _nameless(self, group: Sequence[Answers]) -> None:
        """Tell of columns without a title, which no question could claim."""
        for answers in group:
            place = answers.header.position
            self.guesses.append(Guess(f"column_{place}", f"column {place} has no title and stays unbound"))

    def _beside_choice(self, title: str, answers: Answers) -> bool:
        """Tell whether a column holds what was written beside an option of a single choice drafted before."""
        if sum(fold(tidy(other.header.text)) == fold(title) for other in self.answers) > 1:
            return False
        for place, question in enumerate(self.questions):
            head = f"{fold(question.text.fi)}{' -' if self.separator == ' - ' else ':'}"
            if isinstance(question, SingleChoice) and fold(title).startswith(head):
                wanted = beside_of(fold(title).removeprefix(head))
                options = [evolve(o, free_text=o.free_text or fold(o.label.fi) == wanted) for o in question.options]
                if tuple(options) != question.options:
                    self.questions[place] = evolve(question, options=options)
                    reason = f"column {answers.header.position} holds what was written beside one of the options"
                    self.guesses.append(Guess(question.id, reason))
                    return True
        return False

    def _find_fieldwork(self) -> None:
        for answers in self.answers:
            role = role_of(answers)
            days = parse_days(answers.texts if role is not None and role.role == "time" else ())
            days = days[~np.isnat(days)].astype("datetime64[M]")
            if len(days):
                self.fieldwork = Period(PartialDate.of(str(days.min())), PartialDate.of(str(days.max())))
                reason = "fieldwork: the months of the first and the last answer; areas are those of its first day"
                self.guesses.append(Guess("fieldwork", reason))
                return

    def _look_for_titles(self) -> None:
        """Warn of a name or a logo above the titles, which makes a draft of next to nothing."""
        untitled = sum(not answers.header.title.strip() for answers in self.answers)
        if 2 * untitled > len(self.answers):
            reason = (
                "most columns have no title: if the titles stand further down, delete the rows above them in a copy"
            )
            self.guesses.append(Guess("titles", reason))

    def _column(self, title: str, found: Proposal) -> None:
        name = self._name(title, found.reason)
        self.columns.append(Column(name, title, role=found.role, privacy=found.privacy))
        if found.role == "unit_id" and self.unit_id is None:
            self.unit_id = name

    def _kind(self, text: str, answers: Answers) -> Any:
        """Return a maker of the question and the reason for its kind."""
        if not answers.filled:
            return lambda i: Text(i, text), "no answers in the file; taken for an open question"
        area = area_kind(answers, None if self.fieldwork is None else self.fieldwork.first)
        if area is not None:
            return lambda i: AreaQuestion(i, text, area_type=area[0]), area[1]
        if answers.header.position in self.categories and seems_choice(answers, most=1000):
            return self._choice(text, answers)
        if are_codes(answers):
            return lambda i: Text(i, text), "numbers whose zeros count, such as postcodes; kept as text"
        if is_mostly(answers.dated()):
            return lambda i: Date(i, text), f"{percent(answers.dated())} of the cells are dates"
        if is_mostly(answers.numeric()):
            return self._number(text, answers)
        if share := identifying_share(answers):
            # Not a choice: its options would carry the addresses into the codebook.
            reason = (
                f"{percent(share)} of the cells identify somebody; an open question, whose `privacy` you should state"
            )
            return lambda i: Text(i, text), reason
        if self.dialect.joined is not None and (found := joined_labels(answers, self.dialect.joined)):
            return self._joined(text, *found)
        if seems_choice(answers):
            return self._choice(text, answers)
        return lambda i: Text(i, text), f"{len(answers.texts)} distinct answers; taken for an open question"

    def _choice(self, text: str, answers: Answers) -> Any:
        labels = Labels.of([answers])
        options = self._options(labels.listed)
        if all(label.isascii() and label.isdecimal() for label in labels.listed):
            options = tuple(evolve(o, number=int(o.label.fi)) for o in sorted(options, key=lambda o: int(o.label.fi)))
        many = "one answer alone" if len(options) == 1 else f"{len(options)} distinct answers"
        reason = f"{many} in {answers.filled} cells; check that no option is missing{labels.doubt}"
        return lambda i: SingleChoice(i, text, options=options, ordered=labels.ordered), reason

    def _joined(self, text: str, labels: Sequence[str], ranked: bool) -> Any:  # noqa: FBT001
        """Return a maker of a question whose options share a cell; one of them is for what respondents wrote there."""
        joined = f"joined by {self.dialect.joined!r}"
        if ranked:
            rows = self._rows(labels, frozenset())
            return lambda i: Ranking(i, text, options=rows), f"every cell holds the same {len(rows)} texts, {joined}"
        options = self._options(labels)
        if self.dialect.written == "instead":
            code = slug("muu", {option.code for option in options})
            options = (*options, Option(code, "Muu", free_text=True))
        reason = f"cells hold several of {len(labels)} texts that recur, {joined}; check where an option ends"
        return lambda i: MultipleChoice(i, text, options=options), reason

    def _number(self, text: str, answers: Answers) -> Any:
        values = parse_numbers(answers.texts)
        steps = answers.share((values == np.round(values)) & (values >= 0) & (values <= 10))
        if is_mostly(steps) and ("suosittel" in fold(text) or "recommend" in fold(text)):
            return lambda i: Nps(i, text), f"{percent(steps)} are 0 to 10, and the title is about recommending"
        return lambda i: Number(i, text), f"{percent(answers.numeric())} of the cells are numbers"

    def _together(self, title: str, group: Sequence[Answers], rests: Sequence[str]) -> bool:
        """Draft one question from several columns; say whether they belong together."""
        text = tidy(title)
        if not text:
            self._nameless(group)
            return True
        beside = [written_beside(place, rests) for place in range(len(rests))]
        items = [(rest, one) for rest, one, base in zip(rests, group, beside, strict=True) if base is None]
        labels = [rest for rest, _ in items]
        bases = [base for base in beside if base is not None]
        # A text beside an option needs the option, and an option has one such column.
        if not items or _repeat(labels) or _repeat(bases) or not set(bases) <= set(labels):
            return False
        writable = frozenset(bases)
        if _is_multiple(items, self.separator is None):
            name = self._name(text, f"{len(items)} columns in which every cell equals its option")
            options = self._options(labels, writable=writable)
            self.questions.append(MultipleChoice(name, text, options=options))
            return True
        if self.dialect.ticks == "any" and len(items) > 2 and _is_multiple(items[:-1], self.separator is None):
            name = self._name(text, f"{len(items) - 1} columns in which every cell equals its option, and one of texts")
            options = self._options(labels, writable=frozenset((*writable, labels[-1])))
            self.questions.append(MultipleChoice(name, text, options=options))
            return True
        if _is_ranking(items):
            name = self._name(text, f"{len(items)} columns of whole numbers from 1 to {len(items)}")
            self.questions.append(Ranking(name, text, options=self._rows(labels, writable)))
            return True
        return self._matrix(text, items, writable)

    def _rows(self, labels: Sequence[str], writable: frozenset[str]) -> tuple[Option, ...]:
        """Make options of what is no answer, so that no label tells why an answer is missing."""
        return tuple(evolve(option, kind=None) for option in self._options(labels, writable=writable))

    def _matrix(self, text: str, items: Sequence[tuple[str, Answers]], writable: frozenset[str]) -> bool:
        labels = Labels.of([answers for _, answers in items])
        count = len(labels.listed)
        filled = sum(answers.filled for _, answers in items)
        shared = sum(len(answers.texts) for _, answers in items) > count
        if not count or count > 15 or filled < 2 * count or not shared:
            return False
        order = "in the order of a known scale" if labels.ordered else "in order of appearance: put them in order"
        name = self._name(text, f"{len(items)} columns share {count} answers, {order}{labels.doubt}")
        rows = self._rows([label for label, _ in items], writable)
        self.questions.append(Matrix(name, text, rows=rows, scale=Scale(self._options(labels.listed))))
        return True


def _repeat(labels: Sequence[str]) -> bool:
    return len({fold(label).rstrip(": ") for label in labels}) < len(labels)


def _is_multiple(items: Sequence[tuple[str, Answers]], apart: bool) -> bool:  # noqa: FBT001
    """Tell whether every cell is its column's option; where options stand apart, also its number or a mark."""
    if not any(answers.filled for _, answers in items):
        return False
    return all(
        fold(text).rstrip(":") == fold(label).rstrip(":") or (apart and fold(text) in ("1", "x", str(number)))
        for number, (label, answers) in enumerate(items, start=1)
        for text in answers.texts
    )


def _is_ranking(items: Sequence[tuple[str, Answers]]) -> bool:
    """Tell whether whole numbers from 1 are ranks: hardly anybody gives one of them to two items."""
    counts: Counter[str] = Counter()
    for _, answers in items:
        counts.update(dict(zip(answers.texts, answers.counts.tolist(), strict=True)))
    steps = {str(step) for step in range(1, len(items) + 1)}
    rows = max((answers.filled for _, answers in items), default=0)
    alone = all(count <= 1.05 * rows for count in counts.values())
    return len(items) > 2 and set(counts) <= steps and alone and all(answers.filled for _, answers in items)
