"""Asking a server: within limits of time and size, again where that helps, and never with a secret for strangers."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Mapping
from http.client import HTTPException, IncompleteRead
from typing import Any, BinaryIO, NoReturn
from urllib.parse import parse_qs, urlsplit

import requests
from attrs import field, frozen
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError, InvalidHeader, ProtocolError
from urllib3.util.retry import Retry

from verkosto.backends._http_auth import Auth, Credentials, checked_address, joined
from verkosto.backends._http_body import HalfBodyError, pieces
from verkosto.backends._http_faults import Where, plain_status
from verkosto.backends._http_limits import Limits
from verkosto.backends._http_transport import CuttingAdapter, Watch, quiet
from verkosto.errors import VerkostoError

__all__ = ["Answer", "Client", "same_origin"]

_HOPS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_AGAIN = (429, 500, 502, 503, 504)
_PORTS = {"http": 80, "https": 443}
_FOREIGN = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError, LookupError)


@frozen(repr=False)
class Answer:
    """What a server answered.

    Attributes:
        address: Where the answer came from in the end.
        status: 200, or 304 where it was asked whether something changed.
        headers: Headers with their names in lower case.
        body: The body, unpacked; empty where it went into a file.
    """

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@frozen
class _Failure:
    """Why one attempt failed."""

    text: str
    again: bool = False
    wait: float | None = None
    status: int | None = None


@frozen
class _Ask:
    """One request, whichever way it goes."""

    method: str
    address: str
    where: Where
    params: Mapping[str, str] = field(factory=dict)
    headers: Mapping[str, str] = field(factory=dict)
    form: Mapping[str, str] | None = None
    most: int | None = None


def same_origin(address: str, origin: str) -> bool:
    """Tell whether two addresses have one host and port; going from http to https on the usual ports is the same."""
    one, other = urlsplit(address), urlsplit(origin)
    if one.hostname != other.hostname:
        return False
    ports = [part.port or _PORTS.get(part.scheme) for part in (one, other)]
    return (one.scheme == other.scheme and ports[0] == ports[1]) or (one.scheme == "https" and ports == [443, 80])


class Client:
    """Asks one source's server, one request at a time."""

    def __init__(self, origin: str, auth: Auth | None, limits: Limits) -> None:
        """Take the address whose host may see the secret, the way to be let in, and the limits."""
        self.origin = origin
        self.auth = auth
        self.limits = limits
        self.received = 0
        self._ends = time.monotonic() + limits.deadline
        self._watch = Watch()
        self._proxies: dict[str, Any] = {}
        # Not a session of requests: it looks for passwords in ~/.netrc, and reads all that comes with a redirect.
        self._adapter = CuttingAdapter(self._watch)

    def close(self) -> None:
        """Close every connection."""
        self._adapter.close()
        self._watch.close()

    def abandon(self) -> None:
        """End a request that another thread has under way; nothing can be asked afterwards."""
        self._watch.cut()

    def get(
        self,
        address: str,
        where: Where,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        sink: BinaryIO | None = None,
    ) -> Answer:
        """Ask for what is at an address.

        Args:
            address: The address.
            where: The place for messages.
            params: Added to the query.
            headers: Sent along; with `If-None-Match` or `If-Modified-Since` the answer may be 304.
            sink: A file that takes the body in place of the answer.

        Raises:
            SourceError: No whole answer with status 200 within the limits.
        """
        self._check_hop(self.origin, checked_address(address, f"{where}"), where)
        return self._ask(_Ask("GET", address, where, params or {}, headers or {}), sink)

    def peek(self, address: str, where: Where, most: int) -> Answer:
        """Return the beginning of what is at an address, and leave the rest.

        Raises:
            SourceError: No answer with status 200 within the limits.
        """
        return self._ask(_Ask("GET", address, where, most=most), None)

    def post(self, address: str, form: Mapping[str, str], where: Where) -> Answer:
        """Send a form to the address itself; no redirect is followed, and nothing else goes along.

        A refusal (status 400, 401 or 403) is an answer too, without a body.

        Raises:
            SourceError: No whole answer within the limits.
        """
        return self._ask(_Ask("POST", address, where, form=form), None)

    def _ask(self, ask: _Ask, sink: BinaryIO | None) -> Answer:
        attempt, renewed = 0, False
        while not isinstance(outcome := self._attempt(ask, sink), Answer):
            if outcome.status == 401 and not renewed and ask.form is None and self._renew():
                renewed = True
                continue
            if not outcome.again or attempt >= self.limits.retries:
                tried = f" (tried {attempt + 1} times)" if attempt else ""
                raise ask.where.fault(f"{outcome.text}{tried}.")
            self._sleep(outcome, attempt, ask.where)
            attempt += 1
        return outcome

    def _renew(self) -> bool:
        """Have a token that is no longer taken replaced, where there is a way; say whether there is."""
        renew = getattr(self.auth, "renew", None)
        if renew is None:
            return False
        renew()
        return True

    def _sleep(self, failure: _Failure, attempt: int, where: Where) -> None:
        wait = self.limits.backoff * 2.0**attempt if failure.wait is None else failure.wait
        if wait > self.limits.longest_wait:
            msg = (
                f"the server asks to wait {wait:.0f} s, and longest_wait is {self.limits.longest_wait:g} s. Read later."
            )
            raise where.fault(msg)
        if wait >= self._ends - time.monotonic():
            self._out_of_time(where)
        time.sleep(wait)

    def _out_of_time(self, where: Where) -> NoReturn:
        msg = (
            f"the answers were not there within {self.limits.deadline:g} s in all, or a page within "
            f"{self.limits.page_seconds:g} s: the server is too slow, or sends without end. Try again later, or "
            "state a longer deadline= or page_seconds=."
        )
        raise where.fault(msg)

    def _attempt(self, ask: _Ask, sink: BinaryIO | None) -> Answer | _Failure:
        left = self._ends - time.monotonic()
        if left <= 0 or self._watch.expired:
            self._out_of_time(ask.where)
        into = io.BytesIO() if sink is None else sink
        into.seek(0)
        into.truncate()
        failure: _Failure | None = None
        with self._watch.within(min(left, self.limits.page_seconds)), quiet():
            try:
                outcome = self._follow(ask, into)
            except VerkostoError:
                raise
            except _FOREIGN as error:
                failure = self._told(error)
        if self._watch.expired:
            # Whatever came is what was there when the connection was cut.
            self._out_of_time(ask.where)
        if failure is not None:
            return failure
        if isinstance(outcome, Answer) and sink is None:
            return Answer(outcome.address, outcome.status, outcome.headers, into.getvalue())  # type: ignore[attr-defined]
        return outcome

    def _follow(self, ask: _Ask, into: BinaryIO) -> Answer | _Failure:
        """Ask, and go where redirects lead; the secret stays behind where they lead to others."""
        address, params = ask.address, ask.params
        for _ in range(_HOPS + 1):
            response = self._send(ask, address, params)
            whole = False
            try:
                if response.status_code not in _REDIRECTS or "location" not in response.headers:
                    outcome = self._outcome(response, ask, into)
                    whole = response.status_code == 200 and ask.most is None
                    return outcome
                address, params = self._next_hop(address, response.headers["location"], ask), {}
            finally:
                if not whole:
                    # The rest is not wanted, and reading it to keep the connection could take forever.
                    response.close()
        raise ask.where.fault(f"more than {_HOPS} redirects. Check the address.")

    def _next_hop(self, address: str, location: str, ask: _Ask) -> str:
        if ask.form is not None:
            raise ask.where.fault("a redirect in place of a token; a password is sent nowhere else. Check the address.")
        target = checked_address(joined(address, location), f"{ask.where.address}: its redirect")
        self._check_hop(address, target, ask.where)
        return target

    @staticmethod
    def _check_hop(start: str, target: str, where: Where) -> None:
        if urlsplit(start).scheme == "https" and urlsplit(target).scheme == "http":
            msg = "leads from https to http, where anybody could read the answers. Ask the service's owner."
            raise where.fault(msg)

    def _send(self, ask: _Ask, address: str, params: Mapping[str, str]) -> requests.Response:
        home = same_origin(address, self.origin)
        allowed = self.auth.credentials() if self.auth is not None and home and ask.form is None else Credentials()
        present = parse_qs(urlsplit(address).query, keep_blank_values=True)
        tokens = {name: value for name, value in allowed.params.items() if name not in present}
        request = requests.Request(
            ask.method,
            address,
            params={**params, **tokens},
            data=ask.form,
            headers={"User-Agent": "verkosto", "Accept-Encoding": "gzip", **ask.headers, **allowed.headers},
        )
        return self._adapter.send(
            request.prepare(),
            stream=True,
            timeout=self.limits.timeout,
            proxies=self._proxies_for(address),
            verify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True,
        )

    def _proxies_for(self, address: str) -> Any:
        parts = urlsplit(address)
        key = f"{parts.scheme}://{parts.netloc}"
        if key not in self._proxies:
            self._proxies[key] = get_environ_proxies(address, no_proxy=None)
        return self._proxies[key]

    def _outcome(self, response: requests.Response, ask: _Ask, into: BinaryIO) -> Answer | _Failure:
        status = response.status_code
        headers = {name.lower(): value for name, value in response.headers.items()}
        if status == 304 and ask.headers.keys() & {"If-None-Match", "If-Modified-Since"}:
            return Answer(ask.address, status, headers)
        if ask.form is not None and status in (400, 401, 403):
            return Answer(ask.address, status, headers)
        if status != 200:
            wait = self._stated_wait(headers.get("retry-after"))
            return _Failure(f"status {status}: {plain_status(status)}", status in _AGAIN, wait, status)
        size = 0
        for piece in pieces(response, ask.where):
            size += len(piece)
            if self.received + size > self.limits.max_bytes:
                msg = f"more than {self.limits.max_bytes:,} bytes. State a larger max_bytes= if so many are right."
                raise ask.where.fault(msg)
            into.write(piece)
            if ask.most is not None and size >= ask.most:
                break
        if not self._watch.expired:
            self.received += size
        return Answer(response.url, status, headers)

    @staticmethod
    def _stated_wait(text: str | None) -> float | None:
        if text is None:
            return None
        try:
            return max(0.0, float(Retry().parse_retry_after(text)))
        except (InvalidHeader, ValueError, OverflowError, TypeError):
            return None

    def _told(self, error: Exception) -> _Failure:
        """Say what a foreign exception means; its own text may hold the query or a header."""
        connect, read = self.limits.timeout
        if isinstance(error, HalfBodyError | ProtocolError | IncompleteRead):
            return _Failure("the connection ended before the answer was whole. Read again", again=True)
        if isinstance(error, requests.exceptions.SSLError):
            return _Failure(
                "its certificate cannot be trusted. Check the address, or name the service's own in REQUESTS_CA_BUNDLE"
            )
        if isinstance(error, requests.ConnectTimeout):
            return _Failure(f"nobody answered within {connect:g} s. Check the address and the network", again=True)
        if isinstance(error, requests.Timeout) or "Timeout" in type(error).__name__:
            return _Failure(f"the server sent nothing for {read:g} s. Read again later", again=True)
        if isinstance(error, requests.ConnectionError | HTTPException | HTTPError | OSError) and not isinstance(
            error, ValueError
        ):
            kind = type(error).__name__
            return _Failure(
                f"the connection failed ({kind}). Check the address, the network and the server", again=True
            )
        return _Failure(f"the address cannot be asked ({type(error).__name__}). Check it")
