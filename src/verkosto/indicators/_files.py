"""Files of indicators: what regions agree on, as TOML and back without loss."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from verkosto.errors import CodebookError, OptionError
from verkosto.files import PathLike, contents, path_of, utf8, write
from verkosto.indicators._indicator import Indicator

__all__ = ["FORMAT", "indicators_of", "load_indicators", "save_indicators"]

FORMAT = "verkosto.indicators/1"

_WHAT = "file of indicators"


def indicators_of(given: Iterable[Indicator] | Indicator) -> tuple[Indicator, ...]:
    """Return indicators as a tuple.

    Raises:
        OptionError: Something else, or none.
        CodebookError: An id stands twice.
    """
    listed = [given] if isinstance(given, Indicator) else list(given) if isinstance(given, Iterable) else [given]
    if not listed:
        raise OptionError("there is no indicator. Give at least one `Indicator`.")
    found: dict[str, Indicator] = {}
    for one in listed:
        if not isinstance(one, Indicator):
            raise OptionError(f"an `Indicator` is wanted, not a {type(one).__name__}. `load_indicators` reads a file.")
        if one.id in found:
            raise CodebookError(f"the indicator {one.id!r} stands twice. Give each an id of its own.")
        found[one.id] = one
    return tuple(found.values())


def save_indicators(indicators: Iterable[Indicator] | Indicator, path: PathLike) -> None:
    """Write indicators to a TOML file, which is replaced.

    Raises:
        OptionError: Something is no indicator, or there is none.
        CodebookError: An id stands twice.
        SourceError: The file cannot be written.

    Example:
        >>> import verkosto as vk
        >>> kannatus = vk.Indicator("kannatus", "Mallia kannattavat", numerator={"malli_a": ["k"]})
        >>> vk.indicators.save_indicators([kannatus], "indikaattorit.toml")
        >>> vk.indicators.load_indicators("indikaattorit.toml") == (kannatus,)
        True
    """
    blocks = [f'format = "{FORMAT}"\n']
    for indicator in indicators_of(indicators):
        lines = [f"{name} = {_inline(value)}" for name, value in indicator.to_dict().items()]
        blocks.append("\n".join(["[[indicators]]", *lines, ""]))
    write(path_of(path), "\n".join(blocks).encode(), _WHAT)


def load_indicators(path: PathLike) -> tuple[Indicator, ...]:
    """Read a TOML file of indicators.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: It cannot be opened.
        CodebookError: It is no such file; every faulty indicator is told on a line.
    """
    place = path_of(path)
    text = utf8(contents(place, _WHAT, endings=(".toml",)), str(place), CodebookError)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{place}: not TOML: {error}. Correct the file there; texts stand in quotes."
        raise CodebookError(msg) from error
    if data.get("format") != FORMAT:
        msg = f'{place}: the format is {data.get("format")!r}. A file of indicators begins with format = "{FORMAT}".'
        raise CodebookError(msg)
    listed = data.get("indicators")
    if not isinstance(listed, list) or not listed:
        raise CodebookError(f"{place}: there is no indicator. Each begins with the line [[indicators]].")
    found, faults = [], []
    for number, part in enumerate(listed, start=1):
        try:
            found.append(Indicator.from_dict(part))
        except CodebookError as error:
            faults.append(f"{place}: indicator {number}: {error}")
    if faults:
        raise CodebookError("\n".join(faults))
    return indicators_of(found)


def _inline(value: Any) -> str:
    import tomlkit

    if isinstance(value, Mapping):
        if not value:
            return "{}"
        return (
            "{ " + ", ".join(f"{tomlkit.key(key).as_string()} = {_inline(part)}" for key, part in value.items()) + " }"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return str(tomlkit.item(value).as_string())
