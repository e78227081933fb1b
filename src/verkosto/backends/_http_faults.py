"""What can be wrong with a server and its answers, each in words: place, fault, remedy, and never a secret."""

from __future__ import annotations

from attrs import frozen

from verkosto.backends._http_auth import shown
from verkosto.errors import SourceError

__all__ = ["Where", "plain_status"]

_STATUS = {
    400: "the server cannot make sense of the request. Check the address and params",
    401: "the server wants to know who asks. Check auth and the secret that it reads",
    403: "the server refuses this user or token. Check its rights to these answers",
    404: "there is nothing at this address. Check it",
    405: "the server does not allow this kind of request. Check the address",
    410: "the answers are gone for good. Ask the service's owner",
    429: "the server has had too many requests. Read later, or in larger pages",
}


def plain_status(status: int) -> str:
    """Say what a status means and what to do."""
    if status in _STATUS:
        return _STATUS[status]
    if status >= 500:
        return "the server failed. Read again later, and tell the service's owner if it goes on"
    return "that is no answer to a request for data. Check the address"


@frozen
class Where:
    """A place in a source: an address, and which page of it.

    Attributes:
        address: The address, shown without what may be secret.
        page: Number of the page, or None where there is one only.
    """

    address: str = ""
    page: int | None = None

    @classmethod
    def at(cls, address: str, page: int | None = None) -> Where:
        """Make a place of a full address."""
        return cls(shown(address), page)

    def __str__(self) -> str:
        """Name the place."""
        return self.address if self.page is None else f"{self.address} (page {self.page})"

    def fault(self, text: str, kind: type[SourceError] = SourceError) -> SourceError:
        """Make the error for this place."""
        return kind(f"{self}: {text}")

    def web_page(self) -> SourceError:
        """Make the error for a web page at this place."""
        return self.fault("a web page came in place of answers, perhaps one to log in on. Check the address and auth.")
