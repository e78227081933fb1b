"""What tests read from the loopback server."""

from __future__ import annotations

import warnings
from typing import Any

from reading import made

import verkosto as vk
from verkosto.backends import HttpSource
from verkosto.instruments import Column, Number, Text
from verkosto.responses import Responses

__all__ = ["KYSELY", "LIMITS", "ids", "people", "source", "taken"]

KYSELY = made(
    Number("jasenia", "Montako?"), Text("syy", "Miksi?"), columns=(Column("tunnus", "id", role="response_id"),)
)
LIMITS: dict[str, Any] = {"timeout": (2, 2), "page_seconds": 5, "deadline": 20, "retries": 1, "backoff": 0.01}


def people(count: int, start: int = 1) -> list[dict[str, Any]]:
    """Records of some respondents, each with an id, a number and a text of their own."""
    return [{"id": f"r{n}", "Montako?": n, "Miksi?": f"syy {n}"} for n in range(start, start + count)]


def source(url: str, **parts: Any) -> HttpSource:
    """A source with limits that suit a test; pages hold their records under `items`."""
    paged = {"records": "items", "id": "id"} if "paging" in parts else {}
    return HttpSource(url, **{**LIMITS, **paged, **parts})


def taken(what: Any, **parts: Any) -> Responses:
    """Read without a word about unclaimed columns."""
    with warnings.catch_warnings(action="ignore"):
        return vk.read(what, KYSELY, **parts)


def ids(responses: Responses) -> list[str]:
    """Ids of the responses, in order."""
    return [str(one) for one in responses.frame["tunnus"]]
