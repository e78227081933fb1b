"""Testing: what a backend's author imports. A loopback HTTP server that plays good and hostile counterparts."""

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

__all__ = [
    "Asked",
    "FakeResponse",
    "FakeWebropol",
    "LoopbackServer",
    "Play",
    "RecordPages",
    "Reply",
    "drip",
    "dripping_headers",
    "endless",
    "gzip_bomb",
    "half_body",
    "in_turn",
    "json_reply",
    "redirect",
    "too_many",
    "web_page",
]
