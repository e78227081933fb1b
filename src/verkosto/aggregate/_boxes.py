"""Answers put together: shares of several, the ends of a scale, and the difference between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from verkosto.aggregate._answers import Answers
from verkosto.aggregate._estimands import Figure, scored
from verkosto.aggregate._levels import Levels, levels_of, parts_of, question_of
from verkosto.aggregate._options import Options
from verkosto.aggregate._pushed import LazyResponses
from verkosto.aggregate._table import Table
from verkosto.aggregate._tabulate import tabulate
from verkosto.aggregate._variables import named
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.instruments import Matrix, Nps, Option, Question, SingleChoice
from verkosto.responses import Responses
from verkosto.text import LocalText

__all__ = ["bottom_of", "boxed", "net_of", "nps_of", "proportion_of", "top_of"]

_NET = LocalText(fi="nettokannatus", sv="nettostöd", en="net support")
_NPS = LocalText(fi="suositteluindeksi (NPS)", sv="rekommendationsindex (NPS)", en="net promoter score (NPS)")
_OR = {"fi": " tai ", "sv": " eller ", "en": " or "}


def boxed(
    responses: Responses | LazyResponses,
    variable: str | Sequence[str],
    options: Options,
    make: Callable[[Levels, Question | None], Figure],
    *,
    counts: bool = False,
) -> Table:
    """Tabulate one figure for each variable, made of its levels and question."""
    include = options.cannot_say(counts=counts)

    def figures(domain: Answers) -> list[Figure]:
        names = [part for name in named(variable) for part in parts_of(domain, name)]
        return [make(levels_of(domain, part, dont_know=include), question_of(domain, part)[0]) for part in names]

    return tabulate(responses, options, figures)


def proportion_of(levels: Levels, codes: Sequence[str]) -> Figure:
    """Return the share of those who gave any of some answers."""
    places = _places(levels, codes)
    if not codes:
        raise AnalysisError("no answer is named. Give `values` at least one code.")
    texts = [levels.heading.labels[code] for code in codes]
    label = LocalText(**{lang: _OR[lang].join(text.get(lang) for text in texts) for lang in _OR})
    return _figure(levels, "+".join(codes), label, dict.fromkeys(places, 1.0), _every(levels), "share")


def top_of(levels: Levels, question: Question | None, boxes: int) -> Figure:
    """Return the share of the highest steps."""
    steps = _steps(levels, question, boxes)
    label = LocalText(fi=f"{boxes} ylintä", sv=f"{boxes} högsta", en=f"top {boxes}")
    return _figure(levels, f"top{boxes}", label, dict.fromkeys(steps[-boxes:], 1.0), _every(levels), "share")


def bottom_of(levels: Levels, question: Question | None, boxes: int) -> Figure:
    """Return the share of the lowest steps."""
    steps = _steps(levels, question, boxes)
    label = LocalText(fi=f"{boxes} alinta", sv=f"{boxes} lägsta", en=f"bottom {boxes}")
    return _figure(levels, f"bottom{boxes}", label, dict.fromkeys(steps[:boxes], 1.0), _every(levels), "share")


def net_of(
    levels: Levels, question: Question | None, sides: tuple[Sequence[str], Sequence[str]] | None, boxes: int
) -> Figure:
    """Return the share of positive answers less that of negative ones."""
    if sides is None:
        steps = _steps(levels, question, boxes)
        if 2 * boxes > len(steps):
            msg = f"{levels.heading.id!r} has {len(steps)} steps, too few for {boxes} boxes at each end. Ask for fewer."
            raise AnalysisError(msg)
        positive, negative = steps[-boxes:], steps[:boxes]
    else:
        positive, negative = (_places(levels, codes) for codes in sides)
        if set(positive) & set(negative) or not positive or not negative:
            raise AnalysisError("a net needs answers on both sides, and none of them on both. Name each answer once.")
    factors = dict.fromkeys(positive, 1.0) | dict.fromkeys(negative, -1.0)
    return _figure(levels, "net", _NET, factors, _every(levels), "net")


def nps_of(levels: Levels, question: Question | None) -> Figure:
    """Return the net promoter score."""
    if not isinstance(question, Nps):
        msg = f"{levels.heading.id!r} is no NPS question (0 to 10). Use `net` with the answers of both sides."
        raise AnalysisError(msg)
    codes = list(levels.heading.labels)
    factors = {codes.index(str(value)): 1.0 if value > 8 else -1.0 for value in (0, 1, 2, 3, 4, 5, 6, 9, 10)}
    return _figure(levels, "nps", _NPS, factors, _every(levels), "nps")


def _figure(
    levels: Levels, value: str, label: LocalText, factors: Mapping[int, float], base: Sequence[int], statistic: str
) -> Figure:
    heading = evolve(levels.heading, labels={value: label})
    return Figure(heading, levels.question, (scored(levels, [factors], base),), statistic, notes=levels.notes)


def _every(levels: Levels) -> range:
    return range(levels.axis.levels)


def _places(levels: Levels, codes: Sequence[str]) -> list[int]:
    known = list(levels.heading.labels)
    for code in codes:
        if code not in known:
            msg = f"{levels.heading.id!r} has no answer {code!r} that counts.{did_you_mean(code, known)}"
            raise AnalysisError(f"{msg} It has {', '.join(map(repr, known[:20]))}.")
    if len(set(codes)) < len(codes):
        raise AnalysisError("an answer stands twice. Name each once.")
    return [known.index(code) for code in codes]


def _steps(levels: Levels, question: Question | None, boxes: int) -> list[int]:
    """Return the places of a scale's steps from the lowest to the highest; "cannot say" is none of them."""
    if isinstance(boxes, bool) or not isinstance(boxes, int) or boxes < 1:
        raise AnalysisError(f"boxes is a whole number from 1 up, not {boxes!r}.")
    steps = _numbered_steps(levels, question)
    if boxes >= len(steps):
        msg = f"{levels.heading.id!r} has {len(steps)} steps, and {boxes} boxes would leave none. Ask for fewer."
        raise AnalysisError(msg)
    return steps


def _numbered_steps(levels: Levels, question: Question | None) -> list[int]:
    if isinstance(question, Nps):
        return list(range(11))
    if isinstance(question, SingleChoice | Matrix):
        by_code = {option.code: option for option in question.choices}
        steps = [
            (place, by_code[code]) for place, code in enumerate(levels.heading.labels) if by_code[code].kind is None
        ]
        numbered = all(option.number is not None for _, option in steps)
        if numbered or isinstance(question, Matrix) or question.ordered:
            return [place for place, option in (sorted(steps, key=_number) if numbered else steps)]
    msg = (
        f"{levels.heading.id!r} is no scale. Name the answers: `proportion(..., values=...)`, `net(..., positive=...)`."
    )
    raise AnalysisError(msg)


def _number(step: tuple[int, Option]) -> int:
    return step[1].number or 0
