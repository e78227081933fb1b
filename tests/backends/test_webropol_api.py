"""Webropol's REST API against the kit's server: tokens, pages, both shapes of answers, and what goes wrong."""

from __future__ import annotations

import json
import logging
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

import verkosto as vk
from verkosto.backends import RemoteSource, WebropolApi, WebropolSurvey, infer
from verkosto.errors import OptionError, SourceError
from verkosto.instruments import Column, Matrix, MultipleChoice, Nps, Option, Scale, SingleChoice, Text
from verkosto.responses import Responses
from verkosto.testing import Asked, FakeResponse, FakeWebropol, LoopbackServer, Reply, json_reply, redirect

QUESTIONS = {"q1": "Malli?", "q2": "Palvelut", "q3": "Väittämät", "q4": "Miksi?", "q5": "Suosittelu", "q6": "Muuta?"}
KINDS = {"q1": "selection", "q2": "multipleChoice", "q3": "scaleSelection", "q5": "NPS"}
KYSELY = vk.Instrument(
    "kysely",
    "Kysely",
    columns=(
        Column("tunnus", "ResponseId", role="response_id"),
        Column("aika", "ResponseDate", role="time"),
        Column("posti", "RespondentEmail", role="email"),
    ),
    questions=(
        SingleChoice("malli", "Malli?", options=(Option("k", "Kannatan"), Option("muu", "Muu, mikä?", free_text=True))),
        MultipleChoice("pal", "Palvelut", options=(Option("a", "Apu"), Option("b", "Bussi"))),
        Matrix(
            "vait",
            "Väittämät",
            rows=(Option("r1", "Eka"), Option("r2", "Toka: vielä")),
            scale=Scale((Option("1", "Samaa"), Option("2", "Eri"))),
        ),
        Text("syy", "Miksi?"),
        Nps("nps", "Suosittelu"),
        Text("muuta", "Muuta?"),
    ),
)
SALASANA = "s4lasana"


def answered(number: int) -> FakeResponse:
    choice = ("q1", "", "Kannatan") if number % 2 else ("q1", "", "Muu, mikä?", f"muu {number}")
    ticks = [("q2", "", "Apu"), ("q2", "", "Bussi")][: 1 + (number % 3 == 0)]
    rows = [("q3", "Eka", "Samaa"), ("q3", "Toka: vielä", "Eri")]
    rest = [("q4", "", f"syy {number}"), ("q5", "Ei - Kyllä", str(number % 11))]
    return FakeResponse(f"r{number}", [choice, *ticks, *rows, *rest], email=f"h{number}@esimerkki.fi")


def fake(count: int = 25, **parts: Any) -> FakeWebropol:
    responses = [answered(number) for number in range(1, count + 1)]
    return FakeWebropol(QUESTIONS, responses, kinds=KINDS, **{"size": 10, "password": SALASANA, **parts})


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBROPOL_USER", "kayttaja")
    monkeypatch.setenv("WEBROPOL_PASSWORD", SALASANA)


def api(url: str, **parts: Any) -> WebropolApi:
    limits: dict[str, Any] = {"timeout": (2, 2), "page_seconds": 5, "deadline": 20, "retries": 1, "backoff": 0.01}
    return WebropolApi("kysely-1", url=url, **{**limits, **parts})


def taken(what: WebropolApi) -> Responses:
    with warnings.catch_warnings(action="ignore"):
        return vk.read(what, KYSELY)


@pytest.mark.parametrize("shape", ["flat", "nested"])
def test_every_response_is_read_in_either_shape(shape: Literal["flat", "nested"]) -> None:
    with LoopbackServer(fake(shape=shape)) as server:
        what = api(server.url)
        got = taken(what)
    frame = got.frame
    assert frame["tunnus"].tolist() == [f"r{n}" for n in range(1, 26)]
    assert frame["aika"].astype(str).unique().tolist() == ["2020-11-10 11:22:48"]
    assert frame["malli"].tolist()[:2] == ["k", "muu"]
    assert frame["malli[muu].text"].tolist()[1] == "muu 2"
    assert frame["pal[b]"].tolist()[:3] == [False, False, True]
    assert frame["vait[r2]"].tolist()[0] == "2"
    assert frame["syy"].tolist()[24] == "syy 25"
    assert frame["nps"].tolist()[:2] == [1, 2]
    assert frame["muuta"].isna().all()
    assert [issue for issue in got.issues if issue.reason not in ("unbound_column", "withheld_column")] == []
    told = got.provenance
    assert told is not None
    assert told.cells.withheld == 25
    assert told.source == f"{server.url}/api/v1/surveys/kysely-1/responses"
    assert (told.backend, told.options["found_pages"]) == ("webropol-api", 3)
    assert isinstance(what, RemoteSource)
    assert what.capabilities.carries_times


