"""Compare a codebook with a source that it may not fit."""

from __future__ import annotations

import itertools
import os
import warnings
from typing import TYPE_CHECKING, Any

from verkosto.backends._frames import is_plain_frame
from verkosto.backends._http_file import HttpFile
from verkosto.backends._protocol import RemoteSource
from verkosto.backends._read import open_raw
from verkosto.errors import BackendError, OptionError, VerkostoWarning
from verkosto.instruments import Instrument, Question
from verkosto.responses import Difference, Responses, assemble, frame_parts, header_differences, meet, no_chunk

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

__all__ = ["compare"]


def compare(
    source: str | os.PathLike[str] | RemoteSource | HttpFile | IntoFrame,
    instrument: Instrument,
    *,
    backend: str | None = None,
    **options: Any,
) -> tuple[Difference, ...]:
    """Say in what a codebook and a source differ, also where they cannot be bound.

    Each difference tells both sides, the nearest match with its likeness, and what to write into the codebook. All of
    the source is read, for an option may stand in its last row; where titles stand in the way of binding, only the
    titles are compared, and the options when those are mended. No answer is kept.

    Args:
        source: As for `read`.
        instrument: The codebook.
        backend: Name of the reader; None detects it.
        **options: What the reader is told, as for `read`.

    Returns:
        In the codebook's order, and columns that it does not have last; empty where all fits.

    Raises:
        SourceError: The source cannot be read as asked.
        OptionError: The backend takes no such option, or `instrument` is none.
        BindingError: A frame and the codebook do not meet at all.

    Example:
        >>> import pandas as pd
        >>> import verkosto as vk
        >>> kysymykset = (vk.Text("syy", "Miksi ette kannata?"), vk.Number("luku", "Luku"))
        >>> kysely = vk.Instrument("k", "K", questions=kysymykset)
        >>> taulu = pd.DataFrame({"Miksi ette kannattaisi?": ["Siksi"], "luku": [3]})
        >>> for one in vk.backends.compare(taulu, kysely):
        ...     print(one.kind, one.variable, one.found, one.line)
        renamed_title syy Miksi ette kannattaisi? aliases = ["Miksi ette kannattaisi?"]
    """
    given: object = instrument
    if not isinstance(given, Instrument):
        msg = f"compare takes an Instrument, not {type(given).__name__}. Load one: Instrument.load('kysely.toml')."
        raise OptionError(msg)
    if is_plain_frame(source, backend, options):
        with warnings.catch_warnings(action="ignore", category=VerkostoWarning):
            parts = frame_parts(source, instrument, source=None, keep=(), strict=False, pseudonyms="withhold")
        return Responses(**parts).differences
    chunks, provenance = open_raw(source, backend=backend, options=options, instrument=instrument)
    first = next(chunks, None)
    if first is None:
        raise BackendError(no_chunk(provenance))
    binding, conflicts = meet(first.headers, instrument, first.dialect)
    asked = any(isinstance(slot.part, Question) for _, slot in binding.slots)
    if conflicts or not asked:
        # A source that was cut off is an error here too.
        for _ in chunks:
            pass
        return header_differences(first.headers, instrument, first.dialect)
    rest = itertools.chain([first], chunks)
    return assemble(rest, instrument, provenance=provenance, pseudonyms="withhold").differences
