"""`verkosto codebook compare`: in what a codebook and an export differ, and how to mend it."""

from __future__ import annotations

import argparse

from verkosto.backends import compare
from verkosto.cli._console import say
from verkosto.cli._files import csv_text, not_over, put
from verkosto.cli._sources import reader_options
from verkosto.cli._text import clean
from verkosto.instruments import Instrument
from verkosto.responses import DIFFERENCE_FIELDS, Difference

__all__ = ["run"]

_DIFFER = 1


def run(arguments: argparse.Namespace) -> int:
    """Print what differs; no answer stands in it. Return the exit code of `diff`."""
    not_over(arguments.output, arguments.source, arguments.codebook)
    instrument = Instrument.load(arguments.codebook)
    found = compare(arguments.source, instrument, backend=arguments.backend, **reader_options(arguments))
    for difference in found:
        say(*_lines(difference), "")
    if arguments.output is not None:
        put(_csv(found), arguments.output, mark=True)
        say(f"differences with the texts of unknown options: {arguments.output}")
    elif any(difference.value is not None for difference in found):
        say("the texts of unknown options may be answers, so they are not shown; -o FILE writes them to a file")
    say("nothing differs" if not found else f"{len(found)} difference{'' if len(found) == 1 else 's'}")
    return _DIFFER if found else 0


def _lines(difference: Difference) -> list[str]:
    """Return a head, both sides, and what to do."""
    place = "" if difference.variable is None else f" of {clean(difference.variable)}"
    lines = [f"{difference.kind.replace('_', ' ')}{place}"]
    nearest = "  nearest:  " if difference.kind == "new_option" else "  codebook: "
    if difference.expected is not None:
        alike = "" if difference.likeness is None else f" (likeness {difference.likeness:.2f})"
        lines.append(f"{nearest}{clean(difference.expected)}{alike}")
    if difference.positions:
        head = "" if difference.found is None else f" '{clean(difference.found)}'"
        count = difference.cells
        cells = "" if count is None else f", {count} cell{'' if count == 1 else 's'}"
        lines.append(f"  source:   column {difference.columns}{head}{cells}")
    lines.append(f"  remedy:   {difference.remedy}")
    if difference.line is not None and difference.value is None:
        lines += [f"    {clean(line)}" for line in difference.line.splitlines()]
    return lines


def _csv(found: tuple[Difference, ...]) -> str:
    return csv_text(DIFFERENCE_FIELDS, ([getattr(one, name) for name in DIFFERENCE_FIELDS] for one in found))
