"""Testing: what a backend's author imports.

`BackendContract` and `RemoteSourceContract` are tests to inherit; `cells`, `instruments`, `questions`, `answers` and
`raw_tables` are strategies of Hypothesis; `assert_…` compare and count Responses; and a loopback HTTP server plays good
and hostile counterparts. The contracts and strategies need the extra `testing`; the server and the assertions do not.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from verkosto.errors import MissingExtraError
from verkosto.testing._server import Asked, LoopbackServer, Play, Reply
from verkosto.testing._server_plays import (
    RecordPages,
    drip,
    dripping_headers,
    endless,
    gzip_bomb,
    half_body,
    in_turn,
    json_reply,
    redirect,
    too_many,
    web_page,
)
from verkosto.testing._server_webropol import FakeResponse, FakeWebropol
from verkosto.testing._written import WrittenTable

if TYPE_CHECKING:
    from verkosto.testing._assertions import assert_accounted, assert_nothing_lost, assert_same_responses
    from verkosto.testing._contract import BackendContract
    from verkosto.testing._contract_remote import RemoteSourceContract
    from verkosto.testing._strategies import instruments, questions
    from verkosto.testing._strategies_answers import answers, raw_tables
    from verkosto.testing._strategies_cells import cells

__all__ = [
    "Asked",
    "BackendContract",
    "FakeResponse",
    "FakeWebropol",
    "LoopbackServer",
    "Play",
    "RecordPages",
    "RemoteSourceContract",
    "Reply",
    "WrittenTable",
    "answers",
    "assert_accounted",
    "assert_nothing_lost",
    "assert_same_responses",
    "cells",
    "drip",
    "dripping_headers",
    "endless",
    "gzip_bomb",
    "half_body",
    "in_turn",
    "instruments",
    "json_reply",
    "questions",
    "raw_tables",
    "redirect",
    "too_many",
    "web_page",
]

_LATER = {
    "BackendContract": "_contract",
    "RemoteSourceContract": "_contract_remote",
    "answers": "_strategies_answers",
    "assert_accounted": "_assertions",
    "assert_nothing_lost": "_assertions",
    "assert_same_responses": "_assertions",
    "cells": "_strategies_cells",
    "instruments": "_strategies",
    "questions": "_strategies",
    "raw_tables": "_strategies_answers",
}
"""Names that are imported on first use: they need Hypothesis, or the data stack, which a server does without."""


def __getattr__(name: str) -> Any:
    """Import a name on first use.

    Raises:
        MissingExtraError: It needs the extra `testing`, which is not installed.
    """
    if name not in _LATER:
        msg = f"module 'verkosto.testing' has no attribute {name!r}"
        raise AttributeError(msg)
    try:
        module = importlib.import_module(f"verkosto.testing.{_LATER[name]}")
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise MissingExtraError.of("testing", f"verkosto.testing.{name}") from error
    return globals().setdefault(name, getattr(module, name))


def __dir__() -> list[str]:
    return sorted(__all__)
