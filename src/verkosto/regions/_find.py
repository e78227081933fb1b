"""One area by its name, in whatever form and spelling people write it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache

from verkosto.dates import DateLike
from verkosto.errors import AmbiguousAreaError, DateNotCoveredError, OptionError, UnknownAreaError
from verkosto.regions._areas import area
from verkosto.regions._names import Spelling, names
from verkosto.regions._readings import PLAIN_KINDS, Reading, chosen, reading
from verkosto.regions._register import area_type as known_kind
from verkosto.regions._register import area_types, covered_day, division
from verkosto.regions._spelling import halves, key_of
from verkosto.regions._tables import area_facts
from verkosto.regions._types import Area

__all__ = ["Reference", "find", "stands"]

Reference = tuple[str, str]
"""A kind and a code."""

_MOST_NAMED = 8


def find(text: str, area_type: str | None = None, *, on: DateLike | None = None, backcast: bool = False) -> Area:
    """Return the area that a name means, and never choose between two.

    The name may be Finnish in any case ("Keski-Suomessa"), Swedish, English or an alias, such as a name used
    earlier. Upper and lower case, spaces, the kind of dash, a dash left out and the composition of letters
    make no difference, nor do punctuation marks around the name. A name in two languages ("Turku/Åbo") is
    one name.

    What is meant is looked for in this order, and the first that knows the name decides:

    1. areas of the kind that the text says: "Keski-Suomen hyvinvointialueella", "Espoon kaupunki",
       "landskapet Nyland", "Region of Lapland", "Pirha";
    2. regions (maakunta) and municipalities (kunta) of that name;
    3. areas of other kinds of that very name, such as the sub-region Vakka-Suomi, if they are covered on the
       day.

    With `area_type` only areas of that kind are looked for. A region's name is then enough for the county,
    hospital district and so on that carry it in their name.

    Args:
        text: The name. With `area_type` it may be a code.
        area_type: A kind of `area_types()`, or None.
        on: As in `areas`. Former municipalities are found on the days on which they stood.
        backcast: As in `areas`.

    Raises:
        AmbiguousAreaError: Several areas bear the name; they are listed, and `candidates` has them.
        UnknownAreaError: None does; the message names the nearest. For a municipality that has merged the
            message says into which.
        DateNotCoveredError: For a day outside the years that the kind is covered.
        DateError: For text that is no date.
        OptionError: For a name that is no string.

    Example:
        >>> find("Keski-Suomessa").code, find("Uudellamaalla").code, find("Esbo").name.fi
        ('13', '01', 'Espoo')
        >>> find("Kainuu", "hyvinvointialue").name.fi, find("KESKI – SUOMEN HVA").area_type
        ('Kainuun hyvinvointialue', 'hyvinvointialue')
        >>> find("Suupohja")
        Traceback (most recent call last):
            ...
        verkosto.errors.AmbiguousAreaError: 'Suupohja' can mean seutukunta '141' (Suupohja) or ...
    """
    if not isinstance(text, str):
        raise OptionError(f"A name is text, not {type(text).__name__}. Put quotes around it.")
    kind = None if area_type is None else known_kind(area_type).code
    if any(map(str.isdigit, text)) and len(text.split()) == 1:
        return area(*_by_code(text, kind), on=on, backcast=backcast)
    found = _meant(_read(text), kind, on) or _said_twice(text, kind, on)
    if not found:
        raise UnknownAreaError(_unknown(text, kind))
    current = [reference for reference in found if stands(*reference, on=on, backcast=backcast)]
    if len(current) > 1:
        raise _ambiguous(text, current)
    # Where none stands on the day, asking for it says when it stood, or what it has become a part of.
    return area(*(current or found)[-1], on=on, backcast=backcast)


def stands(kind: str, code: str, *, on: DateLike | None, backcast: bool) -> bool:
    """Whether an area stands on a day, or on the newest covered day of its kind."""
    try:
        day = covered_day(kind, on, backcast=backcast)
    except DateNotCoveredError:
        return False
    return code in division(kind, day).areas


def _by_code(text: str, kind: str | None) -> Reference:
    if kind is None:
        raise UnknownAreaError(
            f"{text.strip()!r} looks like a code, and codes belong to a kind. Name it: area_type='maakunta'."
        )
    code = text.strip()
    return kind, code.upper() if code.upper() in area_facts(kind) else code


def _read(text: str) -> Reading | None:
    key = key_of(text)
    if key is None:
        return None
    return reading(key) or reading(key.removeprefix("the "))


def _meant(read: Reading | None, kind: str | None, on: DateLike | None) -> tuple[Reference, ...]:
    if read is None:
        return ()
    if kind is not None:
        asked = chosen(read.named, (kind,))
        # A name that says another kind is not taken for a plain one: "Lapin hyvinvointialue" is no region.
        return _references(asked or chosen(read.plain, (kind,)))
    found = read.named or chosen(read.plain, PLAIN_KINDS)
    if not found:
        covered = _covered_kinds(on)
        found = tuple(spelling for spelling in read.plain if spelling.own and spelling.area_type in covered)
    return _references(found)


def _said_twice(text: str, kind: str | None, on: DateLike | None) -> tuple[Reference, ...]:
    """What a name means that is given in two languages, such as "Turku/Åbo"."""
    for one, other in halves(text):
        found = _meant(_read(one), kind, on)
        if len(found) == 1 and found == _meant(_read(other), kind, on):
            return found
    return ()


def _covered_kinds(on: DateLike | None) -> set[str]:
    day = covered_day("kunta", on)
    return {kind.code for kind in area_types() if kind.covered.on(day)}


def _references(spellings: Iterable[Spelling]) -> tuple[Reference, ...]:
    return tuple(dict.fromkeys((spelling.area_type, spelling.code) for spelling in spellings))


def _ambiguous(text: str, found: list[Reference]) -> AmbiguousAreaError:
    kinds = dict.fromkeys(kind for kind, _ in found)
    remedy = f"State the kind, such as area_type={found[0][0]!r}." if len(kinds) > 1 else "Ask by code."
    message = f"{text.strip()!r} can mean {_listed(found)}. {remedy}"
    return AmbiguousAreaError(message, tuple(f"{kind}/{code}" for kind, code in found))


def _listed(found: Iterable[Reference]) -> str:
    told = [f"{kind} {code!r} ({area_facts(kind)[code].name.fi})" for kind, code in found]
    more = f" or {len(told) - _MOST_NAMED} more" if len(told) > _MOST_NAMED else ""
    return " or ".join(told[:_MOST_NAMED]) + more


def _unknown(text: str, kind: str | None) -> str:
    what = "region or municipality" if kind is None else kind
    message = f"No {what} is called {text.strip()!r}."
    if not text.strip():
        return f"{message} Give a name, such as 'Keski-Suomi'."
    if (read := _read(text)) is not None:
        others = _references((*read.named, *read.plain))
        remedy = f"area_type={others[0][0]!r}" + (", or area_of for the area of a municipality" if kind else "")
        return f"{message} That names, or is a part of the name of, {_listed(others)}. Ask with {remedy}."
    if (key := key_of(text)) is None:
        return f"{message} It is not one name. Look for the names in it: find_all."
    return message + (_nearest(key, kind) or " Correct the name, or ask by code.")


def _nearest(key: str, kind: str | None) -> str:
    known = _own_keys(kind)
    close = difflib.get_close_matches(key, known, n=3, cutoff=0.7)
    found = dict.fromkeys(reference for near in close for reference in known[near])
    told = " or ".join(f"{area_facts(of)[code].name.fi!r} ({of} {code!r})" for of, code in found)
    return f" Did you mean {told}?" if told else ""


@cache
def _own_keys(kind: str | None) -> dict[str, tuple[Reference, ...]]:
    kinds = PLAIN_KINDS if kind is None else (kind,)
    chosen_keys = {key: _references(chosen(found, kinds)) for key, found in names().by_key.items()}
    return {key: found for key, found in chosen_keys.items() if found}
