"""Secrets: sent to whom they are meant for, and told nowhere else."""

from __future__ import annotations

import base64
import io
import logging
import pickle
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from served import KYSELY, LIMITS, ids, people, source, taken

import verkosto as vk
from verkosto.backends import (
    Basic,
    Bearer,
    Cursor,
    HeaderToken,
    HttpFile,
    HttpSource,
    LinkHeader,
    PageNumber,
    QueryToken,
)
from verkosto.backends._http_auth import checked_address, shown
from verkosto.backends._http_client import same_origin
from verkosto.errors import OptionError, SourceError
from verkosto.testing import Asked, LoopbackServer, Play, RecordPages, Reply, json_reply, redirect, too_many, web_page

SECRET = "s4l4inen-merkki"  # noqa: S105 - the one that must be seen nowhere
ENV = "VERKOSTO_TEST_TOKEN"
AUTHS: list[Any] = [
    Bearer(env=ENV),
    Basic("kayttaja", env=ENV),
    HeaderToken("X-Key", env=ENV),
    QueryToken("key", env=ENV),
]
CODED = base64.b64encode(f"kayttaja:{SECRET}".encode()).decode()


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENV, SECRET)


def tells(text: str) -> bool:
    return SECRET in text or CODED in text


def carries(asked: Asked) -> bool:
    return tells(" ".join([*asked.headers.values(), *asked.query.values()]))


def everything(error: BaseException) -> str:
    """All that a traceback, a log or a debugger's first look would show of an error and what it came of."""
    out = ["".join(traceback.format_exception(error))]
    seen: list[BaseException] = []
    queue: list[BaseException | None] = [error]
    while queue:
        one = queue.pop()
        if one is not None and one not in seen:
            seen.append(one)
            out += [str(one), repr(one), repr(one.args), repr(vars(one))]
            queue += [one.__cause__, one.__context__]
    return "\n".join(out)


