"""A file at an address: downloaded within limits, and read by a backend for files."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from verkosto.backends._http_auth import Auth, address_of, shown
from verkosto.backends._http_declared import auth_of
from verkosto.backends._http_limits import Limits

__all__ = ["HttpFile", "peek"]

_HEAD = 1 << 16
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LINES = re.compile(rb"\{[^\n]*\}[ \t\r]*\n\s*\{")
"""An object on the first line, and the next one on another."""


@frozen
class HttpFile(Limits):
    """An export at an address, such as csv or xlsx; it is downloaded and read like any file.

    An address as text does the same; this class adds a way of being let in, and limits.

    Attributes:
        url: The address, http or https.
        auth: `Bearer`, `Basic`, `HeaderToken`, `QueryToken`, or None.

    Example:
        >>> HttpFile("https://example.org/vienti.csv?key=abc").url == "https://example.org/vienti.csv?key=abc"
        True
        >>> print(HttpFile("https://example.org/vienti.csv?key=abc"))
        HttpFile(timeout=(5.0, 30.0), ... url=https://example.org/vienti.csv?key=…, auth=None)
    """

    url: str = field(repr=shown, converter=address_of)
    auth: Auth | None = field(default=None, converter=auth_of, kw_only=True)

    def save(self, folder: Path) -> tuple[Path, str]:
        """Download the file into a folder; return its path and the SHA-256 of its bytes.

        Raises:
            SourceError: It cannot be got, whole and within the limits, or a web page came in its place.
        """
        from verkosto.backends._http_client import Client
        from verkosto.backends._http_faults import Where

        path, where = folder / self._name(), Where.at(self.url)
        client = Client(self.url, self.auth, self)
        try:
            with path.open("wb+") as file:
                client.get(self.url, where, sink=file)
                file.seek(0)
                if _PAGE.match(file.read(_HEAD)):
                    raise where.web_page()
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        finally:
            client.close()
        return path, digest

    def _name(self) -> str:
        """Return a file name, since the names of exports tell who wrote them."""
        name = PurePosixPath(unquote(urlsplit(self.url).path)).name
        kept = "".join(mark for mark in name if mark.isalnum() or mark in "._- ()")[-100:].strip(" .")
        return kept or "download"


def peek(url: str) -> dict[str, Any]:
    """Return the options of an HTTP source if there is JSON at an address, by its first bytes; else nothing.

    Raises:
        SourceError: Nothing can be got from there.
    """
    from verkosto.backends._http_client import Client
    from verkosto.backends._http_faults import Where

    client = Client(url, None, Limits())
    try:
        answer = client.peek(url, Where.at(url), _HEAD)
    finally:
        client.close()
    stated = answer.headers.get("content-type", "").lower()
    head = answer.body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if "ndjson" in stated or "jsonl" in stated or _LINES.match(head):
        return {"format": "jsonl"}
    return {"format": "json"} if "json" in stated or head.startswith((b"{", b"[")) else {}
