"""The dictionary of an SPSS system file: what the library that reads the cells does not tell, or cannot write.

That is how many cases there should be and how long a case is, multiple-response sets of every kind, and the attributes
of variables. The layout is the one that the manual of GNU PSPP documents.
"""

from __future__ import annotations

import codecs
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from attrs import evolve, field, frozen

from verkosto.errors import SourceError

__all__ = ["ResponseSet", "SavDictionary", "record", "sav_dictionary"]

_HEAD = 176
_SETS, _LONG_NAMES, _ATTRIBUTES, _NEW_SETS, _ENCODING, _MACHINE = 7, 13, 18, 19, 20, 3
_LARGEST = 1 << 26
_PAGES = {2: "ascii", 3: "latin-1", 65001: "utf-8"}


@frozen
class ResponseSet:
    """A multiple-response set.

    Attributes:
        name: Without the dollar sign.
        label: Its label, or "".
        variables: Names of its variables.
        counted: The value that means a tick, as text; None where each variable holds a code of its own.
    """

    name: str
    label: str
    variables: tuple[str, ...]
    counted: str | None = None


@frozen
class SavDictionary:
    """What a file says of itself.

    Attributes:
        cases: How many cases there are; None where the file does not say.
        units: How many units of 8 bytes a case has before it is compressed.
        compression: 0 none, 1 by bytes, 2 of whole blocks (.zsav).
        encoding: Of its texts, or None.
        names: The long name of each variable by its short one, which a record of sets uses.
        sets: The multiple-response sets.
        attributes: The values of each attribute, by variable and name.
        end: Where the dictionary ends: the record that tells so starts there.
        order: "<" or ">", as the module struct writes the order of bytes.
        size: Bytes of the file.
        readable: Whether the texts that have labels are in the encoding.
    """

    cases: int | None
    units: int
    compression: int
    encoding: str | None = None
    names: Mapping[str, str] = field(factory=dict)
    sets: tuple[ResponseSet, ...] = ()
    attributes: Mapping[str, Mapping[str, tuple[str, ...]]] = field(factory=dict)
    end: int = 0
    order: str = "<"
    size: int = 0
    readable: bool = True

    @property
    def whole(self) -> bool:
        """Whether the file is long enough for its cases, as far as its length tells."""
        data = self.size - self.end - 8
        if data < 0 or self.compression == 2:
            return data >= 0
        if self.compression == 0:
            case = 8 * self.units
            return data % case == 0 if self.cases is None and case else data == case * (self.cases or 0)
        # Compressed, a unit takes a byte at least.
        return self.cases is None or data >= self.cases * self.units


def sav_dictionary(path: Path, *, encoding: str | None = None) -> SavDictionary:
    """Read the dictionary of a file.

    Args:
        path: The file.
        encoding: Of its texts; None is the one that it states.

    Raises:
        SourceError: The file cannot be opened, is no system file, is damaged or cut off.
    """
    try:
        with path.open("rb") as file:
            return _Reader(file, os.fstat(file.fileno()).st_size).dictionary(encoding)
    except OSError as error:
        msg = f"{path} cannot be opened: {error.strerror}. Check the path and the right to read it."
        raise SourceError(msg) from error
    except (struct.error, ValueError, LookupError) as error:
        # What the error says may be a text of the file, but its kind tells nothing.
        msg = f"{path.name} is a damaged .sav file, or is cut off ({type(error).__name__}). Export it again."
        raise SourceError(msg) from error


class _Reader:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size
        self.order = "<"
        self.units = 0
        self.short: list[bytes] = []
        self.extensions: dict[int, bytes] = {}
        self.numeric: dict[int, bool] = {}
        self.listed: list[bytes] = []
        self.labelled: list[bytes] = []

    def dictionary(self, encoding: str | None) -> SavDictionary:
        head = self._take(_HEAD)
        self.order = "<" if head[64:68] in (b"\2\0\0\0", b"\3\0\0\0") else ">"
        compression, _, cases = struct.unpack(f"{self.order}3i", head[72:84])
        end = self._records()
        encoding = encoding or self._encoding()
        decode = _decoder(encoding)
        names = {decode(short).upper(): decode(short) for short in self.short}
        names |= _long_names(decode(self.extensions.get(_LONG_NAMES, b"")))
        # A record of sets has short names in small letters; some writers put long ones there.
        known = {name.upper(): name for name in names.values()} | names
        lines = b"\n".join(self.extensions.get(subtype, b"") for subtype in (_SETS, _NEW_SETS)).split(b"\n")
        sets = (found for line in lines if (found := _set_of(line, decode)) is not None)
        return SavDictionary(
            cases=None if cases < 0 else cases,
            units=self.units,
            compression=compression,
            encoding=encoding,
            names=names,
            sets=tuple(evolve(one, variables=tuple(known.get(v.upper(), v) for v in one.variables)) for one in sets),
            attributes=dict(_attributes(decode(self.extensions.get(_ATTRIBUTES, b"")))),
            end=end,
            order=self.order,
            size=self.size,
            readable=all(_is_text(value, encoding) for value in self.labelled),
        )

    def _take(self, count: int) -> bytes:
        if not 0 <= count <= _LARGEST:
            raise ValueError("an impossible length")
        found = self.file.read(count)
        if len(found) < count:
            raise ValueError("cut off")
        return found

    def _int(self) -> int:
        (number,) = struct.unpack(f"{self.order}i", self._take(4))
        return int(number)

    def _records(self) -> int:
        """Go through the records, and return where the last one starts."""
        while (kind := self._int()) != 999:
            if kind == 2:
                self._variable()
            elif kind == 3:
                self.listed = [self._label() for _ in range(self._int())]
            elif kind == 4:
                count = self._int()
                variables = struct.unpack(f"{self.order}{count}i", self._take(4 * count))
                if not self.numeric.keys() >= set(variables):
                    raise ValueError("labels of no variable")
                if not all(self.numeric[place] for place in variables) or not variables:
                    self.labelled += self.listed
            elif kind == 6:
                self._take(80 * self._int())
            elif kind == 7:
                subtype, size, count = self._int(), self._int(), self._int()
                self.extensions[subtype] = self._take(size * count)
            else:
                raise ValueError("an unknown record")
        end = self.file.tell() - 4
        self._take(4)
        return end

    def _label(self) -> bytes:
        """Go past a label, and return its value."""
        value = self._take(8)
        length = self._take(1)[0]
        self._take(length + -(length + 1) % 8)
        return value

    def _variable(self) -> None:
        width, labelled, missing = self._int(), self._int(), self._int()
        self._take(8)
        name = self._take(8).rstrip()
        if labelled:
            length = self._int()
            self._take(length + -length % 4)
        self._take(8 * abs(missing))
        self.units += 1
        if width >= 0:
            self.numeric[self.units] = width == 0
            self.short.append(name)

    def _encoding(self) -> str | None:
        stated = self.extensions.get(_ENCODING, b"").strip(b"\0 ").decode("ascii")
        machine = self.extensions.get(_MACHINE, b"")
        if stated or len(machine) < 32:
            return stated or None
        (page,) = struct.unpack(f"{self.order}i", machine[28:32])
        return _PAGES.get(page, f"cp{page}")


