"""The built-in sources of web services hold to the kit's contract."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from kobo_files import FakeKobo
from limesurvey_server import KEY, PATH, Interface, result

from verkosto import backends
from verkosto.backends import Bearer, HttpSource, KoboApi, LimeSurveyApi, PageNumber, WebropolApi
from verkosto.testing import Asked, FakeResponse, FakeWebropol, Play, RecordPages, RemoteSourceContract, Reply

QUICK: dict[str, Any] = {"retries": 1, "backoff": 0.0, "timeout": (2.0, 2.0), "page_seconds": 5.0}


class TestHttp(RemoteSourceContract):
    @pytest.fixture(autouse=True)
    def _environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.setenv = monkeypatch.setenv

    def play(self, answers: list[tuple[str, str]], secret: str) -> Play:
        def answer(asked: Asked) -> Reply:
            if asked.headers.get("authorization") != f"Bearer {secret}":
                return Reply(b"{}", status=401)
            return RecordPages([{"id": one, "miksi": text} for one, text in answers], size=3)(asked)

        return answer

    def source(self, url: str, secret: str) -> HttpSource:
        self.setenv("KYSELYN_AVAIN", secret)
        auth = Bearer(env="KYSELYN_AVAIN")
        return HttpSource(f"{url}/vastaukset", records="items", id="id", paging=PageNumber(), auth=auth, **QUICK)


class TestWebropolApi(RemoteSourceContract):
    @pytest.fixture(autouse=True)
    def _environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.setenv = monkeypatch.setenv

    def play(self, answers: list[tuple[str, str]], secret: str) -> Play:
        fake = FakeWebropol({"q1": "Miksi?"}, [], size=3, password=secret)

        def answer(asked: Asked) -> Reply:
            fake.responses = [FakeResponse(one, [("q1", "", text)]) for one, text in answers]
            return fake(asked)

        return answer

    def source(self, url: str, secret: str) -> WebropolApi:
        self.setenv("WEBROPOL_USER", "kayttaja")
        self.setenv("WEBROPOL_PASSWORD", secret)
        return WebropolApi("kysely-1", url=url, **QUICK)


class TestKoboApi(RemoteSourceContract):
    @pytest.fixture(autouse=True)
    def _environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.setenv = monkeypatch.setenv

    def play(self, answers: list[tuple[str, str]], secret: str) -> Play:
        fake = FakeKobo([], token=secret)

        def answer(asked: Asked) -> Reply:
            fake.records = [{"_id": int(one[1:]), "_uuid": one, "miksi": text} for one, text in answers]
            return fake(asked)

        return answer

    def source(self, url: str, secret: str) -> KoboApi:
        self.setenv("KOBO_TOKEN", secret)
        return KoboApi("aBc123", url=url, page=3, **QUICK)


class TestLimeSurveyApi(RemoteSourceContract):
    @pytest.fixture(autouse=True)
    def _environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.setenv = monkeypatch.setenv

    def play(self, answers: list[tuple[str, str]], secret: str) -> Play:
        def log_in(number: Any, params: list[Any]) -> Reply:
            return result(number, KEY if params[1] == secret else {"status": "Invalid user name or password"})

        def export(number: Any, params: list[Any]) -> Reply:
            low, high, names = (*params[7:], None, None, None)[:3]
            rows = [{"id": int(one[1:]), "submitdate": "2020-03-05 12:00:00", "miksi": text} for one, text in answers]
            if low:
                rows = [row for row in rows if low <= row["id"] <= high]
            if names:
                rows = [{name: row[name] for name in names} for row in rows]
            return result(number, base64.b64encode(json.dumps({"responses": rows}).encode()).decode())

        return Interface(instead={"get_session_key": log_in, "export_responses": export})

    def source(self, url: str, secret: str) -> LimeSurveyApi:
        self.setenv("LIMESURVEY_USER", "kayttaja")
        self.setenv("LIMESURVEY_PASSWORD", secret)
        return LimeSurveyApi(f"{url}{PATH}", 202605, language="fi", page=3, **QUICK)


def test_every_built_in_source_has_its_class() -> None:
    found = {name for name in backends.__all__ if hasattr(getattr(backends, name), "fetch")} - {"RemoteSource"}
    contracts = [one for one in globals().values() if isinstance(one, type) and issubclass(one, RemoteSourceContract)]
    assert {one.source.__annotations__["return"] for one in contracts} == found | {"RemoteSource"}
