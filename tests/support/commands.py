"""What a command on the command line gives back."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

__all__ = ["Done", "Run"]


@frozen
class Done:
    """Exit code and output of a command."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs a command in this process."""

    def __call__(self, *words: str) -> Done:
        """Return what the words after `verkosto` did."""
        ...
