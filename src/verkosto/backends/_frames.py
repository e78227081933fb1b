"""Frames as sources: they need no reader, so they take nothing that a reader is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verkosto.errors import OptionError
from verkosto.responses import is_frame

__all__ = ["is_plain_frame"]


def is_plain_frame(source: object, backend: str | None, options: Mapping[str, Any]) -> bool:
    """Tell whether a source is a frame.

    Raises:
        OptionError: It is one, and a backend is named or an option given.
    """
    if not is_frame(source):
        return False
    kind = type(source).__module__.partition(".")[0]
    if backend is not None:
        msg = f"a {kind} frame is no file for the backend {backend!r}. Leave backend= out."
        raise OptionError(msg)
    if options:
        named = ", ".join(map(repr, options))
        msg = f"a {kind} frame takes no options of a reader, such as {named}. Leave them out."
        raise OptionError(msg)
    return True