class _Decoder:
    def __init__(self, encoding: str) -> None:
        self.encoding = encoding

    def __call__(self, text: bytes) -> str:
        return text.decode(self.encoding, errors="replace")


def _decoder(encoding: str | None) -> _Decoder:
    try:
        "".encode(encoding or "utf-8")
    except LookupError:
        # Reading the cells says what is wrong with it; names in plain letters are the same in all of them.
        return _Decoder("latin-1")
    return _Decoder(encoding or "utf-8")


def _is_text(value: bytes, encoding: str | None) -> bool:
    """Tell whether the eight bytes of a value are text, the last character of which may be cut off."""
    # Files that say ASCII are Windows-1252, and are read so.
    name = "cp1252" if encoding == "ascii" else encoding or "utf-8"
    try:
        codecs.getincrementaldecoder(name)().decode(value)
    except LookupError:
        return value.isascii()
    except UnicodeError:
        return False
    return True


def _long_names(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split("\t"))
    return {short.upper(): name for short, mark, name in pairs if mark}


def _set_of(line: bytes, decode: _Decoder) -> ResponseSet | None:
    """Return the set that a line describes, None where it describes none."""
    name, mark, rest = line.partition(b"=")
    if not mark or rest[:1] not in (b"C", b"D", b"E"):
        return None
    kind, rest, counted = rest[:1], rest[1:], None
    try:
        if kind == b"E":
            # Where its labels come from, which an analysis does not need.
            rest = rest.lstrip(b" ").partition(b" ")[2]
        if kind != b"C":
            counted, rest = _counted(rest)
        label, rest = _counted(rest.lstrip(b" "))
    except ValueError:
        return None
    variables = tuple(decode(variable) for variable in rest.split())
    value = None if counted is None else decode(counted).strip()
    return ResponseSet(decode(name).removeprefix("$"), decode(label), variables, value)


def _counted(text: bytes) -> tuple[bytes, bytes]:
    """Take a text that its length precedes, and return it with what follows."""
    length, _, rest = text.partition(b" ")
    return rest[: int(length)], rest[int(length) :]


def _attributes(text: str) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """Yield the attributes of each variable; what cannot be understood ends them."""
    at = 0
    while (colon := text.find(":", at)) >= 0:
        name, at = text[at:colon], colon + 1
        found: dict[str, tuple[str, ...]] = {}
        while at < len(text) and text[at] != "/":
            opening = text.find("('", at)
            closing = text.find("'\n)", opening)
            if opening < 0 or closing < 0:
                return
            found[text[at:opening]] = tuple(text[opening + 2 : closing].split("'\n'"))
            at = closing + 3
        at += 1
        yield name, found


def record(dictionary: SavDictionary, sets: Iterable[ResponseSet], attributes: Mapping[str, tuple[str, ...]]) -> bytes:
    """Return the records of sets and of an attribute `verkosto` of variables, for the end of a dictionary.

    Args:
        dictionary: Of the file that they are for; its texts are UTF-8.
        sets: Multiple-response sets; their variables have their long names.
        attributes: The values of the attribute by variable.
    """
    short = {name: key.lower() for key, name in dictionary.names.items()}
    lines = b"".join(_line(one, [short[name] for name in one.variables]) for one in sets)
    texts = []
    for name, values in attributes.items():
        listed = "".join(f"'{value}'\n" for value in values)
        texts.append(f"{name}:verkosto({listed})")
    return _extension(dictionary.order, _SETS, lines) + _extension(
        dictionary.order, _ATTRIBUTES, "/".join(texts).encode()
    )


def _line(one: ResponseSet, short: list[str]) -> bytes:
    label, counted = one.label.encode(), (one.counted or "").encode()
    return b"$%s=D%d %s %d %s %s\n" % (
        one.name.encode(),
        len(counted),
        counted,
        len(label),
        label,
        " ".join(short).encode(),
    )


def _extension(order: str, subtype: int, content: bytes) -> bytes:
    return struct.pack(f"{order}4i", 7, subtype, 1, len(content)) + content if content else b""
