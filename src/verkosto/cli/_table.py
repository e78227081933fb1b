"""`verkosto table`: figures as text, or as a file for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verkosto.aggregate import Table
from verkosto.cli._asked import asked, tabulated
from verkosto.cli._console import usage_error
from verkosto.cli._files import csv_text, not_over, put
from verkosto.cli._sources import responses_of
from verkosto.cli._text import of_table

__all__ = ["run"]

_ENDINGS = {".csv": "csv", ".json": "json", ".px": "px", ".parquet": "parquet"}


def run(arguments: argparse.Namespace) -> None:
    """Print one table of the named variables, or write it to a file."""
    output, form, statistic = arguments.output, _format(arguments), arguments.statistic
    options = asked(arguments, statistic)
    not_over(output, arguments.source, arguments.codebook)
    table = tabulated(
        responses_of(arguments),
        arguments.variables,
        options,
        by=arguments.by,
        margins=arguments.margins,
        statistic=statistic,
    )
    if form == "parquet":
        table.to_parquet(output)
    elif form == "csv":
        put(_csv(table, arguments.lang), output, mark=True)
    else:
        put(_text(table, form, arguments.lang), output)


def _format(arguments: argparse.Namespace) -> str:
    ending = "" if arguments.output is None else Path(arguments.output).suffix.lower()
    form: str = arguments.format or _ENDINGS.get(ending, "text")
    if form == "parquet" and arguments.output is None:
        raise usage_error("--format parquet is no text for the screen. Name a file with -o.")
    return form


def _text(table: Table, form: str, lang: str) -> str:
    if form == "json":
        return f"{table.to_json()}\n"
    if form == "jsonstat":
        return f"{table.to_jsonstat(lang=lang)}\n"
    if form == "px":
        return table.to_px()
    if set(table.frame["statistic"]) == {"share"}:
        return "\n".join(of_table(table, lang)) + "\n"
    return "".join(f"{line}\n" for line in table.to_text(lang).splitlines())


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
