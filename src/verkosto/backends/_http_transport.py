"""Connections that can be cut: a server that sends a byte now and then outlasts every time-out of a single read."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import weakref
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

__all__ = ["CuttingAdapter", "Watch", "quiet"]

_LOGGERS = ("urllib3.connectionpool", "urllib3.util.retry", "urllib3.connection", "urllib3.poolmanager")


class Watch:
    """Cuts the connections of one reader when its time is up.

    Attributes:
        expired: Time was up; what came last may be cut off, and no connection is usable any more.
    """

    def __init__(self) -> None:
        self.expired = False
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._handshake: socket.socket | None = None
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut what is still open after some seconds."""
        timer = threading.Timer(max(seconds, 0), self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def add(self, connection: socket.socket, *, ready: bool) -> None:
        """Watch a connection; one that is not ready yet is watched by a copy, since TLS takes the original apart."""
        with self._lock:
            self._sockets.add(connection)
            if self._handshake is not None:
                self._handshake.close()
                self._handshake = None
            if not ready:
                self._handshake = connection.dup()
            if self.expired:
                self._shut()

    def cut(self) -> None:
        """Cut every connection, now."""
        with self._lock:
            self.expired = True
            self._shut()

    def _shut(self) -> None:
        for connection in [*self._sockets, *filter(None, [self._handshake])]:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the copy that a failed handshake leaves."""
        with self._lock:
            if self._handshake is not None:
                self._handshake.close()
                self._handshake = None


class _Watched:
    """A connection that tells its sockets to the watch."""

    watch: ClassVar[Watch]
    sock: Any

    def _new_conn(self) -> Any:
        made = super()._new_conn()  # type: ignore[misc]
        self.watch.add(made, ready=False)
        return made

    def connect(self) -> None:
        """Connect, and tell which socket carries the connection now."""
        super().connect()  # type: ignore[misc]
        self.watch.add(self.sock, ready=True)


def _pools(watch: Watch) -> Mapping[str, type[HTTPConnectionPool]]:
    parts = {"watch": watch}
    plain = type("WatchedConnection", (_Watched, HTTPConnection), parts)
    secure = type("WatchedTLSConnection", (_Watched, HTTPSConnection), parts)
    return {
        "http": type("WatchedPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("WatchedTLSPool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


class CuttingAdapter(HTTPAdapter):
    """The adapter of requests, over connections that a watch can cut; it retries nothing by itself."""

    def __init__(self, watch: Watch) -> None:
        self._by_scheme = _pools(watch)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **parts: Any) -> None:
        """Make the pools of this adapter's kind."""
        super().init_poolmanager(*args, **parts)
        self.poolmanager.pool_classes_by_scheme = dict(self._by_scheme)

    def proxy_manager_for(self, proxy: Any, **parts: Any) -> Any:
        """Do the same where a proxy stands between; a SOCKS proxy brings pools of its own."""
        manager = super().proxy_manager_for(proxy, **parts)
        if not str(proxy).lower().startswith("socks"):
            manager.pool_classes_by_scheme = dict(self._by_scheme)
        return manager


class _WithoutSecrets(logging.Filter):
    """Takes queries out of what urllib3 logs in one thread; exceptions are told by their kind."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = threading.get_ident()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.thread == self._thread:
            if isinstance(record.args, tuple):
                record.args = tuple(map(_harmless, record.args))
            record.exc_info = None
        return True


def _harmless(part: Any) -> Any:
    if part is None or isinstance(part, int | float):
        return part
    return part.partition("?")[0] if isinstance(part, str) else type(part).__name__


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep queries out of the logs of urllib3, which writes whole addresses, while this thread asks."""
    cleaner = _WithoutSecrets()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(cleaner)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(cleaner)
