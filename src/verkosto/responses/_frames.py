"""Responses as pandas frames: codes, labels, reasons for what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.instruments import AreaQuestion, Instrument, Matrix, MultipleChoice, SingleChoice
from verkosto.responses._variables import REASONS, Coded
from verkosto.text import check_language

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from verkosto.responses._responses import Responses

__all__ = ["area_names", "frame", "labelled", "missing", "question_reasons", "row_index", "titles"]

_WRITTEN = {"fi": "teksti", "sv": "text", "en": "text"}


def row_index(responses: Responses) -> pd.Index[Any]:
    """Return the index of every frame of the responses: the rows of the subset, counted from 0."""
    import pandas as pd

    return pd.RangeIndex(len(responses))


def frame(responses: Responses) -> pd.DataFrame:
    """Return the decoded columns as a pandas frame, rows of the subset only."""
    import pandas as pd

    index = row_index(responses)
    inside = responses.domain
    columns = {
        name: (variable if inside is None else variable.take(inside)).series(index)
        for name, variable in responses.variables.items()
    }
    return pd.DataFrame(columns, index=index)


def titles(instrument: Instrument, lang: str) -> dict[str, str]:
    """Return a title for each variable; titles that are alike get the variable's id behind them."""
    found: dict[str, str] = {}
    for question in instrument:
        text = question.text.get(lang)
        labels = {option.code: option.label.get(lang) for option in (*question.choices, *question.items)}
        for variable in question.variables():
            code = variable.removesuffix(".text").removeprefix(f"{question.id}[").removesuffix("]")
            title = text if variable == question.id else f"{text}: {labels[code]}"
            found[variable] = f"{title} ({_WRITTEN[lang]})" if variable.endswith("].text") else title
    for column in instrument.columns:
        found[column.id] = column.header or column.id
    seen = list(found.values())
    return {name: f"{title} ({name})" if seen.count(title) > 1 else title for name, title in found.items()}


def labelled(responses: Responses, lang: str) -> pd.DataFrame:
    """Return the frame with titles and labels in a language."""
    check_language(lang)
    result = responses.frame
    for question in responses.instrument:
        if isinstance(question, SingleChoice | Matrix):
            for variable in question.variables():
                if variable in result and not variable.endswith("].text"):
                    labels = [option.label.get(lang) for option in question.choices]
                    result[variable] = result[variable].cat.rename_categories(labels)
        elif isinstance(question, AreaQuestion) and question.id in result:
            names = area_names(responses, question.area_type, lang)
            result[question.id] = result[question.id].map(names).astype("string")
    return result.rename(columns=titles(responses.instrument, lang))


def area_names(responses: Responses, area_type: str, lang: str) -> dict[str, str]:
    """Return the names of areas by code, former municipalities included."""
    from verkosto import regions

    day = responses.instrument.areas_on
    on = None if day is None else day.first
    names = {area.code: area.name.get(lang) for area in regions.areas(area_type, on=on, official=False)}
    if area_type == "kunta":
        for code in set(regions.answer_codes("kunta", on=on).values()) - set(names):
            names[code] = regions.municipality_name(code).get(lang)
    return names


def question_reasons(responses: Responses, name: str) -> NDArray[np.int8]:
    """Return why a question of several columns is absent in each row: 0 where any of them holds an answer.

    The reason is the first that one of the columns gives; `not_asked` counts last, since it is also what an option
    without a column has. A multiple choice in which only options such as "En osaa sanoa" are ticked has their reason.
    """
    question = responses.instrument[name]
    parts = [v for v in question.variables() if not v.endswith("].text")]
    reasons = np.stack([responses.variables[part].reasons() for part in parts])
    if isinstance(question, MultipleChoice):
        reasons = _reasons_of_ticks(responses, question, reasons)
    not_asked = 1 + REASONS.index("not_asked")
    first = (reasons != not_asked).argmax(axis=0)
    found = np.take_along_axis(reasons, first[np.newaxis], axis=0)[0]
    return np.where((reasons > 0).all(axis=0), found, np.int8(0)).astype(np.int8)


def _reasons_of_ticks(responses: Responses, question: MultipleChoice, reasons: NDArray[np.int8]) -> NDArray[np.int8]:
    """Give ticked options that are no substantive answer their reason, where nothing else is ticked."""
    columns = (responses.variables[f"{question.id}[{option.code}]"] for option in question.options)
    ticked = np.stack([column.codes == 1 for column in columns if isinstance(column, Coded)])
    kinds = np.array([0 if o.kind is None else 1 + REASONS.index(o.kind) for o in question.options], dtype=np.int8)
    only = ticked.any(axis=0) & ~ticked[kinds == 0].any(axis=0)
    given = np.where(ticked, kinds[:, np.newaxis], np.int8(1 + REASONS.index("not_asked")))
    return np.where(only, given, reasons).astype(np.int8)


def missing(responses: Responses, name: str) -> pd.Series[Any]:
    """Return why each value of a variable or question is absent."""
    import pandas as pd

    if name not in responses.variables and any(q.id == name for q in responses.instrument):
        reasons = question_reasons(responses, name)
    else:
        reasons = responses.variable(name).reasons()
    if responses.domain is not None:
        reasons = reasons[responses.domain]
    kind = pd.CategoricalDtype(list(REASONS))
    values: pd.Categorical[Any] = pd.Categorical.from_codes(reasons.astype(np.int64) - 1, dtype=kind)
    return pd.Series(values, index=row_index(responses), name=name)
