"""What `derive` made a variable of, so that tables of it can be tied to those of its sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from verkosto.instruments import AreaQuestion, Instrument, MultipleChoice
from verkosto.responses._conditions import codes_of
from verkosto.responses._variables import Coded, Variable

__all__ = ["Recoding", "recoding_of"]

Listed = tuple[tuple[str, tuple[str, ...]], ...]


@frozen
class Recoding:
    """How a derived variable was made.

    Attributes:
        name: The variable.
        sources: The variables and kinds of area that its conditions name, in order.
        conditions: For each code the variables with the codes of which one must hold, all of them; None where its
            conditions are not of that kind: bounds of numbers and days, open answers, several options at once.
        otherwise: The code of those who have their answers and fulfil no conditions, if there is one.
    """

    name: str
    sources: tuple[str, ...]
    conditions: tuple[tuple[str, Listed | None], ...]
    otherwise: str | None = None

    def plain(self) -> list[Any]:
        """Return the recoding as values that JSON has; `of_plain` gives it back."""
        return [self.name, self.sources, self.conditions, self.otherwise]

    @classmethod
    def of_plain(cls, plain: Any) -> Recoding:
        """Return the recoding that `plain` gave; data of another form raises what Python raises."""
        name, sources, conditions, otherwise = plain
        each = tuple((code, None if listed is None else _listed(listed)) for code, listed in conditions)
        return cls(name, tuple(sources), each, otherwise)


def _listed(plain: Any) -> Listed:
    return tuple((name, tuple(codes)) for name, codes in plain)


def recoding_of(
    name: str,
    options: Mapping[str, Mapping[str, Any]],
    otherwise: str | None,
    instrument: Instrument,
    variables: Mapping[str, Variable],
) -> Recoding:
    """Return how a variable is made, of conditions that are known to be right.

    Args:
        name: The new variable.
        options: The conditions of each code.
        otherwise: The code for all others.
        instrument: The codebook without the new variable.
        variables: The columns.
    """
    sources = dict.fromkeys(own for conditions in options.values() for own in _named(conditions, instrument, variables))
    conditions = tuple((code, _said(own, instrument, variables)) for code, own in options.items())
    return Recoding(name, tuple(sources), conditions, otherwise)


def _named(conditions: Mapping[str, Any], instrument: Instrument, variables: Mapping[str, Variable]) -> list[str]:
    return [_tick(name, condition, instrument, variables) or name for name, condition in conditions.items()]


def _said(conditions: Mapping[str, Any], instrument: Instrument, variables: Mapping[str, Variable]) -> Listed | None:
    found: list[tuple[str, tuple[str, ...]]] = []
    for name, condition in conditions.items():
        tick = _tick(name, condition, instrument, variables)
        if tick is not None:
            found.append((tick, ("1",)))
        elif _has_codes(name, instrument, variables):
            found.append((name, tuple(sorted(set(codes_of(condition, name))))))
        else:
            return None
    return tuple(found)


def _tick(name: str, condition: Any, instrument: Instrument, variables: Mapping[str, Variable]) -> str | None:
    """Return the variable of the one option that a condition on a multiple choice asks for."""
    if name in variables or not any(q.id == name for q in instrument if isinstance(q, MultipleChoice)):
        return None
    codes = codes_of(condition, name)
    return f"{name}[{codes[0]}]" if len(codes) == 1 else None


def _has_codes(name: str, instrument: Instrument, variables: Mapping[str, Variable]) -> bool:
    """Return whether values of a variable are codes that may stand in a table; those of kinds of area are."""
    question = next((q for q in instrument if q.id == name), None)
    if name not in variables:
        return question is None
    variable = variables[name]
    return isinstance(variable, Coded) and (variable.form != "string" or isinstance(question, AreaQuestion))
