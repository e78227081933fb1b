"""What the fields of organisations and councils may be given as, what they are kept as, and what they refuse.

Networks are written by hand and made from lists, so a slip must be told where it is made: a text in place of a
`Term` would be taken for letters, and a `Person` in place of an id would be found only by an audit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

from attrs import Attribute

from verkosto.dates import DateLike, PartialDate
from verkosto.errors import OptionError, did_you_mean
from verkosto.regions import Area, AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = [
    "area_or_none",
    "areas",
    "check_flag",
    "check_flag_or_none",
    "check_id",
    "check_id_or_none",
    "check_source",
    "check_text_or_none",
    "check_word",
    "date_or_none",
    "ids",
    "one_of",
    "several",
    "sources",
    "strings",
    "text",
    "text_or_none",
]

T = TypeVar("T")
Check: TypeAlias = Callable[[object, "Attribute[Any]", Any], None]


def several(values: Iterable[T] | T, kind: type[T]) -> tuple[T, ...]:
    """Take a list as a tuple, and a single object as a list of one.

    Raises:
        OptionError: For something that is not of the kind, or not a list of it.
    """
    if type(values) is tuple and not values:
        return values
    if isinstance(values, kind):
        return (values,)
    found = tuple(values) if isinstance(values, tuple | list) else _unpacked(values, kind)
    for value in found:
        if not isinstance(value, kind):
            raise OptionError(_not_of(kind, value))
    return found


def _unpacked(values: object, kind: type) -> tuple[Any, ...]:
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise OptionError(_not_of(kind, values))
    return tuple(values)


def _not_of(kind: type, value: object) -> str:
    return f"A {type(value).__name__} stands where {kind.__name__} objects belong. Write [{kind.__name__}(...)]."


def sources(values: Iterable[Source] | Source) -> tuple[Source, ...]:
    """Take sources, or one."""
    return several(values, Source)


def strings(values: Iterable[str] | str) -> tuple[str, ...]:
    """Take strings, or one."""
    return several(values, str)


def ids(values: Iterable[str] | str) -> tuple[str, ...]:
    """Take ids, or one."""
    found = strings(values)
    for value in found:
        _check_id(value, "a list of ids")
    return found


def areas(values: Iterable[AreaRef | Area | str] | AreaRef | Area | str) -> tuple[AreaRef, ...]:
    """Take references to areas, or one, also as text such as "maakunta/13"."""
    if type(values) is tuple and not values:
        return values
    if isinstance(values, str | AreaRef | Area):
        return (AreaRef.of(values),)
    if not isinstance(values, Iterable):
        raise OptionError(f"A {type(values).__name__} names no area. Write its kind and code, such as 'maakunta/13'.")
    return tuple([AreaRef.of(value) for value in values])


def area_or_none(value: AreaRef | Area | str | None) -> AreaRef | None:
    """Take a reference to an area, also as text, or none."""
    return None if value is None else AreaRef.of(value)


def text(value: LocalText | Mapping[str, str] | str) -> LocalText:
    """Take a text; a plain string is Finnish."""
    return LocalText.of(value)


def text_or_none(value: LocalText | Mapping[str, str] | str | None) -> LocalText | None:
    """Take a text, or none."""
    return None if value is None else LocalText.of(value)


def date_or_none(value: DateLike | None) -> PartialDate | None:
    """Take a date of any precision, or none."""
    return None if value is None else PartialDate.of(value)


def _check_id(value: object, where: str) -> None:
    if isinstance(value, str):
        if value and value == value.strip():
            return
        raise OptionError(f"{value!r} in {where} is no id. Give letters or digits without spaces around them.")
    own = getattr(value, "id", None)
    remedy = f"Give its id, {own!r}." if isinstance(own, str) else "Write it in quotes."
    raise OptionError(f"A {type(value).__name__} stands in {where} where an id belongs. {remedy}")


def check_id(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no id: an object, an empty text, spaces around it."""
    if type(value) is not str or not value or value != value.strip():
        _check_id(value, f"{type(owner).__name__}.{attribute.name}")


def check_id_or_none(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither an id nor left out."""
    if value is not None:
        check_id(owner, attribute, value)


def check_word(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no text, or an empty one; the value is not shown."""
    if not isinstance(value, str) or not value.strip():
        found = "empty" if isinstance(value, str) else f"of type {type(value).__name__}"
        raise OptionError(f"{type(owner).__name__}.{attribute.name} is {found}. Give a text in quotes.")


def check_text_or_none(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither text nor left out."""
    if value is not None and not isinstance(value, str):
        raise OptionError(
            f"{type(owner).__name__}.{attribute.name} is of type {type(value).__name__}. Write it in quotes."
        )


def check_flag(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither True nor False."""
    if value is not True and value is not False:
        raise OptionError(
            f"{type(owner).__name__}.{attribute.name} is of type {type(value).__name__}. Write True or False."
        )


def check_flag_or_none(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither True nor False nor left out."""
    if value is not None:
        check_flag(owner, attribute, value)


def check_source(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither a source nor left out."""
    if value is not None and not isinstance(value, Source):
        raise OptionError(
            f"{type(owner).__name__}.{attribute.name} is a {type(value).__name__} and no Source. "
            'Write Source("title", url="...").'
        )


def one_of(words: Collection[str], what: str, *, optional: bool = False) -> Check:
    """Return a check that a field holds one of some words."""

    def check(_owner: object, _attribute: Attribute[Any], value: object) -> None:
        if (optional and value is None) or (isinstance(value, str) and value in words):
            return
        # Exchanged arguments would put an address here, which no message shows.
        shown = f" {value!r}" if isinstance(value, str) and value.isidentifier() else ""
        hint = did_you_mean(value, words) if isinstance(value, str) else ""
        raise OptionError(f"No {what}{shown}.{hint} Use one of {', '.join(words)}.")

    return check
