"""The kit's server itself: it is real, it says what a test wants, and it goes when it should."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
import urllib.request
from typing import Any
from urllib.error import HTTPError

import pytest

from verkosto.testing import (
    Asked,
    FakeResponse,
    FakeWebropol,
    LoopbackServer,
    RecordPages,
    Reply,
    drip,
    dripping_headers,
    endless,
    gzip_bomb,
    half_body,
    in_turn,
    json_reply,
    redirect,
    too_many,
    web_page,
)


def got(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - the kit's own address
        body: bytes = answer.read()
        return body


def test_a_request_is_kept_as_it_came() -> None:
    with LoopbackServer(lambda asked: Reply(asked.body)) as server:
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)
        connection.request("POST", "/a/b?x=1&x=2&y=", b"sis\xe4", {"X-Key": "k"})
        assert connection.getresponse().read() == b"sis\xe4"
        connection.close()
    (asked,) = server.asked
    assert (asked.method, asked.path, dict(asked.query)) == ("POST", "/a/b", {"x": "2", "y": ""})
    assert (asked.headers["x-key"], asked.body) == ("k", b"sis\xe4")


def test_one_connection_serves_many_requests() -> None:
    with LoopbackServer(lambda asked: json_reply([1])) as server:
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)
        for _ in range(3):
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"[1]"
        connection.close()
    assert len(server.asked) == 3


def test_it_is_gone_after_the_block_and_sleepers_wake() -> None:
    threads = threading.active_count()
    with LoopbackServer(lambda asked: drip(b"abc", every=60)) as server:
        connection = socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])))
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
    connection.close()
    with pytest.raises(OSError, match="refused"):
        got(server.url)
    ends = time.monotonic() + 5
    while threading.active_count() > threads and time.monotonic() < ends:
        time.sleep(0.01)
    assert threading.active_count() <= threads


def test_it_goes_also_when_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), LoopbackServer(lambda asked: Reply()) as server:
        1 / 0  # noqa: B018 - what fails does not matter
    with pytest.raises(OSError, match="refused"):
        got(server.url)


def test_replies_lie_as_they_are_told() -> None:
    with LoopbackServer(in_turn(half_body(b"abcdef"), Reply(b"abc", length=-1), drip(b"abc", every=0))) as server:
        with pytest.raises(http.client.IncompleteRead):
            got(server.url)
        assert got(server.url) == b"abc"
        assert got(server.url) == b"abc"
        assert got(server.url) == b"abc"
    with LoopbackServer(lambda asked: Reply(hang_up=True)) as server, pytest.raises(http.client.RemoteDisconnected):
        got(server.url)


def test_headers_that_never_end() -> None:
    with LoopbackServer(lambda asked: dripping_headers(every=0)) as server, pytest.raises(http.client.LineTooLong):
        got(server.url)


@pytest.mark.parametrize(
    ("reply", "status", "header"),
    [
        (too_many("7"), 429, ("Retry-After", "7")),
        (too_many(None), 429, ("Retry-After", None)),
        (redirect("gopher://x", 308), 308, ("Location", "gopher://x")),
        (Reply(status=599, content_type=None), 599, ("Content-Type", None)),
    ],
)
def test_refusals(reply: Reply, status: int, header: tuple[str, str | None]) -> None:
    with LoopbackServer(lambda asked: reply) as server, pytest.raises(HTTPError) as caught:
        got(server.url)
    with caught.value as error:
        assert error.code == status
        assert error.headers.get(header[0]) == header[1]


def test_a_bomb_is_small_and_unpacks_to_much() -> None:
    import gzip

    bomb = gzip_bomb(3)
    assert len(bomb.body) < 10_000
    assert len(json.loads(gzip.decompress(bomb.body))[0]) == 3 << 20


def test_pages_that_never_end_hold_somebody_new_each() -> None:
    play = endless()
    assert [json.loads(play(Asked("GET", "/")).body)[0]["id"] for _ in range(3)] == [1, 2, 3]


def test_a_web_page_says_what_it_is() -> None:
    assert b"text/html" in web_page().head()


@pytest.mark.parametrize(
    ("style", "query", "ids", "more"),
    [
        ("number", {}, [0, 1], None),
        ("number", {"page": "3"}, [4], None),
        ("number", {"page": "4"}, [], None),
        ("offset", {"offset": "3", "limit": "9"}, [3, 4], None),
        ("cursor", {}, [0, 1], "2"),
        ("cursor", {"cursor": "4"}, [4], None),
        ("next", {"page": "2"}, [2, 3], "/a?page=3"),
        ("link", {"page": "2"}, [2, 3], None),
    ],
)
def test_pages_of_every_style(style: Any, query: dict[str, str], ids: list[int], more: str | None) -> None:
    play = RecordPages(list(range(5)), size=2, style=style)
    reply = play(Asked("GET", "/a", query))
    document = json.loads(reply.body)
    assert (document["items"], document.get("next"), document["total"]) == (ids, more, 5)
    assert reply.headers == ({"Link": '</a?page=3>; rel="next"'} if style == "link" else {})


def test_pages_may_change_between_answers() -> None:
    play = RecordPages([1, 2], between=lambda turn, records: records.append(turn * 10))
    assert [json.loads(play(Asked("GET", "/")).body)["items"] for _ in range(2)] == [[1, 2, 10], [1, 2, 10, 20]]


# ---- the play of Webropol's service


def ask(play: FakeWebropol, path: str, token: str = "", **query: str) -> Any:
    reply = play(Asked("GET", path, query, {"authorization": f"Bearer {token}"}))
    return json.loads(reply.body) if reply.status == 200 else reply.status


def sign_in(play: FakeWebropol, form: str) -> Any:
    reply = play(Asked("POST", "/token", {}, {}, form.encode()))
    return json.loads(reply.body) if reply.status == 200 else reply.status


def test_webropol_s_tokens() -> None:
    play = FakeWebropol({"q": "Miksi?"}, [], token_lasts=1)
    assert sign_in(play, "grant_type=password&username=kayttaja&password=x") == 400
    assert sign_in(play, "grant_type=magic") == 400
    given = sign_in(play, "grant_type=password&username=kayttaja&password=salainen")
    assert (given["access_token"], given["expires_in"]) == ("token-1", 14399)
    assert ask(play, "/api/v1/surveys", "x") == 401
    assert ask(play, "/api/v1/surveys", "token-1")[0]["SurveyId"] == "kysely-1"
    assert ask(play, "/api/v1/surveys", "token-1") == 401
    again = sign_in(play, f"grant_type=refresh_token&refresh_token={given['refresh_token']}")
    assert ask(play, "/api/v1/elsewhere", again["access_token"]) == 404
    assert play.signed_in == ["password", "refresh_token"]


@pytest.mark.parametrize("shape", ["flat", "nested"])
def test_webropol_s_answers(shape: Any) -> None:
    answers = [("q", "", "a", "kirjoitettu"), ("q", "r", "b")]
    play = FakeWebropol({"q": "Miksi?"}, [FakeResponse(str(n), answers) for n in range(3)], shape=shape, size=2, busy=3)
    sign_in(play, "grant_type=password&username=kayttaja&password=salainen")
    pages = [ask(play, "/api/v1/surveys/kysely-1/responses", "token-1", paging=str(n)) for n in (1, 2, 3)]
    assert pages[2] == 429
    assert [page["Paging"]["IsLastItemFetched"] for page in pages[:2]] == [False, True]
    assert [page["Paging"]["ItemCount"] for page in pages[:2]] == [2, 1]
    given = pages[0]["SurveyAnswers"][0]["RespondentAnswers"]
    inner = given[0]["QuestionAnswers"] if shape == "nested" else given
    assert len(inner) == 2
    assert "kirjoitettu" in inner[0].values()
