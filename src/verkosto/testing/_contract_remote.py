"""RemoteSourceContract: what a source of a web service must hold to, as tests that its author inherits."""

from __future__ import annotations

import logging
import threading
import traceback
import warnings
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from verkosto.backends import Capabilities, Delivery, RemoteSource
from verkosto.errors import EmptySourceError, SourceError, VerkostoError
from verkosto.responses import RawTable
from verkosto.testing._server import Asked, LoopbackServer, Play, Reply
from verkosto.testing._server_plays import half_body, web_page
from verkosto.testing._under_test import Log, expect, found_in

__all__ = ["RemoteSourceContract"]

_FIRST = 3
_ANSWER = "vastausteksti"

_FAULTS: Mapping[str, Callable[[Reply], Reply]] = {
    "half a body": lambda reply: half_body(reply.body or b"{}"),
    "a body without its end": lambda reply: Reply(reply.body[: len(reply.body) // 2]),
    "a page to log in on": lambda reply: web_page(),  # noqa: ARG005 - in place of any
    "an error of the server": lambda reply: Reply(b"virhe", status=500),  # noqa: ARG005
    "nothing at all": lambda reply: Reply(hang_up=True),  # noqa: ARG005
    "an empty body": lambda reply: Reply(b""),  # noqa: ARG005
}
"""What a server that goes wrong sends in place of its reply."""


class RemoteSourceContract(ABC):
    """Tests for a source of a web service (`RemoteSource`), against a real server on the loopback address.

    Make a subclass whose name begins with `Test`. Say how the service answers (`play`) and how the source is made
    (`source`), with time limits and repetitions that are short. The service has pages of a few responses.

    Attributes:
        responses: How many responses the service has; several pages, and few enough to be quick.
    """

    responses: ClassVar[int] = 7

    @abstractmethod
    def play(self, answers: list[tuple[str, str]], secret: str) -> Play:
        """Make a play of the service.

        Args:
            answers: Id and text of each response. They change while they are read, so look at every request.
            secret: Without it the service refuses.
        """

    @abstractmethod
    def source(self, url: str, secret: str) -> RemoteSource:
        """Make the source for a service at an address."""

    def _answers(self) -> list[tuple[str, str]]:
        return [(f"R{number}", f"{_ANSWER}{number}") for number in range(1, self.responses + 1)]

    def _fetch(self, play: Play, secret: str = "avain-1") -> tuple[Delivery, list[RawTable]]:  # noqa: S107 - not one
        with LoopbackServer(play) as server:
            delivery = self.source(server.url, secret).fetch()
            return delivery, list(delivery.tables)

    def _read(self, answers: list[tuple[str, str]], between: Callable[[int], None] | None = None) -> Counter[str]:
        """Return the answers that come, while the service changes before each request."""
        play = self.play(answers, "avain-1")
        _, tables = self._fetch(play if between is None else _Changing(play, between))
        return Counter(cell.text for cell in found_in(tables) if cell.text.startswith(_ANSWER))

    def test_it_is_a_source(self) -> None:
        """It has the parts of a source, names its reader, and says what it can tell."""
        source = self.source("http://127.0.0.1:1", "avain-1")
        expect(isinstance(source, RemoteSource), "it lacks backend, capabilities or fetch")
        expect(isinstance(source.capabilities, Capabilities), "capabilities is no Capabilities")
        expect(isinstance(source.backend, str) and source.backend.strip(), "backend names no reader")

    def test_every_response_comes_once(self) -> None:
        """All pages are read, and no response of them is lost or doubled."""
        answers = self._answers()
        _expect_once(self._read(answers), [text for _, text in answers])

    def test_a_response_that_comes_while_reading_moves_nobody(self) -> None:
        """Where everybody moves to a later place between two pages, nobody comes twice."""
        answers = self._answers()
        before = [text for _, text in answers]

        def between(number: int) -> None:
            if number == _FIRST:
                answers.insert(0, ("R0", f"{_ANSWER}0"))

        try:
            found = self._read(answers, between)
        except SourceError:
            return
        del found[f"{_ANSWER}0"]
        _expect_once(found, before)

    def test_a_response_that_goes_while_reading_hides_nobody(self) -> None:
        """Where everybody moves to an earlier place between two pages, nobody is skipped in silence."""
        answers = self._answers()
        gone = answers[0][1]

        def between(number: int) -> None:
            if number == _FIRST:
                del answers[0]

        try:
            found = self._read(answers, between)
        except SourceError:
            return
        del found[gone]
        _expect_once(found, [text for _, text in answers if text != gone])

    def test_a_service_without_responses_is_said_to_be_empty(self) -> None:
        """A service that has no responses yet is an EmptySourceError, or one table without rows."""
        try:
            _, tables = self._fetch(self.play([], "avain-1"))
        except EmptySourceError:
            return
        sizes = [len(table) for table in tables]
        expect(sizes == [0], f"a service without responses gives tables of {sizes} rows, not one of 0")

    def test_the_same_answers_give_the_same(self) -> None:
        """Reading the same answers again gives the same digest, size and cells."""
        said = []
        with LoopbackServer(self.play(self._answers(), "avain-1")) as server:
            for _ in range(2):
                delivery = self.source(server.url, "avain-1").fetch()
                cells = [(cell.row, cell.text) for cell in found_in(list(delivery.tables))]
                said.append((delivery.digest, delivery.size, cells))
        expect(said[0][0], "the delivery has no digest of the bytes that came")
        expect(said[0] == said[1], "the same answers were read twice, and digest, size or cells differ")

    def test_a_server_that_goes_wrong_is_an_error(self) -> None:
        """Whatever the server sends in place of an answer, all responses come, or a SourceError."""
        wanted = [text for _, text in self._answers()]
        for what, tables, error in self._attempts("avain-1"):
            if error is not None:
                if not isinstance(error, SourceError):
                    msg = f"{what}: fetch raises {type(error).__name__}, which is no SourceError"
                    raise AssertionError(msg) from error
                continue
            found = {cell.text for cell in found_in(tables)}
            missing = [text for text in wanted if text not in found]
            expect(not missing, f"{what} is taken for the end: {len(missing)} of {len(wanted)} responses are lost")

    def test_a_wrong_secret_is_an_error(self) -> None:
        """A service that refuses is an error of verkosto, and no survey without answers."""
        try:
            self._fetch(self.play(self._answers(), "avain-1"), "avain-2")
        except VerkostoError:
            return
        except Exception as error:
            msg = f"with a wrong secret fetch raises {type(error).__name__}, which is no error of verkosto"
            raise AssertionError(msg) from error
        msg = "with a wrong secret the service refuses, and the source reads on"
        raise AssertionError(msg)

    def test_no_secret_and_no_answer_is_told(self) -> None:
        """Neither stands in a repr, in what provenance repeats, in an error, a warning or a log."""
        secret, log = "hyvinsalainenavain", Log()
        said = log.said
        logging.getLogger().addHandler(log)
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                with LoopbackServer(self.play(self._answers(), secret)) as server:
                    source = self.source(server.url, secret)
                    delivery = source.fetch()
                    tables = list(delivery.tables)
                said += [repr(source), repr(delivery.options), delivery.source, repr(tables)]
                for _, _, error in self._attempts(secret):
                    # Of the stack only code would be shown.
                    said += traceback.format_exception(error, limit=0) if error is not None else []
            said += [str(warning.message) for warning in warned]
        finally:
            logging.getLogger().removeHandler(log)
        for what, text in {"the secret": secret, "an answer": _ANSWER}.items():
            told = next((one for one in said if text in one), "").replace(secret, "…").replace(_ANSWER, "…").strip()
            expect(not told, f"{what} stands in what is said, where … stands here: {told}")

    def _attempts(self, secret: str) -> Iterator[tuple[str, Sequence[RawTable], Exception | None]]:
        """Read from servers that go wrong at the first, second or third request and from then on."""
        for what, fault in _FAULTS.items():
            for start in range(1, _FIRST + 1):
                play = _Failing(self.play(self._answers(), secret), start, fault)
                try:
                    yield f"{what} from request {start} on", self._fetch(play, secret)[1], None
                except Exception as error:  # noqa: BLE001 - which it may be is what is tested
                    yield f"{what} from request {start} on", (), error


def _expect_once(found: Counter[str], wanted: Sequence[str]) -> None:
    lost = [text for text in wanted if not found[text]]
    expect(not lost, f"of {len(wanted)} responses {len(lost)} are lost")
    doubled = [text for text, count in found.items() if count > 1]
    expect(not doubled, f"of {len(wanted)} responses {len(doubled)} come more than once")


class _Counted:
    """A play that knows which request it answers; they may come from several threads."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.lock = threading.Lock()
        self.number = 0

    def next(self) -> int:
        with self.lock:
            self.number += 1
            return self.number


class _Changing(_Counted):
    """Changes something before each request."""

    def __init__(self, play: Play, between: Callable[[int], None]) -> None:
        super().__init__(play)
        self.between = between

    def __call__(self, asked: Asked) -> Reply:
        self.between(self.next())
        return self.play(asked)


class _Failing(_Counted):
    """Goes wrong from a request on."""

    def __init__(self, play: Play, start: int, fault: Callable[[Reply], Reply]) -> None:
        super().__init__(play)
        self.start, self.fault = start, fault

    def __call__(self, asked: Asked) -> Reply:
        reply = self.play(asked)
        return self.fault(reply) if self.next() >= self.start else reply
