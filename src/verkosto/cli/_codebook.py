"""`verkosto codebook`: a first codebook from an export, whether one holds together, and how it meets an export."""

from __future__ import annotations

import argparse
from collections import Counter

from verkosto.backends import infer
from verkosto.cli._compare import run as compared
from verkosto.cli._console import say
from verkosto.cli._files import not_over, put
from verkosto.cli._sources import reader_options
from verkosto.cli._text import aligned, clean
from verkosto.instruments import Instrument

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> int | None:
    """Draft, check, compare or write for an archive."""
    if arguments.action == "compare":
        return compared(arguments)
    if arguments.action == "draft":
        _draft(arguments)
    elif arguments.action == "ddi":
        _ddi(arguments)
    else:
        _check(arguments)
    return None


def _draft(arguments: argparse.Namespace) -> None:
    not_over(arguments.output, arguments.source)
    draft = infer(
        arguments.source,
        backend=arguments.backend,
        id=arguments.id,
        title=arguments.title,
        **reader_options(arguments),
    )
    put(draft.to_toml(), arguments.output)


def _ddi(arguments: argparse.Namespace) -> None:
    not_over(arguments.output, arguments.codebook)
    Instrument.load(arguments.codebook).to_ddi(arguments.output)


def _check(arguments: argparse.Namespace) -> None:
    instrument = Instrument.load(arguments.codebook)
    kinds = Counter(question.kind for question in instrument)
    roles = Counter(str(column.role) for column in instrument.columns)
    lines = [
        ("codebook", arguments.codebook),
        ("id", instrument.id),
        ("title", clean(instrument.title.fi)),
        ("fieldwork", str(instrument.fieldwork or "not stated")),
        ("areas on", str(instrument.areas_on or "not stated: areas cannot be looked up")),
        ("sampling", instrument.sampling),
        ("protection unit", instrument.unit_id or "not stated: each response is its own"),
        ("questions", f"{len(instrument.questions)}{_counted(kinds)}"),
        ("columns", f"{len(instrument.columns)}{_counted(roles)}"),
    ]
    say(*aligned(lines), "the codebook holds together")


def _counted(counts: Counter[str]) -> str:
    listed = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return f" ({listed})" if listed else ""
