from __future__ import annotations

import base64
import json
import logging
import traceback
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from limesurvey import codebook, file, read, survey
from limesurvey_server import KEY, PATH, Interface, Replay, recorded, result

from verkosto.backends import _limesurvey_rpc
from verkosto.backends._limesurvey_api import LimeSurveyApi
from verkosto.backends._limesurvey_codebook import draft_of
from verkosto.backends._protocol import RemoteSource
from verkosto.errors import (
    EmptySourceError,
    MissingExtraError,
    OptionError,
    RaggedRowsError,
    SourceError,
    SourceNotFoundError,
    VerkostoError,
)
from verkosto.responses import Provenance, Responses, assemble
from verkosto.testing import Asked, LoopbackServer, Play, Reply, drip, half_body, redirect, too_many, web_page

PASSWORD = "invented-9x"  # noqa: S105 - of nobody
WHOLE = ("01", "20", "13b", "40")


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIMESURVEY_USER", "admin")
    monkeypatch.setenv("LIMESURVEY_PASSWORD", PASSWORD)


@pytest.fixture
def interface() -> Iterator[tuple[Interface, str]]:
    play = Interface()
    with LoopbackServer(play) as server:
        yield play, f"{server.url}{PATH}"


def responses(source: LimeSurveyApi) -> Responses:
    instrument = codebook()
    delivery = source.for_instrument(instrument).fetch()
    provenance = Provenance(delivery.source, source.backend, digest=delivery.digest, size=delivery.size)
    return assemble(delivery.tables, instrument, provenance=provenance)


def failing(play: Play, **parts: Any) -> VerkostoError:
    """What fetching raises, once it is clear that no secret stands in it."""
    stated: dict[str, Any] = {"language": "fi", "retries": 0, "backoff": 0.01} | parts
    with LoopbackServer(play) as server, pytest.raises(VerkostoError) as caught:
        LimeSurveyApi(f"{server.url}{PATH}", 202605, **stated).fetch()
    told = "".join(traceback.format_exception(caught.value))
    assert PASSWORD not in told
    assert KEY not in told
    return caught.value


class TestRecordedExchanges:
    def test_give_the_answers_that_the_file_gives(self) -> None:
        with LoopbackServer(Replay(WHOLE)) as server:
            answers = responses(LimeSurveyApi(f"{server.url}{PATH}", 202605, language="fi"))
        pd.testing.assert_frame_equal(answers.frame, read(file("json_fi_all_code_short.json"), codebook()).frame)
        assert answers.missing("miksi").tolist()[1:] == [
            "not_asked",
            "not_asked",
            "not_asked",
            "not_asked",
            "not_answered",
        ]
        assert not answers.issues
        methods = [json.loads(asked.body)["method"] for asked in server.asked]
        assert methods == ["get_session_key", "export_responses", "export_responses", "release_session_key"]

    @pytest.mark.parametrize(
        ("method", "name", "error", "message"),
        [
            ("get_session_key", "02", SourceError, "does not know this user and password.*three failures lock"),
            ("get_session_key", "43", SourceError, "locked this address after failed logins. Wait ten minutes"),
            ("export_responses", "05", SourceError, "session has ended in the middle. Read again"),
            ("export_responses", "07b", OptionError, "no such language. Check language="),
            ("export_responses", "14", EmptySourceError, "no responses yet"),
            ("export_responses", "15", EmptySourceError, "not active, so it has no responses"),
            ("export_responses", "16", SourceNotFoundError, "no survey of this number, or the user may not export it"),
            ("export_responses", "17", OptionError, "no such language"),
            ("export_responses", "18", SourceError, "refused the call: 'Writer for xlsx should implement IWriter'"),
            ("export_responses", "19_", EmptySourceError, "holds no responses"),
            ("export_responses", "28", SourceError, "HTTP 500, it failed. Its version may not know a call"),
            ("export_responses", "30", SourceError, "refused the call: 'unable to decode malformed json'"),
            ("get_session_key", "32", SourceError, "the interface is switched off.*JSON-RPC"),
            ("get_session_key", "38", SourceError, "HTTP 400, there is no LimeSurvey at this address"),
        ],
    )
    def test_errors_in_disguise_become_ours(self, method: str, name: str, error: type[Exception], message: str) -> None:
        raised = failing(Replay(WHOLE, {method: name}))
        assert type(raised) is error
        with pytest.raises(error, match=message):
            raise raised
        assert "(survey 202605)" in str(raised) or str(raised).startswith("http://127.0.0.1:")
        assert raised.__cause__ is None
        assert raised.__context__ is None

    def test_the_key_is_given_back_after_a_failure(self) -> None:
        with LoopbackServer(Replay(WHOLE, {"export_responses": "16"})) as server, pytest.raises(SourceNotFoundError):
            LimeSurveyApi(f"{server.url}{PATH}", 202605).fetch()
        assert json.loads(server.asked[-1].body)["method"] == "release_session_key"

    def test_a_key_that_cannot_be_given_back_is_left(self) -> None:
        with LoopbackServer(Replay(WHOLE, {"release_session_key": "28"})) as server:
            assert LimeSurveyApi(f"{server.url}{PATH}", 202605, language="fi").fetch().size == 5640


