"""How a source is let in, and how its secrets stay out of everything that people see.

A secret is read from the environment, or got from the caller's function, at the moment of asking. It is kept in no
attribute, so that no repr, log, provenance or pickle can hold it.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable
from urllib.parse import parse_qsl, urljoin, urlsplit

from attrs import field, frozen

from verkosto.errors import OptionError, SourceError

__all__ = [
    "Auth",
    "Basic",
    "Bearer",
    "Credentials",
    "HeaderToken",
    "QueryToken",
    "address_of",
    "checked_address",
    "joined",
    "secret",
    "shown",
]

_CONTROLS = frozenset(map(chr, (*range(33), 127)))


@frozen(repr=False)
class Credentials:
    """What goes along with a request to let it in."""

    headers: Mapping[str, str] = field(factory=dict)
    params: Mapping[str, str] = field(factory=dict)


@runtime_checkable
class Auth(Protocol):
    """A way of being let in."""

    def credentials(self) -> Credentials:
        """Return what goes along with the next request."""
        ...


def secret(env: str | None, token: Callable[[], str] | None) -> str:
    """Read a secret from a variable of the environment, or get it from a function.

    Raises:
        OptionError: Neither or both are stated, the variable is not set, or what it holds cannot be a secret.
        SourceError: The function failed; its own words may hold the secret and are not repeated.
    """
    if (env is None) == (token is None):
        msg = "a secret comes from one place. State env='NAME' (a variable of the environment) or token= (a function)."
        raise OptionError(msg)
    where = f"the environment variable {env}" if token is None else "the function token"
    value, failure = _value(env, token)
    if failure is not None:
        # Outside the handler, so that the foreign exception is not carried along.
        msg = f"{where} failed ({failure}). Correct it, or keep the secret in the environment: env='NAME'."
        raise SourceError(msg)
    if not isinstance(value, str) or not value.strip():
        msg = f"{where} holds no secret. Set it before reading, such as: export {env or 'NAME'}=…"
        raise OptionError(msg)
    value = value.strip()
    if not value.isascii() or not value.isprintable():
        msg = f"{where} holds characters that no header can carry. Copy the secret again."
        raise OptionError(msg)
    return value


def _value(env: str | None, token: Callable[[], str] | None) -> tuple[object, str | None]:
    if token is None:
        return os.environ.get(env or ""), None
    try:
        return token(), None
    except Exception as error:  # noqa: BLE001 - whatever a caller's function raises
        return None, type(error).__name__


@frozen
class Bearer:
    """A token in the header `Authorization: Bearer`.

    Attributes:
        env: Name of the variable of the environment that holds it.
        token: A function that returns it, in place of `env`; called for every request.

    Example:
        >>> Bearer(env="KYSELY_TOKEN")
        Bearer(env='KYSELY_TOKEN')
    """

    env: str | None = None
    token: Callable[[], str] | None = field(default=None, repr=False, kw_only=True)

    def credentials(self) -> Credentials:
        """Return the header."""
        return Credentials({"Authorization": f"Bearer {secret(self.env, self.token)}"})


@frozen
class Basic:
    """A user name and a password.

    Attributes:
        user: The name.
        env: Name of the variable of the environment that holds the password.
        token: A function that returns the password, in place of `env`.
    """

    user: str
    env: str | None = field(default=None, kw_only=True)
    token: Callable[[], str] | None = field(default=None, repr=False, kw_only=True)

    def credentials(self) -> Credentials:
        """Return the header."""
        pair = f"{self.user}:{secret(self.env, self.token)}".encode()
        return Credentials({"Authorization": f"Basic {base64.b64encode(pair).decode()}"})


@frozen
class HeaderToken:
    """A token in a header of its own, such as `X-API-Key`.

    Attributes:
        header: Name of the header.
        env: Name of the variable of the environment that holds the token.
        token: A function that returns it, in place of `env`.
    """

    header: str
    env: str | None = field(default=None, kw_only=True)
    token: Callable[[], str] | None = field(default=None, repr=False, kw_only=True)

    def credentials(self) -> Credentials:
        """Return the header."""
        return Credentials({self.header: secret(self.env, self.token)})


@frozen
class QueryToken:
    """A token in the query, such as `?key=…`, for services that know no other way.

    Attributes:
        param: Name of the parameter.
        env: Name of the variable of the environment that holds the token.
        token: A function that returns it, in place of `env`.
    """

    param: str
    env: str | None = field(default=None, kw_only=True)
    token: Callable[[], str] | None = field(default=None, repr=False, kw_only=True)

    def credentials(self) -> Credentials:
        """Return the parameter."""
        return Credentials(params={self.param: secret(self.env, self.token)})


def shown(address: str) -> str:
    """Return an address as it may be shown: without user, fragment and the values of its query.

    Example:
        >>> shown("https://example.org/api/answers?survey=7&key=abc")
        'https://example.org/api/answers?survey=…&key=…'
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    host = f"[{host}]" if ":" in host else host
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    # A query without names may be a token itself.
    query = "&".join(f"{name}=…" for name in names) if "=" in parts.query else "…" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{parts.path}" + (f"?{query}" if query else "")


def checked_address(address: Any, what: str = "the address") -> str:
    """Return an address if it may be asked: http or https, a host, and no password in it.

    Raises:
        SourceError: It is none; the message never shows the parts that may be secret.
    """
    if not isinstance(address, str):
        msg = f"{what} must be text, not {type(address).__name__}. Give it as 'https://…'."
        raise SourceError(msg)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https"):
        scheme = f" {parts.scheme!r}" if host else ""
        msg = f"{what} has a scheme{scheme} that is not asked; only http and https are. Give it as 'https://…'."
        raise SourceError(msg)
    if not host or _CONTROLS & set(address):
        msg = f"{what} is no web address: it has no host, or blanks in it. Give it as 'https://host/path'."
        raise SourceError(msg)
    if parts.username is not None or parts.password is not None:
        msg = f"{what} holds a user name or password. Take it out and state auth=Basic('user', env='NAME')."
        raise SourceError(msg)
    return address


def address_of(address: Any) -> str:
    """Return the address of a source, as `checked_address` does."""
    return checked_address(address, "url")


def joined(address: str, target: str) -> str:
    """Return where a link on an answer leads; what is no link is returned as it is, to be refused."""
    try:
        return urljoin(address, target)
    except ValueError:
        return target
