"""KoboToolbox's own API: the responses of a survey page by page, and its form as the codebook."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from attrs import evolve, field, frozen

from verkosto.backends._http_auth import Credentials, address_of, secret, shown
from verkosto.backends._http_faults import Where
from verkosto.backends._http_limits import Limits
from verkosto.backends._http_paging import Cursor
from verkosto.backends._http_parse import Form, document_of
from verkosto.backends._kobo import KoboBackend, dialect_of_kobo, headed
from verkosto.backends._kobo_cells import table_of_records
from verkosto.backends._protocol import Capabilities, Delivery
from verkosto.backends._xlsform import form_of_content
from verkosto.backends._xlsform_draft import draft_of_form
from verkosto.errors import EmptySourceError, OptionError, VerkostoWarning
from verkosto.instruments import Draft, Instrument

if TYPE_CHECKING:
    from verkosto.backends._http_client import Client

__all__ = ["KoboApi"]

_MOST = 1000
"""Responses that a page of the service has at most."""


def _asset(_: Any, __: Any, value: Any) -> None:
    if not isinstance(value, str) or not value.isascii() or not value.isalnum():
        msg = "asset is the id of a survey, such as 'aBc123'. It stands in the address of its page: …/forms/aBc123/."
        raise OptionError(msg)


def _size(_: Any, __: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _MOST:
        msg = f"page must be a whole number from 1 to {_MOST}, which is the most that the service gives."
        raise OptionError(msg)


@frozen
class _Token:
    """KoboToolbox's own form of a token in the header `Authorization`."""

    env: str

    def credentials(self) -> Credentials:
        return Credentials({"Authorization": f"Token {secret(self.env, None)}"})


@frozen
class KoboApi(Limits):
    """The responses of one survey on a KoboToolbox server.

    Responses come in the order in which they arrived, so that whoever answers in the meantime stands at the end. The
    token is read from the environment when the server is asked, is kept in no attribute, and stands in no message.

    Attributes:
        asset: Id of the survey.
        url: Address of the server.
        token_env: Variable of the environment that holds the token.
        page: Responses of one page.
        values: What choice cells hold, as for the backend `kobo`.
        blank_means: What a multiple choice without a tick means, as for the backend `kobo`.
        resume: A file for the pages of an unfinished reading; the next one goes on from there. It is deleted at the
            end.
        instrument: The codebook whose variables the keys are joined to, or None; `read` tells it.

    The limits (`timeout`, `page_seconds`, `deadline`, `max_bytes`, `retries`, …) are those of `Limits`.

    Raises:
        SourceError: The address is none, or holds a password.
        OptionError: A part has a value that it cannot have.

    Example:
        >>> KoboApi("aBc123").page
        1000
    """

    asset: str = field(validator=_asset)
    url: str = field(default="https://eu.kobotoolbox.org", converter=address_of, repr=shown, kw_only=True)
    token_env: str = field(default="KOBO_TOKEN", kw_only=True)
    page: int = field(default=_MOST, validator=_size, kw_only=True)
    values: str = field(default="any", kw_only=True)
    blank_means: str = field(default="not_answered", kw_only=True)
    resume: Any = field(default=None, kw_only=True)
    instrument: Instrument | None = field(default=None, kw_only=True, repr=False)
    backend: ClassVar[str] = KoboBackend.name
    capabilities: ClassVar[Capabilities] = evolve(KoboBackend.capabilities, has_codebook=True)

    def __attrs_post_init__(self) -> None:
        dialect_of_kobo(self._dialect_options())

    def for_instrument(self, instrument: Instrument) -> KoboApi:
        """Return the source that joins keys to this codebook; `read` calls it."""
        return evolve(self, instrument=instrument)

    def fetch(self) -> Delivery:
        """Get all responses.

        Raises:
            SourceError: The server cannot be asked, refuses, gives something else than responses, or not all of them.
            EmptySourceError: There are no responses.
            OptionError: The token is not set.
        """
        from verkosto.backends._http_pages import Plan, gather
        from verkosto.backends._http_store import Journal

        address = self._address("data/")
        query = urlencode({"format": "json", "limit": self.page, "sort": '{"_id":1}'})
        form, paging = Form(records="results"), Cursor("next")
        plan = Plan(f"{address}?{query}", form, paging, ("_id",), ("count",), max_pages=self.max_pages)
        journal = None if self.resume is None else Journal(self.resume, repr(plan))
        with self._client() as client:
            gathered = gather(client, plan, journal=journal)
        if not gathered.records:
            msg = f"{shown(address)}: there are no responses. Check the asset, or read when there are some."
            raise EmptySourceError(msg)
        made = table_of_records(gathered.records, shown(address))
        tables = headed([made], self.instrument, dialect_of_kobo(self._dialect_options()))
        if journal is not None:
            journal.finish()
        if gathered.changed:
            warnings.warn(f"{shown(address)}: {gathered.found['found_changed']}.", VerkostoWarning, stacklevel=5)
        options = {"asset": self.asset, "page": self.page, **self._dialect_options(), **gathered.found}
        return Delivery(shown(address), tables, options, gathered.digest, gathered.size)

    def codebook(self, *, id: str | None = None, title: str | None = None) -> Draft:  # noqa: A002
        """Ask for the survey's form as it is now and make a codebook of it.

        Args:
            id: Id of the instrument; the asset's where it is left out.
            title: Title of the survey; its own where it is left out.

        Raises:
            SourceError: As for `fetch`, or the asset has no form.
            CodebookError: The form contradicts itself.
            OptionError: The token is not set.
            MissingExtraError: pyxform is not installed.
        """
        address = self._address("?format=json")
        where = Where.at(address)
        with self._client() as client:
            answer = client.get(address, where)
        document = document_of(answer.body, answer.headers, where)
        asset = document if isinstance(document, Mapping) else {}
        form = form_of_content(asset.get("content"), f"{where}")
        return draft_of_form(form, id=id or self.asset, title=title or str(asset.get("name") or self.asset))

    def _address(self, end: str) -> str:
        return f"{self.url.rstrip('/')}/api/v2/assets/{self.asset}/{end}"

    def _dialect_options(self) -> dict[str, Any]:
        return {"values": self.values, "blank_means": self.blank_means}

    @contextmanager
    def _client(self) -> Iterator[Client]:
        from verkosto.backends._http_client import Client

        client = Client(self.url, _Token(self.token_env), self)
        try:
            yield client
        finally:
            client.close()
