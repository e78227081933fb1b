"""The variables of an SPSS system file: labels, formats, missing values, and the text of each value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from verkosto.backends._spss_file import SpssFile
from verkosto.instruments import id_of

__all__ = ["SpssVariable", "Value", "variables_of"]

Value = float | str

_WHOLE = re.compile(r"-?[0-9]{1,16}")
_FORMAT = re.compile(r"([A-Z]+)(\d*)")
_SHOWN: dict[str, Literal["date", "moment", "time"]] = {
    **dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"), "date"),
    **dict.fromkeys(("DATETIME", "YMDHMS"), "moment"),
    **dict.fromkeys(("TIME", "DTIME", "MTIME"), "time"),
}
_EPOCH = dt.datetime(1582, 10, 14)  # noqa: DTZ001 - system files know no zones
_DAY = 86_400
_LARGEST = 2**53


@frozen
class SpssVariable:
    """A variable.

    Attributes:
        name: Its name.
        position: Number of its column, from 1.
        label: Its label, or "".
        shown: What its values are; numbers may stand for days, moments and durations.
        width: Digits that a number is filled up to with zeros in front; 0 for most.
        measure: nominal, ordinal, scale or unknown.
        labels: Labels of values.
        missing: Ranges of values that the file declares missing, both ends included.
        variable: The variable of a codebook that it was written from, where `Responses.to_sav` wrote it.
        codes: The options that its values were written from.
    """

    name: str
    position: int
    label: str
    shown: Literal["number", "text", "date", "moment", "time"] = "number"
    width: int = 0
    measure: str = "unknown"
    labels: Mapping[Value, str] = field(factory=dict)
    missing: tuple[tuple[Value, Value], ...] = ()
    variable: str | None = None
    codes: Mapping[Value, str] = field(factory=dict)

    @property
    def title(self) -> str:
        """Its label, or its name."""
        return self.label if self.label.strip() else self.name

    @property
    def id(self) -> str:
        """Its name as the id of a question."""
        return id_of(self.name)

    def is_missing(self, value: Value) -> bool:
        """Tell whether the file declares a value missing."""
        return any(low <= value <= high for low, high in self.missing)  # type: ignore[operator]

    def plain(self, value: Value) -> str:
        """Return the text of a value: the shortest that means the same number, day or moment."""
        if isinstance(value, str):
            return value
        if self.is_missing(value) or self.shown in ("number", "text"):
            text = _number(value)
            return text.zfill(self.width) if text.isdecimal() else text
        return _time(value) if self.shown == "time" else _moment(value, whole_days=self.shown == "date")


def variables_of(file: SpssFile) -> tuple[SpssVariable, ...]:
    """Return the variables of a file, in its order."""
    meta, attributes = file.meta, file.dictionary.attributes
    found = []
    for position, (name, label) in enumerate(zip(meta.column_names, meta.column_labels, strict=True), start=1):
        form = _FORMAT.match(meta.original_variable_types.get(name) or "")
        letters, digits = form.groups() if form else ("", "")
        text = meta.readstat_variable_types[name] == "string"
        variable, *pairs = attributes.get(name, {}).get("verkosto", (None,))
        found.append(
            SpssVariable(
                name,
                position,
                label or "",
                "text" if text else _SHOWN.get(letters, "number"),
                int(digits or 0) if letters == "N" else 0,
                meta.variable_measure.get(name, "unknown"),
                meta.variable_value_labels.get(name, {}),
                tuple((r["lo"], r["hi"]) for r in meta.missing_ranges.get(name, ())),
                variable,
                dict(_codes(pairs, text=text)),
            )
        )
    return tuple(found)


def _codes(pairs: Iterable[str], *, text: bool) -> Iterator[tuple[Value, str]]:
    """Yield values and the options behind them; what somebody else wrote there is no pair."""
    for pair in pairs:
        value, mark, code = pair.partition("=")
        if mark and (text or _WHOLE.fullmatch(value)):
            yield (value if text else float(value)), code


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _LARGEST else repr(value)


def _fraction(seconds: float) -> str:
    """Return the decimals of a number of seconds, as the shortest text of that number has them."""
    _, mark, decimals = format(Decimal(repr(abs(seconds))), "f").partition(".")
    return f"{mark}{decimals}" if decimals.strip("0") else ""


def _moment(value: float, *, whole_days: bool) -> str:
    try:
        days, seconds = divmod(value, _DAY)
        moment = _EPOCH + dt.timedelta(days=days, seconds=int(seconds))
    except (OverflowError, ValueError):
        return _number(value)
    if whole_days and not seconds:
        return moment.date().isoformat()
    # Before the epoch the decimals of a number are not those of its second.
    fraction = _fraction(value) if value >= 0 else _fraction(seconds)
    return f"{moment.isoformat(' ', 'seconds')}{fraction}"


def _time(value: float) -> str:
    """Return a time of day; what is longer than a day, or below zero, is a duration as ISO 8601 writes it."""
    if not abs(value) < _LARGEST:
        return _number(value)
    minutes, seconds = divmod(int(abs(value)), 60)
    hours, minutes = divmod(minutes, 60)
    if 0 <= value < _DAY:
        return f"{hours:02}:{minutes:02}:{seconds:02}{_fraction(value)}"
    return f"{'-' if value < 0 else ''}PT{hours}H{minutes}M{seconds}{_fraction(value)}S"