class TestPages:
    def test_are_ranges_of_ids_and_give_what_one_page_gives(self, interface: tuple[Interface, str]) -> None:
        play, url = interface
        answers = responses(LimeSurveyApi(url, 202605, page=4))
        whole = read(file("json_fi_all_code_short.json"), codebook())
        pd.testing.assert_frame_equal(answers.frame, whole.frame)
        for name in ("palv", "mnum_SQ001", "jarj[a]", "moniko[SQ001].text"):
            assert answers.missing(name).equals(whole.missing(name))
        ranges = [params[6:8] for method, params in play.calls if method == "export_responses"]
        assert ranges == [[None, None], [1, 4], [5, 6]]
        assert play.released

    @pytest.mark.parametrize("page", [1, 2, 5, 6])
    def test_of_any_size_lose_nobody(self, page: int, interface: tuple[Interface, str]) -> None:
        _, url = interface
        assert responses(LimeSurveyApi(url, 202605, page=page)).frame["id"].tolist() == list("123456")

    def test_a_server_that_ignores_the_range_doubles_nobody(self, interface: tuple[Interface, str]) -> None:
        play, url = interface
        play.instead["export_responses"] = lambda number, params: result(
            number, play._export_responses(*params[1:7], None, None, *params[9:])
        )
        with pytest.raises(SourceError, match="responses came twice"):
            LimeSurveyApi(url, 202605, page=4).fetch()

    @pytest.mark.parametrize("page", [4, 5000])
    def test_who_was_listed_and_did_not_come_is_an_error(self, page: int, interface: tuple[Interface, str]) -> None:
        play, url = interface

        def fewer(number: Any, params: list[Any]) -> Reply:
            answers = json.loads(base64.b64decode(play._export_responses(*params[1:])))
            # The first call lists the ids; the server forgets one later.
            if params[9:] == []:
                answers["responses"] = [one for one in answers["responses"] if one["id"] != 2]
            return result(number, base64.b64encode(json.dumps(answers).encode()).decode())

        play.instead["export_responses"] = fewer
        with pytest.raises(SourceError, match=r"1 of 6 responses that were listed did not come.*Read again\."):
            LimeSurveyApi(url, 202605, page=page).fetch()

    def test_a_survey_that_changes_meanwhile_is_an_error(self, interface: tuple[Interface, str]) -> None:
        play, url = interface

        def other(number: Any, params: list[Any]) -> Reply:
            content = base64.b64decode(play._export_responses(*params[1:]))
            changed = content.replace(b'"kunta"', b'"kunta2"') if params[7] == 5 else content
            return result(number, base64.b64encode(changed).decode())

        play.instead["export_responses"] = other
        with pytest.raises(RaggedRowsError, match="changed while it was read"):
            LimeSurveyApi(url, 202605, page=4).fetch()


