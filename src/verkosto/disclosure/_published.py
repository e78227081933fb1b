"""PublishedTable: a table that holds nothing that must not be seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from attrs import evolve, field, fields, frozen

from verkosto.aggregate import NO_COUNT, NO_END, Columns, Meaning, Method, Table, meaning_of_table
from verkosto.disclosure._audit import audit
from verkosto.disclosure._audited import Audit
from verkosto.disclosure._domain import subset_of
from verkosto.disclosure._protection import Protection
from verkosto.errors import TableFormatError
from verkosto.text import LocalText, format_base

__all__ = ["SCHEMA", "PublishedTable", "published"]

SCHEMA = "verkosto.published/1"

_BANDS = ("base_low", "base_high")


@frozen(eq=False, repr=False, slots=False, kw_only=True)
class PublishedTable(Table):
    """A table that may be published: `vk.protect` makes it, and nothing else does.

    It is a `Table` and does what tables do, but for what needs the answers (`cov`, `collapse`, `convert`): they are
    not at hand, in no form, nor is any figure that was hidden.

    - A hidden figure has the status "hidden" in `frame`, and NA for its figures; a hidden base is NA too.
    - `units` is NA everywhere: how many associations stand behind a figure is not published.
    - `missing` has missing answers of the whole table only, not of its groups.
    - Where bases are published as bands, `frame` has the columns `base_low` and `base_high`, Int64.

    Attributes:
        protection: What was done: rules, method, how many figures are hidden.
        method: Who was asked, when and how; None where that is not known.
        meaning: Which categories rows count, so that an audit sees how tables are tied. It tells no figures, and a
            table that was read from JSON or unpickled does without.

    Example:
        >>> import verkosto as vk
        >>> published = vk.protect(vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta"))
        >>> sorted(set(published.frame["status"]))
        ['hidden', 'ok']
        >>> published.audit.safe
        True
    """

    protection: Protection
    method: Method | None = None
    audited: Callable[[], Audit] | None = field(default=None, repr=False)
    meaning: Meaning | None = field(default=None, repr=False)

    @cached_property
    def audit(self) -> Audit:
        """What a reader can compute of what is hidden: exact bounds, from this table and those published with it.

        A table that was read from JSON or unpickled is audited alone.
        """
        return audit(self) if self.audited is None else self.audited()

    def base_span(self, row: int) -> tuple[int, int] | None:
        """Return the lowest and the highest that the base of a row can be; None where it is hidden."""
        if _BANDS[0] in self.cells.data:
            low, high = (int(self.cells[name][row]) for name in _BANDS)
            return None if low == NO_COUNT else (low, NO_END if high == NO_COUNT else high)
        return self.protection.unrounded(super().base_span(row))

    def count_span(self, row: int) -> tuple[int, int] | None:
        """Return the lowest and the highest that the count of a row can be; None where nothing tells it.

        Where bases are bands, rounded shares tell something of counts.
        """
        base, share = self.base_span(row), float(self.cells["estimate"][row])
        if _BANDS[0] not in self.cells.data:
            return self.protection.unrounded(super().count_span(row))
        return None if base is None or share != share else self.protection.counts(share, base)

    def with_audit(self, audited: Callable[[], Audit]) -> PublishedTable:
        """Return the table with an audit of all tables that are published with it."""
        return evolve(self, audited=audited)

    def advised(self, advice: tuple[LocalText, ...]) -> PublishedTable:
        """Return the table with advice for whoever publishes it."""
        return evolve(self, protection=evolve(self.protection, advice=advice))

    def to_json(self) -> str:
        """Return the table as JSON of schema "verkosto.published/1", which every later version reads."""
        plain = {name: column for name, column in self.cells.data.items() if name not in _BANDS}
        bands = {name: column for name, column in self.cells.data.items() if name in _BANDS}
        table = Table.to_json(evolve(self, cells=Columns(plain)))
        written = {
            "schema": SCHEMA,
            "table": json.loads(table),
            "protection": self.protection.plain(),
            "method": None if self.method is None else self.method.plain(),
            "bands": Columns(bands).lists(),
        }
        return json.dumps(written, ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> PublishedTable:
        """Read what `to_json` wrote.

        Raises:
            TableFormatError: The text is no such JSON.
        """
        raw = _parts(text)
        table = Table.from_json(json.dumps(raw["table"], ensure_ascii=False))
        method = None if raw["method"] is None else Method.of_plain(raw["method"])
        bands = Columns.of_lists(_bands(raw["bands"], len(table)))
        cells = Columns({**table.cells.data, **bands.data})
        return _of(evolve(table, cells=cells), Protection.of_plain(raw["protection"]), method)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}{super().__repr__().removeprefix('<Table')}"

    def _content(self) -> tuple[Any, ...]:
        return (*super()._content(), self.protection, self.method)

    def __reduce__(self) -> tuple[Any, ...]:
        return PublishedTable.from_json, (self.to_json(),)


def published(
    table: Table, protection: Protection, *, cells: Columns, absences: Columns, method: Method | None
) -> PublishedTable:
    """Return a table as it is published.

    Args:
        table: The whole table, for its headings.
        protection: What was done to it.
        cells: Its figures, nothing of what is hidden among them.
        absences: Missing answers that are published.
        method: How the survey was made.
    """
    notes = table.notes
    altered = protection.method in ("round", "band")
    if altered or (
        protection.method and any((numbers == NO_COUNT).any() for numbers in (cells["base"], absences["n"]))
    ):
        # Exact numbers of respondents would undo what is done to bases and missing answers.
        notes = tuple(note for note in notes if format_base(0)[:-1] not in note.fi)
    if altered and method is not None:
        method = evolve(method, respondents=None)
    notes = (*notes, *protection.notes)
    bare = evolve(table, cells=cells, absences=absences, notes=notes, origin=None)
    return evolve(_of(bare, protection, method), meaning=meaning_of_table(table, subset_of(table)))


def _of(table: Table, protection: Protection, method: Method | None) -> PublishedTable:
    parts = {part.name: getattr(table, part.name) for part in fields(Table)}
    return PublishedTable(**parts, protection=protection, method=method)


def _parts(text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        msg = f"the text is no JSON: {error}. Give what `PublishedTable.to_json` wrote."
        raise TableFormatError(msg) from error
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if schema != SCHEMA:
        msg = f"schema: is {schema!r} and not {SCHEMA!r}. Give what `PublishedTable.to_json` wrote."
        raise TableFormatError(msg)
    if lacking := [name for name in ("table", "protection", "method", "bands") if name not in raw]:
        msg = f"the table: lacks {lacking[0]!r}. Give what `PublishedTable.to_json` wrote, unchanged."
        raise TableFormatError(msg)
    return dict(raw)


def _bands(raw: Any, rows: int) -> dict[str, list[int | None]]:
    """Return the bands of bases; none where bases are no bands."""
    if raw == {}:
        return {}
    right = (
        isinstance(raw, dict)
        and set(raw) == set(_BANDS)
        and all(isinstance(ends, list) and len(ends) == rows for ends in raw.values())
        and all(end is None or (type(end) is int and end >= 0) for ends in raw.values() for end in ends)
    )
    if not right:
        msg = "bands: are no columns of counts for each row. Give what `PublishedTable.to_json` wrote, unchanged."
        raise TableFormatError(msg)
    return {name: raw[name] for name in _BANDS}
