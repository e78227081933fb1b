"""Read answers: find the backend, open the source, bind and decode."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from verkosto.backends._frames import is_plain_frame
from verkosto.backends._http_file import HttpFile
from verkosto.backends._look import first_cells, looking
from verkosto.backends._protocol import (
    Backend,
    Delivery,
    Evidence,
    ReadsAddresses,
    RemoteSource,
    Strength,
    UsesCodebook,
)
from verkosto.backends._registry import backends, get
from verkosto.backends._remote import downloaded, remote_of
from verkosto.errors import (
    AmbiguousSourceError,
    BackendError,
    EmptySourceError,
    EncodingError,
    OptionError,
    SourceError,
    SourceNotFoundError,
    VerkostoError,
    did_you_mean,
)
from verkosto.instruments import Instrument
from verkosto.responses import (
    Provenance,
    Pseudonyms,
    RawTable,
    Responses,
    assemble,
    check_key,
    frame_parts,
    installed_version,
)

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

__all__ = ["check_instrument", "choose", "existing", "open_raw", "read"]

T = TypeVar("T")


def existing(source: str | os.PathLike[str]) -> Path:
    """Return a source as a path to a file with content.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: It is a folder, or cannot be opened.
        EmptySourceError: It has no bytes.
    """
    try:
        path = Path(source)
    except TypeError as error:
        msg = f"a source is the path of a file, not {type(source).__name__}. Give the path as text."
        raise SourceError(msg) from error
    try:
        folder = path.is_dir()
        first = b"" if folder else _first_byte(path)
    except FileNotFoundError as error:
        msg = f"{path}: no such file.{did_you_mean(path.name, _names_beside(path))} Check the path."
        raise SourceNotFoundError(msg) from error
    except (OSError, ValueError) as error:
        msg = f"{str(path)!r} cannot be opened ({type(error).__name__}). Check the path and your rights to the file."
        raise SourceError(msg) from error
    if folder:
        msg = f"{path} is a folder. Give the path of the export file in it."
        raise SourceError(msg)
    if not first:
        msg = f"{path.name}: the file is empty. Export the answers again."
        raise EmptySourceError(msg)
    return path


def _first_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1)


def _names_beside(path: Path) -> list[str]:
    """Return the names in a file's folder, none where they cannot be seen."""
    try:
        return [other.name for other in path.parent.iterdir()]
    except OSError:
        return []


def choose(path: Path) -> tuple[Backend, Evidence]:
    """Return the one backend that fits a source best.

    Raises:
        AmbiguousSourceError: Several fit equally well; each is listed with its evidence.
        SourceError: None can read it.
    """
    with looking():
        seen = [(backend, _evidence(backend, path)) for backend in backends().values()]
        best = max((evidence.strength for _, evidence in seen), default=Strength.NONE)
        if best == Strength.NONE:
            raise _unrecognised(path, [backend.name for backend, _ in seen])
    fitting = [(backend, evidence) for backend, evidence in seen if evidence.strength == best]
    if len(fitting) > 1:
        candidates = tuple((backend.name, evidence) for backend, evidence in fitting)
        lines = "; ".join(f"backend={name!r} ({evidence})" for name, evidence in candidates)
        msg = f"{path.name}: several backends fit: {lines}. Name one."
        raise AmbiguousSourceError(msg, candidates)
    return fitting[0]


def _unrecognised(path: Path, names: Sequence[str]) -> SourceError:
    """Make the error for a file that no backend takes: what keeps it from being a csv or workbook says the most."""
    try:
        cells = first_cells(path)
    except EncodingError as error:
        # Detection looks for UTF-8 alone, so stating the encoding is not enough.
        return EncodingError(f"{error} Name the reader too, such as backend='csv'.")
    except SourceError as error:
        return error
    if not cells:
        return EmptySourceError(f"{path.name} holds no text. Export the answers again.")
    tried = ", ".join(names) or "none, for none is installed"
    return SourceError(
        f"{path.name}: no backend recognises this file (tried {tried}). Check that it is an export of answers, and "
        "name its backend= to see what is wrong with it."
    )


def _evidence(backend: Backend, path: Path) -> Evidence:
    try:
        return _instance(backend.detect(path), Evidence)
    except Exception as error:  # noqa: BLE001 - raised again below, without what it says
        msg = _fault(backend, path, error)
    raise BackendError(f"{msg} Name another with backend=, or uninstall it.")


def _instance(value: T, kind: type[T]) -> T:
    """Hold a backend to what its protocol says that it gives."""
    if not isinstance(value, kind):
        msg = f"expected a {kind.__name__}"
        raise TypeError(msg)
    return value


def _fault(backend: Backend, path: Path, error: Exception) -> str:
    # The text of a foreign exception may hold an answer: only its kind is told, and nothing is chained to it.
    return f"{path.name}: the backend {backend.name!r} failed ({type(error).__name__}); report it to its author."


