"""The public call: where a pattern stands in the answers, with the words around it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.errors import AnalysisError, OptionError, did_you_mean
from verkosto.instruments import AreaQuestion
from verkosto.responses import Coded, Responses
from verkosto.themes._answers import Answers, answers_of
from verkosto.themes._bootstrap import units_of
from verkosto.themes._concordance_result import Concordance, Group, Line
from verkosto.themes._excerpt_groups import Groups
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._lemmatizers import lemmatizer_of
from verkosto.themes._marks import YES
from verkosto.themes._matching import Span, spans_in
from verkosto.themes._patterns import Pattern, parse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

__all__ = ["concordance", "concordance_of"]

_WIDTHS = range(1001)


def concordance(
    responses: Responses,
    question: str,
    *,
    pattern: str | Sequence[str],
    by: str | None = None,
    width: int = 40,
    lemmatizer: Lemmatizer | str | None = None,
) -> Concordance:
    """Find a pattern in the answers to an open question, and show it with the words around it.

    Args:
        responses: The responses; those outside a subset are not searched.
        question: Id of a text question, or of the free text of an option.
        pattern: What is looked for, as in a codebook: `verkosto*`, `+toiminta`, `yhteinen tila`; or several.
        by: What divides the matches: a variable of categories, such as a kind of association, or a kind of area.
        width: How many letters are shown on either side, from 0 to 1000.
        lemmatizer: What gives dictionary forms; None: as in `themes.propose`.

    Returns:
        A `Concordance`. Answers that say nothing ("-", "ei kommentoitavaa") are not searched.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: The question holds no texts, or `by` no categories.
        CodebookError: The pattern cannot be read.
        OptionError: Another argument that cannot be.

    Example:
        >>> import verkosto as vk
        >>> from verkosto import themes
        >>> themes.concordance(vk.samples.kumaja(), "yhteistyotoive", pattern="*kalenteri*", lemmatizer="words")
        <Concordance of '*kalenteri*' in 'yhteistyotoive': ... matches in ... of 187 answers>
    """
    groups = () if by is None else _groups(responses, by)
    return _found(responses, answers_of(responses, question), pattern, _Asked(by, groups, width, lemmatizer))


def concordance_of(
    coding: Coding,
    pattern: str | Sequence[str],
    *,
    by: str | None = None,
    themes: str | Sequence[str] | None = None,
    width: int = 40,
    lemmatizer: Lemmatizer | str | None = None,
) -> Concordance:
    """Find a pattern in the answers of a coding: `Coding.concordance`.

    Args:
        coding: The coding.
        pattern: As in `concordance`.
        by: As there; or "theme": a match stands under each theme that its answer bears.
        themes: Only answers that bear one of these themes.
        width: As there.
        lemmatizer: As there; None: that of the proposals.

    Raises:
        UnknownThemeError: There is no such theme.
    """
    if lemmatizer is None and coding.lemmatizer is not None:
        # A result names it with its version ("simplemma 2.0.0").
        lemmatizer = coding.lemmatizer.partition(" ")[0]
    groups = _themes(coding) if by == "theme" else () if by is None else _groups(coding.survey, by)
    inside = None
    if themes is not None:
        listed = [themes] if isinstance(themes, str) else list(themes)
        wanted = np.isin(coding.codebook.ids, [coding.codebook[theme].id for theme in listed])
        inside = np.asarray((_bears(coding) & wanted).any(axis=1))
    return _found(coding.survey, coding.answers, pattern, _Asked(by, groups, width, lemmatizer), inside)


@frozen(eq=False)
class _Asked:
    """What a search asks for beside its pattern."""

    by: str | None
    groups: tuple[Group, ...]
    width: int
    lemmatizer: Lemmatizer | str | None


def _found(
    responses: Responses,
    answers: Answers,
    pattern: str | Sequence[str],
    asked: _Asked,
    inside: NDArray[np.bool_] | None = None,
) -> Concordance:
    listed = (pattern,) if isinstance(pattern, str) or not isinstance(pattern, Iterable) else tuple(pattern)
    if not listed or not all(isinstance(one, str) for one in listed):
        raise OptionError(f"pattern={pattern!r} is no pattern. Write for instance 'verkosto*'.")
    if asked.width not in _WIDTHS or isinstance(asked.width, bool):
        raise OptionError(f"width={asked.width!r} is no number of letters from 0 to {_WIDTHS[-1]}.")
    parsed = [parse(one) for one in listed]
    searched = answers.answered if inside is None else answers.answered & inside
    met = _met(answers, searched, parsed, lemmatizer_of(asked.lemmatizer))
    lines = []
    for row in np.flatnonzero(searched).tolist():
        for span in met.get(int(answers.codes[row]), ()):
            text = answers.text(row) or ""
            lines.append(_line(answers.ids[row], row, text, span, asked.width))
    return Concordance(
        answers.question,
        listed,
        asked.by,
        asked.groups,
        tuple(lines),
        searched,
        units_of(responses),
    )


def _met(
    answers: Answers, searched: NDArray[np.bool_], parsed: Sequence[Pattern], engine: Lemmatizer
) -> dict[int, list[Span]]:
    """Return where the patterns meet each distinct text, by its code."""
    codes = np.unique(answers.codes[searched]).tolist()
    texts = [answers.distinct[code] for code in codes]
    languages = [answers.languages[code] for code in codes]
    of_patterns = [spans_in(texts, languages, one, engine) for one in parsed]
    every = (itertools.chain.from_iterable(found) for found in zip(*of_patterns, strict=True))
    return {code: list(_apart(found)) for code, found in zip(codes, every, strict=True)}


def _apart(found: Iterable[Span]) -> Iterator[Span]:
    """Give spans in the order of the text; of those that overlap the first, and of these the longest."""
    end = 0
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if span.start >= end:
            end = span.end
            yield span


def _line(answer: str, row: int, text: str, span: Span, width: int) -> Line:
    # Blanks take no room on a line, so twice as many letters are taken as are shown.
    before, after = text[max(0, span.start - 2 * width) : span.start], text[span.end : span.end + 2 * width]
    found = " ".join(text[span.start : span.end].split())
    left, right = _left(before, width), _right(after, width)
    return Line(answer, row, span.start, left, found, right, span.lemma, found.casefold())


def _left(text: str, width: int) -> str:
    """Return the last letters of a text on one line, from the beginning of a word where one begins."""
    return _right(text[::-1], width)[::-1]


def _right(text: str, width: int) -> str:
    """Return the first letters of a text on one line, to the end of a word where one ends."""
    line = (" " if text[:1].isspace() else "") + " ".join(text.split())
    cut = line[:width]
    whole = len(cut) == len(line) or line[width].isspace() or " " not in cut.strip()
    return cut if whole else cut.rpartition(" ")[0]


def _groups(responses: Responses, by: str) -> tuple[Group, ...]:
    areas_of = {one.id for one in responses.instrument if isinstance(one, AreaQuestion)}
    if by in areas_of or by not in responses.variables:
        areas = Groups.of(responses, by)
        named = enumerate(zip(areas.categories, areas.labels, strict=True))
        return tuple(Group(code, label, areas.codes == place) for place, (code, label) in named)
    variable = responses.variable(by)
    if not isinstance(variable, Coded) or variable.form == "string":
        known = [name for name, one in responses.variables.items() if isinstance(one, Coded) and one.form != "string"]
        raise AnalysisError(
            f"{by!r} has no categories to group by.{did_you_mean(by, known)} Name a single choice or a kind of area."
        )
    question, item = responses.question(by)
    labels = {} if item is not None else {option.code: option.label for option in question.choices}
    return tuple(
        Group(code, labels.get(code), variable.codes == place) for place, code in enumerate(variable.categories)
    )


def _themes(coding: Coding) -> tuple[Group, ...]:
    bears = _bears(coding)
    return tuple(Group(theme.id, theme.label, bears[:, place]) for place, theme in enumerate(coding.codebook))


def _bears(coding: Coding) -> NDArray[np.bool_]:
    """Return which themes each answer bears: as the coders decided, or as the patterns propose where nobody has."""
    return np.asarray(coding.decide("majority" if coding.coders else "proposal") == YES)
