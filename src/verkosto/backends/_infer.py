"""Draft a codebook from a file or another source."""

from __future__ import annotations

import itertools
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verkosto.backends._frames import is_plain_frame
from verkosto.backends._http_file import HttpFile
from verkosto.backends._protocol import RemoteSource, StatesCodebook
from verkosto.backends._read import choose, existing, open_raw
from verkosto.backends._registry import get
from verkosto.backends._remote import remote_of
from verkosto.errors import BackendError
from verkosto.instruments import Draft
from verkosto.responses import DRAFT_CHUNKS, draft, draft_frame, no_chunk

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

__all__ = ["infer"]

_REPORT = re.compile(r"[_ -]*perusraportti$", re.IGNORECASE)


def infer(
    source: str | os.PathLike[str] | RemoteSource | HttpFile | IntoFrame,
    *,
    backend: str | None = None,
    id: str | None = None,  # noqa: A002 - the instrument's own word
    title: str | None = None,
    **options: Any,
) -> Draft:
    """Draft a codebook from an export with labels (`values="text"`), for a person to finish.

    Titles become questions; what kind each is, its options and special columns are guessed from the cells, and
    every guess stands with its reason in `Draft.guesses`, and as a comment in the saved file.

    Args:
        source: Path of an export, its address, a declared source, or a frame, as for `read`.
        backend: Name of the reader; None detects it.
        id: Id of the instrument; the file's name where it is left out.
        title: Title of the survey; the file's name where it is left out.
        **options: What the reader is told, as for `read`.

    Raises:
        SourceError: The file cannot be read.
        OptionError: The backend takes no such option; a frame takes none.
        BackendError: The reader failed, or gave nothing.

    Example:
        >>> import verkosto as vk
        >>> luonnos = vk.infer(vk.samples.path("tukirakenne"), backend="webropol")
        >>> [guess.reason for guess in luonnos.guesses if guess.id == "vastausaika"]
        ['the title is that of the time of answering']
    """
    if is_plain_frame(source, backend, options):
        return draft_frame(source, id=id, title=title)
    parts = {"id": id, "title": title}
    remote = remote_of(source, backend, options)
    if isinstance(remote, HttpFile):
        # What is downloaded may state a codebook, like any file.
        with tempfile.TemporaryDirectory(prefix="verkosto-", ignore_cleanup_errors=True) as folder:
            return _drafted(remote.save(Path(folder))[0], backend, options, parts)
    return _drafted(source, backend, options, parts) if remote is None else _drafted(remote, None, {}, parts)


def _drafted(source: Any, backend: str | None, options: Mapping[str, Any], parts: Mapping[str, str | None]) -> Draft:
    # Options say how a table is read, so a table is meant.
    stated = None if options else _stated(source, backend, parts)
    if stated is not None:
        return stated
    chunks, provenance = open_raw(source, backend=backend, options=options)
    read = list(itertools.islice(chunks, DRAFT_CHUNKS))
    if not read:
        raise BackendError(no_chunk(provenance))
    # An address has a query, which names nothing.
    name = _REPORT.sub("", Path(provenance.source.partition("?")[0]).stem) or "kysely"
    return draft(read, name, id=parts.get("id"), title=parts.get("title"))


def _stated(source: Any, backend: str | None, parts: Mapping[str, str | None]) -> Draft | None:
    """Return the codebook that a source itself states, where its reader or it knows one (`codebook`)."""
    if not isinstance(source, str | os.PathLike):
        return source.codebook(**parts) if isinstance(source, StatesCodebook) else None
    path = existing(source)
    reader = choose(path)[0] if backend is None else get(backend)
    return reader.codebook(path, **parts) if isinstance(reader, StatesCodebook) else None
