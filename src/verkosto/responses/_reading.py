"""From chunks of RawTable to Responses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from verkosto.instruments import Instrument
from verkosto.responses._assemble import parts_of
from verkosto.responses._privacy import Key
from verkosto.responses._provenance import Provenance
from verkosto.responses._raw import RawTable
from verkosto.responses._responses import Responses

__all__ = ["assemble"]


def assemble(
    chunks: Iterable[RawTable],
    instrument: Instrument,
    *,
    provenance: Provenance,
    keep: Sequence[str] = (),
    pseudonyms: Key = None,
) -> Responses:
    """Bind and decode the chunks of one source.

    Args:
        chunks: At least one, all with the same headers.
        instrument: The codebook.
        provenance: Where the chunks come from; counts of rows and cells are filled in here.
        keep: Headers of unclaimed columns that look identifying and are to be kept all the same.
        pseudonyms: What makes pseudonyms where the codebook asks for them, or `"withhold"`.

    Raises:
        BindingError: Columns and questions do not meet.
        OptionError: `keep` names no column, or pseudonyms lack their key.
        BackendError: There is no chunk, or the chunks' headers differ.
    """
    return Responses(**parts_of(chunks, instrument, provenance=provenance, keep=keep, pseudonyms=pseudonyms))
