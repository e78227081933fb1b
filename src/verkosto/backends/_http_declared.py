"""Declarations of HTTP sources as plain data: a small TOML file, or a dict."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from verkosto.backends._http_auth import Auth, Basic, Bearer, HeaderToken, QueryToken
from verkosto.backends._http_paging import Cursor, LinkHeader, Offset, PageNumber, Paging
from verkosto.errors import OptionError, SourceError, did_you_mean

__all__ = ["MARK", "auth_of", "paging_of", "toml_of"]

MARK = ("source", "http")
"""Key and value at the top of a file that declares an HTTP source."""

_LONGEST = 1 << 16
_PAGINGS: Mapping[str, type] = {
    "page_number": PageNumber,
    "offset": Offset,
    "cursor": Cursor,
    "link_header": LinkHeader,
}
_AUTHS: Mapping[str, type] = {"bearer": Bearer, "basic": Basic, "header": HeaderToken, "query": QueryToken}


def paging_of(value: Any) -> Any:
    """Make a way of paging of `{"kind": "page_number", …}`; one that is made already is returned."""
    if value is None or (isinstance(value, Paging) and not isinstance(value, type)):
        return value
    return _made("paging", value, _PAGINGS)


def auth_of(value: Any) -> Any:
    """Make a way of being let in of `{"kind": "bearer", "env": …}`; one that is made already is returned."""
    if value is None or (isinstance(value, Auth) and not isinstance(value, type)):
        return value
    return _made("auth", value, _AUTHS)


def _made(what: str, value: Any, kinds: Mapping[str, type]) -> Any:
    known = ", ".join(kinds)
    if not isinstance(value, Mapping):
        msg = f"{what} must be one of the classes for it, or a table with kind= ({known}), not {type(value).__name__}."
        raise OptionError(msg)
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        near = did_you_mean(kind, kinds) if isinstance(kind, str) else ""
        msg = f"{what} has no kind that is known.{near} State one of {known}."
        raise OptionError(msg)
    names = [field.alias for field in kinds[kind].__attrs_attrs__ if field.alias != "token"]  # type: ignore[attr-defined]
    for name in value:
        if name not in (*names, "kind"):
            # The value is not told: somebody may have written a secret here.
            near = did_you_mean(str(name), names)
            msg = f"{what} of kind {kind!r} takes no {name!r}.{near} It takes: {', '.join(names)}."
            raise OptionError(msg)
    try:
        return kinds[kind](**{name: one for name, one in value.items() if name != "kind"})
    except TypeError as error:
        if isinstance(error, OptionError):
            raise
        msg = f"{what} of kind {kind!r} lacks something. It takes: {', '.join(names)}."
        raise OptionError(msg) from error


def toml_of(path: Path) -> dict[str, Any]:
    """Read a file that declares an HTTP source.

    Raises:
        SourceError: It cannot be opened, is no TOML, or declares something else.
    """
    try:
        with path.open("rb") as file:
            data = tomllib.loads(file.read(_LONGEST).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        msg = f"{path.name} is no TOML file that declares a source ({type(error).__name__}). Correct it."
        raise SourceError(msg) from error
    if data.pop(MARK[0], None) != MARK[1]:
        msg = f"{path.name} declares no HTTP source. Begin it with: {MARK[0]} = {MARK[1]!r}"
        raise SourceError(msg)
    return data
