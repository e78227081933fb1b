"""The command line: `verkosto demo`, `read`, `table`, `report`, `codebook`, `regions` and `backends`."""

from __future__ import annotations

from collections.abc import Sequence

from verkosto.cli._parser import COMMANDS, parser

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        argv: The words of the command line after `verkosto`; None takes those of the process.

    Returns:
        0 done; 1 a source, a codebook, a figure or a file made it impossible, or `codebook compare` found differences;
        3 strict reading met issues; 4 tables cannot be published as they were asked for; 130 interrupted; 141
        nobody reads the output any more. A wrong word on the command line ends the process with 2, as argparse does.

    Example:
        >>> main(["regions", "maakunta", "--of", "Helsinki", "--on", "2020-03-01"])
        maakunta on 2020-03-01
        01  Uusimaa
        0
    """
    from verkosto.cli import _console

    _console.speak_utf8()
    arguments = parser().parse_args(argv)
    return _console.guarded(COMMANDS[arguments.command], arguments)