def test_addresses_are_withheld_where_no_codebook_claims_them() -> None:
    with LoopbackServer(fake(3)) as server:
        bare = vk.Instrument("k", "K", questions=(Text("syy", "Miksi?"),))
        with warnings.catch_warnings(action="ignore"):
            got = vk.read(api(server.url), bare)
    assert "RespondentEmail" not in got.unbound.columns
    assert got.provenance is not None
    assert got.provenance.cells.withheld == 3


def test_surveys_and_questions_are_listed_and_a_codebook_drafted() -> None:
    with LoopbackServer(fake(30)) as server:
        assert WebropolApi(url=server.url).surveys() == (
            WebropolSurvey("kysely-1", "Kysely", "Open", "2020-10-26T11:22:48.99"),
        )
        assert api(server.url).questions() == tuple(QUESTIONS.values())
        draft = infer(api(server.url))
    kinds = {question.text.fi: type(question).__name__ for question in draft.questions}
    assert kinds["Malli?"] == "SingleChoice"
    assert kinds["Palvelut"] == "MultipleChoice"
    assert kinds["Suosittelu"] == "Nps"


def test_a_survey_without_responses_has_its_questions() -> None:
    with LoopbackServer(fake(0)) as server:
        got = taken(api(server.url))
    assert len(got) == 0
    assert "question_not_found" not in {issue.reason for issue in got.issues if issue.variable in ("syy", "malli")}


# ---- tokens


@pytest.mark.parametrize(("refreshes", "second"), [(True, "refresh_token"), (False, "password")])
def test_a_token_that_runs_out_on_the_way_is_replaced(refreshes: bool, second: str) -> None:
    play = fake(token_lasts=3, refreshes=refreshes)
    with LoopbackServer(play) as server:
        assert len(taken(api(server.url))) == 25
        assert play.signed_in == ["password", second]
        assert server.asked[0].method == "POST"


def test_a_refresh_token_that_is_no_longer_taken_is_no_trouble() -> None:
    play = fake(token_lasts=3)

    def forgetful(asked: Asked) -> Reply:
        refused = b"refresh_token" in asked.body
        return json_reply({"error": "invalid_grant"}, status=400) if refused else play(asked)

    with LoopbackServer(forgetful) as server:
        assert len(taken(api(server.url))) == 25
    assert play.signed_in == ["password", "password"]


def test_a_token_is_renewed_before_it_runs_out() -> None:
    play = fake(5)

    def brief(asked: Asked) -> Reply:
        reply = play(asked)
        return Reply(reply.body.replace(b"14399", b"0.000001")) if asked.path == "/token" else reply

    with LoopbackServer(brief) as server:
        taken(api(server.url))
    assert play.signed_in == ["password", "refresh_token"]


def test_a_token_that_is_never_taken_is_told() -> None:
    with LoopbackServer(lambda asked: fake()(asked) if asked.path == "/token" else Reply(status=401)) as server:
        assert "status 401" in refused(server.url)


def refused(url: str, **parts: Any) -> str:
    with pytest.raises(SourceError) as caught:
        taken(api(url, **parts))
    text = "".join(traceback.format_exception(caught.value))
    assert SALASANA not in text
    assert "token-" not in text
    return str(caught.value)


def test_a_wrong_password_is_told_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with LoopbackServer(fake(user="toinen")) as server:
        message = refused(server.url)
        assert "does not take this user name and password. Check WEBROPOL_USER and WEBROPOL_PASSWORD" in message
    assert SALASANA not in caplog.text


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"{}"),
        Reply(b"[]"),
        Reply(b"x"),
        json_reply({"access_token": None}),
        json_reply({"access_token": 5}),
        json_reply({"access_token": "token-1", "expires_in": "soon"}),
        Reply(b"[" * 100_000),
    ],
)
def test_an_answer_without_a_token_is_told(reply: Reply) -> None:
    with LoopbackServer(lambda asked: reply) as server:
        assert "the service's answer holds no token" in refused(server.url)


def test_a_password_is_not_sent_where_a_redirect_leads() -> None:
    with LoopbackServer(fake()) as other, LoopbackServer(lambda asked: redirect(f"{other.url}/token", 307)) as server:
        assert "a password is sent nowhere else" in refused(server.url)
        assert not other.asked


def test_user_and_password_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEBROPOL_PASSWORD")
    with pytest.raises(OptionError, match="WEBROPOL_PASSWORD holds no secret"):
        api("http://127.0.0.1:1").fetch()


def test_nothing_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from verkosto.backends._webropol_api_login import Login

    what = api("https://rest.example.org")
    assert SALASANA not in repr(what)
    login = Login(what.url, what.user_env, what.password_env, what)
    login._token = "token-1"  # noqa: S105 - made up
    assert repr(login) == "<Login at https://rest.example.org/token>"
    login.close()
    assert not login._token


