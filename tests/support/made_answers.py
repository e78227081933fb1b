"""Answers made of plain lists, for tests that need a Responses without a file.

A value is a code, a number, None (not answered) or "!" and a missing reason ("!not_asked"). A multiple choice takes
the ticked codes of each row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Instrument,
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
)
from verkosto.responses import MISSING, REASONS, Coded, Dated, Numeric, Responses, Variable
from verkosto.text import LocalText

__all__ = ["kysely", "responses", "vastaukset"]


def kysely(**changes: Any) -> Instrument:
    """An instrument with every kind of question."""
    parts: dict[str, Any] = {
        "id": "kysely-2020",
        "title": LocalText(fi="Tukirakennekysely", sv="Enkäten", en="The survey"),
        "area_date": "2020-03-01",
        "sampling": "sample",
        "columns": (
            Column("paino", role="weight"),
            Column("jarjesto", role="unit_id"),
            Column("ryhma", header="Ositus", role="stratum"),
            Column("koko", role="fpc"),
            Column("aika", role="time"),
        ),
        "questions": (
            SingleChoice(
                id="malli",
                text=LocalText(fi="Kannatatko?", sv="Stöder du?", en="Do you support it?"),
                options=(
                    Option("k", LocalText(fi="Kannatan", sv="Ja", en="Yes")),
                    Option("e", "En kannata"),
                    Option("eos", "En osaa sanoa", kind="dont_know"),
                    Option("kt", "En halua vastata", kind="refused"),
                ),
            ),
            SingleChoice(
                id="laji", text="Järjestön laji", options=(Option("p", "Paikallinen"), Option("v", "Valtakunnallinen"))
            ),
            Matrix(
                id="vaittamat",
                text="Mitä mieltä olet?",
                rows=(Option("r1", "Yhteistyö sujuu"), Option("r2", "Tietoa on")),
                scale=Scale(
                    options=(
                        Option("1", "Eri mieltä"),
                        Option("2", "Samaa mieltä"),
                        Option("0", "EOS", kind="dont_know"),
                    )
                ),
            ),
            MultipleChoice(
                id="palvelut",
                text="Mitä palveluja käytit?",
                options=(
                    Option("kevat", "Kevään koulutus"),
                    Option("syksy", "Syksyn koulutus"),
                    Option("eos", "En muista", kind="dont_know"),
                    Option("eikoske", "Ei koske meitä", kind="not_applicable"),
                ),
            ),
            AreaQuestion(
                id="kunta",
                text="Kotikunta",
                area_type="kunta",
                special=(
                    Option("ulk", "Ulkomailla", kind="not_applicable"),
                    Option("et", "En tiedä", kind="dont_know"),
                ),
            ),
            Nps(id="suosittelu", text="Suosittelisitko?", special=(Option("99", "En tiedä", kind="dont_know"),)),
            Number(id="jasenia", text="Montako jäsentä?"),
            Text(id="perustelu", text="Miksi?"),
            Date(id="pvm", text="Milloin?"),
            Ranking(id="jarjestys", text="Tärkein?", options=(Option("a", "A"), Option("b", "B"))),
        ),
    }
    return Instrument(**parts | changes)


def vastaukset(**values: Any) -> Responses:
    """Answers to `kysely()`; what is not given was not asked. `rows` counts them where nothing was."""
    rows = values.pop("rows", None)
    return responses(kysely(), values, rows)


def responses(instrument: Instrument, values: Mapping[str, Sequence[Any]], rows: int | None = None) -> Responses:
    """Answers to any instrument, columns by question or by variable."""
    size = rows if rows is not None else len(next(iter(values.values())))
    variables: dict[str, Variable] = {}
    for column in instrument.columns:
        variables[column.id] = _column(column, values.get(column.id, ["!not_asked"] * size))
    for question in instrument:
        if isinstance(question, MultipleChoice):
            variables |= _ticks(question, values.get(question.id, ["!not_asked"] * size))
            continue
        for name in question.variables():
            given = values.get(name, ["!not_asked"] * size)
            variables[name] = _text(given) if name.endswith("].text") else _answer(question, given)
    return Responses(instrument, variables)


def _reason(value: Any) -> str | None:
    if value is None:
        return "not_answered"
    return value[1:] if isinstance(value, str) and value.startswith("!") else None


def _answer(question: Question, values: Sequence[Any]) -> Variable:
    if isinstance(question, SingleChoice | Matrix):
        form = "ordered" if isinstance(question, Matrix) else "category"
        options = question.choices
        return _coded(values, [o.code for o in options], tuple(o.kind for o in options), form)
    if isinstance(question, AreaQuestion):
        return _text(values)
    if isinstance(question, Number | Nps | Ranking):
        return _numeric(values, whole=not isinstance(question, Number))
    return _dated(values) if isinstance(question, Date) else _text(values)


def _column(column: Column, values: Sequence[Any]) -> Variable:
    if column.role in ("weight", "fpc"):
        return _numeric(values, whole=False)
    return _dated(values) if column.role == "time" else _text(values)


def _coded(values: Sequence[Any], categories: Sequence[str], kinds: tuple[str | None, ...], form: Any) -> Coded:
    places = {code: place for place, code in enumerate(categories)}
    codes = [MISSING[reason] if (reason := _reason(v)) else places[v] for v in values]
    return Coded(
        np.array(codes, dtype=np.min_scalar_type(-max(len(categories), 7))),
        tuple(categories),
        kinds if any(kinds) else (),
        form,
    )


def _text(values: Sequence[Any]) -> Coded:
    return _coded(values, sorted({v for v in values if _reason(v) is None}), (), "string")


def _absent(values: Sequence[Any]) -> Any:
    return np.array([1 + REASONS.index(r) if (r := _reason(v)) else 0 for v in values], dtype=np.int8)


def _numeric(values: Sequence[Any], *, whole: bool) -> Numeric:
    numbers = [np.nan if _reason(v) else v for v in values]
    return Numeric(np.array(numbers, dtype=np.float64), _absent(values), whole)


def _dated(values: Sequence[Any]) -> Dated:
    days = ["NaT" if _reason(v) else v for v in values]
    return Dated(np.array(days, dtype="datetime64[s]"), _absent(values))


def _ticks(question: MultipleChoice, values: Sequence[Any]) -> dict[str, Variable]:
    made: dict[str, Variable] = {}
    for option in question.options:
        codes = [MISSING[reason] if (reason := _reason(v)) else int(option.code in v) for v in values]
        made[f"{question.id}[{option.code}]"] = Coded(np.array(codes, dtype=np.int8), ("0", "1"), (), "boolean")
    return made
