"""The kit's laws of detection: it never fails, claims nothing that others wrote, and does not read to the end."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from verkosto.backends import Evidence, Strength, infer, read
from verkosto.errors import AmbiguousSourceError, VerkostoError
from verkosto.responses import Responses
from verkosto.testing._assertions import assert_same_responses
from verkosto.testing._under_test import BackendUnderTest, expect, put
from verkosto.testing._written import WrittenTable

__all__ = ["COUNTER", "DetectionTests"]

COUNTER = Path("/proc/self/io")
"""Where Linux tells how much a process has read."""

_TIMES = 4

_FOREIGN = (
    b"",
    b"\0" * 64,
    bytes(range(256)) * 4,
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64),
    b"PK\x05\x06" + bytes(18),
    b"PK\x03\x04" + bytes(64),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    b"SQLite format 3\0" + bytes(96),
    b"<!DOCTYPE html><html><body>Kirjaudu</body></html>",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    b'{"nimi": "asetukset", "arvo": [1, 2, {}]}',
    b"[" * 3000,
    "Hyvä vastaanottaja,\r\n\r\nkiitos viestistäsi.\r\n".encode(),
    "Päivä;Lämpötila\r\n1.3.2020;-4,5\r\n2.3.2020;1,0\r\n".encode("latin-1"),
    "\ufeffa\tb\r\n1\t2\r\n".encode("utf-16"),
    b'a,b\n"1,2\n',
)
"""Files of nobody's survey tool."""


def _bytes_read() -> int:
    """Return how many bytes this process has read so far, by whatever library."""
    (line,) = (line for line in COUNTER.read_text("ascii").splitlines() if line.startswith("rchar:"))
    return int(line.split()[1])


def _quietly(read: Callable[[], Responses]) -> Responses:
    """Read without the warning that there are issues."""
    with warnings.catch_warnings(action="ignore"):
        return read()


class DetectionTests(BackendUnderTest):
    """Tests that a backend inherits."""

    def test_detection_never_fails(self, tmp_path: Path) -> None:
        """Whatever the bytes are, `detect` gives Evidence and raises nothing."""

        def law(content: bytes) -> None:
            path = tmp_path / self.file_name
            put(path, content)
            try:
                evidence: object = self.backend().detect(path)
            except Exception as error:
                msg = f"detect raises {type(error).__name__} for a file that begins {content[:40]!r}"
                raise AssertionError(msg) from error
            expect(isinstance(evidence, Evidence), f"detect returns {type(evidence).__name__}, not Evidence")

        own = self.typical_source(tmp_path).read_bytes()
        self.check(law, st.binary(max_size=80), *_FOREIGN, *self.broken(own))

    def test_detection_knows_the_format(self, tmp_path: Path) -> None:
        """A source of the format is recognised, with words that say by what."""
        evidence = self.backend().detect(self.typical_source(tmp_path))
        expect(evidence.strength > Strength.NONE, "a source of the format has Evidence of strength NONE")
        words = evidence.reasons and all(isinstance(reason, str) and reason.strip() for reason in evidence.reasons)
        expect(words, "Evidence says nothing of what was seen (reasons)")

    def test_detection_claims_no_foreign_file(self, tmp_path: Path) -> None:
        """A file that bears no mark of the format has no more than `Strength.POSSIBLE`."""
        path, claimed = tmp_path / self.file_name, []
        for content in _FOREIGN:
            put(path, content)
            # That detect may raise is another test's business.
            with contextlib.suppress(Exception):
                if self.backend().detect(path).strength > Strength.POSSIBLE:
                    claimed.append(content[:40])
        expect(not claimed, f"files are claimed (strength over POSSIBLE) that begin {claimed}, and bear no mark")

    def test_detecting_agrees_with_naming(self, tmp_path: Path) -> None:
        """`read` without a backend's name gives the same as with it, or asks which of several is meant."""
        path, name = self.typical_source(tmp_path), self.backend().name
        if self.backend().detect(path).strength == Strength.NONE:
            return  # which another test finds
        instrument = infer(path, backend=name, **self.options)
        named = _quietly(lambda: read(path, instrument, backend=name, **self.options))
        try:
            detected = _quietly(lambda: read(path, instrument, **self.options))
        except AmbiguousSourceError as error:
            expect(repr(name) in str(error), f"several backends fit a source of the format, and {name!r} is none")
            return
        except VerkostoError as error:
            msg = f"read(path) fails where read(path, backend={name!r}) reads: {type(error).__name__}"
            raise AssertionError(msg) from error
        found = detected.provenance.backend if detected.provenance else None
        expect(found == name, f"a source of the format is detected as one of {found!r}")
        assert_same_responses(named, detected, origin=False)

    def test_detection_does_not_read_to_the_end(self, tmp_path: Path) -> None:
        """Of a source several times as long, `detect` reads no more bytes than `detect_reads`."""
        most = self.detect_reads or 0
        row, size = self.typical().rows[0], self.typical_source(tmp_path).stat().st_size
        rows = [row] * (_TIMES * most * len(self.typical().rows) // size)
        path = self.source(tmp_path, self.complete(WrittenTable(self.typical().titles, rows)))
        before = _bytes_read()
        self.backend().detect(path)
        count = _bytes_read() - before
        expect(count <= most, f"detect reads {count:,} bytes of {path.stat().st_size:,}; at most {most:,} are stated")
