"""From the text of a cell to the option it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from verkosto.instruments import Option, options_by_number
from verkosto.responses._keys import fold

__all__ = ["OptionLookup"]

_WHOLE = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0+)?")
_FORMS: tuple[Callable[[str], str], ...] = (str, str.strip, fold)


class OptionLookup:
    """Finds the place of the option that a cell means; None where the codebook does not know it.

    Texts are compared as they stand first, then made alike (`fold`). What a number means depends on the
    source: with `values="number"` numbers come first, with `"any"` after codes and labels, with `"text"` never.
    A text that would mean two options means none, and white space means none either: it is a blank cell.
    """

    def __init__(
        self,
        options: Sequence[Option],
        values: Literal["any", "text", "number", "binary"],
        *,
        counted: bool = True,
    ) -> None:
        """Take the options of one list; `counted` says that one without a number has its place as number."""
        self._tables: list[dict[str, int | None]] = [{} for _ in _FORMS]
        self._numbers: dict[int, int] = {}
        codes: list[Iterable[str]] = [(option.code,) for option in options]
        labels: list[Iterable[str]] = [option.texts for option in options]
        for tier in (codes, labels) if values == "any" else (labels, codes):
            self._add(tier)
        if values != "text":
            places = {option.code: place for place, option in enumerate(options)}
            numbers = (
                options_by_number(tuple(options))
                if counted
                else {option.number: option for option in options if option.number is not None}
            )
            self._numbers = {number: places[option.code] for number, option in numbers.items()}
        self._numbers_first = values in ("number", "binary")

    def _add(self, tier: Sequence[Iterable[str]]) -> None:
        texts = [(text, place) for place, listed in enumerate(tier) for text in listed if fold(text)]
        for form, table in zip(_FORMS, self._tables, strict=True):
            places: dict[str, set[int]] = {}
            for text, place in texts:
                places.setdefault(form(text), set()).add(place)
            for key, found in places.items():
                table.setdefault(key, min(found) if len(found) == 1 else None)

    def __call__(self, text: str) -> int | None:
        """Return the place of the option that a cell means, or None."""
        if self._numbers_first:
            place = self._number(text)
            return self._text(text) if place is None else place
        place = self._text(text)
        return self._number(text) if place is None else place

    def _text(self, text: str) -> int | None:
        for form, table in zip(_FORMS, self._tables, strict=True):
            key = form(text)
            if key in table:
                return table[key]
        return None

    def _number(self, text: str) -> int | None:
        match = _WHOLE.fullmatch(text.strip()) if self._numbers else None
        return None if match is None else self._numbers.get(int(match[1]))
