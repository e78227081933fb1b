"""Sources that are declared in files, and addresses as text; and what other packages may give to `read`."""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from lss_files import lss, write_lss
from made_backends import install
from served import KYSELY, LIMITS, ids, people, source, taken

import verkosto as vk
from verkosto.backends import (
    Backend,
    Basic,
    Bearer,
    Evidence,
    HttpBackend,
    HttpFile,
    HttpSource,
    LinkHeader,
    Offset,
    PageNumber,
    ReadsAddresses,
    RemoteSource,
    Strength,
    UsesCodebook,
    _registry,
    infer,
    read,
)
from verkosto.errors import BackendError, OptionError, SourceError
from verkosto.testing import LoopbackServer, RecordPages, Reply, json_reply

CSV = "id;Montako?;Miksi?\nr1;1;syy 1\nr2;2;syy 2\n"


# ---- declared as data


DECLARED = """
source = "http"
url = "{url}/a"
records = "items"
id = "id"
timeout = [2, 2]
total = "total"

[paging]
kind = "page_number"
last = "last"

[auth]
kind = "bearer"
env = "VERKOSTO_TEST_TOKEN"
"""


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Any:
    install(monkeypatch, ("http", "verkosto.backends:HttpBackend"))
    yield
    _registry._load.cache_clear()


@pytest.mark.usefixtures("installed")
def test_a_file_may_declare_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERKOSTO_TEST_TOKEN", "merkki")
    path = tmp_path / "lahde.toml"
    with LoopbackServer(RecordPages(people(12), size=5)) as server:
        path.write_text(DECLARED.format(url=server.url))
        assert HttpSource.load(path).auth == Bearer(env="VERKOSTO_TEST_TOKEN")
        for backend in (None, "http"):
            got = taken(path, backend=backend)
            assert ids(got) == [f"r{n}" for n in range(1, 13)]
            assert got.provenance is not None
            assert got.provenance.source == f"{server.url}/a"
        assert ids(taken(path, backend="http", max_pages=6, total=None)) == ids(got)
        (one,) = HttpBackend().open(path, {name: default for name, (default, _) in HttpBackend.options.items()})
        assert len(one) == 12
        assert server.asked[0].headers["authorization"] == "Bearer merkki"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("source = 'ftp'", "declares no HTTP source. Begin it with: source = 'http'"),
        ("source = ", "no TOML file"),
        ("source = 'http'", "needs its address"),
        ("source = 'http'\nurl = 'https://a.fi'\nrecord = 'x'", "takes no 'record'. Did you mean 'records'?"),
        ("source = 'http'\nurl = 'https://a.fi'\nid='x'\npaging = {kind = 'pages'}", "State one of page_number"),
        ("source = 'http'\nurl = 'https://a.fi'\npaging = {kind = 'offset', limit = 5}", "takes no 'limit'"),
        ("source = 'http'\nurl = 'https://a.fi'\npaging = {kind = 'cursor'}", "lacks something. It takes: path"),
        ("source = 'http'\nurl = 'https://a.fi'\npaging = {kind = 'offset', size = 1}", "State a larger size="),
        ("source = 'http'\nurl = 'https://a.fi'\nauth = {kind = 'bearer', token = 'salainen'}", "takes no 'token'"),
        ("source = 'http'\nurl = 'https://a.fi'\nauth = {kind = 7}", "no kind that is known. State one of bearer"),
    ],
)
def test_a_bad_declaration_is_told(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "lahde.toml"
    path.write_text(text)
    with pytest.raises((SourceError, OptionError), match=re.escape(word)) as caught:
        HttpSource.load(path)
    assert "salainen" not in str(caught.value)


def test_a_declaration_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no TOML file"):
        HttpSource.load(tmp_path / "ei.toml")
    assert HttpBackend().detect(tmp_path / "ei.toml") == Evidence(
        Strength.NONE, ("no file that declares an HTTP source",)
    )


def test_plain_data_makes_every_kind() -> None:
    made = HttpSource.from_dict(
        {
            "url": "https://a.fi",
            "id": "id",
            "paging": {"kind": "offset", "size": 5},
            "timeout": [1, 2],
            "auth": {"kind": "basic", "user": "a", "env": "B"},
        }
    )
    assert (made.paging, made.auth, made.timeout) == (Offset(size=5), Basic("a", env="B"), (1, 2))
    assert HttpSource("https://a.fi", id="id", paging=LinkHeader()).paging == LinkHeader()


def test_the_backend_tells_every_part_of_a_source() -> None:
    backend = HttpBackend()
    assert isinstance(backend, Backend)
    assert isinstance(backend, ReadsAddresses)
    assert isinstance(HttpSource("https://a.fi"), RemoteSource)
    assert not isinstance(vk.backends.CsvBackend(), ReadsAddresses)
    assert "url" not in backend.options
    assert backend.options["timeout"][0] == (5.0, 30.0)
    assert backend.options["params"][0] == {}


# ---- addresses as text


@pytest.mark.usefixtures("installed")
def test_an_address_is_read_by_what_is_there() -> None:
    bodies = {
        "/a": json_reply(people(3)),
        "/b": Reply("\n".join(map(json.dumps, people(3))).encode(), content_type="text/plain"),
        "/c": Reply("\n".join(map(json.dumps, people(3))).encode(), content_type="application/x-ndjson"),
        "/d.csv": Reply(b"id;Montako?;Miksi?\nr1;1;a\nr2;2;b\nr3;3;c\n", content_type="text/csv"),
    }
    with LoopbackServer(lambda asked: bodies[asked.path]) as server:
        for path in bodies:
            got = taken(f"{server.url}{path}?key=1")
            assert ids(got) == ["r1", "r2", "r3"]
            assert got.provenance is not None
            assert got.provenance.source == f"{server.url}{path}?key=…"
        assert ids(taken(f"{server.url}/a", backend="http", id="id")) == ["r1", "r2", "r3"]
        assert ids(taken(f"{server.url}/d.csv", backend="csv", delimiter=";")) == ["r1", "r2", "r3"]
        assert len(vk.infer(f"{server.url}/d.csv").questions) == 3


@pytest.mark.usefixtures("installed")
def test_looking_at_an_address_fetches_the_beginning_only() -> None:
    sent: list[int] = []

    def long(stopping: Any) -> Any:
        for _ in range(2000):
            sent.append(1)
            yield b" " * 65_536

    with LoopbackServer(lambda asked: Reply(pieces=long, length=-1, content_type="text/csv")) as server:
        with pytest.raises(SourceError, match="more than 1,000,000 bytes"):
            taken(HttpFile(server.url, max_bytes=1_000_000))
        vk.backends._http_file.peek(server.url)
    assert len(sent) < 1000


def test_a_file_is_downloaded_read_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body = CSV.encode()
    with LoopbackServer(lambda asked: Reply(body, content_type="text/csv")) as server:
        got = taken(HttpFile(f"{server.url}/Kysely%20_Perusraportti.csv", **LIMITS), backend="webropol", layout="A")
        assert ids(got) == ["r1", "r2"]
        assert got.provenance is not None
        assert got.provenance.source.endswith("/Kysely%20_Perusraportti.csv")
        assert got.provenance.digest == hashlib.sha256(body).hexdigest()
        assert not list(tmp_path.iterdir())
        with pytest.raises(OptionError, match="takes no option 'layout'"):
            taken(HttpFile(server.url, **LIMITS), backend="csv", layout="A")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><p>", b"\xef\xbb\xbf \n<HTML lang='fi'>", b"<head><title>"])
def test_a_page_in_place_of_a_file_is_told_with_its_address(body: bytes) -> None:
    with LoopbackServer(lambda asked: Reply(body, content_type="text/csv")) as server:
        for what in (f"{server.url}/vienti.csv", HttpFile(f"{server.url}/vienti.csv", **LIMITS)):
            with pytest.raises(SourceError) as caught:
                taken(what, backend="csv")
            assert str(caught.value).startswith(f"{server.url}/vienti.csv: a web page came in place of answers")


@pytest.mark.parametrize("make", [str, lambda url: HttpFile(url, **LIMITS)])
def test_a_file_at_an_address_states_its_codebook_too(make: Any, tmp_path: Path) -> None:
    with LoopbackServer(lambda asked: Reply(lss().encode(), content_type="text/xml")) as server:
        draft = infer(make(f"{server.url}/kysely.lss"))
    assert draft == infer(write_lss(tmp_path, lss()))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/Vienti_Perusraportti.csv", "Vienti_Perusraportti.csv"),
        ("/%2e%2e%2fpasswd", "passwd"),
        ("/", "download"),
        ("/..", "download"),
        ("/a%00b%2Fc:d", "cd"),
    ],
)
def test_the_name_of_a_download_cannot_leave_its_folder(path: str, name: str) -> None:
    assert HttpFile(f"https://a.fi{path}")._name() == name


