"""Values and labels of an SPSS variable as options of a codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from verkosto.backends._spss_variables import SpssVariable, Value
from verkosto.instruments import KINDS, Option, told_apart
from verkosto.responses import sav_reason, slug
from verkosto.text import LocalText

__all__ = ["options_of"]


def options_of(variable: SpssVariable, values: Iterable[Value]) -> tuple[tuple[Option, ...], list[str]]:
    """Make options of some values of a variable, and say what was guessed.

    A value that the file declares missing becomes an option that is no substantive answer, unless its label says that
    nobody answered: reading makes a blank of that. No label stands twice, and numbers mean values and never places.
    """
    listed = sorted(set(values), key=lambda value: (variable.is_missing(value), value))
    listed = [value for value in listed if not variable.is_missing(value) or _says_why(variable, value)]
    options: list[Option] = []
    guesses: list[str] = []
    taken: set[str] = set()
    for value in listed:
        code = _code(variable, value, [option.code for option in options])
        label = variable.labels.get(value, "").strip()
        reason = sav_reason(label)
        kind = KINDS.get(reason or "", "not_applicable" if variable.is_missing(value) else None)
        if kind is not None:
            guesses.append(f"{code!r} is taken for {kind!r}: {_why(variable, value, label)}")
        text = told_apart(LocalText(label or code), code, taken)
        aliases = () if variable.plain(value) in (code, text.fi) else (variable.plain(value),)
        options.append(Option(code, text, kind=kind, aliases=aliases))
    return _numbered(options, listed), guesses


def _says_why(variable: SpssVariable, value: Value) -> bool:
    return sav_reason(variable.labels.get(value, "")) in (None, *KINDS)


def _why(variable: SpssVariable, value: Value, label: str) -> str:
    if not variable.is_missing(value):
        return f"so says its label {label!r}"
    return f"the file declares it missing, and labels it {label!r}" if label else "the file declares it missing"


def _code(variable: SpssVariable, value: Value, taken: Sequence[str]) -> str:
    """Return the code of an option: that from which the file was written, or the value where it can be one."""
    code = variable.codes.get(value, variable.plain(value))
    fits = code.strip() == code and code not in ("", "*") and not set("[]\n\r\t") & set(code)
    return code if fits and code not in taken else slug(code, taken, words=2, fallback="o")


def _numbered(options: Sequence[Option], values: Sequence[Value]) -> tuple[Option, ...]:
    """Give each option its value as number; those without one get numbers below all values, which no cell has."""
    wholes = [int(value) if isinstance(value, float) and value.is_integer() else None for value in values]
    if all(number is None for number in wholes) and not any(option.code.isdecimal() for option in options):
        return tuple(options)
    lowest = min((number for number in wholes if number is not None), default=0)
    below = iter(range(min(lowest, 0) - 1, min(lowest, 0) - 1 - len(options), -1))
    numbers = [next(below) if number is None else number for number in wholes]
    return tuple(evolve(option, number=number) for option, number in zip(options, numbers, strict=True))
