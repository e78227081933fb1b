"""`verkosto read`: what became of every cell of a source."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from verkosto.cli._console import say
from verkosto.cli._files import csv_text, not_over, put
from verkosto.cli._sources import responses_of
from verkosto.cli._text import aligned, clean
from verkosto.issues import REASONS, Issue
from verkosto.responses import Responses

__all__ = ["accounts", "findings", "run"]

_PLACES = 8


def run(arguments: argparse.Namespace) -> None:
    """Read a source and print its accounts; write the issues where a file for them is named."""
    not_over(arguments.issues, arguments.source, arguments.codebook)
    responses = responses_of(arguments, strict=arguments.strict, counted=False)
    say(*accounts(responses), *findings(responses.issues))
    if arguments.issues is not None:
        _write_issues(responses, arguments.issues)
        say(
            "",
            f"issues with their raw answers: {arguments.issues}",
            "the file holds what respondents wrote; keep it safe",
        )


def accounts(responses: Responses) -> list[str]:
    """Return lines that tell where answers came from and what became of every cell."""
    found = responses.provenance
    lines = [("responses", str(len(responses))), ("variables", str(len(responses.variables)))]
    if found is not None:
        cells = found.cells
        lines = [("file", found.source), ("reader", found.backend), *lines]
        lines += [
            ("blank rows left out", str(found.blank_rows)),
            ("cells with text", str(cells.read)),
            ("  decoded", str(cells.decoded)),
            ("  in issues", str(cells.issues)),
            ("  in columns that no question claims", str(cells.unbound)),
            ("  withheld as identifying", str(cells.withheld)),
        ]
    return aligned(lines)


def findings(issues: Iterable[Issue]) -> list[str]:
    """Return lines that count issues by reason and name their places; no answer stands in them."""
    by_reason: dict[str, list[Issue]] = {}
    for issue in issues:
        by_reason.setdefault(issue.reason, []).append(issue)
    listed = [issue for found in by_reason.values() for issue in found]
    cells = sum(issue.row is not None for issue in listed)
    lines = ["", f"issues: {len(listed)} ({cells} cells, {len(listed) - cells} columns)"]
    for reason, found in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0])):
        lines.append(f"  {reason}: {len(found)} ({REASONS.get(reason, 'see the raw values')})")
        lines += [f"    {_place(issue)}" for issue in found[:_PLACES]]
        if len(found) > _PLACES:
            lines.append(f"    … and {len(found) - _PLACES} more")
    return lines


def _place(issue: Issue) -> str:
    parts = [] if issue.row is None else [f"row {issue.row}"]
    if issue.position is not None:
        parts.append(f"column {issue.position}")
    if issue.variable is not None:
        parts.append(issue.variable)
    header = "" if issue.column is None else f" '{clean(issue.column)}'"
    return f"{', '.join(parts)}{header}".strip()


def _write_issues(responses: Responses, output: str) -> None:
    rows = [(i.row, i.position, i.column, i.variable, i.value, i.reason, i.remedy) for i in responses.issues]
    header = ("row", "position", "column", "variable", "value", "reason", "remedy")
    put(csv_text(header, rows), output, mark=True)
