"""Servers that stall, lie, send rubbish or never end: each is told in words, within limits of time and memory."""

from __future__ import annotations

import gzip
import pickle
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from served import ids, people, source, taken

from verkosto.backends import LinkHeader, PageNumber
from verkosto.backends._http_client import Client
from verkosto.backends._http_faults import Where
from verkosto.backends._http_limits import Limits
from verkosto.errors import EmptySourceError, EncodingError, OptionError, RaggedRowsError, SourceError
from verkosto.testing import (
    Asked,
    LoopbackServer,
    Play,
    Reply,
    drip,
    dripping_headers,
    gzip_bomb,
    half_body,
    in_turn,
    json_reply,
    redirect,
    too_many,
    web_page,
)

pytestmark = pytest.mark.thorough

GOOD = json_reply(people(3))


def refused(play: Play, kind: type[SourceError] = SourceError, within: float = 3, **parts: Any) -> str:
    """The message of the one error: in time, of exactly this kind, and carrying nothing foreign."""
    with LoopbackServer(play) as server:
        started = time.monotonic()
        with pytest.raises(kind) as caught:
            taken(source(f"{server.url}/vastaukset", **parts))
        assert time.monotonic() - started < within
    error = caught.value
    assert type(error) is kind
    assert error.__cause__ is None
    assert error.__context__ is None
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert str(error).startswith(f"{server.url}/vastaukset")
    return str(error).removeprefix(f"{server.url}/vastaukset")


def always(reply: Reply) -> Play:
    return lambda asked: reply


# ---- time


@pytest.mark.parametrize(
    "reply",
    [drip(b" " * 1000, every=0.05), drip(b"[{}]" * 999, every=0.05, length=-1), dripping_headers(every=0.05)],
    ids=["body", "no length", "headers"],
)
def test_a_server_that_drips_is_cut_off(reply: Reply) -> None:
    message = refused(always(reply), within=1.5, page_seconds=0.3, timeout=(1, 1))
    assert "a page within 0.3 s" in message
    assert "state a longer deadline= or page_seconds=" in message


def test_the_whole_reading_has_a_deadline() -> None:
    def slow(asked: Asked) -> Reply:
        time.sleep(0.1)
        return json_reply({"items": people(1, int(asked.query["page"]))})

    message = refused(slow, within=1.5, deadline=0.35, paging=PageNumber())
    assert "(page 4): the answers were not there within 0.35 s in all" in message


def test_waits_count_against_the_deadline() -> None:
    assert "within 2 s in all" in refused(always(too_many("100")), deadline=2.0)


def test_a_silent_server_is_given_up() -> None:
    def silent(stopping: threading.Event) -> Iterator[bytes]:
        stopping.wait(5)
        yield b""

    reply = Reply(pieces=silent, length=10)
    assert "the server sent nothing for 0.1 s. Read again later (tried 2 times)" in refused(
        always(reply), timeout=(1, 0.1)
    )


def test_where_nobody_listens() -> None:
    with LoopbackServer(always(GOOD)) as server:
        address = server.url
    with pytest.raises(SourceError, match=r"the connection failed .*\(tried 2 times\)") as caught:
        taken(source(address))
    assert caught.value.__context__ is None


# ---- again, or not


@pytest.mark.parametrize(
    "bad", [too_many("0"), Reply(status=503), Reply(status=500), Reply(hang_up=True), half_body(GOOD.body)]
)
def test_what_may_pass_is_tried_again(bad: Reply) -> None:
    with LoopbackServer(in_turn(bad, bad, GOOD)) as server:
        assert ids(taken(source(server.url, retries=2))) == ["r1", "r2", "r3"]
        assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (400, "params"),
        (401, "auth"),
        (403, "rights"),
        (404, "Check it"),
        (410, "gone"),
        (418, "Check the address"),
        (204, "no answer"),
    ],
)
def test_a_refusal_is_not_asked_again(status: int, word: str) -> None:
    with LoopbackServer(always(Reply(status=status))) as server:
        with pytest.raises(SourceError, match=f"status {status}: .*{word}"):
            taken(source(server.url))
        assert len(server.asked) == 1


