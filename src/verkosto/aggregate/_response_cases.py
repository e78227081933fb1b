"""What became of those who were asked: counts of final dispositions, given or counted from a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verkosto.aggregate._response_frames import category, columns_of, counts, numbers_of
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.text import LocalText

__all__ = ["DISPOSITIONS", "SYMBOLS", "checked", "counted"]

SYMBOLS: dict[str, str] = {
    "complete": "I",
    "partial": "P",
    "refusal": "R",
    "non_contact": "NC",
    "other": "O",
    "unknown_household": "UH",
    "unknown_other": "UO",
    "not_eligible": "NE",
}
"""The dispositions, each with its letter in AAPOR's formulas (where those not eligible have none)."""

DISPOSITIONS: dict[str, LocalText] = {
    "complete": LocalText(fi="vastasi kokonaan", sv="svarade fullständigt", en="complete"),
    "partial": LocalText(fi="vastasi osittain", sv="svarade delvis", en="partial"),
    "refusal": LocalText(fi="kieltäytyi tai keskeytti", sv="vägrade eller avbröt", en="refusal or break-off"),
    "non_contact": LocalText(fi="ei tavoitettu", sv="nåddes inte", en="non-contact"),
    "other": LocalText(fi="muu este", sv="annat hinder", en="other"),
    "unknown_household": LocalText(
        fi="ei tiedetä, onko ketään", sv="okänt om någon finns", en="unknown whether there is anybody"
    ),
    "unknown_other": LocalText(
        fi="ei tiedetä, kuuluuko joukkoon", sv="okänt om hör till målgruppen", en="unknown whether eligible"
    ),
    "not_eligible": LocalText(fi="ei kuulu joukkoon", sv="hör inte till målgruppen", en="not eligible"),
}


def checked(given: Mapping[str, float | None]) -> dict[str, float]:
    """Return counts of dispositions; those not given are left out.

    Raises:
        AnalysisError: A count is negative or no number, or nobody was asked who might be eligible.
    """
    found = {name: _count(name, value) for name, value in given.items() if value is not None}
    if not sum(value for name, value in found.items() if name != "not_eligible"):
        msg = "nobody who was asked is eligible or may be: every count is 0. Count those asked by what became of them."
        raise AnalysisError(msg)
    return found


def _count(name: str, value: object) -> float:
    if not counts(value):
        msg = f"{name} counts cases and cannot be {value!r}. Give a number of 0 or more."
        raise AnalysisError(msg)
    return int(value) if float(value).is_integer() else float(value)


def counted(
    asked: object, disposition: str | None, codes: Mapping[str, str] | None, weights: str | None
) -> dict[str, float | None]:
    """Count the dispositions of a frame with a row for each one asked.

    Args:
        asked: The frame.
        disposition: Its column of dispositions: their names here, or AAPOR's letters, or what `codes` names.
        codes: A disposition for each value of that column.
        weights: Its column of design weights, to be added up instead of rows.

    Raises:
        UnknownVariableError: There is no such column.
        AnalysisError: No frame, or rows whose disposition is absent or not known; the message counts them.
    """
    if disposition is None:
        msg = "response_rates does not know what became of those asked. Name the column: disposition='...'."
        raise AnalysisError(msg)
    known = {symbol: name for name, symbol in SYMBOLS.items()} | {name: name for name in SYMBOLS}
    for code, name in (codes or {}).items():
        if name not in known:
            msg = f"codes: {name!r} is no disposition.{did_you_mean(name, SYMBOLS)} Use {', '.join(SYMBOLS)}."
            raise AnalysisError(msg)
        known[str(code)] = known[name]
    wanted = [disposition] if weights is None else [disposition, weights]
    columns = columns_of(asked, wanted, "the frame of those asked")
    values: list[Any] = [category(value) for value in columns[disposition]]
    if bad := sum(value not in known for value in values):
        msg = (
            f"disposition {disposition!r}: {bad} of {len(values)} rows have none that is known. Give codes={{value: "
            f"disposition}} with {', '.join(SYMBOLS)}."
        )
        raise AnalysisError(msg)
    totals: dict[str, float] = dict.fromkeys(SYMBOLS, 0)
    for value, one in zip(values, _weights(columns, weights, len(values)), strict=True):
        totals[known[value]] += one
    # A frame without anybody outside the population may have been cleaned of them: it does not tell how many.
    return {name: None if name == "not_eligible" and not total else total for name, total in totals.items()}


def _weights(columns: Mapping[str, list[Any]], weights: str | None, rows: int) -> list[float]:
    return [1] * rows if weights is None else [*map(float, numbers_of(columns[weights], weights, "weights"))]
