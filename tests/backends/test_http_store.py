"""Answers kept in files: asked for only when they changed, gone on with after an interruption; and the progress bar."""

from __future__ import annotations

import hashlib
import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from served import ids, people, source, taken

from verkosto.backends import Bearer, Cursor, PageNumber
from verkosto.backends._http_progress import Progress
from verkosto.backends._http_store import Cache, Journal
from verkosto.errors import SourceError
from verkosto.testing import Asked, LoopbackServer, Play, RecordPages, Reply, json_reply

DATE = "Sat, 01 Feb 2020 10:00:00 GMT"


def tagged(pages: RecordPages, header: str) -> Play:
    """Answer as the pages do, with a mark by which the server tells whether something changed."""

    def play(asked: Asked) -> Reply:
        reply = pages(asked)
        tag = f'"{hashlib.sha256(reply.body).hexdigest()}"' if header == "ETag" else DATE
        if tag in (asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")):
            return Reply(status=304, headers={header: tag})
        return Reply(reply.body, headers={**reply.headers, header: tag})

    return play


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_what_did_not_change_is_not_sent_again(tmp_path: Path, header: str) -> None:
    pages = RecordPages(people(25), style="link")
    sent: list[int] = []
    play = tagged(pages, header)

    def counted(asked: Asked) -> Reply:
        reply = play(asked)
        sent.append(reply.status)
        return reply

    with LoopbackServer(counted) as server:
        what = source(server.url, paging={"kind": "link_header"}, cache=tmp_path / "kansio" / "c")
        one, other = taken(what), taken(what)
        assert sent == [200] * 3 + [304] * 3
        assert one.frame.equals(other.frame)
        assert one.provenance == other.provenance
        if header == "ETag":
            pages.records[0] = {**pages.records[0], "Montako?": 99}
            assert taken(what).frame["jasenia"].tolist()[0] == 99
            assert sent[6:] == [200, 304, 304]
    files = list((tmp_path / "kansio" / "c").iterdir())
    assert len(files) == 3
    assert all(stat.S_IMODE(file.stat().st_mode) & 0o077 == 0 for file in files)


def test_others_and_other_questions_get_answers_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A", "a")
    monkeypatch.setenv("B", "b")

    def play(asked: Asked) -> Reply:
        return json_reply([{"id": asked.headers["authorization"] + asked.query["x"]}], headers={"ETag": '"same"'})

    with LoopbackServer(play) as server:
        for env, x in (("A", "1"), ("B", "1"), ("A", "2")):
            what = source(server.url, auth=Bearer(env=env), params={"x": x}, cache=tmp_path)
            (one,) = what.fetch().tables
            assert one.columns[0].values == [f"Bearer {env.lower()}{x}"]


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"not JSON", b'{"address": "", "headers": {}, "body": "eJw=", "digest": ""}']
)
def test_a_damaged_answer_is_fetched_anew(tmp_path: Path, damage: bytes) -> None:
    with LoopbackServer(tagged(RecordPages(people(3)), "ETag")) as server:
        what = source(server.url, records="items", cache=tmp_path)
        taken(what)
        (file,) = tmp_path.iterdir()
        file.write_bytes(damage)
        assert len(taken(what)) == 3


def test_an_answer_without_a_mark_is_not_kept(tmp_path: Path) -> None:
    with LoopbackServer(RecordPages(people(3))) as server:
        taken(source(server.url, records="items", cache=tmp_path))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("part", ["cache", "resume"])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, part: str) -> None:
    (tmp_path / "tiedosto").write_text("x")
    with LoopbackServer(RecordPages(people(3))) as server, pytest.raises(SourceError, match="cannot be used"):
        taken(source(server.url, records="items", **{part: tmp_path / "tiedosto" / "x"}))


