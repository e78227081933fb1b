"""`verkosto table`: shares of answers as text, csv or JSON."""

from __future__ import annotations

import argparse
from typing import Any

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.cli._files import csv_text, not_over, put
from verkosto.cli._sources import responses_of
from verkosto.cli._text import of_table
from verkosto.responses import Responses

__all__ = ["run", "tabulated"]


def run(arguments: argparse.Namespace) -> None:
    """Print one table of the named variables, or write it to a file."""
    not_over(arguments.output, arguments.source, arguments.codebook)
    responses = responses_of(arguments)
    table = tabulated(responses, arguments.variables, arguments, margins=arguments.margins)
    if arguments.format == "csv":
        put(_csv(table, arguments.lang), arguments.output, mark=True)
    elif arguments.format == "json":
        put(f"{table.to_json()}\n", arguments.output)
    else:
        lines = of_table(table, arguments.lang)
        put("\n".join(lines) + "\n", arguments.output)


def tabulated(responses: Responses, variables: list[str], arguments: argparse.Namespace, *, margins: bool) -> Table:
    """Return the table that a command asks for: by its groups, or of all."""
    if arguments.by:
        return crosstab(responses, variables, by=arguments.by, margins=margins, weights=arguments.weights)
    return frequency(responses, variables, weights=arguments.weights)


def _csv(table: Table, lang: str) -> str:
    """Return the tidy frame with codes, and beside each group's code its label."""
    columns: dict[str, list[Any]] = table.cells.lists()
    labels = table.labels(lang)
    header: list[str] = []
    lists: list[list[Any]] = []
    for name, column in columns.items():
        if name == "label":
            pairs = zip(columns["variable"], columns["value"], strict=True)
            column = [labels[variable][value] for variable, value in pairs]
        header.append(name)
        lists.append(column)
        if name in table.by:
            header.append(f"{name}_label")
            lists.append([labels[name][code] for code in column])
    return csv_text(header, zip(*lists, strict=True))
