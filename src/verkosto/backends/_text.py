"""Text files of cells: their form (encoding, delimiter), and their lines.

Nothing falls back in silence: a file is UTF-8 (or bears another mark at its start) unless the caller states
otherwise, and bytes that do not fit are an error that names the place.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from verkosto.backends._magic import open_binary
from verkosto.errors import EncodingError, OptionError, SourceError

__all__ = ["LONGEST", "CsvFormat", "Lines", "sniff"]

LONGEST = 1 << 24
"""Characters that a line or a cell may have; longer ones mean a quote that was never closed."""

_SAMPLE = 1 << 20
_RECORDS = 50
_DELIMITERS = ";\t|,"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@frozen
class CsvFormat:
    """The form of a text file of cells.

    Attributes:
        encoding: Name of the codec, without a byte order mark.
        delimiter: The character between two cells.
        mark: Bytes of the byte order mark at the start.
        skipped: Records before the table: 1 where the first line is `sep=;`, as Excel writes and hides it.
    """

    encoding: str = "utf-8"
    delimiter: str = ";"
    mark: int = 0
    skipped: int = 0


def sniff(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> CsvFormat:
    """Find the form of a text file from its first records.

    Args:
        path: The file.
        encoding: Any codec that Python knows; None is UTF-8, or what the mark at the start says.
        delimiter: One character; None finds `;`, tab, `|` or `,`. On a tie the first of these wins.

    Raises:
        SourceError: The file cannot be opened.
        EncodingError: The first megabyte is no text in the encoding, or is UTF-8 where another was stated.
        OptionError: No such encoding, or a delimiter that cannot be one.
    """
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n\0'):
        msg = f"delimiter must be one character and no quote or line break, not {delimiter!r}. State delimiter=';'."
        raise OptionError(msg)
    with open_binary(path) as file:
        sample = file.read(_SAMPLE)
    codec, mark = _codec(path, sample, encoding)
    if not mark and codec != "utf-8" and _is_utf8(sample, codec):
        msg = f"{path} is UTF-8 text, but encoding={encoding!r} was stated. Leave encoding out."
        raise EncodingError(msg)
    form = CsvFormat(codec, mark=mark)
    try:
        decoder = codecs.getincrementaldecoder(codec)()
        text = decoder.decode(sample[mark:], final=len(sample) < _SAMPLE)
    except UnicodeError as error:
        raise _undecodable(path, form) from error
    declared = text.partition("\n")[0].rstrip("\r").casefold()
    skipped = int(len(declared) == 5 and declared.startswith("sep="))
    if delimiter is None:
        delimiter = declared[4] if skipped else _delimiter(text, complete=len(sample) < _SAMPLE)
    return CsvFormat(codec, delimiter, mark, skipped)


def _codec(path: Path, sample: bytes, encoding: str | None) -> tuple[str, int]:
    marked, mark = next(((name, len(bom)) for bom, name in _MARKS if sample.startswith(bom)), ("utf-8", 0))
    if encoding is None:
        return marked, mark
    try:
        info = codecs.lookup(encoding)
        if not getattr(info, "_is_text_encoding", True) or info.incrementaldecoder is None:
            raise LookupError
    except (LookupError, TypeError, ValueError) as error:
        msg = f"no text encoding {encoding!r}. State encoding='utf-8' or encoding='windows-1252'."
        raise OptionError(msg) from error
    name = info.name.removesuffix("-sig")
    if not mark:
        return name, 0
    if not marked.startswith(name):
        msg = f"{path} bears the mark of {marked.upper()}, but encoding={encoding!r} was stated. Leave encoding out."
        raise EncodingError(msg)
    return marked, mark


def _is_utf8(sample: bytes, codec: str) -> bool:
    """Tell whether text is in UTF-8 beyond doubt: other encodings of Finnish are never valid UTF-8 by chance."""
    if b"\0" in sample or (sample.isascii() and not codec.startswith(("utf-16", "utf-32"))):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(sample) < _SAMPLE)
    except UnicodeDecodeError:
        return False
    return True


def _undecodable(path: Path, form: CsvFormat) -> EncodingError:
    """Find the first bytes that are no text, and say where they are."""
    decoder = codecs.getincrementaldecoder(form.encoding)()
    place, read = "somewhere", form.mark
    with open_binary(path) as file:
        file.seek(form.mark)
        block = b"?"
        try:
            while block:
                block = file.read(_SAMPLE)
                read += len(block)
                decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            # The decoder keeps the start of a cut character, so its bytes end where ours do.
            byte = read - len(error.object) + error.start
            place = f"in line {_line_at(path, form, byte)}, at byte {byte + 1}"
        except UnicodeError:
            pass  # a codec that does not tell places
    remedy = (
        f'State how it was saved, such as encoding="{_likely(path)}".'
        if form.encoding == "utf-8"
        else 'State another encoding, such as "utf-8" or "windows-1252".'
    )
    return EncodingError(f"{path} is not {form.encoding.upper()} text: it breaks {place}. {remedy}")


def _likely(path: Path) -> str:
    with open_binary(path) as file:
        return "utf-16-le" if b"\0" in file.read(_SAMPLE) else "windows-1252"


def _breaks(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _delimiter(text: str, *, complete: bool) -> str:
    """Choose the delimiter by which most of the first records have as many cells as the header."""
    if not complete and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    scores = [(_agreement(text, mark), -rank, mark) for rank, mark in enumerate(_DELIMITERS)]
    best = max(scores)
    return best[2] if best[0] >= 0 else ";"


def _agreement(text: str, delimiter: str) -> float:
    """Return the share of records that agree with the header; -1 where the header has a single cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    # What was read before an error is enough to choose by; reading the file reports the place.
    with contextlib.suppress(csv.Error):
        rows.extend(row for row in itertools.islice(reader, _RECORDS) if any(map(str.strip, row)))
    widths = [(_filled(row), len(row)) for row in rows]
    if not widths or widths[0][0] < 2:
        return -1.0
    header, rest = widths[0][0], widths[1:]
    return sum(filled <= header <= cells for filled, cells in rest) / len(rest) if rest else 1.0