# ---- pages


def test_a_busy_service_is_waited_for_and_a_survey_read_once_each() -> None:
    play = fake(busy=2)
    with LoopbackServer(play) as server:
        assert len(taken(api(server.url))) == 25


def test_an_interrupted_reading_goes_on(tmp_path: Path) -> None:
    play, asked_for = fake(), list[str]()

    def broken(asked: Asked) -> Reply:
        page = asked.query.get("paging", "")
        asked_for.append(page)
        return Reply(status=400) if asked_for.count("3") == 1 and page == "3" else play(asked)

    with LoopbackServer(broken) as server:
        with pytest.raises(SourceError, match="page 3"):
            taken(api(server.url, resume=tmp_path / "kesken"))
        assert len(taken(api(server.url, resume=tmp_path / "kesken"))) == 25
    assert list(filter(None, asked_for)) == ["1", "2", "3", "3"]
    assert not list(tmp_path.iterdir())


def test_answers_that_come_meanwhile_double_nobody() -> None:
    play = fake(20)

    def growing(asked: Asked) -> Reply:
        if asked.query.get("paging") == "2" and len(play.responses) < 22:
            play.responses.insert(0, answered(99 + len(play.responses)))
        return play(asked)

    with LoopbackServer(growing) as server:
        got = taken(api(server.url))
    tunnukset = got.frame["tunnus"].tolist()
    assert sorted(tunnukset) == sorted({*tunnukset})
    assert {f"r{n}" for n in range(1, 21)} <= {*tunnukset}


@pytest.mark.parametrize("verify", [False, True])
def test_who_moved_to_a_page_that_was_read_is_found_by_reading_twice(verify: bool) -> None:
    """One response is deleted and another joins, so the count fits though `r8` passes from page 2 to page 1."""
    play = fake(20)
    play.size = 7
    pages = []

    def swapping(asked: Asked) -> Reply:
        pages.append(asked.query.get("paging"))
        if pages.count("2") == 1 and asked.query.get("paging") == "2" and len(pages) < 8:
            del play.responses[0]
            play.responses.append(answered(99))
        return play(asked)

    with LoopbackServer(swapping) as server:
        got = taken(api(server.url, verify=verify))
    assert ("r8" in got.frame["tunnus"].tolist()) is verify


def test_an_answer_that_changed_is_told() -> None:
    play = fake(20)

    def changing(asked: Asked) -> Reply:
        if asked.query.get("paging") == "2" and len(play.responses) == 20:
            play.responses.insert(0, answered(99))
            play.responses[10] = FakeResponse("r10", [("q4", "", "uusi syy")])
        return play(asked)

    with LoopbackServer(changing) as server, pytest.warns(vk.errors.VerkostoWarning, match="two versions"):
        made = {header.title: column for header, column in _columns(api(server.url))}
    assert "uusi syy" in made["Miksi?"].values


def _columns(what: WebropolApi) -> Any:
    (table,) = what.fetch().tables
    return zip(table.headers, table.columns, strict=True)


@pytest.mark.parametrize(
    ("break_it", "word"),
    [
        (lambda document: document["Paging"].update(TotalCount=99), "counts 99 responses and gave 25"),
        (lambda document: document.pop("SurveyAnswers"), "no list of records at SurveyAnswers"),
        (lambda document: document["Paging"].update(IsLastItemFetched=False), "brought nobody new"),
        (lambda document: document["SurveyAnswers"][0].update(ResponseId=None), "record 1 has no id at 'ResponseId'"),
    ],
)
def test_pages_that_cannot_be_right_are_told(break_it: Callable[[Any], Any], word: str) -> None:
    play = fake()

    def broken(asked: Asked) -> Reply:
        reply = play(asked)
        if "paging" not in asked.query:
            return reply
        document = json.loads(reply.body)
        if document["SurveyAnswers"]:
            break_it(document)
        elif word.startswith("brought"):
            document["Paging"]["IsLastItemFetched"] = False
        return json_reply(document)

    with LoopbackServer(broken) as server:
        assert word in refused(server.url)


def test_what_is_stated_is_checked() -> None:
    with pytest.raises(OptionError, match=r"List those of the account with WebropolApi\(\)"):
        WebropolApi().fetch()
    with pytest.raises(OptionError, match="blank_means must be one of"):
        WebropolApi(blank_means="nothing")
    with LoopbackServer(fake()) as server:
        with pytest.raises(SourceError, match="status 404"):
            WebropolApi("../../x?y", url=server.url).questions()
        assert server.asked[-1].path == "/api/v1/surveys/..%2F..%2Fx%3Fy/questions"