@pytest.mark.parametrize("address", ["ftp://a.fi/x.csv", "file:///etc/passwd", "s3://a/b"])
def test_other_schemes_are_not_asked(address: str) -> None:
    with pytest.raises(SourceError, match="only http and https"):
        read(address, KYSELY)
    with pytest.raises(SourceError, match="only http and https"):
        infer(address)


def test_a_declared_source_says_itself_how_it_is_read() -> None:
    for parts in ({"backend": "csv"}, {"records": "x"}):
        with pytest.raises(OptionError, match="a HttpSource says itself how it is read"):
            read(HttpSource("https://a.fi"), KYSELY, **parts)  # type: ignore[arg-type]


class Broken:
    backend = "rikki"
    capabilities = vk.backends.Capabilities()

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome

    def fetch(self) -> Any:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.mark.parametrize("outcome", [RuntimeError("https://a.fi?key=salainen"), None, []])
def test_a_source_that_breaks_is_told_and_not_quoted(outcome: Any) -> None:
    with pytest.raises(BackendError, match=r"the source 'rikki' failed") as caught:
        read(Broken(outcome), KYSELY)
    assert "salainen" not in str(caught.value)
    assert caught.value.__context__ is None
    with warnings.catch_warnings(action="ignore"), pytest.raises(SourceError, match=r"^x$"):
        read(Broken(SourceError("x")), KYSELY)


def test_pages_by_number_may_start_anywhere() -> None:
    with LoopbackServer(lambda asked: json_reply(people(2) if asked.query["p"] == "0" else [])) as server:
        got = taken(source(server.url, paging=PageNumber("p", first_page=0, size_param="n", size=2), records=""))
        assert server.asked[0].query == {"p": "0", "n": "2"}
    assert len(got) == 2


def test_a_source_that_wants_the_codebook_is_told_it() -> None:
    class Wanting(Broken):
        def for_instrument(self, instrument: Any) -> Any:
            return Broken(SourceError(instrument.id))

    assert isinstance(Wanting(None), UsesCodebook)
    with pytest.raises(SourceError, match=r"^testi$"):
        read(Wanting(None), KYSELY)
    with pytest.raises(BackendError):
        vk.infer(Wanting(None))
