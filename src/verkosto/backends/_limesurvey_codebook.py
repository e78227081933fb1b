"""LimeSurvey's kinds of questions as the kinds of a codebook, named so that every export binds by its codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import evolve

from verkosto.backends._limesurvey_conditions import asked_if_of
from verkosto.backends._limesurvey_options import (
    answers_of,
    has_codes,
    local,
    options_of,
    other_option,
    steps,
)
from verkosto.backends._limesurvey_survey import Asked, Part, Survey
from verkosto.backends._limesurvey_words import COMMENT, FILE_COUNT, SCALE, SYSTEM
from verkosto.errors import CodebookError, SourceError
from verkosto.instruments import (
    RESERVED,
    AreaQuestion,
    Column,
    Date,
    Draft,
    Guess,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import area_choice, title_identifies
from verkosto.text import LocalText

__all__ = ["draft_of"]


def draft_of(survey: Survey, *, id: str | None = None, title: str | None = None) -> Draft:  # noqa: A002
    """Make a codebook from a survey's structure; what a person should look at stands in its guesses.

    Raises:
        SourceError: The parts contradict one another, so that no codebook can be made of them.
    """
    drafter = _Drafter(survey)
    try:
        for question in survey.questions:
            drafter.add(question)
        return Draft(
            id or f"limesurvey-{survey.number}",
            title or local(survey.titles, survey.languages, f"LimeSurvey {survey.number}"),
            columns=tuple(drafter.columns),
            questions=tuple(drafter.questions),
            guesses=tuple(drafter.guesses),
        )
    except CodebookError as error:
        msg = f"survey {survey.number} makes no codebook: {error} Correct the survey in LimeSurvey and export it again."
        raise SourceError(msg) from error


def _joined(*texts: LocalText, form: str) -> LocalText:
    """Join texts language by language, as LimeSurvey does in its long headings."""
    words = {
        lang: form.format(*(text.get(lang) for text in texts))
        for lang in ("fi", "sv", "en")
        if all(getattr(text, lang) for text in texts)
    }
    return LocalText(**words)


class _Drafter:
    def __init__(self, survey: Survey) -> None:
        self.languages = survey.languages
        self.columns = [
            Column(code, code, role=role, aliases=titles)  # type: ignore[arg-type]
            for code, role, setting, titles in SYSTEM
            if setting is None or survey.settings.get(setting) == "Y"
        ]
        self.questions: list[Question] = []
        self.guesses: list[Guess] = []
        self.ids = {column.id for column in self.columns}
        self.renamed: dict[str, str] = {}

    def add(self, asked: Asked) -> None:
        """Add the question or questions that one question of LimeSurvey becomes."""
        make = _MAKERS.get(asked.type)
        if make is None:
            self._note(asked.code, f"LimeSurvey's type {asked.type!r} is unknown; read as text")
            make = _text
        text = local(asked.texts, self.languages, asked.code)
        conditions = self._asked_if(asked)
        own, name = asked.code, self._free(asked.code)
        if name != own:
            self.renamed[own] = name
            self._note(name, f"called {own!r} in LimeSurvey, which is taken here")
        for made in make(self, evolve(asked, code=name), text):
            # Headings bear LimeSurvey's name.
            titles = () if name == own else (made.id.replace(name, own, 1),)
            aliases = tuple(alias.replace(f"{name}[", f"{own}[", 1) for alias in made.aliases)
            parts: dict[str, Any] = {"id": self._free(made.id), "aliases": tuple(dict.fromkeys((*aliases, *titles)))}
            self.ids.add(parts["id"])
            if isinstance(made, Text) and title_identifies(made.text.fi):
                self._note(parts["id"], "the title names an identifier; state its `privacy` to keep no values")
            if isinstance(made, Column):
                self.columns.append(evolve(made, **parts))
            else:
                self.questions.append(evolve(made, asked_if=conditions, **parts))

    def _free(self, wanted: str) -> str:
        """Return an id that no other part has, and that is no column of a table."""
        name = wanted
        while name in self.ids or name in RESERVED:
            name = f"q-{name}"
        return name

    def _note(self, name: str, reason: str) -> None:
        self.guesses.append(Guess(name, reason))

    def _asked_if(self, asked: Asked) -> dict[str, tuple[str, ...]]:
        conditions = asked_if_of(asked.relevance)
        if conditions is not None:
            conditions = {self.renamed.get(name, name): codes for name, codes in conditions.items()}
            known = {question.id: question for question in self.questions}
            if all(name in known and has_codes(known[name], codes) for name, codes in conditions.items()):
                return conditions
        self._note(asked.code, f"shown only where {asked.relevance}: asked_if cannot say it")
        return {}

    def options(self, asked: Asked, parts: Sequence[Part], *, other: bool = False) -> tuple[Option, ...]:
        """Make the options of a choice, and note which of them are no substantive answers."""
        options = options_of(parts, self.languages, other=other)
        for option in options:
            if option.kind:
                self._note(asked.code, f"{option.code!r} ({option.label.fi}) is taken for {option.kind!r}")
        return options

    def rows(self, parts: Sequence[Part], *, free_text: bool = False) -> tuple[Option, ...]:
        """Make rows or ticks, which say nothing of why an answer is missing."""
        # Numbers matter in cells only, and a row is no cell.
        options = options_of(parts, self.languages, kinds=False, free_text=free_text)
        return tuple(evolve(option, number=None) for option in options)

    def each(
        self, asked: Asked, text: LocalText, cells: Sequence[tuple[str, LocalText]], make: Callable[..., Question]
    ) -> Iterator[Question]:
        """Make a question of its own for each cell of a table that has no kind here."""
        for code, label in cells:
            yield make(f"{asked.code}_{code}", _joined(text, label, form="{} [{}]"), aliases=(f"{asked.code}[{code}]",))


def _comment(asked: Asked, text: LocalText) -> Text:
    label = LocalText(**COMMENT)
    code = f"{asked.code}[comment]"
    return Text(f"{asked.code}_comment", _joined(text, label, form="{} [{}]"), aliases=(code,))


Made = Iterator[Question | Column]


def _single(drafter: _Drafter, asked: Asked, text: LocalText) -> Made:
    parts = asked.answers[0] if asked.answers else ()
    options = drafter.options(asked, parts, other=asked.other)
    area = None if asked.other else area_choice(options)
    if area is not None:
        drafter.guesses.append(Guess(asked.code, f"codes and names of the answers are those of the kind {area[0]}"))
        yield AreaQuestion(asked.code, text, area_type=area[0], special=area[1])
    elif options:
        yield SingleChoice(asked.code, text, options=options)
    else:
        yield from _text(drafter, asked, text)
    if asked.type == "O":
        yield _comment(asked, text)


def _given(drafter: _Drafter, asked: Asked, text: LocalText) -> Made:
    parts = steps(5) if asked.type == "5" else answers_of(asked.type)
    options = drafter.options(asked, parts)
    if asked.type == "Y":
        # An export that writes 1 and 2 for yes and no means these.
        options = tuple(evolve(option, number=number) for number, option in enumerate(options, start=1))
    yield SingleChoice(asked.code, text, options=options, ordered=asked.type == "5")


def _multiple(drafter: _Drafter, asked: Asked, text: LocalText) -> Made:
    options = drafter.rows(asked.rows, free_text=asked.type == "P")
    if asked.other:
        taken = {label for option in options for label in option.texts}
        options = (*options, other_option("other", taken))
    yield MultipleChoice(asked.code, text, options=options)
    if asked.other and asked.type == "P":
        label = _joined(other_option("other").label, LocalText(**COMMENT), form="{}][{}")
        yield from drafter.each(asked, text, [("othercomment", label)], Text)


def _matrix(drafter: _Drafter, asked: Asked, text: LocalText) -> Made:
    if asked.type in _STEPS:
        parts = steps(_STEPS[asked.type])
    else:
        parts = answers_of(asked.type) if asked.type in "CE" else asked.answers[0]
    yield Matrix(asked.code, text, rows=drafter.rows(asked.rows), scale=Scale(drafter.options(asked, parts)))


def _dual(drafter: _Drafter, asked: Asked, text: LocalText) -> Made:
    for number, parts in enumerate(asked.answers, start=1):
        label = LocalText(**{lang: f"{word} {number}" for lang, word in SCALE.items()})
        yield Matrix(
            f"{asked.code}_{number}",
            _joined(text, label, form="{} [{}]"),
            rows=drafter.rows(asked.rows),
            scale=Scale(drafter.options(asked, parts)),
        )


def _ranking(drafter: _Drafter, asked: Asked, text: LocalText) -> Made:
    yield Ranking(asked.code, text, options=drafter.rows(asked.answers[0]))


def _table(drafter: _Drafter, asked: Asked, text: LocalText) -> Made:
    cells = [
        (f"{row.code}_{column.code}", _joined(first, second, form="{}][{}"))
        for row in asked.rows
        for column in asked.columns
        for first in (local(row.texts, drafter.languages, row.code),)
        for second in (local(column.texts, drafter.languages, column.code),)
    ]
    yield from drafter.each(asked, text, cells, Number if asked.type == ":" else Text)


def _several(drafter: _Drafter, asked: Asked, text: LocalText) -> Made:
    cells = [(row.code, local(row.texts, drafter.languages, row.code)) for row in asked.rows]
    for question in drafter.each(asked, text, cells, Number if asked.type == "K" else Text):
        yield _bounded(question, asked) if isinstance(question, Number) else question


def _bounded(question: Number, asked: Asked) -> Number:
    low, high = (_bound(asked.attributes.get(f"{end}_num_value_n", "")) for end in ("min", "max"))
    return evolve(question, minimum=low, maximum=high)


def _bound(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        # Nothing, or an expression.
        return None


def _number(_: _Drafter, asked: Asked, text: LocalText) -> Made:
    yield _bounded(Number(asked.code, text), asked)


def _date(_: _Drafter, asked: Asked, text: LocalText) -> Made:
    yield Date(asked.code, text)


def _text(_: _Drafter, asked: Asked, text: LocalText) -> Made:
    yield Text(asked.code, text)


def _shown(_: _Drafter, asked: Asked, text: LocalText) -> Made:
    yield Column(asked.code, text.fi, aliases=tuple(t for t in (text.sv, text.en) if t))


def _files(_: _Drafter, asked: Asked, text: LocalText) -> Made:
    yield Text(asked.code, text)
    counted = _joined(LocalText(FILE_COUNT, FILE_COUNT, FILE_COUNT), text, form="{} - {}")
    yield Number(f"{asked.code}_{FILE_COUNT}", counted, minimum=0, aliases=(f"{asked.code}[{FILE_COUNT}]",))


_STEPS = {"A": 5, "B": 10}
_MAKERS: dict[str, Callable[[_Drafter, Asked, LocalText], Made]] = {
    **dict.fromkeys("L!O", _single),
    **dict.fromkeys("Y5G", _given),
    **dict.fromkeys("MP", _multiple),
    **dict.fromkeys("FHABCE", _matrix),
    **dict.fromkeys(":;", _table),
    **dict.fromkeys("KQ", _several),
    **dict.fromkeys("STU*I", _text),
    "1": _dual,
    "R": _ranking,
    "N": _number,
    "D": _date,
    "X": _shown,
    "|": _files,
}
