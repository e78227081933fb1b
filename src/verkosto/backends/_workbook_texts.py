"""How much text the cells of an .xlsx share: each cell gets a copy of its own, however often a text is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from attrs import define

from verkosto.backends._zip import Archive
from verkosto.errors import SourceError

__all__ = ["TEXTS", "Texts", "refuse_texts"]

TEXTS = 4
"""How many times more bytes of text the cells may hold than the archive may have unpacked."""

_SHARED = "xl/sharedstrings.xml"
_TAG = 1 << 16
_SHORTEST = len(b"<si/>")
_COUNT = re.compile(rb"""\buniqueCount\s*=\s*["'](\d+)["']""")
_ITEM = re.compile(rb"<(?:\w+:)?si[\s>/]")
_SHARING = re.compile(rb"""\bt\s*=\s*["']s["']""")
_NUMBER = re.compile(rb"""\bt\s*=\s*["']s["'][^<>]{0,200}>\s{0,20}<(?:\w+:)?v[^<>]{0,200}>(\d{1,9})<""")


@define
class Texts:
    """The texts that cells share, by length, and how much of them the cells of a sheet hold.

    Attributes:
        path: The workbook, for messages.
        limit: Bytes of text that the sheets may hold.
        lengths: Bytes of each shared text with its markup; the longest stands once more at the end.
        held: Bytes of text that cells were found to hold, at most.
    """

    path: Path
    limit: int
    lengths: np.ndarray[tuple[int], np.dtype[np.int64]]
    held: int = 0

    @classmethod
    def of(cls, archive: Archive) -> Texts:
        """Read the part that holds shared texts, where there is one.

        Raises:
            SourceError: It states more texts than can be in it.
            zipfile.BadZipFile, zlib.error: The archive is damaged.
        """
        shared = [name for name in archive.parts if name.replace("\\", "/").casefold() == _SHARED]
        starts, passed = [], 0
        for name in shared:
            for piece in _pieces(archive.blocks(name)):
                most = archive.parts[name].file_size // _SHORTEST
                if b"uniqueCount" in piece and any(int(count) > most for count in _COUNT.findall(piece)):
                    msg = (
                        f"{archive.path} says that it holds more texts than it has room for: it seems damaged. Open it "
                        "in a spreadsheet and save it again."
                    )
                    raise SourceError(msg)
                starts += [passed + item.start() for item in _ITEM.finditer(piece)]
                passed += len(piece)
        lengths = np.diff(np.array([*starts, passed], dtype=np.int64))
        return cls(archive.path, TEXTS * archive.limit, np.append(lengths, lengths.max(initial=0)))

    def add(self, piece: bytes, cells: int) -> None:
        """Count the text that the cells in a piece of a sheet's XML share.

        Raises:
            SourceError: The cells hold more than is allowed.
        """
        longest = int(self.lengths[-1])
        held = cells * longest
        # What is no more than twice the piece cannot add up to the limit, and need not be looked at.
        if held > 2 * len(piece):
            numbers = np.array(_NUMBER.findall(piece), dtype=np.int64)
            unknown = len(_SHARING.findall(piece)) - len(numbers)
            held = int(self.lengths[np.minimum(numbers, len(self.lengths) - 1)].sum()) + unknown * longest
        self.held += held
        refuse_texts(self.path, self.held, self.limit)


def _pieces(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield XML in pieces that end before a tag, if that is no longer than any that is meant."""
    left = b""
    for block in blocks:
        left += block
        at = left.rfind(b"<")
        if len(left) - at > _TAG:
            at = len(left)
        yield left[:at]
        left = left[at:]
    yield left


def refuse_texts(path: Path, held: int, limit: int) -> None:
    """Refuse a workbook whose cells hold too much text.

    Raises:
        SourceError: They do.
    """
    if held > limit:
        msg = (
            f"{path}: its cells would hold more than {limit:,} bytes of text, far more than the file does, because "
            f"they repeat long ones. If you trust where it came from, state max_unpacked={held // TEXTS}."
        )
        raise SourceError(msg)