@pytest.mark.parametrize(
    "odd",
    [
        {"responses": []},
        "not base64!",
        base64.b64encode(b'{"responses": [{"kunta": "1"}]}').decode(),
        base64.b64encode(b'{"responses": [{"id": "x"}]}').decode(),
    ],
)
def test_ids_that_are_none_are_an_error(odd: Any) -> None:
    play = Interface(instead={"export_responses": lambda number, _: result(number, odd)})
    assert "no known version of LimeSurvey gives" in str(failing(play))


class TestServersThatGoWrong:
    def test_other_words_than_plain_ones_are_not_repeated(self) -> None:
        answer = {"status": "SQL error near 'Kalle Testinen'"}
        raised = failing(Interface(instead={"export_responses": lambda number, _: result(number, answer)}))
        assert "refused the call. Ask" in str(raised)

    @pytest.mark.parametrize(
        ("reply", "message"),
        [
            (web_page(), "none of JSON-RPC, such as a web page"),
            (Reply(b"[]"), "none of JSON-RPC"),
            (Reply(b'{"id": 0, "result": 1, "error": null}'), "none of JSON-RPC"),
            (redirect("http://127.0.0.1:9/"), "it sends elsewhere"),
            (half_body(b'{"id": 1}' * 100), "broke off in the middle"),
            (Reply(hang_up=True), "cannot be reached"),
            (Reply(status=404), "HTTP 404, there is nothing at this address"),
            (Reply(status=418), "HTTP 418, that is no answer of LimeSurvey"),
            (Reply(status=507), "HTTP 507, it failed. Read again later"),
            (too_many(None), "HTTP 429, it has had too many requests"),
        ],
    )
    def test_end_in_words(self, reply: Reply, message: str) -> None:
        assert message in str(failing(lambda _: reply))

    def test_a_drip_ends_in_time(self) -> None:
        raised = failing(lambda _: drip(b'{"id": 1, "result": null}', every=0.1), page_seconds=0.3)
        assert "no whole answer within 0.3 s" in str(raised)

    def test_a_silent_server_ends_in_time(self) -> None:
        raised = failing(lambda _: drip(b"x", every=5), timeout=(1, 0.2))
        assert "silent for 0.2 s" in str(raised)

    def test_a_large_answer_ends_at_the_limit(self) -> None:
        assert "more than 1,000 bytes" in str(failing(Interface(), max_bytes=1000))

    def test_nobody_there(self) -> None:
        with pytest.raises(SourceError, match="cannot be reached"):
            LimeSurveyApi(f"http://127.0.0.1:9{PATH}", 1).fetch()

    def test_a_busy_server_is_asked_again(self) -> None:
        play, refused = Interface(), iter([too_many("0"), too_many("x"), Reply(status=503)])

        def busy(asked: Asked) -> Reply:
            return next(refused, None) or play(asked)

        with LoopbackServer(busy) as server:
            assert LimeSurveyApi(f"{server.url}{PATH}", 202605, backoff=0.01).fetch().size

    def test_who_asks_to_wait_too_long_is_not_waited_for(self) -> None:
        assert "HTTP 429" in str(failing(lambda _: too_many("999"), retries=3))

    def test_no_time_left_asks_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = iter([0.0])
        monkeypatch.setattr("verkosto.backends._limesurvey_rpc.time.monotonic", lambda: next(clock, 10_000.0))
        assert "no whole answer within" in str(failing(Interface()))

    def test_what_nobody_foresaw_is_named_by_its_kind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: Any, **__: Any) -> Any:
            raise ArithmeticError(PASSWORD)

        monkeypatch.setattr(_limesurvey_rpc._Line, "request", fail)
        assert "asking it failed (ArithmeticError)" in str(failing(Interface()))


