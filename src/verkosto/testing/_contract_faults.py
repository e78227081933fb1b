"""The kit's laws of what goes wrong: errors are ours, say where, show no answer, and nothing is left behind."""

from __future__ import annotations

import contextlib
import gc
import logging
import traceback
import warnings
from collections import UserDict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from verkosto.backends import Backend
from verkosto.errors import OptionError, SourceError
from verkosto.responses import RawTable
from verkosto.testing._under_test import BackendUnderTest, Log, expect, found_in, put
from verkosto.testing._written import WrittenTable

__all__ = ["FaultTests"]

_SECRET = "salaisuusvastauksessa"  # noqa: S105 - what must not be told
# A part is told too.
_TOLD = _SECRET[:9]


class _Watched(UserDict[str, Any]):
    """Options that remember which were asked for."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.asked: set[str] = set()
        super().__init__(options)

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)


class FaultTests(BackendUnderTest):
    """Tests that a backend inherits."""

    def _secret(self, tmp_path: Path) -> Path:
        return self.source(tmp_path, self.complete(WrittenTable(["Kysymys a", "Kysymys b"], [[_SECRET, _SECRET]] * 3)))

    def _attempts(self, tmp_path: Path, source: Path) -> Iterator[tuple[str, Exception | None, Sequence[RawTable]]]:
        """Read what may become of a source; give what was tried, the error or None, and what was read."""
        content = source.read_bytes()
        path = tmp_path / "rikki" / self.file_name
        path.parent.mkdir()
        for damaged in self.broken(content):
            put(path, damaged)
            yield f"a damaged file of {len(damaged)} bytes that begins {damaged[:24]!r}", *self._attempt(path)
        path.unlink()
        yield "a file that is not there", *self._attempt(path)
        yield "a folder", *self._attempt(path.parent)

    def _attempt(self, path: Path) -> tuple[Exception | None, Sequence[RawTable]]:
        try:
            return None, self.read(path)
        except Exception as error:  # noqa: BLE001 - which it may be is what is tested
            return error, ()

    def test_only_our_errors_leave(self, tmp_path: Path) -> None:
        """Whatever is wrong with a source, what is raised is a SourceError or one of its children."""
        for tried, error, _ in self._attempts(tmp_path, self.typical_source(tmp_path)):
            if error is not None and not isinstance(error, SourceError):
                msg = f"{tried}: open raises {type(error).__name__}, which is no SourceError"
                raise AssertionError(msg) from error

    def test_errors_name_the_source(self, tmp_path: Path) -> None:
        """The message of every error names the file."""
        for tried, error, _ in self._attempts(tmp_path, self.typical_source(tmp_path)):
            named = not isinstance(error, SourceError) or self.file_name in str(error) or "rikki" in str(error)
            expect(named, f"{tried}: the message does not name the file: {error}")

    def test_no_answer_is_told(self, tmp_path: Path) -> None:
        """No cell stands in an error (nor in what caused it), a warning, a log, a repr or in Evidence."""
        source, backend, log = self._secret(tmp_path), self.backend(), Log()
        said = log.said
        logging.getLogger().addHandler(log)
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                said += [repr(self.read(source, backend)), repr(backend), repr(backend.detect(source))]
                for _, error, _ in self._attempts(tmp_path, source):
                    # Of the stack only code would be shown.
                    said += traceback.format_exception(error, limit=0) if error is not None else []
            said += [str(warning.message) for warning in warned]
        finally:
            logging.getLogger().removeHandler(log)
        told = next((text for text in said if _TOLD in text), "").strip()
        place = told.replace(_SECRET, "…").replace(_TOLD, "…")
        expect(not told, f"an answer stands in what is said, where … stands here: {place}")

    def test_a_source_that_was_cut_off_is_an_error(self, tmp_path: Path) -> None:
        """A source without its end is a SourceError, and no shorter survey."""
        source = self.typical_source(tmp_path)
        content, whole = source.read_bytes(), len(found_in(self.read(source)))
        for place in self.cuts(content):
            put(source, content[:place])
            error, chunks = self._attempt(source)
            count = len(found_in(chunks))
            expect(
                error is not None or count >= whole,
                f"cut off after {place} of {len(content)} bytes, the source reads as one of {count} cells, not "
                f"{whole}. Where nothing tells it, say so in `tells_truncation` or `cuts`.",
            )

    def test_the_source_is_left_alone(self, tmp_path: Path) -> None:
        """Detecting and reading change no file, and make none beside the source."""
        source = self.typical_source(tmp_path)
        before = _contents(tmp_path)
        self.backend().detect(source)
        self.read(source)
        expect(_contents(tmp_path) == before, "detecting or reading changes the source, or the files beside it")

    def test_files_are_closed(self, tmp_path: Path) -> None:
        """No file stays open: after reading, after half of it, after detecting, and after an error."""
        source = self.typical_source(tmp_path)
        content = source.read_bytes()
        with warnings.catch_warnings(record=True) as warned, _only_new_garbage():
            warnings.simplefilter("always")
            self.read(source)
            self._begin(source)
            self.backend().detect(source)
            for damaged in (content[: len(content) // 2], content[:-1], b"\0"):
                put(source, damaged)
                self._attempt(source)
        # Others may have left files open before; a warning names its file.
        left = [said for warning in warned if self.file_name in (said := str(warning.message)) and "unclosed" in said]
        expect(not left, f"a file stays open: {left[:1]}. Open it in a `with` block.")

    def _begin(self, source: Path) -> None:
        """Take one chunk and no more."""
        backend = self.backend()
        next(iter(backend.open(source, self.stated(backend))), None)

    def test_options_are_declared(self, tmp_path: Path) -> None:
        """`open` asks for no option that `options` does not list."""
        source, backend = self.typical_source(tmp_path), self.backend()
        watched = _Watched(self.stated(backend))
        with contextlib.suppress(KeyError):
            list(backend.open(source, watched))
        undeclared = sorted(watched.asked - set(backend.options))
        expect(not undeclared, f"open asks for the options {undeclared}, which `options` does not list")

    def test_options_are_explained(self) -> None:
        """Every option has a name that can be written in a call, and one line that says what it means."""
        for name, (_, meaning) in self.backend().options.items():
            expect(name.isidentifier(), f"the option {name!r} cannot be written in a call")
            one_line = isinstance(meaning, str) and meaning.strip() and "\n" not in meaning
            expect(one_line, f"the option {name!r} is not explained on one line")

    def test_values_that_an_option_cannot_have_are_refused(self, tmp_path: Path) -> None:
        """An option with a value that it cannot have is an OptionError, and never goes unnoticed."""
        source, backend = self.typical_source(tmp_path), self.backend()
        for name in backend.options:
            error = _error_of(backend, source, {**self.stated(backend), name: object()})
            refused = isinstance(error, OptionError)
            what = "is read" if error is None else f"raises {type(error).__name__}"
            expect(refused, f"with {name}=<an object of no use> the source {what}; it must be an OptionError")


def _error_of(backend: Backend, source: Path, options: Mapping[str, Any]) -> Exception | None:
    try:
        list(backend.open(source, options))
    except Exception as error:  # noqa: BLE001 - which it may be is what is tested
        return error
    return None


@contextlib.contextmanager
def _only_new_garbage() -> Iterator[None]:
    """Collect at the end what became garbage inside; to look through all that is older takes long."""
    gc.freeze()
    try:
        yield
        gc.collect()
    finally:
        gc.unfreeze()


def _contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}
