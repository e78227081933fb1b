"""KoboToolbox's API against a server that plays it: the same answers as from a file, and no token anywhere."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import pytest
from kobo_files import CHOICES, SURVEY, FakeKobo, answers, as_json, kobo_records, page_of, quiet

import verkosto as vk
from verkosto.backends import KoboApi
from verkosto.errors import EmptySourceError, OptionError, SourceError, VerkostoError, VerkostoWarning
from verkosto.instruments import Instrument
from verkosto.testing import LoopbackServer, Play, Reply, half_body, json_reply, redirect, too_many, web_page

FI = "label::Suomi (fi)"
CONTENT = {
    "translations": ["Suomi (fi)"],
    "survey": [{**{k: v for k, v in row.items() if "::" not in k}, "label": [row.get(FI)]} for row in SURVEY],
    "choices": [{**{k: v for k, v in row.items() if "::" not in k}, "label": [row.get(FI)]} for row in CHOICES],
    "settings": {},
}
KYSELY = Instrument("k", "K", questions=(vk.Text("tausta/suos", "Q"),))


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOBO_TOKEN", "salainen")


def failing(play: Play, **parts: Any) -> VerkostoError:
    """What fetching raises, once it is clear that the token does not stand in it."""
    stated: dict[str, Any] = {"retries": 0, "backoff": 0.01} | parts
    with LoopbackServer(play) as server, pytest.raises(VerkostoError) as caught:
        KoboApi("aBc123", url=server.url, **stated).fetch()
    assert "salainen" not in "".join(traceback.format_exception(caught.value))
    return caught.value


def test_gives_what_the_file_gives(tmp_path: Path) -> None:
    with LoopbackServer(FakeKobo(kobo_records(), CONTENT)) as server:
        source = KoboApi("aBc123", url=server.url, page=2)
        kysely = vk.infer(source)
        read = quiet(source, kysely)
    assert (kysely.id, kysely.title.fi) == ("aBc123", "Tukikysely")
    assert answers(read, "kunta") == ["091", "297", None]
    assert read.frame.equals(quiet(as_json(tmp_path, page_of(kobo_records())), kysely).frame)
    assert read.provenance is not None
    assert read.provenance.backend == "kobo"
    assert read.provenance.options["found_pages"] == 2
    assert "salainen" not in repr((source, read.provenance))
    asked = [request for request in server.asked if request.path.endswith("/data/")]
    assert asked[0].query == {"format": "json", "limit": "2", "sort": '{"_id":1}'}


def test_a_response_that_changes_meanwhile_counts_in_the_newer_version() -> None:
    old, new = kobo_records([{"tausta/suos": "k"}]), kobo_records([{"tausta/suos": "e"}, {}])

    def play(asked: Any) -> Reply:
        if "start" in asked.query:
            return json_reply(page_of(new, count=2))
        following = f"http://{asked.headers['host']}{asked.path}?start=1"
        return json_reply(page_of(old, count=2, next=following))

    with LoopbackServer(play) as server, pytest.warns(VerkostoWarning, match="two versions"):
        delivery = KoboApi("aBc123", url=server.url).fetch()
    [table] = delivery.tables
    assert len(table) == 2


def test_an_unfinished_reading_goes_on(tmp_path: Path) -> None:
    journal = tmp_path / "kesken.jsonl"
    play, broken = FakeKobo(kobo_records()), [True]

    def failing_at_first(asked: Any) -> Reply:
        return Reply(status=500) if broken and "start" in asked.query else play(asked)

    with LoopbackServer(failing_at_first) as server:
        source = KoboApi("aBc123", url=server.url, page=2, resume=journal, retries=0)
        with pytest.raises(SourceError):
            source.fetch()
        assert journal.exists()
        broken.clear()
        assert len(quiet(source, KYSELY)) == 3
    assert not journal.exists()
    assert sum("start" not in asked.query for asked in server.asked) == 1


def test_no_responses() -> None:
    assert isinstance(failing(FakeKobo([])), EmptySourceError)


def test_fewer_than_the_server_counts() -> None:
    error = failing(lambda asked: json_reply(page_of(kobo_records(), count=9)))
    assert "counts 9 responses and gave 3" in str(error)


@pytest.mark.parametrize(
    "reply",
    [web_page(), half_body(b'{"results": []}'), too_many(), redirect("http://127.0.0.2:9/x"), Reply(b"[]"), Reply(b"")],
)
def test_other_answers(reply: Reply) -> None:
    assert isinstance(failing(lambda asked: reply, longest_wait=0.01), SourceError)


def test_a_wrong_token_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOBO_TOKEN", "muu")
    assert "wants to know who asks" in str(failing(FakeKobo(kobo_records())))
    monkeypatch.delenv("KOBO_TOKEN")
    assert isinstance(failing(FakeKobo(kobo_records())), OptionError)


@pytest.mark.parametrize("document", [[], {"name": "Kansio", "content": {}}, {"content": {"survey": "x"}}])
def test_an_asset_without_a_form(document: Any) -> None:
    play: Play = lambda asked: json_reply(document)  # noqa: E731 - whatever is asked
    words = r"/api/v2/assets/aBc123/.*the asset has no form"
    with LoopbackServer(play) as server, pytest.raises(SourceError, match=words):
        KoboApi("aBc123", url=server.url).codebook()


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"content": ', b"\xff"])
def test_a_form_that_is_none(body: bytes) -> None:
    with LoopbackServer(lambda asked: Reply(body)) as server, pytest.raises(SourceError):
        KoboApi("aBc123", url=server.url).codebook()


@pytest.mark.parametrize(
    "parts", [{"asset": "../x"}, {"asset": 1}, {"page": 0}, {"page": 1001}, {"page": True}, {"values": "number"}]
)
def test_parts_are_checked(parts: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        KoboApi(**{"asset": "aBc123", **parts})
