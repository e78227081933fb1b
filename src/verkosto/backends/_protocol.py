"""What a backend is: it turns bytes into chunks of RawTable and decides nothing about meaning."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from attrs import field, frozen

from verkosto.instruments import Draft, Instrument
from verkosto.responses import RawTable

__all__ = [
    "Backend",
    "Capabilities",
    "Delivery",
    "Evidence",
    "ReadsAddresses",
    "RemoteSource",
    "StatesCodebook",
    "Strength",
    "UsesCodebook",
]


class Strength(enum.IntEnum):
    """How well a backend's reading fits a source."""

    NONE = 0
    """It cannot read the source."""
    POSSIBLE = 1
    """It can read the source, as it can read most of its kind."""
    LIKELY = 2
    """The source shows marks of this backend's writer."""
    CERTAIN = 3
    """Only this backend's writer makes such a source."""


@frozen
class Evidence:
    """What a backend saw in a source.

    Attributes:
        strength: How well the backend fits.
        reasons: What it saw, in words; no cell of a respondent stands in them.
        options: What reading would be told, such as `{"layout": "B"}`.
    """

    strength: Strength
    reasons: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(factory=dict)

    def __str__(self) -> str:
        """Tell strength, reasons and options: "likely: a column Vastausaika; read with layout='A'"."""
        seen = f"{self.strength.name.lower()}: {', '.join(self.reasons)}"
        told = ", ".join(f"{name}={value!r}" for name, value in self.options.items())
        return f"{seen}; read with {told}" if told else seen


@frozen
class Capabilities:
    """What a source of this kind can tell; code asks for these and never for names.

    Attributes:
        tells_not_shown: Keeps a question that was not shown apart from one left empty.
        carries_ids: Every response has an id of its own.
        carries_times: The time of answering is there, or can be.
        has_codebook: Questions and options come with the answers.
        chunked: Long sources are read in chunks.
    """

    tells_not_shown: bool = False
    carries_ids: bool = False
    carries_times: bool = False
    has_codebook: bool = False
    chunked: bool = False


@runtime_checkable
class Backend(Protocol):
    """A reader of one kind of source. Attributes, of the class or of its objects, do for the properties."""

    @property
    def name(self) -> str:
        """The name by which callers ask for it, that of its entry point."""
        ...

    @property
    def summary(self) -> str:
        """What it reads, on one line."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What a source of this kind can tell."""
        ...

    @property
    def options(self) -> Mapping[str, tuple[Any, str]]:
        """Every option that `open` takes, with its default and what it means; `read` refuses others."""
        ...

    def detect(self, source: Path) -> Evidence:
        """Say how well the backend fits a source, without reading all of it. Never raises for bad content."""
        ...

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the source in chunks, all with the same headers; a source without rows yields one empty chunk.

        Raises:
            SourceError: The source cannot be read; the message names file, place and remedy.
        """
        ...


@frozen(repr=False)
class Delivery:
    """What a remote source gave.

    Attributes:
        source: Where it came from, as people may see it: no secret stands in it.
        tables: The answers in chunks, all with the same headers.
        options: What was stated and found out, for provenance; no secret stands in it.
        digest: SHA-256 of the bytes that came.
        size: How many came.
    """

    source: str
    tables: Iterator[RawTable]
    options: Mapping[str, Any] = field(factory=dict)
    digest: str | None = None
    size: int | None = None


@runtime_checkable
class RemoteSource(Protocol):
    """A source that says itself where its answers are and how they are got, such as `HttpSource`."""

    @property
    def backend(self) -> str:
        """The name that provenance gives to the reader."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What the source can tell."""
        ...

    def fetch(self) -> Delivery:
        """Get all answers.

        Raises:
            SourceError: They cannot be got, whole and once each; the message names place and remedy, and no secret.
        """
        ...


@runtime_checkable
class ReadsAddresses(Protocol):
    """A backend that also reads what is at an address; `read` gives it addresses when it is named."""

    def remote(self, given: str | Path, options: Mapping[str, Any]) -> RemoteSource:
        """Make a source of an address, or of a file that declares one."""
        ...


@runtime_checkable
class StatesCodebook(Protocol):
    """A backend, or a remote source, that finds questions and options stated; `infer` asks it first."""

    def codebook(self, *source: Any, id: str | None = None, title: str | None = None) -> Draft | None:  # noqa: A002
        """Return the codebook, None where the source states nothing; a backend is given the file, a source nothing."""
        ...


@runtime_checkable
class UsesCodebook(Protocol):
    """A backend or remote source that reads better when it knows the codebook; `read` tells it."""

    def for_instrument(self, instrument: Instrument) -> Any:
        """Return the backend or source that reads for this codebook."""
        ...
