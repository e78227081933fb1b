"""The next page is asked for while the last one is read; a page that was asked for in vain does no harm."""

from __future__ import annotations

import itertools
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from served import ids, people, source, taken

from verkosto.backends import Cursor, LinkHeader, PageNumber, _http_pages, _http_parse
from verkosto.backends._http_ahead import Ahead
from verkosto.backends._http_faults import Where
from verkosto.backends._http_paging import Step
from verkosto.backends._http_records import EarlyColumns, flat, table
from verkosto.errors import SourceError
from verkosto.responses import Dialect
from verkosto.testing import Asked, LoopbackServer, RecordPages, Reply, json_reply

HERE = Where.at("http://localhost/a")


class TestAhead:
    def test_gives_what_was_asked_for_before(self) -> None:
        asked = []

        def ask(step: Step, where: Where) -> Any:
            asked.append(step.address)
            return step.address, {}, b""

        with Ahead(ask, lambda: None) as ahead:
            assert not ahead.start(Step("a"), HERE)
            assert not ahead.start(Step("a"), HERE)
            assert ahead.take(Step("a"), HERE)[0] == "a"
            assert not ahead.start(Step("b"), HERE)
            assert ahead.start(Step("c"), HERE)
            assert ahead.take(Step("c"), HERE)[0] == "c"
        assert asked == ["a", "b", "c"]

    def test_tells_an_error_to_who_takes_the_page_alone(self) -> None:
        def ask(step: Step, where: Where) -> Any:
            if step.address == "bad":
                raise where.fault("no.")
            return step.address, {}, b""

        with Ahead(ask, lambda: None) as ahead:
            ahead.start(Step("bad"), HERE)
            assert ahead.take(Step("good"), HERE)[0] == "good"
            with pytest.raises(SourceError, match="no"):
                ahead.take(Step("bad"), HERE)

    def test_ends_a_request_under_way_when_reading_ends(self) -> None:
        ended = threading.Event()
        started = time.monotonic()
        with Ahead(lambda step, where: ended.wait(20), ended.set) as ahead:  # type: ignore[arg-type, return-value]
            ahead.start(Step("a"), HERE)
        assert ended.is_set()
        assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("paging", "body", "probable"),
    [
        (Cursor("next", "c"), {"items": [1], "next": "a2"}, "a2"),
        (Cursor("meta.next", "c"), {"items": [1], "meta": {"next": "ä\\2"}}, "ä\\2"),
        (Cursor("next", "c"), {"next": 17, "items": list(range(9_000))}, "17"),
        (Cursor("next", "c"), {"items": [], "next": None}, None),
        (Cursor("next", "c"), {"items": [], "next": ""}, None),
        (Cursor("next", "c"), {"items": [{"next": "x"}], "next": "y"}, None),
        (Cursor("next", "c"), {"items": []}, None),
        (Cursor("next", "c", more="more"), {"next": "a2", "more": False}, None),
        (Cursor("", "c"), "a2", None),
    ],
)
def test_the_mark_of_a_page_is_seen_before_the_page_is_parsed(paging: Cursor, body: Any, probable: str | None) -> None:
    step = paging.ahead(Step("http://a/"), "http://a/", {}, json.dumps(body).encode())
    assert (None if step is None else step.params["c"]) == probable


@pytest.mark.parametrize("paging", [Cursor("next", "cursor"), LinkHeader()])
def test_the_next_page_is_under_way_while_one_is_parsed(monkeypatch: pytest.MonkeyPatch, paging: Any) -> None:
    answered = threading.Semaphore(0)
    pages = RecordPages(people(30), style="link" if isinstance(paging, LinkHeader) else "cursor")

    def play(asked: Asked) -> Reply:
        answered.release()
        return pages(asked)

    def parse(body: bytes, *parts: Any) -> Any:
        # Its own answer, and that of the next page, which nobody would ask for later.
        assert answered.acquire(timeout=10)
        found = own(body, *parts)
        if len(found[1]) and b"r21" not in body:
            assert answered.acquire(timeout=10)
            answered.release()
        return found

    own = _http_parse.parse
    monkeypatch.setattr(_http_pages, "parse", parse)
    with LoopbackServer(play) as server:
        assert len(taken(source(server.url, paging=paging))) == 30


def test_a_mark_that_misleads_is_believed_once() -> None:
    """Each record has a `next` of its own, and the page's mark stands where it is not looked for."""
    questions = []

    def play(asked: Asked) -> Reply:
        mark = int(asked.query.get("cursor", "0"))
        questions.append(mark)
        record = {"id": f"r{mark}", "next": "999", "Miksi?": "x" * 3_000}
        following = str(mark + 1) if mark < 5 else None
        return json_reply({"items": [record], "meta": {"next": following}, "filler": "x" * 3_000})

    with LoopbackServer(play) as server:
        responses = taken(source(server.url, paging=Cursor("meta.next", "cursor")))
    assert ids(responses) == [f"r{n}" for n in range(6)]
    assert questions == [0, 999, 1, 2, 3, 4, 5]


def test_an_unfinished_reading_keeps_only_pages_that_count(tmp_path: Path) -> None:
    questions = itertools.count()
    pages = RecordPages(people(30), style="cursor")

    def play(asked: Asked) -> Reply:
        return Reply(status=404) if next(questions) == 2 else pages(asked)

    with LoopbackServer(play) as server:
        wanted = source(server.url, paging=Cursor("next", "cursor"), resume=tmp_path / "kesken")
        with pytest.raises(SourceError, match=r"\(page 3\): status 404"):
            taken(wanted)
        assert ids(taken(wanted)) == [f"r{n}" for n in range(1, 31)]
    assert next(questions) == 4


def test_no_page_beyond_the_limit_is_asked_for() -> None:
    questions = itertools.count()
    pages = RecordPages(people(50), style="number")

    def play(asked: Asked) -> Reply:
        next(questions)
        return pages(asked)

    with LoopbackServer(play) as server, pytest.raises(SourceError, match="more than 2 pages"):
        taken(source(server.url, paging=PageNumber(), max_pages=2))
    assert next(questions) == 2


@pytest.mark.parametrize(
    "records",
    [
        [{"a": "1", "b": "2"}, {"a": "3", "b": ""}],
        [{"a": "1", "b": "2"}, {"b": "4", "a": "3"}],
        [{"a": "1", "b": "2"}, {"a": "3"}],
        [{"a": "1", "b": {"c": "2"}}],
        [],
    ],
)
@pytest.mark.parametrize("keys", [(), ("b",)])
def test_columns_made_early_are_those_made_at_the_end(records: list[dict[str, Any]], keys: tuple[str, ...]) -> None:
    early = EarlyColumns()
    for record in records:
        early.add([record])
    early.add([])
    rows = [flat(record, frozenset()) for record in records]
    made, late = (table(rows, source="a", dialect=Dialect(), keys=keys, early=one) for one in (early, None))
    assert made.headers == late.headers
    assert [c.texts().tolist() for c in made.columns] == [c.texts().tolist() for c in late.columns]
