"""The terminal: UTF-8 whatever the locale, errors and warnings as one line each, exit codes."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TextIO

from verkosto.cli._progress import beside
from verkosto.errors import (
    DisclosureError,
    InvalidResponsesError,
    UnprotectedTableError,
    VerkostoError,
    VerkostoWarning,
)

__all__ = ["guarded", "say", "speak_utf8", "usage_error"]

_FAILED, _USAGE, _ISSUES, _UNPROTECTED, _INTERRUPTED, _PIPE = 1, 2, 3, 4, 130, 141


def speak_utf8() -> None:
    """Let the process's output be UTF-8, also under a locale that knows no ä."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # Half of a surrogate pair, which no encoding can write, must not end a command.
            reconfigure(encoding="utf-8", errors="backslashreplace")


def say(*lines: str) -> None:
    """Print lines."""
    for line in lines:
        print(line)


def usage_error(message: str) -> SystemExit:
    """Return the exit for words that argparse let through and that make no sense together."""
    _complain(message)
    return SystemExit(_USAGE)


def guarded(module: str, arguments: argparse.Namespace) -> int:
    """Run a command; turn what goes wrong into a line on stderr and an exit code.

    A command that has an exit code of its own returns it.
    """
    try:
        with _warnings_as_lines():
            code: int | None = import_module(module).run(arguments)
            sys.stdout.flush()
    except VerkostoError as error:
        _complain(str(error))
        return _code(error)
    except BrokenPipeError:
        _abandon(sys.stdout)
        return _PIPE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _complain(f"{where}{error.strerror or error}. Check the disk, the folder and your rights.")
        return _FAILED
    except KeyboardInterrupt:
        _complain("interrupted; files may be incomplete.")
        return _INTERRUPTED
    return code or 0


def _code(error: VerkostoError) -> int:
    if isinstance(error, InvalidResponsesError):
        return _ISSUES
    return _UNPROTECTED if isinstance(error, (DisclosureError, UnprotectedTableError)) else _FAILED


def _complain(message: str) -> None:
    # A codebook can have many faults, each on a line of its own; every line stays findable.
    for line in _lines(message):
        beside(f"verkosto: {line}")


def _lines(message: str) -> Sequence[str]:
    return [" ".join(line.split()) for line in message.splitlines() if line.strip()] or ["failed."]


@contextmanager
def _warnings_as_lines() -> Iterator[None]:
    # matplotlib reports its first search for fonts, which is nobody's concern here.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        show = warnings.showwarning

        def line(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if issubclass(category, VerkostoWarning):
                _complain(f"warning: {message}")
            else:
                show(message, category, *place, **more)

        setattr(warnings, "showwarning", line)  # noqa: B010 - the standard way in, typed too narrowly
        warnings.simplefilter("always", VerkostoWarning)
        yield


def _abandon(stream: TextIO) -> None:
    """Let the interpreter's last flush go nowhere, so that it does not complain again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
