"""Plays for the loopback server: lists of answers in pages, and the ways in which servers go wrong."""

from __future__ import annotations

import gzip
import itertools
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Literal

from attrs import define, field, frozen

from verkosto.testing._server import Asked, Play, Reply

__all__ = [
    "RecordPages",
    "drip",
    "dripping_headers",
    "endless",
    "gzip_bomb",
    "half_body",
    "in_turn",
    "json_reply",
    "redirect",
    "too_many",
    "web_page",
]

Style = Literal["number", "offset", "cursor", "link", "next"]
_MEGABYTE = 1 << 20


def json_reply(document: Any, **parts: Any) -> Reply:
    """Make a reply of a document as JSON; `parts` are those of `Reply`."""
    return Reply(json.dumps(document, ensure_ascii=False).encode(), **parts)


def in_turn(*replies: Reply) -> Play:
    """Give the replies one after another, and the last one from then on."""
    turn, lock = itertools.count(), threading.Lock()

    def play(asked: Asked) -> Reply:  # noqa: ARG001 - whatever is asked
        with lock:
            return replies[min(next(turn), len(replies) - 1)]

    return play


def drip(body: bytes, *, every: float = 1.0, length: int | None = None) -> Reply:
    """Send a body byte by byte, with a pause before each; `length` is stated, the true one where left out."""

    def pieces(stopping: threading.Event) -> Iterator[bytes]:
        for byte in body:
            if stopping.wait(every):
                return
            yield bytes([byte])

    return Reply(pieces=pieces, length=len(body) if length is None else length)


def dripping_headers(*, every: float = 1.0) -> Reply:
    """Begin to answer, and go on with a header that never ends."""

    @frozen
    class _Dripping(Reply):
        def head(self) -> bytes:
            return b"HTTP/1.1 200 OK\r\nX-Drip: "

    return _Dripping(pieces=drip(b"x" * 100_000, every=every).pieces)


def half_body(body: bytes) -> Reply:
    """State a body's length, send half of it and close the connection."""
    return Reply(body[: len(body) // 2], length=len(body))


def web_page() -> Reply:
    """Send a page to log in on, with status 200."""
    return Reply(b"<!DOCTYPE html><html><body>Kirjaudu</body></html>", content_type="text/html; charset=utf-8")


def redirect(to: str, status: int = 302) -> Reply:
    """Send elsewhere."""
    return Reply(status=status, headers={"Location": to})


def too_many(retry_after: str | None = "1") -> Reply:
    """Refuse for now, with status 429."""
    return Reply(status=429, headers={} if retry_after is None else {"Retry-After": retry_after})


def gzip_bomb(megabytes: int) -> Reply:
    """Send a small body that unpacks to many megabytes of blanks inside a JSON text."""
    packer = zlib.compressobj(wbits=31)
    parts = [packer.compress(b'["'), *(packer.compress(b" " * _MEGABYTE) for _ in range(megabytes))]
    body = b"".join([*parts, packer.compress(b'"]'), packer.flush()])
    return Reply(body, headers={"Content-Encoding": "gzip"})


def endless(record: Callable[[int], Any] = lambda number: {"id": number}) -> Play:
    """Give a page of one record that was never given before, for every request."""
    turn = itertools.count(1)
    return lambda asked: json_reply([record(next(turn))])  # noqa: ARG005 - whatever is asked


@define
class RecordPages:
    """A play: records in pages of any of five styles, which a test may change while they are read.

    Attributes:
        records: The list as it is now.
        size: Records of a page where the request states no `limit`.
        style: `"number"`: `page` from 1; `"offset"`: `offset` and `limit`; `"cursor"`: `cursor`, the next one stands
            in `next`; `"link"`: a `Link` header; `"next"`: the next address stands in `next`.
        between: Called before each answer with its number (from 1) and the list, to change it.
        packed: Send with gzip.
    """

    records: list[Any]
    size: int = 10
    style: Style = "number"
    between: Callable[[int, list[Any]], None] | None = None
    packed: bool = False
    _turn: Iterator[int] = field(factory=lambda: itertools.count(1), init=False)

    def __call__(self, asked: Asked) -> Reply:
        """Answer with the page that is asked for: `items`, `total`, and `next` where the style has it."""
        if self.between is not None:
            self.between(next(self._turn), self.records)
        key = "offset" if self.style in ("offset", "cursor") else "page"
        size = int(asked.query.get("limit", self.size))
        given = int(asked.query.get("cursor" if self.style == "cursor" else key, 0 if key == "offset" else 1))
        start = given if key == "offset" else (given - 1) * size
        page, left = self.records[start : start + size], len(self.records) > start + size
        document: dict[str, Any] = {"items": page, "total": len(self.records), "last": not left}
        headers: dict[str, str] = {}
        if self.style == "cursor":
            document["next"] = str(start + size) if left else None
        elif self.style == "next":
            document["next"] = f"{asked.path}?page={given + 1}" if left else None
        elif self.style == "link" and left:
            headers["Link"] = f'<{asked.path}?page={given + 1}>; rel="next"'
        return self._reply(document, headers)

    def _reply(self, document: Any, headers: dict[str, str]) -> Reply:
        body = json.dumps(document, ensure_ascii=False).encode()
        if self.packed:
            return Reply(gzip.compress(body), headers={**headers, "Content-Encoding": "gzip"})
        return Reply(body, headers=headers)