def test_files_that_vanish_meanwhile_are_told(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c", "me")
    (tmp_path / "c").rmdir()
    with pytest.raises(SourceError, match="cannot be used"):
        cache.save("k", ("a", {"etag": "1"}, b""))
    journal = Journal(tmp_path / "d", "x")
    (tmp_path / "d").unlink()
    (tmp_path / "d").mkdir()
    with pytest.raises(SourceError, match="cannot be used"):
        journal.keep("step", ("a", {}, b""))
    journal.finish()


# ---- interrupted readings


def interrupted(pages: Play, after: int) -> tuple[Play, list[int]]:
    """Answer so many requests, then fail once, then go on."""
    asked_for: list[int] = []

    def play(asked: Asked) -> Reply:
        asked_for.append(1)
        return Reply(status=400) if len(asked_for) == after + 1 else pages(asked)

    return play, asked_for


@pytest.mark.parametrize("style", ["cursor", "number"])
def test_an_interrupted_reading_goes_on_where_it_stopped(tmp_path: Path, style: Any) -> None:
    paging = Cursor("next", "cursor") if style == "cursor" else PageNumber(last="last")
    play, asked = interrupted(RecordPages(people(57), style=style), 3)
    journal = tmp_path / "kesken"
    with LoopbackServer(play) as server:
        what = source(server.url, paging=paging, total="total", resume=journal)
        with pytest.raises(SourceError, match="page 4"):
            taken(what)
        assert stat.S_IMODE(journal.stat().st_mode) & 0o077 == 0
        assert server.url.removeprefix("http://") not in journal.read_text().partition("\n")[0]
        # The page that was being written when the power went is asked for again.
        journal.write_bytes(journal.read_bytes() + b'{"step": "abc", "bo')
        got = taken(what)
        assert ids(got) == [f"r{n}" for n in range(1, 58)]
        assert len(asked) == 4 + 3
        whole = taken(source(server.url, paging=paging, total="total"))
    assert not journal.exists()
    assert got.frame.equals(whole.frame)
    assert got.provenance is not None
    assert whole.provenance is not None
    assert got.provenance.digest == whole.provenance.digest


@pytest.mark.parametrize("damage", [b"\n", b'{"step": 1}\n', b"{\n", b"[]\n"])
def test_a_damaged_page_and_those_after_it_are_asked_for_again(tmp_path: Path, damage: bytes) -> None:
    play, asked = interrupted(RecordPages(people(35), style="cursor"), 3)
    journal = tmp_path / "kesken"
    with LoopbackServer(play) as server:
        what = source(server.url, paging=Cursor("next", "cursor"), resume=journal)
        with pytest.raises(SourceError):
            taken(what)
        lines = journal.read_bytes().splitlines(keepends=True)
        journal.write_bytes(b"".join([*lines[:2], damage, *lines[3:]]))
        assert len(taken(what)) == 35
        assert len(asked) == 4 + 3


def test_pages_that_lead_elsewhere_now_are_given_up(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", "x")
    for step in "abc":
        journal.keep(step, (step, {}, step.encode()))
    again = Journal(tmp_path / "j", "x")
    assert again.next("a") == ("a", {}, b"a")
    assert again.next("B") is None
    again.keep("B", ("B", {}, b"B"))
    assert again.next("c") is None
    last = Journal(tmp_path / "j", "x")
    assert [last.next("a"), last.next("B"), last.next("c")] == [("a", {}, b"a"), ("B", {}, b"B"), None]


@pytest.mark.parametrize("content", ["Tärkeää", '{"verkosto": "unfinished reading/1", "source": "other"}\n'])
def test_another_file_is_not_touched(tmp_path: Path, content: str) -> None:
    path = tmp_path / "oma.txt"
    path.write_text(content, "utf-8")
    with pytest.raises(SourceError, match="no unfinished reading of this source"):
        Journal(path, "x")
    assert path.read_text("utf-8") == content


def test_an_empty_file_will_do(tmp_path: Path) -> None:
    (tmp_path / "j").touch()
    Journal(tmp_path / "j", "x").keep("a", ("a", {}, b""))
    assert json.loads((tmp_path / "j").read_text().splitlines()[0])["verkosto"] == "unfinished reading/1"


# ---- progress


class Terminal:
    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal
        self.written = ""

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None: ...


@pytest.mark.parametrize(("terminal", "seen"), [(True, True), (False, False), (None, False)])
def test_a_bar_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, terminal: bool | None, seen: bool) -> None:
    pytest.importorskip("tqdm")
    monkeypatch.setattr("verkosto.backends._http_progress._DELAY", 0)
    stream = None if terminal is None else Terminal(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    with LoopbackServer(RecordPages(people(30), style="cursor")) as server:
        taken(source(server.url, paging=Cursor("next", "cursor")))
    assert ("responses" in (stream.written if stream else "")) == seen


def test_short_readings_and_those_without_the_extra_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal(terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress() as progress:
        progress.add(3)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with Progress() as progress:
        progress.add(3)
    assert "responses" not in stream.written
