"""Answers of a server kept in files: to ask only for what changed, and to go on where a reading was interrupted.

Both hold respondents' answers, so only their owner may read them. Neither holds a secret: addresses stand in them as
digests.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from verkosto.errors import SourceError

__all__ = ["Cache", "Journal", "Kept"]

Kept = tuple[str, Mapping[str, str], bytes]
"""Address, headers and body of an answer."""

_HEADERS = ("content-type", "link", "etag", "last-modified")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _failed(path: Path, error: OSError) -> SourceError:
    return SourceError(f"{path} cannot be used ({type(error).__name__}). Name a folder in which you may write.")


def _packed(kept: Kept) -> dict[str, Any]:
    address, headers, body = kept
    return {
        "address": address.partition("?")[0],
        "headers": {name: headers[name] for name in _HEADERS if name in headers},
        "body": base64.b64encode(zlib.compress(body, 1)).decode(),
        "digest": hashlib.sha256(body).hexdigest(),
    }


def _unpacked(record: Any) -> Kept:
    """Take an answer out of its record.

    Raises:
        ValueError: It is none, or not as it was written.
    """
    try:
        body = zlib.decompress(base64.b64decode(record["body"]))
        if hashlib.sha256(body).hexdigest() != record["digest"]:
            raise ValueError
        return str(record["address"]), dict(record["headers"]), body
    except (KeyError, TypeError, zlib.error) as error:
        raise ValueError from error


def _opened(path: Path, flags: int) -> int:
    return os.open(path, flags | os.O_CREAT | os.O_WRONLY, 0o600)


class Cache:
    """Answers by what was asked, with the marks by which a server tells whether they changed."""

    def __init__(self, folder: str | os.PathLike[str], who: str) -> None:
        """Take the folder, which is made if need be, and who asks: others may be given other answers."""
        self.folder = Path(folder)
        self._who = who
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _failed(self.folder, error) from error

    def _path(self, key: str) -> Path:
        return self.folder / f"{_digest(f'{self._who} {key}')}.json"

    def load(self, key: str) -> Kept | None:
        """Return what is kept; a file that is damaged counts as none."""
        with suppress(OSError, ValueError):
            return _unpacked(json.loads(self._path(key).read_bytes()))
        return None

    @staticmethod
    def question(kept: Kept | None) -> dict[str, str]:
        """Return the headers that ask whether a kept answer is still right."""
        if kept is None:
            return {}
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        return {asked: kept[1][name] for name, asked in names.items() if name in kept[1]}

    def save(self, key: str, kept: Kept) -> None:
        """Keep an answer if the server can later tell whether it changed.

        Raises:
            SourceError: The file cannot be written.
        """
        if not {"etag", "last-modified"} & kept[1].keys():
            return
        path = self._path(key)
        part = path.with_suffix(".part")
        try:
            with os.fdopen(_opened(part, os.O_TRUNC), "wb") as file:
                file.write(json.dumps(_packed(kept)).encode())
            part.replace(path)
        except OSError as error:
            raise _failed(path, error) from error


class Journal:
    """The pages of a reading that is not finished: a line for each, in the order in which they came."""

    def __init__(self, path: str | os.PathLike[str], source: str) -> None:
        """Take the file, and what tells this source from others.

        Raises:
            SourceError: The file is another source's, no journal at all, or cannot be opened.
        """
        self.path = Path(path)
        self._head = json.dumps({"verkosto": "unfinished reading/1", "source": _digest(source)})
        self._pages: list[Any] = []
        self._turn = 0
        try:
            self._load()
        except OSError as error:
            raise _failed(self.path, error) from error

    def _load(self) -> None:
        lines = self.path.read_bytes().split(b"\n") if self.path.exists() else []
        if any(lines) and lines[0] != self._head.encode():
            msg = (
                f"{self.path} is no unfinished reading of this source. Name another file as resume=, or delete it to "
                "start anew."
            )
            raise SourceError(msg)
        # After the last line break stands a page that was being written when the reading was interrupted.
        for line in lines[1:-1]:
            try:
                record = json.loads(line)
                self._pages.append((record["step"], _unpacked(record)))
            except (ValueError, KeyError, TypeError):
                break
        with os.fdopen(_opened(self.path, os.O_TRUNC), "wb") as file:
            file.write(b"\n".join([*lines[: len(self._pages) + 1], b""]) if any(lines) else f"{self._head}\n".encode())

    def next(self, step: str) -> Kept | None:
        """Return the next page if it came of this step; after the first that did not, all are asked for anew."""
        if self._turn < len(self._pages) and self._pages[self._turn][0] == _digest(step):
            self._turn += 1
            kept: Kept = self._pages[self._turn - 1][1]
            return kept
        return None

    def keep(self, step: str, kept: Kept) -> None:
        """Add a page; those kept before that were not asked for again are given up.

        Raises:
            SourceError: The file cannot be written.
        """
        try:
            if self._turn < len(self._pages):
                self._give_up_the_rest()
            with os.fdopen(_opened(self.path, os.O_APPEND), "ab") as file:
                file.write(json.dumps({"step": _digest(step), **_packed(kept)}).encode() + b"\n")
        except OSError as error:
            raise _failed(self.path, error) from error
        self._pages.append((_digest(step), kept))
        self._turn += 1

    def _give_up_the_rest(self) -> None:
        lines = self.path.read_bytes().split(b"\n")[: self._turn + 1]
        del self._pages[self._turn :]
        with os.fdopen(_opened(self.path, os.O_TRUNC), "wb") as file:
            file.write(b"\n".join([*lines, b""]))

    def finish(self) -> None:
        """Delete the file: the reading is whole."""
        with suppress(OSError):
            self.path.unlink()
