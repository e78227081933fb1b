"""`verkosto report`: tables and charts of a survey in one HTML file."""

from __future__ import annotations

import argparse
from typing import Any

from verkosto.aggregate import Table
from verkosto.cli._asked import asked, tabulated
from verkosto.cli._console import say
from verkosto.cli._files import not_over
from verkosto.cli._sources import responses_of
from verkosto.errors import AnalysisError, UnprotectedTableError
from verkosto.instruments import Instrument, Matrix, MultipleChoice, SingleChoice
from verkosto.reporting import report
from verkosto.responses import Responses

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Write the report, one section for each question."""
    if not arguments.internal:
        # Said before the answers are read, which may take a while.
        msg = (
            "the report's tables are not protected: small groups in them may reveal who answered what. Add "
            "--internal for a report for internal use, stamped on every page, and do not publish it."
        )
        raise UnprotectedTableError(msg)
    not_over(arguments.output, arguments.source, arguments.codebook)
    options = asked(arguments)
    responses = responses_of(arguments)
    tables = _tables(responses, arguments, options)
    title = arguments.title or responses.instrument.title
    path = report(tables, arguments.output, lang=arguments.lang, internal=True, title=title)
    say(f"{len(tables)} tables for internal use: {path}")


def _tables(responses: Responses, arguments: argparse.Namespace, options: dict[str, Any]) -> list[Table]:
    variables = arguments.variables or _closed(responses.instrument, arguments.by)
    return [tabulated(responses, [name], options, by=arguments.by, margins=True) for name in variables]


def _closed(instrument: Instrument, by: list[str]) -> list[str]:
    """Return the questions with options, but for those that divide the others."""
    divided = {name.partition("[")[0] for name in by}
    kinds = (SingleChoice, MultipleChoice, Matrix)
    found = [q.id for q in instrument if isinstance(q, kinds) and q.id not in divided]
    if not found:
        msg = f"codebook {instrument.id!r} has no choice or matrix to report. Name the variables to report."
        raise AnalysisError(msg)
    return found
