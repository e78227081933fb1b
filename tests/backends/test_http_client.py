"""The client itself: proxies, connections that are cut, and errors of the libraries below in words."""

from __future__ import annotations

import logging
import socket
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from served import ids, people, source, taken

from verkosto.backends._http_body import HalfBodyError, pieces
from verkosto.backends._http_client import Client
from verkosto.backends._http_faults import Where
from verkosto.backends._http_limits import Limits
from verkosto.backends._http_transport import Watch, quiet
from verkosto.errors import SourceError
from verkosto.testing import LoopbackServer, drip, json_reply

WHERE = Where("https://example.org")


@pytest.fixture
def client() -> Any:
    made = Client("http://127.0.0.1", None, Limits(timeout=(7, 8)))
    yield made
    made.close()


def test_a_proxy_of_the_environment_is_used_and_cut_off_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    replies = {"/a": json_reply(people(2)), "/b": drip(b" " * 100, every=0.05)}
    with LoopbackServer(lambda asked: replies[asked.path]) as server:
        monkeypatch.setenv("http_proxy", server.url)
        assert ids(taken(source("http://nobody.invalid/a"))) == ["r1", "r2"]
        assert server.asked[0].headers["host"] == "nobody.invalid"
        with pytest.raises(SourceError, match=r"a page within 0\.2 s"):
            taken(source("http://nobody.invalid/b", page_seconds=0.2))


@pytest.mark.parametrize(
    ("error", "word", "again"),
    [
        (requests.exceptions.SSLError("salainen"), "certificate cannot be trusted", False),
        (requests.ConnectTimeout("salainen"), "nobody answered within 7 s", True),
        (requests.ReadTimeout("salainen"), "sent nothing for 8 s", True),
        (TimeoutError("salainen"), "sent nothing for 8 s", True),
        (HalfBodyError(), "before the answer was whole", True),
        (requests.ConnectionError("salainen"), r"the connection failed (ConnectionError)", True),
        (OSError("salainen"), r"the connection failed (OSError)", True),
        (requests.exceptions.InvalidURL("salainen"), "cannot be asked (InvalidURL)", False),
        (UnicodeError("salainen"), "cannot be asked (UnicodeError)", False),
    ],
)
def test_what_the_libraries_raise_is_told_in_other_words(client: Client, error: Any, word: str, again: bool) -> None:
    told = client._told(error)
    assert word in told.text
    assert told.again is again
    assert "salainen" not in told.text


def test_a_length_that_is_not_reached_is_half_a_body() -> None:
    parts = iter([b"abc", b""])
    raw = SimpleNamespace(read=lambda size, decode_content: next(parts))
    response = SimpleNamespace(raw=raw, headers=requests.structures.CaseInsensitiveDict({"Content-Length": "4"}))
    with pytest.raises(HalfBodyError):
        list(pieces(response, WHERE))


def test_time_that_is_up_is_up_for_what_comes_after(client: Client) -> None:
    client._watch.cut()
    with pytest.raises(SourceError, match="the answers were not there within 3600 s"):
        client.get("http://127.0.0.1:1/", WHERE)


def test_a_connection_made_too_late_is_cut_at_once() -> None:
    one, other = socket.socketpair()
    with one, other:
        watch = Watch()
        watch.cut()
        watch.add(one, ready=True)
        assert other.recv(1) == b""


def test_a_handshake_is_cut_by_its_copy() -> None:
    one, other = socket.socketpair()
    with one, other:
        watch = Watch()
        watch.add(one, ready=False)
        one.detach()
        with watch.within(0.05):
            other.settimeout(2)
            assert other.recv(1) == b""
        watch.close()
        watch.close()


def test_what_ends_in_time_is_not_cut() -> None:
    one, other = socket.socketpair()
    with one, other:
        watch = Watch()
        watch.add(one, ready=True)
        with watch.within(0.05):
            pass
        time.sleep(0.1)
        one.sendall(b"x")
        assert other.recv(1) == b"x"
        assert not watch.expired


def test_other_threads_log_as_they_like(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("urllib3.connectionpool")
    with quiet():
        thread = threading.Thread(target=lambda: logger.warning("%s", "http://a/?b"))
        thread.start()
        thread.join()
        logger.warning("%(a)s", {"a": "x"})
    assert "http://a/?b" in caplog.text


def test_connections_are_used_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with LoopbackServer(lambda asked: json_reply(people(1))) as server:
        made = Client(server.url, None, Limits())
        for _ in range(3):
            made.get(server.url, WHERE)
        made.close()
    assert caplog.text.count("Starting new HTTP connection") == 1
