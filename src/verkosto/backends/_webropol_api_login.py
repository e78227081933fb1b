"""Webropol's tokens: got with user name and password, refreshed before and when they run out."""

from __future__ import annotations

import json
import time
from typing import Any

from verkosto.backends._http_auth import Credentials, secret
from verkosto.backends._http_client import Client
from verkosto.backends._http_faults import Where
from verkosto.backends._http_limits import Limits

__all__ = ["Login"]

_EARLY = 60.0


class Login:
    """One sign-in to the service; secrets live as long as a reading does, and its repr shows none."""

    def __init__(self, url: str, user_env: str, password_env: str, limits: Limits) -> None:
        """Take the service's address, the variables of the environment, and limits."""
        self._address = f"{url}/token"
        self._where = Where.at(self._address)
        self._envs = user_env, password_env
        self._client = Client(self._address, None, limits)
        self._token = ""
        self._refresh = ""
        self._ends = 0.0

    def __repr__(self) -> str:
        return f"<Login at {self._where.address}>"

    def close(self) -> None:
        """Close the connection, and forget the tokens."""
        self._client.close()
        self._token = self._refresh = ""

    def credentials(self) -> Credentials:
        """Return the header with a token that has not run out.

        Raises:
            SourceError: The service gives no token.
            OptionError: User name or password are not in the environment.
        """
        if time.monotonic() >= self._ends:
            self.renew()
        return Credentials({"Authorization": f"Bearer {self._token}"})

    def renew(self) -> None:
        """Get another token: by the refresh token if there is one that is still taken, else by signing in anew.

        Raises:
            SourceError: The service gives no token.
            OptionError: User name or password are not in the environment.
        """
        if self._refresh and self._take({"grant_type": "refresh_token", "refresh_token": self._refresh}):
            return
        user, password = self._envs
        form = {"grant_type": "password", "username": secret(user, None), "password": secret(password, None)}
        if not self._take(form):
            msg = f"the service does not take this user name and password. Check {user} and {password}."
            raise self._where.fault(msg)

    def _take(self, form: dict[str, str]) -> bool:
        self._refresh = ""
        answer = self._client.post(self._address, form, self._where)
        if answer.status != 200:
            return False
        token, refresh, lasts = _given(answer.body)
        if not isinstance(token, str):
            # Outside the handler: a JSON error carries the whole answer, and so perhaps a token.
            msg = "the service's answer holds no token. Check the address, and read again."
            raise self._where.fault(msg)
        self._token = secret(None, lambda: token)
        self._refresh = refresh if isinstance(refresh, str) else ""
        # A token that is said to last no time at all is used until it is refused.
        early = min(_EARLY, lasts / 2)
        self._ends = time.monotonic() + (lasts - early if lasts > 0 else float("inf"))
        return True


def _given(body: bytes) -> tuple[Any, Any, float]:
    """Return token, refresh token and seconds; no token where the answer holds none."""
    try:
        given = json.loads(body)
        return given["access_token"], given.get("refresh_token"), float(given.get("expires_in", 0))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None, None, 0.0
