"""Read answers in parts, for files whose answers need not, or cannot, be in memory together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from verkosto.backends._http_file import HttpFile
from verkosto.backends._protocol import RemoteSource
from verkosto.backends._read import check_instrument, open_raw
from verkosto.instruments import Instrument
from verkosto.responses import Pseudonyms, Responses, assemble, check_key

__all__ = ["read_chunks"]


def read_chunks(
    source: str | os.PathLike[str] | RemoteSource | HttpFile,
    instrument: Instrument,
    *,
    backend: str | None = None,
    strict: bool = False,
    keep: Sequence[str] = (),
    pseudonyms: Pseudonyms | Literal["withhold"] | None = None,
    **options: Any,
) -> Iterator[Responses]:
    """Read the answers of a long source, one part of its rows after another.

    Each part is what `read` would give of a file with these rows alone: its issues, counts of cells and unclaimed
    columns are its own, rows keep their numbers in the source, and a response id that stands in two parts is not
    noticed. How long a part is, the reader decides: a csv gives about 700 MB at a time, other sources all at once
    unless their capabilities say `chunked`. A file that is cut off is an error when its end is reached.

    Args:
        source: As for `read`; no frame.
        instrument: The codebook.
        backend: Name of the reader; None detects it by content.
        strict: Raise when a part has any issue.
        keep: Headers of unclaimed columns that look identifying and are to be kept all the same.
        pseudonyms: As for `read`.
        **options: What the reader is told.

    Raises:
        VerkostoError: What `read` raises, as the parts are read.

    Example:
        >>> import verkosto as vk
        >>> kysely = vk.samples.instrument("tukirakenne")
        >>> path = vk.samples.path("tukirakenne")
        >>> import warnings
        >>> with warnings.catch_warnings(action="ignore"):
        ...     [len(osa) for osa in vk.backends.read_chunks(path, kysely, backend="webropol")]
        [562]
    """
    check_instrument(instrument)
    check_key(pseudonyms, instrument)
    chunks, provenance = open_raw(source, backend=backend, options=options, instrument=instrument)
    kept = [keep] if isinstance(keep, str) else keep
    for chunk in chunks:
        responses = assemble([chunk], instrument, provenance=provenance, keep=kept, pseudonyms=pseudonyms)
        responses.log.tell(provenance.source, strict=strict, stacklevel=3)
        yield responses
