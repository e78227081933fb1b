"""The options that every reader of tables shares: what choice cells hold and what blanks mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from verkosto.errors import OptionError, did_you_mean
from verkosto.responses import Dialect

__all__ = ["DIALECT_OPTIONS", "checked", "dialect_of"]

DIALECT_OPTIONS: Mapping[str, tuple[Any, str]] = {
    "values": ("any", "what choice cells hold: 'text' (labels), 'number', 'binary' (1 = selected), or 'any'"),
    "blank_means": ("not_answered", "all options of a multiple choice blank or 0: 'not_answered' or 'not_selected'"),
    "zeros": ("value", "a 0 that is no option: a 'value', or 'blank' (exported so)"),
}
"""Option, default and meaning."""

_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "values": ("any", "text", "number", "binary"),
    "blank_means": ("not_answered", "not_selected"),
    "zeros": ("value", "blank"),
}


def checked(backend: str, name: str, value: Any, allowed: Sequence[Any]) -> Any:
    """Return the value of an option if it is allowed.

    Raises:
        OptionError: It is not; the message lists what is.
    """
    # An array compares with each by its cells, so only a text is looked up.
    if (value is None or isinstance(value, str)) and value in allowed:
        return value
    near = did_you_mean(value, [known for known in allowed if known is not None]) if isinstance(value, str) else ""
    listed = ", ".join(map(repr, allowed))
    msg = f"backend {backend!r}: {name} must be one of {listed}, not {value!r}.{near}"
    raise OptionError(msg)


def dialect_of(backend: str, options: Mapping[str, Any]) -> Dialect:
    """Make the dialect of a generic table, whose headers may be `Question:Option`.

    Raises:
        OptionError: An option has a value that it cannot have.
    """
    stated = {name: checked(backend, name, options[name], allowed) for name, allowed in _ALLOWED.items()}
    return Dialect(separator=":", **stated)
