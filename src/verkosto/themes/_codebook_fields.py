"""What the fields of a codebook for open answers may hold, and how each slip is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import Attribute

from verkosto.errors import CodebookError, VerkostoError
from verkosto.text import LANGUAGES, LocalText

__all__ = [
    "LONGEST_ID",
    "as_color",
    "as_guid",
    "as_list",
    "as_text",
    "check_code",
    "check_color",
    "check_flag",
    "check_guid",
    "check_line",
    "check_lines",
    "check_prose",
    "check_proses",
    "on_one_line",
    "refuse",
    "shown",
    "usable_code",
]

Check = Callable[[Any, "Attribute[Any]", Any], None]

LONGEST_ID = 200
_LONGEST_SHOWN = 60
# What neither XML nor a workbook can hold; such characters come along unseen when text is pasted.
_UNPRINTED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def shown(value: object) -> str:
    """Return a short `repr` on one line, however large the value is."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        return f"a very large {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def refuse(faults: Iterable[str]) -> None:
    """Raise one error for all faults, a line each; do nothing where there are none.

    Raises:
        CodebookError: There is a fault.
    """
    found = tuple(dict.fromkeys(faults))
    if found:
        raise CodebookError("\n".join(found))


def on_one_line(text: str) -> str:
    """Return a text without line breaks and tabs; one that has none stays as it is."""
    return " ".join(text.split()) if _BREAKS.search(text) else text


def usable_code(text: str) -> bool:
    """Tell whether a text can be the id of a theme."""
    forbidden = _BREAKS.search(text) or _UNPRINTED.search(text) or {"[", "]"} & set(text)
    return bool(text) and text == text.strip() and text != "*" and len(text) <= LONGEST_ID and not forbidden


def as_text(value: Any) -> Any:
    """Take words, in one language or several; what are none is left as it is, for a check to tell."""
    try:
        text = LocalText.of(value)
    except VerkostoError:
        return value
    given = {lang: said for lang in LANGUAGES if (said := _unbroken(getattr(text, lang))) and said.strip()}
    return LocalText(**{"fi": text.fi, **given})


def as_list(value: Any) -> Any:
    """Take one text or several as a tuple."""
    if isinstance(value, str):
        value = (value,)
    if isinstance(value, Mapping | bytes) or not isinstance(value, Iterable):
        return value
    return tuple(_unbroken(part) for part in value)


def as_color(value: Any) -> Any:
    """Take `#RGB` for the `#RRGGBB` that it is short for."""
    if isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{3}", value):
        return "#" + "".join(digit * 2 for digit in value[1:])
    return value


def as_guid(value: Any) -> Any:
    """Take the braces off a guid; programs write it with them and without."""
    return value.strip().removeprefix("{").removesuffix("}") if isinstance(value, str) else value


def _unbroken(text: Any) -> Any:
    """Give every line the same ending: files of other programs keep no other."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def _whose(owner: Any) -> str:
    name = getattr(owner, "id", None)
    return f"{owner.noun} {shown(name)}" if isinstance(name, str) else str(owner.noun)


def check_code(owner: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse an id that could not stand between brackets in the name of a variable."""
    if not isinstance(value, str) or not usable_code(value):
        raise CodebookError(
            f"{owner.noun} {attribute.name} {shown(value)} must be text on one line without brackets and outer spaces, "
            f"not '*' and at most {LONGEST_ID} characters. Give a short id such as 'tilat'."
        )


def check_line(owner: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse what is no text on one line."""
    place = f"{_whose(owner)}: {attribute.name}"
    refuse(_text_faults(place, value, line=True))


def check_prose(owner: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse what is neither None nor text of one line or several."""
    if value is not None:
        refuse(_text_faults(f"{_whose(owner)}: {attribute.name}", value, line=False))


def check_lines(owner: Any, attribute: Attribute[Any], values: Any) -> None:
    """Refuse what are no texts of one line each."""
    refuse(_list_faults(f"{_whose(owner)}: {attribute.name}", values, line=True))


def check_proses(owner: Any, attribute: Attribute[Any], values: Any) -> None:
    """Refuse what are no texts."""
    refuse(_list_faults(f"{_whose(owner)}: {attribute.name}", values, line=False))


def check_color(owner: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse what is neither None nor a color."""
    if value is not None and not (isinstance(value, str) and _COLOR.fullmatch(value)):
        raise CodebookError(
            f"{_whose(owner)}: {attribute.name} {shown(value)} is none. Write it as '#2364A2', or leave it out."
        )


def check_guid(owner: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse what is neither None nor a guid."""
    if value is not None and not (isinstance(value, str) and _GUID.fullmatch(value)):
        raise CodebookError(
            f"{_whose(owner)}: {attribute.name} {shown(value)} is none. Leave it out: one is made when it is needed."
        )


def check_flag(owner: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse what is neither true nor false."""
    if not isinstance(value, bool):
        raise CodebookError(f"{_whose(owner)}: {attribute.name} is {shown(value)}. Write True or False.")


def _list_faults(place: str, values: Any, *, line: bool) -> Iterator[str]:
    if not isinstance(values, tuple):
        yield f"{place} must be a list of texts, not {shown(values)}. Write it as ['…', '…']."
        return
    for number, value in enumerate(values, start=1):
        where = f"{place}[{number}]"
        if isinstance(value, str):
            yield from _string_faults(where, value, line=line)
        else:
            yield f"{where} must be text, not {shown(value)}. Put it in quotes."


def _text_faults(place: str, value: Any, *, line: bool) -> Iterator[str]:
    if not isinstance(value, LocalText):
        try:
            LocalText.of(value)
        except VerkostoError as error:
            yield f"{place}: {error}"
        return
    for lang in value.languages or ("fi",):
        yield from _string_faults(place if lang == "fi" else f"{place}.{lang}", getattr(value, lang), line=line)


def _string_faults(place: str, text: str, *, line: bool) -> Iterator[str]:
    if not text.strip():
        yield f"{place} is blank. Write it, or leave it out."
    if line and _BREAKS.search(text):
        yield f"{place} has a line break or a tab. Write it on one line."
    if found := _UNPRINTED.search(text):
        code = f"U+{ord(found.group()):04X}"
        yield f"{place}: character {found.start() + 1} ({code}) can stand in no file. Take it out."
