"""What a subset was made with, in a form that is written and compared: of whom a table is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from verkosto.dates import PartialDate
from verkosto.instruments import AreaQuestion, Instrument, MultipleChoice
from verkosto.responses._conditions import codes_of
from verkosto.responses._variables import Coded, Dated, Numeric, Variable

__all__ = ["WHERE", "Asked", "asked_for", "asked_of", "where_of"]

_SHOWN = 12

WHERE = "where"
"""Where the provenance of a table tells its subset."""

Asked = tuple[str, tuple[str, ...]]
"""A variable and the codes of which one must hold; of numbers and days one, such as "[10..20]"."""


def asked_for(
    conditions: Mapping[str, Any], instrument: Instrument, variables: Mapping[str, Variable]
) -> tuple[Asked, ...]:
    """Return conditions of `Responses.where`, which are known to be right."""
    return tuple(_asked(name, condition, instrument, variables) for name, condition in conditions.items())


def asked_of(domain: Any) -> tuple[Asked, ...]:
    """Return what stands for conditions that nobody remembers: which rows there are; nothing where it is all."""
    if not isinstance(domain, np.ndarray) or domain.all():
        return ()
    return ((WHERE, (hashlib.sha256(np.packbits(domain).tobytes()).hexdigest()[:_SHOWN],)),)


def where_of(asked: Iterable[Asked]) -> str:
    """Return conditions as text for the provenance of a table, each once and in order."""
    return json.dumps(sorted({(name, codes) for name, codes in asked}), ensure_ascii=False)


def _asked(name: str, condition: Any, instrument: Instrument, variables: Mapping[str, Variable]) -> Asked:
    variable = variables.get(name)
    if isinstance(variable, Numeric | Dated):
        return name, (_range(*condition, days=isinstance(variable, Dated)),)
    codes = sorted(set(codes_of(condition, name)))
    if isinstance(variable, Coded) and variable.form == "string" and not _public(name, instrument):
        # Names of associations and open answers stand in no table.
        codes = sorted(map(_digest, codes))
    if name not in variables and any(q.id == name for q in instrument if isinstance(q, MultipleChoice)):
        return f"{name}[{_any(codes)}]", ("1",)
    return name, tuple(codes)


def _public(name: str, instrument: Instrument) -> bool:
    """Return whether values of a column of texts are codes: areas and strata."""
    question = next((q for q in instrument if q.id == name), None)
    return isinstance(question, AreaQuestion) or any(column.id == name for column in instrument.role("stratum"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_SHOWN]


def _range(low: Any, high: Any, *, days: bool) -> str:
    if days:
        first, last = (None if low is None else PartialDate.of(low)), (None if high is None else PartialDate.of(high))
        ends = ["" if first is None else str(first.first), "" if last is None else str(last.last)]
    else:
        ends = ["" if bound is None else repr(float(bound)).removesuffix(".0") for bound in (low, high)]
    # No code of an option has brackets.
    return f"[{ends[0]}..{ends[1]}]"


def _any(codes: Sequence[str]) -> str:
    return "|".join(codes)
