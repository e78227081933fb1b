"""The backend for addresses, by which `read` and the command line reach an `HttpSource`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from attrs import NOTHING, fields, frozen

from verkosto.backends._dialect import DIALECT_OPTIONS
from verkosto.backends._http import HttpSource
from verkosto.backends._http_declared import toml_of
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.errors import SourceError
from verkosto.responses import RawTable

__all__ = ["HttpBackend"]

_MEANINGS: Mapping[str, str] = {
    "format": "'json', 'jsonl' (an object on each line) or 'csv'",
    "records": "place of the list of records in JSON, such as 'data.items'",
    "id": "place of the response's id in a record; pages need it",
    "paging": "PageNumber, Offset, Cursor or LinkHeader; None is a single page",
    "auth": "Bearer, Basic, HeaderToken or QueryToken; None asks without a secret",
    "params": "added to the query; the values are never shown",
    "total": "place of the number of all records in JSON",
    "verify": "read everything twice and compare; None where nothing else tells that it is whole",
    "multiple": "lists that hold the options of a multiple choice",
    "not_shown": "what says that a question was not shown: 'null', 'missing' (no such key), or both",
    "encoding": "how the text is encoded; None is what the server states, or UTF-8",
    "delimiter": "the character between the cells of csv; None finds it",
    "content_type": "a content type to accept beside the usual ones",
    "cache": "a folder for answers, to ask later only for what changed",
    "resume": "a file for the pages of an unfinished reading",
    "timeout": "seconds to connect, and seconds that the server may be silent",
    "page_seconds": "seconds that one page may take",
    "deadline": "seconds that the whole reading may take",
    "max_bytes": "bytes of all answers, unpacked",
    "max_pages": "requests for pages",
    "retries": "how often a request is repeated",
    "backoff": "seconds before the first repetition",
    "longest_wait": "seconds to wait at most where the server says how long",
    **{name: meaning for name, (_, meaning) in DIALECT_OPTIONS.items()},
}


def _defaults() -> dict[str, Any]:
    stated = {attribute.name: attribute.default for attribute in fields(HttpSource)}
    return {name: {} if hasattr(one, "factory") else one for name, one in stated.items() if one is not NOTHING}


@frozen
class HttpBackend:
    """Reads what is at an address, as `HttpSource` does; a file that declares a source will do too."""

    name: ClassVar[str] = "http"
    summary: ClassVar[str] = "addresses of JSON, JSON lines or csv, paged or not (http, https)"
    capabilities: ClassVar[Capabilities] = Capabilities()
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        name: (default, _MEANINGS[name]) for name, default in _defaults().items()
    }

    def detect(self, source: Path) -> Evidence:
        """Look whether a file declares an HTTP source."""
        try:
            toml_of(source)
        except SourceError:
            return Evidence(Strength.NONE, ("no file that declares an HTTP source",))
        return Evidence(Strength.CERTAIN, ("a file that declares an HTTP source",))

    def remote(self, given: str | Path, options: Mapping[str, Any]) -> HttpSource:
        """Make a source of an address and options, or of a file that declares both.

        Raises:
            SourceError: The address or the file is none.
            OptionError: A part has a value that it cannot have.
        """
        parts = toml_of(given) if isinstance(given, Path) else {"url": given}
        return HttpSource.from_dict({**parts, **options})

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the answers of the source that a file declares.

        Raises:
            SourceError: As for `HttpSource.fetch`.
        """
        stated = {name: value for name, value in options.items() if value != self.options[name][0]}
        return self.remote(source, stated).fetch().tables
