"""From plain data to an instrument, through cattrs and without any guess about types.

cattrs by itself is lenient: it would make "5" of 5, and letters of a string that stands where a list belongs.
A codebook decides what answers mean, so here every value must already be what it should be, and what is not
is told with its place and its remedy.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

import attrs

from verkosto.dates import PartialDate, Period
from verkosto.errors import CodebookError, VerkostoError, did_you_mean
from verkosto.instruments._fields import shown
from verkosto.instruments._options import Option, Scale
from verkosto.instruments._questions import Question
from verkosto.instruments._values import KINDS, bound
from verkosto.text import LocalText

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["KEYS", "build"]

T = TypeVar("T")

KEYS = ("id", "title", "fieldwork", "area_date", "sampling", "unit_id", "columns", "questions")
"""What a codebook file says of an instrument, beside its format."""

_LARGEST = 2**63 - 1
_TABLES: dict[type, str] = {Option: '{ code = "k", label = "Kannatan" }'}
_NAMES: tuple[tuple[type, str], ...] = (
    (int, "the number"),
    (float, "the number"),
    (str, "the text"),
    (list, "a list"),
    (dict, "a table"),
    (dt.datetime, "a moment"),
    (dt.date, "a date"),
    (dt.time, "a time of day"),
)


def _described(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > _LARGEST:
        return "a number of more than 64 bits"
    name = next((name for kind, name in _NAMES if isinstance(value, kind)), "nothing")
    return f"{name} {shown(value)}" if name.startswith("the ") else name


def _text(value: object, _: object = None) -> str:
    if not isinstance(value, str):
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        quoted = f': "{shown(value)}"' if plain else ""
        msg = f"needs text, not {_described(value)}. Write it in quotes{quoted}."
        raise CodebookError(msg)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        msg = f"character {error.start + 1} is half of a surrogate pair and no text. Write the character again."
        raise CodebookError(msg) from error
    return value


def _whole(value: object, _: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        msg = f"needs a whole number, not {_described(value)}. Write it without quotes, such as 1."
        raise CodebookError(msg)
    return value


def _flag(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        msg = f"needs true or false, not {_described(value)}. Write it without quotes."
        raise CodebookError(msg)
    return value


def _date(value: object, _: object) -> PartialDate:
    if not isinstance(value, str | dt.date):
        msg = f'needs a date, not {_described(value)}. Write it in quotes, such as "2020-03-01".'
        raise CodebookError(msg)
    return PartialDate.of(value)


def _literal(kind: Any) -> Callable[[object, object], str]:
    known = get_args(kind)

    def one_of(value: object, _: object) -> str:
        text = _text(value)
        if text not in known:
            msg = f"{shown(text)} is unknown.{did_you_mean(text, known)} Use one of {', '.join(known)}."
            raise CodebookError(msg)
        return text

    return one_of


def _tuple(converter: Converter, kind: Any) -> Callable[[object, object], tuple[Any, ...]]:
    from cattrs import IterableValidationError

    item = get_args(kind)[0]

    def several(value: object, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            hint = " A table of its own takes two brackets: [[questions]]." if isinstance(value, dict) else ""
            msg = f"needs a list, not {_described(value)}. Put it between [ and ].{hint}"
            raise CodebookError(msg)
        parts: list[Any] = []
        errors: list[Exception] = []
        for place, part in enumerate(value):
            with _noting(errors, place, item):
                parts.append(converter.structure(part, item))
        if errors:
            raise IterableValidationError("a list with faults", errors, kind)
        return tuple(parts)

    return several


@contextlib.contextmanager
def _noting(errors: list[Exception], place: int | str, kind: Any) -> Iterator[None]:
    """Collect the fault of one member of a list, with its place, and go on."""
    from cattrs import BaseValidationError, IterableValidationNote

    try:
        yield
    except (VerkostoError, BaseValidationError) as error:
        error.add_note(IterableValidationNote("in a list", place, kind))
        errors.append(error)


def _conditions(converter: Converter, kind: Any) -> Callable[[object, object], dict[str, Any]]:
    from cattrs import IterableValidationError

    def conditions(value: object, _: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            msg = f'needs a table, not {_described(value)}. Write it as {{ toimiala = ["sote"] }}.'
            raise CodebookError(msg)
        found: dict[str, Any] = {}
        errors: list[Exception] = []
        for key, codes in value.items():
            with _noting(errors, key, kind):
                found[key] = converter.structure([codes] if isinstance(codes, str) else codes, tuple[str, ...])
        if errors:
            raise IterableValidationError("conditions with faults", errors, kind)
        return found

    return conditions


def _table(converter: Converter, cls: type[T], omitted: tuple[str, ...] = ()) -> Callable[[object, object], T]:
    from cattrs.gen import make_dict_structure_fn, override

    leave_out: dict[str, Any] = {name: override(omit=True) for name in omitted}
    make = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **leave_out
    )

    def table(value: object, _: object) -> T:
        if not isinstance(value, dict):
            remedy = f"it as {_TABLES[cls]}" if cls in _TABLES else "its keys with their values"
            msg = f"needs a table, not {_described(value)}. Write {remedy}."
            raise CodebookError(msg)
        return make(value, cls)

    return table


def _question(converter: Converter) -> Callable[[object, object], Question]:
    def question(value: object, _: object) -> Question:
        if not isinstance(value, dict):
            msg = f"needs a table, not {_described(value)}. Begin each question with [[questions]]."
            raise CodebookError(msg)
        if "kind" not in value:
            msg = f"the key 'kind' is missing. Add one of {', '.join(KINDS)}."
            raise CodebookError(msg)
        kind = value["kind"]
        if not isinstance(kind, str) or kind not in KINDS:
            near = did_you_mean(kind, KINDS) if isinstance(kind, str) else ""
            msg = f"no kind of question {shown(kind)}.{near} Known kinds: {', '.join(KINDS)}."
            raise CodebookError(msg)
        rest = {key: part for key, part in value.items() if key != "kind"}
        return converter.structure(rest, KINDS[kind])

    return question


def _made_of(origin: Any) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) is origin


@functools.cache
def _converter() -> Converter:
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(float, lambda value, _: bound(value))
    converter.register_structure_hook(bool, _flag)
    converter.register_structure_hook(PartialDate, _date)
    converter.register_structure_hook_factory(attrs.has, functools.partial(_table, converter))
    converter.register_structure_hook_factory(_made_of(Literal), _literal)
    converter.register_structure_hook_factory(_made_of(tuple), functools.partial(_tuple, converter))
    converter.register_structure_hook_factory(_made_of(dict), functools.partial(_conditions, converter))
    # Not for its subclasses, which are tables of their own.
    converter.register_structure_hook_func(lambda t: t is Question, _question(converter))
    converter.register_structure_hook(Scale, lambda value, _: Scale(converter.structure(value, tuple[Option, ...])))
    languages = _table(converter, LocalText)
    converter.register_structure_hook(
        LocalText,
        lambda value, kind: languages(value, kind) if isinstance(value, dict) else LocalText(_text(value)),
    )
    ends = _table(converter, Period)
    converter.register_structure_hook(
        Period, lambda value, kind: ends(value, kind) if isinstance(value, dict) else _period(value)
    )
    return converter


def _period(value: object) -> Period:
    if isinstance(value, str) and "/" in value:
        return Period.of(value)
    return Period.of(_date(value, None))


def build(cls: type[T]) -> Callable[[object], T]:
    """Return the function that makes an instrument of class `cls` from a table without its `format`.

    Fields that a class adds to `Instrument` are no part of the file and keep their defaults.

    It raises the exceptions of cattrs; `faults` puts them into words.
    """
    added = tuple(field.name for field in attrs.fields(cls) if field.name not in KEYS)  # type: ignore[arg-type]
    table = _table(_converter(), cls, added)
    return lambda value: table(value, cls)
