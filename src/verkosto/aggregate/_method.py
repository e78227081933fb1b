"""Method: who was asked, when and how, so that a table can say it after its answers are gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from verkosto.dates import PartialDate, Period
from verkosto.errors import TableFormatError, VerkostoError
from verkosto.instruments import Instrument
from verkosto.text import LANGUAGES, LocalText

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["Method", "method_of"]


@frozen(kw_only=True)
class Method:
    """How a survey was made.

    Attributes:
        instrument: Id of the survey.
        title: Its name.
        fieldwork: When answers were collected, or None.
        sampling: "open_link", "sample", "census" or "unknown".
        respondents: How many answered, or None: rows of the survey, those outside a table's subset included.
        area_date: The date on which areas were looked up, or None.
        unit: What names the protection unit, such as the association, or None where each respondent is one.
    """

    instrument: str
    title: LocalText
    fieldwork: Period | None = None
    sampling: str = "unknown"
    respondents: int | None = None
    area_date: PartialDate | None = None
    unit: LocalText | None = None

    @classmethod
    def of(cls, instrument: Instrument, respondents: int | None = None) -> Method:
        """Return what an instrument tells.

        Example:
            >>> import verkosto as vk
            >>> method = Method.of(vk.samples.instrument("tukirakenne"), 562)
            >>> method.sampling, str(method.fieldwork)
            ('open_link', '2020-02/2020-03')
        """
        return cls(
            instrument=instrument.id,
            title=instrument.title,
            fieldwork=instrument.fieldwork,
            sampling=instrument.sampling,
            respondents=respondents,
            area_date=instrument.area_date,
            unit=_unit(instrument),
        )

    def plain(self) -> dict[str, Any]:
        """Return the method as values that JSON has; `of_plain` gives it back."""
        return {
            "instrument": self.instrument,
            "title": _texts(self.title),
            "fieldwork": None if self.fieldwork is None else str(self.fieldwork),
            "sampling": self.sampling,
            "respondents": self.respondents,
            "area_date": None if self.area_date is None else str(self.area_date),
            "unit": None if self.unit is None else _texts(self.unit),
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Method:
        """Return the method of what `plain` gave.

        Raises:
            TableFormatError: It is nothing that `plain` gives.
        """
        try:
            unit, fieldwork, area_date = (plain[name] for name in ("unit", "fieldwork", "area_date"))
            return cls(
                instrument=plain["instrument"],
                title=LocalText(**plain["title"]),
                fieldwork=None if fieldwork is None else Period.of(fieldwork),
                sampling=plain["sampling"],
                respondents=plain["respondents"],
                area_date=None if area_date is None else PartialDate.of(area_date),
                unit=None if unit is None else LocalText(**unit),
            )
        except (KeyError, TypeError, VerkostoError) as error:
            msg = f"the method of the table is not as it was written: {error}. Give what `to_json` wrote, unchanged."
            raise TableFormatError(msg) from error


def method_of(table: Table) -> Method | None:
    """Return how the survey of a table was made; None where its answers are not at hand.

    Example:
        >>> import verkosto as vk
        >>> method_of(vk.frequency(vk.samples.tukirakenne(), "malli_a")).respondents
        562
    """
    if table.origin is None:
        return None
    responses = table.origin.responses
    return Method.of(responses.instrument, responses.rows)


def _unit(instrument: Instrument) -> LocalText | None:
    name = instrument.unit_id
    if name is None:
        return None
    for question in instrument.questions:
        if question.id == name:
            return question.text
    return LocalText(instrument.column(name).header or name)


def _texts(text: LocalText) -> dict[str, str]:
    return {lang: found for lang in LANGUAGES if (found := getattr(text, lang)) is not None}