def _filled(row: list[str]) -> int:
    """Count the cells up to the last that holds text."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1]), 0)


class Lines:
    """Iterates over the lines of a text file, line breaks kept, and knows where it is.

    A line ends at LF, CR LF or a lone CR.

    Attributes:
        number: Lines given so far.
        offset: Byte of the file where the next line begins (for encodings without states).
    """

    def __init__(self, path: Path, form: CsvFormat, offset: int | None = None) -> None:
        """Start at a byte of the file; None is its beginning, after the mark."""
        self.path = path
        self.form = form
        self.number = 0
        self.offset = form.mark if offset is None else offset

    def __iter__(self) -> Iterator[str]:
        """Yield each line.

        Raises:
            EncodingError: Bytes that are no text in the encoding.
            SourceError: A null byte, or a line of more than `LONGEST` characters.
        """
        encoding = self.form.encoding
        with open_binary(self.path) as file:
            file.seek(self.offset)
            text = io.TextIOWrapper(file, encoding, errors="strict", newline="")
            try:
                while line := text.readline(LONGEST):
                    if "\0" in line or len(line) == LONGEST:
                        raise self._hostile(line)
                    self.number += 1
                    self.offset += len(line.encode(encoding))
                    yield line
            except UnicodeError as error:
                raise _undecodable(self.path, self.form) from error

    def _hostile(self, line: str) -> SourceError:
        number = _line_at(self.path, self.form, self.offset)
        if "\0" in line:
            return SourceError(
                f"{self.path} holds a null byte in line {number}: it is no text file, or UTF-16 without its mark. "
                'Export it again as csv, or state encoding="utf-16-le".'
            )
        return SourceError(
            f"{self.path}: line {number} has more than {LONGEST:,} characters, so this is no table of text. "
            "Export it again as csv."
        )


def _line_at(path: Path, form: CsvFormat, offset: int) -> int:
    """Return the number of the line that begins at a byte of the file."""
    decoder = codecs.getincrementaldecoder(form.encoding)(errors="replace")
    lines, ended_in_cr = 1, False
    with open_binary(path) as file:
        file.seek(form.mark)
        while left := offset - file.tell():
            text = decoder.decode(file.read(min(left, _SAMPLE)))
            # A CR LF that lies across two blocks is one line break.
            lines += _breaks(text) - (ended_in_cr and text.startswith("\n"))
            ended_in_cr = text.endswith("\r") if text else ended_in_cr
    return lines
