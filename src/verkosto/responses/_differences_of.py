"""Gather the differences between a codebook and a source, from what reading kept or from the headers alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from verkosto.instruments import Instrument
from verkosto.issues import Issue
from verkosto.responses._bind import Conflict, meet
from verkosto.responses._differences import Difference
from verkosto.responses._differences_columns import Loose, column_differences
from verkosto.responses._differences_options import option_differences
from verkosto.responses._keys import Slot, every_part, slots_of
from verkosto.responses._raw import Dialect, Header
from verkosto.responses._unclaimed import head_identifies

if TYPE_CHECKING:
    from verkosto.responses._responses import Responses

__all__ = ["differences_of", "header_differences"]

_UNCLAIMED = ("unbound_column", "withheld_column", "column_not_collected")
_NOT_FOUND = ("question_not_found", "column_not_found")


def differences_of(responses: Responses) -> tuple[Difference, ...]:
    """Return what `Responses.differences` says."""
    by_reason: dict[str, list[Issue]] = {}
    for issue in responses.issues:
        by_reason.setdefault(issue.reason, []).append(issue)
    headers = {column.header.position: column.header for column in responses.unbound_columns}
    loose = [
        # Of a column that was withheld only its text and number are known.
        Loose(
            headers.get(i.position or 0) or Header(i.column or "", i.position or 0), identifies=r == "withheld_column"
        )
        for r in _UNCLAIMED
        for i in by_reason.get(r, ())
    ]
    slots = _slots(responses.instrument)
    lost = [slot for name in _NOT_FOUND for issue in by_reason.get(name, ()) for slot in slots[issue.variable or ""]]
    found = [
        *column_differences(responses.instrument, lost, loose),
        *option_differences(responses.instrument, by_reason.get("unknown_option", ()), responses.variables),
    ]
    return _in_order(found, responses.instrument)


def header_differences(headers: Sequence[Header], instrument: Instrument, dialect: Dialect) -> tuple[Difference, ...]:
    """Compare a codebook with the headers of a source, whether they can be bound or not.

    What stands in cells is not looked at, so unknown options are not told.

    Args:
        headers: The source's headers.
        instrument: The codebook.
        dialect: What the reader says of its headers.
    """
    binding, conflicts = meet(headers, instrument, dialect)
    aside = {place for conflict in conflicts for place in conflict.places}
    unclear = {name for conflict in conflicts for name in conflict.variables}
    loose = [
        Loose(headers[place], identifies=head_identifies(headers[place]))
        for place in binding.unbound
        if place not in aside and headers[place].text.strip() and headers[place].role != "ignore"
    ]
    bound = {slot.part.id for _, slot in binding.slots}
    columns = [Slot(column) for column in instrument.columns if column.id not in bound]
    lost = [slot for slot in (*columns, *binding.missing) if slot.variable not in unclear]
    found = [_conflicting(conflict, headers) for conflict in conflicts]
    return _in_order([*found, *column_differences(instrument, lost, loose)], instrument)


def _conflicting(conflict: Conflict, headers: Sequence[Header]) -> Difference:
    at = tuple(headers[place].position for place in conflict.places)
    return Difference(
        conflict.kind, ", ".join(conflict.variables), found=headers[conflict.places[0]].text, positions=at
    )


def _slots(instrument: Instrument) -> Mapping[str, list[Slot]]:
    """Return the slots that an issue's variable may mean: those of a whole question, or one."""
    found: dict[str, list[Slot]] = {}
    for part in every_part(instrument):
        for slot in slots_of(part):
            found[slot.variable] = [slot]
            if slot.item is not None:
                found.setdefault(part.id, []).append(slot)
    return found


def _in_order(found: Iterable[Difference], instrument: Instrument) -> tuple[Difference, ...]:
    """Sort by the codebook's order, and what it does not have last, by column."""
    ids = [part.id for part in every_part(instrument)]

    def place(difference: Difference) -> int:
        if difference.variable is None:
            return len(ids)
        return ids.index(difference.variable.partition("[")[0].partition(",")[0])

    return tuple(sorted(found, key=lambda one: (place(one), one.positions)))
