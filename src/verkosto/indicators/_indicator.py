"""Indicator: a figure that is defined once and computed for every survey and register that carries its variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from attrs import Attribute, field, frozen

from verkosto.errors import CodebookError, OptionError, VerkostoError, did_you_mean
from verkosto.indicators._conditions import Terms, plain, taken, terms
from verkosto.regions import area_type as known_area_type
from verkosto.sources import Source
from verkosto.text import LocalText

if TYPE_CHECKING:
    from verkosto.aggregate import Table
    from verkosto.dates import DateLike
    from verkosto.indicators._sources import AnySource
    from verkosto.indicators._waves import IndicatorWaves

__all__ = ["Indicator", "Unit"]

Unit = Literal["share", "per_1000", "mean", "count", "ratio"]

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_QUOTIENTS = ("ratio", "share", "per_1000")


def _definition(value: str | Mapping[str, str] | LocalText) -> LocalText:
    try:
        return LocalText.of(value)
    except OptionError as error:
        raise CodebookError(f"definition: {error}") from error


def _numerator(value: Terms) -> Terms:
    return terms(value, "numerator")


def _base(value: Terms | None) -> Terms | None:
    return None if value is None else terms(value, "base")


def _source(value: Source | str | None) -> Source | None:
    if isinstance(value, str):
        return Source(value)
    if value is None or isinstance(value, Source):
        return value
    raise CodebookError(f"source is a `Source` or its title as text, not a {type(value).__name__}.")


def _check_id(_: Indicator, __: Attribute[str], value: object) -> None:
    # Files and resources of a package bear the id, so it has only what their names may have.
    if not isinstance(value, str) or not _ID.fullmatch(value):
        msg = (
            f"the id of an indicator has small letters a to z, digits, '-' and '_', not {value!r}. "
            "Give it a short plain id, such as 'kannatus-sote'."
        )
        raise CodebookError(msg)


def _check_unit(owner: Indicator, _: Attribute[str], value: object) -> None:
    if value not in get_args(Unit):
        msg = f"indicator {owner.id!r}: unit is one of {', '.join(get_args(Unit))}, not {value!r}."
        raise CodebookError(msg + did_you_mean(value, get_args(Unit)))


def _check_area_type(owner: Indicator, _: Attribute[str], value: object) -> None:
    if not isinstance(value, str):
        raise CodebookError(f"indicator {owner.id!r}: area_type is text such as 'maakunta', not {value!r}.")
    try:
        known_area_type(value)
    except VerkostoError as error:
        raise CodebookError(f"indicator {owner.id!r}: {error}") from error


@frozen(unsafe_hash=False)
class Indicator:
    """A figure by area: what is counted, of whom, in which areas and in which unit.

    Attributes:
        id: A short id of small letters, digits, "-" and "_"; files of a package bear it.
        definition: What it tells; a plain string is Finnish.
        numerator: What is counted: conditions as `Responses.where` takes them, or the id of a number.
        base: Of whom: conditions, the id of a number, or None: all who answered.
        area_type: The kind of area: "maakunta".
        unit: "share"; "per_1000", the same of a thousand; "mean" of a number; "count", how many or the sum of a number;
            "ratio" of two numbers. A share or figure per 1000 may be of two numbers as well, or of answers by a
            number of a register.
        source: Who defined it; a plain string is a title.

    Raises:
        CodebookError: Something is missing, or unit, numerator and base do not belong together.

    Example:
        >>> import verkosto as vk
        >>> kannatus = vk.Indicator("kannatus", "Mallia kannattavat", numerator={"malli_a": ["k"]})
        >>> table = kannatus.compute(vk.samples.tukirakenne())
        >>> table.frame[["maakunta", "n", "base"]].tail(1).values.tolist()
        [['*', 409, 561]]

    Missing answers: a respondent without an answer to what the numerator asks is not in the base. "Cannot say" is an
    answer. Who gave no area is in no row.
    """

    id: str = field(validator=_check_id)
    definition: LocalText = field(converter=_definition)
    numerator: Terms = field(converter=_numerator, kw_only=True)
    base: Terms | None = field(default=None, converter=_base, kw_only=True)
    area_type: str = field(default="maakunta", validator=_check_area_type, kw_only=True)
    unit: Unit = field(default="share", validator=_check_unit, kw_only=True)
    source: Source | None = field(default=None, converter=_source, kw_only=True)

    def __attrs_post_init__(self) -> None:
        number = isinstance(self.numerator, str)
        over = isinstance(self.base, str)
        if self.unit == "mean" and (not number or over):
            self._refuse("a mean is of a number: numerator='jasenia', and base is conditions or nothing")
        if self.unit == "count" and over:
            self._refuse("a count is divided by nothing: base is conditions or nothing")
        if self.unit == "ratio" and not (number and over):
            self._refuse("a ratio is of two numbers: numerator='maksu', base='jasenia'")
        if self.unit in _QUOTIENTS and number and not over:
            self._refuse("a number is divided by another: base='asukkaita'; a share is of conditions")

    def _refuse(self, why: str) -> None:
        raise CodebookError(f"indicator {self.id!r}: {why}.")

    @property
    def factor(self) -> int:
        """By what a share or ratio is multiplied in the unit of the indicator: 1000 for "per_1000"."""
        return 1000 if self.unit == "per_1000" else 1

    @property
    def variables(self) -> tuple[str, ...]:
        """Ids of all that a source must carry, in order."""
        parts = [part for part in (self.numerator, self.base) if part is not None]
        names = [name for part in parts for name in ([part] if isinstance(part, str) else part)]
        return tuple(dict.fromkeys(names))

    def compute(
        self,
        source: AnySource,
        *,
        area_type: str | None = None,
        area_date: DateLike | None = None,
        allocate: Literal["majority"] | None = None,
        **options: Any,
    ) -> Table:
        """Compute the indicator for a survey or a register.

        Args:
            source: Answers, a `Register` or the counts of `registered_associations`.
            area_type: Another kind of area than the indicator's.
            area_date: The day whose areas are meant; None: those of the survey's or register's own day.
            allocate: `"majority"` counts an area that does not nest wholly where most of its municipalities are.
            **options: Of a survey: `weights`, `design`, `margins` (True unless stated), `through`, `level`, `deff`,
                as `crosstab` takes them.

        Returns:
            A table by area with its total, bases and intervals, as `proportion`, `mean`, `ratio` and `total` make it:
            of a survey a figure per 1000 is a share, 0 to 1. Where the base is a number of a register and the
            numerator is answers, it has the counts of the answers. A register has no intervals; its table is in
            the unit of the indicator. Nothing is protected: see `package` and `vk.protect`.

        Raises:
            UnknownVariableError: The source lacks a variable; the message names it and the indicator.
            AnalysisError: A code that the variable does not have, or figures that cannot be computed so.
            NonNestingError: Areas lie in several of those wanted and `allocate` is not given.
            DateNotCoveredError: Areas are not known on that day.
            OptionError: The source is none of these, or an option is not taken.
        """
        from verkosto.indicators._sources import computed

        return computed(self, source, area_type=area_type, on=area_date, allocate=allocate, options=options)

    def compute_all(
        self,
        sources: Mapping[str, AnySource],
        *,
        area_type: str | None = None,
        area_date: DateLike | None = None,
        allocate: Literal["majority"] | None = None,
        **options: Any,
    ) -> IndicatorWaves:
        """Compute the indicator for several waves, and tell which cannot be compared with the one before.

        Args:
            sources: Surveys or registers by wave, the earliest first.
            area_type: As in `compute`; larger areas may have stayed the same where smaller ones changed.
            area_date: As in `compute`: a day counts all waves by the areas of that day, as far as answers tell them.
            allocate: As in `compute`.
            **options: As in `compute`.

        Returns:
            The table of each wave and `breaks`: by wave why it cannot be compared with the one before: a question
            whose text or options are others, or areas that changed.

        Raises:
            OptionError: There is no wave.
            UnknownVariableError: As in `compute`; the message names the wave.
        """
        from verkosto.indicators._waves import over_waves

        return over_waves(self, sources, area_type=area_type, on=area_date, allocate=allocate, options=options)

    def to_dict(self) -> dict[str, Any]:
        """Return the indicator as plain data, as a file of indicators holds it; `from_dict` gives it back."""
        found: dict[str, Any] = {"id": self.id, "definition": _texts(self.definition)}
        found["numerator"] = plain(self.numerator)
        if self.base is not None:
            found["base"] = plain(self.base)
        found |= {"area_type": self.area_type, "unit": self.unit}
        if self.source is not None:
            names = ("title", "publisher", "url", "published", "retrieved", "note")
            values = {name: getattr(self.source, name) for name in names}
            found["source"] = {name: str(value) for name, value in values.items() if value is not None}
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Indicator:
        """Make an indicator of what `to_dict` gave.

        Raises:
            CodebookError: A key is missing or unknown, or a value cannot be.
        """
        if not isinstance(data, Mapping):
            raise CodebookError(f"an indicator is a table of keys, not a {type(data).__name__}.")
        known = {name: value for name, value in data.items() if name not in ("id", "definition")}
        wanted = ("id", "definition", "numerator", "base", "area_type", "unit", "source")
        if lacking := [name for name in wanted[:3] if name not in data]:
            raise CodebookError(f"indicator {data.get('id')!r}: the key {lacking[0]!r} is missing.")
        if extra := [name for name in data if name not in wanted]:
            hint = did_you_mean(extra[0], wanted)
            raise CodebookError(f"indicator {data['id']!r}: the key {extra[0]!r} is unknown.{hint}")
        for name in ("numerator", "base"):
            if name in known:
                known[name] = taken(known[name])
        if isinstance(known.get("source"), Mapping):
            try:
                known["source"] = Source(**known["source"])
            except (TypeError, VerkostoError) as error:
                raise CodebookError(f"indicator {data['id']!r}: source: {error}") from error
        return cls(data["id"], data["definition"], **known)


def _texts(text: LocalText) -> dict[str, str]:
    return {lang: text.get(lang) for lang in text.languages}
