"""Answers of a LimeSurvey question as options of a codebook: no label twice, and numbers that mean codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from verkosto.backends._limesurvey_survey import Part
from verkosto.backends._limesurvey_words import ANSWERS, LANGUAGES, OTHER, OTHER_CODE
from verkosto.instruments import AreaQuestion, MultipleChoice, Option, Question, SingleChoice, kind_in_words, told_apart
from verkosto.text import LocalText

__all__ = ["answers_of", "has_codes", "local", "options_of", "other_option", "steps"]


def local(texts: Mapping[str, str], languages: Sequence[str], fallback: str) -> LocalText:
    """Make a text of three languages; where there is no Finnish, the survey's first language stands for it.

    Languages with a region ("en-GB") count as their language.
    """
    found: dict[str, str] = {}
    for language in (*languages, *texts):
        if text := texts.get(language):
            found.setdefault(language.partition("-")[0], text)
    first = found.get("fi") or next(iter(found.values()), fallback)
    return LocalText(fi=first, sv=found.get("sv"), en=found.get("en"))


def other_option(code: str, taken: Iterable[str] = ()) -> Option:
    """Return the answer "other", beside which a respondent writes."""
    free = {lang: word for lang, word in OTHER.items() if word not in set(taken)}
    label = LocalText(fi=free.get("fi", f"{OTHER['fi']} [{code}]"), sv=free.get("sv"), en=free.get("en"))
    return Option(code, label, free_text=True)


def steps(last: int) -> tuple[Part, ...]:
    """Return the answers of a scale of numbers from 1."""
    return tuple(Part(str(step), {"fi": str(step)}) for step in range(1, last + 1))


def answers_of(letter: str) -> tuple[Part, ...]:
    """Return the answers that LimeSurvey itself gives to a type of question."""
    return tuple(Part(code, dict(zip(LANGUAGES, words, strict=True))) for code, *words in ANSWERS[letter])


def options_of(
    parts: Sequence[Part], languages: Sequence[str], *, other: bool = False, kinds: bool = True, free_text: bool = False
) -> tuple[Option, ...]:
    """Make options that a codebook accepts.

    A label that stands for two codes in a list keeps the first and tells the others apart by their code. Workbooks
    and .sav files turn codes such as '049' into numbers, so whole numbers among the codes are the options' numbers; the
    others get numbers below 0, which are no code, wherever a place in the list could be taken for a code.

    Args:
        parts: Codes and words.
        languages: The survey's languages, the base language first.
        other: Whether "other" is the last answer.
        kinds: Whether labels such as "En osaa sanoa" say that they are no substantive answer.
        free_text: Whether there is a comment beside each.
    """
    taken: set[str] = set()
    numbers = _numbers([part.code for part in parts])
    options = []
    for part, number in zip(parts, numbers, strict=True):
        label = told_apart(local(part.texts, languages, part.code), part.code, taken)
        kind = kind_in_words(label.fi) if kinds else None
        options.append(Option(part.code, label, number=number, kind=kind, free_text=free_text))
    if other:
        number = None if numbers and numbers[0] is None else -len(parts) - 1
        options.append(evolve(other_option(OTHER_CODE, taken), number=number))
    return tuple(options)


def _numbers(codes: Sequence[str]) -> list[int | None]:
    """Return the number that stands for each code, None for all where no code could be taken for a place."""
    wholes = [int(code) if code.isascii() and code.isdecimal() else None for code in codes]
    known = [number for number in wholes if number is not None]
    if not known:
        return [None] * len(codes)
    # Codes such as "1" and "01" are one number, so it tells neither.
    once = [number if known.count(number or 0) == 1 else None for number in wholes]
    return [-place if number is None else number for place, number in enumerate(once, start=1)]


def has_codes(question: Question, codes: Sequence[str]) -> bool:
    """Tell whether a condition may name codes of a question."""
    if isinstance(question, AreaQuestion):
        return not set(codes) & {option.code for option in question.special}
    known = question.options if isinstance(question, SingleChoice | MultipleChoice) else ()
    return set(codes) <= {option.code for option in known}
