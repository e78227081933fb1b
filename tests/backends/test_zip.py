"""Archives whose directory lies, and archives that are what they say."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from fuzz_seeds import zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.backends._zip import FREE, UNPACKED, Archive, allowed, directory
from verkosto.errors import SourceError

PATH = Path("vienti.xlsx")


def archive(content: bytes, limit: int = FREE) -> Archive:
    return Archive.of(PATH, content, limit)


@settings(max_examples=30)
@given(st.binary(max_size=3000), st.integers(1, 2000), st.booleans())
def test_parts_come_as_they_were_packed(piece: bytes, times: int, packed: bool) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        made.writestr("a", b"x" + piece * times)
        made.writestr("b", b"")
    found = archive(file.getvalue())
    assert b"".join(found.blocks("a")) == b"x" + piece * times
    assert list(found.blocks("b")) == []


@pytest.mark.parametrize(
    ("packed", "stated", "limit"),
    [(1, None, FREE), (FREE, None, UNPACKED), (1 << 20, None, 200 << 20), (1, 5, 5), (1, 1 << 40, 1 << 40)],
)
def test_the_limit_grows_with_the_file_up_to_a_point(packed: int, stated: int | None, limit: int) -> None:
    assert allowed(packed, stated) == limit


def test_a_large_directory_is_not_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for number in range(70):
            part = zipfile.ZipInfo(f"{number}")
            part.comment = b"x" * 65_000
            made.writestr(part, b"")
    with pytest.raises(SourceError, match=r"more than 10,000 parts"):
        directory(PATH, file)


def test_a_directory_of_nonsense_is_damage() -> None:
    content = zipped({"a": b"x"})
    at = content.rfind(b"PK\x01\x02")
    with pytest.raises(zipfile.BadZipFile, match="NotImplementedError"):
        directory(PATH, io.BytesIO(content[: at + 6] + b"\xff" + content[at + 7 :]))


@pytest.mark.parametrize("place", [0, 26, 31])
def test_a_changed_byte_is_damage(place: int) -> None:
    content = bytearray(zipped({"a": b"xyz" * 50}))
    content[place] ^= 0x55
    with pytest.raises((zipfile.BadZipFile, zlib.error)):
        archive(bytes(content)).read("a")


def test_a_part_that_ends_too_early_is_damage() -> None:
    content = bytearray(zipped({"a": bytes(range(1, 256))}))
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 20, 9)
    with pytest.raises(zipfile.BadZipFile, match="ends too early"):
        archive(bytes(content)).read("a")


@pytest.mark.parametrize("size", [0, 5, 200])
def test_a_part_of_another_length_is_damage(size: int) -> None:
    content = bytearray(zipped({"a": b"xyz" * 50}))
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 24, size)
    with pytest.raises(zipfile.BadZipFile, match="not as long as the directory says"):
        archive(bytes(content)).read("a")


def test_a_part_that_is_read_whole_has_a_limit_of_its_own() -> None:
    content = zipped({"a": bytes(65 << 20)})
    with pytest.raises(SourceError, match="its part 'a' has more than 67,108,864 bytes"):
        archive(content, UNPACKED).read("a")


@pytest.mark.parametrize(
    "xml", [b"<!DOCTYPE x>", "<x/>".encode("utf-16"), b"<!--" + b" " * 70_000 + b"--><!DOCTYPE x>"]
)
def test_declarations_are_refused_wherever_they_begin(xml: bytes) -> None:
    with pytest.raises(SourceError, match="its part 'a' declares entities of its own"):
        archive(zipped({"a": xml})).read("a")
