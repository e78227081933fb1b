"""A source of a web service that does everything right, and bad ones that each do one thing wrong."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from attrs import field, frozen

from verkosto.backends import Capabilities, Delivery
from verkosto.errors import EmptySourceError, SourceError
from verkosto.responses import Header, RawTable
from verkosto.testing import Asked, Play, RecordPages, RemoteSourceContract, Reply

__all__ = ["PLANTED_SOURCES", "GoodSource", "RefusesChanges", "SourceContract"]

Pair = tuple[str, str]


@frozen
class GoodSource:
    """Reads pages until nothing changes any more; its methods are what the bad ones change."""

    url: str
    secret: str = field(repr=False)
    backend: ClassVar[str] = "koe"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_ids=True)

    def body(self, page: int) -> bytes:
        request = urllib.request.Request(f"{self.url}/a?page={page}", headers={"X-Key": self.secret})  # noqa: S310
        with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310 - the address is the test's own
            content: bytes = reply.read()
        return content

    def parsed(self, body: bytes) -> Any:
        return json.loads(body)

    def error(self, body: bytes) -> Exception:
        return SourceError(f"{self.url}: the service gave no answers. Try again.")

    def pages(self) -> Iterator[list[Pair]]:
        body = b""
        for number in itertools.count(1):
            try:
                body = self.body(number)
                document = self.parsed(body)
                yield [(one["id"], one["miksi"]) for one in document["items"]]
            except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError) as error:
                raise self.error(body) from error
            if document["last"]:
                return

    def gather(self) -> list[Pair]:
        return list(dict(pair for page in self.pages() for pair in page).items())

    def settled(self) -> list[Pair]:
        before = self.gather()
        while (after := self.gather()) != before:
            before = after
        return after

    def tables(self, pairs: Sequence[Pair]) -> list[RawTable]:
        return [RawTable.from_rows([Header("id", 1, role="response_id"), Header("miksi", 2)], pairs)]

    def digest(self, pairs: Sequence[Pair]) -> str | None:
        return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()

    def fetch(self) -> Delivery:
        pairs = self.settled()
        return Delivery(self.url, iter(self.tables(pairs)), {}, self.digest(pairs), len(pairs))


class SourceContract(RemoteSourceContract):
    """The contract with the good source; `made` puts another in its place."""

    made: type[GoodSource] = GoodSource

    def play(self, answers: list[Pair], secret: str) -> Play:
        def answer(asked: Asked) -> Reply:
            if asked.headers.get("x-key") != secret:
                return Reply(b"{}", status=401)
            return RecordPages([{"id": one, "miksi": text} for one, text in answers], size=3)(asked)

        return answer

    def source(self, url: str, secret: str) -> GoodSource:
        return self.made(url, secret)


class RefusesChanges(GoodSource):
    """Does everything right in another way: what changes while it is read is an error, and so is an empty service."""

    def settled(self) -> list[Pair]:
        before = self.gather()
        if not before:
            msg = f"{self.url}: there are no answers. Read when there are some."
            raise EmptySourceError(msg)
        if self.gather() != before:
            msg = f"{self.url}: the answers change while they are read. Try again."
            raise SourceError(msg)
        return before


class HasNoName(GoodSource):
    backend: ClassVar[str] = ""


class DropsLonelyLast(GoodSource):
    def pages(self) -> Iterator[list[Pair]]:
        return (page for page in super().pages() if len(page) != 1)


class DoublesWhoMoves(GoodSource):
    def gather(self) -> list[Pair]:
        return [pair for page in self.pages() for pair in page]

    def settled(self) -> list[Pair]:
        before = self.gather()
        while not set(before) <= set(after := self.gather()):
            before = after
        return before


class LooksOnce(GoodSource):
    def settled(self) -> list[Pair]:
        return self.gather()


class GivesNoTable(GoodSource):
    def tables(self, pairs: Sequence[Pair]) -> list[RawTable]:
        return super().tables(pairs) if pairs else []


class HasNoDigest(GoodSource):
    def digest(self, pairs: Sequence[Pair]) -> str | None:
        return None


_TURN = itertools.count()


class HasAnyDigest(GoodSource):
    def digest(self, pairs: Sequence[Pair]) -> str | None:
        return str(next(_TURN))


class LetsOthersOut(GoodSource):
    def parsed(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except ValueError:
            raise NotImplementedError from None


class TakesDamageForTheEnd(GoodSource):
    def parsed(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except ValueError:
            return {"items": [], "last": True}


class TakesRefusalForTheEnd(GoodSource):
    def body(self, page: int) -> bytes:
        try:
            return super().body(page)
        except urllib.error.HTTPError as error:
            if error.code != 401:
                raise
            error.close()
            return b'{"items": [], "last": true}'


class LetsRefusalsOut(GoodSource):
    def body(self, page: int) -> bytes:
        try:
            return super().body(page)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 401:
                raise RuntimeError from None
            raise


@frozen
class ShowsTheSecret(GoodSource):
    secret: str


class TellsAnAnswer(GoodSource):
    def error(self, body: bytes) -> Exception:
        return SourceError(f"{self.url}: the service gave no answers but {body!r}. Try again.")


PLANTED_SOURCES: Mapping[str, Sequence[type[GoodSource]]] = {
    "test_it_is_a_source": (HasNoName,),
    "test_every_response_comes_once": (DropsLonelyLast,),
    "test_a_response_that_comes_while_reading_moves_nobody": (DoublesWhoMoves,),
    "test_a_response_that_goes_while_reading_hides_nobody": (LooksOnce,),
    "test_a_service_without_responses_is_said_to_be_empty": (GivesNoTable,),
    "test_the_same_answers_give_the_same": (HasNoDigest, HasAnyDigest),
    "test_a_server_that_goes_wrong_is_an_error": (LetsOthersOut, TakesDamageForTheEnd),
    "test_a_wrong_secret_is_an_error": (TakesRefusalForTheEnd, LetsRefusalsOut),
    "test_no_secret_and_no_answer_is_told": (ShowsTheSecret, TellsAnAnswer),
}
"""Every test of the kit for sources, with the sources on which it fails, and it alone."""
