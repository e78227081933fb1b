"""An XLSForm's expressions (`relevant`, `constraint`), as far as a codebook can say them."""

from __future__ import annotations

import re

from verkosto.backends._limesurvey_conditions import Conditions, conditions_of

__all__ = ["Bounds", "asked_if_of", "bounds_of"]

_NAME = r"(?:\$\{\s*(?P<name>[^\s{}]+)\s*\})"
_CODE = r"(?:(?P<quote>[\"'])(?P<text>[^\"']+)(?P=quote)|(?P<number>[0-9]+))"
_TESTS = (
    re.compile(rf"selected\(\s*{_NAME}\s*,\s*{_CODE}\s*\)"),
    re.compile(rf"{_NAME}\s*=\s*{_CODE}"),
)
_SIGN = r"(?P<sign>[<>]=?)"
_NUMBER = r"(?P<number>[-+]?[0-9]+(?:\.[0-9]+)?)"
_BOUNDS = (re.compile(rf"\.\s*{_SIGN}\s*{_NUMBER}"), re.compile(rf"{_NUMBER}\s*{_SIGN}\s*\."))
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

Bounds = tuple[float | None, float | None]


def asked_if_of(relevant: str) -> Conditions | None:
    """Return who was asked by an expression; None where a codebook cannot say it.

    Said are `${question} = 'code'` and `selected(${question}, 'code')`, joined by `and`, and by `or` where all of them
    are about one question.

    Example:
        >>> asked_if_of("selected(${tuki}, 'tilat') or selected(${tuki}, 'ohjaus')")
        {'tuki': ('tilat', 'ohjaus')}
        >>> asked_if_of("${ika} > 17") is None
        True
    """
    return conditions_of(relevant, _tested)


def _tested(term: str) -> tuple[str, str] | None:
    match = next((found for test in _TESTS if (found := test.fullmatch(term))), None)
    return None if match is None else (match["name"], match["text"] or match["number"])


def bounds_of(constraint: str, *, whole: bool) -> Bounds | None:
    """Return the smallest and largest answer that a constraint allows; None where bounds cannot say it.

    Args:
        constraint: The expression, in which `.` is the answer.
        whole: Whether answers are whole numbers, so that `. > 0` is from 1 on. Of others 0 itself would be allowed.

    Example:
        >>> bounds_of(". >= 0 and . < 100", whole=True)
        (0.0, 99.0)
    """
    low: float | None = None
    high: float | None = None
    for term in re.split(r"\s+and\s+", constraint.strip()):
        match = next((found for form in _BOUNDS if (found := form.fullmatch(term.strip("() ")))), None)
        if match is None:
            return None
        sign = match["sign"] if match.re is _BOUNDS[0] else _TURNED[match["sign"]]
        step = 1 if whole and not sign.endswith("=") else 0
        if sign.startswith(">"):
            low = float(match["number"]) + step
        else:
            high = float(match["number"]) - step
    return None if low is not None and high is not None and low > high else (low, high)
