"""A session with LimeSurvey's RemoteControl 2, through citric: within limits, always closed, silent about secrets."""

from __future__ import annotations

import contextlib
import time
from types import TracebackType
from typing import Any, Self

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import ReadTimeoutError
from urllib3.util.retry import Retry

from verkosto.backends._http_auth import shown
from verkosto.backends._http_limits import Limits
from verkosto.backends._http_transport import CuttingAdapter, Watch, quiet
from verkosto.backends._limesurvey_faults import of_http, of_status
from verkosto.errors import MissingExtraError, SourceError, VerkostoError

__all__ = ["Control"]

_AGAIN = (429, 502, 503, 504)
_PIECE = 1 << 16
_SWITCHED_OFF = (
    "an empty answer: the interface is switched off. Ask its administrator to set it to JSON-RPC (Global settings, "
    "Interfaces)."
)
_NO_RPC = (
    "an answer that is none of JSON-RPC, such as a web page. Check that the address ends in 'admin/remotecontrol', and "
    "that the interface is set to JSON-RPC."
)


class _RedirectedError(Exception):
    """The server sends elsewhere, where the password does not go."""


class _TooLargeError(Exception):
    """An answer beyond the limit."""


class _Line(requests.Session):
    """A connection that follows no redirect, keeps the time-outs and counts what it receives."""

    def __init__(self, url: str, limits: Limits, watch: Watch) -> None:
        super().__init__()
        self.limits = limits
        self.received = 0
        # Without this requests would look for passwords in ~/.netrc.
        self.trust_env = False
        self.proxies.update(get_environ_proxies(url))
        self.mount("http://", CuttingAdapter(watch))
        self.mount("https://", CuttingAdapter(watch))

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **parts: Any) -> requests.Response:
        """Ask once, and read the whole answer within the limit of size."""
        stated = {"timeout": self.limits.timeout, "allow_redirects": False, "stream": True}
        answer = super().request(method, url, *args, **(parts | stated))
        with answer:
            if answer.is_redirect:
                raise _RedirectedError
            pieces = []
            for piece in answer.iter_content(_PIECE):
                self.received += len(piece)
                if self.received > self.limits.max_bytes:
                    raise _TooLargeError
                pieces.append(piece)
        # What is read piece by piece has to be put where requests looks for the body.
        answer._content = b"".join(pieces)  # noqa: SLF001
        return answer


class Control:
    """One session; use it in a `with` block, at the end of which the session's key is given back."""

    def __init__(self, url: str, user: str, password: str, limits: Limits) -> None:
        """Log in.

        Raises:
            SourceError: LimeSurvey cannot be asked, or lets nobody of this name in.
            MissingExtraError: citric is not installed.
        """
        self.where = shown(url)
        self.limits = limits
        self._ends = time.monotonic() + limits.deadline
        self._watch = Watch()
        self._line = _Line(url, limits, self._watch)
        self._session: Any = None
        try:
            import citric.session
        except ImportError as error:
            raise MissingExtraError.of("limesurvey", "LimeSurvey's interface") from error
        try:
            self._session = self._guarded(
                lambda: citric.session.Session(url, user, password, requests_session=self._line)
            )
        except BaseException:
            self._hang_up()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the session's key back; where that fails, LimeSurvey forgets it by itself."""
        with contextlib.suppress(VerkostoError):
            self._guarded(self._session.close)
        self._hang_up()

    def _hang_up(self) -> None:
        self._line.close()
        self._watch.close()

    def call(self, method: str, *params: Any) -> Any:
        """Call a method with the session's key.

        Raises:
            SourceError: There is no whole answer within the limits, or LimeSurvey refused the call.
            OptionError: The survey has no such language.
        """
        return self._guarded(lambda: self._session.rpc(method, *params))

    def _guarded(self, act: Any) -> Any:
        attempt = 0
        while True:
            result, failure, wait = self._attempt(act)
            if failure is None:
                return result
            pause = self.limits.backoff * 2.0**attempt if wait == 0 else wait
            left = self._ends - time.monotonic()
            if (
                wait is None
                or attempt >= self.limits.retries
                or pause is None
                or pause > min(self.limits.longest_wait, left)
            ):
                # Raised here and not where it was caught: what the libraries below raise holds the password.
                raise failure
            time.sleep(pause)
            attempt += 1

    def _attempt(self, act: Any) -> tuple[Any, VerkostoError | None, float | None]:
        """Act once; return the result, what went wrong, and seconds to wait if it is worth another attempt."""
        left = min(self._ends - time.monotonic(), self.limits.page_seconds)
        if left <= 0 or self._watch.expired:
            return None, self._late(), None
        with self._watch.within(left), quiet():
            try:
                return act(), None, None
            except Exception as error:  # noqa: BLE001 - every one is told in own words, and none is let out
                failure, wait = self._told(error), _worth(error)
        return None, self._late() if self._watch.expired else failure, wait

    def _late(self) -> SourceError:
        msg = (
            f"{self.where}: no whole answer within {self.limits.page_seconds:g} s, or {self.limits.deadline:g} s for "
            "all. Read in smaller pages (page=), or state longer page_seconds= or deadline=."
        )
        return SourceError(msg)

    def _told(self, error: Exception) -> VerkostoError:
        from citric import exceptions as of_citric

        if isinstance(error, of_citric.LimeSurveyStatusError | of_citric.LimeSurveyApiError):
            return of_status(error, self.where)
        if isinstance(error, requests.HTTPError) and error.response is not None:
            return of_http(error.response.status_code, self.where)
        return SourceError(f"{self.where}: {self._plain(error, of_citric)}")

    def _plain(self, error: Exception, of_citric: Any) -> str:
        foreign = (of_citric.InvalidJSONResponseError, of_citric.ResponseMismatchError, KeyError, TypeError)
        most, silent = (
            self.limits.max_bytes,
            f"silent for {self.limits.timeout[1]:g} s. Try later, or in smaller pages (page=).",
        )
        # In the middle of a body requests calls a time-out a failed connection.
        if error.args and isinstance(error.args[0], ReadTimeoutError):
            return silent
        known: tuple[tuple[Any, str], ...] = (
            (of_citric.RPCInterfaceNotEnabledError, _SWITCHED_OFF),
            (foreign, _NO_RPC),
            (_RedirectedError, "it sends elsewhere, where the password does not go. Give the address it leads to."),
            (_TooLargeError, f"more than {most:,} bytes. State a larger max_bytes=."),
            (requests.Timeout, silent),
            (requests.exceptions.SSLError, "its certificate cannot be trusted. Ask its administrator."),
            (requests.exceptions.ChunkedEncodingError, "the answer broke off in the middle. Read again."),
            (requests.ConnectionError, "it cannot be reached. Check the address and your network."),
        )
        other = f"asking it failed ({type(error).__name__}). Check the address, and report this if it goes on."
        return next((words for kinds, words in known if isinstance(error, kinds)), other)


def _worth(error: Exception) -> float | None:
    """Return the seconds that a busy server asks to wait, 0 where it states none, None where waiting does not help."""
    answer = error.response if isinstance(error, requests.HTTPError) else None
    if answer is None or answer.status_code not in _AGAIN:
        return None
    stated = answer.headers.get("Retry-After", "0")
    with contextlib.suppress(Exception):
        return max(0.0, Retry().parse_retry_after(stated))
    return 0.0
