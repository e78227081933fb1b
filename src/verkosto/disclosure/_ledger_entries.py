"""Entries of a ledger: what was published of a table, as one line of JSON that holds no hidden number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import field, frozen

from verkosto.dates import PartialDate
from verkosto.disclosure._keys import Key
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._system import Sum, System
from verkosto.errors import TableFormatError, VerkostoError
from verkosto.text import LANGUAGES, LocalText

__all__ = ["SCHEMA", "Entry"]

SCHEMA = "verkosto.ledger/1"

_ID_LENGTH = 16


def _bare(system: System) -> System:
    # Whatever made the system, nothing hidden may stand in the file.
    return system.hide(~system.shown)


@frozen(eq=False, repr=False)
class Entry:
    """A table that was published.

    Attributes:
        id: What tells it from others: a digest of all that was published.
        on: The day that the caller gave, or None.
        title: Its title.
        instrument: Id of the survey.
        variables: Ids of what was counted.
        by: Ids of what divided the table.
        where: The part of the answers that it was made of, as the table says it; None for all.
        rules: What had to be hidden.
        system: Its counts, those shown with their values, and how they add up.
        amounts: Its sums of numbers, of which means and totals tell, in the same way.
    """

    on: PartialDate | None
    title: LocalText
    instrument: str
    variables: tuple[str, ...]
    by: tuple[str, ...]
    where: str | None
    rules: Rules
    system: System = field(converter=_bare)
    amounts: System = field(converter=_bare)
    id: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        text = json.dumps(self._content(), ensure_ascii=False, sort_keys=True)
        object.__setattr__(self, "id", hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH])

    @property
    def populations(self) -> frozenset[str]:
        """Whose answers its numbers are of."""
        keys = (*self.system.keys, *self.amounts.keys)
        return frozenset(key.population for key in keys if isinstance(key, Key))

    def line(self) -> str:
        """Return the entry as a line of the file, without its end."""
        on = None if self.on is None else str(self.on)
        written = {"schema": SCHEMA, "id": self.id, "on": on, **self._content()}
        return json.dumps(written, ensure_ascii=False, allow_nan=False)

    @classmethod
    def of_line(cls, text: str) -> Entry:
        """Return the entry that a line of the file holds.

        Raises:
            TableFormatError: The line is no entry, or was changed after it was written.
        """
        raw = _object(text)
        try:
            entry = cls(
                on=None if raw["on"] is None else PartialDate.of(raw["on"]),
                title=LocalText(**raw["title"]),
                instrument=str(raw["instrument"]),
                variables=tuple(map(str, raw["variables"])),
                by=tuple(map(str, raw["by"])),
                where=raw["where"],
                rules=Rules.of_plain(raw["rules"]),
                system=_system_of(**raw["counts"], whole=True),
                amounts=_system_of(**raw["amounts"], whole=False),
            )
        except (KeyError, TypeError, ValueError, IndexError, VerkostoError) as error:
            msg = f"it lacks a part of an entry or has one of another form ({type(error).__name__})"
            raise TableFormatError(msg) from error
        if entry.id != raw.get("id"):
            raise TableFormatError("its numbers are not those that its id was made of")
        return entry

    def __repr__(self) -> str:
        count = int(self.system.shown.sum())
        return f"<Entry {self.id}: {self.instrument}, {', '.join(self.variables[:3])}, {count} numbers>"

    def _content(self) -> dict[str, Any]:
        return {
            "title": {lang: found for lang in LANGUAGES if (found := getattr(self.title, lang)) is not None},
            "instrument": self.instrument,
            "variables": list(self.variables),
            "by": list(self.by),
            "where": self.where,
            "rules": self.rules.plain(),
            "counts": _plain(self.system),
            "amounts": _plain(self.amounts),
        }


def _plain(system: System) -> dict[str, Any]:
    """Return a system as values that JSON has: each number with its key and its value.

    A hidden one has null, and the ends between which readers know it to be, such as those of a band, null without one.
    """
    numbers: list[list[Any]] = []
    of_all = zip(system.keys, system.values, system.shown, system.low, system.high, strict=True)
    for key, value, shown, low, high in of_all:
        plain = key.plain() if isinstance(key, Key) else str(key)
        ends = [float(end) if np.isfinite(end) else None for end in (low, high)]
        numbers.append([plain, float(value)] if shown else [plain, None, *ends])
    return {"numbers": numbers, "sums": [[total.whole, list(total.parts)] for total in system.sums]}


def _system_of(numbers: Sequence[Sequence[Any]], sums: Sequence[Sequence[Any]], *, whole: bool) -> System:
    values = np.array([np.nan if number[1] is None else number[1] for number in numbers], dtype=np.float64)
    ends = [number[2:] or (0.0, None) for number in numbers]
    size = range(len(numbers))
    return System(
        keys=tuple(Key.of_plain(number[0]) for number in numbers),
        values=values,
        shown=~np.isnan(values),
        low=np.array([-np.inf if low is None else low for low, _ in ends], dtype=np.float64),
        high=np.array([np.inf if high is None else high for _, high in ends], dtype=np.float64),
        sums=tuple(Sum(size[of], tuple(size[part] for part in parts)) for of, parts in sums),
        whole=whole,
    )


def _object(text: str) -> Mapping[str, Any]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TableFormatError("it is no JSON") from error
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if schema != SCHEMA:
        raise TableFormatError(f"its schema is {schema!r} and not {SCHEMA!r}")
    return dict(raw)
