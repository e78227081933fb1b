"""SPSS system files (.sav, .zsav) through pyreadstat (extra `spss`): values in chunks, and what the file says."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from verkosto.backends._magic import open_binary
from verkosto.errors import EncodingError, MissingExtraError, SourceError
from verkosto.responses import SavDictionary, sav_dictionary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAGIC", "SpssFile", "is_spss"]

MAGIC = (b"$FL2", b"$FL3")
_CELLS = 4_000_000
_MOST_ROWS = 100_000


def is_spss(path: Path) -> bool:
    """Tell whether a file begins as a system file does.

    Raises:
        SourceError: It cannot be opened.
    """
    with open_binary(path) as file:
        return file.read(4) in MAGIC


@frozen
class SpssFile:
    """A system file.

    Attributes:
        path: The file.
        encoding: Of its texts; None is the one that it states.
        dictionary: What its dictionary says of cases, sets and attributes.
        meta: What pyreadstat says of its variables.
        user_missing: Whether values that the file declares missing come as they are; if not, they come as empty.
    """

    path: Path
    encoding: str | None
    dictionary: SavDictionary
    meta: Any
    user_missing: bool

    @classmethod
    def of(cls, path: Path, *, encoding: str | None = None, user_missing: bool = True) -> SpssFile:
        """Read what a file says of itself.

        Raises:
            SourceError: It cannot be opened, is no system file, or is damaged or cut off.
            EncodingError: Its texts are not in the encoding, or there is no such encoding.
            MissingExtraError: pyreadstat is not installed.
        """
        if not is_spss(path):
            msg = f"{path.name} is no SPSS system file (.sav). Read it with another backend."
            raise SourceError(msg)
        dictionary = sav_dictionary(path, encoding=encoding)
        if not dictionary.whole:
            raise _damaged(path, "its length is not that of its cases")
        found = cls(path, encoding, dictionary, None, user_missing)
        if not dictionary.readable:
            # pyreadstat 1.3.7 would not raise, but end the process.
            raise found._in_another_encoding()
        _, meta = found._read(metadataonly=True)
        if not all(meta.column_names):
            raise _damaged(path, "a variable has no name")
        return cls(path, encoding, dictionary, meta, user_missing)

    @property
    def names(self) -> list[str]:
        """The names of the variables."""
        return list(self.meta.column_names)

    def chunks(self) -> Iterator[pd.DataFrame]:
        """Yield the cases: numbers as floats, of which NaN is system-missing, and texts. There is one chunk at least.

        Raises:
            SourceError: The file is damaged or cut off.
        """
        size = max(1, min(_MOST_ROWS, _CELLS // max(1, len(self.names))))
        offset, cases = 0, self.dictionary.cases
        while True:
            frame, _ = self._read(row_offset=offset, row_limit=size)
            offset += len(frame)
            if cases is not None and len(frame) < size and offset != cases:
                raise _damaged(self.path, "cases are missing")
            yield frame
            if len(frame) < size or offset == cases:
                return

    def _read(self, **parts: Any) -> tuple[pd.DataFrame, Any]:
        try:
            import pyreadstat
        except ImportError as error:
            raise MissingExtraError.of("spss", "reading .sav files") from error
        try:
            # It warns of names that stand twice, which it then tells apart.
            with warnings.catch_warnings(action="ignore"):
                return pyreadstat.read_sav(
                    str(self.path),
                    encoding=self.encoding,
                    user_missing=self.user_missing,
                    disable_datetime_conversion=True,
                    **parts,
                )
        except Exception as error:  # noqa: BLE001 - the library has several roots of errors, and bare ones
            failure, said = type(error).__name__, str(error)
        # Outside the handler: an error in decoding holds what it could not decode, which may be an answer.
        if failure == "UnicodeDecodeError" or "encoding" in said or "character set" in said:
            raise self._in_another_encoding()
        raise _damaged(self.path, failure)

    def _in_another_encoding(self) -> EncodingError:
        stated = self.encoding or self.dictionary.encoding or "UTF-8"
        msg = f"{self.path.name} is not {stated} text. State how it was saved, such as encoding='windows-1252'."
        return EncodingError(msg)


def _damaged(path: Path, why: str) -> SourceError:
    return SourceError(f"{path.name} is a damaged .sav file, or is cut off ({why}). Export it again.")
