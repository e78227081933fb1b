"""What LimeSurvey's interface answers when something is wrong, in words; most of it comes with HTTP status 200."""

from __future__ import annotations

import re

from verkosto.errors import EmptySourceError, OptionError, SourceError, SourceNotFoundError, VerkostoError

__all__ = ["of_http", "of_status"]

_STATUS: dict[str, tuple[type[VerkostoError], str]] = {
    "invalid user name or password": (
        SourceError,
        "it does not know this user and password. Check the environment variables: three failures lock your address.",
    ),
    "you have exceeded the number of maximum login attempts": (
        SourceError,
        "it has locked this address after failed logins. Wait ten minutes, and check the password before trying again.",
    ),
    "invalid session key": (SourceError, "the session has ended in the middle. Read again, in larger pages (page=)."),
    "error: invalid survey id": (SourceNotFoundError, "it has no survey of this number. Check survey=."),
    "no permission": (
        SourceNotFoundError,
        "it has no survey of this number, or the user may not export it. Check survey= and the user's rights.",
    ),
    "no data, could not get max id": (EmptySourceError, "the survey has no responses yet."),
    "no data, survey table does not exist": (
        EmptySourceError,
        "the survey is not active, so it has no responses. Check survey=, or read the codebook only.",
    ),
    "language code not found for this survey": (OptionError, "the survey has no such language. Check language=."),
    "error: invalid language": (OptionError, "the survey has no such language. Check language=."),
}
_PLAIN = re.compile(r"[A-Za-z ,.:]{1,80}")
_HTTP = {
    400: "there is no LimeSurvey at this address, or it wants another one. The address ends in "
    "'index.php/admin/remotecontrol' or 'index.php?r=admin/remotecontrol'",
    401: "something before LimeSurvey wants a login of its own. Ask its administrator",
    403: "this address may not ask it. Ask its administrator whether the interface is open to you",
    404: "there is nothing at this address. It ends in 'index.php/admin/remotecontrol' or "
    "'index.php?r=admin/remotecontrol'",
    429: "it has had too many requests. Read later",
    500: "it failed. Its version may not know a call that is needed here (6.14 does); tell its administrator",
}


def of_status(text: object, where: str) -> VerkostoError:
    """Make the error for a status, or other words, in place of a result."""
    said = str(text)
    for start, (kind, remedy) in _STATUS.items():
        if said.casefold().startswith(start):
            return kind(f"{where}: {remedy}")
    # Other words may quote an answer or a query, so only plain ones are repeated.
    quoted = f": {said!r}" if _PLAIN.fullmatch(said) else ""
    return SourceError(f"{where}: LimeSurvey refused the call{quoted}. Ask its administrator to look into its log.")


def of_http(status: int, where: str) -> SourceError:
    """Make the error for a status of HTTP."""
    fallback = "it failed. Read again later" if status >= 500 else "that is no answer of LimeSurvey. Check the address"
    return SourceError(f"{where}: HTTP {status}, {_HTTP.get(status, fallback)}.")
