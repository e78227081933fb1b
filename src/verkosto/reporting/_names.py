"""Names that must fit: shorter forms of a holder's name, none of which could be taken for another holder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from verkosto.organisations import Organisation, Person

__all__ = ["Who", "fitting", "full_name", "short_names"]

Who = Person | Organisation

_ENDINGS = (" ry", " r.y.", " rf", " r.f.")
_CUT = "…"


def full_name(who: Who, lang: str) -> str:
    """Return the name as it stands in tables and alt texts."""
    return who.name if isinstance(who, Person) else who.name.get(lang)


def short_names(holders: Iterable[Who], lang: str) -> Mapping[str, tuple[str, ...]]:
    """Return the forms of each holder's name by id, from the full name to the shortest.

    A form that two of the holders share is left out, so that two Virtanens keep their first names.
    """
    people = {who.id: who for who in holders}
    forms = {id_: _forms(who, lang) for id_, who in people.items()}
    shared = Counter(form for found in forms.values() for form in found)
    return {id_: (found[0], *(f for f in found[1:] if shared[f] == 1)) for id_, found in forms.items()}


def fitting(
    forms: Sequence[str], room: float, width: Callable[[str, float], float], sizes: tuple[float, float]
) -> tuple[str, float]:
    """Return the longest form that is no wider than the room, and its size; an empty text where none is."""
    tries = [(form, size) for size in sizes for form in forms]
    return next(((form, size) for form, size in tries if width(form, size) <= room), ("", sizes[-1]))


def _forms(who: Who, lang: str) -> tuple[str, ...]:
    name = " ".join(full_name(who, lang).split())
    found = _of_person(name) if isinstance(who, Person) else _of_organisation(who, name, lang)
    return tuple(dict.fromkeys([name, *found]))


def _of_person(name: str) -> list[str]:
    *given, last = name.split(" ")
    if not given:
        return []
    # "von" and "af" belong to the surname.
    while len(given) > 1 and given[-1].islower():
        last = f"{given.pop()} {last}"
    initials = ["-".join(f"{part[0]}." for part in word.split("-") if part) for word in given]
    return [f"{initials[0]} {last}", last]


def _of_organisation(who: Organisation, name: str, lang: str) -> list[str]:
    bare = next((name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending)), name)
    others = sorted((other.name.get(lang) for other in who.other_names), key=len)
    words = bare.split(" ")
    cut = [f"{' '.join(words[:count])}{_CUT}" for count in range(len(words) - 1, 0, -1)]
    return [bare, *(other for other in others[:1] if len(other) < len(bare)), *cut]
