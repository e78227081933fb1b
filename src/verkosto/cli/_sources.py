"""What commands take in: a codebook, a source, the reader's options."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Sequence
from typing import Any

from verkosto.backends import read
from verkosto.cli._console import usage_error
from verkosto.errors import VerkostoWarning
from verkosto.instruments import Instrument
from verkosto.responses import Key, Pseudonyms, Responses

__all__ = ["reader_options", "responses_of"]

_COUNTED = r".* issues?; see responses\.issues_frame"


def responses_of(arguments: argparse.Namespace, *, strict: bool = False, counted: bool = True) -> Responses:
    """Read the source of a command with its codebook.

    Args:
        arguments: With `codebook`, `source` and the reader's options.
        strict: Whether an issue is an error.
        counted: Whether a line on stderr says how many issues there are, and how to see them.
    """
    instrument = Instrument.load(arguments.codebook)
    options, pseudonyms = reader_options(arguments), _key(arguments)
    with warnings.catch_warnings():
        # The library's warning names its own methods; here another command shows the issues.
        warnings.filterwarnings("ignore", message=_COUNTED, category=VerkostoWarning)
        responses = read(
            arguments.source, instrument, backend=arguments.backend, strict=strict, pseudonyms=pseudonyms, **options
        )
    count = len(responses.log)
    if counted and count:
        cells = "1 finding" if count == 1 else f"{count} findings"
        text = f"{arguments.source}: {cells} while reading. `verkosto read` with the same words lists them."
        warnings.warn(text, VerkostoWarning, stacklevel=2)
    return responses


def _key(arguments: argparse.Namespace) -> Key:
    """Return what makes pseudonyms: the key never stands among the words of a command, which others can list."""
    if arguments.key_from is None:
        return None
    if arguments.key_from == "withhold":
        return "withhold"
    return Pseudonyms.from_env(arguments.key_from, scope=arguments.key_scope)


def reader_options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the options that a reader is told; those that were not given are left to it."""
    options = {name: _value(text) for name, text in map(_pair, arguments.option)}
    named = {name: getattr(arguments, name) for name in ("layout", "values")}
    for name, value in named.items():
        if value is not None and name in options:
            msg = f"{name} is given twice, by --{name} and by --option. Give it once."
            raise usage_error(msg)
    return options | {name: value for name, value in named.items() if value is not None}


def _pair(text: str) -> Sequence[str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        msg = f"--option takes NAME=VALUE, such as sheet=2, not {text!r}."
        raise usage_error(msg)
    if name in ("strict", "keep", "backend", "source", "instrument", "pseudonyms"):
        msg = f"--option {name}=… is no option of a reader. `verkosto backends` lists them."
        raise usage_error(msg)
    return name, value


def _value(text: str) -> str | int:
    """Take whole numbers as such; quotes keep anything as text, and a backslash with t is a tab."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    if text.isascii() and text.isdigit():
        return int(text)
    return text.replace("\\t", "\t")