def _guarded(backend: Backend, path: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
    """Yield a backend's chunks; what it raises that is no error of verkosto does not leave here."""
    try:
        for chunk in backend.open(path, options):
            yield _instance(chunk, RawTable)
        return
    except VerkostoError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again below, without what it says
        msg = _fault(backend, path, error)
    raise BackendError(msg)


def _options(backend: Backend, options: Mapping[str, Any]) -> dict[str, Any]:
    for name in options:
        if name not in backend.options:
            known = ", ".join(sorted(backend.options)) or "none"
            msg = (
                f"backend {backend.name!r} takes no option {name!r}.{did_you_mean(name, backend.options)} "
                f"It takes: {known}."
            )
            raise OptionError(msg)
    return {name: default for name, (default, _) in backend.options.items()} | dict(options)


def open_raw(
    source: str | os.PathLike[str] | RemoteSource | HttpFile | IntoFrame,
    *,
    backend: str | None,
    options: Mapping[str, Any],
    instrument: Instrument | None = None,
) -> tuple[Iterator[RawTable], Provenance]:
    """Open a source with a named or a detected backend, and say where it comes from.

    A backend or source that makes use of the codebook is told it, where there is one.
    """
    remote = remote_of(source, backend, options)
    if isinstance(remote, HttpFile):
        return downloaded(remote, lambda path: _open_path(path, backend, options, instrument))
    if remote is None:
        return _open_path(source, backend, options, instrument)
    return _fetched(_told(remote, instrument))


def _told(reader: T, instrument: Instrument | None) -> T:
    if instrument is None or not isinstance(reader, UsesCodebook):
        return reader
    told: T = reader.for_instrument(instrument)
    return told


def _fetched(remote: RemoteSource) -> tuple[Iterator[RawTable], Provenance]:
    """Get what a remote source has, before anything is decoded: nothing of it may be missing."""
    try:
        delivery = _instance(remote.fetch(), Delivery)
    except VerkostoError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again below, without what it says
        failure = type(error).__name__
    else:
        provenance = Provenance(
            source=delivery.source,
            backend=remote.backend,
            options=delivery.options,
            digest=delivery.digest,
            size=delivery.size,
            read_at=dt.datetime.now(dt.UTC),
            version=installed_version(),
        )
        return delivery.tables, provenance
    # Outside the handler: what a server's library says may hold the query, and so a secret.
    msg = f"the source {remote.backend!r} failed ({failure}); report it to its author."
    raise BackendError(msg)


def _open_path(
    source: Any, backend: str | None, options: Mapping[str, Any], instrument: Instrument | None
) -> tuple[Iterator[RawTable], Provenance]:
    path = existing(source)
    if backend is None:
        reader, evidence = choose(path)
        found = {f"found_{name}": value for name, value in evidence.options.items()}
        found["found_backend"] = "; ".join(evidence.reasons)
        complete = _options(reader, {**evidence.options, **options})
    else:
        reader, found = get(backend), {}
        complete = _options(reader, options)
    if isinstance(reader, ReadsAddresses):
        return _fetched(reader.remote(path, options))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    provenance = Provenance(
        source=path.name,
        backend=reader.name,
        options={**complete, **found},
        digest=digest,
        size=path.stat().st_size,
        read_at=dt.datetime.now(dt.UTC),
        version=installed_version(),
    )
    return _guarded(_told(reader, instrument), path, complete), provenance


def check_instrument(given: object) -> None:
    """Refuse what is no codebook.

    Raises:
        OptionError: As said.
    """
    if not isinstance(given, Instrument):
        msg = f"read takes an Instrument, not {type(given).__name__}. Load one: Instrument.load('kysely.toml')."
        raise OptionError(msg)


def read(
    source: str | os.PathLike[str] | RemoteSource | HttpFile | IntoFrame,
    instrument: Instrument,
    *,
    backend: str | None = None,
    strict: bool = False,
    keep: Sequence[str] = (),
    pseudonyms: Pseudonyms | Literal["withhold"] | None = None,
    **options: Any,
) -> Responses:
    """Read the answers in a file, at an address, of a declared source, or in a frame.

    Every cell with more than white space ends decoded, in an issue with its raw text, in `unbound`, or counted as
    withheld; `provenance.cells` gives the four numbers.

    Args:
        source: Path of an export, its address (http or https), an object that says where the answers are, such as
            `verkosto.backends.HttpSource`, or a frame, of which `Responses.from_frame` tells more.
        instrument: The codebook.
        backend: Name of the reader (`verkosto backends` lists them); None detects it by content.
        strict: Raise when there is any issue. Otherwise one warning tells how many there are.
        keep: Headers of unclaimed columns that look identifying and are to be kept in `unbound` all the same.
        pseudonyms: Makes pseudonyms of the columns for which the codebook asks for them, with a key of yours;
            `"withhold"` keeps nothing of those columns.
        **options: What the reader is told, such as `values="number"`; each backend documents its own.

    Raises:
        SourceError: The source cannot be read as asked; its children say why.
        AmbiguousSourceError: `backend=None` and several fit.
        UnknownBackendError: No such backend.
        OptionError: The backend takes no such option (a frame takes none), or the codebook asks for pseudonyms and
            there is no key.
        BindingError: Columns and codebook do not meet.
        InvalidResponsesError: `strict=True` and there are issues; it carries them all.

    Example:
        >>> import verkosto as vk
        >>> kysely = vk.samples.instrument("tukirakenne")
        >>> path = vk.samples.path("tukirakenne")
        >>> import warnings
        >>> with warnings.catch_warnings(action="ignore"):
        ...     vastaukset = vk.read(path, kysely, backend="webropol")
        >>> len(vastaukset)
        562
    """
    check_instrument(instrument)
    if is_plain_frame(source, backend, options):
        return Responses(
            **frame_parts(source, instrument, source=None, keep=keep, strict=strict, pseudonyms=pseudonyms)
        )
    # Before a long download, and not after it.
    check_key(pseudonyms, instrument)
    chunks, provenance = open_raw(source, backend=backend, options=options, instrument=instrument)
    kept = [keep] if isinstance(keep, str) else keep
    responses = assemble(chunks, instrument, provenance=provenance, keep=kept, pseudonyms=pseudonyms)
    responses.log.tell(provenance.source, strict=strict, stacklevel=3)
    return responses
