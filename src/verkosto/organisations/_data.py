"""Objects of organisations and councils as plain data, and back without loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import attrs

from verkosto.errors import NetworkError, OptionError, VerkostoError
from verkosto.organisations import _structure, _unstructure
from verkosto.organisations._kinds import format_of
from verkosto.organisations._structure import Faulty, Reading, described
from verkosto.organisations._unstructure import Writing
from verkosto.sources import Source

__all__ = ["from_data", "made_from", "to_data"]

T = TypeVar("T")

_MOST_LISTED = 100


def to_data(obj: object) -> dict[str, Any]:
    """Return an object of organisations or councils as dicts, lists, text and numbers.

    What has its default is left out. Dates, periods and areas are written as text ("2023-04", "2020/..",
    "maakunta/13"), a text in Finnish alone as a string and in several languages by language. A field that may
    hold several kinds of things names the kind: `{"quantity": {"value": 853}}`, `{"text": "..."}`.

    What has a file of its own, such as a `Network`, begins with its "format", lists each source once under
    "sources" and refers to it by key ("s1"); elsewhere sources stand in full.

    Args:
        obj: A network, an organisation, a membership, a term, or any other of their objects.

    Raises:
        OptionError: For something else.
        NetworkError: An object is of a child class, whose own fields data do not know.

    Example:
        >>> from verkosto.organisations import Membership, Term
        >>> to_data(Membership("mvn", "chair", person="sivonen", terms=[Term("2023")]))
        {'organisation': 'mvn', 'role': 'chair', 'person': 'sivonen', 'terms': [{'start': '2023'}]}
    """
    cls = type(obj)
    if not attrs.has(cls):
        raise OptionError(f"A {cls.__name__} has no data form. Give an object of organisations or councils.")
    form = format_of(cls)
    if form is None:
        return _unstructure.table(cls)(obj, Writing())  # type: ignore[no-any-return]
    keys: dict[Source, str] = {}
    parts = _unstructure.table(cls)(obj, Writing(keys))
    listed = {key: _unstructure.table(Source)(source, Writing()) for source, key in keys.items()}
    return {"format": form, **({"sources": listed} if listed else {}), **parts}


def from_data(data: object, cls: type[T], *, where: str = "data") -> T:
    """Make an object of organisations or councils from plain data, as `to_data` gives it.

    Args:
        data: A dict. For a class that has a file of its own it begins with a "format".
        cls: The class to make: `Network`, `Organisation`, `Membership` and so on.
        where: Name of the data, for messages.

    Raises:
        NetworkError: The data are no such object. Every fault is told on a line with its place, such as
            `memberships[3].terms[0].start`, where lists are counted from 0 as in JSON; of more than a hundred
            the first hundred are.
        OptionError: `cls` is no class of organisations or councils.

    Example:
        >>> from verkosto.organisations import Term
        >>> from_data({"start": "2023", "observed_at": "2023-04"}, Term).observed_at.last
        datetime.date(2023, 4, 30)
        >>> from_data({"start": "spring", "planed": True}, Term)
        Traceback (most recent call last):
        verkosto.errors.NetworkError: data: start: 'spring' is no date. Write a date as 2023, 2023-04 or 2023-04-24.
        data: unknown key 'planed'. Did you mean 'planned'?
    """
    if not _has_data_form(cls):
        raise OptionError(f"{cls!r} has no data form. Give a class of organisations or councils.")
    return made_from(data, cls, where)


def _has_data_form(cls: object) -> bool:
    return isinstance(cls, type) and attrs.has(cls)


def made_from(data: object, cls: type[T], where: str, *, consume: bool = False) -> T:
    """Make an object as `from_data` does; `consume` empties the lists of the data, see `Reading`."""
    kind: type = cls
    reading = Reading(consume=consume)
    faults: list[tuple[str, str]] = []
    parts = data
    if format_of(cls) is not None and isinstance(data, dict):
        faults = _format_faults(data, str(format_of(cls)), where)
        faults += _read_sources(data.get("sources", {}), reading)
        parts = {key: part for key, part in data.items() if key not in ("format", "sources")}
    try:
        made: T = _structure.table(kind)(parts, reading)
    except Faulty as error:
        faults += error.faults
    except VerkostoError as error:
        faults.append(("", str(error)))
    if faults:
        raise NetworkError(_listed(faults, where))
    return made


def _format_faults(data: Mapping[str, Any], form: str, where: str) -> list[tuple[str, str]]:
    if "format" not in data:
        return [("", f'the key \'format\' is missing. Add "format": "{form}" as the first key.')]
    found = data["format"]
    if found == form:
        return []
    stem, _, version = form.partition("/")
    name = repr(found) if isinstance(found, str) else described(found)
    newer = isinstance(found, str) and found.partition("/")[0] == stem and _later(found.partition("/")[2], version)
    remedy = "It is newer than this version. Update verkosto" if newer else "Check that it is the file that you mean"
    # Nothing can be said about the rest of data in a form that is not known.
    raise NetworkError(f"{where}: the format {name} is unknown. {remedy}; this version reads {form!r} here.")


def _later(found: str, known: str) -> bool:
    return found.isdecimal() and int(found) > int(known)


def _read_sources(listed: object, reading: Reading) -> list[tuple[str, str]]:
    if not isinstance(listed, dict):
        return [(".sources", f"needs an object with a key for each source, not {described(listed)}.")]
    faults = []
    for key, source in listed.items():
        try:
            reading.sources[key] = _structure.table(Source)(source, reading)
        except Faulty as error:
            faults += [(f".sources.{key}{path}", fault) for path, fault in error.faults]
            # Its own faults are enough: whatever refers to it is in order.
            reading.sources[key] = Source(key)
    return faults


def _listed(faults: Iterable[tuple[str, str]], where: str) -> str:
    lines = []
    for path, fault in dict.fromkeys(faults):
        place = path.removeprefix(".")
        lines.append(f"{where}: {place}: {fault}" if place else f"{where}: {fault}")
    more = [f"{where}: and {len(lines) - _MOST_LISTED} more"] if len(lines) > _MOST_LISTED else []
    return "\n".join([*lines[:_MOST_LISTED], *more])
