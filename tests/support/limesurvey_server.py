"""LimeSurvey's interface on the loopback address: recorded exchanges, and a small one that answers from the files."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

from attrs import define, field, frozen
from limesurvey import DATA, load

from verkosto.testing import Asked, Reply

__all__ = ["KEY", "PATH", "Interface", "Replay", "recorded", "result"]

PATH = "/index.php?r=admin/remotecontrol"
KEY = "d9lvVCw~oY5FZmAQ80GU4t0slK4Bvvod"


@frozen
class _Recorded(Reply):
    """A reply whose head is sent as it was recorded."""

    kept: bytes = b""

    def head(self) -> bytes:
        """Return the recorded bytes."""
        return self.kept


def _exchange(name: str) -> tuple[bytes, bytes, bytes]:
    """Return the body that was sent, and head and body that came back."""
    (request,) = (DATA / "http").glob(f"{name}*.request.http")
    response = request.with_name(request.name.replace(".request.", ".response."))
    sent = request.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    head, mark, body = response.read_bytes().partition(b"\r\n\r\n")
    return sent, head + mark, body


def _called(body: bytes) -> tuple[str, list[Any], Any]:
    call = json.loads(body)
    return call["method"], call["params"], call["id"]


def recorded(name: str, number: Any = None) -> Reply:
    """The response of an exchange, byte for byte but for the number of the call."""
    _, head, body = _exchange(name)
    if number is not None:
        body = re.sub(rb'^\{"id":[^,]+', b'{"id":' + json.dumps(number).encode(), body, count=1)
    return _Recorded(body, length=len(body), kept=head)


@define
class Replay:
    """A play: answers each call with the recorded response to the same call, whatever the session's key.

    Attributes:
        names: Beginnings of the exchanges' names; the login is among them.
        instead: Method and name of an exchange that answers it, whatever was asked.
    """

    names: tuple[str, ...]
    instead: dict[str, str] = field(factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        """Answer; a call that was never recorded is an error of the test."""
        method, params, number = _called(asked.body)
        if method in self.instead:
            return recorded(self.instead[method], number)
        for name in self.names:
            known, wanted, _ = _called(_exchange(name)[0])
            # The secrets of the server that was recorded are not those of the test.
            if method == known and (method == "get_session_key" or params[1:] == wanted[1:]):
                return recorded(name, number)
        return Reply(f"never recorded: {method}".encode(), status=418)


def result(number: Any, value: Any) -> Reply:
    """A call's result as LimeSurvey sends it."""
    return Reply(json.dumps({"id": number, "result": value, "error": None}).encode())


@define
class Interface:
    """A play: answers from the files of the survey, and keeps to one session's key.

    Attributes:
        calls: Methods and parameters, the key left out, in order.
        instead: What answers a method in place of the usual: called with the number of the call and its parameters.
        released: Whether the key was given back.
    """

    calls: list[tuple[str, list[Any]]] = field(factory=list)
    instead: dict[str, Callable[[Any, list[Any]], Reply]] = field(factory=dict)
    released: bool = False

    def __call__(self, asked: Asked) -> Reply:
        """Answer one call."""
        method, params, number = _called(asked.body)
        self.calls.append((method, params if method == "get_session_key" else params[1:]))
        if method in self.instead:
            return self.instead[method](number, params)
        if method == "get_session_key":
            self.released = False
            return result(number, KEY)
        if params[0] != KEY or self.released:
            return result(number, {"status": "Invalid session key"})
        value: Any = getattr(self, f"_{method}")(*params[1:])
        return result(number, value)

    def _release_session_key(self) -> str:
        self.released = True
        return "OK"

    def _get_survey_properties(self, survey: int) -> Any:
        return load("get_survey_properties.json") | {"additional_languages": "sv"}

    def _get_language_properties(self, survey: int, settings: None, language: str) -> Any:
        return {"surveyls_title": {"fi": "Verkkolomake", "sv": "Webbformulär"}[language]}

    def _list_groups(self, survey: int, language: str) -> Any:
        return load("list_groups.json")

    def _list_questions(self, survey: int, group: None, language: str) -> Any:
        # In another order than that of the form.
        return list(reversed(load("list_questions_fi.json")))

    def _get_question_properties(self, number: int, settings: None, language: str) -> Any:
        listed = load(f"get_question_properties_{language}.json").values()
        return next(question for question in listed if question["qid"] == number)

    def _export_responses(self, survey: int, *parts: Any) -> str:
        responses = load("json_fi_all_code_short.json")["responses"]
        low, high = parts[5:7] if len(parts) > 5 and parts[5] else (1, 10**9)
        chosen = [response for response in responses if low <= response["id"] <= high]
        if len(parts) > 7:
            chosen = [{key: response[key] for key in parts[7]} for response in chosen]
        return base64.b64encode(json.dumps({"responses": chosen}).encode()).decode()