def test_the_server_s_own_wait_is_kept_but_not_any() -> None:
    with LoopbackServer(in_turn(too_many("1"), GOOD)) as server:
        started = time.monotonic()
        taken(source(server.url))
        assert time.monotonic() - started >= 1
    assert "asks to wait 9000 s, and longest_wait is 5 s" in refused(always(too_many("9000")), longest_wait=5)


@pytest.mark.parametrize("text", ["soon", "-1", "nan", "Mon, 01 Jan 2001 00:00:00 GMT", "", "9" * 400])
def test_a_wait_that_is_none_is_no_trouble(text: str) -> None:
    with LoopbackServer(in_turn(too_many(text), GOOD)) as server:
        if text.startswith("9"):
            with pytest.raises(SourceError, match="asks to wait"):
                taken(source(server.url))
        else:
            assert len(taken(source(server.url))) == 3


# ---- size


@pytest.mark.parametrize("parts", [{"max_bytes": 1 << 20}, {"max_bytes": 1 << 20, "paging": PageNumber()}])
def test_a_bomb_does_not_go_off(parts: dict[str, Any]) -> None:
    bomb = gzip_bomb(200)
    tracemalloc.start()
    try:
        message = refused(always(bomb), **parts)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "more than 1,048,576 bytes. State a larger max_bytes=" in message
    assert peak < 20 << 20


def test_the_limit_of_size_is_that_of_all_pages() -> None:
    with LoopbackServer(lambda asked: json_reply({"items": people(50, 50 * int(asked.query["page"]))})) as server:
        with pytest.raises(SourceError, match="more than 10,000 bytes"):
            taken(source(server.url, paging=PageNumber(), max_bytes=10_000))
        assert 1 < len(server.asked) < 9


# ---- bodies


@pytest.mark.parametrize(
    ("reply", "kind", "word", "parts"),
    [
        (half_body(GOOD.body), SourceError, "ended before the answer was whole. Read again (tried 2 times)", {}),
        (Reply(gzip.compress(GOOD.body)[:-12], headers={"Content-Encoding": "gzip"}), SourceError, "whole", {}),
        (Reply(b"nonsense", headers={"Content-Encoding": "gzip"}), SourceError, "cannot be unpacked", {}),
        (Reply(b"x", headers={"Content-Encoding": "br"}), SourceError, "packed with 'br', which was not asked", {}),
        (web_page(), SourceError, "a web page came in place of answers", {}),
        (Reply(b"  <html>", content_type="application/json"), SourceError, "a web page", {}),
        (Reply(b"\x89PNG", content_type="image/png"), SourceError, "the content type is 'image/png', and json", {}),
        (Reply(b"{}", content_type="text/csv"), SourceError, "state content_type=", {}),
        (Reply(b""), EmptySourceError, "the answer is empty", {}),
        (Reply(b"[]"), EmptySourceError, "there are no responses", {}),
        (Reply(b'[{"id": 1}, {"i', length=-1), SourceError, "goes wrong at character 14", {}),
        (Reply(b'[{"id": 1, "id": 2}]'), SourceError, "has a key twice in one object", {}),
        (Reply(b"[" * 200_000), SourceError, "nests too deep", {}),
        (Reply(b'[{"id": "\xe4"}]'), EncodingError, "is not UTF-8 text. State how it is encoded", {}),
        (Reply(b"[]", content_type="application/json; charset=klingon"), EncodingError, "not KLINGON text", {}),
        (Reply(b'{"a": {"b": 1}}'), SourceError, "no list of records at the top. State", {}),
        (Reply(b'{"a": [], "b": 1}'), SourceError, "at x.y. There are lists at 'a'.", {"records": "x.y"}),
        (Reply(b'[{"id": 1}, 7]'), SourceError, "record 2 is no object", {}),
        (Reply(b'{"id": 1}\n{"id"'), SourceError, "goes wrong at line 2, character", {"format": "jsonl"}),
        (Reply(b"", content_type=None), EmptySourceError, "no responses", {"format": "jsonl"}),
        (Reply(b"", content_type=None), EmptySourceError, "no responses", {"format": "csv"}),
        (Reply(b'a;b\n1;"x', content_type="text/csv"), RaggedRowsError, "inside a quoted cell", {"format": "csv"}),
        (Reply(b"a;b\n1\n", content_type="text/csv"), RaggedRowsError, "row 2 has 1 cells under 2", {"format": "csv"}),
        (Reply(b"a;b\n1;\0\n", content_type="text/csv"), SourceError, "null byte", {"format": "csv"}),
    ],
)
def test_a_bad_body_is_told(reply: Reply, kind: type[SourceError], word: str, parts: dict[str, Any]) -> None:
    assert word in refused(always(reply), kind, **parts)