class TestCodebook:
    def test_is_that_of_the_files(self, interface: tuple[Interface, str]) -> None:
        play, url = interface
        assert LimeSurveyApi(url, 202605).codebook() == draft_of(survey("fi", "sv"))
        assert play.released

    def test_bears_the_id_and_title_that_are_stated(self, interface: tuple[Interface, str]) -> None:
        _, url = interface
        made = LimeSurveyApi(url, 202605).codebook(id="asukkaat-2026", title="Asukaskysely")
        assert (made.id, made.title.fi) == ("asukkaat-2026", "Asukaskysely")

    @pytest.mark.parametrize(
        ("method", "value"),
        [
            ("get_survey_properties", []),
            ("list_questions", {}),
            ("list_questions", [{"qid": "x"}]),
            ("get_question_properties", {"type": "L"}),
        ],
    )
    def test_of_an_odd_server_is_an_error(self, method: str, value: Any, interface: tuple[Interface, str]) -> None:
        play, url = interface
        play.instead[method] = lambda number, _: result(number, value)
        with pytest.raises(SourceError, match="LimeSurvey"):
            LimeSurveyApi(url, 202605).codebook()
        assert play.released


class TestStatement:
    def test_is_a_remote_source(self) -> None:
        source = LimeSurveyApi("https://kysely.example.org/index.php/admin/remotecontrol", 7)
        assert isinstance(source, RemoteSource)
        assert source.backend == "limesurvey"
        assert source.capabilities.tells_not_shown
        assert source.capabilities.has_codebook

    def test_shows_no_secret(self, interface: tuple[Interface, str], caplog: pytest.LogCaptureFixture) -> None:
        _, url = interface
        source = LimeSurveyApi(url, 202605)
        with caplog.at_level(logging.DEBUG):
            delivery = source.fetch()
        shown = f"{source!r} {delivery.source} {delivery.options} {caplog.text}"
        assert PASSWORD not in shown
        assert KEY not in shown
        assert "LIMESURVEY_PASSWORD" in repr(source)

    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            ({"url": "https://example.org/index.php"}, SourceError, "It ends in 'index.php/admin/remotecontrol'"),
            ({"url": f"https://a:b@example.org{PATH}"}, SourceError, "holds a user name or password"),
            ({"survey": "7"}, OptionError, "survey must be a whole number above 0"),
            ({"page": 0}, OptionError, "page must be a whole number above 0"),
            ({"page": True}, OptionError, "page must be a whole number"),
            ({"completion": "full"}, OptionError, "completion must be one of 'all', 'complete', 'incomplete'"),
            ({"blank_means": "no"}, OptionError, "blank_means must be one of"),
            ({"timeout": 0}, OptionError, "timeout must be"),
        ],
    )
    def test_refuses_what_cannot_be(self, change: dict[str, Any], error: type[Exception], message: str) -> None:
        stated: dict[str, Any] = {"url": f"https://example.org{PATH}", "survey": 7}
        with pytest.raises(error, match=message):
            LimeSurveyApi(**(stated | change))

    @pytest.mark.parametrize("name", ["LIMESURVEY_USER", "LIMESURVEY_PASSWORD"])
    def test_needs_its_secrets(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(name)
        with pytest.raises(OptionError, match=f"environment variable {name} holds no .*export {name}="):
            LimeSurveyApi(f"https://example.org{PATH}", 7).fetch()

    def test_names_the_extra_that_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "citric.session", None)
        with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[limesurvey\]'"):
            LimeSurveyApi(f"https://example.org{PATH}", 7).fetch()


def test_recorded_responses_are_sent_byte_for_byte() -> None:
    reply = recorded("14")
    assert reply.head().startswith(b"HTTP/1.1 200 OK\r\nHost: ")
    assert reply.body == b'{"id":23,"result":{"status":"No Data, could not get max id."},"error":null}'
