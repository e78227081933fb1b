"""What a command asks for in words: a statistic, its groups, the subset, and how the sample was drawn."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from verkosto.aggregate import (
    Design,
    Table,
    bottom_box,
    crosstab,
    frequency,
    mean,
    net,
    nps,
    quantile,
    top_box,
    total,
)
from verkosto.cli._console import usage_error
from verkosto.responses import Responses

__all__ = ["asked", "tabulated"]

_CALLS: dict[str, Callable[..., Table]] = {
    "mean": mean,
    "median": quantile,
    "total": total,
    "top_box": top_box,
    "bottom_box": bottom_box,
    "net": net,
    "nps": nps,
}
_OF_SHARES = ("share", "top_box", "bottom_box")


def asked(arguments: argparse.Namespace, statistic: str = "share") -> dict[str, Any]:
    """Return what a command says of the sample, the subset and the intervals; it needs no answers.

    Raises:
        SystemExit: Words that make no sense together.
        AnalysisError: A design that cannot be.
    """
    options: dict[str, Any] = {**_drawn(arguments), "where": _subset(arguments.where), "level": arguments.level}
    if arguments.interval is not None:
        if statistic not in _OF_SHARES:
            raise usage_error(f"--interval is for shares and not for {statistic}. Leave it out.")
        options["interval"] = arguments.interval
    return options


def tabulated(
    responses: Responses,
    variables: Sequence[str],
    options: dict[str, Any],
    *,
    by: Sequence[str],
    margins: bool,
    statistic: str = "share",
) -> Table:
    """Return the table that a command asks for: by its groups, or of all."""
    if statistic != "share":
        return _CALLS[statistic](responses, variables, by=by, margins=margins, **options)
    if by:
        return crosstab(responses, variables, by=by, margins=margins, **options)
    return frequency(responses, variables, **options)


def _drawn(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the weights, or the whole design where more is told than weights."""
    told = (arguments.strata, arguments.psu, arguments.fpc)
    if not any(told):
        if arguments.lonely is not None:
            raise usage_error("--lonely is about strata. Name them with --strata.")
        return {"weights": arguments.weights}
    strata, psu, fpc = (given or None for given in told)
    sizes = None if fpc is None else [_size(text) for text in fpc]
    return {"design": Design(arguments.weights, strata, psu, sizes, lonely=arguments.lonely or "error")}


def _size(text: str) -> str | int | float:
    """Take a number as a size or a share of the population, anything else as a variable."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _subset(given: Sequence[str]) -> dict[str, list[str]] | None:
    found: dict[str, list[str]] = {}
    for text in given:
        name, equals, codes = text.partition("=")
        if not name or not equals:
            raise usage_error(f"--where takes VARIABLE=CODE, such as maakunta=13 or toimiala=sote,kyla, not {text!r}.")
        found.setdefault(name, []).extend(codes.split(","))
    return found or None