@pytest.mark.parametrize("auth", AUTHS, ids=lambda auth: type(auth).__name__)
def test_the_secret_goes_along_and_is_told_nowhere(auth: Any, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    with LoopbackServer(RecordPages(people(25))) as server:
        what = source(
            f"{server.url}/a?token={SECRET}",
            auth=auth,
            params={"apikey": SECRET},
            paging=PageNumber(),
            cache=tmp_path / "c",
            resume=tmp_path / "r",
        )
        responses = taken(what)
        assert all(map(carries, server.asked))
        assert server.asked[0].query["token"] == SECRET
    assert len(responses) == 25
    shown_to_people = [repr(what), str(what), repr(responses), repr(responses.provenance), caplog.text]
    shown_to_people += [repr(record.args) for record in caplog.records]
    assert not any(map(tells, shown_to_people))
    assert caplog.records
    assert not tells(pickle.dumps(what.auth).decode("latin-1"))
    assert not any(tells(path.read_text()) for path in (tmp_path / "c").iterdir())


def test_what_stands_in_the_headers() -> None:
    def answers(auth: Any) -> Asked:
        with LoopbackServer(lambda asked: json_reply(people(1))) as server:
            taken(source(server.url, auth=auth))
            return server.asked[0]

    assert answers(AUTHS[0]).headers["authorization"] == f"Bearer {SECRET}"
    assert answers(AUTHS[1]).headers["authorization"] == f"Basic {CODED}"
    assert answers(AUTHS[2]).headers["x-key"] == SECRET
    assert answers(AUTHS[3]).query == {"key": SECRET}
    assert answers(Bearer(token=lambda: "toinen")).headers["authorization"] == "Bearer toinen"


BAD: dict[str, Play] = {
    "refused": lambda asked: Reply(status=403),
    "hang up": lambda asked: Reply(hang_up=True),
    "busy": lambda asked: too_many("0"),
    "wait": lambda asked: too_many("1000"),
    "page": lambda asked: web_page(),
    "half": lambda asked: Reply(b"[", length=9),
    "text": lambda asked: Reply(f'["{SECRET}'.encode()),
    "records": lambda asked: json_reply({"a": SECRET}),
    "type": lambda asked: Reply(b"[]", content_type="image/png"),
    "redirect": lambda asked: redirect(f"ftp://127.0.0.1/?key={SECRET}"),
    "circle": lambda asked: json_reply(people(1), headers={"Link": f'<?token={SECRET}>; rel="next"'}),
    "elsewhere": lambda asked: json_reply(people(1), headers={"Link": f'<http://127.0.0.1:1/?t={SECRET}>; rel="next"'}),
    "host": lambda asked: redirect(f"http://\u0394.invalid/?key={SECRET}".encode().decode("latin-1")),
    "bad link": lambda asked: json_reply(people(1), headers={"Link": f'<http://[{SECRET}>; rel="next"'}),
}


@pytest.mark.parametrize("auth", AUTHS, ids=lambda auth: type(auth).__name__)
@pytest.mark.parametrize("play", BAD)
def test_no_error_tells_a_secret(play: str, auth: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    paging = LinkHeader() if play in ("circle", "elsewhere", "bad link") else None
    with LoopbackServer(BAD[play]) as server, pytest.raises(SourceError) as caught:
        taken(source(f"{server.url}/a?token={SECRET}", auth=auth, paging=paging, id="id", records=""))
    assert not tells(everything(caught.value))
    assert not tells(caplog.text)
    assert "127.0.0.1" in str(caught.value)


# ---- to whom


@pytest.mark.parametrize("auth", AUTHS, ids=lambda auth: type(auth).__name__)
def test_another_host_is_not_told_the_secret(auth: Any) -> None:
    with LoopbackServer(lambda asked: json_reply(people(2))) as other:
        for target in (other.url, other.url.replace("127.0.0.1", "localhost")):
            with LoopbackServer(lambda asked, to=target: redirect(to)) as server:  # type: ignore[misc]
                assert len(taken(source(server.url, auth=auth))) == 2
                assert carries(server.asked[0])
    assert len(other.asked) == 2
    assert not any(map(carries, other.asked))


def test_a_next_page_on_another_host_is_asked_without_the_secret() -> None:
    with LoopbackServer(lambda asked: json_reply({"items": people(2, 3)})) as other:
        first = json_reply({"items": people(2), "next": f"{other.url}/b"})
        with LoopbackServer(lambda asked: first) as server:
            got = taken(source(server.url, auth=Bearer(env=ENV), paging=Cursor("next")))
            assert carries(server.asked[0])
    assert ids(got) == ["r1", "r2", "r3", "r4"]
    assert not carries(other.asked[0])


def test_a_redirect_on_the_same_host_keeps_it() -> None:
    with LoopbackServer(lambda asked: json_reply(people(1)) if asked.path == "/b" else redirect("/b")) as server:
        taken(source(f"{server.url}/a", auth=Bearer(env=ENV)))
        assert all(map(carries, server.asked))


def test_passwords_of_the_user_s_own_file_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text(f"default login a password {SECRET}\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with LoopbackServer(lambda asked: json_reply(people(1))) as server:
        taken(source(server.url))
        assert "authorization" not in server.asked[0].headers


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.fi/x", "https://a.fi:443/y", True),
        ("https://a.fi", "http://a.fi", True),
        ("http://a.fi", "https://a.fi", False),
        ("https://a.fi:8443", "http://a.fi", False),
        ("https://a.fi", "https://b.fi", False),
        ("https://a.fi", "https://x.a.fi", False),
        ("http://a.fi:1", "http://a.fi:2", False),
    ],
)
def test_who_is_the_same(one: str, other: str, same: bool) -> None:
    assert same_origin(one, other) is same


# ---- where secrets come from


@pytest.mark.parametrize("kind", [Bearer, lambda **p: Basic("a", **p), lambda **p: HeaderToken("X", **p)])
def test_a_secret_comes_from_one_place(kind: Callable[..., Any]) -> None:
    for parts in ({}, {"env": ENV, "token": lambda: SECRET}):
        with pytest.raises(OptionError, match="comes from one place"):
            kind(**parts).credentials()


def test_a_variable_that_is_not_set_is_named() -> None:
    with pytest.raises(OptionError, match="the environment variable PUUTTUU holds no secret"):
        source("http://127.0.0.1:1", auth=Bearer(env="PUUTTUU")).fetch()


@pytest.mark.parametrize("bad", [f"{SECRET}\r\nX: 1", f"{SECRET}\x00", f"ä{SECRET}"])
def test_a_secret_that_no_header_can_carry(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    with pytest.raises(OptionError, match="no header can carry") as caught:
        Bearer(token=lambda: bad).credentials()
    assert not tells(everything(caught.value))


@pytest.mark.parametrize("value", [None, "", "  ", 7])
def test_a_function_that_gives_no_secret(value: Any) -> None:
    with pytest.raises(OptionError, match="the function token holds no secret"):
        Bearer(token=lambda: value).credentials()


def test_a_function_that_fails_is_not_quoted() -> None:
    def broken() -> str:
        raise RuntimeError(SECRET)

    with pytest.raises(SourceError, match=r"the function token failed \(RuntimeError\)") as caught:
        taken(source("http://127.0.0.1:1", auth=Bearer(token=broken)))
    assert not tells(everything(caught.value).replace("raise RuntimeError(SECRET)", ""))


def test_a_password_in_an_address_is_refused_unseen() -> None:
    for make in (HttpSource, HttpFile, lambda url: vk.read(url, KYSELY)):
        with pytest.raises(SourceError, match=r"state auth=Basic") as caught:
            make(f"https://kayttaja:{SECRET}@example.org/a")
        assert not tells(everything(caught.value))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://a.fi/x?k=1&l=2#frag", "https://a.fi/x?k=…&l=…"),
        ("https://a.fi/x?plain", "https://a.fi/x?…"),
        ("https://u:p@a.fi:8443/x", "https://a.fi:8443/x"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("http://[", "an address that cannot be read"),
    ],
)
def test_an_address_as_people_may_see_it(address: str, told: str) -> None:
    assert shown(address) == told


def test_a_good_address_is_returned() -> None:
    assert checked_address("http://[::1]:80/a?b=c") == "http://[::1]:80/a?b=c"


def test_a_library_s_own_warning_tells_no_query() -> None:
    from verkosto.backends._http_transport import quiet

    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logger = logging.getLogger("urllib3.connectionpool")
    logger.addHandler(handler)
    try:
        with quiet():
            logger.warning("failed (url=%s): %s, %s", f"http://a/?k={SECRET}", ValueError(SECRET), 7, exc_info=True)  # noqa: LOG014
            logger.warning("plain")
        logger.warning("after %s", "a?b")
    finally:
        logger.removeHandler(handler)
    assert out.getvalue() == "failed (url=http://a/): ValueError, 7\nplain\nafter a?b\n"


def test_a_file_needs_its_secret_too() -> None:
    with LoopbackServer(lambda asked: Reply(b"id;Montako?;Miksi?\nr1;2;x\n", content_type="text/csv")) as server:
        with warnings.catch_warnings(action="ignore"):
            got = vk.read(HttpFile(f"{server.url}/a.csv", auth=Bearer(env=ENV), **LIMITS), KYSELY)
        assert carries(server.asked[0])
    assert ids(got) == ["r1"]
