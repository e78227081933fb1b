"""Codebook files: an instrument as TOML or JSON, and back without loss."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from verkosto.errors import CodebookError
from verkosto.files import PathLike, contents, json_of, path_of, utf8, write
from verkosto.instruments._faults import fault_lines
from verkosto.instruments._fields import shown
from verkosto.instruments._instrument_faults import repeated_ids
from verkosto.instruments._structure import build
from verkosto.instruments._toml import written
from verkosto.instruments._unstructure import FORMAT, to_dict

if TYPE_CHECKING:
    from verkosto.instruments._instrument import Instrument

__all__ = [
    "all_texts",
    "from_dict",
    "from_json",
    "load",
    "save",
    "to_dict",
    "to_json",
    "to_toml",
]

T = TypeVar("T")
Comments = Mapping[str, Sequence[str]]

_WHAT = "codebook"


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
    place = path_of(path)
    data = contents(place, _WHAT, endings=_PARSERS)
    parse = _form(place, _PARSERS)
    text = utf8(data, str(place), CodebookError, what=_WHAT)
    return from_dict(parse(text, str(place)), cls, where=str(place))


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
    place = path_of(path)
    write(place, _form(place, _WRITERS)(instrument, comments).encode(), _WHAT)


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


def _form(place: Path, forms: Mapping[str, T]) -> T:
    ending = place.suffix.lower()
    if ending not in forms:
        msg = (
            f"{place}: a codebook file ends in .toml or .json, not in {ending!r}. Rename it; of an export, "
            "`infer` and `verkosto codebook draft` make a codebook."
        )
        raise CodebookError(msg)
    return forms[ending]


def _parsed_toml(text: str, where: str) -> object:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{where}: not TOML: {error}. Correct the file there; texts stand in quotes."
        raise CodebookError(msg) from error


def _parsed_json(text: str, where: str) -> object:
    return json_of(text, where, CodebookError)


def _sound(instrument: Instrument) -> dict[str, Any]:
    data = to_dict(instrument)
    for place, text in all_texts(data, ""):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            msg = (
                f"instrument {shown(instrument.id)}: {place}: character {error.start + 1} is half of a "
                "surrogate pair, which no file can hold. Write the character again."
            )
            raise CodebookError(msg) from error
    return data


def all_texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield every text of plain data with its place, in which parts are counted from 1."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from all_texts(part, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for place, part in enumerate(value, start=1):
            yield from all_texts(part, f"{path}[{place}]")
    elif isinstance(value, str):
        yield path, value


def _to_json(instrument: Instrument, _: Comments | None) -> str:
    return json.dumps(_sound(instrument), ensure_ascii=False, indent=2) + "\n"


_PARSERS: dict[str, Callable[[str, str], object]] = {".toml": _parsed_toml, ".json": _parsed_json}
_WRITERS: dict[str, Callable[[Instrument, Comments | None], str]] = {".toml": to_toml, ".json": _to_json}