def test_too_many_columns_are_no_survey() -> None:
    wide = json_reply([{f"k{n}": 1 for n in range(16_385)}])
    assert "more than 16,384 columns" in refused(always(wide))


def test_a_type_that_is_stated_is_taken() -> None:
    with LoopbackServer(always(Reply(GOOD.body, content_type="application/x-own"))) as server:
        assert len(taken(source(server.url, content_type="application/x-own"))) == 3


# ---- elsewhere


def test_redirects_are_followed_within_bounds() -> None:
    def play(asked: Asked) -> Reply:
        return GOOD if asked.path == "/b" else redirect("/b")

    with LoopbackServer(play) as server:
        assert len(taken(source(f"{server.url}/a"))) == 3
    assert "more than 5 redirects" in refused(always(redirect("/vastaukset")))


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://x", "data:text/plain,1", "//["])
def test_only_http_and_https_are_asked(to: str) -> None:
    assert "its redirect" in refused(always(redirect(to)))


def test_a_next_page_elsewhere_is_only_asked_over_http() -> None:
    for target in ("file:///etc/passwd", "//[", "http://user:salainen@127.0.0.1/a"):
        reply = json_reply({"items": people(1)}, headers={"Link": f'<{target}>; rel="next"'})
        with LoopbackServer(always(reply)) as server, pytest.raises(SourceError, match=r"\(page 2\) ") as caught:
            taken(source(server.url, paging=LinkHeader()))
        assert "salainen" not in str(caught.value)


def test_nobody_is_led_from_https_to_http() -> None:
    client = Client("https://example.org", None, Limits())
    with pytest.raises(SourceError, match="anybody could read the answers"):
        client.get("http://example.org/a", Where.at("https://example.org"))
    client.close()


def test_what_comes_with_a_redirect_is_not_read() -> None:
    with LoopbackServer(in_turn(evolve(redirect("/b"), pieces=drip(b" " * 99).pieces, length=99), GOOD)) as server:
        assert len(taken(source(server.url, page_seconds=0.5))) == 3


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("ftp://example.org/a", "scheme 'ftp'"),
        ("//example.org", "only http and https"),
        ("https://", "no web address"),
        ("https://exa mple.org", "no web address"),
        ("https://example.org/\n", "no web address"),
        ("http://[::1", "only http and https"),
        ("https://example.org:99999", "only http and https"),
        (7, "must be text, not int"),
    ],
)
def test_an_address_that_is_none_is_refused_at_once(url: Any, word: str) -> None:
    with pytest.raises(SourceError, match=word):
        source(url)


@pytest.mark.parametrize(
    "parts",
    [
        {"timeout": None},
        {"timeout": 5},
        {"timeout": (5, 0)},
        {"deadline": float("inf")},
        {"deadline": float("nan")},
        {"max_bytes": 0},
        {"max_pages": True},
        {"retries": -1},
        {"backoff": "1"},
        {"format": "xml"},
        {"values": "letters"},
        {"delimiter": ";;"},
        {"params": "a=b"},
        {"not_shown": "empty"},
        {"paging": "page"},
        {"auth": "secret"},
        {"records": 7},
    ],
)
def test_there_is_no_reading_without_limits_or_with_odd_parts(parts: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        source("https://example.org", **{"id": "id", **parts}).fetch()


def test_names_that_the_network_does_not_know() -> None:
    with pytest.raises(SourceError, match=r"failed|cannot be asked"):
        taken(source("http://nobody.invalid/", retries=0))
