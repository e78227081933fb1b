"""From plain data to objects, in one pass and without any guess about types.

Every value must already be what it should be: the number 5 is no text, and a text is no list of letters. What
is not is told with its place and its remedy, and reading goes on, so that all faults are told at once. Values
are shown only where a closed list, a date or an id stands: others may be somebody's address or number.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeAlias, get_args, get_origin

import attrs
from attrs import define, field

from verkosto.dates import PartialDate, Period
from verkosto.errors import VerkostoError, did_you_mean
from verkosto.organisations._kinds import PLAIN, alternatives, fields_of, is_union, item_of, tag_of
from verkosto.organisations._terms import Term
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["Faulty", "Reading", "described", "table"]

_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "an object with keys"),
)
_MOST_REMEMBERED = 50_000


class Faulty(Exception):  # noqa: N818
    """The faults of one part, each with its place in the part and what is wrong with it; it never leaves the room."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@define
class Reading:
    """What one call of `from_data` knows while it reads.

    Attributes:
        sources: The sources that the data list, by key.
        consume: Whether lists may be emptied while they are read, which halves the memory that a file takes.
    """

    sources: dict[str, Source] = field(factory=dict)
    consume: bool = False
    # Dates, areas and terms recur thousands of times in a network; one object stands for all that are written alike.
    _met: dict[Any, Any] = field(factory=dict, init=False)

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what was made under a key before, or make it."""
        try:
            return self._met[key]
        except KeyError:
            made = make()
        except TypeError:
            # A part of the key is itself a list or an object.
            return make()
        if len(self._met) >= _MOST_REMEMBERED:
            # What recurs soon comes back.
            self._met.clear()
        self._met[key] = made
        return made


Make: TypeAlias = Callable[[Any, Reading], Any]


def described(value: object) -> str:
    """Name the kind of a value of plain data; the value itself is not shown."""
    return next((name for kind, name in _NAMES if isinstance(value, kind)), "nothing")


def _text(value: object, _: Reading | None = None) -> str:
    if type(value) is str and value.isascii():
        return value
    if not isinstance(value, str):
        raise Faulty(("", f"needs text, not {described(value)}. Write it in quotes."))
    try:
        value.encode()
    except UnicodeEncodeError as error:
        place = f"character {error.start + 1}"
        raise Faulty(("", f"{place} is half of a surrogate pair and no text. Write it again.")) from error
    return value


def _text_or_none(value: object, _: Reading) -> str | None:
    return None if value is None else _text(value)


def _whole(value: object, _: Reading) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Faulty(("", f"needs a whole number, not {described(value)}. Write it without quotes, such as 1."))
    return value


def _number(value: object, _: Reading) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Faulty(("", f"needs a number, not {described(value)}. Write it without quotes, such as 1."))
    return value


def _flag(value: object, _: Reading) -> bool:
    if not isinstance(value, bool):
        raise Faulty(("", f"needs true or false, not {described(value)}. Write it without quotes."))
    return value


def _of_text(read: Callable[[str], Any]) -> Make:
    def made(value: object, reading: Reading) -> Any:
        text = _text(value)
        return reading.once((read, text), lambda: read(text))

    return made


def _local_text(value: object, reading: Reading) -> LocalText:
    return _languages(value, reading) if isinstance(value, dict) else LocalText(_text(value))


def _source(value: object, reading: Reading) -> Source:
    if not isinstance(value, str):
        return _whole_source(value, reading)  # type: ignore[no-any-return]
    try:
        return reading.sources[value]
    except KeyError:
        hint = did_you_mean(value, reading.sources) or " List it under 'sources', or write it out here."
        raise Faulty(("", f"no source has the key {_shown(value)}.{hint}")) from None


def _shown(text: str) -> str:
    return repr(text) if len(text) <= 40 and "@" not in text else "that stands here"


def _term(value: object, reading: Reading) -> Term:
    # Plans are not shared: True and 1 would be one key, and 1 is a fault.
    if not isinstance(value, dict) or "planned" in value:
        return _whole_term(value, reading)  # type: ignore[no-any-return]
    return reading.once(tuple(value.items()), lambda: _whole_term(value, reading))  # type: ignore[no-any-return]


_MAKERS: dict[Any, Make] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _flag,
    PartialDate: _of_text(PartialDate.of),
    Period: _of_text(Period.of),
    AreaRef: _of_text(AreaRef.of),
    LocalText: _local_text,
    Source: _source,
    Term: _term,
}


@functools.cache
def _make_of(kind: Any) -> Make:
    """Return the function that makes one value of a kind."""
    if kind in _MAKERS:
        return _MAKERS[kind]
    if get_origin(kind) is Literal:
        return _literal(get_args(kind))
    if item_of(kind) is not None:
        return _list(_make_of(item_of(kind)))
    return _union(kind) if is_union(kind) else table(kind)


def _literal(known: tuple[str, ...]) -> Make:
    words = frozenset(known)

    def one_of(value: object, _: Reading) -> str:
        text = _text(value)
        if text not in words:
            hint = did_you_mean(text, known)
            raise Faulty(("", f"the word {_shown(text)} is unknown.{hint} Use one of {', '.join(known)}."))
        return text

    return one_of


def _list(make: Make) -> Make:
    def several(values: object, reading: Reading) -> tuple[Any, ...]:
        if not isinstance(values, list):
            raise Faulty(("", f"needs a list, not {described(values)}. Put it between [ and ]."))
        parts, faults = [], []
        for place, value in enumerate(values):
            try:
                parts.append(make(value, reading))
            except (Faulty, VerkostoError) as error:
                faults += _inside(f"[{place}]", error)
            if reading.consume:
                values[place] = None
        if faults:
            raise Faulty(*faults)
        return tuple(parts)

    return several


def _inside(place: str, error: Exception) -> list[tuple[str, str]]:
    if isinstance(error, Faulty):
        return [(f"{place}{path}", fault) for path, fault in error.faults]
    return [(place, str(error))]


def _union(kind: Any) -> Make:
    kinds, optional = alternatives(kind)
    if kinds == (str,):
        return _text_or_none
    if len(kinds) == 1:
        make = _make_of(kinds[0])
        return lambda value, reading: None if optional and value is None else make(value, reading)
    tagged = {tag_of(one): _make_of(one) for one in kinds if attrs.has(one)}
    plain = {one: _make_of(one) for one in kinds if one in PLAIN}
    if float in plain:
        plain.setdefault(int, plain[float])

    def chosen(value: Any, reading: Reading) -> Any:
        if (optional and value is None) or type(value) in plain:
            return value if value is None else plain[type(value)](value, reading)
        if not isinstance(value, dict) or len(value) != 1:
            raise Faulty(("", _no_choice(value, tagged, plain)))
        ((tag, part),) = value.items()
        if tag not in tagged:
            raise Faulty(("", f"unknown kind {_shown(tag)}.{did_you_mean(tag, tagged)} Use {', '.join(tagged)}."))
        try:
            return tagged[tag](part, reading)
        except (Faulty, VerkostoError) as error:
            raise Faulty(*_inside(f".{tag}", error)) from error

    return chosen


def _no_choice(value: object, tagged: Iterable[str], plain: Iterable[type]) -> str:
    words = [f'{{"{tag}": ...}}' for tag in tagged] + [described(kind()) for kind in plain]
    return f"{described(value)} does not say of what kind it is. Write one of {', '.join(words)}."


@functools.cache
def table(cls: type) -> Make:
    """Return the function that makes an object of a class from a dict.

    Raises:
        Faulty: From the function, with every fault of the dict and of what stands in it.
    """
    makers = {key: _make_of(kind) for key, (_, kind) in fields_of(cls).items()}

    def made(value: object, reading: Reading) -> Any:
        if not isinstance(value, dict):
            raise Faulty(("", f"needs {cls.__name__} as an object with keys, not {described(value)}."))
        given, faults = {}, []
        for key, part in value.items():
            make = makers.get(key)
            if make is None:
                faults.append(("", _unknown_key(key, cls)))
                continue
            try:
                given[key] = make(part, reading)
            except (Faulty, VerkostoError) as error:
                faults += _inside(f".{key}", error)
        if faults:
            raise Faulty(*faults, *_missing(cls, value))
        try:
            return cls(**given)
        except TypeError as error:
            # An OptionError is a TypeError too; what the constructor itself misses is a key.
            missing = _missing(cls, value)
            if missing:
                raise Faulty(*missing) from error
            raise

    return made


def _unknown_key(key: object, cls: type) -> str:
    known = fields_of(cls)
    near = did_you_mean(str(key), known) or f" Known keys: {', '.join(known)}."
    return f"unknown key {_shown(str(key))}.{near}"


def _missing(cls: type, given: dict[str, Any]) -> list[tuple[str, str]]:
    needed = [key for key, (one, _) in fields_of(cls).items() if one.default is attrs.NOTHING and key not in given]
    unknown = given.keys() - fields_of(cls).keys()
    misspelt = {key for key in needed if any(did_you_mean(str(near), [key]) for near in unknown)}
    return [("", f"the key {key!r} is missing. Add it.") for key in needed if key not in misspelt]


_languages = table(LocalText)
_whole_source = table(Source)
_whole_term = table(Term)
