"""The body of an answer in pieces: unpacked within bounds, and known to be whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from verkosto.backends._http_faults import Where

__all__ = ["HalfBodyError", "pieces"]

_PIECE = 1 << 16
_UNPACKED = 1 << 20


class HalfBodyError(OSError):
    """The body ended before its stated length, or before what was packed was whole."""


def pieces(response: Any, where: Where) -> Iterator[bytes]:
    """Yield the body of a response of requests; a packed one a megabyte at a time, whatever it unpacks to.

    Raises:
        HalfBodyError: It is not whole.
        SourceError: It is packed in a way that was not asked for, or broken.
    """
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("gzip", "x-gzip"):
        unpacked: Iterator[bytes] = _unpacked(_raw(response), where)
    elif packing in ("identity", ""):
        unpacked = _raw(response)
    else:
        raise where.fault(f"packed with {packing[:20]!r}, which was not asked for. Ask the service for plain answers.")
    yield from unpacked


def _raw(response: Any) -> Iterator[bytes]:
    received = 0
    # The library would unpack a whole piece at once, and a piece of a bomb is large.
    while piece := response.raw.read(_PIECE, decode_content=False):
        received += len(piece)
        yield piece
    stated = response.headers.get("content-length", "")
    if stated.isdecimal() and "transfer-encoding" not in response.headers and received < int(stated):
        raise HalfBodyError


def _unpacked(packed: Iterator[bytes], where: Where) -> Iterator[bytes]:
    unpacker = None
    try:
        for data in packed:
            while data:
                if unpacker is None or unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
                yield unpacker.decompress(data, _UNPACKED)
                data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    except zlib.error:
        broken = True
    else:
        broken = False
    if broken:
        raise where.fault("the answer is packed and cannot be unpacked. Read again, or tell the service's owner.")
    if unpacker is not None and not unpacker.eof:
        raise HalfBodyError
