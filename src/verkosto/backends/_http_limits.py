"""Limits of time and size, without which no server is asked."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from verkosto.errors import OptionError

__all__ = ["Limits"]


def _positive(_: Any, attribute: Any, value: Any) -> None:
    numbers = value if isinstance(value, tuple) else (value,)
    bad = any(isinstance(one, bool) or not isinstance(one, int | float) or not 0 < one < 10**15 for one in numbers)
    if bad or (attribute.name == "timeout" and len(numbers) != 2):
        wanted = "two positive numbers of seconds (to connect, to wait)" if attribute.name == "timeout" else "positive"
        msg = f"{attribute.name} must be {wanted}, not {value!r}. There is no reading without limits."
        raise OptionError(msg)


def _count(_: Any, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**6:
        msg = f"{attribute.name} must be 0 or more, not {value!r}."
        raise OptionError(msg)


def _pair(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@frozen(kw_only=True)
class Limits:
    """Limits of one reading.

    Attributes:
        timeout: Seconds to connect, and seconds that the server may be silent.
        page_seconds: Seconds that one page may take, from the request to its last byte.
        deadline: Seconds that the whole reading may take, waits included.
        max_bytes: Bytes of all answers together, unpacked.
        max_pages: Requests for pages.
        retries: How often a request is repeated when the server is busy (429), fails (5xx) or hangs up.
        backoff: Seconds before the first repetition; each next wait is twice as long.
        longest_wait: Seconds to wait at most when the server states `Retry-After`.
    """

    timeout: tuple[float, float] = field(default=(5.0, 30.0), converter=_pair, validator=_positive)
    page_seconds: float = field(default=120.0, validator=_positive)
    deadline: float = field(default=3600.0, validator=_positive)
    max_bytes: int = field(default=512 << 20, validator=_positive)
    max_pages: int = field(default=10_000, validator=_positive)
    retries: int = field(default=4, validator=_count)
    backoff: float = field(default=0.5, validator=_count)
    longest_wait: float = field(default=120.0, validator=_count)
