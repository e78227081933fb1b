"""A real HTTP server on the loopback address, which answers as a test says: well, badly or never."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from attrs import field, frozen

__all__ = ["Asked", "LoopbackServer", "Play", "Reply"]


@frozen
class Asked:
    """One request as it came.

    Attributes:
        method: `"GET"` or another.
        path: The path, without the query.
        query: The last value of each query parameter.
        headers: Headers with their names in lower case.
        body: What was sent along.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(factory=dict)
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = b""


@frozen
class Reply:
    """What the server sends back, lies included.

    Attributes:
        body: The body, or all that comes of it.
        status: Status code.
        content_type: The stated type; None states none.
        headers: Further headers.
        length: The stated `Content-Length`; None is the true one, -1 states none and closes the connection after.
        pieces: Yields the body in place of `body`, as slowly as it likes; it is given the event that is set when the
            server stops, to sleep on.
        hang_up: Close the connection without sending anything at all.
    """

    body: bytes = b""
    status: int = 200
    content_type: str | None = "application/json"
    headers: Mapping[str, str] = field(factory=dict)
    length: int | None = None
    pieces: Callable[[threading.Event], Iterator[bytes]] | None = None
    hang_up: bool = False

    def head(self) -> bytes:
        """Return status line and headers."""
        lines = [f"HTTP/1.1 {self.status} {responses.get(self.status, 'Unheard of')}"]
        if self.content_type is not None:
            lines.append(f"Content-Type: {self.content_type}")
        length = len(self.body) if self.length is None else self.length
        lines.append("Connection: close" if length < 0 else f"Content-Length: {length}")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "\r\n"]).encode("latin-1")


Play = Callable[[Asked], Reply]
"""What the server does with a request."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 60

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length),
        )
        self.server.asked.append(asked)
        reply = self.server.play(asked)
        self.close_connection = reply.hang_up or reply.length is not None or reply.pieces is not None
        try:
            self._send(reply)
        except OSError:
            # Who asked has gone away, which is what some tests are about.
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if reply.hang_up:
            return
        if reply.pieces is None:
            # One sending for all: in two, the second would wait for the first to be acknowledged.
            self.connection.sendall(reply.head() + reply.body)
            return
        self.connection.sendall(reply.head())
        for piece in reply.pieces(self.server.stopping):
            self.connection.sendall(piece)

    do_GET = do_POST = _answer  # noqa: N815 - names that http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's own word
        """Keep quiet: a test's output is no place for an access log."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, play: Play) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.play = play
        self.asked: list[Asked] = []
        self.stopping = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about connections that the other side cut."""


class LoopbackServer:
    """A server in a thread of its own on 127.0.0.1, at a port that was free; it stops where the `with` block ends.

    Attributes:
        url: Address of its root, such as `http://127.0.0.1:49153`.
        asked: Every request so far, in order.

    Example:
        >>> import urllib.request
        >>> with LoopbackServer(lambda asked: Reply(b'[{"id": 1}]')) as server:
        ...     print(urllib.request.urlopen(f"{server.url}/vastaukset").read())
        b'[{"id": 1}]'
        >>> server.asked[0].path
        '/vastaukset'
    """

    def __init__(self, play: Play) -> None:
        """Take what the server does with each request; calls may come from several threads."""
        self._server = _Server(play)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.asked = self._server.asked
        # A short interval, since closing waits for the next look.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        """Start to serve."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and wake whatever sleeps in an answer."""
        self._server.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
