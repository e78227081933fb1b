"""Headers that belong together: runs of one title, and texts beside an option."""

from __future__ import annotations

from collections.abc import Sequence

from verkosto.responses._keys import OPEN_ANSWERS, fold

__all__ = ["beside_of", "split", "written_beside"]


def split(headers: Sequence[str], separator: str | None) -> list[tuple[str, list[int], list[str]]]:
    """Group neighbouring headers that share a title; return title, places and what follows the title."""
    groups: list[tuple[str, list[int], list[str]]] = []
    place = 0
    while place < len(headers):
        title, run = _longest_run(headers, place, separator)
        start = len(title) + len(separator or "")
        rests = [_rest(headers[i], start, separator) if len(run) > 1 else "" for i in run]
        groups.append((title, run, rests))
        place = run[-1] + 1
    return groups


def _rest(header: str, start: int, separator: str | None) -> str:
    """Return what follows the title, without the bracket that closes it; "" where none does."""
    rest = header[start:].strip()
    if separator != "[":
        return rest
    return rest.removesuffix("]").strip() if rest.endswith("]") else ""


def _longest_run(headers: Sequence[str], start: int, separator: str | None) -> tuple[str, list[int]]:
    here = headers[start]
    if separator is None:
        return here, [start]
    width = len(separator)
    cuts = [i for i in range(len(here)) if here.startswith(separator, i) and _rest(here, i + width, separator)]
    for cut in reversed(cuts):
        prefix = here[: cut + width]
        run = [start]
        while run[-1] + 1 < len(headers) and _goes_on(headers[run[-1] + 1], prefix, separator):
            run.append(run[-1] + 1)
        if len(run) > 1:
            return here[:cut], run
    return here, [start]


def _goes_on(header: str, prefix: str, separator: str | None) -> bool:
    return header.startswith(prefix) and bool(_rest(header, len(prefix), separator))


def beside_of(text: str) -> str | None:
    """Return the folded option in `Option Avoimet vastaukset`; None where a text is no such header."""
    bare = fold(text).rstrip(":")
    stems = (bare.removesuffix(end).rstrip(" :") for end in OPEN_ANSWERS if bare.endswith(end))
    return next((stem for stem in stems if stem), None)


def written_beside(place: int, rests: Sequence[str]) -> str | None:
    """Return the option whose free text a column holds: named so, or the option's own name a second time."""
    rest = fold(rests[place]).rstrip(":")
    if rest and place > 0 and rest == fold(rests[place - 1]).rstrip(":"):
        return rests[place - 1]
    stem = beside_of(rests[place])
    return None if stem is None else next((other for other in rests if fold(other).rstrip(":") == stem), None)
