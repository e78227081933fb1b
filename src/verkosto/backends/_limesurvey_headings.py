"""Which variable of a codebook a LimeSurvey heading means.

The headings are made from the codebook as LimeSurvey makes them from the survey (codes with brackets, codes with
underscores, questions in full and abbreviated) and compared with those of the file. So no heading is taken apart, and
brackets inside a question do no harm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from verkosto.backends._limesurvey_words import COMMENT, OTHER, OTHER_CODE, PLACE
from verkosto.instruments import (
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Option,
    Question,
    Ranking,
    SingleChoice,
)
from verkosto.responses import fold

__all__ = ["Meaning", "meanings"]

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_SCALE = re.compile(r"(?P<code>.+)_(?P<number>[12])")
_BRACKETED = re.compile(r"(?P<title>.*?) (?P<brackets>\[.*\])", re.DOTALL)
_LONGEST = 18
_CUT = 15
_PLACES = 99


@frozen
class Meaning:
    """What the cells below a heading are.

    Attributes:
        variable: Name of the variable; for a ranking the question's id.
        part: The question or column.
        item: The option or row that the column is of.
        place: Which place of a ranking: its cells hold options, not ranks.
    """

    variable: str
    part: Question | Column
    item: Option | None = None
    place: int | None = None


def meanings(headings: Sequence[str], instrument: Instrument) -> list[Meaning | None]:
    """Return what each heading of a file means, None where the codebook does not tell.

    Headings that stand several times are told apart by their order if the codebook has as many for them.
    """
    folded = [fold(heading) for heading in headings]
    known: dict[str, dict[str, Meaning]] = {}
    from_zero = _counts_from_zero(folded)
    for text, meaning in _made(instrument, from_zero):
        known.setdefault(fold(text), {}).setdefault(f"{meaning.variable}/{meaning.place}", meaning)
    counts = Counter(folded)
    seen: Counter[str] = Counter()
    found: list[Meaning | None] = []
    for heading in folded:
        candidates = list(known.get(heading, {}).values())
        found.append(candidates[seen[heading]] if len(candidates) == counts[heading] else None)
        seen[heading] += 1
    return found


def _counts_from_zero(headings: Iterable[str]) -> bool:
    """Tell whether codes with underscores count the two scales of a question from 0."""
    return any(re.fullmatch(r"[a-z][a-z0-9]*_[a-z0-9]+_0", heading) for heading in headings)


def _made(instrument: Instrument, from_zero: bool) -> Iterator[tuple[str, Meaning]]:  # noqa: FBT001
    parts: tuple[Column | Question, ...] = (*instrument.columns, *instrument.questions)
    for part in parts:
        names = [name for name in (part.id, *part.aliases) if _CODE.fullmatch(name)]
        if isinstance(part, Ranking):
            yield from _places(part, names)
        elif isinstance(part, Question) and part.items:
            yield from _items(part, names, from_zero)
        else:
            for text in (part.id, *part.titles):
                yield from _long(text, Meaning(part.id, part))
                # A draft made of an export alone joins the parts of a heading by a colon.
                title, colon, option = text.rpartition(":")
                if colon:
                    yield f"{title} [{option}]", Meaning(part.id, part)
                    yield f"{title}[{option}]", Meaning(part.id, part)
            if isinstance(part, SingleChoice):
                yield from _beside(part, names)


def _long(text: str, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    """Yield a long heading, and the form in which its parts are cut."""
    yield text, meaning
    match = _BRACKETED.fullmatch(text)
    title, brackets = (match["title"], match["brackets"][1:-1].split("][")) if match else (text, [])
    inside = "".join(f"[{_cut(part)}]" for part in brackets)
    yield f"{_cut(title)} {inside}" if inside else _cut(title), meaning


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_CUT]}.. "


def _items(question: Question, names: Sequence[str], from_zero: bool) -> Iterator[tuple[str, Meaning]]:  # noqa: FBT001
    ids = (question.id, *question.aliases) if isinstance(question, Matrix) else ()
    scales = [match for name in ids if (match := _SCALE.fullmatch(name))]
    for item in question.items:
        meaning = Meaning(f"{question.id}[{item.code}]", question, item)
        for name in names:
            yield f"{name}[{item.code}]", meaning
            yield f"{name}_{item.code}", meaning
        for scale in scales:
            code, number = scale["code"], int(scale["number"])
            yield f"{code}[{item.code}][{number}]", meaning
            yield f"{code}_{item.code}_{number - from_zero}", meaning
        for title in question.titles:
            for label in item.texts:
                yield from _long(_of_item(title, label, inside=bool(scales)), meaning)
        if isinstance(question, MultipleChoice) and item.free_text and item.code != "other":
            yield from _comments(question, item, names)


def _of_item(title: str, label: str, *, inside: bool) -> str:
    """Return the long heading of a row; before the name of the scale where the title ends with one."""
    match = _BRACKETED.fullmatch(title) if inside else None
    return f"{match['title']} [{label}]{match['brackets']}" if match else f"{title} [{label}]"


def _comments(question: Question, item: Option, names: Sequence[str]) -> Iterator[tuple[str, Meaning]]:
    meaning = Meaning(f"{question.id}[{item.code}].text", question, item)
    for name in names:
        yield f"{name}[{item.code}comment]", meaning
        yield f"{name}_{item.code}comment", meaning
    for title in question.titles:
        for label in item.texts:
            for word in COMMENT.values():
                yield from _long(f"{title} [{label}][{word}]", meaning)


def _beside(question: SingleChoice, names: Sequence[str]) -> Iterator[tuple[str, Meaning]]:
    option = next((option for option in question.options if option.free_text), None)
    if option is None:
        return
    meaning = Meaning(f"{question.id}[{option.code}].text", question, option)
    words = (*option.texts, *(OTHER.values() if option.code == OTHER_CODE else ()))
    for name in names:
        yield f"{name}[other]", meaning
        yield f"{name}_other", meaning
    for title in question.titles:
        for word in words:
            yield from _long(f"{title} [{word}]", meaning)


def _places(question: Ranking, names: Sequence[str]) -> Iterator[tuple[str, Meaning]]:
    # An export may have more places than the codebook has options; what stands there is kept.
    for place in range(1, _PLACES + 1):
        meaning = Meaning(question.id, question, place=place)
        for name in names:
            yield f"{name}[{place}]", meaning
            yield f"{name}_{place}", meaning
        for title in question.titles:
            for word in PLACE.values():
                yield from _long(f"{title} [{word} {place}]", meaning)
