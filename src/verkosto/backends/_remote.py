"""Sources that are not files: declared objects, and addresses as text."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from verkosto.backends._http import HttpSource
from verkosto.backends._http_auth import checked_address, shown
from verkosto.backends._http_file import HttpFile, peek
from verkosto.backends._protocol import ReadsAddresses, RemoteSource
from verkosto.backends._registry import get
from verkosto.errors import OptionError
from verkosto.responses import Provenance, RawTable

__all__ = ["downloaded", "remote_of"]

Opened = tuple[Iterator[RawTable], Provenance]

# One letter before a colon is a drive of Windows.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def _is_address(source: object) -> bool:
    """Tell whether a source is an address as text."""
    return isinstance(source, str) and _ADDRESS.match(source) is not None


def remote_of(source: Any, backend: str | None, options: Mapping[str, Any]) -> RemoteSource | HttpFile | None:
    """Return what a source is when it is no file here: a declared source, or a file to download.

    An address as text goes to the named backend if that reads addresses. With none named, JSON by its first bytes is
    read as an `HttpSource`; everything else is a file.

    Raises:
        OptionError: A declared source is given options, or another backend.
        SourceError: An address that cannot be asked.
    """
    if isinstance(source, HttpFile):
        return source
    if isinstance(source, RemoteSource) and not isinstance(source, type):
        if options or backend not in (None, source.backend):
            msg = (
                f"a {type(source).__name__} says itself how it is read. State options in it, and no backend= beside it."
            )
            raise OptionError(msg)
        return source
    if not _is_address(source):
        return None
    address = checked_address(source)
    if backend is not None:
        reader = get(backend)
        return reader.remote(address, options) if isinstance(reader, ReadsAddresses) else HttpFile(address)
    found = peek(address)
    return HttpSource.from_dict({"url": address, **found, **options}) if found else HttpFile(address)


def downloaded(file: HttpFile, open_path: Callable[[Path], Opened]) -> Opened:
    """Download a file, open it, and see to it that it goes when it is read.

    Args:
        file: What to download.
        open_path: Opens a file and says where it comes from.

    Raises:
        SourceError: The file cannot be got, or not read.
    """
    folder = tempfile.TemporaryDirectory(prefix="verkosto-", ignore_cleanup_errors=True)
    try:
        path, digest = file.save(Path(folder.name))
        chunks, provenance = open_path(path)
    except BaseException:
        folder.cleanup()
        raise
    return _then(chunks, folder.cleanup), evolve(provenance, source=shown(file.url), digest=digest)


def _then(chunks: Iterator[RawTable], finish: Callable[[], None]) -> Iterator[RawTable]:
    try:
        yield from chunks
    finally:
        finish()
