"""Codebook files: an instrument as TOML or JSON, and back without loss."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from verkosto.errors import CodebookError, OptionError, SourceError, SourceNotFoundError, did_you_mean
from verkosto.instruments._faults import fault_lines
from verkosto.instruments._fields import shown
from verkosto.instruments._instrument_faults import repeated_ids
from verkosto.instruments._structure import build
from verkosto.instruments._toml import written
from verkosto.instruments._unstructure import FORMAT, to_dict

if TYPE_CHECKING:
    from verkosto.instruments._instrument import Instrument

__all__ = ["from_dict", "from_json", "load", "save", "to_dict", "to_json", "to_toml"]

T = TypeVar("T")
PathLike = str | os.PathLike[str]
Comments = Mapping[str, Sequence[str]]


def load(path: PathLike, cls: type[T]) -> T:
    """Read a codebook file.

    Args:
        path: A file whose name ends in `.toml` or `.json`.
        cls: `Instrument` or a child of it, whose own further fields keep their defaults.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: The file cannot be opened.
        CodebookError: The file is no codebook; every fault is listed on a line with its place.
    """
    place = _path(path)
    data = _contents(place)
    parse = _form(place, _PARSERS)
    return from_dict(parse(_decoded(data, place), str(place)), cls, where=str(place))


def save(instrument: Instrument, path: PathLike, comments: Comments | None = None) -> None:
    """Write a codebook file.

    Args:
        instrument: What to write.
        path: A file whose name ends in `.toml` or `.json`. It is replaced.
        comments: For a `.toml` file, see `to_toml`; JSON has no comments.

    Raises:
        CodebookError: Another ending, or a text that no file can hold.
        SourceError: The file cannot be written.
    """
    place = _path(path)
    text = _form(place, _WRITERS)(instrument, comments)
    try:
        place.write_bytes(text.encode())
    except (OSError, ValueError) as error:
        msg = f"{place}: the codebook cannot be written: {_why(error)}. Check the folder and your rights to it."
        raise SourceError(msg) from error


def to_toml(instrument: Instrument, comments: Comments | None = None) -> str:
    """Return an instrument as TOML.

    Args:
        instrument: What to write.
        comments: Reasons by the id of a question or column; each becomes a line `# arvaus: …` above it.

    Raises:
        CodebookError: A text holds half of a surrogate pair, which no file can hold.
    """
    return written(_sound(instrument), comments)


def to_json(instrument: Instrument) -> str:
    """Return an instrument as JSON.

    Raises:
        CodebookError: A text holds half of a surrogate pair, which no file can hold.
    """
    return _to_json(instrument, None)


def from_json(text: str, cls: type[T], *, where: str = "codebook") -> T:
    """Make an instrument from JSON, as `to_json` gives it.

    Raises:
        CodebookError: Every fault on a line with its place.
    """
    return from_dict(_parsed_json(text, where), cls, where=where)


def from_dict(data: object, cls: type[T], *, where: str = "codebook") -> T:
    """Make an instrument from plain data, as `to_dict` gives it.

    Args:
        data: A dict whose `format` is `verkosto.instrument/1`.
        cls: `Instrument` or a child of it.
        where: Name of the source, for messages.

    Raises:
        CodebookError: Every fault on a line with its place.
    """
    from cattrs import BaseValidationError

    if not isinstance(data, dict):
        msg = f"{where}: a codebook is a table of keys, not a {type(data).__name__}. Begin with 'format'."
        raise CodebookError(msg)
    faults = list(_format_faults(data, where))
    rest = {key: value for key, value in data.items() if key != "format"}
    try:
        instrument = build(cls)(rest)
    except BaseValidationError as error:
        faults += [line.removeprefix(": ") for line in fault_lines(error, rest)]
        faults += repeated_ids(*(_ids(rest.get(name)) for name in ("columns", "questions")))
        _refuse(faults, where, error)
    if faults:
        _refuse(faults, where, None)
    return instrument


def _refuse(faults: Sequence[str], where: str, cause: Exception | None) -> NoReturn:
    raise CodebookError("\n".join(f"{where}: {fault}" for fault in dict.fromkeys(faults))) from cause


def _format_faults(data: Mapping[Any, Any], where: str) -> Iterator[str]:
    if "format" not in data:
        yield f"the key 'format' is missing. Add format = \"{FORMAT}\" as the first line."
    elif data["format"] != FORMAT:
        name = data["format"]
        newer = isinstance(name, str) and name.startswith(FORMAT.partition("/")[0])
        remedy = "Update verkosto" if newer else "Check that the file is a codebook"
        msg = f"{where}: the format {shown(name)} is unknown. {remedy}; this version reads {FORMAT!r}."
        raise CodebookError(msg)


def _ids(parts: object) -> list[object]:
    listed = parts if isinstance(parts, list) else []
    return [part.get("id") if isinstance(part, dict) else None for part in listed]


def _path(path: PathLike) -> Path:
    try:
        return Path(path)
    except TypeError as error:
        msg = f"A path is text or a pathlib.Path, not {type(path).__name__}. Write it in quotes."
        raise OptionError(msg) from error


def _form(place: Path, forms: Mapping[str, T]) -> T:
    ending = place.suffix.lower()
    if ending not in forms:
        msg = f"{place}: a codebook file ends in .toml or .json, not in {ending!r}. Rename it."
        raise CodebookError(msg)
    return forms[ending]


def _contents(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except FileNotFoundError as error:
        msg = f"No codebook file {str(place)!r}.{_neighbour(place)} Check the path and the current folder."
        raise SourceNotFoundError(msg) from error
    except (OSError, ValueError) as error:
        msg = f"{place}: the codebook cannot be read: {_why(error)}. Give a file that you may read."
        raise SourceError(msg) from error


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _neighbour(place: Path) -> str:
    try:
        names = [file.name for file in place.parent.iterdir() if file.suffix.lower() in _PARSERS]
    except OSError:
        return ""
    return did_you_mean(place.name, names, most=1)


def _decoded(data: bytes, place: Path) -> str:
    try:
        # Editors on Windows like to begin a file with a byte order mark.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        msg = f"{place}: line {line} is not UTF-8 text. Save the codebook as UTF-8."
        raise CodebookError(msg) from error


def _parsed_toml(text: str, where: str) -> object:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{where}: not TOML: {error}. Correct the file there; texts stand in quotes."
        raise CodebookError(msg) from error


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            msg = f"the key {shown(key)} stands twice in one object"
            raise ValueError(msg)
        table[key] = value
    return table


def _parsed_json(text: str, where: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_no_doubles)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        msg = f"{where}: not JSON: {error.msg} ({place}). Correct the file there."
        raise CodebookError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"{where}: not JSON that a codebook can be: {error}. Correct the file."
        raise CodebookError(msg) from error


def _sound(instrument: Instrument) -> dict[str, Any]:
    data = to_dict(instrument)
    for place, text in _all_texts(data, ""):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            msg = (
                f"instrument {shown(instrument.id)}: {place}: character {error.start + 1} is half of a "
                "surrogate pair, which no file can hold. Write the character again."
            )
            raise CodebookError(msg) from error
    return data


def _all_texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _all_texts(part, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for place, part in enumerate(value, start=1):
            yield from _all_texts(part, f"{path}[{place}]")
    elif isinstance(value, str):
        yield path, value


def _to_json(instrument: Instrument, _: Comments | None) -> str:
    return json.dumps(_sound(instrument), ensure_ascii=False, indent=2) + "\n"


_PARSERS: dict[str, Callable[[str, str], object]] = {".toml": _parsed_toml, ".json": _parsed_json}
_WRITERS: dict[str, Callable[[Instrument, Comments | None], str]] = {".toml": to_toml, ".json": _to_json}
