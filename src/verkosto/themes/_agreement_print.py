"""How agreement looks in a terminal and a notebook, and what its reader must know. No answer's words are in it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from verkosto.aggregate import Sheet
from verkosto.text import LANGUAGES, MISSING, LocalText, format_number, format_percent
from verkosto.themes import _agreement_words as words

if TYPE_CHECKING:
    from verkosto.themes._agreement_figures import AgreementFigure
    from verkosto.themes._agreement_result import Agreement

__all__ = ["notes", "sheet"]

_FEW, _RARE = 30, 0.05


def sheet(result: Agreement, lang: str) -> Sheet:
    """Return agreement as a sheet."""
    question = result.coding.survey.question(result.coding.answers.question)[0].text.get(lang)
    title = words.TITLE.get(lang).format(
        question=question, coders=len(result.coders), answers=format_number(len(result.rows), lang=lang)
    )
    decimals = 0 if abs(result.level * 100 - round(result.level * 100)) < 1e-9 else 1
    level = format_percent(result.level, decimals=decimals, lang=lang)
    header = words.HEADER.get(lang).format(level=level).split("|")
    rows = [_row(figure, lang) for figure in result.figures]
    return Sheet(title, header, rows, frozenset({0, 6}), [note.get(lang) for note in result.notes])


def _row(figure: AgreementFigure, lang: str) -> list[str]:
    label = figure.label or words.SCOPES[figure.scope]
    ends = [_number(end, lang) for end in (figure.low, figure.high)]
    return [
        label.get(lang),
        *(format_percent(_given(value), lang=lang) for value in (figure.prevalence, figure.agreement, figure.positive)),
        _number(figure.alpha, lang),
        MISSING if math.isnan(figure.low) else " … ".join(ends),
        _judgement(figure, lang),
    ]


def _judgement(figure: AgreementFigure, lang: str) -> str:
    if figure.judgement is None:
        return MISSING
    doubt = "" if figure.judgement in ("unreliable", figure.judgement_low) else "?"
    return f"{words.JUDGEMENTS[figure.judgement].get(lang)}{doubt}"


def _number(value: float, lang: str) -> str:
    return format_number(_given(value), decimals=2, lang=lang)


def _given(value: float) -> float | None:
    return None if math.isnan(value) else value


def notes(result: Agreement) -> tuple[LocalText, ...]:
    """Return what a reader of agreement must know."""
    themes = [figure for figure in result.figures if figure.scope == "theme"]
    drawn = {"resamples": result.resamples, "units": result.units, "seed": result.seed}
    found = [*([_filled(words.INTERVALS, **drawn)] if result.resamples else []), words.JUDGED]
    if len(result.rows) < _FEW:
        found.append(_filled(words.FEW, answers=len(result.rows)))
    lists = (
        (words.RARE, (figure for figure in themes if not figure.reason and _is_rare(figure.prevalence))),
        (words.PERFECT, (figure for figure in themes if figure.alpha == 1)),
        (words.NO_ALPHA, (figure for figure in themes if figure.reason == "never_found")),
        (words.ALL_FOUND, (figure for figure in themes if figure.reason == "always_found")),
    )
    found += [note for text, figures in lists for note in _listed(text, figures)]
    if result.coding.proposed is not None:
        found.append(words.PROPOSED)
    return tuple(found)


def _is_rare(prevalence: float) -> bool:
    return min(prevalence, 1 - prevalence) < _RARE


def _listed(text: LocalText, figures: Iterable[AgreementFigure]) -> list[LocalText]:
    labels = [figure.label for figure in figures if figure.label is not None]
    if not labels:
        return []
    named = {lang: ", ".join(label.get(lang) for label in labels) for lang in LANGUAGES}
    return [LocalText(**{lang: text.get(lang).format(themes=named[lang]) for lang in LANGUAGES})]


def _filled(text: LocalText, **values: object) -> LocalText:
    return LocalText(**{lang: text.get(lang).format(**values) for lang in LANGUAGES})
