"""The declarative HTTP source: where the answers are, how they are paged, and who may read them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urldefrag, urlencode

from attrs import field, fields, frozen

from verkosto.backends._dialect import DIALECT_OPTIONS, checked, dialect_of
from verkosto.backends._http_auth import Auth, address_of, shown
from verkosto.backends._http_declared import auth_of, paging_of, toml_of
from verkosto.backends._http_limits import Limits
from verkosto.backends._http_paging import Paging, path_of
from verkosto.backends._http_parse import FORMATS, Form, Format
from verkosto.backends._http_records import EarlyColumns, flat, table
from verkosto.backends._protocol import Capabilities, Delivery
from verkosto.errors import EmptySourceError, OptionError, SourceError, VerkostoWarning, did_you_mean
from verkosto.responses import RawTable

__all__ = ["HttpSource"]

_REPEATED = ("format", "records", "id", "total", "verify", "multiple", "not_shown", "encoding", "delimiter")


def _named(params: Mapping[str, str]) -> str:
    return f"<{', '.join(params) or 'none'}>"


def _texts(value: Any) -> Any:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        msg = f"params must be a mapping of text, not {type(value).__name__}."
        raise OptionError(msg)
    return {key: str(one) for key, one in value.items()}


def _titles(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value)


@frozen
class HttpSource(Limits):
    """Answers behind an address: JSON, JSON lines or csv, on one page or many.

    Objects inside a record become columns `group/name`, lists `name/1`, `name/2`, …. Cells are the text that stood in
    the answer: a number keeps its zeros. `null`, a missing key and an empty text are all empty cells; only the caller
    knows which of them says that a question was not shown.

    With pages each response is known by its id. A page that comes again doubles nobody; where the order of records may
    have moved while reading, everything is read again until nobody new turns up; a response that came in two versions
    counts in the newer one. `provenance` tells how often that happened.

    Attributes:
        url: The address, http or https. Secrets do not belong in it: the values of its query are never shown, but its
            path is.
        format: `"json"`, `"jsonl"` (an object on each line) or `"csv"`.
        records: Place of the list of records in JSON, such as `"data.items"`; `""` where the list is all.
        id: Place of the response's id in a record, or the title of its column. Pages need it.
        paging: `PageNumber`, `Offset`, `Cursor`, `LinkHeader`, or None for a single page.
        auth: `Bearer`, `Basic`, `HeaderToken`, `QueryToken`, or None. It goes to this address's own host only.
        params: Added to the query; the values are never shown.
        total: Place of the number of all records in JSON: fewer than that are an error.
        verify: Read everything twice and compare. None does so where neither `paging` nor `total` tells whether
            somebody moved from a page to another. A `total` does not tell where one response is deleted and another
            joins within one reading; True finds that too.
        multiple: Lists that hold the options of a multiple choice (`"group/name"`); each option gets a column.
        not_shown: What says that a question was not shown: `"null"`, `"missing"` (no such key), or both in a tuple. It
            does not reach lists of `multiple`.
        encoding: How the text is encoded; None is what the server states, or UTF-8.
        delimiter: The character between the cells of csv; None finds it in the header.
        content_type: A content type to accept beside the usual ones of the format.
        values: What choice cells hold, as for `csv`.
        blank_means: What a multiple choice without a tick means, as for `csv`.
        zeros: What a 0 that is no option means, as for `csv`.
        cache: A folder for answers; a server that gives `ETag` or `Last-Modified` is then asked only for what changed.
        resume: A file for the pages of an unfinished reading; the next one goes on from there. It is deleted at the
            end.

    The limits (`timeout`, `page_seconds`, `deadline`, `max_bytes`, `max_pages`, `retries`, `backoff`, `longest_wait`)
    are those of `Limits`.

    Raises:
        SourceError: The address is none, or holds a password.
        OptionError: A part has a value that it cannot have, or pages are stated without an id.

    Example:
        >>> import verkosto as vk
        >>> from verkosto.testing import LoopbackServer, Reply
        >>> kysely = vk.Instrument("kysely", "Kysely", questions=(vk.Number("jasenia", "Montako jäsentä?"),))
        >>> with LoopbackServer(lambda asked: Reply('[{"id": 1, "Montako jäsentä?": 12}]'.encode())) as server:
        ...     lahde = vk.backends.HttpSource(f"{server.url}/vastaukset", id="id")
        ...     vk.read(lahde, kysely, keep="id").frame["jasenia"].tolist()
        [12.0]
    """

    url: str = field(repr=shown, converter=address_of)
    format: Format = field(default="json", kw_only=True)
    records: Any = field(default="", kw_only=True)
    id: Any = field(default=None, kw_only=True)
    paging: Paging | None = field(default=None, converter=paging_of, kw_only=True)
    auth: Auth | None = field(default=None, converter=auth_of, kw_only=True)
    params: Mapping[str, str] = field(factory=dict, converter=_texts, repr=_named, kw_only=True)
    total: Any = field(default=None, kw_only=True)
    verify: bool | None = field(default=None, kw_only=True)
    multiple: tuple[str, ...] = field(default=(), converter=_titles, kw_only=True)
    not_shown: tuple[str, ...] = field(default=(), converter=_titles, kw_only=True)
    encoding: str | None = field(default=None, kw_only=True)
    delimiter: str | None = field(default=None, kw_only=True)
    content_type: str | None = field(default=None, kw_only=True)
    values: str = field(default="any", kw_only=True)
    blank_means: str = field(default="not_answered", kw_only=True)
    zeros: str = field(default="value", kw_only=True)
    cache: Any = field(default=None, kw_only=True)
    resume: Any = field(default=None, kw_only=True)
    backend: ClassVar[str] = "http"

    def __attrs_post_init__(self) -> None:
        checked(self.backend, "format", self.format, FORMATS)
        for sign in self.not_shown:
            checked(self.backend, "not_shown", sign, ("null", "missing"))
        dialect_of(self.backend, self._dialect_options())
        if self.paging is not None and self.id is None:
            msg = "pages need id=, the place of the response's id: by it a page that comes again is known."
            raise OptionError(msg)
        if self.delimiter is not None and (not isinstance(self.delimiter, str) or len(self.delimiter) != 1):
            msg = "delimiter must be one character. State delimiter=';'."
            raise OptionError(msg)

    @property
    def capabilities(self) -> Capabilities:
        """What the source can tell: ids where `id` is stated, questions not shown where `not_shown` is."""
        return Capabilities(tells_not_shown=bool(self.not_shown), carries_ids=self.id is not None)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> HttpSource:
        """Make a source of plain data; `paging` and `auth` are tables with their `kind`.

        Raises:
            OptionError: A key that no source has, or a value that it cannot have.
            SourceError: No address.

        Example:
            >>> paging = {"kind": "link_header"}
            >>> HttpSource.from_dict({"url": "https://example.org/a", "id": "id", "paging": paging}).paging
            LinkHeader()
        """
        known = [attribute.name for attribute in fields(cls)]
        for name in data:
            if name not in known:
                msg = f"an HTTP source takes no {name!r}.{did_you_mean(str(name), known)} It takes: {', '.join(known)}."
                raise OptionError(msg)
        if "url" not in data:
            msg = "an HTTP source needs its address. State url='https://…'."
            raise SourceError(msg)
        return cls(**data)

    @classmethod
    def load(cls, path: Any) -> HttpSource:
        """Read a source from a TOML file that begins with `source = "http"`.

        Raises:
            SourceError: The file is none.
            OptionError: As for `from_dict`.
        """
        return cls.from_dict(toml_of(Path(path)))

    def fetch(self) -> Delivery:
        """Read all pages.

        Raises:
            SourceError: An answer is wrong, too slow, too large or not whole; the message names address, page, remedy.
            EmptySourceError: There is no response yet.
            OptionError: The secret is not there.
        """
        from verkosto.backends._http_client import Client
        from verkosto.backends._http_pages import Plan, gather
        from verkosto.backends._http_store import Cache, Journal

        plan = Plan(
            self._address(),
            Form(self.format, self.records, self.encoding, self.delimiter, self.content_type),
            self.paging,
            self._id_path(),
            path_of(self.total),
            self.verify,
            self.max_pages,
        )
        cache = None if self.cache is None else Cache(self.cache, repr(self.auth))
        journal = None if self.resume is None else Journal(self.resume, repr(plan))
        client, early = Client(self.url, self.auth, self), EarlyColumns()
        try:
            gathered = gather(client, plan, cache=cache, journal=journal, taken=early.add)
        finally:
            client.close()
        made = self._table(gathered.records, None if gathered.changed else early)
        if journal is not None:
            journal.finish()
        if gathered.changed:
            msg = f"{shown(self.url)}: {gathered.found['found_changed']}."
            warnings.warn(msg, VerkostoWarning, stacklevel=5)
        return Delivery(
            shown(self.url), iter([made]), {**self._stated(), **gathered.found}, gathered.digest, gathered.size
        )

    def _address(self) -> str:
        address = urldefrag(self.url).url
        added = urlencode(self.params)
        return f"{address}{'&' if '?' in address else '?'}{added}" if added else address

    def _id_path(self) -> Any:
        # A title of csv may have dots in it.
        return (self.id,) if self.format == "csv" and isinstance(self.id, str) else path_of(self.id)

    def _dialect_options(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in DIALECT_OPTIONS}

    def _stated(self) -> dict[str, Any]:
        """Return what provenance repeats; `params` and `auth` are not among it."""
        paging = {} if self.paging is None else {"paging": repr(self.paging)}
        return {**{name: getattr(self, name) for name in (*_REPEATED, *DIALECT_OPTIONS)}, **paging}

    def _table(self, records: list[dict[Any, Any]], early: EarlyColumns | None) -> RawTable:
        if not records:
            # Without a record nothing tells which columns there would be.
            msg = f"{shown(self.url)}: there are no responses. Check the address, or read when there are some."
            raise EmptySourceError(msg)
        multiple = frozenset(self.multiple)
        rows = records if self.format == "csv" else [flat(record, multiple) for record in records]
        dialect = dialect_of(self.backend, self._dialect_options())
        return table(rows, source=shown(self.url), dialect=dialect, not_shown=self.not_shown, raw=records, early=early)
