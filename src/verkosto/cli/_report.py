"""`verkosto report`: from answers to a report that may be published, in one command."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from verkosto.aggregate import Table
from verkosto.cli._asked import asked, tabulated
from verkosto.cli._console import say, usage_error
from verkosto.cli._dry_run import NOTHING_WRITTEN, account, advice_on, in_all, total
from verkosto.cli._files import not_over, with_place
from verkosto.cli._progress import Steps
from verkosto.cli._sources import responses_of
from verkosto.disclosure import PublishedTable, protect
from verkosto.errors import AnalysisError, SourceError
from verkosto.files import contents
from verkosto.instruments import Instrument, Matrix, MultipleChoice, SingleChoice
from verkosto.reporting import report, writer_of
from verkosto.responses import Responses

__all__ = ["run"]

_OF_PROTECTION = {
    "min_count": "--min-count",
    "method": "--method",
    "time_limit": "--time-limit",
    "ledger": "--ledger",
}


def run(arguments: argparse.Namespace) -> None:
    """Read the answers, tabulate and protect them, and write the report or say what would be hidden."""
    _check(arguments)
    options, text = asked(arguments), _text(arguments.text)
    with Steps(count=3) as steps:
        steps.step("reading")
        responses = responses_of(arguments)
        tables = _tables(responses, arguments, options, steps)
        if arguments.internal:
            steps.step("writing")
            said = [f"{len(tables)} tables for internal use: {_write(tables, responses, text, arguments)}"]
        elif arguments.dry_run:
            said = _tried(tables, arguments, steps)
        else:
            said = _published(tables, responses, text, arguments, steps)
    say(*said)


def _check(arguments: argparse.Namespace) -> None:
    """Refuse words that make no sense together, before the answers are read, which may take a while."""
    given = [word for name, word in _OF_PROTECTION.items() if getattr(arguments, name) is not None]
    if arguments.coarsen:
        given.append("--coarsen")
    if arguments.internal and (given or arguments.dry_run):
        raise usage_error(f"{[*given, '--dry-run'][0]} is about protecting, which --internal leaves out. Choose one.")
    if arguments.output is None and not arguments.dry_run:
        raise usage_error("a report needs a file: -o raportti.html. --dry-run writes none.")
    kept = [arguments.source, arguments.codebook]
    kept += [path for path in (arguments.template, arguments.ledger) if path is not None]
    not_over(arguments.output, *kept)
    if arguments.output is not None:
        writer_of(Path(arguments.output), arguments.template)
        if not arguments.dry_run:
            with_place(arguments.output)


def _tables(responses: Responses, arguments: argparse.Namespace, options: dict[str, Any], steps: Steps) -> list[Table]:
    variables = arguments.variables or _closed(responses.instrument, arguments.by)
    steps.more(len(variables))
    tables = []
    for name in variables:
        steps.step(name)
        tables.append(tabulated(responses, [name], options, by=arguments.by, margins=True))
    return tables


def _closed(instrument: Instrument, by: list[str]) -> list[str]:
    """Return the questions with options, but for those that divide the others."""
    divided = {name.partition("[")[0] for name in by}
    kinds = (SingleChoice, MultipleChoice, Matrix)
    found = [q.id for q in instrument if isinstance(q, kinds) and q.id not in divided]
    if not found:
        msg = f"codebook {instrument.id!r} has no choice or matrix to report. Name the variables to report."
        raise AnalysisError(msg)
    return found


def _published(
    tables: Sequence[Table], responses: Responses, text: str | None, arguments: argparse.Namespace, steps: Steps
) -> list[str]:
    """Write the report of protected tables; the ledger, if there is one, has them from then on."""
    steps.step("protecting")
    found = _protected(tables, arguments, arguments.ledger)
    steps.step("writing")
    path = _write(found, responses, text, arguments)
    noted = [] if arguments.ledger is None else [f"noted in the ledger: {arguments.ledger}"]
    return [total(found), *noted, f"written: {path}"]


def _tried(tables: Sequence[Table], arguments: argparse.Namespace, steps: Steps) -> list[str]:
    """Say what would be hidden, and what another design of a table would bring; nothing is written."""
    steps.step("protecting")
    with tempfile.TemporaryDirectory() as folder:
        # Protecting notes tables in the ledger, which nobody is going to see.
        ledger = None if arguments.ledger is None else _copied(arguments.ledger, Path(folder))
        found = _protected(tables, arguments, ledger)
    steps.more(len(tables))
    lines: list[str] = []
    for table, published in zip(tables, found, strict=True):
        steps.step("looking for better tables")
        advice = () if arguments.coarsen else advice_on(table, published)
        lines += [*account(published, advice, arguments.lang), ""]
    return [*lines, in_all(found, arguments.lang), NOTHING_WRITTEN.get(arguments.lang)]


def _copied(ledger: str, folder: Path) -> Path:
    copy = folder / "ledger.jsonl"
    if Path(ledger).exists():
        copy.write_bytes(contents(Path(ledger), "ledger"))
    return copy


def _protected(
    tables: Sequence[Table], arguments: argparse.Namespace, ledger: str | Path | None
) -> tuple[PublishedTable, ...]:
    """Return the tables as they may be published, those that share numbers protected together."""
    given = {name: getattr(arguments, name) for name in ("min_count", "method", "time_limit")}
    options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return protect(tables, coarsen=arguments.coarsen, ledger=ledger, **options)


def _write(tables: Sequence[Table], responses: Responses, text: str | None, arguments: argparse.Namespace) -> Path:
    return report(
        tables,
        arguments.output,
        lang=arguments.lang,
        internal=arguments.internal,
        title=arguments.title or responses.instrument.title,
        text=text,
        template=arguments.template,
    )


def _text(given: str | None) -> str | None:
    r"""Return what stands below the title: a file's content after an @, or the words themselves with \n for lines."""
    if given is None or not given.startswith("@"):
        return None if given is None else given.replace("\\n", "\n")
    try:
        return Path(given[1:]).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or "it is no text in UTF-8"
        raise SourceError(f"{given[1:]}: cannot be read: {why}. Check the file that --text names.") from error
